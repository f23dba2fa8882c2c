//! What stories say together: of the whole site, of a brand, of a touchpoint, of a feeling. Counting and
//! comparing only; the sentences and the drawings are the theme's.

mod behind;
mod clues;
mod facts;
mod groups;
mod interval;
mod pages;
mod rows;
mod scales;
mod worth;

pub use facts::Facts;

use super::view::{Counts, Estimate, Hundredths, Insights, Scale};
use super::{Planner, TermId};
use crate::model::DocId;
use groups::Groups;
use interval::share;

/// The template that draws insights.
pub const TEMPLATE: &str = "insights.html";

/// The template that draws the journey.
pub const JOURNEY: &str = "journey.html";

/// The template that lists the stories behind the numbers.
pub const BEHIND: &str = "behind.html";

/// The folder whose `_index.md` stands on the insights of a language.
pub const FOLDER: &str = "insights";

/// The folder whose `_index.md` stands on the journey.
pub const JOURNEY_FOLDER: &str = "journey";

/// The taxonomies whose terms have insights of their own.
const OWN: [&str; 3] = ["brand", "touchpoints", "feelings"];

/// Whose insights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsightsScope {
    /// Those of all stories of a language: an index into `Index::languages`.
    Site(usize),
    /// Those of the stories under a term.
    Term(TermId),
}

/// The few numbers by which parts of a site are compared.
pub struct Headline {
    /// How many are good, bad and mixed.
    pub counts: Counts,
    /// The measures by name.
    pub measures: Vec<(&'static str, Estimate)>,
    /// The result of each account, by currency.
    pub accounts: Vec<(String, Hundredths)>,
}

impl Planner {
    /// The language where they stand.
    pub(super) fn tree_of(&self, whose: InsightsScope) -> usize {
        match whose {
            InsightsScope::Site(tree) => tree,
            InsightsScope::Term(id) => self.index.taxonomies[id.taxonomy].tree,
        }
    }

    /// Whether there is a page of insights of these: the theme draws them, and there is a voice to count.
    pub(super) fn has_insights(&self, whose: InsightsScope) -> bool {
        let is_voice = |id: &DocId| self.index.entry(*id).kind().is_voice();
        self.config.insights.enabled
            && self.theme.has(TEMPLATE)
            && match whose {
                InsightsScope::Site(_) => true,
                InsightsScope::Term(id) => {
                    let taxonomy = &self.config.taxonomies[self.index.taxonomies[id.taxonomy].config];
                    OWN.contains(&taxonomy.name.as_str())
                        && self.at_home(id) == id
                        && self.members(id).iter().any(is_voice)
                }
            }
    }

    /// The term of a brand where its page stands, which may be in another language.
    pub(super) fn at_home(&self, id: TermId) -> TermId {
        let page = self.index.taxonomies[id.taxonomy].terms[id.term].page;
        page.and_then(|page| self.entities.get(&page).copied()).unwrap_or(id)
    }

    /// Every page of insights besides the site's own.
    pub(super) fn with_insights(&self) -> impl Iterator<Item = TermId> {
        let all = self.index.taxonomies.iter().enumerate();
        let all = all.flat_map(|(taxonomy, of)| (0..of.terms.len()).map(move |term| TermId { taxonomy, term }));
        all.filter(|id| self.has_insights(InsightsScope::Term(*id)))
    }

    fn voices_of(&self, whose: InsightsScope) -> Vec<DocId> {
        match whose {
            InsightsScope::Site(tree) => self.facts(tree).voices.clone(),
            InsightsScope::Term(id) => {
                self.members(id).iter().copied().filter(|id| self.index.entry(*id).kind().is_voice()).collect()
            }
        }
    }

    /// Gives the voices of a part of the site, sorted.
    fn grouped<T>(&self, whose: InsightsScope, then: impl FnOnce(&Groups) -> T) -> T {
        let (voices, tree) = (self.voices_of(whose), self.tree_of(whose));
        then(&self.sorted_out(self.facts(tree), &voices, tree))
    }

    /// What they say together.
    pub(super) fn insights(&self, whose: InsightsScope) -> Insights {
        self.grouped(whose, |groups| self.count_insights(groups, whose))
    }

    /// The few numbers by which parts are compared.
    pub(super) fn headline(&self, whose: InsightsScope) -> Headline {
        let least = self.config.insights.at_least as usize;
        self.grouped(whose, |groups| {
            let (scores, scales) = scales::scales(groups, least);
            let measures = scales.into_values().chain(scores).map(|scale| (scale.name, scale.measure));
            let accounts = self.accounts(groups, whose).into_iter();
            Headline {
                counts: groups.counts(groups.voices),
                measures: measures.collect(),
                accounts: accounts.map(|of| (of.currency, Hundredths(of.total.result.0))).collect(),
            }
        })
    }

    /// What the stories under a term rate it, if any of them was told to this site and does.
    pub(super) fn rating(&self, id: TermId) -> Option<Scale> {
        let least = self.config.insights.at_least as usize;
        self.grouped(InsightsScope::Term(id), |groups| scales::scales(groups, least).1.remove("rating"))
    }

    fn count_insights(&self, groups: &Groups, whose: InsightsScope) -> Insights {
        let (tree, least) = (self.tree_of(whose), self.config.insights.at_least as usize);
        let counts = groups.counts(groups.voices);
        let gone = match whose {
            InsightsScope::Site(tree) => &self.index.gone[tree],
            InsightsScope::Term(id) => &self.index.taxonomies[id.taxonomy].terms[id.term].gone,
        };
        let (scores, scales) = scales::scales(groups, least);
        Insights {
            good: share(counts.good, counts.total, least),
            bad: share(counts.bad, counts.total, least),
            withheld: self.withheld(gone, &counts, tree),
            elsewhere: groups.elsewhere.len(),
            least,
            scales,
            scores,
            dimensions: self.dimensions(groups, whose, least),
            steps: self.steps(groups, tree, least),
            time: rows::time(groups),
            outcomes: rows::outcomes(groups, least),
            accounts: self.accounts(groups, whose),
            coverage: self.coverage(groups, whose),
            clues: self.clues(groups, whose, least),
            counts,
        }
    }
}
