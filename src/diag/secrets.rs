//! Passwords in addresses, which no message shows.

/// An address in three: what stands before its user name and password, these, and what stands after their `@`;
/// `None` where it has none. Browsers take any number of slashes of either kind for the two (URL standard).
pub fn secret_of(address: &str) -> Option<(&str, &str, &str)> {
    let scheme = address.find(':')? + 1;
    let slashes = address[scheme..].find(|c| !matches!(c, '/' | '\\')).filter(|slashes| *slashes > 0)?;
    let (before, rest) = address.split_at(scheme + slashes);
    let end = rest.find(|c: char| matches!(c, '/' | '\\' | '?' | '#') || c.is_whitespace()).unwrap_or(rest.len());
    let at = rest[..end].rfind('@')?;
    Some((before, &rest[..at], &rest[at + 1..]))
}

/// A line without the passwords of its addresses, as long as it was: it may be shown to many.
pub fn without_secrets(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for (at, _) in line.match_indices("://") {
        let Some((_, secret, after)) = secret_of(&line[at..]) else { continue };
        let start = line.len() - after.len() - 1 - secret.len();
        if start < from {
            continue;
        }
        out.push_str(&line[from..start]);
        out.extend(std::iter::repeat_n('*', secret.len()));
        from = start + secret.len();
    }
    out.push_str(&line[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_shown_with_a_password() {
        let line =
            "[x](https://ada:päss@a.example/b@c) and http:\\u@h http://b.example/@d <ftp://t:1@x> https://a@b@c/";
        let shown = without_secrets(line);
        assert_eq!(shown.len(), line.len());
        assert_eq!(
            shown,
            "[x](https://*********@a.example/b@c) and http:\\u@h http://b.example/@d <ftp://***@x> https://***@c/"
        );
        assert_eq!(secret_of("https:\\u:p@h/"), Some(("https:\\", "u:p", "h/")));
        assert_eq!(secret_of("https:///u@h/"), Some(("https:///", "u", "h/")));
        assert_eq!(secret_of("mailto:u@h"), None);
    }
}
