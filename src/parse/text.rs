//! Counting and cutting plain text.

use unicode_segmentation::GraphemeCursor;

/// Words of a text; each character of a script without spaces counts as one.
pub fn count_words(text: &str) -> u32 {
    if text.is_ascii() {
        // A word begins where a letter or digit comes first after white space. Without branches, as every byte of
        // every text comes by here.
        let (mut words, mut inside) = (0, false);
        for byte in text.bytes() {
            let Ascii { is_letter, is_space } = ASCII[usize::from(byte & 0x7f)];
            words += u32::from(is_letter & !inside);
            inside = is_letter | (inside & !is_space);
        }
        return words;
    }
    let mut words = 0;
    let mut inside = false;
    for c in text.chars() {
        if is_ideograph(c) {
            words += 1;
            inside = false;
        } else if c.is_alphanumeric() {
            words += u32::from(!inside);
            inside = true;
        } else if c.is_whitespace() {
            inside = false;
        }
    }
    words
}

/// What an ASCII character is to a word.
#[derive(Clone, Copy)]
struct Ascii {
    is_letter: bool,
    is_space: bool,
}

const ASCII: [Ascii; 128] = {
    let mut all = [Ascii { is_letter: false, is_space: false }; 128];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        all[at] = Ascii { is_letter: byte.is_ascii_alphanumeric(), is_space: byte.is_ascii_whitespace() };
        at += 1;
    }
    all
};

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Cuts at a word's end after at most `most` characters, with an ellipsis where something is gone.
pub fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let kept = &text[..whole(text, end)];
    let kept = kept.rfind(char::is_whitespace).map_or(kept, |at| &kept[..at]);
    format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || ",;:.–—-".contains(c)))
}

/// The end of the last grapheme that ends at a place or before: a flag and a letter with its marks are never cut in two.
fn whole(text: &str, end: usize) -> usize {
    let mut cursor = GraphemeCursor::new(end, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => end,
        _ => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_scripts_with_and_without_spaces() {
        assert_eq!(count_words("It's a well-kept shop, 24/7."), 5);
        assert_eq!(count_words("日本語"), 3);
        assert_eq!(count_words(""), 0);
    }

    #[test]
    fn a_cut_falls_between_words() {
        assert_eq!(cut("one two three", 9), "one two…");
        assert_eq!(cut("short", 9), "short");
        // Flags, a family, letters with marks.
        assert_eq!(cut("🇩🇪🇫🇷🇪🇸", 3), "🇩🇪…");
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧", 7), "👩‍👩‍👧…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 3), "e\u{301}…");
        assert_eq!(cut("日本語です", 3), "日本語…");
    }
}
