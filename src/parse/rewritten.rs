//! A text that was rewritten before it is parsed, and where each part of it stood before.

/// Builds the new text piece by piece.
#[derive(Debug, Default)]
pub struct Rewritten {
    /// The new text.
    pub text: String,
    /// Where pieces of the new text stood: (new, old), ascending.
    pieces: Vec<(usize, usize)>,
}

impl Rewritten {
    /// Adds a piece of the old text, which stood at `old` there.
    pub fn keep(&mut self, piece: &str, old: usize) {
        self.pieces.push((self.text.len(), old));
        self.text.push_str(piece);
    }

    /// Adds what is new. In messages it stands at the end of the piece before it.
    pub fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A place of the new text in the old one.
    pub fn original(&self, at: usize) -> usize {
        match self.pieces.partition_point(|(new, _)| *new <= at) {
            0 => at,
            n => {
                let (new, old) = self.pieces[n - 1];
                old + (at - new)
            }
        }
    }
}
