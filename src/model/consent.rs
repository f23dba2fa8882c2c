//! What a speaker agreed to. Nothing here is guessed: a word that is none of the list is an error.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer};
use serde::{Deserialize as DeriveDeserialize, Serialize};

use super::{ConsentScope, ConsentStatus, DateValue};

/// What the speaker agreed to. Never published as such.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, DeriveDeserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table such as { status = \"given\" }")]
pub struct Consent {
    /// `given` unless said otherwise; anything else takes the story out.
    pub status: Option<ConsentStatus>,
    /// When it was given.
    pub given: Option<DateValue>,
    /// When it ends.
    pub expires: Option<DateValue>,
    /// The uses that it covers; without `covers`, all of them.
    pub covers: Option<Scopes>,
    /// A reference to the record.
    pub record: Option<String>,
    /// What the speaker wrote, where it was no plain yes.
    pub note: Option<String>,
}

impl Consent {
    /// A consent that has not been given: what stands in for one that cannot be read.
    pub fn pending() -> Self {
        Self { status: Some(ConsentStatus::Pending), ..Self::default() }
    }

    /// Whether it covers a use. Where nothing is listed, it covers all.
    pub fn covers(&self, use_: ConsentScope) -> bool {
        self.covers.as_ref().is_none_or(|covers| covers.0.contains(&use_))
    }

    /// The stricter of two at each point: what holds for words whose own file says nothing.
    pub fn strictest(&self, other: &Self) -> Self {
        let rank = |status: Option<ConsentStatus>| match status {
            Some(ConsentStatus::Given) | None => 0,
            Some(ConsentStatus::Pending) => 1,
            Some(ConsentStatus::Refused) => 2,
            Some(ConsentStatus::Withdrawn) => 3,
        };
        let covers = match (&self.covers, &other.covers) {
            (Some(a), Some(b)) => Some(Scopes(a.0.iter().copied().filter(|use_| b.0.contains(use_)).collect())),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        let expires = match (&self.expires, &other.expires) {
            (Some(a), Some(b)) => Some(if a.day() <= b.day() { a } else { b }.clone()),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        let status = if rank(self.status) >= rank(other.status) { self.status } else { other.status };
        Self { status, expires, covers, ..Self::default() }
    }
}

/// The uses that a consent covers: one word, or a list, in any case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Scopes(pub Vec<ConsentScope>);

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Scopes;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                write!(f, "one or several of {}", ConsentScope::WORDS.join(", "))
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Scopes, E> {
                scope(word).map(|scope| Scopes(vec![scope]))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Scopes, A::Error> {
                let mut all = Vec::new();
                while let Some(OneScope(scope)) = seq.next_element()? {
                    all.push(scope);
                }
                Ok(Scopes(all))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A word of the list.
struct OneScope(ConsentScope);

impl<'de> Deserialize<'de> for OneScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = OneScope;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                write!(f, "one of {}", ConsentScope::WORDS.join(", "))
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<OneScope, E> {
                scope(word).map(OneScope)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

fn scope<E: de::Error>(word: &str) -> Result<ConsentScope, E> {
    let known = ConsentScope::parse(&word.trim().to_lowercase());
    known.ok_or_else(|| E::unknown_variant(word, ConsentScope::WORDS))
}

impl JsonSchema for Scopes {
    fn schema_name() -> Cow<'static, str> {
        "ConsentScopes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Editors complete the words of `enum`; the pattern takes them in any case.
        let any_case = |word: &str| {
            word.chars().map(|c| format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase())).collect::<String>()
        };
        let words: Vec<String> = ConsentScope::WORDS.iter().map(|word| any_case(word)).collect();
        let pattern = format!(r"^\s*({})\s*$", words.join("|"));
        let one = serde_json::json!({
            "anyOf": [{ "enum": ConsentScope::WORDS }, { "type": "string", "pattern": pattern }]
        });
        json_schema!({
            "description": "the uses that the consent covers",
            "anyOf": [one, { "type": "array", "items": one }]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_of_two_consents_covers_what_both_cover_and_ends_with_the_first() {
        let of = |status, covers: Option<&[ConsentScope]>, expires: &str| Consent {
            status: Some(status),
            covers: covers.map(|covers| Scopes(covers.to_vec())),
            expires: DateValue::parse(expires),
            ..Consent::default()
        };
        let wide = of(ConsentStatus::Given, None, "2027-01-01");
        let narrow = of(ConsentStatus::Pending, Some(&[ConsentScope::Text]), "2026-01-01");
        for both in [wide.strictest(&narrow), narrow.strictest(&wide)] {
            assert_eq!(both.status, Some(ConsentStatus::Pending));
            assert!(both.covers(ConsentScope::Text) && !both.covers(ConsentScope::Name));
            assert_eq!(both.expires, DateValue::parse("2026-01-01"));
        }
        let other = of(ConsentStatus::Given, Some(&[ConsentScope::Name]), "2026-01-01");
        assert_eq!(narrow.strictest(&other).covers, Some(Scopes(Vec::new())));
    }
}
