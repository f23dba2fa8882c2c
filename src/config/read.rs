//! The config file to a config: unknown keys are errors, names of other generators are understood.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{BUILT_IN, Config, Integrity, OperatorRole, TaxonomyConfig, TermConfig};
use crate::diag::{Diagnostic, Span, Warned, nearest};
use crate::model::{
    Embed, Experience, Fields, FieldsByKind, Key, Node, NodeError, OneOrMany, Pattern, Patterns, Value, WrongPattern,
    language_code,
};
use crate::parse::toml;
use crate::path::SourcePath;
use crate::text::term_slug;

/// The keys of the config.
pub const KEYS: &[&str] = &[
    "title",
    "description",
    "base_url",
    "language",
    "languages",
    "untranslated",
    "timezone",
    "theme",
    "paginate_by",
    "pictures",
    "related",
    "feeds",
    "embeds",
    "markdown",
    "check",
    "operator",
    "integrity",
    "insights",
    "responses",
    "security",
    "permalinks",
    "aliases",
    "names",
    "api",
    "labels",
    "taxonomies",
    "fields",
    "menu",
    "footer",
    "look",
    "ignore",
    "publish",
    "outside_links",
    "sitemap",
    "structured_data",
    "extra",
];

/// The directives to which a site may add sources.
pub const DIRECTIVES: [&str; 9] = [
    "script-src",
    "style-src",
    "img-src",
    "media-src",
    "font-src",
    "connect-src",
    "frame-src",
    "manifest-src",
    "form-action",
];

/// What other generators call our keys, and what they were called here before.
pub const OTHER_NAMES: &[(&str, &str)] = &[
    ("baseURL", "base_url"),
    ("baseurl", "base_url"),
    ("default_language", "language"),
    ("defaultContentLanguage", "language"),
    ("languageCode", "language"),
    ("paginate", "paginate_by"),
    ("params", "extra"),
    ("timeZone", "timezone"),
];

/// How texts begin that a starter leaves for its user to write.
const PLACEHOLDER: &str = "TODO";

/// Reads the config.
pub fn read(path: &SourcePath, text: &str) -> Warned<Config> {
    let mut reader = Reader { path, config: Config::default(), diagnostics: Vec::new() };
    let (table, errors) = toml::parse(text, 0);
    for error in errors {
        let message = format!("the config cannot be read: {}", error.message);
        let found = Diagnostic::error("E0301", message).at(Span::at(path, error.range));
        reader.diagnostics.push(match error.help {
            Some(help) => found.help(help),
            None => found,
        });
    }
    for (key, node) in table.entries() {
        let mut name = key.name.as_str();
        if let Some((other, ours)) = OTHER_NAMES.iter().find(|(other, _)| *other == name) {
            reader.renamed(key, other, ours);
            name = ours;
        }
        if let Err(error) = reader.key(name, key, node) {
            reader.wrong(name, node, error);
        }
    }
    reader.check_languages(&table);
    let own = reader.config.taxonomies.iter().map(|taxonomy| taxonomy.name.as_str());
    let own = own.filter(|name| !BUILT_IN.iter().any(|(built_in, _)| built_in == name));
    reader.config.own_fields.taxonomies = own.map(str::to_owned).collect();
    Warned { value: reader.config, diagnostics: reader.diagnostics }
}

struct Reader<'a> {
    path: &'a SourcePath,
    config: Config,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn key(&mut self, name: &str, key: &Key, node: &Node) -> Result<(), NodeError> {
        let config = &mut self.config;
        match name {
            "title" => config.title = String::deserialize(node)?,
            "description" => config.description = String::deserialize(node)?,
            "base_url" => {
                let url = String::deserialize(node)?;
                config.set_base_url(&url).map_err(serde::de::Error::custom)?;
            }
            "language" => {
                let code = String::deserialize(node)?;
                // Longer ones are names of languages, which the syntax of codes lets pass.
                config.language = language_code(&code)
                    .filter(|code| code.split('-').next().is_some_and(|language| language.len() <= 3))
                    .ok_or_else(|| {
                        serde::de::Error::custom("this is no code of a language: write `en`, `es` or `pt-BR`")
                    })?;
            }
            "languages" => {
                let all = BTreeMap::<String, super::Language>::deserialize(node)?;
                let all = all.into_iter().map(|(code, language)| (language_code(&code).unwrap_or(code), language));
                config.languages = all.collect();
            }
            "untranslated" => config.untranslated = Deserialize::deserialize(node)?,
            "timezone" => {
                let zone = String::deserialize(node)?;
                config.timezone = TimeZone::get(&zone).map_err(|_| {
                    serde::de::Error::custom(format!("{zone:?} is not a time zone such as \"Europe/Madrid\""))
                })?;
            }
            "theme" => config.theme = String::deserialize(node)?,
            "paginate_by" => config.paginate_by = u32::deserialize(node)?,
            "related" => config.related = u32::deserialize(node)?,
            "embeds" => self.embeds(node),
            "feeds" => config.feeds = Deserialize::deserialize(node)?,
            "markdown" => {
                let settings = MarkdownTable::deserialize(node)?;
                config.markdown.smart_punctuation = settings.smart_punctuation;
                config.markdown.trust_voices = settings.trust_voices;
                config.markdown.math = settings.math;
            }
            "broken_links" => {
                config.check.set_broken_links(Deserialize::deserialize(node)?);
                self.diagnostics.push(
                    Diagnostic::warning("W0304", "`broken_links` is a matter of [check] now")
                        .at(Span::at(self.path, key.range.clone()))
                        .help("set E0501 (links) and E0502 (files) there; the old name still works"),
                );
            }
            "check" => config.check.read(self.path, node, &mut self.diagnostics),
            "operator" => {
                config.operator = Deserialize::deserialize(node)?;
                config.check.is_brand = config.operator.role == OperatorRole::Brand;
            }
            "insights" => config.insights = Deserialize::deserialize(node)?,
            "integrity" => {
                config.integrity = Deserialize::deserialize(node)?;
                self.drop_placeholders(node);
            }
            "responses" => {
                let responses = super::Responses::deserialize(node)?;
                if responses.form.is_some() && responses.mail.is_some() {
                    return Err(serde::de::Error::custom("answers go to a `form` or to a `mail`box, not to both"));
                }
                if responses.form.as_ref().is_some_and(|form| !form.as_str().to_ascii_lowercase().starts_with("http")) {
                    return Err(serde::de::Error::custom("a `form` goes to an address that begins with https://"));
                }
                if let Some(mail) = responses.mail.as_ref().filter(|mail| !is_mailbox(mail)) {
                    return Err(serde::de::Error::custom(format!("{mail:?} is not an e-mail address")));
                }
                config.responses = responses;
            }
            "permalinks" => self.config.permalinks = self.patterns(name, node),
            "aliases" => self.config.aliases = self.patterns(name, node),
            "names" => config.names = Deserialize::deserialize(node)?,
            "security" => {
                let security = super::Security::deserialize(node)?;
                for (directive, sources) in &security.sources {
                    if !DIRECTIVES.contains(&directive.as_str()) {
                        return Err(serde::de::Error::custom(format!(
                            "`sources`: {directive:?} is none of {}",
                            DIRECTIVES.join(", ")
                        )));
                    }
                    if let Some(wrong) = sources.iter().find(|source| !super::is_source(source)) {
                        let message = format!("{wrong:?} is no source such as https://films.example");
                        return Err(serde::de::Error::custom(message));
                    }
                }
                config.security = security;
            }
            "labels" => config.labels = BTreeMap::<Experience, String>::deserialize(node)?,
            "taxonomies" => self.taxonomies(node),
            "fields" => self.fields(node)?,
            "pictures" => {
                let pictures = super::Pictures::deserialize(node)?;
                if let Some(wrong) = pictures.keep_metadata.iter().find(|glob| glob::Pattern::new(glob).is_err()) {
                    let message = format!("`keep_metadata`: {wrong:?} is not a pattern such as \"static/press/*\"");
                    return Err(serde::de::Error::custom(message));
                }
                config.pictures = pictures;
            }
            "look" => {
                config.look = Deserialize::deserialize(node)?;
                config.look_written = Some(node.clone());
            }
            "menu" => config.menu = Deserialize::deserialize(node)?,
            "footer" => config.footer = Deserialize::deserialize(node)?,
            "ignore" => config.ignore = Deserialize::deserialize(node)?,
            "publish" => {
                config.publish = Vec::deserialize(node)?;
                if let Some((glob, error)) =
                    config.publish.iter().find_map(|glob| glob::Pattern::new(glob).err().map(|error| (glob, error)))
                {
                    return Err(serde::de::Error::custom(format!("{glob:?} is not a pattern: {error}")));
                }
            }
            "outside_links" => config.outside_links = bool::deserialize(node)?,
            "api" => config.api = Deserialize::deserialize(node)?,
            "structured_data" => config.structured_data = Deserialize::deserialize(node)?,
            "sitemap" => config.sitemap = bool::deserialize(node)?,
            "extra" => config.extra = node.to_data(),
            _ => self.unknown(key),
        }
        Ok(())
    }

    fn embeds(&mut self, node: &Node) {
        let mut embeds = BTreeMap::new();
        for (key, node) in node.entries() {
            let slug = term_slug(&key.name);
            if slug != key.name {
                let found =
                    Diagnostic::error("E0303", format!("the name {:?} of an embed stands in its address", key.name))
                        .at(Span::at(self.path, key.range.clone()));
                self.diagnostics.push(match slug.as_str() {
                    "" => found.help("use letters, digits and hyphens"),
                    slug => found.help(format!("write {slug:?}")),
                });
                continue;
            }
            match Embed::deserialize(node) {
                Ok(embed) => drop(embeds.insert(key.name.clone(), embed)),
                Err(error) => self.wrong(&format!("embeds.{}", key.name), node, error),
            }
        }
        self.config.embeds = Some(embeds);
    }

    /// A pattern of addresses, or several, by folder or kind. Hugo has a table `page` around them.
    fn patterns(&mut self, name: &str, node: &Node) -> Patterns {
        let mut all = Patterns::default();
        for (key, node) in node.entries() {
            if matches!(node.value, Value::Table(_)) && key.name == "page" {
                return self.patterns(name, node);
            }
            match OneOrMany::deserialize(node) {
                Ok(patterns) => {
                    for pattern in patterns.0 {
                        match pattern.parse() {
                            Ok(pattern) => all.add(&key.name, pattern),
                            Err(wrong) => self.wrong_pattern(&format!("{name}.{}", key.name), node, wrong),
                        }
                    }
                }
                Err(error) => self.wrong(&format!("{name}.{}", key.name), node, error),
            }
        }
        all
    }

    fn wrong_pattern(&mut self, name: &str, node: &Node, wrong: WrongPattern) {
        let found = |message: String| Diagnostic::error("E0303", message).at(Span::at(self.path, node.range.clone()));
        self.diagnostics.push(match wrong {
            WrongPattern::NoToken(token) => {
                let found = found(format!("`{name}`: there is no token `:{token}`"));
                match nearest(&token, Pattern::tokens()) {
                    Some(near) => found.help(format!("did you mean `:{near}`?")),
                    None => found.help("the usual ones are :year, :month, :day, :slug, :title, :section"),
                }
            }
            WrongPattern::TellsNoneApart => found(format!("`{name}` gives several documents the same address"))
                .help("add :slug, :title or :filename to it"),
        });
    }

    fn taxonomies(&mut self, node: &Node) {
        for (key, node) in node.entries() {
            let table = match TaxonomyTable::deserialize(node) {
                Ok(table) => table,
                Err(error) => {
                    self.wrong(&format!("taxonomies.{}", key.name), node, error);
                    continue;
                }
            };
            let all = &mut self.config.taxonomies;
            let at = all.iter().position(|known| known.name == key.name).unwrap_or_else(|| {
                all.push(TaxonomyConfig {
                    name: key.name.clone(),
                    path: term_slug(&key.name),
                    title: None,
                    feed: true,
                    paginate_by: None,
                    terms: Vec::new(),
                    is_listed: false,
                });
                all.len() - 1
            });
            let taxonomy = &mut all[at];
            if let Some(path) = table.path {
                taxonomy.path = path.trim_matches('/').to_owned();
            }
            taxonomy.title = table.title.or(taxonomy.title.take());
            taxonomy.feed = table.feed.unwrap_or(taxonomy.feed);
            taxonomy.paginate_by = table.paginate_by.or(taxonomy.paginate_by);
            if let Some(terms) = table.terms {
                (taxonomy.terms, taxonomy.is_listed) = (terms, true);
            }
        }
    }

    fn fields(&mut self, node: &Node) -> Result<(), NodeError> {
        for name in node.entries().iter().flat_map(|(_, fields)| fields.entries()).map(|(key, _)| key) {
            if Fields::NAMES.contains(&name.name.as_str()) {
                self.diagnostics.push(
                    Diagnostic::error("E0303", format!("`{}` is a field of every site", name.name))
                        .at(Span::at(self.path, name.range.clone()))
                        .help("take it out, or give your own another name"),
                );
            }
        }
        self.config.own_fields.fields = FieldsByKind::deserialize(node)?;
        Ok(())
    }

    /// Takes out what a starter left for its user to say. Nobody must read it as what the site says of itself.
    fn drop_placeholders(&mut self, node: &Node) {
        let Integrity { collected, checked, edited, incentives, removal } = &mut self.config.integrity;
        for (key, said) in [
            ("collected", collected),
            ("checked", checked),
            ("edited", edited),
            ("incentives", incentives),
            ("removal", removal),
        ] {
            if said.take_if(|said| said.starts_with(PLACEHOLDER)).is_none() {
                continue;
            }
            let range = node.get(key).map(|node| node.range.clone()).unwrap_or_default();
            self.config.placeholders.push((key, range));
        }
    }

    /// The main language may be described among the others.
    fn check_languages(&mut self, table: &Node) {
        let main = self.config.language.clone();
        if let Some(described) = self.config.languages.remove(&main) {
            self.config.title = described.title.unwrap_or_else(|| std::mem::take(&mut self.config.title));
            self.config.description =
                described.description.unwrap_or_else(|| std::mem::take(&mut self.config.description));
            self.config.integrity = described.integrity.unwrap_or_else(|| std::mem::take(&mut self.config.integrity));
            self.config.menu = described.menu.unwrap_or_else(|| std::mem::take(&mut self.config.menu));
            self.config.footer = described.footer.unwrap_or_else(|| std::mem::take(&mut self.config.footer));
            self.config.labels.extend(described.labels);
            for (name, own) in &described.taxonomies {
                let taxonomy = self.config.taxonomies.iter_mut().find(|taxonomy| taxonomy.name == *name);
                let Some(taxonomy) = taxonomy else { continue };
                taxonomy.title = own.title().map(str::to_owned).or(taxonomy.title.take());
                for term in &mut taxonomy.terms {
                    term.label = own.term(&term_slug(&term.name)).map(str::to_owned).or(term.label.take());
                }
            }
        }
        for (name, node) in [("language", table.get("language")), ("languages", table.get("languages"))] {
            let Some(node) = node else { continue };
            let codes: Vec<(&str, &Node)> = match name {
                "language" => vec![(&main, node)],
                _ => node.entries().iter().map(|(key, node)| (key.name.as_str(), node)).collect(),
            };
            for (code, node) in codes {
                if code.parse::<unic_langid::LanguageIdentifier>().is_err() {
                    let found = Diagnostic::error("E0303", format!("`{code}` is not a language code"))
                        .at(Span::at(self.path, node.range.clone()))
                        .help("use a code such as en, es or pt-BR");
                    self.diagnostics.push(found);
                }
            }
        }
    }

    fn renamed(&mut self, key: &Key, other: &str, ours: &str) {
        self.diagnostics.push(
            Diagnostic::warning("W0304", format!("`{other}` is called `{ours}` here"))
                .at(Span::at(self.path, key.range.clone()))
                .help(format!("rename it to `{ours}`; the old name still works")),
        );
    }

    fn wrong(&mut self, name: &str, node: &Node, error: NodeError) {
        let range = error.range.clone().unwrap_or_else(|| node.range.clone());
        let mut found = Diagnostic::error("E0303", format!("`{name}`: {error}")).at(Span::at(self.path, range));
        if !error.known.is_empty() {
            found = found.suggest(&error.wrong, error.known.iter().copied());
        }
        self.diagnostics.push(found);
    }

    fn unknown(&mut self, key: &Key) {
        let known = KEYS.iter().copied().chain(BUILT_IN.iter().map(|(name, _)| *name));
        let found = Diagnostic::error("E0302", format!("there is no key `{}` in the config", key.name))
            .at(Span::at(self.path, key.range.clone()));
        self.diagnostics.push(match nearest(&key.name, known) {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help("what only your theme knows belongs under [extra]"),
        });
    }
}

/// Whether a text can be written to: the rest is for the mail program to say.
fn is_mailbox(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || ".+-_".contains(c));
    text.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

/// A taxonomy as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxonomyTable {
    path: Option<String>,
    title: Option<String>,
    feed: Option<bool>,
    paginate_by: Option<u32>,
    terms: Option<Vec<TermConfig>>,
}

/// `[markdown]` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MarkdownTable {
    smart_punctuation: bool,
    trust_voices: bool,
    math: bool,
}

impl Default for MarkdownTable {
    fn default() -> Self {
        let crate::parse::Settings { smart_punctuation, trust_voices, math, .. } = crate::parse::Settings::default();
        Self { smart_punctuation, trust_voices, math }
    }
}
