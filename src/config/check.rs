//! `[check]`: what findings weigh on this site, or below a path of it.

use std::collections::BTreeMap;

use glob::{MatchOptions, Pattern};

use crate::diag::{Diagnostic, DiagnosticLevel, Severity, Span, codes, is_free, usual};
use crate::model::{Node, Value};
use crate::path::SourcePath;

/// How long before its end a consent is spoken of, in days.
const WITHIN: u32 = 30;

/// Weights by code.
type Weights = BTreeMap<String, DiagnosticLevel>;

/// What findings weigh.
#[derive(Clone, Debug)]
pub struct Check {
    /// How many days before its end a consent is spoken of.
    pub within: u32,
    /// Whether the operator is a brand, of which more is asked.
    pub is_brand: bool,
    site: Weights,
    /// In the order written; the last one that matches a file counts.
    paths: Vec<(Pattern, Weights)>,
}

impl Default for Check {
    fn default() -> Self {
        Self { within: WITHIN, is_brand: false, site: Weights::new(), paths: Vec::new() }
    }
}

impl Check {
    /// Gives each finding its weight here, and drops those that are allowed.
    pub fn apply_levels(&self, found: &mut Vec<Diagnostic>) {
        found.retain_mut(|found| {
            if !is_free(found.code) {
                return true;
            }
            match self.weight(found.code, found.span.as_ref().map(|span| &span.path)) {
                DiagnosticLevel::Error => found.severity = Severity::Error,
                DiagnosticLevel::Warn => found.severity = Severity::Warning,
                DiagnosticLevel::Allow => return false,
            }
            true
        });
    }

    fn weight(&self, code: &str, path: Option<&SourcePath>) -> DiagnosticLevel {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
        let below = path.and_then(|path| {
            let is_it = |(pattern, _): &&(Pattern, Weights)| pattern.matches_with(path.as_str(), options);
            self.paths.iter().rev().filter(is_it).find_map(|(_, weights)| weights.get(code))
        });
        below.or_else(|| self.site.get(code)).copied().unwrap_or_else(|| usual(code, self.is_brand))
    }

    /// Reads `[check]`.
    pub fn read(&mut self, path: &SourcePath, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
        let mut found = Vec::new();
        for (key, node) in node.entries() {
            match key.name.as_str() {
                "within" => match node.value {
                    Value::Int(days, _) if (0..=3650).contains(&days) => self.within = days as u32,
                    _ => found.push((node, "`check.within` is a number of days, 30 for example".to_owned(), None)),
                },
                "paths" => {
                    for (key, node) in node.entries() {
                        match Pattern::new(&key.name) {
                            Ok(pattern) => {
                                let mut weights = Weights::new();
                                for (key, node) in node.entries() {
                                    found.extend(read_weight(&key.name, node, &mut weights));
                                }
                                self.paths.push((pattern, weights));
                            }
                            Err(error) => found.push((node, format!("{:?} is not a pattern: {error}", key.name), None)),
                        }
                    }
                }
                code => found.extend(read_weight(code, node, &mut self.site)),
            }
        }
        diagnostics.extend(found.into_iter().map(|(node, message, help)| {
            let found = Diagnostic::error("E0303", message).at(Span::at(path, node.range.clone()));
            match help {
                Some(help) => found.help(help),
                None => found,
            }
        }));
    }

    /// Sets what links that lead nowhere weigh, as sites said it before there was `[check]`.
    pub fn set_broken_links(&mut self, weight: DiagnosticLevel) {
        for code in ["E0501", "E0502"] {
            self.site.entry(code.to_owned()).or_insert(weight);
        }
    }
}

/// A weight that cannot be: where, why, and a way out.
type Wrong<'a> = (&'a Node, String, Option<String>);

fn read_weight<'a>(code: &str, node: &'a Node, weights: &mut Weights) -> Option<Wrong<'a>> {
    let Some(entry) = codes::explain(code) else {
        let near = crate::diag::nearest(code, codes::entries().map(|entry| entry.code));
        let help = near.map_or("`anecdote explain` lists the codes".to_owned(), |near| format!("did you mean {near}?"));
        return Some((node, format!("`check`: there is no code {code:?}"), Some(help)));
    };
    if !is_free(entry.code) {
        let message = format!("`check`: {} stays an error: the site cannot be shown as it is meant", entry.code);
        return Some((node, message, None));
    }
    let weight = match &node.value {
        Value::String(word) => match word.as_str() {
            "error" => DiagnosticLevel::Error,
            "warn" => DiagnosticLevel::Warn,
            "allow" => DiagnosticLevel::Allow,
            _ => return Some((node, format!("`check.{code}`: {word:?} is not error, warn or allow"), None)),
        },
        _ => return Some((node, format!("`check.{code}` is \"error\", \"warn\" or \"allow\""), None)),
    };
    weights.insert(entry.code.to_owned(), weight);
    None
}
