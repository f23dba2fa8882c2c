//! Front matter of every form is read, or refused; none of it is shown as text.

use crate::site::Site;

const FIELDS: &str = "title: Head\nauthor: QZX\npseudonym: A reader\nexperience: bad\n";

/// A site with a story of that text.
fn page(text: &str) -> Site {
    let site = Site::new("");
    site.write("content/stories/a.md", text);
    site
}

/// Wants each text to be a story with its fields read.
fn are_read(texts: &[String]) {
    let site = Site::new("");
    for (at, text) in texts.iter().enumerate() {
        site.write(&format!("content/stories/s{at}.md"), text);
    }
    let built = site.build();
    for (at, text) in texts.iter().enumerate() {
        let html = built.read(&format!("stories/s{at}/index.html"));
        let is_whole = html.contains("<title>Head") && html.contains("A reader") && html.contains("The words.");
        assert!(is_whole && !html.contains("QZX"), "{text}\n{html}");
    }
    for (path, bytes) in built.files() {
        let all = String::from_utf8_lossy(&bytes);
        assert!(!all.contains("QZX") && !all.contains("pseudonym"), "{path}");
    }
}

/// Wants each text to be an error of that code, with its place.
fn are_refused(texts: &[String], code: &str) {
    let site = Site::new("");
    for (at, text) in texts.iter().enumerate() {
        site.write(&format!("content/stories/s{at}.md"), text);
    }
    let run = site.run(&["build", "--format", "json"]);
    assert!(run.code == 1 && !site.path("public").exists(), "{}", run.stderr);
    let said: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let said = said["diagnostics"].as_array().unwrap();
    for (at, text) in texts.iter().enumerate() {
        let of_text = |one: &&serde_json::Value| one["file"] == format!("content/stories/s{at}.md");
        let found = said.iter().filter(of_text).find(|one| one["code"] == code);
        assert!(
            found.is_some_and(|found| found["line"].is_u64()),
            "{text}\n{:#?}",
            said.iter().filter(of_text).collect::<Vec<_>>()
        );
    }
}

#[test]
fn fences_of_other_forms_are_read() {
    let mut all = Vec::new();
    for fences in [
        "---\nF---\n",
        "----\nF----\n",
        "-----\nF---\n",
        "---  \t\nF--- \n",
        "\u{feff}---\nF---\n",
        "\u{200b}---\nF---\n",
        "\u{feff}\u{feff}---\nF---\n",
        "\u{a0}---\nF---\n",
        "\n\n\n---\nF---\n",
        "<!-- by a tool -->\n---\nF---\n",
        "<!-- one --> <!-- two\nlines -->\n\n---\nF---\n",
        "---yaml\nF---\n",
        "--- yaml\nF---\n",
        "---\nF...\n",
        "\u{2060}\u{ad}---\u{200b}\nF---\u{feff}\n",
        "%YAML 1.2\n---\nF---\n",
        "--- # our fields\nF---\n",
        "\0---\nF---\n",
        "---\r\nF---\r\n",
        "\u{202a}---\nF---\n",
        "\u{3000}---\nF---\n",
        "---YAML\nF----\n",
        "---\n# a comment\nF---\n",
        "---\n\n\nF\n\n---\n",
    ] {
        all.push(format!("{}The words.\n", fences.replace('F', FIELDS)));
    }
    let indented: String = FIELDS.lines().map(|line| format!("  {line}\n")).collect();
    all.push(format!("  ---\n{indented}  ---\nThe words.\n"));
    all.push(format!("    ---\n  {}    ---\nThe words.\n", indented.replace("\n  ", "\n    ")));
    all.push(format!("---\n{FIELDS}---\nThe words.\n").replace('\n', "\r"));
    all.push(format!("---\r\n{FIELDS}---\r\nThe words.\r\n").replace('\n', "\r").replace("\r\r", "\r"));
    let toml = "title = \"Head\"\nauthor = \"QZX\"\npseudonym = \"A reader\"\nexperience = \"bad\"\n";
    for fences in [
        "+++\nF+++\n",
        "+++ toml\nF+++\n",
        "++++\nF++++\n",
        "---toml\nF---\n",
        "\u{200b}+++\nF+++\n",
        "<!-- x -->\n+++\nF+++\n",
        " +++\t\nF+++\n",
    ] {
        all.push(format!("{}The words.\n", fences.replace('F', toml)));
    }
    all.push(format!("+++\n{toml}+++\nThe words.\n").replace('\n', "\r"));
    // Without fences, up to an empty line.
    for lines in [
        FIELDS.to_owned(),
        "Title: Head\nAuthor:   QZX\nPSEUDONYM: A reader\nExperience: bad\nLocation: here: or\n    there\n".to_owned(),
        format!("\u{feff}<!-- x -->\n{FIELDS}"),
        FIELDS.replace('\n', "\r\n"),
    ] {
        all.push(format!("{lines}\nThe words.\n"));
    }
    are_read(&all);
}

#[test]
fn json_is_read() {
    let mut all = Vec::new();
    let json = "{\n\t\"title\": \"Head\",\n\t\"author\": \"QZX\",\n\t\"pseudonym\": \"A reader\",\n\t\"experience\": \"bad\",\n\t\"tags\": [\"a}\", \"b\\\"{\"]\n}\n";
    for text in [
        json.to_owned(),
        format!(";;;\n{json};;;\n"),
        format!("---json\n{json}---\n"),
        format!("---\n{}---\n", json.replace('\t', " ")),
        format!("\u{feff}\n{json}\n"),
        json.replace(['\n', '\t'], "") + "\n",
        json.replace(['\n', '\t'], "").replace(": ", ":") + "\n",
        "{ title: Head, author: QZX, pseudonym: A reader, experience: bad }\n".to_owned(),
    ] {
        all.push(format!("{text}The words.\n"));
    }
    are_read(&all);
    are_refused(&["{\n \"title\": \"Head\",\n \"author\": \"QZX\"\nThe words.\n".to_owned()], "E0106");
    are_refused(&["{\n \"title\": \"Head\" \"author\": \"QZX\"\n}\nThe words.\n".to_owned()], "E0101");
    let site = page("{\n \"title\": \"Head\",\n \"experience\": \"awful\"\n}\n");
    assert!(site.fails().contains("a.md:3:16"), "{}", site.fails());
}

#[test]
fn what_is_never_closed_is_refused() {
    let mut all = Vec::new();
    for text in [
        "---\nF",
        "----\nF",
        "  ---\nF",
        "\u{200b}---\nF",
        "---yaml\nF",
        "+++\nF",
        "+++ toml\nF",
        ";;;\nF",
        "<!-- x -->\n---\nF",
        "---\nF\n ---\n",
    ] {
        all.push(format!("{}\nThe words.\n", text.replace('F', FIELDS)));
    }
    are_refused(&all, "E0106");
}

#[test]
fn what_looks_like_front_matter_and_is_not_read_is_refused() {
    let mut all = Vec::new();
    for text in [
        "#+TITLE: Head\n#+AUTHOR: QZX\n",
        "Title: Head\nAuthor: QZX\nand so on\n",
        "author: QZX\n",
        "title = \"Head\"\nauthor = \"QZX\"\n",
        "% Head\n% QZX\n",
        ":title: Head\n:author: QZX\n",
        ".. title: Head\n.. author: QZX\n",
        "F---\n",
        "***\nF***\n",
        "\u{2014}\nF\u{2014}\n",
        "===\nF===\n",
        "~~~\nF~~~\n",
        "```yaml\n---\nF---\n```\n",
        "```yaml\nF```\n",
        "~~~ toml\n+++\ntitle = \"Head\"\n+++\n~~~\n",
        "```\nF```\n",
        "---title: Head\nauthor: QZX\n---\n",
        "---js\n{ title: \"Head\" }\n---\n",
        "--- coffee\ntitle: Head\n---\n",
        "# Head\n\n---\nF---\n",
        "Some words.\n\n+++\nauthor = \"QZX\"\n+++\n",
        "[{\"title\": \"Head\", \"author\": \"QZX\"}]\n",
        "Agent: hello\nMe: hello\n",
        "TITLE : Head\nSTATUS : Draft\n",
        "\u{feff}<!-- x -->\nauthor: QZX\n",
        "&nbsp;\n---\nF---\n",
        "---\ntitle: Head\nexperience: bad\n---\n---\nauthor: QZX\n---\n",
        "+++\ntitle = \"Head\"\nexperience = \"bad\"\n+++\n\n---\nauthor: QZX\n---\n",
        "+++\nexperience = \"bad\"\n+++\n---\nauthor: QZX\n",
    ] {
        all.push(format!("{}\nThe words.\n", text.replace('F', FIELDS)));
    }
    are_refused(&all, "E0121");
    let site = page("# Head\n\n---\nauthor: QZX\n---\n");
    let said = site.fails();
    assert!(said.contains("a.md:4:1") && said.contains("+++") && said.contains("***"), "{said}");
}

#[test]
fn text_with_rules_and_colons_is_text() {
    let site = Site::new(
        "-- content/stories/_index.md --\n+++\n[cascade]\nexperience = \"good\"\ntitle = \"T\"\n+++\n\
         -- content/stories/a.md --\n---\n\nQZX one.\n\n---\n\nTwo.\n\
         -- content/stories/b.md --\n---\n\nQZX it was so: nobody came.\n\
         -- content/stories/c.md --\nQZX at 12:30 I called: nobody.\n\n---\n\nMore.\n\
         -- content/stories/d.md --\n{{ rating(value=4.5, of=\"QZX\") }}\n\n> Note: no.\n\
         -- content/stories/e.md --\nI wrote QZX to them: a letter\nand then: nothing.\n\
         -- content/stories/f.md --\n+++\n+++\nAgent: QZX\nMe: hello\n\
         -- content/stories/g.md --\n+++ QZX +++\n\nWords.\n\
         -- content/stories/h.md --\n--- he said QZX, and left\n\
         -- content/stories/i.md --\nQZX heading\n---\n\nWords.\n\
         -- content/docs.md --\n```yaml\ntitle: QZX\nauthor: x\n```\n\
         -- content/notes.md --\nSummary: QZX is short.\n\nMore.\n",
    );
    let built = site.build();
    for page in [
        "stories/a",
        "stories/b",
        "stories/c",
        "stories/d",
        "stories/e",
        "stories/f",
        "stories/g",
        "stories/h",
        "stories/i",
        "docs",
        "notes",
    ] {
        assert!(built.read(&format!("{page}/index.html")).contains("QZX"), "{page}");
    }
    assert!(built.read("stories/a/index.html").contains("<hr"));
}

#[test]
fn a_page_of_the_sites_own_shows_no_front_matter_either() {
    for text in ["Title: Head\nAuthor: QZX\nWords.\n", "#+TITLE: Head\n", "title: Head\nlayout: x\n---\nWords.\n"] {
        let site = Site::new("");
        site.write("content/about.md", text);
        assert!(site.fails().contains("error[E0121]"), "{text}");
    }
}

#[test]
fn lines_are_counted_with_carriage_returns_alone() {
    let site = page("---\rtitle: Head\rexperience: awful\r---\rWords.\r");
    assert!(site.fails().contains("a.md:3:13"), "{}", site.fails());
}
