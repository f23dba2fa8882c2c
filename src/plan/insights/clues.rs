//! Clues: which touchpoints go with bad experiences, how sure that is, who answers for them, and what
//! customers say. And coverage: what nothing is told of.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::groups::Groups;
use super::{anchors, interval, routes, rows};
use crate::digest::Hashed;
use crate::model::{DocId, Experience, OneOrMany};
use crate::plan::artifact::{InsightsScope, TermId};
use crate::plan::facts::{BRAND, TAXONOMIES, TOUCHPOINTS, Word};
use crate::plan::site_model::SiteModel;
use crate::plan::view::{
    ClueView, ClueWords, CluesView, Counts, CoverageColumn, CoverageRow, CoverageView, Estimate, Hundredths, Ref,
};
use crate::plan::{cards, insights, lists};

/// The most stories of a touchpoint whose words are shown.
const MOST_WORDS: usize = 3;

/// The touchpoints of some voices, the worst first, those of which too little is known last.
pub(super) fn clues(model: &SiteModel, groups: &Groups, whose: InsightsScope, least: usize) -> Option<CluesView> {
    let (at, _) = model.taxonomy_named(TAXONOMIES[TOUCHPOINTS], insights::lang_of(model, whose))?;
    // Of one touchpoint alone there is nothing to compare.
    if matches!(whose, InsightsScope::Term(id) if id.taxonomy == at) || groups.terms[TOUCHPOINTS].is_empty() {
        return None;
    }
    let ends = |ids: &[DocId]| {
        let Counts { good, bad, total, .. } = groups.counts(&groups.own(ids));
        interval::Ends { top: good, bottom: bad, of: total }
    };
    let all = ends(groups.voices);
    let clue = |(term, ids): (&u32, &Vec<DocId>)| {
        let with = ends(ids);
        let without =
            interval::Ends { top: all.top - with.top, bottom: all.bottom - with.bottom, of: all.of - with.of };
        let id = TermId { taxonomy: at, term: *term as usize };
        let (reference, effect) = (model.reference(id), interval::effect(with, without, least));
        let is_bad = effect.value < Some(Hundredths(0)) && (effect.value.is_some() || with.bottom > with.top);
        ClueView {
            name: reference.name.clone(),
            slug: reference.slug.clone(),
            path: reference.path.clone(),
            owner: lists::said_of(model, id).owner,
            with: with.of,
            bad: with.bottom,
            certainty: certainty(&effect),
            words: if is_bad { words_why(model, groups, ids) } else { Vec::new() },
            drilldown: if with.of == ids.len() {
                anchors::term(TAXONOMIES[TOUCHPOINTS], &reference.slug)
            } else {
                anchors::clue(&reference.slug)
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
fn words_why(model: &SiteModel, groups: &Groups, ids: &[DocId]) -> Vec<ClueWords> {
    let of = |verdict: Experience| ids.iter().filter(move |id| groups.facts.of(**id).verdict == Some(verdict));
    let told = of(Experience::Bad).chain(of(Experience::Mixed)).filter_map(|id| {
        let fields = &model.index.entry(*id).fields;
        let first = |many: &Option<OneOrMany>| many.as_ref().and_then(|many| many.0.first().cloned());
        let text = first(&fields.clues).or_else(|| first(&fields.negatives)).or_else(|| fields.quote.clone())?;
        Some(ClueWords { text, story: cards::link(model, *id) })
    });
    told.take(MOST_WORDS).collect()
}

/// Which touchpoint of which brand has no story. However many there are of both, a table of constant size.
pub(super) fn coverage(model: &SiteModel, groups: &Groups, whose: InsightsScope) -> Option<CoverageView> {
    let lang_id = insights::lang_of(model, whose);
    let (brand_at, _) = model.taxonomy_named(TAXONOMIES[BRAND], lang_id)?;
    let of_one = match whose {
        InsightsScope::Site(_) => None,
        InsightsScope::Term(id) => {
            let name = model.config.taxonomies[model.index.taxonomy(id.taxonomy).config].name.as_str();
            let at = [TOUCHPOINTS, BRAND].into_iter().find(|at| TAXONOMIES[*at] == name)?;
            Some((at, groups.facts.word_of(at, id.term as u32)?))
        }
    };
    let word = |at: usize, place: usize| &groups.facts.words[at][place];
    let (touchpoints, more_touchpoints) = match of_one {
        Some((TOUCHPOINTS, place)) => (vec![word(TOUCHPOINTS, place)], 0),
        _ => rows::drawn_words(groups, TOUCHPOINTS),
    };
    let brands = match of_one {
        Some((BRAND, place)) => vec![place],
        _ => rows::most_told(groups, BRAND, true),
    };
    let more = if matches!(of_one, Some((BRAND, _))) { 0 } else { groups.facts.words[BRAND].len() - brands.len() };
    let row = |place: &usize| {
        let id = word(BRAND, *place).term.filter(|term| term.taxonomy == brand_at)?;
        let mut there: BTreeMap<u32, Vec<DocId>> = BTreeMap::new();
        for story in groups.under(BRAND, id.term) {
            groups
                .facts
                .terms(TOUCHPOINTS, *story)
                .iter()
                .for_each(|term| there.entry(*term).or_default().push(*story));
        }
        let term = |touchpoint: &&Word| touchpoint.term.and_then(|id| u32::try_from(id.term).ok());
        let ids =
            |touchpoint: &&Word| term(touchpoint).and_then(|term| there.get(&term)).map_or(&[][..], Vec::as_slice);
        let covered = match of_one {
            Some((TOUCHPOINTS, _)) => touchpoints.iter().filter(|touchpoint| !ids(touchpoint).is_empty()).count(),
            _ => there.len(),
        };
        let cells = touchpoints.iter().map(|touchpoint| groups.counts(ids(touchpoint))).collect();
        let drilldown = routes::insights_path(model, InsightsScope::Term(id));
        let brand = Hashed::new(Ref { image: None, ..Ref::clone(model.reference(id)) });
        Some(CoverageRow { brand, drilldown, cells, covered })
    };
    let rows: Vec<CoverageRow> = brands.iter().filter_map(row).collect();
    let column = |word: &&Word| CoverageColumn {
        name: word.name.clone(),
        drilldown: anchors::term(TAXONOMIES[TOUCHPOINTS], &word.slug),
    };
    let touchpoints: Vec<CoverageColumn> = touchpoints.iter().map(column).collect();
    let says = !rows.is_empty() && !touchpoints.is_empty();
    says.then_some(CoverageView { touchpoints, more_touchpoints, rows, more })
}

/// How sure an effect is: its bounds leave out zero, or they do not, or nothing can be said.
fn certainty(effect: &Estimate) -> &'static str {
    match (effect.low, effect.high) {
        (Some(low), Some(high)) if low > Hundredths(0) || high < Hundredths(0) => "sure",
        (Some(_), Some(_)) => "unsure",
        _ => "few",
    }
}
