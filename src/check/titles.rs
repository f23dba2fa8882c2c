//! Titles and descriptions that two documents of one language share: search engines and readers tell pages
//! apart by them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::diag::Diagnostic;
use crate::index::Entry;
use crate::model::LangId;
use crate::plan::SiteModel;

/// The documents whose title or description another one has.
pub fn twice(model: &SiteModel) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let title = |entry: &Entry| ["title", "name"].into_iter().find(|name| entry.doc.has_field(name));
    let mut titles = First::default();
    let mut descriptions = First::default();
    for entry in &model.index.entries {
        if let Some(name) = title(entry)
            && let Some(other) = titles.before(entry, &entry.title)
        {
            diagnostics.push(
                Diagnostic::warning("W0511", format!("{} has the same title", other.doc.path))
                    .at(entry.doc.span_of(name))
                    .help("say what this one has that the other has not"),
            );
        }
        if let Some(text) = entry.fields.description.as_ref().filter(|_| entry.doc.has_field("description"))
            && let Some(other) = descriptions.before(entry, text)
        {
            diagnostics.push(
                Diagnostic::warning("W0512", format!("{} has the same description", other.doc.path))
                    .at(entry.doc.span_of("description"))
                    .help("describe this one; without a description, its first words stand in"),
            );
        }
    }
    diagnostics
}

/// Who said something first, by kind and language.
#[derive(Default)]
struct First<'a>(HashMap<(LangId, bool, &'a str), &'a Entry, RandomState>);

impl<'a> First<'a> {
    /// Who said it before; a voice and a brand may be called alike.
    fn before(&mut self, entry: &'a Entry, text: &'a str) -> Option<&'a Entry> {
        match self.0.entry((entry.lang_id, entry.kind().is_voice(), text.trim())) {
            std::collections::hash_map::Entry::Occupied(there) => Some(there.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(entry);
                None
            }
        }
    }
}
