//! Terms: who is sorted under which word.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Entry, Index, sections};
use crate::config::{Config, TaxonomyConfig};
use crate::diag::{Diagnostic, Span};
use crate::model::{DocId, Kind, Many, Stage, slug, term_slug};

/// A taxonomy in one language.
#[derive(Debug)]
pub struct Taxonomy {
    /// An index into `Config::taxonomies`.
    pub config: usize,
    /// An index into `Index::languages`.
    pub tree: usize,
    /// In the order of the vocabulary, then by name.
    pub terms: Vec<Term>,
    /// Where a word's term is, by the word's slug.
    lookup: BTreeMap<String, usize>,
}

/// A word, and what stands under it.
#[derive(Debug)]
pub struct Term {
    /// As in URLs; what makes two spellings one term.
    pub slug: String,
    /// The spelling used most.
    pub name: String,
    /// The brand, ambassador or campaign of that name.
    pub page: Option<DocId>,
    /// Newest first.
    pub members: Vec<DocId>,
}

/// The kind whose documents are terms of a taxonomy.
pub fn kind_of(taxonomy: &str) -> Option<Kind> {
    match taxonomy {
        "brand" => Some(Kind::Brand),
        "author" => Some(Kind::Ambassador),
        "campaign" => Some(Kind::Campaign),
        _ => None,
    }
}

impl Taxonomy {
    /// Which of the terms a word means.
    pub fn position(&self, word: &str) -> Option<usize> {
        self.lookup.get(&term_slug(word)).copied()
    }
}

/// The slug by which stories name a brand, an ambassador or a campaign.
pub fn entity_slug(entry: &Entry) -> String {
    entry.fields.slug.as_deref().map_or_else(|| entry.doc.name.clone(), slug)
}

/// The words of a document in a taxonomy, as written.
pub fn terms_of<'a>(entry: &'a Entry, taxonomy: &str) -> Vec<&'a str> {
    let many = |many: &'a Option<Many>| many.iter().flat_map(|many| many.0.iter().map(String::as_str)).collect();
    let fields = &entry.fields;
    match taxonomy {
        "experience" => entry.experience().map(|verdict| verdict.word()).into_iter().collect(),
        "brand" if entry.kind() != Kind::Brand => fields.brand.as_deref().into_iter().collect(),
        "author" => entry.authors().iter().map(String::as_str).collect(),
        "campaign" => fields.campaign.as_deref().into_iter().collect(),
        "touchpoints" => many(&fields.touchpoints),
        "feelings" => many(&fields.feelings),
        "channel" => many(&fields.channel),
        "outcome" => many(&fields.outcome),
        "tags" => many(&fields.tags),
        "stage" => match &fields.stage {
            Some(Stage::At(stage)) => vec![stage],
            Some(Stage::Step { from, to }) => vec![from, to],
            None => Vec::new(),
        },
        own => {
            let all = fields.taxonomies.iter().flat_map(|taxonomies| &taxonomies.0);
            all.filter(|(name, _)| name == own).flat_map(|(_, terms)| terms.0.iter().map(String::as_str)).collect()
        }
    }
}

#[derive(Default)]
struct Gathered {
    spellings: BTreeMap<String, usize>,
    members: Vec<DocId>,
    page: Option<DocId>,
}

/// Gathers the terms in use.
pub fn taxonomies(index: &Index, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Vec<Taxonomy> {
    let (all, found): (Vec<_>, Vec<_>) = config
        .taxonomies
        .par_iter()
        .enumerate()
        .map(|(at, taxonomy)| (in_each_tree(index, config, at), unusable_words(index, taxonomy)))
        .unzip();
    diagnostics.extend(found.into_iter().flatten());
    all.into_iter().flatten().collect()
}

fn unusable_words(index: &Index, taxonomy: &TaxonomyConfig) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for entry in &index.entries {
        for word in terms_of(entry, &taxonomy.name) {
            if !word.contains(|c: char| c.is_ascii_alphanumeric()) && term_slug(word).is_empty() {
                found.push(unusable(entry, taxonomy, word));
            }
        }
    }
    found
}

fn in_each_tree(index: &Index, config: &Config, at: usize) -> Vec<Taxonomy> {
    let mut all = Vec::new();
    for tree in 0..index.languages.len() {
        let (terms, aliases) = gather(index, config, &config.taxonomies[at], tree);
        if terms.is_empty() {
            continue;
        }
        let mut lookup: BTreeMap<String, usize> =
            terms.iter().enumerate().map(|(at, term)| (term.slug.clone(), at)).collect();
        for (alias, slug) in aliases {
            if let Some(at) = lookup.get(&slug).copied() {
                lookup.entry(alias).or_insert(at);
            }
        }
        all.push(Taxonomy { config: at, tree, terms, lookup });
    }
    all
}

fn unusable(entry: &Entry, taxonomy: &TaxonomyConfig, word: &str) -> Diagnostic {
    let span = match entry.doc.span_of(&taxonomy.name) {
        Span { range: Some((0, 0)), path } => Span::at(&path, 0..0),
        span => span,
    };
    Diagnostic::error(
        "E0109",
        format!("{word:?} under `{}` holds no letter or digit, so it has no address", taxonomy.name),
    )
    .at(span)
    .help("take it out, or write it in letters")
}

fn gather(
    index: &Index,
    config: &Config,
    taxonomy: &TaxonomyConfig,
    tree: usize,
) -> (Vec<Term>, BTreeMap<String, String>) {
    let mut found: BTreeMap<String, Gathered> = BTreeMap::new();
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    if let Some(kind) = kind_of(&taxonomy.name) {
        for id in index.ids() {
            let entry = index.entry(id);
            if entry.kind() != kind || !index.shown_in(id, tree, config.untranslated) {
                continue;
            }
            let key = entity_slug(entry);
            // A story may name a brand by its name as well as by its slug.
            aliases.insert(slug(&entry.title), key.clone());
            found.entry(key).or_default().page = Some(id);
        }
    }
    for id in index.ids() {
        let entry = index.entry(id);
        if entry.kind() == Kind::Section || !index.shown_in(id, tree, config.untranslated) {
            continue;
        }
        for word in terms_of(entry, &taxonomy.name) {
            let key = term_slug(word);
            if key.is_empty() {
                continue;
            }
            let key = if found.contains_key(&key) { key } else { aliases.get(&key).cloned().unwrap_or(key) };
            let gathered = found.entry(key).or_default();
            *gathered.spellings.entry(word.trim().to_owned()).or_default() += 1;
            if gathered.members.last() != Some(&id) {
                gathered.members.push(id);
            }
        }
    }
    // Ambassadors who said nothing yet have a page, but are no authors.
    if taxonomy.name == "author" {
        found.retain(|_, gathered| !gathered.members.is_empty());
    }
    let mut terms: Vec<Term> = found
        .into_iter()
        .map(|(slug, mut gathered)| {
            sections::sort_by_date(&mut gathered.members, index);
            let name = match gathered.page {
                Some(id) => index.entry(id).title.clone(),
                None => most_used(&gathered.spellings, &slug),
            };
            Term { slug, name, page: gathered.page, members: gathered.members }
        })
        .collect();
    let order = |term: &Term| taxonomy.terms.iter().position(|known| term_slug(&known.name) == term.slug);
    terms.sort_by_cached_key(|term| (order(term).unwrap_or(usize::MAX), slug(&term.name), term.slug.clone()));
    (terms, aliases)
}

fn most_used(spellings: &BTreeMap<String, usize>, slug: &str) -> String {
    let best = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    best.map_or_else(|| slug.to_owned(), |(name, _)| name.clone())
}
