//! What each voice says, as numbers and as places in the taxonomies: read once for a language, so that any
//! part of the insights can be counted without reading a document again.

use std::collections::BTreeMap;

use super::rows::Word;
use crate::index::{Index, Taxonomy};
use crate::model::{DocId, Experience, Rating};
use crate::plan::Planner;

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

impl Planner {
    /// What the voices of a tree say, made once.
    pub(super) fn facts(&self, tree: usize) -> &Facts {
        self.facts[tree].get_or_init(|| self.read_facts(tree))
    }

    fn read_facts(&self, tree: usize) -> Facts {
        let index = &self.index;
        let is_in =
            |id: &DocId| index.entry(*id).kind().is_voice() && index.shown_in(*id, tree, self.config.untranslated);
        let voices: Vec<DocId> = index.by_date.iter().copied().filter(is_in).collect();
        let mut facts = vec![Fact::default(); index.entries.len()];
        voices.iter().for_each(|id| facts[id.at()] = fact(index, *id));
        let links = TAXONOMIES.map(|name| {
            let taxonomy = self.taxonomy_named(name, tree).map(|(_, taxonomy)| taxonomy);
            Links::new(taxonomy, index.entries.len())
        });
        let words = TAXONOMIES.map(|name| self.words(name, tree));
        let places = std::array::from_fn(|taxonomy| {
            let term = |word: &Word| word.term.and_then(|id| u32::try_from(id.term).ok());
            words[taxonomy].iter().enumerate().filter_map(|(at, word)| Some((term(word)?, at))).collect()
        });
        Facts { facts, links, voices, words, places }
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
