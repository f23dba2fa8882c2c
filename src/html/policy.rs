//! The Content-Security-Policy of a page: what its browser may load and run. It is a second wall behind the
//! escaping of customers' words, so nothing that a customer wrote can widen it.
//!
//! Inline scripts and styles run only where they stand word for word in one of the page's templates, or in a text that
//! the site's own people wrote: those are named by their SHA-256 (CSP level 3, section 2.3.1). So the policy of a page is
//! known before it is drawn.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

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

/// The names of inline scripts and styles, each with the directive that it comes under.
pub type Hashes = BTreeSet<(&'static str, String)>;

/// The policy with these hashes, as it stands in a header or a `meta`.
pub fn policy(sources: &Sources, hashes: &Hashes) -> String {
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

/// The policies of a site's pages.
#[derive(Clone, Debug)]
pub struct Policies {
    sources: Sources,
    by_template: BTreeMap<String, (Hashes, String)>,
    /// Where a template holds nothing that runs.
    usual: String,
}

impl Policies {
    /// Of these templates, each with the inline scripts and styles of all that it reaches.
    pub fn new<'a>(sources: Sources, templates: impl Iterator<Item = (&'a str, Hashes)>) -> Self {
        let with_policy = |(name, hashes): (&str, Hashes)| {
            let policy = policy(&sources, &hashes);
            (name.to_owned(), (hashes, policy))
        };
        Self { by_template: templates.map(with_policy).collect(), usual: policy(&sources, &Hashes::new()), sources }
    }

    /// The policy of a page of a template, which runs `more` than its template does.
    pub fn of(&self, template: &str, more: Hashes) -> Cow<'_, str> {
        let known = self.by_template.get(template);
        if more.is_empty() {
            return Cow::Borrowed(known.map_or(&self.usual, |(_, policy)| policy));
        }
        let mut all = more;
        all.extend(known.into_iter().flat_map(|(hashes, _)| hashes.iter().cloned()));
        Cow::Owned(policy(&self.sources, &all))
    }
}

impl Hash for Policies {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // What templates hold is part of what each page depends on anyway.
        self.sources.hash(state);
    }
}

/// A page with its policy, as the first thing in its head: what stands before it would not be bound. A page without
/// any element has nothing to bind.
pub fn put(html: String, policy: &str) -> String {
    if tags::next(&html, 0).is_none() {
        return html;
    }
    let at = head(&html);
    let mut out = String::with_capacity(html.len() + META.len() + policy.len() + 2);
    out.push_str(&html[..at]);
    out.push_str(META);
    out.push_str(policy);
    out.push_str("\">");
    out.push_str(&html[at..]);
    out
}

/// What begins the policy of a page.
const META: &str = "\n<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The policy that [`put`] wrote into a page.
pub fn written(html: &str) -> Option<&str> {
    let rest = html[head(html)..].strip_prefix(META)?;
    rest.find('"').map(|end| &rest[..end])
}

/// Where the content of the head begins; after the declaration of the encoding, which must stand at the beginning.
/// Where there is no head, a browser begins one before the first element or text (HTML, section 13.2.6.4.3), and so
/// do we.
fn head(html: &str) -> usize {
    let mut at = 0;
    loop {
        at = after_blank(html, at);
        match tags::next(html, at) {
            Some((tag, after)) if tag.range.start == at && tag.is("html") => at = after,
            Some((tag, after)) if tag.range.start == at && tag.is("head") => return after_encoding(html, after),
            _ => return at,
        }
    }
}

/// Where what is neither space nor comment nor doctype begins.
fn after_blank(html: &str, mut at: usize) -> usize {
    loop {
        let space = |c: char| c.is_ascii_whitespace() || c == '\u{feff}';
        at = html.len() - html[at..].trim_start_matches(space).len();
        if html[at..].starts_with("<!") || html[at..].starts_with("<?") {
            at = tags::after_markup(html, at).unwrap_or(html.len())
        } else {
            return at;
        }
    }
}

/// After a `<meta charset>` that stands at `at`.
fn after_encoding(html: &str, at: usize) -> usize {
    match tags::next(html, at) {
        Some((tag, after))
            if tag.range.start == after_blank(html, at) && tag.is("meta") && tag.get("charset").is_some() =>
        {
            after
        }
        _ => at,
    }
}

/// The directive that an inline script or style comes under; `None` for whatever is no such thing, data included.
pub fn directive(tag: &Tag) -> Option<&'static str> {
    if tag.content.trim().is_empty() {
        return None;
    }
    if tag.is("style") {
        return Some("style-src");
    }
    let kind = tag.get("type").unwrap_or_default().trim().to_ascii_lowercase();
    let runs = matches!(kind.as_str(), "" | "module" | "importmap" | "speculationrules")
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript");
    (tag.is("script") && runs && tag.get("src").is_none()).then_some("script-src")
}

/// The inline scripts and styles of a template that no tag of the template changes.
pub fn of_template(template: &str) -> Hashes {
    let is_whole = |text: &str| !["{{", "{%", "{#"].iter().any(|mark| text.contains(mark));
    hashes(template, is_whole)
}

/// The inline scripts and styles of a text that the site's own people wrote.
pub fn of_text(html: &str) -> Hashes {
    hashes(html, |_| true)
}

fn hashes(html: &str, may_run: impl Fn(&str) -> bool) -> Hashes {
    let mut all = Hashes::new();
    tags::each(html, &mut |tag| {
        if let Some(directive) = directive(&tag)
            && may_run(tag.content)
        {
            all.insert((directive, hash(tag.content)));
        }
    });
    all
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
    fn a_page_without_an_element_is_left_alone() {
        for html in ["", "Words, 1 < 2.", "<!-- <head> -->", "é"] {
            assert_eq!(put(html.to_owned(), "x"), html);
        }
    }

    #[test]
    fn a_policy_is_the_first_thing_in_the_head_however_it_is_written() {
        // The policy stands where `|` does.
        for page in [
            "<!DOCTYPE html><HTML><HEAD>|<TITLE>x</TITLE></HEAD>",
            "<html><head\n  lang='a>b'\n>|<title>x</title>",
            "<!-- <head> is below --><html><!-- <head> --><head>|<!-- x --><title>x</title>",
            "<!-->\n<head>|<script>x</script>",
            "<html lang=en><head prefix=/x/>\n<META CharSet=utf-8>|<title>",
            "<head>\n<!-- x --><meta name=a charset='utf-8'/>|<script></script>",
            "<head>|<meta name=a><meta charset=utf-8>",
            "<!doctype html>\n<html>\n|<body><p>x",
            "<!doctype html>\n|<title>x</title><p>x",
            "\u{feff}<?xml version='1.0'?><!doctype html> |<header>no head</header>",
            "|words <b>x</b>",
            "<html>|<script>x</script><head><title>x</title></head>",
            "|<headless><head>",
        ] {
            let (before, after) = page.split_once('|').unwrap();
            let out = put(format!("{before}{after}"), "x");
            let meta = out.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            assert!(meta.is_some_and(|meta| meta.starts_with("\n<meta http-equiv")), "{page}: {out}");
            // As another parser sees it: in the head, before anything that runs.
            let parsed = scraper::Html::parse_document(&out);
            let in_head = scraper::Selector::parse("head > meta[http-equiv='Content-Security-Policy']").unwrap();
            assert_eq!(parsed.select(&in_head).count(), 1, "{page}");
            let first = parsed.tree.nodes().filter_map(|node| node.value().as_element());
            let first = first.map(|element| element.name().to_owned()).find(|name| name == "script" || name == "meta");
            assert_eq!(first.as_deref(), Some("meta"), "{page}");
        }
    }

    #[test]
    fn scripts_are_named_however_their_tags_are_written() {
        for (html, text) in [
            ("<p><SCRIPT>own()</SCRIPT>", "own()"),
            ("<p><Script\ntype=module>own()</sCRIPT\n>", "own()"),
            ("<p title='<'><script data-x='>'>own()</script>", "own()"),
            ("<p><script>own('<!-- <script> </script>')</script>", "own('<!-- <script> </script>')"),
        ] {
            assert_eq!(of_text(html), Hashes::from([("script-src", hash(text))]), "{html}");
        }
    }

    #[test]
    fn a_policy_names_what_templates_hold_as_it_stands_and_no_data() {
        let template = "<!doctype html><html><head>\n<meta charset=\"utf-8\"><title>x</title><script>own()</script></head>\
                        <body><script>f({{ x }})</script><script type=\"application/ld+json\">{}</script></body></html>";
        let policy = policy(&Sources::new(), &of_template(template));
        let out = put(template.to_owned(), &policy);
        assert_eq!(written(&out), Some(policy.as_str()));
        assert!(out.find("<meta charset").unwrap() < out.find("Content-Security-Policy").unwrap());
        assert!(out.find("Content-Security-Policy").unwrap() < out.find("<title>").unwrap());
        assert!(
            policy.contains(&hash("own()")) && !policy.contains(&hash("f({{ x }})")) && !policy.contains(&hash("{}"))
        );
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'sha256-") && !policy.contains("unsafe"));
    }
}
