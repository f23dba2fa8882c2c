//! Clues: which touchpoints go with bad experiences, how sure that is, who answers for them, and what
//! customers say. And coverage: what nothing is told of.

use std::cmp::Reverse;

use super::facts::{BRAND, TAXONOMIES, TOUCHPOINTS};
use super::groups::Groups;
use super::interval::{Ends, effect};
use super::rows::Word;
use super::{Whose, behind};
use crate::model::{DocId, Experience, Many};
use crate::plan::view::{
    ClueView, ClueWords, CluesView, Counts, CoverageColumn, CoverageRow, CoverageView, Estimate, Hundredths,
};
use crate::plan::{Planner, TermId};

/// The most stories of a touchpoint whose words are shown.
const MOST_WORDS: usize = 3;

/// The most brands whose coverage is shown.
const MOST_BRANDS: usize = 30;

impl Planner {
    /// The touchpoints of some voices, the worst first, those of which too little is known last.
    pub(super) fn clues(&self, groups: &Groups, whose: Whose, least: usize) -> Option<CluesView> {
        let (at, _) = self.taxonomy_named(TAXONOMIES[TOUCHPOINTS], self.tree_of(whose))?;
        // Of one touchpoint alone there is nothing to compare.
        if matches!(whose, Whose::Term(id) if id.taxonomy == at) || groups.terms[TOUCHPOINTS].is_empty() {
            return None;
        }
        let ends = |ids: &[DocId]| {
            let Counts { good, bad, total, .. } = groups.counts(&groups.own(ids));
            Ends { top: good, bottom: bad, of: total }
        };
        let all = ends(groups.voices);
        let clue = |(term, ids): (&u32, &Vec<DocId>)| {
            let with = ends(ids);
            let without = Ends { top: all.top - with.top, bottom: all.bottom - with.bottom, of: all.of - with.of };
            let id = TermId { taxonomy: at, term: *term as usize };
            let (reference, effect) = (self.cards.term(id), effect(with, without, least));
            let is_bad = effect.value < Some(Hundredths(0)) && (effect.value.is_some() || with.bottom > with.top);
            ClueView {
                name: reference.name.clone(),
                slug: reference.slug.clone(),
                path: reference.path.clone(),
                owner: self.said_of(id).owner,
                with: with.of,
                bad: with.bottom,
                certainty: certainty(&effect),
                words: if is_bad { self.words_why(groups, ids) } else { Vec::new() },
                behind: match with.of == ids.len() {
                    true => behind::term(TAXONOMIES[TOUCHPOINTS], &reference.slug),
                    false => behind::clue(&reference.slug),
                },
                effect,
            }
        };
        let mut rows: Vec<ClueView> = groups.terms[TOUCHPOINTS].iter().map(clue).collect();
        rows.sort_by_key(|clue| (clue.effect.value.is_none(), clue.effect.value, Reverse(clue.bad)));
        let bounds = rows.iter().flat_map(|clue| [clue.effect.low, clue.effect.high]).flatten();
        let reach = bounds.map(|bound| Hundredths(bound.0.abs())).max().unwrap_or(Hundredths(0));
        let told = rows.iter().filter(|clue| clue.effect.value.is_some()).count();
        Some(CluesView { reach, told, rows })
    }

    /// What customers say of bad experiences, and of mixed ones: one line for each story, the newest first.
    fn words_why(&self, groups: &Groups, ids: &[DocId]) -> Vec<ClueWords> {
        let of = |verdict: Experience| ids.iter().filter(move |id| groups.facts.of(**id).verdict == Some(verdict));
        let told = of(Experience::Bad).chain(of(Experience::Mixed)).filter_map(|id| {
            let fields = &self.index.entry(*id).fields;
            let first = |many: &Option<Many>| many.as_ref().and_then(|many| many.0.first().cloned());
            let text = first(&fields.clues).or_else(|| first(&fields.negatives)).or_else(|| fields.quote.clone())?;
            Some(ClueWords { text, story: self.hashed_link(*id).clone() })
        });
        told.take(MOST_WORDS).collect()
    }

    /// Which touchpoint of which brand has no story.
    pub(super) fn coverage(&self, groups: &Groups, whose: Whose) -> Option<CoverageView> {
        let tree = self.tree_of(whose);
        let (brand_at, _) = self.taxonomy_named(TAXONOMIES[BRAND], tree)?;
        let mut touchpoints: Vec<&Word> = groups.facts.words[TOUCHPOINTS].iter().collect();
        let mut brands: Vec<&Word> = groups.facts.words[BRAND].iter().collect();
        if let Whose::Term(id) = whose {
            match self.config.taxonomies[self.index.taxonomies[id.taxonomy].config].name.as_str() {
                "touchpoints" => touchpoints.retain(|word| word.term == Some(id)),
                "brand" => brands.retain(|word| word.term == Some(id)),
                _ => return None,
            }
        }
        let ids = |word: &Word| word.term.map_or(&[][..], |id| groups.under(BRAND, id.term));
        brands.sort_by_key(|word| Reverse(ids(word).len()));
        let more = brands.len().saturating_sub(MOST_BRANDS);
        brands.truncate(MOST_BRANDS);
        let row = |word: &&Word| {
            let at = |touchpoint: &&Word| {
                let has = |id: &DocId| {
                    let terms = groups.facts.terms(TOUCHPOINTS, *id);
                    touchpoint.term.is_some_and(|term| terms.contains(&(term.term as u32)))
                };
                let there: Vec<DocId> = ids(word).iter().copied().filter(has).collect();
                groups.counts(&there)
            };
            let cells: Vec<Counts> = touchpoints.iter().map(at).collect();
            let covered = cells.iter().filter(|cell| cell.total > 0).count();
            let term = word.term.filter(|term| term.taxonomy == brand_at)?;
            let behind = self.behind_path(Whose::Term(term));
            Some(CoverageRow { brand: self.cards.term(term).clone(), behind, cells, covered })
        };
        let rows: Vec<CoverageRow> = brands.iter().filter_map(row).collect();
        let column = |word: &Word| CoverageColumn {
            name: word.name.clone(),
            behind: behind::term(TAXONOMIES[TOUCHPOINTS], &word.slug),
        };
        let touchpoints: Vec<CoverageColumn> = touchpoints.into_iter().map(column).collect();
        (!rows.is_empty() && !touchpoints.is_empty()).then_some(CoverageView { touchpoints, rows, more })
    }
}

/// How sure an effect is: its bounds leave out zero, or they do not, or nothing can be said.
fn certainty(effect: &Estimate) -> &'static str {
    match (effect.low, effect.high) {
        (Some(low), Some(high)) if low > Hundredths(0) || high < Hundredths(0) => "sure",
        (Some(_), Some(_)) => "unsure",
        _ => "few",
    }
}
