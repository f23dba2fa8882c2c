//! What other generators call our fields, and the shapes that they give them. All of it is here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;

use crate::model::{Data, DateValue, FieldType, Fields, Key, Node, OneOrMany, Value};

/// Their names, and ours.
pub const NAMES: &[(&str, &str)] = &[
    ("author_name", "author"),
    ("authors", "author"),
    ("banner", "image"),
    ("by", "author"),
    ("byline", "author"),
    ("categories", "tags"),
    ("category", "tags"),
    ("channels", "channel"),
    ("client", "company"),
    ("client_name", "author"),
    ("company_name", "company"),
    ("cover", "image"),
    ("cover_image", "image"),
    ("created", "date"),
    ("created_at", "date"),
    ("customer", "author"),
    ("customer_name", "author"),
    ("excerpt", "description"),
    ("expiryDate", "expires"),
    ("feature_image", "image"),
    ("featured_image", "image"),
    ("full_name", "author"),
    ("hero", "image"),
    ("images", "image"),
    ("job_title", "role"),
    ("keywords", "tags"),
    ("language", "lang"),
    ("lastmod", "updated"),
    ("last_modified_at", "updated"),
    ("last_update", "updated"),
    ("last_updated", "updated"),
    ("locale", "lang"),
    ("modified", "updated"),
    ("modified_at", "updated"),
    ("organisation", "company"),
    ("organization", "company"),
    ("outcomes", "outcome"),
    ("path", "permalink"),
    ("person", "author"),
    ("position", "role"),
    ("pubDate", "date"),
    ("published_at", "date"),
    ("publishDate", "date"),
    ("pub_date", "date"),
    ("redirect_from", "aliases"),
    ("redirects", "aliases"),
    ("reviewer", "author"),
    ("reviewer_name", "author"),
    ("series_index", "part"),
    ("series_order", "part"),
    ("series_part", "part"),
    ("stages", "stage"),
    ("subtitle", "description"),
    ("summary", "description"),
    ("tag", "tags"),
    ("teaser", "description"),
    ("thumbnail", "image"),
    ("updated_at", "updated"),
    ("updatedDate", "updated"),
];

/// Names that mean something to other generators and nothing here: kept under `extra` in silence.
pub const FOREIGN: &[&str] = &["layout", "type", "toc", "menu", "comments"];

/// Where others keep the words of a testimonial.
pub const WORDS: [&str; 7] = ["body", "content", "message", "quote", "review", "testimonial", "text"];

/// Fields that hold several words, which others write in one text with commas between.
const LISTS_OF_WORDS: [&str; 5] = ["channel", "feelings", "outcome", "tags", "touchpoints"];

/// Other fields that hold several texts.
const LISTS: [&str; 6] = ["aliases", "author", "clues", "colours", "negatives", "positives"];

/// Fields that hold numbers, which others write as text.
const NUMBERS: [&str; 7] = ["ces", "csat", "nps", "paginate_by", "part", "rating", "weight"];

/// Fields that hold a yes or no.
const ANSWERS: [&str; 2] = ["sample", "transparent"];

/// Zola's other orders of lists, and ours.
const ORDERS: [(&str, &str); 3] = [("none", "date"), ("permalink", "slug"), ("title_bytes", "title")];

/// By what a table names somebody or something.
const NAMES_IN_TABLES: [&str; 5] = ["name", "title", "label", "slug", "id"];

/// By what a table gives the address of a picture, and what it shows.
const ADDRESSES_IN_TABLES: [&str; 8] = ["src", "image", "url", "path", "file", "href", "relative", "filename"];
const WORDS_IN_TABLES: [&str; 4] = ["alt", "image_alt", "caption", "title"];

/// The fields that are tables, or lists of tables.
const TABLES: [&str; 10] =
    ["brought", "disclosure", "episodes", "figures", "links", "reply", "scores", "stage", "verified", "worth"];

/// Fields that hold the name of something.
const NAMED: [&str; 6] = ["brand", "campaign", "company", "product", "role", "series"];

/// Fields that hold the address of a picture.
const PICTURES: [&str; 3] = ["image", "logo", "photo"];

/// A field as it is read.
pub struct Given<'a> {
    /// Our name, or theirs where we have none.
    pub name: Cow<'a, str>,
    /// As it is written.
    pub key: &'a Key,
    /// Its value in our shape.
    pub node: Cow<'a, Node>,
    /// The values of its other names, where it is a list.
    more: Vec<Cow<'a, Node>>,
}

/// The fields of a table under our names and in our shapes, but for those that are the site's own. What is left empty is left out, and several names of
/// one list become one list. Of several names of one value, ours counts, or else the first; the others keep theirs.
pub fn given<'a>(table: &'a Node, is_own: &dyn Fn(&str) -> bool) -> Vec<Given<'a>> {
    let mut all: Vec<Given> = Vec::new();
    // Where each of our fields is in the list. What we do not know is nobody's other name.
    let mut known: BTreeMap<Cow<str>, usize> = BTreeMap::new();
    for (key, node) in table.entries() {
        if is_own(&key.name) {
            let name = Cow::Borrowed(key.name.as_str());
            all.push(Given { name, key, node: Cow::Borrowed(node), more: Vec::new() });
            continue;
        }
        let name = canonical(&key.name, node);
        if is_empty(node) && Fields::NAMES.contains(&name.as_ref()) && name != "extra" {
            continue;
        }
        for (name, node) in shaped(name, node) {
            let is_ours = Fields::NAMES.contains(&name.as_ref());
            let given = Given { name: name.clone(), key, node, more: Vec::new() };
            match known.get(&name).copied().filter(|_| is_ours) {
                Some(at) if is_list(&name) => all[at].more.push(given.node),
                Some(at) => {
                    // The place of the first is that of the field.
                    let other = if key.name == name && all[at].key.name != name {
                        std::mem::replace(&mut all[at], given)
                    } else {
                        given
                    };
                    all.push(Given { name: Cow::Borrowed(other.key.name.as_str()), ..other });
                }
                None => {
                    known.insert(name, all.len());
                    all.push(given);
                }
            }
        }
    }
    all.iter_mut().filter(|given| !given.more.is_empty()).for_each(Given::merge);
    all
}

impl Given<'_> {
    /// Makes one list of all; nothing stands in it twice.
    fn merge(&mut self) {
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for node in std::iter::once(&self.node).chain(&self.more) {
            let items = match &node.value {
                Value::Array(items) => items.as_slice(),
                _ => std::slice::from_ref(node.as_ref()),
            };
            all.extend(items.iter().filter(|item| seen.insert(item.as_written())).cloned());
        }
        self.node = Cow::Owned(Node { value: Value::Array(all), range: self.node.range.clone() });
    }
}

/// A value of one of the site's own fields; `None` if it is of another type. Nothing is empty of any type.
pub fn of_type(wanted: FieldType, node: &Node) -> Option<Data> {
    if is_empty(node) {
        return Some(Data::Null);
    }
    let list = |node: &Node| OneOrMany::deserialize(node).ok().map(|many| many.0.into_iter().map(Data::String));
    match (wanted, as_answer(node).to_data(), as_number(node).to_data()) {
        (FieldType::Any, ..) => Some(node.to_data()),
        (FieldType::String, ..) => String::deserialize(node).ok().map(Data::String),
        (FieldType::Boolean, answer @ Data::Bool(_), _) => Some(answer),
        (FieldType::Number, _, number @ (Data::Int(_) | Data::Float(_))) => Some(number),
        (FieldType::Integer, _, number @ Data::Int(_)) => Some(number),
        (FieldType::Date, ..) => DateValue::parse_any(&node.as_written()).map(|when| Data::String(when.to_string())),
        (FieldType::List, ..) => list(&listed("tags", node)).map(|items| Data::Array(items.collect())),
        _ => None,
    }
}

/// A list of words, in any shape that lists have.
pub fn words(node: &Node) -> Cow<'_, Node> {
    listed("tags", node)
}

/// Our name for a field, in whatever case it is written.
pub fn canonical<'a>(written: &'a str, node: &Node) -> Cow<'a, str> {
    // Hugo's and Jekyll's whole address of a page; ours is that of a brand's site.
    let is_path = |text: &str| text.starts_with('/') || (text.contains('/') && !text.contains(':'));
    if written.eq_ignore_ascii_case("url") && matches!(&node.value, Value::String(text) if is_path(text)) {
        return Cow::Borrowed("permalink");
    }
    if let Some((_, ours)) = NAMES.iter().find(|(other, _)| *other == written) {
        return Cow::Borrowed(ours);
    }
    if Fields::NAMES.contains(&written) {
        return Cow::Borrowed(written);
    }
    let is_sign = |byte: &u8| matches!(byte, b'_' | b'-' | b' ');
    let letters = |name: &str| -> Vec<u8> {
        name.bytes().filter(|byte| !is_sign(byte)).map(|byte| byte.to_ascii_lowercase()).collect()
    };
    let wanted = letters(written);
    let is_same = |known: &str| letters(known) == wanted;
    let ours = NAMES.iter().find(|(other, _)| is_same(other)).map(|(_, ours)| *ours);
    let ours = ours.or_else(|| Fields::NAMES.iter().copied().chain(["params", "cascade"]).find(|ours| is_same(ours)));
    ours.map_or(Cow::Borrowed(written), Cow::Borrowed)
}

/// A name as ours are written: in lower case, with `_` between its words.
pub fn folded(written: &str) -> String {
    written.trim().to_ascii_lowercase().replace(['-', ' '], "_")
}

/// What content systems write where nothing was filled in.
fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(all) => !all.is_empty() && all.iter().all(is_empty),
        _ => false,
    }
}

fn is_list(name: &str) -> bool {
    LISTS_OF_WORDS.contains(&name) || LISTS.contains(&name)
}

fn text(text: impl Into<String>, like: &Node) -> Node {
    Node { value: Value::String(text.into()), range: like.range.clone() }
}

/// A value in the shape that our field has, and what else it says.
fn shaped<'a>(name: Cow<'a, str>, node: &'a Node) -> Vec<(Cow<'a, str>, Cow<'a, Node>)> {
    let node: Cow<Node> = match name.as_ref() {
        one if PICTURES.contains(&one) => return picture(name, node),
        "permalink" | "aliases" | "template" | "image_alt" | "lang" if matches!(node.value, Value::Bool(false)) => {
            return Vec::new();
        }
        // Zola's and Eleventy's way to say that there are lists.
        "template" if matches!(node.value, Value::Bool(true)) => return Vec::new(),
        "location" => located(node),
        "taxonomies" => by_taxonomy(node),
        "source" => sourced(node),
        list if is_list(list) && node.value == Value::Bool(false) => return Vec::new(),
        list if is_list(list) => listed(list, node),
        number if NUMBERS.contains(&number) => as_number(node),
        answer if ANSWERS.contains(&answer) => as_answer(node),
        table if TABLES.contains(&table) => match filled_in(node) {
            Some(filled) => filled,
            None => return Vec::new(),
        },
        one if NAMED.contains(&one) => {
            // Hugo has lists of one: `series: [The move]`.
            let only = match &node.value {
                Value::Array(all) if all.len() == 1 => &all[0],
                _ => node,
            };
            named(only).unwrap_or(Cow::Borrowed(only))
        }
        "sort_by" => {
            let ours = ORDERS.iter().find(|(theirs, _)| node.as_written() == *theirs);
            ours.map_or(Cow::Borrowed(node), |(_, ours)| Cow::Owned(text(*ours, node)))
        }
        "updated" => match node.get("date") {
            // Docusaurus: `last_update: { date, author }`
            Some(date) => Cow::Borrowed(date),
            None => Cow::Borrowed(node),
        },
        _ => Cow::Borrowed(node),
    };
    vec![(name, node)]
}

/// A table, or a list of tables, without the fields that a content system left empty in it; `None` where all are.
///
/// `consent` is none of them: what is not said there is not agreed to.
fn filled_in(node: &Node) -> Option<Cow<'_, Node>> {
    let value = match &node.value {
        Value::Table(entries) if entries.iter().any(|(_, node)| is_empty(node)) => {
            let filled: Vec<_> = entries.iter().filter(|(_, node)| !is_empty(node)).cloned().collect();
            if filled.is_empty() {
                return None;
            }
            Value::Table(filled)
        }
        Value::Array(all) if all.iter().any(|one| matches!(one.value, Value::Table(_))) => {
            Value::Array(all.iter().filter_map(filled_in).map(Cow::into_owned).collect())
        }
        _ => return Some(Cow::Borrowed(node)),
    };
    Some(Cow::Owned(Node { value, range: node.range.clone() }))
}

/// `{src, alt}`, `{image, alt}`, or a list, of which the first counts.
fn picture<'a>(name: Cow<'a, str>, node: &'a Node) -> Vec<(Cow<'a, str>, Cow<'a, Node>)> {
    match &node.value {
        Value::Array(all) => match all.first() {
            Some(first) if matches!(first.value, Value::String(_) | Value::Table(_)) => picture(name, first),
            Some(_) => vec![(name, Cow::Borrowed(node))],
            None => Vec::new(),
        },
        Value::Table(_) => {
            let Some(address) = ADDRESSES_IN_TABLES.iter().find_map(|key| node.get(key)).filter(|one| !is_empty(one))
            else {
                return vec![(name, Cow::Borrowed(node))];
            };
            let words = WORDS_IN_TABLES.iter().find_map(|key| node.get(key)).filter(|words| !is_empty(words));
            let words =
                words.filter(|_| name == "image").map(|words| (Cow::Borrowed("image_alt"), Cow::Borrowed(words)));
            std::iter::once((name, Cow::Borrowed(address))).chain(words).collect()
        }
        Value::Bool(false) => Vec::new(),
        _ => vec![(name, Cow::Borrowed(node))],
    }
}

/// `{city, country}`
fn located(node: &Node) -> Cow<'_, Node> {
    if let Some(named) = named(node) {
        return named;
    }
    let parts: Vec<String> =
        node.entries().iter().map(|(_, part)| part.as_written()).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { Cow::Borrowed(node) } else { Cow::Owned(text(parts.join(", "), node)) }
}

/// A platform's name alone, or an address.
fn sourced(node: &Node) -> Cow<'_, Node> {
    let Value::String(written) = &node.value else { return Cow::Borrowed(node) };
    let name = if written.contains("://") { "url" } else { "platform" };
    let key = Key { name: name.to_owned(), range: node.range.clone() };
    Cow::Owned(Node { value: Value::Table(vec![(key, node.clone())]), range: node.range.clone() })
}

/// What a table calls itself; a text as it is.
fn named(node: &Node) -> Option<Cow<'_, Node>> {
    match &node.value {
        Value::Table(_) => NAMES_IN_TABLES.iter().find_map(|key| node.get(key)).map(Cow::Borrowed),
        _ => None,
    }
}

/// A list of texts: of tables by their names, of numbers as they are written, of one text at its commas.
fn listed<'a>(name: &str, node: &'a Node) -> Cow<'a, Node> {
    match &node.value {
        Value::Array(all) => {
            let is_plain = |node: &Node| matches!(node.value, Value::String(_) | Value::Null);
            if all.iter().all(is_plain) {
                return Cow::Borrowed(node);
            }
            let items = all.iter().filter(|item| !is_empty(item)).map(|item| match &item.value {
                Value::Int(..) | Value::Float(..) | Value::Bool(_) => text(item.as_written(), item),
                _ => named(item).map_or_else(|| item.clone(), Cow::into_owned),
            });
            Cow::Owned(Node { value: Value::Array(items.collect()), range: node.range.clone() })
        }
        Value::String(written) if LISTS_OF_WORDS.contains(&name) && written.contains(',') => {
            let items = written.split(',').map(str::trim).filter(|item| !item.is_empty()).map(|item| text(item, node));
            Cow::Owned(Node { value: Value::Array(items.collect()), range: node.range.clone() })
        }
        Value::Int(..) | Value::Float(..) | Value::Bool(true) => Cow::Owned(text(node.as_written(), node)),
        Value::Table(_) => named(node).unwrap_or(Cow::Borrowed(node)),
        _ => Cow::Borrowed(node),
    }
}

/// `[taxonomies]`: each of them is a list of words.
fn by_taxonomy(node: &Node) -> Cow<'_, Node> {
    let Value::Table(all) = &node.value else { return Cow::Borrowed(node) };
    let all = all.iter().map(|(key, words)| (key.clone(), listed("tags", words).into_owned())).collect();
    Cow::Owned(Node { value: Value::Table(all), range: node.range.clone() })
}

/// `"3"`, `"4.5"`, `"4,5"`
fn as_number(node: &Node) -> Cow<'_, Node> {
    let Value::String(written) = &node.value else { return Cow::Borrowed(node) };
    let plain = written.trim().replace(',', ".");
    let value = match (plain.parse::<i64>(), plain.parse::<f64>()) {
        (Ok(whole), _) => Value::Int(whole, None),
        (_, Ok(number)) if number.is_finite() => Value::Float(number, None),
        _ => return Cow::Borrowed(node),
    };
    Cow::Owned(Node { value, range: node.range.clone() })
}

/// `"false"`, `yes`
fn as_answer(node: &Node) -> Cow<'_, Node> {
    let Value::String(written) = &node.value else { return Cow::Borrowed(node) };
    let value = match written.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => true,
        "false" | "no" | "off" => false,
        _ => return Cow::Borrowed(node),
    };
    Cow::Owned(Node { value: Value::Bool(value), range: node.range.clone() })
}

/// What one of our fields may hold besides `ours`, as JSON Schema.
pub fn schema(name: &str, ours: serde_json::Value) -> serde_json::Value {
    let empty = json!({ "type": "string", "pattern": "^\\s*$" });
    let with_one_of = |keys: &[&str]| {
        let required: Vec<_> = keys.iter().map(|key| json!({ "required": [key] })).collect();
        json!({ "type": "object", "anyOf": required })
    };
    let named = with_one_of(&NAMES_IN_TABLES);
    let mut all = vec![ours, json!({ "type": "null" }), empty.clone()];
    all.push(json!({ "type": "array", "minItems": 1, "items": { "anyOf": [empty, { "type": "null" }] } }));
    match name {
        one if PICTURES.contains(&one) => {
            let picture = json!({ "anyOf": [{ "type": "string", "pattern": "" }, with_one_of(&ADDRESSES_IN_TABLES)] });
            all.extend([picture.clone(), json!({ "const": false }), json!({ "type": "array", "maxItems": 0 })]);
            // The first counts.
            all.push(json!({ "type": "array", "minItems": 1, "prefixItems": [picture] }));
        }
        "location" => {
            // At least one part that can be written out.
            let no_part = json!({ "additionalProperties": { "type": ["array", "object", "null"] } });
            all.extend([named, json!({ "type": "object", "minProperties": 1, "not": no_part })]);
        }
        list if is_list(list) => {
            let item = json!({ "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, named] });
            all.extend([named, json!({ "type": "boolean" }), json!({ "type": "array", "items": item })]);
        }
        number if NUMBERS.contains(&number) => {
            all.push(json!({ "type": "string", "pattern": "^\\s*-?[0-9]+([.,][0-9]+)?\\s*$" }));
        }
        answer if ANSWERS.contains(&answer) => {
            all.push(json!({ "enum": ["true", "yes", "on", "false", "no", "off"] }));
        }
        one if NAMED.contains(&one) => {
            let item = json!({ "anyOf": [all[0], named] });
            all.push(json!({ "type": "array", "minItems": 1, "maxItems": 1, "items": item }));
            all.push(named);
        }
        "sort_by" => all.push(json!({ "enum": ORDERS.map(|(theirs, _)| theirs) })),
        "permalink" | "lang" => all.push(json!({ "const": false })),
        "template" => all.push(json!({ "type": "boolean" })),
        "updated" => all.push(with_one_of(&["date"])),
        "url" => all.push(json!({ "type": "string", "pattern": "^/|^[^:]*/[^:]*$" })),
        "source" => all.push(json!({ "type": "string", "pattern": "" })),
        _ => {}
    }
    json!({ "anyOf": all })
}
