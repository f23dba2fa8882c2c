//! Names that no page of the site may show.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::people::Unnamed;
use super::versions;
use crate::config::Config;
use crate::model::{Document, Kind, term_slug};
use crate::names::{HiddenName, people};
use crate::parse::NamesTogether;
use crate::path::SourcePath;

/// The names that documents hide, and those of ambassadors who left, each with the first file that says so. A name that
/// the site's author lets stand in some file, since somebody else has it or shows it there, is hidden in its own file
/// only.
pub fn hidden(documents: &[Arc<Document>], unnamed: &Unnamed, config: &Config) -> BTreeMap<HiddenName, SourcePath> {
    let mut hidden = BTreeMap::new();
    for document in documents {
        for name in document.hidden_names.iter().filter(|name| !name.is_local) {
            hidden.entry(name.strict()).or_insert_with(|| document.path.clone());
        }
    }
    for (name, path) in unnamed.names() {
        hidden.entry(name.clone()).or_insert_with(|| path.clone());
    }
    if !hidden.is_empty() {
        hidden.retain(|name, _| !config.names.words().any(|words| name.is_all_in(words)));
    }
    hidden
}

/// The names that files hide for each other, by place without a language: a name that one language version hides is
/// hidden in all, and a story that hides its speaker hides all names of the ambassador who it says that is.
#[derive(Debug, Default, PartialEq)]
pub struct SharedNames {
    by_place: BTreeMap<String, NamesTogether>,
    languages: Vec<String>,
}

impl SharedNames {
    /// Collects what the versions of each file hide, from documents in order of their paths. It depends on what each
    /// file says by itself, so that it is the same before and after the names are taken out.
    pub fn of<'a>(documents: impl Iterator<Item = &'a Document> + Clone, languages: &[String]) -> Self {
        let hiding = documents.clone().filter(|document| document.own_names.hides());
        let mut all: BTreeMap<String, (NamesTogether, usize)> =
            hiding.map(|document| (versions::place(&document.path, languages), Default::default())).collect();
        if all.is_empty() {
            return Self::default();
        }
        let ambassadors = ambassadors(documents.clone(), languages);
        for document in documents {
            let Some((together, count)) = all.get_mut(&versions::place(&document.path, languages)) else { continue };
            let own = &document.own_names;
            *count += 1;
            together.names.extend(own.written.iter().flat_map(|written| people(written)));
            let profiles = own.written.iter().filter_map(|written| ambassadors.get(&term_slug(written)));
            together.profiles.extend(profiles.flatten().cloned());
            together.pseudonym = together.pseudonym.take().or_else(|| own.pseudonym.clone());
            together.is_withheld |= own.is_withheld;
        }
        // A file that has no other versions asks nobody but the ambassador.
        let all = all.into_iter().map(|(place, (mut together, count))| {
            if count == 1 {
                together = NamesTogether { profiles: together.profiles, ..NamesTogether::default() };
            }
            (place, together)
        });
        let by_place = all.filter(|(_, together)| *together != NamesTogether::default()).collect();
        Self { by_place, languages: languages.to_vec() }
    }

    /// What the versions of a file hide.
    pub fn of_file(&self, path: &SourcePath) -> Option<&NamesTogether> {
        if self.by_place.is_empty() { None } else { self.by_place.get(&versions::place(path, &self.languages)) }
    }
}

/// The names of ambassadors, by what an `author` field may call them.
fn ambassadors<'a>(
    documents: impl Iterator<Item = &'a Document>,
    languages: &[String],
) -> BTreeMap<String, Vec<HiddenName>> {
    let mut all: BTreeMap<String, Vec<HiddenName>> = BTreeMap::new();
    for document in documents.filter(|document| document.kind == Kind::Ambassador) {
        let own = &document.own_names;
        let mut names: Vec<HiddenName> = own.written.iter().flat_map(|written| people(written)).collect();
        // A profile that hides its names says so itself.
        names.iter_mut().for_each(|name| name.is_local = true);
        let place = versions::place(&document.path, languages);
        let file = place.rsplit('/').next().unwrap_or_default();
        let called = own.written.iter().chain(&own.pseudonym).map(|written| term_slug(written));
        for called in called.chain([term_slug(file)]) {
            all.entry(called).or_default().extend(names.iter().cloned());
        }
    }
    all
}
