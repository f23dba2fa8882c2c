//! What templates see. Each view is closed: a template can read what stands here and nothing else,
//! so the hash of a view says whether its page must be drawn again.
//!
//! `docs/templates.md` is made from this file.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::{MenuItem, Operator};
use crate::digest::{Digest, Hashed};
use crate::model::{
    Address, Data, Disclosure, Edit, Episode, Half, NamedLink, OneToFive, OneToSeven, Perspective, Reply, Scores,
    SourceOf, Verified, When, Worth, ZeroToTen,
};

macro_rules! view {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Hash, Serialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type,)+ }

        impl $name {
            /// The digest of each field: all that a page can see of it, by name.
            pub fn parts(&self, put: &mut impl FnMut(Part)) {
                $(put((stringify!($field), Digest::of(&self.$field).short()));)+
            }
        }
    };
}

/// A part of what a page depends on: its name, and a digest of what stands there.
pub type Part = (&'static str, u64);

view! {
    /// The site, in one language: `config` in every template.
    SiteView {
        /// The site's name.
        title: String,
        /// One sentence about it.
        description: String,
        /// Where it stands, with a slash at the end.
        base_url: String,
        /// The path of the home page in this language.
        home: String,
        /// This language's code.
        language: String,
        /// Every language of the site; one entry when there is only one.
        languages: Vec<LanguageView>,
        /// The header's links as the config sets them; empty if it sets none.
        menu: Vec<MenuItem>,
        /// The folders that have a list.
        sections: Vec<NavView>,
        /// The taxonomies in use.
        taxonomies: Vec<NavView>,
        /// The verdicts' labels, by `good`, `bad`, `mixed`.
        labels: BTreeMap<String, String>,
        /// The path of the Atom feed, if there are feeds.
        atom: Option<String>,
        /// The path of the JSON Feed, if there are feeds.
        json_feed: Option<String>,
        /// Who publishes.
        operator: Operator,
        /// `[extra]` of the config.
        extra: Data,
    }
}

view! {
    /// A language of the site.
    LanguageView {
        /// Its code.
        code: String,
        /// Its own name for itself.
        name: String,
        /// The path of its home page.
        path: String,
    }
}

view! {
    /// A list to go to.
    NavView {
        /// Its folder or field: `stories`, `touchpoints`.
        name: String,
        /// What to call it.
        title: String,
        /// Its path.
        path: String,
    }
}

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
    pub date: Option<When>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<When>,
    /// The author's sentence about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The first paragraph as plain text, cut at about 240 characters.
    pub excerpt: String,
    /// HTML of what stands before `<!-- more -->`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
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
    pub experienced_on: Option<When>,
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
    pub rating: Option<Half>,
    /// `product`, `service` and `experience` apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scores: Option<Scores>,
    /// 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nps: Option<ZeroToTen>,
    /// 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<OneToFive>,
    /// 1 to 7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ces: Option<OneToSeven>,
    /// What the feeling was worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth: Option<Worth>,
    /// The line to quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
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
    pub echo_of: Option<LinkView>,
    /// The brand's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// The connection between speaker and brand.
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
    pub series: Option<String>,
    /// What an ambassador does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Since when they speak for the brand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<When>,
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
    pub start: Option<When>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<When>,
    /// A campaign in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slogan: Option<String>,
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

view! {
    /// A page of a list.
    PaginatorView {
        /// The documents on it.
        pages: Vec<Hashed<Card>>,
        /// Its number, counted from the oldest page, so that old pages stay as they are.
        current_index: usize,
        /// Whether it is the first that readers see.
        is_first: bool,
        /// The path of the first.
        first: String,
        /// The path of the next newer page.
        previous: Option<String>,
        /// The path of the next older page.
        next: Option<String>,
        /// On the first page only, where a new story changes things anyway: how many pages there are.
        number_pagers: Option<usize>,
        /// On the first page only: how many documents there are.
        total_pages: Option<usize>,
        /// On the first page only: how many are good, bad and mixed.
        counts: Option<Counts>,
    }
}

view! {
    /// How many of each verdict.
    Counts {
        /// Good ones.
        good: usize,
        /// Bad ones.
        bad: usize,
        /// Mixed ones.
        mixed: usize,
        /// All together.
        total: usize,
    }
}

view! {
    /// A word's line in its taxonomy's index.
    TermView {
        /// What to call it.
        name: String,
        /// As in addresses.
        slug: String,
        /// The path of its page.
        path: String,
        /// Its whole address.
        permalink: String,
        /// How many documents stand under it.
        page_count: usize,
        /// How many are good, bad and mixed.
        counts: Counts,
        /// Who answers for it.
        owner: Option<String>,
        /// One sentence about it.
        description: Option<String>,
        /// The path of its Atom feed, if it has one.
        atom: Option<String>,
        /// The brand, ambassador or campaign of that name.
        page: Option<Hashed<Card>>,
    }
}

view! {
    /// What is the same on every page but its subject.
    Head {
        /// The site.
        config: Hashed<SiteView>,
        /// The page's language.
        lang: String,
        /// The page's path, with the base path.
        current_path: String,
        /// The page's whole address.
        current_url: String,
        /// The same page in other languages, this one included; empty when there are none.
        translations: Vec<TranslationView>,
        /// Links upwards, the home page first.
        breadcrumbs: Vec<Crumb>,
        /// Structured data, ready for a script element.
        json_ld: String,
        /// The files of `data/` that the template names, by name without ending: `data.prices`.
        data: BTreeMap<String, Hashed<Data>>,
        /// The queries of `theme.toml` that the template names: `queries.latest_bad`.
        queries: BTreeMap<String, Hashed<QueryView>>,
    }
}

view! {
    /// What a query of `theme.toml` found.
    QueryView {
        /// The documents, at most `limit`; none where they are grouped.
        pages: Vec<Hashed<Card>>,
        /// How many there are, whatever the limit.
        total: usize,
        /// With `group_by`: the terms that have any, in the order of their taxonomy.
        groups: Vec<QueryGroup>,
    }
}

view! {
    /// What a query found under one term.
    QueryGroup {
        /// The term.
        term: Hashed<Ref>,
        /// The documents, at most `limit`.
        pages: Vec<Hashed<Card>>,
        /// How many there are, whatever the limit.
        total: usize,
    }
}

view! {
    /// A page in another language.
    TranslationView {
        /// The language's code.
        lang: String,
        /// Its own name for itself.
        name: String,
        /// The path there.
        path: String,
        /// The whole address there.
        permalink: String,
    }
}

view! {
    /// A step on the way to a page.
    Crumb {
        /// What to call it.
        title: String,
        /// Its path.
        path: String,
        /// Its whole address.
        permalink: String,
    }
}

view! {
    /// `story.html`, `testimonial.html`, `ambassador.html`, `brand.html`, `campaign.html`, `page.html`.
    /// On its own page, and there alone, `page` also has `content` (HTML), `toc` (a list of `level`, `id`,
    /// `title`; `toc` by itself is the same), `word_count`, `reading_time` (minutes, at 220 words each; at least 1) and `has_code`.
    PageView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// The document.
        page: Hashed<Card>,
        /// The next newer of its list.
        newer: Option<LinkView>,
        /// The next older of its list.
        older: Option<LinkView>,
        /// The stories most like it.
        related: Vec<Hashed<Card>>,
        /// Those who say "I experienced this too".
        echoes: Vec<LinkView>,
        /// For brands, ambassadors and campaigns: what stands under their name.
        paginator: Option<PaginatorView>,
        /// For brands, ambassadors and campaigns: the path of their Atom feed, if they have one.
        atom: Option<String>,
        /// For brands, ambassadors and campaigns: their line in their taxonomy.
        counts: Option<Counts>,
    }
}

view! {
    /// `home.html`
    HomeView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// The home page's own `_index.md`, with its `content`.
        page: Option<Hashed<Card>>,
        /// The newest stories.
        latest: Vec<Hashed<Card>>,
        /// The newest of each verdict, by `good`, `bad`, `mixed`.
        by_experience: BTreeMap<&'static str, Vec<Hashed<Card>>>,
        /// The newest testimonials.
        testimonials: Vec<Hashed<Card>>,
        /// Ambassadors.
        ambassadors: Vec<Hashed<Card>>,
        /// The newest campaigns.
        campaigns: Vec<Hashed<Card>>,
        /// The brands, most told of first.
        brands: Vec<TermView>,
        /// The touchpoints in the order of the journey.
        touchpoints: Vec<TermView>,
        /// The feelings.
        feelings: Vec<TermView>,
        /// How many stories are good, bad and mixed.
        counts: Counts,
    }
}

view! {
    /// `section.html`
    SectionView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// What the list is called.
        title: String,
        /// The folder's own `_index.md`, with its `content`.
        page: Option<Hashed<Card>>,
        /// The folder: `stories`.
        folder: String,
        /// The sections right below.
        subsections: Vec<NavView>,
        /// The list.
        paginator: PaginatorView,
    }
}

view! {
    /// `taxonomy.html`: all terms of a taxonomy.
    TaxonomyView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// What the taxonomy is called.
        title: String,
        /// The taxonomy.
        taxonomy: NavView,
        /// The `_index.md` of the folder of the same name, with its `content`.
        page: Option<Hashed<Card>>,
        /// Its terms, in the order of its vocabulary.
        terms: Vec<TermView>,
    }
}

view! {
    /// `term.html`: what stands under one word.
    TermPageView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// What the term is called.
        title: String,
        /// The taxonomy.
        taxonomy: NavView,
        /// The term; its counts are on the first page only.
        term: Hashed<Ref>,
        /// Who answers for it.
        owner: Option<String>,
        /// One sentence about it.
        description: Option<String>,
        /// The path of its Atom feed, if it has one.
        atom: Option<String>,
        /// The list.
        paginator: PaginatorView,
    }
}

view! {
    /// `404.html` and `robots.txt`.
    PlainView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// The address of the sitemap, if there is one.
        sitemap: Option<String>,
    }
}

view! {
    /// `alias.html`: leads from an old address to the new one.
    AliasView {
        /// The page's language.
        lang: String,
        /// The path of the new address.
        path: String,
        /// The whole new address.
        permalink: String,
        /// What stands there.
        title: String,
    }
}

/// What one template sees.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is named after its view")]
pub enum View {
    Page(Box<PageView>),
    Home(Box<HomeView>),
    Section(Box<SectionView>),
    Taxonomy(Box<TaxonomyView>),
    Term(Box<TermPageView>),
    Plain(Box<PlainView>),
    Alias(Box<AliasView>),
}
