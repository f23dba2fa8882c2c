//! What a page loads, and what its stylesheets load in turn.

use std::collections::BTreeMap;

use super::live::Live;
use crate::digest::Digest;
use crate::site::Site;

/// The outputs that a page loads, by path, each with what its bytes are now. What a stylesheet loads
/// counts as a part of the stylesheet.
pub fn versions(live: &Live, site: &Site, out: &str, loads: &[String]) -> BTreeMap<String, Digest> {
    let mut all = BTreeMap::new();
    for address in loads {
        let Some(path) = site.resolve(out, address) else { continue };
        if path == out || all.contains_key(&path) {
            continue;
        }
        let version = version(live, site, &path, 0);
        all.insert(path, version);
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
