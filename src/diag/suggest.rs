//! "Did you mean": the nearest known name.

/// The known name nearest to a wrong one, when it is near enough to be meant.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&wrong, &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.84)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_the_name_that_was_meant() {
        let known = ["title", "touchpoints", "experience", "tags"];
        assert_eq!(nearest("tittle", known), Some("title"));
        assert_eq!(nearest("touchpoint", known), Some("touchpoints"));
        assert_eq!(nearest("zebra", known), None);
    }
}
