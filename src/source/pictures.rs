//! How large the pictures are, from the first bytes of their files: nothing is unpacked.

use std::collections::BTreeMap;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::media::svg;
use crate::model::{Size, Sizes};
use crate::path::SourcePath;
use crate::stamp::Stamp;

/// The kinds of files that are asked.
const KINDS: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// As many bytes of a drawing are read at most: its size stands in its first tag.
const DRAWING: u64 = 16 << 10;

/// The sizes of a site's pictures, read anew where a file changed.
#[derive(Default)]
pub struct Pictures {
    stamps: BTreeMap<SourcePath, Stamp>,
    sizes: Arc<Sizes>,
}

impl Pictures {
    /// The sizes of the pictures among these files; what cannot be read is left out. The same value as before where no
    /// picture changed.
    pub fn update(&mut self, files: impl Iterator<Item = (SourcePath, PathBuf, Stamp)>) -> Arc<Sizes> {
        let files: Vec<(SourcePath, PathBuf, Stamp)> = files.filter(|(path, ..)| is_picture(path)).collect();
        let stamps: BTreeMap<SourcePath, Stamp> = files.iter().map(|(path, _, stamp)| (path.clone(), *stamp)).collect();
        if stamps != self.stamps {
            let (before, known) = (std::mem::take(&mut self.stamps), Arc::clone(&self.sizes));
            let sizes = files.par_iter().filter_map(|(path, file, stamp)| {
                let is_known = before.get(path) == Some(stamp);
                let size = if is_known { known.get(path).copied() } else { size_of(file) };
                Some((path.clone(), size?))
            });
            let sizes: Sizes = sizes.collect();
            if sizes != *self.sizes {
                self.sizes = Arc::new(sizes);
            }
            self.stamps = stamps;
        }
        Arc::clone(&self.sizes)
    }
}

fn is_picture(path: &SourcePath) -> bool {
    let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| KINDS.iter().any(|kind| ending.eq_ignore_ascii_case(kind)))
}

fn size_of(path: &Path) -> Option<Size> {
    let (file, _) = crate::disk::open(path).ok()?;
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg")) {
        let mut text = Vec::new();
        file.take(DRAWING).read_to_end(&mut text).ok()?;
        return svg::size_of_drawing(&String::from_utf8_lossy(&text));
    }
    let size = imagesize::reader_size(BufReader::new(file)).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}
