//! What each voice says, as numbers and as places in the taxonomies: read once for a language, so that any
//! part of the insights can be counted without reading a document again.

use std::collections::{BTreeMap, BTreeSet};

use super::artifact::TermId;
use super::references::{self, References};
use crate::config::Config;
use crate::index::{Index, Taxonomy};
use crate::model::{DocId, Experience, LangId, Rating, TaxonomyId};
use crate::text::term_slug;
use crate::theme::Theme;

/// The taxonomies that insights count by.
pub const TAXONOMIES: [&str; 6] = ["touchpoints", "channel", "feelings", "stage", "outcome", "brand"];

/// The place of the touchpoints among [`TAXONOMIES`].
pub const TOUCHPOINTS: usize = 0;

/// The place of the stages.
pub const STAGE: usize = 3;

/// The place of the outcomes.
pub const OUTCOME: usize = 4;

/// The place of the brands.
pub const BRAND: usize = 5;

/// A question with a scale, and what is asked of its answers.
pub struct Question {
    pub name: &'static str,
    /// `net`, `share` or `mean`.
    pub kind: &'static str,
    pub least: i64,
    pub most: i64,
    /// Whether answers are kept in halves.
    pub halves: bool,
}

const fn question(name: &'static str, kind: &'static str, (least, most): (i64, i64), halves: bool) -> Question {
    Question { name, kind, least, most, halves }
}

/// The questions, in the order of [`Fact::answers`].
pub const QUESTIONS: [Question; 7] = [
    question("nps", "net", (0, 10), false),
    question("csat", "share", (1, 5), false),
    question("ces", "mean", (1, 7), false),
    question("rating", "mean", (1, 5), true),
    question("product", "mean", (1, 5), true),
    question("service", "mean", (1, 5), true),
    question("experience", "mean", (1, 5), true),
];

/// What one voice says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fact {
    /// How it was.
    pub verdict: Option<Experience>,
    /// Whether it was told to this site; what another platform collected enters no measure.
    pub is_own: bool,
    /// The answers to [`QUESTIONS`].
    pub answers: [Option<u8>; QUESTIONS.len()],
    /// When it happened, or was published: months since the year 0.
    pub month: Option<i32>,
    /// Whether it says what it was worth.
    pub has_worth: bool,
}

/// The terms of each document in a taxonomy.
#[derive(Debug, Default)]
struct Links {
    /// Where the terms of a document begin, by id; one more at the end.
    starts: Vec<u32>,
    terms: Vec<u32>,
}

impl Links {
    fn new(taxonomy: Option<&Taxonomy>, documents: usize) -> Self {
        let members = || taxonomy.into_iter().flat_map(|taxonomy| &taxonomy.terms).map(|term| &term.members);
        let mut starts = vec![0u32; documents + 1];
        members().flatten().for_each(|id| starts[id.at() + 1] += 1);
        (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
        let mut free = starts.clone();
        let mut terms = vec![0u32; *starts.last().unwrap_or(&0) as usize];
        for (term, members) in (0..).zip(members()) {
            for id in members {
                terms[free[id.at()] as usize] = term;
                free[id.at()] += 1;
            }
        }
        Self { starts, terms }
    }

    fn of(&self, id: DocId) -> &[u32] {
        &self.terms[self.starts[id.at()] as usize..self.starts[id.at() + 1] as usize]
    }
}

/// What all voices of a language say.
#[derive(Debug)]
pub struct Facts {
    facts: Vec<Fact>,
    links: [Links; TAXONOMIES.len()],
    /// The voices, newest first.
    pub voices: Vec<DocId>,
    /// The words of each of [`TAXONOMIES`].
    pub words: [Vec<Word>; TAXONOMIES.len()],
    /// The place of each term among those words.
    places: [BTreeMap<u32, usize>; TAXONOMIES.len()],
}

impl Facts {
    /// What a voice says.
    pub fn of(&self, id: DocId) -> &Fact {
        &self.facts[id.at()]
    }

    /// Its terms in one of [`TAXONOMIES`], in order.
    pub fn terms(&self, taxonomy: usize, id: DocId) -> &[u32] {
        self.links[taxonomy].of(id)
    }

    /// The place of a term among the words of its taxonomy.
    pub fn word_of(&self, taxonomy: usize, term: u32) -> Option<usize> {
        self.places[taxonomy].get(&term).copied()
    }
}

/// What facts are read from.
struct Source<'a> {
    index: &'a Index,
    theme: &'a Theme,
    config: &'a Config,
    references: &'a References,
}

impl<'a> Source<'a> {
    /// A language's taxonomy, with its place in the index, if it is in use there.
    fn taxonomy(&self, name: &str, lang_id: LangId) -> Option<(TaxonomyId, &'a Taxonomy)> {
        let at = self.references.taxonomy(name, lang_id)?;
        Some((at, self.index.taxonomy(at)))
    }
}

/// Reads what the voices of a language say.
pub fn read(index: &Index, theme: &Theme, config: &Config, references: &References, lang_id: LangId) -> Facts {
    let of = Source { index, theme, config, references };
    let is_in = |id: &DocId| index.entry(*id).kind().is_voice() && index.shown_in(*id, lang_id, config.untranslated);
    let voices: Vec<DocId> = index.by_date.iter().copied().filter(is_in).collect();
    let mut facts = vec![Fact::default(); index.entries.len()];
    voices.iter().for_each(|id| facts[id.at()] = fact(index, *id));
    let links = TAXONOMIES.map(|name| {
        let taxonomy = of.taxonomy(name, lang_id).map(|(_, taxonomy)| taxonomy);
        Links::new(taxonomy, index.entries.len())
    });
    let words = TAXONOMIES.map(|name| words(&of, name, lang_id));
    let places = std::array::from_fn(|taxonomy| {
        let term = |word: &Word| word.term.and_then(|id| u32::try_from(id.term).ok());
        words[taxonomy].iter().enumerate().filter_map(|(at, word)| Some((term(word)?, at))).collect()
    });
    Facts { facts, links, voices, words, places }
}

/// A word of a taxonomy, whether or not a story has it.
#[derive(Debug)]
pub struct Word {
    /// What to call it.
    pub name: String,
    /// As in addresses.
    pub slug: String,
    /// Its place among the taxonomy's terms, if any story has it.
    pub term: Option<TermId>,
    /// Who answers for it.
    pub owner: Option<String>,
}

/// Whether words that no story has are shown: they are a vocabulary, and what it lacks is said.
pub fn is_vocabulary(taxonomy: &str) -> bool {
    matches!(taxonomy, "touchpoints" | "stage" | "outcome")
}

/// The words of a taxonomy: the config's vocabulary first, then those that are in use, in their order.
fn words(of: &Source, name: &str, lang_id: LangId) -> Vec<Word> {
    let found = of.taxonomy(name, lang_id);
    let terms = || {
        let all = found.map(|(taxonomy, found)| (0..found.terms.len()).map(move |term| TermId { taxonomy, term }));
        all.into_iter().flatten()
    };
    let slug = |id: TermId| of.index.taxonomy(id.taxonomy).terms[id.term].slug.as_str();
    let by_slug: BTreeMap<&str, TermId> = terms().map(|id| (slug(id), id)).collect();
    let (mut words, mut listed) = (Vec::new(), BTreeSet::new());
    let config = of.config.taxonomies.iter().find(|taxonomy| taxonomy.name == name);
    for known in config.into_iter().filter(|_| is_vocabulary(name)).flat_map(|config| &config.terms) {
        let slug = term_slug(&known.name);
        match by_slug.get(slug.as_str()).copied() {
            Some(id) => {
                words.push(word(of, id));
                listed.insert(id.term);
            }
            None => {
                let Some(config) = config else { continue };
                let name = references::label(
                    of.theme,
                    of.config,
                    config,
                    &of.index.languages[lang_id.at()],
                    &slug,
                    &known.name,
                );
                words.push(Word { name, slug, term: None, owner: known.owner.clone() });
            }
        }
    }
    let others = terms().filter(|id| !listed.contains(&id.term));
    words.extend(others.map(|id| word(of, id)));
    words
}

fn word(of: &Source, id: TermId) -> Word {
    let reference = of.references.term(id);
    let (name, slug) = (reference.name.clone(), reference.slug.clone());
    Word {
        name,
        slug,
        term: Some(id),
        owner: references::vocabulary(of.index, of.config, id).and_then(|known| known.owner.clone()),
    }
}

fn fact(index: &Index, id: DocId) -> Fact {
    let entry = index.entry(id);
    let fields = &entry.fields;
    let scores = fields.scores.unwrap_or_default();
    let halves = |half: Option<Rating>| half.map(Rating::halves);
    let when = fields.experienced_on.as_ref().or(entry.date.as_ref()).map(|when| when.day());
    Fact {
        verdict: entry.experience(),
        is_own: fields.source.as_ref().is_none_or(|source| source.platform.is_none()),
        answers: [
            fields.nps.map(|answer| answer.0),
            fields.csat.map(|answer| answer.0),
            fields.ces.map(|answer| answer.0),
            halves(fields.rating),
            halves(scores.product),
            halves(scores.service),
            halves(scores.experience),
        ],
        month: when.map(|day| i32::from(day.year()) * 12 + i32::from(day.month()) - 1),
        has_worth: fields.worth.is_some(),
    }
}
