//! The sample site in a real browser: nothing sticks out, on a phone and on a desk, in light and in
//! dark, and where axe is at hand (`ANECDOTE_AXE` names its `axe.min.js`) it finds nothing.
//!
//! Skipped with a line that says so where there is no Chromium; `ANECDOTE_REQUIRE_BROWSER=1` makes
//! that an error.

use std::path::Path;
use std::process::Command;

use rayon::prelude::*;

const PAGES: [&str; 12] = [
    "index.html",
    "stories/index.html",
    "testimonials/index.html",
    "touchpoints/index.html",
    "experience/bad/index.html",
    "stories/ten-quiet-minutes/index.html",
    "stories/disasters/forty-one-minutes/index.html",
    "testimonials/hull-ten-minutes/index.html",
    "ambassadors/milo-horvat/index.html",
    "brands/lumen-and-fold/index.html",
    "campaigns/a-cup-and-a-sentence/index.html",
    "about/index.html",
];

/// Measures the page it stands in, and leaves the result where the dumped page shows it.
const PROBE: &str = "
addEventListener('load', async () => {
  const root = document.documentElement;
  const result = { wide: root.scrollWidth - innerWidth, dark: matchMedia('(prefers-color-scheme: dark)').matches, axe: null };
  if (window.axe) {
    const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    result.axe = found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | '));
  }
  root.setAttribute('data-probe', btoa(unescape(encodeURIComponent(JSON.stringify(result)))));
});";

fn chromium() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()))
}

fn probe(browser: &str, page: &Path, width: u32, dark: bool) -> serde_json::Value {
    let profile = tempfile::TempDir::new().unwrap();
    let mut command = Command::new(browser);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"])
        .args(["--disable-component-update", "--no-first-run", "--dump-dom", "--virtual-time-budget=20000"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--window-size={width},900"));
    if dark {
        command.arg("--force-dark-mode");
    }
    let output = command.arg(format!("file://{}", page.display())).output().unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let found = dom.split("data-probe=\"").nth(1).and_then(|rest| rest.split('"').next());
    let encoded =
        found.unwrap_or_else(|| panic!("{}: no result\n{}", page.display(), String::from_utf8_lossy(&output.stderr)));
    serde_json::from_slice(&decode(encoded)).unwrap()
}

/// A page on a phone in light, and on a desk in dark: what is wrong with it.
fn look(browser: &str, page: &Path, scripts: &str) -> Vec<String> {
    let html = std::fs::read_to_string(page).unwrap();
    let copy = page.with_file_name("probe.html");
    std::fs::write(&copy, html.replace("</body>", scripts)).unwrap();
    let mut problems = Vec::new();
    for (width, dark) in [(390, false), (1280, true)] {
        let found = probe(browser, &copy, width, dark);
        assert_eq!(found["dark"], dark, "{}", page.display());
        let place = format!("{} at {width}", page.display());
        if found["wide"].as_i64().unwrap() > 0 {
            problems.push(format!("{place}: {} px too wide", found["wide"]));
        }
        problems.extend(found["axe"].as_array().into_iter().flatten().map(|one| format!("{place}: {one}")));
    }
    problems
}

/// Base64, as `btoa` writes it.
fn decode(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => u32::from(c - b'A'),
        b'a'..=b'z' => u32::from(c - b'a') + 26,
        b'0'..=b'9' => u32::from(c - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().enumerate().fold(0, |bits, (at, c)| bits | digit(*c) << (18 - 6 * at));
        bytes.extend((0..four.len() - 1).map(|at| (bits >> (16 - 8 * at)) as u8));
    }
    bytes
}

#[test]
fn every_kind_of_page_fits_its_window_and_satisfies_axe() {
    let Some(browser) = chromium() else {
        assert!(std::env::var_os("ANECDOTE_REQUIRE_BROWSER").is_none(), "there is no Chromium");
        eprintln!("skipped: there is no Chromium");
        return;
    };
    let out = tempfile::TempDir::new().unwrap();
    let args = ["build", "--relative-urls", "-o", out.path().to_str().unwrap()];
    let run = crate::site::run_in(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let axe = std::env::var_os("ANECDOTE_AXE").map(|path| std::fs::read_to_string(path).unwrap());
    if axe.is_none() {
        eprintln!("axe is not at hand: ANECDOTE_AXE does not name its axe.min.js");
    }
    let axe = axe.as_deref().unwrap_or("").replace("</script", "<\\/script");
    let scripts = format!("<script>{axe}</script><script>{PROBE}</script></body>");
    let problems: Vec<String> =
        PAGES.par_iter().flat_map_iter(|page| look(browser, &out.path().join(page), &scripts)).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}
