//! What feeds and sitemaps show.

use serde::Serialize;

use super::view::Card;
use crate::digest::Hashed;

/// A feed, before it is written as Atom or JSON.
#[derive(Clone, Debug, Hash)]
pub struct FeedView {
    /// What it is called.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// The language of the list.
    pub lang: String,
    /// The whole address of the feed itself.
    pub own_url: String,
    /// The whole address of the page that it follows.
    pub page_url: String,
    /// Scheme and host, for addresses within summaries.
    pub origin: String,
    /// Newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Hash)]
pub struct FeedEntry {
    /// The document.
    pub card: Hashed<Card>,
    /// RFC 3339.
    pub published: String,
    /// RFC 3339.
    pub updated: String,
    /// The connection between speaker and brand in words; it goes wherever the words go.
    pub disclosure: Option<String>,
}

/// A page of the sitemap.
#[derive(Clone, Debug, Hash, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct SitemapEntry {
    /// The whole address.
    pub url: String,
    /// The day of its last change.
    pub changed: Option<String>,
    /// The page in each language, itself included: code and address.
    pub translations: Vec<(String, String)>,
}
