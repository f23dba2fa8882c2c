//! Ratings from 1 to 5 in halves, kept exact.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A rating of 1 to 5, halves allowed; stored as the number of halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rating(u8);

impl Rating {
    /// The number of halves, 2 to 10.
    pub fn halves(self) -> u8 {
        self.0
    }

    /// The rating as people write it: `4` or `4.5`.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 2.0
    }
}

impl Serialize for Rating {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(2) {
            serializer.serialize_u8(self.0 / 2)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Rating {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        let halves = value * 2.0;
        if (2.0..=10.0).contains(&halves) && halves.fract() == 0.0 {
            Ok(Self(halves as u8))
        } else {
            Err(D::Error::custom(format!("a rating is a number from 1 to 5, halves allowed, not {value}")))
        }
    }
}
