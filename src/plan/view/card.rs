//! A document as others show it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Part;
use crate::digest::{Digest, Hashed};
use crate::marks::Marked;
use crate::model::{
    Address, Brought, CesScore, CsatScore, Data, DateValue, DisclosureKind, Edit, Episode, Figure, NamedLink, NpsScore,
    Perspective, Rating, Reply, Scores, SourceOf, Verified, Worth,
};

view! {
    /// A taxonomy term, or a person, brand or campaign.
    Ref {
        /// Its display name.
        name: String,
        /// Its slug, as in URLs.
        slug: String,
        /// The path of its page.
        path: String,
        /// Its absolute URL.
        permalink: String,
        /// Whether it has a document: a brand's page, an ambassador's profile.
        has_page: bool,
        /// The portrait, logo or picture of that document, if it may be shown; absent if there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<ImageView>,
    }
}

view! {
    /// A short reference to another document.
    LinkView {
        /// Its title.
        title: String,
        /// Its path.
        path: String,
        /// Its absolute URL.
        permalink: String,
        /// Its language.
        lang: String,
        /// The connection between its speaker and the brand; it must be shown wherever the words are.
        disclosure: Option<Disclosure>,
    }
}

view! {
    /// The connection between a speaker and the brand.
    Disclosure {
        /// `none`, `employee`, `paid`, `gift`, `discount`, `affiliate` or `family`.
        kind: DisclosureKind,
        /// In the speaker's or the site's own words; if absent, use `t(key="disclosure.KIND")`.
        text: Option<Marked>,
    }
}

view! {
    /// A picture.
    ImageView {
        /// Its path.
        path: String,
        /// Its absolute URL.
        permalink: String,
        /// The alternative text; empty if there is none.
        alt: String,
        /// Its width in pixels, or in the units of an SVG; absent if the file cannot be read.
        width: Option<u32>,
        /// Its height, in the same units.
        height: Option<u32>,
    }
}

/// A document as shown in lists, feeds and on its own page: everything except the body. Fields without a value are
/// absent: test them with `{% if page.brand %}`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Card {
    /// `story`, `testimonial`, `ambassador`, `brand`, `campaign`, `page` or `section`.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// The last part of the URL.
    pub slug: String,
    /// The path including the base path, for `href`.
    pub path: String,
    /// The absolute URL.
    pub permalink: String,
    /// The language of the text.
    pub lang: String,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateValue>,
    /// When it was last updated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateValue>,
    /// A one-sentence description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Marked>,
    /// The first paragraph as plain text, cut at about 240 characters.
    pub excerpt: Marked,
    /// The text before `<!-- more -->` as HTML; without this mark, the whole text of a testimonial of at most 400
    /// words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Marked>,
    /// `good`, `bad` or `mixed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<&'static str>,
    /// The verdict's label, URL and slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Hashed<Ref>>,
    /// The condition that qualifies the verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Completes "the experience of …".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience_of: Option<String>,
    /// When the experience happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experienced_on: Option<DateValue>,
    /// The brand it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<Hashed<Ref>>,
    /// The product or subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The speaker: the first of `authors`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Hashed<Ref>>,
    /// All speakers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Hashed<Ref>>,
    /// Whether the speaker asked not to be named and has no pseudonym.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_unnamed: bool,
    /// `customer`, `employee`, `seller` or `observer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perspective: Option<Perspective>,
    /// The points of contact between customer and brand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub touchpoints: Vec<Hashed<Ref>>,
    /// How it felt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feelings: Vec<Hashed<Ref>>,
    /// The channel: store, online, phone, event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel: Vec<Hashed<Ref>>,
    /// The stage of the relationship: one, or two for a step.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stage: Vec<Hashed<Ref>>,
    /// Whether `stage` is a step from its first to its second entry.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stage_is_step: bool,
    /// The result.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcome: Vec<Hashed<Ref>>,
    /// The tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Hashed<Ref>>,
    /// The site's own taxonomies, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub taxonomies: BTreeMap<String, Vec<Hashed<Ref>>>,
    /// 1 to 5, halves allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Separate ratings for `product`, `service` and `experience`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scores: Option<Scores>,
    /// 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nps: Option<NpsScore>,
    /// 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<CsatScore>,
    /// 1 to 7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ces: Option<CesScore>,
    /// What the experience was worth in money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth: Option<Worth>,
    /// The line to quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Marked>,
    /// What was good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub positives: Vec<String>,
    /// What was bad.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub negatives: Vec<String>,
    /// The clues.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clues: Vec<String>,
    /// The lesson.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The main picture; for people and brands, the portrait or logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageView>,
    /// The campaign it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Hashed<Ref>>,
    /// The story to which it says "I experienced this too".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo_of: Option<Hashed<LinkView>>,
    /// Its position in lists ordered by weight; on the wall, a weight pins it to the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    /// How many documents say "I experienced this too" to it.
    #[serde(skip_serializing_if = "is_zero")]
    pub echoes: usize,
    /// The brand's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// The connection between speaker and brand, from the document itself or from the speaker's profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
    /// How it was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
    /// The platform it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceOf>,
    /// What the site changed in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// Whether it is made up for a demonstration.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Whether it is a draft.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// The series it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Hashed<Ref>>,
    /// The job of the speaker or ambassador.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The employer of the speaker or ambassador.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Since when the ambassador has spoken for the brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateValue>,
    /// Their profiles elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<NamedLink>,
    /// A brand's website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
    /// A brand's industry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// A brand's colours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub colours: Vec<String>,
    /// When a campaign began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DateValue>,
    /// When a campaign ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<DateValue>,
    /// A campaign's slogan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slogan: Option<String>,
    /// What an ambassador brought: opinions, ideas, inventions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brought: Vec<Brought>,
    /// The measured results of a case study.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// A campaign's goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// The result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// A campaign's episodes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub episodes: Vec<Episode>,
    /// Fields of the front matter that the program does not know.
    pub extra: Data,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
