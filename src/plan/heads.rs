//! What stands at the top of every page: its address, its translations, the way to it.

use super::artifact::{InsightsScope, Output, Subject};
use super::own_pages::OwnPage;
use super::paginate::Slice;
use super::route::{self, Route};
use super::site_model::SiteModel;
use super::view::{Crumb, Head, NavView, TranslationView};
use super::{cards, json_ld, queries, site, titles};
use crate::index::{Index, Section, Taxonomy};
use crate::model::{DocId, LangId};

/// What a head is made of, besides the site.
pub struct PageMeta<'a> {
    /// The template that will show it.
    pub template: &'a str,
    /// The language where the page stands.
    pub lang_id: LangId,
    /// The page's language.
    pub lang: &'a str,
    /// The address of the page, or of the first page of its list.
    pub route: &'a Route,
    /// Which page of its list.
    pub slice: Slice,
    /// The same page elsewhere.
    pub translations: Vec<TranslationView>,
    /// The way to it.
    pub breadcrumbs: Vec<Crumb>,
    /// The document whose front matter holds for the page, if there is one.
    pub page: Option<DocId>,
}

pub(super) fn head(model: &SiteModel, about: PageMeta, json_ld: impl FnOnce(&[Crumb]) -> String) -> Head {
    let json_ld =
        if model.theme.uses(about.template, "json_ld", "") { json_ld(&about.breadcrumbs) } else { String::new() };
    let route = about.route.of_slice(&about.slice);
    Head {
        config: site::site(model, about.lang_id).clone(),
        lang: about.lang.to_owned(),
        current_path: route.path(&model.config),
        current_url: route.permalink(&model.config),
        // A further page of a list has no translations of its own.
        translations: if about.slice.is_first { about.translations } else { Vec::new() },
        breadcrumbs: about.breadcrumbs,
        noindex: is_noindex(model, about.page),
        json_ld,
        data: queries::data_of(model, about.template),
        queries: queries::queries_of(model, about.template, about.lang_id),
    }
}

/// Whether the document that holds for a page asks search engines to leave it out.
fn is_noindex(model: &SiteModel, page: Option<DocId>) -> bool {
    page.is_some_and(|id| model.index.entry(id).fields.noindex == Some(true))
}

/// Whether an output is a page that the sitemap lists.
pub(super) fn is_listed(model: &SiteModel, output: &Output) -> bool {
    let Output::Template { subject, .. } = output else { return false };
    let page = match *subject {
        Subject::Alias(_) | Subject::Plain(_) | Subject::Embed(_) => return false,
        Subject::Document(id) | Subject::Entity(id, ..) => Some(id),
        Subject::Home(at) | Subject::Section(at, _) | Subject::Wall(at, _) => model.index.section(at).page,
        Subject::Integrity(lang_id) => model.index.page_of_folder(OwnPage::Integrity.folder(), lang_id),
        Subject::Tell(lang_id) => model.index.page_of_folder(OwnPage::Tell.folder(), lang_id),
        Subject::Insights(InsightsScope::Site(lang_id)) => {
            model.index.page_of_folder(OwnPage::Insights.folder(), lang_id)
        }
        Subject::Journey(lang_id) => model.index.page_of_folder(OwnPage::Journey.folder(), lang_id),
        Subject::Taxonomy(at) => model.taxonomy_page(model.index.taxonomy(at)),
        Subject::Term(id, _) => model.index.taxonomy(id.taxonomy).terms[id.term].about,
        Subject::Insights(InsightsScope::Term(_)) => None,
    };
    !is_noindex(model, page)
}

/// The head of a page of the site's own, and the `_index.md` whose words stand there: the one of the
/// folder at its address. `called` is the theme's word for the page, where that has no title.
pub(super) fn own_head(
    model: &SiteModel,
    lang_id: LangId,
    template: &str,
    folder: &str,
    route: &dyn Fn(&Index, LangId) -> Route,
    called: &str,
) -> (Head, Option<DocId>) {
    let lang = &model.index.languages[lang_id.at()];
    let page = model.index.page_of_folder(folder, lang_id);
    let word = || model.theme.strings.word(lang, called, None).unwrap_or(called).to_owned();
    let title = page.map_or_else(word, |id| model.index.entry(id).title.clone());
    let there = route(&model.index, lang_id);
    let about = PageMeta {
        template,
        lang_id,
        lang,
        route: &there,
        slice: Slice::ALL,
        translations: language_translations(model, |lang_id| Some(route(&model.index, lang_id))),
        breadcrumbs: vec![home_crumb(model, lang_id), crumb(model, &title, &there)],
        page,
    };
    let permalink = there.permalink(&model.config);
    (head(model, about, |crumbs| json_ld::page(&title, &permalink, lang, crumbs)), page)
}

pub(super) fn crumb(model: &SiteModel, title: &str, route: &Route) -> Crumb {
    Crumb { title: title.to_owned(), path: route.path(&model.config), permalink: route.permalink(&model.config) }
}

pub(super) fn home_crumb(model: &SiteModel, lang_id: LangId) -> Crumb {
    let lang = &model.index.languages[lang_id.at()];
    let title = model.theme.strings.word(lang, "home", None).unwrap_or("Home");
    crumb(model, title, &route::home(&model.index, lang_id))
}

pub(super) fn crumbs_of(model: &SiteModel, id: DocId) -> Vec<Crumb> {
    let entry = model.index.entry(id);
    let mut crumbs = vec![home_crumb(model, entry.lang_id)];
    let folder = entry.doc.folder.as_str();
    let mut at = String::new();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        if !at.is_empty() {
            at.push('/');
        }
        at.push_str(part);
        let section =
            model.index.sections.iter().find(|section| section.lang_id == entry.lang_id && section.folder == at);
        if let Some(section) = section {
            crumbs.push(crumb(
                model,
                &titles::section_title(&model.index, &model.theme, section),
                &route::section(&model.index, &model.config, section),
            ));
        }
    }
    crumbs.push(crumb(model, &cards::title(model, id), model.route(id)));
    crumbs
}

pub(super) fn crumbs_of_section(model: &SiteModel, section: &Section) -> Vec<Crumb> {
    let mut crumbs = vec![home_crumb(model, section.lang_id)];
    let above = model.index.sections.iter().filter(|other| {
        other.lang_id == section.lang_id
            && !other.folder.is_empty()
            && section.folder.strip_prefix(&other.folder).is_some_and(|rest| rest.starts_with('/'))
    });
    let above = above.chain(std::iter::once(section));
    crumbs.extend(above.map(|other| {
        crumb(
            model,
            &titles::section_title(&model.index, &model.theme, other),
            &route::section(&model.index, &model.config, other),
        )
    }));
    crumbs
}

pub(super) fn nav_of(model: &SiteModel, section: &Section) -> NavView {
    let path = route::section(&model.index, &model.config, section).path(&model.config);
    NavView { name: section.folder.clone(), title: titles::section_title(&model.index, &model.theme, section), path }
}

fn translation(model: &SiteModel, lang_id: LangId, route: &Route) -> TranslationView {
    let lang = &model.index.languages[lang_id.at()];
    TranslationView {
        lang: lang.clone(),
        name: titles::language_name(&model.theme, lang),
        path: route.path(&model.config),
        permalink: route.permalink(&model.config),
    }
}

pub(super) fn translations_of(model: &SiteModel, id: DocId) -> Vec<TranslationView> {
    let all = model.index.translations_of(id);
    all.iter().map(|id| translation(model, model.index.entry(*id).lang_id, model.route(*id))).collect()
}

/// The languages that have a page, its own included; none if it is the only one.
pub(super) fn language_translations(
    model: &SiteModel,
    there: impl Fn(LangId) -> Option<Route>,
) -> Vec<TranslationView> {
    let all: Vec<TranslationView> = model
        .index
        .lang_ids()
        .filter_map(|lang_id| there(lang_id).map(|route| translation(model, lang_id, &route)))
        .collect();
    if all.len() > 1 { all } else { Vec::new() }
}

pub(super) fn home_translations(model: &SiteModel) -> Vec<TranslationView> {
    language_translations(model, |lang_id| Some(route::home(&model.index, lang_id)))
}

pub(super) fn section_translations(model: &SiteModel, section: &Section) -> Vec<TranslationView> {
    language_translations(model, |lang_id| {
        let same =
            model.index.sections.iter().find(|other| other.lang_id == lang_id && other.folder == section.folder)?;
        Some(route::section(&model.index, &model.config, same))
    })
}

pub(super) fn taxonomy_translations(model: &SiteModel, taxonomy: &Taxonomy) -> Vec<TranslationView> {
    language_translations(model, |lang_id| {
        let there = same_taxonomy(model, taxonomy, lang_id)?;
        Some(route::taxonomy(&model.index, &model.config, there.config, lang_id))
    })
}

pub(super) fn term_translations(model: &SiteModel, taxonomy: &Taxonomy, slug: &str) -> Vec<TranslationView> {
    language_translations(model, |lang_id| {
        let there = same_taxonomy(model, taxonomy, lang_id)?;
        let term = &there.terms[there.position(slug)?];
        (term.has_page && term.home == lang_id).then(|| model.term_route(there, term))
    })
}

fn same_taxonomy<'a>(model: &'a SiteModel, taxonomy: &Taxonomy, lang_id: LangId) -> Option<&'a Taxonomy> {
    model.index.taxonomies.iter().find(|other| other.lang_id == lang_id && other.config == taxonomy.config)
}
