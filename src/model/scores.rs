//! Numbers that customers give: scores, scales, money.

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Rating;

macro_rules! scale {
    ($(#[$doc:meta])* $name:ident, $low:literal, $high:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u8);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = i64::deserialize(deserializer)?;
                if ($low..=$high).contains(&value) {
                    Ok(Self(value as u8))
                } else {
                    Err(D::Error::custom(format!(
                        concat!($what, " is a whole number from ", $low, " to ", $high, ", not {}"),
                        value
                    )))
                }
            }
        }
    };
}

scale!(
    /// Net Promoter: how likely to recommend, 0 to 10.
    NpsScore, 0, 10, "`nps`"
);
scale!(
    /// Customer satisfaction, 1 to 5.
    CsatScore, 1, 5, "`csat`"
);
scale!(
    /// Customer effort, 1 to 7.
    CesScore, 1, 7, "`ces`"
);

/// Product, service and experience rated apart: a brand can be a disaster on the phone and loved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scores {
    /// The thing itself.
    pub product: Option<Rating>,
    /// The people and processes around it.
    pub service: Option<Rating>,
    /// How it felt, all in all.
    pub experience: Option<Rating>,
}

/// An amount of money or of anything else, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i64);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            serializer.serialize_i64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.0 as f64 / 100.0)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        // So that a site's worth of amounts can be added up in hundredths.
        if value.is_finite() && value.abs() < 1e11 {
            Ok(Self((value * 100.0).round() as i64))
        } else {
            Err(D::Error::custom(format!("{value} is not an amount of money")))
        }
    }
}

/// What the feeling was worth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Worth {
    /// ISO 4217, `EUR`. Amounts are never added across currencies.
    pub currency: Option<String>,
    /// What it cost.
    pub paid: Option<Amount>,
    /// What they would have paid.
    pub would_pay: Option<Amount>,
    /// What they lost by it.
    pub lost: Option<Amount>,
    /// How much time it took, in the customer's words.
    pub time_lost: Option<String>,
}
