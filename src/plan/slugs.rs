//! The parts that addresses are made of.

use crate::index::{Entry, Index};
use crate::model::LangId;
use crate::text::slug;

/// The last part of a document's address.
pub fn own_slug(entry: &Entry) -> String {
    match entry.fields.slug.as_deref().map(slug) {
        Some(slug) if !slug.is_empty() => slug,
        _ => entry.doc.name.clone(),
    }
}

/// The main language stands at the top, others in a folder of their own.
pub fn prefix(index: &Index, lang_id: LangId) -> &str {
    if lang_id == LangId::MAIN { "" } else { &index.languages[lang_id.at()] }
}
