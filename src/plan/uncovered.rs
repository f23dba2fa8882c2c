//! A text without the pictures and films that its speaker does not agree to show. They go where the text is filled, so
//! that no page, list or feed ever has them: without a hole, and without the words that describe them.

use std::ops::Range;

use super::site_model::SiteModel;
use crate::index::may_show;
use crate::model::{Body, ComponentCall, Data, DocId, Link, Media, Segment};

/// The elements that show or load something; their words stay.
const SHOWING: [&str; 13] = [
    "img",
    "picture",
    "source",
    "video",
    "audio",
    "track",
    "iframe",
    "object",
    "embed",
    "svg",
    "image",
    "image-set",
    "input",
];

/// The components whose words describe what they show.
const CAPTIONED: [&str; 3] = ["figure", "gallery", "video"];

/// What may be shown.
struct Allowed<'a> {
    model: &'a SiteModel,
    pictures: bool,
    films: bool,
}

/// A body without what must not be shown; `None` if all of it may be.
pub fn covered_body(model: &SiteModel, id: DocId, body: &Body) -> Option<Body> {
    let segments = covered(model, id, &body.segments)?;
    Some(Body { segments, toc: body.toc.clone(), words: body.words, has_code: body.has_code })
}

/// A text without what must not be shown; `None` if all of it may be.
pub(super) fn covered(model: &SiteModel, id: DocId, segments: &[Segment]) -> Option<Vec<Segment>> {
    let shown = shown(model, id)?;
    let mut out = Vec::with_capacity(segments.len());
    shown.segments(segments, &mut out);
    Some(out)
}

/// What a theme may want, without the names of pictures and films that must not be shown.
pub(super) fn covered_extra(model: &SiteModel, id: DocId, extra: &Data) -> Data {
    let mut extra = extra.clone();
    if let Some(shown) = shown(model, id) {
        extra.retain_texts(&|text| Media::of(text).is_none_or(|media| shown.may(media)));
    }
    extra
}

fn shown(model: &SiteModel, id: DocId) -> Option<Allowed<'_>> {
    let entry = model.index.entry(id);
    let (pictures, films) = (may_show(entry, Media::Picture), may_show(entry, Media::Film));
    (!(pictures && films)).then_some(Allowed { model, pictures, films })
}

impl Allowed<'_> {
    fn may(&self, media: Media) -> bool {
        match media {
            Media::Picture => self.pictures,
            Media::Film => self.films,
        }
    }

    fn segments(&self, segments: &[Segment], out: &mut Vec<Segment>) {
        let mut in_picture = false;
        let mut words = Words { uncaptioned: self.uncaptioned(segments), ..Words::default() };
        for segment in segments {
            match segment {
                Segment::Html(html) => {
                    // The rest of the tag of a picture that is left out.
                    let html = if std::mem::take(&mut in_picture) {
                        html.split_once("/>").map_or("", |(_, after)| after)
                    } else {
                        html
                    };
                    push_html(out, &words.of(html));
                }
                Segment::Link(link) if link.is_image && !self.may_link(link) => {
                    cut_picture(out);
                    in_picture = true;
                }
                _ if words.in_caption => {}
                Segment::Component(call) => match self.may_call(call) {
                    true => {
                        let body = call.body.as_ref().map(|segments| {
                            let mut body = Vec::with_capacity(segments.len());
                            self.segments(segments, &mut body);
                            body
                        });
                        out.push(Segment::Component(ComponentCall { body, ..call.clone() }));
                    }
                    // What stands in it may be words, unless they describe what it shows.
                    false if CAPTIONED.contains(&call.name.as_str()) => {}
                    false => self.segments(call.body.as_deref().unwrap_or_default(), out),
                },
                other => out.push(other.clone()),
            }
        }
    }

    fn may_link(&self, link: &Link) -> bool {
        self.may(Media::of(&link.target).unwrap_or(Media::Picture))
    }

    /// For each `<figure>`, in order, whether something that it shows is left out.
    fn uncaptioned(&self, segments: &[Segment]) -> Vec<bool> {
        let (mut all, mut open): (Vec<bool>, Vec<usize>) = (Vec::new(), Vec::new());
        for segment in segments {
            let is_left_out = match segment {
                Segment::Html(html) => {
                    for tag in tags(html) {
                        match (tag.name.as_str(), tag.is_closing) {
                            ("figure", true) => drop(open.pop()),
                            ("figure", false) => {
                                open.push(all.len());
                                all.push(false);
                            }
                            _ if tag.shows() => open.iter().for_each(|at| all[*at] = true),
                            _ => {}
                        }
                    }
                    false
                }
                Segment::Link(link) => link.is_image && !self.may_link(link),
                Segment::Component(call) => !self.may_call(call),
                _ => false,
            };
            if is_left_out {
                open.iter().for_each(|at| all[*at] = true);
            }
        }
        all
    }

    /// Whether all that a component is given may be shown.
    fn may_call(&self, call: &ComponentCall) -> bool {
        let mut shows = Vec::new();
        let definition = self.model.theme.tera.get_component_definition(&call.name);
        let Data::Table(args) = &call.args else { return true };
        for (name, value) in args {
            let meaning = definition.as_ref().and_then(|definition| definition.metadata().get(name));
            let is_file = meaning.and_then(|meaning| meaning.as_str()) == Some("file");
            value.each_text(&mut |text| {
                let unknown = || (is_file && !text.is_empty()).then(|| Media::of_file(text)).flatten();
                shows.extend(Media::of(text).or_else(unknown));
            });
        }
        // A film has a still, which is part of it.
        let is_film = call.name == "video" || shows.contains(&Media::Film);
        if is_film { self.films } else { shows.into_iter().all(|media| self.may(media)) }
    }
}

/// Takes back the beginning of a picture's tag, which `parse/events.rs` writes before the address.
fn cut_picture(out: &mut [Segment]) {
    if let Some(Segment::Html(before)) = out.last_mut() {
        let end = before.strip_suffix("<img src=\"").map_or(before.len(), str::len);
        before.truncate(end);
    }
}

/// Adds HTML, joined with what stands before, without paragraphs that have become empty.
fn push_html(out: &mut Vec<Segment>, html: &str) {
    match out.last_mut() {
        Some(Segment::Html(before)) => match (before.strip_suffix("<p>"), html.strip_prefix("</p>\n")) {
            (Some(rest), Some(html)) => *before = format!("{rest}{html}"),
            _ => before.push_str(html),
        },
        _ if html.is_empty() => {}
        _ => out.push(Segment::Html(html.to_owned())),
    }
}

/// Takes out of HTML the elements that show something, pictures of styles, and the captions of what is left out.
#[derive(Default)]
struct Words {
    /// For each `<figure>`, in order, whether its caption goes.
    uncaptioned: Vec<bool>,
    /// How many have begun.
    figures: usize,
    /// Those that are open, as places in `uncaptioned`.
    open: Vec<usize>,
    in_caption: bool,
}

impl Words {
    fn of(&mut self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut at = 0;
        for tag in tags(html) {
            if !self.in_caption {
                out.push_str(&html[at..tag.range.start]);
            }
            at = tag.range.end;
            match (tag.name.as_str(), tag.is_closing) {
                ("figure", false) => {
                    self.open.push(self.figures);
                    self.figures += 1;
                }
                ("figure", true) => drop(self.open.pop()),
                ("figcaption", is_closing) => {
                    let goes = self.open.last().and_then(|at| self.uncaptioned.get(*at)).copied().unwrap_or(false);
                    self.in_caption = goes && !is_closing;
                    if goes {
                        continue;
                    }
                }
                _ => {}
            }
            if !self.in_caption && !tag.shows() {
                out.push_str(&html[tag.range].replace("url(", "none("));
            }
        }
        if !self.in_caption {
            out.push_str(&html[at..]);
        }
        out
    }
}

/// A tag in HTML; that of a drawing holds all of it, as its shapes are no words.
struct Tag<'a> {
    text: &'a str,
    range: Range<usize>,
    /// In lower case.
    name: String,
    is_closing: bool,
}

impl Tag<'_> {
    /// Whether it shows or loads something.
    fn shows(&self) -> bool {
        // A task list's box is no picture.
        let is_box = self.name == "input" && !self.text.to_ascii_lowercase().contains("image");
        !is_box && SHOWING.contains(&self.name.as_str())
    }
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let (mut at, mut is_svg_closed) = (0, true);
    std::iter::from_fn(move || {
        let start = at + html[at..].find('<')?;
        let tag = &html[start..];
        let end = tag_end(tag);
        let is_closing = tag.starts_with("</");
        let name = tag[1..end].trim_start_matches('/');
        let name =
            name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("").to_ascii_lowercase();
        let end = if name == "svg" && !is_closing && is_svg_closed {
            let close = tag.as_bytes().windows(6).position(|here| here.eq_ignore_ascii_case(b"</svg>"));
            is_svg_closed = close.is_some();
            close.map_or(end, |close| close + "</svg>".len())
        } else {
            end
        };
        at = start + end;
        Some(Tag { text: &tag[..end], range: start..at, name, is_closing })
    })
}

/// Where a tag that begins the text ends; quotes may hold `>`.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_show_something_go_and_words_stay() {
        let html = "<p>A <img alt=\"x > y\" src=a.jpg>b <PICTURE><source srcset=\"a.jpg\"><img></PICTURE>c</p>\
            <video poster='a.jpg'>d</video><svg><path d=\"1\"/><text>e</text></svg><input type=\"checkbox\" />\
            <p style=\"background:url(a.jpg)\">f</p>";
        let left = "<p>A b c</p>d<input type=\"checkbox\" /><p style=\"background:none(a.jpg)\">f</p>";
        assert_eq!(Words::default().of(html), left);
    }
}
