//! Patterns of addresses: `/:year/:month/:slug/`, with the tokens of Hugo and Jekyll.

use std::collections::BTreeMap;
use std::str::FromStr;

/// What a pattern may ask of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// A part of its date, in the notation of `strftime`.
    Date(&'static str),
    /// The same in lower case.
    LowerDate(&'static str),
    /// The field `slug`, or else the name of the file without its date.
    Slug,
    /// The title as a slug.
    Title,
    /// The name of the file without its date.
    FileName,
    /// The first folder below `content/`.
    Section,
    /// All folders below `content/`.
    Sections,
    /// All folders and the name of the file.
    Path,
    /// Its categories, where the site has such a taxonomy.
    Categories,
    /// Its brand.
    Brand,
    /// Its verdict: `good`, `bad` or `mixed`.
    Experience,
    /// `.html`
    Ending,
}

/// The names of the tokens, without their colon. Of Jekyll's and Hugo's, `title` alone differs: it is Hugo's, and
/// Jekyll's is `slug`.
const TOKENS: [(&str, Token); 37] = [
    ("basename", Token::FileName),
    ("brand", Token::Brand),
    ("categories", Token::Categories),
    ("contentbasename", Token::FileName),
    ("day", Token::Date("%d")),
    ("experience", Token::Experience),
    ("filename", Token::FileName),
    ("hour", Token::Date("%H")),
    ("i_day", Token::Date("%-d")),
    ("i_month", Token::Date("%-m")),
    ("long_day", Token::Date("%A")),
    ("long_month", Token::Date("%B")),
    ("minute", Token::Date("%M")),
    ("month", Token::Date("%m")),
    ("monthname", Token::LowerDate("%B")),
    ("name", Token::FileName),
    ("output_ext", Token::Ending),
    ("path", Token::Path),
    ("second", Token::Date("%S")),
    ("section", Token::Section),
    ("sections", Token::Sections),
    ("short_day", Token::Date("%a")),
    ("short_month", Token::Date("%b")),
    ("short_year", Token::Date("%y")),
    ("slug", Token::Slug),
    ("slugified_categories", Token::Categories),
    ("slugorcontentbasename", Token::Slug),
    ("slugorfilename", Token::Slug),
    ("title", Token::Title),
    ("w_day", Token::Date("%u")),
    ("w_year", Token::Date("%G")),
    ("week", Token::Date("%V")),
    ("weekday", Token::Date("%w")),
    ("weekdayname", Token::LowerDate("%A")),
    ("y_day", Token::Date("%j")),
    ("year", Token::Date("%Y")),
    ("yearday", Token::Date("%-j")),
];

/// Jekyll's names for patterns that many use.
const STYLES: [(&str, &str); 5] = [
    ("date", "/:categories/:year/:month/:day/:slug:output_ext"),
    ("none", "/:categories/:slug:output_ext"),
    ("ordinal", "/:categories/:year/:y_day/:slug:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:slug/"),
    ("weekdate", "/:categories/:year/W:week/:short_day/:slug:output_ext"),
];

/// A pattern of addresses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Piece {
    Text(String),
    Token(Token),
}

impl Pattern {
    /// The names of all tokens.
    pub fn tokens() -> impl Iterator<Item = &'static str> {
        TOKENS.iter().map(|(name, _)| *name)
    }

    /// Takes a pattern apart. A colon before anything but a token's name stands for itself; the names that look like
    /// tokens and are none come back as well.
    fn read(text: &str) -> (Self, Vec<&str>) {
        let (mut pieces, mut plain, mut unknown) = (Vec::new(), String::new(), Vec::new());
        let mut rest = text;
        while let Some(at) = rest.find(':') {
            let name = &rest[at + 1..];
            let length = name.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(name.len());
            plain.push_str(&rest[..at]);
            match TOKENS.iter().find(|(known, _)| *known == &name[..length]) {
                Some((_, token)) => {
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    }
                    pieces.push(Piece::Token(*token));
                    rest = &name[length..];
                }
                None => {
                    unknown.push(&name[..length]);
                    plain.push(':');
                    rest = name;
                }
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        (Self { pieces }, unknown)
    }

    /// The pattern that a file writes as its own address; `None` if that asks for nothing of the file.
    pub fn in_permalink(text: &str) -> Option<Self> {
        if let Some((_, pattern)) = STYLES.iter().find(|(name, _)| *name == text) {
            return Some(Self::read(pattern).0);
        }
        let (pattern, _) = Self::read(text);
        pattern.pieces.iter().any(|piece| matches!(piece, Piece::Token(_))).then_some(pattern)
    }

    /// Whether it asks for a date.
    pub fn has_date(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Token(Token::Date(_) | Token::LowerDate(_))))
    }

    /// The address for which `value` gives what the tokens stand for. A part of the path that they leave empty is
    /// left out.
    pub fn address(&self, value: &dyn Fn(Token) -> String) -> String {
        let mut address = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => address.push_str(text),
                Piece::Token(token) => address.push_str(&value(*token)),
            }
        }
        let is_folder = address.ends_with('/');
        let parts: Vec<&str> = address.split('/').filter(|part| !part.is_empty()).collect();
        format!("/{}{}", parts.join("/"), if is_folder && !parts.is_empty() { "/" } else { "" })
    }
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongPattern {
    /// There is no token of that name.
    NoToken(String),
    /// It gives all documents of a folder one address.
    TellsNoneApart,
}

/// Reads a pattern of the config.
impl FromStr for Pattern {
    type Err = WrongPattern;

    fn from_str(text: &str) -> Result<Self, WrongPattern> {
        let text = STYLES.iter().find(|(name, _)| *name == text).map_or(text, |(_, pattern)| pattern);
        let (pattern, unknown) = Self::read(text);
        if let Some(name) = unknown.first() {
            return Err(WrongPattern::NoToken((*name).to_owned()));
        }
        let tells_apart = |piece: &Piece| {
            matches!(
                piece,
                Piece::Token(Token::Slug | Token::Title | Token::FileName | Token::Path | Token::Date("%S"))
            )
        };
        if pattern.pieces.iter().any(tells_apart) { Ok(pattern) } else { Err(WrongPattern::TellsNoneApart) }
    }
}

/// Patterns by the folder or the kind for which they hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns(BTreeMap<String, Vec<Pattern>>);

impl Patterns {
    /// Adds one.
    pub fn add(&mut self, folder: &str, pattern: Pattern) {
        self.0.entry(folder.trim_matches('/').to_owned()).or_default().push(pattern);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those for a document: of the nearest folder that has some, or else of its kind, `stories`. `folder` is below
    /// `content/`.
    pub fn of(&self, folder: &str, kind: Option<&str>) -> &[Pattern] {
        if self.0.is_empty() {
            return &[];
        }
        let above = std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above));
        let found = above.chain(kind).chain([""]).find_map(|name| self.0.get(name));
        found.map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(pattern: &str) -> String {
        let value = |token| match token {
            Token::Slug => "late-parcel".to_owned(),
            Token::Date(part) => part.trim_start_matches(['%', '-']).to_owned(),
            Token::Ending => ".html".to_owned(),
            _ => String::new(),
        };
        pattern.parse::<Pattern>().unwrap().address(&value)
    }

    #[test]
    fn tokens_stand_for_what_a_document_is_and_empty_parts_are_left_out() {
        assert_eq!(address("/:year/:month/:slug/"), "/Y/m/late-parcel/");
        assert_eq!(address("blog/:categories/:year-:month/:slug.html"), "/blog/Y-m/late-parcel.html");
        assert_eq!(address("date"), "/Y/m/d/late-parcel.html");
        assert_eq!(address(":slug"), "/late-parcel");
        assert_eq!("/:yaer/:slug/".parse::<Pattern>(), Err(WrongPattern::NoToken("yaer".to_owned())));
        assert_eq!("/:year/".parse::<Pattern>(), Err(WrongPattern::TellsNoneApart));
    }

    #[test]
    fn a_file_s_own_address_is_a_pattern_only_if_it_holds_a_token() {
        for text in ["/about/", "/con:text/", "/a:b/c", "https://x.example/"] {
            assert_eq!(Pattern::in_permalink(text), None, "{text}");
        }
        assert!(Pattern::in_permalink("/:year/x/").is_some_and(|pattern| pattern.has_date()));
    }

    #[test]
    fn the_nearest_folder_s_patterns_hold_or_else_the_kind_s() {
        let mut all = Patterns::default();
        for name in ["blog", "blog/old/", "stories"] {
            all.add(name, format!("/{name}/:slug/").parse().unwrap());
        }
        let of =
            |folder: &str, kind: Option<&str>| all.of(folder, kind).first().map(|one| one.address(&|_| "x".into()));
        assert_eq!(of("blog/old/deep", None).as_deref(), Some("/blog/old/x/"));
        assert_eq!(of("blog/new", Some("stories")).as_deref(), Some("/blog/x/"));
        assert_eq!(of("elsewhere", Some("stories")).as_deref(), Some("/stories/x/"));
        assert_eq!(of("elsewhere", Some("brands")), None);
    }
}
