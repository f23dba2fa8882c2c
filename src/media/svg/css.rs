//! Styles of strangers: whether one loads anything, or could be read in two ways.

/// The rules that only hold others.
const RULES: [&str; 4] = ["media", "supports", "keyframes", "-webkit-keyframes"];

/// What loads by another name than `url(`, or runs in old browsers.
const LOADING: [&str; 10] = [
    "src(",
    "image(",
    "image-set(",
    "cross-fade(",
    "element(",
    "paint(",
    "expression(",
    "-moz-binding",
    "behavior",
    "javascript:",
];

/// Whether a style, or a value of one, refers to nothing but parts of its own file.
///
/// It is not parsed, so that no reading of it can differ from a browser's: what could mean something else by an escape
/// is refused, wherever it stands.
pub fn is_safe(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let refers_inside = |rest: &str| {
        let rest = rest.trim_start();
        rest.strip_prefix(['"', '\'']).unwrap_or(rest).starts_with('#')
    };
    !text.contains('\\')
        && !LOADING.iter().any(|loading| text.contains(loading))
        && text.split("url(").skip(1).all(refers_inside)
        && text.split('@').skip(1).all(|rule| {
            let name = rule.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
            RULES.contains(&name)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_that_loads_is_told_from_one_that_does_not() {
        for safe in ["fill:red", "url(#a)", "URL( '#a' )", "@media (width > 3px) { a { fill: url(\"#b\") } }", ""] {
            assert!(is_safe(safe), "{safe}");
        }
        for loads in [
            "url(x.png)",
            "URL(//x.example)",
            "u\\72l(x)",
            "@import 'x'",
            "@font-face { src: local(x) }",
            "image-set('x' 1x)",
            "url(/*#*/x)",
            "\"/*\" url(x) \"*/\"",
            "@namespace x 'y'",
            "url( \" javascript:x\")",
        ] {
            assert!(!is_safe(loads), "{loads}");
        }
    }
}
