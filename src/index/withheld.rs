//! The pictures and files that leave with what is left out.
//!
//! A file belongs to the documents that name it, to the page in whose folder it lies, and to the document
//! whose name it bears. When all of those are left out, so is the file.

use std::collections::BTreeSet;

use super::{Entry, Index};
use crate::model::Document;
use crate::parse::{Target, classify};
use crate::path::SourcePath;

/// The files of the site that are not to be published.
pub fn files(index: &Index) -> BTreeSet<SourcePath> {
    let mut withheld = BTreeSet::new();
    for absent in &index.left_out {
        withheld.extend(files_of(index, &absent.entry));
    }
    for entry in index.entries.iter().filter(|entry| !may_show_picture(entry)) {
        withheld.extend(pictures(entry).filter_map(|written| source(&entry.doc, written)));
    }
    if withheld.is_empty() {
        return withheld;
    }
    // Somebody who is published may show it as well.
    for entry in &index.entries {
        let kept = files_of(index, entry);
        let own: Vec<SourcePath> = match may_show_picture(entry) {
            true => Vec::new(),
            false => pictures(entry).filter_map(|written| source(&entry.doc, written)).collect(),
        };
        for path in kept.into_iter().filter(|path| !own.contains(path)) {
            withheld.remove(&path);
        }
    }
    withheld
}

/// The files that belong to a document.
pub fn files_of(index: &Index, entry: &Entry) -> Vec<SourcePath> {
    named(entry).into_iter().chain(beside(index, &entry.doc)).collect()
}

/// Whether a speaker agrees to their picture being shown.
pub fn may_show_picture(entry: &Entry) -> bool {
    entry.fields.consents_to("photo")
}

fn pictures(entry: &Entry) -> impl Iterator<Item = &String> {
    let fields = &entry.fields;
    [&fields.image, &fields.photo, &fields.logo].into_iter().flatten()
}

/// The files that a document names.
pub(super) fn named(entry: &Entry) -> Vec<SourcePath> {
    let written = pictures(entry).chain(&entry.doc.outline.files);
    written.filter_map(|written| source(&entry.doc, written)).collect()
}

/// The file that an address leads to, from a document.
fn source(document: &Document, written: &str) -> Option<SourcePath> {
    let Target::Internal { path, .. } = classify(written) else { return None };
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    match (path.strip_prefix("@/"), path.strip_prefix('/')) {
        (Some(path), _) => Some(SourcePath::new(format!("content/{path}"))),
        (None, Some(path)) => Some(SourcePath::new(format!("static/{path}"))),
        (None, None) => document.path.join(&path),
    }
}

/// The files in a document's own folder, down to the next page's folder, or those that have its name.
fn beside<'a>(index: &'a Index, document: &'a Document) -> impl Iterator<Item = SourcePath> + 'a {
    let folder = document.path.folder();
    let stem = document.path.file_name().split_once('.').map_or("", |(stem, _)| stem);
    let from = match document.is_bundle {
        true => format!("{folder}/"),
        false => format!("{folder}/{stem}."),
    };
    let start = SourcePath::new(from.clone());
    let own = move |path: &&SourcePath| !document.is_bundle || nearest_page(index, path) == Some(folder);
    index.assets.range(start..).take_while(move |path| path.as_str().starts_with(&from)).filter(own).cloned()
}

/// The nearest folder above a file that is a page.
fn nearest_page<'a>(index: &Index, path: &'a SourcePath) -> Option<&'a str> {
    let up = |folder: &&'a str| folder.rsplit_once('/').map(|(above, _)| above);
    std::iter::successors(Some(path.folder()), up).find(|folder| index.has_page(folder))
}

impl Index {
    /// Whether a folder is a page: whether an `index.md` lies in it, in any language and with any ending.
    fn has_page(&self, folder: &str) -> bool {
        let first = SourcePath::new(format!("{folder}/index."));
        let is_it = |document: &Document| document.is_bundle && document.path.folder() == folder;
        let at = self.entries.partition_point(|entry| entry.doc.path < first);
        let left = self.left_out.partition_point(|absent| absent.entry.doc.path < first);
        self.entries.get(at).is_some_and(|entry| is_it(&entry.doc))
            || self.left_out.get(left).is_some_and(|absent| is_it(&absent.entry.doc))
    }
}
