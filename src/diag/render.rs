//! Diagnostics as text for a terminal and as JSON for programs, from the same values.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Place, Severity};
use crate::text;

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
        "end_column": diagnostic.place.as_ref().map(Place::end_column),
        "excerpt": diagnostic.place.as_ref().map(|place| place.excerpt.as_str()),
        "notes": diagnostic.notes,
        "help": diagnostic.help,
    })
}

/// One diagnostic as an annotation of a pull request. `folder` leads from the repository to the site.
///
/// The form is that of GitHub's workflow commands: `::error file=…,line=…,col=…,title=…::message`.
pub fn render_github(diagnostic: &Diagnostic, folder: &str) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if let Some(span) = &diagnostic.span {
        properties.push(format!("file={}", github_property(&printable(&format!("{folder}{}", span.path)))));
    }
    if let Some(place) = &diagnostic.place {
        properties.push(format!("line={},col={},endColumn={}", place.line, place.column, place.end_column()));
    }
    properties.push(format!("title={}", diagnostic.code));
    let notes = diagnostic.notes.iter().map(|note| format!("\nnote: {note}"));
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let message: String = [diagnostic.message.to_string()].into_iter().chain(notes).chain(help).collect();
    format!("::{command} {}::{}", properties.join(","), github_data(&printable(&message)))
}

/// A message in a workflow command. What is not escaped could end it and begin another one.
fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// As it may reach a terminal.
fn printable(text: &str) -> String {
    text::printable(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Span, locate};
    use crate::path::SourcePath;

    #[test]
    fn a_name_or_a_message_cannot_begin_another_command() {
        let path = SourcePath::new("content/a,b:c\n::error::x.md");
        let found = Diagnostic::warning("W0108", "100% bad\n::error::no").at(Span::at(&path, 2..5)).help("stop");
        let mut all = vec![found];
        locate(&mut all, &|_| Some("a\nbéd\n".to_owned()));
        let said = render_github(&all[0], "site/");
        assert_eq!(
            said,
            "::warning file=site/content/a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax.md,line=2,col=1,endColumn=3,title=W0108\
             ::100%25 bad%0A::error::no%0Ahelp: stop"
        );
    }
}
