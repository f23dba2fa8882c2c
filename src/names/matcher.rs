//! Searches finished bytes for folded words, quickly.
//!
//! A word that is written in plain ASCII letters is found by hashes of four bytes at every second place: of two
//! neighbouring places in a word, one is even. Whatever may stand within a word (a tag, an entity, an accent, an
//! apostrophe) is looked at by itself: what is read there is folded, and searched with an automaton.

use aho_corasick::AhoCorasick;

use super::fold;

/// How many bits of a hash are kept: the set of them fits into the first cache of a processor.
const HASH_BITS: u32 = 17;

/// As many words of 64 bits hold that set.
const HEAD_WORDS: usize = 1 << (HASH_BITS - 6);

/// As many letters of a word are read on either side of what interrupts it.
const LONGEST_WORD: usize = 64;

/// As many tags may stand within one word, and as long may each be. Beyond, time would not be linear.
const MOST_TAGS: usize = 32;
pub const LONGEST_TAG: usize = 4_096;

/// Shorter words are found as whole words only.
pub const SHORTEST_WITHIN: usize = 4;

/// The words to look for.
pub struct Scan {
    words: Vec<Vec<u8>>,
    /// Of the four bytes that may stand at an even place of a word: the hashes.
    heads: Box<[u64; HEAD_WORDS]>,
    /// The words by their first two letters, as [`start`] counts them.
    by_start: Vec<Vec<usize>>,
    automaton: AhoCorasick,
}

/// A byte without its case. Of what is no letter, others become the same.
const CASE: u8 = 0x20;

impl Scan {
    /// Prepares to look for folded words of at least two bytes. `None` if there are none, or too many.
    pub fn new<'a>(words: impl Iterator<Item = &'a String> + Clone) -> Option<Self> {
        let automaton = AhoCorasick::new(words.clone()).ok().filter(|automaton| automaton.patterns_len() > 0)?;
        let words: Vec<Vec<u8>> = words.map(|word| word.as_bytes().to_vec()).collect();
        let (heads, by_start) = (Box::new([0; HEAD_WORDS]), vec![Vec::new(); CHARACTERS * CHARACTERS]);
        let mut scan = Self { heads, by_start, automaton, words: Vec::new() };
        for (at, word) in words.iter().enumerate() {
            if let [a, b, ..] = **word
                && let Some(start) = start(a, b)
            {
                scan.by_start[start].push(at);
                scan.add_heads(word);
            }
        }
        scan.words = words;
        Some(scan)
    }

    /// Notes what may stand at an even place. Short words come with whatever stands beside them.
    fn add_heads(&mut self, word: &[u8]) {
        let any = || (0..=u8::MAX).filter(|byte| byte & CASE != 0);
        let beside = || any().filter(|byte| !is_letter(*byte));
        match *word {
            [a, b, c, d, ..] => {
                self.add_head([a, b, c, d]);
                match word.get(4) {
                    Some(e) => self.add_head([b, c, d, *e]),
                    None => any().for_each(|after| self.add_head([b, c, d, after])),
                }
            }
            [a, b, c] => beside().for_each(|beside| {
                self.add_head([a, b, c, beside]);
                self.add_head([beside, a, b, c]);
            }),
            [a, b] => {
                for after in beside() {
                    any().for_each(|next| self.add_head([a, b, after, next]));
                    beside().for_each(|before| self.add_head([before, a, b, after]));
                }
            }
            _ => {}
        }
    }

    fn add_head(&mut self, bytes: [u8; 4]) {
        let hash = hash(u32::from_le_bytes(bytes));
        self.heads[hash >> 6] |= 1 << (hash & 63);
    }

    /// Calls `found` with the place of a word and the byte after it, wherever one may stand.
    pub fn each(&self, bytes: &[u8], found: &mut impl FnMut(usize, usize)) {
        self.plain(bytes, found);
        let mut at = 0;
        while let Some(next) = next_special(bytes, at) {
            at = self.special(bytes, next, found);
        }
    }

    /// Finds the words that are written in ASCII letters, one after the other.
    fn plain(&self, bytes: &[u8], found: &mut impl FnMut(usize, usize)) {
        let mut at = 0;
        while let Some(twelve) = bytes.get(at..at + 12) {
            // Four places in eight bytes; the last reads two bytes more.
            let eight = u64::from_le_bytes(twelve[..8].try_into().unwrap_or_default()) | 0x2020_2020_2020_2020;
            let last = u32::from_le_bytes(twelve[6..10].try_into().unwrap_or_default()) | 0x2020_2020;
            let heads = [eight as u32, (eight >> 16) as u32, (eight >> 32) as u32, last];
            if heads.iter().fold(0, |all, head| all | self.has_head(*head)) != 0 {
                for (n, _) in heads.iter().enumerate().filter(|(_, head)| self.has_head(**head) != 0) {
                    self.at_head(bytes, at + 2 * n, found);
                }
            }
            at += 8;
        }
        for at in (at..bytes.len()).step_by(2) {
            self.at_head(bytes, at, found);
        }
    }

    #[inline(always)]
    fn has_head(&self, head: u32) -> u64 {
        let hash = hash(head);
        (self.heads[hash >> 6] >> (hash & 63)) & 1
    }

    /// Compares the words that may begin at a place or beside it.
    #[inline(never)]
    fn at_head(&self, bytes: &[u8], place: usize, found: &mut impl FnMut(usize, usize)) {
        for start in place.saturating_sub(1)..=place + 1 {
            let Some([a, b, ..]) = bytes.get(start..) else { continue };
            let Some(first) = self::start(*a, *b) else { continue };
            for at in &self.by_start[first] {
                let word = &self.words[*at];
                let end = start + word.len();
                let is_here = bytes.get(start..end).is_some_and(|here| here.eq_ignore_ascii_case(word));
                if is_here && (word.len() >= SHORTEST_WITHIN || stands_alone(bytes, start, end)) {
                    found(*at, end);
                }
            }
        }
    }

    /// Looks at what may stand within a word, and says where to read on.
    fn special(&self, bytes: &[u8], at: usize, found: &mut impl FnMut(usize, usize)) -> usize {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let follows_letter = before.is_some_and(is_letter);
        match bytes[at] {
            b'<' => {
                // Most tags stand between words.
                if follows_letter && !parts_words(&bytes[at..]) {
                    let after = tag_after(bytes, at).map(|end| &bytes[end..]).unwrap_or_default();
                    if after.first().is_some_and(|byte| !is_plain_noise(*byte)) && !parts_words(after) {
                        self.word(bytes, at, found);
                    }
                }
                at + 1
            }
            b'\'' if !follows_letter || is_short_ending(&bytes[at + 1..]) => at + 1,
            b'&' | b'%' | b'\\' | b'\'' | 0x80.. => match piece(&bytes[at..]) {
                (Piece::Noise, length) => at + length,
                (Piece::Nothing | Piece::Tag, length) if !follows_letter => at + length,
                (Piece::Apostrophe, length) if !follows_letter || is_short_ending(&bytes[at + length..]) => at + length,
                (Piece::Tag, length) => {
                    self.word(bytes, at, found);
                    at + length
                }
                _ => self.word(bytes, at, found),
            },
            _ => at + 1,
        }
    }

    /// Reads the word that something interrupts at a place, and searches it. Returns where what was read in one
    /// go ends.
    fn word(&self, bytes: &[u8], at: usize, found: &mut impl FnMut(usize, usize)) -> usize {
        let first = bytes[..at].iter().rev().take(LONGEST_WORD).take_while(|byte| is_letter(**byte)).count();
        let mut word = bytes[at - first..at].to_ascii_lowercase();
        let mut ends: Vec<usize> = (at - first + 1..=at).collect();
        let (mut place, mut tags, mut read_on) = (at, 0, None);
        while place < bytes.len() && word.len() < 4 * LONGEST_WORD {
            if is_letter(bytes[place]) {
                word.push(bytes[place].to_ascii_lowercase());
                place += 1;
                ends.push(place);
                continue;
            }
            let (piece, length) = piece(&bytes[place..]);
            match piece {
                Piece::Noise => break,
                Piece::Nothing | Piece::Apostrophe => place += length,
                Piece::Tag if parts_words(&bytes[place..]) => break,
                Piece::Tag => {
                    tags += 1;
                    // What stands in the tag is read by itself.
                    read_on.get_or_insert(place + length);
                    let Some(end) = tag_after(bytes, place).filter(|_| tags <= MOST_TAGS) else { break };
                    place = end;
                }
                Piece::Letters(letters) => {
                    place += length;
                    for c in letters.chars().filter(|c| fold::is_part_of_words(*c) && !fold::is_ignorable(*c)) {
                        let mut utf8 = [0; 4];
                        fold::fold(c, &mut |folded| word.extend(folded.encode_utf8(&mut utf8).bytes()));
                    }
                    ends.resize(word.len(), place);
                }
            }
        }
        for hit in self.automaton.find_overlapping_iter(&word) {
            if hit.len() >= SHORTEST_WITHIN || stands_alone(&word, hit.start(), hit.end()) {
                found(hit.pattern().as_usize(), ends[hit.end() - 1]);
            }
        }
        // A word may begin before the limit and end behind it.
        let is_cut = word.len() >= 4 * LONGEST_WORD;
        let overlap = ends.get(word.len().saturating_sub(2 * LONGEST_WORD)).copied().filter(|_| is_cut);
        read_on.or(overlap).unwrap_or(place).max(at + 1)
    }
}

/// Letters and digits.
const CHARACTERS: usize = 36;

/// The number of two letters, whatever their case.
fn start(a: u8, b: u8) -> Option<usize> {
    let number = |byte: u8| char::from(byte).to_digit(CHARACTERS as u32);
    Some(number(a)? as usize * CHARACTERS + number(b)? as usize)
}

fn hash(head: u32) -> usize {
    (head.wrapping_mul(0x9e37_79b1) >> (32 - HASH_BITS)) as usize
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Whether one letter and then something else follows: `don't`, `Zadie's`.
fn is_short_ending(after: &[u8]) -> bool {
    match after {
        [first, second, ..] => is_plain_noise(*first) || is_letter(*first) && is_plain_noise(*second),
        _ => true,
    }
}

fn is_plain_noise(byte: u8) -> bool {
    !is_letter(byte) && byte < 0x80 && !matches!(byte, b'<' | b'&' | b'%' | b'\\' | b'\'')
}

/// What stands for something else, or for nothing, in the middle of a word.
enum Piece {
    /// It separates words.
    Noise,
    /// A reader does not see it.
    Nothing,
    Apostrophe,
    /// A tag begins, escaped or not.
    Tag,
    Letters(String),
}

/// What bytes begin with, and its length.
fn piece(bytes: &[u8]) -> (Piece, usize) {
    let decoded = match bytes[0] {
        b'<' => return (Piece::Tag, 1),
        b'\'' => return (Piece::Apostrophe, 1),
        b'&' if bytes.starts_with(b"&lt;") => return (Piece::Tag, 4),
        b'&' if bytes.starts_with(b"&amp;") => return (Piece::Noise, 5),
        b'&' if bytes.starts_with(b"&quot;") => return (Piece::Noise, 6),
        b'&' => fold::entity(head(bytes)),
        b'%' => fold::percent(head(bytes)),
        b'\\' => fold::escape(head(bytes)),
        0x80.. => {
            let length = match bytes[0] {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => 1,
            };
            bytes.get(..length).and_then(|c| std::str::from_utf8(c).ok()).map(|c| (c.to_owned(), length))
        }
        _ => None,
    };
    let Some((text, length)) = decoded else { return (Piece::Noise, 1) };
    let seen = || text.chars().filter(|c| !fold::is_ignorable(*c));
    let piece = match seen().next() {
        None => Piece::Nothing,
        Some(c) if fold::is_apostrophe(c) => Piece::Apostrophe,
        Some(_) if seen().all(fold::is_part_of_words) => Piece::Letters(text),
        Some(_) => Piece::Noise,
    };
    (piece, length)
}

/// As much as an entity or an escape takes, as text.
fn head(bytes: &[u8]) -> &str {
    let head = &bytes[..bytes.len().min(fold::LONGEST_ENTITY)];
    match std::str::from_utf8(head) {
        Ok(head) => head,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// Whether bytes begin with a tag, escaped or not, of an element with lines of its own: what stands before and behind
/// it are different words.
pub fn parts_words(bytes: &[u8]) -> bool {
    let Some(tag) = bytes.strip_prefix(b"<").or_else(|| bytes.strip_prefix(b"&lt;")) else { return false };
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let length = tag.iter().take(LONGEST_BLOCK + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let mut name = [0; LONGEST_BLOCK];
    let Some(lower) = name.get_mut(..length) else { return false };
    lower.copy_from_slice(&tag[..length]);
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"body"
            | b"br"
            | b"caption"
            | b"dd"
            | b"details"
            | b"dialog"
            | b"div"
            | b"dl"
            | b"dt"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"head"
            | b"header"
            | b"hgroup"
            | b"hr"
            | b"html"
            | b"legend"
            | b"li"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"optgroup"
            | b"option"
            | b"p"
            | b"pre"
            | b"script"
            | b"section"
            | b"select"
            | b"style"
            | b"summary"
            | b"svg"
            | b"table"
            | b"tbody"
            | b"td"
            | b"tfoot"
            | b"th"
            | b"thead"
            | b"title"
            | b"tr"
            | b"ul"
            | b"video"
    )
}

/// The longest name of such an element.
const LONGEST_BLOCK: usize = 10;

/// The place after the tag that begins at a place.
pub fn tag_after(bytes: &[u8], at: usize) -> Option<usize> {
    let tag = &bytes[at..bytes.len().min(at + LONGEST_TAG)];
    let length = match tag {
        [b'<', ..] => memchr::memchr(b'>', tag)? + 1,
        [b'&', b'l', b't', b';', ..] => tag.windows(4).position(|here| here == b"&gt;")? + 4,
        _ => return None,
    };
    Some(at + length)
}

/// Whether no ASCII letter stands beside some bytes.
fn stands_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_other = |byte: Option<&u8>| byte.is_none_or(|byte| !is_letter(*byte));
    is_other(bytes[..start].last()) && is_other(bytes.get(end))
}

/// The next byte that may stand within a word and is no ASCII letter. Some others are returned as well.
fn next_special(bytes: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut at = from;
    while let Some(eight) = bytes.get(at..at + 8) {
        let word = u64::from_le_bytes(eight.try_into().unwrap_or_default());
        // `%`, `&` and `'` differ from `$` in the last two bits only; `<` and `\` from 0x1c in 0x60.
        let quotes = zero((word & (0xfc * ONES)) ^ (0x24 * ONES));
        let brackets = zero((word & (0x9f * ONES)) ^ (0x1c * ONES));
        let special = (word & HIGHS) | quotes | brackets;
        if special != 0 {
            return Some(at + (special.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    (at..bytes.len()).find(|at| matches!(bytes[*at], b'%' | b'&' | b'\'' | b'<' | b'\\' | 0x80..))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Where the words stand by the plainest search that there is: on text without anything else.
    fn expected(words: &[String], text: &str) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        for (n, word) in words.iter().enumerate() {
            for start in 0..text.len() {
                let end = start + word.len();
                if text.get(start..end).is_some_and(|here| here.eq_ignore_ascii_case(word))
                    && (word.len() >= SHORTEST_WITHIN || stands_alone(text.as_bytes(), start, end))
                {
                    all.push((n, end));
                }
            }
        }
        all.sort_unstable();
        all
    }

    fn found(words: &[String], text: &str) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        Scan::new(words.iter()).unwrap().each(text.as_bytes(), &mut |word, end| all.push((word, end)));
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn words_are_found_wherever_they_stand_in_a_long_text_without_spaces() {
        let word = "山田太郎".to_owned();
        for before in (0..400).step_by(7) {
            let text = format!("{}{word}{}", "花".repeat(before), "見".repeat(200));
            assert_eq!(found(std::slice::from_ref(&word), &text), [(0, 3 * before + word.len())], "{before}");
        }
    }

    proptest! {
        #[test]
        fn words_in_plain_letters_are_found_at_every_place(
            words in proptest::collection::btree_set("[ab]{2,7}", 1..6),
            text in "[abAB .\n]{0,60}",
        ) {
            let words: Vec<String> = words.into_iter().collect();
            prop_assert_eq!(found(&words, &text), expected(&words, &text));
        }

        #[test]
        fn words_are_found_whatever_interrupts_them(
            pieces in proptest::collection::vec(
                prop_oneof![
                    Just("<b>"), Just("</b>"), Just("<i x='&amp;%41'>"), Just("&lt;b&gt;"), Just("\u{ad}"),
                    Just("&shy;"), Just("’"), Just("&#39;"), Just("&zwnj;"), Just("%E2%80%8B"), Just("\\u200b"), Just(""),
                ],
                6,
            ),
            before in "[a-f <&;é.]{0,20}",
            after in "([ .<\"][a-f <&;é.]{0,20})?",
            coded in 0..7_usize,
        ) {
            let mut text = format!("{before} ");
            for (at, letter) in "quarmby".chars().enumerate() {
                match (at == coded, at % 3) {
                    (true, 0) => text.push_str(&format!("&#{};", letter as u32)),
                    (true, 1) => text.push_str(&format!("%{:x}", letter as u32)),
                    (true, _) => text.push_str(&format!("\\u{:04x}", letter as u32)),
                    _ => text.push(letter),
                }
                text.push_str(pieces.get(at).unwrap_or(&""));
            }
            text.push_str(&after);
            prop_assert!(!found(&["quarmby".to_owned()], &text).is_empty(), "{}", text);
        }
    }
}
