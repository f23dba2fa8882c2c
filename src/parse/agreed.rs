//! What somebody agreed to. Only an answer that the message or the form offers, word for word, is a yes; whatever else
//! people write is for somebody to read.

use unicode_normalization::UnicodeNormalization as _;

/// What somebody agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// To nothing that can be told without reading it.
    Nothing,
    /// To the words.
    Words,
    /// To the words under their name.
    WordsAndName,
}

/// The answers in each language in which the site may ask, as its strings offer them (`respond.consent`).
const ANSWERS: [(&str, &[(&str, Agreed)]); 3] = [
    (
        "en",
        &[
            ("yes", Agreed::WordsAndName),
            ("yes, with my name", Agreed::WordsAndName),
            ("yes with my name", Agreed::WordsAndName),
            ("yes, without my name", Agreed::Words),
            ("yes without my name", Agreed::Words),
        ],
    ),
    (
        "es",
        &[
            ("sí", Agreed::WordsAndName),
            ("si", Agreed::WordsAndName),
            ("sí, con mi nombre", Agreed::WordsAndName),
            ("si, con mi nombre", Agreed::WordsAndName),
            ("sí con mi nombre", Agreed::WordsAndName),
            ("sí, sin mi nombre", Agreed::Words),
            ("si, sin mi nombre", Agreed::Words),
            ("sí sin mi nombre", Agreed::Words),
        ],
    ),
    (
        "fr",
        &[
            ("oui", Agreed::WordsAndName),
            ("oui, avec mon nom", Agreed::WordsAndName),
            ("oui avec mon nom", Agreed::WordsAndName),
            ("oui, sans mon nom", Agreed::Words),
            ("oui sans mon nom", Agreed::Words),
        ],
    ),
];

/// Without its accent, Spanish for yes is French for if: where both are spoken, nobody can tell.
const AMBIGUOUS: &str = "si";

/// What answers agree to, on a site in these languages. All of them must be plain; silence is none.
pub fn agreed(said: &[String], languages: &[String]) -> Agreed {
    let said: Vec<String> = said.iter().map(|said| plain(said)).filter(|said| !said.is_empty()).collect();
    match said.as_slice() {
        [] => Agreed::Nothing,
        [one] if answer(one, languages).is_some() => answer(one, languages).unwrap_or(Agreed::Nothing),
        all => ticked(all),
    }
}

/// What the boxes of the form agree to: `text`, or `text` and `name`.
fn ticked(all: &[String]) -> Agreed {
    let boxes: Vec<&str> = all.iter().flat_map(|said| said.split([',', ';'])).map(str::trim).collect();
    let are_known = boxes.iter().all(|ticked| matches!(*ticked, "text" | "name"));
    match (are_known && boxes.contains(&"text"), boxes.contains(&"name")) {
        (false, _) => Agreed::Nothing,
        (true, false) => Agreed::Words,
        (true, true) => Agreed::WordsAndName,
    }
}

fn answer(said: &str, languages: &[String]) -> Option<Agreed> {
    let speaks = |lang: &str| languages.iter().any(|code| code.split(['-', '_']).next() == Some(lang));
    let is_ambiguous = said.split([',', ' ']).next() == Some(AMBIGUOUS) && speaks("fr");
    let mut all = ANSWERS.iter().filter(|(lang, _)| speaks(lang)).flat_map(|(_, answers)| *answers);
    all.find(|(words, _)| *words == said && !is_ambiguous).map(|(_, agreed)| *agreed)
}

/// An answer in lower case, with single spaces, and without one full stop or exclamation mark at its end.
fn plain(said: &str) -> String {
    let said: String = said.nfc().collect::<String>().to_lowercase();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    said.strip_suffix(['.', '!']).map_or(said.as_str(), str::trim_end).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(said: &str, languages: &[&str]) -> Agreed {
        agreed(&[said.to_owned()], &languages.iter().map(|lang| (*lang).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn only_exact_answers_in_the_site_s_languages_are_a_yes() {
        for (said, lang, agreed) in [
            ("yes", "en", Agreed::WordsAndName),
            (" YES! ", "en-GB", Agreed::WordsAndName),
            ("Yes,  without my name.", "en", Agreed::Words),
            ("Si\u{301}", "es", Agreed::WordsAndName),
            ("si", "es-MX", Agreed::WordsAndName),
            ("Sí, sin mi nombre", "es", Agreed::Words),
            ("OUI", "fr", Agreed::WordsAndName),
            ("text", "en", Agreed::Words),
            ("Text, name", "fr", Agreed::WordsAndName),
        ] {
            assert_eq!(of(said, &[lang]), agreed, "{said}");
        }
        for said in [
            "yes, but not my name",
            "Yes, anonymously please",
            "sí, pero no mi nombre",
            "oui, anonyme",
            "ok no",
            "Si vous voulez",
            "ok",
            "y",
            "yes and no",
            "yes?",
            "yes!!",
            "yes.!",
            "no",
            "name",
            "text, photo",
            "yes, text",
            "not yet, yes?",
            "without my name",
            "yes, without my name, thanks",
            "“yes”",
            "yeah",
            "ja",
            "",
            "si oui",
            "true",
            "on",
            "1",
        ] {
            assert_eq!(of(said, &["en", "es", "fr"]), Agreed::Nothing, "{said}");
        }
    }

    #[test]
    fn a_word_of_another_language_is_no_answer_and_two_answers_are_none() {
        assert_eq!(of("sí", &["en"]), Agreed::Nothing);
        assert_eq!(of("oui", &["es"]), Agreed::Nothing);
        assert_eq!(of("yes", &["de"]), Agreed::Nothing);
        assert_eq!(of("si", &["es", "fr"]), Agreed::Nothing);
        let both = |a: &str, b: &str| agreed(&[a.to_owned(), b.to_owned()], &["en".to_owned()]);
        assert_eq!(both("yes", "no"), Agreed::Nothing);
        assert_eq!(both("yes", "yes"), Agreed::Nothing);
        assert_eq!(both("text", "name"), Agreed::WordsAndName);
        assert_eq!(both("text", "yes"), Agreed::Nothing);
    }
}
