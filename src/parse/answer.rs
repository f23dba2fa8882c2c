//! A reader's answer, as a message brings it back: lines that name a field, and then the words.
//!
//! A message begun by the site has lines such as `How was it? [experience]: good`; a form's notification
//! has `experience: good`. Both are read, quoted with `>` or not.

use std::fmt::Write as _;

/// What a reader answered. What they left out is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `good`, `bad` or `mixed`.
    pub experience: String,
    /// A headline.
    pub title: String,
    /// Whom it was with.
    pub brand: String,
    /// The name to show.
    pub author: String,
    /// The slug of the story that it answers.
    pub echo_of: String,
    /// What they said to being published.
    pub consent: Vec<String>,
    /// Their words.
    pub words: String,
}

/// What somebody agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// They did not say.
    Nothing,
    /// To the words.
    Words,
    /// To the words under their name.
    WordsAndName,
}

/// How people say yes, in the languages of the interface.
const YES: [&str; 8] = ["yes", "y", "sí", "si", "oui", "ok", "text", "name"];

/// How they say that their name is not to be shown.
const NAMELESS: [&str; 4] = ["without my name", "no name", "sin mi nombre", "sans mon nom"];

impl Answer {
    /// Reads a message; `None` if it holds no words.
    pub fn read(text: &str) -> Option<Self> {
        let mut answer = Self::default();
        let mut in_words = false;
        for line in text.lines().map(unquoted) {
            match field(line) {
                Some(("words", value)) => {
                    in_words = true;
                    let _ = writeln!(answer.words, "{value}");
                }
                Some((name, value)) => {
                    in_words = false;
                    answer.put(name, value);
                }
                // What follows is a signature.
                None if line.trim_end() == "--" => in_words = false,
                None if in_words => {
                    let _ = writeln!(answer.words, "{}", line.trim_end());
                }
                None => {}
            }
        }
        answer.words = answer.words.trim().to_owned();
        (!answer.words.is_empty()).then_some(answer)
    }

    fn put(&mut self, name: &str, value: &str) {
        let slot = match name {
            "experience" => &mut self.experience,
            "title" => &mut self.title,
            "brand" => &mut self.brand,
            "author" => &mut self.author,
            "echo_of" => &mut self.echo_of,
            _ => {
                self.consent.push(value.to_owned());
                return;
            }
        };
        if slot.is_empty() {
            value.clone_into(slot);
        }
    }

    /// What they agreed to: only a plain yes is one.
    pub fn agreed(&self) -> Agreed {
        let said: Vec<String> = self.consent.iter().map(|said| said.to_lowercase()).collect();
        let says_yes =
            |said: &String| said.split(|c: char| !c.is_alphanumeric()).next().is_some_and(|word| YES.contains(&word));
        if !said.iter().any(says_yes) {
            return Agreed::Nothing;
        }
        // A form says what is covered, word by word.
        let listed: Vec<&str> = said.iter().flat_map(|said| said.split([',', ' '])).collect();
        let nameless = NAMELESS.iter().any(|words| said.iter().any(|said| said.contains(words)));
        match listed.contains(&"text") {
            true if listed.contains(&"name") => Agreed::WordsAndName,
            true => Agreed::Words,
            false if nameless => Agreed::Words,
            false => Agreed::WordsAndName,
        }
    }
}

/// A line of a message that was answered or forwarded.
fn unquoted(line: &str) -> &str {
    let mut line = line.trim_end_matches('\r');
    while let Some(rest) = line.strip_prefix('>') {
        line = rest.strip_prefix(' ').unwrap_or(rest);
    }
    line
}

/// The field that a line fills in, and its value.
fn field(line: &str) -> Option<(&'static str, &str)> {
    const NAMES: [&str; 7] = ["experience", "title", "brand", "author", "echo_of", "consent", "words"];
    NAMES.iter().find_map(|name| {
        let marked = line.split_once(&format!("[{name}]:")).map(|(_, value)| value);
        let bare = || line.split_once(':').filter(|(key, _)| key.trim() == *name).map(|(_, value)| value);
        marked.or_else(bare).map(|value| (*name, value.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "Fill in what you like.\r\n\r\n\
        How was it: good, bad or mixed? [experience]: bad\r\n\
        A title [title]: Nobody called\r\n> Whom [brand]: tally\r\n\
        Your name [author]: Ana Paz\r\nThe story [echo_of]: forty-one-minutes\r\n\
        May we? [consent]: Sí, sin mi nombre\r\n\r\nIn your words: [words]:\r\n\r\n\
        I waited.\r\n\r\nIt was: long.\r\n-- \r\nSent from a telephone\r\n";

    #[test]
    fn a_message_is_read_back() {
        let answer = Answer::read(MESSAGE).unwrap();
        assert_eq!((answer.experience.as_str(), answer.title.as_str()), ("bad", "Nobody called"));
        assert_eq!((answer.brand.as_str(), answer.author.as_str()), ("tally", "Ana Paz"));
        assert_eq!(answer.echo_of, "forty-one-minutes");
        assert_eq!(answer.words, "I waited.\n\nIt was: long.");
        assert_eq!(answer.agreed(), Agreed::Words);
    }

    #[test]
    fn so_is_what_a_form_sends() {
        let answer = Answer::read("experience: good\nconsent: text\nconsent: name\nwords: Fine.\n").unwrap();
        assert_eq!((answer.words.as_str(), answer.agreed()), ("Fine.", Agreed::WordsAndName));
    }

    #[test]
    fn silence_is_no_consent_and_no_words_are_no_answer() {
        for said in ["", "no", "not yet, yes?", "maybe"] {
            let answer = Answer::read(&format!("consent: {said}\nwords: x\n")).unwrap();
            assert_eq!(answer.agreed(), Agreed::Nothing, "{said}");
        }
        assert_eq!(Answer::read("experience: good\nwords:\n"), None);
    }
}
