//! Finds documents and files by what they are called, wherever they stand: `[[Late parcel]]`, `![[cup.png]]`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::stored::composed;
use super::{Entry, Index};
use crate::model::DocId;
use crate::path::{SourcePath, document_stem};
use crate::text::slug;

/// What is called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A document.
    Document(DocId),
    /// A file that travels with the content.
    Asset(SourcePath),
}

/// All names; made when the first is asked for.
#[derive(Debug, Default)]
pub struct Names(OnceLock<BTreeMap<String, Vec<Named>>>);

impl Index {
    /// What is called so: a document by its file, its title or another name that it gives itself under `aliases`, or
    /// a file. Of several, one in the same language and near to the document that asks.
    pub fn named(&self, from: &Entry, name: &str) -> Option<Named> {
        let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
        let all = self.names.0.get_or_init(|| all(self));
        let found = all.get(&key_of_file(last)).or_else(|| all.get(&key_of_name(last)))?;
        let folder = folder.trim_matches('/').to_lowercase();
        let is_there = |path: &SourcePath| {
            let here = path.folder().to_lowercase();
            folder.is_empty() || here == folder || here.ends_with(&format!("/{folder}"))
        };
        let rank = |named: &&Named| {
            let (path, is_other_language) = match named {
                Named::Document(id) => (&self.entry(*id).doc.path, self.entry(*id).lang_id != from.lang_id),
                Named::Asset(path) => (path, false),
            };
            let together = path.folder().split('/').zip(from.doc.path.folder().split('/'));
            (is_other_language, std::cmp::Reverse(together.take_while(|(a, b)| a == b).count()))
        };
        let path = |named: &Named| match named {
            Named::Document(id) => self.entry(*id).doc.path.clone(),
            Named::Asset(path) => path.clone(),
        };
        found.iter().filter(|named| is_there(&path(named))).min_by_key(rank).cloned()
    }
}

fn all(index: &Index) -> BTreeMap<String, Vec<Named>> {
    let mut all: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    let mut put = |key: String, named: Named| {
        let same = all.entry(key).or_default();
        // The names of one document come together.
        if same.last() != Some(&named) {
            same.push(named);
        }
    };
    for id in index.ids() {
        let entry = index.entry(id);
        for name in names_of(entry) {
            put(key_of_name(name), Named::Document(id));
        }
    }
    for path in index.assets.iter() {
        put(key_of_file(path.file_name()), Named::Asset(path.clone()));
    }
    all
}

/// What a document is called: its file, its title, and the other names that it gives itself.
pub fn names_of(entry: &Entry) -> impl Iterator<Item = &str> {
    let stem = document_stem(entry.doc.path.file_name()).unwrap_or(entry.doc.path.file_name());
    let other_names = entry.fields.aliases.iter().flat_map(|aliases| &aliases.0).map(String::as_str);
    let other_names = other_names.filter(|alias| !alias.contains('/'));
    // What is left out has no title as an entry.
    let title = entry.fields.title.as_deref().filter(|_| entry.title.is_empty()).unwrap_or(&entry.title);
    [stem, entry.doc.name.as_str(), title].into_iter().chain(other_names).filter(|name| !name.is_empty())
}

/// Documents are found however their names are written.
pub fn key_of_name(name: &str) -> String {
    let slugged = slug(document_stem(name).unwrap_or(name));
    if slugged.is_empty() { key_of_file(name) } else { slugged }
}

/// No slug has a dot, so that a file is no document.
fn key_of_file(name: &str) -> String {
    format!(".{}", composed(name).to_lowercase())
}
