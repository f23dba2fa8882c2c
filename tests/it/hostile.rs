//! Input that is meant to harm, or that happens to: each comes to a clear error or to a bounded, right result; the
//! program never panics, hangs, or leaves something half-written.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::site::{Run, Site, tree};

/// What any of these may take, in a build that is not optimised, on a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most memory that any of these may take, in kilobytes.
const MEMORY: u64 = 3 << 20;

/// Builds within bounds of time and memory; the run, whatever came of it.
fn bounded(site: &Site) -> Run {
    let shell = format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"");
    let mut child = Command::new("sh")
        .args([
            "-c",
            &shell,
            env!("CARGO_BIN_EXE_anecdote"),
            "--root",
            site.root().to_str().unwrap(),
            "--color",
            "never",
            "build",
        ])
        .env("SOURCE_DATE_EPOCH", "1793577600")
        .stdout(Stdio::piped())
        .stderr(fs::File::create(site.path("said.txt")).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => {
                if begun.elapsed() > PATIENCE {
                    child.kill().unwrap();
                    panic!("it hangs");
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    };
    let stderr = fs::read_to_string(site.path("said.txt")).unwrap();
    assert!(!stderr.contains("panicked") && !stderr.contains("overflow"), "{}", &stderr[..stderr.len().min(4000)]);
    let code =
        status.code().unwrap_or_else(|| panic!("ended by a signal: {status}\n{}", &stderr[..stderr.len().min(4000)]));
    Run { code, stdout: String::new(), stderr }
}

fn story(body: &str) -> Site {
    let site = Site::new("");
    site.write("content/stories/a.md", format!("+++\ntitle = \"A\"\nexperience = \"bad\"\n+++\n{body}\n"));
    site
}

#[test]
fn nesting_as_deep_as_one_likes_overflows_nothing() {
    for body in [
        "> ".repeat(50_000) + "x",
        "- ".repeat(20_000) + "x",
        "*".repeat(60_000) + "x",
        "[".repeat(60_000) + "x" + &"](y)".repeat(60_000),
        "![".repeat(30_000) + "x",
        "<b>".repeat(40_000),
        "`".repeat(60_001),
        "a_".repeat(60_000),
        "| a ".repeat(20_000) + "|\n" + &"|---".repeat(20_000) + "|\n",
        "[^a]: x\n\n".repeat(5_000) + &"[^a]".repeat(5_000),
        "{% quote(from=\"x\") %}\n".repeat(2_000) + &"{% end %}\n".repeat(2_000),
        "{% quote(from=\"x\") %}\n".repeat(5_000),
        "{{ figure(src=".to_owned() + &"[".repeat(50_000) + ") }}",
        "{{ figure(".repeat(20_000),
        "{".repeat(100_000),
    ] {
        let run = bounded(&story(&body));
        assert!(run.code <= 1, "{}", &body[..40]);
    }
}

#[test]
fn front_matter_and_config_as_deep_as_one_likes_are_errors() {
    let nested = |open: &str, close: &str| format!("x = {}{}", open.repeat(20_000), close.repeat(20_000));
    for (front, fence) in [
        (nested("[", "]"), "+++"),
        (nested("{ a = ", " }"), "+++"),
        ("a.".repeat(20_000) + "b = 1", "+++"),
        (format!("x: {}{}", "[".repeat(20_000), "]".repeat(20_000)), "---"),
        (format!("x: {}", "{a: ".repeat(20_000)), "---"),
        ((0..5_000).map(|n| format!("{}- \n", " ".repeat(n))).collect(), "---"),
        // An alias bomb: nine levels of nine.
        (
            "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned()
                + &(1..10)
                    .map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(9)))
                    .collect::<String>(),
            "---",
        ),
        ("a: &a [*a]".to_owned(), "---"),
    ] {
        let site = Site::new("");
        site.write(
            "content/stories/a.md",
            format!("{fence}\ntitle = \"A\"\n{front}\n{fence}\nWords.\n")
                .replace("title = \"A\"\n", if fence == "+++" { "title = \"A\"\n" } else { "title: A\n" }),
        );
        let run = bounded(&site);
        assert!(
            run.code == 1 && run.stderr.contains("content/stories/a.md:"),
            "{}",
            &run.stderr[..run.stderr.len().min(2000)]
        );
        assert!(run.stderr.len() < 100_000, "{} bytes are said", run.stderr.len());
    }
    let site = Site::new("-- content/a.md --\nx\n");
    site.write("anecdote.toml", nested("[", "]"));
    assert_eq!(bounded(&site).code, 1);
}

#[test]
fn a_line_of_a_million_characters_is_shown_in_part() {
    let long = "word ".repeat(200_000);
    assert_eq!(bounded(&story(&long)).code, 0);
    let site = Site::new("");
    site.write("content/stories/a.md", format!("+++\ntitle = \"A\"\nexperience = \"{long}\"\n+++\nWords.\n"));
    let run = bounded(&site);
    assert!(
        run.code == 1 && run.stderr.contains("content/stories/a.md:3:14") && run.stderr.len() < 20_000,
        "{} bytes",
        run.stderr.len()
    );
}

#[test]
fn a_file_of_two_hundred_megabytes_is_refused_and_nothing_of_it_is_written() {
    let site = Site::new("-- content/about.md --\nWords.\n");
    let mut file = fs::File::create(site.path("content/huge.md")).unwrap();
    let block = "A line of words that says nothing new.\n".repeat(25_000);
    for _ in 0..210 {
        file.write_all(block.as_bytes()).unwrap();
    }
    let run = bounded(&site);
    assert!(
        run.code == 1 && run.stderr.contains("error[E0007]") && run.stderr.contains("content/huge.md"),
        "{}",
        run.stderr
    );
    assert!(!site.path("public").exists());
}

#[test]
fn bytes_that_are_no_text_and_files_that_are_no_pictures_harm_nobody() {
    let site = Site::new("-- content/about.md --\n![p](p.png) ![g](g.gif) ![j](j.jpg)\n");
    site.write("content/zeros.md", [0; 5000]);
    site.write("content/p.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\0\0\0");
    site.write("content/g.gif", b"GIF89a\xff\xff\xff\xff");
    site.write("content/j.jpg", [0xff; 3000]);
    site.write("content/empty.png", b"");
    site.write("content/empty.md", b"");
    let run = bounded(&site);
    assert!(run.code == 1 && run.stderr.matches("error[E0009]").count() == 3, "{}", run.stderr);
    for name in ["p.png", "g.gif", "j.jpg"] {
        site.write("anecdote.toml", "[pictures]\nkeep_metadata = [\"content/*\"]\n");
        assert!(run.stderr.contains(&format!("--> content/{name}")), "{}", run.stderr);
    }
    let run = bounded(&site);
    assert!(run.code == 0 && run.stderr.contains("W0707"), "{}", run.stderr);
    site.write("content/stories/latin.md", b"+++\ntitle = \"Caf\xe9\"\n+++\n");
    let run = bounded(&site);
    assert!(run.code == 1 && run.stderr.contains("line 2"), "{}", run.stderr);
}

#[test]
fn thousands_of_components_and_templates_that_call_each_other_come_to_an_end() {
    assert_eq!(bounded(&story(&"{{ rating(value=4) }}\n\n".repeat(4_000))).code, 0);
    for (name, template) in [
        ("components/loop.html", "{% component loop() %}{{ <loop /> }}{% endcomponent loop %}"),
        (
            "components/loop.html",
            "{% component loop() %}{{ <pool /> }}{% endcomponent loop %}{% component pool() %}{{ <loop /> }}{% endcomponent pool %}",
        ),
        ("page.html", "{% include \"page.html\" %}"),
        ("page.html", "{% extends \"page.html\" %}"),
        (
            "page.html",
            "{% for a in range(end=100000000) %}{% for b in range(end=100000000) %}x{% endfor %}{% endfor %}",
        ),
    ] {
        let site = Site::new("-- content/a.md --\n{{ loop() }}\n");
        if name == "page.html" {
            site.write("content/a.md", "Words.\n");
        }
        site.write(&format!("templates/{name}"), template);
        let run = bounded(&site);
        assert!(run.code == 1 && run.stderr.contains("error["), "{template}: {}", run.stderr);
        let written = site.path("public");
        assert!(!written.exists() || tree(&written).is_empty(), "{template}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_files_that_are_no_files_are_passed_over() {
    let site = Site::new("-- content/a.md --\nWords.\n");
    std::os::unix::fs::symlink("..", site.path("content/up")).unwrap();
    std::os::unix::fs::symlink("self", site.path("content/self")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", site.path("content/zero.md")).unwrap();
    assert!(Command::new("mkfifo").arg(site.path("content/pipe.md")).status().unwrap().success());
    let run = bounded(&site);
    assert!(run.code <= 1, "{}", run.stderr);
}

/// Runs a command as a user who may not read or write everything: root may.
#[cfg(target_os = "linux")]
fn as_nobody(site: &Site, args: &[&str]) -> std::process::Output {
    let binary = site.path("anecdote-copy");
    fs::copy(env!("CARGO_BIN_EXE_anecdote"), &binary).unwrap();
    for folder in [site.root(), &site.path("content")] {
        Command::new("chmod").args(["a+rwx", folder.to_str().unwrap()]).status().unwrap();
    }
    let mut command = if Command::new("id").arg("-u").output().unwrap().stdout.starts_with(b"0\n") {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&binary);
        command
    } else {
        Command::new(&binary)
    };
    command.current_dir(site.root()).args(["--root", site.root().to_str().unwrap(), "--color", "never"]).args(args);
    command.env("SOURCE_DATE_EPOCH", "1793577600").output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn files_that_one_may_not_read_and_folders_that_one_may_not_write_are_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::new("-- content/a.md --\nWords.\n-- content/secret.md --\nSecret.\n");
    let mode = |path: &str, mode: u32| fs::set_permissions(site.path(path), fs::Permissions::from_mode(mode)).unwrap();
    mode("content/secret.md", 0o000);
    let output = as_nobody(&site, &["build"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1) && said.contains("error[E0001]") && said.contains("content/secret.md"),
        "{said}"
    );
    mode("content/secret.md", 0o644);
    fs::create_dir(site.path("elsewhere")).unwrap();
    mode("elsewhere", 0o555);
    let output = as_nobody(&site, &["build", "-o", "elsewhere/public"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("error[E080") && said.contains("elsewhere"), "{said}");
    mode("elsewhere", 0o755);
}

/// A disk of a megabyte or two, in a namespace of its own where it takes root to mount one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_what_was_there_stays() {
    let site = Site::new("");
    for n in 0..40 {
        let text = format!("+++\ntitle = \"T{n}\"\nexperience = \"good\"\n+++\n{}\n", "Words. ".repeat(200));
        site.write(&format!("content/stories/s{n}.md"), text);
    }
    let disk = site.path("disk");
    fs::create_dir(&disk).unwrap();
    let build = |more: &str| {
        format!(
            "SOURCE_DATE_EPOCH=1793577600 {} --root {} --color never build -q -o {}/site {more}",
            env!("CARGO_BIN_EXE_anecdote"),
            site.root().display(),
            disk.display()
        )
    };
    // A first build fits; then the disk fills, and a second one of more stories does not.
    let script = format!(
        "set -e; mount -t tmpfs -o size=3m tmpfs {disk}; {first}; cp -a {disk}/site {root}/before; \
         dd if=/dev/zero of={disk}/ballast bs=1k count=100000 2>/dev/null || true; \
         i=0; while [ $i -lt 40 ]; do sed -i s/Words/Other/g {root}/content/stories/s$i.md; i=$((i+1)); done; \
         if {second} 2> {root}/said.txt; then echo it worked; fi; cp -a {disk}/site {root}/after; \
         rm {disk}/ballast; umount {disk}; mount -t tmpfs -o size=60m tmpfs {disk}; cp -a {root}/after {disk}/site; {third}; cp -a {disk}/site {root}/third",
        disk = disk.display(),
        root = site.root().display(),
        first = build(""),
        second = build(""),
        third = build(""),
    );
    let output = Command::new("unshare").args(["-rm", "sh", "-c", &script]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    if errors.contains("unshare") || errors.contains("permitted") || errors.contains("permission denied") {
        eprintln!("skipped: no disk can be mounted here: {errors}");
        return;
    }
    assert!(output.status.success(), "{errors}");
    let said = fs::read_to_string(site.path("said.txt")).unwrap();
    assert!(said.contains("error[E080") && said.to_lowercase().contains("no space"), "{said}");
    assert_eq!(tree(&site.path("before")), tree(&site.path("after")));
    // When there is room again, the next build is whole.
    let clean = site.build().files();
    let third = tree(&site.path("third"));
    assert_eq!(clean.keys().collect::<Vec<_>>(), third.keys().collect::<Vec<_>>());
    assert!(clean == third);
}

/// `ANECDOTE_KILLS` says how often; a dozen times in a usual run.
#[cfg(unix)]
#[test]
fn a_build_that_is_killed_at_any_moment_leaves_each_file_whole() {
    let kills: u32 = std::env::var("ANECDOTE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    let site = Site::new("-- anecdote.toml --\npaginate_by = 5\n");
    let write = |version: &str| {
        for n in 0..60 {
            let text = format!(
                "+++\ntitle = \"{version} {n}\"\ndate = 2026-01-{:02}\nexperience = \"good\"\ntags = [\"{version}\"]\n+++\n{}\n",
                n % 28 + 1,
                format!("{version} ").repeat(300)
            );
            site.write(&format!("content/stories/s{n}.md"), text);
        }
    };
    let mut versions = Vec::new();
    for version in ["old", "new"] {
        write(version);
        let elsewhere = tempfile::TempDir::new().unwrap();
        let begun = Instant::now();
        assert_eq!(site.run(&["build", "-o", elsewhere.path().to_str().unwrap()]).code, 0);
        versions.push((version, tree(elsewhere.path()), begun.elapsed()));
    }
    write("old");
    site.build();
    let (mut survived, mut seed) = (0, 42_u64);
    for round in 0..kills {
        write(versions[1 - round as usize % 2].0);
        let mut child = Command::new(env!("CARGO_BIN_EXE_anecdote"))
            .args(["--root", site.root().to_str().unwrap(), "-q", "build"])
            .env("SOURCE_DATE_EPOCH", "1793577600")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Any moment of a build will do, so long as they differ (Knuth's MMIX generator).
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (seed >> 33) as f64 / f64::from(1_u32 << 31);
        std::thread::sleep(versions[0].2.mul_f64(share * 1.1));
        child.kill().unwrap();
        survived += u32::from(child.wait().unwrap().success());
        for (path, bytes) in tree(&site.path("public")) {
            // What the next build is to know is not for readers. Nothing else is there that is no page.
            if path == ".anecdote-manifest.json" {
                continue;
            }
            let is_whole = versions.iter().any(|(_, files, _)| files.get(&path) == Some(&bytes));
            assert!(is_whole, "round {round}: {path} is neither old nor new");
        }
        for path in versions[0].1.keys().filter(|path| versions[1].1.contains_key(*path) && !path.starts_with('.')) {
            assert!(site.path("public").join(path).exists(), "round {round}: {path} is gone");
        }
    }
    site.build().same_as_clean();
    let left = fs::read_dir(site.root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.contains("staging")).collect::<Vec<_>>(), [""; 0]);
    println!("{kills} kills, {survived} builds were done before");
}
