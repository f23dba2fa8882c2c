//! Free-form values: `extra`, data files, and whatever a theme wants that we do not know.

use std::hash::{Hash, Hasher};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A value of any shape, exact and hashable, with its keys in the author's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Data {
    /// Nothing.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text; dates too.
    String(String),
    /// A list.
    Array(Vec<Data>),
    /// Named values, in the order written.
    Table(Vec<(String, Data)>),
}

impl Data {
    /// The value under a key of a table.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Self::Table(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text, when it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Adds entries whose keys are not there yet.
    pub fn merge_missing(&mut self, other: &Data) {
        let Data::Table(theirs) = other else { return };
        if matches!(self, Data::Null) {
            *self = Data::Table(Vec::new());
        }
        let Data::Table(ours) = self else { return };
        for (key, value) in theirs {
            if !ours.iter().any(|(name, _)| name == key) {
                ours.push((key.clone(), value.clone()));
            }
        }
    }
}

impl Eq for Data {}

impl Hash for Data {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Bool(value) => value.hash(state),
            Self::Int(value) => value.hash(state),
            Self::Float(value) => value.to_bits().hash(state),
            Self::String(value) => value.hash(state),
            Self::Array(values) => values.hash(state),
            Self::Table(entries) => entries.hash(state),
        }
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::String(value) => serializer.serialize_str(value),
            Self::Array(values) => serializer.collect_seq(values),
            Self::Table(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
