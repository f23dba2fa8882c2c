//! Signs within a line that Markdown itself does not have: addresses that stand bare, `==marks==` and `:tada:`.

use std::ops::Range;
use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::signs::Signs;

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Whether a text may hold any of them; nearly all texts hold none.
pub fn may_be_in(signs: &Signs) -> bool {
    let text = signs.text();
    // An address in a link or in quotes is none that stands bare.
    let is_bare = |at: usize| {
        let scheme = text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic());
        scheme.len() < at && !scheme.ends_with(['(', '<', '"', '\''])
    };
    // Inches and seconds, `10"`, are no quotes.
    let is_measure = |at: usize| text[..at].ends_with(|c: char| c.is_ascii_digit());
    signs.places("://").any(is_bare)
        || signs.hold("www.")
        || signs.hold("==")
        || (signs.may_hold(":") && has_code(text))
        || signs.places("\"").any(is_measure)
}

/// Rewrites the text among events; code and what is in a link already stays as it is.
pub fn rewrite(events: Events) -> Events {
    let mut writer = Writer::default();
    for (event, range) in merged(events) {
        match event {
            Event::Text(text) if !writer.in_code => {
                // What ends a mark here may depend on what comes next, which is not known yet.
                writer.text(text, range);
            }
            event => writer.other(event, range),
        }
    }
    writer.out
}

/// Joins what the parser gives in pieces, so that `:white_check_mark:` is one.
fn merged(events: Events) -> Events {
    let mut out: Events = Vec::with_capacity(events.len());
    for (event, range) in events {
        if let (Event::Text(next), Some((Event::Text(last), whole))) = (&event, out.last_mut()) {
            *last = CowStr::from(format!("{last}{next}"));
            whole.end = whole.end.max(range.end);
        } else {
            out.push((event, range));
        }
    }
    out
}

#[derive(Default)]
struct Writer<'a> {
    out: Events<'a>,
    depth: usize,
    in_code: bool,
    /// In how many links the text stands.
    links: usize,
    /// The `==` that may begin a mark: how deep each stands, and where in `out`.
    openers: Vec<(usize, usize)>,
}

impl<'a> Writer<'a> {
    fn other(&mut self, event: Event<'a>, range: Range<usize>) {
        match &event {
            Event::Start(tag) => {
                self.depth += 1;
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                self.links += usize::from(matches!(tag, Tag::Link { .. } | Tag::Image { .. }));
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                self.openers.retain(|(depth, _)| *depth <= self.depth);
                self.in_code &= !matches!(tag, TagEnd::CodeBlock);
                self.links = self.links.saturating_sub(usize::from(matches!(tag, TagEnd::Link | TagEnd::Image)));
            }
            _ => {}
        }
        self.out.push((event, range));
    }

    fn text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        let place = |at: usize| (range.start + at).min(range.end);
        let mut from = 0;
        if self.links == 0 {
            for (link, address) in addresses(&text) {
                self.marks(&text[from..link.start], place(from)..place(link.start));
                let dest_url = CowStr::from(address);
                let tag = Tag::Link { link_type: LinkType::Autolink, dest_url, title: "".into(), id: "".into() };
                let place = place(link.start)..place(link.end);
                self.out.push((Event::Start(tag), place.clone()));
                self.out.push((Event::Text(text[link.clone()].to_owned().into()), place.clone()));
                self.out.push((Event::End(TagEnd::Link), place));
                from = link.end;
            }
        }
        match from {
            0 => self.marks(&text, range),
            from => self.marks(&text[from..], place(from)..range.end),
        }
    }

    /// Text with its marks. A `==` opens one before what is no space, and closes one after what is none.
    fn marks(&mut self, text: &str, range: Range<usize>) {
        let mut from = 0;
        let mut at = 0;
        while let Some(found) = text[at..].find("==").map(|n| at + n) {
            let (before, after) = (text[..found].chars().next_back(), text[found + 2..].chars().next());
            at = found + 2;
            let run = text[found..].bytes().take_while(|byte| *byte == b'=').count();
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if run != 2 || before == Some('=') || (is_word(before) && is_word(after)) {
                at = found + run;
                continue;
            }
            let opener = self.openers.iter().rposition(|(depth, _)| *depth == self.depth);
            let closes = !before.is_some_and(char::is_whitespace) && opener.is_some();
            if !closes && after.is_some_and(char::is_whitespace) {
                continue;
            }
            self.plain(&text[from..found], &range);
            from = at;
            match opener.filter(|_| closes) {
                Some(opener) => {
                    let (_, start) = self.openers[opener];
                    self.openers.truncate(opener);
                    self.out[start].0 = Event::InlineHtml("<mark>".into());
                    self.out.push((Event::InlineHtml("</mark>".into()), range.clone()));
                }
                None => {
                    self.openers.push((self.depth, self.out.len()));
                    self.out.push((Event::Text("==".into()), range.clone()));
                }
            }
        }
        self.plain(&text[from..], &range);
    }

    fn plain(&mut self, text: &str, range: &Range<usize>) {
        if !text.is_empty() {
            let text = if has_code(text) { with_emoji(text) } else { text.to_owned() };
            let text = if text.contains('“') { with_primes(&text) } else { text };
            self.out.push((Event::Text(text.into()), range.clone()));
        }
    }
}

static FINDER: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    finder
});

/// The addresses that stand bare in a text, and where they lead.
fn addresses(text: &str) -> Vec<(Range<usize>, String)> {
    if !text.contains("://") && !text.contains("www.") {
        return Vec::new();
    }
    let found = FINDER.links(text).filter_map(|link| {
        let written = link.as_str();
        let is_whole = ["http://", "https://"].iter().any(|scheme| written.starts_with(scheme));
        let is_host = written.starts_with("www.") && written[4..].contains('.');
        // Typographic signs that were made of the address.
        let address = written.replace('—', "---").replace('–', "--").replace('…', "...").replace(['‘', '’'], "'");
        let address = match (is_whole, is_host) {
            (true, _) => address,
            (_, true) => format!("https://{address}"),
            _ => return None,
        };
        Some((link.start()..link.end(), address))
    });
    found.collect()
}

/// The codes in a text, each with the place of its first colon.
fn codes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(start) = text[at..].find(':').map(|n| at + n) {
            at = start + 1;
            let is_sign = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(byte);
            let length = text.as_bytes()[at..].iter().take_while(|byte| is_sign(byte)).count();
            if length > 0 && text.as_bytes().get(at + length) == Some(&b':') {
                return Some((start, &text[start + 1..start + 1 + length]));
            }
        }
        None
    })
}

fn has_code(text: &str) -> bool {
    codes(text).next().is_some()
}

/// The text with the characters of the codes that GitHub knows.
fn with_emoji(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, code) in codes(text).filter(|(start, _)| !text[..*start].ends_with(|c: char| c.is_alphanumeric())) {
        if let Some(emoji) = emojis::get_by_shortcode(code).filter(|_| start >= from) {
            out.push_str(&text[from..start]);
            out.push_str(emoji.as_str());
            from = start + code.len() + 2;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Feet and inches with their own signs: an opening quote right behind a digit is none.
fn with_primes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_inches = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_measure = out.ends_with(|c: char| c.is_ascii_digit());
        let next_is_digit = signs.peek().is_some_and(char::is_ascii_digit);
        out.push(match sign {
            '“' if is_measure => {
                after_inches = true;
                '″'
            }
            '”' if is_measure && std::mem::take(&mut after_inches) => '″',
            '’' if is_measure && next_is_digit => '′',
            sign => sign,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Options, Parser, html};

    fn html_of(text: &str) -> String {
        let events: Events = Parser::new_ext(text, Options::ENABLE_SMART_PUNCTUATION).into_offset_iter().collect();
        assert_eq!(may_be_in(&Signs::of(text)), !["plain", "the 1990's"].contains(&text), "{text}");
        let mut out = String::new();
        html::push_html(&mut out, rewrite(events).into_iter().map(|(event, _)| event));
        out.trim().trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
    }

    #[test]
    fn addresses_that_stand_bare_are_links() {
        for (text, html) in [
            ("plain", "plain"),
            (
                "See https://e.example/a--b?c=d.",
                "See <a href=\"https://e.example/a--b?c=d\">https://e.example/a–b?c=d</a>.",
            ),
            ("(www.e.example)", "(<a href=\"https://www.e.example\">www.e.example</a>)"),
            ("[at http://e.example](x)", "<a href=\"x\">at http://e.example</a>"),
            ("`http://e.example` ftp://e.example", "<code>http://e.example</code> ftp://e.example"),
        ] {
            assert_eq!(html_of(text), html, "{text}");
        }
    }

    #[test]
    fn two_signs_around_words_mark_them() {
        for (text, html) in [
            ("a ==b c== d", "a <mark>b c</mark> d"),
            ("==a *b* c==", "<mark>a <em>b</em> c</mark>"),
            ("これは==重要==です", "これは<mark>重要</mark>です"),
            ("if a == b and c == d", "if a == b and c == d"),
            ("a==b==c ===x=== ==", "a==b==c ===x=== =="),
            ("*==a* b==", "<em>==a</em> b=="),
            ("==open", "==open"),
        ] {
            assert_eq!(html_of(text), html, "{text}");
        }
    }

    #[test]
    fn inches_are_no_quotes() {
        for (text, html) in [
            ("5'10\" tall", "5′10″ tall"),
            ("12\" and 14\" pizzas", "12″ and 14″ pizzas"),
            ("\"in 1999\" he said", "“in 1999” he said"),
            ("the 1990's", "the 1990’s"),
        ] {
            assert_eq!(html_of(text), html, "{text}");
        }
    }

    #[test]
    fn codes_of_emoji_become_characters() {
        for (text, html) in [
            ("Done :white_check_mark: :+1:", "Done ✅ 👍"),
            (":rocket::tada:", "🚀🎉"),
            ("at 10:30:15 and a:tada:", "at 10:30:15 and a:tada:"),
            (":nosuchthing: `:tada:` :tada:", ":nosuchthing: <code>:tada:</code> 🎉"),
        ] {
            assert_eq!(html_of(text), html, "{text}");
        }
    }
}
