//! Diagnostics as text for a terminal and as JSON for programs, from the same values.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Severity};

/// How the text may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters only.
    Plain,
    /// With terminal colours.
    Colour,
}

/// One diagnostic in the shape that compilers have made familiar.
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    }
    .decor_style(DecorStyle::Ascii);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = printable(&diagnostic.message);
    let path = diagnostic.span.as_ref().map(|span| printable(span.path.as_str()));
    let label = printable(&diagnostic.label);
    let title = level.primary_title(message.as_str()).id(diagnostic.code);
    let mut group = match (&diagnostic.place, &path) {
        (Some(place), Some(path)) => {
            let (start, end) = place.mark;
            let mut annotation = AnnotationKind::Primary.span(start..end.max(start));
            if !label.is_empty() {
                annotation = annotation.label(label.as_str());
            }
            title.element(
                Snippet::source(place.excerpt.as_str())
                    .path(path.as_str())
                    .line_start(place.line)
                    .annotation(annotation),
            )
        }
        (None, Some(path)) => title.element(annotate_snippets::Origin::path(path.as_str())),
        _ => Group::with_title(title),
    };
    let notes: Vec<String> = diagnostic.notes.iter().map(|note| printable(note)).collect();
    for note in &notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    let help = diagnostic.help.as_deref().map(printable);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// One diagnostic as a JSON object with stable fields.
pub fn render_json(diagnostic: &Diagnostic) -> serde_json::Value {
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "file": diagnostic.span.as_ref().map(|span| span.path.as_str()),
        "line": diagnostic.place.as_ref().map(|place| place.line),
        "column": diagnostic.place.as_ref().map(|place| place.column),
        "excerpt": diagnostic.place.as_ref().map(|place| place.excerpt.as_str()),
        "notes": diagnostic.notes,
        "help": diagnostic.help,
    })
}

/// Escape codes in a customer's words must not reach the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
