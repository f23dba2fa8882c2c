//! Which ASCII characters a text holds, found in one pass. Most texts hold few, so that most syntaxes need not be
//! looked for.

/// A text, and which ASCII characters it holds.
pub struct Signs<'a> {
    text: &'a str,
    held: [bool; 256],
}

impl<'a> Signs<'a> {
    /// Looks through a text.
    pub fn of(text: &'a str) -> Self {
        let mut held = [false; 256];
        text.bytes().for_each(|byte| held[usize::from(byte)] = true);
        Self { text, held }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Whether the text holds all characters of a sign, which it may do without holding the sign. Only its ASCII
    /// characters count.
    pub fn may_hold(&self, sign: &str) -> bool {
        sign.bytes().filter(u8::is_ascii).all(|byte| self.held[usize::from(byte)])
    }

    /// Whether the text holds a sign.
    pub fn hold(&self, sign: &str) -> bool {
        self.may_hold(sign) && self.text.contains(sign)
    }

    /// Where the text holds a sign.
    pub fn places<'b>(&self, sign: &'b str) -> impl Iterator<Item = usize> + use<'a, 'b> {
        let text = if self.may_hold(sign) { self.text } else { "" };
        text.match_indices(sign).map(|(at, _)| at)
    }
}
