//! Good and bad by touchpoint, channel, feeling, stage, outcome and brand; by step; over time.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::groups::Groups;
use super::{anchors, interval, routes};
use crate::model::{DocId, Experience, LangId};
use crate::plan::artifact::{InsightsScope, TermId};
use crate::plan::facts::{self, OUTCOME, TAXONOMIES, Word};
use crate::plan::site_model::SiteModel;
use crate::plan::view::{Dimension, OutcomeView, PeriodView, RowView, TimeView};
use crate::plan::{insights, lists};

/// The most words of a taxonomy that are drawn.
const MOST_ROWS: usize = 30;

/// The most spans of time that are drawn; older ones are only counted.
const MOST_SPANS: usize = 40;

/// Spans are months, or quarters, where there are at most so many of them...
const MANY_SPANS: usize = 20;

/// ... and so many stories in each on average: what few tell goes up and down by chance...
const LEAST_IN_SPAN: usize = 3;

/// ... but a few spans are always drawn.
const FEW_SPANS: usize = 6;

/// The taxonomies of some voices, by name. What the voices are all about is left out: it has one row.
pub(super) fn dimensions(
    model: &SiteModel,
    groups: &Groups,
    whose: InsightsScope,
    least: usize,
) -> BTreeMap<&'static str, Dimension> {
    let lang_id = insights::lang_of(model, whose);
    let mut all = BTreeMap::new();
    for (at, name) in TAXONOMIES.into_iter().enumerate() {
        let is_own = matches!(whose, InsightsScope::Term(id) if model.taxonomy_named(name, lang_id).is_some_and(|(own, _)| own == id.taxonomy));
        if (is_own && name == "brand") || groups.terms[at].is_empty() {
            continue;
        }
        let dimension = dimension(model, groups, at, lang_id, least);
        // Words that are drawn, and none of which any of these voices has, say nothing.
        if dimension.most > 0 {
            all.insert(name, dimension);
        }
    }
    all
}

fn dimension(model: &SiteModel, groups: &Groups, at: usize, lang_id: LangId, least: usize) -> Dimension {
    let name = TAXONOMIES[at];
    let (words, more) = drawn_words(groups, at);
    let row = |word: &&Word| row(model, groups, name, word, ids_of(groups, at, word), least);
    let rows: Vec<RowView> = words.iter().map(row).collect();
    let said = |id: &&DocId| !groups.facts.terms(at, **id).is_empty();
    let taxonomy = model.taxonomy_named(name, lang_id).map(|(_, taxonomy)| lists::taxonomy_nav(model, taxonomy));
    Dimension {
        name,
        title: taxonomy.as_ref().map_or_else(String::new, |taxonomy| taxonomy.title.clone()),
        most: rows.iter().map(|row| row.counts.total).max().unwrap_or(0),
        rows,
        more,
        path: taxonomy.map(|taxonomy| taxonomy.path),
        unsaid: groups.voices.len() - groups.voices.iter().filter(said).count(),
    }
}

fn row(model: &SiteModel, groups: &Groups, name: &str, word: &Word, ids: &[DocId], least: usize) -> RowView {
    let counts = groups.counts(ids);
    RowView {
        name: word.name.clone(),
        slug: word.slug.clone(),
        path: word.term.map(|id| model.reference(id).path.clone()),
        insights: word.term.and_then(|id| routes::insights_path(model, InsightsScope::Term(id))),
        owner: word.owner.clone(),
        bad: interval::share(counts.bad, counts.total, least),
        drilldown: anchors::term(name, &word.slug),
        counts,
    }
}

/// The steps from one stage to another, in the order of the stages.
pub(super) fn steps(model: &SiteModel, groups: &Groups, lang_id: LangId, least: usize) -> Option<Dimension> {
    let (at, taxonomy) = model.taxonomy_named("stage", lang_id)?;
    let word = |term: u32| model.reference(TermId { taxonomy: at, term: term as usize });
    let slug = |term: u32| taxonomy.terms[term as usize].slug.as_str();
    let step = |(&(from, to), ids): (&(u32, u32), &Vec<DocId>)| {
        let counts = groups.counts(ids);
        RowView {
            name: format!("{} → {}", word(from).name, word(to).name),
            slug: format!("{}--{}", slug(from), slug(to)),
            path: None,
            insights: None,
            owner: None,
            bad: interval::share(counts.bad, counts.total, least),
            drilldown: anchors::step(slug(from), slug(to)),
            counts,
        }
    };
    let rows: Vec<RowView> = groups.steps.iter().map(step).collect();
    let told: usize = rows.iter().map(|row| row.counts.total).sum();
    let title =
        model.theme.strings.word(&model.index.languages[lang_id.at()], "insights.steps", None).unwrap_or("Steps");
    (!rows.is_empty()).then(|| Dimension {
        name: "step",
        title: title.to_owned(),
        most: rows.iter().map(|row| row.counts.total).max().unwrap_or(0),
        rows,
        more: 0,
        path: None,
        unsaid: groups.voices.len() - told,
    })
}

/// What came of good ones and of bad ones, among those that say so.
pub fn outcomes(groups: &Groups, least: usize) -> Vec<OutcomeView> {
    let all: Vec<DocId> =
        groups.voices.iter().copied().filter(|id| !groups.facts.terms(OUTCOME, *id).is_empty()).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let of = groups.counts(&all);
    let outcome = |word: &Word| {
        let counts = groups.counts(word.term.map_or(&[], |id| groups.under(OUTCOME, id.term)));
        OutcomeView {
            good: interval::share(counts.good, of.good, least),
            good_count: counts.good,
            bad: interval::share(counts.bad, of.bad, least),
            bad_count: counts.bad,
            drilldown: anchors::term(TAXONOMIES[OUTCOME], &word.slug),
            name: word.name.clone(),
            slug: word.slug.clone(),
        }
    };
    drawn_words(groups, OUTCOME).0.into_iter().map(outcome).collect()
}

/// The words of one of [`TAXONOMIES`] that are drawn, and how many more there are: those of a vocabulary in its order,
/// others by how many stories they have.
pub fn drawn_words<'a>(groups: &'a Groups, at: usize) -> (Vec<&'a Word>, usize) {
    let words = &groups.facts.words[at];
    let is_vocabulary = facts::is_vocabulary(TAXONOMIES[at]);
    let mut drawn = most_told(groups, at, is_vocabulary);
    if is_vocabulary {
        drawn.sort_unstable();
    }
    let all = if is_vocabulary { words.len() } else { groups.terms[at].len() };
    (drawn.iter().map(|word| &words[*word]).collect(), all - drawn.len())
}

/// The places of the words of which these voices tell most, as many as are drawn; where there are fewer and
/// `with_untold`, the first of the others make up the number. However many words the site has, only those of these
/// voices are looked at: each brand has such a list.
pub fn most_told(groups: &Groups, at: usize, with_untold: bool) -> Vec<usize> {
    let words = &groups.facts.words[at];
    let mut told = told_words(groups, at);
    told.sort_by_key(|word| Reverse(ids_of(groups, at, &words[*word]).len()));
    told.truncate(MOST_ROWS);
    let free = MOST_ROWS - told.len();
    let untold: Vec<usize> = (0..words.len()).filter(|word| !told.contains(word)).take(free).collect();
    if with_untold {
        told.extend(untold);
    }
    told
}

/// The places of the words of which these voices tell, in their order.
pub fn told_words(groups: &Groups, at: usize) -> Vec<usize> {
    let mut told: Vec<usize> = groups.terms[at].keys().filter_map(|term| groups.facts.word_of(at, *term)).collect();
    told.sort_unstable();
    told
}

/// The stories under a word of one of [`TAXONOMIES`].
pub fn ids_of<'a>(groups: &'a Groups, taxonomy: usize, word: &Word) -> &'a [DocId] {
    word.term.map_or(&[], |id| groups.under(taxonomy, id.term))
}

/// A span of time: how many months it has, counted from the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Month = 1,
    Quarter = 3,
    Year = 12,
}

/// The stories by span of time: the unit, the spans, and how many are older than those.
struct Spans {
    unit: Unit,
    /// By the number of the span since the year 0.
    spans: BTreeMap<i32, Vec<DocId>>,
    earlier: usize,
}

fn spans(groups: &Groups) -> Option<Spans> {
    let (first, last) = (*groups.months.first_key_value()?.0, *groups.months.last_key_value()?.0);
    let dated: usize = groups.months.values().map(Vec::len).sum();
    let most = (dated / LEAST_IN_SPAN).clamp(FEW_SPANS, MANY_SPANS) as i32;
    let fits = |unit: &Unit| last.div_euclid(*unit as i32) - first.div_euclid(*unit as i32) < most;
    let unit = [Unit::Month, Unit::Quarter].into_iter().find(fits).unwrap_or(Unit::Year);
    let number = |month: i32| month.div_euclid(unit as i32);
    let from = number(first).max(number(last) - MOST_SPANS as i32 + 1);
    let mut spans: BTreeMap<i32, Vec<DocId>> = (from..=number(last)).map(|span| (span, Vec::new())).collect();
    let mut earlier = 0;
    for (month, ids) in &groups.months {
        match spans.get_mut(&number(*month)) {
            Some(span) => span.extend(ids),
            None => earlier += ids.len(),
        }
    }
    Some(Spans { unit, spans, earlier })
}

/// The spans of time with their stories: slug and list.
pub fn periods(groups: &Groups) -> Vec<(String, Vec<DocId>)> {
    let Some(Spans { unit, spans, .. }) = spans(groups) else { return Vec::new() };
    spans.into_iter().map(|(span, ids)| (period_slug(unit, span), ids)).collect()
}

fn period_slug(unit: Unit, span: i32) -> String {
    let month = span * unit as i32;
    let year = month.div_euclid(12);
    match unit {
        Unit::Month => format!("{year}-{:02}", month.rem_euclid(12) + 1),
        Unit::Quarter => format!("{year}-q{}", month.rem_euclid(12) / 3 + 1),
        Unit::Year => year.to_string(),
    }
}

/// Good and bad over time.
pub fn time(groups: &Groups) -> Option<TimeView> {
    let Spans { unit, spans, earlier } = spans(groups)?;
    let periods: Vec<PeriodView> = spans
        .into_iter()
        .map(|(span, ids)| {
            let (month, slug) = (span * unit as i32, period_slug(unit, span));
            PeriodView {
                number: month.rem_euclid(12) / unit as i32 + 1,
                from: format!("{:04}-{:02}-01", month.div_euclid(12), month.rem_euclid(12) + 1),
                counts: groups.counts(&ids),
                drilldown: anchors::period(&slug),
                slug,
            }
        })
        .collect();
    Some(TimeView {
        unit: match unit {
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
        },
        most: periods.iter().map(|period| period.counts.total).max().unwrap_or(0),
        periods,
        earlier,
        undated: groups.voices.len() - groups.months.values().map(Vec::len).sum::<usize>(),
    })
}

/// The verdicts in the order in which they are shown.
pub const VERDICTS: [Experience; 3] = [Experience::Good, Experience::Mixed, Experience::Bad];
