//! Quick fixes: what a message suggests, put in place of what is wrong.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit, Uri, WorkspaceEdit};

use super::positions::Lines;
use crate::diag::Diagnostic;

/// The fixes for what is wrong in a part of a file.
pub fn fixes(
    uri: &Uri,
    text: &str,
    within: Range,
    wrong: &[(Diagnostic, lsp_types::Diagnostic)],
) -> Vec<CodeActionOrCommand> {
    let lines = Lines::new(text);
    let is_near = |range: &Range| range.start <= within.end && within.start <= range.end;
    let fix = |(found, shown): &(Diagnostic, lsp_types::Diagnostic)| {
        let word = found.suggested()?;
        let (start, end) = found.span.as_ref()?.range?;
        let written = text.get(start..end)?;
        // What is marked may be the value with its quotes, or a part of a longer one.
        let inner = written.trim_matches(['"', '\'']);
        let start = start + written.find(inner)?;
        let edit = TextEdit { range: lines.range(&(start..start + inner.len())), new_text: word.to_owned() };
        #[expect(clippy::mutable_key_type, reason = "the protocol's own type")]
        let changes = HashMap::from([(uri.clone(), vec![edit])]);
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: format!("Write `{word}`"),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![shown.clone()]),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
            is_preferred: Some(true),
            ..CodeAction::default()
        }))
    };
    wrong.iter().filter(|(_, shown)| is_near(&shown.range)).filter_map(fix).collect()
}
