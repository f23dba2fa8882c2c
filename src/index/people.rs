//! The ambassadors who are not to be named any more: what others published of their words stays, without a name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::versions::{Versions, stem, without_language};
use super::{Cascades, exclusion, inherit, languages};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::index::Audience;
use crate::model::{Document, ExclusionReason, Fields, Kind, OneOrMany};
use crate::names::{HiddenName, people};
use crate::path::SourcePath;
use crate::text::term_slug;

/// Why some ambassadors are not to be named.
#[derive(Debug, Default, PartialEq)]
pub struct Unnamed {
    /// By each word that names one of them, as a slug.
    words: BTreeMap<String, ExclusionReason>,
    /// By their names.
    names: BTreeMap<HiddenName, (ExclusionReason, SourcePath)>,
}

impl Unnamed {
    /// Finds those whose consent was withdrawn, refused or never given, or has ended, and those who are held back.
    pub fn collect(
        documents: &[Arc<Document>],
        (cascades, originals, versions): (&Cascades, &languages::Originals, &Versions),
        config: &Config,
        audience: &Audience,
    ) -> Self {
        let mut all = Self::default();
        for document in documents.iter().filter(|document| document.kind == Kind::Ambassador) {
            let shared = versions.of(document);
            let consent = shared.and_then(|shared| shared.consent.as_ref());
            let fields = inherit::fields(document, cascades, originals, consent);
            let with_others = || shared.and_then(|shared| shared.stop.clone()).map(|(reason, _)| reason);
            let Some(reason) = reason(&fields, config, audience).or_else(with_others) else { continue };
            let names = [&fields.name, &fields.title, &fields.slug, &fields.pseudonym].into_iter().flatten();
            let file = if document.is_bundle {
                document.path.folder().rsplit('/').next().unwrap_or("")
            } else {
                stem(&document.path)
            };
            let words =
                names.map(|name| term_slug(name)).chain([document.name.clone(), term_slug(without_language(file))]);
            for word in words.chain(document.hidden_names.iter().map(HiddenName::slug)).filter(|word| !word.is_empty())
            {
                all.words.insert(word, reason.clone());
            }
            for name in document.own_names.written.iter().flat_map(|written| people(written)) {
                all.names.entry(name.strict()).or_insert_with(|| (reason.clone(), document.path.clone()));
            }
        }
        all
    }

    /// Why somebody is not to be named, whichever way a field writes it: `Dr. X`, `Y, X`.
    fn reason(&self, written: &str) -> Option<&ExclusionReason> {
        let by_name = || {
            let mut people = people(written).into_iter();
            people.find_map(|one| self.names.iter().find(|(name, _)| name.is_same(&one)).map(|(_, (reason, _))| reason))
        };
        self.words.get(&term_slug(written)).or_else(by_name)
    }

    /// The names of those who agree no longer, with the file that says so: nobody else may publish them either. Whoever
    /// is held back for another reason may be spoken of.
    pub fn names(&self) -> impl Iterator<Item = (&HiddenName, &SourcePath)> {
        self.names
            .iter()
            .filter(|(_, (reason, _))| !matches!(reason, ExclusionReason::HeldBack(_)))
            .map(|(name, (_, path))| (name, path))
    }

    /// Takes their names out of the authors of a document; gives those, as written, and says so.
    pub fn take_out(&self, document: &Document, fields: &mut Arc<Fields>) -> (Vec<String>, Option<Diagnostic>) {
        let is_gone = |word: &String| self.reason(word).is_some();
        let Some(OneOrMany(authors)) = fields.author.as_ref().filter(|_| !self.words.is_empty()) else {
            return (Vec::new(), None);
        };
        let (gone, left): (Vec<String>, Vec<String>) = authors.iter().cloned().partition(is_gone);
        let Some(reason) = gone.first().and_then(|word| self.reason(word)) else {
            return (gone, None);
        };
        let message =
            format!("this names `{}`, an ambassador who is {}: it is shown without the name", gone[0], reason.word());
        let found = Diagnostic::warning("W0915", message)
            .at(document.span_of("author"))
            .help("take the name out of `author`, or give this file a `pseudonym` that its speaker agrees to");
        let fields = Arc::make_mut(fields);
        fields.author = (!left.is_empty()).then_some(OneOrMany(left));
        (gone, Some(found))
    }
}

/// Why somebody is not to be named, if they are not. Whoever agrees to the name but not to a profile may be named.
fn reason(fields: &Fields, config: &Config, audience: &Audience) -> Option<ExclusionReason> {
    let pending =
        || fields.consent.as_ref().filter(|consent| exclusion::is_pending(consent)).map(|_| ExclusionReason::NoConsent);
    exclusion::stops_all(fields, config, audience).or_else(pending)
}
