//! What stories say together: of the whole site, of a brand, of a touchpoint, of a feeling. Counting and
//! comparing only; the sentences and the drawings are the theme's.

mod anchors;
mod clues;
mod drilldown;
mod groups;
mod interval;
mod measures;
pub(in crate::plan) mod pages;
pub(in crate::plan) mod routes;
mod rows;
mod worth;

use groups::Groups;

use crate::model::{DocId, LangId};
use crate::plan::artifact::{InsightsScope, TermId};
use crate::plan::counts;
use crate::plan::own_pages::OwnPage;
use crate::plan::site_model::SiteModel;
use crate::plan::view::{Counts, Estimate, Hundredths, Insights, Scale};

/// The taxonomies whose terms have insights of their own.
const OWN: [&str; 3] = ["brand", "touchpoints", "feelings"];

/// The few numbers by which parts of a site are compared.
pub struct Headline {
    /// How many are good, bad and mixed.
    pub counts: Counts,
    /// The measures by name.
    pub measures: Vec<(&'static str, Estimate)>,
    /// The result of each account, by currency.
    pub accounts: Vec<(String, Hundredths)>,
}

/// The language where they stand.
pub(super) fn lang_of(model: &SiteModel, whose: InsightsScope) -> LangId {
    match whose {
        InsightsScope::Site(lang_id) => lang_id,
        InsightsScope::Term(id) => model.index.taxonomy(id.taxonomy).lang_id,
    }
}

/// Whether there is a page of insights of these: the theme draws them; and of a part of the site there are so many
/// voices that there is something to say. In another language than the main one, so many must be in that language.
pub(super) fn has_insights(model: &SiteModel, whose: InsightsScope) -> bool {
    let lang_id = lang_of(model, whose);
    let is_counted = |id: &DocId| {
        let entry = model.index.entry(*id);
        entry.kind().is_voice() && (lang_id == LangId::MAIN || entry.lang_id == lang_id)
    };
    model.config.insights.enabled
        && model.theme.has(OwnPage::Insights.template())
        && match whose {
            InsightsScope::Site(_) => true,
            InsightsScope::Term(id) => {
                let taxonomy = &model.config.taxonomies[model.index.taxonomy(id.taxonomy).config];
                let most_needed = model.config.insights.at_least as usize;
                OWN.contains(&taxonomy.name.as_str())
                    && at_home(model, id) == id
                    && model.members(id).iter().filter(|id| is_counted(id)).take(most_needed).count()
                        >= most_needed.max(1)
            }
        }
}

/// The same term where its page stands, which may be in another language.
pub(super) fn at_home(model: &SiteModel, id: TermId) -> TermId {
    let taxonomy = model.index.taxonomy(id.taxonomy);
    let term = &taxonomy.terms[id.term];
    let there = || {
        let name = &model.config.taxonomies[taxonomy.config].name;
        let (at, there) = model.taxonomy_named(name, term.home)?;
        Some(TermId { taxonomy: at, term: there.position(&term.slug)? })
    };
    match term.page {
        Some(page) => model.entities.get(&page).copied().unwrap_or(id),
        None => there().unwrap_or(id),
    }
}

/// Every page of insights besides the site's own.
pub(super) fn with_insights(model: &SiteModel) -> impl Iterator<Item = TermId> {
    let all = model.index.taxonomies_by_id();
    let all = all.flat_map(|(taxonomy, of)| (0..of.terms.len()).map(move |term| TermId { taxonomy, term }));
    all.filter(|id| has_insights(model, InsightsScope::Term(*id)))
}

fn voices_of(model: &SiteModel, whose: InsightsScope) -> Vec<DocId> {
    match whose {
        InsightsScope::Site(lang_id) => model.facts(lang_id).voices.clone(),
        InsightsScope::Term(id) => {
            model.members(id).iter().copied().filter(|id| model.index.entry(*id).kind().is_voice()).collect()
        }
    }
}

/// Gives the voices of a part of the site, sorted.
fn grouped<T>(model: &SiteModel, whose: InsightsScope, then: impl FnOnce(&Groups) -> T) -> T {
    let (voices, lang_id) = (voices_of(model, whose), lang_of(model, whose));
    then(&groups::sorted_out(model, model.facts(lang_id), &voices, lang_id))
}

/// What they say together.
pub(super) fn insights(model: &SiteModel, whose: InsightsScope) -> Insights {
    grouped(model, whose, |groups| count_insights(model, groups, whose))
}

/// The few numbers by which parts are compared.
pub(super) fn headline(model: &SiteModel, whose: InsightsScope) -> Headline {
    let least = model.config.insights.at_least as usize;
    grouped(model, whose, |groups| {
        let (scores, scales) = measures::scales(groups, least);
        let measures = scales.into_values().chain(scores).map(|scale| (scale.name, scale.measure));
        let accounts = worth::accounts(model, groups, whose).into_iter();
        Headline {
            counts: groups.counts(groups.voices),
            measures: measures.collect(),
            accounts: accounts.map(|of| (of.currency, Hundredths(of.total.result.0))).collect(),
        }
    })
}

/// What the stories under a term rate it, if any of them was told to this site and does.
pub(super) fn rating(model: &SiteModel, id: TermId) -> Option<Scale> {
    let least = model.config.insights.at_least as usize;
    grouped(model, InsightsScope::Term(id), |groups| measures::scales(groups, least).1.remove("rating"))
}

fn count_insights(model: &SiteModel, groups: &Groups, whose: InsightsScope) -> Insights {
    let (lang_id, least) = (lang_of(model, whose), model.config.insights.at_least as usize);
    let counts = groups.counts(groups.voices);
    let gone = match whose {
        InsightsScope::Site(lang_id) => &model.index.gone[lang_id.at()],
        InsightsScope::Term(id) => &model.index.taxonomy(id.taxonomy).terms[id.term].gone,
    };
    let (scores, scales) = measures::scales(groups, least);
    Insights {
        good: interval::share(counts.good, counts.total, least),
        bad: interval::share(counts.bad, counts.total, least),
        withheld: counts::withheld(model, gone, &counts, lang_id),
        elsewhere: groups.elsewhere.len(),
        least,
        scales,
        scores,
        dimensions: rows::dimensions(model, groups, whose, least),
        steps: rows::steps(model, groups, lang_id, least),
        time: rows::time(groups),
        outcomes: rows::outcomes(groups, least),
        accounts: worth::accounts(model, groups, whose),
        coverage: clues::coverage(model, groups, whose),
        clues: clues::clues(model, groups, whose, least),
        counts,
    }
}
