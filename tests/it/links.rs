//! Links, base paths, and sites opened from a disk.

use std::collections::BTreeSet;

use crate::site::{Built, Site};

const SITE: &str = "-- anecdote.toml --\nbase_url = \"https://x.example/y/z/\"\n[languages.es]\n[[menu]]\ntitle = \"About\"\nurl = \"/about/\"\n\
    -- content/about.md --\n# About\n\nSee [the story](stories/a.md), [its end](@/stories/a.md#the-end), [home](/), [a picture](stories/b/cup.svg), [out](https://e.example/).\n\
    -- content/stories/a.md --\n+++\ntitle = \"A\"\ndate = 2026-01-01\nexperience = \"good\"\nbrand = \"acme\"\ntags = [\"C#\", \"ü/ö\"]\naliases = [\"/old/\"]\n+++\nSee [b](b/index.md) and [up](../about.md#about) and [here](#the-end) ![cup](b/cup.svg).\n\n<!-- more -->\n\n## The end\n\nx[^1]\n\n[^1]: note\n\
    -- content/stories/a.es.md --\n+++\ntitle = \"A es\"\n+++\nVer [b](b/index.md).\n\
    -- content/stories/b/index.md --\n+++\ntitle = \"B\"\ndate = 2026-01-02\nexperience = \"bad\"\nbrand = \"acme\"\nimage = \"cup.svg\"\n+++\n{{ figure(src=\"cup.svg\", alt=\"x\") }} [a](../a.md)\n\
    -- content/stories/b/cup.svg --\n<svg/>\n";

/// Every address in every page leads to a file, under the base path or relative to the page.
fn check(built: &Built, base: Option<&str>) {
    let files = built.files();
    let mut seen = BTreeSet::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(bytes.clone()).unwrap();
        let page = scraper::Html::parse_document(&html);
        for element in page.tree.nodes().filter_map(|node| node.value().as_element()) {
            for name in ["href", "src", "content"] {
                let Some(address) = element.attr(name) else { continue };
                if name == "content" && !address.contains("url=") || address.starts_with("https://") {
                    continue;
                }
                let address = address.rsplit("url=").next().unwrap();
                let (place, fragment) =
                    address.split_once('#').map_or((address, None), |(place, id)| (place, Some(id)));
                let place = percent_encoding::percent_decode_str(place).decode_utf8().unwrap().into_owned();
                let target = match base {
                    Some(base) if place.is_empty() => {
                        let _ = base;
                        path.clone()
                    }
                    Some(base) => place
                        .strip_prefix(base)
                        .unwrap_or_else(|| panic!("{path}: {address} is not below {base}"))
                        .to_owned(),
                    None if place.is_empty() => path.clone(),
                    None => {
                        assert!(!place.starts_with('/'), "{path}: {address}");
                        let mut parts: Vec<&str> = path.split('/').collect();
                        parts.pop();
                        for part in place.split('/') {
                            if part == ".." {
                                parts.pop().unwrap();
                            } else if part != "." {
                                parts.push(part)
                            }
                        }
                        parts.join("/")
                    }
                };
                let file =
                    if target.is_empty() || target.ends_with('/') { format!("{target}index.html") } else { target };
                let there = files.get(&file).unwrap_or_else(|| panic!("{path}: {address} leads nowhere ({file})"));
                if let Some(id) = fragment {
                    let there = String::from_utf8_lossy(there);
                    assert!(there.contains(&format!("id=\"{id}\"")), "{path}: {address}");
                }
                seen.insert(address.to_owned());
            }
        }
    }
    assert!(seen.len() > 20, "{seen:?}");
}

#[test]
fn a_whole_site_under_a_path_has_no_broken_link() {
    let site = Site::new(SITE);
    let built = site.build();
    check(&built, Some("/y/z/"));
    assert!(
        built
            .read("stories/a/index.html")
            .contains("<link rel=\"canonical\" href=\"https://x.example/y/z/stories/a/\">")
    );
}

#[test]
fn the_base_url_can_be_given_on_the_command_line() {
    let site = Site::new(SITE);
    let built = site.build_with(&["--base-url", "https://other.example"]);
    check(&built, Some("/"));
}

#[test]
fn a_site_with_relative_urls_opens_from_a_disk() {
    let site = Site::new(SITE);
    let built = site.build_with(&["--relative-urls"]);
    check(&built, None);
    assert!(built.read("stories/b/index.html").contains("href=\"../../stories/a/index.html\""));
}

#[test]
fn a_link_leads_to_the_translation_in_the_readers_language() {
    let site = Site::new(&format!(
        "{SITE}-- content/stories/c.es.md --\n+++\ntitle = \"C\"\nexperience = \"good\"\n+++\n[a](a.md)\n"
    ));
    assert!(site.build().read("es/stories/c/index.html").contains("href=\"/y/z/es/stories/a/\""));
}

#[test]
fn links_in_summaries_lead_from_lists_as_from_the_page() {
    let site = Site::new(SITE);
    let list = site.build().read("stories/index.html");
    for address in ["/y/z/stories/b/", "/y/z/about/#about", "/y/z/stories/a/#the-end", "/y/z/stories/b/cup.svg"] {
        assert!(list.contains(&format!("\"{address}\"")), "{address}");
    }
}

#[test]
fn broken_links_may_be_warnings_or_nothing() {
    let page = "-- content/a.md --\n[x](nope.md)\n";
    for (weight, said) in [("warn", true), ("allow", false)] {
        let site = Site::new(&format!("-- anecdote.toml --\nbroken_links = \"{weight}\"\n{page}"));
        assert_eq!(site.build().run.stderr.contains("there is no file"), said);
    }
}
