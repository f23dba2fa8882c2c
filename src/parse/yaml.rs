//! YAML to a tree with places. Aliases are allowed but cannot be made into bombs.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::syntax::Syntax;
use super::yaml_errors;
use crate::model::{Key, Node, Value};
use crate::text::clean;

/// Parses a slice of a file that begins at `offset` and holds front matter: a table.
pub fn parse(text: &str, offset: usize) -> (Node, Vec<Syntax>) {
    let empty = Node { value: Value::Table(Vec::new()), range: offset..offset + text.len() };
    let (node, found) = any(text, offset);
    match node.value {
        Value::Table(_) => (node, found),
        Value::Null => (empty, found),
        _ => {
            let message = "front matter is a list of `name: value` lines".to_owned();
            (empty, vec![Syntax { message, range: node.range, help: None }])
        }
    }
}

/// JSON as YAML takes it: of the same length, with spaces for the tabs that indent it.
pub fn from_json(text: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let one = |c: char| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            '\t' if !in_string => return ' ',
            _ => {}
        }
        c
    };
    text.chars().map(one).collect()
}

/// Parses a slice of a file that may hold anything.
pub fn any(text: &str, offset: usize) -> (Node, Vec<Syntax>) {
    let empty = Node { value: Value::Null, range: offset..offset + text.len() };
    if text.trim().is_empty() {
        return (empty, Vec::new());
    }
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        // Numbers that are too large for one are texts.
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! {
            max_nodes: 100_000,
            max_aliases: 200,
            max_depth: 100,
        },
    };
    match serde_saphyr::from_str_with_options::<Located>(text, options) {
        Ok(Located(mut node)) => {
            keep_written(&mut node, text);
            shift(&mut node, offset);
            (node, Vec::new())
        }
        Err(error) => {
            let mut found = yaml_errors::explained(&error, text);
            found.range = found.range.start + offset..found.range.end + offset;
            (empty, vec![found])
        }
    }
}

fn shift(node: &mut Node, offset: usize) {
    node.range = node.range.start + offset..node.range.end + offset;
    match &mut node.value {
        Value::Array(nodes) => nodes.iter_mut().for_each(|node| shift(node, offset)),
        Value::Table(entries) => {
            for (key, node) in entries {
                key.range = key.range.start + offset..key.range.end + offset;
                shift(node, offset);
            }
        }
        _ => {}
    }
}

/// Keeps how numbers are written: `1.10` may be a version.
fn keep_written(node: &mut Node, text: &str) {
    let range = node.range.clone();
    match &mut node.value {
        Value::Float(number, _) if !number.is_finite() => {
            node.value = Value::text(text.get(range).unwrap_or_default());
        }
        Value::Int(_, written) | Value::Float(_, written) => *written = text.get(range).map(Box::from),
        Value::Array(nodes) => nodes.iter_mut().for_each(|node| keep_written(node, text)),
        Value::Table(entries) => entries.iter_mut().for_each(|(_, node)| keep_written(node, text)),
        _ => {}
    }
}

fn bytes(location: &Location) -> Range<usize> {
    let start = location.span().byte_offset().unwrap_or(0) as usize;
    let length = location.span().byte_len().unwrap_or(0) as usize;
    start..start + length
}

/// A node on its way in; ranges are relative to the slice.
struct Located(Node);

impl<'de> Deserialize<'de> for Located {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Raw>::deserialize(deserializer)?;
        Ok(Self(Node { range: bytes(&spanned.referenced), value: spanned.value.0 }))
    }
}

struct Raw(Value);

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a YAML value")
            }
            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Int(value, None))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(i64::try_from(value).map_or(Value::Float(value as f64, None), |value| Value::Int(value, None)))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Value::Float(value, None))
            }
            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(Value::text(value))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut nodes = Vec::new();
                while let Some(Located(node)) = seq.next_element()? {
                    nodes.push(node);
                }
                Ok(Value::Array(nodes))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<Spanned<String>>()? {
                    let Located(node) = map.next_value()?;
                    entries.push((Key { name: clean(&key.value).into_owned(), range: bytes(&key.referenced) }, node));
                }
                Ok(Value::Table(entries))
            }
        }
        deserializer.deserialize_any(Shape).map(Raw)
    }
}
