//! Files that travel with the content, and files with odd names.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use crate::site::Site;

#[test]
fn files_beside_an_index_travel_with_it_whatever_its_address() {
    let site = Site::new(
        "-- content/stories/gate/index.md --\n+++\ntitle = \"G\"\nexperience = \"good\"\nslug = \"the-gate\"\nimage = \"map.svg\"\n+++\n![Map](map.svg) [notes](data/notes.vtt)\n\
         -- content/stories/gate/map.svg --\n<svg/>\n\
         -- content/stories/gate/data/notes.vtt --\nnotes\n",
    );
    let built = site.build();
    assert!(built.has("stories/the-gate/map.svg"));
    let page = built.read("stories/the-gate/index.html");
    assert!(page.contains("src=\"/stories/the-gate/map.svg\""));
    assert!(built.has("stories/the-gate/data/notes.vtt"));
    let notes = page.split("href=\"").find(|part| part.contains("notes.vtt")).unwrap().split('"').next().unwrap();
    assert!(built.has(notes.trim_start_matches('/')), "{notes}");
}

#[test]
fn leftovers_of_editors_and_ignored_files_stay_out() {
    let site = Site::new(
        "-- anecdote.toml --\nignore = [\"*.psd\", \"content/private/*\"]\n\
         -- content/a.md --\nx\n-- content/a.md~ --\nx\n-- content/.a.md.swp --\nx\n-- content/cup.psd --\nx\n\
         -- content/private/b.md --\nx\n-- content/#c.md# --\nx\n-- static/.DS_Store --\nx\n",
    );
    let files = site.build().files();
    let odd: Vec<_> = files
        .keys()
        .filter(|path| {
            path.contains("psd")
                || path.contains('~')
                || path.contains("private")
                || path.contains('#')
                || path.contains("DS_")
        })
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn a_name_that_is_not_unicode_is_an_error_that_names_it() {
    let site = Site::new("-- content/a.md --\nx\n");
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    std::fs::write(site.path("content").join(name), "x").unwrap();
    assert!(site.fails().contains("is not Unicode"), "{}", site.fails());
}

#[test]
fn links_within_the_site_are_followed_and_others_left_out_with_a_warning() {
    let site = Site::new("-- content/a.md --\nx\n-- shared/b.md --\nbee\n");
    let outside = tempfile::TempDir::new().unwrap();
    std::fs::write(outside.path().join("secret.md"), "secret").unwrap();
    symlink(site.path("shared"), site.path("content/linked")).unwrap();
    symlink(outside.path(), site.path("content/outside")).unwrap();
    symlink(outside.path().join("secret.md"), site.path("content/secret.md")).unwrap();
    symlink(site.path("content"), site.path("content/loop")).unwrap();
    symlink(site.path("nowhere"), site.path("content/dangling.md")).unwrap();
    let built = site.build();
    assert!(built.read("linked/b/index.html").contains("bee"));
    assert!(!built.has("outside/secret/index.html") && !built.has("secret/index.html"));
    for words in ["leads out of the site's folder", "leads back to a folder above it", "leads nowhere"] {
        assert!(built.run.stderr.contains(words), "{words}: {}", built.run.stderr);
    }
}

#[test]
fn hostile_addresses_cannot_leave_the_output_folder() {
    let page = |field: &str| Site::new(&format!("-- content/a.md --\n+++\n{field}\n+++\nx\n"));
    assert!(page("permalink = \"../../escape/\"").fails().contains("would leave the output folder"));
    let site = page("aliases = [\"../x.html\"]");
    let built = site.build();
    assert!(built.run.stderr.contains("would leave the output folder") && !site.path("x.html").exists());
    assert!(page("permalink = \"a\\\\b/\"").fails().contains("not a name that every disk can hold"));
    // A slug is made safe instead.
    let site = page("slug = \"../../etc/passwd\"");
    assert!(site.build().has("etc-passwd/index.html"));
}

#[test]
fn an_unreadable_file_is_an_error_and_hides_no_other() {
    let site = Site::new("-- content/stories/b.md --\nno verdict\n");
    std::fs::create_dir_all(site.path("content/stories")).unwrap();
    // A folder where a file is expected cannot be read by anyone, not even by root.
    site.write("static/x.txt", "x");
    site.write("content/stories/a.md", b"\xff\xfea\0");
    let said = site.fails();
    assert!(said.contains("UTF-16") && said.contains("does not say how the experience was"), "{said}");
}
