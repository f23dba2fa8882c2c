//! MP4, MOV and M4A (ISO/IEC 14496-12, QuickTime): what is not needed to play them becomes empty, in its place. So do
//! tracks that are neither picture nor sound: cameras write where they were into some of them.

use std::ops::Range;

use super::boxes::{Numbers, Part, blank, gaps, is_among, keep, of_kind, parts};
use super::edit::Edit;
use super::{Changes, Trouble, cut_off, number, slice};

const TOP: [&[u8; 4]; 9] = [b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"styp", b"pdin"];

const MOVIE: [&[u8; 4]; 5] = [b"mvhd", b"trak", b"mvex", b"iods", b"pssh"];

const TRACK: [&[u8; 4]; 6] = [b"tkhd", b"tref", b"edts", b"mdia", b"tapt", b"load"];

const MEDIA: [&[u8; 4]; 4] = [b"mdhd", b"hdlr", b"minf", b"elng"];

const INSIDE: [&[u8; 4]; 9] = [b"vmhd", b"smhd", b"hmhd", b"nmhd", b"sthd", b"gmhd", b"hdlr", b"dinf", b"stbl"];

const TABLES: [&[u8; 4]; 20] = [
    b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"stsh", b"padb",
    b"stdp", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"sdtp", b"stps",
];

/// What to change in a film.
pub fn changes(bytes: &[u8]) -> Result<Changes, Trouble> {
    let mut edits = Vec::new();
    let top = keep(bytes, 0..bytes.len(), &TOP, &mut edits)?;
    let movie_box = of_kind(&top, b"moov").ok_or_else(|| Trouble::new("it does not say what it holds"))?;
    let is_in_pieces = of_kind(&top, b"moof").is_some();
    let data: Vec<Range<usize>> =
        top.iter().filter(|part| &part.kind == b"mdat").map(|part| part.body.clone()).collect();
    let mut tracks = Tracks { is_in_pieces, data: &data, used: (!is_in_pieces).then(Vec::new), has_text: false };
    movie(bytes, &movie_box.body, &mut tracks, &mut edits)?;
    let Tracks { used, has_text, .. } = tracks;
    if let Some(used) = used {
        data.iter().for_each(|data| gaps(bytes, data, used.clone(), &mut edits));
    }
    for piece in top.iter().filter(|part| &part.kind == b"moof") {
        let kept = keep(bytes, piece.body.clone(), &[b"mfhd", b"traf", b"pssh"], &mut edits)?;
        for track in kept.iter().filter(|part| &part.kind == b"traf") {
            let inside = parts(bytes, track.body.clone())?;
            let others = inside.iter().filter(|part| [b"udta", b"meta", b"uuid"].contains(&&part.kind));
            others.for_each(|part| part.free(bytes, &mut edits));
        }
    }
    Ok(Changes { edits, left: has_text.then_some("a track of text, as subtitles are") })
}

/// What is known of the tracks of a film.
pub struct Tracks<'a> {
    /// Whether their samples stand in pieces, each of which says where.
    pub is_in_pieces: bool,
    /// Where samples may stand.
    pub data: &'a [Range<usize>],
    /// Where those stand that are played; nothing if one of them does not say it exactly.
    pub used: Option<Vec<Range<usize>>>,
    /// Whether one of them is text.
    pub has_text: bool,
}

/// Cleans the box that describes a film.
pub fn movie(bytes: &[u8], movie: &Range<usize>, tracks: &mut Tracks, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    for part in keep(bytes, movie.clone(), &MOVIE, edits)? {
        match &part.kind {
            b"mvhd" => times(bytes, &part, edits)?,
            b"trak" => track(bytes, &part, tracks, edits)?,
            _ => {}
        }
    }
    Ok(())
}

fn track(bytes: &[u8], track: &Part, tracks: &mut Tracks, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    let mut inner = Vec::new();
    let inside = keep(bytes, track.body.clone(), &TRACK, &mut inner)?;
    let needed = |parts: &[Part], kind| {
        of_kind(parts, kind).cloned().ok_or_else(|| Trouble::new("one of its tracks does not say what it is"))
    };
    times(bytes, &needed(&inside, b"tkhd")?, &mut inner)?;
    let media = keep(bytes, needed(&inside, b"mdia")?.body, &MEDIA, &mut inner)?;
    times(bytes, &needed(&media, b"mdhd")?, &mut inner)?;
    let handler = needed(&media, b"hdlr")?.body;
    blank(bytes, (handler.start + 24).min(handler.end)..handler.end, &mut inner);
    let about = keep(bytes, needed(&media, b"minf")?.body, &INSIDE, &mut inner)?;
    if let Some(data) = of_kind(&about, b"dinf") {
        locations(bytes, data, &mut inner)?;
    }
    let tables = keep(bytes, needed(&about, b"stbl")?.body, &TABLES, &mut inner)?;
    let kind = slice(bytes, handler.start + 8, 4)?;
    if [b"vide", b"soun", b"auxv", b"pict", b"sbtl", b"subt", b"clcp"].iter().any(|played| *played == kind) {
        tracks.has_text |= [b"sbtl", b"subt", b"clcp"].iter().any(|text| *text == kind);
        // Uncompressed sound may count its samples in another way.
        tracks.used = match (tracks.used.take(), samples(bytes, &tables, tracks.data)) {
            (Some(used), Ok((ranges, false))) => Some([used, ranges].concat()),
            _ => None,
        };
        edits.extend(inner);
    } else if tracks.is_in_pieces {
        return Err(Trouble::new("one of its tracks is neither picture nor sound"));
    } else {
        for range in samples(bytes, &tables, tracks.data)?.0 {
            blank(bytes, range, edits);
        }
        track.free(bytes, edits);
    }
    Ok(())
}

/// Sets to nothing when something was made and changed.
fn times(bytes: &[u8], part: &Part, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    let size = if number(bytes, part.body.start, 1)? == 0 { 8 } else { 16 };
    slice(&bytes[..part.body.end], part.body.start + 4, size)?;
    blank(bytes, part.body.start + 4..part.body.start + 4 + size, edits);
    Ok(())
}

/// Empties the names of files that a track may have come from.
fn locations(bytes: &[u8], part: &Part, edits: &mut Vec<Edit>) -> Result<(), Trouble> {
    for list in keep(bytes, part.body.clone(), &[b"dref"], edits)? {
        for entry in parts(bytes, list.body.start + 8..list.body.end)? {
            blank(bytes, (entry.body.start + 4).min(entry.body.end)..entry.body.end, edits);
        }
    }
    Ok(())
}

/// Where the samples of a track stand, and whether all are said to have one size (ISO/IEC 14496-12, 8.7).
fn samples(bytes: &[u8], tables: &[Part], data: &[Range<usize>]) -> Result<(Vec<Range<usize>>, bool), Trouble> {
    let unknown = || Trouble::new("one of its tracks does not say where it stands");
    let sizes = of_kind(tables, b"stsz").ok_or_else(unknown)?;
    let mut sizes = Numbers::new(bytes, sizes.body.start + 4..sizes.body.end)?;
    let (same, count) = (sizes.next(4)?, sizes.next(4)?);
    let mut left = count;
    let (offsets, wide) = match (of_kind(tables, b"stco"), of_kind(tables, b"co64")) {
        (Some(part), _) => (part, 4),
        (None, Some(part)) => (part, 8),
        (None, None) => return Err(unknown()),
    };
    let mut offsets = Numbers::new(bytes, offsets.body.start + 4..offsets.body.end)?;
    let runs = of_kind(tables, b"stsc").ok_or_else(unknown)?;
    let mut runs = Numbers::new(bytes, runs.body.start + 4..runs.body.end)?;
    let mut all = Vec::new();
    for _ in 0..runs.next(4)? {
        all.push((runs.next(4)?, runs.next(4)?));
        runs.next(4)?;
    }
    let (mut run, mut whole, mut ranges) = (0, 0, Vec::new());
    for chunk in 1..=offsets.next(4)? {
        while all.get(run + 1).is_some_and(|(first, _)| *first <= chunk) {
            run += 1;
        }
        let mut length = 0_u64;
        let in_chunk = all.get(run).map_or(0, |(_, samples)| *samples).min(left);
        left -= in_chunk;
        match same {
            0 => {
                for _ in 0..in_chunk {
                    length = length.saturating_add(sizes.next(4)?);
                }
            }
            same => length = same.saturating_mul(in_chunk),
        }
        let start = usize::try_from(offsets.next(wide)?).map_err(|_| unknown())?;
        let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length));
        let end = end.filter(|end| *end <= bytes.len()).ok_or_else(|| cut_off(start))?;
        // Chunks that stand on top of each other would be emptied again and again.
        whole += end - start;
        if whole > bytes.len() {
            return Err(unknown());
        }
        if start < end && !is_among(&(start..end), data) {
            return Err(unknown());
        }
        ranges.push(start..end);
    }
    match left {
        0 => Ok((ranges, same != 0)),
        _ => Err(unknown()),
    }
}
