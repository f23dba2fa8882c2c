//! `anecdote.toml` as JSON Schema, for editors.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::read::{DIRECTIVES, MarkdownTable, OTHER_NAMES, TaxonomyTable};
use super::{
    Api, Appearance, Feeds, Insights, Integrity, Language, MenuItem, Names, Operator, Pictures, Responses, Security,
    StructuredData, Untranslated,
};
use crate::diag::{DiagnosticLevel, codes, is_free};
use crate::model::{Data, Embed, Experience, FieldsByKind, forgiving};

/// The schema of the config.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut properties = Map::new();
    for (name, schema) in keys(&mut generator) {
        properties.insert(name.to_owned(), schema.to_value());
    }
    for (other, ours) in OTHER_NAMES {
        let mut same = properties.get(*ours).cloned().unwrap_or(json!(true));
        if let Some(same) = same.as_object_mut() {
            same.insert("deprecated".to_owned(), true.into());
            same.insert("description".to_owned(), format!("called `{ours}` here").into());
        }
        properties.insert((*other).to_owned(), same);
    }
    let mut schema = json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "anecdote.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": generator.take_definitions(true)
    })
    .to_value();
    forgiving(&mut schema);
    schema
}

/// Each key with what it may hold.
fn keys(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    let text = |description: &str| json_schema!({ "type": "string", "description": description });
    vec![
        ("title", text("the site's name")),
        ("description", text("one sentence about the site")),
        (
            "base_url",
            json_schema!({
                "type": "string",
                "description": "where the site will stand",
                "pattern": "^https?://[^/?#\"< ][^?#\"< ]*$"
            }),
        ),
        ("language", text("the main language's code: en, es, pt-BR")),
        ("languages", generator.subschema_for::<BTreeMap<String, Language>>()),
        ("untranslated", generator.subschema_for::<Untranslated>()),
        ("timezone", text("the time zone of bare days: Europe/Madrid")),
        ("theme", text("a folder of themes/, or stage or showcase")),
        ("paginate_by", generator.subschema_for::<u32>()),
        ("related", generator.subschema_for::<u32>()),
        ("feeds", generator.subschema_for::<Feeds>()),
        ("embeds", generator.subschema_for::<BTreeMap<String, Embed>>()),
        ("markdown", generator.subschema_for::<MarkdownTable>()),
        ("broken_links", generator.subschema_for::<DiagnosticLevel>()),
        ("check", check(generator)),
        ("operator", generator.subschema_for::<Operator>()),
        ("integrity", generator.subschema_for::<Integrity>()),
        ("insights", generator.subschema_for::<Insights>()),
        ("responses", generator.subschema_for::<Responses>()),
        ("permalinks", patterns("where documents stand, by folder or kind: /:year/:slug/")),
        ("aliases", patterns("where documents stood before, by folder or kind: /blog/:year/:slug/")),
        ("names", generator.subschema_for::<Names>()),
        ("security", security(generator)),
        ("api", generator.subschema_for::<Api>()),
        ("labels", generator.subschema_for::<BTreeMap<Experience, String>>()),
        ("taxonomies", generator.subschema_for::<BTreeMap<String, TaxonomyTable>>()),
        ("fields", generator.subschema_for::<FieldsByKind>()),
        ("menu", generator.subschema_for::<Vec<MenuItem>>()),
        ("footer", generator.subschema_for::<Vec<MenuItem>>()),
        ("pictures", generator.subschema_for::<Pictures>()),
        ("look", generator.subschema_for::<Appearance>()),
        ("ignore", generator.subschema_for::<Vec<String>>()),
        ("publish", generator.subschema_for::<Vec<String>>()),
        ("outside_links", generator.subschema_for::<bool>()),
        ("sitemap", generator.subschema_for::<bool>()),
        ("structured_data", generator.subschema_for::<StructuredData>()),
        ("extra", generator.subschema_for::<Data>()),
    ]
}

/// Patterns of addresses by folder or kind.
fn patterns(description: &str) -> Schema {
    let one = json!({ "type": "string", "pattern": ":|^(date|none|ordinal|pretty|weekdate)$" });
    let many = json!({ "anyOf": [one, { "type": "array", "items": one }] });
    let flat = json!({ "type": "object", "additionalProperties": many });
    json_schema!({
        "type": "object",
        "description": description,
        "properties": { "page": { "anyOf": [many, flat] } },
        "additionalProperties": many
    })
}

/// Weights by code, of which each is explained.
fn check(generator: &mut SchemaGenerator) -> Schema {
    let weight = generator.subschema_for::<DiagnosticLevel>().to_value();
    let mut weights: Map<String, Value> = Map::new();
    for entry in codes::entries().filter(|entry| is_free(entry.code)) {
        let mut one = weight.clone();
        one["description"] = entry.title.into();
        weights.insert(entry.code.to_owned(), one);
    }
    let below = json!({ "type": "object", "properties": weights, "additionalProperties": false });
    let mut site = weights;
    site.insert("within".to_owned(), json!({ "type": "integer", "minimum": 0, "maximum": 3650 }));
    site.insert("paths".to_owned(), json!({ "type": "object", "additionalProperties": below }));
    json_schema!({ "type": "object", "properties": site, "additionalProperties": false })
}

fn security(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = generator.root_schema_for::<Security>();
    let source = json!({ "type": "array", "items": { "type": "string", "pattern": "^[!#-%'-+\\--:=?-~]+$" } });
    let sources: Map<String, Value> = DIRECTIVES.iter().map(|name| ((*name).to_owned(), source.clone())).collect();
    let sources = json!({ "type": "object", "properties": sources, "additionalProperties": false });
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("sources".to_owned(), sources);
    }
    schema.remove("$schema");
    schema
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read::KEYS;

    #[test]
    fn every_key_is_there_and_no_other() {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let mut ours: Vec<&str> =
            keys(&mut generator).into_iter().map(|(name, _)| name).filter(|name| *name != "broken_links").collect();
        let mut known = KEYS.to_vec();
        ours.sort_unstable();
        known.sort_unstable();
        assert_eq!(ours, known);
    }
}
