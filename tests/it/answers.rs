//! Readers' answers become drafts: what they agreed to is what they wrote, and nothing of an older mail or of their
//! address is kept.

use crate::site::Site;

const HEAD: &str =
    "From: Zadie Quarmby <zadie@example.org>\r\nTo: hello@site.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n";

/// The draft that a message becomes, on a site in these languages.
fn draft(config: &str, message: &str) -> String {
    let site = Site::new(&format!("-- anecdote.toml --\n{config}"));
    site.write("answer.eml", message);
    let run = site.run(&["new", "--from", site.path("answer.eml").to_str().unwrap()]);
    assert_eq!(run.code, 0, "{message}\n{}", run.stderr);
    let text = std::fs::read_to_string(site.path(run.stdout.trim())).unwrap();
    // Whatever a stranger wrote, it is a draft that can be read.
    let built = site.build_with(&["--drafts", "--quiet"]).run.stderr;
    assert!(!built.contains("E0101"), "{text}\n{built}");
    text
}

/// The same without building: a draft that is not complete.
fn begun(config: &str, message: &str) -> String {
    let site = Site::new(&format!("-- anecdote.toml --\n{config}"));
    site.write("answer.eml", message);
    let run = site.run(&["new", "--from", site.path("answer.eml").to_str().unwrap()]);
    assert_eq!(run.code, 0, "{message}\n{}", run.stderr);
    std::fs::read_to_string(site.path(run.stdout.trim())).unwrap()
}

fn said(consent: &str) -> String {
    format!("experience: bad\nauthor: Zadie Quarmby\nconsent: {consent}\nwords: I waited.\n")
}

#[test]
fn only_the_answers_that_are_offered_are_a_consent_and_all_others_are_kept_for_somebody_to_read() {
    let languages = "language = \"en\"\n[languages.es]\n[languages.fr]\n";
    for consent in [
        "yes, but not my name",
        "Yes, anonymously please",
        "sí, pero no mi nombre",
        "oui, anonyme",
        "ok no",
        "Si vous voulez",
        "yes if you pay me",
        "ok",
        "sure, \"go\" ahead\u{7f}",
        "oui\\\" } # x",
    ] {
        let text = draft(languages, &said(consent));
        assert!(text.contains("consent = { status = \"pending\", note = \""), "{text}");
        let kept = toml::from_str::<toml::Table>(text.split("+++").nth(1).unwrap()).unwrap();
        let clean: String = consent.chars().filter(|c| !c.is_control()).collect();
        assert_eq!(kept["consent"]["note"].as_str(), Some(clean.as_str()), "{text}");
        assert!(text.contains("# TODO: `note` is what they said"), "{text}");
    }
    assert!(draft(languages, &said("")).contains("consent = { status = \"pending\" }"));
    for (consent, covers) in [
        ("yes", "[\"text\", \"name\"]"),
        ("Yes!", "[\"text\", \"name\"]"),
        ("SÍ, SIN MI NOMBRE.", "[\"text\"]"),
        ("oui, sans mon nom", "[\"text\"]"),
        ("text, name", "[\"text\", \"name\"]"),
        ("text", "[\"text\"]"),
    ] {
        let text = draft(languages, &said(consent));
        assert!(text.contains("consent = { status = \"given\"") && text.contains(covers), "{consent}: {text}");
    }
}

#[test]
fn a_note_is_published_nowhere() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"bad\"\nconsent = { status = \"given\", note = \"secretnote\", record = \"secretrecord\" }\n+++\nWords.\n",
    );
    for (path, bytes) in site.build().files() {
        assert!(!String::from_utf8_lossy(&bytes).contains("secret"), "{path}");
    }
}

#[test]
fn each_answer_that_the_site_offers_is_one_that_is_understood() {
    for (lang, open, close) in [("en", '“', '”'), ("es", '«', '»'), ("fr", '«', '»')] {
        let site = Site::new(&format!(
            "-- anecdote.toml --\nlanguage = \"{lang}\"\n[responses]\nmail = \"hello@example.org\"\n\
             -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"bad\"\n+++\nx\n"
        ));
        let page = site.build().read("tell/index.html");
        let body = page.split("body=").nth(1).unwrap().split('"').next().unwrap();
        let body = percent_encoding::percent_decode_str(body).decode_utf8().unwrap().into_owned();
        let question = body.lines().find(|line| line.contains("[consent]")).unwrap();
        let offered: Vec<&str> =
            question.split(open).skip(1).map(|rest| rest.split(close).next().unwrap().trim()).collect();
        assert_eq!(offered.len(), 2, "{question}");
        for (answer, covers) in offered.iter().zip(["[\"text\", \"name\"]", "[\"text\"]"]) {
            let filled = body.replace("[consent]:", &format!("[consent]: {answer}"));
            let text = begun(&format!("language = \"{lang}\"\n"), &format!("{filled}\r\nIt was long.\r\n"));
            assert!(text.contains(&format!("covers = {covers}")) && text.ends_with("+++\n\nIt was long.\n"), "{text}");
        }
    }
}

#[test]
fn the_day_is_that_on_which_the_mail_was_sent_in_the_site_s_time_zone() {
    let mail = |date: &str| format!("{HEAD}{date}Content-Type: text/plain; charset=utf-8\r\n\r\n{}", said("yes"));
    let text = draft("timezone = \"Asia/Tokyo\"\n", &mail("Date: Sun, 01 Feb 2026 20:30:00 +0000\r\n"));
    assert!(text.contains("date = 2026-02-02\n") && text.contains("given = 2026-02-02,"), "{text}");
    assert!(text.contains("record = \"message of 2026-02-02\""), "{text}");
    let text = draft("", &mail("Date: Sun, 01 Feb 2026 20:30:00 -0500\r\n"));
    assert!(text.contains("given = 2026-02-02,"), "{text}");
    // Without a date, or with one that is still to come, it is that of the import.
    for date in ["", "Date: Fri, 01 Jan 2038 00:00:00 +0000\r\n", "Date: yesterday\r\n"] {
        assert!(draft("", &mail(date)).contains("given = 2026-11-02,"), "{date}");
    }
}

#[test]
fn an_older_mail_and_a_signature_are_no_part_of_the_draft_and_what_may_be_one_is_said() {
    let own = "[experience]: bad\r\n[consent]: no, not any more\r\n[words]:\r\n\r\nI waited.\r\n";
    for rest in [
        "> [consent]: yes\r\n> older words\r\n",
        "On Mon, 2 Nov 2026 at 10:00, Site <hello@site.example> wrote:\r\n\r\n[consent]: yes\r\nolder words\r\n",
        "Le lun. 2 nov. 2026 à 10:00, Site <hello@site.example> a écrit :\r\nconsent: yes\r\nolder words\r\n",
        "El lun, 2 nov 2026 a las 10:00, Site (<hello@site.example>) escribió:\r\nconsent: yes\r\nolder words\r\n",
        "-----Original Message-----\r\nFrom: Site\r\nconsent: yes\r\nolder words\r\n",
        "From: Site\r\nSent: Monday\r\nTo: Zadie\r\nconsent: yes\r\nolder words\r\n",
        "Best regards,\r\nZadie Quarmby\r\n+44 20 7946 0000\r\n",
        "Sent from my iPhone\r\n",
        "-- \r\nZadie Quarmby\r\n",
    ] {
        let text = draft("", &format!("{HEAD}\r\n{own}\r\n{rest}"));
        assert!(text.ends_with("+++\n\nI waited.\n") && text.contains("note = \"no, not any more\""), "{text}");
        for gone in ["older words", "zadie@", "hello@", "Quarmby", "7946"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        assert!(text.contains("# TODO: an older mail or a signature was left out."), "{text}");
    }
    for rest in ["Yours as ever, Quarmby\r\n", "Call me: +44 20 7946 0000\r\n"] {
        let text = draft("", &format!("{HEAD}\r\n{own}\r\n{rest}"));
        assert!(text.contains(rest.trim()) && text.contains("# TODO: the words may show the sender's name"), "{text}");
    }
    // A change of mind above an older yes is no answer.
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    site.write("a.eml", format!("{HEAD}\r\nPlease take it down.\r\n\r\nFrom: Site\r\nSent: Monday\r\n\r\n[consent]: yes\r\n[words]: older words\r\n"));
    let run = site.run(&["new", "--from", site.path("a.eml").to_str().unwrap()]);
    assert!(run.code == 1 && run.stderr.contains("holds no answer"), "{}", run.stderr);
}

#[test]
fn what_form_services_send_is_read_in_each_of_their_shapes() {
    let html = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>experience: good</p><p>consent: text</p><p>words: It was fine.</p>";
    for message in [
        "New submission\n\nconsent:\ntext\n\nexperience:\ngood\n\nstory:\nIt was fine.\n".to_owned(),
        "Consent = text\nExperience = good\nWords = It was fine.\n".to_owned(),
        "{\"experience\":\"good\",\"consent\":\"text\",\"words\":\"It was fine.\"}".to_owned(),
        "experience=good&consent=text&words=It+was+fine.".to_owned(),
        format!("{HEAD}{html}"),
        format!("{HEAD}\r\nconsent: text\r\nexperience: good\r\nwords: It was fine.\r\n"),
    ] {
        let text = draft("", &message);
        assert!(text.contains("experience = \"good\"\n") && text.contains("covers = [\"text\"]"), "{message}\n{text}");
        assert!(text.ends_with("+++\n\nIt was fine.\n"), "{message}\n{text}");
    }
}

#[test]
fn a_verdict_that_nobody_gave_is_left_to_be_filled_in() {
    for experience in ["", "so so", "bad and good", "excellent\""] {
        let text = begun("", &format!("experience: {experience}\nconsent: yes\nwords: x\n"));
        assert!(!text.contains("\nexperience =") && text.contains("# TODO: experience = \"good\""), "{text}");
        let front = toml::from_str::<toml::Table>(text.split("+++").nth(1).unwrap()).unwrap();
        assert!(!front.contains_key("experience"), "{text}");
    }
    // A line that no field holds is kept where it is seen, and cannot leave its comment.
    let text = begun("", "experience: bad\nbrand: Acme\nbrand: Other\nit was \"long\"\nme@x.example\nwords: x\n");
    assert!(text.contains("# TODO: no field holds this line: \"brand: Other\"\n"), "{text}");
    assert!(
        text.contains("# TODO: no field holds this line: \"it was \\\"long\\\"\"\n") && !text.contains("me@x"),
        "{text}"
    );
}
