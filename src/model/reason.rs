//! Why a document is left out of a build.

use serde::Serialize;

use super::{HeldBack, When};

/// A reason to leave a document out; each is counted and said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason", content = "detail")]
pub enum LeftOut {
    /// `draft = true`
    Draft,
    /// Its date is still to come.
    Scheduled(When),
    /// Its `expires` has passed.
    Expired(When),
    /// Consent was withdrawn or has ended.
    NoConsent,
    /// `held_back` names a neutral reason.
    HeldBack(HeldBack),
}

impl LeftOut {
    /// One word for counts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled(_) => "scheduled",
            Self::Expired(_) => "expired",
            Self::NoConsent => "without consent",
            Self::HeldBack(_) => "held back",
        }
    }
}
