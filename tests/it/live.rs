//! Live reload in a real browser: what an author sees beside the editor.

use serde_json::json;

use crate::served::Served;
use crate::site::Site;
use crate::webdriver::{Browser, is_there};

fn story(title: &str) -> String {
    let mut text = format!("+++\ntitle = \"{title}\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n\n");
    for n in 0..80 {
        text += &format!("Paragraph {n} of a long story.\n\n");
    }
    text
}

#[test]
fn an_author_s_page_follows_the_editor() {
    if !is_there() {
        return;
    }
    let site = Site::new(
        "-- templates/story.html --\n\
         {% extends \"page-base.html\" %}{% block main %}<h1>{{ page.title }}</h1>\
         <details><summary>More</summary>inside</details><details><summary>Less</summary>inside</details>\
         {{ page.content | safe }}{% endblock main %}\n\
         -- content/about.md --\n+++\ntitle = \"About\"\n+++\nWords.\n",
    );
    site.write("content/stories/a.md", story("First"));
    site.write("static/css/stage.css", "h1 { color: rgb(1, 2, 3) }");
    let served = Served::start(&site, &["--editor", "my-editor://open?f={path}&l={line}"]);
    let browser = Browser::start();
    browser.go(&format!("http://{}/stories/a/", served.address));
    let colour = "getComputedStyle(document.querySelector('h1')).color";
    browser.until(&format!("{colour} == 'rgb(1, 2, 3)'"));

    // The reader is somewhere, and has something open.
    browser.run("document.querySelector('details').open = true; scrollTo(0, 900); window.mark = 1");
    browser.until("scrollY == 900");

    // Another page is none of this page's business; a stylesheet is swapped without a reload.
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nOther words.\n");
    served.change();
    site.write("static/css/stage.css", "h1 { color: rgb(4, 5, 6) }");
    browser.until(&format!("{colour} == 'rgb(4, 5, 6)'"));
    browser.until("document.querySelectorAll('link[rel=stylesheet]').length == 1");
    assert_eq!(browser.run("return [window.mark, scrollY]"), json!([1, 900]));

    // A save reloads the page where it was, with what was open.
    site.write("content/stories/a.md", story("Second"));
    browser.until("document.querySelector('h1').textContent == 'Second'");
    browser.until("scrollY == 900");
    assert_eq!(
        browser.run("return [window.mark ?? null, [...document.querySelectorAll('details')].map((one) => one.open)]"),
        json!([null, [true, false]])
    );

    // An error stands over the last good page, with its place, and goes when it is mended.
    browser.run("window.mark = 2");
    site.write("content/stories/a.md", story("Third").replace("experience = \"good\"", "experience = \"goood\""));
    let overlay = "document.querySelector('anecdote-problems')?.shadowRoot.textContent";
    browser.until(&format!("{overlay}?.includes('content/stories/a.md:3:')"));
    let shown = browser.run(&format!("return {overlay}"));
    assert!(shown.as_str().unwrap().contains("did you mean `good`?"), "{shown}");
    assert_eq!(browser.run("return document.querySelector('h1').textContent"), json!("Second"));
    let links = |host: &str| format!("return document.querySelector('{host}').shadowRoot.querySelector('a').href");
    let root = site.root().canonicalize().unwrap();
    let file = |line: usize| json!(format!("my-editor://open?f={}/content/stories/a.md&l={line}", root.display()));
    assert_eq!(browser.run(&links("anecdote-problems")), file(3));
    assert_eq!(browser.run(&links("anecdote-page")), file(1));
    assert!(browser.picture().len() > 1000);
    if let Some(folder) = std::env::var_os("ANECDOTE_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join("overlay.png.base64"), browser.picture()).unwrap();
    }
    site.write("content/stories/a.md", story("Second"));
    browser.until("!document.querySelector('anecdote-problems')");
    assert_eq!(browser.run("return window.mark"), json!(2), "nothing changed, so nothing was reloaded");

    // A page that goes away is missing, and comes back by itself.
    site.remove("content/stories/a.md");
    browser.until("document.body.textContent.includes('is no page of this site')");
    site.write("content/stories/a.md", story("Fourth"));
    browser.until("document.querySelector('h1').textContent == 'Fourth'");
}

#[test]
fn a_feed_is_a_page_that_a_browser_shows_with_links() {
    let site = Site::new(
        "-- anecdote.toml --\nbase_url = \"https://a.example/blog/\"\ntitle = \"My <site>\"\n\
         -- content/stories/a.md --\n+++\ntitle = \"A & B\"\ndate = 2026-01-02\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n",
    );
    if !is_there() {
        return;
    }
    let served = Served::start(&site, &[]);
    let browser = Browser::start();
    for feed in ["atom.xml", "rss.xml", "experience/good/atom.xml"] {
        browser.go(&format!("http://{}/blog/{feed}", served.address));
        let machine = "document.querySelector('summary, item > description').getClientRects().length";
        browser.until(&format!("{machine} == 0"));
        let links = "[...document.getElementsByTagNameNS('http://www.w3.org/1999/xhtml', 'a')]";
        let shown = browser.run(&format!(
            "return {links}.map((link) => [link.textContent, link.getAttribute('href'), link.getClientRects().length])"
        ));
        let shown = shown.as_array().unwrap();
        assert!(shown.contains(&json!(["A & B", "https://a.example/blog/stories/a/", 1])), "{feed}: {shown:?}");
        let page = if feed.contains("experience") { "/experience/good/" } else { "/" };
        let leads = format!("https://a.example/blog{page}");
        assert!(shown.iter().any(|link| link[1] == leads.as_str()), "{feed}: {shown:?}");
    }
}
