//! Front matter and configuration as a tree that remembers where each value stands.
//!
//! TOML and YAML both become this; the typed fields are read from it with serde, so that one wrong
//! field never hides another and every message points at the author's own bytes.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::value::SeqDeserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::Data;

/// A value and its bytes in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is.
    pub range: Range<usize>,
}

/// A number as it is written, where that says more than its value: `1.10`, `007`.
pub type Written = Option<Box<str>>;

/// The shapes of values that TOML and YAML share.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// YAML's `~`.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64, Written),
    /// Another number.
    Float(f64, Written),
    /// Text, and dates.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// Named values in the order written.
    Table(Vec<(Key, Node)>),
}

/// A name and its bytes in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The name.
    pub name: String,
    /// Where it is.
    pub range: Range<usize>,
}

impl Value {
    /// Text, without what may not go on.
    pub fn text(text: &str) -> Self {
        Self::String(crate::text::clean(text).into_owned())
    }
}

impl Node {
    /// The entries of a table; none for anything else.
    pub fn entries(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The value under a key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entries().iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// The same with every text, and every key below the first, changed.
    pub fn map_texts(&self, change: &impl Fn(&str) -> String) -> Self {
        let entry = |(key, node): &(Key, Node)| (key.clone(), node.mapped(change));
        match &self.value {
            Value::Table(all) => {
                Self { value: Value::Table(all.iter().map(entry).collect()), range: self.range.clone() }
            }
            _ => self.mapped(change),
        }
    }

    fn mapped(&self, change: &impl Fn(&str) -> String) -> Self {
        let entry = |(key, node): &(Key, Node)| {
            (Key { name: change(&key.name), range: key.range.clone() }, node.mapped(change))
        };
        let value = match &self.value {
            Value::String(text) => Value::String(change(text)),
            Value::Array(all) => Value::Array(all.iter().map(|node| node.mapped(change)).collect()),
            Value::Table(all) => Value::Table(all.iter().map(entry).collect()),
            other => other.clone(),
        };
        Self { value, range: self.range.clone() }
    }

    /// The same with every text on one line, but for those under a key of `long`.
    pub fn on_one_line(&self, long: &[&str]) -> Cow<'_, Self> {
        if self.has_line_ends(long) { Cow::Owned(self.joined(long)) } else { Cow::Borrowed(self) }
    }

    fn has_line_ends(&self, long: &[&str]) -> bool {
        match &self.value {
            Value::String(text) => text.contains(is_line_end),
            Value::Array(all) => all.iter().any(|node| node.has_line_ends(long)),
            Value::Table(all) => {
                all.iter().any(|(key, node)| !long.contains(&key.name.as_str()) && node.has_line_ends(long))
            }
            _ => false,
        }
    }

    fn joined(&self, long: &[&str]) -> Self {
        let value = match &self.value {
            Value::String(text) => Value::String(one_line(text)),
            Value::Array(all) => Value::Array(all.iter().map(|node| node.joined(long)).collect()),
            Value::Table(all) => {
                let entry = |(key, node): &(Key, Node)| {
                    if long.contains(&key.name.as_str()) {
                        (key.clone(), node.clone())
                    } else {
                        (key.clone(), node.joined(long))
                    }
                };
                Value::Table(all.iter().map(entry).collect())
            }
            other => other.clone(),
        };
        Self { value, range: self.range.clone() }
    }

    /// The same without places.
    pub fn to_data(&self) -> Data {
        match &self.value {
            Value::Null => Data::Null,
            Value::Bool(value) => Data::Bool(*value),
            Value::Int(value, _) => Data::Int(*value),
            Value::Float(value, _) => Data::Float(*value),
            Value::String(value) => Data::String(value.clone()),
            Value::Array(nodes) => Data::Array(nodes.iter().map(Node::to_data).collect()),
            Value::Table(entries) => {
                Data::Table(entries.iter().map(|(key, node)| (key.name.clone(), node.to_data())).collect())
            }
        }
    }

    /// A word, number or yes as it is written; nothing for anything else.
    pub fn as_written(&self) -> String {
        match &self.value {
            Value::Int(value, written) => written.as_deref().map_or_else(|| value.to_string(), str::to_owned),
            Value::Float(value, written) => written.as_deref().map_or_else(|| value.to_string(), str::to_owned),
            Value::Bool(value) => value.to_string(),
            Value::String(text) => text.clone(),
            _ => String::new(),
        }
    }

    fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(..) | Value::Float(..) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// Whether a character may begin a new line: in Markdown, in a file of lines, or where a text is shown.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}')
}

/// A text on one line: line ends, with the spaces around them, become one space.
fn one_line(text: &str) -> String {
    let parts = text.split(is_line_end).map(|part| part.trim_matches(' ')).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// What was wrong with a value, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeError {
    /// One sentence.
    pub message: String,
    /// The innermost value to blame, once known.
    pub range: Option<Range<usize>>,
    /// The names that would have been right, for an unknown word or field.
    pub known: &'static [&'static str],
    /// The wrong word, for suggestions.
    pub wrong: String,
}

impl NodeError {
    fn new(message: String) -> Self {
        Self { message, range: None, known: &[], wrong: String::new() }
    }

    fn within(mut self, node: &Node) -> Self {
        self.range.get_or_insert_with(|| node.range.clone());
        self
    }
}

impl fmt::Display for NodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NodeError {}

impl de::Error for NodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
    fn invalid_type(found: de::Unexpected, expected: &dyn de::Expected) -> Self {
        let found = match found {
            de::Unexpected::Bool(value) => format!("`{value}`"),
            de::Unexpected::Signed(value) => format!("the number `{value}`"),
            de::Unexpected::Unsigned(value) => format!("the number `{value}`"),
            de::Unexpected::Float(value) => format!("the number `{value}`"),
            de::Unexpected::Str(_) => "text".to_owned(),
            de::Unexpected::Seq => "a list".to_owned(),
            de::Unexpected::Map => "a table".to_owned(),
            de::Unexpected::Unit | de::Unexpected::Option => "nothing".to_owned(),
            other => other.to_string(),
        };
        let expected = expected.to_string();
        let expected = match expected.as_str() {
            "a string" => "text in quotes",
            "a boolean" => "true or false",
            "i64" | "u32" | "u64" => "a whole number",
            "f64" => "a number",
            "a sequence" => "a list",
            other => other,
        };
        Self::new(format!("expected {expected}, found {found}"))
    }
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let known = expected.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        Self {
            message: format!("`{variant}` is not one of {known}"),
            range: None,
            known: expected,
            wrong: variant.to_owned(),
        }
    }
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self {
            message: format!("there is no field `{field}` here"),
            range: None,
            known: expected,
            wrong: field.to_owned(),
        }
    }
}

impl<'de> de::Deserializer<'de> for &Node {
    type Error = NodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value, _) => visitor.visit_i64(*value),
            Value::Float(value, _) => visitor.visit_f64(*value),
            Value::String(value) => visitor.visit_str(value),
            Value::Array(nodes) => {
                let mut seq = SeqDeserializer::new(nodes.iter());
                visitor.visit_seq(&mut seq)
            }
            Value::Table(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        }
        .map_err(|error| error.within(self))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.value {
            Value::Int(value, _) => visitor.visit_f64(*value as f64),
            Value::Float(value, _) => visitor.visit_f64(*value),
            _ => Err(NodeError::new(format!("expected a number, found {}", self.type_name()))),
        }
        .map_err(|error| error.within(self))
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        /// From here on, a float no longer holds every whole number.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match &self.value {
            // Content systems write 10.0 where they were given 10.
            Value::Float(value, _) if value.fract() == 0.0 && value.abs() < EXACT => visitor.visit_i64(*value as i64),
            _ => return self.deserialize_any(visitor),
        }
        .map_err(|error: NodeError| error.within(self))
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_i64(visitor)
    }

    /// YAML reads `title: 2026` as a number; the author means the text.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match &self.value {
            Value::Int(..) | Value::Float(..) | Value::Bool(_) => visitor.visit_string(self.as_written()),
            Value::Null => visitor.visit_str(""),
            _ => self.deserialize_any(visitor),
        }
        .map_err(|error: NodeError| error.within(self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        match &self.value {
            Value::String(word) => visitor.visit_enum(IntoDeserializer::<NodeError>::into_deserializer(word.as_str())),
            _ => Err(NodeError::new(format!("expected a word, found {}", self.type_name()))),
        }
        .map_err(|error| error.within(self))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u64 u128 f32 char str bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, NodeError> for &Node {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, (Key, Node)>,
    value: Option<&'a Node>,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = NodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NodeError> {
        let Some((key, node)) = self.rest.next() else { return Ok(None) };
        self.value = Some(node);
        seed.deserialize(IntoDeserializer::<NodeError>::into_deserializer(key.name.as_str())).map(Some).map_err(
            |mut error| {
                error.range.get_or_insert_with(|| key.range.clone());
                error
            },
        )
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NodeError> {
        match self.value.take() {
            Some(node) => seed.deserialize(node).map_err(|error| error.within(node)),
            None => Err(NodeError::new("a value was read before its key".to_owned())),
        }
    }
}
