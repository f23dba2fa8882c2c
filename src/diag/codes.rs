//! Every code, and what `docs/errors.md` says of it: the same text, part of the program.

const ERRORS: &str = include_str!("../../docs/errors.md");

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `E0102`.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What it means and what to do, in Markdown.
    pub text: &'static str,
}

/// All codes, in the order of their numbers.
pub fn entries() -> impl Iterator<Item = Entry> {
    ERRORS.split("\n## ").skip(1).filter_map(|section| {
        let (heading, text) = section.split_once('\n')?;
        let (code, title) = heading.split_once(": ")?;
        Some(Entry { code, title, text: text.trim() })
    })
}

/// The entry of a code, however it is written.
pub fn explain(code: &str) -> Option<Entry> {
    entries().find(|entry| entry.code.eq_ignore_ascii_case(code.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_title_and_a_text_and_stands_in_order() {
        let all: Vec<Entry> = entries().collect();
        assert!(all.len() > 50);
        assert!(all.iter().all(|entry| entry.code.len() == 5 && !entry.title.is_empty() && entry.text.len() > 10));
        assert!(all.windows(2).all(|pair| pair[0].code[1..] < pair[1].code[1..]), "{all:#?}");
        assert_eq!(explain(" e0102 ").map(|entry| entry.code), Some("E0102"));
    }
}
