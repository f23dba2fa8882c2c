//! A site in a folder of its own, and what the program makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A site written as one text: `-- path --` lines, each followed by a file.
pub struct Site {
    dir: TempDir,
}

/// What a run of the program said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Site {
    pub fn new(files: &str) -> Self {
        let site = Self { dir: TempDir::new().unwrap() };
        let mut current: Option<(String, String)> = None;
        for line in files.split_inclusive('\n') {
            let name = line.trim().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            match name {
                Some(name) => {
                    if let Some((path, text)) = current.replace((name.to_owned(), String::new())) {
                        site.write(&path, &text);
                    }
                }
                None => {
                    if let Some((_, text)) = &mut current {
                        text.push_str(line);
                    }
                }
            }
        }
        if let Some((path, text)) = current {
            site.write(&path, &text);
        }
        site
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// Runs the program with `--root` and a fixed date.
    pub fn run(&self, args: &[&str]) -> Run {
        run_in(self.root(), args)
    }

    /// Builds, and wants it to succeed.
    pub fn build(&self) -> Built<'_> {
        self.build_with(&[])
    }

    pub fn build_with(&self, args: &[&str]) -> Built<'_> {
        let mut all = vec!["build"];
        all.extend(args);
        let run = self.run(&all);
        assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
        Built { site: self, run }
    }

    /// Builds, and wants it to fail; gives what was said.
    pub fn fails(&self) -> String {
        self.fails_with(&[])
    }

    pub fn fails_with(&self, args: &[&str]) -> String {
        let mut all = vec!["build"];
        all.extend(args);
        let run = self.run(&all);
        assert_eq!(run.code, 1, "{}\n{}", run.stdout, run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run.stderr.replace(&self.root().display().to_string(), "SITE")
    }
}

pub fn run_in(root: &Path, args: &[&str]) -> Run {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_anecdote"))
        .args(["--root", root.to_str().unwrap(), "--color", "never"])
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1793577600") // 2026-11-02
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A site that was built.
pub struct Built<'a> {
    site: &'a Site,
    pub run: Run,
}

impl Built<'_> {
    pub fn read(&self, path: &str) -> String {
        let file = self.site.path("public").join(path);
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}\n{:#?}", self.files().keys()))
    }

    /// The path of the style sheet of all pages.
    pub fn style(&self) -> String {
        let files = self.files();
        let mut all = files.keys().filter(|path| path.starts_with("css/site.") && path.ends_with(".css"));
        all.next().expect("a style sheet").clone()
    }

    pub fn has(&self, path: &str) -> bool {
        self.site.path("public").join(path).exists()
    }

    /// Every file of the output with its bytes, the manifest included.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.site.path("public"))
    }

    /// The output equals that of a fresh build into an empty folder.
    pub fn same_as_clean(&self) -> &Self {
        let elsewhere = TempDir::new().unwrap();
        let run = self.site.run(&["build", "-o", elsewhere.path().to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let (ours, clean) = (self.files(), tree(elsewhere.path()));
        assert_eq!(ours.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
        for (path, bytes) in &ours {
            assert!(bytes == &clean[path], "{path} differs from a clean build");
        }
        self
    }
}

pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    files
}
