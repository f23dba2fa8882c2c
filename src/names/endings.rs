//! Names in languages that inflect them: `Piotra Kowalskiego`, `Virtasen`, `Etxebarriaren`.

/// Shorter stems are the beginnings of too many names.
const SHORTEST_STEM: usize = 3;

/// Endings that make no other name of one: whoever reads `Kowalskiego` knows that it is Kowalski.
const SURE: &[&str] = &[
    // Slavic.
    "ach", "ami", "ego", "ej", "em", "emu", "iego", "iej", "iem", "iemu", "im", "iom", "mi", "ogo", "om", "omu", "ou",
    "ove", "ovej", "ovi", "ovim", "ovom", "ovou", "ovy", "ow", "owej", "owi", "owie", "owych", "ych", "ym",
    "zie", // Baltic.
    "ams", "cio", "ciu", "ciui", "iui", "ui", // Finnish and Estonian.
    "illa", "ille", "ilta", "issa", "ista", "ksi", "lla", "lle", "lta", "seen", "sella", "selle", "selta", "sen",
    "sessa", "sesta", "sta", "ga", "iga", "ile", "ilt", // Basque.
    "arekin", "aren", "ari", "ekin", "engatik", "entzat", "rekin", "ren", "rengatik", "rentzat", "ri",
    // Hungarian.
    "ert", "hez", "hoz", "nak", "nal", "nek", "nel", "ral", "rel", "rol", "tol", "val", "vel", // Turkish.
    "lar", "lari", "ler", "leri", "nin", "nun", // Romanian.
    "ilor", "lui", "ului",
];

/// Endings that other names have as well: Paula, Martin. They count where both words of a name have one.
const DOUBTFUL: &[&str] = &["a", "am", "an", "e", "ie", "in", "io", "o", "u", "un", "us", "y", "ze"];

/// Endings of a woman's family name, which may be that of a man's with a woman's first name beside it.
const FEMININE: &[&str] = &["ova", "owa"];

/// What an ending says about the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It makes no other name.
    Sure,
    /// It may be the end of another name.
    Doubtful,
    /// It makes a woman's family name.
    Feminine,
}

/// The stems of a folded name in Latin letters, to which a language may join its endings.
pub fn stems(name: &str) -> Vec<String> {
    let mut stems = vec![name.to_owned()];
    let mut without = |end: &str, instead: &str| {
        if let Some(stem) = name.strip_suffix(end) {
            stems.push(format!("{stem}{instead}"));
        }
    };
    // Anna, Annu; Jonas, Jono; Jānis, Jānim; Virtanen, Virtasen; Petraitis, Petraičio; Marek, Marka.
    for vowel in ["a", "e", "i", "o", "y"] {
        without(vowel, "");
    }
    for end in ["as", "is", "us", "ys", "s", "nen", "tis", "dis"] {
        without(end, "");
    }
    without("ek", "k");
    without("ec", "c");
    // Matti, Matin.
    for (end, instead) in [("tti", "t"), ("kka", "k"), ("kko", "k"), ("ppi", "p"), ("ppo", "p")] {
        without(end, instead);
    }
    stems.retain(|stem| stem.len() >= SHORTEST_STEM && stem.is_ascii());
    stems.sort();
    stems.dedup();
    stems
}

/// What the rest of a word says, if it is an ending of a language.
pub fn ending(rest: &str) -> Option<Ending> {
    let kinds = [(SURE, Ending::Sure), (FEMININE, Ending::Feminine), (DOUBTFUL, Ending::Doubtful)];
    kinds.into_iter().find(|(endings, _)| endings.contains(&rest)).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_and_an_ending_make_the_forms_of_a_name() {
        for (name, form) in [
            ("kowalski", "kowalskiego"),
            ("anna", "anny"),
            ("novakova", "novakovou"),
            ("virtanen", "virtasen"),
            ("jonas", "jono"),
            ("petraitis", "petraicio"),
            ("berzins", "berzina"),
            ("marek", "marka"),
            ("etxebarria", "etxebarriaren"),
            ("matti", "matin"),
        ] {
            let is_form = stems(name).iter().any(|stem| form.strip_prefix(stem.as_str()).and_then(ending).is_some());
            assert!(is_form, "{name}: {form}");
        }
    }
}
