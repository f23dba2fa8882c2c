//! Which documents are wanted: `[queries.NAME]` of a theme, `[embeds.NAME]` of a site.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Data, Kind};

/// Which documents, in which order, how many.
#[derive(Clone, Debug, Hash, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
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

/// `[embeds.NAME]`: voices that other people may show on their pages.
#[derive(Clone, Debug, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Embed {
    /// What to call it; the site's name if it has none.
    pub title: Option<String>,
    /// What the voices must have, as in a query.
    #[serde(rename = "where", default)]
    pub wanted: BTreeMap<String, Data>,
    /// Their order.
    #[serde(default)]
    pub sort: QuerySort,
    /// The most of them.
    #[serde(default = "a_dozen")]
    pub limit: usize,
}

impl Default for Embed {
    fn default() -> Self {
        Self { title: None, wanted: BTreeMap::new(), sort: QuerySort::Date, limit: a_dozen() }
    }
}

fn a_dozen() -> usize {
    12
}

fn story() -> Kind {
    Kind::Story
}
