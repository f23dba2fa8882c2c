//! A text without the pictures and films that its speaker does not agree to show. They go where the text is filled, so
//! that no page, list or feed ever has them: without a hole, and without the words that describe them.

use super::Planner;
use crate::index::may_show;
use crate::model::{Body, ComponentCall, Data, DocId, Media, Segment};

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

/// What may be shown.
struct Shown<'a> {
    planner: &'a Planner,
    pictures: bool,
    films: bool,
}

impl Planner {
    /// A body without what must not be shown; `None` if all of it may be.
    pub fn covered_body(&self, id: DocId, body: &Body) -> Option<Body> {
        let segments = self.covered(id, &body.segments)?;
        Some(Body { segments, toc: body.toc.clone(), words: body.words, has_code: body.has_code })
    }

    /// A text without what must not be shown; `None` if all of it may be.
    pub(super) fn covered(&self, id: DocId, segments: &[Segment]) -> Option<Vec<Segment>> {
        let shown = self.shown(id)?;
        let mut out = Vec::with_capacity(segments.len());
        shown.segments(segments, &mut out);
        Some(out)
    }

    /// What a theme may want, without the names of pictures and films that must not be shown.
    pub(super) fn covered_extra(&self, id: DocId, extra: &Data) -> Data {
        let mut extra = extra.clone();
        if let Some(shown) = self.shown(id) {
            extra.retain_texts(&|text| Media::of(text).is_none_or(|media| shown.may(media)));
        }
        extra
    }

    fn shown(&self, id: DocId) -> Option<Shown<'_>> {
        let entry = self.index.entry(id);
        let (pictures, films) = (may_show(entry, Media::Picture), may_show(entry, Media::Film));
        (!(pictures && films)).then_some(Shown { planner: self, pictures, films })
    }
}

impl Shown<'_> {
    fn may(&self, media: Media) -> bool {
        match media {
            Media::Picture => self.pictures,
            Media::Film => self.films,
        }
    }

    fn segments(&self, segments: &[Segment], out: &mut Vec<Segment>) {
        let mut in_picture = false;
        for segment in segments {
            match segment {
                Segment::Html(html) => {
                    // The rest of the tag of a picture that is left out.
                    let html = match std::mem::take(&mut in_picture) {
                        true => html.split_once("/>").map_or("", |(_, after)| after),
                        false => html,
                    };
                    push_html(out, &without_showing(html));
                }
                Segment::Link(link)
                    if link.is_image && !self.may(Media::of(&link.target).unwrap_or(Media::Picture)) =>
                {
                    cut_picture(out);
                    in_picture = true;
                }
                Segment::Component(call) => match self.may_call(call) {
                    true => {
                        let body = call.body.as_ref().map(|segments| {
                            let mut body = Vec::with_capacity(segments.len());
                            self.segments(segments, &mut body);
                            body
                        });
                        out.push(Segment::Component(ComponentCall { body, ..call.clone() }));
                    }
                    // What stands in it may be words.
                    false => self.segments(call.body.as_deref().unwrap_or_default(), out),
                },
                other => out.push(other.clone()),
            }
        }
    }

    /// Whether all that a component is given may be shown.
    fn may_call(&self, call: &ComponentCall) -> bool {
        let mut shows = Vec::new();
        let definition = self.planner.theme.tera.get_component_definition(&call.name);
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

/// Raw HTML without the elements that show something, and without pictures of styles.
fn without_showing(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let end = tag_end(tag);
        let name = tag[1..end].trim_start_matches('/');
        let name =
            name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("").to_ascii_lowercase();
        // The shapes of a drawing are no words.
        let end = match name == "svg" && !tag.starts_with("</") {
            true => tag.to_ascii_lowercase().find("</svg>").map_or(end, |close| close + "</svg>".len()),
            false => end,
        };
        // A task list's box is no picture.
        let is_box = name == "input" && !tag[..end].to_ascii_lowercase().contains("image");
        if is_box || !SHOWING.contains(&name.as_str()) {
            out.push_str(&tag[..end].replace("url(", "none("));
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
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
        assert_eq!(without_showing(html), left);
    }
}
