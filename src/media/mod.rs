//! What files carry besides what they show or play: where and when a picture was taken, by whom, with what, and what
//! it showed before it was cut. All of it is taken out, and nothing is encoded anew. Pure: bytes in, bytes out.

mod boxes;
mod edit;
mod exif;
mod film;
mod format;
mod gif;
mod items;
mod jpeg;
mod matroska;
mod ogg;
mod png;
mod published;
mod riff;
mod sound;
pub mod svg;
mod webp;

use std::fmt;

use edit::Edit;
pub use format::Format;
pub use published::{Origin, published};

/// Why a file cannot be cleaned: a clause, such as "it ends within a segment".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble(String);

impl Trouble {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file without what it carried besides.
#[derive(Debug)]
pub struct Stripped {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is still in it that may tell of people, if anything is.
    pub left: Option<&'static str>,
}

/// The changes that clean a file, and what they leave in it.
#[derive(Debug, Default)]
struct Changes {
    edits: Vec<Edit>,
    left: Option<&'static str>,
}

impl From<Vec<Edit>> for Changes {
    fn from(edits: Vec<Edit>) -> Self {
        Self { edits, left: None }
    }
}

/// Takes out of a file of a known format what it carries besides what it shows or plays. What shows how a picture is
/// to be turned and what its colours mean is kept. A file that has nothing else comes back as it is.
///
/// # Errors
/// The file is damaged, or of a format in which what it carries cannot be told from the rest.
pub fn strip(format: Format, bytes: Vec<u8>) -> Result<Stripped, Trouble> {
    let Changes { edits, left } = match format {
        Format::Jpeg => jpeg::edits(&bytes)?.into(),
        Format::Png => png::edits(&bytes)?.into(),
        Format::WebP => webp::edits(&bytes)?.into(),
        Format::Gif => gif::edits(&bytes)?.into(),
        Format::Heif => items::edits(&bytes)?.into(),
        Format::JpegXl => items::jpeg_xl(&bytes)?.into(),
        Format::Film => film::changes(&bytes)?,
        Format::Riff => riff::edits(&bytes)?.into(),
        Format::Matroska => matroska::changes(&bytes)?,
        Format::Ogg => ogg::edits(&bytes)?.into(),
        Format::Flac | Format::Mpeg => sound::edits(&bytes)?.into(),
        Format::Refused(why) => return Err(Trouble::new(why)),
    };
    Ok(Stripped { bytes: edit::apply(bytes, edits), left })
}

/// A big-endian number of so many bytes, at most eight; an error if the file ends before.
fn number(bytes: &[u8], at: usize, size: usize) -> Result<u64, Trouble> {
    let digits = slice(bytes, at, size)?;
    Ok(digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit)))
}

/// A little-endian number of four bytes.
fn little(bytes: &[u8], at: usize) -> Result<usize, Trouble> {
    let digits = slice(bytes, at, 4)?;
    Ok(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
}

/// So many bytes from there.
fn slice(bytes: &[u8], at: usize, size: usize) -> Result<&[u8], Trouble> {
    let end = at.checked_add(size).ok_or_else(|| cut_off(at))?;
    bytes.get(at..end).ok_or_else(|| cut_off(at))
}

fn cut_off(at: usize) -> Trouble {
    Trouble::new(format!("it is cut off, or a length at byte {at} is wrong"))
}
