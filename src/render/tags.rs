//! The tags of finished HTML, one after the other: no tree, no copies.

use std::borrow::Cow;

/// An opening tag.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// The element's name, as written.
    pub name: &'a str,
    /// What a script or a style holds; empty for all others.
    pub content: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Its attributes, as written: a name, and a value where there is one.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes(self.attributes)
    }

    /// The value of an attribute, with its entities read; empty for one without a value.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| plain(value))
    }
}

/// An attribute's value as it is meant.
pub fn plain(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    // Templates and Markdown escape these, and addresses hold no others.
    let mut out = value.to_owned();
    for (entity, character) in [
        ("&#x2F;", "/"),
        ("&#x2f;", "/"),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, character);
    }
    Cow::Owned(out)
}

/// See [`Tag::attributes`].
pub struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        // A name may begin with any letter, and even with `=`.
        let begun = rest.chars().next()?.len_utf8();
        let ends = |c: char| c == '=' || c == '/' || c.is_ascii_whitespace();
        let end = rest[begun..].find(ends).map_or(rest.len(), |at| at + begun);
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            self.0 = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let (value, after) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let value = &value[1..];
                value.split_once(*quote as char).unwrap_or((value, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.0 = after;
        Some((name, value))
    }
}

/// Gives every opening tag to `see`; what scripts and styles hold is not HTML.
pub fn each<'a>(html: &'a str, see: &mut dyn FnMut(Tag<'a>)) {
    let mut rest = html;
    while let Some((tag, after)) = first(rest) {
        see(tag);
        rest = after;
    }
}

/// The first opening tag, and what follows it.
pub fn first(html: &str) -> Option<(Tag<'_>, &str)> {
    let mut rest = html;
    loop {
        let tag = &rest[rest.find('<')?..];
        if tag.starts_with("<!--") {
            // `<!-->` is a whole comment.
            rest = tag[2..].find("-->").map_or("", |end| &tag[2 + end + 3..]);
            continue;
        }
        if !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            rest = &tag[1..];
            continue;
        }
        let end = tag_end(tag);
        let inside = tag[1..end].strip_suffix('>').unwrap_or(&tag[1..end]);
        let name = inside.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("");
        let (mut content, mut after) = ("", &tag[end..]);
        for raw in ["script", "style"] {
            if name.eq_ignore_ascii_case(raw) {
                let close = after.find(&format!("</{raw}")).unwrap_or(after.len());
                (content, after) = after.split_at(close);
            }
        }
        return Some((Tag { name, content, attributes: &inside[name.len()..] }, after));
    }
}

/// Where a tag that begins the text ends; quotes may hold `>`. A quote opens a value after `=` only: anywhere else it
/// is a letter like any other.
pub fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_opens_a_value_after_an_equals_sign_only() {
        let html = "<p title=it's><i a='>' b=\">\"><b it's><!--><u><s x = '>'>";
        let mut seen = Vec::new();
        each(html, &mut |tag| seen.push(tag.name.to_owned()));
        assert_eq!(seen, ["p", "i", "b", "u", "s"]);
    }

    #[test]
    fn tags_are_seen_with_their_attributes_and_text_is_not() {
        let html = "<!-- <a href=\"/no/\"> --><p>say <a class=x href = '/a?b&amp;c' hidden>a > b</a> &lt;b href=\"/c\"&gt;\
                    <script>\"<i src='/no'>\"</script><IMG SRC=\"/d.png\" alt=''/><p é=1 日本 =x>";
        let mut seen = Vec::new();
        each(html, &mut |tag| {
            let all: Vec<String> = tag.attributes().map(|(name, value)| format!("{name}={}", plain(value))).collect();
            seen.push(format!("{} {}", tag.name, all.join(",")));
        });
        assert_eq!(seen, ["p ", "a class=x,href=/a?b&c,hidden=", "script ", "IMG SRC=/d.png,alt=", "p é=1,日本=x"]);
    }
}
