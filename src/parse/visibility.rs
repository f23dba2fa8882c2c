//! What front matter says of who may see a page, in the words of other tools as well: whatever one of them holds
//! back is held back here, and a value that cannot be read publishes nothing.

use serde::Deserialize as _;

use crate::diag::{Diagnostic, Span};
use crate::model::{DateValue, Key, Node, Value};
use crate::path::SourcePath;

/// The names as they are usually written. They are compared without case, `_`, `-` and spaces.
pub const NAMES: &[&str] = &[
    "is_draft",
    "hidden",
    "is_hidden",
    "private",
    "is_private",
    "unpublished",
    "password",
    "unlisted",
    "headless",
    "eleventyExcludeFromCollections",
    "published",
    "publish",
    "is_published",
    "public",
    "visible",
    "render",
    "listed",
    "status",
    "post_status",
    "publish_status",
    "visibility",
    "build",
    "_build",
    "no_index",
    "robots",
    "robotsNoIndex",
    "googlebot",
    "index",
    "indexable",
    "searchable",
    "in_search_index",
    "search",
    "search_exclude",
    "searchHidden",
    "exclude_from_search",
    "sitemap",
    "sitemap_exclude",
    "exclude_from_sitemap",
    "seo",
    "meta",
];

/// What is said.
#[derive(Default)]
pub struct Visibility {
    /// Whether it is not for readers yet; `None` if nothing is said.
    pub draft: Option<bool>,
    /// Whether it is not for search engines; `None` if nothing is said.
    pub noindex: Option<bool>,
    /// The day from which it is.
    pub date: Option<DateValue>,
}

/// What one name says.
enum Said {
    /// Nothing.
    Nothing,
    /// That it is for readers.
    Published,
    /// From when on it is.
    From(DateValue),
    /// That it is not.
    Held,
    /// That it has a page and stands in no list.
    Unlisted,
    /// Something that cannot be read.
    Unclear,
    /// Whether it is for search engines.
    Noindex(bool),
}

/// What `draft` and `noindex` may be, for editors: a yes or a no as YAML, TOML and forms write it.
pub fn schema() -> serde_json::Value {
    serde_json::json!({ "anyOf": [
        { "type": "boolean" },
        { "type": "null" },
        { "enum": [0, 1] },
        { "type": "string", "pattern":
            "^\\s*([Tt]([Rr][Uu][Ee])?|[Yy]([Ee][Ss])?|[Oo][Nn]|1|[Ff]([Aa][Ll][Ss][Ee])?|[Nn][Oo]?|[Oo][Ff][Ff]|0)?\\s*$" }
    ] })
}

/// Whether a name says who may see a page.
pub fn is_name(written: &str) -> bool {
    let name = compact(written);
    matches!(name.as_str(), "draft" | "noindex") || NAMES.iter().any(|known| compact(known) == name)
}

/// Reads all names of a table. One that holds the page back goes before those that publish it.
pub fn read(path: &SourcePath, table: &Node, diagnostics: &mut Vec<Diagnostic>) -> Visibility {
    let mut visibility = Visibility::default();
    for (key, node) in table.entries() {
        let draft = match said(&compact(&key.name), node) {
            Said::Nothing => continue,
            Said::Noindex(noindex) => {
                diagnostics.extend(wrong_type(path, key, node));
                visibility.noindex = Some(noindex || visibility.noindex == Some(true));
                continue;
            }
            Said::From(date) => {
                visibility.date = Some(date);
                continue;
            }
            Said::Published => false,
            Said::Held => true,
            Said::Unlisted => {
                diagnostics.push(unlisted(path, key));
                true
            }
            Said::Unclear => {
                diagnostics.push(unclear(path, key, node));
                true
            }
        };
        visibility.draft = Some(draft || visibility.draft == Some(true));
    }
    visibility
}

/// A name without what spellings differ in.
fn compact(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).map(|c| c.to_ascii_lowercase()).collect()
}

fn said(name: &str, node: &Node) -> Said {
    let is_blank = matches!(&node.value, Value::String(text) if text.trim().is_empty());
    if node.value == Value::Null || is_blank {
        return Said::Nothing;
    }
    let yes = truth(node);
    let held_if = |held: bool, so: Said| match yes {
        Some(yes) if yes == held => so,
        Some(_) => Said::Nothing,
        None => Said::Unclear,
    };
    match name {
        "draft" | "isdraft" => match yes {
            Some(false) => Said::Published,
            _ => held_if(true, Said::Held),
        },
        "hidden" | "ishidden" | "private" | "isprivate" | "unpublished" => held_if(true, Said::Held),
        "unlisted" | "headless" | "eleventyexcludefromcollections" => held_if(true, Said::Unlisted),
        "password" if yes != Some(false) => Said::Held,
        "published" | "publish" | "ispublished" => match (yes, &node.value) {
            (Some(true), _) => Said::Published,
            // Some tools write the day here.
            (None, Value::String(day)) => DateValue::parse(day).map_or(Said::Unclear, Said::From),
            _ => held_if(false, Said::Held),
        },
        "public" | "visible" => held_if(false, Said::Held),
        "render" => match word(node) {
            Some("always") => Said::Nothing,
            Some("never" | "link") => Said::Held,
            _ => held_if(false, Said::Held),
        },
        "listed" => held_if(false, Said::Unlisted),
        "status" | "poststatus" | "publishstatus" | "visibility" => status(node),
        "build" => build(node),
        _ => noindex(name, node).map_or(Said::Nothing, Said::Noindex),
    }
}

/// What a word for the state of a text says.
fn status(node: &Node) -> Said {
    match word(node).map(str::to_lowercase).as_deref() {
        Some("publish" | "published" | "public" | "live" | "final" | "done" | "complete" | "completed") => {
            Said::Published
        }
        Some("visible" | "listed" | "everyone") => Said::Nothing,
        Some("unlisted") => Said::Unlisted,
        Some(
            "draft" | "drafts" | "private" | "pending" | "hidden" | "unpublished" | "scheduled" | "future" | "trash"
            | "archived" | "inherit" | "review" | "in-review" | "in review" | "todo" | "wip" | "idea" | "password",
        ) => Said::Held,
        _ => Said::Unclear,
    }
}

/// Hugo's `build`: whether a page is drawn, and which lists it stands in.
fn build(node: &Node) -> Said {
    let of = |wanted: &str| node.entries().iter().find(|(key, _)| compact(&key.name) == wanted).map(|(_, node)| node);
    let is_never = |node: &Node| truth(node) == Some(false) || word(node).is_some_and(|word| word != "always");
    match (of("render"), of("list")) {
        (Some(render), _) if is_never(render) => Said::Held,
        (_, Some(list)) if is_never(list) => Said::Unlisted,
        _ => Said::Nothing,
    }
}

/// What a name, or a name in a table, says to search engines.
fn noindex(name: &str, node: &Node) -> Option<bool> {
    let is_table = !node.entries().is_empty();
    match name {
        "noindex" | "robotsnoindex" | "sitemapexclude" | "excludefromsitemap" | "excludefromsearch"
        | "searchexclude" | "searchhidden" => Some(truth(node) != Some(false)),
        "robots" | "googlebot" if !is_table => robots(node),
        "index" | "indexable" | "searchable" | "insearchindex" => truth(node).map(|yes| !yes),
        "sitemap" | "search" if !is_table => match word(node) {
            Some("exclude" | "never" | "none") => Some(true),
            _ => truth(node).map(|yes| !yes),
        },
        "robots" | "googlebot" | "seo" | "meta" | "sitemap" | "search" => {
            let inner = node.entries().iter().filter_map(|(key, node)| match compact(&key.name).as_str() {
                "disable" | "disabled" | "exclude" | "excluded" | "hidden" | "hide" | "none" => truth(node),
                "include" | "included" | "enable" | "enabled" => truth(node).map(|yes| !yes),
                "seo" | "meta" => None,
                name => noindex(name, node),
            });
            inner.reduce(|a, b| a || b)
        }
        _ => None,
    }
}

/// The words of a `<meta name="robots">`, in one text or in a list.
fn robots(node: &Node) -> Option<bool> {
    match &node.value {
        Value::String(text) => {
            let mut words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_ascii_lowercase);
            Some(words.any(|word| word == "noindex" || word == "none"))
        }
        Value::Array(all) => all.iter().filter_map(robots).reduce(|a, b| a || b),
        Value::Bool(yes) => Some(!yes),
        _ => None,
    }
}

/// A yes or a no, as YAML, TOML and forms write it.
fn truth(node: &Node) -> Option<bool> {
    match &node.value {
        Value::Bool(yes) => Some(*yes),
        Value::Int(1, _) => Some(true),
        Value::Int(0, _) => Some(false),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" | "y" | "t" => Some(true),
            "false" | "no" | "off" | "0" | "n" | "f" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn word(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) => Some(text.trim()),
        _ => None,
    }
}

fn unlisted(path: &SourcePath, key: &Key) -> Diagnostic {
    let message = format!("`{}` holds this out of the site: no page here stands outside of all lists", key.name);
    Diagnostic::warning("W0120", message)
        .at(Span::at(path, key.range.clone()))
        .help("take it out to publish the page; `noindex = true` keeps search engines away from it")
}

fn unclear(path: &SourcePath, key: &Key, node: &Node) -> Diagnostic {
    let message = format!("`{}` has a value that does not say whether this is published, so it is not", key.name);
    wrong_type(path, key, node).unwrap_or_else(|| {
        Diagnostic::warning("W0119", message)
            .at(Span::at(path, node.range.clone()))
            .help("say `draft = false` in its place, or put it under `extra` if it is meant for the theme")
    })
}

/// The fields of our own have a type; the other names are a matter of other tools.
fn wrong_type(path: &SourcePath, key: &Key, node: &Node) -> Option<Diagnostic> {
    let is_own = matches!(compact(&key.name).as_str(), "draft" | "noindex");
    let error = bool::deserialize(node).err().filter(|_| is_own && truth(node).is_none())?;
    let message = format!("`{}`: {error}", key.name);
    Some(Diagnostic::error("E0103", message).at(Span::at(path, node.range.clone())))
}
