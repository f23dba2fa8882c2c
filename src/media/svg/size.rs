//! How large a drawing is, from its first tag.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::model::Size;

/// The width and height that an SVG gives itself; where it gives none, those of its `viewBox` (SVG 2, sections 8.2 and
/// 8.6). The text may end anywhere after the first tag.
pub fn size_of_drawing(text: &str) -> Option<Size> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => return size_of_root(&root),
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn size_of_root(root: &BytesStart) -> Option<Size> {
    let value = |name: &str| {
        let attribute = root.try_get_attribute(name).ok()??;
        Some(attribute.value.into_owned())
    };
    let length = |name: &str| {
        let value = value(name)?;
        pixels(value.trim().trim_end_matches("px"))
    };
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let view = value("viewBox")?;
    let mut numbers = view.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

fn pixels(written: &str) -> Option<u32> {
    let number: f64 = written.parse().ok()?;
    // What is beyond belief is left to the browser.
    (0.5..1e6).contains(&number).then_some(number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_as_large_as_it_says_or_as_its_view_box() {
        let of =
            |attributes: &str| size_of_drawing(&format!("<?xml version=\"1.0\"?><!-- x --><svg {attributes}><rect"));
        assert_eq!(of("width=\"640\" height=\"400.4px\" viewBox=\"0 0 1 1\""), Some((640, 400)));
        assert_eq!(of("viewBox='0 0 300,200'"), Some((300, 200)));
        assert_eq!(of("width=\"100%\" height=\"100%\" viewBox=\"-5 -5 30 20\""), Some((30, 20)));
        assert_eq!(of("width=\"1e9\" height=\"2\""), None);
        assert_eq!(of(""), None);
        assert_eq!(size_of_drawing("<svg width=\"3"), None);
        assert_eq!(size_of_drawing("no drawing"), None);
    }
}
