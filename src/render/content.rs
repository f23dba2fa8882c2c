//! A body's segments to HTML: its holes filled, its components drawn by the theme.

use std::collections::BTreeMap;

use pulldown_cmark_escape::escape_html;
use tera::{Context, Value};

use super::drawn;
use crate::diag::{Diagnostic, Span};
use crate::model::{Body, ComponentCall, Heading, Segment};
use crate::plan::{Argument, Artifact, Filled};
use crate::theme::budget::Bounded;
use crate::theme::{Theme, from_tera};

/// The whole body.
pub fn html(
    artifact: &Artifact,
    body: &Body,
    filled: &Filled,
    context: &Context,
    theme: &Theme,
) -> Result<String, Vec<Diagnostic>> {
    if let [Segment::Html(html)] = body.segments.as_slice() {
        return Ok(html.clone());
    }
    let lang = context.get("lang").and_then(Value::as_str).unwrap_or("en");
    let mut writer = Writer {
        artifact,
        theme,
        lang,
        toc: &body.toc,
        implicits: implicits(context),
        links: filled.links.iter(),
        components: filled.components.iter(),
        problems: Vec::new(),
    };
    let mut out = String::new();
    writer.segments(&body.segments, &mut out);
    if writer.problems.is_empty() { Ok(out) } else { Err(writer.problems) }
}

/// What components may ask for with `@`.
pub const IMPLICITS: [&str; 3] = ["lang", "config", "page"];

fn implicits(context: &Context) -> Context {
    let mut implicits = Context::new();
    for name in IMPLICITS {
        if let Some(value) = context.get(name) {
            implicits.insert_value(name, value.clone());
        }
    }
    implicits
}

struct Writer<'a> {
    artifact: &'a Artifact,
    theme: &'a Theme,
    lang: &'a str,
    toc: &'a [Heading],
    implicits: Context,
    links: std::slice::Iter<'a, String>,
    components: std::slice::Iter<'a, Option<BTreeMap<String, Argument>>>,
    problems: Vec<Diagnostic>,
}

impl Writer<'_> {
    fn segments(&mut self, segments: &[Segment], out: &mut String) {
        for segment in segments {
            match segment {
                Segment::Html(html) => out.push_str(html),
                Segment::Word(word) => out.push_str(self.theme.strings.word(self.lang, word, None).unwrap_or(word)),
                Segment::Link(_) => out.push_str(self.links.next().map_or("", String::as_str)),
                Segment::Component(call) => self.component(call, out),
                Segment::Contents => self.contents(out),
            }
        }
    }

    /// The table of contents, with its headings as deep as they are.
    fn contents(&self, out: &mut String) {
        let escaped = |text: &str| {
            let mut html = String::new();
            // Writing to a string cannot fail.
            let _ = escape_html(&mut html, text);
            html
        };
        let label = self.theme.strings.word(self.lang, "contents", None).unwrap_or("contents");
        out.push_str(&format!("<nav class=\"toc\" aria-label=\"{}\"><ol>", escaped(label)));
        for Heading { level, id, title } in self.toc {
            let (id, title) = (escaped(id), escaped(title));
            out.push_str(&format!("<li class=\"level-{level}\"><a href=\"#{id}\">{title}</a></li>"));
        }
        out.push_str("</ol></nav>\n");
    }

    fn component(&mut self, call: &ComponentCall, out: &mut String) {
        let args = self.components.next();
        let body = call.body.as_ref().map(|segments| {
            let mut body = String::new();
            self.segments(segments, &mut body);
            body
        });
        let Some(Some(args)) = args else { return };
        if !self.theme.components.contains(&call.name) {
            // What it stands around is shown.
            return out.push_str(&body.unwrap_or_default());
        }
        let mut context = Context::new();
        for (name, value) in args {
            context.insert_value(name.clone(), value.to_value());
        }
        let tera = &self.theme.tera;
        let mut html = Bounded { bytes: std::mem::take(out).into_bytes() };
        let (name, implicits) = (&call.name, &self.implicits);
        let drawn =
            tera.render_component_with_implicits_to(name, &context, implicits, body.as_deref(), true, &mut html);
        // Tera puts out text, and nothing else.
        *out = String::from_utf8(html.bytes).unwrap_or_default();
        if let Err(error) = drawn {
            self.problem(call, &error);
        }
    }

    /// Wrong arguments are the author's; an error inside is the template's.
    fn problem(&mut self, call: &ComponentCall, error: &tera::Error) {
        let Some(source) = &self.artifact.source else { return };
        let place = Span::at(source, call.range.clone());
        let lookup = |name: &str| self.theme.sources.get(name).map(|source| (source.clone(), String::new()));
        for found in from_tera(error, &lookup) {
            let template = format!("components/{}.html", call.name);
            let found = match &found.span {
                Some(_) => {
                    let at = format!("called as `{}` in {source}", call.name);
                    found.note(at).note(drawn(self.artifact, &template))
                }
                None => found.at(place.clone()),
            };
            self.problems.push(found);
        }
    }
}
