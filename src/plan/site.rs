//! The site as every template sees it, and what its lists are called.

use std::collections::BTreeMap;

use super::view::{LanguageView, NavView, SiteView};
use super::{cards, route};
use crate::config::{Config, LanguageTaxonomy};
use crate::index::{Index, Section, Taxonomy};
use crate::model::{Experience, Kind};
use crate::theme::Theme;

/// The folders whose `_index.md` stands on a page of the site's own: they are no lists.
const OWN_PAGES: [&str; 4] =
    [super::integrity::FOLDER, super::respond::FOLDER, super::insights::FOLDER, super::insights::JOURNEY_FOLDER];

/// A language's own name for itself.
pub fn language_name(theme: &Theme, lang: &str) -> String {
    match theme.strings.own_word(lang, "language_name") {
        Some(name) => name.to_owned(),
        None => lang.to_owned(),
    }
}

/// What a section's list is called: its own title, or the theme's word for its kind.
pub fn section_title(index: &Index, theme: &Theme, section: &Section) -> String {
    if let Some(page) = section.page {
        let entry = index.entry(page);
        if entry.fields.title.as_ref().is_some_and(|title| !title.is_empty()) {
            return entry.title.clone();
        }
    }
    let lang = &index.languages[section.tree];
    match section.kind {
        Some(_) => theme.strings.word(lang, &format!("sections.{}", section.folder), None).unwrap_or("").to_owned(),
        None => section.page.map_or_else(|| section.folder.clone(), |page| index.entry(page).title.clone()),
    }
}

/// What a taxonomy is called: the config's title, the theme's word, or its own name.
pub fn taxonomy_title(index: &Index, theme: &Theme, config: &Config, taxonomy: &Taxonomy) -> String {
    let of = &config.taxonomies[taxonomy.config];
    let lang = &index.languages[taxonomy.tree];
    let own = config.taxonomy_in(lang, &of.name).and_then(LanguageTaxonomy::title);
    // The config's title is in the main language.
    if let Some(title) = own.or(of.title.as_deref().filter(|_| taxonomy.tree == 0)) {
        return title.to_owned();
    }
    match theme.strings.word(lang, &format!("taxonomies.{}", of.name), None) {
        Some(title) => title.to_owned(),
        None if of.title.is_some() => of.title.clone().unwrap_or_default(),
        None => {
            let mut chars = of.name.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        }
    }
}

/// The site in one language.
pub fn site(index: &Index, theme: &Theme, config: &Config, tree: usize) -> SiteView {
    let lang = index.languages[tree].clone();
    let own = config.languages.get(&lang);
    let home = route::home(index, tree);
    let languages = (0..index.languages.len()).map(|tree| LanguageView {
        code: index.languages[tree].clone(),
        name: language_name(theme, &index.languages[tree]),
        path: route::home(index, tree).path(config),
    });
    let mut sections: Vec<&Section> = index
        .sections
        .iter()
        .filter(|section| section.tree == tree && !section.folder.is_empty() && !section.folder.contains('/'))
        .filter(|section| !OWN_PAGES.contains(&section.folder.as_str()))
        .collect();
    // The kinds in their order, then the site's own folders.
    sections.sort_by_key(|section| (section.kind.is_none(), section.kind));
    let sections = sections.into_iter().map(|section| NavView {
        name: section.folder.clone(),
        title: section_title(index, theme, section),
        path: route::section(index, config, section).path(config),
    });
    let taxonomies = index.taxonomies.iter().filter(|taxonomy| taxonomy.tree == tree).map(|taxonomy| NavView {
        name: config.taxonomies[taxonomy.config].name.clone(),
        title: taxonomy_title(index, theme, config, taxonomy),
        path: route::taxonomy(index, config, taxonomy.config, tree).path(config),
    });
    let labels: BTreeMap<String, String> = Experience::ALL
        .iter()
        .map(|verdict| (verdict.word().to_owned(), cards::verdict_label(theme, config, &lang, verdict.word())))
        .collect();
    let mut menu = own.and_then(|own| own.menu.clone()).unwrap_or_else(|| config.menu.clone());
    for item in &mut menu {
        item.url = crate::theme::with_base(config.base_path(), &item.url);
    }
    let has = |template: &str| theme.has(template);
    let answers = config.responses.form.is_some() || config.responses.mail.is_some();
    let is_wall = |section: &&Section| section.tree == tree && section.kind == Some(Kind::Testimonial);
    let wall = index.sections.iter().find(is_wall).filter(|_| has(super::wall::TEMPLATE));
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
        integrity: has(super::integrity::TEMPLATE).then(|| route::integrity(index, tree).path(config)),
        insights: (config.insights.enabled && has(super::insights::TEMPLATE))
            .then(|| route::insights(index, tree).path(config)),
        journey: (config.insights.enabled && has(super::insights::TEMPLATE) && has(super::insights::JOURNEY))
            .then(|| route::journey(index, tree).path(config)),
        tell: (answers && has(super::respond::TEMPLATE)).then(|| route::tell(index, tree).path(config)),
        look: Some(config.look.clone()).filter(|look| !look.is_empty()),
        wall: wall.map(|section| route::section(index, config, section).path(config)),
        extra: config.extra.clone(),
        language: lang,
    }
}
