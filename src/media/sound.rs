//! MP3 and AAC keep their frames of sound and nothing between them, FLAC loses what stands in its blocks besides.

use super::edit::Edit;
use super::{Trouble, cut_off, number, slice};

/// What to change in an MP3, an AAC or a FLAC.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let start = after_id3(bytes)?;
    let mut edits = Vec::new();
    if start > 0 {
        edits.push(Edit::cut(0..start));
    }
    if bytes[start..].starts_with(b"fLaC") {
        flac(bytes, start + 4, &mut edits)?
    } else {
        // ID3v1: so many bytes at the very end.
        let end = bytes.len().saturating_sub(128).max(start);
        let end = if bytes[end..].starts_with(b"TAG") { end } else { bytes.len() };
        if end < bytes.len() {
            edits.push(Edit::cut(end..bytes.len()));
        }
        frames(&bytes[..end], start, &mut edits)?;
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

/// Cuts out what is no frame: tags of several kinds, and what damage left.
fn frames(bytes: &[u8], start: usize, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    let whole = |at: usize| frame(bytes, at).map(|length| at + length).filter(|end| *end <= bytes.len());
    // A frame that stands alone may be chance: another follows it, or the end.
    let is_one = |at: usize| whole(at).filter(|end| *end == bytes.len() || whole(*end).is_some());
    let (mut at, mut has_sound) = (start, false);
    while at < bytes.len() {
        if let Some(end) = whole(at) {
            (at, has_sound) = (end, true);
            continue;
        }
        let next = (at + 1..bytes.len()).find(|at| is_one(*at).is_some()).unwrap_or(bytes.len());
        edits.push(Edit::cut(at..next));
        at = next;
    }
    if has_sound { Ok(()) } else { Err(Trouble::new("it holds no sound")) }
}

/// How long the frame is that begins there: ADTS (ISO/IEC 13818-7, 6.2), or layer II or III (ISO/IEC 11172-3, 2.4.1.3).
fn frame(bytes: &[u8], at: usize) -> Option<usize> {
    let head = bytes.get(at..)?.first_chunk::<7>()?;
    if head[0] != 0xff || head[1] & 0xe0 != 0xe0 {
        return None;
    }
    let (version, layer) = (head[1] >> 3 & 3, head[1] >> 1 & 3);
    if layer == 0 {
        let length = usize::from(head[3] & 3) << 11 | usize::from(head[4]) << 3 | usize::from(head[5] >> 5);
        return (head[1] & 0xf0 == 0xf0 && length >= 7).then_some(length);
    }
    if version == 1 || layer == 3 {
        return None;
    }
    let rates: &[usize; 15] = match (version, layer) {
        (3, 1) => &[0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        (3, _) => &[0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        _ => &[0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    };
    let bits = rates.get(usize::from(head[2] >> 4)).filter(|bits| **bits > 0)? * 1000;
    let samples = *[44_100, 48_000, 32_000].get(usize::from(head[2] >> 2 & 3))? / [4, 1, 2, 1][usize::from(version)];
    let size = if layer == 1 && version != 3 { 72 } else { 144 };
    Some(size * bits / samples + usize::from(head[2] >> 1 & 1))
}

fn flac(bytes: &[u8], mut at: usize, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    loop {
        let head = slice(bytes, at, 4)?;
        let (is_last, kind) = (head[0] & 0x80, head[0] & 0x7f);
        let length = number(bytes, at + 1, 3)? as usize;
        slice(bytes, at + 4, length)?;
        // What it is, and where to jump (RFC 9639, 8.2 and 8.5); all else becomes padding.
        let is_needed = (kind == 0 && length == 34) || (kind == 3 && length.is_multiple_of(18));
        if !is_needed {
            edits.push(Edit::put(at..at + 1, vec![is_last | 1]));
            edits.push(Edit::blank(at + 4..at + 4 + length));
        }
        at += 4 + length;
        if is_last != 0 {
            return Ok(());
        }
    }
}
