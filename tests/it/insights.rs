//! What stories say together: the numbers, the drawings, the files for other programs.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use crate::site::{Built, Site, tree};

fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

fn text(element: ElementRef) -> String {
    element.text().collect::<String>().trim().to_owned()
}

/// Thirteen voices whose numbers were worked out by hand, one that is held back and one whose time is over.
fn by_hand() -> Site {
    let stories: [(&str, &str); 15] = [
        (
            "good",
            "nps = 10\ncsat = 5\nces = 7\nrating = 5\ntouchpoints = [\"helpdesk\"]\nbrand = \"acme\"\nchannel = \"phone\"\noutcome = \"retention\"\nexperienced_on = 2025-01-10",
        ),
        (
            "good",
            "nps = 9\ncsat = 4\nces = 6\nrating = 4.5\ntouchpoints = [\"store\"]\nbrand = \"acme\"\noutcome = \"retention\"\nexperienced_on = 2025-02-10\nworth = { currency = \"EUR\", paid = 10, would_pay = 25 }",
        ),
        (
            "good",
            "nps = 9\ncsat = 4\nrating = 4.5\ntouchpoints = [\"store\"]\nbrand = \"acme\"\noutcome = \"referral\"\nexperienced_on = 2025-02-20\nworth = { currency = \"eur\", paid = 3.20, would_pay = 9 }",
        ),
        (
            "good",
            "nps = 10\ncsat = 5\ntouchpoints = [\"store\"]\nbrand = \"zenith\"\noutcome = [\"retention\", \"growth\"]\nworth = { currency = \"EUR\", would_pay = 1000 }",
        ),
        (
            "good",
            "nps = 9\ntouchpoints = [\"store\"]\noutcome = \"retention\"\nstage = { from = \"interaction\", to = \"relationship\" }",
        ),
        ("good", "nps = 8\nbrand = \"zenith\"\nstage = \"engagement\""),
        ("mixed", "nps = 7\nbrand = \"zenith\"\nfeelings = [\"calm\"]"),
        ("mixed", "nps = 6\nfeelings = [\"calm\"]\nstage = { from = \"interaction\", to = \"relationship\" }"),
        (
            "bad",
            "nps = 3\ncsat = 2\nces = 2\ntouchpoints = [\"helpdesk\"]\nbrand = \"acme\"\nchannel = \"phone\"\noutcome = \"churn\"\nclues = [\"Nobody knew my name\"]\nworth = { currency = \"EUR\", lost = 14 }",
        ),
        (
            "bad",
            "nps = 0\ncsat = 1\nces = 1\ntouchpoints = [\"helpdesk\"]\nbrand = \"acme\"\noutcome = \"churn\"\ndisclosure = \"family\"\nnegatives = [\"Four letters\"]",
        ),
        (
            "bad",
            "ces = 5\ntouchpoints = [\"helpdesk\", \"invoice\"]\nbrand = \"acme\"\noutcome = \"churn\"\nworth = { currency = \"GBP\", paid = 50, would_pay = 20, lost = 100 }",
        ),
        ("bad", "rating = 1\ntouchpoints = [\"helpdesk\"]\nbrand = \"zenith\""),
        (
            "bad",
            "nps = 0\nrating = 1\ncsat = 1\ntouchpoints = [\"helpdesk\"]\nsource = { platform = \"Elsewhere\" }\nscores = { service = 1 }",
        ),
        ("bad", "nps = 0\nbrand = \"acme\"\nheld_back = \"abusive\""),
        ("good", "nps = 10\nbrand = \"acme\"\nexpires = 2026-01-01"),
    ];
    let mut files = String::from(
        "-- anecdote.toml --\nbase_url = \"https://example.org/\"\n[taxonomies.touchpoints]\nterms = [{ name = \"store\", owner = \"Shops\" }, { name = \"helpdesk\", owner = \"Care\" }, { name = \"invoice\" }, { name = \"survey\" }]\n",
    );
    for (n, (experience, fields)) in stories.iter().enumerate() {
        files.push_str(&format!(
            "-- content/stories/s{n:02}.md --\n+++\ntitle = \"Story {n}\"\ndate = 2025-03-{:02}\nexperience = \"{experience}\"\nauthor = \"P{n}\"\n{fields}\n+++\nWords of {n}.\n",
            n + 1
        ));
    }
    Site::new(&files)
}

fn insights(built: &Built) -> Value {
    let all: Value = serde_json::from_str(&built.read("api/v1/insights.json")).unwrap();
    all["insights"].clone()
}

/// Value, low, high and count of an estimate.
fn estimate(of: &Value) -> Value {
    json!([of["value"], of["low"], of["high"], of["count"]])
}

fn bins(of: &Value) -> Vec<u64> {
    of["bins"].as_array().unwrap().iter().map(|bin| bin["count"].as_u64().unwrap()).collect()
}

#[test]
fn every_measure_and_every_interval_is_the_one_worked_out_by_hand() {
    let site = by_hand();
    let all = insights(&site.build());
    assert_eq!(all["counts"], json!({"good": 6, "bad": 5, "mixed": 2, "total": 13}));
    // Wilson: 6 of 13 and 5 of 13.
    assert_eq!(estimate(&all["good"]), json!([46.15, 23.21, 70.86, 13]));
    assert_eq!(estimate(&all["bad"]), json!([38.46, 17.71, 64.48, 13]));
    // What is not shown, and what was told elsewhere.
    assert_eq!((&all["withheld"]["held_back"], &all["withheld"]["left"]), (&json!(1), &json!(1)));
    assert_eq!(all["elsewhere"], 1);
    // 5 promoters and 3 detractors of 10: that of the other platform is none of them.
    let nps = &all["scales"]["nps"];
    assert_eq!(estimate(&nps["measure"]), json!([20, -30.33, 61.1, 10]));
    assert_eq!((&nps["top"], &nps["bottom"]), (&json!(5), &json!(3)));
    assert_eq!(bins(nps), [1, 0, 0, 1, 0, 0, 1, 1, 1, 3, 2]);
    // 4 of 6 are satisfied.
    assert_eq!(estimate(&all["scales"]["csat"]["measure"]), json!([66.67, 30, 90.32, 6]));
    // 7, 6, 2, 1, 5: mean 4.2, deviation 2.5884, t of 4 degrees 2.7764; 0.99 to 7.41, cut off at the ends of
    // the scale.
    assert_eq!(estimate(&all["scales"]["ces"]["measure"]), json!([4.2, 1, 7, 5]));
    // Four ratings are too few for a mean, and still a distribution.
    assert_eq!(estimate(&all["scales"]["rating"]["measure"]), json!([null, null, null, 4]));
    assert_eq!(bins(&all["scales"]["rating"]), [1, 0, 0, 0, 0, 0, 0, 2, 1]);
    // The only score of service is from another platform.
    assert_eq!(all["scores"], json!([]));
}

#[test]
fn money_is_counted_in_each_currency_for_itself() {
    let site = by_hand();
    let all = insights(&site.build());
    let accounts = all["accounts"].as_array().unwrap();
    let names: Vec<&str> = accounts.iter().map(|account| account["currency"].as_str().unwrap()).collect();
    assert_eq!(names, ["EUR", "GBP"]);
    // 25 - 10 and 9 - 3.20; who only says what they would have paid tells no difference. 14 was lost.
    let total = &accounts[0]["total"];
    assert_eq!((&total["valued"], &total["worth"]), (&json!(2), &json!(20.8)));
    assert_eq!((&total["losers"], &total["lost"], &total["result"]), (&json!(1), &json!(14), &json!(6.8)));
    assert_eq!(accounts[1]["total"]["result"], json!(-130));
    let line = |account: &Value, by: &str, name: &str| {
        let lines = account[by].as_array().unwrap();
        lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("{name}"))["result"].clone()
    };
    assert_eq!(line(&accounts[0], "brands", "acme"), json!(6.8));
    assert_eq!(line(&accounts[0], "touchpoints", "store"), json!(20.8));
    assert_eq!(line(&accounts[0], "touchpoints", "Helpdesk"), json!(-14));
    // A story with two touchpoints stands in both lines.
    assert_eq!(line(&accounts[1], "touchpoints", "Helpdesk"), json!(-130));
    assert_eq!(line(&accounts[1], "touchpoints", "invoice"), json!(-130));
}

#[test]
fn clues_say_which_touchpoint_how_sure_who_answers_for_it_and_why() {
    let site = by_hand();
    let built = site.build();
    let all = insights(&built);
    let clues = all["clues"]["rows"].as_array().unwrap();
    let helpdesk = &clues[0];
    assert_eq!((&helpdesk["slug"], &helpdesk["owner"]), (&json!("helpdesk"), &json!("Care")));
    // With it 1 good and 4 bad of 5, without 5 good of 7; all 12: 16.67 less 71.43.
    assert_eq!(estimate(&helpdesk["effect"]), json!([-54.76, -65.21, -7.7, 5]));
    assert_eq!((&helpdesk["certainty"], &helpdesk["bad"]), (&json!("sure"), &json!(4)));
    let words: Vec<&str> =
        helpdesk["words"].as_array().unwrap().iter().map(|words| words["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["Four letters", "Nobody knew my name"]);
    let few = clues.iter().find(|clue| clue["slug"] == "invoice").unwrap();
    assert_eq!((&few["certainty"], &few["effect"]["value"]), (&json!("few"), &Value::Null));
    // On the page the connection stands before the words.
    let html = built.read("insights/index.html");
    let (badge, words) = (html.find("Is related to someone there").unwrap(), html.find("Four letters").unwrap());
    assert!(badge < words);
}

#[test]
fn outcomes_steps_time_and_what_nothing_is_told_of_are_counted() {
    let site = by_hand();
    let all = insights(&site.build());
    let outcome = |slug: &str| {
        let all = all["outcomes"].as_array().unwrap();
        let found = all.iter().find(|outcome| outcome["slug"] == slug).unwrap();
        json!([found["good_count"], found["good"]["count"], found["bad_count"], found["bad"]["count"]])
    };
    assert_eq!(outcome("retention"), json!([4, 5, 0, 3]));
    assert_eq!(outcome("growth"), json!([1, 5, 0, 3]));
    assert_eq!(outcome("churn"), json!([0, 5, 3, 3]));
    let steps = all["steps"]["rows"].as_array().unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!((&steps[0]["name"], &steps[0]["counts"]["total"]), (&json!("Interaction → Relationship"), &json!(2)));
    // January, February with two, and March with the ten that say nothing of when.
    let time: Vec<u64> = all["time"]["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| period["counts"]["total"].as_u64().unwrap())
        .collect();
    assert_eq!((time, &all["time"]["unit"]), (vec![1, 2, 10], &json!("month")));
    let coverage = &all["coverage"];
    let columns: Vec<&str> =
        coverage["touchpoints"].as_array().unwrap().iter().map(|of| of["name"].as_str().unwrap()).collect();
    assert_eq!(columns, ["store", "Helpdesk", "invoice", "Surveys"]);
    let told: BTreeMap<&str, Vec<u64>> = coverage["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let cells = row["cells"].as_array().unwrap();
            (row["brand"]["name"].as_str().unwrap(), cells.iter().map(|of| of["total"].as_u64().unwrap()).collect())
        })
        .collect();
    assert_eq!(told, BTreeMap::from([("acme", vec![2, 4, 1, 0]), ("zenith", vec![1, 1, 0, 0])]));
}

#[test]
fn a_part_of_the_site_has_the_same_where_there_is_something_to_say() {
    let site = by_hand();
    let built = site.build();
    for path in ["brands/acme/insights", "touchpoints/helpdesk/insights"] {
        assert!(built.has(&format!("{path}/index.html")), "{path}");
    }
    assert!(!built.has("brands/zenith/insights/index.html") && !built.has("feelings/calm/insights/index.html"));
    let all: Value = serde_json::from_str(&built.read("api/v1/insights.json")).unwrap();
    let parts = all["parts"].as_array().unwrap();
    let acme = parts.iter().find(|part| part["slug"] == "acme").unwrap();
    assert_eq!(acme["counts"], json!({"good": 3, "bad": 3, "mixed": 0, "total": 6}));
    assert_eq!(acme["accounts"], json!({"EUR": 6.8, "GBP": -130}));
    // What is held back is said on the brand's own page, too.
    assert!(built.read("brands/acme/insights/index.html").contains("1 more is held back"));
}

#[test]
fn the_threshold_is_the_sites_and_insights_can_be_left_out() {
    let site = by_hand();
    let config = std::fs::read_to_string(site.path("anecdote.toml")).unwrap();
    site.write("anecdote.toml", format!("[insights]\nat_least = 4\n{}", config.replace("base_url", "#")));
    assert_eq!(insights(&site.build())["scales"]["rating"]["measure"]["value"], json!(3.75));
    site.write("anecdote.toml", "api = false\n[insights]\nenabled = false\n");
    let built = site.build();
    assert!(built.files().keys().all(|path| !path.contains("insights/") && !path.starts_with("api")));
    assert!(!built.read("index.html").contains("insights/"));
}

/// A table's rows: name, then cells.
fn rows(figure: ElementRef) -> Vec<(String, Vec<String>)> {
    let body = select("table tbody tr, table tfoot tr");
    let rows = figure.select(&body).map(|row| {
        // The first text of the head; who answers for it stands behind.
        let name = row.select(&select("th")).next().and_then(|head| head.text().find(|text| !text.trim().is_empty()));
        let name = name.unwrap_or_default().trim().to_owned();
        (name, row.select(&select("td")).map(text).collect())
    });
    rows.collect()
}

/// The whole numbers of a text.
fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

#[test]
fn what_a_drawing_says_in_words_is_what_its_table_and_its_bars_say() {
    let out = tempfile::TempDir::new().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = crate::site::run_in(root, &["build", "-o", out.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut seen = 0;
    for (path, bytes) in tree(out.path()).iter().filter(|(path, _)| path.ends_with("insights/index.html")) {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for figure in page.select(&select("figure.chart")) {
            let id = figure.attr("id").unwrap();
            let table = rows(figure);
            // Bars around an axis, each with its numbers in words.
            let bars: Vec<ElementRef> = figure.select(&select("ol.rows > li:not([aria-hidden])")).collect();
            if !bars.is_empty() {
                let width = |bar: &ElementRef, verdict: &str| -> f64 {
                    let drawn = bar.select(&select(&format!("rect.{verdict}"))).next();
                    drawn.map_or(0.0, |drawn| drawn.attr("width").unwrap().trim_end_matches('%').parse().unwrap())
                };
                let mut scales: Vec<f64> = Vec::new();
                assert_eq!(bars.len(), table.len(), "{path} {id}");
                for (bar, (name, cells)) in bars.iter().zip(&table) {
                    let cells: Vec<u64> = cells[..4].iter().map(|cell| numbers(cell)[0]).collect();
                    assert!(text(*bar).trim_start().starts_with(name.as_str()), "{path} {id} {name}");
                    let said = numbers(&text(bar.select(&select(".sr")).next().unwrap()));
                    let there: Vec<u64> = cells[..3].iter().copied().filter(|count| *count > 0).collect();
                    assert_eq!(said, there, "{path} {id} {name}");
                    assert_eq!(cells[0] + cells[1] + cells[2], cells[3], "{path} {id}");
                    let of = ["good", "mixed", "bad"].iter().zip(&cells);
                    scales
                        .extend(of.filter(|(_, count)| **count > 0).map(|(of, count)| width(bar, of) / *count as f64));
                    seen += 1;
                }
                // The bars are as long as the numbers say, all on one scale.
                let (least, most) = scales.iter().fold((f64::MAX, 0.0_f64), |(a, b), one| (a.min(*one), b.max(*one)));
                assert!(most - least < 0.02, "{path} {id}: {scales:?}");
                continue;
            }
            if id == "chart-coverage" {
                // How dark a cell is follows its number.
                for cell in figure.select(&select("td")) {
                    let count = numbers(&text(cell)).first().copied().unwrap_or(0);
                    let shade = ["s0", "s1", "s2", "s2", "s3", "s3", "s3", "s4"][count.min(7) as usize];
                    assert_eq!(cell.attr("class"), Some(shade), "{path} {id} {count}");
                    seen += 1;
                }
                continue;
            }
            let Some(svg) = figure.select(&select("svg[role=img]")).next() else {
                // Where there are too few to say anything nothing is drawn, and the table says so for each.
                let few = figure.select(&select("td .few")).count();
                assert!(id == "chart-clues" && few == table.len(), "{path} {id}");
                continue;
            };
            let by = |name: &str| {
                let id = svg.attr(name).unwrap_or_else(|| panic!("{path} {id}: no {name}"));
                text(page.select(&select(&format!("[id='{id}']"))).next().unwrap())
            };
            let (title, said) = (by("aria-labelledby"), by("aria-describedby"));
            assert!(!title.is_empty() && !said.is_empty(), "{path} {id}");
            if matches!(id, "chart-nps" | "chart-csat" | "chart-ces") {
                let spoken: Vec<u64> = numbers(&said);
                let told: Vec<u64> =
                    table.iter().flat_map(|(name, cells)| [numbers(name)[0], numbers(&cells[0])[0]]).collect();
                assert_eq!(spoken, told, "{path} {id}");
                let bars: Vec<u64> = figure.select(&select("text.num")).map(|bar| numbers(&text(bar))[0]).collect();
                let shown: Vec<u64> = told.chunks(2).map(|pair| pair[1]).filter(|count| *count > 0).collect();
                assert_eq!(bars, shown, "{path} {id}");
                seen += 1;
            } else if id == "chart-time" {
                // What it says of each span are its numbers; spans of which nothing is told are not said.
                for (name, cells) in &table {
                    let counts: Vec<u64> = cells[..3].iter().map(|cell| numbers(cell)[0]).collect();
                    let there: Vec<u64> = counts.iter().copied().filter(|count| *count > 0).collect();
                    let spoken =
                        said.split_once(&format!("{name}: ")).map(|(_, after)| after.split(". ").next().unwrap());
                    assert_eq!(spoken.map(numbers).unwrap_or_default(), there, "{path} {id} {name}: {said}");
                }
                seen += 1;
            } else {
                // Every number of the words stands in the table as well.
                let beside = figure.parent().and_then(ElementRef::wrap).unwrap();
                let table = if table.is_empty() { rows(beside) } else { table };
                let table: Vec<u64> =
                    table.iter().flat_map(|(name, cells)| numbers(&format!("{name} {}", cells.join(" ")))).collect();
                assert!(numbers(&said).iter().all(|number| table.contains(number)), "{path} {id}: {said}");
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn every_number_leads_to_as_many_stories() {
    let site = by_hand();
    let built = site.build();
    let mut followed = 0;
    for path in ["insights", "brands/acme/insights", "touchpoints/helpdesk/insights"] {
        let page = Html::parse_document(&built.read(&format!("{path}/index.html")));
        let stories = |id: &str| {
            let place = page.select(&select(&format!("[id='{id}']"))).next().unwrap_or_else(|| panic!("{path}: {id}"));
            let links: std::collections::BTreeSet<&str> =
                place.select(&select("li > a")).map(|link| link.attr("href").unwrap()).collect();
            links.len() as u64
        };
        let own = format!("/{path}/#");
        for link in page.select(&select("td a, .measure > p a")) {
            let Some(id) = link.attr("href").unwrap().strip_prefix(&own) else { continue };
            if id.starts_with("worth-") {
                assert!(stories(id) > 0, "{path}: {id}");
            } else {
                assert_eq!(numbers(&text(link))[0], stories(id), "{path}: {id}");
            }
            followed += 1;
        }
    }
    assert!(followed > 70, "{followed}");
}

fn schema(name: &str) -> jsonschema::Validator {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name);
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn valid(schema: &jsonschema::Validator, value: &Value, what: &str) {
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{what}{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// All texts under a name, however deep.
fn collect<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get(name).and_then(Value::as_str));
            fields.values().for_each(|value| collect(value, name, found));
        }
        Value::Array(all) => all.iter().for_each(|value| collect(value, name, found)),
        _ => {}
    }
}

#[test]
fn the_files_for_other_programs_are_what_their_published_schemas_say() {
    let out = tempfile::TempDir::new().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = crate::site::run_in(root, &["build", "-o", out.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = tree(out.path());
    let json = |path: &str| serde_json::from_slice::<Value>(&files[path]).unwrap();
    for name in ["stories.json", "stories-csv.json", "insights.json"] {
        let published = std::fs::read(root.join("schema").join(name)).unwrap();
        assert!(files[&format!("api/v1/schema/{name}")] == published, "{name}");
    }
    valid(&schema("stories.json"), &json("api/v1/stories.json"), "stories");
    let insights = json("api/v1/insights.json");
    valid(&schema("insights.json"), &insights, "insights");
    let page = String::from_utf8_lossy(&files["insights/index.html"]).into_owned();
    let mut fragments = Vec::new();
    collect(&insights["insights"], "drilldown", &mut fragments);
    assert!(fragments.len() > 50, "{fragments:?}");
    for fragment in fragments {
        // Those of parts lead to pages of their own, by a path.
        let path = fragment.strip_prefix('/').map(|path| format!("{path}index.html"));
        let is_there = match &path {
            Some(path) => files.contains_key(path),
            None => page.contains(&format!("id=\"{fragment}\"")),
        };
        assert!(is_there, "{fragment}");
    }
    let lists = files.keys().filter(|path| path.starts_with("api/v1/stories") && path.ends_with(".json"));
    for path in lists {
        assert!(!json(path).to_string().contains("href=\\\"/"), "{path}: addresses are whole");
    }
    let line = schema("stories-csv.json");
    let mut table = csv::Reader::from_reader(files["api/v1/stories.csv"].as_slice());
    let mut lines = 0;
    for row in table.deserialize::<BTreeMap<String, String>>() {
        valid(&line, &serde_json::to_value(row.unwrap()).unwrap(), "stories.csv");
        lines += 1;
    }
    assert_eq!(lines, json("api/v1/stories.json")["total"]);
}

#[test]
fn a_list_holds_the_words_of_every_version_and_a_file_for_each_is_written_where_it_is_asked_for() {
    let story = |title: &str| {
        format!("---\ntitle: {title}\nexperience: good\n---\nThe words of {title}, [its page](/stories/a/).\n")
    };
    let site = Site::new("-- anecdote.toml --\nbase_url = \"https://example.org/\"\n[languages.es]\n");
    site.write("content/stories/a.md", story("A"));
    site.write("content/stories/a.es.md", story("Una"));
    site.write("content/stories/b.es.md", story("Otra"));
    let built = site.build();
    let list: Value = serde_json::from_str(&built.read("api/v1/stories.json")).unwrap();
    valid(&schema("stories.json"), &list, "the list");
    let find = |id: &str| list["stories"].as_array().unwrap().iter().find(|story| story["id"] == id).unwrap();
    let words = |title: &str| {
        format!("<p>The words of {title}, <a href=\"https://example.org/stories/a/\">its page</a>.</p>\n")
    };
    assert_eq!(list["total"], 2);
    assert_eq!(find("stories/a")["content_html"], words("A"));
    let translation = &find("stories/a")["translations"][0];
    assert_eq!((&translation["language"], &translation["title"]), (&"es".into(), &"Una".into()));
    assert_eq!(translation["content_html"], words("Una"));
    assert_eq!(find("es/stories/b")["content_html"], words("Otra"));
    assert!(!built.has("api/v1/stories/a.json") && !list.to_string().contains("\"json\""));

    site.write("anecdote.toml", "base_url = \"https://example.org/\"\napi = \"files\"\n[languages.es]\n");
    let built = site.build();
    let mut one: Value = serde_json::from_str(include_str!("../../schema/stories.json")).unwrap();
    for key in ["type", "properties", "required", "additionalProperties"] {
        one.as_object_mut().unwrap().remove(key);
    }
    one["$ref"] = "#/$defs/story".into();
    let one = jsonschema::validator_for(&one).unwrap();
    for (path, title) in [("stories/a", "A"), ("es/stories/a", "Una"), ("es/stories/b", "Otra")] {
        let file: Value = serde_json::from_str(&built.read(&format!("api/v1/{path}.json"))).unwrap();
        valid(&one, &file, path);
        assert_eq!(file["content_html"], words(title));
        assert_eq!(file["json"], format!("https://example.org/api/v1/{path}.json"));
    }
    let list: Value = serde_json::from_str(&built.read("api/v1/stories.json")).unwrap();
    valid(&schema("stories.json"), &list, "the list");
    assert!(list.to_string().contains("api/v1/es/stories/a.json"));
}

#[test]
fn the_list_of_stories_leads_to_all_of_them_and_a_new_one_leaves_its_older_parts() {
    let story = |n: usize| {
        format!("+++\ntitle = \"S{n}\"\ndate = 2025-01-01\nexperience = \"good\"\n+++\nWords [x](s000.md) of {n}.\n")
    };
    let site = Site::new("-- anecdote.toml --\nbase_url = \"https://example.org/\"\n");
    (0..260).for_each(|n| site.write(&format!("content/stories/s{n:03}.md"), story(n)));
    let built = site.build();
    let mut next = Some("api/v1/stories.json".to_owned());
    let mut all = Vec::new();
    while let Some(path) = next {
        let part: Value = serde_json::from_str(&built.read(&path)).unwrap();
        valid(&schema("stories.json"), &part, &path);
        all.extend(part["stories"].as_array().unwrap().iter().map(|story| story["id"].as_str().unwrap().to_owned()));
        next = part["next"].as_str().map(|url| url.strip_prefix("https://example.org/").unwrap().to_owned());
    }
    assert_eq!(all.len(), 260);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 260);
    let before = built.read("api/v1/stories/page/1.json");
    site.write("content/stories/zz.md", story(999).replace("2025-01-01", "2026-01-01"));
    assert_eq!(site.build().read("api/v1/stories/page/1.json"), before);
}

#[test]
fn a_table_never_holds_a_formula() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"=HYPERLINK(1)\"\nexperience = \"bad\"\nquote = \"+1 said\"\nworth = { currency = \"EUR\", lost = -5 }\n+++\n+1 said\n",
    );
    let built = site.build();
    let mut table = csv::Reader::from_reader(std::io::Cursor::new(built.read("api/v1/stories.csv")));
    let row: BTreeMap<String, String> = table.deserialize().next().unwrap().unwrap();
    assert_eq!((row["title"].as_str(), row["quote"].as_str()), ("'=HYPERLINK(1)", "'+1 said"));
    assert_eq!(row["lost"], "-5");
}

/// A story with random answers, as front matter.
fn random_story() -> impl Strategy<Value = String> {
    let verdict = prop_oneof![Just("good"), Just("bad"), Just("mixed")];
    let words = |words: &'static [&'static str]| {
        proptest::collection::vec(0..words.len(), 0..3)
            .prop_map(move |at| at.into_iter().map(|at| format!("\"{}\"", words[at])).collect::<Vec<_>>().join(", "))
    };
    let answers = (
        proptest::option::of(0..=10u8),
        proptest::option::of(1..=5u8),
        proptest::option::of(1..=7u8),
        proptest::option::of(2..=10u8),
    );
    let rest = (0..3u8, 0..40u32, proptest::option::of(-500..500i32), any::<bool>());
    (verdict, words(&["helpdesk", "delivery", "design"]), words(&["joy", "Joy", "anger"]), answers, rest).prop_map(
        |(verdict, touchpoints, feelings, (nps, csat, ces, rating), (brand, month, lost, elsewhere))| {
            let mut text =
                format!("experience = \"{verdict}\"\ntouchpoints = [{touchpoints}]\nfeelings = [{feelings}]\n");
            let mut put = |name: &str, value: Option<String>| {
                text.extend(value.map(|value| format!("{name} = {value}\n")));
            };
            put("nps", nps.map(|n| n.to_string()));
            put("csat", csat.map(|n| n.to_string()));
            put("ces", ces.map(|n| n.to_string()));
            put("rating", rating.map(|n| (f64::from(n) / 2.0).to_string()));
            put("brand", Some(format!("\"brand-{brand}\"")).filter(|_| brand > 0));
            put("experienced_on", Some(format!("{}-{:02}-01", 2020 + month / 12, 1 + month % 12)));
            put("worth", lost.map(|lost| format!("{{ currency = \"EUR\", lost = {lost} }}")));
            put("source", elsewhere.then(|| "{ platform = \"P\" }".to_owned()));
            text
        },
    )
}

fn built_from(stories: &[String], order: &[usize]) -> Value {
    let site = Site::new("-- anecdote.toml --\nbase_url = \"https://example.org/\"\n");
    for (at, story) in order.iter().enumerate() {
        let text = format!("+++\ntitle = \"S\"\n{}+++\nWords.\n", stories[*story]);
        site.write(&format!("content/stories/s{at:02}.md"), text);
    }
    insights(&site.build())
}

fn sum(all: &Value, count: impl Fn(&Value) -> &Value) -> u64 {
    all.as_array().into_iter().flatten().map(|of| count(of).as_u64().unwrap()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::edits::size("ANECDOTE_CASES", 6), ..ProptestConfig::default() })]

    #[test]
    fn distributions_add_up_and_the_order_of_files_does_not_matter(
        stories in proptest::collection::vec(random_story(), 1..24),
        seed in any::<u64>(),
    ) {
        let order: Vec<usize> = (0..stories.len()).collect();
        let mut other = order.clone();
        other.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1) >> 7);
        let all = built_from(&stories, &order);
        let total = all["counts"]["total"].as_u64().unwrap();
        prop_assert_eq!(total, stories.len() as u64);
        let verdicts = |of: &Value| ["good", "mixed", "bad"].iter().map(|key| of[key].as_u64().unwrap()).sum::<u64>();
        prop_assert_eq!(verdicts(&all["counts"]), total);
        for scale in all["scales"].as_object().unwrap().values() {
            prop_assert_eq!(sum(&scale["bins"], |bin| &bin["count"]), scale["measure"]["count"].as_u64().unwrap());
            let of = |key: &str| scale["measure"][key].as_f64();
            if let (Some(low), Some(value), Some(high)) = (of("low"), of("value"), of("high")) {
                prop_assert!(low <= high && (scale["kind"] == "net" || (low <= value && value <= high)), "{scale}");
            }
        }
        for dimension in all["dimensions"].as_object().unwrap().values() {
            for row in dimension["rows"].as_array().unwrap() {
                prop_assert_eq!(verdicts(&row["counts"]), row["counts"]["total"].as_u64().unwrap());
            }
        }
        let brands = &all["dimensions"]["brand"];
        if !brands.is_null() {
            let told = sum(&brands["rows"], |row| &row["counts"]["total"]);
            prop_assert_eq!(told + brands["unsaid"].as_u64().unwrap(), total);
        }
        let time = &all["time"];
        let spans = sum(&time["periods"], |period| &period["counts"]["total"]);
        prop_assert_eq!(spans + time["earlier"].as_u64().unwrap() + time["undated"].as_u64().unwrap(), total);
        for account in all["accounts"].as_array().unwrap() {
            let of = |key: &str| account["total"][key].as_f64().unwrap();
            prop_assert!((of("worth") - of("lost") - of("result")).abs() < 0.001);
        }
        // Of the clues' words the newest come first, and by name where no date tells: the rest is the same.
        let without_words = |mut all: Value| {
            for clue in all["clues"]["rows"].as_array_mut().into_iter().flatten() {
                clue["words"] = Value::Null;
            }
            all
        };
        prop_assert_eq!(without_words(built_from(&stories, &other)), without_words(all));
    }
}
