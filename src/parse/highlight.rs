//! Code to HTML with CSS classes. The grammars are loaded when the first code block with a known
//! language is met, so a site without code pays nothing.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Longer code is shown without colours rather than slowly.
const MOST_BYTES: usize = 200_000;

/// A `<pre>` block; `info` is what stands after the fence.
pub fn code_block(info: &str, code: &str) -> (String, bool) {
    let language = info.split([',', ' ', '{', '\t']).next().unwrap_or("").trim();
    let mut html = String::with_capacity(code.len() + 64);
    html.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        html.push_str(" class=\"language-");
        escape(&mut html, language);
        html.push('"');
    }
    html.push('>');
    let highlighted = highlight(language, code);
    match &highlighted {
        Some(spans) => html.push_str(spans),
        None => escape(&mut html, code),
    }
    html.push_str("</code></pre>\n");
    (html, highlighted.is_some())
}

fn highlight(language: &str, code: &str) -> Option<String> {
    if language.is_empty() || matches!(language, "text" | "txt" | "plain") || code.len() > MOST_BYTES {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

fn escape(html: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_html(html, text);
}
