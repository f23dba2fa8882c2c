//! The name that a pseudonym stands for, taken out of everything that is read from its file, so that
//! nothing later can publish it by mistake.
//!
//! A name is found however it is written: in any case, with or without accents, family name first,
//! as `ana-perez` in an address or `anaperez` in a handle.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Fields, Kind, slug};

/// Stands for a name where there is no pseudonym: the usual mark of something left out.
const OMITTED: &str = "[…]";

/// The names to take out, and what stands in their place.
#[derive(Clone, Debug, PartialEq)]
pub struct Redaction {
    names: Vec<Name>,
    pseudonym: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Name {
    /// The words of the name as slugs.
    words: Vec<String>,
    /// As written, for names of one word, which may be a word of the language as well.
    exact: Option<String>,
}

/// A text without the names, and where each replaced part ends.
#[derive(Debug)]
pub struct Redacted {
    /// What is left.
    pub text: String,
    /// Ends of the replaced parts: in the new text, in the old one.
    ends: Vec<(usize, usize)>,
}

impl Redacted {
    /// Where a place of the new text was in the old one.
    pub fn original(&self, at: usize) -> usize {
        match self.ends.partition_point(|(new, _)| *new <= at).checked_sub(1) {
            Some(before) => self.ends[before].1 + (at - self.ends[before].0),
            None => at,
        }
    }
}

impl Redaction {
    /// What the fields of a file ask for; `None` if nobody's name is to be kept out of it.
    pub fn of(kind: Kind, fields: &Fields) -> Option<Self> {
        let hides = fields.hides_name(kind);
        let written: Vec<&String> = match kind {
            Kind::Story | Kind::Testimonial => fields.author.iter().flat_map(|author| &author.0).collect(),
            Kind::Ambassador => fields.name.iter().chain(&fields.title).collect(),
            _ => Vec::new(),
        };
        let pseudonym = fields.pseudonym.as_ref().map(|name| name.trim().to_owned());
        let own = pseudonym.as_deref().map(slug);
        let names: Vec<Name> = written
            .into_iter()
            .filter(|name| own.as_deref() != Some(&slug(name)))
            .map(|name| Name::new(name))
            .filter(|name| !name.words.is_empty())
            .collect();
        (hides && !names.is_empty()).then_some(Self { names, pseudonym })
    }

    /// The names as slugs, for whoever must know that they are not to be shown.
    pub fn slugs(&self) -> Vec<String> {
        self.names.iter().map(|name| name.words.join("-")).collect()
    }

    /// A plain text without the names.
    pub fn plain<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.replace(text, &|name| name.to_owned()) {
            Some(redacted) => Cow::Owned(redacted.text),
            None => Cow::Borrowed(text),
        }
    }

    /// A part of an address without the names.
    pub fn address(&self, slug: &str) -> String {
        let names = self.names.iter().map(|name| Name { exact: None, ..name.clone() }).collect();
        Self { names, ..self.clone() }.plain(slug).into_owned()
    }

    /// A Markdown text without the names.
    pub fn markdown(&self, text: &str) -> Option<Redacted> {
        self.replace(text, &escaped)
    }

    fn replace(&self, text: &str, write: &dyn Fn(&str) -> String) -> Option<Redacted> {
        let found = find(text, &self.names);
        if found.is_empty() {
            return None;
        }
        let (mut out, mut ends, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
        for Occurrence { range, is_slug } in found {
            out.push_str(&text[at..range.start]);
            match (&self.pseudonym, is_slug) {
                (Some(name), false) => out.push_str(&write(name)),
                (Some(name), true) => out.push_str(&slug(name)),
                (None, false) => out.push_str(&write(OMITTED)),
                (None, true) => out.push_str("unnamed"),
            }
            ends.push((out.len(), range.end));
            at = range.end;
        }
        out.push_str(&text[at..]);
        Some(Redacted { text: out, ends })
    }
}

/// Whether a text shows a name, given as a slug.
pub fn shows(text: &str, name: &str) -> bool {
    !find(text, &[Name { words: name.split('-').map(str::to_owned).collect(), exact: None }]).is_empty()
}

/// A pseudonym is not Markdown.
fn escaped(name: &str) -> String {
    let special = |c: char| c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '\'' | '-');
    name.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

impl Name {
    fn new(written: &str) -> Self {
        let words: Vec<String> = slug(written).split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        // A slug has no case to go by.
        let is_name = written.chars().any(char::is_uppercase);
        let exact = (words.len() == 1 && is_name).then(|| written.trim().to_owned());
        Self { words, exact }
    }
}

struct Occurrence {
    range: Range<usize>,
    /// Whether it is part of an address or a handle.
    is_slug: bool,
}

/// A word of a text.
struct Word {
    range: Range<usize>,
    slug: String,
}

/// Where the names stand, in order, none within another.
fn find(text: &str, names: &[Name]) -> Vec<Occurrence> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = names.iter().filter_map(|name| matches(text, &words[at..], name)).max_by_key(|found| found.0);
        match longest {
            Some((count, is_slug)) => {
                let range = words[at].range.start..words[at + count - 1].range.end;
                found.push(Occurrence { range: with_emphasis(text, range), is_slug });
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// A name of which a part is emphasised goes with the marks around it.
fn with_emphasis(text: &str, Range { start, end }: Range<usize>) -> Range<usize> {
    let name = &text[start..end];
    let marks = ["**", "__", "*", "_"].into_iter().find(|marks| name.matches(marks).count() == 1);
    match marks {
        Some(marks) if text[..start].ends_with(marks) => start - marks.len()..end,
        Some(marks) if text[end..].starts_with(marks) => start..end + marks.len(),
        _ => start..end,
    }
}

/// How many words, from the first on, are the name, and whether they are part of an address.
fn matches(text: &str, words: &[Word], name: &Name) -> Option<(usize, bool)> {
    let first = &words[0];
    let written = &text[first.range.clone()];
    if name.words.len() == 1 {
        let is_it = first.slug == name.words[0] && name.exact.as_ref().is_none_or(|exact| exact == written);
        let is_slug = first.slug == written;
        return is_it.then_some((1, is_slug));
    }
    if first.slug == name.words.concat() {
        return Some((1, true));
    }
    let here = words.get(..name.words.len())?;
    let same = |order: &mut dyn Iterator<Item = &String>| here.iter().map(|word| &word.slug).eq(order);
    if !same(&mut name.words.iter()) && !same(&mut name.words.iter().rev()) {
        return None;
    }
    let between = || here.windows(2).map(|pair| &text[pair[0].range.end..pair[1].range.start]);
    let is_slug = between().all(|gap| matches!(gap, "-" | "_" | "." | "+" | "%20"));
    between().all(|gap| gap.chars().count() <= 8 && !gap.contains("\n\n")).then_some((here.len(), is_slug))
}

/// The words of a text. Entities and percent codes are no words, and an apostrophe belongs to its word.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut start = None;
    let end_word = |start: &mut Option<usize>, end: usize, words: &mut Vec<Word>| {
        if let Some(from) = start.take() {
            words.push(Word { range: from..end, slug: slug(&text[from..end]) });
        }
    };
    while let Some((at, c)) = chars.next() {
        let is_letter = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        if is_letter(c) {
            start.get_or_insert(at);
            continue;
        }
        let in_word = matches!(c, '\'' | '’') && start.is_some();
        if in_word && chars.peek().is_some_and(|(_, next)| is_letter(*next)) {
            continue;
        }
        end_word(&mut start, at, &mut words);
        let skip = match c {
            '%' => text.get(at + 1..at + 3).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit())).map(|_| 2),
            '&' => text[at..].find(';').filter(|end| {
                *end <= 8 && text[at + 1..at + end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
            }),
            _ => None,
        };
        for _ in 0..skip.unwrap_or(0) {
            chars.next();
        }
    }
    end_word(&mut start, text.len(), &mut words);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConsentScope, Many, Scopes};

    fn redaction(author: &str, pseudonym: Option<&str>) -> Redaction {
        let author = Some(Many(vec![author.to_owned()]));
        let fields = Fields { author, pseudonym: pseudonym.map(str::to_owned), ..Fields::default() };
        Redaction::of(Kind::Story, &fields).unwrap()
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let redaction = redaction("Inés O'Brien", Some("L. *Q*"));
        for written in
            ["Inés O'Brien", "INES O’BRIEN", "ines\nobrien", "O'Brien, Inés", "**Inés** O'Brien", "Inés&nbsp;O'Brien"]
        {
            assert_eq!(redaction.plain(&format!("By {written}.")), "By L. *Q*.", "{written}");
        }
        assert_eq!(redaction.plain("/p/ines-obrien.jpg @inesobrien ines_obrien"), "/p/l-q.jpg @l-q l-q");
        assert_eq!(redaction.plain("Inés met Brien"), "Inés met Brien");
        assert_eq!(redaction.markdown("Inés O'Brien").unwrap().text, "L. \\*Q\\*");
    }

    #[test]
    fn a_name_of_one_word_is_not_taken_for_a_word_of_the_language() {
        assert_eq!(redaction("Will", Some("W.")).plain("I will ask Will."), "I will ask W..");
    }

    #[test]
    fn without_a_pseudonym_the_name_is_left_out() {
        let consent = crate::model::Consent { covers: Some(Scopes(vec![ConsentScope::Text])), ..Default::default() };
        let fields = Fields { author: Some(Many(vec!["Ana Paz".into()])), consent: Some(consent), ..Fields::default() };
        let redaction = Redaction::of(Kind::Testimonial, &fields).unwrap();
        assert_eq!(redaction.plain("Ana Paz says"), "[…] says");
    }

    #[test]
    fn places_lead_back_to_the_text_as_it_was() {
        let text = "ab Ana Paz cd Ana Paz ef";
        let redacted = redaction("Ana Paz", Some("A much longer name")).markdown(text).unwrap();
        for word in ["ab", "cd", "ef"] {
            assert_eq!(redacted.original(redacted.text.find(word).unwrap()), text.find(word).unwrap());
        }
    }
}
