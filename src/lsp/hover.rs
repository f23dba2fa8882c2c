//! Hover: what a field, a value, a slug or a component means.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::cursor::Spot;
use super::positions::Lines;
use super::question::Question;
use super::{complete, words};
use crate::config::fields::Fields;

/// What is known of what stands there.
pub fn at(question: &Question) -> Option<Hover> {
    let fields = Fields::of(question.path);
    let (range, said) = match question.spot() {
        Spot::Name { table, range } => {
            let names: Vec<String> = table.into_iter().chain([question.text[range.clone()].to_owned()]).collect();
            let values: Vec<String> =
                fields.allowed(&names).iter().map(|allowed| format!("`{}`", allowed.value)).collect();
            let values = if values.is_empty() { String::new() } else { format!("\n\nValues: {}", values.join(", ")) };
            (range, format!("**{}**: {}{values}", names.join("."), fields.description(&names)?))
        }
        Spot::Value { names, range, .. } => {
            let written = question.text[range.clone()].trim().to_owned();
            let allowed = fields.allowed(&names).into_iter().find(|allowed| allowed.value == written);
            let of_site = complete::words_of(question, &names).into_iter().find(|word| word.text == written);
            let said = match (of_site, allowed) {
                (Some(word), _) if !word.about.is_empty() => word.about,
                (_, Some(allowed)) if !allowed.description.is_empty() => allowed.description,
                _ => fields.description(&names)?.to_owned(),
            };
            (range, format!("**{written}**: {said}"))
        }
        Spot::Component { range } => {
            let name = &question.text[range.clone()];
            let file = question.component_file(name)?;
            let signature = question.signature(name).unwrap_or_else(|| name.to_owned());
            (range, format!("```\n{signature}\n```\n{file}"))
        }
        Spot::Link { range } => {
            let path = words::target(question, &question.text[range.clone()])?;
            let index = &question.site.model.index;
            let title = index.find(&path).map_or("", |id| index.entry(id).title.as_str());
            (range, if title.is_empty() { path.to_string() } else { format!("**{title}**\n\n{path}") })
        }
        Spot::Nothing => return None,
    };
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: said });
    Some(Hover { contents, range: Some(Lines::new(question.text).range(&range)) })
}
