//! The connection between a speaker and a brand: what the speaker's words say of it, or what their
//! profile says, whichever says more.

use super::site_model::SiteModel;
use super::view;
use crate::index::Entry;
use crate::marks::{Disclosed, Mark, Marked, Name};
use crate::model::{Disclosure, DisclosureKind, DocId, Kind};
use crate::text::term_slug;

/// What is to be disclosed wherever a document's words stand.
pub fn disclosure_of(model: &SiteModel, id: DocId) -> Option<&Disclosure> {
    let entry = model.index.entry(id);
    let own = entry.fields.disclosure.as_ref();
    let is_material = |disclosure: &&Disclosure| disclosure.kind != DisclosureKind::None;
    // An insider who writes "none" is an insider.
    own.filter(is_material).or_else(|| of_speakers(model, entry).filter(is_material)).or(own)
}

/// The same as templates see it.
pub(super) fn disclosure_view(model: &SiteModel, id: DocId) -> Option<view::Disclosure> {
    let disclosure = disclosure_of(model, id)?;
    let mark = disclosed(model, id).map(Mark::Says);
    let text = disclosure.text.clone().map(|text| Marked::new(text, mark));
    Some(view::Disclosure { kind: disclosure.kind, text })
}

/// What stands before the words of a story or a testimonial, where something must be said before them.
pub(super) fn mark_of_words(model: &SiteModel, id: DocId) -> Option<Mark> {
    model.index.entry(id).experience()?;
    Some(Mark::Words(name_in_marks(model, id), disclosed(model, id)?))
}

fn disclosed(model: &SiteModel, id: DocId) -> Option<Disclosed> {
    let disclosure = disclosure_of(model, id).filter(|disclosure| disclosure.kind != DisclosureKind::None)?;
    Some(match disclosure.text {
        Some(_) => Disclosed::Own(name_in_marks(model, id)),
        None => Disclosed::Kind(disclosure.kind),
    })
}

fn name_in_marks(model: &SiteModel, id: DocId) -> Name {
    Name::of(&model.route(id).permalink(&model.config))
}

/// What the profiles of its speakers say, as far as they speak for the brand that it is about.
fn of_speakers<'a>(model: &'a SiteModel, entry: &Entry) -> Option<&'a Disclosure> {
    if !entry.kind().is_voice() {
        return None;
    }
    let authors = model.taxonomy_named("author", entry.lang_id).map(|(_, taxonomy)| taxonomy);
    let shown = entry.authors().iter().filter_map(|word| {
        let authors = authors?;
        authors.terms[authors.position(word)?].page
    });
    // Whose profile is not shown is no less connected.
    let hidden = model.index.excluded.iter().map(|absent| &absent.entry).filter(|person| {
        let is_it = |word: &String| {
            let slug = term_slug(word);
            slug == person.doc.name
                || Some(word) == person.fields.name.as_ref()
                || person.doc.hidden_names.iter().any(|name| name.slug() == slug)
        };
        person.kind() == Kind::Ambassador && entry.authors().iter().chain(&entry.unnamed).any(is_it)
    });
    shown
        .map(|id| model.index.entry(id))
        .chain(hidden)
        .filter(|person| person.kind() == Kind::Ambassador && speaks_for(model, person, entry))
        .find_map(|person| person.fields.disclosure.as_ref().filter(|found| found.kind != DisclosureKind::None))
}

/// Whether a person's connection bears on a document: it is about their brand, or they name none.
fn speaks_for(model: &SiteModel, person: &Entry, entry: &Entry) -> bool {
    let (Some(own), Some(about)) = (&person.fields.brand, &entry.fields.brand) else {
        return person.fields.brand.is_none();
    };
    let term = |word: &str| model.taxonomy_named("brand", entry.lang_id).and_then(|(_, brands)| brands.position(word));
    match (term(own), term(about)) {
        (Some(own), Some(about)) => own == about,
        _ => term_slug(own) == term_slug(about),
    }
}
