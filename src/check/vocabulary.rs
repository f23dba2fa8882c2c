//! The words that a site has for a field: those that it lists, those that most sites use, and those that it uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::SiteModel;
use crate::text::term_slug;

/// A word of a site.
pub struct Word {
    /// As it is written.
    pub name: String,
    /// As readers see it, where the site says so.
    pub label: Option<String>,
    /// One sentence about it, where the site has one.
    pub description: Option<String>,
    /// How many documents bear it.
    pub uses: usize,
}

/// The words of a site for a field: its list first, in its order; none where the field is no taxonomy.
pub fn words(model: &SiteModel, field: &str) -> Vec<Word> {
    let Some(at) = model.config.taxonomies.iter().position(|taxonomy| taxonomy.name == field) else {
        return Vec::new();
    };
    let terms = || {
        let taxonomies = model.index.taxonomies.iter().filter(|taxonomy| taxonomy.config == at);
        taxonomies.flat_map(|taxonomy| &taxonomy.terms)
    };
    let listed = model.config.taxonomies[at].terms.iter();
    let listed = listed.map(|term| (term.name.as_str(), term.label.as_ref(), term.description.as_ref()));
    let usual = usual_words(field).iter().map(|word| (*word, None, None));
    let used = terms().map(|term| (term.name.as_str(), None, None));
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    terms().for_each(|term| *uses.entry(&term.slug).or_default() += term.members.len());
    let mut seen = BTreeSet::new();
    let new = listed.chain(usual).chain(used).filter(|(name, ..)| seen.insert(term_slug(name)));
    new.map(|(name, label, description)| Word {
        name: name.to_owned(),
        label: label.cloned(),
        description: description.cloned(),
        uses: uses.get(term_slug(name).as_str()).copied().unwrap_or(0),
    })
    .collect()
}

/// The words of a taxonomy for which the themes have labels, and which no config lists by default: anybody may use others.
pub fn usual_words(taxonomy: &str) -> &'static [&'static str] {
    match taxonomy {
        "feelings" => &[
            "joy",
            "trust",
            "pride",
            "relief",
            "care",
            "calm",
            "surprise",
            "nostalgia",
            "disappointment",
            "frustration",
            "anger",
            "ridicule",
            "exhaustion",
            "helplessness",
        ],
        "channel" => &["store", "online", "phone", "event"],
        _ => &[],
    }
}
