//! Words that belong to names and say nothing alone: particles and titles.

/// Words that belong to names and say nothing alone. Folded.
pub const PARTICLES: &[&str] = &[
    "abu", "af", "al", "auf", "aus", "av", "bin", "bint", "da", "das", "de", "degli", "dei", "del", "della", "den",
    "der", "des", "di", "do", "don", "dos", "du", "e", "el", "i", "ibn", "in", "l", "la", "las", "le", "les", "lo",
    "los", "mac", "of", "op", "st", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
];

/// Titles and degrees. Folded.
pub const TITLES: &[&str] = &[
    "ba",
    "bsc",
    "capt",
    "dame",
    "dipl",
    "don",
    "dona",
    "dr",
    "dra",
    "esq",
    "fr",
    "frau",
    "fru",
    "herr",
    "hr",
    "ii",
    "iii",
    "ing",
    "jr",
    "junior",
    "lady",
    "lord",
    "m",
    "ma",
    "mag",
    "maitre",
    "mba",
    "md",
    "me",
    "miss",
    "mister",
    "mlle",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "msc",
    "mx",
    "phd",
    "prof",
    "professor",
    "rev",
    "senor",
    "senora",
    "senorita",
    "sir",
    "sr",
    "sra",
    "srta",
    "madame",
    "mademoiselle",
];

/// Whether a folded word belongs to names and says nothing alone.
pub fn is_filler(word: &str) -> bool {
    PARTICLES.contains(&word) || TITLES.contains(&word) || word.chars().count() == 1
}
