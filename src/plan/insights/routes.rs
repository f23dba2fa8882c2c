//! The addresses of the pages of insights.

use crate::plan::artifact::InsightsScope;
use crate::plan::insights;
use crate::plan::own_pages::OwnPage;
use crate::plan::route::{self, Route};
use crate::plan::site_model::SiteModel;

/// The address of a page of insights.
pub(in crate::plan) fn insights_route(model: &SiteModel, whose: InsightsScope) -> Route {
    match whose {
        InsightsScope::Site(lang_id) => route::insights(&model.index, lang_id),
        InsightsScope::Term(id) => {
            let taxonomy = model.index.taxonomy(id.taxonomy);
            model.term_route(taxonomy, &taxonomy.terms[id.term]).below(OwnPage::Insights.folder())
        }
    }
}

/// The path of the insights of a term, if it has some.
pub(in crate::plan) fn insights_path(model: &SiteModel, whose: InsightsScope) -> Option<String> {
    let whose = home_of(model, whose);
    insights::has_insights(model, whose).then(|| insights_route(model, whose).path(&model.config))
}

pub(in crate::plan) fn home_of(model: &SiteModel, whose: InsightsScope) -> InsightsScope {
    match whose {
        InsightsScope::Site(_) => whose,
        InsightsScope::Term(id) => InsightsScope::Term(insights::at_home(model, id)),
    }
}
