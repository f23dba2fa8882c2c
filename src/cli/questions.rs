//! What `anecdote new` asks whoever sits before a terminal.

use std::fmt::Display;

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Input, Select};

use crate::model::{DisclosureKind, Experience, Kind};

/// What is known of a voice before its words.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The verdict.
    pub experience: Option<String>,
    /// The brand's slug, or any name.
    pub brand: Option<String>,
    /// The ambassador's slug, or a name.
    pub author: Option<String>,
    /// What connects the speaker to the brand.
    pub disclosure: Option<String>,
}

/// The last of the answers to choose from.
const LATER: &str = "to be said later";

/// Asks for what is not given; what has no answer stays open.
pub fn ask(given: Told, kind: Kind) -> Result<Told, String> {
    let theme = ColorfulTheme::default();
    let mut told = given;
    if kind.is_voice() {
        let verdicts: Vec<&str> = Experience::ALL.iter().map(|verdict| verdict.word()).collect();
        told.experience = choose(&theme, told.experience, "How was it?", &verdicts)?;
    }
    told.brand = write(&theme, told.brand, "With which brand? (a slug, or any name; Enter to skip)")?;
    if kind.is_voice() {
        told.author = write(&theme, told.author, "Who tells it? (an ambassador's slug, or a name; Enter to skip)")?;
    }
    let kinds: Vec<&str> = DisclosureKind::ALL.iter().map(|kind| kind.word()).collect();
    told.disclosure = choose(&theme, told.disclosure, "What connects them to the brand?", &kinds)?;
    Ok(told)
}

fn choose(
    theme: &ColorfulTheme,
    given: Option<String>,
    question: &str,
    words: &[&str],
) -> Result<Option<String>, String> {
    if given.is_some() {
        return Ok(given);
    }
    let chosen = Select::with_theme(theme)
        .with_prompt(question)
        .items(words)
        .item(LATER)
        .default(words.len())
        .interact_opt()
        .map_err(stopped)?;
    let Some(at) = chosen else { return Err("nothing was written".to_owned()) };
    Ok(words.get(at).map(|word| (*word).to_owned()))
}

fn write(theme: &ColorfulTheme, given: Option<String>, question: &str) -> Result<Option<String>, String> {
    if given.is_some() {
        return Ok(given);
    }
    let answer: String =
        Input::with_theme(theme).with_prompt(question).allow_empty(true).interact_text().map_err(stopped)?;
    Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
}

fn stopped(error: impl Display) -> String {
    format!("nothing was written: {error}")
}
