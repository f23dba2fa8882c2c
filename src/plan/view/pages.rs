//! One view for each kind of page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Card, Counts, Head, LinkView, Measures, NavView, PaginatorView, Part, Ref, RespondView, SeriesView, TermView,
    Withheld,
};
use crate::digest::{Digest, Hashed};

view! {
    /// `story.html`, `testimonial.html`, `ambassador.html`, `brand.html`, `campaign.html`, `page.html`. Only here,
    /// `page` also has `content` (HTML), `toc` (a list of `level`, `id`, `title`; also available as `toc`), `opening`
    /// and `rest` (the first paragraph, and the rest), `word_count`, `reading_time` (minutes, at 220 words each; at
    /// least 1) and `has_code`.
    PageView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The document.
        page: Hashed<Card>,
        /// The next newer document of its list.
        newer: Option<Hashed<LinkView>>,
        /// The next older document of its list.
        older: Option<Hashed<LinkView>>,
        /// The most similar stories.
        related: Vec<Hashed<Card>>,
        /// Its series, if that has other parts.
        series: Option<SeriesView>,
        /// The documents that say "I experienced this too".
        echoes: Vec<Hashed<LinkView>>,
        /// For brands, ambassadors and campaigns: the list of their documents.
        paginator: Option<PaginatorView>,
        /// For brands, ambassadors and campaigns: the path of their Atom feed, if they have one.
        atom: Option<String>,
        /// For brands, ambassadors and campaigns, on the first page: how many are good, bad and mixed.
        counts: Option<Counts>,
        /// For brands, ambassadors and campaigns, on the first page: a summary of what is said about them or by them.
        measures: Option<Measures>,
        /// For brands, on the first page: the path of their insights.
        insights: Option<String>,
        /// For stories and testimonials: whether they may be marked up as a review.
        is_review: bool,
        /// For stories and testimonials that can be embedded: the absolute URL of the oEmbed document.
        oembed: Option<String>,
        /// For stories: how a reader can say "I experienced this too", if the site accepts answers.
        respond: Option<RespondView>,
    }
}

view! {
    /// `home.html`
    HomeView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The home page's own `_index.md`, with its `content`.
        page: Option<Hashed<Card>>,
        /// The newest stories; those in the page's language come first.
        latest: Vec<Hashed<Card>>,
        /// The newest stories of each verdict that are not in `latest`, by `good`, `bad`, `mixed`.
        by_experience: BTreeMap<&'static str, Vec<Hashed<Card>>>,
        /// The newest testimonials.
        testimonials: Vec<Hashed<Card>>,
        /// The ambassadors.
        ambassadors: Vec<Hashed<Card>>,
        /// The newest campaigns.
        campaigns: Vec<Hashed<Card>>,
        /// The brands, those with most stories first.
        brands: Vec<TermView>,
        /// The touchpoints in the order of the journey.
        touchpoints: Vec<TermView>,
        /// The feelings.
        feelings: Vec<TermView>,
        /// How many stories and testimonials are good, bad and mixed.
        counts: Counts,
        /// What is not shown; absent if everything is.
        withheld: Option<Withheld>,
        /// The top of the wall, without the documents in `latest` and the good and bad ones in `by_experience`.
        wall: Vec<Hashed<Card>>,
    }
}

view! {
    /// `section.html`
    SectionView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The title of the list.
        title: String,
        /// The folder's own `_index.md`, with its `content`.
        page: Option<Hashed<Card>>,
        /// The folder: `stories`.
        folder: String,
        /// The sections directly below.
        subsections: Vec<NavView>,
        /// The list.
        paginator: PaginatorView,
    }
}

view! {
    /// `taxonomy.html`: all terms of a taxonomy.
    TaxonomyView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The title of the taxonomy.
        title: String,
        /// The taxonomy.
        taxonomy: NavView,
        /// The `_index.md` of the folder of the same name, with its `content`.
        page: Option<Hashed<Card>>,
        /// Its terms, in the order of the vocabulary.
        terms: Vec<TermView>,
    }
}

view! {
    /// `term.html`: the documents with one term.
    TermPageView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The title of the term.
        title: String,
        /// The taxonomy.
        taxonomy: NavView,
        /// The `_index.md` of its folder, with its `content`.
        page: Option<Hashed<Card>>,
        /// The term; its counts are on the first page only.
        term: Hashed<Ref>,
        /// Who is responsible for it.
        owner: Option<String>,
        /// One sentence about it.
        description: Option<String>,
        /// The path of its Atom feed, if it has one.
        atom: Option<String>,
        /// For touchpoints, feelings and brands: the path of their insights.
        insights: Option<String>,
        /// The list.
        paginator: PaginatorView,
    }
}

view! {
    /// `404.html` and `robots.txt`.
    PlainView {
        /// The variables that every page has.
        #[serde(flatten)]
        head: Head,
        /// The URL of the sitemap, if there is one.
        sitemap: Option<String>,
    }
}

view! {
    /// `alias.html`: redirects from an old address to the new one.
    AliasView {
        /// The page's language.
        lang: String,
        /// The path of the new page.
        path: String,
        /// The absolute URL of the new page.
        permalink: String,
        /// The title of the new page.
        title: String,
    }
}
