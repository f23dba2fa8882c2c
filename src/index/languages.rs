//! Which language a document speaks, where it stands, and what translates what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Index;
use crate::config::Untranslated;
use crate::model::{DocId, Document, Fields, Kind, LangId, LanguageCode, language_code};

/// The documents that others translate, by their place without a language.
pub struct Originals<'a>(BTreeMap<String, &'a Arc<Document>>);

/// Finds them: only needed where some file name names a language.
pub fn originals(documents: &[Arc<Document>]) -> Originals<'_> {
    if documents.iter().all(|document| document.lang_suffix.is_none()) {
        return Originals(BTreeMap::new());
    }
    let plain = documents.iter().filter(|document| document.lang_suffix.is_none());
    Originals(plain.map(|document| (place_of(document), document)).collect())
}

impl Originals<'_> {
    /// The document that a translation starts from.
    pub fn of(&self, document: &Document) -> Option<&Arc<Document>> {
        document.lang_suffix.as_ref()?;
        self.0.get(&place_of(document)).copied()
    }
}

/// A document's place without its language, be it a folder's `index.md` or a file: what its translations share.
pub fn place_of(document: &Document) -> String {
    let name = document.path.file_name();
    let name = crate::path::document_stem(name).unwrap_or(name);
    if document.is_bundle {
        return document.folder.clone();
    }
    let named = name.rsplit_once('.').filter(|(_, code)| {
        let code = language_code(code);
        code.is_some() && code == document.lang_suffix
    });
    format!("{}/{}", document.folder, named.map_or(name, |(name, _)| name))
}

/// The language of a document's words, and the language in which it stands. A language that the site is
/// not made in is a guest in the main language.
pub fn place(document: &Document, fields: &Fields, languages: &[String]) -> (String, LangId) {
    let written = document.fields.lang.as_ref().or(fields.lang.as_ref()).map(LanguageCode::as_str);
    let lang = document.lang_suffix.as_deref().or(written).unwrap_or(&languages[0]).to_owned();
    let lang_id = LangId::of_code(languages, &lang).unwrap_or(LangId::MAIN);
    (lang, lang_id)
}

/// The documents that share a place, by each of them.
pub fn translations(index: &Index) -> BTreeMap<DocId, Vec<DocId>> {
    if index.languages.len() < 2 {
        return BTreeMap::new();
    }
    let mut groups: BTreeMap<String, Vec<DocId>> = BTreeMap::new();
    for id in index.ids() {
        groups.entry(place_of(&index.entry(id).doc)).or_default().push(id);
    }
    let mut all = BTreeMap::new();
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        group.sort_by_key(|id| index.entry(*id).lang_id);
        for id in &group {
            all.insert(*id, group.clone());
        }
    }
    all
}

/// By language, the voices that are gone and whose absence its lists must own to: its own, and those of other
/// languages that have no version in its language. However many versions of a voice are gone, it is gone once; and
/// not at all where another version of it is shown. As indices into `Index::left_out`.
pub fn gone(index: &Index, untranslated: Untranslated) -> Vec<Vec<usize>> {
    let languages = index.languages.len();
    let mut by_place: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, absent) in index.excluded.iter().enumerate().filter(|(_, absent)| absent.is_gone_voice()) {
        by_place.entry(place_of(&absent.entry.doc)).or_default().push(at);
    }
    let mut all = vec![Vec::new(); languages];
    if by_place.is_empty() {
        return all;
    }
    // Only a site in several languages has more than one version of anything.
    let shown: BTreeSet<String> =
        if languages > 1 { index.entries.iter().map(|entry| place_of(&entry.doc)).collect() } else { BTreeSet::new() };
    let stand_in = untranslated == Untranslated::Show;
    for (place, versions) in by_place {
        if stand_in && shown.contains(&place) {
            continue;
        }
        let lang_of = |at: &usize| index.excluded[*at].entry.lang_id;
        let first = versions.iter().copied().min_by_key(lang_of).filter(|_| stand_in);
        for (lang_id, list) in index.lang_ids().zip(&mut all) {
            let own = versions.iter().copied().find(|at| lang_of(at) == lang_id);
            list.extend(own.or(first));
        }
    }
    all.iter_mut().for_each(|list| list.sort_unstable());
    all
}

impl Index {
    /// A document in all its languages, by language; empty where it has but one.
    pub fn translations_of(&self, id: DocId) -> &[DocId] {
        self.translations.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The version of a document that stands for all of them: in the first of its languages.
    pub fn first_version(&self, id: DocId) -> DocId {
        self.translations_of(id).first().copied().unwrap_or(id)
    }

    /// The document in a language, where there is one.
    pub fn translation(&self, id: DocId, lang_id: LangId) -> Option<DocId> {
        let entry = self.entry(id);
        if entry.lang_id == lang_id {
            return Some(id);
        }
        self.translations_of(id).iter().copied().find(|other| self.entry(*other).lang_id == lang_id)
    }

    /// Whether lists of a language show a document: its own, and others' that have no translation.
    pub fn shown_in(&self, id: DocId, lang_id: LangId, untranslated: crate::config::Untranslated) -> bool {
        let entry = self.entry(id);
        if entry.lang_id == lang_id {
            return true;
        }
        if untranslated == crate::config::Untranslated::Hide || entry.kind() == Kind::Section {
            return false;
        }
        // One version is enough: the first language's that has it.
        self.translation(id, lang_id).is_none() && self.first_version(id) == id
    }
}
