//! What an index may take over from the one before it, made under the same config.
//!
//! Each document's place depends on that document and on the one that it translates, as long as what is around them
//! stays; the order of all of them depends on less than all of each. Both are compared, never guessed.

use std::sync::Arc;

use jiff::Timestamp;

use super::people::Unnamed;
use super::versions::Versions;
use super::{Audience, Cascades, Entry, ExcludedDocument, Index, Placed};
use crate::model::{Document, Fields, Kind, SortBy};

/// What the place of a document depends on besides the document.
#[derive(Debug, Default, PartialEq)]
pub struct Around {
    /// What folders give.
    pub cascades: Arc<Cascades>,
    /// What versions in several languages share.
    pub versions: Versions,
    /// Who is not to be named any more.
    pub unnamed: Unnamed,
}

/// What an index keeps for the next one.
#[derive(Debug, Default)]
pub struct Reusable {
    placed: Vec<Arc<Placed>>,
    around: Around,
    audience: Option<Audience>,
    /// Whether nothing was wrong with the terms: problems have places, which move.
    is_clean: bool,
}

impl Reusable {
    pub fn new(placed: Vec<Arc<Placed>>, around: Around, audience: Audience, is_clean: bool) -> Self {
        Self { placed, around, audience: Some(audience), is_clean }
    }

    /// Whether the places of documents that have not changed still hold.
    pub fn holds(
        &self,
        documents: &[Arc<Document>],
        around: &Around,
        audience: &Audience,
        next_change: Option<Timestamp>,
    ) -> bool {
        let Some(before) = &self.audience else { return false };
        let same_audience = (before.drafts, before.future) == (audience.drafts, audience.future);
        let same_time = before.now <= audience.now && next_change.is_none_or(|next| audience.now < next);
        same_audience && same_time && self.around == *around && self.placed.len() == documents.len()
    }

    /// The place of a document, if it is the very one that stood there before, and translates the same as then.
    pub fn placed(&self, at: usize, document: &Arc<Document>, original: Option<&Arc<Document>>) -> Option<Arc<Placed>> {
        let is_it = |placed: &&Arc<Placed>| {
            Arc::ptr_eq(&placed.doc, document) && placed.original.as_ref().map(Arc::as_ptr) == original.map(Arc::as_ptr)
        };
        self.placed.get(at).filter(is_it).cloned()
    }
}

impl Index {
    /// Whether the documents of another index stand under the same terms, in the same order.
    pub(super) fn sorts_like(&self, other: &Index) -> bool {
        // Brands and people are sorted by name, and are found by it; any other such list is rare.
        let by_title = |section: &super::Section| {
            section.sort_by == SortBy::Title && !matches!(section.kind, Some(Kind::Ambassador | Kind::Brand))
        };
        let same = |(a, b): (&Arc<ExcludedDocument>, &Arc<ExcludedDocument>)| Arc::ptr_eq(a, b);
        self.reuse.is_clean
            && self.entries.len() == other.entries.len()
            && self.excluded.len() == other.excluded.len()
            && self.excluded.iter().zip(&other.excluded).all(same)
            && !self.sections.iter().any(by_title)
            && self.entries.iter().zip(&other.entries).all(|(a, b)| Arc::ptr_eq(a, b) || sorts_like(a, b))
    }

    /// Takes over the order of an index that it sorts like.
    pub(super) fn take_order(&mut self, other: &Index) {
        self.by_date = Arc::clone(&other.by_date);
        self.translations = Arc::clone(&other.translations);
        self.sections = Arc::clone(&other.sections);
        self.taxonomies = Arc::clone(&other.taxonomies);
        self.neighbours = Arc::clone(&other.neighbours);
        self.related = Arc::clone(&other.related);
        self.walls = Arc::clone(&other.walls);
    }

    /// Whether another index took over this one's order: the same documents at the same addresses, in
    /// the same lists, with the same files.
    pub fn has_order_of(&self, other: &Index) -> bool {
        Arc::ptr_eq(&self.by_date, &other.by_date)
            && Arc::ptr_eq(&self.assets, &other.assets)
            && self.withheld == other.withheld
            && self.hidden_names == other.hidden_names
    }
}

/// Whether two versions of a document differ at most in words that nothing is sorted by.
fn sorts_like(a: &Entry, b: &Entry) -> bool {
    let sorted_by = |entry: &Entry| Fields { title: None, description: None, ..Fields::clone(&entry.fields) };
    matches!(a.kind(), Kind::Story | Kind::Testimonial | Kind::Page)
        && a.doc.path == b.doc.path
        && (a.kind(), &a.lang, a.lang_id, a.moment, &a.unnamed) == (b.kind(), &b.lang, b.lang_id, b.moment, &b.unnamed)
        && sorted_by(a) == sorted_by(b)
}
