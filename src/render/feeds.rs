//! Feeds as Atom and as RSS, written by serde. Both carry a little XHTML and a style sheet, so that a browser shows a page.

use serde::Serialize;

use super::xml::styled;
use crate::digest::Hashed;
use crate::html::addresses;
use crate::plan::view::{Card, Ref};
use crate::plan::{FeedEntry, FeedView};

#[derive(Serialize)]
#[serde(rename = "feed")]
struct Atom<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    #[serde(rename = "@xmlns:h", skip_serializing_if = "Option::is_none")]
    xhtml: Option<&'static str>,
    #[serde(rename = "@xml:lang")]
    lang: &'a str,
    #[serde(rename = "h:p", skip_serializing_if = "Option::is_none")]
    note: Option<Note<'a>>,
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
    #[serde(rename = "h:a", skip_serializing_if = "Option::is_none")]
    shown: Option<Anchor<'a>>,
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

#[derive(Serialize)]
struct Note<'a> {
    #[serde(rename = "$text")]
    text: &'a str,
    #[serde(rename = "h:a")]
    link: Anchor<'a>,
}

#[derive(Serialize)]
struct Anchor<'a> {
    #[serde(rename = "@href")]
    href: &'a str,
    #[serde(rename = "$text")]
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename = "rss")]
struct Rss<'a> {
    #[serde(rename = "@version")]
    version: &'static str,
    #[serde(rename = "@xmlns:atom")]
    atom: &'static str,
    #[serde(rename = "@xmlns:dc")]
    dc: &'static str,
    #[serde(rename = "@xmlns:content")]
    content: &'static str,
    #[serde(rename = "@xmlns:h", skip_serializing_if = "Option::is_none")]
    xhtml: Option<&'static str>,
    channel: Channel<'a>,
}

#[derive(Serialize)]
struct Channel<'a> {
    #[serde(rename = "h:p", skip_serializing_if = "Option::is_none")]
    note: Option<Note<'a>>,
    title: &'a str,
    link: &'a str,
    description: &'a str,
    language: &'a str,
    #[serde(rename = "atom:link")]
    own: AtomLink<'a>,
    generator: &'static str,
    item: Vec<RssItem<'a>>,
}

#[derive(Serialize)]
struct RssItem<'a> {
    title: &'a str,
    link: &'a str,
    guid: &'a str,
    #[serde(rename = "pubDate", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(rename = "dc:creator")]
    creator: Vec<&'a str>,
    category: Vec<&'a str>,
    #[serde(rename = "h:a", skip_serializing_if = "Option::is_none")]
    shown: Option<Anchor<'a>>,
    description: String,
    #[serde(rename = "content:encoded", skip_serializing_if = "Option::is_none")]
    content: Option<String>,
}

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A feed as Atom (RFC 4287), with the words of its entries in their order, or none.
pub fn atom(feed: &FeedView, words: &[String]) -> Result<Vec<u8>, quick_xml::SeError> {
    let updated = feed.entries.iter().map(|entry| entry.updated.as_str()).max().unwrap_or("1970-01-01T00:00:00+00:00");
    let atom = Atom {
        xmlns: "http://www.w3.org/2005/Atom",
        xhtml: feed.style.as_ref().map(|_| XHTML),
        lang: &feed.lang,
        note: note(feed),
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
    styled(&atom, feed.style.as_deref())
}

fn atom_entry<'a>(feed: &'a FeedView, entry: &'a FeedEntry, text: Option<&String>) -> AtomEntry<'a> {
    let card = &entry.card;
    let author = if card.authors.is_empty() {
        // Atom wants somebody; nobody is named who is not named on the page.
        vec![Person { name: "—" }]
    } else {
        card.authors.iter().map(|author| Person { name: &author.name }).collect()
    };
    AtomEntry {
        lang: &card.lang,
        id: &card.permalink,
        title: &card.title,
        published: &entry.published,
        updated: &entry.updated,
        link: AtomLink { rel: "alternate", kind: "text/html", href: &card.permalink },
        author,
        category: words_under(card).map(|word| Category { term: &word.slug, label: &word.name }).collect(),
        shown: shown(feed, card),
        summary: Text { kind: "html", text: summary(feed, entry) },
        content: text.map(|text| Text { kind: "html", text: whole(feed, entry, text) }),
    }
}

/// A feed as RSS 2.0 (rssboard.org), with the words of its entries in their order, or none.
pub fn rss(feed: &FeedView, words: &[String]) -> Result<Vec<u8>, quick_xml::SeError> {
    let rss = Rss {
        version: "2.0",
        atom: "http://www.w3.org/2005/Atom",
        dc: "http://purl.org/dc/elements/1.1/",
        content: "http://purl.org/rss/1.0/modules/content/",
        xhtml: feed.style.as_ref().map(|_| XHTML),
        channel: Channel {
            note: note(feed),
            title: &feed.title,
            link: &feed.page_url,
            // It has to be there, and may be empty.
            description: &feed.description,
            language: &feed.lang,
            own: AtomLink { rel: "self", kind: "application/rss+xml", href: &feed.own_url },
            generator: "Anecdote",
            item: feed.entries.iter().enumerate().map(|(at, entry)| rss_item(feed, entry, words.get(at))).collect(),
        },
    };
    styled(&rss, feed.style.as_deref())
}

fn rss_item<'a>(feed: &'a FeedView, entry: &'a FeedEntry, text: Option<&String>) -> RssItem<'a> {
    let card = &entry.card;
    RssItem {
        title: &card.title,
        link: &card.permalink,
        guid: &card.permalink,
        published: rfc2822(&entry.published),
        creator: card.authors.iter().map(|author| author.name.as_str()).collect(),
        category: words_under(card).map(|word| word.name.as_str()).collect(),
        shown: shown(feed, card),
        description: summary(feed, entry),
        content: text.map(|text| whole(feed, entry, text)),
    }
}

/// A moment as RSS has it, in the same time zone; nothing is said of one that cannot be.
fn rfc2822(rfc3339: &str) -> Option<String> {
    let moment = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%:z", rfc3339).ok()?.to_zoned_datetime().ok()?;
    jiff::fmt::rfc2822::to_string(&moment).ok()
}

/// What a story is sorted under.
fn words_under(card: &Card) -> impl Iterator<Item = &Hashed<Ref>> {
    card.verdict.iter().chain(&card.brand).chain(&card.touchpoints).chain(&card.tags)
}

/// What a reader who sees the feed in a browser is told, with a way to the page. It stands in XHTML, which browsers show
/// and programs that read feeds pass over.
fn note(feed: &FeedView) -> Option<Note<'_>> {
    let text = feed.note.as_deref().filter(|_| feed.style.is_some())?;
    Some(Note { text, link: Anchor { href: &feed.page_url, text: &feed.title } })
}

/// An entry's title as a link, for browsers.
fn shown<'a>(feed: &FeedView, card: &'a Card) -> Option<Anchor<'a>> {
    feed.style.as_ref().map(|_| Anchor { href: &card.permalink, text: &card.title })
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
