//! Colours, and whether text in one can be read on another.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A colour of the sRGB space, written `#1d4e63` or `#fff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Reads the notation.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let part = |at: usize| match digits.len() {
            3 => u8::from_str_radix(&digits[at..=at], 16).ok().map(|half| half * 17),
            6 => u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok(),
            _ => None,
        };
        Some(Self([part(0)?, part(1)?, part(2)?]))
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").
    pub fn luminance(self) -> f64 {
        let linear = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast with another colour, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// So many hundredths of this colour over another, as `color-mix(in srgb, …)` mixes them.
    pub fn over(self, other: Self, hundredths: u32) -> Self {
        let mix = |a: u8, b: u8| ((u32::from(a) * hundredths + u32::from(b) * (100 - hundredths) + 50) / 100) as u8;
        let [a, b] = [self.0, other.0];
        Self([mix(a[0], b[0]), mix(a[1], b[1]), mix(a[2], b[2])])
    }

    /// The colour nearest to this one, towards black or white, that has a contrast with all of some others.
    pub fn readable_on(self, others: &[Self], least: f64) -> Option<Self> {
        let towards = |end: Self| {
            let steps = (0..=100).map(move |hundredths| end.over(self, hundredths));
            steps.enumerate().find(|(_, colour)| others.iter().all(|other| colour.contrast(*other) >= least))
        };
        let found = [towards(Self([0; 3])), towards(Self([255; 3]))];
        found.into_iter().flatten().min_by_key(|(steps, _)| *steps).map(|(_, colour)| colour)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is not a colour such as \"#1d4e63\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_the_guidelines_say() {
        let colour = |text: &str| Colour::parse(text).unwrap();
        assert_eq!(colour("#000").contrast(colour("#fff")), 21.0);
        assert_eq!(colour("#abcdef").contrast(colour("#abcdef")), 1.0);
        // The grey that is just readable on white, and the one that is just not.
        assert!(colour("#767676").contrast(colour("#fff")) >= 4.5);
        assert!(colour("#777777").contrast(colour("#ffffff")) < 4.5);
        assert_eq!((Colour::parse("#12345"), Colour::parse("red"), Colour::parse("#ggg")), (None, None, None));
    }

    #[test]
    fn a_readable_colour_is_near() {
        let (grey, white) = (Colour([170; 3]), Colour([255; 3]));
        let found = grey.readable_on(&[white], 4.5).unwrap();
        assert!(found.contrast(white) >= 4.5 && found.contrast(white) < 4.8, "{found}");
    }
}
