//! Text as it may go on: without the characters that command terminals and that XML and HTML cannot hold.
//!
//! This stands at the doors through which characters come in: where a file's bytes become text, where a string of
//! TOML, YAML or JSON, whose escapes can make any character, becomes a value, and where Markdown, whose entities
//! can, becomes events. Nothing behind them has to think of it. `render/xml.rs` looks once more, as one such
//! character makes a whole feed unreadable.

use std::borrow::Cow;
use std::ops::Range;

/// Whether a character may go on: not the control characters, but for tab and line ends, and not those that
/// Unicode keeps from ever meaning anything (XML 1.0, 2.2, forbids U+FFFE, U+FFFF and C0; HTML, 13.2.3.5, the other
/// noncharacters too; C1 commands terminals as C0 does).
pub fn is_clean(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || is_noncharacter(c))
}

/// Whether Unicode keeps a character from ever meaning anything (The Unicode Standard, 23.7): the last two of each
/// plane, and U+FDD0 to U+FDEF.
fn is_noncharacter(c: char) -> bool {
    (c as u32) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// The text with the replacement character in place of each that may not.
pub fn clean(text: &str) -> Cow<'_, str> {
    if has_unclean(text.as_bytes()) {
        Cow::Owned(text.chars().map(|c| if is_clean(c) { c } else { '\u{fffd}' }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a character that is not clean begins in some bytes of UTF-8. Nearly no text has one: pieces are compared many
/// bytes at a time, and only those that could have one are looked at byte by byte.
fn has_unclean(bytes: &[u8]) -> bool {
    const PIECE: usize = 32;
    let may_begin_one = |byte: &u8| matches!(byte, 0..0x09 | 0x0b | 0x0c | 0x0e..0x20 | 0x7f | 0xc2 | 0xef | 0xf0..);
    let begins_one = |at: usize| match (bytes[at], &bytes[at + 1..]) {
        (0xc2, [second, ..]) => *second < 0xa0,
        (0xef, [second, third, ..]) => matches!((second, third), (0xb7, 0x90..=0xaf) | (0xbf, 0xbe..)),
        (0xf0.., [second, third, fourth, ..]) => second & 0x0f == 0x0f && *third == 0xbf && *fourth >= 0xbe,
        (byte, _) => byte < 0x80,
    };
    let has_one = |mut places: Range<usize>| places.any(|at| may_begin_one(&bytes[at]) && begins_one(at));
    // Without an early end the compiler compares many at once.
    let may_hold_one = |piece: &[u8; PIECE]| piece.iter().fold(false, |found, byte| found | may_begin_one(byte));
    let (pieces, rest) = bytes.as_chunks::<PIECE>();
    let mut pieces = pieces.iter().enumerate();
    pieces.any(|(n, piece)| may_hold_one(piece) && has_one(n * PIECE..(n + 1) * PIECE))
        || has_one(bytes.len() - rest.len()..bytes.len())
}

/// A text on its way to a terminal: on one line with what stands around it, whatever it holds. Letters that turn
/// the direction of others could make it read as something else.
pub fn printable(text: &str) -> Cow<'_, str> {
    let may_stand = |c: char| {
        (c == '\n' || !c.is_control())
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.chars().all(may_stand) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(|c| if may_stand(c) { c } else { '\u{fffd}' }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_terminals_is_replaced_and_nothing_else_is() {
        assert_eq!(clean("a\u{1b}[31m\0b\u{9b}c\u{7f}\u{ffff}"), "a\u{fffd}[31m\u{fffd}b\u{fffd}c\u{fffd}\u{fffd}");
        assert_eq!(clean("\u{fffe}\u{fdd0}\u{fdef}\u{1ffff}\u{10fffe}"), "\u{fffd}".repeat(5));
        let fine = "Añejo ï ½ 日本 \u{feff} 👋🏽\u{fdcf}\u{fdf0}\u{1fffd}\t\r\n";
        assert!(matches!(clean(fine), Cow::Borrowed(text) if text == fine));
    }

    #[test]
    fn every_character_is_clean_by_itself_and_in_a_text_or_it_is_not() {
        for c in '\0'..=char::MAX {
            // At the end of a piece, too.
            for before in [0, 29, 30, 31] {
                let text = format!("{}{c}x", "a".repeat(before));
                assert_eq!(has_unclean(text.as_bytes()), !is_clean(c), "{:x}", c as u32);
            }
        }
    }

    #[test]
    fn a_text_cannot_be_made_to_read_as_another() {
        assert_eq!(printable("a\u{202e}b\tc\u{1b}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
    }
}
