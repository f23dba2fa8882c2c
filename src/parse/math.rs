//! Formulas in TeX to MathML, which browsers draw themselves.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// Longer formulas are shown as they are written.
const MOST_BYTES: usize = 10_000;

/// Stand for `<` and `>` while a formula is read, since pulldown-latex 0.8 does not escape all that it writes.
const SIGNS: [(char, &str); 2] = [('\u{f8f0}', "&lt;"), ('\u{f8f1}', "&gt;")];

/// The MathML of a formula; `None` if it cannot be read.
pub fn mathml(tex: &str, is_block: bool) -> Option<String> {
    if tex.len() > MOST_BYTES || tex.contains(SIGNS.map(|(sign, _)| sign)) {
        return None;
    }
    let storage = Storage::new();
    let tex = tex.replace('<', "\u{f8f0}").replace('>', "\u{f8f1}");
    let events: Vec<_> = Parser::new(&tex, &storage).collect();
    if events.iter().any(Result::is_err) {
        return None;
    }
    let display_mode = if is_block { DisplayMode::Block } else { DisplayMode::Inline };
    let mut html = String::new();
    push_mathml(&mut html, events.into_iter(), RenderConfig { display_mode, ..RenderConfig::default() }).ok()?;
    let mut html = without_styles(&html);
    for (sign, escaped) in SIGNS {
        html = html.replace(&format!("<mi>{sign}</mi>"), &format!("<mo>{escaped}</mo>")).replace(sign, escaped);
    }
    Some(html)
}

/// A page's policy stops styles that stand in it.
fn without_styles(html: &str) -> String {
    let mut parts = html.split(" style=\"");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_mathml_and_holds_no_html_of_a_stranger() {
        let html = mathml("\\frac{a}{b} < c", false).unwrap();
        assert!(html.starts_with("<math") && html.contains("<mfrac>") && html.contains("&lt;"), "{html}");
        assert!(mathml("x", true).unwrap().contains("display=\"block\""));
        for tex in [
            "\\text{<script>alert(1)</script>}",
            "\\textcolor{red}{x}",
            "\\color{#f00\"onclick=x}y",
            "<b>x</b>",
            "\\operatorname{<img>}",
        ] {
            let html = mathml(tex, false).unwrap_or_default();
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
            assert!(!html.contains("style=") && !html.contains("onclick=x\""), "{html}");
        }
        assert_eq!(mathml("\\frac{", false), None);
        assert_eq!(mathml("\\nosuchthing", false), None);
    }

    #[test]
    fn whatever_a_stranger_writes_is_read_or_refused() {
        use proptest::prelude::*;
        let parts = [
            "\\frac",
            "{",
            "}",
            "x",
            "^",
            "_",
            "\\left(",
            "\\right)",
            "\\begin{array}{cc}",
            "\\end{array}",
            "&",
            "\\\\",
            " ",
            "\\sqrt",
            "[",
            "]",
            "\\text",
            "<",
            ">",
            "é",
            "\\",
            "$",
            "%",
            "\\mathbb",
            "\\def\\a{\\a}",
            "\\a",
            "#1",
            "'",
            "\\sum",
            "\\limits",
            "\\color",
            "\\not",
            "1",
            "\\begin{align}",
            "\\end{align}",
            "\\hline",
            "\\kern1em",
            "\\operatorname",
            "日",
        ];
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(20_000));
        let texts = proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..12);
        let all = runner.run(&texts, |parts| {
            let html = mathml(&parts.concat(), true).unwrap_or_default();
            prop_assert!(!html.replace("<m", "").replace("</m", "").contains('<'), "{html}");
            Ok(())
        });
        all.unwrap();
    }
}
