//! JPEG (ITU-T T.81): only the segments that a decoder needs stay, and nothing after the end of the picture.

use std::ops::Range;

use super::edit::Edit;
use super::{Trouble, cut_off, exif, number, slice};

/// The segments of a JPEG that tell its colours, in order.
#[derive(Default)]
struct Profile {
    /// How long the profile says it is.
    says: Option<u64>,
    /// How long its parts are together.
    is: u64,
}

/// What to change in a JPEG.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let (mut edits, mut profile) = (Vec::new(), Profile::default());
    let (mut has_jfif, mut has_exif, mut has_scan) = (false, false, false);
    let mut at = 2;
    loop {
        let (start, marker) = marker(bytes, &mut at)?;
        if marker == 0xd9 {
            if !has_scan {
                return Err(Trouble::new("it holds no picture"));
            }
            profile.check()?;
            if at < bytes.len() {
                edits.push(Edit::cut(at..bytes.len()));
            }
            return Ok(edits);
        }
        let length = number(bytes, at, 2)? as usize;
        let body = slice(bytes, at, length)?.get(2..).ok_or_else(|| cut_off(at))?;
        let whole = start..at + length;
        at = whole.end;
        match marker {
            0xda => {
                is_exact(marker, body, at)?;
                has_scan = true;
                at += scan(&bytes[at..]);
            }
            0xc0..=0xcf | 0xdb..=0xdf => is_exact(marker, body, at)?,
            0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 && !has_jfif => {
                has_jfif = true;
                edits.extend(without_thumbnail(body, whole));
            }
            0xe1 if body.starts_with(b"Exif\0\0") && !has_exif => {
                has_exif = true;
                edits.push(turned(exif::orientation(body), whole));
            }
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => profile.add(body),
            0xee if body.starts_with(b"Adobe") && body.len() >= 12 => {
                if body.len() > 12 {
                    edits.push(Edit::put(whole, [&[0xff, 0xee, 0, 14], &body[..12]].concat()));
                }
            }
            0xe0..=0xef | 0xfe => edits.push(Edit::cut(whole)),
            _ => return Err(Trouble::new(format!("at byte {start} stands a segment that no JPEG has"))),
        }
    }
}

/// The next marker and where it begins; `at` goes behind it.
fn marker(bytes: &[u8], at: &mut usize) -> Result<(usize, u8), Trouble> {
    let start = *at;
    while bytes.get(*at) == Some(&0xff) {
        *at += 1;
    }
    match bytes.get(*at) {
        Some(marker) if *at > start => {
            *at += 1;
            Ok((start, *marker))
        }
        Some(_) => Err(Trouble::new(format!("at byte {start} no segment begins"))),
        None => Err(cut_off(start)),
    }
}

/// How many bytes of a scan follow: up to a marker that does not belong to it.
fn scan(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == 0xff) {
        at += next;
        match bytes.get(at + 1) {
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

/// Wants a segment that tells how to decode to hold that and no more.
fn is_exact(marker: u8, body: &[u8], at: usize) -> Result<(), Trouble> {
    let count = |at: usize| body.get(at).map_or(0, |count| usize::from(*count));
    let is_it = match marker {
        0xda => body.len() == 4 + 2 * count(0),
        0xc4 => is_made_of(body, |rest| Some(17 + rest.get(1..17)?.iter().map(|n| usize::from(*n)).sum::<usize>())),
        0xdb => is_made_of(body, |rest| Some(if rest[0] >> 4 == 0 { 65 } else { 129 })),
        0xcc => body.len() <= 32 && body.len().is_multiple_of(2),
        0xdc | 0xdd => body.len() == 2,
        0xde | 0xc0..=0xcf => body.len() == 6 + 3 * count(5),
        _ => body.len() == 1,
    };
    if is_it { Ok(()) } else { Err(Trouble::new(format!("the segment before byte {at} has a wrong length"))) }
}

/// Whether bytes are nothing but tables, of which `length` tells how long the next one is.
fn is_made_of(mut rest: &[u8], length: impl Fn(&[u8]) -> Option<usize>) -> bool {
    while !rest.is_empty() {
        match length(rest).and_then(|length| rest.get(length..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

/// JFIF's first segment without the small picture that may stand in it.
fn without_thumbnail(body: &[u8], whole: Range<usize>) -> Option<Edit> {
    let is_bare = body.len() == 14 && body[12..] == [0, 0];
    let mut bare = vec![0xff, 0xe0, 0, 16];
    bare.extend_from_slice(&body[..12]);
    bare.extend([0, 0]);
    (!is_bare).then(|| Edit::put(whole, bare))
}

/// Exif that tells how the picture is to be turned, or none where it is not.
fn turned(orientation: u8, whole: Range<usize>) -> Edit {
    if orientation == 1 {
        return Edit::cut(whole);
    }
    let block = exif::telling(orientation);
    let mut segment = vec![0xff, 0xe1, 0, (block.len() + 8) as u8];
    segment.extend(b"Exif\0\0");
    segment.extend(block);
    Edit::put(whole, segment)
}

impl Profile {
    /// Takes a part: 14 bytes say which, and the profile itself begins with its length (ICC.1, B.4).
    fn add(&mut self, body: &[u8]) {
        let part = body.get(14..).unwrap_or_default();
        self.says = self.says.or_else(|| number(part, 0, 4).ok());
        self.is += part.len() as u64;
    }

    fn check(&self) -> Result<(), Trouble> {
        match self.says {
            Some(says) if says < self.is => Err(Trouble::new("its colour profile is longer than it says")),
            _ => Ok(()),
        }
    }
}
