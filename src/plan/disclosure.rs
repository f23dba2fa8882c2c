//! The connection between a speaker and a brand: what the speaker's words say of it, or what their
//! profile says, whichever says more.

use super::Planner;
use super::view;
use crate::index::Entry;
use crate::marks::{Disclosed, Mark, Marked, Name};
use crate::model::{Disclosure, DisclosureKind, DocId, Kind};
use crate::text::term_slug;

impl Planner {
    /// What is to be disclosed wherever a document's words stand.
    pub fn disclosure_of(&self, id: DocId) -> Option<&Disclosure> {
        let entry = self.index.entry(id);
        let own = entry.fields.disclosure.as_ref();
        let is_material = |disclosure: &&Disclosure| disclosure.kind != DisclosureKind::None;
        // An insider who writes "none" is an insider.
        own.filter(is_material).or_else(|| self.of_speakers(entry).filter(is_material)).or(own)
    }

    /// The same as templates see it.
    pub(super) fn disclosure_view(&self, id: DocId) -> Option<view::Disclosure> {
        let disclosure = self.disclosure_of(id)?;
        let mark = self.disclosed(id).map(Mark::Says);
        let text = disclosure.text.clone().map(|text| Marked::new(text, mark));
        Some(view::Disclosure { kind: disclosure.kind, text })
    }

    /// What stands before the words of a story or a testimonial, where something must be said before them.
    pub(super) fn mark_of_words(&self, id: DocId) -> Option<Mark> {
        self.index.entry(id).experience()?;
        Some(Mark::Words(self.name_in_marks(id), self.disclosed(id)?))
    }

    fn disclosed(&self, id: DocId) -> Option<Disclosed> {
        let disclosure = self.disclosure_of(id).filter(|disclosure| disclosure.kind != DisclosureKind::None)?;
        Some(match disclosure.text {
            Some(_) => Disclosed::Own(self.name_in_marks(id)),
            None => Disclosed::Kind(disclosure.kind),
        })
    }

    fn name_in_marks(&self, id: DocId) -> Name {
        Name::of(&self.route(id).permalink(&self.config))
    }

    /// What the profiles of its speakers say, as far as they speak for the brand that it is about.
    fn of_speakers(&self, entry: &Entry) -> Option<&Disclosure> {
        if !entry.kind().is_voice() {
            return None;
        }
        let authors = self.taxonomy_named("author", entry.tree).map(|(_, taxonomy)| taxonomy);
        let shown = entry.authors().iter().filter_map(|word| {
            let authors = authors?;
            authors.terms[authors.position(word)?].page
        });
        // Whose profile is not shown is no less connected.
        let hidden = self.index.left_out.iter().map(|absent| &absent.entry).filter(|person| {
            let is_it = |word: &String| {
                let slug = term_slug(word);
                slug == person.doc.name
                    || Some(word) == person.fields.name.as_ref()
                    || person.doc.hidden_names.iter().any(|name| name.slug() == slug)
            };
            person.kind() == Kind::Ambassador && entry.authors().iter().chain(&entry.unnamed).any(is_it)
        });
        shown
            .map(|id| self.index.entry(id))
            .chain(hidden)
            .filter(|person| person.kind() == Kind::Ambassador && self.speaks_for(person, entry))
            .find_map(|person| person.fields.disclosure.as_ref().filter(|found| found.kind != DisclosureKind::None))
    }

    /// Whether a person's connection bears on a document: it is about their brand, or they name none.
    fn speaks_for(&self, person: &Entry, entry: &Entry) -> bool {
        let (Some(own), Some(about)) = (&person.fields.brand, &entry.fields.brand) else {
            return person.fields.brand.is_none();
        };
        let term = |word: &str| self.taxonomy_named("brand", entry.tree).and_then(|(_, brands)| brands.position(word));
        match (term(own), term(about)) {
            (Some(own), Some(about)) => own == about,
            _ => term_slug(own) == term_slug(about),
        }
    }
}
