//! The pages of insights: the site's own, those of brands, touchpoints and feelings, the journey, and the
//! stories behind the numbers of each.

use super::{drilldown, routes};
use crate::digest::Hashed;
use crate::model::LangId;
use crate::plan::artifact::{InsightsScope, Output, PlannedArtifact, Subject};
use crate::plan::heads::{self, PageMeta};
use crate::plan::own_pages::{self, OwnPage};
use crate::plan::paginate::Slice;
use crate::plan::route::{self, Route};
use crate::plan::site_model::SiteModel;
use crate::plan::view::{Crumb, DrilldownView, Head, Insights, InsightsView, TranslationView};
use crate::plan::{api, cards, insights, json_ld, lists, titles};

/// All pages of insights.
pub(in crate::plan) fn insights_pages(model: &SiteModel, pages: &mut Vec<PlannedArtifact>) {
    let languages =
        model.index.lang_ids().map(InsightsScope::Site).filter(|whose| insights::has_insights(model, *whose));
    let all: Vec<InsightsScope> = languages.chain(insights::with_insights(model).map(InsightsScope::Term)).collect();
    let has_drilldown = model.theme.has(own_pages::DRILLDOWN);
    for whose in all {
        if let InsightsScope::Term(_) = whose {
            pages.push(page(
                OwnPage::Insights.template(),
                Subject::Insights(whose),
                routes::insights_route(model, whose),
            ));
        }
        if has_drilldown {
            pages.push(page(own_pages::DRILLDOWN, Subject::Drilldown(whose), routes::drilldown_route(model, whose)));
        }
    }
}

/// The insights of a language's site, made once.
pub(in crate::plan) fn site_insights(model: &SiteModel, lang_id: LangId) -> &Hashed<Insights> {
    model.memo.insights[lang_id.at()]
        .get_or_init(|| Hashed::new(insights::insights(model, InsightsScope::Site(lang_id))))
}

pub(in crate::plan) fn insights_view(model: &SiteModel, whose: InsightsScope, template: &str) -> InsightsView {
    let lang_id = insights::lang_of(model, whose);
    let (title, head) = insights_head(model, whose, template, routes::insights_route(model, whose), None);
    let (term, page) = match whose {
        InsightsScope::Site(lang_id) => (None, model.index.page_of_folder(OwnPage::Insights.folder(), lang_id)),
        InsightsScope::Term(id) => (Some(id), None),
    };
    InsightsView {
        head,
        title,
        page: page.map(|id| cards::card(model, id).clone()),
        term: term.map(|id| model.reference(id).clone()),
        taxonomy: term.map(|id| lists::taxonomy_nav(model, model.index.taxonomy(id.taxonomy))),
        owner: term.and_then(|id| lists::said_of(model, id).owner),
        insights: match whose {
            InsightsScope::Site(lang_id) => site_insights(model, lang_id).clone(),
            InsightsScope::Term(_) => Hashed::new(insights::insights(model, whose)),
        },
        drilldown: routes::drilldown_route(model, whose).path(&model.config),
        journey: (term.is_none() && model.theme.has(OwnPage::Journey.template()))
            .then(|| route::journey(&model.index, lang_id).path(&model.config)),
        json: api::api_insights_path(model),
    }
}

/// The journey: the insights of the site, told along the touchpoints.
pub(in crate::plan) fn journey_view(model: &SiteModel, lang_id: LangId, template: &str) -> InsightsView {
    let (head, page) =
        heads::own_head(model, lang_id, template, OwnPage::Journey.folder(), &route::journey, "insights.journey");
    let title = head.breadcrumbs.last().map(|crumb| crumb.title.clone()).unwrap_or_default();
    let page = page.map(|id| cards::card(model, id).clone());
    InsightsView { head, title, page, ..insights_view(model, InsightsScope::Site(lang_id), template) }
}

pub(in crate::plan) fn drilldown_view(model: &SiteModel, whose: InsightsScope, template: &str) -> DrilldownView {
    let lang = &model.index.languages[insights::lang_of(model, whose).at()];
    let called = model.theme.strings.word(lang, "insights.drilldown", None).unwrap_or("Stories").to_owned();
    let (_, head) = insights_head(model, whose, template, routes::drilldown_route(model, whose), Some(&called));
    DrilldownView {
        head,
        title: called,
        insights: routes::insights_route(model, whose).path(&model.config),
        groups: insights::grouped(model, whose, |groups| drilldown::drilldown_lists(model, groups, whose)),
    }
}

/// The title of a page of insights and its head; `below` is what a page under it is called.
fn insights_head(
    model: &SiteModel,
    whose: InsightsScope,
    template: &str,
    route: Route,
    below: Option<&str>,
) -> (String, Head) {
    let lang_id = insights::lang_of(model, whose);
    let lang = &model.index.languages[lang_id.at()];
    let word = model.theme.strings.word(lang, "insights.title", None).unwrap_or("Insights").to_owned();
    let mut breadcrumbs = vec![heads::home_crumb(model, lang_id)];
    let title = match whose {
        InsightsScope::Site(_) => {
            let page = model.index.page_of_folder(OwnPage::Insights.folder(), lang_id);
            page.map_or(word, |id| model.index.entry(id).title.clone())
        }
        InsightsScope::Term(id) => {
            let taxonomy = model.index.taxonomy(id.taxonomy);
            let above = route::taxonomy(&model.index, &model.config, taxonomy.config, lang_id);
            breadcrumbs.push(heads::crumb(model, &titles::list_title(model, taxonomy), &above));
            let reference = model.reference(id);
            let (path, permalink) = (reference.path.clone(), reference.permalink.clone());
            breadcrumbs.push(Crumb { title: reference.name.clone(), path, permalink });
            let of = model.theme.strings.fill(lang, "insights.of", None, &[("name", reference.name.clone())]);
            of.unwrap_or(word)
        }
    };
    breadcrumbs.push(heads::crumb(model, &title, &routes::insights_route(model, whose)));
    if let Some(below) = below {
        breadcrumbs.push(heads::crumb(model, below, &route));
    }
    let translations = if below.is_some() { Vec::new() } else { insights_translations(model, whose) };
    let permalink = route.permalink(&model.config);
    let page = match (whose, below) {
        (InsightsScope::Site(lang_id), None) => model.index.page_of_folder(OwnPage::Insights.folder(), lang_id),
        _ => None,
    };
    let about = PageMeta { template, lang_id, lang, route: &route, slice: Slice::ALL, translations, breadcrumbs, page };
    let head = heads::head(model, about, |crumbs| json_ld::page(below.unwrap_or(&title), &permalink, lang, crumbs));
    (title, head)
}

pub(in crate::plan) fn insights_translations(model: &SiteModel, whose: InsightsScope) -> Vec<TranslationView> {
    match whose {
        InsightsScope::Site(_) => {
            heads::language_translations(model, |lang_id| Some(route::insights(&model.index, lang_id)))
        }
        InsightsScope::Term(id) => {
            let taxonomy = model.index.taxonomy(id.taxonomy);
            let term = &taxonomy.terms[id.term];
            heads::language_translations(model, |lang_id| {
                let name = &model.config.taxonomies[taxonomy.config].name;
                let (at, there) = model.taxonomy_named(name, lang_id)?;
                let term = there.terms.iter().position(|other| other.slug == term.slug)?;
                let whose = InsightsScope::Term(crate::plan::TermId { taxonomy: at, term });
                insights::has_insights(model, whose).then(|| routes::insights_route(model, whose))
            })
        }
    }
}

fn page(template: &'static str, subject: Subject, route: Route) -> PlannedArtifact {
    let output = Output::Template { template: template.into(), subject, text: None };
    PlannedArtifact { route, source: None, output }
}
