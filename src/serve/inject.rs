//! What the server adds to pages for browsers: a script that hears of changes. Nobody else gets it,
//! and no build writes it.

use hyper::body::Bytes;
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::live::Live;
use super::response::{OWN, as_text};
use crate::diag::Diagnostic;
use crate::model::DateValue;
use crate::plan::Artifact;
use crate::site::Site;

/// The script.
pub const CLIENT: &str = include_str!("live.js");

/// How the server's own pages look. It is a file of its own, as policies let no style stand in a page.
pub const STYLE: &str = include_str!("preview.css");

/// A page with the script, which knows which page it is on, what that page was drawn from, who sees it, and what opens
/// its file.
pub fn script(live: &Live, page: &[u8], out: &str, token: &str) -> Bytes {
    let shown = live.shown();
    let site = shown.site.as_deref();
    let artifact = site.and_then(|site| site.find(out));
    let source = artifact.and_then(|artifact| artifact.source.as_ref()).map_or("", |path| path.as_str());
    let state = site.zip(artifact).and_then(|(site, artifact)| state(site, artifact)).unwrap_or_default();
    let data = [
        ("page", out),
        ("token", token),
        ("source", source),
        ("state", &state),
        ("editor", live.editor.as_deref().unwrap_or("")),
    ];
    let data = data.iter().filter(|(_, value)| !value.is_empty());
    let data: String = data.map(|(name, value)| format!(" data-{name}=\"{}\"", attribute(value))).collect();
    let tag = format!("<script src=\"{}{OWN}live.js\"{data} defer></script>", live.base_path());
    before("</body>", page, &tag)
}

/// Why readers do not see a page yet that its author does.
fn state(site: &Site, artifact: &Artifact) -> Option<String> {
    let index = &site.model.index;
    let entry = index.entry(index.find(artifact.source.as_ref()?)?);
    let day = entry.date.as_ref().map(DateValue::day).filter(|day| *day > index.today);
    match (entry.fields.draft, day) {
        (Some(true), _) => Some("Draft".to_owned()),
        (_, Some(day)) => Some(format!("Scheduled for {day}")),
        _ => None,
    }
}

/// Puts something before the last of an end tag, or at the very end where there is none.
pub fn before(end_tag: &str, page: &[u8], html: &str) -> Bytes {
    let is_it = |end: &[u8]| end.eq_ignore_ascii_case(end_tag.as_bytes());
    let at = page.windows(end_tag.len()).rposition(is_it).unwrap_or(page.len());
    [&page[..at], html.as_bytes(), &page[at..]].concat().into()
}

/// What loads the style of the server's own pages.
pub fn style(live: &Live) -> String {
    format!("<link rel=\"stylesheet\" href=\"{}{OWN}preview.css\">", attribute(&live.base_path()))
}

/// A page of the server's own, in English, from its title and its content.
pub fn own_page(live: &Live, title: &str, main: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\" class=\"anecdote-preview\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>{}\
         <body><main>{main}</main></body></html>",
        style(live)
    )
}

/// A page in place of one that cannot be drawn yet.
pub fn problems_page(live: &Live, out: &str, problems: &[Diagnostic]) -> Bytes {
    const TITLE: &str = "This page cannot be shown yet";
    let main = format!(
        "<h1>{TITLE}</h1><p>It appears here as soon as this is mended:</p><pre>{}</pre>",
        words(&as_text(problems))
    );
    script(live, own_page(live, TITLE, &main).as_bytes(), out, "")
}

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
