//! Words in place of a name that are nobody's, and those that stand beside one.

/// Words that stand where a name could: `A Google user`, `Verified Buyer`. Folded, sorted.
const NOBODYS: &[&str] = &[
    "a",
    "airbnb",
    "amazon",
    "an",
    "anon",
    "anonim",
    "anonimo",
    "anonym",
    "anonyme",
    "anonymous",
    "anonymus",
    "app",
    "apple",
    "booking",
    "buyer",
    "client",
    "cliente",
    "comprador",
    "consumer",
    "customer",
    "ebay",
    "employee",
    "etsy",
    "facebook",
    "former",
    "gast",
    "google",
    "guest",
    "happy",
    "huesped",
    "kaufer",
    "kauferin",
    "klant",
    "klient",
    "kunde",
    "kundin",
    "member",
    "mitglied",
    "new",
    "our",
    "owner",
    "passenger",
    "patient",
    "reader",
    "regular",
    "rider",
    "satisfied",
    "shopper",
    "student",
    "team",
    "the",
    "traveler",
    "traveller",
    "tripadvisor",
    "trustpilot",
    "unbekannt",
    "unknown",
    "user",
    "usuario",
    "utilisateur",
    "verified",
    "visitor",
    "yelp",
    "your",
    "zalando",
];

/// Words that stand beside names of families and companies: `Familie Weber`, `Miller Ltd`. Folded, sorted.
const ADDED: &[&str] = &[
    "corp", "famiglia", "familia", "familie", "famille", "family", "gmbh", "inc", "limited", "llc", "ltd", "plc",
    "sarl", "srl",
];

/// Whether a folded word stands beside names of families and companies, and is no part of them.
pub fn is_added(word: &str) -> bool {
    ADDED.contains(&word)
}

/// Whether a folded word stands in the place of names, and is nobody's.
pub fn is_nobodys(word: &str) -> bool {
    NOBODYS.contains(&word)
}
