//! One view for each kind of page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Card, Counts, Head, LinkView, Measures, NavView, PaginatorView, Part, Ref, RespondView, SeriesView, TermView,
    Withheld,
};
use crate::digest::{Digest, Hashed};

view! {
    /// `story.html`, `testimonial.html`, `ambassador.html`, `brand.html`, `campaign.html`, `page.html`.
    /// On its own page, and there alone, `page` also has `content` (HTML), `toc` (a list of `level`, `id`,
    /// `title`; `toc` by itself is the same), `opening` and `rest` (the first paragraph, and what follows it), `word_count`, `reading_time` (minutes, at 220 words each; at least 1) and `has_code`.
    PageView {
        /// What is the same everywhere.
        #[serde(flatten)]
        head: Head,
        /// The document.
        page: Hashed<Card>,
        /// The next newer of its list.
        newer: Option<Hashed<LinkView>>,
        /// The next older of its list.
        older: Option<Hashed<LinkView>>,
        /// The stories most like it.
        related: Vec<Hashed<Card>>,
        /// The series that it is a part of, if others are parts as well.
        series: Option<SeriesView>,
        /// Those who say "I experienced this too".
        echoes: Vec<Hashed<LinkView>>,
        /// For brands, ambassadors and campaigns: what stands under their name.
        paginator: Option<PaginatorView>,
        /// For brands, ambassadors and campaigns: the path of their Atom feed, if they have one.
        atom: Option<String>,
        /// For brands, ambassadors and campaigns, on the first page: how many are good, bad and mixed.
        counts: Option<Counts>,
        /// For brands, ambassadors and campaigns, on the first page: what is said of them or by them together.
        measures: Option<Measures>,
        /// For brands, and on the first page: the path of what the stories about it say together.
        insights: Option<String>,
        /// For stories and testimonials: whether they may be marked up as a review.
        is_review: bool,
        /// For stories and testimonials that others may show: the whole address of the oEmbed document.
        oembed: Option<String>,
        /// For stories: how a reader who has experienced this too can say so, if the site takes answers.
        respond: Option<RespondView>,
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
        /// The newest stories, those in the language of the page first.
        latest: Vec<Hashed<Card>>,
        /// The newest of each verdict that are not among `latest`, by `good`, `bad`, `mixed`.
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
        /// How many stories and testimonials are good, bad and mixed.
        counts: Counts,
        /// What is not shown of them, if anything is not.
        withheld: Option<Withheld>,
        /// The top of the wall, without what `latest` and the good and bad of `by_experience` show.
        wall: Vec<Hashed<Card>>,
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
        /// The `_index.md` of its folder, with its `content`.
        page: Option<Hashed<Card>>,
        /// The term; its counts are on the first page only.
        term: Hashed<Ref>,
        /// Who answers for it.
        owner: Option<String>,
        /// One sentence about it.
        description: Option<String>,
        /// The path of its Atom feed, if it has one.
        atom: Option<String>,
        /// For touchpoints, feelings and brands: the path of what the stories under it say together.
        insights: Option<String>,
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
