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
    /// A word that documents are sorted under, or a person, brand or campaign that they name.
    Ref {
        /// What to call it.
        name: String,
        /// As in addresses.
        slug: String,
        /// The path of its page.
        path: String,
        /// Its whole address.
        permalink: String,
        /// Whether a document stands behind it: a brand's page, an ambassador's profile.
        has_page: bool,
        /// The portrait, the logo or the picture of that document, if it may be shown; absent if there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<ImageView>,
    }
}

view! {
    /// Another document, in few words.
    LinkView {
        /// Its headline.
        title: String,
        /// Its path.
        path: String,
        /// Its whole address.
        permalink: String,
        /// The language of its words.
        lang: String,
        /// The connection between its speaker and the brand; it stands wherever the words do.
        disclosure: Option<Disclosure>,
    }
}

view! {
    /// The connection between a speaker and the brand.
    Disclosure {
        /// `none`, `employee`, `paid`, `gift`, `discount`, `affiliate` or `family`.
        kind: DisclosureKind,
        /// In the speaker's or the site's own words; without them, `t(key="disclosure.KIND")` has some.
        text: Option<Marked>,
    }
}

view! {
    /// A picture.
    ImageView {
        /// Its path.
        path: String,
        /// Its whole address.
        permalink: String,
        /// What it shows; empty if nobody said.
        alt: String,
        /// Its width in pixels, or in the units of a drawing; none where the file cannot be read.
        width: Option<u32>,
        /// Its height, in the same units.
        height: Option<u32>,
    }
}

/// A document as lists, neighbours, feeds and its own page show it: everything but the body.
/// Fields without a value are absent: ask with `{% if page.brand %}`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Card {
    /// `story`, `testimonial`, `ambassador`, `brand`, `campaign`, `page` or `section`.
    pub kind: &'static str,
    /// The headline.
    pub title: String,
    /// The last part of the address.
    pub slug: String,
    /// The path, with the base path: for `href`.
    pub path: String,
    /// The whole address.
    pub permalink: String,
    /// The language of the words.
    pub lang: String,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateValue>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateValue>,
    /// The author's sentence about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Marked>,
    /// The first paragraph as plain text, cut at about 240 characters.
    pub excerpt: Marked,
    /// HTML of what stands before `<!-- more -->`; without that mark, all of a testimonial of some length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Marked>,
    /// `good`, `bad` or `mixed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<&'static str>,
    /// The verdict's label, address and slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Hashed<Ref>>,
    /// What qualifies the verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Completes "the experience of …".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience_of: Option<String>,
    /// When it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experienced_on: Option<DateValue>,
    /// Whom it was with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<Hashed<Ref>>,
    /// What it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Who speaks: the first of `authors`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Hashed<Ref>>,
    /// Everyone who speaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Hashed<Ref>>,
    /// Whether the speaker asked not to be named, and chose no other name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_unnamed: bool,
    /// `customer`, `employee`, `seller` or `observer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perspective: Option<Perspective>,
    /// Where customer and brand met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub touchpoints: Vec<Hashed<Ref>>,
    /// How it felt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feelings: Vec<Hashed<Ref>>,
    /// By which way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel: Vec<Hashed<Ref>>,
    /// The stages of the relationship: one, or the two of a step.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stage: Vec<Hashed<Ref>>,
    /// Whether `stage` is a step from its first to its second.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stage_is_step: bool,
    /// What came of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcome: Vec<Hashed<Ref>>,
    /// Free words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Hashed<Ref>>,
    /// The site's own taxonomies, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub taxonomies: BTreeMap<String, Vec<Hashed<Ref>>>,
    /// 1 to 5, halves allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// `product`, `service` and `experience` apart.
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
    /// What the feeling was worth.
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
    /// What gave it away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clues: Vec<String>,
    /// What to learn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The main picture; a portrait or a logo for people and brands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageView>,
    /// The campaign it joins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Hashed<Ref>>,
    /// The story it says "I experienced this too" to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo_of: Option<Hashed<LinkView>>,
    /// Its place in lists ordered by weight; on the wall, what pins it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    /// How many say "I experienced this too" to it.
    #[serde(skip_serializing_if = "is_zero")]
    pub echoes: usize,
    /// The brand's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// The connection between speaker and brand: their own word for it, or what their profile says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
    /// How it was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceOf>,
    /// What was changed in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// Made up for a demonstration.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Not yet for readers.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// A row of stories that belong together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Hashed<Ref>>,
    /// What the speaker or the ambassador does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// For whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Since when they speak for the brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateValue>,
    /// Where else to find them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<NamedLink>,
    /// A brand's own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Address>,
    /// A brand's trade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// A brand's colours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub colours: Vec<String>,
    /// When a campaign began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DateValue>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<DateValue>,
    /// A campaign in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slogan: Option<String>,
    /// What an ambassador brought: opinions, ideas, inventions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brought: Vec<Brought>,
    /// The figures of a case: what was measured, and what it came to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// What a campaign was for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// What happened in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub episodes: Vec<Episode>,
    /// What the front matter holds and this program does not know.
    pub extra: Data,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
