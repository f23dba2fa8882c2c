//! What a link's address is: another host's, a fragment, or a path of this site.

/// The kinds of addresses that a text may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// With a scheme or a host; the scheme is in lower case, empty for `//host`.
    External {
        /// `https`, `mailto`, …
        scheme: String,
    },
    /// `#part`, or a path: `x.md`, `../cup.jpg`, `@/stories/x.md`, `/about/`.
    Internal {
        /// Before the `#` and `?`; empty for a bare fragment.
        path: &'a str,
        /// From the `?` or `#` on.
        rest: &'a str,
    },
}

/// Looks at an address as a browser would, which ignores spaces and control characters in schemes.
pub fn classify(address: &str) -> Target<'_> {
    let visible: String = address.chars().filter(|c| !c.is_ascii_whitespace() && !c.is_control()).take(64).collect();
    if visible.starts_with("//") || visible.starts_with("\\\\") || visible.starts_with("/\\") {
        return Target::External { scheme: String::new() };
    }
    if let Some((scheme, _)) = visible.split_once(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    {
        return Target::External { scheme: scheme.to_ascii_lowercase() };
    }
    let cut = address.find(['#', '?']).unwrap_or(address.len());
    Target::Internal { path: &address[..cut], rest: &address[cut..] }
}

/// Whether a scheme may stand in customers' words.
pub fn is_safe_scheme(scheme: &str) -> bool {
    matches!(scheme, "" | "http" | "https" | "mailto" | "tel")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_seen_through_spaces_and_case() {
        for bad in ["javascript:alert(1)", "JaVaScript:x", "java\tscript:x", " javascript:x", "data:text/html,x"] {
            let Target::External { scheme } = classify(bad) else { panic!("{bad:?}") };
            assert!(!is_safe_scheme(&scheme), "{bad:?}");
        }
        assert_eq!(classify("x.md#a"), Target::Internal { path: "x.md", rest: "#a" });
        assert_eq!(classify("a/b:c.md"), Target::Internal { path: "a/b:c.md", rest: "" });
    }
}
