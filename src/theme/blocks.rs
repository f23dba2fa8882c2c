//! Blocks that take the place of others: a template that fills a block without `super()` drops what stood there.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Diagnostic, Span};
use crate::path::SourcePath;

/// What no page can be without, and how templates write it.
const NEEDED: [(&str, &str); 3] = [
    ("<assets", "the style sheet and the script of all pages"),
    ("config.style", "the style sheet of all pages"),
    ("rel=\"stylesheet\"", "a style sheet"),
];

/// A template's tags: whom it extends, and its blocks by name, each with where it stands and what is in it.
#[derive(Default)]
struct Blocks<'a> {
    extends: Option<&'a str>,
    blocks: BTreeMap<&'a str, (Range<usize>, &'a str)>,
}

/// Reports blocks that swallow what all pages need. `templates` by the name under which they are known, `resolve` finds
/// the template that a name means.
pub fn check<'a>(
    templates: &'a BTreeMap<String, (SourcePath, String)>,
    resolve: &dyn Fn(&str) -> Option<&'a str>,
) -> Vec<Diagnostic> {
    let all: BTreeMap<&str, Blocks> = templates.iter().map(|(name, (_, text))| (name.as_str(), scan(text))).collect();
    let mut found = Vec::new();
    for (name, own) in &all {
        for (block, (range, content)) in &own.blocks {
            if content.contains("super()") {
                continue;
            }
            let Some((parent, swallowed)) = inherited(&all, own, block, resolve) else { continue };
            let Some((_, what)) = NEEDED.iter().find(|(sign, _)| swallowed.contains(sign) && !content.contains(sign))
            else {
                continue;
            };
            let message = format!("block `{block}` takes the place of the one in {parent}, and with it of {what}");
            let place = Span::at(&templates[*name].0, range.clone());
            found.push(
                Diagnostic::warning("W0423", message)
                    .at(place)
                    .help("write {{ super() }} in it to keep what stands there"),
            );
        }
    }
    found
}

/// What a block holds in the nearest template above that has it.
fn inherited<'a>(
    all: &BTreeMap<&'a str, Blocks<'a>>,
    own: &Blocks<'a>,
    block: &str,
    resolve: &dyn Fn(&str) -> Option<&'a str>,
) -> Option<(&'a str, &'a str)> {
    let mut next = own.extends;
    // Templates that extend each other in a circle are an error of their own.
    for _ in 0..all.len() {
        let name = resolve(next?)?;
        let parent = all.get(name)?;
        if let Some((_, content)) = parent.blocks.get(block) {
            return Some((name, content));
        }
        next = parent.extends;
    }
    None
}

/// Finds the tags `extends`, `block` and `endblock`.
fn scan(text: &str) -> Blocks<'_> {
    let mut found = Blocks::default();
    let mut open: Vec<(&str, Range<usize>, usize)> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{%").map(|start| at + start) {
        let Some(end) = text[start..].find("%}").map(|end| start + end + 2) else { break };
        let inner = text[start + 2..end - 2].trim_matches(['-', ' ', '\t', '\r', '\n']);
        let mut words = inner.split_whitespace();
        match words.next() {
            Some("extends") => found.extends = words.next().map(|name| name.trim_matches(['"', '\'', '`'])),
            Some("block") => {
                if let Some(name) = words.next() {
                    open.push((name, start..end, end));
                }
            }
            Some("endblock") => {
                if let Some((name, range, from)) = open.pop() {
                    found.blocks.insert(name, (range, &text[from..start]));
                }
            }
            _ => {}
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_swallows_the_style_sheet_is_found_however_far_above_it_stands() {
        let base = "<head>{% block assets %}<link rel=\"stylesheet\" href=\"x\">{% endblock assets %}{% block title %}T{% endblock %}";
        let templates = |page: &str| -> BTreeMap<String, (SourcePath, String)> {
            [("stage/base.html", base), ("stage/list.html", "{% extends \"base.html\" %}"), ("page.html", page)]
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (SourcePath::new(*name), (*text).to_owned())))
                .collect()
        };
        let codes = |page: &str| {
            let all = templates(page);
            let resolve = |name: &str| {
                let found = all.get_key_value(name).or_else(|| all.get_key_value(&format!("stage/{name}")));
                found.map(|(name, _)| name.as_str())
            };
            check(&all, &resolve).len()
        };
        assert_eq!(codes("{% extends \"list.html\" %}{%- block assets -%}<script></script>{% endblock %}"), 1);
        assert_eq!(codes("{% extends \"list.html\" %}{% block assets %}{{ super() }}x{% endblock %}"), 0);
        assert_eq!(
            codes("{% extends \"list.html\" %}{% block assets %}<link rel=\"stylesheet\" href=\"y\">{% endblock %}"),
            0
        );
        assert_eq!(codes("{% extends \"list.html\" %}{% block title %}mine{% endblock %}"), 0);
        assert_eq!(codes("{% block assets %}{% endblock %}"), 0);
    }
}
