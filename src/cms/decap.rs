//! Decap CMS and Sveltia CMS, which reads the same file and knows more: days without a time, and `x.es.md` beside `x.md`.

use serde_json::{Map, Value, json};

use super::form::{Collection, Field, Input, label, one_of};

/// The configuration; with languages for Sveltia, and without for Decap, which cannot open `x.md` where there is
/// `x.es.md`.
pub fn configuration(collections: &[Collection], sveltia: Option<&Vec<String>>) -> Value {
    let languages = sveltia.filter(|languages| languages.len() > 1);
    let mut all = json!({
        "backend": { "name": "github", "repo": "OWNER/REPO", "branch": "main" },
        "media_folder": "static/media",
        "public_folder": "/media",
        "slug": { "encoding": "ascii", "clean_accents": true },
    });
    if let Some(languages) = languages {
        all["i18n"] = json!({
            "structure": "multiple_files",
            "locales": languages,
            "default_locale": languages[0],
            "initial_locales": "default",
            "omit_default_locale_from_file_path": true,
        });
    }
    if sveltia.is_some() {
        all["output"] = json!({ "omit_empty_optional_fields": true });
    }
    let writer = Writer { is_sveltia: sveltia.is_some(), has_languages: languages.is_some(), collections };
    all["collections"] = collections.iter().map(|one| writer.collection(one)).collect();
    all
}

struct Writer<'a> {
    is_sveltia: bool,
    has_languages: bool,
    collections: &'a [Collection],
}

impl Writer<'_> {
    fn collection(&self, of: &Collection) -> Value {
        let mut all = json!({
            "name": name(of),
            "label": of.label,
            "label_singular": of.one,
            "folder": if of.name.is_empty() { "content".to_owned() } else { format!("content/{}", of.name) },
            "create": true,
            "extension": "md",
            "format": "toml-frontmatter",
            "identifier_field": of.identifier,
            "slug": "{{slug}}",
        });
        let is_voice = of.fields.iter().any(|field| field.name == "experience");
        let verdict = if is_voice { " ({{experience}})" } else { "" };
        all["summary"] = format!("{{{{{}}}}}{verdict}", of.identifier).into();
        if !of.name.is_empty() {
            // A picture lies beside the text: so it leaves with it, and consent governs it.
            all["media_folder"] = "".into();
            all["public_folder"] = "".into();
        }
        if self.has_languages {
            all["i18n"] = true.into();
        }
        if self.is_sveltia {
            let title = json!({ "name": "title", "label": "Title", "widget": "string" });
            let text =
                json!({ "name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"], "required": false });
            all["index_file"] = json!({ "fields": [title, text] });
        }
        if of.fields.iter().any(|field| field.name == "draft") {
            all["view_filters"] = json!([{ "label": "Drafts", "field": "draft", "pattern": true }]);
        }
        all["fields"] = of.fields.iter().map(|field| self.field(field, true)).collect();
        all
    }

    fn field(&self, field: &Field, is_top: bool) -> Value {
        let mut all = Map::new();
        let mut put = |key: &str, value: Value| all.insert(key.to_owned(), value);
        let label = if field.name == "body" { "Text".to_owned() } else { label(&field.name) };
        put("name", field.name.as_str().into());
        put("label", label.as_str().into());
        match &field.input {
            Input::Line => drop(put("widget", "string".into())),
            Input::Text => drop(put("widget", "text".into())),
            Input::Day => {
                put("widget", "datetime".into());
                put("format", "YYYY-MM-DD".into());
                if self.is_sveltia {
                    put("type", "date".into());
                } else {
                    put("date_format", "YYYY-MM-DD".into());
                    put("time_format", false.into());
                    put("picker_utc", true.into());
                }
            }
            Input::Answer => drop(put("widget", "boolean".into())),
            Input::Choice { options, is_many } => {
                put("widget", "select".into());
                if *is_many {
                    put("multiple", true.into());
                }
                put("options", json!(options));
            }
            Input::Number { least, most, step, is_whole } => {
                put("widget", "number".into());
                put("value_type", if *is_whole { "int" } else { "float" }.into());
                [("min", least), ("max", most), ("step", &Some(*step))].into_iter().for_each(|(key, bound)| {
                    if let Some(bound) = bound {
                        put(key, plain(*bound));
                    }
                });
            }
            Input::Words | Input::Colours => {
                let widget = if matches!(field.input, Input::Colours) { "color" } else { "string" };
                put("widget", "list".into());
                // A list without a field of its own is split at its commas.
                put("field", json!({ "name": "item", "label": one_of(&label), "widget": widget }));
            }
            Input::Picture => drop(put("widget", "image".into())),
            Input::Reference(to) => {
                let identifier =
                    self.collections.iter().find(|one| one.name == *to).map_or("title", |one| one.identifier);
                put("widget", "relation".into());
                put("collection", (*to).into());
                put("value_field", "{{slug}}".into());
                put("search_fields", json!([identifier]));
                put("display_fields", json!([identifier]));
            }
            Input::Table(fields) => {
                put("widget", "object".into());
                put("collapsed", true.into());
                put("fields", fields.iter().map(|field| self.field(field, false)).collect());
            }
            Input::Rows(fields) => {
                put("widget", "list".into());
                put("label_singular", one_of(&label).into());
                put("fields", fields.iter().map(|field| self.field(field, false)).collect());
            }
            Input::Body => {
                put("widget", "markdown".into());
                // A rich text editor would rewrite components and callouts.
                put("modes", json!(["raw"]));
            }
        }
        if !field.hint.is_empty() {
            put("hint", field.hint.into());
        }
        put("required", field.is_required.into());
        if self.has_languages && field.is_translated && is_top {
            put("i18n", true.into());
        }
        match (field.default, &field.input) {
            (Some(default), Input::Answer) => drop(put("default", (default == "true").into())),
            (Some(default), _) => drop(put("default", default.into())),
            (None, _) => {}
        }
        Value::Object(all)
    }
}

/// How a collection is called by others.
fn name(of: &Collection) -> &'static str {
    if of.name.is_empty() { "pages" } else { of.name }
}

/// A number, whole where it is.
fn plain(number: f64) -> Value {
    if number.fract() == 0.0 { (number as i64).into() } else { number.into() }
}
