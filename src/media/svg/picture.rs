//! Pictures that an SVG brings along in its text: cleaned like all others.

use base64::Engine as _;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{GeneralPurposeConfig, STANDARD};
use base64::{alphabet, engine::DecodePaddingMode};

use crate::media::{Format, strip};

/// Reads what programs write, with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A `data:` address of a picture without what the picture carries besides; nothing if it is anything else.
pub fn cleaned(address: &str) -> Option<String> {
    let (head, data) = address.split_once(',')?;
    let head = head.to_ascii_lowercase();
    if !head.starts_with("data:image/") || !head.ends_with(";base64") {
        return None;
    }
    let data: Vec<u8> = percent_encoding::percent_decode_str(data).filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = LENIENT.decode(data).ok()?;
    let format = Format::of(&bytes)?;
    let kind = match format {
        Format::Jpeg => "jpeg",
        Format::Png => "png",
        Format::Gif => "gif",
        Format::WebP => "webp",
        _ => return None,
    };
    let stripped = strip(format, bytes).ok()?;
    Some(format!("data:image/{kind};base64,{}", STANDARD.encode(stripped.bytes)))
}
