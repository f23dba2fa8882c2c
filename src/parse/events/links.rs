//! Links and pictures: where a text's own people may lead readers, and where strangers may.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html};

use super::{Mark, Open, Rewriter};
use crate::parse::wiki_links::{by_name, is_picture};
use crate::parse::{Target, classify, is_safe_scheme};

impl<'a> Rewriter<'a> {
    pub(super) fn link(
        &mut self,
        dest_url: CowStr<'a>,
        title: CowStr<'a>,
        link_type: LinkType,
        id: CowStr<'a>,
        range: Range<usize>,
    ) -> Open {
        // `<ada@example.org>` has no scheme yet; it gets `mailto:` when it is written.
        if link_type == LinkType::Email {
            self.out.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            return Open::Plain;
        }
        match classify(&dest_url) {
            Target::External { .. } if self.trusted => {
                self.out.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                Open::Plain
            }
            Target::External { scheme } if is_safe_scheme(&scheme) => {
                let mut html = String::from("<a href=\"");
                href(&mut html, &dest_url);
                html.push('"');
                attribute(&mut html, "title", &title);
                html.push_str(" rel=\"ugc nofollow\">");
                self.raw(html);
                Open::Closing("</a>")
            }
            Target::External { .. } => {
                self.drop("W0204", "this address is dropped from a customer's words: its scheme is not safe", range);
                Open::Bare
            }
            Target::Internal { .. } => {
                let target = match link_type {
                    LinkType::WikiLink { .. } => by_name(&dest_url),
                    _ => dest_url.to_string(),
                };
                self.raw("<a href=\"");
                self.mark(Mark::Link { target, is_image: false, range });
                let mut html = String::from("\"");
                attribute(&mut html, "title", &title);
                html.push('>');
                self.raw(html);
                Open::Closing("</a>")
            }
        }
    }

    pub(super) fn inside_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth == 0 => self.end_image(),
            Event::End(_) => image.depth = image.depth.saturating_sub(1),
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(mut image) = self.image.take() else { return };
        let is_size = |alt: &str| alt.split('x').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if image.is_by_name && (is_size(&image.alt) || is_picture(&image.alt)) {
            image.alt.clear();
        }
        let mut after = String::from(" alt=\"");
        let _ = escape_html(&mut after, &image.alt);
        after.push('"');
        attribute(&mut after, "title", &image.title);
        after.push_str(" loading=\"lazy\" />");
        match classify(&image.address) {
            Target::Internal { .. } => {
                // The link is filled with `src`, and with the picture's size where it is known.
                self.raw("<img ");
                self.mark(Mark::Link { target: image.address, is_image: true, range: image.range });
                self.raw(after);
            }
            Target::External { .. } if self.trusted => {
                let mut html = String::from("<img src=\"");
                href(&mut html, &image.address);
                html.push('"');
                html.push_str(&after);
                self.raw(html);
            }
            Target::External { .. } => {
                self.drop(
                    "W0205",
                    "this picture is dropped: customers' words load nothing from other hosts",
                    image.range,
                );
                self.heard(&image.alt);
                self.out.push(Event::Text(image.alt.into()));
            }
        }
    }
}

fn href(html: &mut String, address: &str) {
    // Writing to a string cannot fail.
    let _ = escape_href(html, address);
}

fn attribute(html: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        html.push_str(&format!(" {name}=\""));
        let _ = escape_html(&mut *html, value);
        html.push('"');
    }
}
