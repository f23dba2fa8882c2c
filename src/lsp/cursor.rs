//! What stands at a place of a text: a field's name, a value, a call or a link.

use std::ops::Range;

use crate::parse::{FrontFormat, front_matter_of};

/// What stands there.
#[derive(Debug, PartialEq, Eq)]
pub enum Spot {
    /// The name of a field, in the table of these names.
    Name { table: Vec<String>, range: Range<usize> },
    /// The value of the field of these names.
    Value { names: Vec<String>, range: Range<usize>, is_quoted: bool, format: FrontFormat },
    /// The name of a component, after `{{` or `{%`.
    Component { range: Range<usize> },
    /// Where a link or a picture leads: what stands in `](…)`.
    Link { range: Range<usize> },
    /// Nothing that is known here.
    Nothing,
}

/// What stands in a document at a byte.
pub fn in_document(text: &str, at: usize) -> Spot {
    match front_matter_of(text) {
        Some((format, range)) if range.contains(&at) || at == range.end => in_fields(text, range.start, at, format),
        Some((_, range)) if at < range.start => Spot::Nothing,
        _ => in_body(text, at),
    }
}

/// What stands in a TOML file at a byte.
pub fn in_toml(text: &str, at: usize) -> Spot {
    in_fields(text, 0, at, FrontFormat::Toml)
}

fn in_fields(text: &str, start: usize, at: usize, format: FrontFormat) -> Spot {
    match format {
        FrontFormat::Toml => toml(text, start, at),
        FrontFormat::Yaml | FrontFormat::Lines => yaml(text, start, at, format),
        FrontFormat::Json => Spot::Nothing,
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// The end of the word that goes on after the cursor.
fn end_of_word(text: &str, at: usize, goes_on: impl Fn(char) -> bool) -> usize {
    text[at..].find(|c: char| !goes_on(c)).map_or(text.len(), |end| at + end)
}

/// Where the reading of a statement of TOML is.
enum Inside {
    Table,
    Array,
}

fn toml(text: &str, start: usize, at: usize) -> Spot {
    let mut table: Vec<String> = Vec::new();
    // The statement that the cursor is in may have begun lines before: an array goes on until it is closed.
    let mut line_start = start;
    let mut depth = 0usize;
    let mut statement = start;
    for line in text[start..].split_inclusive('\n') {
        let end = line_start + line.len();
        if depth == 0 {
            statement = line_start;
            let header = line.trim();
            if header.starts_with('[') && (end <= at || !line.ends_with('\n')) {
                let names = header.trim_start_matches('[').split(']').next().unwrap_or("");
                table = names.split('.').map(unquoted).filter(|name| !name.is_empty()).collect();
            }
        }
        if at < end || (at == end && !line.ends_with('\n')) {
            break;
        }
        if !(depth == 0 && line.trim_start().starts_with('[')) {
            depth = open_brackets(line, depth);
        }
        line_start = end;
        if depth == 0 {
            statement = line_start;
        }
    }
    if text[statement..].trim_start_matches([' ', '\t']).starts_with('[') {
        return Spot::Nothing;
    }
    in_statement(text, statement, at, table)
}

/// How many brackets are open after a line, those in strings and comments left alone.
fn open_brackets(line: &str, mut depth: usize) -> usize {
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => break,
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    depth
}

fn in_statement(text: &str, statement: usize, at: usize, table: Vec<String>) -> Spot {
    let mut names = table;
    let mut inside: Vec<(Inside, usize)> = Vec::new();
    // Where the name or the value that is read now begins.
    let mut begun = statement;
    let mut is_name_next = true;
    let mut quote: Option<(char, usize)> = None;
    let mut chars = text[statement..at].char_indices().map(|(offset, c)| (statement + offset, c)).peekable();
    let mut depth_of_name = names.len();
    while let Some((place, c)) = chars.next() {
        if let Some((open, _)) = quote {
            match c {
                '\\' if open == '"' => {
                    chars.next();
                }
                c if c == open => quote = None,
                _ => {}
            }
            continue;
        }
        let after = place + c.len_utf8();
        match c {
            '#' => return Spot::Nothing,
            '"' | '\'' if !is_name_next => quote = Some((c, after)),
            '=' if is_name_next => {
                names.truncate(depth_of_name);
                names.extend(text[begun..place].split('.').map(unquoted));
                (is_name_next, begun) = (false, after);
            }
            '[' if !is_name_next => {
                inside.push((Inside::Array, names.len()));
                begun = after;
            }
            '{' if !is_name_next => {
                inside.push((Inside::Table, names.len()));
                depth_of_name = names.len();
                (is_name_next, begun) = (true, after);
            }
            ',' => {
                if let Some((Inside::Table, depth)) = inside.last() {
                    depth_of_name = *depth;
                    names.truncate(depth_of_name);
                    is_name_next = true;
                }
                begun = after;
            }
            ']' | '}' => {
                if let Some((_, depth)) = inside.pop() {
                    names.truncate(depth);
                }
                (is_name_next, begun) = (false, after);
            }
            c if c.is_whitespace() && text[begun..place].trim().is_empty() => begun = after,
            _ => {}
        }
    }
    if let Some((open, begun)) = quote {
        let end = end_of_word(text, at, |c| c != open && c != '\n');
        return Spot::Value { names, range: begun..end, is_quoted: true, format: FrontFormat::Toml };
    }
    if is_name_next {
        names.truncate(depth_of_name);
        let written = &text[begun..at];
        let last = written.rfind('.').map_or(begun, |dot| begun + dot + 1);
        names.extend(text[begun..last].split('.').map(unquoted).filter(|name| !name.is_empty()));
        return Spot::Name { table: names, range: last..end_of_word(text, at, is_name) };
    }
    let end = end_of_word(text, at, |c| !matches!(c, ',' | ']' | '}' | '\n' | '\r' | '#' | ' '));
    Spot::Value { names, range: begun..end, is_quoted: false, format: FrontFormat::Toml }
}

fn unquoted(name: &str) -> String {
    name.trim().trim_matches(['"', '\'']).to_owned()
}

/// How far a line is set in; a list's dash counts as part of it.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

fn yaml(text: &str, start: usize, at: usize, format: FrontFormat) -> Spot {
    let line_start = text[start..at].rfind('\n').map_or(start, |end| start + end + 1);
    let line = &text[line_start..at];
    let own = indent(line);
    let rest = &line[own.min(line.len())..];
    if rest.starts_with('#') {
        return Spot::Nothing;
    }
    // A dash at the very left goes on with the list of the line above it.
    let is_item = line.trim_start().starts_with('-');
    let names = names_around(text, start, line_start, if is_item { own.saturating_sub(1) } else { own });
    let begun = line_start + own;
    match rest.split_once(':') {
        Some((name, value)) if is_field(name) => {
            let names = names.into_iter().chain([unquoted(name)]).collect();
            yaml_value(text, at - value.len(), at, names, format)
        }
        _ if is_item && !names.is_empty() => yaml_value(text, begun, at, names, format),
        _ if rest.chars().all(is_name) => Spot::Name { table: names, range: begun..end_of_word(text, at, is_name) },
        _ => Spot::Nothing,
    }
}

fn is_field(name: &str) -> bool {
    !name.trim().is_empty() && name.trim().trim_matches(['"', '\'']).chars().all(is_name)
}

/// The fields that a line stands below: those above it that are set in less.
fn names_around(text: &str, start: usize, line_start: usize, own: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut own = own;
    for line in text[start..line_start].lines().rev() {
        let name = line.trim_start_matches([' ', '-']).split(':').next().unwrap_or("");
        let here = line.len() - line.trim_start_matches(' ').len();
        if own > 0 && here < own && line.contains(':') && is_field(name) {
            names.push(unquoted(name));
            own = here;
        }
    }
    names.reverse();
    names
}

fn yaml_value(text: &str, start: usize, at: usize, names: Vec<String>, format: FrontFormat) -> Spot {
    let written = &text[start..at];
    let last = written.rfind(['[', ',', '{']).filter(|_| written.contains(['[', '{'])).map_or(0, |sign| sign + 1);
    let blank = written[last..].len() - written[last..].trim_start().len();
    let begun = start + last + blank;
    match text[begun..at].chars().next() {
        Some(open @ ('"' | '\'')) if !text[begun + 1..at].contains(open) => {
            let end = end_of_word(text, at, |c| c != open && c != '\n');
            Spot::Value { names, range: begun + 1..end, is_quoted: true, format }
        }
        _ => {
            let end = end_of_word(text, at, |c| !matches!(c, ',' | ']' | '}' | '\n' | '\r' | '#'));
            let end = begun + text[begun..end].trim_end().len();
            Spot::Value { names, range: begun..end.max(at), is_quoted: false, format }
        }
    }
}

fn in_body(text: &str, at: usize) -> Spot {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[line_start..at];
    if let Some(open) = line.rfind("{{").max(line.rfind("{%")).filter(|open| !line[*open..].contains('}')) {
        let inner = &line[open + 2..];
        let begun = at - inner.trim_start().len();
        if inner.trim().chars().all(is_name) {
            return Spot::Component { range: begun..end_of_word(text, at, is_name) };
        }
    }
    if let Some(open) = line.rfind("](").filter(|open| !line[open + 2..].contains([')', ' '])) {
        let begun = line_start + open + 2;
        return Spot::Link { range: begun..end_of_word(text, at, |c| !matches!(c, ')' | ' ' | '\n' | '\r')) };
    }
    Spot::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands where `|` is, with what its range holds.
    fn spot(text: &str) -> (Spot, String) {
        let at = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let spot = if text.starts_with(['+', '-']) || text.starts_with("Dear") {
            in_document(&text, at)
        } else {
            in_toml(&text, at)
        };
        let held = match &spot {
            Spot::Name { range, .. } | Spot::Value { range, .. } | Spot::Component { range } | Spot::Link { range } => {
                text[range.clone()].to_owned()
            }
            Spot::Nothing => String::new(),
        };
        (spot, held)
    }

    fn value(text: &str) -> (Vec<String>, bool, String) {
        match spot(text) {
            (Spot::Value { names, is_quoted, .. }, held) => (names, is_quoted, held),
            other => panic!("{text:?}: {other:?}"),
        }
    }

    fn name(text: &str) -> (Vec<String>, String) {
        match spot(text) {
            (Spot::Name { table, .. }, held) => (table, held),
            other => panic!("{text:?}: {other:?}"),
        }
    }

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn toml_tells_names_from_values() {
        assert_eq!(name("+++\nexp|\n+++\n"), (names(&[]), "exp".into()));
        assert_eq!(name("+++\nti|tle = \"x\"\n+++\n"), (names(&[]), "title".into()));
        assert_eq!(name("+++\n[consent]\nst|\n+++\n"), (names(&["consent"]), "st".into()));
        assert_eq!(name("[look.light]\n|"), (names(&["look", "light"]), String::new()));
        assert_eq!(name("verified = { ho| }"), (names(&["verified"]), "ho".into()));
        assert_eq!(name("verified = { how = \"email\", o|"), (names(&["verified"]), "o".into()));
        assert_eq!(name("a = [1, 2]\nb|"), (names(&[]), "b".into()));
        assert_eq!(name("a = [\n  \"[\",\n]\nb|"), (names(&[]), "b".into()));
        assert_eq!(value("+++\nbrand = \"ta|lly\"\n+++\n"), (names(&["brand"]), true, "tally".into()));
        assert_eq!(value("brand = |\nx = 1"), (names(&["brand"]), false, String::new()));
        assert_eq!(value("tags = [\"a b\", \"c|"), (names(&["tags"]), true, "c".into()));
        assert_eq!(value("tags = [\n  \"one\",\n  tw|\n]"), (names(&["tags"]), false, "tw".into()));
        assert_eq!(value("[verified]\nhow = '|'"), (names(&["verified", "how"]), true, String::new()));
        assert_eq!(
            value("verified = { on = 2026-01-01, how = \"e|\" }"),
            (names(&["verified", "how"]), true, "e".into())
        );
        assert_eq!(value("scores.product = 4|"), (names(&["scores", "product"]), false, "4".into()));
        assert_eq!(spot("title = \"x\" # brand = |").0, Spot::Nothing);
        assert_eq!(spot("[loo|k]\n").0, Spot::Nothing);
    }

    #[test]
    fn yaml_tells_names_from_values() {
        assert_eq!(name("---\nexp|\n---\n"), (names(&[]), "exp".into()));
        assert_eq!(name("---\nverified:\n  ho|\n---\n"), (names(&["verified"]), "ho".into()));
        assert_eq!(value("---\nbrand: ta|lly\n---\n"), (names(&["brand"]), false, "tally".into()));
        assert_eq!(value("---\nbrand: \"ta|lly\"\n---\n"), (names(&["brand"]), true, "tally".into()));
        assert_eq!(value("---\ntags: [a, b|]\n---\n"), (names(&["tags"]), false, "b".into()));
        assert_eq!(value("---\ntags:\n  - one\n  - tw|\n---\n"), (names(&["tags"]), false, "tw".into()));
        assert_eq!(value("---\ntags:\n- one\n- tw|\nx: y\n---\n"), (names(&["tags"]), false, "tw".into()));
        assert_eq!(value("---\nverified:\n  how: e|\n---\n"), (names(&["verified", "how"]), false, "e".into()));
        assert_eq!(spot("---\n# brand: |\n---\n").0, Spot::Nothing);
    }

    #[test]
    fn calls_and_links_are_found_in_the_text() {
        assert_eq!(spot("Dear {{ fig|ure(src=\"a.jpg\") }}").1, "figure");
        assert_eq!(spot("Dear {% qu|").1, "quote".get(..2).unwrap());
        assert_eq!(spot("Dear [x](@/stories/a|.md) and").1, "@/stories/a.md");
        assert_eq!(spot("Dear |all").0, Spot::Nothing);
        assert_eq!(spot("Dear {{ rating(value=|").0, Spot::Nothing);
        assert_eq!(spot("+++\ntitle = \"x\"\n+++\n\nSee [a](b|)").1, "b");
    }
}
