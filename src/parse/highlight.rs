//! Code to HTML with CSS classes. The grammars are loaded when the first code block with a known
//! language is met, so a site without code pays nothing.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Longer code is shown without colours rather than slowly.
const MOST_BYTES: usize = 200_000;

/// The names of JavaScript. Its own grammar never comes to an end at `a`, a new line and `/* b, c */` (syntect 5.3); that
/// of TypeScript reads all of it, JSX included.
const SCRIPTS: [&str; 5] = ["cjs", "javascript", "js", "jsx", "mjs"];
const TYPED_SCRIPT: &str = "tsx";

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
    let is_script = SCRIPTS.iter().any(|script| language.eq_ignore_ascii_case(script));
    // A comment in a script within a page or a text would be read by the grammar that may not come to an end.
    let holds_script =
        || ["```", "~~~"].iter().any(|fence| code.contains(fence)) || code.to_ascii_lowercase().contains("script");
    if !is_script && code.contains("/*") && holds_script() {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(if is_script { TYPED_SCRIPT } else { language })?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_in_scripts_come_to_an_end() {
        let script = "a\n  /* x, y */\n";
        for language in ["js", "jsx", "JavaScript", "mjs", "ts", "tsx"] {
            assert!(code_block(language, script).1, "{language}");
        }
        for language in ["html", "php", "vue", "svelte", "markdown", "erb"] {
            code_block(language, &format!("<SCRIPT>\n{script}</SCRIPT>\n"));
            code_block(language, &format!("```js\n{script}```\n"));
        }
        assert!(code_block("js", "const a = 1;").0.contains("hl-"));
    }
}
