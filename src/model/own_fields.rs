//! The fields and taxonomies that a site declares for itself.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::Kind;

/// What a field of the site's own holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Text, with its digits as they are written.
    String,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// A date, in any form that `date` may have.
    Date,
    /// Several texts.
    List,
    /// Anything.
    Any,
}

impl FieldType {
    /// As the config calls it, with an article.
    pub fn words(self) -> &'static str {
        match self {
            Self::String => "a text",
            Self::Number => "a number",
            Self::Integer => "a whole number",
            Self::Boolean => "true or false",
            Self::Date => "a date",
            Self::List => "a list of texts",
            Self::Any => "a value",
        }
    }
}

/// Fields by the kind of document that has them.
pub type FieldsByKind = BTreeMap<Kind, BTreeMap<String, FieldType>>;

/// What front matter may hold on this site besides the fields that every site has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OwnFields {
    /// `[fields.story]`
    pub fields: FieldsByKind,
    /// The names of the taxonomies that no other site need have.
    pub taxonomies: BTreeSet<String>,
}

impl OwnFields {
    /// The type of a field of a document; cascades may give what any kind has.
    pub fn type_of(&self, kind: Kind, name: &str) -> Option<FieldType> {
        match kind {
            Kind::Section => self.fields.values().find_map(|fields| fields.get(name)).copied(),
            _ => self.fields.get(&kind)?.get(name).copied(),
        }
    }

    /// Whether the site gives a name a meaning of its own, whatever other generators mean by it.
    pub fn is_own(&self, kind: Kind, name: &str) -> bool {
        self.taxonomies.contains(name) || self.type_of(kind, name).is_some()
    }
}
