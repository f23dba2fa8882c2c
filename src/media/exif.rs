//! How a picture is to be turned, read from Exif and written as the smallest Exif there is (CIPA DC-008, TIFF 6.0).

/// The tag of the orientation, in the first directory.
const ORIENTATION: u16 = 0x0112;

/// The numbers of its type: 16 bits.
const SHORT: u16 = 3;

/// The orientation that an Exif block tells: 1 to 8, 1 where it tells none. A block may begin with `Exif\0\0`.
pub fn orientation(block: &[u8]) -> u8 {
    let tiff = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    find(tiff).filter(|turned| (1..=8).contains(turned)).unwrap_or(1) as u8
}

fn find(tiff: &[u8]) -> Option<u16> {
    let is_big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let four: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) } as usize;
    let count = usize::from(short(directory)?);
    (0..count).map_while(|n| directory.checked_add(2 + 12 * n)).find_map(|entry| {
        let is_it = short(entry)? == ORIENTATION && short(entry + 2)? == SHORT;
        is_it.then(|| short(entry + 8))?
    })
}

/// A block that tells the orientation and nothing else, without `Exif\0\0`.
pub fn telling(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01".to_vec();
    tiff.extend(ORIENTATION.to_be_bytes());
    tiff.extend(SHORT.to_be_bytes());
    tiff.extend([0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0; 4]);
    tiff
}

/// A block that tells nothing.
pub const NOTHING: &[u8; 14] = b"MM\0*\0\0\0\x08\0\0\0\0\0\0";
