//! The site, and what stands at the top of every page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ImageView, Part, QueryView};
use crate::config::{Hero, HomeSection, MenuItem, Operator, Palette};
use crate::digest::{Digest, Hashed};
use crate::model::Data;

view! {
    /// The site, in one language: `config` in every template.
    SiteView {
        /// The site's name.
        title: String,
        /// One sentence about it.
        description: String,
        /// Where it stands, with a slash at the end.
        base_url: String,
        /// The path of the home page in this language.
        home: String,
        /// This language's code.
        language: String,
        /// Every language of the site; one entry when there is only one.
        languages: Vec<LanguageView>,
        /// The header's links as the config sets them; empty if it sets none.
        menu: Vec<MenuItem>,
        /// The folders that have a list.
        sections: Vec<NavView>,
        /// The taxonomies in use.
        taxonomies: Vec<NavView>,
        /// The verdicts' labels, by `good`, `bad`, `mixed`.
        labels: BTreeMap<String, String>,
        /// The path of the Atom feed, if there are feeds.
        atom: Option<String>,
        /// The path of the JSON Feed, if there are feeds.
        json_feed: Option<String>,
        /// Who publishes.
        operator: Operator,
        /// The brand whose own site this is, if it has a page.
        brand: Option<LinkedBrand>,
        /// The path of the integrity page, if the theme has one.
        integrity: Option<String>,
        /// The path of the insights, if the site shows them.
        insights: Option<String>,
        /// The path of the journey, if the site shows it.
        journey: Option<String>,
        /// The path of the page where readers tell theirs, if the site takes answers.
        tell: Option<String>,
        /// The style sheet of all pages, made of the theme's `styles`, what `[look]` sets, and the site's own
        /// `css/custom.css`. Its name changes with its bytes.
        style: Option<FileView>,
        /// The script of all pages, made of the theme's `scripts`.
        script: Option<FileView>,
        /// The paths of the fonts that browsers are to load at once.
        preload: Vec<String>,
        /// How the site looks: what it sets, and where it sets nothing, what its theme does.
        look: LookView,
        /// The footer's own links; empty if the config sets none.
        footer: Vec<MenuItem>,
        /// Whether all that it tells is made up for a demonstration.
        is_sample: bool,
        /// The path of the wall, if there is one.
        wall: Option<String>,
        /// `[extra]` of the config.
        extra: Data,
    }
}

view! {
    /// A file that pages load.
    FileView {
        /// Its path.
        path: String,
        /// What the attribute `integrity` may say of it: `sha384-…`.
        integrity: String,
    }
}

view! {
    /// How a site looks, as far as templates must know; the rest is in its style sheet.
    LookView {
        /// The picture beside the site's name.
        logo: Option<ImageView>,
        /// The same by night.
        logo_dark: Option<ImageView>,
        /// What stands beside the introduction of the home page: `faces`, `quote`, `picture` or `plain`.
        hero: Hero,
        /// What the hero `picture` shows.
        hero_image: Option<ImageView>,
        /// The sections of the home page, in order: `lead`, `sides`, `answers`, `wall`, `journey`, `people`,
        /// `campaigns`, `brands`.
        home: Vec<HomeSection>,
        /// What other sites show with a link to a page that has no picture of its own.
        share_image: Option<ImageView>,
        /// The path of the icon of browser tabs.
        favicon: Option<String>,
        /// The colours by day: `paper`, `card`, `ink`, `accent`, `good`, `bad` and `mixed`, `#rrggbb`.
        colours: Palette,
        /// The colours by night.
        dark: Palette,
    }
}

view! {
    /// The brand that a site speaks for.
    LinkedBrand {
        /// Its name.
        title: String,
        /// The path of its page.
        path: String,
        /// Its logo.
        image: Option<ImageView>,
    }
}

view! {
    /// A language of the site.
    LanguageView {
        /// Its code.
        code: String,
        /// Its own name for itself.
        name: String,
        /// The path of its home page.
        path: String,
    }
}

view! {
    /// A list to go to.
    NavView {
        /// Its folder or field: `stories`, `touchpoints`.
        name: String,
        /// What to call it.
        title: String,
        /// Its path.
        path: String,
    }
}

view! {
    /// What is the same on every page but its subject.
    Head {
        /// The site.
        config: Hashed<SiteView>,
        /// The page's language.
        lang: String,
        /// The page's path, with the base path.
        current_path: String,
        /// The page's whole address.
        current_url: String,
        /// The same page in other languages, this one included; empty when there are none.
        translations: Vec<TranslationView>,
        /// Links upwards, the home page first.
        breadcrumbs: Vec<Crumb>,
        /// Whether search engines are asked to leave the page out: `<meta name="robots" content="noindex">`.
        noindex: bool,
        /// Structured data, ready for a script element.
        json_ld: String,
        /// The files of `data/` that the template names, by name without ending: `data.prices`.
        data: BTreeMap<String, Hashed<Data>>,
        /// The queries of `theme.toml` that the template names: `queries.latest_bad`.
        queries: BTreeMap<String, Hashed<QueryView>>,
    }
}

view! {
    /// A page in another language.
    TranslationView {
        /// The language's code.
        lang: String,
        /// Its own name for itself.
        name: String,
        /// The path there.
        path: String,
        /// The whole address there.
        permalink: String,
    }
}

view! {
    /// A step on the way to a page.
    Crumb {
        /// What to call it.
        title: String,
        /// Its path.
        path: String,
        /// Its whole address.
        permalink: String,
    }
}
