//! SVG of strangers, opened alone: nothing in it runs or loads, in two parsers and in a browser, and what only draws
//! looks as it did.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::served::Served;
use crate::site::Site;
use crate::webdriver::{Browser, is_there};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Insides of an SVG that run `hit` or load from `HOST` when a browser opens it.
const HOSTILE: [(&str, &str); 44] = [
    ("script", "<script>hit=1</script>"),
    ("script-cdata", "<script><![CDATA[hit=1]]></script>"),
    ("script-href", "<script href=\"data:text/javascript,hit=1\"/>"),
    ("script-xlink", "<script xlink:href=\"http://HOST/x.js\"/>"),
    ("script-prefix", "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">hit=1</s:script>"),
    ("script-html", "<script xmlns=\"http://www.w3.org/1999/xhtml\">hit=1</script>"),
    ("script-html-prefix", "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">hit=1</h:script>"),
    ("script-in-defs", "<defs><g><script>hit=1</script></g></defs>"),
    ("script-in-metadata", "<metadata><script>hit=1</script></metadata>"),
    ("script-in-unknown", "<x:y xmlns:x=\"urn:x\"><script xmlns=\"http://www.w3.org/2000/svg\">hit=1</script></x:y>"),
    ("onload", "<g onload=\"hit=1\"><rect width=\"9\" height=\"9\"/></g>"),
    ("onload-entity", "<svg onload=\"&#104;it=1\"/>"),
    ("onload-cased", "<svg onLoad=\"hit=1\" onload=\"hit=1\"/>"),
    ("onerror", "<image href=\"x:\" onerror=\"hit=1\"/>"),
    ("onbegin", "<animate attributeName=\"x\" dur=\"1s\" onbegin=\"hit=1\"/>"),
    ("onend", "<set attributeName=\"x\" to=\"1\" dur=\"0.01s\" onend=\"hit=1\"/>"),
    ("foreign-script", "<foreignObject><script xmlns=\"http://www.w3.org/1999/xhtml\">hit=1</script></foreignObject>"),
    (
        "foreign-img",
        "<foreignObject><img xmlns=\"http://www.w3.org/1999/xhtml\" src=\"x:\" onerror=\"hit=1\"/></foreignObject>",
    ),
    (
        "foreign-frame",
        "<foreignObject width=\"9\" height=\"9\"><iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"http://HOST/\"/></foreignObject>",
    ),
    ("html-img", "<img xmlns=\"http://www.w3.org/1999/xhtml\" src=\"http://HOST/x.png\"/>"),
    ("html-link", "<link xmlns=\"http://www.w3.org/1999/xhtml\" rel=\"stylesheet\" href=\"http://HOST/x.css\"/>"),
    (
        "html-meta",
        "<meta xmlns=\"http://www.w3.org/1999/xhtml\" http-equiv=\"refresh\" content=\"0;url=http://HOST/\"/>",
    ),
    ("html-object", "<object xmlns=\"http://www.w3.org/1999/xhtml\" data=\"http://HOST/\"/>"),
    (
        "html-video",
        "<video xmlns=\"http://www.w3.org/1999/xhtml\" src=\"http://HOST/x.mp4\" poster=\"http://HOST/x.png\"/>",
    ),
    ("image", "<image href=\"http://HOST/x.png\" width=\"9\" height=\"9\"/>"),
    ("image-xlink", "<image xlink:href=\"http://HOST/x.png\" width=\"9\" height=\"9\"/>"),
    (
        "image-other-prefix",
        "<image xmlns:q=\"http://www.w3.org/1999/xlink\" q:href=\"http://HOST/x.png\" width=\"9\" height=\"9\"/>",
    ),
    ("image-slashes", "<image href=\"//HOST/x.png\" width=\"9\" height=\"9\"/>"),
    ("image-relative", "<image href=\"/hit.png\" width=\"9\" height=\"9\"/>"),
    ("image-base", "<g xml:base=\"http://HOST/\"><image href=\"x.png\" width=\"9\" height=\"9\"/></g>"),
    ("image-spaces", "<image href=\" &#10;http://HOST/x.png\" width=\"9\" height=\"9\"/>"),
    (
        "filter-image",
        "<filter id=\"f\"><feImage href=\"http://HOST/x.png\"/></filter><rect filter=\"url(#f)\" width=\"9\" height=\"9\"/>",
    ),
    ("style-import", "<style>@import 'http://HOST/x.css';</style>"),
    (
        "style-url",
        "<style>rect { fill: red; background: url(http://HOST/x.png); mask-image: url('http://HOST/y.png') }</style><rect width=\"9\" height=\"9\"/>",
    ),
    ("style-escape", "<style>svg { background: u\\72l(http://HOST/x.png); mask-image: \\75 rl(//HOST/y.png) }</style>"),
    ("style-cdata", "<style><![CDATA[@import url(http://HOST/x.css);]]></style>"),
    ("style-set", "<style>svg { background-image: image-set('http://HOST/x.png' 1x) }</style>"),
    (
        "style-font",
        "<style>@font-face { font-family: x; src: url(http://HOST/x.woff) } text { font-family: x }</style><text y=\"9\">x</text>",
    ),
    ("style-attribute", "<rect style=\"mask-image:url(http://HOST/x.png)\" width=\"9\" height=\"9\"/>"),
    ("fill", "<rect fill=\"url(http://HOST/x.svg#a)\" filter=\"url(http://HOST/y.svg#a)\" width=\"9\" height=\"9\"/>"),
    ("use", "<use href=\"http://HOST/x.svg#a\"/><use href=\"data:image/svg+xml,x#a\"/>"),
    ("set-href", "<image width=\"9\" height=\"9\"><set attributeName=\"href\" to=\"http://HOST/x.png\"/></image>"),
    (
        "animate-xlink",
        "<image width=\"9\" height=\"9\"><animate attributeName=\"xlink:href\" values=\"http://HOST/x.png\" dur=\"1s\"/></image>",
    ),
    (
        "set-style",
        "<rect width=\"9\" height=\"9\"><set attributeName=\"mask\" to=\"url(http://HOST/x.svg#a)\"/><set attributeName=\"style\" to=\"mask-image:url(http://HOST/y.png)\"/></rect>",
    ),
];

/// Links that do something when they are followed.
const LINKS: [&str; 5] = [
    "<a href=\"javascript:hit=1\"><rect width=\"300\" height=\"300\"/></a>",
    "<a xlink:href=\"java&#10;script:hit=1\"><rect width=\"300\" height=\"300\"/></a>",
    "<a href=\"#\"><set attributeName=\"href\" to=\"javascript:hit=1\"/><rect width=\"300\" height=\"300\"/></a>",
    "<a><animate attributeName=\"href\" values=\"javascript:hit=1\" dur=\"9s\"/><rect width=\"300\" height=\"300\"/></a>",
    "<a href=\"https://evil.example/\"><rect width=\"300\" height=\"300\"/></a>",
];

/// What only draws: gradients, text, uses, clips, masks, filters, symbols, markers, patterns, styles, animation.
const HARMLESS: &str = "<title>A &amp; B</title><desc>words</desc>\
    <defs><linearGradient id=\"g\" x1=\"0\" x2=\"1\"><stop offset=\"0\" stop-color=\"#c33\"/><stop offset=\"1\" style=\"stop-color:#36c\"/></linearGradient>\
    <radialGradient id=\"r\" href=\"#g\" cx=\".5\" cy=\".5\" r=\".5\"/><clipPath id=\"c\"><circle cx=\"60\" cy=\"60\" r=\"40\"/></clipPath>\
    <mask id=\"m\"><rect width=\"120\" height=\"120\" fill=\"white\"/><circle cx=\"200\" cy=\"60\" r=\"20\"/></mask>\
    <filter id=\"f\"><feGaussianBlur stdDeviation=\"3\"/><feColorMatrix type=\"hueRotate\" values=\"90\"/></filter>\
    <pattern id=\"p\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 0L8 8\" stroke=\"black\"/></pattern>\
    <marker id=\"k\" markerWidth=\"4\" markerHeight=\"4\" refX=\"2\" refY=\"2\"><circle cx=\"2\" cy=\"2\" r=\"2\"/></marker></defs>\
    <symbol id=\"s\" viewBox=\"0 0 10 10\"><path d=\"M0 0h10v10z\"/></symbol>\
    <style type=\"text/css\"><![CDATA[.t > tspan { fill: rebeccapurple } @media (min-width: 1px) { .u { stroke: url(#g) } }]]></style>\
    <rect x=\"5\" y=\"5\" width=\"110\" height=\"110\" fill=\"url(#g)\" clip-path=\"url(#c)\"/>\
    <rect x=\"130\" width=\"120\" height=\"120\" fill=\"url(#r)\" mask=\"url(#m)\"/>\
    <ellipse cx=\"60\" cy=\"180\" rx=\"50\" ry=\"30\" filter=\"url(#f)\" fill=\"teal\"/>\
    <use xlink:href=\"#s\" x=\"150\" y=\"150\" width=\"40\" height=\"40\" fill=\"orange\"/><use href=\"#s\" x=\"200\" y=\"150\" width=\"20\" height=\"20\"/>\
    <polyline class=\"u\" points=\"10,230 60,250 110,230\" fill=\"none\" stroke-width=\"4\" marker-end=\"url(#k)\" stroke-dasharray=\"8 2\"/>\
    <text class=\"t\" x=\"10\" y=\"290\" font-size=\"30\">Aé &lt;<tspan dx=\"4\" font-weight=\"bold\">日本</tspan></text>\
    <path id=\"curve\" d=\"M150 280q50 -60 100 0\" fill=\"none\"/><text><textPath href=\"#curve\">around</textPath></text>\
    <a href=\"#curve\"><rect x=\"260\" y=\"10\" width=\"20\" height=\"90\" fill=\"url(#p)\"/></a>\
    <image x=\"260\" y=\"110\" width=\"20\" height=\"20\" href=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==\"/>\
    <rect x=\"260\" y=\"200\" width=\"9\" height=\"9\"><set attributeName=\"fill\" to=\"lime\"/></rect>\
    <switch><g systemLanguage=\"xx\"><rect width=\"300\" height=\"300\"/></g><g><circle cx=\"270\" cy=\"170\" r=\"9\"/></g></switch>\
    <g transform=\"rotate(45 275 250)\" opacity=\".5\"><rect x=\"265\" y=\"240\" width=\"20\" height=\"20\"/></g>";

fn drawing(inside: &str) -> String {
    format!(
        "<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 300 300\" width=\"300\" height=\"300\">{inside}</svg>"
    )
}

fn story() -> Site {
    Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n",
    )
}

/// Every SVG of the corpus by name, with what loads leading to a host.
fn corpus(host: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> =
        HOSTILE.iter().map(|(name, inside)| ((*name).to_owned(), drawing(&inside.replace("HOST", host)))).collect();
    let whole = |before: &str, attributes: &str| {
        format!("{before}<svg xmlns=\"{SVG}\" {attributes}><rect width=\"9\" height=\"9\"/></svg>")
    };
    all.insert("root-onload".into(), whole("", "onload=\"hit=1\""));
    all.insert("root-onload-spaces".into(), whole("\u{feff}<!-- x -->", "onload\n = 'hit=1'"));
    let sheet = format!("<?xml version=\"1.0\"?><?xml-stylesheet href=\"http://{host}/x.css\"?>");
    all.insert("stylesheet".into(), whole(&sheet, ""));
    all.insert("doctype".into(), whole("<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"hit=1\">]>", ""));
    all
}

/// A host that counts who asks.
fn host() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, count) = (listener.local_addr().unwrap().to_string(), Arc::new(AtomicUsize::new(0)));
    let asked = Arc::clone(&count);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            asked.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            });
        }
    });
    (address, count)
}

/// The elements and attributes of an SVG that a second parser sees, each with its namespace.
fn shapes(text: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut all = Vec::new();
    for node in document.descendants() {
        assert!(!node.is_pi() && !node.is_comment(), "{text}");
        if node.is_element() {
            assert_eq!(node.tag_name().namespace(), Some(SVG), "{text}");
            all.push(format!("<{}>", node.tag_name().name()));
            all.extend(node.attributes().map(|attribute| format!("{}={}", attribute.name(), attribute.value())));
        }
    }
    all
}

#[test]
fn what_runs_or_loads_in_an_svg_of_a_stranger_is_not_published_and_is_named() {
    let site = story();
    let corpus = corpus("host.example");
    corpus.iter().for_each(|(name, text)| site.write(&format!("content/stories/{name}.svg"), text));
    LINKS.iter().enumerate().for_each(|(n, link)| site.write(&format!("content/brands/LINK{n}.SVG"), drawing(link)));
    let built = site.build();
    let drawings: BTreeMap<String, Vec<u8>> = built
        .files()
        .into_iter()
        .filter(|(path, _)| path.to_lowercase().ends_with(".svg") && path.contains('/'))
        .collect();
    let drawings: Vec<(String, String)> = drawings
        .into_iter()
        .filter(|(path, _)| path.starts_with("stories/") || path.starts_with("brands/"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    assert_eq!(drawings.len(), corpus.len() + LINKS.len());
    for (path, text) in drawings {
        for shape in shapes(&text) {
            let shape = shape.to_lowercase();
            let is_bad = ["<script>", "<foreignobject>", "<a>", "on", "base="].iter().any(|bad| shape.starts_with(bad));
            assert!(!is_bad, "{path}: {shape}");
            assert!(
                !["host.example", "javascript", "data:text", "hit"].iter().any(|bad| shape.contains(bad)),
                "{path}: {shape}"
            );
        }
        assert!(!text.contains("host.example") && !text.contains("hit"), "{path}: {text}");
    }
    let said = site.run(&["-v", "build", "--force"]).stderr;
    for name in ["onload", "style-import", "foreign-img", "fill", "set-href"] {
        assert!(said.contains(&format!("content/stories/{name}.svg")), "{name}\n{said}");
    }
    assert!(said.contains("warning[W0010]: this SVG is published without what may run or load: `<script>`"), "{said}");
}

#[test]
fn in_a_browser_that_opens_an_svg_of_a_stranger_nothing_runs_and_nothing_loads() {
    if !is_there() {
        return;
    }
    let site = story();
    let (address, asked) = host();
    let corpus = corpus(&address);
    corpus.iter().for_each(|(name, text)| site.write(&format!("content/stories/{name}.svg"), text));
    LINKS.iter().enumerate().for_each(|(n, link)| site.write(&format!("content/stories/link{n}.svg"), drawing(link)));
    site.build();
    let served = Served::start(&site, &[]);
    let browser = Browser::start();
    let click = "const [done] = arguments; const it = document.querySelector('rect');\
                 it && it.dispatchEvent(new MouseEvent('click', { bubbles: true }));\
                 setTimeout(() => done([window.hit ?? null, location.href, performance.getEntriesByType('resource').filter((one) => /hit|HOST/.test(one.name)).length]), 20)";
    let click = click.replace("HOST", &address);
    let open = |url: &str| {
        browser.go(url);
        browser.run_async(&click)
    };
    // The preview lets such a page run nothing at all, not even the end of a wait.
    let at_once = click
        .replace("const [done] = arguments;", "")
        .replace("setTimeout(() => done(", "return (")
        .replace("), 20)", ")");
    let served_open = |url: &str| {
        browser.go(url);
        browser.run(&at_once)
    };
    // The corpus is alive: opened as it was sent, nearly all of it runs or loads.
    let mut alive = 0;
    for name in corpus.keys() {
        let before = asked.load(Ordering::SeqCst);
        let found = open(&format!("file://{}/content/stories/{name}.svg", site.root().display()));
        alive += usize::from(found[0] == json!(1) || asked.load(Ordering::SeqCst) > before || found[2] != json!(0));
    }
    assert!(alive >= 25, "only {alive} of {} do anything", corpus.len());
    let before = asked.load(Ordering::SeqCst);
    let links = (0..LINKS.len()).map(|n| format!("link{n}"));
    for name in corpus.keys().cloned().chain(links) {
        let url = format!("http://{}/stories/{name}.svg", served.address);
        assert_eq!(served_open(&url), json!([null, url, 0]), "{name}");
        let url = format!("file://{}/public/stories/{name}.svg", site.root().display());
        assert_eq!(open(&url), json!([null, url, 0]), "{name}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), before, "something was loaded from elsewhere");
}

#[test]
fn an_svg_that_only_draws_looks_as_it_did_and_nothing_is_said_of_it() {
    let site = story();
    let editors = "<!-- Zadie drew this --><sodipodi:namedview xmlns:sodipodi=\"urn:s\" sodipodi:docname=\"/home/zadie/x.svg\"/>\
                   <metadata><rdf:RDF xmlns:rdf=\"urn:r\"><creator>Zadie Quarmby</creator></rdf:RDF></metadata>";
    let before = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n";
    site.write("content/stories/plain.svg", format!("{before}{}", drawing(&format!("{editors}{HARMLESS}"))));
    site.write("static/own.svg", drawing(&format!("{editors}{HARMLESS}<script>hit=1</script>")));
    let built = site.build();
    assert!(!built.run.stderr.contains("W0010"), "{}", built.run.stderr);
    let text = built.read("stories/plain.svg");
    assert!(!text.to_lowercase().contains("zadie") && !text.contains("DOCTYPE"), "{text}");
    let own = built.read("own.svg");
    assert!(own.contains("<script>") && own.contains("Zadie Quarmby"), "the site's own stay as they are");
    built.same_as_clean();
    if !is_there() {
        return;
    }
    let browser = Browser::start();
    let mut seen = Vec::new();
    for path in ["content/stories/plain.svg", "public/stories/plain.svg"] {
        browser.go(&format!("file://{}/{path}", site.root().display()));
        seen.push(browser.picture());
    }
    assert!(seen[0] == seen[1], "it looks otherwise");
    browser.go(&format!("data:image/svg+xml,<svg xmlns='{SVG}'/>"));
    assert!(seen[0] != browser.picture(), "nothing was drawn");
}

#[test]
fn a_picture_within_an_svg_loses_what_it_carries() {
    use base64::Engine as _;
    let photo = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/media/photo.jpg")).unwrap();
    let coded = base64::engine::general_purpose::STANDARD.encode(&photo);
    let site = story();
    site.write("content/stories/a.svg", drawing(&format!("<image href=\"data:image/jpg;base64,{coded}\"/>")));
    let text = site.build().read("stories/a.svg");
    let inside = text.split("data:image/jpeg;base64,").nth(1).unwrap().split('"').next().unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(inside).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"Quarmby" || window == b"Zadie Q"));
    image::load_from_memory(&bytes).unwrap();
}

#[test]
fn an_svg_that_cannot_be_read_is_published_nowhere() {
    for (name, text) in [
        ("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>"),
        ("b.svg", "<svg><g>"),
        ("c.svg", "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg>&x;</svg>"),
        ("d.svg", "<html><script>hit=1</script></html>"),
        ("e.svg", "words"),
        ("f.svg", ""),
        ("g.svg", "<svg/><script xmlns=\"http://www.w3.org/1999/xhtml\">hit=1</script>"),
    ] {
        let site = story();
        site.write(&format!("content/stories/{name}"), text);
        let said = site.fails();
        assert!(said.contains("error[E0009]") && said.contains(&format!("content/stories/{name}")), "{name}: {said}");
        assert!(!site.path("public/stories").exists(), "{name}");
    }
    for name in ["h.svgz", "i.SvgZ"] {
        let site = story();
        site.write(&format!("content/stories/{name}"), "<svg/>");
        assert!(site.build().run.stderr.contains("W0008"), "{name}");
        assert!(!site.path("public/stories").join(name).exists(), "{name}");
    }
    let site = story();
    site.write("content/stories/deep.svg", drawing(&("<g>".repeat(5000) + &"</g>".repeat(5000))));
    assert!(site.fails().contains("deep"));
}
