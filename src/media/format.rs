//! What a file is, by its first bytes: its name may say anything.

use super::png;

/// A kind of file that is known to carry more than it shows or plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "these are the names of formats")]
pub enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    /// AVIF and HEIC.
    Heif,
    JpegXl,
    /// MP4, MOV, M4A, 3GP.
    Film,
    /// WAV and AVI.
    Riff,
    /// WebM and MKV.
    Matroska,
    Ogg,
    Flac,
    /// MP3 and AAC.
    Mpeg,
    /// A format that is not cleaned and that no browser shows: why.
    Refused(&'static str),
}

/// The brands of files that are pictures; others are films (MPEG-4 part 12, HEIF, AVIF).
const PICTURES: [&[u8; 4]; 11] =
    [b"avif", b"avis", b"mif1", b"msf1", b"mif2", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];

/// How many bytes tell what a file is.
pub const HEAD: usize = 64;

impl Format {
    /// The format of a file that begins like that, if it is a known one.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at = |at: usize, what: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(what));
        Some(match bytes {
            _ if at(0, b"\xff\xd8") => Self::Jpeg,
            _ if at(0, png::SIGNATURE) => Self::Png,
            _ if at(0, b"GIF8") => Self::Gif,
            _ if at(0, b"RIFF") && at(8, b"WEBP") => Self::WebP,
            _ if at(0, b"RIFF") && (at(8, b"WAVE") || at(8, b"AVI ")) => Self::Riff,
            _ if at(0, b"\0\0\0\x0cJXL \r\n\x87\n") => Self::JpegXl,
            _ if at(4, b"ftypcrx ") => Self::Refused("it is a camera's raw picture"),
            _ if at(4, b"ftyp") && is_picture(bytes) => Self::Heif,
            _ if [&b"ftyp"[..], b"moov", b"mdat", b"wide", b"skip"].iter().any(|kind| at(4, kind)) => Self::Film,
            _ if at(0, b"\x1a\x45\xdf\xa3") => Self::Matroska,
            _ if at(0, b"OggS") => Self::Ogg,
            _ if at(0, b"fLaC") => Self::Flac,
            _ if at(0, b"ID3") || is_mpeg(bytes) => Self::Mpeg,
            _ if at(0, b"II*\0") || at(0, b"MM\0*") || at(0, b"II+\0") || at(0, b"MM\0+") => {
                Self::Refused("it is a TIFF or a camera's raw picture")
            }
            _ if at(0, b"8BPS") => Self::Refused("it is a Photoshop file"),
            _ if at(0, b"\0\0\0\x0cjP  ") => Self::Refused("it is a JPEG 2000"),
            _ => return None,
        })
    }

    /// What people call it, with an article.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "a JPEG",
            Self::Png => "a PNG",
            Self::WebP => "a WebP",
            Self::Gif => "a GIF",
            Self::Heif => "an AVIF or HEIC",
            Self::JpegXl => "a JPEG XL",
            Self::Film => "an MP4 or MOV",
            Self::Riff => "a WAV or AVI",
            Self::Matroska => "a WebM or MKV",
            Self::Ogg => "an Ogg",
            Self::Flac => "a FLAC",
            Self::Mpeg => "an MP3 or AAC",
            Self::Refused(_) => "a picture that browsers do not show",
        }
    }
}

/// Whether one of the brands that a file names first is that of a picture.
fn is_picture(bytes: &[u8]) -> bool {
    let length = bytes.iter().take(4).fold(0, |length, byte| length << 8 | usize::from(*byte));
    let brands = bytes.get(8..length.min(bytes.len()).min(HEAD)).unwrap_or_default();
    brands.chunks(4).any(|brand| PICTURES.iter().any(|known| brand == *known))
}

/// Whether sound of MPEG begins: eleven bits that are set, and a layer that is used (ISO/IEC 11172-3, 13818-7).
fn is_mpeg(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xf2..=0xf5 | 0xfa..=0xfd | 0xe2..=0xe5 | 0xf0 | 0xf1 | 0xf8 | 0xf9, ..])
}
