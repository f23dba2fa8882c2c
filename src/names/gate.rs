//! The last look before anything is published: searches the bytes of an output for all hidden names of a site, in
//! one pass and with one automaton, whatever the output is.
//!
//! Two steps keep it cheap. The automaton reads the bytes folded, without anything between letters, and looks for
//! the longer words of each name only. Where that word stands, a window around it is compared in full.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};

use super::find::Finder;
use super::fold::{self, Folded};
use super::person::{HiddenName, Part};
use crate::digest::Digest;

/// How many bytes before and after the word are compared: names with marks and tags between their parts fit in.
const AROUND: usize = 320;

/// With more patterns, a table of all states would be larger than it is fast.
const MOST_FOR_TABLE: usize = 2_000;

/// Words from this many letters on are rare enough to be looked for alone.
const SHORTEST_ANCHOR: usize = 3;

/// A handle or a name of a script without spaces is looked for from this many letters on.
const SHORTEST_ALONE: usize = 6;

/// Looks for hidden names in finished bytes.
pub struct Gate {
    names: Vec<HiddenName>,
    /// The places in `names` of the names that each pattern stands for, and what finds them.
    patterns: Vec<(Vec<usize>, Finder)>,
    machine: Option<Machine>,
    digest: Digest,
}

enum Machine {
    Table(Box<DFA>),
    Compact(Box<NFA>),
}

impl Default for Gate {
    fn default() -> Self {
        Self { names: Vec::new(), patterns: Vec::new(), machine: None, digest: Digest::NONE }
    }
}

impl Gate {
    /// A gate for these names. Names of one word are left out: they are other people's as well, and are only looked
    /// for in the file that hides them.
    pub fn new<'a>(names: impl Iterator<Item = &'a HiddenName>) -> Self {
        let names: Vec<HiddenName> = names.filter(|name| is_telling(name)).cloned().collect();
        if names.is_empty() {
            return Self::default();
        }
        let mut by_pattern: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            anchors(name).into_iter().for_each(|anchor| by_pattern.entry(anchor).or_default().push(at));
        }
        let machine = machine(by_pattern.keys());
        let digest = Digest::of(&names);
        let finder = |owners: &Vec<usize>| Finder::new(owners.iter().map(|at| names[*at].clone()).collect());
        let patterns = by_pattern.into_values().map(|owners| (finder(&owners), owners));
        let patterns = patterns.map(|(finder, owners)| (owners, finder)).collect();
        Self { patterns, machine, digest, names }
    }

    /// Of the names: what was let through by another gate may be stopped by this one.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The names that an output shows, by its path or its bytes.
    pub fn shown(&self, path: &str, bytes: &[u8]) -> Vec<&HiddenName> {
        let mut shown = Vec::new();
        for bytes in [path.as_bytes(), bytes] {
            match &self.machine {
                None => {}
                Some(Machine::Table(table)) => self.search(table.as_ref(), bytes, &mut shown),
                Some(Machine::Compact(compact)) => self.search(compact.as_ref(), bytes, &mut shown),
            }
        }
        shown.sort_unstable();
        shown.dedup();
        shown.into_iter().map(|at| &self.names[at]).collect()
    }

    fn search<A: Automaton>(&self, automaton: &A, bytes: &[u8], shown: &mut Vec<usize>) {
        let Ok(start) = automaton.start_state(Anchored::No) else { return };
        let mut reader = Reader { automaton, start, text: start, state: start, is_in_tag: false };
        reader.read(bytes, &mut |pattern, end| {
            let (owners, finder) = &self.patterns[pattern];
            if !owners.iter().all(|name| shown.contains(name)) {
                shown.extend(shown_around(bytes, end, finder).into_iter().map(|at| owners[at]));
            }
        });
    }
}

fn machine<'a>(patterns: impl ExactSizeIterator<Item = &'a String>) -> Option<Machine> {
    let patterns: Vec<&String> = patterns.collect();
    match patterns.len() {
        0..=MOST_FOR_TABLE => {
            let table = DFA::builder().match_kind(MatchKind::Standard).build(&patterns).ok()?;
            Some(Machine::Table(Box::new(table)))
        }
        _ => {
            let compact = NFA::builder().match_kind(MatchKind::Standard).build(&patterns).ok()?;
            Some(Machine::Compact(Box::new(compact)))
        }
    }
}

/// Whether a name belongs to few people.
fn is_telling(name: &HiddenName) -> bool {
    let letters = |part: &Part| part.spellings[0].chars().count();
    match name.parts.as_slice() {
        [only] => {
            (only.is_unspaced && letters(only) > 2) || (name.written.contains('@') && letters(only) >= SHORTEST_ALONE)
        }
        _ => true,
    }
}

/// What the automaton looks for: all words of a name but the shortest, since two of them show it; or two together,
/// where they are short.
fn anchors(name: &HiddenName) -> BTreeSet<String> {
    let letters = |part: &Part| part.spellings[0].chars().count();
    let mut parts: Vec<&Part> = name.parts.iter().collect();
    parts.sort_by_key(|part| Reverse(letters(part)));
    let mut anchors = BTreeSet::new();
    for (at, part) in parts.iter().enumerate().take(parts.len().max(2) - 1) {
        if letters(part) >= SHORTEST_ANCHOR || part.is_unspaced {
            anchors.extend(part.spellings.iter().cloned());
            continue;
        }
        for (_, other) in parts.iter().enumerate().filter(|(other, _)| *other != at) {
            for one in &part.spellings {
                anchors.extend(other.spellings.iter().flat_map(|two| [format!("{one}{two}"), format!("{two}{one}")]));
            }
        }
    }
    anchors
}

/// The names that stand whole around a place, by their places among those of the finder.
fn shown_around(bytes: &[u8], end: usize, finder: &Finder) -> BTreeSet<usize> {
    let around = &bytes[end.saturating_sub(AROUND)..bytes.len().min(end + AROUND)];
    let around = String::from_utf8_lossy(around);
    let mut shown = finder.whole_names(&Folded::new(&around));
    shown.extend(finder.whole_names(&Folded::new(&without_tags(&around))));
    shown
}

/// The text of a piece of HTML, escaped or not.
fn without_tags(html: &str) -> String {
    let html = html.replace("&lt;", "<").replace("&gt;", ">");
    // The piece may begin within a tag.
    let first = html.find('>').filter(|end| html.find('<').is_none_or(|start| *end < start));
    let mut text = String::with_capacity(html.len());
    let mut is_in_tag = false;
    for c in html[first.map_or(0, |end| end + 1)..].chars() {
        match c {
            '<' => is_in_tag = true,
            '>' => is_in_tag = false,
            _ if !is_in_tag => text.push(c),
            _ => {}
        }
    }
    text
}

/// The character that bytes begin with; `None` if they are not UTF-8.
fn first_char(bytes: &[u8]) -> Option<char> {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()
}

/// Feeds folded letters to the automaton. What stands within a tag is read apart from the text around it.
struct Reader<'a, A: Automaton> {
    automaton: &'a A,
    start: aho_corasick::automaton::StateID,
    text: aho_corasick::automaton::StateID,
    state: aho_corasick::automaton::StateID,
    is_in_tag: bool,
}

/// What a byte is to the reader: a letter or digit in lower case, or one of these.
const NOTHING: u8 = 0;
const SPECIAL: u8 = 1;

const CLASSES: [u8; 256] = {
    let mut classes = [NOTHING; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        classes[byte] = match b {
            b'0'..=b'9' | b'a'..=b'z' => b,
            b'A'..=b'Z' => b.to_ascii_lowercase(),
            b'<' | b'>' | b'&' | b'%' | b'\\' | 0x80..=0xff => SPECIAL,
            _ => NOTHING,
        };
        byte += 1;
    }
    classes
};

impl<A: Automaton> Reader<'_, A> {
    fn read(&mut self, bytes: &[u8], hit: &mut impl FnMut(usize, usize)) {
        let mut at = 0;
        while at < bytes.len() {
            match CLASSES[bytes[at] as usize] {
                NOTHING => at += 1,
                SPECIAL => at += self.special(&bytes[at..], at, hit),
                letter => {
                    at += 1;
                    self.step(letter, at, hit);
                }
            }
        }
    }

    #[inline(always)]
    fn step(&mut self, letter: u8, end: usize, hit: &mut impl FnMut(usize, usize)) {
        self.state = self.automaton.next_state(Anchored::No, self.state, letter);
        if self.automaton.is_special(self.state) && self.automaton.is_match(self.state) {
            for n in 0..self.automaton.match_len(self.state) {
                hit(self.automaton.match_pattern(self.state, n).as_usize(), end);
            }
        }
    }

    /// Reads what stands for something else, and says how many bytes that were.
    fn special(&mut self, bytes: &[u8], at: usize, hit: &mut impl FnMut(usize, usize)) -> usize {
        match bytes[0] {
            b'<' => self.open_tag(1),
            b'>' => self.close_tag(1),
            b'&' if bytes.starts_with(b"&lt;") => self.open_tag(4),
            b'&' if bytes.starts_with(b"&gt;") => self.close_tag(4),
            b'&' if bytes.starts_with(b"&amp;") || bytes.starts_with(b"&#x27;") => 5,
            b'&' | b'%' => {
                let head = &bytes[..bytes.len().min(fold::LONGEST_ENTITY)];
                let head = match std::str::from_utf8(head) {
                    Ok(head) => head,
                    Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
                };
                let decoded = if bytes[0] == b'&' { fold::entity(head) } else { fold::percent(head) };
                let Some((text, length)) = decoded else { return 1 };
                text.chars().for_each(|c| self.char(c, at + length, hit));
                length
            }
            b'\\' => match bytes.get(1) {
                Some(b'n' | b'r' | b't') => 2,
                Some(b'u') => {
                    let head = std::str::from_utf8(&bytes[..bytes.len().min(6)]).unwrap_or_default();
                    let Some((text, length)) = fold::escape(head) else { return 1 };
                    text.chars().for_each(|c| self.char(c, at + length, hit));
                    length
                }
                _ => 1,
            },
            _ => {
                let first = first_char(bytes);
                let length = first.map_or(1, char::len_utf8);
                if let Some(c) = first {
                    self.char(c, at + length, hit);
                }
                length
            }
        }
    }

    fn char(&mut self, c: char, end: usize, hit: &mut impl FnMut(usize, usize)) {
        let mut letter = [0; 4];
        if fold::is_part_of_words(c) && !fold::is_ignorable(c) {
            fold::fold(c, &mut |folded| {
                folded.encode_utf8(&mut letter).bytes().for_each(|byte| self.step(byte, end, hit));
            });
        }
    }

    fn open_tag(&mut self, length: usize) -> usize {
        if !self.is_in_tag {
            self.is_in_tag = true;
            self.text = self.state;
        }
        self.state = self.start;
        length
    }

    fn close_tag(&mut self, length: usize) -> usize {
        if self.is_in_tag {
            self.is_in_tag = false;
            self.state = self.text;
        }
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::people;

    fn shown(name: &str, text: &str) -> bool {
        let names = people(name);
        !Gate::new(names.iter()).shown("", text.as_bytes()).is_empty()
    }

    #[test]
    fn a_name_is_found_in_any_kind_of_output() {
        for text in [
            "<p>By Zadie Quarmby</p>",
            "<p>Zadie <em>Quar</em>mby</p>",
            "<a href=\"/p/zadie-quarmby/\">x</a>",
            "{\"by\":\"Zadie\\nQuarmby\"}",
            "{\"by\":\"Z\\u0061die Quarmb\\u00fd\"}",
            "<content type=\"html\">Zadie &lt;b&gt;Quarmby&lt;/b&gt;</content>",
            "https://x.example/?q=Zadie%20Quarmb%C3%BD",
            "Z&#97;die Quarmb&yacute;",
            "Za\u{200b}die\u{a0}QUARMBY",
            "@quarmbyzadie",
            "Quarmby;Zadie;x",
        ] {
            assert!(shown("Zadie Quarmby", text), "{text}");
            assert!(!shown("Zadia Quarmby", text), "{text}");
        }
        assert!(shown("Bo Li", "by Bo Li,") && !shown("Bo Li", "bolivar"));
        assert!(shown("Inés Ortega Villanueva", "by Inés Ortega,"));
        assert!(shown("山田太郎", "<p>私は山田太郎です</p>"));
        assert!(shown("Jörg Müller", "JOERG MUELLER"));
    }

    #[test]
    fn a_path_is_looked_at_as_well_as_bytes() {
        let names = people("Zadie Quarmby");
        assert_eq!(Gate::new(names.iter()).shown("stories/zadie-quarmby/index.html", b"").len(), 1);
    }

    #[test]
    fn many_names_are_looked_for_at_once() {
        let names: Vec<HiddenName> = (0..3_000).flat_map(|n| people(&format!("Zadie{n} Quarmby{n}"))).collect();
        let gate = Gate::new(names.iter());
        let text = "x Zadie2999 Quarmby2999 y Zadie7 Quarmby8 z";
        let shown: Vec<&str> = gate.shown("", text.as_bytes()).iter().map(|name| name.written.as_str()).collect();
        assert_eq!(shown, ["Zadie2999 Quarmby2999"]);
    }
}
