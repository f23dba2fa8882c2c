//! One style sheet and one script for all pages, made of those of the theme and of the site.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

use super::layer::{Content, Layer};
use super::{look, minify};
use crate::config::Appearance;

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
pub fn style_sheet(layers: &[Layer], own: &Appearance, theirs: &Appearance) -> Option<Bundle> {
    let mut all: Vec<String> = named(layers, |layer| &layer.styles);
    all.push(look::style_sheet(own, theirs));
    all.extend(text(layers, CUSTOM));
    all.retain(|part| !part.trim().is_empty());
    Bundle::new("css", "css", minify::style_sheet(&all.join("\n")))
}

/// The script: of the theme that all others extend first.
pub fn script(layers: &[Layer]) -> Option<Bundle> {
    Bundle::new("js", "js", named(layers, |layer| &layer.scripts).join("\n"))
}

/// The texts that the layers name, each once; a file of an outer layer stands in for one of the same path.
fn named(layers: &[Layer], names: fn(&Layer) -> &Vec<String>) -> Vec<String> {
    let mut seen: Vec<&String> = Vec::new();
    for name in layers.iter().rev().flat_map(names) {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.into_iter().filter_map(|name| text(layers, name)).collect()
}

fn text(layers: &[Layer], name: &str) -> Option<String> {
    layers.iter().find_map(|layer| layer.files.get(&format!("static/{name}"))).and_then(Content::text)
}
