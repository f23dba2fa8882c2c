//! Tests of the module above.

use super::*;
use crate::names::people;

/// What of a text shows the name as a whole, and which parts of it stand alone.
fn shown(name: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let names = people(name);
    let all = Finder::new(names).find(&Folded::new(text));
    let of = |is_whole| {
        all.iter().filter(move |one| one.is_whole == is_whole).map(|one| text[one.source.clone()].to_owned())
    };
    (of(true).collect(), of(false).collect())
}

#[test]
fn a_whole_name_is_found_however_it_is_written() {
    for written in [
        "Zadie Quarmby",
        "ZADIE QUARMBY",
        "Quarmby, Zadie",
        "zadie-quarmby",
        "zadie_quarmby",
        "zadiequarmby",
        "quarmbyzadie",
        "Za\u{200b}die\u{a0}Quarmb&yacute;",
        "Zadie M. Quarmby",
        "Zadie \"Z\" Quarmby",
        "Z&#97;die\n\nQuarmby",
        "Zadie Maria Quarmby",
        "Zadie Maria Luisa Quarmby",
        "zadievanquarmby",
        "zadie_maria_quarmby",
    ] {
        assert_eq!(shown("Zadie Quarmby", &format!("By {written} here")).0, [written], "{written}");
    }
    assert_eq!(shown("Zadie Quarmby", "Zadie Quarmby’s and @zadiequarmby92").0, ["Zadie Quarmby", "zadiequarmby"]);
    assert_eq!(shown("Quarmby, Zadie Maria", "Zadie Quarmby").0, ["Zadie Quarmby"]);
    assert_eq!(shown("Jörg Müller", "Joerg Mueller").0, ["Joerg Mueller"]);
    assert_eq!(shown("Joerg Mueller", "JÖRG MÜLLER").0, ["JÖRG MÜLLER"]);
    assert_eq!(shown("Nguyễn Thị Đào", "Nguyen Thi Dao").0, ["Nguyen Thi Dao"]);
    assert_eq!(shown("Σωκράτης Παπάς", "ΣΩΚΡΑΤΗΣ ΠΑΠΑΣ").0, ["ΣΩΚΡΑΤΗΣ ΠΑΠΑΣ"]);
    assert_eq!(shown("محمد علي", "قال مُحَمَّد عليّ").0, ["مُحَمَّد عليّ"]);
    assert_eq!(shown("דנה כהן", "פגשתי את דָּנָה כֹּהֵן").0, ["דָּנָה כֹּהֵן"]);
    assert_eq!(shown("山田太郎", "私は山田太郎です").0, ["山田太郎"]);
    assert_eq!(shown("山田 太郎", "私は山田太郎です").0, ["山田太郎"]);
    assert_eq!(shown("山田太郎", "山田 太郎").0, ["山田 太郎"]);
    assert_eq!(shown("Татьяна Иванова", "с Татьяной Ивановой").0, ["Татьяной Ивановой"]);
    assert_eq!(shown("Татьяна Иванова", "tatiana-ivanova").0, ["tatiana-ivanova"]);
    assert_eq!(shown("김민준", "저는 김민준입니다").0, ["김민준"]);
    assert_eq!(shown("Anne", "le livre d'Anne").0, ["Anne"]);
    assert_eq!(shown("Inés O'Brien", "ines obrien and INÉS O’BRIEN").0, ["ines obrien", "INÉS O’BRIEN"]);
}

#[test]
fn names_that_share_a_word_go_together() {
    let mut names = people("Ana Quarmby");
    names.extend(people("Juan Quarmby"));
    let text = "by Ana Quarmby y Juan Quarmby.";
    let found = Finder::new(names).find(&Folded::new(text));
    assert_eq!(found.iter().map(|one| &text[one.source.clone()]).collect::<Vec<_>>(), ["Ana Quarmby y Juan Quarmby"]);
    assert!(found[0].is_whole);
}

#[test]
fn a_name_is_found_in_the_forms_that_languages_give_it() {
    for (name, text) in [
        ("Petr Novák", "Petra Nováka"),
        ("Petr Novák", "Petrem Novákem"),
        ("Jana Nováková", "Janu Novákovou"),
        ("Piotr Kowalski", "Piotra Kowalskiego"),
        ("Anna Kowalska", "Annie Kowalskiej"),
        ("Marek Nowak", "Marka Nowaka"),
        ("Ivan Horvat", "Ivanom Horvatom"),
        ("Ane Etxebarria", "Ane Etxebarriaren"),
        ("Matti Virtanen", "Matti Virtasen"),
        ("Matti Virtanen", "Matin Virtaselle"),
        ("Jonas Petraitis", "Jono Petraičio"),
        ("Jānis Bērziņš", "Jāņa Bērziņa"),
        ("Nagy Péter", "Nagy Péternek"),
        ("Пётр Иванов", "Петром Ивановым"),
        ("Олена Шевченко", "Олени Шевченко"),
    ] {
        assert_eq!(shown(name, &format!("x {text}, y")).0, [text], "{name}: {text}");
    }
    assert_eq!(shown("Matti Virtanen", "Virtasen perhe").1, ["Virtasen"]);
    for (name, text) in [
        ("Maria Garcia", "Mario Garcia"),
        ("Paul Weber", "Paula Weber"),
        ("Jan Novak", "Jana Novak"),
        ("Anna Berg", "Anne Bergmann"),
        ("Martin Stone", "Martina Stone"),
        ("Daniel Lopez", "Daniela Lopez"),
        ("Hans Berg", "hansen bergen"),
        ("Jan Novák", "Jana Nováková"),
        ("Tim Cook", "Tim cooks dinner"),
        ("Will Love", "Will loves it"),
        ("Ana Paz", "la paz de Ana"),
    ] {
        assert_eq!(shown(name, text).0, Vec::<String>::new(), "{name}: {text}");
    }
}

#[test]
fn what_others_write_of_people_with_similar_names_is_theirs() {
    for (name, text) in [
        ("Robert Simon", "Roberto Simone and Roberta Simona"),
        ("Carlo Rossi", "Carla Rossa"),
        ("Valentin Albert", "Valentina Alberta"),
        ("Denis Laurent", "Denise Laurente"),
        ("Adrian Leon", "Adriana Leona"),
    ] {
        let names: Vec<HiddenName> = people(name).iter().map(HiddenName::strict).collect();
        assert!(Finder::new(names).whole(&Folded::new(text)).is_empty(), "{name}: {text}");
    }
    let names: Vec<HiddenName> = people("Piotr Kowalski").iter().map(HiddenName::strict).collect();
    assert_eq!(Finder::new(names).whole(&Folded::new("Piotra Kowalskiego")).len(), 1);
}

#[test]
fn two_people_who_stand_side_by_side_are_not_a_third() {
    for (name, text) in [
        ("Maria Garcia", "We met Maria Lopez, Jose Garcia and others."),
        ("Maria Garcia", "Maria Lopez; Jose Garcia"),
        ("Maria Garcia", "Maria Lopez. Jose Garcia came."),
        ("Maria Garcia", "Maria Lopez y Jose Garcia"),
        ("Maria Garcia", "Maria Lopez & Jose Garcia"),
        ("Maria Garcia", "- Maria Lopez\n\n- Jose Garcia"),
        ("Paul Weber", "Thanks to Paul, Anna Weber, Jim."),
        ("Paul Weber", "Paul (shop), Weber (repairs)"),
        ("Paul Weber", "| Paul Smith | Anna Weber |"),
    ] {
        assert_eq!(shown(name, text).0, Vec::<String>::new(), "{name}: {text}");
    }
    for text in ["Garcia, Jose Maria", "Maria J. L. Garcia", "Maria L. Jose Garcia", "Dr. Maria Jose Garcia"] {
        assert_eq!(shown("Maria Garcia", text).0.len(), 1, "{text}");
    }
}

#[test]
fn a_part_that_stands_alone_is_found() {
    for (text, part) in [
        ("Mrs Quarmby said", "Quarmby"),
        ("the Quarmbys", "Quarmby"),
        ("dear zadie", "zadie"),
        ("ask zquarmby@x.example", "quarmby"),
        ("z-quarmby-waits", "quarmby"),
        ("portrait-quarmby.jpg", "quarmby"),
        ("Z. Quarmby", "Quarmby"),
    ] {
        assert_eq!(shown("Zadie Quarmby", text), (vec![], vec![part.to_owned()]), "{text}");
    }
    assert_eq!(shown("山田太郎", "山田さん").1, ["山田"]);
    assert_eq!(shown("김민준", "민준 씨").1, ["민준"]);
}

#[test]
fn a_word_of_the_language_is_no_name() {
    for (name, text) in [
        ("Will", "I will ask."),
        ("Emma Brown", "two brown boxes, a milestone"),
        ("Bo Li", "boli, li and bo"),
        ("Anna Hart", "Hannah and Susanna have a heart"),
        ("Tim Elin", "a timeline of it"),
        ("William Williams", "what Williams sang"),
        ("Mark Stone", "mark the old stone"),
        ("Will Love", "you will love it"),
        ("Paz Guerra", "guerra y paz"),
        ("Jim Carr", "carry it"),
    ] {
        let found = shown(name, text);
        assert_eq!(found.0, Vec::<String>::new(), "{name}: {text}");
        assert!(found.1.iter().all(|part| part.chars().next().unwrap().is_uppercase()), "{name}: {text}: {found:?}");
    }
}

#[test]
fn parts_of_the_pseudonym_may_stand() {
    let mut names = people("Inés Ortega");
    names[0].allow("Inés O.");
    let finder = Finder::new(names);
    assert_eq!(finder.find(&Folded::new("Inés was there")), []);
    assert!(finder.find(&Folded::new("Inés Ortega was there"))[0].is_whole);
}
