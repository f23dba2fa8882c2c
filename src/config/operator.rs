//! Who runs the site, and what they say of how it works.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::OneOrMany;

/// Who publishes the site. Much of what is honest depends on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Operator {
    /// A blogger, or a brand that shows what is said of it.
    pub role: OperatorRole,
    /// A name.
    pub name: Option<String>,
    /// The brands that it speaks for, by slug.
    pub controls: OneOrMany,
    /// Where to write.
    pub contact: Option<String>,
}

/// Who an operator is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OperatorRole {
    /// Writes about brands of others.
    #[default]
    Blogger,
    /// Shows what is said of itself.
    Brand,
}

/// What a site says of how it works, one sentence or a few each; what it does not say, the integrity page
/// says that it does not (EU directive 2019/2161; France, code de la consommation L111-7-2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Integrity {
    /// How stories come in, and who is asked for them.
    pub collected: Option<String>,
    /// Whether and how it is made sure that they come from customers.
    pub checked: Option<String>,
    /// What may be changed in them, and by whom.
    pub edited: Option<String>,
    /// What people get for telling, if they get anything.
    pub incentives: Option<String>,
    /// How to have one's words taken down.
    pub removal: Option<String>,
}
