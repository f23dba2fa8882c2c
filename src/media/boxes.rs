//! The boxes that MP4, MOV, AVIF, HEIC and JPEG XL are made of (ISO/IEC 14496-12). What leaves becomes a `free` box
//! of the same size, because tables tell where the rest stands.

use std::ops::Range;

use super::edit::Edit;
use super::{Trouble, cut_off, number, slice};

/// One box.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its four letters.
    pub kind: [u8; 4],
    /// What it holds.
    pub body: Range<usize>,
    /// Where its head begins.
    pub start: usize,
}

impl Part {
    /// Makes it a `free` box that holds zeros.
    pub fn free(&self, bytes: &[u8], edits: &mut Vec<Edit>) {
        if &self.kind != b"free" {
            edits.push(Edit::put(self.start + 4..self.start + 8, b"free".to_vec()));
        }
        blank(bytes, self.body.clone(), edits);
    }
}

/// Overwrites bytes with zeros, unless they are.
pub fn blank(bytes: &[u8], range: Range<usize>, edits: &mut Vec<Edit>) {
    if bytes.get(range.clone()).is_some_and(|there| there.iter().any(|byte| *byte != 0)) {
        edits.push(Edit::blank(range));
    }
}

/// The boxes in some bytes, end to end.
pub fn parts(bytes: &[u8], within: Range<usize>) -> Result<Vec<Part>, Trouble> {
    let mut all = Vec::new();
    let mut at = within.start;
    while at < within.end {
        // QuickTime ends some lists with four zeros.
        if within.end - at < 8 && bytes[at..within.end].iter().all(|byte| *byte == 0) {
            break;
        }
        let kind = slice(bytes, at + 4, 4)?;
        let kind = [kind[0], kind[1], kind[2], kind[3]];
        let (head, size) = match number(bytes, at, 4)? {
            0 => (8, (within.end - at) as u64),
            1 => (16, number(bytes, at + 8, 8)?),
            size => (8, size),
        };
        let size = usize::try_from(size).map_err(|_| cut_off(at))?;
        let end = at.checked_add(size).filter(|end| *end <= within.end && size >= head).ok_or_else(|| cut_off(at))?;
        all.push(Part { kind, body: at + head..end, start: at });
        at = end;
    }
    Ok(all)
}

/// The boxes in some bytes that stay; the others become `free`.
pub fn keep(
    bytes: &[u8],
    within: Range<usize>,
    kinds: &[&[u8; 4]],
    edits: &mut Vec<Edit>,
) -> Result<Vec<Part>, Trouble> {
    let (kept, others): (Vec<Part>, Vec<Part>) =
        parts(bytes, within)?.into_iter().partition(|part| kinds.contains(&&part.kind));
    others.iter().for_each(|part| part.free(bytes, edits));
    Ok(kept)
}

/// The part of that kind.
pub fn of_kind<'a>(parts: &'a [Part], kind: &[u8; 4]) -> Option<&'a Part> {
    parts.iter().find(|part| part.kind == *kind)
}

/// Reads numbers one after the other.
pub struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Numbers<'a> {
    /// From there to the end of a part.
    pub fn new(bytes: &'a [u8], within: Range<usize>) -> Result<Self, Trouble> {
        let bytes = bytes.get(..within.end).ok_or_else(|| cut_off(within.start))?;
        Ok(Self { bytes, at: within.start })
    }

    /// The next number, of so many bytes.
    pub fn next(&mut self, size: usize) -> Result<u64, Trouble> {
        let found = number(self.bytes, self.at, size)?;
        self.at += size;
        Ok(found)
    }

    /// Where the next one stands.
    pub fn at(&self) -> usize {
        self.at
    }
}

/// Whether bytes stand within one of several ranges.
pub fn is_among(range: &Range<usize>, all: &[Range<usize>]) -> bool {
    all.iter().any(|one| one.start <= range.start && range.end <= one.end)
}

/// Overwrites what nobody uses.
pub fn gaps(bytes: &[u8], data: &Range<usize>, mut used: Vec<Range<usize>>, edits: &mut Vec<Edit>) {
    used.sort_by_key(|range| (range.start, range.end));
    let mut at = data.start;
    for range in used {
        if range.start > at && at < data.end {
            blank(bytes, at..range.start.min(data.end), edits);
        }
        at = at.max(range.end);
    }
    if at < data.end {
        blank(bytes, at..data.end, edits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_what_is_used_is_overwritten() {
        let mut edits = Vec::new();
        gaps(&[1; 10], &(2..10), vec![4..6, 0..3], &mut edits);
        assert_eq!(edits, [Edit::blank(3..4), Edit::blank(6..10)]);
    }
}
