//! Text as it may go on: without the characters that command terminals and that XML and HTML cannot hold.
//!
//! This stands at the doors through which characters come in: where a file's bytes become text, where a string of
//! TOML, YAML or JSON, whose escapes can make any character, becomes a value, and where Markdown, whose entities
//! can, becomes events. Nothing behind them has to think of it. `render/xml.rs` looks once more, as one such
//! character makes a whole feed unreadable.

use std::borrow::Cow;

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
    // Nearly all texts are: a look at their bytes tells, and those of the rest are looked at again.
    let is_odd = |byte: &u8| matches!(byte, 0..0x09 | 0x0b | 0x0c | 0x0e..0x20 | 0x7f | 0xc2 | 0xef | 0xf0..);
    // Pieces without an early end are compared many bytes at a time.
    let (pieces, rest) = text.as_bytes().as_chunks::<32>();
    let has_odd = |piece: &[u8]| piece.iter().fold(false, |found, byte| found | is_odd(byte));
    match (pieces.iter().any(|piece| has_odd(piece)) || has_odd(rest)) && !text.chars().all(is_clean) {
        true => Cow::Owned(text.chars().map(|c| if is_clean(c) { c } else { '\u{fffd}' }).collect()),
        false => Cow::Borrowed(text),
    }
}

/// A text on its way to a terminal: on one line with what stands around it, whatever it holds. Letters that turn
/// the direction of others could make it read as something else.
pub fn printable(text: &str) -> Cow<'_, str> {
    let may_stand = |c: char| {
        (c == '\n' || !c.is_control())
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    match text.chars().all(may_stand) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(|c| if may_stand(c) { c } else { '\u{fffd}' }).collect()),
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
    fn a_text_cannot_be_made_to_read_as_another() {
        assert_eq!(printable("a\u{202e}b\tc\u{1b}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
    }
}
