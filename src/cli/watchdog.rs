//! The watch over the process: no page takes a minute to draw, or gigabytes of memory. Budgets count what can be counted
//! (`theme/budget.rs`); this is for the rest, and ends the program with a message in place of a hang or a kill.

use std::time::{Duration, Instant};

use super::output::{Verbosity, print_diagnostics};
use crate::diag::Diagnostic;
use crate::render::drawing::{self, Drawing};

/// A page may be drawn for so long.
const LONGEST: Duration = Duration::from_secs(60);

/// The memory of the process may grow by so much while one and the same page is drawn.
const MOST_MEMORY: u64 = 2 << 30;

/// How often to look.
const EVERY: Duration = Duration::from_millis(20);

/// Watches until the process ends. `ANECDOTE_PAGE_SECONDS` sets another time.
#[expect(clippy::disallowed_methods, reason = "the shell reads the clock and the environment")]
pub fn start() {
    let longest = std::env::var("ANECDOTE_PAGE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let longest = longest.map_or(LONGEST, Duration::from_secs);
    let watch = move || {
        let mut oldest: Option<(u64, Instant, u64)> = None;
        loop {
            std::thread::sleep(EVERY);
            let Some((number, drawing)) = drawing::oldest() else {
                oldest = None;
                continue;
            };
            match oldest {
                Some((known, since, before)) if known == number => {
                    if since.elapsed() >= longest {
                        end(&drawing, &format!("this page takes more than {} seconds to draw", longest.as_secs()));
                    }
                    if memory().saturating_sub(before) >= MOST_MEMORY {
                        end(&drawing, &format!("this page takes more than {} GB to draw", MOST_MEMORY >> 30));
                    }
                }
                _ => oldest = Some((number, Instant::now(), memory())),
            }
        }
    };
    // Without a watch there is only no such message.
    let _ = std::thread::Builder::new().name("watchdog".to_owned()).spawn(watch);
}

/// Says what is wrong, and ends the program: a thread cannot be stopped from outside. Nothing has been written, as
/// after a kill.
fn end(drawing: &Drawing, message: &str) -> ! {
    let found = Diagnostic::error("E0415", message.to_owned())
        .note(drawing.note.clone())
        .help("look for loops within loops, and for texts that grow in them");
    print_diagnostics([&found], std::path::Path::new("."), Verbosity::Normal);
    std::process::exit(1);
}

/// The memory that the process has, in bytes; 0 where the system does not say.
#[expect(clippy::disallowed_methods, reason = "the shell asks the system")]
fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let resident = pages.and_then(|pages| pages.split_whitespace().nth(1)?.parse::<u64>().ok());
    resident.unwrap_or(0) * 4096
}
