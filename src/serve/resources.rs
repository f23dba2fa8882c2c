//! What a page loads, and what its stylesheets load in turn.

use std::collections::BTreeMap;

use memchr::memmem;

use super::live::Live;
use super::pages::Drawn;
use crate::digest::Digest;
use crate::site::Site;

/// What the style sheet of all pages is called here, whatever its bytes: its path changes with them.
pub const STYLE: &str = "css/site.css";

/// The path of the style sheet of all pages.
pub fn style(site: &Site) -> Option<&str> {
    site.model.theme.style.as_ref().map(|bundle| bundle.path.as_str())
}

/// The digest of a page's bytes, whatever its style sheet is called: another style sheet makes no other page.
pub fn page(site: &Site, drawn: &Drawn) -> Digest {
    let Some(path) = style(site) else { return drawn.digest };
    let bytes = drawn.bytes.as_ref();
    match memmem::find(bytes, path.as_bytes()) {
        Some(at) => Digest::of(&(&bytes[..at], &bytes[at + path.len()..])),
        None => drawn.digest,
    }
}

/// The outputs that a page loads, by path, each with what its bytes are now. What a stylesheet loads
/// counts as a part of the stylesheet.
pub fn versions(live: &Live, site: &Site, out: &str, loads: &[String]) -> BTreeMap<String, Digest> {
    let mut all = BTreeMap::new();
    for address in loads {
        let Some(path) = site.resolve(out, address) else { continue };
        let name = if Some(path.as_str()) == style(site) { STYLE.to_owned() } else { path.clone() };
        if path == out || all.contains_key(&name) {
            continue;
        }
        let version = version(live, site, &path, 0);
        all.insert(name, version);
    }
    all
}

fn version(live: &Live, site: &Site, out: &str, depth: usize) -> Digest {
    // Stylesheets that load each other end here.
    const DEEPEST: usize = 4;
    let Some(drawn) = site.find(out).and_then(|page| live.pages.draw(site, &live.root, page).drawn) else {
        return Digest::NONE;
    };
    if drawn.loads.is_empty() || depth == DEEPEST {
        return drawn.digest;
    }
    let inner = drawn.loads.iter().filter_map(|address| site.resolve(out, address));
    let inner: Vec<Digest> = inner.map(|path| version(live, site, &path, depth + 1)).collect();
    Digest::of(&(drawn.digest, inner))
}
