//! Addresses that readers may click on: never one that runs a script.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A web, mail or telephone address. Whoever wrote it, it is safe in an `href`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let lower = text.to_ascii_lowercase();
        let is_safe = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
        if is_safe {
            Ok(Self(text))
        } else {
            Err(D::Error::custom(format!("{text:?} is not an address: begin it with https://, mailto: or tel:")))
        }
    }
}
