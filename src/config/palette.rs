//! The colours of a page, and whether they can be read on each other: whatever a site sets, text stays readable (WCAG
//! 2.2, 1.4.3).

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Span};
use crate::model::{Colour, Node};
use crate::path::SourcePath;

/// The least contrast of text.
const LEAST: f64 = 4.5;

/// How much ink there is in muted text, in hundredths; the rest is paper.
pub const MUTED: u32 = 68;

/// How much of a verdict's colour there is in the ground behind it.
pub const SOFT: u32 = 12;

/// The colours of a page. What is not set is the theme's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Palette {
    /// Behind everything.
    pub paper: Option<Colour>,
    /// Behind cards.
    pub card: Option<Colour>,
    /// Text.
    pub ink: Option<Colour>,
    /// Links and buttons.
    pub accent: Option<Colour>,
    /// The good ones.
    pub good: Option<Colour>,
    /// The bad ones.
    pub bad: Option<Colour>,
    /// The mixed ones.
    pub mixed: Option<Colour>,
}

impl Palette {
    /// Each colour with its name.
    pub fn each(&self) -> [(&'static str, Option<Colour>); 7] {
        let Self { paper, card, ink, accent, good, bad, mixed } = *self;
        [
            ("paper", paper),
            ("card", card),
            ("ink", ink),
            ("accent", accent),
            ("good", good),
            ("bad", bad),
            ("mixed", mixed),
        ]
    }

    /// What is set here, and where nothing is, what is set there.
    pub fn over(&self, other: &Self) -> Self {
        Self {
            paper: self.paper.or(other.paper),
            card: self.card.or(other.card),
            ink: self.ink.or(other.ink),
            accent: self.accent.or(other.accent),
            good: self.good.or(other.good),
            bad: self.bad.or(other.bad),
            mixed: self.mixed.or(other.mixed),
        }
    }

    /// Text and ground that meet on a page: the name of the text, its colour, the grounds.
    fn pairs(&self) -> Vec<(&'static str, Colour, Vec<Colour>)> {
        let grounds: Vec<Colour> = [self.paper, self.card].into_iter().flatten().collect();
        let mut pairs = Vec::new();
        for (name, colour) in self.each().into_iter().skip(2) {
            let Some(colour) = colour else { continue };
            let mut drilldown = grounds.clone();
            if matches!(name, "good" | "bad" | "mixed") {
                drilldown.extend(self.paper.map(|paper| colour.over(paper, SOFT)));
            }
            pairs.push((name, colour, drilldown));
        }
        if let (Some(ink), Some(paper)) = (self.ink, self.paper) {
            pairs.push(("ink", ink.over(paper, MUTED), grounds));
        }
        pairs
    }
}

/// Reports colours that cannot be read on their ground: those by day, and those by night. `path` is the file that sets
/// colours last, and `look` its `[look]`.
pub fn check(light: &Palette, dark: &Palette, path: &SourcePath, look: Option<&Node>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (mode, palette) in [("", light), ("dark.", dark)] {
        let mut said: Vec<&str> = Vec::new();
        for (name, colour, grounds) in palette.pairs() {
            let Some(worst) =
                grounds.iter().copied().min_by(|a, b| colour.contrast(*a).total_cmp(&colour.contrast(*b)))
            else {
                continue;
            };
            let contrast = colour.contrast(worst);
            if contrast >= LEAST || said.contains(&name) {
                continue;
            }
            said.push(name);
            // Rounded down: 4.49 is not 4.5.
            let contrast = (contrast * 100.0).floor() / 100.0;
            let what = if palette.each().iter().any(|(known, own)| *known == name && *own == Some(colour)) {
                format!("`look.{mode}{name}` {colour}")
            } else {
                format!("muted text, made of `look.{mode}{name}`, {colour}")
            };
            let message = format!("{what} on {worst} has a contrast of {contrast}; text needs {LEAST}");
            let diagnostic = Diagnostic::error("E0305", message).at(Span::at(path, place(look, mode, name)));
            diagnostics.push(match colour.readable_on(&grounds, LEAST) {
                Some(near) if near != colour => diagnostic.help(format!("{near} can be read there")),
                _ => diagnostic.help("choose a lighter or a darker ground"),
            });
        }
    }
    diagnostics
}

/// Where a colour is set, or the table that leaves it to the theme.
fn place(look: Option<&Node>, mode: &str, name: &str) -> Range<usize> {
    let Some(look) = look else { return 0..0 };
    let table = if mode.is_empty() { look } else { look.get("dark").unwrap_or(look) };
    table.get(name).unwrap_or(table).range.clone()
}
