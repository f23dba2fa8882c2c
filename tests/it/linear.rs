//! Time grows with the size of a site, and no faster: twice as much takes at most two and a half times as long.
//!
//! What is measured is the time that the program itself uses of a processor, so that others on the machine matter
//! little. Sizes are such that a loop within a loop would take seconds, and one loop takes next to nothing.

use std::fmt::Write as _;
use std::process::Command;

use crate::site::Site;

/// What a run may take however little there is to do, in seconds: clocks count in hundredths, and machines differ.
const SLACK: f64 = 0.15;

/// A site whose one story has this front matter and this text.
fn story(fields: &str, text: &str) -> Site {
    Site::new(&format!(
        "-- anecdote.toml --\ntitle = \"T\"\nbase_url = \"https://t.example\"\n-- content/stories/a.md --\n+++\n\
         title = \"A story\"\nexperience = \"good\"\n{fields}+++\n{text}\n"
    ))
}

/// A site whose one page, which its own people wrote, has this text.
fn page(text: &str) -> Site {
    Site::new(&format!(
        "-- anecdote.toml --\ntitle = \"T\"\nbase_url = \"https://t.example\"\n-- content/a.md --\n+++\ntitle = \"P\"\n\
         +++\n{text}\n"
    ))
}

/// A site of some stories, with fields by number.
fn stories(count: usize, fields: impl Fn(usize) -> String) -> Site {
    let site = Site::new("-- anecdote.toml --\ntitle = \"T\"\nbase_url = \"https://t.example\"\n");
    for n in 0..count {
        let text = format!("+++\ntitle = \"Story {n}\"\nexperience = \"good\"\n{}+++\nWords of {n}.\n", fields(n));
        site.write(&format!("content/stories/s{n:05}.md"), text);
    }
    site
}

fn each(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, n| {
        let _ = all.write_str(&one(n));
        all
    })
}

/// The seconds of processor time that a run takes, the less of two.
fn seconds(site: &Site, command: &str) -> f64 {
    seconds_once(site, command).min(seconds_once(site, command))
}

/// The seconds of processor time that a run takes: `times` of the shell counts those of what it ran.
fn seconds_once(site: &Site, command: &str) -> f64 {
    let out = site.root().join("out");
    let output = Command::new("sh")
        .args(["-c", "\"$0\" \"$@\" >/dev/null 2>&1; times", env!("CARGO_BIN_EXE_anecdote")])
        .args(["--root", site.root().to_str().unwrap(), command])
        .args(if command == "build" { vec!["--force", "-o", out.to_str().unwrap()] } else { Vec::new() })
        .env("SOURCE_DATE_EPOCH", "1793577600")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let times = said.lines().nth(1).unwrap().split_whitespace();
    let one = |time: &str| {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
        minutes.parse::<f64>().unwrap() * 60.0 + seconds.replace(',', ".").parse::<f64>().unwrap()
    };
    times.map(one).sum::<f64>()
}

/// Wants twice as much to take at most two and a half times as long.
fn doubles(command: &str, count: usize, make: impl Fn(usize) -> Site) {
    let twice = make(count * 2);
    if seconds_once(&twice, command) <= SLACK {
        return;
    }
    let once = make(count);
    let (mut short, mut long) = (seconds(&once, command), seconds(&twice, command));
    if long > 2.5 * short + SLACK {
        // Others may have slowed one of them down.
        (short, long) = (seconds(&once, command).max(short), seconds(&twice, command).min(long));
    }
    assert!(long <= 2.5 * short + SLACK, "{command} takes {short:.2} s for {count}, and {long:.2} s for twice as much");
}

#[test]
fn words_that_look_like_marks_of_components() {
    doubles("build", 12_000, |n| story("", &format!("{{{{ x }}}} {}", "qzx".repeat(n))));
    doubles("build", 12_000, |n| story("", &format!("{{{{ x }}}} {}", each(n, |n| format!("qz{n}x ")))));
}

#[test]
fn components_on_one_line_and_arguments_of_one() {
    doubles("build", 2_000, |n| story("", &"{{ rating(value=4) }} ".repeat(n)));
    doubles("build", 4_000, |n| story("", &format!("{{{{ rating(value=4, {}) }}}}", each(n, |n| format!("a{n}=1, ")))));
}

#[test]
fn components_that_are_never_closed_or_hold_each_other() {
    doubles("build", 10_000, |n| story("", &"{% a() %}\n".repeat(n)));
    doubles("build", 10_000, |n| story("", &"{{ a(b=\"".repeat(n)));
    doubles("build", 1_500, |n| {
        story("", &format!("{}{}", "{% quote(from=\"x\") %}\n".repeat(n), "{% end %}\n".repeat(n)))
    });
}

#[test]
fn tags_of_one_story() {
    doubles("build", 300, |n| story(&format!("tags = [{}]\n", each(n, |n| format!("\"t{n}\", "))), ""));
}

#[test]
fn addresses_and_numbers_of_people_in_a_text() {
    doubles("build", 8_000, |n| story("", &each(n, |n| format!("a{n}@x{n}.example "))));
    doubles("build", 8_000, |n| story("", &each(n, |n| format!("<a{n}@x.example>\n\n"))));
    doubles("build", 20_000, |n| story("", &"a@".repeat(n)));
    doubles("build", 8_000, |n| story("", &each(n, |n| format!("+49 30 {n:07}, "))));
}

#[test]
fn scripts_and_styles_of_a_page() {
    for open in ["<script>", "<style>", "<script a=\"", "<!--", "<script", "<p title=it's>"] {
        doubles("check", 6_000, |n| page(&open.repeat(n)));
    }
    doubles("check", 3_000, |n| page(&each(n, |n| format!("<script>f({n})</script>\n"))));
}

#[test]
fn html_of_a_customer() {
    for text in ["<iframe>", "<b>", "<b></i>", "<ul><li>", "</p>", "<video></video>", "<table><td>", "<blockquote>"] {
        doubles("build", 6_000, |n| story("", &text.repeat(n)));
        doubles("build", 6_000, |n| story("", &format!("a {}", text.repeat(n))));
    }
    doubles("build", 3_000, |n| story("", &each(n, |n| format!("<x{n}>"))));
}

#[test]
fn other_names_of_fields_and_parts_of_a_page() {
    doubles("build", 1_000, |n| {
        let items = |one: &str| format!("\"{one}\", ").repeat(n);
        story(&format!("keywords = [{}]\ncategories = [{}]\n", items("a"), items("a")), "")
    });
    doubles("build", 2_000, |n| {
        story("", &format!("{}{}", each(n, |n| format!("## A {n}.0\n\n")), each(n, |n| format!("[x](#a_{n}0) "))))
    });
}

#[test]
fn headings_with_one_title_and_footnotes() {
    doubles("build", 6_000, |n| story("", &"## Again\n\n".repeat(n)));
    doubles("build", 3_000, |n| story("", &each(n, |n| format!("a[^{n}]\n\n[^{n}]: b\n\n"))));
    doubles("check", 6_000, |n| story("", &each(n, |n| format!("[^{n}]: b\n\n"))));
}

#[test]
fn what_is_said_of_one_file() {
    doubles("check", 6_000, |n| story("", &"These words stand here twice.\n\n".repeat(n)));
    doubles("build", 3_000, |n| story("", &"{{ nothing() }}\n\n".repeat(n)));
    doubles("build", 1_000, |n| page(&each(n, |n| format!("<a href=\"/x{n}\">x</a>\n"))));
    doubles("build", 1_000, |n| story("", &each(n, |n| format!("[x](/x{n}) "))));
    doubles("build", 1_000, |n| story(&each(n, |n| format!("field{n} = 1\n")), ""));
}

#[test]
fn what_stands_in_each_other_or_is_cut_off() {
    for text in ["> ", "[", "*a **b ", "`a ``b ", "a <b ", "![](", "&#0;", "&", "http://", "<!-- more -->\n\n"] {
        doubles("build", 6_000, |n| story("", &text.repeat(n)));
    }
}

#[test]
fn blocks_and_tags_of_other_dialects() {
    let texts = [
        ":::note\n",
        "::: a\n:::\n",
        "!!! a\n    ",
        "> [!a] b\n> c\n\n",
        "[[a",
        "[[a]] ",
        "==a ",
        "==a== ",
        ":a:",
        "www.",
        "{{< a ",
        "{{< a >}}",
        "{{< note >}}",
        "{{< note >}}{{< /note >}}",
        "{% a ",
        "{% if x %}",
        "{: .a",
        "{{ '/a' | ",
        "[caption ",
        "[caption a=b]",
        "<Note>",
        "<Note a=\"",
        "<A b={",
        "[toc]\n",
        "[[toc]]",
        "%%a ",
        "a %% ",
        "](a b",
        "<a b={",
        "<a b={c}>",
        "<iframe>",
        "<iframe src=https://e.example>a",
        "5\" ",
    ];
    // Several in one text, since a run has a cost of its own.
    for some in texts.chunks(9) {
        let all = |n: usize| some.iter().map(|text| text.repeat(n) + "\n\n").collect::<String>();
        doubles("build", 4_000, |n| page(&all(n)));
        doubles("build", 4_000, |n| story("", &all(n)));
    }
    doubles("build", 3_000, |n| page(&format!("{}{}", ":::a\n".repeat(n), ":::\n".repeat(n))));
    doubles("build", 3_000, |n| page(&format!("{}{}", "{{< note >}}\n".repeat(n), "{{< /note >}}\n".repeat(n))));
    doubles("build", 1_500, |n| page(&each(n, |n| format!("{}!!! a\n", " ".repeat(4 * (n % 200))))));
    doubles("build", 3_000, |n| page(&format!("```rust,linenos\n{}```\n", each(n, |n| format!("/* {n}\n")))));
}

#[test]
fn stories_of_one_author_one_address_or_one_origin() {
    doubles("build", 150, |n| stories(n, |_| "author = \"Ada\"\ntags = [\"x\"]\n".to_owned()));
    doubles("build", 150, |n| stories(n, |n| format!("author = \"Ada {n}\"\n")));
    doubles("build", 300, |n| stories(n, |_| "permalink = \"/x/\"\n".to_owned()));
    doubles("build", 150, |n| {
        stories(n, |n| if n > 0 { "echo_of = \"s00000.md\"\n".to_owned() } else { String::new() })
    });
}

#[test]
fn the_size_of_the_insights_grows_with_the_stories() {
    let size = |n: usize| {
        let site = stories(n, |n| format!("brand = \"b{n}\"\ntouchpoints = [\"t{n}\"]\noutcome = [\"o{n}\"]\n"));
        let built = site.build();
        built
            .files()
            .into_iter()
            .filter(|(path, _)| path.contains("insights"))
            .map(|(_, bytes)| bytes.len())
            .sum::<usize>()
    };
    let (once, twice) = (size(60), size(120));
    assert!(twice * 10 <= once * 22, "60 brands and touchpoints take {once} bytes, and 120 take {twice}");
}

#[test]
fn texts_of_whom_a_pseudonym_hides() {
    let hidden = "author = \"Zadie Quarmby\"\npseudonym = \"A reader\"\n";
    for text in ["&", "Zadie ", "Q", "é", "z.q ", "Zadie <b>"] {
        doubles("build", 30_000, |n| story(hidden, &text.repeat(n)));
    }
}

#[test]
fn authors_of_one_story_behind_a_pseudonym() {
    doubles("build", 600, |n| {
        let names = each(n, |n| format!("\"Zadie{n} Quarmby{n}\", "));
        story(&format!("author = [{names}]\npseudonym = \"Some readers\"\n"), "words of theirs")
    });
}

#[test]
fn stories_and_ambassadors_with_pseudonyms() {
    doubles("build", 40, |n| {
        let site = stories(n * 4, |_| String::new());
        for n in 0..n {
            let text = format!("+++\ntitle = \"Zadie{n} Quarmby{n}\"\npseudonym = \"Reader {n}\"\n+++\nWords.\n");
            site.write(&format!("content/ambassadors/reader-{n}.md"), text);
        }
        site
    });
}
