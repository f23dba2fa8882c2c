//! A question that an editor asks about a place in a file, with what is known of the site around it.

use std::path::Path;

use crate::path::SourcePath;
use crate::pipeline;
use crate::site::Site;

/// A file, its text as the editor shows it, and the place that the question is about.
pub struct Question<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The site as it was built last.
    pub site: &'a Site,
    /// The file.
    pub path: &'a SourcePath,
    /// Its text.
    pub text: &'a str,
    /// The byte that the cursor stands before.
    pub at: usize,
}

impl Question<'_> {
    /// The template that draws a component.
    pub fn component_file(&self, component: &str) -> Option<SourcePath> {
        self.site.model.theme.file_of(&format!("components/{component}.html")).cloned()
    }

    /// The text of a source, or of a file of a theme.
    pub fn text_of(&self, path: &SourcePath) -> Option<String> {
        pipeline::text_of(self.root, path)
    }
}
