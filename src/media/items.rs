//! AVIF and HEIC (ISO/IEC 23008-12), whose pictures are items among others, and JPEG XL. How a picture is turned is a
//! property there, and stays.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::boxes::{Numbers, Part, blank, gaps, is_among, keep, of_kind, parts};
use super::edit::Edit;
use super::film::{self, Tracks};
use super::{Trouble, exif, number};

/// The boxes at the top of a picture's file.
const TOP: [&[u8; 4]; 4] = [b"ftyp", b"meta", b"mdat", b"moov"];

/// The boxes that tell which items there are, where they stand and how they are shown.
const ABOUT: [&[u8; 4]; 9] = [b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"idat", b"grpl", b"dinf"];

/// The items that are pictures, or made of them.
const PICTURES: [&[u8; 4]; 10] =
    [b"av01", b"hvc1", b"lhv1", b"avc1", b"vvc1", b"jpeg", b"j2k1", b"unci", b"grid", b"iovl"];

/// Those that say how pictures are shown.
const DERIVED: [&[u8; 4]; 2] = [b"iden", b"tmap"];

/// Properties that tell of people, places or times, and that nobody needs to show a picture.
const TELLING: [&[u8; 4]; 5] = [b"udes", b"altt", b"crtt", b"mdft", b"uuid"];

/// The boxes of a JPEG XL that hold the picture.
const JPEG_XL: [&[u8; 4]; 6] = [b"JXL ", b"ftyp", b"jxll", b"jxlc", b"jxlp", b"jxli"];

/// Where the bytes of an item stand.
struct Located {
    ranges: Vec<Range<usize>>,
    /// Whether they stand in `mdat`.
    in_file: bool,
}

/// What to change in a JPEG XL that has boxes.
pub fn jpeg_xl(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let mut edits = Vec::new();
    keep(bytes, 0..bytes.len(), &JPEG_XL, &mut edits)?;
    Ok(edits)
}

/// What to change in an AVIF or HEIC.
pub fn edits(bytes: &[u8]) -> Result<Vec<Edit>, Trouble> {
    let mut edits = Vec::new();
    let top = keep(bytes, 0..bytes.len(), &TOP, &mut edits)?;
    let data: Vec<Range<usize>> =
        top.iter().filter(|part| &part.kind == b"mdat").map(|part| part.body.clone()).collect();
    let moving = of_kind(&top, b"moov");
    if let Some(moov) = moving {
        let mut tracks = Tracks { is_in_pieces: false, data: &data, used: None, has_text: false };
        film::movie(bytes, &moov.body, &mut tracks, &mut edits)?;
    }
    let meta = of_kind(&top, b"meta").ok_or_else(|| Trouble::new("it holds no picture"))?;
    let about = keep(bytes, meta.body.start + 4..meta.body.end, &ABOUT, &mut edits)?;
    let needed = |kind: &[u8; 4]| of_kind(&about, kind).ok_or_else(|| Trouble::new("it does not say what it holds"));
    if let Some(properties) = of_kind(&about, b"iprp") {
        for part in parts(bytes, properties.body.clone())?.iter().filter(|part| &part.kind == b"ipco") {
            let all = parts(bytes, part.body.clone())?;
            all.iter().filter(|one| TELLING.contains(&&one.kind)).for_each(|one| one.free(bytes, &mut edits));
        }
    }
    let kinds = items(bytes, needed(b"iinf")?, &mut edits)?;
    let located = locations(bytes, needed(b"iloc")?, of_kind(&about, b"idat"), &data)?;
    let thumbnails = of_kind(&about, b"iref").map(|part| thumbnails(bytes, part)).transpose()?.unwrap_or_default();
    let shows = |item: &u64| {
        let is_picture = kinds.get(item).is_some_and(|kind| PICTURES.contains(kind) || DERIVED.contains(kind));
        is_picture && !thumbnails.contains(item)
    };
    for (item, located) in located.iter().filter(|(item, _)| !shows(item)) {
        let is_exif = kinds.get(item) == Some(&b"Exif");
        located.ranges.iter().for_each(|range| clear(bytes, range.clone(), is_exif, &mut edits));
    }
    if moving.is_none() {
        let shown = located.iter().filter(|(item, located)| located.in_file && shows(item));
        let shown: Vec<Range<usize>> = shown.flat_map(|(_, located)| located.ranges.clone()).collect();
        let exif = located.iter().filter(|(item, located)| located.in_file && kinds.get(item) == Some(&b"Exif"));
        let cleared: Vec<Range<usize>> = exif.flat_map(|(_, located)| located.ranges.clone()).collect();
        for data in &data {
            gaps(bytes, data, [shown.clone(), cleared.clone()].concat(), &mut edits);
        }
    }
    Ok(edits)
}

/// The kinds of the items, by number. Their names leave.
fn items<'a>(bytes: &'a [u8], part: &Part, edits: &mut Vec<Edit>) -> Result<BTreeMap<u64, &'a [u8; 4]>, Trouble> {
    let head = if number(bytes, part.body.start, 1)? == 0 { 6 } else { 8 };
    let mut kinds = BTreeMap::new();
    for entry in parts(bytes, part.body.start + head..part.body.end)? {
        let mut numbers = Numbers::new(bytes, entry.body.clone())?;
        let id = match numbers.next(4)? >> 24 {
            2 => numbers.next(2)?,
            3 => numbers.next(4)?,
            _ => return Err(Trouble::new("it tells of its items in an old way")),
        };
        numbers.next(2)?;
        let at = numbers.at();
        let kind = bytes.get(at..).and_then(<[u8]>::first_chunk::<4>);
        kinds.insert(id, kind.ok_or_else(|| Trouble::new("it is cut off among its items"))?);
        // A name may be anything; what follows it says of what type a text is.
        let name = bytes.get(at + 4..entry.body.end).unwrap_or_default();
        let length = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        if name[..length].iter().any(|byte| *byte != b' ') {
            edits.push(Edit::put(at + 4..at + 4 + length, vec![b' '; length]));
        }
    }
    Ok(kinds)
}

/// Where the items stand.
fn locations(
    bytes: &[u8],
    part: &Part,
    inside: Option<&Part>,
    data: &[Range<usize>],
) -> Result<BTreeMap<u64, Located>, Trouble> {
    let mut numbers = Numbers::new(bytes, part.body.clone())?;
    let version = numbers.next(4)? >> 24;
    let sizes = numbers.next(2)? as usize;
    let (offset, length, base, index) = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15);
    if [offset, length, base, index].iter().any(|size| *size > 8) {
        return Err(Trouble::new("it does not say where its items stand"));
    }
    let wide = if version < 2 { 2 } else { 4 };
    let (mut all, mut whole) = (BTreeMap::new(), 0);
    for _ in 0..numbers.next(wide)? {
        let id = numbers.next(wide)?;
        let method = if version == 0 { 0 } else { numbers.next(2)? & 15 };
        if numbers.next(2)? != 0 {
            return Err(Trouble::new("one of its items stands in another file"));
        }
        let start = numbers.next(base)?;
        let within = match (method, inside) {
            (0, _) => 0..bytes.len(),
            (1, Some(inside)) => inside.body.clone(),
            // Part of another item, which is looked at itself.
            _ => 0..0,
        };
        let mut ranges = Vec::new();
        for _ in 0..numbers.next(2)? {
            if version > 0 {
                numbers.next(index)?;
            }
            let from = (within.start as u64).saturating_add(start).saturating_add(numbers.next(offset)?);
            let to = match numbers.next(length)? {
                0 => within.end as u64,
                length => from.saturating_add(length),
            };
            if to > within.end as u64 && !within.is_empty() {
                return Err(Trouble::new("one of its items stands past its end"));
            }
            if !within.is_empty() && from < to {
                if method == 0 && !is_among(&(from as usize..to as usize), data) {
                    return Err(Trouble::new("one of its items stands outside of its data"));
                }
                ranges.push(from as usize..to as usize);
                whole += to - from;
            }
        }
        // Items that stand on top of each other would be emptied again and again.
        if whole > 2 * bytes.len() as u64 {
            return Err(Trouble::new("its items stand on top of each other"));
        }
        all.insert(id, Located { ranges, in_file: method == 0 });
    }
    Ok(all)
}

/// The items that are small versions of others.
fn thumbnails(bytes: &[u8], part: &Part) -> Result<BTreeSet<u64>, Trouble> {
    let wide = if number(bytes, part.body.start, 1)? == 0 { 2 } else { 4 };
    let all = parts(bytes, part.body.start + 4..part.body.end)?;
    let small = all.iter().filter(|reference| &reference.kind == b"thmb");
    small.map(|reference| number(bytes, reference.body.start, wide)).collect()
}

/// Overwrites an item; Exif becomes one that tells nothing, so that strict readers go on.
fn clear(bytes: &[u8], range: Range<usize>, is_exif: bool, edits: &mut Vec<Edit>) {
    let start = range.start;
    let head = [&[0; 4][..], exif::NOTHING].concat();
    if is_exif && range.len() >= head.len() {
        edits.push(Edit::blank(range));
        edits.push(Edit::put(start..start + head.len(), head));
    } else {
        blank(bytes, range, edits)
    }
}
