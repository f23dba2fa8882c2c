//! Ogg with Vorbis, Opus, Theora or FLAC (RFC 3533, RFC 7845): the second packet of a stream holds its comments. It
//! keeps its size: all of it becomes the name of a program that nobody wrote, and no comment follows.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edit::Edit;
use super::{Trouble, little, number, slice};

/// What the packet of comments begins with, and how many bytes end it after the last comment.
const COMMENTS: [(&[u8], usize); 3] = [(b"\x03vorbis", 1), (b"OpusTags", 0), (b"\x81theora", 0)];

/// A page.
struct Page {
    start: usize,
    serial: u64,
    /// The pieces of packets that it holds, and whether each is the end of its packet.
    pieces: Vec<(Range<usize>, bool)>,
    end: usize,
}

/// What to change in an Ogg.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let pages = pages(bytes)?;
    // Which packet of each stream is at hand, and the second, which may stand in several pages.
    let mut streams: BTreeMap<u64, (usize, Vec<u8>)> = BTreeMap::new();
    let mut places: Vec<(&Page, &Range<usize>)> = Vec::new();
    for page in &pages {
        let (packet, comments) = streams.entry(page.serial).or_default();
        for (piece, is_end) in &page.pieces {
            if *packet == 1 {
                comments.extend_from_slice(&bytes[piece.clone()]);
                places.push((page, piece));
            }
            *packet += usize::from(*is_end);
        }
    }
    let mut empty = BTreeMap::new();
    for (serial, (_, comments)) in streams {
        empty.insert(serial, without_comments(&comments)?.into_iter());
    }
    let mut edits = Vec::new();
    for (page, piece) in places {
        let mut new = bytes[page.start..page.end].to_vec();
        let place = &mut new[piece.start - page.start..piece.end - page.start];
        place.iter_mut().zip(empty.get_mut(&page.serial).into_iter().flatten()).for_each(|(byte, new)| *byte = new);
        new[22..26].fill(0);
        let sum = sum(&new);
        new[22..26].copy_from_slice(&sum.to_le_bytes());
        edits.push(Edit::put(page.start..page.end, new));
    }
    Ok(edits)
}

fn pages(bytes: &[u8]) -> Result<Vec<Page>, Trouble> {
    let (mut all, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if slice(bytes, at, 4)? != b"OggS" {
            return Err(Trouble::new(format!("at byte {at} no page begins")));
        }
        let count = number(bytes, at + 26, 1)? as usize;
        let mut from = at + 27 + count;
        let (mut to, mut pieces) = (from, Vec::new());
        for size in slice(bytes, at + 27, count)? {
            to += usize::from(*size);
            if *size < 255 {
                pieces.push((from..to, true));
                from = to;
            }
        }
        if from < to {
            pieces.push((from..to, false));
        }
        slice(bytes, at, to - at)?;
        all.push(Page { start: at, serial: little(bytes, at + 14)? as u64, pieces, end: to });
        at = to;
    }
    Ok(all)
}

/// A packet of comments of the same size that holds none.
fn without_comments(packet: &[u8]) -> Result<Vec<u8>, Trouble> {
    let known = COMMENTS.iter().find(|(head, _)| packet.starts_with(head));
    let (head, end) = known.ok_or_else(|| Trouble::new("it holds a stream that is not known"))?;
    let name = packet.len().checked_sub(head.len() + 8 + end);
    let name = name.ok_or_else(|| Trouble::new("its comments are cut off"))?;
    let mut empty = head.to_vec();
    empty.extend((name as u32).to_le_bytes());
    empty.extend(std::iter::repeat_n(b' ', name));
    empty.extend([0; 4]);
    empty.extend(std::iter::repeat_n(1, *end));
    Ok(empty)
}

/// The sum of a page: the CRC of 32 bits with the polynomial 0x04c11db7, begun with 0 (RFC 3533, 6).
fn sum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum, _| sum << 1 ^ if sum >> 31 == 1 { 0x04c1_1db7 } else { 0 })
    })
}
