//! How much each finding weighs, unless a site says otherwise; more on a brand's own site.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding weighs on a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosticLevel {
    /// Stops the build.
    Error,
    /// Is said.
    Warn,
    /// Is fine.
    Allow,
}

use DiagnosticLevel::{Allow, Error, Warn};

/// What weighs more on a brand's own site: for a blogger, and for a brand. Blogs that come from elsewhere have dead
/// links, parts that nobody draws here, and addresses that mean something else here.
const BY_OPERATOR: [(&str, DiagnosticLevel, DiagnosticLevel); 15] = [
    ("E0501", Warn, Error),
    ("E0502", Warn, Error),
    ("E0503", Warn, Error),
    ("E0505", Warn, Error),
    ("E0605", Warn, Error),
    ("E0606", Warn, Error),
    ("W0901", Warn, Error),
    ("W0902", Warn, Error),
    ("W0903", Warn, Error),
    ("W0906", Warn, Error),
    ("W0907", Warn, Error),
    ("W0908", Allow, Warn),
    ("W0911", Warn, Error),
    ("W0912", Warn, Error),
    ("W0913", Warn, Error),
];

/// The errors without which a site can still be drawn, so that it may do with less.
const MILD_ERRORS: [&str; 8] = ["E0501", "E0502", "E0503", "E0504", "E0505", "E0507", "E0605", "E0606"];

/// What a finding weighs by itself: its letter says it, but for what weighs more on a brand's site.
pub fn usual(code: &str, is_brand: bool) -> DiagnosticLevel {
    match BY_OPERATOR.iter().find(|(known, ..)| *known == code) {
        Some((_, _, brand)) if is_brand => *brand,
        Some((_, blogger, _)) => *blogger,
        None if code.starts_with('E') => Error,
        None => Warn,
    }
}

/// Whether a site may say what a finding weighs.
pub fn is_free(code: &str) -> bool {
    code.starts_with('W') || MILD_ERRORS.contains(&code)
}
