//! Files that a site shows as they are.

use std::path::PathBuf;
use std::sync::Arc;

use crate::path::SourcePath;
use crate::stamp::Stamp;

/// A file to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyOf {
    /// From the site's folder.
    Source(SourcePath),
    /// From a theme on disk.
    Disk(PathBuf, Stamp),
    /// From the program.
    Embedded(&'static [u8]),
    /// Made of files of the theme and of the site.
    Bundle(Arc<[u8]>),
}
