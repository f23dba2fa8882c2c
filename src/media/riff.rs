//! RIFF, of which WebP, WAV and AVI are made. In the latter two what leaves becomes padding of the same size, because
//! an index tells where the rest stands.

use std::ops::Range;

use super::edit::Edit;
use super::{Trouble, cut_off, little, slice};

/// One chunk.
pub struct Chunk {
    /// Its four letters.
    pub name: [u8; 4],
    /// What it holds.
    pub body: Range<usize>,
    /// All of it, with its head and the byte that makes it even.
    pub whole: Range<usize>,
}

/// The chunks in some bytes, end to end.
pub fn chunks(bytes: &[u8], within: Range<usize>) -> Result<Vec<Chunk>, Trouble> {
    if within.end > bytes.len() || within.start > within.end {
        return Err(cut_off(within.start));
    }
    let mut all = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let head = slice(&bytes[..within.end], at, 8)?;
        let name = [head[0], head[1], head[2], head[3]];
        let mut body = at + 8..at + 8 + little(bytes, at + 4)?;
        // What is written while it is recorded may say nothing true of how long it is.
        if &name == b"data" {
            body.end = body.end.min(within.end);
        }
        if body.end > within.end {
            return Err(cut_off(at));
        }
        // Some programs leave out the last byte that makes a chunk even.
        let end = (body.end + body.len() % 2).min(within.end);
        all.push(Chunk { name, body, whole: at..end });
        at = end;
    }
    Ok(all)
}

/// What to change in a WAV or an AVI: large ones are several RIFFs end to end.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let mut edits = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if slice(bytes, at, 4).ok() != Some(b"RIFF") {
            edits.push(Edit::cut(at..bytes.len()));
            break;
        }
        // Recorders that cannot go back write no length, or too large a one.
        let end = (at + 8).saturating_add(little(bytes, at + 4)?).min(bytes.len());
        list(bytes, at + 12..end, &mut edits)?;
        at = end + end % 2;
    }
    Ok(edits)
}

fn list(bytes: &[u8], within: Range<usize>, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    for chunk in chunks(bytes, within)? {
        let kind = match &chunk.name {
            b"LIST" => slice(bytes, chunk.body.start, 4)?,
            _ => b"",
        };
        match (&chunk.name, kind) {
            (b"LIST", b"hdrl" | b"strl" | b"odml") => list(bytes, chunk.body.start + 4..chunk.body.end, edits)?,
            (b"LIST", b"movi") | (b"fmt " | b"data" | b"fact" | b"cue " | b"smpl" | b"idx1", _) => {}
            (b"avih" | b"strh" | b"strf" | b"indx" | b"vprp" | b"dmlh", _) => {}
            _ => {
                edits.push(Edit::put(chunk.whole.start..chunk.whole.start + 4, b"JUNK".to_vec()));
                edits.push(Edit::blank(chunk.body));
            }
        }
    }
    Ok(())
}
