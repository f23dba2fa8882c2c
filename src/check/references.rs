//! Whom and what documents name in their front matter, and whether that is there.

use std::collections::{BTreeMap, BTreeSet};

use super::vocabulary::usual_words;
use crate::config::TaxonomyConfig;
use crate::diag::Diagnostic;
use crate::index::{Entry, Taxonomy, entity_slug, kind_of, terms_of};
use crate::model::{DocId, Kind};
use crate::plan::SiteModel;
use crate::text::{slug, term_slug};

/// Stories, each with those that it leads to.
type Edges = BTreeMap<DocId, BTreeSet<DocId>>;

/// Which voices say "I experienced this too" to themselves: to their own story or a translation of it, or in a
/// circle of stories, each of which says it to the next.
pub fn circles(model: &SiteModel) -> Vec<Diagnostic> {
    let index = &model.index;
    let voices = || index.ids().filter(|id| index.entry(*id).kind().is_voice());
    let mut edges = Edges::new();
    for (id, story) in voices().filter_map(|id| Some((id, model.answered(id)?))) {
        edges.entry(index.first_version(id)).or_default().insert(index.first_version(story));
    }
    // What is left leads to a circle, and comes from one.
    let edges = without_starts(reversed(without_starts(edges)));
    let in_circle = |id: &DocId| edges.contains_key(&index.first_version(*id));
    // A translation that takes the field from its original has no place to name.
    let says_so = |id: &DocId| index.entry(*id).doc.has_field("echo_of") || index.first_version(*id) == *id;
    let circle = |id: DocId| {
        let (entry, story) = (index.entry(id), model.answered(id)?);
        let path = &index.entry(story).doc.path;
        let message = if index.first_version(story) == index.first_version(id) {
            "`echo_of` names this voice itself, or a translation of it".to_owned()
        } else {
            format!("`echo_of` leads in a circle: through {path} back to this voice")
        };
        let help = "name the story that was told first, which names no other";
        Some(Diagnostic::error("E0513", message).at(entry.doc.span_of("echo_of")).help(help))
    };
    voices().filter(in_circle).filter(says_so).filter_map(circle).collect()
}

/// Takes out what nothing leads to, until something leads to all that is left.
fn without_starts(mut edges: Edges) -> Edges {
    let mut leading: BTreeMap<DocId, usize> = BTreeMap::new();
    edges.values().flatten().for_each(|to| *leading.entry(*to).or_default() += 1);
    let mut starts: Vec<DocId> = edges.keys().copied().filter(|from| !leading.contains_key(from)).collect();
    while let Some(from) = starts.pop() {
        for to in edges.remove(&from).into_iter().flatten() {
            let left = leading.entry(to).or_default();
            *left -= 1;
            if *left == 0 {
                starts.push(to);
            }
        }
    }
    edges
}

fn reversed(edges: Edges) -> Edges {
    let mut all = Edges::new();
    for (from, to) in edges.into_iter().flat_map(|(from, to)| to.into_iter().map(move |to| (from, to))) {
        all.entry(to).or_default().insert(from);
    }
    all
}

/// Which documents answer a story that is not there.
pub fn echoes(model: &SiteModel) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for id in model.index.ids() {
        let entry = model.index.entry(id);
        let Some(wanted) = entry.fields.echo_of.as_deref() else { continue };
        if model.by_slug().contains_key(&(Kind::Story, slug(wanted))) {
            continue;
        }
        let span = model.index.span_of(entry, "echo_of");
        // A draft may be answered before it is shown.
        diagnostics.push(if model.left(Kind::Story, wanted).next().is_some() {
            Diagnostic::warning("W0506", format!("the story `{wanted}` is not on the site"))
                .at(span)
                .help("it is shown without it; take `echo_of` out")
        } else {
            let stories = model.by_slug().iter().filter(|((kind, _), _)| *kind == Kind::Story);
            let others = stories.filter(|(_, ids)| !ids.contains(&id));
            let known: Vec<&str> = others.map(|((_, slug), _)| slug.as_str()).collect();
            Diagnostic::error("E0504", format!("there is no story `{wanted}`")).at(span).suggest(wanted, known)
        });
    }
    diagnostics
}

/// Which words lead to no page of a brand, an ambassador or a campaign, and which are none of the site's.
pub fn terms(model: &SiteModel) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for taxonomy in model.index.taxonomies.iter() {
        let config = &model.config.taxonomies[taxonomy.config];
        match kind_of(&config.name) {
            Some(kind) => pages(model, taxonomy, &config.name, kind, &mut diagnostics),
            None => vocabulary(model, taxonomy, config, &mut diagnostics),
        }
    }
    diagnostics
}

/// A slug is meant to lead to a page; a name with capitals and spaces is only a name.
fn pages(model: &SiteModel, taxonomy: &Taxonomy, name: &str, kind: Kind, diagnostics: &mut Vec<Diagnostic>) {
    let pages = model.index.entries.iter().filter(|entry| entry.kind() == kind);
    let known: Vec<String> = pages.map(|entry| entity_slug(entry)).collect();
    if known.is_empty() {
        return;
    }
    for term in taxonomy.terms.iter().filter(|term| term.page.is_none()) {
        if model.left(kind, &term.slug).next().is_some() {
            continue;
        }
        let near = near(&term.slug, known.iter().map(String::as_str));
        for (entry, word) in uses(model, name, &term.slug, term.members.iter().chain(&term.company)) {
            if word != term_slug(word) {
                continue;
            }
            let (what, span) = (kind.word(), model.index.span_of(entry, name));
            diagnostics.push(match near {
                Some(near) => Diagnostic::error("E0507", format!("no {what} is called {word:?}"))
                    .at(span)
                    .label(format!("did you mean {near:?}?"))
                    .help(format!("write {near:?}, or make it: anecdote new {what} {word:?}")),
                None => Diagnostic::warning("W0508", format!("the {what} {word:?} has no page"))
                    .at(span)
                    .help(format!("make it: anecdote new {what} {word:?}; or write the name as readers know it")),
            });
        }
    }
}

/// Where a site has listed its words, another one is a slip, or missing in the list. Where it has not, what is nearly one
/// of the words that most sites use, in English, is a slip.
fn vocabulary(model: &SiteModel, taxonomy: &Taxonomy, config: &TaxonomyConfig, diagnostics: &mut Vec<Diagnostic>) {
    let words: Vec<&str> = match config.terms.as_slice() {
        [] => usual_words(&config.name).to_vec(),
        terms => terms.iter().map(|term| term.name.as_str()).collect(),
    };
    let is_english = |entry: &Entry| !config.terms.is_empty() || entry.lang == "en" || entry.lang.starts_with("en-");
    let known: Vec<(String, &str)> = words.into_iter().map(|word| (term_slug(word), word)).collect();
    let is_known = |slug: &str| known.iter().any(|(other, _)| other == slug);
    for term in taxonomy.terms.iter().filter(|term| !known.is_empty() && !is_known(&term.slug)) {
        let near = near(&term.slug, known.iter().map(|(_, name)| *name));
        // The words that every site begins with are no more than that.
        if near.is_none() && !config.is_listed {
            continue;
        }
        let uses = uses(model, &config.name, &term.slug, term.members.iter());
        for (entry, word) in uses.filter(|(entry, _)| is_english(entry)) {
            let message = format!("{word:?} is none of the site's words for {}", config.name);
            let field = if entry.fields.taxonomies.is_some() && !entry.doc.has_field(&config.name) {
                "taxonomies"
            } else {
                &config.name
            };
            let found_here = Diagnostic::warning("W0509", message).at(model.index.span_of(entry, field));
            diagnostics.push(match near {
                Some(near) => found_here
                    .label(format!("did you mean {near:?}?"))
                    .help(format!("write {near:?}, or add {word:?} to taxonomies.{} in anecdote.toml", config.name)),
                None => found_here.help(format!("add it to taxonomies.{} in anecdote.toml", config.name)),
            });
        }
    }
}

/// The documents that name a term, each with the word by which it does.
fn uses<'a>(
    model: &'a SiteModel,
    taxonomy: &'a str,
    slug: &'a str,
    members: impl Iterator<Item = &'a DocId>,
) -> impl Iterator<Item = (&'a Entry, &'a str)> {
    members.flat_map(move |id| {
        let entry = model.index.entry(*id);
        let words = terms_of(entry, taxonomy).into_iter().filter(|word| term_slug(word) == slug);
        words.take(1).map(|word| (entry, word)).collect::<Vec<_>>()
    })
}

/// The word that was meant, beyond doubt: one slip of the finger in five letters, two in eight.
fn near<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = match wrong.chars().count() {
        0..=4 => return None,
        5..=7 => 1,
        _ => 2,
    };
    known
        .map(|word| (strsim::osa_distance(wrong, word), word))
        .filter(|(far, _)| *far <= most)
        .min()
        .map(|(_, word)| word)
}

/// The translations that are older than what they translate.
pub fn outdated(model: &SiteModel) -> Vec<Diagnostic> {
    let index = &model.index;
    let mut diagnostics = Vec::new();
    for (id, group) in index.translations.iter().filter(|(id, group)| group.first() != Some(id)) {
        let Some(first) = group.first() else { continue };
        let (entry, original) = (index.entry(*id), index.entry(*first));
        // What a translation inherits says nothing of when it was made.
        let own = &entry.doc.fields;
        let Some(changed) = &original.doc.fields.updated else { continue };
        let made = own.updated.as_ref().or(own.date.as_ref());
        if made.is_some_and(|made| made.day() >= changed.day()) {
            continue;
        }
        let message = match made {
            Some(made) => format!("{} was changed on {changed}, and this translation on {made}", original.doc.path),
            None => format!("{} was changed on {changed}, and this translation does not say when", original.doc.path),
        };
        let place = if own.updated.is_some() { "updated" } else { "date" };
        diagnostics.push(
            Diagnostic::warning("W0510", message)
                .at(entry.doc.span_of(place))
                .help("see what changed there, and set `updated` here"),
        );
    }
    diagnostics
}
