//! The Content-Security-Policy of a page: what its browser may load and run. It is a second wall behind the
//! escaping of customers' words, so nothing that a customer wrote can widen it.
//!
//! Inline scripts and styles run only where they stand word for word in a template, or in a text that the site's own
//! people wrote: those are named by their SHA-256 (CSP level 3, section 2.3.1).

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::tags::{self, Tag};

/// The directives of every page, and their usual sources.
const USUAL: [(&str, &str); 11] = [
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("media-src", "'self'"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("frame-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
];

/// What a site allows besides, by directive.
pub type Sources = BTreeMap<String, Vec<String>>;

/// The inline scripts and styles that templates hold as they stand, each with the directive that it comes under.
pub type Inline = BTreeMap<String, &'static str>;

/// The policy with these hashes, as it stands in a header or a `meta`.
pub fn policy(sources: &Sources, hashes: &BTreeSet<(&'static str, String)>) -> String {
    let all = USUAL.iter().map(|(directive, usual)| {
        let mut one = format!("{directive} {usual}");
        for source in sources.get(*directive).into_iter().flatten() {
            one.push(' ');
            one.push_str(source);
        }
        for (_, hash) in hashes.iter().filter(|(known, _)| known == directive) {
            one.push(' ');
            one.push_str(hash);
        }
        one
    });
    all.collect::<Vec<_>>().join("; ")
}

/// A page with its policy, as the first thing after its `head` begins: what stands before it would not be bound.
/// A page without a head is left alone. `is_known` says which inline scripts and styles may run.
pub fn put(html: String, sources: &Sources, is_known: &dyn Fn(&str) -> bool) -> String {
    let Some(at) = head(&html) else { return html };
    let mut hashes = BTreeSet::new();
    // One that is written in capitals is not named, and does not run: `check` says so.
    tags::each(&html, &mut |tag| {
        if matches!(tag.name, "script" | "style")
            && let Some(directive) = directive(&tag)
            && is_known(tag.content)
        {
            hashes.insert((directive, hash(tag.content)));
        }
    });
    let policy = policy(sources, &hashes);
    let meta = format!("{META}{policy}\">");
    let mut out = String::with_capacity(html.len() + meta.len());
    out.push_str(&html[..at]);
    out.push_str(&meta);
    out.push_str(&html[at..]);
    out
}

/// What begins the policy of a page.
const META: &str = "\n<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The policy that [`put`] wrote into a page.
pub fn written(html: &str) -> Option<&str> {
    let rest = html[head(html)?..].strip_prefix(META)?;
    rest.find('"').map(|end| &rest[..end])
}

/// Where the content of the head begins; after the declaration of the encoding, which must stand at the beginning.
fn head(html: &str) -> Option<usize> {
    let start = &html[..html.floor_char_boundary(2048.min(html.len()))];
    // `<header>` is no head.
    let at = ["<head>", "<head "].iter().filter_map(|tag| start.find(tag)).min()?;
    let head = at + start[at..].find('>')? + 1;
    let rest = &html[head..];
    let charset = rest.trim_start();
    let skipped = rest.len() - charset.len();
    match charset.get(..14).is_some_and(|begin| begin.eq_ignore_ascii_case("<meta charset=")) {
        true => charset.find('>').map(|end| head + skipped + end + 1),
        false => Some(head),
    }
}

/// The directive that an inline script or style comes under; `None` for whatever is no such thing, data included.
pub fn directive(tag: &Tag) -> Option<&'static str> {
    if tag.content.trim().is_empty() {
        return None;
    }
    if tag.name.eq_ignore_ascii_case("style") {
        return Some("style-src");
    }
    let kind = tag.get("type").unwrap_or_default().trim().to_ascii_lowercase();
    let runs = matches!(kind.as_str(), "" | "module" | "importmap" | "speculationrules")
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript");
    (tag.name.eq_ignore_ascii_case("script") && runs && tag.get("src").is_none()).then_some("script-src")
}

/// The inline scripts and styles of a template that no tag of the template changes.
pub fn inline(template: &str, found: &mut Inline) {
    each_inline(template, &mut |text, directive| {
        if !["{{", "{%", "{#"].iter().any(|mark| text.contains(mark)) {
            found.insert(text.to_owned(), directive);
        }
    });
}

/// The inline scripts and styles of finished HTML.
pub fn inline_of(html: &str) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    each_inline(html, &mut |text, _| {
        all.insert(text);
    });
    all
}

fn each_inline<'a>(html: &'a str, give: &mut impl FnMut(&'a str, &'static str)) {
    tags::each(html, &mut |tag| {
        if let Some(directive) = directive(&tag) {
            give(tag.content, directive);
        }
    });
}

/// The name of an inline script or style in a policy.
pub fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_one_that_the_standard_gives_as_an_example() {
        // CSP level 3, section 2.3.1 (and the examples of 7.2).
        assert_eq!(hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }

    #[test]
    fn a_page_without_a_head_is_left_alone() {
        let html = format!("<body><header>é</header>{}</body>", "é".repeat(2000));
        assert_eq!(put(html.clone(), &Sources::new(), &|_| true), html);
    }

    #[test]
    fn a_policy_names_what_templates_hold_and_nothing_that_a_customer_brought() {
        let html = "<!doctype html><html><head>\n<meta charset=\"utf-8\"><title>x</title><script>own()</script></head>\
                    <body><script>evil()</script><script type=\"application/ld+json\">{}</script></body></html>";
        let out = put(html.to_owned(), &Sources::new(), &|text| text == "own()");
        let policy = written(&out).unwrap();
        assert!(out.find("<meta charset").unwrap() < out.find("Content-Security-Policy").unwrap());
        assert!(out.find("Content-Security-Policy").unwrap() < out.find("<title>").unwrap());
        assert!(policy.contains(&hash("own()")) && !policy.contains(&hash("evil()")) && !policy.contains(&hash("{}")));
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'sha256-") && !policy.contains("unsafe"));
    }
}
