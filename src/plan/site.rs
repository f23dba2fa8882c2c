//! The site as every template sees it, and what its lists are called.

use std::collections::BTreeMap;

use super::own_pages::{self, OwnPage};
use super::site_model::SiteModel;
use super::view::{LanguageView, LinkedBrand, NavView, SiteView};
use super::{cards, references, route, titles};
use crate::config::{Config, OperatorRole};
use crate::digest::Hashed;
use crate::index::{Index, Section};
use crate::model::{Experience, Kind, LangId};
use crate::theme::Theme;

/// The site in one language, made once.
pub fn site(model: &SiteModel, lang_id: LangId) -> &Hashed<SiteView> {
    model.memo.sites[lang_id.at()].get_or_init(|| {
        let mut view = in_language(&model.index, &model.theme, &model.config, lang_id);
        view.brand = own_brand(model, lang_id);
        Hashed::new(view)
    })
}

/// The brand that runs the site, where it has a page.
fn own_brand(model: &SiteModel, lang_id: LangId) -> Option<LinkedBrand> {
    if model.config.operator.role != OperatorRole::Brand {
        return None;
    }
    let (_, brands) = model.taxonomy_named("brand", lang_id)?;
    let id = model.config.operator.controls.0.iter().find_map(|word| brands.terms[brands.position(word)?].page)?;
    Some(LinkedBrand {
        title: model.index.entry(id).title.clone(),
        path: model.route(id).path(&model.config),
        image: cards::image(model, id),
    })
}

/// The site in one language, but for its brand.
fn in_language(index: &Index, theme: &Theme, config: &Config, lang_id: LangId) -> SiteView {
    let lang = index.languages[lang_id.at()].clone();
    let own = config.languages.get(&lang);
    let home = route::home(index, lang_id);
    let languages = index.lang_ids().map(|lang_id| LanguageView {
        code: index.languages[lang_id.at()].clone(),
        name: titles::language_name(theme, &index.languages[lang_id.at()]),
        path: route::home(index, lang_id).path(config),
    });
    let mut sections: Vec<&Section> = index
        .sections
        .iter()
        .filter(|section| section.lang_id == lang_id && !section.folder.is_empty() && !section.folder.contains('/'))
        .filter(|section| OwnPage::of_folder(&section.folder).is_none())
        .collect();
    // The kinds in their order, then the site's own folders.
    sections.sort_by_key(|section| (section.kind.is_none(), section.kind));
    let sections = sections.into_iter().map(|section| NavView {
        name: section.folder.clone(),
        title: titles::section_title(index, theme, section),
        path: route::section(index, config, section).path(config),
    });
    let taxonomies = index.taxonomies.iter().filter(|taxonomy| taxonomy.lang_id == lang_id).map(|taxonomy| NavView {
        name: config.taxonomies[taxonomy.config].name.clone(),
        title: titles::taxonomy_title(index, theme, config, taxonomy),
        path: route::taxonomy(index, config, taxonomy.config, lang_id).path(config),
    });
    let labels: BTreeMap<String, String> = Experience::ALL
        .iter()
        .map(|verdict| (verdict.word().to_owned(), references::verdict_label(theme, config, &lang, verdict.word())))
        .collect();
    let mut menu = own.and_then(|own| own.menu.clone()).unwrap_or_else(|| config.menu.clone());
    for item in &mut menu {
        item.url = crate::theme::with_base(config.base_path(), &item.url);
    }
    let has = |template: &str| theme.has(template);
    let answers = config.responses.form.is_some() || config.responses.mail.is_some();
    let is_wall = |section: &&Section| section.lang_id == lang_id && section.kind == Some(Kind::Testimonial);
    let wall = index.sections.iter().find(is_wall).filter(|_| has(own_pages::WALL));
    SiteView {
        title: own.and_then(|own| own.title.clone()).unwrap_or_else(|| config.title.clone()),
        description: own.and_then(|own| own.description.clone()).unwrap_or_else(|| config.description.clone()),
        base_url: config.base_url.clone(),
        home: home.path(config),
        languages: languages.collect(),
        menu,
        sections: sections.collect(),
        taxonomies: taxonomies.collect(),
        labels,
        atom: config.feeds.enabled.then(|| home.file("atom.xml").path(config)),
        json_feed: config.feeds.enabled.then(|| home.file("feed.json").path(config)),
        operator: config.operator.clone(),
        brand: None,
        integrity: has(OwnPage::Integrity.template()).then(|| route::integrity(index, lang_id).path(config)),
        insights: (config.insights.enabled && has(OwnPage::Insights.template()))
            .then(|| route::insights(index, lang_id).path(config)),
        journey: (config.insights.enabled && has(OwnPage::Insights.template()) && has(OwnPage::Journey.template()))
            .then(|| route::journey(index, lang_id).path(config)),
        tell: (answers && has(OwnPage::Tell.template())).then(|| route::tell(index, lang_id).path(config)),
        look: Some(config.look.clone()).filter(|look| !look.is_empty()),
        wall: wall.map(|section| route::section(index, config, section).path(config)),
        extra: config.extra.clone(),
        language: lang,
    }
}
