//! What drawing one page may cost: counted, not timed, so that every machine comes to the same result. Each piece of
//! text that a template puts out is a step, and so is each number of a `range`. Tera has no hook for anything else: a
//! loop over a list that puts nothing out, and a text that is joined to itself, are left to the watch over the process
//! (`cli/watchdog.rs`).

use std::cell::Cell;
use std::io::{self, Write};

/// The most steps of a page. The largest pages of a site of ten thousand stories take some ten thousand.
pub const MOST_STEPS: u64 = 10_000_000;

/// The most bytes of a page.
pub const MOST_BYTES: usize = 64 << 20;

/// What a page has used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`MOST_STEPS`].
    Steps,
    /// [`MOST_BYTES`].
    Bytes,
}

impl Limit {
    /// In one sentence.
    pub fn message(self) -> String {
        match self {
            Self::Steps => format!("this page takes more than {} million steps to draw", MOST_STEPS / 1_000_000),
            Self::Bytes => format!("this page is more than {} MB long", MOST_BYTES >> 20),
        }
    }
}

thread_local! {
    // A page is drawn by one thread from beginning to end, and Tera gives its functions no other place.
    static STEPS: Cell<u64> = const { Cell::new(0) };
    static EXCEEDED: Cell<Option<Limit>> = const { Cell::new(None) };
}

/// A new page begins on this thread.
pub fn begin() {
    STEPS.set(0);
    EXCEEDED.set(None);
}

/// The steps that the page has taken so far.
pub fn steps() -> u64 {
    STEPS.get()
}

/// Takes steps from the budget of the page; an error if it has no more.
pub fn step(count: u64) -> io::Result<()> {
    let steps = STEPS.get().saturating_add(count);
    STEPS.set(steps);
    if steps > MOST_STEPS { Err(exceed(Limit::Steps)) } else { Ok(()) }
}

/// The limit that made the last template of this thread fail, if one did; it is given once.
pub fn exceeded() -> Option<Limit> {
    EXCEEDED.take()
}

fn exceed(limit: Limit) -> io::Error {
    EXCEEDED.set(Some(limit));
    io::Error::other(limit.message())
}

/// What a template puts out, as long as the budget lasts.
#[derive(Debug, Default)]
pub struct Bounded {
    /// So far.
    pub bytes: Vec<u8>,
}

impl Write for Bounded {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        step(1)?;
        if self.bytes.len() + text.len() > MOST_BYTES {
            return Err(exceed(Limit::Bytes));
        }
        self.bytes.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
