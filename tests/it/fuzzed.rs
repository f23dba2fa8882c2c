//! Inputs that a fuzzer found worth keeping, and those that once broke something: through the same functions again.

#[path = "../fuzz/targets.rs"]
mod targets;

fn replay(name: &str, target: fn(&[u8])) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 10, "{name}: {} inputs", files.len());
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let caught = std::panic::catch_unwind(|| target(&bytes));
        assert!(caught.is_ok(), "{}", file.display());
    }
}

#[test]
fn front_matter_that_was_found_by_chance_breaks_nothing() {
    replay("front_matter", targets::front_matter);
}

#[test]
fn texts_that_were_found_by_chance_break_nothing() {
    replay("markdown", targets::markdown);
}

#[test]
fn calls_that_were_found_by_chance_break_nothing() {
    replay("components", targets::components);
}

#[test]
fn configs_that_were_found_by_chance_break_nothing() {
    replay("config", targets::config);
}

#[test]
fn requests_that_were_found_by_chance_get_an_answer_and_nothing_else() {
    replay("request", targets::request);
}

#[test]
fn pictures_that_were_found_by_chance_are_clean_or_refused() {
    replay("media", targets::media);
}
