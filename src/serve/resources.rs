//! What a page loads, and what its stylesheets load in turn.

use std::collections::BTreeMap;

use super::live::Live;
use crate::digest::Digest;
use crate::render::addresses;
use crate::site::Site;

/// The addresses that a page or a stylesheet loads, as they stand in it.
pub fn loaded_by(out: &str, bytes: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut all = match out.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => addresses(text).into_iter().filter(|(tag, _)| tag != "a").map(|(_, address)| address).collect(),
        "css" => in_css(text),
        _ => Vec::new(),
    };
    all.sort();
    all.dedup();
    all
}

/// `url(…)` and `@import "…"`.
fn in_css(text: &str) -> Vec<String> {
    let urls = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imports = text.split("@import").skip(1).filter_map(|rest| rest.split(';').next());
    let imports = imports.filter(|import| !import.contains("url("));
    urls.chain(imports).map(|address| address.trim().trim_matches(['"', '\'']).to_owned()).collect()
}

/// The outputs that a page loads, by path, each with what its bytes are now. What a stylesheet loads
/// counts as a part of the stylesheet.
pub fn versions(live: &Live, site: &Site, out: &str, loads: &[String]) -> BTreeMap<String, Digest> {
    let mut all = BTreeMap::new();
    for address in loads {
        let Some(path) = resolve(site, out, address) else { continue };
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
    let inner = drawn.loads.iter().filter_map(|address| resolve(site, out, address));
    let inner: Vec<Digest> = inner.map(|path| version(live, site, &path, depth + 1)).collect();
    Digest::of(&(drawn.digest, inner))
}

/// The output that an address in another leads to; `None` for those of other hosts.
fn resolve(site: &Site, out: &str, address: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap_or("");
    if address.is_empty() || address.contains(':') || address.starts_with("//") {
        return None;
    }
    let path = match address.strip_prefix(&site.settings.base_path) {
        Some(path) => path.to_owned(),
        None if address.starts_with('/') => return None,
        None => {
            let mut parts: Vec<&str> = out.split('/').collect();
            parts.pop();
            for part in address.split('/') {
                match part {
                    "." | "" => {}
                    ".." => {
                        parts.pop()?;
                    }
                    part => parts.push(part),
                }
            }
            parts.join("/")
        }
    };
    Some(percent_encoding::percent_decode_str(&path).decode_utf8().ok()?.into_owned())
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
