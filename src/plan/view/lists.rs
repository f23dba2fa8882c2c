//! Lists: a page of one, the lines of a taxonomy, what a query found.

use serde::Serialize;

use super::{Card, Counts, LinkView, Part, Ref, Withheld};
use crate::digest::{Digest, Hashed};

view! {
    /// A page of a list.
    PaginatorView {
        /// The documents on it.
        pages: Vec<Hashed<Card>>,
        /// Its number, counted from the oldest page, so that old pages do not change.
        current_index: usize,
        /// Whether it is the first page that readers see.
        is_first: bool,
        /// The path of the first page.
        first: String,
        /// The path of the next newer page.
        previous: Option<String>,
        /// The path of the next older page.
        next: Option<String>,
        /// On the first page only, which every new story changes anyway: the number of pages.
        number_pagers: Option<usize>,
        /// On the first page only: the number of documents.
        total_pages: Option<usize>,
        /// On the first page only: how many are good, bad and mixed.
        counts: Option<Counts>,
        /// On the first page only: what is not shown; absent if everything is.
        withheld: Option<Withheld>,
    }
}

view! {
    /// A series, as seen from one of its parts.
    SeriesView {
        /// Its display name.
        name: String,
        /// The path of its page.
        path: String,
        /// The number of this part, starting from one.
        number: usize,
        /// The total number.
        total: usize,
        /// All parts in order, including this one; empty if there are more than 60.
        parts: Vec<Hashed<LinkView>>,
        /// The previous part.
        previous: Option<Hashed<LinkView>>,
        /// The next part.
        next: Option<Hashed<LinkView>>,
    }
}

view! {
    /// A term in the list of its taxonomy.
    TermView {
        /// Its display name.
        name: String,
        /// Its slug, as in URLs.
        slug: String,
        /// The path of its page.
        path: String,
        /// Its absolute URL.
        permalink: String,
        /// Whether it has a page of its own. If not, `path` ends with the fragment of the term on the page of its
        /// taxonomy, which lists its `stories`.
        has_page: bool,
        /// Its documents, if it has no page of its own.
        stories: Vec<Hashed<LinkView>>,
        /// The number of documents with this term.
        page_count: usize,
        /// How many are good, bad and mixed.
        counts: Counts,
        /// Who is responsible for it.
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
    /// The result of a query of `theme.toml`.
    QueryView {
        /// The documents, at most `limit`; empty if they are grouped.
        pages: Vec<Hashed<Card>>,
        /// The total number, regardless of the limit.
        total: usize,
        /// With `group_by`: the terms that have documents, in the order of their taxonomy.
        groups: Vec<QueryGroup>,
    }
}

view! {
    /// The result of a query for one term.
    QueryGroup {
        /// The term.
        term: Hashed<Ref>,
        /// The documents, at most `limit`.
        pages: Vec<Hashed<Card>>,
        /// The total number, regardless of the limit.
        total: usize,
    }
}
