//! What follows a reader's own words in a mail: an older mail that it answers, and a signature. Neither is theirs to
//! be published.

/// Where a message stops being what its sender wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An older mail begins.
    Older,
    /// A signature begins, beyond doubt.
    Signature,
    /// Somebody takes leave, and few and short lines follow.
    Closing,
}

/// What mail programs write before an older mail, in lower case: how the line begins and ends.
const WROTE: [(&str, &[&str]); 5] = [
    ("on ", &["wrote:"]),
    ("le ", &["a écrit :", "a écrit:"]),
    ("el ", &["escribió:", "escribio:"]),
    ("am ", &["schrieb:"]),
    ("il ", &["ha scritto:"]),
];

/// Lines that stand above an older mail, between dashes or not.
const ORIGINAL: [&str; 9] = [
    "original message",
    "mensaje original",
    "message d'origine",
    "message original",
    "ursprüngliche nachricht",
    "forwarded message",
    "begin forwarded message",
    "mensaje reenviado",
    "message transféré",
];

/// The first and the second header of an older mail, as Outlook writes them.
const HEADERS: [(&str, &[&str]); 4] = [
    ("from:", &["sent:", "date:", "to:"]),
    ("de:", &["enviado", "fecha:", "para:", "envoyé", "date:", "à:"]),
    ("de :", &["envoyé", "date :", "à :"]),
    ("von:", &["gesendet", "datum:", "an:"]),
];

/// How signatures begin that programs add, in lower case.
const SIGNATURES: [&str; 10] = [
    "sent from my ",
    "sent from mail for",
    "sent from outlook",
    "get outlook for",
    "enviado desde mi ",
    "enviado desde ",
    "obtener outlook",
    "envoyé de mon ",
    "envoyé depuis ",
    "von meinem ",
];

/// How people take leave, in lower case.
const CLOSINGS: [&str; 26] = [
    "best",
    "best regards",
    "kind regards",
    "warm regards",
    "regards",
    "many thanks",
    "thanks",
    "thank you",
    "best wishes",
    "all the best",
    "sincerely",
    "yours sincerely",
    "yours faithfully",
    "yours",
    "cheers",
    "love",
    "saludos",
    "un saludo",
    "atentamente",
    "gracias",
    "muchas gracias",
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "merci",
    "salutations",
];

/// The most lines that a signature has after somebody took leave, and the most letters of each.
const SIGNATURE: (usize, usize) = (8, 60);

/// Whether a line is quoted from an older mail.
pub fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// What begins at a line.
pub fn mark(lines: &[&str], at: usize) -> Option<Mark> {
    let line = lines[at].trim();
    let low = line.to_lowercase().replace('\u{a0}', " ").replace('’', "'");
    if is_older(&low, lines, at) {
        return Some(Mark::Older);
    }
    let is_rule =
        matches!(line, "--" | "—" | "–") || line.strip_prefix("--").is_some_and(|rest| rest.trim().is_empty());
    if is_rule || SIGNATURES.iter().any(|begins| low.starts_with(begins)) {
        return Some(Mark::Signature);
    }
    let bare = low.trim_end_matches([',', '.', '!', ' ']);
    (CLOSINGS.contains(&bare) && is_short(&lines[at + 1..])).then_some(Mark::Closing)
}

/// Whether lines are so few and short that they may be a signature.
fn is_short(lines: &[&str]) -> bool {
    let rest = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && !is_quoted(line));
    let rest: Vec<&str> = rest.take(SIGNATURE.0 + 1).collect();
    rest.len() <= SIGNATURE.0 && rest.iter().all(|line| line.chars().count() <= SIGNATURE.1)
}

fn is_older(low: &str, lines: &[&str], at: usize) -> bool {
    let dashed = low.trim_matches(['-', '_', ' ', ':', '*']);
    if ORIGINAL.contains(&dashed) || (low.len() >= 20 && low.chars().all(|c| c == '_')) {
        return true;
    }
    let next = lines.get(at + 1).map(|line| line.trim().to_lowercase()).unwrap_or_default();
    // A line that says when and who: it may be broken in two. A story may hold "my mother wrote:" as well.
    let joined = format!("{low} {next}");
    let says_who = WROTE.iter().any(|(begins, ends)| {
        let is_it = |text: &str| ends.iter().any(|end| text.replace('\u{a0}', " ").trim_end().ends_with(end));
        low.starts_with(begins) && low.contains(|c: char| c.is_ascii_digit()) && (is_it(low) || is_it(&joined))
    });
    let following = || lines[at + 1..].iter().take(3).map(|line| line.trim().trim_matches('*').to_lowercase());
    let low = low.trim_matches('*');
    let is_header = HEADERS.iter().any(|(first, then)| {
        low.starts_with(first) && following().any(|line| then.iter().any(|then| line.starts_with(then)))
    });
    says_who || is_header
}

/// Whether words may show who wrote them: the sender's name, or a telephone number.
pub fn may_show_sender(words: &str, sender: Option<&str>) -> bool {
    let low = words.to_lowercase();
    let names = sender.into_iter().flat_map(str::split_whitespace).map(str::to_lowercase);
    let is_name =
        |name: &String| name.chars().count() > 2 && low.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
    let is_between = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '.' | '(' | ')' | '/');
    let digits = |run: &str| run.chars().filter(char::is_ascii_digit).count();
    names.into_iter().any(|name| is_name(&name)) || words.split(|c: char| !is_between(c)).any(|run| digits(run) >= 7)
}
