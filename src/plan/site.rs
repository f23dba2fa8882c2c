//! The site as every template sees it, and what its lists are called.

use std::collections::BTreeMap;

use super::own_pages::{self, OwnPage};
use super::site_model::SiteModel;
use super::view::{FileView, ImageView, LanguageView, LinkedBrand, LookView, NavView, SiteView};
use super::{cards, references, route, titles};
use crate::config::{Config, Hero, LookPictures, OperatorRole};
use crate::digest::Hashed;
use crate::index::{Index, Section};
use crate::model::{Experience, Kind, LangId, Sizes};
use crate::path::SourcePath;
use crate::theme::{Bundle, Theme};

/// The site in one language, made once.
pub fn site(model: &SiteModel, lang_id: LangId) -> &Hashed<SiteView> {
    model.memo.sites[lang_id.at()].get_or_init(|| {
        let mut view = in_language(&model.index, &model.theme, &model.config, &model.pictures, lang_id);
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

/// How the site looks, as far as templates must know.
fn look(theme: &Theme, config: &Config, pictures: &Sizes) -> LookView {
    let look = &theme.look;
    let picture = |file: &Option<String>| {
        let path = file.as_deref()?.trim_start_matches('/');
        let (route, size) = (route::static_file(path), pictures.get(&SourcePath::new(format!("static/{path}"))));
        Some(ImageView {
            path: route.path(config),
            permalink: route.permalink(config),
            alt: String::new(),
            width: size.map(|size| size.0),
            height: size.map(|size| size.1),
        })
    };
    let LookPictures { logo, logo_dark, hero_image, share_image, favicon } = &look.pictures;
    LookView {
        logo: picture(logo),
        logo_dark: picture(logo_dark),
        hero: look.hero.unwrap_or(Hero::Plain),
        hero_image: picture(hero_image),
        home: look.home.clone().unwrap_or_default(),
        share_image: picture(share_image),
        favicon: favicon.as_ref().map(|file| route::static_file(file.trim_start_matches('/')).path(config)),
        colours: look.light.clone(),
        dark: look.dark.clone(),
    }
}

/// Whether all voices of a language are made up for a demonstration, and there are some.
fn is_sample(index: &Index, lang_id: LangId) -> bool {
    let mut voices =
        index.entries.iter().filter(|entry| entry.lang_id == lang_id && entry.kind().is_voice()).peekable();
    voices.peek().is_some() && voices.all(|entry| entry.fields.sample == Some(true))
}

/// The site in one language, but for its brand.
fn in_language(index: &Index, theme: &Theme, config: &Config, pictures: &Sizes, lang_id: LangId) -> SiteView {
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
    let mut footer = own.and_then(|own| own.footer.clone()).unwrap_or_else(|| config.footer.clone());
    for item in &mut footer {
        item.url = crate::theme::with_base(config.base_path(), &item.url);
    }
    let below = |path: &str| route::static_file(path).path(config);
    let file = |bundle: &Bundle| FileView { path: below(&bundle.path), integrity: bundle.integrity.clone() };
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
        style: theme.style.as_ref().map(&file),
        script: theme.script.as_ref().map(&file),
        preload: theme.preload.iter().map(|path| below(path)).collect(),
        look: look(theme, config, pictures),
        footer,
        is_sample: is_sample(index, lang_id),
        wall: wall.map(|section| route::section(index, config, section).path(config)),
        extra: config.extra.clone(),
        language: lang,
    }
}
