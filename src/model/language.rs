//! The code of a language, as it stands in an attribute and may decide a folder.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// A language identifier (Unicode technical standard 35, section 3), as it was written but for `_`, which HTML does
/// not know: `es`, `pt-BR`, `zh-Hant-TW`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct LanguageCode(String);

impl LanguageCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for LanguageCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.trim().parse::<LanguageIdentifier>() {
            Ok(_) => Ok(Self(text.trim().replace('_', "-"))),
            Err(_) => Err(D::Error::custom(format!("{text:?} is not the code of a language: write `en`, `pt-BR`"))),
        }
    }
}

/// In which direction the words of a language run: `ltr` or `rtl` (by its script, or the one that it is usually written
/// in, as CLDR says).
pub fn direction(lang: &str) -> &'static str {
    match lang.parse::<LanguageIdentifier>().map(|id| id.character_direction()) {
        Ok(CharacterDirection::RTL) => "rtl",
        _ => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_run_in_the_direction_of_their_script() {
        for (lang, expected) in [
            ("ar", "rtl"),
            ("he-IL", "rtl"),
            ("fa", "rtl"),
            ("ur", "rtl"),
            ("yi", "rtl"),
            ("en", "ltr"),
            ("ja", "ltr"),
            ("az-Arab", "rtl"),
            ("no such", "ltr"),
        ] {
            assert_eq!(direction(lang), expected, "{lang}");
        }
    }
}
