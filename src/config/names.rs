//! `[[names.allow]]`: the words of hidden names that may stand in a file. Only the config can say so, because files
//! hold strangers' words.

use glob::Pattern;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::names::HiddenName;
use crate::path::SourcePath;

/// `[names]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Names {
    /// The exceptions.
    pub allow: Vec<AllowedNames>,
}

/// Words that may stand in some files, although a name that is hidden there holds them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowedNames {
    /// The file, or a glob: `content/stories/stone.md`, `content/stories/*`.
    pub file: String,
    /// The words.
    pub words: Vec<String>,
}

impl Names {
    /// The words that may stand in a file.
    pub fn allowed_in(&self, path: &SourcePath) -> Vec<String> {
        let is_meant = |one: &&AllowedNames| {
            one.file == path.as_str() || Pattern::new(&one.file).is_ok_and(|glob| glob.matches(path.as_str()))
        };
        self.allow.iter().filter(is_meant).flat_map(|one| one.words.iter().cloned()).collect()
    }

    /// Whether the words that may stand in a file show a name.
    pub fn lets_stand(&self, name: &HiddenName, path: &SourcePath) -> bool {
        self.allowed_in(path).iter().any(|words| name.is_all_in(words))
    }
}
