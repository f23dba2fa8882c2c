//! Front matter between no fences: lines of a name and a value, which it tells from text. They are read where nothing
//! else can be meant; for lines that may be a fence or a rule as well, it says so.

use std::ops::Range;

use super::field_names;
use super::lines::{Doubt, is_blank, line_at, next_line};
use super::syntax::Syntax;
use crate::model::{Key, Node, Value};
use crate::text::clean;

/// How many lines at the top of a text are held to be where front matter could stand.
const TOP: usize = 30;

/// The name in a line `name: value` or `name = value`.
fn key_of(line: &str) -> Option<&str> {
    let line = line.trim_matches(is_blank).trim_start_matches(['{', '[', '"', '\'', ' ']);
    let end = line.find([':', '='])?;
    let (name, rest) = (line[..end].trim_end_matches(['"', '\'', ' ', '\t']), &line[end + 1..]);
    let is_value = rest.is_empty() || rest.starts_with([' ', '\t', '"', '\'', '[', '{', ':', '\u{a0}']);
    let is_name = name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && name.chars().count() <= 40
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
        && name.split(' ').count() <= 3;
    (is_value && is_name).then_some(name)
}

/// Whether a line is of a name that front matter knows, and its value.
fn is_field(line: &str) -> bool {
    key_of(line).is_some_and(field_names::is_name)
}

/// The lines that show something, with their places; those of comments of TOML and YAML are left out.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < text.len()).then(|| {
            let line = line_at(text, at);
            at = next_line(text, line.end);
            (line.start, &text[line])
        })
    })
    .filter(|(_, line)| !line.trim_matches(is_blank).is_empty() && !line.trim_start().starts_with("# "))
}

/// Whether what stands between two fences may be front matter: a name and its value in any of its lines, or a list
/// or a table in another form, or nothing.
pub fn may_be_header(text: &str) -> bool {
    let first = lines(text).next().map(|(_, line)| line.trim_matches(is_blank));
    first.is_none_or(|first| first.starts_with(['-', '[', '{', '"', '?']))
        || text.lines().any(|line| key_of(line).is_some())
}

/// Whether a text begins with a name in one word, or one that front matter knows, and its value.
pub fn begins_with_key(text: &str) -> bool {
    let name = lines(text).next().and_then(|(_, line)| key_of(line));
    name.is_some_and(|name| !name.contains(' ') || field_names::is_name(name))
}

/// Whether a text begins with a name that front matter knows, and its value.
pub fn begins_with_field(text: &str) -> bool {
    lines(text).next().is_some_and(|(_, line)| is_field(line))
}

/// What of a text without front matter may be meant as such; what can be seen begins at `start`.
pub fn doubt(text: &str, start: usize) -> Option<Doubt> {
    let rest = &text[start..];
    let first = line_at(text, start);
    // Org, and the title block of Pandoc.
    if rest.strip_prefix("#+").and_then(key_of).is_some() {
        return Some(Doubt::Foreign(first));
    }
    if rest.starts_with("% ") {
        return Some(Doubt::Alike(first));
    }
    unfenced(text, start).or_else(|| late(text, start).map(Doubt::Alike))
}

/// The lines of fields at the very top, up to an empty line; `None` where any of them is something else, or the first
/// two are not of names that front matter knows.
pub fn lines_of_fields(text: &str, start: usize) -> Option<Range<usize>> {
    let mut end = start;
    let mut count = 0;
    while end < text.len() {
        let line = line_at(text, end);
        let words = &text[line.clone()];
        if words.trim_matches(is_blank).is_empty() {
            break;
        }
        if !is_continued(words) || count == 0 {
            let (name, _) = field_of(words)?;
            if count < 2 && !field_names::is_name(name) {
                return None;
            }
            count += 1;
        }
        end = next_line(text, line.end);
    }
    (count > 1).then_some(start..end)
}

/// Whether a line goes on with the value before it: Python-Markdown asks for four spaces.
fn is_continued(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// The name and the value of a line `Name: value`.
fn field_of(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    (is_name && !value.starts_with([':', '/'])).then_some((name, value))
}

/// Parses lines of fields that begin at `offset`. Every value is a text.
pub fn parse(text: &str, offset: usize) -> (Node, Vec<Syntax>) {
    let (mut entries, mut errors): (Vec<(Key, Node)>, Vec<Syntax>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < text.len() {
        let line = line_at(text, at);
        let words = &text[line.clone()];
        at = next_line(text, line.end);
        if let Some((_, last)) = entries.last_mut().filter(|_| is_continued(words)) {
            if let Value::String(value) = &mut last.value {
                value.push(' ');
                value.push_str(&clean(words.trim()));
                last.range.end = offset + line.start + words.trim_end().len();
            }
            continue;
        }
        let Some((name, value)) = field_of(words) else { continue };
        let from = line.start + name.len() + 1 + value.len() - value.trim_start().len();
        let range = offset + line.start..offset + line.start + name.len();
        if entries.iter().any(|(key, _)| key.name.eq_ignore_ascii_case(name)) {
            let message = format!("`{name}` stands here for the second time");
            errors.push(Syntax { message, range, help: Some("keep one of them, with all that both say") });
            continue;
        }
        let value = value.trim();
        let node = Node { value: Value::text(value), range: offset + from..offset + from + value.len() };
        entries.push((Key { name: clean(name).into_owned(), range }, node));
    }
    (Node { value: Value::Table(entries), range: offset..offset + text.len() }, errors)
}

/// Fields at the very top, between fences of another kind or between none.
fn unfenced(text: &str, start: usize) -> Option<Doubt> {
    let mut top =
        lines(&text[start..]).map(|(at, line)| (start + at, line)).take(TOP).skip_while(|(_, line)| is_fence(line));
    let (at, line) = top.next()?;
    let bare = bare(line);
    // Only the line right below goes on with it.
    let below = next_line(text, at + line.len());
    let next = top.next().filter(|(at, _)| *at == below).map(|(_, line)| line);
    match (is_field(bare), next) {
        (true, Some(next)) if is_field(next) && !text[start..].starts_with(['`', '~']) => {
            Some(Doubt::Foreign(line_at(text, at)))
        }
        (true, _) => Some(Doubt::Alike(line_at(text, at))),
        (false, Some(next)) if key_of(bare).is_some() && key_of(next).is_some() => {
            Some(Doubt::Alike(line_at(text, at)))
        }
        _ => None,
    }
}

/// A line that holds no word, or opens a block of code.
fn is_fence(line: &str) -> bool {
    let line = line.trim_matches(is_blank);
    !line.contains(char::is_alphanumeric) || line.starts_with("```") || line.starts_with("~~~")
}

/// A line without the signs by which other tools tell a field: `:title: x`, `.. title: x`, `---title: x`.
fn bare(line: &str) -> &str {
    let line = line.trim_matches(is_blank);
    let signs = |c: char| is_blank(c) || matches!(c, ':' | '.' | '@' | ';' | '+');
    let dashes = line.trim_start_matches('-');
    if line.len() - dashes.len() >= 3 { dashes } else { line }.trim_start_matches(signs)
}

/// A fence near the top with a field right below it.
fn late(text: &str, start: usize) -> Option<Range<usize>> {
    let top: Vec<(usize, &str)> = lines(&text[start..]).take(TOP).collect();
    let found = top.windows(2).find(|pair| {
        let fence = pair[0].1.trim_matches(is_blank);
        let is_fence = fence.len() >= 3 && (fence.chars().all(|c| c == '-') || fence.chars().all(|c| c == '+'));
        is_fence && is_field(pair[1].1)
    });
    found.map(|pair| line_at(text, start + pair[1].0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_told_from_words_with_a_colon() {
        for line in ["title: x", "  Draft : true", "\"title\": \"x\",", "date = 2026-01-01", "experience_of:"] {
            assert!(is_field(line), "{line}");
        }
        for line in ["https://x.example", "it was 12:30", "He said to me then: no", "a == b", "title", "Me: hello"] {
            assert!(!is_field(line), "{line}");
        }
    }
}
