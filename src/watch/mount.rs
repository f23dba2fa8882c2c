//! Drives that tell of no changes: those of other machines, and of the system around a virtual one.

use std::path::Path;

/// The kind of drive that a folder is on, if it is one of those.
pub fn of(folder: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind(&mounts, &folder.canonicalize().ok()?)?;
    is_silent(kind).then(|| kind.to_owned())
}

/// The kind of the innermost mount that holds a folder (proc_pid_mountinfo(5)).
fn kind<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    mounts
        .lines()
        .filter_map(|line| {
            let (place, rest) = line.split_once(" - ")?;
            let point = place.split(' ').nth(4)?.replace("\\040", " ");
            folder.starts_with(&point).then(|| (point.len(), rest.split(' ').next().unwrap_or("")))
        })
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}

fn is_silent(kind: &str) -> bool {
    const SILENT: [&str; 11] =
        ["9p", "drvfs", "nfs", "nfs4", "cifs", "smb3", "smbfs", "vboxsf", "virtiofs", "prl_fs", "afs"];
    SILENT.contains(&kind) || kind == "fuse" || kind.starts_with("fuse.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_drive_of_a_folder_counts() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      40 22 0:50 / /mnt/c rw,noatime - 9p drvfs rw\n\
                      41 22 0:51 / /mnt/c/my\\040site rw shared:1 - tmpfs none rw\n";
        assert_eq!(kind(mounts, Path::new("/home/ada/site")), Some("ext4"));
        assert_eq!(kind(mounts, Path::new("/mnt/c/site")), Some("9p"));
        assert_eq!(kind(mounts, Path::new("/mnt/c/my site")), Some("tmpfs"));
        assert!(is_silent("9p") && is_silent("fuse.sshfs") && !is_silent("ext4") && !is_silent("overlay"));
    }
}
