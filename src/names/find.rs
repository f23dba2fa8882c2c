//! Where a folded text shows a name: the whole of it, or a part by which a reader could tell who it is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::endings::{self, Ending};
use super::fold::{Context, Folded, Gap, Word};
use super::particles::is_filler;
use super::person::{HiddenName, Part};

/// A name, or a part of one, in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The name's place in the list.
    pub name: usize,
    /// The bytes of the source.
    pub source: Range<usize>,
    /// Whether two of its parts stand together, or all that it has.
    pub is_whole: bool,
    /// Whether it is written as in addresses: `ana-perez`, `anaperez`.
    pub is_slug: bool,
    /// Whether it stands in a URL, an e-mail address, a path or a file name, which lead nowhere when they are reworded.
    pub in_locator: bool,
}

/// A part of a name in one word of the text.
struct Hit {
    word: usize,
    part: usize,
    range: Range<usize>,
    /// Whether it is taken for the name when it stands alone.
    is_certain: bool,
    /// The ending that a language gives it, unless it is one that all names have.
    ending: Option<Ending>,
}

/// Two parts of a name in a handle are one when they have this many letters together.
const SHORTEST_HANDLE: usize = 6;

/// Two parts that have this many letters together are no accident within a longer word.
const SURE_HANDLE: usize = 8;

/// How many letters a part has at least for words that contain it to count.
const SHORTEST_STEM: usize = 4;

/// The endings that a language may add to a name, in letters: `Quarmbys`, `Quarmbyová`.
const LONGEST_ENDING: usize = 3;

/// As many other names may stand between two parts: Zadie Maria Luisa Quarmby.
const MOST_BETWEEN: usize = 2;

/// As many letters may stand between two parts in a handle: `zadievanquarmby`.
const MOST_GLUED: usize = 8;

/// Shorter parts with letters between them are an accident.
const SHORTEST_GLUED: usize = 4;

/// What joins two people.
const CONJUNCTIONS: [&str; 7] = ["and", "e", "en", "et", "i", "und", "y"];

/// The endings of names in Latin letters.
const ENDINGS: [&str; 6] = ["", "s", "es", "n", "en", "ns"];

/// Finds some names in texts. One automaton says which words are worth a look, however many names there are.
#[derive(Clone, Debug)]
pub struct Finder {
    names: Vec<HiddenName>,
    automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton, the places in `names` of those that it belongs to.
    owners: Vec<Vec<usize>>,
}

impl Finder {
    /// A finder of these names.
    pub fn new(names: Vec<HiddenName>) -> Self {
        let mut by_pattern: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            for part in &name.parts {
                for spelling in part.spellings.iter().chain(&part.stems).cloned().chain(part.pieces()) {
                    let owners = by_pattern.entry(spelling).or_default();
                    if owners.last() != Some(&at) {
                        owners.push(at);
                    }
                }
            }
        }
        let automaton = AhoCorasick::new(by_pattern.keys()).ok();
        Self { names, automaton, owners: by_pattern.into_values().collect() }
    }

    /// The names.
    pub fn names(&self) -> &[HiddenName] {
        &self.names
    }

    /// The places of the names that a text shows whole, those within others as well.
    pub fn whole_names(&self, text: &Folded) -> BTreeSet<usize> {
        self.all(text).into_iter().filter(|one| one.is_whole).map(|one| one.name).collect()
    }

    fn all(&self, text: &Folded) -> Vec<Shown> {
        let mut shown: Vec<Shown> = Vec::new();
        for (at, words) in self.candidates(text) {
            let name = &self.names[at];
            let hits = hits(text, name, &words);
            let mut rest = hits.as_slice();
            while !rest.is_empty() {
                let (run, after) = rest.split_at(run(text, rest));
                if is_whole(text, run, name) {
                    shown.push(shown_by(text, at, run, true));
                } else {
                    let alone = run.iter().filter(|hit| hit.is_certain && !name.parts[hit.part].is_allowed);
                    shown.extend(alone.map(|hit| shown_by(text, at, std::slice::from_ref(hit), false)));
                }
                rest = after;
            }
        }
        shown
    }

    /// Where the text shows whole names and parts of them, in order; none within another.
    pub fn find(&self, text: &Folded) -> Vec<Shown> {
        let mut shown = self.all(text);
        // The longest first where several begin together.
        shown.sort_by_key(|one| (one.source.start, Reverse((one.is_whole, one.source.end))));
        let mut kept: Vec<Shown> = Vec::with_capacity(shown.len());
        for one in shown {
            match kept.last_mut().filter(|last| one.source.start < last.source.end) {
                // Names that share a word go together.
                Some(last) => {
                    last.source.end = last.source.end.max(one.source.end);
                    last.is_whole |= one.is_whole;
                    last.in_locator |= one.in_locator;
                }
                None => kept.push(one),
            }
        }
        kept
    }

    /// Where the text shows whole names.
    pub fn whole(&self, text: &Folded) -> Vec<Shown> {
        let mut shown = self.find(text);
        shown.retain(|one| one.is_whole);
        shown
    }

    /// The words that may hold a part of a name, by the name's place.
    fn candidates(&self, text: &Folded) -> BTreeMap<usize, Vec<usize>> {
        let mut candidates: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let Some(automaton) = &self.automaton else { return candidates };
        for (at, word) in text.words().iter().enumerate() {
            let written = text.word(word);
            let mut add = |written: &str| {
                for found in automaton.find_overlapping_iter(written) {
                    for owner in &self.owners[found.pattern().as_usize()] {
                        let words = candidates.entry(*owner).or_default();
                        if words.last() != Some(&at) {
                            words.push(at);
                        }
                    }
                }
            };
            add(written);
            if written.contains('\'') {
                add(&written.replace('\'', ""));
            }
        }
        candidates
    }
}

fn shown_by(text: &Folded, name: usize, run: &[Hit], is_whole: bool) -> Shown {
    let (first, last) = (&run[0], &run[run.len() - 1]);
    let range = first.range.start..run.iter().map(|hit| hit.range.end).max().unwrap_or(last.range.end);
    let words = &text.words()[first.word..=last.word];
    let is_lower = words.iter().all(|word| !word.is_capital);
    let is_joined = first.word == last.word && run.len() > 1;
    let in_locator = words.iter().any(|word| word.context == Context::Locator);
    let source = text.source(range);
    Shown { name, source, is_whole, is_slug: is_whole && (is_joined || is_lower), in_locator }
}

/// How many hits, from the first on, belong together. A part that comes again begins another name, unless it
/// follows at once.
fn run(text: &Folded, hits: &[Hit]) -> usize {
    let mut count = 1;
    while let Some(next) = hits.get(count) {
        let last = &hits[count - 1];
        let is_next = next.word <= last.word + 1;
        let is_repeated = hits[..count].iter().any(|hit| hit.part == next.part);
        if !belong_together(text, last, next) || (is_repeated && !is_next) {
            break;
        }
        count += 1;
    }
    count
}

/// Whether nothing stands between two hits but initials, particles and titles, or one or two more names of the same
/// person: `Maria Lopez, Jose Garcia` is not Maria Garcia.
fn belong_together(text: &Folded, first: &Hit, second: &Hit) -> bool {
    let words = text.words();
    let between = words.get(first.word + 1..second.word).unwrap_or_default();
    let mut others = between.iter().filter(|word| !is_filler(text.word(word)));
    let count = others.clone().take(MOST_BETWEEN + 1).count();
    if count == 0 {
        return true;
    }
    // Behind a family name that comes first stands a comma.
    let is_apart = |(n, word): (usize, &Word)| match word.gap {
        Gap::Nothing => CONJUNCTIONS.contains(&text.word(word)),
        Gap::Comma => n > 0 || first.part == 0,
        Gap::End => true,
    };
    let until = words.get(first.word + 1..=second.word).unwrap_or_default();
    let may_be_names =
        first.is_certain && second.is_certain && others.all(|other| other.is_capital || other.context != Context::Text);
    count <= MOST_BETWEEN && may_be_names && !until.iter().enumerate().any(is_apart)
}

fn is_whole(text: &Folded, run: &[Hit], name: &HiddenName) -> bool {
    match name.parts.as_slice() {
        [only] if only.is_unspaced => {
            // A space may stand between the family name and the first name.
            let length: usize = run.iter().map(|hit| hit.range.len()).sum();
            let is_all = |whole: &String| length == whole.len() || run.iter().any(|hit| hit.range.len() == whole.len());
            only.spellings.iter().any(is_all)
        }
        [_] if name.needs_initial => run.iter().any(|hit| hit.is_certain && has_initial(text, hit, name)),
        [_] => run.iter().any(|hit| hit.is_certain),
        _ => {
            // Everyday words next to each other are no name: `You will love it` is not by Will Love.
            let is_meant =
                |hit: &Hit| hit.is_certain || hit.ending.is_some() || text.words()[hit.word].context != Context::Text;
            if !run.iter().any(is_meant) {
                return false;
            }
            // Where each part first ends, as it is and with each kind of ending: two in the same letters are one word, and
            // that of somebody else. A doubtful ending wants another ending beside it, and a sure one in what others write.
            let mut ends = vec![[usize::MAX; 4]; name.parts.len()];
            let doubtful: &[usize] = if name.only_sure { &[1] } else { &[1, 2] };
            // `Tim cooks`: beside a capital, an everyday word in small letters is that word.
            let is_word = |hit: &Hit| {
                let word = &text.words()[hit.word];
                name.parts[hit.part].is_common && !word.is_capital && word.context == Context::Text
            };
            let has_capital = run.iter().any(|hit| text.words()[hit.word].is_capital);
            run.iter().filter(|hit| !(has_capital && is_word(hit))).any(|hit| {
                let (own, others): (usize, &[usize]) = match hit.ending {
                    None => (0, &[0, 1, 3]),
                    Some(Ending::Sure) => (1, &[0, 1, 2, 3]),
                    Some(Ending::Doubtful) => (2, doubtful),
                    Some(Ending::Feminine) => (3, &[0, 1]),
                };
                let is_beside = ends
                    .iter()
                    .enumerate()
                    .any(|(part, ends)| part != hit.part && others.iter().any(|other| ends[*other] <= hit.range.start));
                ends[hit.part][own] = ends[hit.part][own].min(hit.range.end);
                is_beside
            })
        }
    }
}

/// The parts of a name in some words of a text, in order.
fn hits(text: &Folded, name: &HiddenName, words: &[usize]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for at in words.iter().copied() {
        let word = &text.words()[at];
        let joined = in_handle(text, at, word, name);
        if joined.is_empty() {
            hits.extend((0..name.parts.len()).filter_map(|part| in_word(text, at, word, name, part)))
        } else {
            hits.extend(joined)
        }
    }
    hits
}

/// Whether one of the initials stands beside the single word of a name, or is joined to it: `J. Quarmby`, `jquarmby`.
fn has_initial(text: &Folded, hit: &Hit, name: &HiddenName) -> bool {
    let words = text.words();
    let is_initial = |word: &Word| {
        let mut letters = text.word(word).chars();
        letters.next().is_some_and(|first| name.initials.contains(&first)) && letters.next().is_none()
    };
    let before = hit.word.checked_sub(1).and_then(|at| words.get(at));
    let word = &words[hit.word];
    let joined = text.word(word)[..hit.range.start.saturating_sub(word.range.start)].chars().next_back();
    before.is_some_and(is_initial)
        || words.get(hit.word + 1).is_some_and(is_initial)
        || joined.is_some_and(|first| name.initials.contains(&first))
}

/// Two parts of a name joined in one word: `zadiequarmby92`, `zadievanquarmby`.
fn in_handle(text: &Folded, at: usize, word: &Word, name: &HiddenName) -> Vec<Hit> {
    let written = text.word(word);
    if written.len() < SHORTEST_HANDLE || name.parts.len() < 2 {
        return Vec::new();
    }
    // Where parts stand in the word, in order.
    let mut places: Vec<(Range<usize>, usize)> = Vec::new();
    for (part, spelling) in
        name.parts.iter().enumerate().flat_map(|(n, part)| part.spellings.iter().map(move |one| (n, one)))
    {
        places.extend(written.match_indices(spelling.as_str()).map(|(start, _)| (start..start + spelling.len(), part)));
    }
    places.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
    for (n, (one, a)) in places.iter().enumerate() {
        let others = places[n + 1..].iter().take_while(|(other, _)| other.start <= one.end + MOST_GLUED);
        for (other, b) in others.filter(|(other, b)| b != a && other.start >= one.end) {
            let (first, second) = (&written[one.clone()], &written[other.clone()]);
            let count = first.chars().count() + second.chars().count();
            let is_unspaced = name.parts[*a].is_unspaced && name.parts[*b].is_unspaced;
            if (count < SHORTEST_HANDLE && !is_unspaced) || is_other_number(second, &written[other.end..]) {
                continue;
            }
            // Short ones are found in words that have nothing to do with them, and so are those with letters between.
            let is_alone = one.start == 0 && written[other.end..].chars().all(char::is_numeric);
            let is_joined = one.end == other.start;
            let is_long = first.chars().count().min(second.chars().count()) >= SHORTEST_GLUED;
            if (is_joined && (count >= SURE_HANDLE || is_alone || is_unspaced)) || (count >= SURE_HANDLE && is_long) {
                let base = word.range.start;
                let hit = |part: usize, range: &Range<usize>| Hit {
                    word: at,
                    part,
                    range: base + range.start..base + range.end,
                    is_certain: true,
                    ending: None,
                };
                return vec![hit(*a, one), hit(*b, other)];
            }
        }
    }
    Vec::new()
}

/// One part of a name in a word.
fn in_word(text: &Folded, at: usize, word: &Word, name: &HiddenName, part: usize) -> Option<Hit> {
    let written = text.word(word);
    let found = stems(written).find_map(|(start, stem)| {
        let (range, ending) = in_stem(stem, name, part)?;
        Some((start + range.start..start + range.end, ending))
    });
    // `O'Brien` is one word that an apostrophe does not separate.
    let found = found.or_else(|| {
        let joined = written.contains('\'').then(|| written.replace('\'', ""))?;
        let (_, ending) = in_stem(&joined, name, part)?;
        Some((0..written.len(), ending))
    });
    let Some((range, ending)) = found else { return inflected(at, word, written, &name.parts[part], part) };
    let Part { is_common, is_unspaced, .. } = name.parts[part];
    let letters = name.parts[part].spellings[0].chars().count();
    let is_short = letters < SHORTEST_STEM;
    // Addresses have no capitals: what is long enough for a name counts there.
    let is_marked = word.is_capital || (word.context != Context::Text && letters > 2 && !is_common);
    let is_certain = is_unspaced
        || match ending {
            0 => is_marked || !(is_common || is_short),
            _ => !is_common && (is_marked || written.ends_with('s')),
        };
    let range = word.range.start + range.start..word.range.start + range.end;
    Some(Hit { word: at, part, range, is_certain, ending: None })
}

/// A part of a name with an ending that its language gives it.
fn inflected(at: usize, word: &Word, written: &str, part: &Part, n: usize) -> Option<Hit> {
    if !word.is_capital && word.context == Context::Text {
        return None;
    }
    let ending = |stem: &String| Some((stem.len(), endings::ending(written.strip_prefix(stem.as_str())?)?));
    let all = part.stems.iter().filter_map(ending);
    let (length, ending) = all.max_by_key(|(length, ending)| (*ending == Ending::Sure, *length))?;
    let is_certain = ending != Ending::Doubtful && length >= SHORTEST_STEM;
    Some(Hit { word: at, part: n, range: word.range.clone(), is_certain, ending: Some(ending) })
}

/// The pieces of a word between apostrophes, with their places.
fn stems(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    word.split('\'').map(move |stem| {
        let start = at;
        at += stem.len() + 1;
        (start, stem)
    })
}

/// Where a word holds a part of a name, and how many letters of it are an ending.
fn in_stem(stem: &str, name: &HiddenName, at: usize) -> Option<(Range<usize>, usize)> {
    let part = &name.parts[at];
    let of_spelling = |spelling: &String| {
        if stem == spelling {
            return Some((0..stem.len(), 0));
        }
        let length = spelling.chars().count();
        if part.is_unspaced {
            return stem.find(spelling.as_str()).filter(|_| length > 1).map(|start| (start..start + spelling.len(), 0));
        }
        if length < SHORTEST_STEM && !(part.is_prefixing && length > 2) {
            return None;
        }
        let start = stem.find(spelling.as_str())?;
        let (before, after) = (&stem[..start], &stem[start + spelling.len()..]);
        if is_other_number(spelling, after) {
            return None;
        }
        let is_number = !after.is_empty() && after.chars().all(char::is_numeric);
        let ending = match is_number {
            true => 0,
            // Longer ones make other names and words in Latin letters: Paula, carry.
            false if after.is_ascii() && !ENDINGS.contains(&after) => LONGEST_ENDING + 1,
            false => after.chars().count(),
        };
        let is_initial = |letter: char| {
            name.initials.contains(&letter) || name.parts.iter().any(|part| part.initial() == Some(letter))
        };
        let prefix = before.chars().count();
        let may_begin = prefix == 0
            || (part.is_prefixing && prefix <= 2)
            || (prefix <= 2 && ending == 0 && before.chars().all(is_initial))
            || (is_handle(name) && length >= SHORTEST_HANDLE);
        // An ending in other letters goes with the name: nobody can read what is left of it.
        let end = if after.is_ascii() { start + spelling.len() } else { stem.len() };
        (may_begin && ending <= LONGEST_ENDING || is_handle(name) && length >= SHORTEST_HANDLE)
            .then_some((start..end, ending))
    };
    part.spellings.iter().find_map(of_spelling).or_else(|| {
        let pieces = part.pieces();
        pieces.iter().find_map(|piece| stem.find(piece.as_str()).map(|start| (start..start + piece.len(), 0)))
    })
}

/// Whether a number goes on after a name that ends with one: `guest1` is not `guest10`.
fn is_other_number(spelling: &str, after: &str) -> bool {
    spelling.ends_with(char::is_numeric) && after.starts_with(char::is_numeric)
}

/// Whether the name is a handle, `@zadiequarmby`, which is found in other handles.
fn is_handle(name: &HiddenName) -> bool {
    name.written.starts_with('@')
}

#[cfg(test)]
mod tests;
