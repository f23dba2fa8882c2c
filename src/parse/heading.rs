//! The heading at the top of a text, which is the title where front matter has none, and says it again where it has.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::redact::Redaction;
use crate::model::{Fields, Kind};
use crate::text::slug;

/// A heading of the first level with which a text begins.
pub struct Heading {
    /// Its text.
    pub title: String,
    /// How many bytes of the text it takes, with what stands before it.
    pub length: usize,
}

/// Finds it.
pub fn at_top(text: &str) -> Option<Heading> {
    let first = text.trim_start();
    // Nearly all texts begin with something else.
    let may_be = first.starts_with("# ") || first.lines().nth(1).is_some_and(|line| line.starts_with("="));
    if !may_be {
        return None;
    }
    let mut title = String::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {}
            Event::Text(text) | Event::Code(text) => title.push_str(&text),
            Event::SoftBreak => title.push(' '),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }) => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::End(TagEnd::Heading(_)) => {
                let title = title.trim().to_owned();
                // A component or an entity in it is for the page to show.
                let is_plain = !title.is_empty() && !title.contains(['{', '}']);
                return is_plain.then_some(Heading { title, length: range.end });
            }
            _ => return None,
        }
    }
    None
}

impl Heading {
    /// Whether the page's title says the same, or there is none.
    pub fn is_title_of(&self, kind: Kind, fields: &Fields, redaction: Option<&Redaction>) -> bool {
        let written = match kind {
            Kind::Story | Kind::Page | Kind::Section => fields.title.as_ref(),
            _ => return false,
        };
        match written {
            Some(written) => slug(written) == slug(&self.title),
            // A name in it is taken out where the text is read.
            None => redaction.is_none_or(|redaction| !redaction.shows(&self.title)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_heading_of_the_first_level_is_found_at_the_top_only() {
        let title = |text: &str| at_top(text).map(|heading| (heading.title, text[heading.length..].trim().to_owned()));
        let found = |title: &str, rest: &str| Some((title.to_owned(), rest.to_owned()));
        assert_eq!(title("\n# The *late* parcel {#x}\n\nWords.\n"), found("The late parcel", "Words."));
        assert_eq!(title("The late\n===\nWords."), found("The late", "Words."));
        for text in ["## Second\nx", "Words.\n\n# Later", "", "#no", "# {{ x }}\n", "# ![a](b.png)\nx"] {
            assert_eq!(title(text), None, "{text}");
        }
    }
}
