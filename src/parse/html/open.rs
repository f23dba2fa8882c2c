//! Opening of elements: each becomes what it would be in Markdown.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::elements::plain_block;
use super::{Content, Element, Reader};

impl<'a> Reader<'a> {
    /// Puts something that belongs into a line, and begins one where none is open.
    pub(super) fn in_line(&mut self, event: Event<'a>, range: Range<usize>, is_block: bool) {
        if is_block && matches!(self.content(), Content::Blocks | Content::Parts) {
            // Text between the rows of a table stands nowhere else than in the table.
            self.push_open("p".to_owned(), Content::Line, Some(Event::End(TagEnd::Paragraph)));
            self.out.push((Event::Start(Tag::Paragraph), range.clone()));
        }
        self.out.push((event, range));
    }

    pub(super) fn open_in_line(
        &mut self,
        name: String,
        start: Event<'a>,
        end: Event<'static>,
        range: Range<usize>,
        is_block: bool,
    ) {
        self.in_line(start, range, is_block);
        self.push_open(name, Content::Line, Some(end));
    }

    pub(super) fn open_raw(&mut self, name: &str, range: Range<usize>, is_block: bool) {
        let tag = |slash: &str| CowStr::from(format!("<{slash}{name}>"));
        self.open_in_line(name.to_owned(), Event::InlineHtml(tag("")), Event::InlineHtml(tag("/")), range, is_block);
    }

    pub(super) fn open_block(
        &mut self,
        name: String,
        content: Content,
        start: Event<'a>,
        end: Event<'static>,
        range: Range<usize>,
    ) {
        self.leave_line();
        self.out.push((start, range));
        self.push_open(name, content, Some(end));
    }

    pub(super) fn open_plain_block(&mut self, name: String, range: Range<usize>) {
        let content = plain_block(&name).unwrap_or(Content::Either);
        let tag = |slash: &str| CowStr::from(format!("<{slash}{name}>"));
        let (start, end) = (Event::Html(tag("")), Event::Html(tag("/")));
        self.open_block(name, content, start, end, range);
    }

    /// Opens a part of a table where it may stand; elsewhere its text begins a line.
    pub(super) fn open_table_part(&mut self, name: String, range: Range<usize>) {
        self.close_within("td", &["tr", "table"]);
        self.close_within("th", &["tr", "table"]);
        self.close_within("caption", &["table"]);
        let parent: &[&str] = match name.as_str() {
            "td" | "th" => &["tr"],
            "tr" => {
                self.close_within("tr", &["table"]);
                &["table", "thead", "tbody", "tfoot"]
            }
            _ => {
                ["tr", "thead", "tbody", "tfoot"].iter().for_each(|part| self.close_within(part, &["table"]));
                &["table"]
            }
        };
        if self.is_in(parent) { self.open_plain_block(name, range) } else { self.leave_line() }
    }

    pub(super) fn push_open(&mut self, name: String, content: Content, end: Option<Event<'static>>) {
        self.open.push(Element { name, content, level: self.level, end });
    }
}
