//! What the versions of a document in several languages share: a withdrawal in one of them, and the consent that one
//! of them records for those that say nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use unic_langid::LanguageIdentifier;

use super::{Cascades, exclusion, inherit, languages};
use crate::config::Config;
use crate::diag::{Diagnostic, Span};
use crate::digest::{Digest, alike};
use crate::index::Audience;
use crate::model::{Consent, Document, ExclusionReason, Kind, folder_in_any_language};
use crate::path::{SourcePath, document_stem};

/// What versions share, by their place without a language.
#[derive(Debug, Default, PartialEq)]
pub struct Versions {
    by_place: BTreeMap<String, Shared>,
    languages: Vec<String>,
}

/// What the versions of one document share.
#[derive(Debug, Default, PartialEq)]
pub struct Shared {
    /// What the speaker agreed to, for versions that do not say: the strictest of what others record.
    pub consent: Option<Consent>,
    /// Why one of them is not to be shown, and which: then none of them is.
    pub stop: Option<(ExclusionReason, SourcePath)>,
}

impl Versions {
    /// Finds the documents that have several versions, and what each of them says.
    pub fn collect(
        documents: &[Arc<Document>],
        cascades: &Cascades,
        originals: &languages::Originals,
        config: &Config,
        audience: &Audience,
    ) -> Self {
        let languages = config.language_codes();
        let groups = alike(documents, |document| {
            (document.kind != Kind::Section).then(|| Digest::of(&place(&document.path, &languages)))
        });
        let shared = |group: &[usize]| {
            let group = || group.iter().map(|at| &documents[*at]);
            let own = group().filter_map(|document| document.fields.consent.clone());
            let consent = own.reduce(|all, one| all.strictest(&one));
            let stops = group().filter_map(|document| {
                let fields = inherit::fields(document, cascades, originals, consent.as_ref());
                let is_own = exclusion::stops_all(&document.fields, config, audience).is_some();
                Some((exclusion::stops_all(&fields, config, audience)?, is_own, &document.path))
            });
            // A withdrawal goes before all other reasons, and who says it before who takes it over.
            let stop = stops.min_by_key(|(reason, is_own, _)| (!matches!(reason, ExclusionReason::Withdrawn), !is_own));
            let stop = stop.map(|(reason, _, path)| (reason, path.clone()));
            Shared { consent, stop }
        };
        let all = groups.iter().map(|group| (place(&documents[group[0]].path, &languages), shared(group)));
        let by_place = all.filter(|(_, shared)| *shared != Shared::default()).collect();
        Self { by_place, languages }
    }

    /// What a document shares with its other versions, if that is anything.
    pub fn of(&self, document: &Document) -> Option<&Shared> {
        if self.by_place.is_empty() || document.kind == Kind::Section {
            return None;
        }
        self.by_place.get(&place(&document.path, &self.languages))
    }
}

/// Says that a document leaves with another version of it.
pub fn leaves_with(document: &Document, reason: &ExclusionReason, other: &SourcePath) -> Diagnostic {
    let message = format!("this leaves the site with {other}, another version of it, which is {}", reason.word());
    Diagnostic::warning("W0124", message)
        .at(Span::at(&document.path, 0..0))
        .help("say the same here; or give this file another name, if it is no translation of that one")
}

/// A file's place without its language, be that one of the site's or not, and be it a folder's `index.md` or a file:
/// what all versions of a document have in common. `languages` may have folders of their own.
pub fn place(path: &SourcePath, languages: &[String]) -> String {
    let folder = folder_in_any_language(path.folder(), languages);
    let stem = stem(path);
    let stem = without_language(stem);
    if stem == "index" { folder.to_owned() } else { format!("{folder}/{stem}") }
}

/// A document's file name without its ending.
pub fn stem(path: &SourcePath) -> &str {
    document_stem(path.file_name()).unwrap_or(path.file_name())
}

/// A name without the language at its end: `a` of `a.de` and `a.pt-BR`.
pub fn without_language(stem: &str) -> &str {
    let is_language = |code: &str| {
        let first = code.split(['-', '_']).next().unwrap_or("");
        matches!(first.len(), 2 | 3) && code.parse::<LanguageIdentifier>().is_ok()
    };
    stem.rsplit_once('.').filter(|(stem, code)| !stem.is_empty() && is_language(code)).map_or(stem, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_share_a_place_whatever_their_language_and_shape() {
        let languages = ["en".to_owned(), "pt-BR".to_owned()];
        let place = |path: &str| place(&SourcePath::new(path), &languages);
        for path in [
            "content/pt_br/c/a.md",
            "content/en/c/a/index.md",
            "c/a.md",
            "c/a.en.md",
            "c/a.de.markdown",
            "c/a.pt-BR.md",
            "c/a.zh_Hans.md",
            "c/a/index.md",
            "c/a/index.es.md",
        ] {
            assert_eq!(place(path), "c/a", "{path}");
        }
        for path in ["c/a-b.md", "c/a.part2.md", "c/a.draft.md", "c/b.en.md", "d/a.md"] {
            assert_ne!(place(path), "c/a", "{path}");
        }
    }
}
