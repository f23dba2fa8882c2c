//! Front matter to typed fields: one wrong field never hides another.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::json_schema;
use serde::Deserialize;
use serde_json::{Map, json};

use super::other_names::{self, Given};
use super::redact::{self, Redaction};
use super::split::Format;
use super::{Place, header, toml, visibility, yaml, yaml_errors};
use crate::diag::{Diagnostic, Span, nearest};
use crate::model::{
    Consent, Data, Fields, Key, Kind, Node, NodeError, OneOrMany, OwnFields, OwnNames, Right, Taxonomies, Value,
    is_file_name,
};
use crate::path::SourcePath;

/// The fields, at any depth, that may have more than one line. A line end anywhere else would let a name or a title
/// begin a paragraph of its own wherever it is put into a text.
const LONG: &[&str] = &["goal", "lesson", "quote", "result", "text"];

/// The fields of a file, where they stand, and what `[cascade]` holds.
#[derive(Default)]
pub struct FrontMatter {
    /// What the file is, where its place lets it be what it calls itself.
    pub kind: Option<Kind>,
    /// The typed fields.
    pub fields: Fields,
    /// Where each stands, sorted by name.
    pub spans: Vec<(String, (usize, usize))>,
    /// For everything below a section.
    pub cascade: Option<Box<Fields>>,
    /// Whose name the file must not show.
    pub redaction: Option<Redaction>,
    /// What it says about its names.
    pub own_names: OwnNames,
    /// What stands for the text of a testimonial that has none, and where.
    pub words: Option<(String, usize)>,
    /// The texts that look like names of files, in whatever field, as they were before any redaction.
    pub files: Vec<String>,
}

impl FrontMatter {
    fn span_of(&self, path: &SourcePath, field: &str) -> Span {
        let found = self.spans.iter().find(|(name, _)| name == field);
        found.map_or_else(|| Span::file(path), |(_, (start, end))| Span::at(path, *start..*end))
    }
}

/// Reads the front matter `text`, which begins at `offset` in the file.
pub fn read(
    path: &SourcePath,
    format: Format,
    (text, offset): (&str, usize),
    place: &Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let (table, errors) = match format {
        Format::Toml => toml::parse(text, offset),
        Format::Yaml => yaml::parse(text, offset),
        Format::Json => yaml::parse(&yaml::from_json(text), offset),
        Format::Lines => header::parse(text, offset),
    };
    for error in errors {
        let found = Diagnostic::error("E0101", format!("this front matter cannot be read: {}", error.message))
            .at(Span::at(path, error.range));
        let found = match error.help {
            Some(help) => found.help(help),
            None => found,
        };
        diagnostics.push(found);
    }
    if format == Format::Yaml && text.contains(" #") {
        let mut cut = Vec::new();
        yaml_errors::cut_off(&table, text, offset, &mut cut);
        diagnostics.extend(cut.into_iter().map(|range| {
            Diagnostic::warning("W0128", "this is a comment: in YAML, a value ends where `#` follows a space")
                .at(Span::at(path, range))
                .help("put the value in quotes, as in title: \"We are #1\"; a comment is plainer with a space: `# why`")
        }));
    }
    let mut front = FrontMatter::default();
    let around = &place.names;
    let reader = Reader { path, kind: place.kind, own: place.own_fields, is_cascade: false };
    reader.read(&table, &mut front, diagnostics);
    speaker(place.kind.admit(front.fields.kind), &mut front.fields);
    let kind = place.kind.admit(front.fields.kind);
    report_kind(path, &front, place.kind, diagnostics);
    let own_names = redact::own_names(path, kind, &front.fields, around);
    if let Some(redaction) = Redaction::of(kind, &own_names, front.fields.consent.is_some(), around) {
        // The same again without the names; what was wrong has been said.
        let author = front.fields.author.take();
        front = FrontMatter::default();
        let table = table.map_texts(&|text| redaction.plain(text).into_owned());
        reader.read(&table, &mut front, &mut Vec::new());
        speaker(kind, &mut front.fields);
        diagnostics.extend(redact::report(path, redaction.remnants_of_fields(&table)));
        if redaction.hides_author() {
            if front.fields.pseudonym.is_none() {
                front.fields.pseudonym = around.pseudonym_for(&own_names).map(str::to_owned);
            }
            // An empty list keeps the authors of cascades away.
            let authors = front.fields.pseudonym.iter().cloned().collect();
            front.fields.author = kind.is_voice().then_some(OneOrMany(authors));
        } else {
            front.fields.author = author.map(|author| redaction.authors(author));
        }
        front.redaction = Some(redaction);
    }
    table.to_data().each_text(&mut |text| {
        if is_file_name(text) {
            front.files.push(text.to_owned());
        }
    });
    // As it was before names were taken out: no name can change what the file is.
    front.kind = Some(kind);
    front.own_names = own_names;
    front.spans.sort();
    keep_to_kind(path, kind, &mut front, diagnostics);
    fields_of_other_kinds(path, kind, place.own_fields, &front, diagnostics);
    front
}

/// The `name` in a story or testimonial is its speaker's, as content systems have it: it stands for a missing author, and
/// is the title of nothing.
fn speaker(kind: Kind, fields: &mut Fields) {
    if let Some(name) = fields.name.take_if(|_| kind.is_voice()) {
        let authors = &mut fields.author.get_or_insert_default().0;
        if authors.is_empty() {
            authors.push(name);
        }
    }
}

/// Says of a file that calls itself something that its place does not let it be.
fn report_kind(path: &SourcePath, front: &FrontMatter, place: Kind, diagnostics: &mut Vec<Diagnostic>) {
    let Some(written) = front.fields.kind.filter(|kind| place != Kind::Section && place.admit(Some(*kind)) != *kind)
    else {
        return;
    };
    let (written, place) = (written.word(), place.word());
    let message = format!("a file in this folder is a {place} and cannot call itself a {written}");
    let help = match written {
        "section" => "a folder's own page is called `_index.md`".to_owned(),
        _ => format!(
            "move it to another folder, or set `kind = \"{written}\"` under [cascade] in the folder's _index.md"
        ),
    };
    diagnostics.push(Diagnostic::error("E0125", message).at(front.span_of(path, "kind")).help(help));
}

/// Leaves out the template that a stranger's file asks for, unless it is one of its kind: others may show as HTML what
/// was written as text.
fn keep_to_kind(path: &SourcePath, kind: Kind, front: &mut FrontMatter, diagnostics: &mut Vec<Diagnostic>) {
    let is_of_kind = |name: &String| {
        let rest = name.strip_prefix(kind.word());
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    if kind.trust().may(Right::AnyTemplate) {
        return;
    }
    let Some(name) = front.fields.template.take_if(|name| !is_of_kind(name)) else { return };
    let word = kind.word();
    let message = format!("a {word} cannot ask for the template `{name}`: `{word}.html` draws it");
    diagnostics.push(Diagnostic::warning("W0127", message).at(front.span_of(path, "template")).help(format!(
        "set `template` under [cascade] in the folder's _index.md, or name the template so that it begins with `{word}`"
    )));
}

/// Reports the fields that say nothing about a document of this kind: nobody will see them.
fn fields_of_other_kinds(
    path: &SourcePath,
    kind: Kind,
    own: &OwnFields,
    front: &FrontMatter,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (name, (start, end)) in &front.spans {
        let kinds = Fields::kinds(name);
        if kinds.contains(&kind) || own.is_own(kind, name) {
            continue;
        }
        let words: Vec<_> = kinds.iter().map(|kind| format!("`{}`", kind.word())).collect();
        let words = words.join(" or ");
        let help = match kind {
            Kind::Page => format!("it belongs to the kind {words}: move the file to that folder, or set `kind`"),
            _ => format!("it belongs to the kind {words}: remove it, or write `extra.{name}` for a theme of your own"),
        };
        let message = format!("`{name}` has no effect in a document of the kind `{}`", kind.word());
        diagnostics.push(Diagnostic::warning("W0131", message).at(Span::at(path, *start..*end)).help(help));
    }
}

/// Reads a table of fields.
struct Reader<'a> {
    path: &'a SourcePath,
    /// What the file's place makes it.
    kind: Kind,
    own: &'a OwnFields,
    /// Whether the fields are for what stands below the file.
    is_cascade: bool,
}

impl Reader<'_> {
    fn read(&self, table: &Node, front: &mut FrontMatter, diagnostics: &mut Vec<Diagnostic>) {
        let (path, top) = (self.path, !self.is_cascade);
        let kind = match (table.get("kind").map(Kind::deserialize), self.is_cascade) {
            (_, true) => Kind::Section,
            (Some(Ok(kind)), _) => self.kind.admit(Some(kind)),
            _ => self.kind,
        };
        let (mut extra, mut terms) = (Vec::new(), Vec::new());
        let said = visibility::read(path, table, diagnostics);
        (front.fields.draft, front.fields.noindex) = (said.draft, said.noindex);
        for Given { name, key, node, .. } in other_names::given(table, &|name| self.own.is_own(kind, name)) {
            let (name, node) = (name.as_ref(), node.as_ref());
            if self.own.is_own(kind, name) {
                front.spans.push((key.name.clone(), (node.range.start, node.range.end)));
                match self.own_field(kind, key, node) {
                    Ok(OwnField::Value(value)) => extra.push((key.name.clone(), value)),
                    Ok(OwnField::Terms(words)) => terms.push((key.name.clone(), words)),
                    Err(found) => diagnostics.push(*found),
                }
                continue;
            }
            if top && name == "cascade" && !super::is_section(path) {
                diagnostics.push(
                    Diagnostic::warning(
                        "W0127",
                        "`cascade` is left out: only a folder's `_index.md` speaks for other files",
                    )
                    .at(Span::at(path, key.range.clone()))
                    .help("move it to the _index.md of this folder"),
                );
                continue;
            }
            if top && name == "cascade" {
                let mut below = FrontMatter::default();
                Reader { is_cascade: true, ..*self }.read(node, &mut below, diagnostics);
                front.spans.extend(below.spans.into_iter().map(|(name, at)| (format!("cascade.{name}"), at)));
                front.cascade = Some(Box::new(below.fields));
                continue;
            }
            if name == "extra" || name == "params" {
                match &node.value {
                    Value::Table(entries) => {
                        // Hugo keeps everything of the site's own under `params`.
                        extra.extend(entries.iter().map(|(key, node)| (key.name.clone(), node.to_data())));
                    }
                    Value::Null => {}
                    _ => diagnostics.push(wrong_type(path, key, "`extra` is a table")),
                }
                continue;
            }
            // Read above, with all else that says the same.
            if matches!(name, "draft" | "noindex") {
                front.spans.push((name.to_owned(), (node.range.start, node.range.end)));
                continue;
            }
            let line = if LONG.contains(&name) { Cow::Borrowed(node) } else { node.on_one_line(LONG) };
            match front.fields.read(name, &line) {
                Some(Ok(())) => {
                    front.spans.push((name.to_owned(), (node.range.start, node.range.end)));
                    if let ("quote", true, Value::String(words)) = (name, top, &node.value) {
                        front.words = Some((words.clone(), node.range.start));
                    }
                }
                Some(Err(error)) => {
                    // It is there, though wrong: nobody shall be told that it is missing as well.
                    front.spans.push((name.to_owned(), (node.range.start, node.range.end)));
                    // What cannot be read is no yes.
                    if name == "consent" {
                        front.fields.consent = Some(Consent::pending());
                    }
                    diagnostics.push(wrong_value(path, &key.name, name, node, &error));
                }
                None => {
                    if top
                        && other_names::WORDS.contains(&other_names::folded(&key.name).as_str())
                        && let Value::String(words) = &node.value
                    {
                        front.words.get_or_insert_with(|| (words.clone(), node.range.start));
                    }
                    let is_known = other_names::FOREIGN.contains(&name) || other_names::WORDS.contains(&name);
                    if !is_known && !visibility::is_name(&key.name) {
                        diagnostics.push(unknown(path, key));
                    }
                    extra.push((key.name.clone(), node.to_data()));
                }
            }
        }
        if !extra.is_empty() {
            front.fields.extra = Data::Table(extra);
        }
        if front.fields.date.is_none() {
            front.fields.date = said.date;
        }
        if !terms.is_empty() {
            front.fields.taxonomies.get_or_insert_default().0.extend(terms);
        }
        lift_taxonomies(&mut front.fields, self.own);
    }

    /// Reads a field that only this site has: the terms of its taxonomy, or what templates find under `extra`.
    fn own_field(&self, kind: Kind, key: &Key, node: &Node) -> Result<OwnField, Box<Diagnostic>> {
        let wrong =
            |message: String| Box::new(Diagnostic::error("E0103", message).at(Span::at(self.path, node.range.clone())));
        match self.own.type_of(kind, &key.name) {
            Some(wanted) => other_names::of_type(wanted, &node.on_one_line(LONG))
                .map(OwnField::Value)
                .ok_or_else(|| wrong(format!("`{}` is {} on this site", key.name, wanted.words()))),
            None => OneOrMany::deserialize(other_names::words(node).as_ref())
                .map(OwnField::Terms)
                .map_err(|error| wrong(format!("`{}`: {error}", key.name))),
        }
    }
}

/// What a field that only this site has may be.
enum OwnField {
    Value(Data),
    Terms(OneOrMany),
}

/// `[taxonomies] tags = […]` means `tags = […]`, and so for each taxonomy that is a field.
fn lift_taxonomies(fields: &mut Fields, own: &OwnFields) {
    let Some(Taxonomies(all)) = fields.taxonomies.take() else { return };
    let mut rest = Vec::new();
    for (name, terms) in all {
        let slot = match name.as_str() {
            name if own.taxonomies.contains(name) => {
                rest.push((name.to_owned(), terms));
                continue;
            }
            "tags" | "categories" => &mut fields.tags,
            "author" | "authors" => &mut fields.author,
            "touchpoints" => &mut fields.touchpoints,
            "feelings" => &mut fields.feelings,
            "channel" => &mut fields.channel,
            "outcome" => &mut fields.outcome,
            "brand" if fields.brand.is_none() => {
                fields.brand = terms.0.into_iter().next();
                continue;
            }
            _ => {
                rest.push((name, terms));
                continue;
            }
        };
        slot.get_or_insert_default().0.extend(terms.0);
    }
    if !rest.is_empty() {
        fields.taxonomies = Some(Taxonomies(rest));
    }
}

/// Front matter as JSON Schema, for editors. What cascades may give is not asked for.
pub fn schema() -> serde_json::Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut properties = Map::new();
    for (name, schema) in Fields::schemas(&mut generator) {
        let mut value = match name {
            "draft" | "noindex" => visibility::schema(),
            _ => other_names::schema(name, json!(schema)),
        };
        value["description"] = schema.get("description").cloned().unwrap_or_default();
        properties.insert(name.to_owned(), value);
    }
    let table = json!({ "type": ["object", "null"], "description": "what the theme knows" });
    properties.insert("extra".to_owned(), table.clone());
    properties.insert("params".to_owned(), table);
    for (other, ours) in other_names::NAMES {
        let mut same = properties.get(*ours).cloned().unwrap_or_default();
        same["description"] = format!("called `{ours}` here").into();
        properties.insert((*other).to_owned(), same);
    }
    for foreign in other_names::FOREIGN.iter().chain(visibility::NAMES) {
        properties.insert((*foreign).to_owned(), json!(true));
    }
    let cascade = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    properties.insert("cascade".to_owned(), cascade);
    let mut schema = json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "the front matter of a story, or of whatever else stands in content/",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": generator.take_definitions(true)
    })
    .to_value();
    crate::model::forgiving(&mut schema);
    if let Some(tables) = schema.get_mut("$defs").and_then(serde_json::Value::as_object_mut) {
        tables.iter_mut().filter(|(name, _)| *name != "Consent").for_each(|(_, table)| or_blank(table));
    }
    schema
}

/// Lets what may be nothing be left empty, too.
fn or_blank(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(all) => {
            let alternatives = all.get_mut("anyOf").and_then(serde_json::Value::as_array_mut);
            if let Some(alternatives) = alternatives.filter(|all| all.contains(&json!({ "type": "null" }))) {
                alternatives.push(json!({ "type": "string", "pattern": "^\\s*$" }));
            }
            all.values_mut().for_each(or_blank);
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(or_blank),
        _ => {}
    }
}

fn wrong_type(path: &SourcePath, key: &Key, message: &'static str) -> Diagnostic {
    Diagnostic::error("E0103", message).at(Span::at(path, key.range.clone()))
}

fn wrong_value(path: &SourcePath, written: &str, name: &str, node: &Node, error: &NodeError) -> Diagnostic {
    let range = error.range.clone().unwrap_or_else(|| node.range.clone());
    let code = match name {
        "experience" => "E0102",
        "date" | "updated" | "expires" | "experienced_on" | "since" | "start" | "end" => "E0104",
        _ => "E0103",
    };
    // What honesty asks for has its own say.
    if name == "verified" && node.get("how").is_none() {
        return Diagnostic::error("E0905", "`verified` does not say how")
            .at(Span::at(path, node.range.clone()))
            .help("verified = { how = \"purchase-record\" }, or email, in-person, document, platform");
    }
    if name == "held_back" {
        return Diagnostic::error("E0910", format!("{:?} is no neutral reason to hold something back", error.wrong))
            .at(Span::at(path, range))
            .help(format!("neutral are: {}", error.known.join(", ")));
    }
    let message = format!("`{written}`: {error}");
    let found = Diagnostic::error(code, message).at(Span::at(path, range));
    match nearest(&error.wrong, error.known.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found,
    }
}

fn unknown(path: &SourcePath, key: &Key) -> Diagnostic {
    let known = Fields::NAMES.iter().copied().chain(other_names::NAMES.iter().map(|(other, _)| *other));
    let found = Diagnostic::warning("W0105", format!("there is no field `{}`; it is kept as `extra.{0}`", key.name))
        .at(Span::at(path, key.range.clone()));
    match nearest(&key.name, known) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("put it under `extra` to say that your theme knows it"),
    }
}
