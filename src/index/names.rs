//! Names that are not to be shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{Diagnostic, Span};
use crate::model::{Document, Fields, Kind};

/// The names of the ambassadors who are published under another one, as slugs.
pub fn of_ambassadors(documents: &[Arc<Document>]) -> BTreeSet<String> {
    let people = documents.iter().filter(|document| document.kind == Kind::Ambassador);
    people.flat_map(|document| document.hidden_names.iter().cloned()).collect()
}

/// A name can only be taken out of a file that says which: what a file inherits comes too late for its words.
pub fn not_hidden(document: &Document, fields: &Fields, original: Option<&Document>) -> Option<Diagnostic> {
    let hides = |fields: &Fields| fields.hides_name(document.kind);
    let original = original.filter(|original| !original.hidden_names.is_empty());
    let inherits = document.kind.is_voice() && hides(fields) && !hides(&document.fields);
    let is_hidden = !document.hidden_names.is_empty();
    if is_hidden || !(inherits || original.is_some()) {
        return None;
    }
    let (from, what) = match original {
        Some(original) => (original.path.to_string(), "it translates"),
        None => ("a folder above it, or another version of it".to_owned(), "it takes fields from"),
    };
    let message =
        format!("this file does not say whose name it must not show, and {from}, which {what}, keeps one back");
    Some(Diagnostic::error("E0113", message).at(Span::at(&document.path, 0..0)).help(
        "repeat `author`, and `pseudonym` or `consent`, here, so that the name is taken out of these words as well",
    ))
}
