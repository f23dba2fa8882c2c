//! A reader's message, read from a file, and the draft that is made of it.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config;
use crate::model::Experience;
use crate::parse::{Agreed, Answer, may_show_sender};
use crate::path::SourcePath;
use crate::text::{clean, slug};

/// The longest message that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// A message that came in.
pub struct Received {
    /// What it says.
    pub answer: Answer,
    /// The sender's name, if it is a mail that says it.
    pub sender: Option<String>,
    /// When it was sent, if it says so.
    pub sent: Option<Timestamp>,
}

/// What a draft must know of the site.
pub struct Site {
    /// Where its days begin.
    pub timezone: TimeZone,
    /// In which languages it asks.
    pub languages: Vec<String>,
}

impl Site {
    /// Reads the config; without one, a site is what it is by default.
    pub fn read(root: &Path) -> Self {
        let path = SourcePath::new(config::FILE);
        let text = crate::source::read_text(root, &path).unwrap_or_default();
        let config = config::read(&path, &text).value;
        Self { languages: config.language_codes(), timezone: config.timezone }
    }
}

/// Reads a message; `-` is standard input.
#[expect(clippy::disallowed_methods, reason = "whoever names a pipe, as `<(…)` does, wants it read")]
pub fn read(file: &Path) -> Result<Received, String> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        std::io::stdin().take(LONGEST).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
    };
    read.map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let (text, sender, sent) = message(&bytes);
    let answer = Answer::read(&text).ok_or_else(|| {
        format!(
            "{} holds no answer: there is no line that ends with [words]: and has words below, other than those of an \
             older mail",
            file.display()
        )
    })?;
    Ok(Received { answer, sender, sent })
}

/// The text of a message, who sent it and when: a mail as it was saved, or a text as it was copied.
fn message(bytes: &[u8]) -> (String, Option<String>, Option<Timestamp>) {
    let is_mail = |mail: &mail_parser::Message| {
        ["From", "Received", "Message-ID"].iter().any(|name| mail.header(*name).is_some())
    };
    let mail = mail_parser::MessageParser::default().parse(bytes).filter(is_mail);
    let text = mail.as_ref().and_then(|mail| mail.body_text(0)).map(|text| text.into_owned());
    let Some((mail, text)) = mail.zip(text) else {
        return (String::from_utf8_lossy(bytes).into_owned(), None, None);
    };
    let sender = mail.from().and_then(|from| from.first()).and_then(|from| from.name()).map(str::to_owned);
    let date = mail.date().filter(|date| date.is_valid());
    let sent = date.and_then(|date| Timestamp::from_second(date.to_timestamp()).ok());
    (text, sender, sent)
}

/// A JSON string is a TOML string, but for one character.
fn quoted(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    serde_json::Value::from(clean).to_string()
}

/// A draft of an answer. Whoever looks it over decides what becomes of it; what is to be decided stands there.
pub fn draft(answer: &Answer, title: &str, day: &str, sender: Option<&str>, languages: &[String]) -> String {
    let mut text = String::from("+++\n");
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name} = {}", quoted(value));
        }
    };
    put("title", title);
    put("experience", answer.verdict().map_or("", Experience::word));
    put("brand", &answer.brand);
    put("author", &answer.author);
    put("echo_of", &slug(&answer.echo_of));
    let _ = writeln!(text, "date = {day}\ndraft = true\nconsent = {}", consent(answer, day, languages));
    for line in to_do(answer, sender, languages) {
        let _ = writeln!(text, "# {line}");
    }
    let _ = writeln!(text, "+++\n\n{}", clean(&answer.words));
    text
}

/// What they agreed to; where that was no plain yes, in their words, which are published nowhere.
fn consent(answer: &Answer, day: &str, languages: &[String]) -> String {
    let covers = match answer.agreed(languages) {
        Agreed::Nothing if answer.consent.is_empty() => return "{ status = \"pending\" }".to_owned(),
        Agreed::Nothing => {
            return format!("{{ status = \"pending\", note = {} }}", quoted(&answer.consent.join(" / ")));
        }
        Agreed::Words => "[\"text\"]",
        Agreed::WordsAndName => "[\"text\", \"name\"]",
    };
    format!("{{ status = \"given\", given = {day}, covers = {covers}, record = \"message of {day}\" }}")
}

/// What somebody must look at, in lines that cannot leave their comment.
fn to_do(answer: &Answer, sender: Option<&str>, languages: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    if answer.verdict().is_none() {
        let said = if answer.experience.is_empty() {
            String::new()
        } else {
            format!("; they wrote {}", quoted(&answer.experience))
        };
        lines.push(format!("TODO: experience = \"good\", \"bad\" or \"mixed\", as the words say{said}."));
    }
    if answer.agreed(languages) == Agreed::Nothing && !answer.consent.is_empty() {
        lines.push("TODO: `note` is what they said to being published. Ask, if it is no plain yes.".to_owned());
    }
    if answer.is_cut {
        lines.push(
            "TODO: an older mail or a signature was left out. Look at the message, if words are missing.".to_owned(),
        );
    }
    if may_show_sender(&answer.words, sender) {
        lines.push("TODO: the words may show the sender's name or a telephone number.".to_owned());
    }
    // Addresses of senders are not kept.
    let is_contact = |line: &&String| line.contains('@') || line.contains("://") || may_show_sender(line, sender);
    let unread = answer.unread.iter().filter(|line| !is_contact(line));
    lines.extend(unread.map(|line| format!("TODO: no field holds this line: {}", quoted(line))));
    lines
}
