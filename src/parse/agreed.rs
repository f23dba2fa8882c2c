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

/// What a language says for yes, and what follows where the name is meant as well, and where it is not.
struct Answers {
    lang: &'static str,
    yes: &'static [&'static str],
    with_name: &'static [&'static str],
    without_name: &'static [&'static str],
}

/// The answers in each language in which the site may ask, as its strings offer them (`respond.consent`). Without
/// commas; see [`plain`].
const ANSWERS: [Answers; 10] = [
    Answers { lang: "en", yes: &["yes"], with_name: &["with my name"], without_name: &["without my name"] },
    Answers { lang: "es", yes: &["sí", "si"], with_name: &["con mi nombre"], without_name: &["sin mi nombre"] },
    Answers { lang: "fr", yes: &["oui"], with_name: &["avec mon nom"], without_name: &["sans mon nom"] },
    Answers {
        lang: "de",
        yes: &["ja"],
        with_name: &["mit meinem namen", "mit namen"],
        without_name: &["ohne meinen namen", "ohne namen", "aber ohne meinen namen"],
    },
    Answers {
        lang: "it",
        yes: &["sì", "si", "sí", "si'", "si’"],
        with_name: &["con il mio nome", "col mio nome"],
        without_name: &["senza il mio nome", "senza nome", "ma senza il mio nome"],
    },
    Answers {
        lang: "pt",
        yes: &["sim"],
        with_name: &["com o meu nome", "com meu nome"],
        without_name: &["sem o meu nome", "sem meu nome", "sem nome", "mas sem o meu nome"],
    },
    Answers {
        lang: "nl",
        yes: &["ja"],
        with_name: &["met mijn naam", "met naam"],
        without_name: &["zonder mijn naam", "zonder naam", "maar zonder mijn naam"],
    },
    Answers {
        lang: "pl",
        yes: &["tak"],
        with_name: &["z imieniem i nazwiskiem", "z moim imieniem i nazwiskiem"],
        without_name: &[
            "bez imienia i nazwiska",
            "bez mojego imienia i nazwiska",
            "bez nazwiska",
            "bez mojego nazwiska",
            "anonimowo",
        ],
    },
    Answers {
        lang: "ar",
        yes: &["نعم"],
        with_name: &["مع اسمي", "باسمي"],
        without_name: &["بدون اسمي", "من دون اسمي", "دون اسمي", "بلا اسمي", "من غير اسمي"],
    },
    Answers {
        lang: "ja",
        yes: &["はい"],
        with_name: &["名前ありで", "実名で"],
        without_name: &["匿名で", "匿名希望", "匿名でお願いします", "名前なしで", "名前なし"],
    },
];

/// Words for yes that mean something else in another language: `si` is French for if, `tak` Danish for thanks. Where
/// both are spoken, nobody can tell.
const AMBIGUOUS: [(&str, &str); 4] = [("si", "fr"), ("si'", "fr"), ("si’", "fr"), ("tak", "da")];

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
    let boxes: Vec<&str> =
        all.iter().flat_map(|said| said.split([' ', ';'])).filter(|ticked| !ticked.is_empty()).collect();
    let are_known = boxes.iter().all(|ticked| matches!(*ticked, "text" | "name"));
    match (are_known && boxes.contains(&"text"), boxes.contains(&"name")) {
        (false, _) => Agreed::Nothing,
        (true, false) => Agreed::Words,
        (true, true) => Agreed::WordsAndName,
    }
}

fn answer(said: &str, languages: &[String]) -> Option<Agreed> {
    let speaks = |lang: &str| languages.iter().any(|code| code.split(['-', '_']).next() == Some(lang));
    let is_clear = |yes: &str| !AMBIGUOUS.iter().any(|(word, lang)| *word == yes && speaks(lang));
    let read = |answers: &Answers| {
        let yes = answers.yes.iter().filter(|yes| is_clear(yes));
        yes.filter_map(|yes| said.strip_prefix(yes)).find_map(|rest| match rest.trim_start() {
            "" => Some(Agreed::WordsAndName),
            // Japanese has no spaces between words.
            _ if !rest.starts_with(' ') && answers.lang != "ja" => None,
            rest if answers.with_name.contains(&rest) => Some(Agreed::WordsAndName),
            rest if answers.without_name.contains(&rest) => Some(Agreed::Words),
            _ => None,
        })
    };
    ANSWERS.iter().filter(|answers| speaks(answers.lang)).find_map(read)
}

/// An answer in lower case, with single spaces, without commas, and without one full stop or exclamation mark at its
/// end.
fn plain(said: &str) -> String {
    let said: String = said.nfc().filter(|c| !is_direction_mark(*c)).collect::<String>().to_lowercase();
    let said = said.trim_end();
    let said = said.strip_suffix(['.', '!', '。', '．', '！']).unwrap_or(said);
    said.replace([',', '،', '、', '，'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
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
            ("Ja, ohne meinen Namen", "de", Agreed::Words),
            ("ja met mijn naam", "nl", Agreed::WordsAndName),
            ("SÌ", "it", Agreed::WordsAndName),
            ("Sim, sem o meu nome.", "pt-BR", Agreed::Words),
            ("Tak, bez nazwiska", "pl", Agreed::Words),
            ("\u{200f}نعم، بدون اسمي", "ar", Agreed::Words),
            ("はい、匿名で。", "ja", Agreed::Words),
            ("はい", "ja", Agreed::WordsAndName),
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
        assert_eq!(of("si'", &["it", "fr"]), Agreed::Nothing);
        assert_eq!(of("tak", &["pl", "da"]), Agreed::Nothing);
        assert_eq!(of("tak", &["pl", "en"]), Agreed::WordsAndName);
        let both = |a: &str, b: &str| agreed(&[a.to_owned(), b.to_owned()], &["en".to_owned()]);
        assert_eq!(both("yes", "no"), Agreed::Nothing);
        assert_eq!(both("yes", "yes"), Agreed::Nothing);
        assert_eq!(both("text", "name"), Agreed::WordsAndName);
        assert_eq!(both("text", "yes"), Agreed::Nothing);
    }
}
