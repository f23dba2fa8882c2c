//! Pictures, films and sounds: what they carry besides what they show is published nowhere, and what they show stays.
//! `media/make.py` made the files; the tests look for what it planted with their own eyes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use anecdote::media::{Origin, published};
use anecdote::path::SourcePath;
use image::AnimationDecoder as _;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::json;

use crate::served::Served;
use crate::site::{Site, tree};
use crate::webdriver::{Browser, is_there};

/// What was planted as text.
const WORDS: [&str; 4] = ["Zadie", "Quarmby", "Hollowmere", "51.50"];

/// The files that `make.py` made, by name.
fn files() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/media");
    let mut all = tree(&folder);
    all.remove("make.py");
    assert!(all.len() >= 21, "{:?}", all.keys());
    all
}

/// Where the camera was: 51° 30' 26.24" as Exif writes it, in either order of bytes.
fn position(is_big: bool) -> Vec<u8> {
    let number = |number: u32| if is_big { number.to_be_bytes() } else { number.to_le_bytes() };
    [51, 1, 30, 1].into_iter().flat_map(number).collect()
}

/// What of the planted stands in some bytes.
fn secrets(bytes: &[u8]) -> Vec<String> {
    let mut needles: Vec<(String, Vec<u8>)> = Vec::new();
    for word in WORDS {
        needles.push((word.to_owned(), word.as_bytes().to_vec()));
        needles.push((format!("{word} in UTF-16"), word.bytes().flat_map(|byte| [byte, 0]).collect()));
    }
    for is_big in [true, false] {
        needles.push(("a position".to_owned(), position(is_big)));
    }
    for kind in ["xmpmeta", "Photoshop 3.0", "JFXX", "http://ns.adobe.com", "MotionPhoto", "2026:03:14", "ThumbnailIm"]
    {
        needles.push((kind.to_owned(), kind.as_bytes().to_vec()));
    }
    let stands = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    needles.into_iter().filter(|(_, needle)| stands(needle)).map(|(name, _)| name).collect()
}

fn site_with(files: &BTreeMap<String, Vec<u8>>, folder: &str) -> Site {
    let site = Site::new(
        "-- anecdote.toml --\npublish = [\"*.heic\", \"*.avi\"]\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n",
    );
    files.iter().for_each(|(name, bytes)| site.write(&format!("{folder}/{name}"), bytes));
    site
}

/// The bytes that are published of a file.
fn clean(name: &str, bytes: &[u8]) -> Vec<u8> {
    published(&SourcePath::new(format!("static/{name}")), Origin::Own, false, bytes.to_vec())
        .unwrap_or_else(|found| panic!("{name}: {}", found.message))
        .value
}

#[test]
fn nothing_that_a_camera_or_a_program_planted_is_published_by_build_or_serve() {
    let files = files();
    for (name, bytes) in &files {
        assert!(!secrets(bytes).is_empty(), "{name} holds nothing that could be lost");
    }
    for folder in ["content/stories", "static/stories"] {
        let site = site_with(&files, folder);
        let built = site.build();
        let written = built.files();
        let served = Served::start(&site, &[]);
        for name in files.keys().filter(|name| *name != "subtitles.mp4") {
            let out = &written[&format!("stories/{name}")];
            assert_eq!(secrets(out), [""; 0], "{folder}/{name}");
            assert!(&served.get(&format!("/stories/{name}")).body == out, "{folder}/{name} is served otherwise");
        }
        built.same_as_clean();
    }
}

#[test]
fn pictures_show_the_same_pixels_as_before() {
    for (name, bytes) in files() {
        let kind = name.rsplit_once('.').unwrap().1;
        let out = clean(&name, &bytes);
        assert!(out.len() < bytes.len() || !["jpg", "png", "webp", "gif"].contains(&kind), "{name}");
        let frames = |bytes: &[u8]| -> Vec<image::Frame> {
            let bytes = Cursor::new(bytes.to_vec());
            let frames = match name.as_str() {
                "moving.gif" => image::codecs::gif::GifDecoder::new(bytes).unwrap().into_frames(),
                "moving.png" => image::codecs::png::PngDecoder::new(bytes).unwrap().apng().unwrap().into_frames(),
                "moving.webp" => image::codecs::webp::WebPDecoder::new(bytes).unwrap().into_frames(),
                _ => {
                    let image = image::load_from_memory(bytes.get_ref()).unwrap();
                    return vec![image::Frame::new(image.to_rgba8())];
                }
            };
            frames.collect_frames().unwrap()
        };
        if ["jpg", "png", "webp", "gif"].contains(&kind) {
            let (before, after) = (frames(&bytes), frames(&out));
            assert_eq!(before.len(), if name.starts_with("moving") { 3 } else { 1 }, "{name}");
            let same = |(a, b): (&image::Frame, &image::Frame)| a.buffer() == b.buffer() && a.delay() == b.delay();
            assert!(before.len() == after.len() && before.iter().zip(&after).all(same), "{name}");
        }
        assert_eq!(clean(&name, &out), out, "{name}: what is clean stays as it is");
    }
}

/// The same picture, turned otherwise: `make.py` wrote 6, which stands where `exiftool` puts it.
fn with_orientation(name: &str, bytes: &[u8], turned: u8) -> Vec<u8> {
    let (big, little) = (b"\x01\x12\0\x03\0\0\0\x01\0\x06", b"\x12\x01\x03\0\x01\0\0\0\x06\0");
    let find = |entry: &[u8]| bytes.windows(10).position(|window| window == entry);
    let (at, low) = find(big).map(|at| (at, 9)).or(find(little).map(|at| (at, 8))).unwrap_or_else(|| panic!("{name}"));
    let mut bytes = bytes.to_vec();
    bytes[at + low] = turned;
    if name == "photo.png" {
        let start = bytes.windows(4).position(|window| window == b"eXIf").unwrap();
        let length = u32::from_be_bytes(bytes[start - 4..start].try_into().unwrap()) as usize;
        let sum = crc32fast::hash(&bytes[start..start + 4 + length]);
        bytes[start + 4 + length..start + 8 + length].copy_from_slice(&sum.to_be_bytes());
    }
    bytes
}

#[test]
fn each_of_the_eight_ways_in_which_a_picture_is_turned_survives_and_nothing_else_of_its_exif() {
    let files = files();
    for name in ["photo.jpg", "photo.png", "photo.webp"] {
        for turned in 1..=8 {
            let out = clean(name, &with_orientation(name, &files[name], turned));
            assert_eq!(secrets(&out), [""; 0], "{name} {turned}");
            match exif::Reader::new().read_from_container(&mut Cursor::new(&out)) {
                Ok(exif) => {
                    let fields: Vec<String> = exif.fields().map(|field| field.tag.to_string()).collect();
                    assert_eq!(fields, ["Orientation"], "{name} {turned}");
                    let field = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY).unwrap();
                    assert_eq!(field.value.get_uint(0), Some(turned.into()), "{name}");
                }
                Err(_) => assert_eq!(turned, 1, "{name}"),
            }
            image::load_from_memory(&out).unwrap();
        }
    }
}

#[test]
fn what_the_colours_mean_is_kept() {
    let files = files();
    let profile = |bytes: &[u8]| {
        let start = bytes.windows(12).position(|window| window == b"ICC_PROFILE\0").unwrap();
        let length = u16::from_be_bytes(bytes[start - 2..start].try_into().unwrap()) as usize;
        bytes[start - 4..start - 2 + length].to_vec()
    };
    assert_eq!(profile(&files["photo.jpg"]), profile(&clean("photo.jpg", &files["photo.jpg"])));
}

#[test]
fn a_browser_shows_pictures_and_plays_films_as_before() {
    if !is_there() {
        return;
    }
    let files = files();
    let site = site_with(&files, "static/clean");
    files.iter().for_each(|(name, bytes)| site.write(&format!("static/kept/{name}"), bytes));
    site.write("static/look.html", "<!doctype html><title>x</title>");
    site.write("anecdote.toml", "[pictures]\nkeep_metadata = [\"static/kept/*\"]\n[security]\npolicy = false\n");
    let built = site.build();
    assert!(built.files()["kept/photo.jpg"] == files["photo.jpg"]);
    let served = Served::start(&site, &[]);
    let browser = Browser::start();
    browser.go(&format!("http://{}/look.html", served.address));
    let script = "const [done] = arguments; const look = async (address) => {
            const image = new Image(); image.src = address; await image.decode();
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
            const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
            return [canvas.width, canvas.height, ...context.getImageData(0, 0, canvas.width, canvas.height).data].join(' ');
        };
        const play = (address) => new Promise((told, failed) => {
            const film = document.createElement('video'); film.muted = true;
            film.onloadeddata = () => told(film.videoWidth ? [film.videoWidth, film.videoHeight, film.duration].join(' ') : 'a sound');
            film.onerror = () => told('cannot be played'); film.src = address;
        });
        const see = NAME.match(/jpg|png|gif|webp|avif/) ? look : play;
        Promise.all([see('/kept/' + NAME), see('/clean/' + NAME)]).then(done, (error) => done([`${error}`, '']));";
    let mut seen = 0;
    for name in files.keys().filter(|name| !name.ends_with("heic")) {
        let found = browser.run_async(&script.replace("NAME", &json!(name).to_string()));
        assert_eq!(found[0], found[1], "{name}");
        if found[0] != json!("cannot be played") {
            seen += 1;
        }
        if ["photo.jpg", "photo.png"].contains(&name.as_str()) {
            assert!(found[0].as_str().unwrap().starts_with("32 48 "), "{name} is not turned");
        }
    }
    assert!(seen >= 12, "only {seen} could be shown at all");
}

#[test]
fn what_the_site_s_author_names_keeps_all_that_it_carries_and_the_next_build_knows() {
    let files = files();
    let only: BTreeMap<String, Vec<u8>> = [("photo.jpg".to_owned(), files["photo.jpg"].clone())].into();
    let site = site_with(&only, "static/press");
    assert_eq!(secrets(&site.build().files()["press/photo.jpg"]), [""; 0]);
    site.write("anecdote.toml", "[pictures]\nkeep_metadata = [\"static/press/*\"]\n");
    let built = site.build();
    assert!(built.files()["press/photo.jpg"] == files["photo.jpg"]);
    built.same_as_clean();
    // A folder below is another one.
    site.write("static/press/old/photo.jpg", &files["photo.jpg"]);
    assert_eq!(secrets(&site.build().files()["press/old/photo.jpg"]), [""; 0]);
    site.write("anecdote.toml", "");
    let built = site.build();
    assert_eq!(secrets(&built.files()["press/photo.jpg"]), [""; 0]);
    built.same_as_clean();
    // Another picture under the same name.
    site.write("static/press/photo.jpg", &files["progressive.jpg"]);
    site.build().same_as_clean();
    site.write("anecdote.toml", "[pictures]\nkeep_metadata = [\"[\"]\n");
    assert!(site.fails().contains("is not a pattern"));
}

#[test]
fn a_picture_that_cannot_be_read_is_an_error_with_a_way_out_and_is_published_nowhere() {
    let photo = &files()["photo.jpg"];
    let cut = &photo[..photo.len() / 3];
    let other = [&b"\0junk\xff"[..], photo].concat();
    let tiff = [&b"II*\0\x08\0\0\0"[..], b"\xff Zadie Quarmby"].concat();
    for (name, bytes) in [("cut.jpg", cut), ("other.png", &other), ("scan.tif", &tiff), ("renamed.jpg", &tiff)] {
        for folder in ["content/stories", "static"] {
            let site = Site::new("-- anecdote.toml --\npublish = [\"*.tif\"]\n-- content/about.md --\nWords.\n");
            site.write(&format!("{folder}/{name}"), bytes);
            let said = site.fails();
            assert!(said.contains("error[E0009]") && said.contains(&format!("{folder}/{name}")), "{said}");
            assert!(said.contains("`keep_metadata`"), "{said}");
            assert_eq!(fs::read_dir(site.path("public")).map_or(0, |all| all.flatten().count()), 0, "{name}");
            // A check says what a build says.
            assert!(site.run(&["check"]).stderr.contains("error[E0009]"));
            site.write("anecdote.toml", format!("ignore = [\"{name}\"]\n[pictures]\nkeep_metadata = [\"static/*\"]\n"));
            site.build();
        }
    }
}

#[test]
fn what_stays_in_a_file_is_said_each_time_until_its_author_says_that_it_may() {
    let film = &files()["subtitles.mp4"];
    let site = Site::new("-- content/about.md --\nWords.\n");
    site.write("static/film.mp4", film);
    site.write("static/old.flv", b"FLV\x01\x05\xff\xfe");
    for _ in 0..2 {
        let said = site.build().run.stderr;
        assert_eq!(said.matches("warning[W0013]").count(), 2, "{said}");
        assert!(said.contains("static/film.mp4") && said.contains("static/old.flv"), "{said}");
    }
    site.write("anecdote.toml", "[pictures]\nkeep_metadata = [\"static/film.mp4\", \"static/*.flv\"]\n");
    assert!(!site.build().run.stderr.contains("W0013"));
}

/// A change to a file at random.
#[derive(Clone, Debug)]
enum Slip {
    Flip(usize, u8),
    Set(usize, u32),
    Cut(usize),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
}

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let at = || any::<prop::sample::Index>().prop_map(|at| at.index(1 << 20));
    let slip = prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Slip::Flip(at, byte)),
        2 => (at(), prop_oneof![Just(0), Just(u32::MAX), Just(0x7fff_ffff), 0_u32..300]).prop_map(|(at, n)| Slip::Set(at, n)),
        1 => at().prop_map(Slip::Cut),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..9)).prop_map(|(at, bytes)| Slip::Insert(at, bytes)),
        1 => (at(), 1_usize..200).prop_map(|(at, count)| Slip::Remove(at, count)),
    ];
    prop::collection::vec(slip, 1..4)
}

fn slipped(bytes: &[u8], slips: &[Slip]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for slip in slips {
        let size = bytes.len().max(1);
        match slip {
            Slip::Flip(at, byte) => bytes[at % size] ^= byte,
            Slip::Set(at, n) => n.to_be_bytes().iter().enumerate().for_each(|(k, byte)| bytes[(at + k) % size] = *byte),
            Slip::Cut(at) => bytes.truncate((at % size).max(1)),
            Slip::Insert(at, more) => drop(bytes.splice(at % size..at % size, more.iter().copied())),
            Slip::Remove(at, count) => drop(bytes.drain(at % size..(at % size + count).min(size))),
        }
        if bytes.is_empty() {
            bytes.push(0xff);
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: size("ANECDOTE_CASES", 300), failure_persistence: None, rng_seed: RngSeed::Fixed(14), ..ProptestConfig::default() })]

    // The seed stays: of ten thousand damaged files one is so by chance that what it carried counts as its picture. In
    // an MP3, whose frames have no sum, that is no chance.
    #[test]
    fn a_damaged_file_is_refused_or_clean_and_harms_nobody(slips in slips()) {
        for (name, bytes) in FILES.iter().filter(|(name, _)| !["subtitles.mp4", "sound.mp3"].contains(&name.as_str())) {
            let damaged = slipped(bytes, &slips);
            let path = SourcePath::new(format!("static/{name}"));
            if let Ok(out) = published(&path, Origin::Own, false, damaged) {
                prop_assert_eq!(secrets(&out.value), Vec::<String>::new(), "{}", name);
            }
        }
    }
}

static FILES: std::sync::LazyLock<BTreeMap<String, Vec<u8>>> = std::sync::LazyLock::new(files);

fn size(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}
