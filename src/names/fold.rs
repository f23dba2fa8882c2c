//! A text as a reader sees it: entities and percent codes decoded, case, accents and marks dropped, characters
//! that show nothing left out; with a map back to the bytes that were read.

use std::ops::Range;

use unicode_normalization::char::decompose_compatible;

/// The folded words of a text, with one space between them.
///
/// An apostrophe within a word stays as `'`, because it may separate (`d'Anne`, `Zadie's`) or not (`O'Brien`).
#[derive(Debug, Default)]
pub struct Folded {
    text: String,
    /// For each byte of `text`, the bytes of the source that it comes from.
    source: Vec<(u32, u32)>,
    words: Vec<Word>,
}

/// One word of a folded text.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its bytes in the folded text.
    pub range: Range<usize>,
    /// Whether it begins with a capital letter, or its script has none.
    pub is_capital: bool,
    /// What stands between it and the word before.
    pub gap: Gap,
    /// What it stands in.
    pub context: Context,
}

/// What stands between two words, as far as it tells whether both may be of one name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Spaces, hyphens, quotes.
    #[default]
    Nothing,
    /// A comma.
    Comma,
    /// The end of a sentence, a paragraph, a cell.
    End,
}

/// What a word stands in, up to the white space around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Context {
    /// Running text.
    #[default]
    Text,
    /// `@name` or `some_name`.
    Handle,
    /// A URL, an e-mail address, a path or a file name.
    Locator,
}

impl Folded {
    /// Folds a text. Entities (`&yacute;`) and percent codes (`%C3%BD`) count as the characters that they stand for.
    pub fn new(source: &str) -> Self {
        Self::read(source, None)
    }

    /// Folds a part of an address, `late-parcel`, whose words have no capitals.
    pub fn of_slug(source: &str) -> Self {
        Self::read(source, Some(Context::Handle))
    }

    fn read(source: &str, context: Option<Context>) -> Self {
        let mut folder = Folder { of_all: context, ..Folder::default() };
        // Chunks between white space are addresses or not as a whole.
        let mut at = 0;
        for chunk in source.split_inclusive(char::is_whitespace) {
            folder.chunk(source, at..at + chunk.len());
            at += chunk.len();
        }
        folder.end_word();
        folder.folded
    }

    /// The words, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The folded text of a word.
    pub fn word(&self, word: &Word) -> &str {
        &self.text[word.range.clone()]
    }

    /// The bytes of the source that a range of the folded text comes from.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        match (self.source.get(range.start), range.end.checked_sub(1).and_then(|last| self.source.get(last))) {
            (Some((start, _)), Some((_, end))) => *start as usize..(*end).max(*start) as usize,
            _ => 0..0,
        }
    }
}

#[derive(Default)]
struct Folder {
    folded: Folded,
    /// Where the word that is being read begins in the folded text.
    start: Option<usize>,
    is_capital: bool,
    context: Context,
    /// The context of all words, if it is known.
    of_all: Option<Context>,
    /// An apostrophe after a letter, which belongs to the word if a letter follows.
    apostrophe: Option<Range<usize>>,
    /// What was read since the last word.
    gap: Gap,
    /// The last character, if it is no part of a word.
    sign: Option<char>,
}

impl Folder {
    fn chunk(&mut self, source: &str, range: Range<usize>) {
        let chunk = &source[range.clone()];
        self.context = self.of_all.unwrap_or_else(|| context(chunk));
        let mut rest = chunk;
        while let Some(c) = rest.chars().next() {
            let at = range.end - rest.len();
            let decoded = match c {
                '&' => entity(rest),
                '%' => percent(rest),
                '\\' => escape(rest),
                _ => None,
            };
            let length = match &decoded {
                Some((text, length)) => {
                    for c in text.chars() {
                        self.char(c, at..at + length);
                    }
                    *length
                }
                None => {
                    self.char(c, at..at + c.len_utf8());
                    c.len_utf8()
                }
            };
            rest = &rest[length..];
        }
    }

    fn char(&mut self, c: char, source: Range<usize>) {
        if is_ignorable(c) {
            return;
        }
        if is_apostrophe(c) {
            match self.start {
                Some(_) if self.apostrophe.is_none() => self.apostrophe = Some(source),
                _ => self.end_word(),
            }
            return;
        }
        if !is_part_of_words(c) {
            self.end_word();
            self.gap = self.gap.max(self.gap_of(c));
            self.sign = Some(c);
            return;
        }
        self.sign = None;
        if let Some(apostrophe) = self.apostrophe.take() {
            self.push('\'', &apostrophe);
        }
        if self.start.is_none() {
            if !self.folded.text.is_empty() {
                self.push(' ', &(source.start..source.start));
            }
            self.start = Some(self.folded.text.len());
            // A script without case has nothing but capitals.
            self.is_capital = !c.is_lowercase() && !unicode_normalization::char::is_combining_mark(c);
        }
        let length = self.folded.text.len();
        fold(c, &mut |folded| self.push(folded, &source));
        // An accent belongs to the letter before it.
        if self.folded.text.len() == length
            && let Some((_, end)) = self.folded.source.last_mut()
        {
            *end = source.end as u32;
        }
    }

    /// What a character between words says. A point ends a sentence only before a space, and not behind `Dr` or `Z`.
    fn gap_of(&self, c: char) -> Gap {
        let is_short = |word: &Word| {
            let letters = word.range.len();
            letters == 1 || super::particles::is_filler(&self.folded.text[word.range.clone()])
        };
        match (self.sign, c) {
            (Some('.'), c) if c.is_whitespace() => {
                let is_short = self.folded.words.last().is_some_and(is_short);
                if is_short { Gap::Nothing } else { Gap::End }
            }
            (Some('\n'), '\n') => Gap::End,
            (_, ',' | '،' | '、' | '，') => Gap::Comma,
            (_, ';' | ':' | '!' | '?' | '|' | '/' | '&' | '+' | '•' | '…' | '。' | '–' | '—') => Gap::End,
            _ => Gap::Nothing,
        }
    }

    fn push(&mut self, c: char, source: &Range<usize>) {
        self.folded.text.push(c);
        let place = (source.start as u32, source.end as u32);
        self.folded.source.extend(std::iter::repeat_n(place, c.len_utf8()));
    }

    fn end_word(&mut self) {
        self.apostrophe = None;
        if let Some(start) = self.start.take() {
            let range = start..self.folded.text.len();
            // A mark alone folds to nothing.
            if !range.is_empty() {
                let (is_capital, context) = (self.is_capital, self.context);
                self.folded.words.push(Word { range, is_capital, gap: std::mem::take(&mut self.gap), context });
            }
        }
    }
}

/// The folded letters and digits of a text, with nothing between them.
pub fn letters(text: &str) -> String {
    Folded::new(text).text.replace([' ', '\''], "")
}

/// What a piece of text between two white spaces is.
fn context(chunk: &str) -> Context {
    let chunk = chunk.trim_matches(|c: char| c.is_whitespace() || ".,;:!?()\"'".contains(c));
    let is_ending = |end: &str| (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let has_extension = chunk.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && is_ending(end));
    let is_path = chunk.starts_with('/') || (chunk.contains('/') && chunk.is_ascii() && !chunk.contains("</"));
    if has_extension || is_path || chunk.contains("://") || chunk.rfind('@').is_some_and(|at| at > 0) {
        Context::Locator
    } else if chunk.starts_with('@') || chunk.contains('_') {
        Context::Handle
    } else {
        Context::Text
    }
}

/// Folds one character: compatibility forms, case, accents, and letters that are written in two ways.
pub fn fold(c: char, push: &mut impl FnMut(char)) {
    if c.is_ascii() {
        return push(c.to_ascii_lowercase());
    }
    decompose_compatible(c, |part| {
        if is_accent(part) {
            return;
        }
        for letter in part.to_lowercase().filter(|letter| !is_accent(*letter)) {
            match letter {
                'ß' => "ss".chars().for_each(&mut *push),
                'æ' => "ae".chars().for_each(&mut *push),
                'œ' => "oe".chars().for_each(&mut *push),
                'þ' => "th".chars().for_each(&mut *push),
                // Katakana as hiragana.
                'ァ'..='ヶ' => push(char::from_u32(letter as u32 - 0x60).unwrap_or(letter)),
                _ => push(same_letter(letter)),
            }
        }
    });
}

/// The usual form of a letter that has several.
fn same_letter(letter: char) -> char {
    match letter {
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ŧ' => 't',
        'ı' => 'i',
        'ς' => 'σ',
        // Hebrew letters at the end of a word.
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        // Arabic and Persian forms.
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ٱ' => 'ا',
        'ک' => 'ك',
        other => other,
    }
}

/// Marks that a reader can do without: accents, vowel points, and the like. Vowel signs of Indic scripts and the
/// voicing marks of kana tell words apart, and stay.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Characters that show nothing (Unicode, `Default_Ignorable_Code_Point` in DerivedCoreProperties.txt).
pub fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character is written for an apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '＇')
}

/// Whether a character belongs to words.
pub fn is_part_of_words(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Whether a letter belongs to a script that is written without spaces, or with endings attached to names.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3131}'..='\u{318e}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a letter belongs to a script that joins small words to the front of names: Hebrew and Arabic.
pub fn is_prefixing(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{6ff}' | '\u{750}'..='\u{77f}')
}

/// The longest entity that is looked for, in bytes.
pub const LONGEST_ENTITY: usize = 34;

/// The entity at the beginning of a text: what it stands for, and its length in bytes.
pub fn entity(text: &str) -> Option<(String, usize)> {
    if let Some(number) = text[1..].strip_prefix('#') {
        let (skipped, radix, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (3, 16, digits),
            None => (2, 10, number),
        };
        let count = digits.bytes().take(LONGEST_ENTITY).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let code = u32::from_str_radix(&digits[..count], radix).ok()?;
        // Browsers read `&#97` without its semicolon as well.
        let end = skipped + count;
        return Some((char::from_u32(code)?.to_string(), end + usize::from(text.as_bytes().get(end) == Some(&b';'))));
    }
    let head = &text.as_bytes()[1..text.len().min(LONGEST_ENTITY)];
    let end = head.iter().position(|byte| !byte.is_ascii_alphanumeric()).filter(|end| head[*end] == b';')?;
    let name = text.get(1..1 + end)?;
    quick_xml::escape::resolve_html5_entity(name).map(|text| (text.to_owned(), end + 2))
}

/// The percent codes at the beginning of a text, as the characters that they encode.
pub fn percent(text: &str) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let code = |at: usize| {
        let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%')?;
        let hex = std::str::from_utf8(hex).ok().filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u8::from_str_radix(hex, 16).ok()
    };
    // No character takes more than four.
    let decoded: Vec<u8> = (0..bytes.len()).step_by(3).take(4).map_while(code).collect();
    let valid = match std::str::from_utf8(&decoded) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&decoded[..error.valid_up_to()]).ok()?,
    };
    (!valid.is_empty()).then(|| (valid.to_owned(), valid.len() * 3))
}

/// The escape of JSON or JavaScript at the beginning of a text: `\u00fd`, `\xfd`, `\n`.
pub fn escape(text: &str) -> Option<(String, usize)> {
    match text.as_bytes().get(1)? {
        b'u' => {
            let code = u32::from_str_radix(text.get(2..6)?, 16).ok()?;
            Some((char::from_u32(code)?.to_string(), 6))
        }
        b'x' => {
            let code = u8::from_str_radix(text.get(2..4)?, 16).ok()?;
            Some((char::from(code).to_string(), 4))
        }
        b'n' | b't' | b'r' => Some((" ".to_owned(), 2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::new(text).text
    }

    #[test]
    fn a_text_is_folded_to_what_a_reader_sees() {
        assert_eq!(folded("Z&#97;die, Quarmb&yacute;’s Quarmb%C3%BD"), "zadie quarmby's quarmby");
        assert_eq!(folded("Za\u{200b}die\u{ad} J\u{f6}RG STRA\u{df}E \u{fb01}n"), "zadie jorg strasse fin");
        assert_eq!(folded("ΟΔΥΣΣΕΥΣ οδυσσεύς"), "οδυσσευσ οδυσσευσ");
        assert_eq!(folded("ダ だ हिन्दी"), "\u{305f}\u{3099} \u{305f}\u{3099} हिन्दी");
        assert_eq!(folded("O'Brien 'quoted' d’Anne"), "o'brien quoted d'anne");
    }

    #[test]
    fn places_lead_back_to_the_source() {
        let source = "Ab &eacute;t\u{e9} Cd";
        let text = Folded::new(source);
        let word = &text.words()[1];
        assert_eq!(text.word(word), "ete");
        assert_eq!(&source[text.source(word.range.clone())], "&eacute;t\u{e9}");
    }
}
