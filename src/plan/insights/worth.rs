//! The profit and loss of experience: what customers would have paid less what they paid, and what they lost.
//! In each currency for itself: amounts of different currencies are never added.

use super::anchors;
use super::groups::Groups;
use crate::model::{Amount, DocId, Worth};
use crate::plan::artifact::{InsightsScope, TermId};
use crate::plan::facts::{BRAND, TAXONOMIES, TOUCHPOINTS};
use crate::plan::insights;
use crate::plan::site_model::SiteModel;
use crate::plan::view::{AccountLine, AccountView};

/// The most lines of an account for each of brands and touchpoints.
const MOST_LINES: usize = 30;

/// The stories of one line: what it is called, its place behind the numbers, its list.
pub struct Line {
    /// The brand or touchpoint; `None` for all together.
    pub name: Option<String>,
    /// Where its stories stand.
    pub drilldown: String,
    /// They.
    pub ids: Vec<DocId>,
}

/// The lines of one account.
pub struct Lines {
    /// The currency.
    pub currency: String,
    /// All together.
    pub total: Line,
    /// By brand.
    pub brands: Vec<Line>,
    /// By touchpoint.
    pub touchpoints: Vec<Line>,
}

/// Which stories stand in which line of the accounts.
pub(super) fn lines(model: &SiteModel, groups: &Groups, whose: InsightsScope) -> Vec<Lines> {
    let lang_id = insights::lang_of(model, whose);
    let lines = |currency: &str, taxonomy: usize, ids: &[DocId]| -> Vec<Line> {
        let name = TAXONOMIES[taxonomy];
        let Some((at, terms)) = model.taxonomy_named(name, lang_id) else { return Vec::new() };
        if matches!(whose, InsightsScope::Term(id) if id.taxonomy == at) {
            return Vec::new();
        }
        let line = |term: usize| {
            let of_term = |id: &DocId| groups.facts.terms(taxonomy, *id).contains(&(term as u32));
            let ids: Vec<DocId> = ids.iter().copied().filter(of_term).collect();
            let reference = model.reference(TermId { taxonomy: at, term });
            let drilldown = anchors::worth(currency, Some((name, &reference.slug)));
            Line { name: Some(reference.name.clone()), drilldown, ids }
        };
        let mut used: Vec<usize> =
            ids.iter().flat_map(|id| groups.facts.terms(taxonomy, *id)).map(|term| *term as usize).collect();
        used.sort_unstable();
        used.dedup();
        used.truncate(MOST_LINES.min(terms.terms.len()));
        used.into_iter().map(line).collect()
    };
    let account = |(currency, ids): (&String, &Vec<DocId>)| Lines {
        currency: currency.clone(),
        total: Line { name: None, drilldown: anchors::worth(currency, None), ids: ids.clone() },
        brands: lines(currency, BRAND, ids),
        touchpoints: lines(currency, TOUCHPOINTS, ids),
    };
    groups.worth.iter().map(account).collect()
}

/// The accounts, by currency.
pub(super) fn accounts(model: &SiteModel, groups: &Groups, whose: InsightsScope) -> Vec<AccountView> {
    let account = |Lines { currency, total, brands, touchpoints }: Lines| {
        let sum =
            |lines: Vec<Line>| -> Vec<AccountLine> { lines.into_iter().map(|line| add_up(model, line)).collect() };
        let (brands, touchpoints) = (sum(brands), sum(touchpoints));
        let lines = brands.iter().chain(&touchpoints);
        let most = lines.flat_map(|line| [line.worth.0.abs(), line.lost.0.abs()]).max();
        AccountView { currency, most: Amount(most.unwrap_or(0)), total: add_up(model, total), brands, touchpoints }
    };
    lines(model, groups, whose).into_iter().map(account).collect()
}

fn add_up(model: &SiteModel, Line { name, drilldown, ids }: Line) -> AccountLine {
    let worths = || ids.iter().filter_map(|id| model.index.entry(*id).fields.worth.as_ref());
    let both = |worth: &Worth| Some((worth.paid?, worth.would_pay?));
    let valued = || worths().filter_map(both);
    let paid: i64 = valued().map(|(paid, _)| paid.0).sum();
    let would_pay: i64 = valued().map(|(_, would_pay)| would_pay.0).sum();
    let lost: i64 = worths().filter_map(|worth| worth.lost).map(|lost| lost.0).sum();
    AccountLine {
        name,
        valued: valued().count(),
        paid: Amount(paid),
        would_pay: Amount(would_pay),
        worth: Amount(would_pay - paid),
        losers: worths().filter(|worth| worth.lost.is_some()).count(),
        lost: Amount(lost),
        result: Amount(would_pay - paid - lost),
        drilldown,
    }
}
