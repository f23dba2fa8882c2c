//! What a page loads, and what its stylesheets load in turn.

use std::collections::BTreeMap;

use super::live::Live;
use crate::check::drawn::in_css;
use crate::digest::Digest;
use crate::html::addresses::addresses;
use crate::site::Site;

/// The addresses that a page or a stylesheet loads, as they stand in it.
pub fn loaded_by(out: &str, bytes: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut all = match out.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => addresses(text).into_iter().filter(|(tag, _)| tag != "a").map(|(_, address)| address).collect(),
        "css" => in_css(text).into_iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    all.sort();
    all.dedup();
    all
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loads_pictures_styles_and_scripts_but_not_what_it_links_to() {
        let html = "<link rel=stylesheet href=\"/x.css\"><a href=\"/b/\">b</a><img src=\"/c.png\" alt=\"\">";
        assert_eq!(loaded_by("a/index.html", html.as_bytes()), ["/c.png", "/x.css"]);
        let css = "@import \"base.css\"; a { background: url('img/x.svg') } @import url(y.css);";
        assert_eq!(loaded_by("css/x.css", css.as_bytes()), ["base.css", "img/x.svg", "y.css"]);
    }
}
