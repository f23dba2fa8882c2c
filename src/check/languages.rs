//! What the site lacks in one of its languages: documents that are not translated, and words of the config.

use crate::config::{self, Config, Integrity, Language, LanguageTaxonomy};
use crate::diag::{Diagnostic, Span};
use crate::model::Kind;
use crate::path::SourcePath;
use crate::plan::SiteModel;
use crate::text::term_slug;

/// As many documents are named.
const MOST_NAMED: usize = 5;

/// Says for each language besides the main one which documents have no version in it.
pub fn untranslated(model: &SiteModel) -> Vec<Diagnostic> {
    let index = &model.index;
    let mut diagnostics = Vec::new();
    for (lang_id, lang) in index.lang_ids().zip(index.languages.iter()).skip(1) {
        let is_meant = |id: &_| {
            let entry = index.entry(*id);
            entry.kind() != Kind::Section && entry.lang_id != lang_id && index.first_version(*id) == *id
        };
        let all: Vec<_> = index.ids().filter(is_meant).collect();
        let missing: Vec<&SourcePath> = all
            .iter()
            .filter(|id| index.translation(**id, lang_id).is_none())
            .map(|id| &index.entry(*id).doc.path)
            .collect();
        let Some(first) = missing.first() else { continue };
        let message = format!("{} of {} documents have no version in `{lang}`", missing.len(), all.len());
        let shown: Vec<&str> = missing.iter().skip(1).take(MOST_NAMED).map(|path| path.as_str()).collect();
        let more = match missing.len() - 1 - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let one = Diagnostic::warning("W0514", message).at(Span::file(first)).help(format!(
            "translate them: `name.{lang}.md` beside `name.md`; or let it be: W0514 = \"allow\" under [check]"
        ));
        diagnostics.push(if shown.is_empty() { one } else { one.note(format!("and {}{more}", shown.join(", "))) });
    }
    diagnostics
}

/// Says for each language besides the main one what the config says in the main one only.
pub fn unsaid(config: &Config) -> Vec<Diagnostic> {
    let lacking = |(lang, language): (&String, &Language)| {
        let missing = missing(config, language);
        let message = format!("`[languages.{lang}]` lacks {}", missing.join(", "));
        (!missing.is_empty()).then(|| {
            Diagnostic::warning("W0515", message)
                .at(Span::file(&SourcePath::new(config::FILE)))
                .help("say it there in that language; until then its pages show the main language's words")
        })
    };
    config.languages.iter().filter_map(lacking).collect()
}

fn missing(config: &Config, language: &Language) -> Vec<String> {
    let mut missing = Vec::new();
    let mut want = |is_said: bool, is_said_there: bool, what: &str| {
        if is_said && !is_said_there {
            missing.push(format!("`{what}`"));
        }
    };
    want(!config.description.is_empty(), language.description.is_some(), "description");
    want(!config.menu.is_empty(), language.menu.is_some(), "menu");
    want(config.integrity != Integrity::default(), language.integrity.is_some(), "integrity");
    for verdict in config.labels.keys() {
        want(true, language.labels.contains_key(verdict), &format!("labels.{}", verdict.word()));
    }
    for taxonomy in &config.taxonomies {
        let name = &taxonomy.name;
        let there = language.taxonomies.get(name);
        want(
            taxonomy.title.is_some(),
            there.and_then(LanguageTaxonomy::title).is_some(),
            &format!("taxonomies.{name}"),
        );
        for term in taxonomy.terms.iter().filter(|term| term.label.is_some()) {
            let is_there = there.and_then(|there| there.term(&term_slug(&term.name))).is_some();
            want(true, is_there, &format!("taxonomies.{name}.terms.{}", term.name));
        }
    }
    missing
}
