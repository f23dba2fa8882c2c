//! A cell of a CSV file that no spreadsheet takes for a formula, whoever wrote its text.
//!
//! The rule is that of OWASP's "CSV Injection": an apostrophe stands before what could begin a formula. It could at
//! the beginning of a cell, and after a semicolon, a tab or a line end, where programs of other countries or settings
//! begin another cell. Spaces, quotes and characters that nobody sees are looked through, as programs drop them, and
//! wide and small forms of a character count as the character. A cell that is a
//! plain number stays one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The text of a cell, with an apostrophe before each thing in it that could be a formula.
pub fn cell(text: &str) -> Cow<'_, str> {
    let is_guarded =
        |(at, piece): &(usize, &str)| (*at == 0 && text.starts_with(['\t', '\r', '\n'])) || is_formula(piece);
    if is_number(text) || !pieces(text).any(|piece| is_guarded(&piece)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 1);
    for (at, piece) in pieces(text) {
        if is_guarded(&(at, piece)) {
            out.push('\'');
        }
        out.push_str(piece);
    }
    Cow::Owned(out)
}

/// The text in pieces, each with where it begins, and with what parts it from the next at its end.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive([';', '\t', '\r', '\n']).scan(0, |end, piece| {
        let at = *end;
        *end += piece.len();
        Some((at, piece))
    })
}

/// Whether some spreadsheet would calculate what stands here: `=`, `+`, `-`, `@` begin formulas, `|` and `%` commands.
fn is_formula(text: &str) -> bool {
    let mut seen = text.trim_start_matches(is_looked_through).nfkc();
    matches!(seen.next(), Some('=' | '+' | '-' | '−' | '@' | '|' | '%'))
}

/// Digits, with a sign before them and a decimal point among them, or without.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Spaces, control characters, quotes, and what Unicode calls default ignorable (DerivedCoreProperties.txt).
fn is_looked_through(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '"' | '\'' | '`')
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_has_an_apostrophe_before_it() {
        let starts = [
            "=1+1", "+1+1", "-1+1", "@SUM(1)", "|calc", "%0A=1", "−1+1", "＝1+1", "＋1", "－1", "＠x", "％x", "｜x",
            "﹦1", "﹢1", "﹣1", "﹫x", "⁼1", "₌1",
        ];
        let before = [
            "",
            " ",
            "\u{a0}",
            "\u{3000}",
            "\u{200b}",
            "\u{feff}",
            "\u{2060}",
            "\u{ad}",
            "\"",
            "'",
            "\u{202e}",
            "\u{e0020}",
            " \" ",
        ];
        for start in starts {
            for odd in before {
                let text = format!("{odd}{start}");
                assert_eq!(cell(&text), format!("'{text}"));
                for part in [";", "; ", "\t", "\n", "\r\n", "\r"] {
                    let text = format!("x{part}{odd}{start}");
                    let guarded = cell(&text).into_owned();
                    assert_eq!(guarded.len(), text.len() + 1, "{text:?}: {guarded:?}");
                    assert_eq!(guarded.replacen('\'', "", text.matches('\'').count() + 1), text.replace('\'', ""));
                }
            }
        }
        for text in ["\tx", "\rx", "\nx", "-inf", "+nan", "-1e5", "-", "- 5", "-1.", "-.5", "-1,5", "=", "--1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        assert_eq!(cell("a; =b; c;;=d"), "a;' =b; c;;'=d");
        assert_eq!(cell("x;-5"), "x;'-5", "another program's cell goes on after it");
    }

    #[test]
    fn numbers_and_plain_words_stay_as_they_are() {
        for text in [
            "", "-5", "-12.5", "+3", "0", "4.5", "1e5", "a=1", "a - b", "a, -b", "50 %", "x;y", "x; y", "a\n\nb",
            "'tis", "“so”",
        ] {
            assert_eq!(cell(text), text);
        }
    }
}
