//! Marks in the values that templates see: they tell where a drawn page shows a story's words, and where it says how
//! their speaker is connected to the brand. So a page that shows the one without the other is found by what its template
//! put out, and not by what the words look like. Marks are taken out again before a page is written.
//!
//! A mark is a noncharacter, which no text of a site holds ([`crate::text::is_clean`]), and a character of a private
//! plane, which names the story. Filters that count or cut characters pass over them (`theme/text.rs`).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use memchr::memmem;
use serde::{Serialize, Serializer};

use crate::digest::Digest;
use crate::model::DisclosureKind;

/// Where the characters begin that name a story.
const NAMES: u32 = 0xf0000;

/// How many there are: all of plane 15 but its noncharacters.
const COUNT: u32 = 0xfffe;

/// Where the noncharacters begin that say what follows: words, then, as many places on, a disclosure.
const KINDS: u32 = 0xfdd0;

/// As many noncharacters as each of the two has.
const EACH: u32 = 16;

/// What all marks begin with in UTF-8.
const BEGINNING: &[u8] = b"\xef\xb7";

/// What must be said before a story's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disclosed {
    /// The usual words for a kind of connection.
    Kind(DisclosureKind),
    /// The words of the story itself.
    Own(Name),
}

/// What tells a story from the others on its page. Of two stories, one in 65,534 pairs has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u16);

impl Name {
    /// The name of the story that stands at an address.
    pub fn of(permalink: &str) -> Self {
        Self((Digest::of_bytes(permalink.as_bytes()).short() % u64::from(COUNT)) as u16)
    }
}

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Words of a story follow, before which something must have been said.
    Words(Name, Disclosed),
    /// A disclosure follows.
    Says(Disclosed),
}

impl Mark {
    fn write(self) -> [char; 2] {
        let kind = |disclosed| match disclosed {
            Disclosed::Own(_) => EACH - 1,
            Disclosed::Kind(kind) => kind as u32,
        };
        let (sign, Name(name)) = match self {
            Self::Words(name, disclosed) => (kind(disclosed), name),
            Self::Says(Disclosed::Own(name)) => (EACH + kind(Disclosed::Own(name)), name),
            Self::Says(disclosed) => (EACH + kind(disclosed), Name(0)),
        };
        // Both are within the planes that the constants name.
        [KINDS + sign, NAMES + u32::from(name)].map(|code| char::from_u32(code).unwrap_or('\u{fdd0}'))
    }

    fn read(sign: char, name: char) -> Option<Self> {
        let sign = (sign as u32).checked_sub(KINDS).filter(|sign| *sign < 2 * EACH)?;
        let name = Name(u16::try_from((name as u32).checked_sub(NAMES)?).ok()?);
        let disclosed = match DisclosureKind::ALL.get((sign % EACH) as usize) {
            Some(kind) => Disclosed::Kind(*kind),
            None => Disclosed::Own(name),
        };
        Some(if sign < EACH { Self::Words(name, disclosed) } else { Self::Says(disclosed) })
    }

    /// A text after this mark.
    pub fn before(self, text: &str) -> String {
        let mut marked = String::with_capacity(text.len() + 8);
        marked.extend(self.write());
        marked.push_str(text);
        marked
    }
}

/// A text that templates see with its mark, and everything else without.
#[derive(Clone, PartialEq, Eq)]
pub struct Marked {
    text: String,
    mark: Option<Mark>,
}

impl Marked {
    /// A text with a mark, or with none.
    pub fn new(text: String, mark: Option<Mark>) -> Self {
        Self { text, mark }
    }

    /// Its mark.
    pub fn mark(&self) -> Option<Mark> {
        self.mark
    }
}

impl Deref for Marked {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Marked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl Hash for Marked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // What the mark says comes from the address and the disclosure, which stand beside the text.
        self.text.hash(state);
    }
}

impl Serialize for Marked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.mark {
            Some(mark) => serializer.serialize_str(&mark.before(&self.text)),
            None => serializer.serialize_str(&self.text),
        }
    }
}

/// The story, if there is one, whose words a page shows without having said what must be said before them: since the
/// words of the story before, so that the disclosure of one does not stand for that of the next.
pub fn undisclosed(html: &str) -> Option<(Name, Disclosed)> {
    // What stands in the head is for machines; they read it from the page's data.
    let body = memmem::find(html.as_bytes(), b"<body").unwrap_or(0);
    let (mut said, mut since, mut last) = (Vec::new(), Vec::new(), None);
    for mark in marks(&html[body..]) {
        match mark {
            Mark::Says(disclosed) => since.push(disclosed),
            Mark::Words(name, disclosed) => {
                if last.is_some_and(|last| last != name) {
                    said.clear();
                }
                said.append(&mut since);
                last = Some(name);
                if !said.contains(&disclosed) {
                    return Some((name, disclosed));
                }
            }
        }
    }
    None
}

fn marks(html: &str) -> impl Iterator<Item = Mark> {
    memmem::find_iter(html.as_bytes(), BEGINNING).filter_map(|at| {
        let mut letters = html.get(at..)?.chars();
        Mark::read(letters.next()?, letters.next()?)
    })
}

/// A text without its marks.
pub fn without(bytes: Vec<u8>) -> Vec<u8> {
    if memmem::find(&bytes, BEGINNING).is_none() {
        return bytes;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return error.into_bytes(),
    };
    let is_sign = |c: char| (c as u32).wrapping_sub(KINDS) < 2 * EACH;
    let is_name = |c: char| (c as u32).wrapping_sub(NAMES) < COUNT;
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split(is_sign);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push_str(piece.strip_prefix(is_name).unwrap_or(piece));
    }
    out.into_bytes()
}

/// A text in its mark, if it begins with one, and the rest.
pub fn split(text: &str) -> (&str, &str) {
    let mut letters = text.chars();
    let mark = (letters.next(), letters.next());
    match mark {
        (Some(sign), Some(name)) if Mark::read(sign, name).is_some() => {
            text.split_at(sign.len_utf8() + name.len_utf8())
        }
        _ => ("", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIFT: Disclosed = Disclosed::Kind(DisclosureKind::Gift);

    fn words(story: &str, disclosed: Disclosed) -> String {
        Mark::Words(Name::of(story), disclosed).before("Thank you so much!")
    }

    #[test]
    fn a_mark_reads_as_it_was_written() {
        let own = Name(7);
        let mut all = vec![Mark::Words(own, Disclosed::Own(own)), Mark::Says(Disclosed::Own(own))];
        for kind in DisclosureKind::ALL {
            all.extend([Mark::Words(own, Disclosed::Kind(*kind)), Mark::Says(Disclosed::Kind(*kind))]);
        }
        for mark in all {
            let text = mark.before("x");
            assert_eq!(marks(&text).collect::<Vec<_>>(), [mark]);
            assert_eq!(without(text.into_bytes()), b"x");
        }
    }

    #[test]
    fn words_want_their_disclosure_before_them_and_after_the_words_of_another_story() {
        let says = Mark::Says(GIFT).before("Gift");
        let own = Disclosed::Own(Name::of("c"));
        let own_says = Mark::Says(own).before("Ad");
        let (a, b, c) = (words("a", GIFT), words("b", GIFT), words("c", own));
        for (page, first) in [
            (format!("{says} {a} {a}"), None),
            (format!("{says}{a}{says}{b}{says}{a}"), None),
            (format!("{says}{own_says}{a}{c}"), Some("c")),
            (format!("{own_says}{c}{says}{a}"), None),
            (format!("{says}{c}"), Some("c")),
            (format!("{a}{says}"), Some("a")),
            (format!("{says}{a}{b}"), Some("b")),
            (format!("<head>{a}</head><body>{says}{a}"), None),
            (format!("<head>{says}</head><body>{a}"), Some("a")),
        ] {
            assert_eq!(undisclosed(&page).map(|(name, _)| name), first.map(Name::of), "{page:?}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_mark_and_all_of_everything_else() {
        let mark: String = Mark::Says(GIFT).write().iter().collect();
        for (text, left) in [
            (format!("{mark}é{mark}{mark}"), "é"),
            // Half a mark, as a filter that cuts leaves it.
            (mark.chars().take(1).collect::<String>() + "…", "…"),
            ("\u{f0001} ﷺ".to_owned(), "\u{f0001} ﷺ"),
        ] {
            assert_eq!(String::from_utf8(without(text.into_bytes())).unwrap(), left);
        }
    }
}
