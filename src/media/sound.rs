//! MP3 and AAC lose the tags before and after their sound, FLAC what stands in its blocks besides the sound.

use super::edit::Edit;
use super::{Trouble, cut_off, number, slice};

/// What to change in an MP3, an AAC or a FLAC.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let start = after_id3(bytes)?;
    let mut edits = Vec::new();
    if start > 0 {
        edits.push(Edit::cut(0..start));
    }
    match bytes[start..].starts_with(b"fLaC") {
        true => flac(bytes, start + 4, &mut edits)?,
        false => {
            let end = before_tags(bytes, start);
            if end < bytes.len() {
                edits.push(Edit::cut(end..bytes.len()));
            }
        }
    }
    Ok(edits)
}

/// Where ID3v2 tags at the beginning end (id3.org/id3v2.4.0-structure, 3.1). Sound begins there, or padding.
fn after_id3(bytes: &[u8]) -> Result<usize, Trouble> {
    let mut at = 0;
    while bytes[at..].starts_with(b"ID3") {
        let size = slice(bytes, at + 6, 4)?.iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f));
        let foot = if number(bytes, at + 5, 1)? & 0x10 == 0 { 0 } else { 10 };
        at = at.checked_add(10 + size + foot).filter(|end| *end <= bytes.len()).ok_or_else(|| cut_off(at))?;
        // Some programs leave zeros between the tag and the sound.
        at += bytes[at..].iter().take_while(|byte| **byte == 0).count();
    }
    match bytes.get(at) {
        Some(0xff | b'f') => Ok(at),
        _ => Err(Trouble::new(format!("at byte {at} no sound begins"))),
    }
}

/// Where the sound ends: ID3v1, APE and Lyrics3 tags may stand behind it, in any order.
fn before_tags(bytes: &[u8], start: usize) -> usize {
    let mut end = bytes.len();
    loop {
        let rest = &bytes[start..end];
        let tag = |back: usize| rest.len().checked_sub(back).map(|at| &rest[at..]);
        let length = if tag(128).is_some_and(|tag| tag.starts_with(b"TAG")) {
            128
        } else if let Some(foot) = tag(32).filter(|foot| foot.starts_with(b"APETAGEX")) {
            let size = foot[12..16].iter().rev().fold(0, |size, byte| size << 8 | usize::from(*byte));
            // A head of the same form stands before it if a flag says so.
            size + if foot[23] & 0x80 == 0 { 0 } else { 32 }
        } else if let Some(foot) = tag(15).filter(|foot| foot.ends_with(b"LYRICS200")) {
            let digits = std::str::from_utf8(&foot[..6]).ok().and_then(|digits| digits.parse::<usize>().ok());
            digits.unwrap_or(0) + 15
        } else {
            return end;
        };
        end -= length.clamp(1, rest.len());
    }
}

/// The types of FLAC's blocks that are needed (RFC 9639, 8.1): what it is, padding, and where to jump.
const NEEDED: [u8; 3] = [0, 1, 3];

fn flac(bytes: &[u8], mut at: usize, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    loop {
        let head = slice(bytes, at, 4)?;
        let (is_last, kind) = (head[0] & 0x80, head[0] & 0x7f);
        let length = number(bytes, at + 1, 3)? as usize;
        slice(bytes, at + 4, length)?;
        if !NEEDED.contains(&kind) {
            edits.push(Edit::put(at..at + 1, vec![is_last | 1]));
        }
        if kind != 0 && kind != 3 {
            edits.push(Edit::blank(at + 4..at + 4 + length));
        }
        at += 4 + length;
        if is_last != 0 {
            return Ok(());
        }
    }
}
