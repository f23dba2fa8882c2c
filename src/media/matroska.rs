//! WebM and MKV (RFC 9559): tags, attachments, titles and dates become padding of the same size.

use std::ops::Range;

use super::edit::Edit;
use super::{Changes, Trouble, cut_off, number};

const SEGMENT: u64 = 0x1853_8067;
const CLUSTER: u64 = 0x1f43_b675;
const INFO: u64 = 0x1549_a966;
const TRACKS: u64 = 0x1654_ae6b;
const TRACK: u64 = 0xae;
const TRACK_TYPE: u64 = 0x83;
const VOID: u64 = 0xec;
const CHECKSUM: u64 = 0xbf;

/// What stands at the top and in a segment, and is needed to play: head, segment, clusters, tracks, where to jump.
const NEEDED: [u64; 7] = [0x1a45_dfa3, SEGMENT, CLUSTER, INFO, TRACKS, 0x1c53_bb6b, 0x114d_9b74];

/// What is needed of the information: how time is counted, how long it is, and who wrote it, which must be there.
const ABOUT: [u64; 4] = [0x2a_d7b1, 0x4489, 0x4d80, 0x5741];

/// Who wrote it.
const PROGRAMS: [u64; 2] = [0x4d80, 0x5741];

/// The names of a track and of its codec.
const NAMES: [u64; 2] = [0x536e, 0x25_8688];

/// The types of tracks that are picture and sound; 17 is subtitles.
const SHOWN: [u64; 2] = [1, 2];
const SUBTITLES: u64 = 17;

/// One element.
struct Element {
    id: u64,
    start: usize,
    body: Range<usize>,
    /// Whether it says where it ends.
    is_sized: bool,
}

/// What to change in a WebM or MKV.
pub fn changes(bytes: &[u8]) -> Result<Changes, Trouble> {
    let mut changes = Changes::default();
    let mut at = 0;
    while at < bytes.len() {
        let element = element(bytes, at, bytes.len())?;
        at = match (element.id, element.is_sized) {
            // What is in them stands at the same level to us, and may end anywhere.
            (SEGMENT, _) | (CLUSTER, false) => element.body.start,
            (INFO, true) => each(bytes, &element, &mut changes, about)?,
            (TRACKS, true) => each(bytes, &element, &mut changes, track)?,
            (id, true) if NEEDED.contains(&id) || is_in_cluster(id) => element.body.end,
            (_, true) => void(&element, &mut changes.edits),
            (_, false) => return Err(Trouble::new(format!("the element at byte {at} has no end"))),
        };
    }
    Ok(changes)
}

/// What stands in a cluster: times, blocks, groups of blocks, and what says where others are.
fn is_in_cluster(id: u64) -> bool {
    [0xe7, 0xa3, 0xa0, 0xa7, 0xab].contains(&id)
}

type Look = fn(&[u8], &Element, &mut Changes) -> Result<(), Trouble>;

fn each(bytes: &[u8], within: &Element, changes: &mut Changes, look: Look) -> Result<usize, Trouble> {
    let mut at = within.body.start;
    while at < within.body.end {
        let element = element(bytes, at, within.body.end)?;
        look(bytes, &element, changes)?;
        at = element.body.end;
    }
    Ok(at)
}

fn about(_: &[u8], element: &Element, changes: &mut Changes) -> Result<(), Trouble> {
    if PROGRAMS.contains(&element.id) {
        changes.edits.push(Edit::put(element.body.clone(), vec![b' '; element.body.len()]));
    } else if !ABOUT.contains(&element.id) {
        void(element, &mut changes.edits);
    }
    Ok(())
}

fn track(bytes: &[u8], element: &Element, changes: &mut Changes) -> Result<(), Trouble> {
    match element.id {
        TRACK => drop(each(bytes, element, changes, track)?),
        TRACK_TYPE => match number(bytes, element.body.start, element.body.len().min(8))? {
            SUBTITLES => changes.left = Some("a track of text, as subtitles are"),
            kind if SHOWN.contains(&kind) => {}
            _ => return Err(Trouble::new("one of its tracks is neither picture nor sound")),
        },
        CHECKSUM | VOID => drop(void(element, &mut changes.edits)),
        id if NAMES.contains(&id) => drop(void(element, &mut changes.edits)),
        _ => {}
    }
    Ok(())
}

/// Makes an element padding of the same size; where it ends.
fn void(element: &Element, edits: &mut Vec<Edit>) -> usize {
    let (start, end) = (element.start, element.body.end);
    let size = end - start;
    edits.push(Edit::blank(start..end));
    let head = match size {
        0..9 => vec![VOID as u8, 0x80 | size.saturating_sub(2) as u8],
        _ => {
            let mut head = vec![VOID as u8];
            head.extend(((size - 9) as u64 | 1 << 56).to_be_bytes());
            head
        }
    };
    if size >= head.len() {
        edits.push(Edit::put(start..start + head.len(), head));
    }
    end
}

fn element(bytes: &[u8], at: usize, end: usize) -> Result<Element, Trouble> {
    let (id, after) = vint(bytes, at, true)?;
    let (size, start) = vint(bytes, after, false)?;
    let unknown = size == (1 << (7 * (start - after))) - 1;
    let body_end = if unknown {
        end
    } else {
        usize::try_from(size).ok().and_then(|size| start.checked_add(size)).ok_or_else(|| cut_off(at))?
    };
    if body_end > end || start > body_end {
        return Err(cut_off(at));
    }
    Ok(Element { id, start: at, body: start..body_end, is_sized: !unknown })
}

/// A number whose first byte says how long it is (RFC 8794, 4), with or without the mark that says so.
fn vint(bytes: &[u8], at: usize, with_mark: bool) -> Result<(u64, usize), Trouble> {
    let length = number(bytes, at, 1)?.leading_zeros() as usize - 56 + 1;
    if length > 8 {
        return Err(Trouble::new(format!("at byte {at} no element begins")));
    }
    let whole = number(bytes, at, length)?;
    let value = if with_mark { whole } else { whole & ((1 << (7 * length)) - 1) };
    Ok((value, at + length))
}
