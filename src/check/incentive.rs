//! Whether a sentence offers something for good words only (16 CFR 465.4): in English, Spanish and French.

/// What is asked for.
const WORDS: [&str; 24] = [
    "review",
    "reviews",
    "story",
    "stories",
    "testimonial",
    "testimonials",
    "rating",
    "ratings",
    "feedback",
    "opinion",
    "words",
    "reseña",
    "reseñas",
    "opiniones",
    "opinión",
    "valoración",
    "valoraciones",
    "historia",
    "testimonio",
    "avis",
    "témoignage",
    "témoignages",
    "histoire",
    "commentaire",
];

/// How it is to be.
const GOOD: [&str; 22] = [
    "good",
    "positive",
    "favourable",
    "favorable",
    "nice",
    "great",
    "glowing",
    "kind",
    "top",
    "excellent",
    "buena",
    "buenas",
    "buen",
    "positiva",
    "positivas",
    "positivo",
    "positif",
    "positifs",
    "positive",
    "bon",
    "bons",
    "bonne",
];

/// Numbers that go with stars.
const FIVE: [&str; 5] = ["five", "5", "cinco", "cinq", "4"];

const STARS: [&str; 4] = ["star", "stars", "estrellas", "étoiles"];

/// With one of these, a sentence says that nothing hangs on it.
const NOT: [&str; 28] = [
    "not",
    "no",
    "never",
    "nothing",
    "nobody",
    "none",
    "without",
    "whatever",
    "regardless",
    "any",
    "bad",
    "either",
    "whether",
    "negative",
    "nunca",
    "nada",
    "nadie",
    "sin",
    "cualquier",
    "mala",
    "malas",
    "ne",
    "rien",
    "jamais",
    "personne",
    "sans",
    "mauvais",
    "quel",
];

/// Whether one of the sentences does.
pub fn hangs_on_sentiment(text: &str) -> bool {
    text.split(['.', '!', '?', ';', '\n']).any(|sentence| {
        let lower = sentence.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let is = |all: &[&str], word: &&str| all.contains(word);
        let beside = |one: &[&str], other: &[&str], far: usize| {
            let close = |at: usize| {
                let around = at.saturating_sub(far)..(at + far + 1).min(words.len());
                words[around].iter().any(|word| is(other, word))
            };
            words.iter().enumerate().any(|(at, word)| is(one, word) && close(at))
        };
        !words.iter().any(|word| is(&NOT, word)) && (beside(&GOOD, &WORDS, 2) || beside(&FIVE, &STARS, 1))
    })
}

#[cfg(test)]
mod tests {
    use super::hangs_on_sentiment;

    #[test]
    fn what_is_given_for_good_words_is_told_from_what_is_given_for_any() {
        for text in [
            "A voucher of 10 euros for a good review",
            "She got a free bottle in exchange for five stars.",
            "Un descuento por una reseña positiva",
            "Un bon d’achat pour un avis positif",
            "Leave us a great story and win a bike!",
        ] {
            assert!(hangs_on_sentiment(text), "{text}");
        }
        for text in [
            "We give nothing for a story, and nobody is asked for a good review.",
            "A coffee for every story, good or bad.",
            "Got the bike at half price",
            "No damos nada por una buena reseña",
            "Nous ne donnons rien pour un avis positif",
            "The five of us looked at the stars",
        ] {
            assert!(!hangs_on_sentiment(text), "{text}");
        }
    }
}
