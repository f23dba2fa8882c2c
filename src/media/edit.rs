//! Changes to bytes, by place: those of equal length are made where they stand, so that nothing moves.

use std::ops::Range;

/// What comes in the place of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum With {
    Zeros,
    Bytes(Vec<u8>),
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    range: Range<usize>,
    with: With,
}

impl Edit {
    /// Takes bytes out.
    pub fn cut(range: Range<usize>) -> Self {
        Self { range, with: With::Bytes(Vec::new()) }
    }

    /// Puts others in their place.
    pub fn put(range: Range<usize>, with: Vec<u8>) -> Self {
        Self { range, with: With::Bytes(with) }
    }

    /// Overwrites them with zeros, however many they are.
    pub fn blank(range: Range<usize>) -> Self {
        Self { range, with: With::Zeros }
    }

    fn moves(&self) -> bool {
        matches!(&self.with, With::Bytes(with) if with.len() != self.range.len())
    }
}

/// Applies changes. Those that move bytes must not overlap each other; one that runs past the end changes what is
/// there.
pub fn apply(mut bytes: Vec<u8>, edits: Vec<Edit>) -> Vec<u8> {
    let (mut moving, still): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(Edit::moves);
    for Edit { range, with } in still {
        let Some(place) = bytes.get_mut(range) else { continue };
        match with {
            With::Zeros => place.fill(0),
            With::Bytes(with) => place.copy_from_slice(&with),
        }
    }
    if moving.is_empty() {
        return bytes;
    }
    moving.sort_by_key(|edit| edit.range.start);
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut at = 0;
    for Edit { range, with } in moving {
        out.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
        if let With::Bytes(with) = with {
            out.extend(with);
        }
        at = at.max(range.end);
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}
