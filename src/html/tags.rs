//! The tags of finished HTML, one after the other, as a browser's tokenizer takes them apart (HTML, section 13.2.5):
//! no tree, no copies. A tokenizer from a crate was weighed: it reads every byte of every page, and most pages are
//! only asked where their head is. The tests hold this one against html5ever.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr3};

/// Elements that hold text and no elements, but for scripts and styles.
const TEXT: [&str; 7] = ["title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// An opening tag.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// The element's name, as written.
    pub name: &'a str,
    /// What a script or a style holds; empty for all others.
    pub content: &'a str,
    /// Where it stands, with its brackets.
    pub range: Range<usize>,
    attributes: &'a str,
}

/// An attribute of a tag, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value, without quotes; empty if it has none.
    pub value: &'a str,
    /// Where the value stands in the page, with its quotes.
    pub range: Range<usize>,
}

impl<'a> Tag<'a> {
    /// Its attributes, in order.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes { text: self.attributes, at: 0, offset: self.range.start + 1 + self.name.len() }
    }

    /// The value of an attribute, with its entities read; empty for one without a value.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|known| known.name.eq_ignore_ascii_case(name)).map(|found| plain(found.value))
    }

    /// Whether it is of that element.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
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
pub struct Attributes<'a> {
    text: &'a str,
    at: usize,
    offset: usize,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let start = until(bytes, self.at, |byte| !is_space(byte) && byte != b'/');
        if matches!(bytes.get(start), None | Some(b'>')) {
            self.at = start;
            return None;
        }
        // A name may begin with any character, and even with `=`; one of several bytes has none of these in it.
        let end = until(bytes, start + 1, |byte| is_space(byte) || matches!(byte, b'=' | b'/' | b'>'));
        let name = &self.text[start..end];
        let sign = until(bytes, end, |byte| !is_space(byte));
        if bytes.get(sign) != Some(&b'=') {
            self.at = end;
            return Some(Attribute { name, value: "", range: self.offset + end..self.offset + end });
        }
        let open = until(bytes, sign + 1, |byte| !is_space(byte));
        let (value, close) = match bytes.get(open) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr(*quote, &bytes[open + 1..]).map_or(bytes.len(), |at| open + 1 + at);
                (&self.text[open + 1..end], (end + 1).min(bytes.len()))
            }
            _ => {
                let end = until(bytes, open, |byte| is_space(byte) || byte == b'>');
                (&self.text[open..end], end)
            }
        };
        self.at = close;
        Some(Attribute { name, value, range: self.offset + open..self.offset + close })
    }
}

/// The first place at or after another where a byte is one of those; the end if there is none.
#[inline]
fn until(bytes: &[u8], from: usize, ends: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| ends(*byte)).map_or(bytes.len(), |at| from + at)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// Gives every opening tag to `see`; what scripts and styles hold is not HTML.
pub fn each<'a>(html: &'a str, see: &mut dyn FnMut(Tag<'a>)) {
    let mut at = 0;
    while let Some((tag, after)) = next(html, at) {
        see(tag);
        at = after;
    }
}

/// The first opening tag at or after a place, and where to look for what follows it.
pub fn next(html: &str, from: usize) -> Option<(Tag<'_>, usize)> {
    let mut at = from;
    loop {
        at += memchr(b'<', &html.as_bytes()[at..])?;
        match html.as_bytes().get(at + 1) {
            Some(letter) if letter.is_ascii_alphabetic() => return tag(html, at),
            _ => at = after_markup(html, at).unwrap_or(at + 1),
        }
    }
}

/// Where a comment, a doctype, an end tag or the like ends that begins at `at`; `None` if nothing of the kind does.
pub fn after_markup(html: &str, at: usize) -> Option<usize> {
    let rest = html[at..].strip_prefix('<')?;
    let start = at + 1;
    if let Some(comment) = rest.strip_prefix("!--") {
        let start = start + 3;
        if let Some(short) = [">", "->"].iter().find(|end| comment.starts_with(**end)) {
            return Some(start + short.len());
        }
        let ends = ["-->", "--!>"].iter().filter_map(|end| Some(comment.find(end)? + end.len()));
        return Some(ends.min().map_or(html.len(), |end| start + end));
    }
    let is_end_tag = rest.strip_prefix('/').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
    match rest.as_bytes().first() {
        Some(b'/') if is_end_tag => Some(tag_end(html, start + 1).unwrap_or(html.len())),
        Some(b'/' | b'!' | b'?') => Some(html[start..].find('>').map_or(html.len(), |end| start + end + 1)),
        _ => None,
    }
}

/// Where the tag ends whose name begins at `name`, if it does; quotes of values may hold `>`.
fn tag_end(html: &str, name: usize) -> Option<usize> {
    plain_end(html.as_bytes(), name).unwrap_or_else(|| {
        let start = name_end(html, name);
        let mut attributes = Attributes { text: &html[start..], at: 0, offset: start };
        while attributes.next().is_some() {}
        let end = start + attributes.at + 1;
        (end <= html.len()).then_some(end)
    })
}

/// The same for a tag as nearly all are written, with each quote right after `=` and the name of its attribute. `None`
/// for others, which want a closer look.
fn plain_end(bytes: &[u8], name: usize) -> Option<Option<usize>> {
    let mut at = name;
    loop {
        let Some(sign) = memchr3(b'>', b'"', b'\'', &bytes[at..]).map(|sign| at + sign) else { return Some(None) };
        if bytes[sign] == b'>' {
            return Some(Some(sign + 1));
        }
        let before = bytes[at..sign].strip_suffix(b"=")?;
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_');
        let start = before.iter().rposition(|byte| !is_of_name(byte))?;
        // After `a= ` a name is a value.
        if start + 1 == before.len() || !is_space(before[start]) || before[..start].trim_ascii_end().ends_with(b"=") {
            return None;
        }
        at = sign + 1 + memchr(bytes[sign], &bytes[sign + 1..])? + 1;
    }
}

fn name_end(html: &str, name: usize) -> usize {
    until(html.as_bytes(), name, |byte| is_space(byte) || matches!(byte, b'/' | b'>'))
}

/// The tag that begins at `at`, and where what follows it, and the text that it holds, begins. One that the page ends
/// in the middle of is none.
fn tag(html: &str, at: usize) -> Option<(Tag<'_>, usize)> {
    let (name_end, end) = (name_end(html, at + 1), tag_end(html, at + 1)?);
    let name = &html[at + 1..name_end];
    let attributes = &html[name_end..end - 1];
    let (mut content, mut after) = ("", end);
    if name.eq_ignore_ascii_case("script") {
        after = end + script_end(&html[end..]);
        content = &html[end..after];
    } else if name.eq_ignore_ascii_case("style") {
        after = end + text_end(&html[end..], "style");
        content = &html[end..after];
    } else if let Some(text) = TEXT.iter().find(|text| name.eq_ignore_ascii_case(text)) {
        after = if *text == "plaintext" { html.len() } else { end + text_end(&html[end..], text) };
    }
    Some((Tag { name, content, range: at..end, attributes }, after))
}

/// Whether a text begins with a tag of that name, after its bracket.
fn is_named(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && text.as_bytes().get(name.len()).is_some_and(|byte| is_space(*byte) || matches!(byte, b'/' | b'>'))
}

/// Where the end tag of an element begins that holds only text.
fn text_end(text: &str, name: &str) -> usize {
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    ends.find(|at| is_named(&text[at + 2..], name)).unwrap_or(text.len())
}

/// The same for a script, where `<!-- <script>` has an end tag of its own (section 13.2.5.20 and those after it).
fn script_end(text: &str) -> usize {
    #[derive(PartialEq)]
    enum Inside {
        Script,
        Comment,
        ScriptInComment,
    }
    let mut inside = Inside::Script;
    let mut from = 0;
    while let Some(at) = text[from..].find(['<', '-']).map(|at| from + at) {
        let rest = &text[at..];
        from = at + 1;
        if rest.starts_with("-->") {
            inside = Inside::Script;
        } else if inside == Inside::Script && rest.starts_with("<!--") {
            // Its own dashes may be those of the end: `<!-->`.
            (inside, from) = (Inside::Comment, at + 2);
        } else if inside == Inside::Comment && rest.strip_prefix('<').is_some_and(|rest| is_named(rest, "script")) {
            inside = Inside::ScriptInComment;
        } else if rest.strip_prefix("</").is_some_and(|rest| is_named(rest, "script")) {
            match inside {
                Inside::ScriptInComment => inside = Inside::Comment,
                _ => return at,
            }
        }
    }
    text.len()
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
            let all: Vec<String> =
                tag.attributes().map(|Attribute { name, value, .. }| format!("{name}={}", plain(value))).collect();
            seen.push(format!("{} {}", tag.name, all.join(",")));
        });
        assert_eq!(seen, ["p ", "a class=x,href=/a?b&c,hidden=", "script ", "IMG SRC=/d.png,alt=", "p é=1,日本=x"]);
    }

    /// What html5ever's tokenizer sees: names and attributes of opening tags.
    fn oracle(html: &str) -> Vec<String> {
        let page = scraper::Html::parse_document(html);
        let all = page.tree.nodes().filter_map(|node| node.value().as_element());
        let of = |element: &scraper::node::Element| {
            let mut attrs: Vec<String> = element.attrs().map(|(name, value)| format!("{name}={value}")).collect();
            attrs.sort();
            format!("{} {}", element.name(), attrs.join(","))
        };
        let implied = |one: &String| ["html ", "head ", "body "].contains(&one.as_str());
        let mut all: Vec<String> = all.map(of).filter(|one| !implied(one)).collect();
        all.sort();
        all
    }

    fn ours(html: &str) -> Vec<String> {
        let mut all = Vec::new();
        each(html, &mut |tag| {
            let mut attrs: Vec<String> = Vec::new();
            for Attribute { name, value, .. } in tag.attributes() {
                let name = name.to_ascii_lowercase();
                // The first of a name counts.
                if !attrs.iter().any(|known| known.starts_with(&format!("{name}="))) {
                    attrs.push(format!("{name}={}", plain(value)));
                }
            }
            attrs.sort();
            all.push(format!("{} {}", tag.name.to_ascii_lowercase(), attrs.join(",")));
        });
        all.sort();
        all
    }

    #[test]
    fn pages_are_taken_apart_as_a_browser_takes_them_apart() {
        let pieces = [
            "<xb>",
            "</xb>",
            "<xi x=1>",
            "<XI X='a>b'>",
            "<xu a=\"c>d\" a=2>",
            "</xu x='>'>",
            "<!-- <xb> -->",
            "<!-->",
            "<!--->",
            "<!-- a --!>",
            "<!xb>",
            "<?x y>",
            "</>",
            "</ xb>",
            "<script>",
            "</script>",
            "</SCRIPT >",
            "<!--<script>",
            "-->",
            "</scripty>",
            "<style>",
            "</STYLE/>",
            "<textarea>",
            "</textarea>",
            "< xb>",
            "<xb/x/y=z>",
            "<xe =y>",
            "<xs a = b>",
            "<xs a= b='c>d'>",
            "<xs a=b?c=\"d>e\">",
            "<xs a=\"b\"c='d>'>",
            "<xs =\"a>b\">",
            "<xs a=\"b>\" c='>' d>",
            "<xs a='x'b=c>",
            "<xs a=/x/>",
            "text ",
            "'",
            "\"",
            ">",
            "<",
            "\n",
            "<xq\ndata-x\n=\n'1'\n>",
            "&lt;xb&gt;",
            "é",
            "<x-y z>",
            "<xz a=\"",
            "<xz a=",
            "<xz",
        ];
        // A generator of numbers that gives the same ones each time (xorshift).
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut number = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        for _ in 0..3000 {
            let html: String = (0..1 + number(9)).map(|_| pieces[number(pieces.len())]).collect();
            let html = format!("<!doctype html><p>{html}");
            assert_eq!(ours(&html), oracle(&html), "{html}");
        }
    }
}
