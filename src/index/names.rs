//! Names that no page of the site may show.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::versions;
use crate::config::Config;
use crate::model::{ConsentScope, Document};
use crate::names::{HiddenName, shows};
use crate::parse::NamesAround;
use crate::path::SourcePath;

/// The names that documents hide, each with the first file that does. A name that the site's author lets stand in
/// some file, since somebody else has it or shows it there, is hidden in its own file only.
pub fn hidden(documents: &[Arc<Document>], config: &Config) -> BTreeMap<HiddenName, SourcePath> {
    let mut hidden = BTreeMap::new();
    for document in documents {
        for name in &document.hidden_names {
            hidden.entry(name.strict()).or_insert_with(|| document.path.clone());
        }
    }
    if !hidden.is_empty() {
        hidden.retain(|name, _| !config.names.words().any(|words| shows(words, name)));
    }
    hidden
}

/// The names that the language versions of a file hide: a name that one of them hides is hidden in all. By place
/// without a language.
#[derive(Debug, Default, PartialEq)]
pub struct NamesOfVersions(BTreeMap<String, HiddenTogether>);

/// What the versions of one file hide together.
#[derive(Debug, Default, PartialEq)]
pub struct HiddenTogether {
    names: Vec<HiddenName>,
    pseudonym: Option<String>,
    /// Whether a consent of one of them does not cover the name.
    is_withheld: bool,
}

impl NamesOfVersions {
    /// Collects what the versions of each file hide, from documents in order of their paths.
    pub fn of<'a>(documents: impl Iterator<Item = &'a Document> + Clone) -> Self {
        let hides = |document: &&Document| !document.own_names.is_empty() || document.fields.hides_name(document.kind);
        let mut all: BTreeMap<String, HiddenTogether> = BTreeMap::new();
        for document in documents.clone().filter(hides) {
            let hidden = all.entry(versions::place(&document.path)).or_default();
            hidden.names.extend(document.own_names.iter().map(HiddenName::strict));
            hidden.pseudonym = hidden.pseudonym.take().or_else(|| document.fields.pseudonym.clone());
            hidden.is_withheld |= !document.fields.consents_to(ConsentScope::Name);
        }
        if !all.is_empty() {
            // A file that has no other versions asks nobody.
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for place in documents.map(|document| versions::place(&document.path)) {
                *counts.entry(place).or_default() += 1;
            }
            all.retain(|place, _| counts.get(place).is_some_and(|count| *count > 1));
        }
        Self(all)
    }

    /// What the versions of a file hide.
    pub fn of_file(&self, path: &SourcePath) -> Option<&HiddenTogether> {
        if self.0.is_empty() { None } else { self.0.get(&versions::place(path)) }
    }

    /// Adds it to what a file's surroundings say.
    pub fn add_to(&self, path: &SourcePath, around: &mut NamesAround) {
        if let Some(hidden) = self.of_file(path) {
            around.of_versions.extend(hidden.names.iter().cloned());
            around.pseudonym = around.pseudonym.take().or_else(|| hidden.pseudonym.clone());
            around.is_withheld |= hidden.is_withheld;
        }
    }
}
