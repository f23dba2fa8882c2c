//! What values of our own may look like, as JSON Schema, for editors: as near to how they are read as a schema can
//! say it. A test holds each against the reading.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{
    Address, Amount, CesScore, Colour, CsatScore, Data, DateValue, Disclosure, DisclosureKind, LanguageCode, NpsScore,
    OneOrMany, Rating, Stage, Taxonomies,
};

/// The same schema, where a number or a yes may stand for a text, as it may in files: a tag called 2026 is still a tag.
pub fn forgiving(value: &mut Value) {
    match value {
        Value::Object(all) => {
            let is_plain = !["pattern", "enum", "const", "format"].iter().any(|name| all.contains_key(*name));
            let types: Vec<Value> = match all.get("type") {
                Some(Value::String(one)) => vec![one.as_str().into()],
                Some(Value::Array(many)) => many.clone(),
                _ => Vec::new(),
            };
            if is_plain && types.contains(&"string".into()) && !types.contains(&"number".into()) {
                all.insert("type".to_owned(), types.into_iter().chain(["number".into(), "boolean".into()]).collect());
            }
            all.values_mut().for_each(forgiving);
        }
        Value::Array(all) => all.iter_mut().for_each(forgiving),
        _ => {}
    }
}

macro_rules! schemas {
    ($($type:ty, $name:literal: $schema:expr;)+) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                #[allow(clippy::redundant_closure_call)]
                ($schema)(generator)
            }
        })+
    };
}

schemas! {
    DateValue, "Date": |_: &mut SchemaGenerator| json_schema!({
        "type": "string",
        "description": "2026-03-14, or 2026-03-14T15:09:00+01:00",
        "pattern": r"^\s*([0-9]{4}[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12][0-9]|3[01])([T ].*)?|([A-Za-z]{3}, )?[0-9]{1,2} [A-Za-z]{3,9}[.,]? [0-9]{4}.*|[A-Za-z]{3,9}[.]? [0-9]{1,2},? [0-9]{4})\s*$"
    });
    OneOrMany, "Words": |_: &mut SchemaGenerator| json_schema!({
        "description": "one word, or a list of words",
        "anyOf": [
            { "type": ["string", "number", "null"] },
            { "type": "array", "items": { "type": ["string", "number", "boolean"] } }
        ]
    });
    Rating, "Rating": |_: &mut SchemaGenerator| json_schema!({ "type": "number", "minimum": 1, "maximum": 5, "multipleOf": 0.5 });
    NpsScore, "ZeroToTen": |_: &mut SchemaGenerator| json_schema!({ "type": "integer", "minimum": 0, "maximum": 10 });
    CsatScore, "OneToFive": |_: &mut SchemaGenerator| json_schema!({ "type": "integer", "minimum": 1, "maximum": 5 });
    CesScore, "OneToSeven": |_: &mut SchemaGenerator| json_schema!({ "type": "integer", "minimum": 1, "maximum": 7 });
    Amount, "Amount": |_: &mut SchemaGenerator| json_schema!({ "type": "number", "exclusiveMinimum": -1e11, "exclusiveMaximum": 1e11 });
    Address, "Address": |_: &mut SchemaGenerator| json_schema!({
        "type": "string",
        "pattern": "^([hH][tT][tT][pP][sS]?://|[mM][aA][iI][lL][tT][oO]:|[tT][eE][lL]:)"
    });
    LanguageCode, "LanguageCode": |_: &mut SchemaGenerator| json_schema!({
        "type": "string",
        "pattern": "^\\s*([a-zA-Z]{2,3}|[a-zA-Z]{5,8})([-_][a-zA-Z]{4})?([-_]([a-zA-Z]{2}|[0-9]{3}))?([-_]([a-zA-Z0-9]{5,8}|[0-9][a-zA-Z0-9]{3}))*\\s*$"
    });
    Colour, "Colour": |_: &mut SchemaGenerator| json_schema!({ "type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$" });
    Stage, "Stage": |_: &mut SchemaGenerator| json_schema!({
        "anyOf": [
            { "type": "string", "pattern": "" },
            {
                "type": "object",
                "properties": { "from": { "type": "string" }, "to": { "type": "string" } },
                "required": ["from", "to"],
                "additionalProperties": false
            }
        ]
    });
    Disclosure, "Disclosure": |generator: &mut SchemaGenerator| {
        let kind = generator.subschema_for::<DisclosureKind>();
        json_schema!({
            "anyOf": [
                kind,
                {
                    "type": "object",
                    "properties": { "kind": kind, "text": { "type": ["string", "null"] } },
                    "required": ["kind"],
                    "additionalProperties": false
                }
            ]
        })
    };
    Taxonomies, "Taxonomies": |generator: &mut SchemaGenerator| {
        let words = generator.subschema_for::<OneOrMany>();
        json_schema!({ "type": "object", "additionalProperties": words })
    };
    Data, "Anything": |_: &mut SchemaGenerator| json_schema!(true);
}
