//! The last look before anything is published: searches the bytes of an output for all hidden names of a site, in
//! one pass, whatever the output is.
//!
//! Two steps keep it cheap. [`Scan`] looks for the longer words of each name only. Where one of them stands, what
//! is around it is compared in full.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::find::Finder;
use super::fold::Folded;
use super::matcher::{LONGEST_TAG, SHORTEST_WITHIN, Scan, parts_words, tag_after};
use super::person::{HiddenName, Part};
use crate::digest::Digest;

/// How many bytes before and after the word are compared: names with marks and tags between their parts fit in.
const AROUND: usize = 320;

/// A handle or a name of a script without spaces is looked for from this many letters on.
const SHORTEST_ALONE: usize = 6;

/// Looks for hidden names in finished bytes.
pub struct Gate {
    names: Vec<HiddenName>,
    /// The places in `names` of the names that each pattern stands for, and what finds them.
    patterns: Vec<(Vec<usize>, Finder)>,
    scan: Option<Scan>,
    digest: Digest,
}

impl Default for Gate {
    fn default() -> Self {
        Self { names: Vec::new(), patterns: Vec::new(), scan: None, digest: Digest::NONE }
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
        let scan = Scan::new(by_pattern.keys());
        let digest = Digest::of(&names);
        let finder = |owners: &Vec<usize>| Finder::new(owners.iter().map(|at| names[*at].clone()).collect());
        let patterns = by_pattern.into_values().map(|owners| (finder(&owners), owners));
        let patterns = patterns.map(|(finder, owners)| (owners, finder)).collect();
        Self { patterns, scan, digest, names }
    }

    /// Of the names: what was let through by another gate may be stopped by this one.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The names that an output shows, by its path or its bytes.
    pub fn shown(&self, path: &str, bytes: &[u8]) -> Vec<&HiddenName> {
        let decoded = self.scan.as_ref().and_then(|_| as_utf8(bytes));
        self.shown_in_text(path, decoded.as_deref().unwrap_or(bytes))
    }

    /// The same of an output that is no text in another encoding than UTF-8.
    pub fn shown_in_text(&self, path: &str, bytes: &[u8]) -> Vec<&HiddenName> {
        let mut shown = Vec::new();
        let Some(scan) = &self.scan else { return Vec::new() };
        for bytes in [path.as_bytes(), bytes] {
            scan.each(bytes, &mut |pattern, end| {
                let (owners, finder) = &self.patterns[pattern];
                if !owners.iter().all(|name| shown.contains(name)) {
                    shown.extend(shown_around(bytes, end, finder).into_iter().map(|at| owners[at]));
                }
            });
        }
        shown.sort_unstable();
        shown.dedup();
        shown.into_iter().map(|at| &self.names[at]).collect()
    }
}

/// The text of bytes in another encoding than UTF-8, if it is text: UTF-16 with its mark, or Latin-1.
fn as_utf8(bytes: &[u8]) -> Option<Vec<u8>> {
    let units =
        |of: fn([u8; 2]) -> u16| -> Vec<u16> { bytes[2..].chunks_exact(2).map(|two| of([two[0], two[1]])).collect() };
    let units = match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ if !bytes.contains(&0) && std::str::from_utf8(bytes).is_err() => {
            return Some(bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes());
        }
        _ => return None,
    };
    Some(String::from_utf16_lossy(&units).into_bytes())
}

/// Whether a name belongs to few people.
fn is_telling(name: &HiddenName) -> bool {
    let letters = |part: &Part| part.spellings[0].chars().count();
    match name.parts.as_slice() {
        [only] => {
            (only.is_unspaced && letters(only) > 2)
                || (name.written.contains('@') && letters(only) >= SHORTEST_ALONE)
                || name.needs_initial
        }
        _ => true,
    }
}

/// What is looked for first: all words of a name but one, since two of them show it, and rare words rather than
/// everyday ones.
fn anchors(name: &HiddenName) -> BTreeSet<String> {
    let letters = |part: &Part| part.spellings[0].chars().count();
    let mut parts: Vec<&Part> = name.parts.iter().collect();
    parts.sort_by_key(|part| (part.is_common, Reverse(letters(part))));
    let mut anchors = BTreeSet::new();
    for (at, part) in parts.iter().enumerate().take(parts.len().max(2) - 1) {
        anchors.extend(part.spellings.iter().cloned().chain(part.pieces()));
        anchors.extend(part.stems.iter().filter(|stem| stem.len() >= SHORTEST_WITHIN).cloned());
        // Short ones are found as whole words only, so that handles are looked for as well.
        if part.spellings.iter().any(|spelling| spelling.len() < SHORTEST_WITHIN) {
            for other in parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other) {
                let pairs = part.spellings.iter().flat_map(|one| other.spellings.iter().map(move |two| (one, two)));
                anchors.extend(pairs.flat_map(|(one, two)| [format!("{one}{two}"), format!("{two}{one}")]));
            }
        }
    }
    anchors
}

/// The names that stand whole around a place, by their places among those of the finder: in the bytes as they are,
/// as in an attribute, and in the text without tags, however long they are.
fn shown_around(bytes: &[u8], end: usize, finder: &Finder) -> BTreeSet<usize> {
    let around = &bytes[end.saturating_sub(AROUND)..bytes.len().min(end + AROUND)];
    let mut shown = finder.whole_names(&Folded::new(&String::from_utf8_lossy(around)));
    let text = text_around(bytes, end);
    if text != around {
        shown.extend(finder.whole_names(&Folded::new(&String::from_utf8_lossy(&text))));
    }
    shown
}

/// What a tag is to a reader: nothing, or a new paragraph.
fn parting(tag: &[u8]) -> &'static [u8] {
    if parts_words(tag) { b"\n\n" } else { b"" }
}

/// The text before and after a place, without tags, escaped or not.
fn text_around(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(2 * AROUND);
    let mut at = place;
    while at > 0 && text.len() < AROUND {
        match tag_before(&bytes[..at]) {
            Some(start) => {
                text.extend_from_slice(parting(&bytes[start..at]));
                at = start;
            }
            // A tag begins here: the place is within it.
            None if bytes[at - 1] == b'<' => break,
            None => {
                at -= 1;
                text.push(bytes[at]);
            }
        }
    }
    text.reverse();
    let most = text.len() + AROUND;
    at = place;
    while at < bytes.len() && text.len() < most {
        match tag_after(bytes, at) {
            Some(end) => {
                text.extend_from_slice(parting(&bytes[at..end]));
                at = end;
            }
            None if bytes[at] == b'>' => break,
            None => {
                text.push(bytes[at]);
                at += 1;
            }
        }
    }
    text
}

/// Where the tag begins with which bytes end.
fn tag_before(bytes: &[u8]) -> Option<usize> {
    let tag = &bytes[bytes.len().saturating_sub(LONGEST_TAG)..];
    let start = match bytes {
        [.., b'>'] => tag.iter().rposition(|byte| *byte == b'<')?,
        [.., b'&', b'g', b't', b';'] => tag.windows(4).rposition(|here| here == b"&lt;")?,
        _ => return None,
    };
    Some(bytes.len() - tag.len() + start)
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
            "Zadie Quarm<b\nclass=x>b</b>y",
            "Zadie &lt;b&gt;Quar&lt;/b&gt;mby",
            "Zadie Qu'armby",
            "Zadie Quar\u{ad}mby Zadie",
            "ZADIE QUARMBY",
            "%5A%61die %51uarmby",
            "\\u005aadie \\u0051uarmby",
            "<p>Zadie</p><p>Quarmby</p>",
        ] {
            assert!(shown("Zadie Quarmby", text), "{text}");
            assert!(!shown("Zadia Quarmby", text), "{text}");
        }
        assert!(shown("Bo Li", "by Bo Li,") && !shown("Bo Li", "bolivar"));
        assert!(shown("Ana Paz", "by Ana Paz") && shown("Ana Paz", "@anapaz") && !shown("Ana Paz", "banana topaz"));
        let link = format!("[<a href=\"https://x.example/{}\">Zadie</a> Quarmby]", "x".repeat(2_000));
        assert!(shown("Zadie Quarmby", &link));
        assert!(shown("Inés Ortega Villanueva", "by Inés Ortega,"));
        assert!(shown("山田太郎", "<p>私は山田太郎です</p>"));
        assert!(shown("Jörg Müller", "JOERG MUELLER"));
    }

    #[test]
    fn two_people_in_a_list_or_a_table_are_not_a_third() {
        for text in [
            "<li>Maria Lopez</li><li>Jose Garcia</li>",
            "<li><img src=\"/x.png\" alt=\"\"> Maria Lopez</li><li><a href=\"https://x.example/j\">Jose Garcia</a></li>",
            "<tr><td>Maria Lopez</td><td>Jose Garcia</td></tr>",
            "&lt;li&gt;Maria Lopez&lt;/li&gt;&lt;li&gt;Jose Garcia&lt;/li&gt;",
            "<a>Maria Callas</a>, <a>Garcia Lorca</a>",
            "[\"Maria Lopez\",\"Jose Garcia\"]",
        ] {
            assert!(!shown("Maria Garcia", text), "{text}");
        }
    }

    #[test]
    fn a_name_is_found_in_other_encodings() {
        let names = people("Jörg Müller");
        let gate = Gate::new(names.iter());
        let text = "x Jörg Müller y";
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [latin.as_slice(), &utf16, b"'J\\xf6rg M\\xfcller'"] {
            assert_eq!(gate.shown("", bytes).len(), 1, "{bytes:?}");
        }
    }

    #[test]
    fn a_single_word_is_the_name_beside_its_initial() {
        let names: Vec<HiddenName> = people("J. Quarmby").iter().map(HiddenName::strict).collect();
        let gate = Gate::new(names.iter());
        for (text, is_shown) in
            [("by J. Quarmby", true), ("Quarmby, J.", true), ("@jquarmby", true), ("Ana Quarmby", false)]
        {
            assert_eq!(!gate.shown("", text.as_bytes()).is_empty(), is_shown, "{text}");
        }
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
