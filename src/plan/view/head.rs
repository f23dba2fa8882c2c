//! The site, and what stands at the top of every page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ImageView, Part, QueryView};
use crate::config::{Hero, HomeSection, MenuItem, Operator, Palette};
use crate::digest::{Digest, Hashed};
use crate::model::Data;

view! {
    /// The site in one language: `config` in every template.
    SiteView {
        /// The site's name.
        title: String,
        /// One sentence about it.
        description: String,
        /// The base URL, with a trailing slash.
        base_url: String,
        /// The path of the home page in this language.
        home: String,
        /// This language's code.
        language: String,
        /// All languages of the site; one entry if there is only one.
        languages: Vec<LanguageView>,
        /// The header's links from the config; empty if it has none.
        menu: Vec<MenuItem>,
        /// The folders that have a list page.
        sections: Vec<NavView>,
        /// The taxonomies in use.
        taxonomies: Vec<NavView>,
        /// The labels of the verdicts, by `good`, `bad`, `mixed`.
        labels: BTreeMap<String, String>,
        /// The path of the Atom feed, if there are feeds.
        atom: Option<String>,
        /// The path of the JSON Feed, if there are feeds.
        json_feed: Option<String>,
        /// Who publishes the site.
        operator: Operator,
        /// The brand that runs this site, if it has a page.
        brand: Option<LinkedBrand>,
        /// The path of the integrity page, if the theme has one.
        integrity: Option<String>,
        /// The path of the insights page, if the site has one.
        insights: Option<String>,
        /// The path of the journey page, if the site has one.
        journey: Option<String>,
        /// The path of the page where readers submit stories, if the site accepts them.
        tell: Option<String>,
        /// The stylesheet of all pages, merged from the theme's `styles`, `[look]` and the site's own `css/custom.css`.
        /// Its name changes with its content.
        style: Option<FileView>,
        /// The script of all pages, merged from the theme's `scripts`.
        script: Option<FileView>,
        /// The paths of the fonts to preload.
        preload: Vec<String>,
        /// The look of the site: its own settings, with the theme's as defaults.
        look: LookView,
        /// The footer's links from the config; empty if it has none.
        footer: Vec<MenuItem>,
        /// Whether all stories are made up for a demonstration.
        is_sample: bool,
        /// The path of the wall, if there is one.
        wall: Option<String>,
        /// `[extra]` from the config.
        extra: Data,
    }
}

view! {
    /// A file that pages load.
    FileView {
        /// Its path.
        path: String,
        /// The value for its `integrity` attribute: `sha384-…`.
        integrity: String,
    }
}

view! {
    /// The parts of a site's look that templates need; the rest is in the stylesheet.
    LookView {
        /// The picture beside the site's name.
        logo: Option<ImageView>,
        /// The same for dark mode.
        logo_dark: Option<ImageView>,
        /// What is shown beside the introduction of the home page: `faces`, `quote`, `picture` or `plain`.
        hero: Hero,
        /// The picture of the hero `picture`.
        hero_image: Option<ImageView>,
        /// The sections of the home page, in order: `lead`, `sides`, `answers`, `wall`, `journey`, `people`,
        /// `campaigns`, `brands`.
        home: Vec<HomeSection>,
        /// The picture that other sites show with a link, if the page has none of its own.
        share_image: Option<ImageView>,
        /// The path of the favicon.
        favicon: Option<String>,
        /// The colours of light mode: `paper`, `card`, `ink`, `accent`, `good`, `bad` and `mixed`, as `#rrggbb`.
        colours: Palette,
        /// The colours of dark mode.
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
        /// Its name in that language.
        name: String,
        /// The path of its home page.
        path: String,
    }
}

view! {
    /// A link to a list.
    NavView {
        /// Its folder or field: `stories`, `touchpoints`.
        name: String,
        /// Its display name.
        title: String,
        /// Its path.
        path: String,
    }
}

view! {
    /// The variables that every page has.
    Head {
        /// The site.
        config: Hashed<SiteView>,
        /// The page's language.
        lang: String,
        /// The page's path, including the base path.
        current_path: String,
        /// The page's absolute URL.
        current_url: String,
        /// The same page in all languages, including this one; empty if there is only one.
        translations: Vec<TranslationView>,
        /// The breadcrumbs, from the home page down.
        breadcrumbs: Vec<Crumb>,
        /// Whether search engines are asked not to index the page: `<meta name="robots" content="noindex">`.
        noindex: bool,
        /// Structured data, ready for a script element.
        json_ld: String,
        /// The files of `data/` that the template uses, by name without extension: `data.prices`.
        data: BTreeMap<String, Hashed<Data>>,
        /// The queries of `theme.toml` that the template uses: `queries.latest_bad`.
        queries: BTreeMap<String, Hashed<QueryView>>,
    }
}

view! {
    /// A page in another language.
    TranslationView {
        /// The language's code.
        lang: String,
        /// Its name in that language.
        name: String,
        /// The path of that page.
        path: String,
        /// The absolute URL of that page.
        permalink: String,
    }
}

view! {
    /// A breadcrumb.
    Crumb {
        /// Its display name.
        title: String,
        /// Its path.
        path: String,
        /// Its absolute URL.
        permalink: String,
    }
}
