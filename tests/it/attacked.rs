//! The preview attacked from pages of other origins, in a real browser: at another port, and at another name. What such
//! a page sees of an address must not tell whether there is anything.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::embeds::host;
use crate::served::Served;
use crate::site::Site;
use crate::webdriver::{Browser, is_there};

/// Every way in which a page loads something: what it sees of an address that there is, and of one that there is not.
const ATTACK: &str = r#"
const [base, done] = [arguments[0], arguments[arguments.length - 1]];
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const seen = (element, address, put = (a) => document.body.append(a)) => new Promise((resolve) => {
  element.addEventListener("load", () => resolve("load"));
  element.addEventListener("error", () => resolve("error"));
  put(element);
  setTimeout(() => resolve("nothing"), 3000);
});
const make = (name, values) => Object.assign(document.createElement(name), values);
const ways = {
  image: async (url) => {
    const one = make("img", { src: url });
    const what = await seen(one);
    return [what, one.naturalWidth, one.naturalHeight];
  },
  frame: async (url) => {
    const one = make("iframe", { src: url });
    const what = await seen(one);
    return [what, one.contentWindow.length, one.contentDocument === null];
  },
  sandboxed: async (url) => {
    const one = make("iframe", { src: url, sandbox: "allow-scripts" });
    const what = await seen(one);
    return [what, one.contentWindow.length];
  },
  object: async (url) => {
    const one = make("object", { data: url });
    const what = await seen(one);
    return [what, one.contentWindow?.length ?? null, one.offsetWidth, one.offsetHeight];
  },
  embed: async (url) => {
    const one = make("embed", { src: url });
    return [await seen(one), one.offsetWidth];
  },
  script: async (url) => [await seen(make("script", { src: url }))],
  module: async (url) => [await seen(make("script", { src: url, type: "module" }))],
  style: async (url) => {
    const one = make("link", { rel: "stylesheet", href: url });
    const what = await seen(one, url, (a) => document.head.append(a));
    let rules = null;
    try { rules = one.sheet?.cssRules.length ?? null } catch { rules = "closed" }
    return [what, rules, getComputedStyle(document.body).getPropertyValue("--own")];
  },
  prefetch: async (url) => [await seen(make("link", { rel: "prefetch", href: url }), url, (a) => document.head.append(a))],
  preload: async (url) => [await seen(make("link", { rel: "preload", as: "image", href: url }), url, (a) => document.head.append(a))],
  video: async (url) => {
    const one = make("video", { src: url, preload: "metadata" });
    return [await new Promise((resolve) => {
      one.addEventListener("loadedmetadata", () => resolve("load"));
      one.addEventListener("error", () => resolve("error"));
      document.body.append(one);
    })];
  },
  font: async (url) => [await new FontFace("x", `url(${url})`).load().then(() => "load", (error) => error.name)],
  fetch: async (url) => [await fetch(url).then((answer) => answer.status, (error) => error.name)],
  blind: async (url) => [await fetch(url, { mode: "no-cors" }).then((answer) => answer.type, (error) => error.name)],
  head: async (url) => [await fetch(url, { method: "HEAD", mode: "no-cors" }).then((answer) => answer.type, (error) => error.name)],
  request: (url) => new Promise((resolve) => {
    const one = new XMLHttpRequest();
    one.open("GET", url);
    one.onloadend = () => resolve([one.status, one.responseText.length]);
    one.send();
  }),
  events: (url) => new Promise((resolve) => {
    const one = new EventSource(url);
    one.onopen = () => { one.close(); resolve(["open"]) };
    one.onerror = () => { const state = one.readyState; one.close(); resolve(["error", state]) };
  }),
  socket: (url) => new Promise((resolve) => {
    const one = new WebSocket(url.replace("http", "ws"));
    one.onopen = () => resolve(["open"]);
    one.onclose = (event) => resolve(["close", event.code]);
  }),
  form: async (url) => {
    const frame = make("iframe", { name: "target" + Math.random() });
    document.body.append(frame);
    const form = make("form", { action: url, method: "post", target: frame.name });
    document.body.append(form);
    const what = await seen(frame, url, () => form.submit());
    return [what, frame.contentWindow.length, frame.contentDocument === null];
  },
  window: async (url) => {
    const one = open(url);
    for (let n = 0; n < 40 && one && !one.closed; n++) await wait(50);
    let length = null;
    try { length = one?.length ?? null } catch { length = "closed" }
    const state = [one?.closed ?? null, length];
    one?.close();
    return state;
  },
};
const timing = (url) => performance.getEntriesByName(url).map((one) =>
  [one.initiatorType, one.responseStatus, one.transferSize, one.encodedBodySize, one.nextHopProtocol]);
const paths = [["/stories/a/", "/stories/b/"], ["/pic.svg", "/none.svg"], ["/own.css", "/none.css"], ["/own.js", "/none.js"]];
const chosen = { window: [0], sandboxed: [0], form: [0], image: [1], style: [2], script: [3], module: [3] };
const one = async (name, path) => {
  const url = base + path + "?" + name;
  const what = await Promise.race([ways[name](url), wait(5000).then(() => "never")]);
  return JSON.stringify([what, timing(url)]);
};
(async () => {
  const all = Object.keys(ways).flatMap((name) => (chosen[name] ?? [0, 1]).map((at) => [name, at]));
  const seen = [];
  // Some at a time: a browser that has too much to do gives up some loads, and so would tell them apart.
  while (all.length > 0) {
    seen.push(...await Promise.all(all.splice(0, 8).map(async ([name, at]) =>
      [name + " " + paths[at][0], await Promise.all(paths[at].map((path) => one(name, path)))])));
  }
  done(Object.fromEntries(seen));
})();
"#;

fn attack(browser: &Browser, base: &str) -> BTreeMap<String, Vec<String>> {
    let script = ATTACK.replacen("arguments[0]", &format!("{base:?}"), 1);
    serde_json::from_value(browser.run_async(&script)).unwrap()
}

fn site(config: &str) -> Site {
    Site::new(&format!(
        "-- anecdote.toml --\n{config}\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"gift\"\n+++\nThe lamp shines.\n\
         -- static/pic.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"7\" height=\"9\"><rect width=\"7\" height=\"9\"/></svg>\n\
         -- static/own.css --\n:root {{ --own: 1 }}\n\
         -- static/own.js --\nconst own = 1;\n"
    ))
}

fn page(html: &str) -> BTreeMap<String, Vec<u8>> {
    let html = format!("<!doctype html><html lang=\"en\"><title>Other</title><body>{html}</body></html>");
    BTreeMap::from([("index.html".to_owned(), html.into_bytes())])
}

#[test]
fn a_page_of_another_origin_cannot_tell_whether_there_is_a_page() {
    if !is_there() {
        return;
    }
    let site = site("");
    let served = Served::start(&site, &[]);
    let other = host(page(""), None);
    let port = other.split(':').nth(1).unwrap();
    let browser = Browser::start();
    // At another name, which is another site; and at another port, which is the same.
    for from in [format!("http://localhost:{port}/"), format!("http://{other}/")] {
        browser.go(&from);
        let seen = attack(&browser, &format!("http://{}", served.address));
        assert!(seen.len() >= 20, "{seen:?}");
        for (way, both) in &seen {
            assert_eq!(both[0], both[1], "{way}, from {from}");
        }
        let is =
            |way: &str, begin: &str| assert!(seen[way][0].starts_with(begin), "{way}, from {from}: {}", seen[way][0]);
        is("image /pic.svg", "[[\"error\",0,0]");
        is("style /own.css", "[[\"error\"");
        is("script /own.js", "[[\"error\"]");
        is("fetch /stories/a/", "[[\"TypeError\"]");
        is("blind /stories/a/", "[[\"TypeError\"]");
        is("events /stories/a/", "[[\"error\"");
        is("socket /stories/a/", "[[\"close\",1006]");
        is("object /pic.svg", "[[\"error\"");
        // The stream of events itself.
        let stream = browser.run_async(&format!(
            "const done = arguments[arguments.length - 1]; const one = new EventSource('http://{}/__anecdote/events?page=stories/a/index.html&token=');\
             one.onopen = () => done('open'); one.onerror = () => {{ one.close(); done('error') }};",
            served.address
        ));
        assert_eq!(stream, json!("error"));
    }
    // Somebody who follows a link gets there, and the page that held the link holds no window of it.
    let link =
        format!("<a id=\"a\" target=\"_blank\" rel=\"opener\" href=\"http://{}/stories/a/\">a</a>", served.address);
    let other = host(page(&link), None);
    browser.go(&format!("http://{other}/"));
    browser.run("document.getElementById('a').target = ''; document.getElementById('a').click()");
    browser.until("document.body.textContent.includes('The lamp shines')");
    assert_eq!(
        browser.run("return [window.opener, document.querySelector('script[src*=live]') !== null]"),
        json!([null, true])
    );
}

/// The same attack from a page of the preview itself, which may load what it likes: so it can tell.
#[test]
fn the_attack_tells_pages_apart_where_nothing_stops_it() {
    if !is_there() {
        return;
    }
    let site = site("");
    let served = Served::start(&site, &[]);
    let browser = Browser::start();
    let own = format!("http://{}", served.address);
    browser.go(&format!("{own}/stories/"));
    let seen = attack(&browser, &own);
    let ways = ["image /pic.svg", "style /own.css", "script /own.js", "fetch /stories/a/", "prefetch /pic.svg"];
    for way in ways {
        assert_ne!(seen[way][0], seen[way][1], "{way}");
    }
    assert!(seen["image /pic.svg"][0].starts_with("[[\"load\",7,9]"), "{seen:?}");
}

#[test]
fn embeds_are_tried_on_another_page_of_this_machine_and_nothing_else_is_framed() {
    if !is_there() {
        return;
    }
    let site = site("[embeds]");
    let served = Served::start(&site, &[]);
    let frame = |id: &str, path: &str| {
        format!(
            "<iframe id=\"{id}\" src=\"http://{}{path}\" width=\"640\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\"></iframe>",
            served.address
        )
    };
    let html = format!(
        "{}{}<img id=\"badge\" src=\"http://{}/embed/badge.svg\" alt=\"\">",
        frame("wall", "/embed/wall/"),
        frame("story", "/stories/a/"),
        served.address
    );
    let other = host(page(&html), None);
    let browser = Browser::start();
    browser.go(&format!("http://localhost:{}/", other.split(':').nth(1).unwrap()));
    browser.until("document.getElementById('badge').naturalWidth === 320");
    let within = |id: &str, script: &str| {
        browser.frame(&Value::Null);
        let frame = browser.run(&format!("return document.getElementById('{id}')"));
        browser.frame(&frame);
        browser.run(script)
    };
    let words = within("wall", "return document.body.innerText");
    assert!(words.as_str().unwrap().contains("The lamp shines"), "{words}");
    // Its stylesheets came, though a sandboxed frame has no origin.
    browser.until("getComputedStyle(document.querySelector('.say')).borderTopStyle === 'solid' || getComputedStyle(document.querySelector('.say')).backgroundColor !== 'rgba(0, 0, 0, 0)'");
    let words = within("story", "return document.body?.innerText ?? ''");
    assert!(!words.as_str().unwrap().contains("lamp"), "{words}");
}

#[test]
fn a_drawing_of_a_stranger_runs_nothing_when_it_is_opened() {
    if !is_there() {
        return;
    }
    let site = site("");
    site.write(
        "static/evil.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"document.documentElement.setAttribute('data-ran', 1)\">\
         <style>rect { fill: rgb(1, 2, 3) }</style><rect width=\"5\" height=\"5\"/>\
         <script>document.documentElement.setAttribute('data-ran', 2)</script></svg>",
    );
    let served = Served::start(&site, &[]);
    let browser = Browser::start();
    browser.go(&format!("http://{}/evil.svg", served.address));
    let seen = "return [document.documentElement.getAttribute('data-ran'), getComputedStyle(document.querySelector('rect')).fill]";
    assert_eq!(browser.run(seen), json!([null, "rgb(1, 2, 3)"]));
    // What the preview adds to a page that there is not obeys the page's policy.
    browser.go(&format!("http://{}/nothing/", served.address));
    browser.until("document.querySelector('.anecdote-near')");
    browser.until("getComputedStyle(document.querySelector('.anecdote-near')).borderTopStyle === 'dashed'");
    assert_eq!(browser.stopped(), json!([]));
}
