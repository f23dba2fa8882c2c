//! PNG and animated PNG (w3.org/TR/png-3): only the chunks that show something stay, and nothing after the last.

use super::edit::Edit;
use super::{Trouble, exif, number, slice};

/// The eight bytes before the first chunk.
pub const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that change what is shown.
const SHOWN: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"mDCv", b"cLLI", b"cLLi", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// What to change in a PNG.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let mut edits = Vec::new();
    let mut at = SIGNATURE.len();
    let mut has_exif = false;
    loop {
        let length = number(bytes, at, 4)? as usize;
        let name = slice(bytes, at + 4, 4)?;
        let body = slice(bytes, at + 8, length)?;
        let end = at + 12 + length;
        let sum = number(bytes, end - 4, 4)?;
        if SHOWN.iter().any(|shown| *shown == name) {
            // A chunk whose sum is wrong may have swallowed others.
            if u64::from(crc32fast::hash(&bytes[at + 4..end - 4])) != sum {
                return Err(Trouble::new(format!("the sum of its chunk at byte {at} is wrong")));
            }
        } else if name == b"eXIf" && !has_exif && exif::orientation(body) != 1 {
            has_exif = true;
            let turned = chunk(b"eXIf", &exif::telling(exif::orientation(body)));
            if turned != bytes[at..end] {
                edits.push(Edit::put(at..end, turned));
            }
        } else {
            edits.push(Edit::cut(at..end));
        }
        if name == b"IEND" {
            if end < bytes.len() {
                edits.push(Edit::cut(end..bytes.len()));
            }
            return Ok(edits);
        }
        at = end;
    }
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [name, body].concat();
    let sum = crc32fast::hash(&named);
    [&(body.len() as u32).to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
}
