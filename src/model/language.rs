//! The code of a language, as it stands in an attribute and may decide a folder.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use unic_langid::{CharacterDirection, LanguageIdentifier};

use super::Kind;

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
        let code = language_code(&text).map(Self);
        code.ok_or_else(|| D::Error::custom(format!("{text:?} is not the code of a language: write `en`, `pt-BR`")))
    }
}

/// A code as BCP 47 writes it (RFC 5646, section 2.1.1), however it was written: `zh-CN` of `zh_cn`. `None` if it is
/// no code.
pub fn language_code(written: &str) -> Option<String> {
    let code = written.trim().replace('_', "-").parse::<LanguageIdentifier>().ok()?;
    Some(code.to_string()).filter(|code| code != "und")
}

/// The language of a site whose code a name is, in any case: `ZH_cn` means `zh-CN`.
pub fn language_called<'a>(name: &str, languages: &'a [String]) -> Option<&'a str> {
    let is_same = |code: &str| {
        let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || (a == b'_' && b == b'-');
        name.len() == code.len() && name.bytes().zip(code.bytes()).all(same)
    };
    languages.iter().map(String::as_str).find(|code| is_same(code))
}

/// The folder of a source below `content/`, without that of a language, and the language whose folder it was:
/// `content/es/stories` is `stories` in Spanish.
pub fn folder_and_language<'a, 'b>(folder: &'a str, languages: &'b [String]) -> (&'a str, Option<&'b str>) {
    let below = folder.strip_prefix("content/").or_else(|| folder.strip_prefix("content")).unwrap_or(folder);
    if languages.len() < 2 {
        return (below, None);
    }
    let (first, rest) = below.split_once('/').unwrap_or((below, ""));
    match language_called(first, languages) {
        Some(code) => (rest, Some(code)),
        None => (below, None),
    }
}

/// The folder of a source below `content/` that says what it is: `stories`, in the folder of any language. Of one that the
/// site does not have, a folder of stories is trusted no more than another.
pub fn folder_in_any_language<'a>(folder: &'a str, languages: &[String]) -> &'a str {
    let (below, language) = folder_and_language(folder, languages);
    let Some((first, rest)) = below.split_once('/').filter(|_| language.is_none()) else { return below };
    let is_code = first.split(['-', '_']).next().is_some_and(|code| code.len() == 2) && language_code(first).is_some();
    let top = rest.split('/').next().unwrap_or(rest);
    if is_code && Kind::FOLDERS.iter().any(|(folder, _)| *folder == top) { rest } else { below }
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
    fn codes_are_the_same_however_they_are_written() {
        for (written, code) in [("zh_CN", "zh-CN"), ("PT-br", "pt-BR"), ("en", "en"), ("zh_hant_tw", "zh-Hant-TW")] {
            assert_eq!(language_code(written).as_deref(), Some(code), "{written}");
        }
        for written in ["", "klingonese_of_mars", "a", "und"] {
            assert_eq!(language_code(written), None, "{written}");
        }
    }

    #[test]
    fn a_folder_may_be_of_a_language_of_the_site() {
        let languages = ["en".to_owned(), "zh-CN".to_owned()];
        for (folder, found) in [
            ("content/zh_cn/stories", ("stories", Some("zh-CN"))),
            ("content/en", ("", Some("en"))),
            ("content/fr/stories", ("fr/stories", None)),
            ("content/stories/en", ("stories/en", None)),
            ("content", ("", None)),
        ] {
            assert_eq!(folder_and_language(folder, &languages), found, "{folder}");
        }
        assert_eq!(folder_and_language("content/en", &languages[..1]), ("en", None));
    }

    #[test]
    fn a_folder_of_stories_is_one_in_any_language() {
        let languages = ["en".to_owned()];
        for (folder, found) in [
            ("content/fr/stories/a", "stories/a"),
            ("content/en/stories", "stories"),
            ("content/pt_BR/testimonials", "testimonials"),
            ("content/stories/brands", "stories/brands"),
            ("content/fr/notes", "fr/notes"),
            ("content/new/stories", "new/stories"),
        ] {
            assert_eq!(folder_in_any_language(folder, &languages), found, "{folder}");
        }
    }

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
