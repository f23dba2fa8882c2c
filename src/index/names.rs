//! Names that no page of the site may show.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::versions;
use crate::config::Config;
use crate::model::Document;
use crate::names::{HiddenName, people};
use crate::parse::NamesTogether;
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
        hidden.retain(|name, _| !config.names.words().any(|words| name.is_all_in(words)));
    }
    hidden
}

/// The names that the language versions of a file hide: a name that one of them hides is hidden in all. By place
/// without a language.
#[derive(Debug, Default, PartialEq)]
pub struct NamesOfVersions(BTreeMap<String, NamesTogether>);

impl NamesOfVersions {
    /// Collects what the versions of each file hide, from documents in order of their paths. It depends on what each
    /// file says by itself, so that it is the same before and after the names are taken out.
    pub fn of<'a>(documents: impl Iterator<Item = &'a Document> + Clone) -> Self {
        let hiding = documents.clone().filter(|document| document.own_names.hides());
        let mut all: BTreeMap<String, (NamesTogether, usize)> =
            hiding.map(|document| (versions::place(&document.path), Default::default())).collect();
        if all.is_empty() {
            return Self::default();
        }
        for document in documents {
            let Some((together, count)) = all.get_mut(&versions::place(&document.path)) else { continue };
            let own = &document.own_names;
            *count += 1;
            together.names.extend(own.written.iter().flat_map(|written| people(written)));
            together.pseudonym = together.pseudonym.take().or_else(|| own.pseudonym.clone());
            together.is_withheld |= own.is_withheld;
        }
        // A file that has no other versions asks nobody.
        let several = all.into_iter().filter(|(_, (_, count))| *count > 1);
        Self(several.map(|(place, (together, _))| (place, together)).collect())
    }

    /// What the versions of a file hide.
    pub fn of_file(&self, path: &SourcePath) -> Option<&NamesTogether> {
        if self.0.is_empty() { None } else { self.0.get(&versions::place(path)) }
    }
}
