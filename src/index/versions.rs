//! What the language versions of a file ask of each other: a name that one of them hides is hidden in all.

use std::collections::BTreeMap;

use crate::model::Document;
use crate::names::HiddenName;
use crate::parse::NamesAround;
use crate::path::SourcePath;

/// The names that versions hide, by the path of the file without language and extension.
#[derive(Debug, Default, PartialEq)]
pub struct Versions(BTreeMap<String, Hidden>);

/// What the versions of one file hide together.
#[derive(Debug, Default, PartialEq)]
pub struct Hidden {
    names: Vec<HiddenName>,
    pseudonym: Option<String>,
}

impl Versions {
    /// Collects what the versions of each file hide, from documents in order of their paths.
    pub fn of<'a>(documents: impl Iterator<Item = &'a Document> + Clone) -> Self {
        let mut all: BTreeMap<String, Hidden> = BTreeMap::new();
        for document in documents.clone().filter(|document| !document.own_names.is_empty()) {
            let hidden = all.entry(stem(&document.path).to_owned()).or_default();
            hidden.names.extend(document.own_names.iter().map(HiddenName::strict));
            hidden.pseudonym = hidden.pseudonym.take().or_else(|| document.fields.pseudonym.clone());
        }
        if !all.is_empty() {
            // A file that has no other versions asks nobody.
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            documents.for_each(|document| *counts.entry(stem(&document.path)).or_default() += 1);
            all.retain(|stem, _| counts.get(stem.as_str()).is_some_and(|count| *count > 1));
        }
        Self(all)
    }

    /// What the versions of a file hide.
    pub fn of_file(&self, path: &SourcePath) -> Option<&Hidden> {
        if self.0.is_empty() { None } else { self.0.get(stem(path)) }
    }

    /// Adds it to what a file's surroundings say.
    pub fn add_to(&self, path: &SourcePath, around: &mut NamesAround) {
        if let Some(hidden) = self.of_file(path) {
            around.of_versions.extend(hidden.names.iter().cloned());
            around.pseudonym = around.pseudonym.take().or_else(|| hidden.pseudonym.clone());
        }
    }
}

/// A path without its extension and what looks like a language, whether the site has that language or not.
fn stem(path: &SourcePath) -> &str {
    let path = path.as_str();
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let is_language = |code: &str| {
        let (main, region) = code.split_once(['-', '_']).unwrap_or((code, "xx"));
        let is_code =
            |text: &str| (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_code(main) && main.len() < 4 && is_code(region)
    };
    match stem.rsplit_once('.') {
        Some((before, code)) if is_language(code) && !before.ends_with('/') => before,
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_by_whatever_looks_like_a_language() {
        for path in ["content/a.md", "content/a.es.md", "content/a.de.md", "content/a.pt-BR.md"] {
            assert_eq!(stem(&SourcePath::new(path)), "content/a", "{path}");
        }
        assert_eq!(stem(&SourcePath::new("content/012-netzpolitik.org.md")), "content/012-netzpolitik");
        assert_eq!(stem(&SourcePath::new("content/v1.5-notes.md")), "content/v1.5-notes");
    }
}
