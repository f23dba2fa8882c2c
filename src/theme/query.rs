//! `[queries.NAME]` of a theme: documents that its templates want besides what they are given.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Data, Kind};

/// Which documents, in which order, how many.
#[derive(Clone, Debug, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The kind of documents.
    #[serde(default = "story")]
    pub kind: Kind,
    /// What they must have, by field: a word, a list of words of which one is enough, `true` or `false`,
    /// or `{ min, max }` for numbers.
    #[serde(rename = "where", default)]
    pub wanted: BTreeMap<String, Data>,
    /// Their order.
    #[serde(default)]
    pub sort: QuerySort,
    /// The other way round.
    #[serde(default)]
    pub reverse: bool,
    /// The most of them; of each group where they are grouped.
    pub limit: Option<usize>,
    /// A taxonomy, whose terms make groups.
    pub group_by: Option<String>,
}

/// An order of documents; ties go by date, newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuerySort {
    /// Newest first.
    #[default]
    Date,
    /// By title.
    Title,
    /// Best rated first; those without a rating last.
    Rating,
    /// Least first; those without a weight last.
    Weight,
}

fn story() -> Kind {
    Kind::Story
}
