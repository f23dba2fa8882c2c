//! Colours and type of a site: whatever a site or a theme sets, text stays readable (WCAG 2.2, 1.4.3).

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

/// `[look]`, of a site or of a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Written")]
pub struct Appearance {
    /// The colours by day.
    #[serde(flatten)]
    pub light: Palette,
    /// The colours by night.
    pub dark: Palette,
    /// The letters.
    #[serde(rename = "type")]
    pub letters: Option<Letters>,
    /// The corners of boxes.
    pub corners: Option<Corners>,
}

/// [`Appearance`] as it is written, where the colours by day stand beside the rest.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Written {
    paper: Option<Colour>,
    card: Option<Colour>,
    ink: Option<Colour>,
    accent: Option<Colour>,
    good: Option<Colour>,
    bad: Option<Colour>,
    mixed: Option<Colour>,
    dark: Palette,
    r#type: Option<Letters>,
    corners: Option<Corners>,
}

impl From<Written> for Appearance {
    fn from(written: Written) -> Self {
        let Written { paper, card, ink, accent, good, bad, mixed, dark, r#type, corners } = written;
        Self { light: Palette { paper, card, ink, accent, good, bad, mixed }, dark, letters: r#type, corners }
    }
}

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

/// Families of letters that readers' own devices have: nothing is loaded for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Letters {
    /// As in books.
    Serif,
    /// As on signs.
    Sans,
    /// As on friendly signs.
    Rounded,
    /// As on typewriters.
    Slab,
}

/// The corners of boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Corners {
    /// Square.
    Square,
    /// A little round.
    Soft,
    /// Round.
    Round,
}

impl Palette {
    fn each(&self) -> [(&'static str, Option<Colour>); 7] {
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
    fn over(&self, other: &Self) -> Self {
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

impl Appearance {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is set here over what is set there.
    pub fn over(&self, other: &Self) -> Self {
        Self {
            light: self.light.over(&other.light),
            dark: self.dark.over(&other.dark),
            letters: self.letters.or(other.letters),
            corners: self.corners.or(other.corners),
        }
    }

    /// Says what cannot be read. `at` is the file that sets the colours last, and its `[look]` there.
    pub fn check(&self, path: &SourcePath, look: Option<&Node>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for (mode, palette) in [("", &self.light), ("dark.", &self.dark)] {
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
}

/// Where a colour is set, or the table that leaves it to the theme.
fn place(look: Option<&Node>, mode: &str, name: &str) -> Range<usize> {
    let Some(look) = look else { return 0..0 };
    let table = if mode.is_empty() { look } else { look.get("dark").unwrap_or(look) };
    table.get(name).unwrap_or(table).range.clone()
}
