//! WebP (RFC 9649): only the chunks that show something stay.

use super::edit::Edit;
use super::riff::{Chunk, chunks};
use super::{Trouble, exif, little};

/// The flags of `VP8X` that say which chunks there are.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// What to change in a WebP.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let end = 8 + little(bytes, 4)?;
    let mut edits = Vec::new();
    let (mut kept, mut flags, mut turned) = (4, None, None);
    for chunk in chunks(bytes, 12..end)? {
        match &chunk.name {
            b"VP8X" if chunk.body.len() == 10 => flags = Some(chunk.body.start),
            b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" => {}
            b"ANIM" if chunk.body.len() == 6 => {}
            b"ANMF" => is_frame(bytes, &chunk)?,
            b"EXIF" if turned.is_none() && exif::orientation(&bytes[chunk.body.clone()]) != 1 => {
                let block = exif::telling(exif::orientation(&bytes[chunk.body.clone()]));
                let new = [&b"EXIF"[..], &(block.len() as u32).to_le_bytes(), &block].concat();
                kept += new.len();
                turned = Some(());
                if new != bytes[chunk.whole.clone()] {
                    edits.push(Edit::put(chunk.whole, new));
                }
                continue;
            }
            _ => {
                edits.push(Edit::cut(chunk.whole));
                continue;
            }
        }
        kept += chunk.whole.len();
    }
    if let Some(at) = flags {
        let right = bytes[at] & !(HAS_XMP | HAS_EXIF) | if turned.is_some() { HAS_EXIF } else { 0 };
        if bytes[at] != right {
            edits.push(Edit::put(at..at + 1, vec![right]));
        }
    }
    if end < bytes.len() {
        edits.push(Edit::cut(end..bytes.len()));
    }
    if kept + 8 != end {
        edits.push(Edit::put(4..8, (kept as u32).to_le_bytes().to_vec()));
    }
    Ok(edits)
}

/// Wants a frame to hold a picture and nothing else: 16 bytes say where it stands and how long.
fn is_frame(bytes: &[u8], frame: &Chunk) -> Result<(), Trouble> {
    let inside = chunks(bytes, frame.body.start + 16..frame.body.end)?;
    if inside.iter().all(|chunk| [b"ALPH", b"VP8 ", b"VP8L"].contains(&&chunk.name)) {
        Ok(())
    } else {
        Err(Trouble::new("one of its frames holds more than a picture"))
    }
}
