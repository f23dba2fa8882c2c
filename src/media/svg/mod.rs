//! SVG of strangers, which a browser that opens it alone treats as a page: it is read as XML and written anew from
//! the elements and attributes that draw. Nothing in it runs, nothing loads from elsewhere, nothing tells who made it.

mod css;
mod picture;
mod size;
mod vocabulary;

use std::collections::BTreeSet;
use std::ops::Range;

use quick_xml::NsReader;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{Writer, XmlVersion};

use crate::text::clean;
pub use size::size_of_drawing;
use vocabulary::Meaning;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const MATH: &str = "http://www.w3.org/1998/Math/MathML";

/// As deep as elements stand in each other at most: browsers stop at a few hundred.
const DEEPEST: usize = 200;

/// An SVG that can be opened anywhere.
#[derive(Debug)]
pub struct Sanitized {
    /// Its text.
    pub text: String,
    /// What was left out that could have run or loaded something, or would have shown something: names as people
    /// write them, and where each stands first.
    pub dropped: Vec<(String, Range<usize>)>,
}

/// Why an SVG cannot be read: a clause, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Such as "an entity is not known".
    pub why: String,
    /// Bytes of the text.
    pub at: Range<usize>,
}

/// Writes an SVG anew.
///
/// # Errors
/// It is not well-formed XML, its first element is not `svg`, or it uses entities of its own.
pub fn sanitize(text: &str) -> Result<Sanitized, Unreadable> {
    let mut sanitizer = Sanitizer {
        writer: Writer::new(Vec::new()),
        dropped: Vec::new(),
        open: Vec::new(),
        skipped: 0,
        has_root: false,
        style: None,
        at: 0..0,
    };
    let mut reader = NsReader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let shift = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    loop {
        let from = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = reader.error_position() as usize + shift;
                return Err(Unreadable { why: format!("it is not well-formed XML: {error}"), at: at..at });
            }
        };
        sanitizer.at = from + shift..reader.buffer_position() as usize + shift;
        if matches!(event, Event::Eof) {
            break;
        }
        sanitizer.event(&reader, event)?;
    }
    sanitizer.finish()
}

struct Sanitizer {
    writer: Writer<Vec<u8>>,
    dropped: Vec<(String, Range<usize>)>,
    /// The elements that are open and written.
    open: Vec<&'static str>,
    /// How many elements are open below one that was left out, itself counted.
    skipped: usize,
    has_root: bool,
    /// What a style sheet holds so far.
    style: Option<String>,
    /// Where the event stands.
    at: Range<usize>,
}

/// A namespace, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    None,
    Svg,
    Link,
    Xml,
    /// HTML and MathML.
    Page,
    Other,
}

impl Space {
    fn of(found: &ResolveResult) -> Self {
        match found {
            ResolveResult::Unbound => Self::None,
            ResolveResult::Bound(Namespace(SVG)) => Self::Svg,
            ResolveResult::Bound(Namespace(XLINK)) => Self::Link,
            ResolveResult::Bound(Namespace(XML)) => Self::Xml,
            ResolveResult::Bound(Namespace(XHTML | MATH)) => Self::Page,
            _ => Self::Other,
        }
    }
}

impl Sanitizer {
    fn event(&mut self, reader: &NsReader<&[u8]>, event: Event) -> Result<(), Unreadable> {
        match event {
            Event::Start(start) => self.start(reader, &start, false),
            Event::Empty(start) => self.start(reader, &start, true),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let known = match reference.resolve_char_ref() {
                    Ok(Some(one)) => Some(one.to_string()),
                    Ok(None) => quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned),
                    Err(_) => None,
                };
                match known {
                    Some(known) => self.text(&known),
                    None if self.skipped > 0 => Ok(()),
                    None => Err(self.unreadable(format!("`&{name};` is no entity of XML itself"))),
                }
            }
            // Comments, declarations and instructions draw nothing.
            _ => Ok(()),
        }
    }

    fn start(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart, is_empty: bool) -> Result<(), Unreadable> {
        let (space, local) = reader.resolver().resolve_element(start.name());
        let (space, local) = (Space::of(&space), local.into_inner());
        if !self.has_root && self.skipped == 0 && (local != "svg" || !matches!(space, Space::Svg | Space::None)) {
            return Err(self.unreadable("its first element is not `<svg>`".to_owned()));
        }
        if self.has_root && self.open.is_empty() {
            return Err(self.unreadable("something stands after its end".to_owned()));
        }
        if self.open.len() + self.skipped >= DEEPEST {
            return Err(self.unreadable(format!("its elements stand in each other more than {DEEPEST} deep")));
        }
        let known = match space {
            Space::Svg | Space::None if self.skipped == 0 && self.style.is_none() => vocabulary::element(local),
            _ => None,
        };
        let Some(name) = known else {
            // What editors keep of themselves draws nothing; in what is left out, all is.
            let is_silent = space == Space::Other || local == "metadata" || self.skipped > 0;
            if !is_silent {
                self.drop(format!("<{local}>"));
            }
            self.skipped += usize::from(!is_empty);
            return Ok(());
        };
        let attributes = self.attributes(reader, start, name)?;
        if vocabulary::ANIMATIONS.contains(&name) && !attributes.iter().any(|(name, _)| *name == "attributeName") {
            self.drop(format!("<{local}>"));
            self.skipped += usize::from(!is_empty);
            return Ok(());
        }
        let mut out = BytesStart::new(name);
        if !self.has_root {
            self.has_root = true;
            out.push_attribute(("xmlns", SVG));
            out.push_attribute(("xmlns:xlink", XLINK));
        }
        attributes.iter().for_each(|(name, value)| out.push_attribute((*name, value.as_str())));
        if is_empty {
            self.write(Event::Empty(out))
        } else {
            self.open.push(name);
            if name == "style" {
                self.style = Some(String::new());
            }
            self.write(Event::Start(out));
        }
        Ok(())
    }

    /// The attributes that stay, each once.
    fn attributes(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart,
        element: &'static str,
    ) -> Result<Vec<(&'static str, String)>, Unreadable> {
        let (mut kept, mut seen) = (Vec::new(), BTreeSet::new());
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.unreadable(format!("an attribute is wrong: {error}")))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (space, local) = reader.resolver().resolve_attribute(attribute.key);
            let (space, local) = (Space::of(&space), local.into_inner());
            let known = match space {
                Space::None => vocabulary::attribute(local),
                Space::Link if local == "href" => Some(("xlink:href", Meaning::Reference)),
                Space::Xml if local == "space" => Some(("xml:space", Meaning::Text)),
                Space::Xml if local == "lang" => Some(("xml:lang", Meaning::Text)),
                _ => None,
            };
            let Some((name, meaning)) = known else {
                if local.len() > 2 && local.to_ascii_lowercase().starts_with("on") || local == "base" {
                    self.drop(local.to_owned());
                }
                continue;
            };
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.unreadable(format!("the value of `{local}` cannot be read: {error}")))?;
            let value = clean(&value);
            let safe = match meaning {
                Meaning::Text => Some(value.into_owned()),
                Meaning::Style => css::is_safe(&value).then(|| value.into_owned()),
                Meaning::Reference => reference(element, &value),
                Meaning::Animated => vocabulary::can_be_animated(&value).then(|| value.into_owned()),
            };
            match safe {
                Some(value) if seen.insert(name) => kept.push((name, value)),
                Some(_) => {}
                None => self.drop(name.to_owned()),
            }
        }
        Ok(kept)
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        if let Some(style) = self.style.take() {
            if css::is_safe(&style) {
                self.write(Event::Text(BytesText::new(&style)))
            } else {
                self.drop("<style>".to_owned())
            }
        }
        if let Some(name) = self.open.pop() {
            self.write(Event::End(BytesEnd::new(name)));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        let text = clean(text);
        if self.skipped > 0 {
            return Ok(());
        }
        match &mut self.style {
            Some(style) => style.push_str(&text),
            None if !self.open.is_empty() => self.write(Event::Text(BytesText::new(&text))),
            None if text.trim().is_empty() => {}
            None => return Err(self.unreadable("text stands outside of its first element".to_owned())),
        }
        Ok(())
    }

    fn write(&mut self, event: Event) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_event(event);
    }

    /// Remembers what was left out.
    fn drop(&mut self, what: String) {
        if !self.dropped.iter().any(|(known, _)| *known == what) {
            self.dropped.push((what, self.at.clone()));
        }
    }

    fn unreadable(&self, why: String) -> Unreadable {
        Unreadable { why, at: self.at.clone() }
    }

    fn finish(self) -> Result<Sanitized, Unreadable> {
        if !self.has_root || !self.open.is_empty() || self.skipped > 0 {
            return Err(self.unreadable("it ends before its elements do".to_owned()));
        }
        match String::from_utf8(self.writer.into_inner()) {
            Ok(mut text) => {
                text.push('\n');
                Ok(Sanitized { text, dropped: self.dropped })
            }
            Err(_) => Err(Unreadable { why: "it is not text".to_owned(), at: 0..0 }),
        }
    }
}

/// What an element may refer to: a part of its own file, or a picture that it brings along.
fn reference(element: &str, value: &str) -> Option<String> {
    let value = value.trim();
    match value.starts_with('#') {
        true => Some(value.to_owned()),
        false if element == "image" || element == "feImage" => picture::cleaned(value),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(inside: &str) -> String {
        format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\">{inside}</svg>\n")
    }

    #[test]
    fn what_draws_stays_as_it_is() {
        let drawing = whole("<title>A &amp; B</title><g id=\"a\" style=\"fill:url(#b)\"><path d=\"M0 0h1\"/></g>");
        let clean = sanitize(&drawing).unwrap();
        assert_eq!((clean.text, clean.dropped), (drawing, Vec::new()));
    }

    #[test]
    fn what_is_left_out_is_named_with_its_place() {
        let text = whole("<g><script>x</script><rect onclick=\"x\" width=\"1\"/></g>");
        let clean = sanitize(&text).unwrap();
        assert_eq!(clean.text, whole("<g><rect width=\"1\"/></g>"));
        let names: Vec<&str> = clean.dropped.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["<script>", "onclick"]);
        assert_eq!(&text[clean.dropped[0].1.clone()], "<script>");
    }
}
