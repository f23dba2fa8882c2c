//! Both themes in a real browser: nothing sticks out, on a phone and on a desk, in light and in dark; no
//! request leaves the site; the wall works with the keyboard alone; and where axe is at hand
//! (`ANECDOTE_AXE` names its `axe.min.js`) it finds nothing.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use tempfile::TempDir;

use crate::served::Served;
use crate::webdriver::{Browser, is_there};

/// A page of each kind of the sample site.
const PAGES: [&str; 31] = [
    "/",
    "/fr/",
    "/stories/",
    "/stories/disasters/",
    "/stories/ten-quiet-minutes/",
    "/stories/disasters/forty-one-minutes/",
    "/stories/the-repair-hour/",
    "/testimonials/",
    "/es/testimonials/",
    "/testimonials/hull-ten-minutes/",
    "/ambassadors/",
    "/ambassadors/ada-abara/",
    "/brands/",
    "/brands/tally/",
    "/campaigns/",
    "/campaigns/a-cup-and-a-sentence/",
    "/touchpoints/",
    "/experience/bad/",
    "/integrity/",
    "/es/integrity/",
    "/tell/",
    "/about/",
    "/insights/",
    "/es/insights/",
    "/tags/",
    "/journey/",
    "/brands/tally/insights/",
    "/touchpoints/helpdesk/insights/",
    "/authors/",
    "/embed/wall/",
    "/embed/story/the-lid/",
];

/// Those of a new site with the other theme, where they differ from the sample's.
const NEW_PAGES: [&str; 6] = [
    "/",
    "/stories/ninety-kilos-of-bread/",
    "/ambassadors/noor-haddad/",
    "/campaigns/ride-it-to-school/",
    "/testimonials/",
    "/tell/",
];

/// The sample site under another theme, taking answers by a form.
pub fn sample_with(theme: &str) -> TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = TempDir::new().unwrap();
    for folder in ["content", "static", "i18n"] {
        let status = Command::new("cp").arg("-r").arg(root.join(folder)).arg(dir.path()).status().unwrap();
        assert!(status.success());
    }
    let config = std::fs::read_to_string(root.join("anecdote.toml")).unwrap();
    let config = config.replace("mail = \"hello@counter.example\"", "form = \"https://forms.example/f\"");
    std::fs::write(dir.path().join("anecdote.toml"), format!("theme = \"{theme}\"\n{config}")).unwrap();
    dir
}

/// A page on a phone in light, and on a desk in dark: what is wrong with it.
fn look(browser: &Browser, address: &str, path: &str, axe: Option<&str>) -> Vec<String> {
    let mut problems = Vec::new();
    for (width, dark) in [(390, false), (1280, true)] {
        browser.window(width, dark);
        browser.go(&format!("http://{address}{path}"));
        let place = format!("{path} at {width}");
        let wide = browser.run("return document.documentElement.scrollWidth - innerWidth").as_i64().unwrap();
        if wide > 0 {
            problems.push(format!("{place}: {wide} px too wide"));
        }
        let stopped = browser.stopped();
        if stopped != json!([]) {
            problems.push(format!("{place}: the policy stops {stopped}"));
        }
        let elsewhere = browser.run(
            "return performance.getEntriesByType('resource').map((one) => one.name)
               .filter((name) => !name.startsWith(location.origin + '/') && !name.startsWith('data:'))",
        );
        if elsewhere != json!([]) {
            problems.push(format!("{place}: loads {elsewhere}"));
        }
        let Some(axe) = axe else { continue };
        // What stands folded is looked at as well.
        browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true })");
        browser.run(axe);
        let found = browser.run_async(
            "const done = arguments[0];
             axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
               .then((found) => done(found.violations.map((one) =>
                 one.id + ': ' + one.nodes.map((node) => node.html.slice(0, 120)).join(' | '))))",
        );
        problems.extend(found.as_array().unwrap().iter().map(|one| format!("{place}: {one}")));
    }
    problems
}

fn all_fit(root: &Path, pages: &[&str]) {
    if !is_there() {
        return;
    }
    let axe = std::env::var_os("ANECDOTE_AXE").map(|path| std::fs::read_to_string(path).unwrap());
    if axe.is_none() {
        eprintln!("axe is not at hand: ANECDOTE_AXE does not name its axe.min.js");
    }
    let served = Served::start_at(root);
    let browser = Browser::start();
    let problems: Vec<String> =
        pages.iter().flat_map(|page| look(&browser, &served.address, page, axe.as_deref())).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_kind_of_page_of_stage_fits_its_window_and_satisfies_axe() {
    all_fit(Path::new(env!("CARGO_MANIFEST_DIR")), &PAGES);
}

#[test]
fn every_kind_of_page_of_showcase_fits_its_window_and_satisfies_axe() {
    all_fit(sample_with("showcase").path(), &PAGES);
}

#[test]
fn a_new_showcase_fits_its_window_and_satisfies_axe() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("new");
    let run = crate::site::run_in(dir.path(), &["init", "--theme", "showcase", root.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let built = crate::site::run_in(&root, &["build"]);
    assert!(built.code == 0 && !built.stderr.contains("warning"), "{}", built.stderr);
    all_fit(&root, &NEW_PAGES);
}

#[test]
fn the_wall_is_filtered_and_unfolded_with_the_keyboard_alone() {
    if !is_there() {
        return;
    }
    let dir = sample_with("stage");
    // More voices than stand on one page: a filter finds those of older pages too.
    for n in 0..140 {
        let verdict = if n % 7 == 0 { "bad" } else { "good" };
        let words = "It went on and on, and then it went on again. ".repeat(if n == 139 { 20 } else { 1 });
        std::fs::write(
            dir.path().join(format!("content/testimonials/more-{n}.md")),
            format!("+++\nexperience = \"{verdict}\"\ndate = 2026-10-{:02}\n+++\n{words}\n", n % 28 + 1),
        )
        .unwrap();
    }
    let served = Served::start_at(dir.path());
    let browser = Browser::start();
    browser.go(&format!("http://{}/testimonials/", served.address));
    let focused = |what: &str| format!("document.activeElement?.matches('{what}')");
    let shown = "[...document.querySelectorAll('[data-wall] > li')].filter((item) => !item.hidden)";
    // Without the script the filters are links; the script makes switches of them.
    let chip = "button.chip[data-facet=experience][data-value=bad]";
    browser.until(&format!("document.querySelector('{chip}')"));
    while browser.run(&format!("return {}", focused(chip))) != json!(true) {
        browser.press("\u{e004}");
    }
    let bad = browser.run(&format!("return document.querySelector('{chip}').textContent.match(/\\d+/)[0]"));
    let bad: u64 = bad.as_str().unwrap().parse().unwrap();
    assert!(bad > 20);
    browser.press(" ");
    browser.until(&format!("{shown}.length == {bad}"));
    assert_eq!(browser.run(&format!("return document.querySelector('{chip}').ariaPressed")), json!("true"));
    assert_eq!(browser.run(&format!("return {shown}.every((item) => item.dataset.experience == 'bad')")), json!(true));
    browser.until(&format!("document.querySelector('[role=status]').textContent.includes('{bad}')"));
    assert_eq!(browser.run("return location.search"), json!("?experience=bad"));
    // The address holds the filter: opened anew, it is as it was.
    browser.go(&format!("http://{}/testimonials/?experience=bad", served.address));
    browser.until(&format!("{shown}.length == {bad}"));
    while browser.run(&format!("return {}", focused("button[data-clear]"))) != json!(true) {
        browser.press("\u{e004}");
    }
    browser.press("\u{e007}");
    browser.until(&format!("{shown}.length > 140"));
    // A long one unfolds.
    browser.run("document.querySelector('.unfold summary').focus()");
    browser.press("\u{e007}");
    browser.until("document.querySelector('.unfold').open");
    // As it is delivered, each filter is a link.
    let page = served.get("/testimonials/").text();
    assert!(page.contains("<a href=\"/experience/bad/\">") && page.contains("data-wall-filter"));
}

#[test]
fn a_phone_shows_the_first_sentence_at_once_and_nothing_moves() {
    if !is_there() {
        return;
    }
    let stories = [
        "/stories/ten-quiet-minutes/",
        "/stories/disasters/forty-one-minutes/",
        "/stories/the-repair-hour/",
        "/stories/the-lamp-that-came-back/",
        "/fr/stories/le-piano-du-hall-b/",
    ];
    for (theme, most) in [("stage", 420), ("showcase", 650)] {
        let site = sample_with(theme);
        let served = Served::start_at(site.path());
        let browser = Browser::start();
        browser.window(390, false);
        let number = |script: &str| browser.run(&format!("return {script}")).as_f64().unwrap() as i64;
        for path in stories {
            browser.go(&format!("http://{}{path}", served.address));
            let top = number("document.querySelector('.prose p').getBoundingClientRect().top");
            assert!(top <= most, "{theme} {path}: the first sentence stands at {top}");
        }
        browser.go(&format!("http://{}/", served.address));
        let (height, header) = (
            number("document.documentElement.scrollHeight"),
            number("document.querySelector('.site-header').offsetHeight"),
        );
        assert!(height <= 11 * 844 && header <= 100, "{theme}: home {height}, header {header}");
        for path in ["/", stories[0], "/testimonials/", "/testimonials/tomas-bird/", "/brands/tally/", "/insights/"] {
            browser.go(&format!("http://{}{path}", served.address));
            let shift = browser.run_async(
                "const done = arguments[0]; let sum = 0;
                 new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
                   .observe({ type: 'layout-shift', buffered: true });
                 document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(() => done(sum), 50)));",
            );
            assert_eq!(shift.as_f64(), Some(0.0), "{theme} {path}: things move while it loads");
        }
    }
}

#[test]
fn readers_switch_between_light_and_dark_and_the_next_page_remembers() {
    if !is_there() {
        return;
    }
    let site = sample_with("stage");
    let served = Served::start_at(site.path());
    let browser = Browser::start();
    browser.window(1280, false);
    browser.go(&format!("http://{}/", served.address));
    let ground = "getComputedStyle(document.body).backgroundColor";
    let light = browser.run(&format!("return {ground}"));
    browser.until("document.querySelector('[data-theme-switch]').hasAttribute('aria-pressed')");
    browser.run("document.querySelector('[data-theme-switch]').click()");
    let dark = browser.run(&format!("return {ground}"));
    assert_ne!(light, dark);
    browser.go(&format!("http://{}/about/", served.address));
    assert_eq!(browser.run(&format!("return {ground}")), dark);
    assert_eq!(browser.run("return document.querySelector('[data-theme-switch]').ariaPressed"), json!("true"));
}
