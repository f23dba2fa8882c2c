//! Atom feeds and sitemaps, written by serde.

use quick_xml::se::to_string;
use serde::Serialize;

use crate::html::addresses;
use crate::plan::{FeedEntry, FeedView, SitemapEntry};
use crate::text::clean;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

#[derive(Serialize)]
#[serde(rename = "feed")]
struct Atom<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    #[serde(rename = "@xml:lang")]
    lang: &'a str,
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    subtitle: &'a str,
    updated: &'a str,
    link: [AtomLink<'a>; 2],
    generator: &'static str,
    entry: Vec<AtomEntry<'a>>,
}

#[derive(Serialize)]
struct AtomLink<'a> {
    #[serde(rename = "@rel")]
    rel: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@href")]
    href: &'a str,
}

#[derive(Serialize)]
struct AtomEntry<'a> {
    #[serde(rename = "@xml:lang")]
    lang: &'a str,
    id: &'a str,
    title: &'a str,
    published: &'a str,
    updated: &'a str,
    link: AtomLink<'a>,
    author: Vec<Person<'a>>,
    category: Vec<Category<'a>>,
    summary: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Text>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Category<'a> {
    #[serde(rename = "@term")]
    term: &'a str,
    #[serde(rename = "@label")]
    label: &'a str,
}

#[derive(Serialize)]
struct Text {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "$text")]
    text: String,
}

/// A whole document. The last door: whatever came this far, no character is in it that XML forbids.
fn document(root: &impl Serialize) -> Result<Vec<u8>, quick_xml::SeError> {
    Ok(format!("{HEAD}{}\n", clean(&to_string(root)?)).into_bytes())
}

/// A feed as Atom (RFC 4287), with the words of its entries in their order, or none.
pub fn atom(feed: &FeedView, words: &[String]) -> Result<Vec<u8>, quick_xml::SeError> {
    let updated = feed.entries.iter().map(|entry| entry.updated.as_str()).max().unwrap_or("1970-01-01T00:00:00+00:00");
    let atom = Atom {
        xmlns: "http://www.w3.org/2005/Atom",
        lang: &feed.lang,
        id: &feed.page_url,
        title: &feed.title,
        subtitle: &feed.description,
        updated,
        link: [
            AtomLink { rel: "self", kind: "application/atom+xml", href: &feed.own_url },
            AtomLink { rel: "alternate", kind: "text/html", href: &feed.page_url },
        ],
        generator: "Anecdote",
        entry: feed.entries.iter().enumerate().map(|(at, entry)| atom_entry(feed, entry, words.get(at))).collect(),
    };
    document(&atom)
}

fn atom_entry<'a>(feed: &FeedView, entry: &'a FeedEntry, text: Option<&String>) -> AtomEntry<'a> {
    let card = &entry.card;
    let author = if card.authors.is_empty() {
        // Atom wants somebody; nobody is named who is not named on the page.
        vec![Person { name: "—" }]
    } else {
        card.authors.iter().map(|author| Person { name: &author.name }).collect()
    };
    let words = card.verdict.iter().chain(&card.brand).chain(&card.touchpoints).chain(&card.tags);
    AtomEntry {
        lang: &card.lang,
        id: &card.permalink,
        title: &card.title,
        published: &entry.published,
        updated: &entry.updated,
        link: AtomLink { rel: "alternate", kind: "text/html", href: &card.permalink },
        author,
        category: words.map(|word| Category { term: &word.slug, label: &word.name }).collect(),
        summary: Text { kind: "html", text: summary(feed, entry) },
        content: text.map(|text| Text { kind: "html", text: whole(feed, entry, text) }),
    }
}

/// What a feed shows of a story: the disclosure first, then the summary.
pub fn summary(feed: &FeedView, entry: &FeedEntry) -> String {
    let mut html = said_before(entry);
    match &entry.card.summary {
        Some(summary) => html.push_str(&addresses::with_origin(summary, &feed.origin)),
        None => {
            let text = entry.card.description.as_ref().unwrap_or(&entry.card.excerpt);
            html.push_str(&format!("<p>{}</p>", escape(text)));
        }
    }
    html
}

/// A whole story in a feed: the disclosure first, then its words.
pub fn whole(feed: &FeedView, entry: &FeedEntry, words: &str) -> String {
    said_before(entry) + &addresses::with_origin(words, &feed.origin)
}

/// What must stand before a story's words.
fn said_before(entry: &FeedEntry) -> String {
    let said = entry.disclosure.iter().chain(&entry.sample);
    said.map(|said| format!("<p><strong>{}</strong></p>\n", escape(said))).collect()
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

#[derive(Serialize)]
#[serde(rename = "urlset")]
struct UrlSet<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    #[serde(rename = "@xmlns:xhtml")]
    xhtml: &'static str,
    url: Vec<Url<'a>>,
}

#[derive(Serialize)]
struct Url<'a> {
    loc: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lastmod: Option<&'a str>,
    #[serde(rename = "xhtml:link", skip_serializing_if = "Vec::is_empty")]
    alternates: Vec<Alternate<'a>>,
}

#[derive(Serialize)]
struct Alternate<'a> {
    #[serde(rename = "@rel")]
    rel: &'static str,
    #[serde(rename = "@hreflang")]
    hreflang: &'a str,
    #[serde(rename = "@href")]
    href: &'a str,
}

#[derive(Serialize)]
#[serde(rename = "sitemapindex")]
struct SitemapIndex<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    sitemap: Vec<Location<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    loc: &'a str,
}

const SITEMAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A sitemap (sitemaps.org).
pub fn sitemap(entries: &[SitemapEntry]) -> Result<Vec<u8>, quick_xml::SeError> {
    let url = entries.iter().map(|entry| Url {
        loc: &entry.url,
        lastmod: entry.changed.as_deref(),
        // Whoever reads none of the languages gets the first.
        alternates: entry
            .translations
            .first()
            .map(|(_, url)| ("x-default", url))
            .into_iter()
            .chain(entry.translations.iter().map(|(lang, url)| (lang.as_str(), url)))
            .map(|(lang, url)| Alternate { rel: "alternate", hreflang: lang, href: url })
            .collect(),
    });
    let set = UrlSet { xmlns: SITEMAPS, xhtml: "http://www.w3.org/1999/xhtml", url: url.collect() };
    document(&set)
}

/// A list of sitemaps.
pub fn sitemap_index(all: &[String]) -> Result<Vec<u8>, quick_xml::SeError> {
    let sitemap = all.iter().map(|loc| Location { loc }).collect();
    document(&SitemapIndex { xmlns: SITEMAPS, sitemap })
}
