//! Shortcodes of WordPress, which exports leave in their texts.

use super::foreign_names::WORDPRESS;
use super::tag::{Other, window};

/// `[caption id="x"]…[/caption]`
pub fn wordpress(text: &str, at: usize) -> Option<Other> {
    if let Some(figure) = captioned(text, at) {
        return Some(figure);
    }
    let rest = &text[at + 1..];
    let inner = rest.strip_prefix('/').unwrap_or(rest);
    let name = WORDPRESS.iter().find(|name| inner.starts_with(**name))?;
    let after = &inner[name.len()..];
    let end = window(after, 0).find(']')?;
    let is_closing = rest.starts_with('/');
    let is_tag = if is_closing { end == 0 } else { after[..end].contains('=') && after.starts_with(' ') };
    let range = at..at + 1 + (rest.len() - inner.len()) + name.len() + end + 1;
    // `[video=x](y)` is a link.
    let is_link = text[range.end..].starts_with('(');
    let said = (!is_closing).then(|| format!("[{name}]"));
    (is_tag && !is_link).then(|| Other::Text { text: String::new(), range, name: said })
}

/// `[caption width="300"]<img src="cup.jpg"> A cup[/caption]`: a picture with words about it.
fn captioned(text: &str, at: usize) -> Option<Other> {
    let inner = window(text, at + 1);
    let name = ["wp_caption", "caption"].into_iter().find(|name| inner.starts_with(name))?;
    let attributes = inner[name.len()..].split_once(']').map(|(attributes, _)| attributes)?;
    let start = name.len() + attributes.len() + 1;
    let close = format!("[/{name}]");
    let end = start + inner[start..].find(&close)?;
    let shown = &inner[start..end];
    let is_one = (attributes.is_empty() || attributes.starts_with(' '))
        && !shown.contains("\n\n")
        && !shown.contains(&format!("[{name}"));
    // The picture is HTML or Markdown, and may be a link.
    let picture = match (shown.find("<img"), shown.find("![")) {
        (Some(image), _) => image + shown[image..].find('>')? + 1,
        (None, Some(image)) => image + shown[image..].find(')')? + 1,
        (None, None) => return None,
    };
    let picture = picture + shown[picture..].strip_prefix("</a>").map_or(0, |_| "</a>".len());
    let (picture, words) = shown.split_at(picture);
    let attribute = attributes.split_once("caption=\"").and_then(|(_, value)| value.split_once('"'));
    let words = match (words.trim(), attribute) {
        ("", Some((words, _))) => words,
        (words, _) => words,
    };
    let is_line = text[..at].is_empty() || text[..at].ends_with('\n');
    // Between blank lines Markdown is read within HTML, too.
    let between = if is_line && picture.starts_with('!') { "\n\n" } else { "" };
    let (picture, words) = (picture.trim().replace('\n', " "), words.replace('\n', " "));
    let parts = ["<figure>", &picture, "<figcaption>", &words, "</figcaption></figure>"];
    let range = at..at + 1 + end + close.len();
    is_one.then(|| Other::Text { text: parts.join(between), range, name: None })
}
