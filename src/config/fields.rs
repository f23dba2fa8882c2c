//! What fields there are, what they mean and which values they may have: read from the schemas that `anecdote schema`
//! prints.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::FILE;
use crate::parse;
use crate::path::SourcePath;

static FRONT_MATTER: LazyLock<Value> = LazyLock::new(parse::schema);
static CONFIG: LazyLock<Value> = LazyLock::new(super::schema);

/// The fields of a kind of file.
#[derive(Clone, Copy)]
pub struct Fields(&'static Value);

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Text of any kind.
    Text,
    /// A day, or a moment.
    Date,
    /// Yes or no.
    Answer,
    /// A number, with the bounds and the step that it has.
    Number {
        /// The smallest that it may be.
        least: Option<f64>,
        /// The largest.
        most: Option<f64>,
        /// What it is a multiple of.
        step: Option<f64>,
        /// Whether it has no fraction.
        is_whole: bool,
    },
    /// Fields of its own.
    Table,
}

/// A value that a field may have.
pub struct Allowed {
    /// As it is written.
    pub value: String,
    /// What it means.
    pub description: String,
    /// Whether it is a text, and not a yes, a no or a number.
    pub is_text: bool,
}

/// A field.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub description: &'static str,
}

impl Fields {
    /// The fields of a file.
    pub fn of(path: &SourcePath) -> Self {
        Self(if path.as_str() == FILE { &CONFIG } else { &FRONT_MATTER })
    }

    /// The fields of a table of these names.
    pub fn below(self, names: &[String]) -> Vec<Field> {
        let mut found: Vec<Field> = Vec::new();
        for (name, schema) in self.at(names).into_iter().filter_map(|one| one.get("properties")?.as_object()).flatten()
        {
            let description = schema.get("description").and_then(Value::as_str).unwrap_or("");
            // Names that other generators use are read; nobody needs to be offered them.
            let is_foreign = schema.as_bool() == Some(true) || description.starts_with("called `");
            if !is_foreign && found.iter().all(|known| known.name != name) {
                found.push(Field { name, description });
            }
        }
        found
    }

    /// What the field of these names means.
    pub fn description(self, names: &[String]) -> Option<&'static str> {
        self.at(names).into_iter().find_map(|one| one.get("description")?.as_str())
    }

    /// The values that the field of these names may have, where they can be listed.
    pub fn allowed(self, names: &[String]) -> Vec<Allowed> {
        let mut found = Vec::new();
        self.at(names).into_iter().for_each(|shape| values(shape, &mut found));
        let mut seen = BTreeSet::new();
        found.retain(|allowed| seen.insert(allowed.value.clone()));
        found
    }

    /// What the field of these names holds, and whether it may hold several.
    pub fn shape(self, names: &[String]) -> (Shape, bool) {
        let shapes = self.at(names);
        let has_type = |wanted: &str| {
            shapes.iter().any(|one| match one.get("type") {
                Some(Value::String(one)) => one == wanted,
                Some(Value::Array(many)) => many.iter().any(|one| one.as_str() == Some(wanted)),
                _ => false,
            })
        };
        let is_text = has_type("string");
        let number = |key: &str| shapes.iter().find_map(|one| one.get(key)?.as_f64());
        let is_date = shapes.iter().any(|one| one.get("$ref").and_then(Value::as_str) == Some("#/$defs/Date"));
        let shape = if is_date {
            Shape::Date
        } else if shapes.iter().any(|one| one.get("properties").is_some()) {
            Shape::Table
        } else if has_type("boolean") && !is_text {
            Shape::Answer
        } else if (has_type("number") || has_type("integer")) && !is_text {
            let is_whole = !has_type("number");
            let least = number("minimum");
            let (most, step) = (number("maximum"), number("multipleOf"));
            Shape::Number { least, most, step, is_whole }
        } else {
            Shape::Text
        };
        (shape, has_type("array"))
    }

    /// The shapes that the field of these names may have.
    fn at(self, names: &[String]) -> Vec<&'static Value> {
        let mut shapes = self.variants(self.0);
        for name in names {
            let below = |shape: &'static Value| {
                let own = shape.get("properties").and_then(|properties| properties.get(name));
                own.or_else(|| shape.get("additionalProperties").filter(|other| other.is_object()))
            };
            shapes = shapes.into_iter().filter_map(below).flat_map(|shape| self.variants(shape)).collect();
        }
        shapes
    }

    /// A shape with what it refers to, what its lists hold, and the alternatives that it names.
    fn variants(self, shape: &'static Value) -> Vec<&'static Value> {
        let referred = shape.get("$ref").and_then(Value::as_str).and_then(|name| {
            let name = name.strip_prefix("#/$defs/")?;
            self.0.get("$defs")?.get(name)
        });
        let alternatives = ["anyOf", "oneOf"].iter().filter_map(|name| Some(own(shape.get(*name)?.as_array()?)));
        let inner = referred.into_iter().chain(shape.get("items")).chain(alternatives.flatten());
        std::iter::once(shape).chain(inner.flat_map(|shape| self.variants(shape))).collect()
    }
}

/// The alternatives that authors mean. After "nothing at all" come those that are read only since others write them so.
fn own(alternatives: &[Value]) -> &[Value] {
    let is_nothing = |shape: &Value| shape.get("type").and_then(Value::as_str) == Some("null");
    &alternatives[..alternatives.iter().position(is_nothing).unwrap_or(alternatives.len())]
}

fn values(shape: &Value, found: &mut Vec<Allowed>) {
    let description = shape.get("description").and_then(Value::as_str).unwrap_or("");
    let mut push = |value: &Value, description: &str| {
        let (value, is_text) = match value {
            Value::String(text) => (text.clone(), true),
            Value::Null | Value::Array(_) | Value::Object(_) => return,
            other => (other.to_string(), false),
        };
        found.push(Allowed { value, description: description.to_owned(), is_text });
    };
    shape.get("const").into_iter().for_each(|value| push(value, description));
    shape.get("enum").and_then(Value::as_array).into_iter().flatten().for_each(|value| push(value, ""));
    if shape.get("type").and_then(Value::as_str) == Some("boolean") {
        [true, false].iter().for_each(|value| push(&Value::Bool(*value), ""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    fn values_of(path: &str, all: &[&str]) -> Vec<String> {
        Fields::of(&SourcePath::new(path)).allowed(&names(all)).into_iter().map(|allowed| allowed.value).collect()
    }

    #[test]
    fn fields_and_their_values_come_from_the_schemas() {
        let story = Fields::of(&SourcePath::new("content/a.md"));
        assert_eq!(story.description(&names(&["experience"])), Some("The verdict."));
        let fields: Vec<&str> = story.below(&[]).iter().map(|field| field.name).collect();
        assert!(fields.contains(&"experience") && fields.contains(&"disclosure"), "{fields:?}");
        assert!(!fields.contains(&"categories"), "names of other generators: {fields:?}");
        assert_eq!(values_of("content/a.md", &["experience"]), ["good", "bad", "mixed"]);
        assert!(values_of("content/a.md", &["verified", "how"]).contains(&"email".to_owned()));
        assert!(values_of("content/a.md", &["edits"]).contains(&"trimmed".to_owned()));
        assert!(values_of("content/a.md", &["consent", "covers"]).contains(&"photo".to_owned()));
        assert_eq!(values_of("content/a.md", &["draft"]), ["true", "false"]);
        assert_eq!(values_of("content/a.md", &["title"]), Vec::<String>::new());
        let shape = |all: &[&str]| story.shape(&names(all));
        assert_eq!(shape(&["title"]), (Shape::Text, false));
        assert_eq!(shape(&["tags"]), (Shape::Text, true));
        assert_eq!(shape(&["verified", "on"]), (Shape::Date, false));
        assert_eq!(shape(&["sample"]), (Shape::Answer, false));
        assert_eq!(shape(&["links"]), (Shape::Table, true));
        let of = |least, most, step, is_whole| (Shape::Number { least, most, step, is_whole }, false);
        assert_eq!(shape(&["rating"]), of(Some(1.0), Some(5.0), Some(0.5), false));
        assert_eq!(shape(&["nps"]), of(Some(0.0), Some(10.0), None, true));
        assert_eq!(shape(&["part"]), of(None, None, None, true));
    }

    #[test]
    fn tables_of_the_config_have_their_own() {
        let config = Fields::of(&SourcePath::new("anecdote.toml"));
        let of = |all: &[&str]| config.below(&names(all)).iter().map(|field| field.name).collect::<Vec<_>>();
        assert!(of(&[]).contains(&"base_url"));
        assert!(of(&["feeds"]).contains(&"content"));
        assert!(of(&["menu"]).contains(&"url"));
        assert!(of(&["languages", "es"]).contains(&"title"));
        assert_eq!(values_of("anecdote.toml", &["feeds", "content"]), ["summary", "full"]);
        assert_eq!(values_of("anecdote.toml", &["check", "W0703"]), ["error", "warn", "allow"]);
    }
}
