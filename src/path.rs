//! Checked names for places: a file of the site's sources, a file of the output, a URL.

use std::fmt;
use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

/// A file below the site's folder, with `/` between its parts: `content/stories/ada.md`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourcePath(String);

impl SourcePath {
    /// Takes a path relative to the site's folder, with forward slashes.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The path of `file` below `root`; `None` when it lies elsewhere or is not Unicode.
    pub fn below(root: &Path, file: &Path) -> Option<Self> {
        let relative = file.strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
        Some(Self(parts?.join("/")))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, without a slash at the end; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// Where a relative link written in this file leads, as a source path.
    /// `None` when it climbs out of the site's folder.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|p| !p.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/")))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// The endings of documents: Markdown, and HTML that begins with front matter.
const DOCUMENTS: [&str; 9] = ["md", "markdown", "mdown", "mdwn", "mdx", "mkd", "mkdn", "html", "htm"];

/// Whether a path is that of HTML.
pub fn is_html(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ["html", "htm"].iter().any(|html| ending.eq_ignore_ascii_case(html)))
}

/// A path without the ending by which documents are known, in any case; `None` for other files.
pub fn document_stem(path: &str) -> Option<&str> {
    let (stem, ending) = path.rsplit_once('.')?;
    DOCUMENTS.iter().any(|known| ending.eq_ignore_ascii_case(known)).then_some(stem)
}

/// A file of the output, relative to the output folder. It can name nothing outside of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OutPath(String);

impl OutPath {
    /// Checks a relative path: parts that are not empty, `.` or `..`, and no `\`, control
    /// character, or trailing dot or space (which Windows drops) in any of them; and no name of a device.
    pub fn new(path: impl Into<String>) -> Result<Self, String> {
        let path = path.into();
        for part in path.split('/') {
            if part.is_empty() || part == "." || part == ".." {
                return Err(format!("{path:?} would leave the output folder"));
            }
            if part.contains(|c: char| c == '\\' || c.is_control()) || part.ends_with(['.', ' ']) {
                return Err(format!("{path:?} is not a name that every disk can hold"));
            }
            if is_device(part) {
                return Err(format!(
                    "{path:?} is not a name that every disk can hold: `{part}` is a device on Windows"
                ));
            }
            if part.len() > 255 {
                return Err(format!("{part:?} is longer than the 255 bytes that a name may have"));
            }
        }
        Ok(Self(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether Windows takes a name, with any ending, for a device: `con`, `NUL.txt`, `com1`.
/// Source: "Naming Files, Paths, and Namespaces" in the documentation of Win32.
pub fn is_device(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or("").trim_end();
    let is = |device: &str| stem.eq_ignore_ascii_case(device);
    match stem.len() {
        3 => ["con", "prn", "aux", "nul"].iter().any(|device| is(device)),
        // The superscript digits are two bytes long.
        4 | 5 => match stem.get(..3) {
            Some(port) if port.eq_ignore_ascii_case("com") || port.eq_ignore_ascii_case("lpt") => {
                matches!(&stem[3..], "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
            }
            _ => false,
        },
        6 | 7 => is("conin$") || is("conout$"),
        _ => false,
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// What a URL path does not keep as it is. The colon goes as well: before the first slash it would end a scheme.
const KEEP: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A path as the browser asks for it, without the base path: `stories/ada/` or `img/a%20b.jpg`.
/// Percent-encoded, never starting with a slash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Default)]
pub struct UrlPath(String);

impl UrlPath {
    /// Encodes a readable path.
    pub fn new(path: &str) -> Self {
        Self(utf8_percent_encode(path.trim_start_matches('/'), KEEP).to_string())
    }

    /// The encoded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_path_cannot_leave_its_folder() {
        for bad in [
            "../x",
            "a/../b",
            "/etc/passwd",
            "",
            "a//b",
            "a\\b",
            "a\0b",
            "con. ",
            "con",
            "a/NUL.txt",
            "Com1.html/x",
            "lpt²",
            "aux .x",
            "CONOUT$",
        ] {
            assert!(OutPath::new(bad).is_err(), "{bad:?}");
        }
        for fine in ["stories/ada/index.html", "console/x", "com10", "comx", "a/auxiliary.html", "lpté"] {
            assert!(OutPath::new(fine).is_ok(), "{fine:?}");
        }
    }

    #[test]
    fn a_relative_link_cannot_climb_out_of_the_site() {
        let from = SourcePath::new("content/stories/ada.md");
        assert_eq!(from.join("../about.md").unwrap().as_str(), "content/about.md");
        assert_eq!(from.join("../../../etc/passwd"), None);
    }
}
