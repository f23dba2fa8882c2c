//! What a folder's `_index.md` sets for everything below it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::{ConsentScope, Document, Fields, Kind, folder_and_language, folder_in_any_language};
use crate::parse::NamesAround;
use crate::path::SourcePath;

/// What one `_index.md` sets.
#[derive(Debug, PartialEq)]
pub struct Cascade {
    /// The `_index.md`.
    pub path: SourcePath,
    /// What it sets.
    pub fields: Fields,
    /// The language of the documents for which it holds; `None` for all.
    lang: Option<String>,
}

/// The cascades of a site by folder.
#[derive(Debug, Default, PartialEq)]
pub struct Cascades {
    by_folder: BTreeMap<String, Vec<Cascade>>,
    /// The codes that folders may have.
    languages: Vec<String>,
}

impl Cascades {
    /// None at all.
    pub fn of_none(languages: &[String]) -> Self {
        Self { by_folder: BTreeMap::new(), languages: languages.to_vec() }
    }

    /// Collects them from the sections among the documents.
    pub fn collect<'a>(documents: impl Iterator<Item = &'a Document>, languages: &[String]) -> Self {
        let mut by_folder: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for document in documents {
            if let Some(cascade) = &document.cascade {
                by_folder.entry(document.path.folder().to_owned()).or_default().push(Cascade {
                    path: document.path.clone(),
                    fields: Fields::clone(cascade),
                    lang: document.lang_suffix.clone(),
                });
            }
        }
        Self { by_folder, languages: languages.to_vec() }
    }

    /// The cascades that hold for a document, nearest first. A section's own is for those below.
    pub fn above(&self, document: &Document) -> Vec<&Cascade> {
        if self.by_folder.is_empty() {
            return Vec::new();
        }
        let folder = document.path.folder();
        let skipped = usize::from(document.kind == Kind::Section);
        self.folders(folder)
            .skip(skipped)
            .filter(|above| document.kind != Kind::Section || *above != self.without_language(folder))
            .filter_map(|folder| self.by_folder.get(folder.as_ref()))
            .flat_map(|all| {
                // A cascade in the document's language goes before the one for all languages.
                let is_own = |one: &&Cascade| one.lang.is_some() && one.lang == document.lang_suffix;
                all.iter().filter(is_own).chain(all.iter().filter(|one| one.lang.is_none()))
            })
            .collect()
    }

    /// What cascades say about the names in a file. Those of all languages count: a name too many is hidden sooner
    /// than one too few.
    pub fn names_around(&self, path: &SourcePath) -> NamesAround {
        let mut around = NamesAround::default();
        if self.by_folder.is_empty() {
            return around;
        }
        for Cascade { fields, .. } in
            self.folders(path.folder()).filter_map(|folder| self.by_folder.get(folder.as_ref())).flatten()
        {
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
        let own = || {
            let top = folder_in_any_language(path.folder(), &self.languages).split('/').next().unwrap_or("");
            Kind::FOLDERS.iter().find(|(folder, _)| *folder == top).map_or(Kind::Page, |(_, kind)| *kind)
        };
        if self.by_folder.is_empty() {
            return own();
        }
        self.folders(path.folder())
            .filter_map(|folder| self.by_folder.get(folder.as_ref()))
            .flatten()
            .find_map(|one| one.fields.kind)
            .unwrap_or_else(own)
    }

    /// A folder and those above it; then, where it is in the folder of a language, the same without that.
    fn folders<'a>(&self, folder: &'a str) -> impl Iterator<Item = Cow<'a, str>> {
        let above = |folder: &'a str| {
            std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above))
        };
        let (below, language) = folder_and_language(folder, &self.languages);
        let without = language.map(|_| above(below).filter(|below| !below.is_empty()));
        let without = without.into_iter().flatten().map(|below| Cow::Owned(format!("content/{below}")));
        above(folder).map(Cow::Borrowed).chain(without)
    }

    fn without_language(&self, folder: &str) -> String {
        let (below, _) = folder_and_language(folder, &self.languages);
        if below.is_empty() { "content".to_owned() } else { format!("content/{below}") }
    }
}
