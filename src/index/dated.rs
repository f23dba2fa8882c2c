//! Files of one folder whose names differ by their dates alone: all but the oldest keep the date in their address.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::digest::{Digest, alike};
use crate::model::Document;
use crate::path::SourcePath;

/// The documents that keep their dates. Those that are left out count as well: an address does not move because
/// another document comes or goes.
pub fn keep_dates(documents: &[Arc<Document>]) -> BTreeSet<SourcePath> {
    if documents.iter().all(|document| document.name_date.is_none()) {
        return BTreeSet::new();
    }
    let key = |document: &Document| Digest::of(&(folder_of(document), &document.name, &document.lang_suffix));
    let mut keep = BTreeSet::new();
    for group in alike(documents, |document| Some(key(document))) {
        let mut same: Vec<&Document> = group.iter().map(|at| documents[*at].as_ref()).collect();
        // Without a date first.
        same.sort_by_key(|document| (document.name_date.as_ref().map(|date| date.local()), &document.path));
        let later = same[1..].iter().filter(|document| document.name_date.is_some() && document.fields.slug.is_none());
        keep.extend(later.map(|document| document.path.clone()));
    }
    keep
}

/// The folder in which a document is a file, or a folder with an `index.md`.
fn folder_of(document: &Document) -> &str {
    if document.is_bundle { document.folder.rsplit_once('/').map_or("", |(above, _)| above) } else { &document.folder }
}
