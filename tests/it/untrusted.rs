//! Strangers' words: whatever they hold, nothing of it runs, and no element or attribute stands on a page that
//! neither the theme nor plain Markdown wrote. More than three hundred attempts, in every field and text of every
//! kind, read by two parsers and by a real browser.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use scraper::Html;
use serde_json::{Value, json};

use crate::served::Served;
use crate::site::{Site, tree};
use crate::webdriver::{Browser, is_there};

/// How many attempts stand in one field.
const TOGETHER: usize = 24;

/// The attempts. Each sets `window.hit` to its number if it runs.
fn attempts() -> Vec<String> {
    let out_of =
        ["", "\">", "'>", "</title>", "</script>", "</style>", "</textarea>", "-->", "]]>", "</svg>", "`>", "\\\">"];
    let elements = [
        "<script>hit=N</script>",
        "<ScRiPt/x>hit=N</sCrIpT>",
        "<img src=x onerror=hit=N>",
        "<img/src=x\u{c}onerror=hit=N>",
        "<svg onload=hit=N>",
        "<svg><script>hit=N</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=hit=N>",
        "<iframe srcdoc='<script>parent.hit=N</script>'></iframe>",
        "<iframe src=javascript:parent.hit=N></iframe>",
        "<object data=javascript:hit=N></object>",
        "<details open ontoggle=hit=N>x</details>",
        "<input autofocus onfocus=hit=N>",
        "<body onload=hit=N>",
        "<video><source onerror=hit=N></video>",
        "<style>@import 'x'</style><link rel=stylesheet href=x onload=hit=N>",
        "<meta http-equiv=refresh content='0;url=javascript:hit=N'>",
        "<base href=javascript:hit=N//>",
        "<noscript><p title='</noscript><img src=x onerror=hit=N>'>",
        "<template><script>hit=N</script></template>",
        "<form action=javascript:hit=N><button>go</button></form>",
        "<xss style=animation-name:x onanimationstart=hit=N>",
        "<!--><script>hit=N</script>",
    ];
    let inside = [
        "\" onmouseover=hit=N x=\"",
        "' autofocus onfocus=hit=N x='",
        "\" style=\"animation:x\" onanimationstart=\"hit=N",
        "`onerror=hit=N`",
        "\\u003cscript\\u003ehit=N\\u003c/script\\u003e",
        "\\x3cscript\\x3ehit=N\\x3c/script\\x3e",
        "&lt;script&gt;hit=N&lt;/script&gt;",
        "&#60;script&#62;hit=N&#60;/script&#62;",
        "%3Cscript%3Ehit=N%3C/script%3E",
        "\u{ff1c}script\u{ff1e}hit=N\u{ff1c}/script\u{ff1e}",
        "\",\"x\":\"</script><script>hit=N</script>",
        "\u{2028}hit=N\u{2029}//",
        "+ADw-script+AD4-hit=N+ADw-/script+AD4-",
        "{{ 7 * 7 }}{% set x = N %}",
        "{{ <figure src=\"x\" /> }}",
        "{{ __tera_context }}",
        "{{ figure(src=\"javascript:hit=N\") }}",
        "{% quote(from=\"x\") %}<script>hit=N</script>{% end %}",
        "${hit=N} #{hit=N} <%= hit=N %>",
        "<![CDATA[<script>hit=N</script>]]>",
        "<?xml-stylesheet href=\"javascript:hit=N\"?>",
        "*/</style><script>hit=N</script>/*",
        "x:expression(hit=N);background:url(javascript:hit=N)",
        "\u{1b}]0;N\u{7}\u{1b}[2J\u{9b}31m",
        "\u{202e}tpircs\u{202c}N",
        "../../../../etc/passwd?N",
        "qzx0qzx qzx0qzx N",
    ];
    let schemes = [
        "javascript:hit=N",
        "JaVaScRiPt:hit=N",
        "java\tscript:hit=N",
        "java\nscript:hit=N",
        " javascript:hit=N",
        "\u{1}javascript:hit=N",
        "javascript&colon;hit=N",
        "javascript&#58;hit=N",
        "&#106;avascript:hit=N",
        "vbscript:hit=N",
        "data:text/html,<script>hit=N</script>",
        "data:text/html;base64,PHNjcmlwdD5oaXQ9MTwvc2NyaXB0Pg==",
        "//evil.example/N",
        "/\\evil.example/N",
        "blob:N",
        "file:///etc/passwd#N",
    ];
    let around = ["[x](URL)", "![x](URL)", "<URL>", "[x](<URL>)", "[x]: URL\n\n[x]", "[![x](URL)](URL)", "URL"];
    let mut all: Vec<String> = Vec::new();
    for out in out_of {
        all.extend(elements.iter().map(|element| format!("{out}{element}")));
    }
    all.extend(inside.iter().map(|text| (*text).to_owned()));
    for scheme in schemes {
        all.extend(around.iter().map(|around| around.replace("URL", scheme)));
    }
    all.extend([
        "# x {onclick=hit=N #a\"onclick=hit=N .b\"onclick=hit=N}".to_owned(),
        "```js\" onclick=\"hit=N\n<script>hit=N</script>\n```".to_owned(),
        "| a |\n|---|\n| <script>hit=N</script> |".to_owned(),
        "[^a\"onclick=hit=N]\n\n[^a\"onclick=hit=N]: <script>hit=N</script>".to_owned(),
        "> [!NOTE]\n> <script>hit=N</script>".to_owned(),
        "- [ ] <img src=x onerror=hit=N>".to_owned(),
        "[x](/a \"\\\" onclick=hit=N\")".to_owned(),
        "![\" onerror=hit=N x=\"](x.png)".to_owned(),
    ]);
    all.iter().enumerate().map(|(n, text)| text.replace('N', &n.to_string())).collect()
}

/// TOML's own way to write any text.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => write!(out, "\\u{:04X}", c as u32).unwrap(),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Every field of every kind that takes text, with the same text in it.
fn documents(n: usize, together: &[String], body: &str) -> String {
    let said = together.join(" ");
    let text = "§";
    // A word of a taxonomy has an address, which has an end.
    let words: Vec<String> = together.iter().map(|word| quoted(word)).collect();
    let (words, word) = (words.join(", "), &words[n % words.len()]);
    let address = quoted(&format!("https://x.example/{}", said.replace(char::is_whitespace, "")));
    let mut out = String::new();
    // Two who say the same are one to whoever looks for what a speaker discloses.
    for (folder, kind) in [("stories", "gift"), ("testimonials", "none")] {
        write!(
            out,
            "-- content/{folder}/x{n}.md --\n+++\nslug = \"x{n}\"\ntitle = {text}\ndate = 2026-01-02\ndescription = {text}\n\
             experience = \"mixed\"\ncondition = {text}\nexperience_of = {text}\nbrand = {word}\nproduct = {text}\n\
             location = {text}\nauthor = [{word}]\nrole = {text}\ncompany = {text}\ntouchpoints = [{word}]\nfeelings = [{word}]\nchannel = {word}\n\
             stage = {{ from = {word}, to = {word} }}\noutcome = [{word}]\ntags = [{words}]\ntaxonomies = {{ season = [{word}] }}\n\
             quote = {text}\npositives = [{text}]\nnegatives = [{text}]\nclues = [{text}]\nlesson = {text}\nimage = {text}\n\
             image_alt = {text}\ncampaign = {word}\nseries = {text}\nrating = 4\nnps = 9\nworth = {{ currency = \"EUR\", paid = 1, time_lost = {text} }}\n\
             echo_of = {word}\nconsent = {{ record = {text} }}\n\
             reply = {{ text = {text}, by = {text}, resolution = {text} }}\ndisclosure = {{ kind = \"{kind}\", text = {text} }}\n\
             verified = {{ how = \"email\", by = {text} }}\nsource = {{ platform = {text}, url = {address} }}\n\
             extra = {{ a = {text} }}\n+++\nIn {folder} {n}.\n\n{body}\n"
        )
        .unwrap();
    }
    // A pseudonym is put into the words themselves.
    write!(
        out,
        "-- content/stories/y{n}.md --\n+++\nslug = \"y{n}\"\ntitle = \"Quilla Zwartkop {n}\"\nexperience = \"good\"\ndisclosure = \"none\"\n\
         author = \"Quilla Zwartkop\"\npseudonym = {word}\n+++\nQuilla Zwartkop said so, and *Quilla Zwartkop* meant it.\n"
    )
    .unwrap();
    write!(
        out,
        "-- content/ambassadors/a{n}.md --\n+++\nname = {text}\nslug = \"a{n}\"\nrole = {text}\nbrand = {word}\nphoto = {text}\n\
         links = [{{ title = {text}, url = {address} }}]\nbrought = [{{ kind = \"idea\", text = {text}, result = {text} }}]\n\
         disclosure = {{ kind = \"paid\", text = {text} }}\n+++\n{body}\n\
         -- content/brands/b{n}.md --\n+++\nname = {text}\nslug = \"b{n}\"\nurl = {address}\nlogo = {text}\nindustry = {text}\n\
         description = {text}\n+++\n{body}\n\
         -- content/campaigns/c{n}.md --\n+++\ntitle = {text}\nslug = \"c{n}\"\nbrand = {word}\nslogan = {text}\ngoal = {text}\n\
         result = {text}\nepisodes = [{{ title = {text}, text = {text} }}]\nfigures = [{{ value = {text}, label = {text}, source = {text} }}]\n\
         +++\n{body}\n"
    )
    .unwrap();
    // No two fields say the same, so that each can be told from the others.
    let mut pieces = out.split('§');
    let mut all = pieces.next().unwrap().to_owned();
    for (field, piece) in pieces.enumerate() {
        all += &quoted(&format!("{} {said}", ["Field", "Part", "Piece"][field % 3].to_owned() + &field.to_string()));
        all += piece;
    }
    all
}

/// What a component is given: a stranger may call those that the theme offers.
fn called(said: &str) -> String {
    let text = serde_json::to_string(&said.replace(['\n', '\u{c}'], " ")).unwrap();
    format!(
        "{{{{ figure(src={text}, caption={text}, alt={text}) }}}}\n\n{{{{ gallery(images=[{text}], alts=[{text}], caption={text}) }}}}\n\n\
         {{{{ video(src={text}, title={text}, poster={text}) }}}}\n\n{{{{ rating(value=4) }}}}\n\n"
    )
}

const CONFIG: &str = "-- anecdote.toml --\nbase_url = \"https://own.example/\"\n[taxonomies.season]\n[embeds]\n[check]\nE0501 = \"allow\"\n\
                      E0502 = \"allow\"\nE0504 = \"allow\"\nE0507 = \"allow\"\n[security]\npolicy = false\n";

/// The site that strangers wrote, and one of the same shape with plain words.
fn sites() -> (Site, Site) {
    let all = attempts();
    assert!(all.len() >= 300, "{}", all.len());
    let (mut evil, mut plain) = (CONFIG.to_owned(), CONFIG.to_owned());
    let markdown = "Words, *more*, **most**, ~~none~~, `code`, <https://x.example>, <a@x.example>, [a](https://x.example \"t\"), [b](/b \"t\"), ![p](p.png \"t\")[^1].\n\n\
                    # One\n\n## Two\n\n### Three {#a .b}\n\n- a\n- [ ] b\n- [x] c\n\n1. d\n\n3. e\n\n> f\n\n> [!NOTE]\n> g\n\n| h | i | l |\n|:--|--:|---|\n| j | k | m |\n\n\
                    term\n: meaning\n\n```rust\nfn main() {}\n```\n\n    indented\n\n---\n\nline  \nbreak\n\n[^1]: note, again[^1]\n\n#### Four\n\n##### Five\n\n###### Six\n";
    for (n, together) in all.chunks(TOGETHER).enumerate() {
        let body: String = together.iter().map(|attempt| format!("{attempt}\n\n")).collect();
        let calls: String = together.iter().map(|attempt| called(attempt)).collect();
        // What a component cannot be called with stays in the text: it is tried there as well.
        let calls = if together.iter().any(|attempt| attempt.contains("{{") || attempt.contains("{%")) {
            String::new()
        } else {
            calls
        };
        let body = if together.iter().any(|attempt| attempt.contains("{%") || attempt.contains("{{ figure")) {
            "Words.\n".to_owned()
        } else {
            format!("{body}{calls}")
        };
        evil.push_str(&documents(n, together, &body));
        plain.push_str(&documents(n, &plain_words(n, together.len()), &format!("{markdown}\n{}", called("p.png"))));
    }
    (Site::new(&evil), Site::new(&plain))
}

fn plain_words(n: usize, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("word {n} {at}")).collect()
}

/// An element with the names of its attributes.
type Shape = String;

fn shapes(html: &str) -> BTreeSet<Shape> {
    let page = Html::parse_document(html);
    let elements = page.tree.nodes().filter_map(|node| node.value().as_element());
    let shape = |element: &scraper::node::Element| {
        let mut names: Vec<&str> = element.attrs().map(|(name, _)| name).collect();
        names.sort_unstable();
        format!("{} {}", element.name(), names.join(" "))
    };
    elements.map(shape).collect()
}

/// The addresses of a page that could run something.
fn bad_addresses(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let elements = page.tree.nodes().filter_map(|node| node.value().as_element());
    let attributes =
        elements.flat_map(|element| element.attrs().map(|(name, value)| (name.to_owned(), value.to_owned())));
    attributes
        .filter(|(name, _)| {
            ["href", "src", "srcset", "action", "poster", "data", "formaction", "xlink:href"].contains(&name.as_str())
        })
        .map(|(_, value)| {
            value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase()
        })
        .filter(|value| {
            ["javascript:", "data:", "vbscript:", "file:", "blob:"].iter().any(|scheme| value.starts_with(scheme))
        })
        .collect()
}

#[test]
fn strangers_words_make_no_element_attribute_or_address_that_is_not_the_site_s() {
    let sites = sites();
    let (evil, plain) = (sites.0.build().files(), sites.1.build().files());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let pages = |files: &Files| -> Vec<(String, String)> {
        files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path.clone(), text(bytes)))
            .collect()
    };
    let known: BTreeSet<Shape> = pages(&plain).iter().flat_map(|(_, html)| shapes(html)).collect();
    for (path, html) in pages(&evil) {
        let strange: Vec<Shape> = shapes(&html).into_iter().filter(|shape| !known.contains(shape)).collect();
        assert!(strange.is_empty(), "{path}: {strange:?}");
        assert_eq!(bad_addresses(&html), [""; 0], "{path}");
    }
    // A piece of a page is read as if it were one.
    let known: BTreeSet<Shape> = known.into_iter().chain(["html ", "head ", "body "].map(str::to_owned)).collect();
    // What machines read is whole, and what feeds hold of it is as harmless.
    for (path, bytes) in &evil {
        let text = String::from_utf8_lossy(bytes);
        let inner: Vec<String> = match path.rsplit_once('.').map_or("", |(_, end)| end) {
            "xml" | "svg" => {
                let page = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
                assert!(page.descendants().all(|node| !node.has_tag_name("script")), "{path}");
                let html = page.descendants().filter(|node| node.attribute("type") == Some("html"));
                html.filter_map(|node| node.text().map(str::to_owned)).collect()
            }
            "json" => {
                let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
                let items = value["items"].as_array().cloned().unwrap_or_default();
                let own = value["content_html"].as_str().map(str::to_owned);
                items.iter().filter_map(|item| item["content_html"].as_str().map(str::to_owned)).chain(own).collect()
            }
            _ => Vec::new(),
        };
        for html in inner {
            let strange: Vec<Shape> = shapes(&html).into_iter().filter(|shape| !known.contains(shape)).collect();
            assert!(strange.is_empty() && bad_addresses(&html).is_empty(), "{path}: {strange:?}");
        }
    }
    if is_there() {
        nothing_runs(&sites.0, &evil, &known);
    }
}

type Files = BTreeMap<String, Vec<u8>>;

/// In a browser, whose reading of a page is its own.
fn nothing_runs(site: &Site, files: &Files, known: &BTreeSet<Shape>) {
    let script = "const shape = (e) => e.localName + ' ' + [...e.attributes].map((a) => a.name).sort().join(' ');\
                  return [window.hit ?? null, [...new Set([...document.querySelectorAll('*')].map(shape))]]";
    let served = Served::start(site, &[]);
    let browser = Browser::start();
    let is_page = |path: &&String| {
        path.ends_with("index.html") && path.matches('/').count() <= 2 && !path.starts_with("embed/story")
    };
    let (mut strange, mut hits) = (BTreeSet::new(), Vec::new());
    for (n, path) in files.keys().filter(is_page).enumerate() {
        // Each story's own page, and every list; of other documents and of terms, which are many and alike, some.
        let is_voice = ["stories/", "testimonials/"].iter().any(|kind| path.starts_with(kind));
        let is_other = ["ambassadors/", "brands/", "campaigns/"].iter().any(|kind| path.starts_with(kind));
        if !is_voice && path.contains('/') && n % (if is_other { 4 } else { 40 }) != 0 {
            continue;
        }
        let address: String = path.trim_end_matches("index.html").bytes().map(|byte| format!("%{byte:02X}")).collect();
        browser.go(&format!("http://{}/{}", served.address, address.replace("%2F", "/")));
        let found = browser.run(script);
        if found[0] != json!(null) {
            hits.push(format!("{path}: {}", found[0]));
        }
        let shapes = found[1].as_array().unwrap().iter().map(|shape| shape.as_str().unwrap().to_owned());
        strange.extend(shapes.filter(|shape| !known.contains(shape) && !shape.contains("data-token")));
    }
    assert_eq!(hits, [""; 0]);
    // The preview's own button for warnings.
    strange.remove("anecdote-problems ");
    // What the theme's own script makes: the filters of the wall, the switch of the colour scheme, and open details.
    for own in [
        "button aria-pressed class data-facet data-value type",
        "button aria-pressed class data-theme-switch type",
        "button class data-clear hidden type",
        "details class data-open-wide open",
        "html data-theme lang",
    ] {
        strange.remove(own);
    }
    assert!(strange.is_empty(), "{strange:?}");
}

/// Fields that hold no text of their own: dates, numbers, yes or no, and words of a closed list. Whatever else stands
/// in them is an error, as it is in `kind`, `lang` and `colours`.
const NO_TEXT: [&str; 28] = [
    "part",
    "date",
    "updated",
    "expires",
    "draft",
    "weight",
    "kind",
    "lang",
    "experience",
    "experienced_on",
    "perspective",
    "rating",
    "scores",
    "nps",
    "csat",
    "ces",
    "held_back",
    "edits",
    "sample",
    "since",
    "colours",
    "start",
    "end",
    "sort_by",
    "paginate_by",
    "transparent",
    "consent",
    "noindex",
];

#[test]
fn every_field_that_takes_text_is_tried() {
    let mut tried: BTreeSet<String> = NO_TEXT.iter().map(|name| (*name).to_owned()).collect();
    let one = ["x".to_owned()];
    let all = documents(0, &one, "") + &placed(0, "x", "x");
    for front in all.split("+++\n").skip(1).step_by(2) {
        tried.extend(front.parse::<toml::Table>().unwrap().keys().cloned());
    }
    let missing: Vec<&&str> = anecdote::model::Fields::NAMES.iter().filter(|name| !tried.contains(**name)).collect();
    assert!(missing.is_empty(), "the corpus does not try {missing:?}");
}

/// A story with an attempt in each field that decides where a page stands, what draws it and what it is called.
fn placed(n: usize, attempt: &str, address: &str) -> String {
    format!(
        "+++\ntitle = \"T{n}\"\nexperience = \"good\"\ndisclosure = \"none\"\nslug = {}\npermalink = {}\naliases = [{}]\ntemplate = {}\n\
         series = {}\nauthor = \"Quilla Zwartkop\"\npseudonym = {}\n+++\nQuilla Zwartkop said so.\n",
        quoted(&format!("s{n} {attempt}")),
        quoted(&format!("/p{n}/{address}/")),
        quoted(&format!("/q{n}/{address}/")),
        quoted(attempt),
        quoted(attempt),
        quoted(&format!("Some {attempt}")),
    )
}

#[test]
fn no_attempt_decides_where_a_page_stands_or_what_draws_it() {
    let all = attempts();
    let (site, plain) = (Site::new(CONFIG), Site::new(CONFIG));
    for (n, attempt) in all.iter().enumerate() {
        site.write(&format!("content/stories/x{n}.md"), placed(n, attempt, attempt));
        plain.write(&format!("content/stories/x{n}.md"), placed(n, "plain", "plain"));
    }
    // Those that are no path, or not one that a stranger may have, are refused with their place.
    let refused: BTreeSet<String> = errors(&site)
        .into_iter()
        .map(|(file, code)| {
            assert!(["E0601", "E0605", "E0606"].contains(&code.as_str()), "{file}: {code}");
            file
        })
        .collect();
    assert!(!refused.is_empty() && refused.len() < all.len(), "{} of {}", refused.len(), all.len());
    for (n, attempt) in all.iter().enumerate() {
        let file = format!("content/stories/x{n}.md");
        if refused.contains(&file) {
            site.write(&file, placed(n, attempt, "plain"));
        }
    }
    for args in [&[][..], &["--relative-urls"]] {
        let (evil, plain) = (site.build_with(args).files(), plain.build_with(args).files());
        let html = |files: &Files| -> Vec<(String, String)> {
            let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
            pages.map(|(path, bytes)| (path.clone(), String::from_utf8(bytes.clone()).unwrap())).collect()
        };
        let known: BTreeSet<Shape> = html(&plain).iter().flat_map(|(_, html)| shapes(html)).collect();
        for (path, html) in html(&evil) {
            let strange: Vec<Shape> = shapes(&html).into_iter().filter(|shape| !known.contains(shape)).collect();
            assert!(strange.is_empty(), "{path}: {strange:?}");
            assert_eq!(bad_addresses(&html), [""; 0], "{path}");
        }
        let top = |files: &Files| -> BTreeSet<String> {
            let names = files.keys().map(|path| path.split('/').next().unwrap().to_owned());
            names.filter(|name| !name.starts_with(['p', 'q'])).collect()
        };
        assert_eq!(top(&evil), top(&plain), "nothing new stands in the root");
        if is_there() && args.is_empty() {
            nothing_runs(&site, &evil, &known);
        }
    }
    // The words of a closed list take nothing else.
    let site = Site::new(CONFIG);
    for (n, attempt) in all.iter().enumerate() {
        let field = ["kind", "lang"][n % 2];
        let story = format!("+++\ntitle = \"T{n}\"\nexperience = \"good\"\n{field} = {}\n+++\n", quoted(attempt));
        site.write(&format!("content/stories/x{n}.md"), story);
    }
    let errors = errors(&site);
    assert!(errors.iter().all(|(_, code)| code == "E0103") && errors.len() == all.len(), "{errors:?}");
}

/// The errors of a site: file and code.
fn errors(site: &Site) -> Vec<(String, String)> {
    let said = site.run(&["check", "--format", "json"]).stdout;
    let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let errors = lines.filter(|line| line["severity"] == "error");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    errors.map(|line| (text(&line["file"]), text(&line["code"]))).collect()
}

#[test]
fn a_policy_stops_what_no_template_holds_even_where_a_theme_escapes_nothing() {
    if !is_there() {
        return;
    }
    let story = "+++\ntitle = \"<script>window.evil = 1</script><img src=x onerror='window.evil = 2'>\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nx\n";
    let site = Site::new(&format!(
        "-- content/stories/a.md --\n{story}-- content/about.md --\n<script>window.mine = 1</script>\n\
         -- templates/story.html --\n<!doctype html><html><head><title>x</title><script>window.own = 1</script></head>\
         <body>{{{{ page.title | safe }}}}</body></html>\n\
         -- templates/page.html --\n<html><head><title>x</title></head><body>{{{{ page.content | safe }}}}</body></html>\n"
    ));
    let served = Served::start(&site, &[]);
    let browser = Browser::start();
    browser.go(&format!("http://{}/stories/a/", served.address));
    assert_eq!(browser.run("return [window.own ?? null, window.evil ?? null]"), json!([1, null]));
    let stopped = browser.stopped();
    assert!(
        stopped.to_string().contains("script-src-elem inline") && stopped.to_string().contains("script-src-attr"),
        "{stopped}"
    );
    // What the site's own people wrote into a page of theirs is meant.
    browser.go(&format!("http://{}/about/", served.address));
    assert_eq!(browser.run("return window.mine ?? null"), json!(1));
    // And from a disk, where a page has no origin, styles and pictures are still the page's own.
    let sample = Site::new(
        "-- content/about.md --\n![p](p.svg)\n-- content/p.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5\" height=\"5\"/>\n",
    );
    sample.build_with(&["--relative-urls"]);
    browser.go(&format!("file://{}/public/about/index.html", sample.root().display()));
    assert_eq!(browser.stopped(), json!([]));
    assert_eq!(
        browser.run("return [getComputedStyle(document.body).margin, document.images[0].naturalWidth]"),
        json!(["0px", 5])
    );
}

#[test]
fn file_names_that_look_like_markup_are_only_names() {
    let site = Site::new("-- content/_index.md --\nHome.\n");
    for name in
        ["\"><img src=x onerror=hit=1>", "<script>hit=2<", "a'b onload=hit=3", "%3Cscript%3E", "{{ 7 * 7 }}", "a&amp;b"]
    {
        let text = "+++\nexperience = \"good\"\n+++\n![p](<\"onerror=1.svg>)\n";
        site.write(&format!("content/stories/{name}.md"), text);
    }
    site.write("content/stories/\"onerror=1.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let built = site.build();
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(bytes.clone()).unwrap();
        let strange: Vec<Shape> =
            shapes(&html).into_iter().filter(|shape| shape.contains("onerror") || shape.contains("onload")).collect();
        assert!(strange.is_empty(), "{path}: {strange:?}");
        assert!(!path.contains('<') && !path.contains("{{"), "{path}");
    }
}

#[test]
fn escape_codes_reach_no_terminal_and_no_file() {
    let site = Site::new("-- content/about.md --\nWords.\n");
    let escape = "\u{1b}[2J\u{9b}31m\u{7}";
    site.write(
        "content/stories/a.md",
        format!("---\ntitle: \"x\\e[2J\\x9b31m\\a\"\nexperience: \"go{escape}od\"\n\"ti{escape}le\": 1\n---\n{escape}"),
    );
    site.write(&format!("content/stories/b{escape}.md"), "no verdict");
    for args in [&["check"][..], &["build"], &["-v", "build"], &["check", "--format", "github"]] {
        let run = site.run(args);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(!said.contains(['\u{1b}', '\u{9b}', '\u{7}']), "{args:?}: {said:?}");
    }
    site.write("content/stories/a.md", "---\ntitle: \"x\\e[2J\\x9b31m\\a\"\nexperience: good\n---\nw\u{1b}o\u{0}rds\n");
    site.remove(&format!("content/stories/b{escape}.md"));
    site.build();
    for (path, bytes) in tree(&site.path("public")) {
        if path.ends_with(".html") || path.ends_with(".xml") || path.ends_with(".json") {
            assert!(!String::from_utf8(bytes).unwrap().contains(['\u{1b}', '\u{9b}', '\u{7}', '\0']), "{path}");
        }
    }
}
