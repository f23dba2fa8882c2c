//! Why a document is left out of a build.

use serde::Serialize;

use super::{DateValue, HeldBack};

/// A reason to leave a document out; each is counted and said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason", content = "detail")]
pub enum ExclusionReason {
    /// `draft = true`
    Draft,
    /// Its date is still to come.
    Scheduled(DateValue),
    /// Its `expires` has passed.
    Expired(DateValue),
    /// Consent was never given, or does not cover the words.
    NoConsent,
    /// Consent was withdrawn.
    Withdrawn,
    /// Consent has ended.
    ConsentEnded(DateValue),
    /// `held_back` names a neutral reason.
    HeldBack(HeldBack),
}

impl ExclusionReason {
    /// Whether it was there and had to go, so that links to it lead to where that is explained, and
    /// are no mistake of whoever wrote them.
    pub fn is_gone(&self) -> bool {
        !matches!(self, Self::Draft | Self::Scheduled(_))
    }

    /// The end of the sentence "It is …".
    pub fn phrase(&self) -> String {
        match self {
            Self::Draft => "a draft".to_owned(),
            Self::Scheduled(when) => format!("dated {when}, which is still to come"),
            Self::Expired(when) => format!("over since {when}"),
            Self::ConsentEnded(when) => format!("shown no longer, since its consent ended on {when}"),
            Self::NoConsent | Self::Withdrawn | Self::HeldBack(_) => self.word().to_owned(),
        }
    }

    /// The option of `build` and `serve` that shows such documents all the same; `None` where nothing does.
    pub fn option(&self) -> Option<&'static str> {
        match self {
            Self::Draft => Some("--drafts"),
            Self::Scheduled(_) => Some("--future"),
            _ => None,
        }
    }

    /// One word for counts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled(_) => "scheduled",
            Self::Expired(_) => "expired",
            Self::NoConsent => "without consent",
            Self::Withdrawn => "withdrawn",
            Self::ConsentEnded(_) => "with a consent that has ended",
            Self::HeldBack(_) => "held back",
        }
    }
}
