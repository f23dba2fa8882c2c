//! What files are made from that no template draws: feeds, sitemaps, and files for other programs.

use serde::Serialize;

use super::{Card, Counts, Estimate, Hundredths, Insights, SiteView};
use crate::digest::Hashed;

/// A feed, before it is written as Atom or JSON.
#[derive(Clone, Debug, Default, Hash)]
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
    /// The path from the feed to the style sheet by which browsers show it, if the theme has one.
    pub style: Option<String>,
    /// What a reader who sees it in a browser is told.
    pub note: Option<String>,
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
    /// That it was made up for a demonstration, in words.
    pub sample: Option<String>,
    /// The site in the story's language, which components in its text may show; `None` where its words are not shown.
    pub site: Option<Hashed<SiteView>>,
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

/// A voice, in the first of its languages.
#[derive(Clone, Debug, Hash)]
pub struct ApiStory {
    /// What does not change as long as its address does not: `stories/ada`.
    pub id: String,
    /// It in its own language.
    pub own: ApiVersion,
    /// The connection between its speaker and the brand, in words.
    pub disclosure: Option<String>,
    /// It in other languages.
    pub translations: Vec<ApiVersion>,
}

/// A voice in one language.
#[derive(Clone, Debug, Hash)]
pub struct ApiVersion {
    /// All that others show of it.
    pub card: Hashed<Card>,
    /// The site in its language, which components in its text may show.
    pub site: Hashed<SiteView>,
    /// The whole address of its own file, if there is one.
    pub json: Option<String>,
}

/// A part of the list of all voices, the newest first.
#[derive(Clone, Debug, Hash)]
pub struct ApiList {
    /// The site's name.
    pub title: String,
    /// How many there are, in the first part only, where a new story changes things anyway.
    pub total: Option<usize>,
    /// The address of the next older part.
    pub next: Option<String>,
    /// What addresses within the site are completed with: `https://example.org`.
    pub origin: String,
    /// The voices.
    pub stories: Vec<ApiStory>,
}

/// What is measured of a brand, a touchpoint or a feeling.
#[derive(Clone, Debug, Hash)]
pub struct ApiPart {
    /// `brand`, `touchpoints` or `feelings`.
    pub taxonomy: String,
    /// What it is called.
    pub name: String,
    /// As in addresses.
    pub slug: String,
    /// The address of its insights.
    pub page: String,
    /// How many are good, bad and mixed.
    pub counts: Counts,
    /// The measures: name, value with bounds.
    pub measures: Vec<(&'static str, Estimate)>,
    /// The worth beyond the price less what was lost, by currency.
    pub accounts: Vec<(String, Hundredths)>,
}

/// What all voices say together.
#[derive(Clone, Debug, Hash)]
pub struct ApiInsights {
    /// The site's name.
    pub title: String,
    /// Its main language.
    pub language: String,
    /// The day of the build.
    pub date: String,
    /// The address of the insights.
    pub page: String,
    /// The numbers.
    pub insights: Hashed<Insights>,
    /// Those of each brand, touchpoint and feeling.
    pub parts: Vec<ApiPart>,
}

/// All that a file for other programs is made from, but for the stories' words.
#[derive(Clone, Debug, Hash)]
#[expect(missing_docs, reason = "the variants are those of `ApiFile`")]
pub enum ApiInput {
    Stories(ApiList),
    Story(ApiStory, String),
    Table(Vec<ApiStory>),
    Insights(Box<ApiInsights>),
}
