//! The pages of insights: the site's own, those of brands, touchpoints and feelings, the journey, and the
//! stories behind the numbers of each.

use super::{drilldown, routes};
use crate::digest::Hashed;
use crate::model::LangId;
use crate::plan::artifact::{InsightsScope, Output, PlannedArtifact, Subject};
use crate::plan::heads::{self, PageMeta};
use crate::plan::own_pages::OwnPage;
use crate::plan::paginate::Slice;
use crate::plan::route::{self, Route};
use crate::plan::site_model::SiteModel;
use crate::plan::view::{Crumb, Head, Insights, InsightsView, TranslationView};
use crate::plan::{api, cards, insights, json_ld, lists, titles};

/// The pages of insights besides the site's own.
pub(in crate::plan) fn insights_pages(model: &SiteModel, pages: &mut Vec<PlannedArtifact>) {
    let all: Vec<InsightsScope> = insights::with_insights(model).map(InsightsScope::Term).collect();
    for whose in all {
        let subject = Subject::Insights(whose);
        pages.push(page(OwnPage::Insights.template(), subject, routes::insights_route(model, whose)));
    }
}

/// The insights of a language's site, made once.
pub(in crate::plan) fn site_insights(model: &SiteModel, lang_id: LangId) -> &Hashed<Insights> {
    model.memo.insights[lang_id.at()]
        .get_or_init(|| Hashed::new(insights::insights(model, InsightsScope::Site(lang_id))))
}

pub(in crate::plan) fn insights_view(model: &SiteModel, whose: InsightsScope, template: &str) -> InsightsView {
    let groups = insights::grouped(model, whose, |groups| drilldown::drilldown_lists(model, groups, whose));
    InsightsView { groups, ..counted_view(model, whose, template) }
}

/// What is counted, without the stories behind the numbers.
fn counted_view(model: &SiteModel, whose: InsightsScope, template: &str) -> InsightsView {
    let lang_id = insights::lang_of(model, whose);
    let (title, head) = insights_head(model, whose, template, routes::insights_route(model, whose));
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
        drilldown: routes::insights_route(model, whose).path(&model.config),
        groups: Vec::new(),
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
    InsightsView {
        head,
        title,
        page,
        groups: Vec::new(),
        ..insights_view(model, InsightsScope::Site(lang_id), template)
    }
}

/// The title of a page of insights and its head.
fn insights_head(model: &SiteModel, whose: InsightsScope, template: &str, route: Route) -> (String, Head) {
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
    let translations = insights_translations(model, whose);
    let permalink = route.permalink(&model.config);
    let page = match whose {
        InsightsScope::Site(lang_id) => model.index.page_of_folder(OwnPage::Insights.folder(), lang_id),
        InsightsScope::Term(_) => None,
    };
    let about = PageMeta { template, lang_id, lang, route: &route, slice: Slice::ALL, translations, breadcrumbs, page };
    let head = heads::head(model, about, |crumbs| json_ld::page(&title, &permalink, lang, crumbs));
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
