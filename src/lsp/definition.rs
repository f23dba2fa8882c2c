//! Definition: the file behind a slug, a link or a component.

use lsp_types::{GotoDefinitionResponse, Location, Range};

use super::cursor::Spot;
use super::positions::uri_of;
use super::question::Question;
use super::words;

/// Where what stands there is written.
pub fn at(question: &Question) -> Option<GotoDefinitionResponse> {
    let path = match question.spot() {
        Spot::Value { names, range, .. } => {
            let field = names.iter().find(|name| *name != "cascade" && *name != "taxonomies")?;
            words::find(question, field, question.text[range].trim())?.file?
        }
        Spot::Link { range } => words::target(question, &question.text[range])?,
        Spot::Component { range } => question.component_file(&question.text[range])?,
        Spot::Name { .. } | Spot::Nothing => return None,
    };
    // What is built into the program is no file that an editor could open.
    let file = question.root.join(path.as_str());
    let uri = uri_of(&file).filter(|_| file.is_file())?;
    Some(GotoDefinitionResponse::Scalar(Location { uri, range: Range::default() }))
}
