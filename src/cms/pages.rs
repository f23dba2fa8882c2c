//! Pages CMS: `.pages.yml` at the top of the repository.

use serde_json::{Map, Value, json};

use super::form::{Collection, Field, Input, label};

/// The configuration.
pub fn configuration(collections: &[Collection], languages: &[String]) -> Value {
    let beside = collections.iter().filter(|one| !one.name.is_empty()).map(|one| {
        json!({
            "name": one.name,
            "label": format!("Beside {}", one.label.to_lowercase()),
            "input": format!("content/{}", one.name),
            "output": format!("/{}", one.name),
            "categories": ["image", "video", "audio"],
        })
    });
    let shared = json!({ "name": "files", "label": "Files", "input": "static", "output": "/" });
    json!({
        "media": std::iter::once(shared).chain(beside).collect::<Value>(),
        "content": collections.iter().map(|one| collection(one, collections, languages)).collect::<Value>(),
        // What the form does not show stays in the file.
        "settings": { "content": { "merge": true } },
    })
}

fn collection(of: &Collection, collections: &[Collection], languages: &[String]) -> Value {
    let others = languages.iter().skip(1).map(|language| format!("_index.{language}.md"));
    let excluded: Vec<String> = std::iter::once("_index.md".to_owned()).chain(others).collect();
    let has_date = of.fields.iter().any(|field| field.name == "date");
    let sort: Vec<&str> = has_date.then_some("date").into_iter().chain([of.identifier]).collect();
    let shown: Vec<&str> = std::iter::once(of.identifier).chain(has_date.then_some("date")).collect();
    let order = if has_date { "desc" } else { "asc" };
    let writer = Writer { media: if of.name.is_empty() { "files" } else { of.name }, collections };
    json!({
        "name": if of.name.is_empty() { "pages" } else { of.name },
        "label": of.label,
        "type": "collection",
        "path": if of.name.is_empty() { "content".to_owned() } else { format!("content/{}", of.name) },
        "format": "toml-frontmatter",
        "filename": "{primary}.md",
        "exclude": excluded,
        "subfolders": !of.name.is_empty(),
        "view": {
            "fields": shown,
            "primary": of.identifier,
            "sort": sort,
            "search": [of.identifier],
            "default": { "sort": sort[0], "order": order },
        },
        "fields": of.fields.iter().map(|field| writer.field(field)).collect::<Value>(),
    })
}

struct Writer<'a> {
    /// Where pictures go.
    media: &'a str,
    collections: &'a [Collection],
}

impl Writer<'_> {
    fn field(&self, field: &Field) -> Value {
        let mut all = Map::new();
        let mut put = |key: &str, value: Value| all.insert(key.to_owned(), value);
        put("name", field.name.as_str().into());
        put("label", if field.name == "body" { "Text".to_owned() } else { label(&field.name) }.into());
        match &field.input {
            Input::Line => drop(put("type", "string".into())),
            Input::Text => drop(put("type", "text".into())),
            Input::Day => {
                put("type", "date".into());
                // Without one, the form fills in today.
                put("default", "".into());
            }
            Input::Answer => drop(put("type", "boolean".into())),
            Input::Choice { options, is_many } => {
                put("type", "select".into());
                let many = if *is_many {
                    json!({ "values": options, "multiple": true })
                } else {
                    json!({ "values": options })
                };
                put("options", many);
            }
            Input::Number { least, most, step, .. } => {
                put("type", "number".into());
                let bounds = [("min", *least), ("max", *most), ("step", Some(*step))];
                let bounds = bounds.into_iter().filter_map(|(key, bound)| Some((key.to_owned(), json!(bound?))));
                put("options", Value::Object(bounds.collect()));
            }
            Input::Words => {
                put("type", "string".into());
                put("list", true.into());
            }
            Input::Colours => {
                put("type", "string".into());
                put("list", true.into());
                let regex = "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$";
                put("pattern", json!({ "regex": regex, "message": "write #rrggbb" }));
            }
            Input::Picture => {
                put("type", "image".into());
                put("options", json!({ "media": self.media }));
            }
            Input::Reference(to) => {
                let of = self.collections.iter().find(|one| one.name == *to).map_or("title", |one| one.identifier);
                put("type", "reference".into());
                let value = format!("{{fields.{of}}}");
                let options =
                    json!({ "collection": to, "search": format!("fields.{of}"), "value": value, "label": value });
                put("options", options);
            }
            Input::Table(fields) => {
                put("type", "object".into());
                put("fields", fields.iter().map(|field| self.field(field)).collect());
            }
            Input::Rows(fields) => {
                put("type", "object".into());
                put("list", json!({ "collapsible": { "collapsed": true } }));
                put("fields", fields.iter().map(|field| self.field(field)).collect());
            }
            Input::Body => {
                put("type", "code".into());
                put("options", json!({ "format": "md" }));
            }
        }
        if !field.hint.is_empty() {
            put("description", field.hint.into());
        }
        if field.is_required {
            put("required", true.into());
        }
        match (field.default, &field.input) {
            (Some(default), Input::Answer) => drop(put("default", (default == "true").into())),
            (Some(default), _) => drop(put("default", default.into())),
            (None, _) => {}
        }
        Value::Object(all)
    }
}
