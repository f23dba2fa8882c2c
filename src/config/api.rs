//! `api`: which files for other programs are written.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

/// Which files for other programs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Api {
    /// None: `false`.
    None,
    /// Lists of a hundred voices each, with their words: `true`.
    Lists,
    /// A file for each voice as well: `"files"`.
    Files,
}

impl<'de> Deserialize<'de> for Api {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Switch(bool),
            Word(String),
        }
        match Written::deserialize(deserializer) {
            Ok(Written::Switch(false)) => Ok(Self::None),
            Ok(Written::Switch(true)) => Ok(Self::Lists),
            Ok(Written::Word(word)) if word == "files" => Ok(Self::Files),
            _ => Err(serde::de::Error::custom("`api` is true, false or \"files\"")),
        }
    }
}

impl JsonSchema for Api {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Api".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "enum": [true, false, "files"],
            "description": "Which files for other programs are written: lists of the stories, none, or a file for each story as well.",
        })
    }
}
