//! Titles and descriptions that two documents of one language share: search engines and readers tell pages
//! apart by them.

use crate::diag::Diagnostic;
use crate::digest::{Digest, alike};
use crate::index::Entry;
use crate::plan::SiteModel;

/// The documents whose title or description another one has.
pub fn twice(model: &SiteModel) -> Vec<Diagnostic> {
    let has_title = |entry: &Entry| title_field(entry).is_some();
    let titles = repeated(
        model,
        |entry| Some(entry.title.as_str()),
        has_title,
        |entry, other| {
            Diagnostic::warning("W0511", format!("{} has the same title", other.doc.path))
                .at(entry.doc.span_of(title_field(entry).unwrap_or("title")))
                .help("say what this one has that the other has not")
        },
    );
    let has_description = |entry: &Entry| entry.doc.has_field("description");
    let descriptions = repeated(
        model,
        |entry| entry.fields.description.as_deref(),
        has_description,
        |entry, other| {
            Diagnostic::warning("W0512", format!("{} has the same description", other.doc.path))
                .at(entry.doc.span_of("description"))
                .help("describe this one; without a description, its first words stand in")
        },
    );
    [titles, descriptions].concat()
}

/// Says of each document whose text an earlier one has, in the same language, which one that is. A voice and a brand
/// may be called alike. Where the text comes from elsewhere, `is_own` says no.
fn repeated(
    model: &SiteModel,
    text: impl Fn(&Entry) -> Option<&str> + Sync,
    is_own: impl Fn(&Entry) -> bool,
    say: impl Fn(&Entry, &Entry) -> Diagnostic,
) -> Vec<Diagnostic> {
    let entries = &model.index.entries;
    let key = |entry: &Entry| Some(Digest::of(&(entry.lang_id, entry.kind().is_voice(), text(entry)?.trim())));
    let mut found = Vec::new();
    for group in alike(entries, |entry| key(entry)) {
        let mut group = group.iter().map(|at| entries[*at].as_ref()).filter(|entry| is_own(entry));
        let Some(first) = group.next() else { continue };
        found.extend(group.map(|entry| say(entry, first)));
    }
    found
}

/// The field that holds a document's title, if its author wrote one.
fn title_field(entry: &Entry) -> Option<&'static str> {
    ["title", "name"].into_iter().find(|name| entry.doc.has_field(name))
}
