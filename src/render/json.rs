//! JSON Feed 1.1, written by serde.

use serde::Serialize;

use super::feeds;
use crate::plan::view::IntegrityFigures;
use crate::plan::{FeedEntry, FeedView, OEmbed};

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: &'a str,
    date_modified: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    _anecdote: Story<'a>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    url: &'a str,
}

/// What other readers of the feed may pass over.
#[derive(Serialize)]
struct Story<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    experience: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disclosure: Option<&'a str>,
    sample: bool,
}

/// A feed as JSON, with the words of its entries in their order, or none.
pub fn feed(feed: &FeedView, words: &[String]) -> Vec<u8> {
    let json = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        description: &feed.description,
        home_page_url: &feed.page_url,
        feed_url: &feed.own_url,
        language: &feed.lang,
        items: feed.entries.iter().enumerate().map(|(at, entry)| item(feed, entry, words.get(at))).collect(),
    };
    // Serialising strings cannot fail.
    let mut bytes = serde_json::to_vec(&json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// How to show something elsewhere: oEmbed 1.0.
pub fn oembed(of: &OEmbed) -> Vec<u8> {
    let mut json = serde_json::json!({
        "version": "1.0",
        "type": if of.alt.is_some() { "photo" } else { "rich" },
        "title": of.title,
        "provider_name": of.provider,
        "provider_url": of.provider_url,
        "cache_age": 86_400,
        "width": of.width,
        "height": of.height,
    });
    if let Some((name, url)) = &of.author {
        json["author_name"] = name.as_str().into();
        json["author_url"] = url.as_str().into();
    }
    if let Some(disclosure) = &of.disclosure {
        json["disclosure"] = disclosure.as_str().into();
    }
    match of.alt {
        Some(_) => json["url"] = of.src.as_str().into(),
        None => json["html"] = of.html().into(),
    }
    format!("{json}\n").into_bytes()
}

/// The counts of the integrity page.
pub fn figures(figures: &IntegrityFigures) -> Vec<u8> {
    // Serialising texts and numbers cannot fail.
    let mut bytes = serde_json::to_vec_pretty(figures).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn item<'a>(feed: &FeedView, entry: &'a FeedEntry, words: Option<&String>) -> Item<'a> {
    let card = &entry.card;
    Item {
        id: &card.permalink,
        url: &card.permalink,
        title: &card.title,
        content_html: words.map_or_else(|| feeds::summary(feed, entry), |words| feeds::whole(feed, entry, words)),
        image: card.image.as_ref().map(|image| image.permalink.as_str()),
        date_published: &entry.published,
        date_modified: &entry.updated,
        language: &card.lang,
        authors: card.authors.iter().map(|author| Author { name: &author.name, url: &author.permalink }).collect(),
        tags: card.tags.iter().map(|tag| tag.name.as_str()).collect(),
        _anecdote: Story {
            kind: card.kind,
            experience: card.experience,
            condition: card.condition.as_deref(),
            brand: card.brand.as_ref().map(|brand| brand.name.as_str()),
            disclosure: entry.disclosure.as_deref(),
            sample: card.sample,
        },
    }
}
