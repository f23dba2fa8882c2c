//! Places and files as editors name them: lines and UTF-16 units from zero, and `file:` addresses.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use line_index::{LineCol, LineIndex, TextSize, WideEncoding, WideLineCol};
use lsp_types::{Position, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands for itself in the path of an address.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// The file of an address; `None` for those that are none.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // A host may stand first; only this machine's files are of use.
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    let is_drive = |path: &str| path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if cfg!(windows) && is_drive(&path) { &path[1..] } else { &path }))
}

/// The address of a file.
pub fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    Uri::from_str(&format!("file://{slash}{}", utf8_percent_encode(&path, PLAIN))).ok()
}

/// The lines of a text.
pub struct Lines<'a> {
    text: &'a str,
    index: LineIndex,
}

impl<'a> Lines<'a> {
    /// Finds the lines.
    pub fn new(text: &'a str) -> Self {
        Self { text, index: LineIndex::new(text) }
    }

    /// Where a byte is.
    pub fn position(&self, at: usize) -> Position {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let LineCol { line, col } = self.index.line_col(TextSize::new(at as u32));
        let wide = self.index.to_wide(WideEncoding::Utf16, LineCol { line, col });
        Position::new(line, wide.map_or(0, |wide| wide.col))
    }

    /// Where some bytes are.
    pub fn range(&self, range: &Range<usize>) -> lsp_types::Range {
        lsp_types::Range::new(self.position(range.start), self.position(range.end))
    }

    /// The byte at a place; the end of the line, or of the text, where it has none so far to the right or below.
    pub fn offset(&self, position: Position) -> usize {
        let Some(line) = self.index.line(position.line) else { return self.text.len() };
        let (start, end) = (usize::from(line.start()), usize::from(line.end()));
        let end = start + self.text[start..end].trim_end_matches(['\n', '\r']).len();
        let wide = WideLineCol { line: position.line, col: position.character };
        let found = self.index.to_utf8(WideEncoding::Utf16, wide).and_then(|narrow| self.index.offset(narrow));
        self.text.floor_char_boundary(found.map_or(end, usize::from).min(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_utf16_units_and_come_back() {
        let text = "é🦀x\r\nb\n";
        let lines = Lines::new(text);
        let at = text.find('x').unwrap();
        assert_eq!(lines.position(at), Position::new(0, 3));
        assert_eq!(lines.offset(Position::new(0, 3)), at);
        assert_eq!(lines.offset(Position::new(0, 99)), at + 1);
        assert_eq!(lines.offset(Position::new(9, 0)), text.len());
    }

    #[test]
    fn a_file_and_its_address_lead_to_each_other() {
        let path = Path::new("/tmp/ein Ort/é#1.md");
        let uri = uri_of(path).unwrap();
        assert_eq!(uri.as_str(), "file:///tmp/ein%20Ort/%C3%A9%231.md");
        assert_eq!(path_of(&uri).unwrap(), path);
        assert_eq!(path_of(&Uri::from_str("untitled:Untitled-1").unwrap()), None);
    }
}
