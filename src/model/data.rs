//! Free-form values: `extra`, data files, and whatever a theme wants that we do not know.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

    /// Puts a value under a path of keys, and makes the tables on the way; false if something is there.
    pub fn put(&mut self, path: &[&str], value: Data) -> bool {
        let Some((first, rest)) = path.split_first() else {
            let free = matches!(self, Data::Null);
            if free {
                *self = value;
            }
            return free;
        };
        if matches!(self, Data::Null) {
            *self = Data::Table(Vec::new());
        }
        let Data::Table(entries) = self else { return false };
        let at = match entries.iter().position(|(name, _)| name == first) {
            Some(at) => at,
            None => {
                entries.push(((*first).to_owned(), Data::Null));
                entries.len() - 1
            }
        };
        entries[at].1.put(rest, value)
    }

    /// The text, when it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Gives every text in it.
    pub fn each_text(&self, give: &mut impl FnMut(&str)) {
        match self {
            Self::String(text) => give(text),
            Self::Array(all) => all.iter().for_each(|value| value.each_text(give)),
            Self::Table(entries) => entries.iter().for_each(|(_, value)| value.each_text(give)),
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) => {}
        }
    }

    /// Takes out every text that is not to be kept, with its key.
    pub fn retain_texts(&mut self, keep: &impl Fn(&str) -> bool) {
        let is_kept = |value: &Data| !matches!(value, Self::String(text) if !keep(text));
        match self {
            Self::Array(all) => {
                all.retain(is_kept);
                all.iter_mut().for_each(|value| value.retain_texts(keep));
            }
            Self::Table(entries) => {
                entries.retain(|(_, value)| is_kept(value));
                entries.iter_mut().for_each(|(_, value)| value.retain_texts(keep));
            }
            _ => {}
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

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyShape)
    }
}

struct AnyShape;

impl<'de> Visitor<'de> for AnyShape {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Int(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Data, E> {
        Ok(Data::Float(value))
    }
    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(Data::String(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Data, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = all.next_element()? {
            items.push(item);
        }
        Ok(Data::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Data, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = all.next_entry()? {
            entries.push(entry);
        }
        Ok(Data::Table(entries))
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
