//! `anecdote.toml`: what a site says about itself. Every key has a default; the file may be missing.

mod api;
mod appearance;
mod check;
pub mod fields;
mod names;
mod operator;
mod palette;
mod read;
mod schema;

use std::collections::BTreeMap;

use glob::{MatchOptions, Pattern};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Address, Data, Embed, Experience, Node, OwnFields, Patterns};
use crate::parse::Settings;
use crate::path::SourcePath;
use crate::text::term_slug;
pub use api::Api;
pub use appearance::{Appearance, Corners, Density, Hero, HomeSection, Letters, LookPictures};
pub use check::Check;
pub use names::Names;
pub use operator::{Integrity, Operator, OperatorRole};
pub use palette::{MUTED, Palette, SOFT, check as check_colours};
pub use read::read;
pub use schema::schema;

/// The config's file, the only source that stands at the top of a site.
pub const FILE: &str = "anecdote.toml";

/// The configuration, resolved.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Where it will stand, `https://example.org/blog/`; ends with a slash.
    pub base_url: String,
    /// The main language's code.
    pub language: String,
    /// The other languages, by code.
    pub languages: BTreeMap<String, Language>,
    /// What lists do with documents that have no translation.
    pub untranslated: Untranslated,
    /// The time zone of bare days, by IANA name.
    pub timezone: TimeZone,
    /// The theme's name.
    pub theme: String,
    /// Stories on a list page; 0 for all on one.
    pub paginate_by: u32,
    /// Related stories under a story.
    pub related: u32,
    /// What feeds there are.
    pub feeds: Feeds,
    /// How Markdown is read.
    pub markdown: Settings,
    /// What findings weigh.
    pub check: Check,
    /// Who publishes.
    pub operator: Operator,
    /// What the site says of how it works.
    pub integrity: Integrity,
    /// What of it is still as a starter left it, and where in the config.
    pub placeholders: Vec<(&'static str, std::ops::Range<usize>)>,
    /// What stories say together.
    pub insights: Insights,
    /// What other people may show on their pages, by name; `None` if nothing.
    pub embeds: Option<BTreeMap<String, Embed>>,
    /// What is said to search engines.
    pub structured_data: StructuredData,
    /// Which files for other programs are written.
    pub api: Api,
    /// Where readers' answers go.
    pub responses: Responses,
    /// What browsers may load and run.
    pub security: Security,
    /// Where documents stand, by folder or kind.
    pub permalinks: Patterns,
    /// Where documents stood before, by folder or kind.
    pub aliases: Patterns,
    /// The words of hidden names that may stand.
    pub names: Names,
    /// The site's names for the verdicts.
    pub labels: BTreeMap<Experience, String>,
    /// The built-in taxonomies as changed by the site, and its own.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// The fields and taxonomies that only this site has.
    pub own_fields: OwnFields,
    /// Links for the header.
    pub menu: Vec<MenuItem>,
    /// The footer's own links; empty for none.
    pub footer: Vec<MenuItem>,
    /// What pictures, films and sounds keep.
    pub pictures: Pictures,
    /// Colours and type, over the theme's.
    pub look: Appearance,
    /// `[look]` as it was written, for messages.
    pub look_written: Option<Node>,
    /// Files of `content/` and `static/` to leave out, as globs.
    pub ignore: Vec<String>,
    /// Files of `content/` to publish besides pictures, film, sound and captions, as globs.
    pub publish: Vec<String>,
    /// Whether links may lead out of the site's folder.
    pub outside_links: bool,
    /// Whether to write a sitemap.
    pub sitemap: bool,
    /// What the theme may want.
    pub extra: Data,
}

/// A language besides the main one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Language {
    /// The site's name in it.
    pub title: Option<String>,
    /// The site's description in it.
    pub description: Option<String>,
    /// The header's links in it.
    pub menu: Option<Vec<MenuItem>>,
    /// The footer's own links in it.
    pub footer: Option<Vec<MenuItem>>,
    /// What the site says in it of how it works.
    pub integrity: Option<Integrity>,
    /// The site's names for the verdicts in it.
    pub labels: BTreeMap<Experience, String>,
    /// What taxonomies and their terms are called in it.
    pub taxonomies: BTreeMap<String, LanguageTaxonomy>,
}

/// What a taxonomy is called in a language: its title alone, or its title and what its terms are called.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LanguageTaxonomy {
    /// `tags = "Etiquetas"`
    Title(String),
    /// `touchpoints = { title = "…", terms = { delivery = "Entrega" } }`
    Table {
        /// What it is called.
        title: Option<String>,
        /// What its terms are called, by what authors write.
        #[serde(default)]
        terms: BTreeMap<String, String>,
    },
}

impl LanguageTaxonomy {
    /// What the taxonomy is called.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Title(title) => Some(title),
            Self::Table { title, .. } => title.as_deref(),
        }
    }

    /// What a term is called.
    pub fn term(&self, slug: &str) -> Option<&str> {
        let Self::Table { terms, .. } = self else { return None };
        terms.iter().find(|(name, _)| term_slug(name) == slug).map(|(_, label)| label.as_str())
    }
}

/// What lists in one language do with documents that exist only in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Untranslated {
    /// Show them, marked with their language.
    Show,
    /// Leave them out.
    Hide,
}

/// Feeds besides the site's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Feeds {
    /// Whether there are any.
    pub enabled: bool,
    /// Entries of a feed.
    pub limit: u32,
    /// What an entry shows of its story.
    pub content: FeedContent,
}

/// What an entry of a feed shows of its story.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FeedContent {
    /// Its summary, or else its first words.
    #[default]
    Summary,
    /// All its words.
    Full,
}

impl Default for Feeds {
    fn default() -> Self {
        Self { enabled: true, limit: 20, content: FeedContent::Summary }
    }
}

/// What is said to search engines.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StructuredData {
    /// Whether stars that an operator's own brands get are kept out of it, as search engines ask.
    pub self_serving: bool,
}

impl Default for StructuredData {
    fn default() -> Self {
        Self { self_serving: true }
    }
}

/// What the site counts of its stories together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Insights {
    /// Whether there are any.
    pub enabled: bool,
    /// Under how many answers it is too few to say.
    pub at_least: u32,
}

impl Default for Insights {
    fn default() -> Self {
        Self { enabled: true, at_least: 5 }
    }
}

/// Where readers' answers go: to a form's endpoint or to a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Responses {
    /// The address that takes the form, by POST.
    pub form: Option<Address>,
    /// A mailbox.
    pub mail: Option<String>,
}

/// What browsers may load and run on the site's pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Security {
    /// Whether pages have a Content-Security-Policy.
    pub policy: bool,
    /// What they may load besides what is the site's own, by directive: `frame-src = ["https://films.example"]`.
    pub sources: BTreeMap<String, Vec<String>>,
}

impl Default for Security {
    fn default() -> Self {
        Self { policy: true, sources: BTreeMap::new() }
    }
}

/// What pictures, films and sounds keep of what they carry besides what they show: where, when, by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pictures {
    /// The files that keep all of it, as globs of their paths: `static/press/*`.
    pub keep_metadata: Vec<String>,
}

impl Pictures {
    /// Whether a file is published with all that it carries. `*` stays within a folder, `**` does not.
    pub fn keeps(&self, path: &SourcePath) -> bool {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
        let mut patterns = self.keep_metadata.iter().filter_map(|glob| Pattern::new(glob).ok());
        patterns.any(|pattern| pattern.matches_with(path.as_str(), options))
    }
}

/// A link of the header.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    /// What it says.
    pub title: String,
    /// A path of this site, `/about/`, or another address.
    pub url: String,
}

/// How documents are sorted by one of their fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TaxonomyConfig {
    /// The field, and the key in `[taxonomies]`.
    pub name: String,
    /// Its folder in the output.
    pub path: String,
    /// What it is called; else the theme's strings say.
    pub title: Option<String>,
    /// Whether each term has a feed.
    pub feed: bool,
    /// Stories on a term's page; else the site's `paginate_by`.
    pub paginate_by: Option<u32>,
    /// The vocabulary: its order, labels and owners.
    pub terms: Vec<TermConfig>,
    /// Whether the site listed the vocabulary itself.
    pub is_listed: bool,
}

/// A word of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermConfig {
    /// As authors write it.
    pub name: String,
    /// As readers see it.
    pub label: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// One sentence about it.
    pub description: Option<String>,
}

/// The taxonomies that every site has: field and folder.
const BUILT_IN: [(&str, &str); 11] = [
    ("experience", "experience"),
    ("brand", "brands"),
    ("author", "authors"),
    ("campaign", "campaigns"),
    ("touchpoints", "touchpoints"),
    ("feelings", "feelings"),
    ("channel", "channels"),
    ("stage", "stages"),
    ("outcome", "outcomes"),
    ("tags", "tags"),
    ("series", "series"),
];

/// The journey as the brief tells it; a site may set its own.
const TOUCHPOINTS: [&str; 10] = [
    "packaging",
    "baselines",
    "design",
    "user-guide",
    "helpdesk",
    "accessories",
    "delivery",
    "after-sales",
    "loyalty",
    "survey",
];

/// The base URL of a site that gives none.
const NO_ADDRESS: &str = "http://localhost/";

impl Default for Config {
    fn default() -> Self {
        let term = |name: &str| TermConfig { name: name.to_owned(), label: None, owner: None, description: None };
        let taxonomies = BUILT_IN.iter().map(|(name, path)| TaxonomyConfig {
            name: (*name).to_owned(),
            path: (*path).to_owned(),
            title: None,
            feed: true,
            // A series is read from its beginning.
            paginate_by: (*name == "series").then_some(0),
            is_listed: false,
            terms: match *name {
                "touchpoints" => TOUCHPOINTS.iter().map(|name| term(name)).collect(),
                "stage" => ["interaction", "engagement", "relationship"].map(term).to_vec(),
                "outcome" => ["retention", "growth", "referral", "churn"].map(term).to_vec(),
                "experience" => Experience::ALL.iter().map(|verdict| term(verdict.word())).collect(),
                _ => Vec::new(),
            },
        });
        Self {
            title: "Customer stories".to_owned(),
            description: String::new(),
            base_url: NO_ADDRESS.to_owned(),
            language: "en".to_owned(),
            languages: BTreeMap::new(),
            untranslated: Untranslated::Show,
            timezone: TimeZone::UTC,
            theme: "stage".to_owned(),
            paginate_by: 20,
            related: 3,
            feeds: Feeds::default(),
            markdown: Settings::default(),
            check: Check::default(),
            operator: Operator::default(),
            integrity: Integrity::default(),
            placeholders: Vec::new(),
            insights: Insights::default(),
            api: Api::Lists,
            embeds: None,
            structured_data: StructuredData::default(),
            responses: Responses::default(),
            security: Security::default(),
            permalinks: Patterns::default(),
            aliases: Patterns::default(),
            names: Names::default(),
            labels: BTreeMap::new(),
            taxonomies: taxonomies.collect(),
            own_fields: OwnFields::default(),
            menu: Vec::new(),
            footer: Vec::new(),
            pictures: Pictures::default(),
            look: Appearance::default(),
            look_written: None,
            ignore: Vec::new(),
            publish: Vec::new(),
            outside_links: false,
            sitemap: true,
            extra: Data::Null,
        }
    }
}

/// Whether a text can be a source of a policy: anything else could end it, or make it say something else.
fn is_source(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !";,\"<>&".contains(c))
}

impl Config {
    /// The path part of the base URL: `/` or `/blog/`.
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[after_scheme..].find('/').map_or("/", |at| &self.base_url[after_scheme + at..])
    }

    /// The base URL where one is given: links that begin so lead to the site itself.
    pub fn own_address(&self) -> Option<&str> {
        (self.base_url != NO_ADDRESS).then_some(self.base_url.as_str())
    }

    /// Scheme and host of the base URL, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.base_url[..self.base_url.len() - self.base_path().len()]
    }

    /// What pages may load besides what is the site's own, and where the form for answers goes.
    pub fn policy_sources(&self) -> BTreeMap<String, Vec<String>> {
        let mut all = self.security.sources.clone();
        if let Some(form) = &self.responses.form {
            let form = form.as_str();
            let host = form.find("://").map_or(0, |at| at + 3);
            let end = form[host..].find(['/', '?', '#']).map_or(form.len(), |at| host + at);
            all.entry("form-action".to_owned()).or_default().push(form[..end].to_owned());
        }
        all.values_mut().for_each(|sources| sources.retain(|source| is_source(source)));
        all
    }

    /// Sets the base URL, with the slash it needs at its end.
    pub fn set_base_url(&mut self, url: &str) -> Result<(), String> {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        match rest {
            Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !url.contains(['?', '#', '"', '<', ' ']) => {
                self.base_url = format!("{}/", url.trim_end_matches('/'));
                Ok(())
            }
            _ => Err(format!("{url:?} is not an address such as https://example.org/stories/")),
        }
    }

    /// The site's own name for a verdict in a language.
    pub fn label(&self, lang: &str, verdict: Experience) -> Option<&str> {
        let own = self.languages.get(lang).and_then(|own| own.labels.get(&verdict));
        own.or_else(|| self.labels.get(&verdict).filter(|_| lang == self.language)).map(String::as_str)
    }

    /// What a taxonomy is called in a language besides the main one.
    pub fn taxonomy_in(&self, lang: &str, name: &str) -> Option<&LanguageTaxonomy> {
        self.languages.get(lang)?.taxonomies.get(name)
    }

    /// Every language's code, the main one first.
    pub fn language_codes(&self) -> Vec<String> {
        let others = self.languages.keys().filter(|code| **code != self.language).cloned();
        std::iter::once(self.language.clone()).chain(others).collect()
    }
}
