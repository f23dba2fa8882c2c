//! What languages, sections and taxonomies are called.

use super::site_model::SiteModel;
use crate::config::{Config, LanguageTaxonomy};
use crate::index::{Index, Section, Taxonomy};
use crate::model::LangId;
use crate::theme::Theme;

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
    let lang = &index.languages[section.lang_id.at()];
    match section.kind {
        Some(_) => theme.strings.word(lang, &format!("sections.{}", section.folder), None).unwrap_or("").to_owned(),
        None => section.page.map_or_else(|| section.folder.clone(), |page| index.entry(page).title.clone()),
    }
}

/// What a taxonomy is called: the config's title, the theme's word, or its own name.
pub fn taxonomy_title(index: &Index, theme: &Theme, config: &Config, taxonomy: &Taxonomy) -> String {
    let of = &config.taxonomies[taxonomy.config];
    let lang = &index.languages[taxonomy.lang_id.at()];
    let own = config.taxonomy_in(lang, &of.name).and_then(LanguageTaxonomy::title);
    // The config's title is in the main language.
    if let Some(title) = own.or(of.title.as_deref().filter(|_| taxonomy.lang_id == LangId::MAIN)) {
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

/// What the list of a taxonomy is called: its own title, or the taxonomy's.
pub fn list_title(model: &SiteModel, taxonomy: &Taxonomy) -> String {
    match model.taxonomy_page(taxonomy) {
        Some(page) => model.index.entry(page).title.clone(),
        None => taxonomy_title(&model.index, &model.theme, &model.config, taxonomy),
    }
}
