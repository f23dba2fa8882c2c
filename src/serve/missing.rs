//! The page for an address that there is not: the site's own, with the nearest addresses that there are.

use std::cmp::Reverse;
use std::fmt::Write as _;

use hyper::body::Bytes;

use super::inject::{STYLE, attribute, before, script, words};
use super::live::Live;
use crate::path::UrlPath;
use crate::plan::Output;
use crate::site::Site;

/// How many addresses are offered.
const MOST: usize = 6;

/// The page.
pub fn page(live: &Live, site: &Site, out: &str, is_browser: bool) -> Bytes {
    let own = site.find("404.html").and_then(|page| live.pages.draw(site, &live.root, page).drawn);
    let page = own.map_or_else(|| Bytes::from(plain()), |drawn| drawn.bytes.clone());
    if !is_browser {
        return page;
    }
    let page = before("</main>", &page, &near(live, site, out));
    script(live, &page, out, "missing")
}

fn plain() -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not found</title>{STYLE}\
         <body><main><h1>There is no page at this address</h1></main></body></html>"
    )
}

/// A list of the nearest addresses, for authors only.
fn near(live: &Live, site: &Site, out: &str) -> String {
    let wanted = readable(out);
    let mut best: Vec<(Reverse<u32>, &str)> = site
        .pages
        .iter()
        .filter(|page| matches!(page.output, Output::Template { .. }) && page.out.as_str().ends_with("index.html"))
        .map(|page| readable(page.out.as_str()))
        .map(|path| (Reverse((strsim::jaro_winkler(wanted, path) * 1000.0) as u32), path))
        .collect();
    best.sort();
    let base = live.base_path();
    let mut list = String::new();
    for (_, path) in best.iter().take(MOST) {
        let address = format!("{base}{}", UrlPath::new(path));
        // Writing to a string cannot fail.
        let _ = write!(list, "<li><a href=\"{}\">/{}</a></li>", attribute(&address), words(path));
    }
    format!(
        "<aside lang=\"en\" style=\"max-width:60rem;margin:2rem 0;padding:1rem;border:1px dashed;border-radius:.4rem\">\
         <p><strong>/{}</strong> is no page of this site. Near it are:</p><ul>{list}</ul>\
         <p><small>Only the preview says this.</small></p></aside>",
        words(wanted)
    )
}

/// An output's path as people write it.
fn readable(out: &str) -> &str {
    out.strip_suffix("index.html").unwrap_or(out)
}
