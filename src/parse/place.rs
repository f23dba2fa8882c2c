//! Where a file stands, and what that decides about it.

use super::redact::NamesAround;
use crate::model::{Kind, OwnFields};
use crate::path::{SourcePath, document_stem};

/// What a file's place decides about it, before its text is read.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Its kind by folder or cascade; its own `kind` may ask for less trust, never for more.
    pub kind: Kind,
    /// The codes that a file name may name, `x.es.md`.
    pub languages: &'a [String],
    /// What its surroundings say about the names in it.
    pub names: NamesAround,
    /// What its front matter may hold besides.
    pub own_fields: &'a OwnFields,
}

/// Whether a source is a folder's own page: `_index.md`, `_index.es.md`.
pub fn is_section(path: &SourcePath) -> bool {
    is_document(path) && path.file_name().starts_with("_index.")
}

/// Whether a source is a document, by its name.
pub fn is_document(path: &SourcePath) -> bool {
    document_stem(path.file_name()).is_some()
}
