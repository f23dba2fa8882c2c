//! Names that no page of the site may show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::people::Unnamed;
use super::{Cascades, versions};
use crate::diag::Diagnostic;
use crate::model::{Document, Fields, Kind};
use crate::names::{Finder, Folded, HiddenName, people};
use crate::parse::NamesTogether;
use crate::path::SourcePath;
use crate::text::term_slug;

/// The names that documents hide, and those of ambassadors who left, each with the first file that says so.
pub fn hidden(documents: &[Arc<Document>], unnamed: &Unnamed) -> BTreeMap<HiddenName, SourcePath> {
    let mut hidden = BTreeMap::new();
    for document in documents {
        for name in document.hidden_names.iter().filter(|name| !name.is_local) {
            hidden.entry(name.strict()).or_insert_with(|| document.path.clone());
        }
    }
    for (name, path) in unnamed.names() {
        hidden.entry(name.clone()).or_insert_with(|| path.clone());
    }
    hidden
}

/// Says what folders give a document that shows something of a name which it hides.
pub fn given(document: &Document, cascades: &Cascades) -> Vec<Diagnostic> {
    if document.hidden_names.is_empty() {
        return Vec::new();
    }
    let finder = Finder::new(document.hidden_names.clone());
    let mut diagnostics = Vec::new();
    for cascade in cascades.above(document) {
        each_text(&cascade.fields, &mut |field, text| {
            let is_own = document.fields.has(field) && field != "extra";
            for shown in finder.find(&Folded::new(text)).into_iter().filter(|_| !is_own) {
                let part = &text[shown.source];
                let message = format!("`{field}` shows `{part}`, which belongs to a name that is not to be published");
                diagnostics.push(
                    Diagnostic::error("E0126", message)
                        .at(document.span_of(field))
                        .note(format!("{} sets it for all documents of its folder", cascade.path))
                        .help("set the field in this file as well, in other words; or let the word stand: `[[names.allow]]` in anecdote.toml"),
                );
            }
        });
    }
    diagnostics
}

/// Gives the texts of fields that a page shows.
fn each_text(fields: &Fields, give: &mut impl FnMut(&'static str, &str)) {
    let texts = [
        ("title", &fields.title),
        ("description", &fields.description),
        ("series", &fields.series),
        ("brand", &fields.brand),
        ("product", &fields.product),
        ("campaign", &fields.campaign),
        ("location", &fields.location),
        ("quote", &fields.quote),
        ("lesson", &fields.lesson),
        ("condition", &fields.condition),
        ("role", &fields.role),
        ("company", &fields.company),
        ("image", &fields.image),
        ("image_alt", &fields.image_alt),
        ("photo", &fields.photo),
    ];
    texts.into_iter().for_each(|(name, text)| text.iter().for_each(|text| give(name, text)));
    let lists = [
        ("touchpoints", &fields.touchpoints),
        ("feelings", &fields.feelings),
        ("channel", &fields.channel),
        ("outcome", &fields.outcome),
        ("tags", &fields.tags),
        ("positives", &fields.positives),
        ("negatives", &fields.negatives),
        ("clues", &fields.clues),
    ];
    for (name, list) in lists {
        list.iter().flat_map(|list| &list.0).for_each(|text| give(name, text));
    }
    let own = fields.taxonomies.iter().flat_map(|own| &own.0);
    own.flat_map(|(_, words)| &words.0).for_each(|text| give("taxonomies", text));
    fields.extra.each_text(&mut |text| give("extra", text));
}

/// The names that files hide for each other, by place without a language: a name that one language version hides is
/// hidden in all; a story that hides its speaker hides all names of the ambassador who it says that is; and so does a
/// story of an ambassador whose profile hides them.
#[derive(Debug, Default, PartialEq)]
pub struct SharedNames {
    by_place: BTreeMap<String, NamesTogether>,
    languages: Vec<String>,
}

impl SharedNames {
    /// Collects what the versions of each file hide, from documents in order of their paths. It depends on what each
    /// file says by itself, so that it is the same before and after the names are taken out.
    pub fn of<'a>(documents: impl Iterator<Item = &'a Document> + Clone, languages: &[String]) -> Self {
        if !documents.clone().any(|document| document.own_names.hides()) {
            return Self::default();
        }
        let profiles = profiles(documents.clone(), languages);
        let profiles_of = |document: &Document| -> Vec<&Profile> {
            let written = if document.kind.is_voice() { document.own_names.written.as_slice() } else { &[] };
            written
                .iter()
                .flat_map(|written| called(written))
                .filter_map(|called| profiles.get(&called))
                .flatten()
                .map(Arc::as_ref)
                .collect()
        };
        let hides = |document: &&Document| {
            document.own_names.hides() || profiles_of(document).iter().any(|profile| profile.hides)
        };
        let hiding = documents.clone().filter(hides);
        let mut all: BTreeMap<String, (NamesTogether, usize)> =
            hiding.map(|document| (versions::place(&document.path, languages), Default::default())).collect();
        for document in documents {
            let Some((together, count)) = all.get_mut(&versions::place(&document.path, languages)) else { continue };
            let own = &document.own_names;
            *count += 1;
            together.names.extend(own.written.iter().flat_map(|written| people(written)));
            for profile in profiles_of(document) {
                together.profiles.extend(profile.names.iter().cloned());
                let pseudonym = profile.pseudonym.clone().filter(|_| profile.hides);
                together.profile_pseudonym = together.profile_pseudonym.take().or(pseudonym);
            }
            together.pseudonym = together.pseudonym.take().or_else(|| own.pseudonym.clone());
            together.is_withheld |= own.is_withheld;
        }
        let all = all.into_iter().map(|(place, (mut together, count))| {
            let is_hiding = together.pseudonym.is_some() || together.is_withheld;
            // A file that has no other versions asks nobody but the ambassador; and if only the ambassador hides,
            // what else the versions say may be published.
            if count == 1 || !is_hiding {
                let NamesTogether { profiles, profile_pseudonym, .. } = together;
                together = NamesTogether { profiles, profile_pseudonym, ..NamesTogether::default() };
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

/// What an ambassador's file says about its names.
struct Profile {
    names: Vec<HiddenName>,
    pseudonym: Option<String>,
    /// Whether it asks that they are not published.
    hides: bool,
}

/// The profiles of ambassadors, by what an `author` field may call them.
fn profiles<'a>(
    documents: impl Iterator<Item = &'a Document>,
    languages: &[String],
) -> BTreeMap<String, Vec<Arc<Profile>>> {
    let mut all: BTreeMap<String, Vec<Arc<Profile>>> = BTreeMap::new();
    for document in documents.filter(|document| document.kind == Kind::Ambassador) {
        let own = &document.own_names;
        let mut names: Vec<HiddenName> = own.written.iter().flat_map(|written| people(written)).collect();
        // A profile that hides its names says so itself.
        names.iter_mut().for_each(|name| name.is_local = true);
        let profile = Arc::new(Profile { names, pseudonym: own.pseudonym.clone(), hides: own.hides() });
        let place = versions::place(&document.path, languages);
        let file = place.rsplit('/').next().unwrap_or_default();
        let called: BTreeSet<String> = own
            .written
            .iter()
            .chain(&own.pseudonym)
            .flat_map(|written| called(written))
            .chain([term_slug(file)])
            .collect();
        for called in called {
            all.entry(called).or_default().push(Arc::clone(&profile));
        }
    }
    all
}

/// What stands for an `author` whichever way it is written: `Dr. X Y`, `Y, X`. A name in a field is its own slug, too.
fn called(written: &str) -> impl Iterator<Item = String> {
    let in_order = |name: HiddenName| {
        let mut words: Vec<String> =
            name.parts.into_iter().filter_map(|part| part.spellings.into_iter().next()).collect();
        words.sort();
        // No slug holds a space.
        words.join(" ")
    };
    [term_slug(written)].into_iter().chain(people(written).into_iter().map(in_order))
}
