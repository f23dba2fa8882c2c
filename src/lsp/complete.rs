//! Completion: fields that are not there yet, values, slugs, components, and where links lead.

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat, TextEdit};

use super::cursor::{self, Spot};
use super::positions::Lines;
use super::question::Question;
use super::words;
use crate::config;
use crate::config::fields::Fields;
use crate::parse::FrontFormat;

/// What may stand there.
pub fn at(question: &Question) -> Vec<CompletionItem> {
    let spot = question.spot();
    let lines = Lines::new(question.text);
    match spot {
        Spot::Name { table, range } => {
            let range = lines.range(&range);
            let sign = if separator(question) == FrontFormat::Toml { " = " } else { ": " };
            let there = present(question, &table);
            let fields = Fields::of(question.path).below(&table).into_iter();
            fields
                .filter(|field| !there.iter().any(|name| name == field.name))
                .map(|field| {
                    let text = format!("{}{sign}", field.name);
                    item(field.name, "", field.description, CompletionItemKind::FIELD, (range, text))
                })
                .collect()
        }
        Spot::Value { names, range, is_quoted, format } => {
            let range = lines.range(&range);
            // A string of JSON is one of TOML and of YAML as well.
            let written = |text: &str, is_text: bool| match (is_quoted, is_text, format) {
                (false, true, FrontFormat::Toml) => serde_json::Value::from(text).to_string(),
                (true, _, FrontFormat::Toml) => text.replace('\\', "\\\\").replace('"', "\\\""),
                (false, true, FrontFormat::Yaml) if text.contains([':', '#']) || text.starts_with(['@', '&', '*']) => {
                    serde_json::Value::from(text).to_string()
                }
                _ => text.to_owned(),
            };
            let allowed = Fields::of(question.path).allowed(&names).into_iter().filter(|one| one.is_text || !is_quoted);
            let mut items: Vec<CompletionItem> = allowed
                .map(|one| {
                    let text = written(&one.value, one.is_text);
                    item(&one.value, "", &one.description, CompletionItemKind::ENUM_MEMBER, (range, text))
                })
                .collect();
            // The words of a verdict are those of a taxonomy as well.
            let fixed = items.len();
            for word in words_of(question, &names) {
                if items[..fixed].iter().any(|item| item.label == word.text) {
                    continue;
                }
                let text = written(&word.text, true);
                items.push(item(&word.text, &word.about, "", CompletionItemKind::REFERENCE, (range, text)));
            }
            items
        }
        Spot::Component { range } => {
            let range = lines.range(&range);
            let components = question.site.model.theme.components.iter();
            components
                .map(|name| {
                    let detail = question.signature(name).unwrap_or_default();
                    let mut item =
                        item(name, &detail, "", CompletionItemKind::FUNCTION, (range, format!("{name}($0)")));
                    item.insert_text_format = Some(InsertTextFormat::SNIPPET);
                    item
                })
                .collect()
        }
        Spot::Link { range } => {
            let range = lines.range(&range);
            let targets = words::targets(question).into_iter();
            let kind = CompletionItemKind::FILE;
            targets.map(|word| item(&word.text, &word.about, "", kind, (range, word.text.clone()))).collect()
        }
        Spot::Nothing => Vec::new(),
    }
}

/// The words of the site that a field of front matter may hold.
pub fn words_of(question: &Question, names: &[String]) -> Vec<words::Word> {
    if question.path.as_str() == config::FILE {
        return Vec::new();
    }
    let field = match names {
        [first, own, ..] if first == "taxonomies" || first == "cascade" => own,
        [one] => one,
        _ => return Vec::new(),
    };
    words::of_field(question, field)
}

fn separator(question: &Question) -> FrontFormat {
    if question.path.as_str() == config::FILE {
        return FrontFormat::Toml;
    }
    crate::parse::front_matter_of(question.text).map_or(FrontFormat::Toml, |(format, _)| format)
}

/// The fields at the top of the document that are there already. Those of tables may be there in another one.
fn present(question: &Question, table: &[String]) -> Vec<String> {
    let entry = question.site.model.index.find(question.path).map(|id| question.site.model.index.entry(id));
    let spans = entry.filter(|_| table.is_empty()).map(|entry| &entry.doc.field_spans);
    spans.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn item(
    label: &str,
    detail: &str,
    documentation: &str,
    kind: CompletionItemKind,
    (range, new_text): (lsp_types::Range, String),
) -> CompletionItem {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    CompletionItem {
        label: label.to_owned(),
        kind: Some(kind),
        detail: said(detail),
        documentation: said(documentation).map(Documentation::String),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        ..CompletionItem::default()
    }
}

impl Question<'_> {
    /// What stands at the cursor.
    pub fn spot(&self) -> Spot {
        if self.path.as_str() == config::FILE {
            cursor::in_toml(self.text, self.at)
        } else {
            cursor::in_document(self.text, self.at)
        }
    }

    /// The arguments of a component, as its template declares them.
    pub fn signature(&self, component: &str) -> Option<String> {
        let text = self.text_of(&self.component_file(component)?)?;
        let start = text.find(&format!("component {component}("))? + "component ".len();
        let end = start + text[start..].find(')')? + 1;
        Some(text[start..end].to_owned())
    }
}
