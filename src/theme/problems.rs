//! Tera's errors as diagnostics: in the user's own file, with line and column.

use tera::{Error, ErrorKind, ReportError};

use super::budget::{self, Limit};
use super::fragments;
use crate::diag::{Diagnostic, Span, nearest};
use crate::path::SourcePath;

/// Finds the source of a template by the name under which Tera knows it.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<(SourcePath, String)>;

/// The filters and tests that Tera brings and this program adds, for suggestions.
const FILTERS: &[&str] = &[
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape",
    "newlines_to_br",
    "pluralize",
    "trim",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
    "group_by",
    "date",
    "number",
    "json_encode",
    "slug",
];

/// Turns an error of loading or rendering into diagnostics; loading may have found several.
pub fn from_tera(error: &Error, lookup: Lookup) -> Vec<Diagnostic> {
    if let Some(limit) = budget::exceeded() {
        return vec![of_limit(limit, error, lookup)];
    }
    if let Some(within) = fragments::failure() {
        return from_tera(&within, lookup);
    }
    match error.kind() {
        ErrorKind::SyntaxError(report) => vec![of_report("E0410", report, error, lookup)],
        ErrorKind::RenderingError(report) => vec![of_report("E0411", report, error, lookup)],
        ErrorKind::MissingParent { current, parent } => {
            let mut found = Diagnostic::error("E0412", format!("there is no template `{parent}` to extend"));
            if let Some((source, text)) = lookup(current) {
                let at = text.find(parent.as_str()).unwrap_or(0);
                found = found.at(Span::at(&source, at..at + parent.len()));
            }
            vec![found]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let chain = inheritance_chain.join(" → ");
            let mut found = Diagnostic::error("E0413", format!("template `{tpl}` extends itself: {chain}")).help(
                "to build on the theme's own template, name it with its theme: {% extends \"stage/page.html\" %}",
            );
            if let Some((source, _)) = lookup(tpl) {
                found = found.at(Span::file(&source));
            }
            vec![found]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let chain = include_chain.join(" → ");
            let mut found = Diagnostic::error("E0413", format!("template `{tpl}` includes itself: {chain}"));
            if let Some((source, _)) = lookup(tpl) {
                found = found.at(Span::file(&source));
            }
            vec![found]
        }
        _ => of_text(&error.to_string(), lookup),
    }
}

/// A page that costs too much. Where its budget ended is said if Tera says it.
fn of_limit(limit: Limit, error: &Error, lookup: Lookup) -> Diagnostic {
    let found = match error.kind() {
        ErrorKind::RenderingError(report) => of_report("E0415", report, error, lookup),
        _ => Diagnostic::error("E0415", ""),
    };
    Diagnostic { message: limit.message().into(), ..found }
        .help("look for loops within loops, and divide a long list with `paginate_by` in its _index.md")
}

fn of_report(code: &'static str, report: &ReportError, error: &Error, lookup: Lookup) -> Diagnostic {
    let mut found = Diagnostic::error(code, in_order(report.message()));
    if let Some((source, _)) = lookup(report.filename()) {
        found = found.at(Span::at(&source, report.span().range.clone()));
    }
    // The chain of templates that led here.
    for note in error.to_string().lines().filter_map(|line| line.strip_prefix("note: ")) {
        found = found.note(note);
    }
    found
}

/// Reads reports that Tera gives as text: `error: … --> file:line:column`, one after another.
fn of_text(text: &str, lookup: Lookup) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        let mut found = Diagnostic::error("E0414", lower_first(&in_order(message)));
        if let Some(place) = lines.peek().and_then(|line| line.trim().strip_prefix("--> ")) {
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next().and_then(|n| n.parse::<usize>().ok());
            let row = parts.next().and_then(|n| n.parse::<usize>().ok());
            if let (Some(column), Some(row), Some((source, text))) = (column, row, parts.next().and_then(lookup)) {
                let start = text.split_inclusive('\n').take(row - 1).map(str::len).sum::<usize>();
                let start = start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>();
                let length = text[start..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0).max(1);
                found = found.at(Span::at(&source, start..start + length));
            }
        }
        let wrong = message.split('`').nth(1).unwrap_or("");
        if message.starts_with("Unknown filter")
            && let Some(near) = nearest(wrong, FILTERS.iter().copied())
        {
            found = found.help(format!("did you mean `{near}`?"));
        }
        all.push(found);
    }
    // Tera gives them in any order.
    all.sort_by(|a, b| (&a.span, &a.message).cmp(&(&b.span, &b.message)));
    if all.is_empty() {
        all.push(Diagnostic::error("E0414", lower_first(text.lines().next().unwrap_or(text))));
    }
    all
}

/// A message with the arguments that Tera lists in any order.
fn in_order(message: &str) -> String {
    let Some((list, rest)) =
        message.strip_prefix("Unknown argument(s) ").and_then(|rest| rest.split_once(" in component call"))
    else {
        return message.to_owned();
    };
    let mut arguments: Vec<&str> = list.split(", ").collect();
    arguments.sort_unstable();
    format!("Unknown argument(s) {} in component call{rest}", arguments.join(", "))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_arguments_are_listed_in_order() {
        let message =
            |list: &str| format!("Unknown argument(s) {list} in component call. Possible argument(s) are: `name`");
        assert_eq!(in_order(&message("`c`, `a`, `b`")), message("`a`, `b`, `c`"));
        assert_eq!(in_order("something else"), "something else");
    }
}
