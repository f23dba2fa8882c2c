//! Lists: a page of one, the lines of a taxonomy, what a query found.

use serde::Serialize;

use super::{Card, Counts, LinkView, Part, Ref, Withheld};
use crate::digest::{Digest, Hashed};

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
        /// On the first page only: what is not shown, if anything is not.
        withheld: Option<Withheld>,
    }
}

view! {
    /// A row of stories that belong together, as one of its parts shows it.
    SeriesView {
        /// What to call it.
        name: String,
        /// The path of its page.
        path: String,
        /// Which of its parts this is, from one.
        number: usize,
        /// How many there are.
        total: usize,
        /// All parts, this one included, in their order; none where there are more than 60.
        parts: Vec<Hashed<LinkView>>,
        /// The part before.
        previous: Option<Hashed<LinkView>>,
        /// The part after.
        next: Option<Hashed<LinkView>>,
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
        /// Whether it has a page of its own; else its place on the page of its taxonomy is the end of `path`, and that
        /// page lists its `stories`.
        has_page: bool,
        /// What stands under it, where it has no page of its own.
        stories: Vec<Hashed<LinkView>>,
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
