//! A progress bar on a terminal, and nothing in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::publish::Progress;

/// Shows how many pages are drawn, once a build takes longer than a moment.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar, or a hidden one.
    pub fn new(visible: bool) -> Self {
        // Draws to stderr, and hides itself where that is no terminal.
        let target = if visible { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} pages") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Takes it off the screen.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn drawn(&self, done: usize, all: usize) {
        // Each step costs a lock; a bar needs no more than a hundred of them.
        let step = (all / 100).max(1);
        if self.0.is_hidden()
            || (!done.is_multiple_of(step) && done != all)
            || self.0.elapsed() < Duration::from_millis(300)
        {
            return;
        }
        self.0.set_length(all as u64);
        self.0.set_position(done as u64);
    }
}
