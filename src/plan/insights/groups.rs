//! Which stories stand behind which number. Every number is the length of one of these lists, so that what
//! is counted and what can be read are the same.

use std::collections::BTreeMap;

use crate::model::{DocId, Experience, LangId, Stage};
use crate::plan::facts::{Facts, QUESTIONS, STAGE, TAXONOMIES};
use crate::plan::site_model::SiteModel;
use crate::plan::view::Counts;

/// The voices of a part of the site, sorted by what can be counted of them. Each list keeps the order of the
/// voices: newest first.
pub struct Groups<'a> {
    /// What each of them says.
    pub facts: &'a Facts,
    /// All of them.
    pub voices: &'a [DocId],
    /// By taxonomy as in [`TAXONOMIES`], then by term.
    pub terms: [BTreeMap<u32, Vec<DocId>>; TAXONOMIES.len()],
    /// By step of the relationship: the words it leads from and to, as terms of the stages.
    pub steps: BTreeMap<(u32, u32), Vec<DocId>>,
    /// By month since the year 0.
    pub months: BTreeMap<i32, Vec<DocId>>,
    /// Those that answer one of [`QUESTIONS`] and were told to this site.
    pub answers: [Vec<DocId>; QUESTIONS.len()],
    /// Those that say what it was worth, by currency; empty where they name none.
    pub worth: BTreeMap<String, Vec<DocId>>,
    /// Those that came from other platforms.
    pub elsewhere: Vec<DocId>,
}

impl<'a> Groups<'a> {
    /// Those of some that were told to this site.
    pub fn own(&self, ids: &[DocId]) -> Vec<DocId> {
        ids.iter().copied().filter(|id| self.facts.of(*id).is_own).collect()
    }

    /// How many of each verdict.
    pub fn counts(&self, ids: &[DocId]) -> Counts {
        let mut counts = Counts { total: ids.len(), ..Counts::default() };
        for id in ids {
            match self.facts.of(*id).verdict {
                Some(Experience::Good) => counts.good += 1,
                Some(Experience::Bad) => counts.bad += 1,
                Some(Experience::Mixed) => counts.mixed += 1,
                None => {}
            }
        }
        counts
    }

    /// Those of a term; `taxonomy` is a place among [`TAXONOMIES`].
    pub fn under(&self, taxonomy: usize, term: usize) -> &[DocId] {
        u32::try_from(term).ok().and_then(|term| self.terms[taxonomy].get(&term)).map_or(&[], Vec::as_slice)
    }
}

/// Sorts some voices of a language.
pub(super) fn sorted_out<'a>(model: &SiteModel, facts: &'a Facts, voices: &'a [DocId], lang_id: LangId) -> Groups<'a> {
    let mut groups = Groups {
        facts,
        voices,
        terms: Default::default(),
        steps: BTreeMap::new(),
        months: BTreeMap::new(),
        answers: Default::default(),
        worth: BTreeMap::new(),
        elsewhere: Vec::new(),
    };
    let stages = model.taxonomy_named(TAXONOMIES[STAGE], lang_id).map(|(_, taxonomy)| taxonomy);
    for id in voices.iter().copied() {
        let fact = facts.of(id);
        for (taxonomy, terms) in groups.terms.iter_mut().enumerate() {
            facts.terms(taxonomy, id).iter().for_each(|term| terms.entry(*term).or_default().push(id));
        }
        if facts.terms(STAGE, id).len() > 1
            && let Some(Stage::Step { from, to }) = &model.index.entry(id).fields.stage
            && let Some(stages) = stages
            && let (Some(from), Some(to)) = (stages.position(from), stages.position(to))
        {
            groups.steps.entry((from as u32, to as u32)).or_default().push(id);
        }
        if let Some(month) = fact.month {
            groups.months.entry(month).or_default().push(id);
        }
        if fact.is_own {
            let answered = groups.answers.iter_mut().zip(&fact.answers).filter(|(_, answer)| answer.is_some());
            answered.for_each(|(ids, _)| ids.push(id));
        } else {
            groups.elsewhere.push(id);
        }
        if fact.has_worth
            && let Some(worth) = &model.index.entry(id).fields.worth
            && (worth.paid.is_some() || worth.would_pay.is_some() || worth.lost.is_some())
        {
            let currency = worth.currency.as_deref().unwrap_or_default().trim().to_uppercase();
            groups.worth.entry(currency).or_default().push(id);
        }
    }
    groups
}
