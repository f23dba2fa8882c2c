//! Lines of a file, and what of them may be front matter.

use std::ops::Range;

/// Lines of which a reader must not see anything before their author has said what they are.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// The opening fence of a block that is never closed.
    Unclosed(Range<usize>),
    /// Front matter in a form, or at a place, in which it is not read.
    Foreign(Range<usize>),
    /// Lines that look like front matter, and could be the text of a page on front matter.
    Alike(Range<usize>),
}

/// Whether a character shows nothing: spaces of all kinds, marks of width zero or of direction, and what stands for
/// a control character.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

/// The line that begins at `at`, without its end.
pub fn line_at(text: &str, at: usize) -> Range<usize> {
    at..text[at..].find('\n').map_or(text.len(), |n| at + n)
}

/// Where the line after the one that ends at `end` begins.
pub fn next_line(text: &str, end: usize) -> usize {
    match text[end..].find('\n') {
        Some(at) => end + at + 1,
        None => text.len(),
    }
}
