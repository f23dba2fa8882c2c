//! Reads `anecdote.toml`, with what the command line says in place of it.

use super::built::{Project, Unsaved};
use crate::config::{self, Config, FILE as CONFIG};
use crate::diag::{Diagnostic, Warned};
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::{disk, source};

/// The config, and the digest of what it was read from.
pub fn read_config(project: &Project, unsaved: &Unsaved, diagnostics: &mut Vec<Diagnostic>) -> (Config, Digest) {
    let path = SourcePath::new(CONFIG);
    let file = project.root.join(path.as_str());
    let text = match file.symlink_metadata() {
        _ if unsaved.contains_key(&path) => Ok(unsaved.get(&path).cloned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        // It could not allow that itself: it is not of this site.
        _ if disk::leads_out(&project.root, &file) => {
            Err(source::outside(&path, "copy the file into the site's folder"))
        }
        _ => source::read_text(&project.root, &path).map(Some),
    };
    let digest = Digest::of(&(text.as_ref().ok(), &project.base_url));
    let mut config = match text {
        Ok(Some(text)) => {
            let Warned { value, diagnostics: found } = config::read(&path, &text);
            diagnostics.extend(found);
            value
        }
        Ok(None) => Config::default(),
        Err(found) => {
            diagnostics.push(found);
            Config::default()
        }
    };
    if let Some(url) = &project.base_url
        && let Err(why) = config.set_base_url(url)
    {
        diagnostics.push(Diagnostic::error("E0303", format!("--base-url: {why}")));
    }
    if let Some(within) = project.within {
        config.check.within = within;
    }
    (config, digest)
}
