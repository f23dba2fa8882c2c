//! Trust comes from the place of a file: nothing in a stranger's file can raise it, and no address that a stranger
//! asks for means anything to a host, to a browser, or to this program.

use std::fmt::Write as _;

use crate::site::Site;

/// A story with these lines of front matter, and a script in its text.
fn story(lines: &str) -> String {
    format!(
        "+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n{lines}\n+++\nWords.\n\n<script>evil()</script>\n"
    )
}

fn error_of(path: &str, text: &str) -> String {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write(path, text);
    site.fails()
}

/// What is said of a site with that file, whether it is built or not.
fn said_of(path: &str, text: &str) -> String {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write(path, text);
    site.run(&["build"]).stderr
}

#[test]
fn a_file_cannot_call_itself_more_than_its_folder_makes_it() {
    for (path, kind, place) in [
        ("content/stories/a.md", "page", "story"),
        ("content/stories/a/index.md", "page", "story"),
        ("content/stories/a.md", "section", "story"),
        ("content/stories/a.md", "brand", "story"),
        ("content/stories/2024/a.md", "ambassador", "story"),
        ("content/testimonials/a.md", "page", "testimonial"),
        ("content/testimonials/a.md", "campaign", "testimonial"),
        ("content/ambassadors/a.md", "page", "ambassador"),
        ("content/brands/a.md", "section", "brand"),
        ("content/campaigns/a.md", "page", "campaign"),
        ("content/a.md", "section", "page"),
    ] {
        let said = error_of(path, &story(&format!("kind = \"{kind}\"")));
        assert!(said.contains("error[E0125]"), "{path} {kind}: {said}");
        assert!(said.contains(&format!("is a {place} and cannot call itself a {kind}")), "{path} {kind}: {said}");
        assert!(said.contains(&format!("{path}:5:")) && said.contains("help"), "{path} {kind}: {said}");
        // Whatever is said of the kind, the text is read as what the folder makes it.
        let is_own = place == "page";
        assert_eq!(said.contains("warning[W0203]"), !is_own, "{path} {kind}: {said}");
    }
}

#[test]
fn yaml_and_an_author_of_the_same_name_raise_nothing_either() {
    let said =
        error_of("content/stories/a.md", "---\ntitle: A\nexperience: good\nkind: page\n---\n<script>evil()</script>\n");
    assert!(said.contains("error[E0125]") && said.contains("warning[W0203]"), "{said}");
    // The name is taken out of every field, and the kind is read before that.
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write("content/notes/a.md", story("kind = \"story\"\nauthor = \"Story\"\npseudonym = \"Someone\""));
    let built = site.build();
    assert!(built.run.stderr.contains("warning[W0203]"), "{}", built.run.stderr);
    assert!(!built.read("notes/a/index.html").contains("evil()"));
}

#[test]
fn a_file_may_call_itself_less_and_is_then_read_as_a_strangers() {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write("content/notes/a.md", story("kind = \"story\""));
    site.write("content/notes/b.md", story("kind = \"brand\""));
    site.write("content/stories/c.md", story("kind = \"testimonial\""));
    site.write("content/notes/d.md", "+++\ntitle = \"D\"\n+++\n<script>own()</script>\n");
    let built = site.build();
    for path in ["notes/a", "notes/b", "stories/c"] {
        assert!(!built.read(&format!("{path}/index.html")).contains("evil()"), "{path}");
    }
    assert!(built.read("notes/d/index.html").contains("<script>own()</script>"));
}

#[test]
fn what_a_folder_s_own_page_cascades_makes_files_pages_and_only_there() {
    let site = Site::new(
        "-- content/stories/_index.md --\n+++\ntitle = \"Stories\"\n[cascade]\nkind = \"page\"\n+++\n\
         -- content/stories/a.md --\n<script>own()</script>\n",
    );
    assert!(site.build().read("stories/a/index.html").contains("<script>own()</script>"));
    // The same lines in any other file say nothing about its neighbours, nor about itself.
    let cascade = "[cascade]\nkind = \"page\"\nexperience = \"bad\"\ntemplate = \"page.html\"\ndisclosure = \"paid\"";
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write("content/stories/a.md", story(cascade));
    site.write("content/stories/b.md", "+++\ntitle = \"B\"\n+++\n<script>evil()</script>\n");
    let said = site.fails();
    assert!(said.contains("warning[W0127]") && said.contains("error[E0107]"), "{said}");
    assert!(said.contains("and 1 more like it"), "{said}");
}

#[test]
fn a_stranger_s_file_is_drawn_by_a_template_of_its_kind_only() {
    let site = Site::new(
        "-- templates/raw.html --\nRAW {{ page.title | safe }}\n-- templates/story-wide.html --\nWIDE\n\
         -- templates/storybook.html --\nBOOK\n-- templates/partials/story.html --\nPART\n-- content/_index.md --\nHome.\n",
    );
    let wanted = ["raw.html", "page.html", "storybook.html", "partials/story.html", "nowhere.html", "testimonial.html"];
    for (at, name) in wanted.iter().enumerate() {
        site.write(&format!("content/stories/a{at}.md"), story(&format!("template = \"{name}\"")));
    }
    site.write("content/stories/fits.md", story("template = \"story-wide.html\""));
    site.write("content/stories/usual.md", story("template = \"story.html\""));
    site.write("content/brands/b.md", "+++\nname = \"B\"\ntemplate = \"raw.html\"\n+++\n");
    site.write("content/own.md", "+++\ntitle = \"Own\"\ntemplate = \"raw.html\"\n+++\n");
    let said = site.run(&["build", "-v"]).stderr;
    assert_eq!(said.matches("warning[W0127]").count(), wanted.len() + 1, "{said}");
    let built = site.build();
    let usual = built.read("stories/usual/index.html");
    for (at, name) in wanted.iter().enumerate() {
        let page = built.read(&format!("stories/a{at}/index.html"));
        assert_eq!(page.lines().count(), usual.lines().count(), "{name}: {page}");
    }
    assert!(built.read("stories/fits/index.html").contains("WIDE"));
    assert!(built.read("own/index.html").contains("RAW Own"));
    // The site's own people may choose any for a folder.
    site.write("content/stories/_index.md", "+++\n[cascade]\ntemplate = \"raw.html\"\n+++\n");
    assert!(site.build().read("stories/a0/index.html").contains("RAW A"));
}

#[test]
fn a_language_is_a_code_or_an_error() {
    for lang in ["\\\" onload=hit=1", "en us", "../es", "javascript:x", "é", "x\\ny", "e", "<b>"] {
        let said = error_of("content/stories/a.md", &story(&format!("lang = \"{lang}\"")));
        assert!(said.contains("error[E0103]") && said.contains("is not the code of a language"), "{lang}: {said}");
    }
    let site = Site::new("-- content/_index.md --\nHome.\n");
    for (at, lang) in ["es", "pt_BR", "zh-Hant-TW"].iter().enumerate() {
        site.write(&format!("content/stories/a{at}.md"), story(&format!("lang = \"{lang}\"")));
    }
    assert!(site.build().read("stories/a1/index.html").contains("lang=\"pt-BR\""));
}

#[test]
fn a_name_or_a_title_stays_on_its_line() {
    let forged = "x\\n\\n# Forged\\n- list\\u2028end";
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write(
        "content/stories/a.md",
        format!(
            "+++\ntitle = \"{forged}\"\nexperience = \"good\"\ndisclosure = \"none\"\nauthor = \"Zadie Quarmby\"\npseudonym = \"{forged}\"\n\
             brand = \"{forged}\"\nproduct = \"{forged}\"\nlocation = \"{forged}\"\ncondition = \"{forged}\"\nseries = \"{forged}\"\n\
             tags = [\"{forged}\"]\nsource = {{ platform = \"{forged}\" }}\nreply = {{ text = \"One.\\n\\nTwo.\", by = \"{forged}\" }}\n+++\n\
             Zadie Quarmby said so.\n"
        ),
    );
    let built = site.build();
    let page = built.read("stories/a/index.html");
    assert!(page.contains("x # Forged - list end said so."), "{page}");
    assert!(!page.contains("Forged</h"), "{page}");
    let (mut lines, mut json) = (String::new(), 0);
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if text.contains("x\n\n# Forged") || text.contains("x\\n\\n# Forged") {
            writeln!(lines, "{path}").unwrap();
        }
        json += usize::from(text.contains("One.\\n\\nTwo."));
    }
    assert_eq!(lines, "");
    assert!(json > 0, "a reply keeps its paragraphs");
}

/// The addresses that a stranger may not have: those of the finding, and more of their kinds.
const RESERVED: [&str; 28] = [
    "/.anecdote-manifest.json",
    "/.anecdote-staging-1/index.html",
    "/.Anecdote-Manifest.json/",
    "/robots.txt",
    "/.htaccess",
    "/_worker.js",
    "/_worker.js/",
    "/_routes.json",
    "/sw.js",
    "/service-worker.js",
    "/web.config",
    "/.well-known/security.txt",
    "/.well-known/acme-challenge/x/",
    "/.git/config",
    "/stories/.git/hooks/",
    "/_headers",
    "/_redirects",
    "/sitemap.xml",
    "/favicon.ico",
    "/404.html",
    "/50x.html",
    "/crossdomain.xml",
    "/ads.txt",
    "/api/v1/mine/",
    "/embed/mine/",
    "/integrity/mine/",
    "/insights/mine.html",
    "/a.svg",
];

#[test]
fn no_stranger_s_address_means_anything_to_a_host_a_browser_or_this_program() {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    for (at, path) in RESERVED.iter().enumerate() {
        let (folder, kind) = [("stories", ""), ("brands", ""), ("testimonials", "")][at % 3];
        let lines = format!("{kind}slug = \"p{at}\"\npermalink = \"{path}\"");
        site.write(&format!("content/{folder}/p{at}.md"), story(&lines));
        let lines = format!("slug = \"q{at}\"\naliases = [\"{path}\"]");
        site.write(&format!("content/{folder}/q{at}.md"), story(&lines));
    }
    let said = site.run(&["check", "--format", "json"]).stdout;
    let refused = |code: &str| said.lines().filter(|line| line.contains(code)).count();
    assert_eq!((refused("\"E0605\""), refused("\"W0607\"")), (RESERVED.len(), RESERVED.len()), "{said}");
    let plain = Site::new("-- content/_index.md --\nHome.\n");
    for at in 0..RESERVED.len() {
        let folder = ["stories", "brands", "testimonials"][at % 3];
        for page in ["p", "q"] {
            plain.write(&format!("content/{folder}/{page}{at}.md"), story(&format!("slug = \"{page}{at}\"")));
        }
    }
    // Each page stands at its usual address, and nothing else is there.
    let names = |site: &Site| site.build().files().into_keys().collect::<Vec<_>>();
    assert_eq!(names(&site), names(&plain));
    site.write("anecdote.toml", "[operator]\nrole = \"brand\"\n");
    assert!(site.fails().contains("error[E0605]"));
}

#[test]
fn a_site_that_was_built_is_whole_after_a_stranger_asked_for_its_manifest() {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write("content/stories/a.md", story(""));
    let before = site.build().files();
    site.write("content/stories/b.md", story("slug = \"b\"\npermalink = \"/.anecdote-manifest.json\""));
    let built = site.build();
    assert!(built.run.stderr.contains("warning[E0605]") && built.has("stories/b/index.html"));
    site.remove("content/stories/b.md");
    assert_eq!(before, site.build().files());
    site.remove("content/stories/a.md");
    assert!(!site.build().has("stories/a/index.html"));
    // Nor may anything else be called so, whoever asks: here, the folder of a taxonomy.
    site.write("anecdote.toml", "[taxonomies.season]\npath = \".anecdote-manifest.json\"\n");
    site.write("content/stories/a.md", story("taxonomies = { season = [\"x\"] }"));
    let said = site.fails();
    assert!(said.contains("error[E0601]") && said.contains("only files of this program"), "{said}");
}

#[test]
fn addresses_of_pages_are_given_to_everybody_and_more_to_the_site_s_own() {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    let aliases =
        "[\"/2019/old-post.html\", \"/old.php\", \"/x/Default.aspx\", \"/v1.2/\", \"/2020/404/\", \"/es-CL/a.htm\"]";
    site.write("content/stories/a.md", story(&format!("permalink = \"/2020/a.html\"\naliases = {aliases}")));
    site.write("content/own.md", "+++\npermalink = \"/.well-known/own/\"\naliases = [\"/_own/\", \"/own.txt\"]\n+++\n");
    let built = site.build();
    for path in
        ["2020/a.html", "2019/old-post.html", "old.php", "x/Default.aspx", "v1.2/index.html", "2020/404/index.html"]
    {
        assert!(built.has(path), "{path}");
    }
    for path in [".well-known/own/index.html", "_own/index.html", "own.txt"] {
        assert!(built.has(path), "{path}");
    }
}

#[test]
fn an_alias_never_takes_the_place_of_a_page_that_the_site_makes() {
    for path in ["/stories/", "/stories/b/", "/brands/acme/", "/tags/", "/", "/index.html", "/testimonials/index.html"]
    {
        let site = Site::new("-- content/_index.md --\nHome.\n");
        site.write("content/stories/a.md", story(&format!("brand = \"acme\"\ntags = [\"t\"]\naliases = [\"{path}\"]")));
        site.write("content/stories/b.md", story("brand = \"acme\""));
        site.write("content/testimonials/c.md", story(""));
        let built = site.build();
        let said = &built.run.stderr;
        assert!(said.contains("warning[W0604]") || said.contains("warning[W0607]"), "{path}: {said}");
        let file = format!("{}/index.html", path.trim_matches('/').trim_end_matches("index.html"));
        let file = file.trim_start_matches('/').replace("//", "/");
        assert!(!built.read(&file).contains("http-equiv=\"refresh\""), "{path}");
    }
}

#[test]
fn an_address_is_a_path_on_this_site() {
    for (field, path) in [
        ("permalink", "//evil.example/"),
        ("permalink", "https://evil.example/a/"),
        ("permalink", "javascript://x/"),
        ("permalink", "/a?b"),
        ("aliases", "//evil.example"),
        ("aliases", "http://evil.example/"),
        ("aliases", "///evil.example/x/"),
    ] {
        let said = said_of(
            "content/a.md",
            &format!("+++\n{field} = [\"{path}\"]\n+++\n")
                .replace("permalink = [", "permalink = ")
                .replace(if field == "permalink" { "\"]" } else { "\0" }, "\""),
        );
        let code = if field == "permalink" { "[E0606]" } else { "[W0607]" };
        assert!(said.contains(code), "{field} {path}: {said}");
    }
    // What no disk, or not every disk, can hold.
    for path in ["/\\\\evil.example/", "/a\\\\b/", "/a/../b/", "/con/", "/x/NUL.html", "/com1.html", "/a./"] {
        let said = error_of("content/stories/a.md", &story(&format!("permalink = \"{path}\"")));
        assert!(said.contains("error[E0601]"), "{path}: {said}");
    }
}

#[test]
fn a_tag_called_as_a_device_has_a_folder_that_every_disk_can_hold() {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write("content/stories/aux.md", story("tags = [\"Con\", \"NUL\", \"com1\", \"console\"]"));
    site.write("content/stories/other.md", story("tags = [\"Con\", \"NUL\", \"com1\", \"console\"]"));
    let built = site.build();
    for path in ["tags/con-", "tags/nul-", "tags/com1-", "tags/console", "stories/aux-"] {
        assert!(built.has(&format!("{path}/index.html")), "{path}");
    }
    assert!(built.read("stories/aux-/index.html").contains("href=\"/tags/con-/\""));
}

#[test]
fn what_belongs_to_a_page_stands_below_it_even_where_its_address_is_a_file() {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    site.write("content/stories/a/index.md", story("permalink = \"/a.html\"\nimage = \"cup.svg\""));
    site.write("content/stories/a/cup.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write("content/brands/b.md", "+++\nname = \"B\"\npermalink = \"/b.html\"\n+++\n");
    site.write("content/stories/c.md", story("brand = \"b\""));
    let built = site.build();
    assert!(built.has("a/cup.svg") && built.read("a.html").contains("/a/cup.svg"));
    assert!(!built.has("a.htmlcup.svg") && !built.has("b.htmlatom.xml"));
}

#[test]
fn relative_addresses_lead_into_the_site_whatever_they_are_called() {
    let site = Site::new("-- content/_index.md --\n[a](stories/a0.md)\n");
    let paths = ["javascript:alert(1)", "a:b", "/https:/evil.example/", "/data:text/html,x/", "/x:/y:/", "vbscript:x/"];
    for (at, path) in paths.iter().enumerate() {
        site.write(&format!("content/stories/a{at}.md"), story(&format!("slug = \"a{at}\"\npermalink = \"{path}\"")));
    }
    for args in [&[][..], &["--relative-urls"]] {
        let built = site.build_with(args);
        for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = String::from_utf8(bytes.clone()).unwrap().to_lowercase();
            for start in
                ["=\"javascript:", "=\"a:b", "=\"https:/evil", "=\"/https:/", "=\"data:text", "=\"vbscript:", "=\"x:"]
            {
                assert!(!html.contains(start), "{path}: {start}");
            }
        }
        let home = built.read("index.html");
        let lead = if args.is_empty() { "/" } else { "./" };
        assert!(home.contains(&format!("href=\"{lead}javascript%3Aalert(1)/")), "{home}");
    }
}

#[test]
fn a_page_has_its_policy_however_its_theme_writes_it() {
    for (at, page) in [
        "<HTML><HEAD><TITLE>x</TITLE></HEAD><BODY><SCRIPT>own()</SCRIPT></BODY></HTML>",
        "<!doctype html><html><head\n  lang=\"en\"\n><title>x</title></head><body><script>own()</script></body>",
        "<!-- <head> is below --><html><head><title>x</title></head><body><script>own()</script></body>",
        "<!doctype html><title>x</title><p>No head.<script>own()</script>",
        "<!doctype html><html lang=en><body><p>No head.<script >own()</script >",
        "<p>A piece.<script>own()</script>",
    ]
    .iter()
    .enumerate()
    {
        let site = Site::new(
            "-- content/a.md --\nWords.\n-- content/b.md --\n+++\npermalink = \"/b.htm\"\naliases = [\"/b.php\"]\n+++\n",
        );
        site.write("templates/page.html", page);
        let built = site.build();
        for path in ["a/index.html", "b.htm"] {
            let html = built.read(path);
            let policy = html.find("<meta http-equiv=\"Content-Security-Policy\"");
            assert!(
                policy.is_some_and(|policy| policy > html.find("is below -->").unwrap_or(0)),
                "{at} {path}: {html}"
            );
            assert!(html.contains("script-src 'self' 'sha256-"), "{at} {path}: {html}");
            assert!(policy < html.to_lowercase().find("<script"), "{at} {path}: {html}");
        }
        assert!(built.read("b.php").contains("Content-Security-Policy"), "{at}");
    }
}

#[test]
fn a_part_of_a_page_s_own_words_names_no_script_of_a_stranger() {
    let site = Site::new(
        "-- content/stories/_index.md --\nWe never call evil() here.\n\n<script>own()</script>\n\
         -- content/stories/a.md --\n+++\ntitle = \"<script>evil()</script>\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n\
         -- templates/section.html --\n<html><head></head><body>{% if page %}{{ page.content | safe }}{% endif %}\
         {% for page in paginator.pages %}{{ page.title | safe }}{% endfor %}</body></html>\n",
    );
    let html = site.build().read("stories/index.html");
    let policy = html.split("script-src").nth(1).unwrap().split(';').next().unwrap();
    assert!(html.contains("<script>evil()</script>") && html.contains("<script>own()</script>"), "{html}");
    assert_eq!(policy.matches("sha256-").count(), 1, "{policy}");
}
