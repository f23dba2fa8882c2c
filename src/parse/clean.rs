//! Where Markdown's events come in: whatever its entities and the parser made, no character goes on that the output
//! may not hold. `&#8;` in a customer's words would make a whole feed unreadable.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// An event without such characters, as [`crate::text::clean`] says. Raw HTML keeps its entities: browsers and feed
/// readers decode them for themselves.
pub fn cleaned(event: Event) -> Event {
    match event {
        Event::Start(tag) => Event::Start(tag_of(tag)),
        Event::Text(text) => Event::Text(text_of(text)),
        Event::Code(text) => Event::Code(text_of(text)),
        Event::Html(text) => Event::Html(text_of(text)),
        Event::InlineHtml(text) => Event::InlineHtml(text_of(text)),
        Event::InlineMath(text) => Event::InlineMath(text_of(text)),
        Event::DisplayMath(text) => Event::DisplayMath(text_of(text)),
        Event::FootnoteReference(name) => Event::FootnoteReference(text_of(name)),
        event @ (Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule | Event::TaskListMarker(_)) => event,
    }
}

fn tag_of(tag: Tag) -> Tag {
    match tag {
        Tag::Heading { level, id, classes, attrs } => Tag::Heading {
            level,
            id: id.map(text_of),
            classes: classes.into_iter().map(text_of).collect(),
            attrs: attrs.into_iter().map(|(name, value)| (text_of(name), value.map(text_of))).collect(),
        },
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::CodeBlock(CodeBlockKind::Fenced(text_of(info))),
        Tag::FootnoteDefinition(name) => Tag::FootnoteDefinition(text_of(name)),
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: text_of(dest_url), title: text_of(title), id: text_of(id) }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: text_of(dest_url), title: text_of(title), id: text_of(id) }
        }
        tag => tag,
    }
}

/// Stands for a colon that begins a line and no definition, while a text is read.
pub const COLON: char = '\u{2}';

fn text_of(text: CowStr) -> CowStr {
    let text = if text.contains(COLON) { CowStr::from(text.replace(COLON, ":")) } else { text };
    match crate::text::clean(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(cleaned) => cleaned.into(),
    }
}
