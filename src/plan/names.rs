//! Names that are not to be shown, looked for wherever they could still be: in addresses, and in what others
//! write about an ambassador who is published under another name.

use super::{CopyOf, Output, Page, Planner};
use crate::diag::{Diagnostic, Span};
use crate::index::files_of;
use crate::model::{Body, DocId, Fields, Segment};
use crate::parse::shows;

impl Planner {
    /// Says which addresses show a name that they must not.
    pub(super) fn names_in_addresses(&self, pages: &[Page]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for entry in self.index.entries.iter().filter(|entry| !entry.doc.hidden_names.is_empty()) {
            let files = files_of(&self.index, entry);
            let is_own = |page: &&Page| match &page.output {
                Output::Copy(CopyOf::Source(path)) => files.contains(path),
                _ => page.source.as_ref() == Some(&entry.doc.path),
            };
            for page in pages.iter().filter(is_own) {
                for name in entry.doc.hidden_names.iter().filter(|name| shows(page.out.as_str(), name)) {
                    let source = page.source.as_ref().unwrap_or(&entry.doc.path);
                    let message = format!("/{} shows a name that is not to be published: `{name}`", page.out);
                    found.push(
                        Diagnostic::error("E0114", message)
                            .at(Span::file(source))
                            .help("rename the file or its folder, or set a `slug` without the name"),
                    );
                }
            }
        }
        found
    }

    /// Says where a document names an ambassador who is published under another name.
    pub(super) fn names_in_words(&self, id: DocId, body: &Body, diagnostics: &mut Vec<Diagnostic>) {
        let entry = self.index.entry(id);
        for name in &self.index.hidden_names {
            let fields = Fields { author: None, ..Fields::clone(&entry.fields) };
            if shows_name(&body.segments, name) || shows(&format!("{fields:?}"), name) {
                let message = format!("this text shows `{name}`, an ambassador who is published under another name");
                let found = Diagnostic::error("E0115", message).at(Span::file(&entry.doc.path));
                diagnostics.push(found.help("write the pseudonym in place of the name"));
            }
        }
    }
}

fn shows_name(segments: &[Segment], name: &str) -> bool {
    segments.iter().any(|segment| match segment {
        Segment::Html(html) => shows(html, name),
        Segment::Word(_) => false,
        Segment::Link(link) => shows(&link.target, name),
        Segment::Component(call) => {
            shows(&format!("{:?}", call.args), name) || shows_name(call.body.as_deref().unwrap_or_default(), name)
        }
    })
}
