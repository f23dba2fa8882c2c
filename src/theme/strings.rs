//! The words of the interface, per language, with plurals, dates and numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::RandomState;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

use super::layer::Layer;
use crate::config::Config;
use crate::diag::{Diagnostic, Span, nearest};
use crate::digest::Digest;
use crate::model::{Data, Key, Node, Value};
use crate::parse::toml;
use crate::path::SourcePath;
use crate::text::term_slug;

/// The language that stands in when a word is missing.
const FALLBACK: &str = "en";

/// All strings of a theme and a site; cheap to clone.
#[derive(Clone)]
pub struct Strings(Arc<BTreeMap<String, Table>>, Digest);

struct Table {
    words: HashMap<String, Data, RandomState>,
    plurals: Option<PluralRules>,
}

/// Reads `i18n/*.toml` of every layer; a site's own words go before the theme's.
pub fn collect(layers: &[Layer], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Strings {
    let mut all: BTreeMap<String, BTreeMap<String, Data>> = BTreeMap::new();
    for layer in layers {
        for (path, content) in &layer.files {
            let Some(lang) = path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml")) else { continue };
            let source = layer.source(path);
            let Some(text) = content.text() else {
                diagnostics.push(Diagnostic::error("E0421", "this file is not UTF-8 text").at(Span::file(&source)));
                continue;
            };
            let (table, errors) = toml::parse(&text, 0);
            for error in errors {
                let message = format!("these strings cannot be read: {}", error.message);
                diagnostics.push(Diagnostic::error("E0421", message).at(Span::at(&source, error.range)));
            }
            report_types(&table, &source, diagnostics);
            let words = all.entry(lang.to_owned()).or_default();
            for (name, _, node) in strings_of(&table) {
                words.entry(name).or_insert_with(|| node.to_data());
            }
        }
    }
    if let Some(own) = layers.iter().find(|layer| layer.theme.is_none()) {
        report_slips(own, layers, config, diagnostics);
    }
    for lang in config.language_codes() {
        report_missing(&lang, &all, diagnostics);
    }
    let digest = Digest::of(&all);
    let tables = all.into_iter().map(|(lang, words)| {
        let plurals = lang
            .parse::<LanguageIdentifier>()
            .ok()
            .and_then(|id| PluralRules::create(id, PluralRuleType::CARDINAL).ok());
        (lang, Table { words: words.into_iter().collect(), plurals })
    });
    Strings(Arc::new(tables.collect()), digest)
}

/// Every string of a table, by its name with dots: `{ one = …, other = … }` is one string in several numbers.
fn strings_of(table: &Node) -> Vec<(String, &Key, &Node)> {
    fn walk<'a>(prefix: &str, table: &'a Node, found: &mut Vec<(String, &'a Key, &'a Node)>) {
        let Value::Table(entries) = &table.value else { return };
        for (key, node) in entries {
            let name = if prefix.is_empty() { key.name.clone() } else { format!("{prefix}.{}", key.name) };
            match &node.value {
                Value::Table(_) if node.get("other").is_none() => walk(&name, node, found),
                _ => found.push((name, key, node)),
            }
        }
    }
    let mut found = Vec::new();
    walk("", table, &mut found);
    found
}

/// Reports the strings of the site itself that nothing asks for and that are nearly one of the theme's.
fn report_slips(own: &Layer, layers: &[Layer], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let tables = |layer: &Layer| -> Vec<(String, Node)> {
        let files = layer.files.iter().filter(|(path, _)| path.starts_with("i18n/") && path.ends_with(".toml"));
        files.filter_map(|(path, content)| Some((path.clone(), toml::parse(&content.text()?, 0).0))).collect()
    };
    let own_tables = tables(own);
    if own_tables.is_empty() {
        return;
    }
    let themes: Vec<(String, Node)> = layers.iter().filter(|layer| layer.theme.is_some()).flat_map(tables).collect();
    let known: BTreeSet<String> =
        themes.iter().flat_map(|(_, table)| strings_of(table)).map(|(name, ..)| name).collect();
    // What the site's own templates ask for, or its vocabulary holds, is meant.
    let templates: Vec<String> = own
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("templates/"))
        .filter_map(|(_, content)| content.text())
        .collect();
    let is_term =
        |word: &str| config.taxonomies.iter().flat_map(|one| &one.terms).any(|term| term_slug(&term.name) == word);
    for (path, table) in &own_tables {
        for (name, key, _) in strings_of(table).into_iter().filter(|(name, ..)| !known.contains(name)) {
            let (family, last) = name.rsplit_once('.').map_or(("", name.as_str()), |(family, last)| (family, last));
            let siblings = known.iter().filter_map(|other| match family {
                "" => Some(other.as_str()).filter(|other| !other.contains('.')),
                family => other.strip_prefix(family)?.strip_prefix('.'),
            });
            let Some(near) = nearest(last, siblings) else { continue };
            if !is_term(last) && templates.iter().all(|text| !text.contains(last)) {
                diagnostics.push(
                    Diagnostic::warning("W0425", format!("nothing asks for the string `{name}`"))
                        .at(Span::at(&own.source(path), key.range.clone()))
                        .help(format!("did you mean `{near}`?")),
                );
            }
        }
    }
}

/// Reports what is neither text, nor a list of texts, nor one text in several numbers.
fn report_types(table: &Node, source: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    let is_text = |node: &Node| matches!(node.value, Value::String(_));
    for (name, _, node) in strings_of(table) {
        let is_fine = match &node.value {
            Value::Array(all) => all.iter().all(is_text),
            Value::Table(forms) => forms.iter().all(|(_, form)| is_text(form)),
            _ => is_text(node),
        };
        if !is_fine {
            let message = format!("the string `{name}` is no text");
            let found = Diagnostic::error("E0421", message).at(Span::at(source, node.range.clone()));
            diagnostics.push(found.help("write it in quotes"));
        }
    }
}

fn report_missing(lang: &str, all: &BTreeMap<String, BTreeMap<String, Data>>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(reference) = all.get(FALLBACK) else { return };
    let empty = BTreeMap::new();
    let base = lang.split('-').next().unwrap_or(lang);
    let (own, wide) = (all.get(lang).unwrap_or(&empty), all.get(base).unwrap_or(&empty));
    let missing: Vec<&str> = reference
        .keys()
        .filter(|key| !own.contains_key(*key) && !wide.contains_key(*key))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        let list = missing.iter().take(8).copied().collect::<Vec<_>>().join(", ");
        let more = if missing.len() > 8 { format!(" and {} more", missing.len() - 8) } else { String::new() };
        diagnostics.push(
            Diagnostic::warning(
                "W0422",
                format!("{} strings are missing in language `{lang}`; English stands in", missing.len()),
            )
            .note(format!("{list}{more}"))
            .help(format!("add them to i18n/{lang}.toml")),
        );
    }
}

impl Strings {
    /// The digest of all of them.
    pub fn digest(&self) -> Digest {
        self.1
    }

    /// The value of a key: in the language, in its base language, in English.
    fn get(&self, lang: &str, key: &str) -> Option<(&Data, &Table)> {
        let base = lang.split('-').next().unwrap_or(lang);
        [lang, base, FALLBACK].into_iter().find_map(|lang| {
            let table = self.0.get(lang)?;
            Some((table.words.get(key)?, table))
        })
    }

    /// A word of exactly this language.
    pub fn own_word(&self, lang: &str, key: &str) -> Option<&str> {
        self.0.get(lang)?.words.get(key)?.as_str()
    }

    /// A word, in the number that `count` asks for.
    pub fn word(&self, lang: &str, key: &str, count: Option<i64>) -> Option<&str> {
        let (data, table) = self.get(lang, key)?;
        match data {
            Data::String(word) => Some(word),
            Data::Table(_) => {
                let category = match table.plurals.as_ref().map(|rules| rules.select(count.unwrap_or(2))) {
                    Some(Ok(PluralCategory::ZERO)) => "zero",
                    Some(Ok(PluralCategory::ONE)) => "one",
                    Some(Ok(PluralCategory::TWO)) => "two",
                    Some(Ok(PluralCategory::FEW)) => "few",
                    Some(Ok(PluralCategory::MANY)) => "many",
                    _ => "other",
                };
                data.get(category).or_else(|| data.get("other"))?.as_str()
            }
            _ => None,
        }
    }

    /// A word of a list, such as a month.
    fn listed(&self, lang: &str, key: &str, at: usize) -> Option<&str> {
        match self.get(lang, key) {
            Some((Data::Array(words), _)) => words.get(at).and_then(Data::as_str),
            _ => None,
        }
    }

    /// A word with its `{names}` filled in.
    pub fn fill(&self, lang: &str, key: &str, count: Option<i64>, values: &[(&str, String)]) -> Option<String> {
        let word = self.word(lang, key, count)?;
        Some(filled(word, &|name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())))
    }

    /// A day in the language: `long` is "14 March 2026", `short` "14 Mar 2026", `month` "March 2026".
    pub fn day(&self, lang: &str, day: jiff::civil::Date, style: &str) -> String {
        let Some(pattern) = self.word(lang, &format!("date.{style}"), None) else { return day.to_string() };
        let month = usize::from(day.month().unsigned_abs()) - 1;
        let name = |key: &str| self.listed(lang, key, month).unwrap_or("?").to_owned();
        filled(pattern, &|part| match part {
            "day" => match self.word(lang, "date.first_day", None).filter(|_| day.day() == 1) {
                Some(first) => Some(first.to_owned()),
                None => Some(day.day().to_string()),
            },
            "year" => Some(day.year().to_string()),
            "month" => Some(name("date.months")),
            "mon" => Some(name("date.months_short")),
            _ => None,
        })
    }

    /// A share in percent, from 0 to 100: `97.5 %`, `> 99.9 %`.
    pub fn share(&self, lang: &str, percent: f64, decimals: u32) -> String {
        format!("{} %", self.on_scale(lang, percent, (0.0, 100.0), decimals))
    }

    /// A number on a scale, rounded to so many decimals, two at most: an end of the scale stands only for what lies
    /// there. With one decimal, 4.98 of 5 is `> 4.9`, and 1.02 is `< 1.1`.
    pub fn on_scale(&self, lang: &str, number: f64, (least, most): (f64, f64), decimals: u32) -> String {
        let unit = 10f64.powi(decimals.min(2) as i32);
        let rounded = (number * unit).round() / unit;
        if number < most && rounded >= most {
            format!("> {}", self.number(lang, most - 1.0 / unit))
        } else if number > least && rounded <= least {
            format!("< {}", self.number(lang, least + 1.0 / unit))
        } else {
            self.number(lang, rounded)
        }
    }

    /// A number with the language's marks: `12,345.5`, `12.345,5`, `12 345,5`.
    pub fn number(&self, lang: &str, number: f64) -> String {
        self.number_with(lang, number, 0)
    }

    /// The same; where it is not whole, with at least so many decimals: `12.50`.
    pub fn number_with(&self, lang: &str, number: f64, decimals: usize) -> String {
        let mark = |key: &str, usual: &'static str| self.word(lang, key, None).unwrap_or(usual);
        let number = (number * 100.0).round() / 100.0;
        let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
        let plain = if is_whole { (number as i64).to_string() } else { number.to_string() };
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("−", rest));
        let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(whole, rest)| (whole, Some(rest)));
        let mut out = String::from(sign);
        if whole.len() > 4 {
            let group = mark("number.group", ",");
            for (at, digit) in whole.chars().enumerate() {
                if at > 0 && (whole.len() - at) % 3 == 0 {
                    out.push_str(group);
                }
                out.push(digit);
            }
        } else {
            out.push_str(whole);
        }
        if let Some(fraction) = fraction {
            out.push_str(mark("number.decimal", "."));
            out.push_str(fraction);
            out.extend(std::iter::repeat_n('0', decimals.saturating_sub(fraction.len())));
        }
        out
    }
}
/// A text with its `{names}` filled in, once through: what a value brings with it is not filled in.
fn filled(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len() + 16);
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        out.push_str(before);
        match value(name) {
            Some(value) => out.push_str(&value),
            None => out.extend(["{", name, "}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
