//! How large the pictures are, from the first bytes of their files: nothing is unpacked.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::path::SourcePath;
use crate::stamp::Stamp;

/// Width and height in pixels.
pub type Size = (u32, u32);

/// The kinds of files that are asked.
const KINDS: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];

/// The sizes of a site's pictures, read anew where a file changed.
#[derive(Default)]
pub struct Pictures {
    stamps: BTreeMap<SourcePath, Stamp>,
    sizes: Arc<BTreeMap<SourcePath, Size>>,
}

impl Pictures {
    /// The sizes of the pictures among these files; what cannot be read is left out.
    pub fn update(&mut self, root: &Path, files: &BTreeMap<SourcePath, Stamp>) -> Arc<BTreeMap<SourcePath, Size>> {
        let is_picture = |path: &SourcePath| {
            path.file_name()
                .rsplit_once('.')
                .is_some_and(|(_, end)| KINDS.iter().any(|kind| end.eq_ignore_ascii_case(kind)))
        };
        let stamps: BTreeMap<SourcePath, Stamp> =
            files.iter().filter(|(path, _)| is_picture(path)).map(|(path, stamp)| (path.clone(), *stamp)).collect();
        if stamps != self.stamps {
            let (before, known) = (std::mem::take(&mut self.stamps), Arc::clone(&self.sizes));
            let sizes = stamps.par_iter().filter_map(|(path, stamp)| {
                let size = if before.get(path) == Some(stamp) {
                    known.get(path).copied()
                } else {
                    size_of(&root.join(path.as_str()))
                };
                Some((path.clone(), size?))
            });
            self.sizes = Arc::new(sizes.collect());
            self.stamps = stamps;
        }
        Arc::clone(&self.sizes)
    }
}

fn size_of(file: &Path) -> Option<Size> {
    let (file, _) = crate::disk::open(file).ok()?;
    let size = imagesize::reader_size(std::io::BufReader::new(file)).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}
