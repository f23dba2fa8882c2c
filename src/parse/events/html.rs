//! HTML as it stands in a text: of the site's own people as it is, of others what is known to be safe.

use pulldown_cmark::{CowStr, Event, Tag};

use super::{Mark, Rewriter};

impl<'a> Rewriter<'a> {
    pub(super) fn note_captions(&mut self, html: &str) {
        if let Some(at) = html.rfind("figcaption") {
            self.in_caption = html[..at].ends_with('<');
        }
    }

    pub(super) fn html(&mut self, html: CowStr<'a>) {
        self.note_captions(&html);
        match comment(&html) {
            Some("more") => self.more(),
            Some(_) => {}
            None if self.trusted => {
                self.note_ids(&html);
                self.out.push(Event::Html(html));
            }
            None if crate::parse::html::is_plain(html.trim()) => self.out.push(Event::Html(html)),
            None => {}
        }
    }

    pub(super) fn inline_html(&mut self, html: CowStr<'a>) {
        self.note_captions(&html);
        match comment(&html) {
            Some("more") => self.more(),
            _ if self.trusted => {
                self.note_ids(&html);
                self.out.push(Event::InlineHtml(html));
            }
            None if crate::parse::html::is_plain(&html) => self.out.push(Event::InlineHtml(html)),
            _ => {}
        }
    }

    /// Lists show what stands before: up to here, or to the end of the paragraph or quote around it.
    pub(super) fn more(&mut self) {
        let is_in_block_of_html = self.open.len() == 1 && matches!(self.out.last(), Some(Event::Start(Tag::HtmlBlock)));
        if self.open.is_empty() || is_in_block_of_html { self.end_of_summary() } else { self.has_more = true }
    }

    pub(super) fn end_of_summary(&mut self) {
        self.mark(Mark::More);
        self.raw("<span id=\"continue-reading\"></span>\n");
    }

    /// Ids in raw HTML may be the targets of fragments.
    fn note_ids(&mut self, html: &str) {
        for attribute in ["id=\"", "name=\"", "id='"] {
            for (at, _) in html.match_indices(attribute) {
                let rest = &html[at + attribute.len()..];
                if let Some(end) = rest.find(['"', '\'']) {
                    self.found.anchors.push(rest[..end].to_owned());
                }
            }
        }
    }
}

/// What a comment says.
fn comment(html: &str) -> Option<&str> {
    html.trim().strip_prefix("<!--")?.strip_suffix("-->").map(str::trim)
}
