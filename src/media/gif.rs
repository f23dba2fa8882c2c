//! GIF (GIF89a): comments, text and what applications wrote leave, but for how often a film repeats.

use super::edit::Edit;
use super::{Trouble, cut_off, slice};

/// The applications whose block says how often an animation repeats.
const REPEATING: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// What to change in a GIF.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let mut edits = Vec::new();
    let mut at = 13 + table(slice(bytes, 10, 1)?[0]);
    loop {
        let start = at;
        match slice(bytes, at, 1)?[0] {
            0x3b => {
                if at + 1 < bytes.len() {
                    edits.push(Edit::cut(at + 1..bytes.len()));
                }
                return Ok(edits);
            }
            0x2c => {
                at += 10 + table(slice(bytes, at + 9, 1)?[0]);
                // One byte says how wide the codes are.
                at = blocks(bytes, at + 1)?;
            }
            0x21 => {
                let label = slice(bytes, at + 1, 1)?[0];
                at = blocks(bytes, at + 2)?;
                let body = &bytes[start + 2..at];
                let stays = match label {
                    // How long a picture stands, and what of it is transparent.
                    0xf9 => body.len() == 6,
                    0xff => {
                        body.len() == 17 && body[12..14] == [3, 1] && REPEATING.iter().any(|name| body[1..12] == **name)
                    }
                    _ => false,
                };
                if !stays {
                    edits.push(Edit::cut(start..at));
                }
            }
            _ => return Err(Trouble::new(format!("at byte {at} no block begins"))),
        }
    }
}

/// How long a table of colours is, by the byte that says so.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a row of blocks ends, of which each says how long it is.
fn blocks(bytes: &[u8], mut at: usize) -> Result<usize, Trouble> {
    loop {
        let length = usize::from(*bytes.get(at).ok_or_else(|| cut_off(at))?);
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
}
