//! `_headers` and `_redirects`: what hosts that read them send with each file, and where they lead, as Cloudflare and as
//! Netlify read them.

use std::collections::BTreeMap;

use crate::site::Site;

const CSP: &str = "Content-Security-Policy";

/// The rules: the pattern of an address, and lines.
fn rules(text: &str) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            Some(line) => all.last_mut().unwrap().1.push(line.to_owned()),
            None => all.push((line.to_owned(), Vec::new())),
        }
    }
    all
}

fn matches(pattern: &str, path: &str) -> bool {
    let (begin, end) = pattern.split_once('*').unwrap();
    assert!(!end.contains('*'), "Cloudflare takes one star");
    path.len() >= begin.len() + end.len() && path.starts_with(begin) && path.ends_with(end)
}

/// What Cloudflare sends: all values, one after the other; `!` takes back what stood before.
fn cloudflare(text: &str, path: &str) -> BTreeMap<String, Vec<String>> {
    let mut sent: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, lines) in rules(text).iter().filter(|(pattern, _)| matches(pattern, path)) {
        for line in lines {
            assert!(line.len() <= 2000, "Cloudflare passes over a longer line");
            match line.strip_prefix("! ") {
                Some(name) => drop(sent.remove(name)),
                None => {
                    let (name, value) = line.split_once(": ").unwrap();
                    sent.entry(name.to_owned()).or_default().push(value.to_owned());
                }
            }
        }
    }
    sent
}

/// What Netlify sends: the value of the last rule; a line without a colon is passed over.
fn netlify(text: &str, path: &str) -> BTreeMap<String, Vec<String>> {
    let mut sent = BTreeMap::new();
    for (_, lines) in rules(text).iter().filter(|(pattern, _)| matches(pattern, path)) {
        for (name, value) in lines.iter().filter_map(|line| line.split_once(": ")) {
            sent.insert(name.to_owned(), vec![value.to_owned()]);
        }
    }
    sent
}

/// Who may frame an answer: every policy binds, and one with `frame-ancestors` replaces `X-Frame-Options`.
fn frames(sent: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let policies = sent.get(CSP).into_iter().flatten();
    let said: Vec<String> = policies
        .flat_map(|policy| policy.split("; "))
        .filter_map(|part| part.strip_prefix("frame-ancestors "))
        .map(str::to_owned)
        .collect();
    if said.is_empty() { sent.get("X-Frame-Options").cloned().unwrap_or_default() } else { said }
}

fn site(config: &str) -> String {
    let site = Site::new(&format!(
        "-- anecdote.toml --\n{config}\n-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n"
    ));
    site.build().read("_headers")
}

#[test]
fn inline_styles_are_named_as_in_a_page_and_not_let_in_at_large() {
    let text = site("");
    for sent in [cloudflare(&text, "/stories/a/"), netlify(&text, "/stories/a/")] {
        let policies = &sent[CSP];
        assert_eq!(policies.len(), 1);
        let style = policies[0].split("; ").find(|part| part.starts_with("style-src ")).unwrap();
        assert!(!style.contains("unsafe") && policies[0].starts_with("default-src 'none'"), "{style}");
        assert!(policies[0].contains("frame-ancestors 'self'"));
    }
    let site = Site::new(
        "-- templates/page.html --\n<!doctype html><html><head><style>p{color:red}</style></head><body>x</body></html>\n\
         -- content/about.md --\n+++\ntitle = \"About\"\n+++\n",
    );
    let built = site.build();
    let page = built.read("about/index.html");
    let hash = page.split("style-src 'self' ").nth(1).unwrap().split(';').next().unwrap();
    assert!(hash.starts_with("'sha256-") && built.read("_headers").contains(&format!("style-src 'self' {hash}")));
}

#[test]
fn drawings_keep_their_styles_and_run_nothing() {
    let text = site("[embeds]");
    for path in ["/logo.svg", "/stories/a/x.svg", "/embed/badge.svg"] {
        for sent in [cloudflare(&text, path), netlify(&text, path)] {
            assert_eq!(sent[CSP].len(), 1, "{path}");
            let policy = &sent[CSP][0];
            assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
            assert!(!policy.contains("script-src") && policy.contains("style-src 'unsafe-inline'"), "{policy}");
        }
    }
}

#[test]
fn only_what_embeds_list_may_stand_on_other_people_s_pages() {
    let config = "base_url = \"https://x.example/voices/\"\n[embeds]\n[languages.es]\n";
    let text = site(config);
    for read in [cloudflare, netlify] {
        for path in ["/voices/embed/wall/", "/voices/embed/story/a/", "/voices/es/embed/wall/"] {
            let sent = read(&text, path);
            assert_eq!(frames(&sent), ["*"], "{path}\n{text}");
            // All else stays as it is for other pages.
            assert!(sent[CSP].iter().all(|policy| policy.starts_with("default-src 'none'")), "{path}");
            assert_eq!(sent["X-Content-Type-Options"], ["nosniff"]);
        }
        for path in ["/voices/", "/voices/stories/a/", "/voices/embedded/", "/voices/stories/embed/", "/voices/a.html"]
        {
            assert_eq!(frames(&read(&text, path)), ["SAMEORIGIN"], "{path}");
        }
    }
    assert_eq!(frames(&cloudflare(&site(""), "/embed/wall/")), ["'self'"]);
}

#[test]
fn hosts_lead_from_older_addresses_to_the_one_of_today() {
    let site = Site::new(
        "-- anecdote.toml --\ntitle = \"S\"\nbase_url = \"https://a.example/blog/\"\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\naliases = [\"/old/\", \"/café/x.html\", \"/a b\\n/evil/ /x/ 301/\"]\n+++\nWords.\n",
    );
    let built = site.build_with(&["--force"]);
    let lines: Vec<String> = built.read("_redirects").lines().map(str::to_owned).collect();
    for line in [
        "/blog/old/ /blog/stories/a/ 301",
        "/blog/old /blog/stories/a/ 301",
        "/blog/caf%C3%A9/x.html /blog/stories/a/ 301",
    ] {
        assert!(lines.iter().any(|one| one == line), "{line}: {lines:?}");
    }
    // Whatever an address holds, each line has three parts, and leads to the story.
    assert!(
        lines.iter().all(|line| line.split(' ').count() == 3 && line.ends_with(" /blog/stories/a/ 301")),
        "{lines:?}"
    );
    // Whoever brings redirects of their own wants those; where nothing moved, there is no such file.
    site.write("static/_redirects", "/mine /yours 302\n");
    assert_eq!(site.build().read("_redirects"), "/mine /yours 302\n");
    site.remove("static/_redirects");
    site.write("content/stories/a.md", "+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nWords.\n");
    assert!(!site.build().has("_redirects"));
}
