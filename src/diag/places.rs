//! Lines and columns of byte ranges, for many ranges of one text: each part of the text is read once.

use serde::Serialize;

use super::secrets::without_secrets;

/// The place of a span as people count: from one, in characters, with the text of its line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line's text, shortened when very long.
    pub excerpt: String,
    /// The bytes of `excerpt` that the span covers.
    #[serde(skip)]
    pub mark: (usize, usize),
}

impl Place {
    /// The column after the last marked character of the line, from 1.
    pub fn end_column(&self) -> usize {
        self.column + self.excerpt[self.mark.0..self.mark.1].chars().count()
    }
}

/// As much of a long line is shown, in bytes.
const WIDEST: usize = 160;

/// As far around the excerpt addresses with passwords are looked for, in bytes.
const WIDER: usize = 2048;

/// Where lines of a text begin, and how far its columns have been counted.
pub struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The last place that was asked for, and its column: the next one is likely to follow on the same line.
    last: (usize, usize),
}

impl<'a> Places<'a> {
    /// Reads the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, last: (0, 1) }
    }

    /// Turns a byte range into a line, a column and the line's text. Ranges are best asked for in ascending order.
    pub fn of(&mut self, (start, end): (usize, usize)) -> Place {
        let text = self.text;
        let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
        let (start, end) = (floor(start), floor(end.max(start)));
        let line = self.starts.partition_point(|begin| *begin <= start);
        let line_start = self.starts[line - 1];
        let line_end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let (from, counted) = if (line_start..=start).contains(&self.last.0) { self.last } else { (line_start, 1) };
        let column = counted + text[from..start].chars().count();
        self.last = (start, column);
        // A line of a million characters is shown around the place that matters.
        let from = floor(start.saturating_sub(WIDEST / 2).max(line_start));
        let from = if start - line_start < WIDEST { line_start } else { from };
        let to = floor(line_end.min(from + WIDEST));
        // What commands terminals is replaced by what is as long, so that the mark stays where it is.
        let as_long = |c: char| match (c.is_control(), c.len_utf8()) {
            (false, _) => c,
            (true, 1) => ' ',
            (true, _) => '·',
        };
        // What begins before the excerpt may end in it.
        let wide_from = floor(from.saturating_sub(WIDER).max(line_start));
        let wide_to = text.ceil_char_boundary((to + WIDER).min(line_end));
        let wide = without_secrets(&text[wide_from..wide_to]);
        let shown = &wide[from - wide_from..to - wide_from];
        let excerpt: String = shown.trim_end_matches('\r').chars().map(as_long).collect();
        // A byte order mark has no width, and would shift what is marked.
        let bom = if excerpt.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let excerpt = excerpt[bom..].to_owned();
        let from = from + bom;
        let clamp = |at: usize| excerpt.floor_char_boundary(at.saturating_sub(from).min(excerpt.len()));
        let mark = (clamp(start), clamp(end.min(line_end)));
        Place { line, column, excerpt, mark }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "é = 1\nbrand = \"é\"\n";
        let found = Places::new(text).of((text.find("\"é").unwrap(), text.len() - 1));
        assert_eq!((found.line, found.column), (2, 9));
        assert_eq!(&found.excerpt[found.mark.0..found.mark.1], "\"é\"");
    }

    #[test]
    fn places_of_one_line_are_right_in_any_order() {
        let text = "a\néb cd\n\nx";
        let mut places = Places::new(text);
        let mut at = |word: &str| {
            let start = text.find(word).unwrap();
            let place = places.of((start, start + word.len()));
            (place.line, place.column)
        };
        assert_eq!(
            [at("b"), at("cd"), at("a"), at("x"), at("d"), at("c")],
            [(2, 2), (2, 4), (1, 1), (4, 1), (2, 5), (2, 4)]
        );
    }

    #[test]
    fn a_place_in_a_huge_line_is_shown_around_the_mark() {
        let text = "x".repeat(1_000_000);
        let found = Places::new(&text).of((500_000, 500_004));
        assert!(found.excerpt.len() <= 160);
        assert_eq!(found.column, 500_001);
        assert_eq!(found.mark.1 - found.mark.0, 4);
    }
}
