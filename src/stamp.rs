//! What a disk says of a file without its being read.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Size and times of a file: while they stay, so do its bytes. Nothing that builds depends on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When its bytes were last changed, in nanoseconds since 1970.
    pub modified: u64,
    /// When anything about it was changed, where systems tell; it cannot be set back.
    pub changed: u64,
    /// Which file stands under the name, where systems tell.
    pub inode: u64,
}

/// Disks count time in steps, the coarsest of two seconds: a file changed so shortly before it was
/// read may have been changed again in the same step.
const COARSEST: Duration = Duration::from_secs(2);

impl Stamp {
    /// Reads what the system told.
    pub fn of(metadata: &Metadata) -> Self {
        let since = metadata.modified().unwrap_or(UNIX_EPOCH).duration_since(UNIX_EPOCH).unwrap_or_default();
        let (changed, inode) = of_system(metadata);
        Self { size: metadata.len(), modified: nanoseconds(since), changed, inode }
    }

    /// Whether the file was at rest for so long that an equal stamp means equal bytes.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let now = nanoseconds(now.duration_since(UNIX_EPOCH).unwrap_or_default());
        self.modified.max(self.changed).saturating_add(nanoseconds(COARSEST)) < now
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(unix)]
fn of_system(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or(0);
    (seconds.saturating_mul(1_000_000_000) + u64::try_from(metadata.ctime_nsec()).unwrap_or(0), metadata.ino())
}

#[cfg(not(unix))]
fn of_system(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
