//! Every file that is copied into the output goes through here: what it may not carry (a place, a camera's number, a
//! script) is taken out.

use super::{Format, strip, svg};
use crate::diag::{Diagnostic, Span, Warned};
use crate::path::SourcePath;

/// Where a file comes from, which says whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From `content/`, where strangers' files travel with their words.
    Content,
    /// From `static/` or a theme: the site's own.
    Own,
}

/// How the names of files end that are of a format which is cleaned.
const CLEANED: [&str; 32] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "avif", "heic", "heif", "hif", "jxl", "mp4", "m4v",
    "m4a", "mov", "qt", "3gp", "3g2", "webm", "mkv", "mka", "avi", "wav", "mp3", "aac", "flac", "ogg", "oga", "ogv",
    "opus",
];

/// How those end of formats that may tell of people, and are not cleaned.
const UNCLEANED: [&str; 18] = [
    "wmv", "wma", "asf", "flv", "mpg", "mpeg", "m2v", "ts", "mts", "m2ts", "vob", "aif", "aiff", "amr", "caf", "ape",
    "bwf", "rf64",
];

/// The bytes of a file as they are published. `keeps` is what the site's own author said of it: that it keeps what it
/// carries. An SVG from `content/` is written anew even so.
///
/// # Errors
/// The file is damaged, or of a format that nobody can clean: it is not published as it is.
pub fn published(
    path: &SourcePath,
    origin: Origin,
    keeps: bool,
    bytes: Vec<u8>,
) -> Result<Warned<Vec<u8>>, Diagnostic> {
    let end = path.file_name().rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase());
    if origin == Origin::Content && (end == "svg" || end == "svgz") {
        return drawing(path, bytes);
    }
    if keeps || bytes.is_empty() {
        return Ok(Warned { value: bytes, diagnostics: Vec::new() });
    }
    let mut diagnostics = Vec::new();
    let value = match Format::of(&bytes) {
        Some(format) => {
            let name = format.name();
            let stripped = strip(format, bytes).map_err(|trouble| {
                refused(path, format!("what {name} carries besides what it shows cannot be taken out: {trouble}"))
            })?;
            diagnostics.extend(stripped.left.map(|left| warned(path, format!("this file holds {left}"))));
            stripped.bytes
        }
        // A text under such a name shows nothing, and hides nothing.
        None if std::str::from_utf8(&bytes).is_ok() => bytes,
        None if CLEANED.contains(&end.as_str()) => {
            return Err(refused(path, format!("this file is named `.{end}`, and does not begin like one")));
        }
        None => {
            if UNCLEANED.contains(&end.as_str()) {
                diagnostics.push(warned(path, format!("nothing is taken out of files that are named `.{end}`")));
            }
            bytes
        }
    };
    Ok(Warned { value, diagnostics })
}

fn refused(path: &SourcePath, message: String) -> Diagnostic {
    Diagnostic::error("E0009", message).at(Span::file(path)).help(
        "save it anew, as JPEG, PNG or MP4; or name it under `ignore`; or, to publish it with all that it carries, under \
         `keep_metadata` of [pictures]",
    )
}

fn warned(path: &SourcePath, why: String) -> Diagnostic {
    Diagnostic::warning("W0013", format!("{why}: it may tell who made it, where and when"))
        .at(Span::file(path))
        .help("look at it; name it under `keep_metadata` of [pictures] if it may be published as it is")
}

/// An SVG from `content/`.
fn drawing(path: &SourcePath, bytes: Vec<u8>) -> Result<Warned<Vec<u8>>, Diagnostic> {
    let unreadable = |why: String, span: Span| {
        Diagnostic::error("E0009", format!("this SVG cannot be read: {why}"))
            .at(span)
            .help("save it anew as plain SVG or as PNG, or put it into static/ if you trust whoever made it")
    };
    let is_packed = path.file_name().to_ascii_lowercase().ends_with('z');
    let Some(text) = String::from_utf8(bytes).ok().filter(|_| !is_packed) else {
        return Err(unreadable("it is packed, or not UTF-8".to_owned(), Span::file(path)));
    };
    let clean = svg::sanitize(&text).map_err(|error| unreadable(error.why, Span::at(path, error.at)))?;
    let diagnostics = clean.dropped.first().map(|(_, at)| {
        let names: Vec<String> = clean.dropped.iter().take(6).map(|(name, _)| format!("`{name}`")).collect();
        let more = if clean.dropped.len() > names.len() { " and others" } else { "" };
        let message = format!("this SVG is published without what may run or load: {}{more}", names.join(", "));
        Diagnostic::warning("W0010", message)
            .at(Span::at(path, at.clone()))
            .help("take it out; or put the file into static/ if it is your own")
    });
    Ok(Warned { value: clean.text.into_bytes(), diagnostics: diagnostics.into_iter().collect() })
}
