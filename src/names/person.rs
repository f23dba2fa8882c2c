//! A person's name: read from an `author` field, with the parts by which a reader would recognise it.

use unicode_normalization::UnicodeNormalization;

use super::common::is_common;
use super::endings;
use super::fold::{self, Folded};
use super::nobody::{is_added, is_nobodys};
use super::particles::{PARTICLES, TITLES, is_filler};
use crate::text::slug;

/// A name that must not be published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HiddenName {
    /// As it is written, without titles and what stands in brackets.
    pub written: String,
    /// The words by which it is recognised, first name first.
    pub parts: Vec<Part>,
    /// The initials beside a single word: `j` of J. Quarmby.
    pub initials: Vec<char>,
    /// Whether the single word shows it only beside an initial. Alone, it is other people's as well.
    pub needs_initial: bool,
    /// Whether endings that make other names as well do not count: in what others write.
    pub only_sure: bool,
    /// Whether it is hidden in one file only, because its bearer is named elsewhere.
    pub is_local: bool,
}

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// The folded spellings of it: `muller` and `mueller` for Müller.
    pub spellings: Vec<String>,
    /// What languages join their endings to, where its letters are Latin.
    pub stems: Vec<String>,
    /// Whether it is an everyday word as well, which counts as the name only with a capital letter.
    pub is_common: bool,
    /// Whether its script is written without spaces.
    pub is_unspaced: bool,
    /// Whether its script joins small words to the front of names.
    pub is_prefixing: bool,
    /// Whether it may stand alone: it is shown on purpose, in the pseudonym or by the site's author.
    pub is_allowed: bool,
}

/// Without the `e` of their umlauts, shorter names are words of their own: `do` is not Doe.
const SHORTEST_CONTRACTED: usize = 4;

/// What stands before the `@` of addresses that are not somebody's alone.
const ROLES: [&str; 13] = [
    "admin",
    "contact",
    "contacto",
    "hello",
    "hola",
    "home",
    "info",
    "kontakt",
    "mail",
    "office",
    "post",
    "team",
    "webmaster",
];

/// Ends of domains with more than three letters.
const PUBLIC: [&str; 12] =
    ["blog", "cloud", "club", "email", "example", "family", "info", "live", "mobi", "name", "online", "site"];

/// Hosts where many people have their mail.
const MAIL_HOSTS: [&str; 18] = [
    "gmail",
    "googlemail",
    "hotmail",
    "outlook",
    "yahoo",
    "icloud",
    "proton",
    "protonmail",
    "fastmail",
    "posteo",
    "mailbox",
    "orange",
    "wanadoo",
    "libero",
    "hushmail",
    "tutanota",
    "yandex",
    "terra",
];

/// The people whom an `author` field names: more than one where `&`, `;`, `/` or `and` stands between them.
pub fn people(written: &str) -> Vec<HiddenName> {
    let (mut plain, mut addresses) = (String::new(), Vec::new());
    without_brackets(written, &mut plain, &mut addresses);
    let separated = [" and ", " und ", " et ", " & ", " + "].iter().fold(plain, |text, word| text.replace(word, ";"));
    let names = separated.split(['&', ';', '/', '\n', '|']).flat_map(names_in);
    let addresses = addresses.iter().filter_map(|address| HiddenName::of_address(address));
    let names: Vec<HiddenName> = names.chain(addresses).collect();
    // Where all of it stands in brackets, they hold the name.
    if names.is_empty() && written.contains(['(', '[', '<']) {
        let words = written.replace(['(', ')', '[', ']', '<', '>'], " ");
        let words: Vec<&str> = words.split_whitespace().filter(|word| !word.contains("://")).collect();
        names_in(&words.join(" "))
    } else {
        names
    }
}

/// The name in a text, and those that the addresses and handles beside it show.
fn names_in(text: &str) -> Vec<HiddenName> {
    let (addresses, words): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(|word| word.contains('@'));
    let addresses = addresses.iter().filter_map(|one| HiddenName::new(one.trim_matches([',', ':', '"', '\''])));
    HiddenName::new(&words.join(" ")).into_iter().chain(addresses).collect()
}

/// Takes out what stands in brackets: places, companies, and addresses, which are kept. In the middle of a name they
/// hold a part of it: `Robert (Bob) Quarmby`.
fn without_brackets(written: &str, plain: &mut String, addresses: &mut Vec<String>) {
    let mut depth = 0_usize;
    let mut inner = String::new();
    for (at, c) in written.char_indices() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => {
                depth = depth.saturating_sub(1);
                let goes_on = written[at..].trim_start_matches([')', ']', '>', ' ']).starts_with(char::is_alphabetic);
                if depth == 0 && inner.contains('@') {
                    addresses.push(std::mem::take(&mut inner));
                } else if depth == 0 && goes_on && plain.contains(char::is_alphabetic) && c != '>' {
                    plain.push_str(&inner);
                }
                inner.clear();
            }
            _ if depth > 0 => inner.push(c),
            _ => plain.push(c),
        }
    }
    // A bracket that is never closed holds the name, for all that one can know.
    if depth > 0 {
        plain.push(' ');
        plain.push_str(&inner);
    }
}

impl HiddenName {
    /// Reads a name; `None` if no word of it could be recognised.
    pub fn new(written: &str) -> Option<Self> {
        let written = written.trim();
        if let Some(handle) = written.strip_prefix('@') {
            return Self::of_words(written, vec![handle.to_owned()]);
        }
        if written.contains('@') {
            return Self::of_address(written);
        }
        // Family name first: what follows the comma is the first name, unless it is a degree.
        let ordered = match written.split_once(',') {
            Some((family, first)) => {
                let first: Vec<&str> = first.split([' ', ',', '.']).filter(|word| !is_title(word)).collect();
                format!("{} {family}", first.join(" "))
            }
            None => written.to_owned(),
        };
        let is_break = |c: char| {
            c.is_whitespace() || matches!(c, '-' | '.' | '‐' | '‑' | '–' | '·' | '・' | '_' | '"' | '“' | '”')
        };
        Self::of_words(written, ordered.split(is_break).map(str::to_owned).collect())
    }

    /// The name that an e-mail address shows: what stands before the `@`, or the domain where that is no name.
    fn of_address(address: &str) -> Option<Self> {
        let (local, domain) = address.trim().split_once('@')?;
        let words: Vec<String> = local.split(['.', '_', '-', '+']).map(str::to_owned).collect();
        let is_name = |word: &String| word.chars().count() >= 4 && !ROLES.contains(&word.to_lowercase().as_str());
        if words.iter().any(is_name) {
            return Self::of_words(address.trim(), words);
        }
        let mut labels = domain.rsplit('.');
        let own = labels.find(|label| label.chars().count() > 3 && !PUBLIC.contains(&label.to_lowercase().as_str()))?;
        if MAIL_HOSTS.contains(&own.to_lowercase().as_str()) {
            return None;
        }
        Self::of_words(&format!("@{own}"), vec![own.to_owned()])
    }

    fn of_words(written: &str, words: Vec<String>) -> Option<Self> {
        let all = words.iter().filter_map(|word| Part::new(word)).filter(|part| !is_added(&part.spellings[0]));
        let all: Vec<Part> = all.collect();
        if all.iter().all(|part| is_nobodys(&part.spellings[0])) {
            return None;
        }
        let core: Vec<Part> = all.iter().filter(|part| !is_filler(&part.spellings[0])).cloned().collect();
        // `Al Stone`, `La Rue`, `Wu Di`: what is a small word elsewhere is half of the name here, and says nothing alone.
        let small = |part: &&Part| PARTICLES.contains(&part.spellings[0].as_str()) && part.spellings[0].len() > 1;
        let parts = match core.len() {
            0 => all,
            1 => {
                let keep = |part: Part| {
                    core.contains(&part).then(|| part.clone()).or_else(|| {
                        Some(part).filter(|part| small(&part)).map(|part| Part { is_allowed: true, ..part })
                    })
                };
                all.into_iter().filter_map(keep).collect()
            }
            _ => core,
        };
        let initials = match parts.as_slice() {
            [only] => {
                let initials = words.iter().map(|word| fold::letters(word)).filter(|word| word.chars().count() == 1);
                let initials = initials.filter(|word| !only.spellings.contains(word));
                initials.filter_map(|word| word.chars().next()).collect()
            }
            _ => Vec::new(),
        };
        (!parts.is_empty()).then(|| Self {
            written: written.to_owned(),
            parts,
            initials,
            needs_initial: false,
            only_sure: false,
            is_local: false,
        })
    }

    /// Allows the parts that a text shows, such as a pseudonym that begins with the first name.
    pub fn allow(&mut self, text: &str) {
        let folded = Folded::new(text);
        let shown =
            |spelling: &String| folded.words().iter().any(|word| folded.word(word).replace('\'', "") == *spelling);
        let holds = |piece: &String| folded.words().iter().any(|word| folded.word(word).contains(piece.as_str()));
        for part in &mut self.parts {
            part.is_allowed |= part.spellings.iter().any(shown) || part.pieces().iter().any(holds);
        }
    }

    /// Whether a text has all words of the name.
    pub fn is_all_in(&self, text: &str) -> bool {
        let folded = Folded::new(text);
        let words: Vec<String> = folded.words().iter().map(|word| folded.word(word).replace('\'', "")).collect();
        let is_in = |part: &Part, word: &String| {
            let has = |spelling: &String| word == spelling || (part.is_unspaced && word.contains(spelling.as_str()));
            part.spellings.iter().any(has)
        };
        self.parts.iter().all(|part| words.iter().any(|word| is_in(part, word)))
    }

    /// Whether another name has the same words, in any order.
    pub fn is_same(&self, other: &Self) -> bool {
        let has = |name: &Self, part: &Part| {
            name.parts.iter().any(|own| own.spellings.iter().any(|spelling| part.spellings.contains(spelling)))
        };
        self.parts.iter().all(|part| has(other, part)) && other.parts.iter().all(|part| has(self, part))
    }

    /// The name as every file sees it, without what one of them lets stand.
    pub fn strict(&self) -> Self {
        let mut name = self.clone();
        name.parts.iter_mut().for_each(|part| part.is_allowed = PARTICLES.contains(&part.spellings[0].as_str()));
        name.needs_initial = !name.initials.is_empty();
        name.only_sure = true;
        name
    }

    /// The name as it stands in addresses.
    pub fn slug(&self) -> String {
        slug(&self.written)
    }
}

fn is_title(word: &str) -> bool {
    Part::new(word).is_none_or(|part| TITLES.contains(&part.spellings[0].as_str()))
}

impl Part {
    fn new(word: &str) -> Option<Self> {
        let plain = fold::letters(word);
        let first = plain.chars().next()?;
        let mut spellings = vec![plain.clone()];
        // Umlauts are written with an `e` where there are none, and the other way round.
        let spelled_out: String = word.nfc().flat_map(char::to_lowercase).map(spelled_out).collect();
        let spelled_out = fold::letters(&spelled_out);
        let contracted = ["ae", "oe", "ue", "aa"].iter().fold(plain.clone(), |text, two| text.replace(two, &two[..1]));
        for (spelling, shortest) in [(spelled_out, 2), (contracted, SHORTEST_CONTRACTED)] {
            if !spellings.contains(&spelling) && spelling.chars().count() >= shortest {
                spellings.push(spelling);
            }
        }
        let is_unspaced = fold::is_unspaced(first);
        if !is_unspaced && !plain.is_ascii() {
            // In addresses it may stand in Latin letters.
            let latin = fold::letters(&deunicode::deunicode(word));
            if latin.len() > 2 && latin.is_ascii() && !spellings.contains(&latin) {
                spellings.push(latin);
            }
            // Its last vowel changes with the case: Иванова, Ивановой.
            let stem = plain.strip_suffix(['а', 'я', 'й', 'ь', 'о', 'η', 'α', 'σ']);
            spellings.extend(stem.filter(|stem| stem.chars().count() >= 4).map(str::to_owned));
        }
        let is_common = is_common(&plain);
        let stems = if plain.is_ascii() && !is_common { endings::stems(&plain) } else { Vec::new() };
        Some(Self {
            is_common,
            stems,
            is_unspaced,
            is_prefixing: fold::is_prefixing(first),
            is_allowed: false,
            spellings,
        })
    }

    /// The first letter, for initials.
    pub fn initial(&self) -> Option<char> {
        self.spellings[0].chars().next()
    }

    /// The pieces of a name of a script without spaces that a reader takes for the first or the family name.
    pub fn pieces(&self) -> Vec<String> {
        let letters: Vec<char> = self.spellings[0].chars().collect();
        let piece = |range: std::ops::Range<usize>| letters[range].iter().collect::<String>();
        match (self.is_unspaced, letters.len()) {
            (false, _) | (true, 0..=2) => Vec::new(),
            (true, _) if is_hangul(&letters) => hangul_pieces(&letters),
            (true, 3) => vec![piece(0..2), piece(1..3)],
            (true, count) => vec![piece(0..2), piece(count - 2..count)],
        }
    }
}

fn is_hangul(letters: &[char]) -> bool {
    letters.iter().all(|letter| matches!(letter, '\u{1100}'..='\u{11ff}'))
}

/// A Korean name without its first syllable, which is the family name: folded, a syllable is two or three letters,
/// and begins with one of the leading consonants.
fn hangul_pieces(letters: &[char]) -> Vec<String> {
    let starts = letters.iter().enumerate().filter(|(_, letter)| matches!(letter, '\u{1100}'..='\u{115e}'));
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    match starts.len() {
        3.. => vec![letters[starts[1]..].iter().collect()],
        _ => Vec::new(),
    }
}

fn spelled_out(c: char) -> String {
    match c {
        'ä' => "ae".to_owned(),
        'ö' => "oe".to_owned(),
        'ü' => "ue".to_owned(),
        'å' => "aa".to_owned(),
        'ø' => "oe".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(written: &str) -> Vec<Vec<String>> {
        let names = people(written);
        names.iter().map(|name| name.parts.iter().map(|part| part.spellings[0].clone()).collect()).collect()
    }

    #[test]
    fn a_name_is_read_without_what_does_not_belong_to_it() {
        for written in [
            "Dr. Zadie Quarmby",
            "Zadie Quarmby (Leeds)",
            "Quarmby, Zadie",
            "Zadie Quarmby, PhD",
            "Zadie de la Quarmby",
        ] {
            assert_eq!(parts(written), [["zadie", "quarmby"]], "{written}");
        }
        assert_eq!(parts("Zadie Quarmby-Stone"), [["zadie", "quarmby", "stone"]]);
        assert_eq!(parts("Zadie Quarmby & Bo Li"), [["zadie", "quarmby"], ["bo", "li"]]);
        assert_eq!(parts("Zadie <zadie.quarmby@x.example>"), [vec!["zadie"], vec!["zadie", "quarmby"]]);
        assert_eq!(parts("@zadiequarmby"), [["zadiequarmby"]]);
        assert_eq!(parts("Inés O'Brien"), [["ines", "obrien"]]);
        assert_eq!(parts("Zadie Quarmby, z@x.example"), [["zadie", "quarmby"]]);
        assert_eq!(parts("[Zadie Quarmby](https://x.example)"), [["zadie", "quarmby"]]);
        assert_eq!(parts("Robert (Bob) Quarmby"), [["robert", "bob", "quarmby"]]);
        assert_eq!(parts("hello@zadiequarmby.com"), [["zadiequarmby"]]);
        assert_eq!(parts("zq@gmail.com"), Vec::<Vec<String>>::new());
        assert_eq!(people("T. S. Quarmby")[0].initials, ['t', 's']);
        assert_eq!(people("Татьяна")[0].parts[0].spellings, ["татьяна", "tatiana", "татьян"]);
        for nobody in ["Amazon Customer", "A Google user", "Verified Buyer", "Happy Customer", "Our Team"] {
            assert_eq!(parts(nobody), Vec::<Vec<String>>::new(), "{nobody}");
        }
        assert_eq!(parts("Familie Weber"), [["weber"]]);
        assert_eq!(parts("Miller Ltd."), [["miller"]]);
        assert_eq!(parts("Happy Quarmby"), [["happy", "quarmby"]]);
        assert_eq!(parts("An Nguyen"), [["an", "nguyen"]]);
        assert_eq!(parts("Jane Doe")[0], ["jane", "doe"]);
        assert_eq!(people("Doe")[0].parts[0].spellings, ["doe"]);
        assert_eq!(parts(" . "), Vec::<Vec<String>>::new());
    }

    #[test]
    fn umlauts_are_known_in_both_spellings() {
        assert_eq!(people("Jörg")[0].parts[0].spellings, ["jorg", "joerg"]);
        assert_eq!(people("Joerg")[0].parts[0].spellings, ["joerg", "jorg"]);
    }
}
