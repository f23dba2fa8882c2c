//! The page for an address that there is not: the site's own, with the nearest addresses that there are.

use std::cmp::Reverse;
use std::fmt::Write as _;

use hyper::body::Bytes;

use super::inject::{attribute, before, own_page, script, style, words};
use super::live::Live;
use super::policy;
use crate::path::UrlPath;
use crate::plan::Output;
use crate::site::Site;

/// How many addresses are offered.
const MOST: usize = 6;

/// The page, and its policy.
pub fn page(live: &Live, site: &Site, out: &str, is_browser: bool) -> (Bytes, String) {
    let own = site.find("404.html").and_then(|page| Some((page, live.pages.draw(site, &live.root, page).drawn?)));
    let (page, policy) = match own {
        Some((page, drawn)) => (drawn.bytes.clone(), policy::of(site, page, &drawn.bytes)),
        None => {
            let page = own_page(live, "Not found", "<h1>There is no page at this address</h1>");
            (page.into(), policy::OWN.to_owned())
        }
    };
    if !is_browser {
        return (page, policy);
    }
    let said = excluded(live, site, out).unwrap_or_else(|| near(live, site, out));
    let page = before("</main>", &page, &said);
    (script(live, &page, out, "missing"), policy)
}

/// Why the document that would stand at an address is left out, for authors only.
fn excluded(live: &Live, site: &Site, out: &str) -> Option<String> {
    let absent = site.model.excluded_at(out)?;
    let shows = absent.reason.option().map(|option| format!(" <code>anecdote serve {option}</code> shows it."));
    Some(format!(
        "{}<aside lang=\"en\" class=\"anecdote-near\"><p><strong>{}</strong> would stand here. It is left out, for it is {}.{}</p>\
         <p><small>Only the preview says this.</small></p></aside>",
        style(live),
        words(absent.entry.doc.path.as_str()),
        words(&absent.reason.phrase()),
        shows.unwrap_or_default()
    ))
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
        "{}<aside lang=\"en\" class=\"anecdote-near\"><p><strong>/{}</strong> is no page of this site. Near it are:</p><ul>{list}</ul>\
         <p><small>Only the preview says this.</small></p></aside>",
        style(live),
        words(wanted)
    )
}

/// An output's path as people write it.
fn readable(out: &str) -> &str {
    out.strip_suffix("index.html").unwrap_or(out)
}
