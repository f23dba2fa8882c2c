//! What the server adds to pages for browsers: a script that hears of changes. Nobody else gets it,
//! and no build writes it.

use hyper::body::Bytes;
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::answer::{OWN, as_text};
use super::live::Live;
use crate::diag::Diagnostic;

/// The script.
pub const CLIENT: &str = include_str!("live.js");

/// A page with the script, which knows which page it is on and what that page was drawn from.
pub fn script(live: &Live, page: &[u8], out: &str, token: &str) -> Bytes {
    let tag = format!(
        "<script src=\"{}{OWN}live.js\" data-page=\"{}\" data-token=\"{token}\" defer></script>",
        live.base_path(),
        attribute(out)
    );
    before("</body>", page, &tag)
}

/// Puts something before the last of an end tag, or at the very end where there is none.
pub fn before(end_tag: &str, page: &[u8], html: &str) -> Bytes {
    let is_it = |end: &[u8]| end.eq_ignore_ascii_case(end_tag.as_bytes());
    let at = page.windows(end_tag.len()).rposition(is_it).unwrap_or(page.len());
    [&page[..at], html.as_bytes(), &page[at..]].concat().into()
}

/// A page in place of one that cannot be drawn yet.
pub fn problems_page(live: &Live, out: &str, problems: &[Diagnostic]) -> Bytes {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>This page cannot be shown yet</title>{STYLE}\
         <body><main><h1>This page cannot be shown yet</h1><p>It appears here as soon as this is mended:</p>\
         <pre>{}</pre></main></body></html>",
        words(&as_text(problems))
    );
    script(live, page.as_bytes(), out, "")
}

/// How the server's own pages look.
pub const STYLE: &str = "<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0}\
    main{max-width:60rem;margin:3rem auto;padding:0 1rem}\
    pre{overflow-x:auto;padding:1rem;border:1px solid;border-radius:.4rem;font-size:.85rem}</style>";

/// Text for an attribute.
pub fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = escape_html(&mut out, text);
    out
}

/// Text for an element.
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(&mut out, text);
    out
}
