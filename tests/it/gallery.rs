//! The gallery in `docs/gallery/`: every kind of page of both themes, on a desk and on a phone, by day and by night.
//!
//! `cargo test --test it -- --ignored gallery` takes the pictures anew; it needs Chromium and its driver.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, RgbImage, imageops};
use serde_json::json;

use crate::served::Served;
use crate::webdriver::Browser;

/// One page of each kind.
const PAGES: [&str; 20] = [
    "/",
    "/stories/",
    "/stories/ten-quiet-minutes/",
    "/stories/disasters/forty-one-minutes/",
    "/testimonials/",
    "/testimonials/hull-ten-minutes/",
    "/ambassadors/",
    "/ambassadors/priya-kaur/",
    "/brands/",
    "/brands/tally/",
    "/campaigns/",
    "/campaigns/a-cup-and-a-sentence/",
    "/touchpoints/",
    "/tags/",
    "/experience/bad/",
    "/insights/",
    "/journey/",
    "/integrity/",
    "/tell/",
    "/404.html",
];

/// How wide one page is on a sheet.
const WIDTH: u32 = 300;

/// How high, at most.
const HEIGHT: u32 = 420;

/// How many stand side by side.
const COLUMNS: u32 = 5;

const GAP: u32 = 16;

fn picture(browser: &Browser, width: u32) -> DynamicImage {
    // Pictures that load late are there before it is taken.
    browser.run("for (const one of document.images) one.loading = 'eager'");
    browser.until("[...document.images].every((one) => one.complete)");
    browser
        .run_async("const done = arguments[0]; document.fonts.ready.then(() => requestAnimationFrame(() => done(0)))");
    let height = f64::from(width * HEIGHT / WIDTH);
    let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
    let taken = browser.devtools("Page.captureScreenshot", &json!({ "clip": clip, "captureBeyondViewport": true }));
    image::load_from_memory(&STANDARD.decode(taken["data"].as_str().unwrap()).unwrap()).unwrap()
}

#[test]
#[ignore = "takes pictures for the documentation"]
fn gallery() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    for theme in ["stage", "showcase"] {
        let site = crate::browser::sample_with(theme);
        let served = Served::start_at(site.path());
        let browser = Browser::start();
        for (width, dark) in [(1280, false), (1280, true), (390, false), (390, true)] {
            browser.window(width, dark);
            let rows = (PAGES.len() as u32).div_ceil(COLUMNS);
            let size = (COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP);
            let mut sheet = RgbImage::from_pixel(size.0, size.1, image::Rgb([128, 128, 128]));
            for (at, page) in PAGES.iter().enumerate() {
                browser.go(&format!("http://{}{page}", served.address));
                let small = picture(&browser, width).resize_to_fill(WIDTH, HEIGHT, imageops::FilterType::Lanczos3);
                let (x, y) = (at as u32 % COLUMNS, at as u32 / COLUMNS);
                let place = (i64::from(GAP + x * (WIDTH + GAP)), i64::from(GAP + y * (HEIGHT + GAP)));
                imageops::replace(&mut sheet, &small.to_rgb8(), place.0, place.1);
            }
            let name = format!("{theme}-{width}-{}.jpg", if dark { "dark" } else { "light" });
            let mut bytes = Vec::new();
            let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 70);
            sheet.write_with_encoder(encoder).unwrap();
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}
