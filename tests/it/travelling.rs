//! Which files beside the texts are published: those that pages show, and those that are meant.

use crate::site::Site;

const STORY: &str = "+++\ntitle = \"A\"\nexperience = \"good\"\nconsent = { record = \"SECRET\" }\n+++\nWords.\n";

/// The files of the output that no build of an empty site makes, and that hold `SECRET` or bear its name.
fn leaks(files: &std::collections::BTreeMap<String, Vec<u8>>) -> Vec<&String> {
    let holds = |(path, bytes): &(&String, &Vec<u8>)| {
        path.to_uppercase().contains("SECRET") || String::from_utf8_lossy(bytes).contains("SECRET")
    };
    files.iter().filter(holds).map(|(path, _)| path).collect()
}

#[test]
fn what_lies_beside_stories_stays_at_home_and_is_named_once() {
    let names = [
        "a.md.bak",
        "a.md.tmp",
        "a.md.rej",
        "a.md_old",
        "a.md - Copy",
        "notes.txt",
        "data.xlsx",
        "mail.eml",
        "letter.docx",
        "a (conflicted copy).md",
        "x.xhtml",
        "x.xml",
        "a - Copy.md",
        "a - Copy (2).md",
        "Copy of a.md",
        "a.sync-conflict-20261101-120000-ABC.md",
        "a.md.1",
        "a.md.txt",
        "mail.mbox",
        "customers.csv",
        "consents.json",
        "a.toml",
        "a.yaml",
        "scan.pdf",
        "backup.zip",
        "call.srt",
        "README",
        "a.MD.bak",
        "a.Markdown~1",
        "page.php",
        "voice.msg",
        "db.sqlite",
        "a.rtf",
        "a.odt",
    ];
    let site = Site::new(&format!("-- content/stories/a.md --\n{STORY}-- content/about.md --\nAbout.\n"));
    for folder in ["stories", "testimonials", "ambassadors", "brands", "campaigns", "about", "stories/gate"] {
        for name in names {
            site.write(&format!("content/{folder}/{name}"), "---\npublished: false\nauthor: SECRET\n---\nSECRET\n");
        }
    }
    // With front matter they are documents, which say themselves that they are not published.
    for name in ["index.html", "old.htm"] {
        site.write(&format!("content/about/{name}"), "---\npublished: false\nauthor: SECRET\n---\nSECRET\n");
    }
    site.write("content/stories/gate/index.md", STORY);
    site.write("content/stories/gate/SECRET.JSON", "{}");
    let built = site.build();
    let files = built.files();
    assert!(leaks(&files).is_empty(), "{:?}", leaks(&files));
    let said = &built.run.stderr;
    assert_eq!(said.matches("W0008").count(), 1, "{said}");
    let count = names.len() * 7 + 1;
    assert!(said.contains(&format!("{count} files of content/ are not published: `content/about/")), "{said}");
    assert!(said.contains("`publish`") && said.contains("static/") && said.contains("`ignore`"), "{said}");
    built.same_as_clean();
}

#[test]
fn pictures_film_sound_and_captions_travel_in_any_case() {
    let names = [
        "A.JPG", "b.jpeg", "c.png", "d.gif", "e.webp", "f.avif", "h.mp4", "i.WebM", "j.mp3", "k.ogg", "l.oga",
        "m.opus", "n.m4a", "o.wav", "p.flac", "q.vtt",
    ];
    let site = Site::new(&format!("-- content/stories/a/index.md --\n{STORY}"));
    for name in names {
        site.write(&format!("content/stories/a/{name}"), "x");
    }
    let built = site.build();
    for name in names {
        assert!(built.has(&format!("stories/a/{name}")), "{name}");
    }
    assert!(!built.run.stderr.contains("W0008"), "{}", built.run.stderr);
}

#[test]
fn the_config_says_what_else_travels_and_never_a_copy_of_a_text() {
    let site = Site::new(&format!(
        "-- anecdote.toml --\npublish = [\"*.pdf\", \"content/stories/open/*\"]\n\
         -- content/stories/a.md --\n{STORY}-- content/stories/A.PDF --\nx\n-- content/stories/b.docx --\nx\n\
         -- content/stories/open/c.csv --\nx\n-- content/stories/open/a.md.bak --\nSECRET\n"
    ));
    let built = site.build();
    assert!(built.has("stories/A.PDF") && built.has("stories/open/c.csv") && !built.has("stories/b.docx"));
    assert!(leaks(&built.files()).is_empty());
    assert!(built.run.stderr.contains("2 files of content/ are not published"), "{}", built.run.stderr);
    site.write("anecdote.toml", "publish = [\"*\", \"**/*\"]\n");
    let built = site.build();
    assert!(built.same_as_clean().has("stories/b.docx") && leaks(&built.files()).is_empty());
    site.write("anecdote.toml", "publish = [\"[\"]\n");
    assert!(site.fails().contains("is not a pattern"));
    site.write("anecdote.toml", "publish = 3\n");
    assert!(site.fails().contains("publish"));
}

#[test]
fn a_page_of_the_site_publishes_a_file_by_a_link_and_a_voice_does_not() {
    let site = Site::new(&format!(
        "-- anecdote.toml --\n[check]\nE0501 = \"warn\"\n\
         -- content/press/index.md --\n[Kit](kit.zip) [All](sub/all.pdf) [demo](demo.html) [old](old.md.bak) [theirs](../stories/theirs.pdf)\n\
         -- content/press/kit.zip --\nx\n-- content/press/sub/all.pdf --\nx\n-- content/press/other.pdf --\nx\n\
         -- content/press/demo.html --\nSECRET\n-- content/press/old.md.bak --\nSECRET\n\
         -- content/stories/theirs.pdf --\nSECRET\n\
         -- content/stories/a.md --\n{STORY}\n[mine](mine.pdf) [kit](../press/kit.zip)\n-- content/stories/mine.pdf --\nSECRET\n\
         -- content/tales/_index.md --\n+++\n[cascade]\nkind = \"story\"\nexperience = \"bad\"\n+++\n[list](list.xlsx)\n\
         -- content/tales/list.xlsx --\nSECRET\n"
    ));
    let built = site.build();
    assert!(built.has("press/kit.zip") && built.has("press/sub/all.pdf") && !built.has("press/other.pdf"));
    assert!(leaks(&built.files()).is_empty(), "{:?}", leaks(&built.files()));
    assert!(built.read("stories/a/index.html").contains("href=\"/press/kit.zip\""));
    let said = &built.run.stderr;
    assert!(said.contains("`mine.pdf` is not published") && said.contains("name it under `publish`"), "{said}");
    // Without the link it is nobody's.
    site.write("content/press/index.md", "Nothing.\n");
    assert!(!site.build().same_as_clean().has("press/kit.zip"));
    site.write("anecdote.toml", "[check]\nE0501 = \"error\"\n");
    assert!(site.fails().contains("error[E0501]"));
}

#[test]
fn a_picture_that_is_no_picture_is_missing_with_a_reason() {
    let site =
        Site::new(&format!("-- content/stories/a.md --\n{STORY}\n![x](a.psd)\n-- content/stories/a.psd --\nx\n"));
    let said = site.build().run.stderr.clone();
    assert!(said.contains("warning[E0502]: `a.psd` is not published"), "{said}");
}

#[test]
fn markdown_is_markdown_in_any_case() {
    let story = |title: &str| {
        format!("+++\ntitle = \"{title}\"\nexperience = \"bad\"\nconsent = {{ record = \"SECRET\" }}\n+++\nWords.\n")
    };
    let site = Site::new(&format!(
        "-- anecdote.toml --\n[languages.es]\n-- content/stories/a.MD --\n{}-- content/stories/b.Markdown --\n{}\
         -- content/stories/c.Md --\n{}-- content/stories/c.es.mD --\n+++\ntitle = \"Ce\"\n+++\nPalabras.\n\
         -- content/stories/d/index.MARKDOWN --\n{}-- content/stories/d/x.jpg --\nx\n\
         -- content/tales/_index.MD --\n+++\ntitle = \"Tales\"\n[cascade]\nkind = \"story\"\nexperience = \"good\"\n+++\n\
         -- content/tales/e.md --\n+++\ntitle = \"E\"\n+++\n[to a](../stories/a.MD) [to b](@/stories/b.Markdown)\n",
        story("A"),
        story("B"),
        story("C"),
        story("D"),
    ));
    let built = site.build();
    for page in ["stories/a", "stories/b", "stories/c", "es/stories/c", "stories/d", "tales", "tales/e"] {
        assert!(built.has(&format!("{page}/index.html")), "{page}");
    }
    assert!(built.has("stories/d/x.jpg") && built.read("tales/e/index.html").contains("href=\"/stories/a/\""));
    assert!(leaks(&built.files()).is_empty());
    assert!(!built.files().keys().any(|path| path.to_lowercase().contains(".m")));
    // A picture beside what is withdrawn leaves with it, whatever its ending is called.
    site.write("content/stories/d/index.MARKDOWN", story("D").replace("record", "status = \"withdrawn\", record"));
    assert!(!site.build().same_as_clean().has("stories/d/x.jpg"));
    site.write("content/stories/a.md", story("Other"));
    assert!(site.fails().contains("would both be"));
}
