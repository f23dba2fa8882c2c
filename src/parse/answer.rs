//! A reader's answer, as a message brings it back: lines that name a field, and then the words.
//!
//! A message begun by the site has lines such as `How was it? [experience]: good`; what form services send has
//! `experience: good`, `Experience = good`, or the value on the next line; some send JSON, or what the browser sent.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::agreed::{Agreed, agreed};
use super::older_mail::{Mark, is_quoted, mark};
use crate::model::Experience;

/// What a reader answered. What they left out is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `good`, `bad` or `mixed`, if they wrote one of them; or else what they wrote.
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
    /// Lines between the fields that no field holds.
    pub unread: Vec<String>,
    /// Whether an older mail or a signature was left out.
    pub is_cut: bool,
}

/// What each field may be called in a form.
const NAMES: [(&str, &[&str]); 7] = [
    ("experience", &["experience", "verdict"]),
    ("title", &["title", "headline", "subject"]),
    ("brand", &["brand", "company"]),
    ("author", &["author", "name", "your_name"]),
    ("echo_of", &["echo_of"]),
    ("consent", &["consent", "consent[]", "permission"]),
    ("words", &["words", "story", "message", "text", "testimonial", "review", "comment", "comments"]),
];

impl Answer {
    /// Reads a message; `None` if it holds no words.
    pub fn read(text: &str) -> Option<Self> {
        let mut answer = Self::default();
        let text = text.trim_start_matches('\u{feff}').trim();
        match (serde_json::from_str::<Value>(text), posted(text)) {
            (Ok(value @ (Value::Object(_) | Value::Array(_))), _) => answer.put_json(&value),
            (_, Some(pairs)) => pairs.iter().for_each(|(name, value)| answer.put_named(name, value)),
            _ => answer.put_lines(text),
        }
        let words: Vec<&str> = answer.words.lines().map(str::trim_end).collect();
        answer.words = words.join("\n").trim().to_owned();
        (!answer.words.is_empty()).then_some(answer)
    }

    /// The verdict, if it is one of the three.
    pub fn verdict(&self) -> Option<Experience> {
        Experience::parse(self.experience.to_lowercase().trim().trim_end_matches(['.', '!']))
    }

    /// What they agreed to, on a site in these languages.
    pub fn agreed(&self, languages: &[String]) -> Agreed {
        agreed(&self.consent, languages)
    }

    fn put_lines(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches('\r')).collect();
        // The field whose value the next line may hold, or whose words go on.
        let mut open: Option<&'static str> = None;
        let mut has_begun = false;
        for (at, line) in lines.iter().enumerate() {
            if is_quoted(line) {
                self.is_cut = true;
                continue;
            }
            let in_words = open == Some("words");
            match mark(&lines, at) {
                // What stands before the first field is the form service's.
                Some(Mark::Closing | Mark::Signature) if !in_words && !has_begun => continue,
                Some(Mark::Closing) if !in_words => {}
                Some(_) => {
                    self.is_cut = true;
                    break;
                }
                None => {}
            }
            match field(line).filter(|(name, _, is_marked)| *is_marked || !in_words || !self.has(name)) {
                Some((name, value, _)) => {
                    has_begun = true;
                    self.put(name, value);
                    open = (name == "words" || value.is_empty()).then_some(name);
                }
                None if in_words => self.put("words", line),
                None if line.trim().is_empty() => {}
                None => match open.take() {
                    Some(name) => self.put(name, line.trim()),
                    None if has_begun => self.unread.push(line.trim().to_owned()),
                    None => {}
                },
            }
        }
    }

    fn put_json(&mut self, value: &Value) {
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
            _ => None,
        };
        match value {
            Value::Array(all) => all.iter().for_each(|value| self.put_json(value)),
            Value::Object(all) => {
                // Some services give a list of names with their values.
                if let (Some(Value::String(name)), Some(value)) = (all.get("name"), all.get("value"))
                    && let Some(value) = text(value)
                {
                    return self.put_named(name, &value);
                }
                for (name, value) in all {
                    match value {
                        Value::Array(many) if known(name).is_some() => {
                            many.iter().filter_map(text).for_each(|value| self.put_named(name, &value));
                        }
                        Value::Array(_) | Value::Object(_) => self.put_json(value),
                        value => text(value).into_iter().for_each(|value| self.put_named(name, &value)),
                    }
                }
            }
            _ => {}
        }
    }

    fn put_named(&mut self, name: &str, value: &str) {
        if let Some(name) = known(name) {
            self.put(name, value.trim());
        }
    }

    fn has(&self, name: &str) -> bool {
        match name {
            "experience" => !self.experience.is_empty(),
            "title" => !self.title.is_empty(),
            "brand" => !self.brand.is_empty(),
            "author" => !self.author.is_empty(),
            "echo_of" => !self.echo_of.is_empty(),
            "consent" => !self.consent.is_empty(),
            _ => true,
        }
    }

    fn put(&mut self, name: &str, value: &str) {
        let slot = match name {
            "experience" => &mut self.experience,
            "title" => &mut self.title,
            "brand" => &mut self.brand,
            "author" => &mut self.author,
            "echo_of" => &mut self.echo_of,
            "words" => {
                if !self.words.is_empty() {
                    self.words.push('\n');
                }
                self.words.push_str(value);
                return;
            }
            _ => {
                if !value.is_empty() {
                    self.consent.push(value.to_owned());
                }
                return;
            }
        };
        match slot.is_empty() {
            true => value.clone_into(slot),
            false if slot != value && !value.is_empty() => self.unread.push(format!("{name}: {value}")),
            false => {}
        }
    }
}

/// The field that a name means.
fn known(name: &str) -> Option<&'static str> {
    let name =
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '"' | '_')).to_lowercase().replace(' ', "_");
    NAMES.iter().find(|(_, all)| all.contains(&name.as_str())).map(|(name, _)| *name)
}

/// The field that a line fills in, its value, and whether the line is one of those that the site wrote.
fn field(line: &str) -> Option<(&'static str, &str, bool)> {
    let marked = NAMES.iter().find_map(|(name, _)| {
        let (_, value) = line.split_once(&format!("[{name}]"))?;
        Some((*name, value.trim_start().strip_prefix([':', '：'])?.trim(), true))
    });
    let bare = || {
        let (name, value) = line.split_once([':', '='])?;
        Some((known(name)?, value.trim().trim_start_matches("**").trim(), false))
    };
    marked.or_else(bare)
}

/// The pairs of what a browser sends, if a text is that: `experience=good&words=So+it+was`.
fn posted(text: &str) -> Option<Vec<(String, String)>> {
    if text.contains(char::is_whitespace) || !text.contains('=') {
        return None;
    }
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs: Option<Vec<(String, String)>> =
        text.split('&').map(|pair| pair.split_once('=').map(|(name, value)| (decoded(name), decoded(value)))).collect();
    pairs.filter(|pairs| pairs.iter().any(|(name, _)| known(name).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "Fill in what you like.\r\n\r\n\
        How was it: good, bad or mixed? [experience]: bad\r\n\
        A title [title]: Nobody called\r\nWhom [brand]: tally\r\n\
        Your name [author]: Ana Paz\r\nThe story [echo_of]: forty-one-minutes\r\n\
        May we? [consent]: Sí, sin mi nombre\r\n\r\nIn your words: [words]:\r\n\r\n\
        I waited.\r\n\r\nIt was: long.\r\nTitle: this stays.\r\n-- \r\nSent from a telephone\r\n";

    #[test]
    fn a_message_is_read_back() {
        let answer = Answer::read(MESSAGE).unwrap();
        assert_eq!((answer.verdict(), answer.title.as_str()), (Some(Experience::Bad), "Nobody called"));
        assert_eq!((answer.brand.as_str(), answer.author.as_str()), ("tally", "Ana Paz"));
        assert_eq!(answer.echo_of, "forty-one-minutes");
        assert_eq!(answer.words, "I waited.\n\nIt was: long.\nTitle: this stays.");
        assert_eq!((answer.agreed(&["es".to_owned()]), answer.is_cut), (Agreed::Words, true));
    }

    #[test]
    fn so_is_what_forms_send_in_whatever_shape() {
        for text in [
            "experience: good\nconsent: text\nconsent: name\nwords: It was fine.\n\nReally.\n",
            "Experience:\ngood\n\nConsent:\ntext, name\n\nStory:\nIt was fine.\n\nReally.\n",
            "experience = good\nwords = It was fine.\n\nReally.\nconsent = text;name\n",
            "words: It was fine.\n\nReally.\n\nconsent: text\nconsent: name\nexperience: good\n",
            "{\"experience\": \"good\", \"consent\": [\"text\", \"name\"], \"words\": \"It was fine.\\n\\nReally.\"}",
            "{\"data\": {\"fields\": [{\"name\": \"experience\", \"value\": \"good\"}, {\"name\": \"consent\", \"value\": \"text,name\"}, {\"name\": \"words\", \"value\": \"It was fine.\\r\\n\\r\\nReally.\"}]}}",
            "experience=good&consent=text&consent=name&words=It+was+fine.%0D%0A%0D%0AReally.",
            "**Experience:** good\n**Consent:** text, name\n**Words:** It was fine.\n\nReally.\n",
        ] {
            let answer = Answer::read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (answer.words.as_str(), answer.verdict()),
                ("It was fine.\n\nReally.", Some(Experience::Good)),
                "{text}"
            );
            assert_eq!(answer.agreed(&["en".to_owned()]), Agreed::WordsAndName, "{text}");
        }
    }

    #[test]
    fn no_words_are_no_answer_and_what_nobody_said_is_not_there() {
        assert_eq!(Answer::read("experience: good\nwords:\n"), None);
        assert_eq!(Answer::read(""), None);
        let answer = Answer::read("experience: so so\nwords: x\n").unwrap();
        assert_eq!((answer.verdict(), answer.agreed(&["en".to_owned()])), (None, Agreed::Nothing));
    }

    #[test]
    fn an_older_mail_is_neither_read_nor_kept() {
        for older in [
            "> consent: yes\n> [words]: old",
            "On Mon, 2 Nov 2026 at 10:00, Site <hello@site.example> wrote:\n[consent]: yes\nold",
            "On Mon, 2 Nov 2026 at 10:00, A very long name of a site\n<hello@site.example> wrote:\nconsent: yes\nold",
            "Le lun. 2 nov. 2026 à 10:00, Site a écrit :\nconsent: yes\nold",
            "El lun, 2 nov 2026 a las 10:00, Site escribió:\nconsent: yes\nold",
            "-----Original Message-----\nFrom: Site\nconsent: yes\nold",
            "________________________________\nconsent: yes\nold",
            "From: Site <hello@site.example>\nSent: Monday\nTo: me\n\nconsent: yes\nold",
            "*From:* Site\n*Sent:* Monday\nconsent: yes\nold",
            "De : Site\nEnvoyé : lundi\nconsent: yes\nold",
            "Begin forwarded message:\nconsent: yes\nold",
        ] {
            let answer = Answer::read(&format!("experience: bad\nwords: I waited.\n\n{older}\n")).unwrap();
            assert_eq!((answer.words.as_str(), answer.consent.len()), ("I waited.", 0), "{older}");
            // With nothing of their own above it, there is no answer.
            assert_eq!(Answer::read(&format!("I changed my mind.\n\n{older}\n")), None, "{older}");
        }
    }

    #[test]
    fn signatures_go_and_sentences_that_look_alike_stay() {
        for signature in [
            "Sent from my iPhone",
            "Enviado desde mi iPhone",
            "Envoyé de mon iPhone",
            "Best regards,\nZadie Quarmby\n+44 20 7946 0000",
            "Saludos\nZadie",
            "Merci !\n\nZadie",
            "--\nZadie",
        ] {
            let answer = Answer::read(&format!("words: I waited.\n\n{signature}\n")).unwrap();
            assert_eq!(answer.words, "I waited.", "{signature}");
            assert!(answer.is_cut, "{signature}");
        }
        let words = "On Monday my mother wrote:\nThanks for nothing.\nBest\nThen a long line follows that goes on and on, well beyond what stands below a name.\nFrom: nobody.";
        assert_eq!(Answer::read(&format!("words: {words}")).unwrap().words, words);
    }
}
