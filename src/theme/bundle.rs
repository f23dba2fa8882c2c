//! One style sheet and one script for all pages, made of those of the theme and of the site.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

use super::layer::Layer;
use super::{look, minify};
use crate::config::Appearance;
use crate::diag::{Diagnostic, Span, Warned};
use crate::path::SourcePath;

/// The style sheet of the site's own, which comes after all others: nobody has to name it.
pub const CUSTOM: &str = "css/custom.css";

/// A file made of several.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Its path in the output, with a digest of its bytes: `css/site.1f2e3d4c.css`.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// What `integrity` says of it: `sha384-…` (Subresource Integrity, section 3.5).
    pub integrity: String,
}

impl Bundle {
    fn new(folder: &str, ending: &str, text: String) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let digest = Sha384::digest(text.as_bytes());
        let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Some(Self {
            path: format!("{folder}/site.{short}.{ending}"),
            integrity: format!("sha384-{}", STANDARD.encode(digest)),
            bytes: text.into_bytes().into(),
        })
    }
}

/// The paths in `static/` that bundles are made of, whatever layer they stand in.
pub fn parts(layers: &[Layer]) -> impl Iterator<Item = &str> {
    let named = layers.iter().flat_map(|layer| layer.styles.iter().chain(&layer.scripts)).map(String::as_str);
    named.chain([CUSTOM])
}

/// The style sheet: of the theme that all others extend first, then of those that extend it, then what `[look]` sets,
/// then the site's own `css/custom.css`.
pub fn style_sheet(layers: &[Layer], own: &Appearance, theirs: &Appearance) -> Warned<Option<Bundle>> {
    let theirs_first =
        named(layers, |layer| &layer.styles).into_iter().map(|(path, source, css)| (path, Some(source), css));
    let look = (format!("static/{CUSTOM}"), None, look::style_sheet(own, theirs));
    let last = text(layers, CUSTOM).map(|(path, source, css)| (path, Some(source), css));
    let (mut all, mut diagnostics) = (Vec::new(), Vec::new());
    for (path, source, css) in theirs_first.chain([look]).chain(last).filter(|(_, _, css)| !css.trim().is_empty()) {
        // Only before all rules are others imported (CSS Cascade 5, section 2).
        if let Some(source) = source.filter(|_| !all.is_empty()) {
            diagnostics.extend(minify::imports(&css).into_iter().map(|place| ignored(Span::at(&source, place))));
        }
        all.push(minify::style_sheet(&css, &SourcePath::new(path)));
    }
    Warned { value: Bundle::new("css", "css", all.join("\n")), diagnostics }
}

fn ignored(place: Span) -> Diagnostic {
    Diagnostic::warning(
        "W0424",
        "browsers pass over this `@import`: it stands in the style sheet of all pages, after other rules",
    )
    .at(place)
    .help("put the rules into this file; or name the other file in `styles` of theme.toml")
}

/// The script: of the theme that all others extend first.
pub fn script(layers: &[Layer]) -> Option<Bundle> {
    let texts: Vec<String> = named(layers, |layer| &layer.scripts).into_iter().map(|(_, _, text)| text).collect();
    Bundle::new("js", "js", texts.join("\n"))
}

/// A file of a layer: its path in the layer, where it is, and its text.
type File = (String, SourcePath, String);

/// The files that the layers name, each once; a file of an outer layer stands in for one of the same path.
fn named(layers: &[Layer], names: fn(&Layer) -> &Vec<String>) -> Vec<File> {
    let mut seen: Vec<&String> = Vec::new();
    for name in layers.iter().rev().flat_map(names) {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.into_iter().filter_map(|name| text(layers, name)).collect()
}

fn text(layers: &[Layer], name: &str) -> Option<File> {
    let path = format!("static/{name}");
    let found = layers.iter().find_map(|layer| Some((layer.source(&path), layer.files.get(&path)?.text()?)));
    found.map(|(source, text)| (path, source, text))
}
