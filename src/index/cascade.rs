//! What a folder's `_index.md` sets for everything below it.

use std::collections::BTreeMap;

use crate::model::{ConsentScope, Document, Fields, Kind};
use crate::parse::NamesAround;
use crate::path::SourcePath;

/// The cascades of a site by folder.
#[derive(Debug, Default, PartialEq)]
pub struct Cascades {
    by_folder: BTreeMap<String, Vec<(Option<String>, Fields)>>,
}

impl Cascades {
    /// Collects them from the sections among the documents.
    pub fn collect<'a>(documents: impl Iterator<Item = &'a Document>) -> Self {
        let mut by_folder: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for document in documents {
            if let Some(cascade) = &document.cascade {
                let folder = document.path.folder().to_owned();
                by_folder.entry(folder).or_default().push((document.lang_suffix.clone(), Fields::clone(cascade)));
            }
        }
        Self { by_folder }
    }

    /// The cascades that hold for a document, nearest first. A section's own is for those below.
    pub fn above(&self, document: &Document) -> Vec<&Fields> {
        if self.by_folder.is_empty() {
            return Vec::new();
        }
        let folder = document.path.folder();
        let first = match document.kind {
            Kind::Section => folder.rsplit_once('/').map(|(above, _)| above),
            _ => Some(folder),
        };
        std::iter::successors(first, |folder| folder.rsplit_once('/').map(|(above, _)| above))
            .filter_map(|folder| self.by_folder.get(folder))
            .flat_map(|all| {
                // A cascade in the document's language goes before the one for all languages.
                let own = all.iter().filter(|(lang, _)| lang.is_some() && *lang == document.lang_suffix);
                own.chain(all.iter().filter(|(lang, _)| lang.is_none()))
            })
            .map(|(_, fields)| fields)
            .collect()
    }

    /// What cascades say about the names in a file. Those of all languages count: a name too many is hidden sooner
    /// than one too few.
    pub fn names_around(&self, path: &SourcePath) -> NamesAround {
        let mut around = NamesAround::default();
        if self.by_folder.is_empty() {
            return around;
        }
        let folders =
            std::iter::successors(Some(path.folder()), |folder| folder.rsplit_once('/').map(|(above, _)| above));
        for (_, fields) in folders.filter_map(|folder| self.by_folder.get(folder)).flatten() {
            around.authors.extend(fields.author.iter().flat_map(|authors| authors.0.iter().cloned()));
            around.pseudonym = around.pseudonym.or_else(|| fields.pseudonym.clone());
            around.is_withheld |= !fields.consents_to(ConsentScope::Name);
        }
        around
    }

    /// The kind of a file, by the nearest cascade that says, else by its top folder.
    pub fn kind_of(&self, path: &SourcePath) -> Kind {
        if crate::parse::is_section(path) {
            return Kind::Section;
        }
        if self.by_folder.is_empty() {
            return kind_of_folder(path);
        }
        let folder = path.folder();
        std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above))
            .filter_map(|folder| self.by_folder.get(folder))
            .flatten()
            .find_map(|(_, fields)| fields.kind)
            .unwrap_or_else(|| kind_of_folder(path))
    }
}

fn kind_of_folder(path: &SourcePath) -> Kind {
    let below = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    let Some((top, _)) = below.split_once('/') else { return Kind::Page };
    Kind::FOLDERS.iter().find(|(folder, _)| *folder == top).map_or(Kind::Page, |(_, kind)| *kind)
}
