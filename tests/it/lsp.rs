//! The language server, driven by a client over its standard input and output, as editors drive it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::site::Site;

const PATIENCE: Duration = Duration::from_secs(60);

/// An editor with one server.
struct Editor {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    root: String,
    next: i64,
    /// What came while something else was waited for.
    told: Vec<Value>,
}

impl Editor {
    /// Opens a folder; the server is started without `--root`, as editors start it.
    fn open_folder(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_anecdote"))
            .arg("lsp")
            .current_dir("/")
            .env("SOURCE_DATE_EPOCH", "1793577600")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = child.stdin.take();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (send, from) = channel();
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if out.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    match line.trim().split_once(": ") {
                        Some(("Content-Length", bytes)) => length = bytes.parse().unwrap(),
                        Some(_) => {}
                        None => break,
                    }
                }
                let mut bytes = vec![0; length];
                out.read_exact(&mut bytes).unwrap();
                if send.send(serde_json::from_slice(&bytes).unwrap()).is_err() {
                    return;
                }
            }
        });
        let root = root.canonicalize().unwrap().to_str().unwrap().to_owned();
        let mut editor = Self { child, to, from, root: format!("file://{root}"), next: 0, told: Vec::new() };
        let folder = json!({ "uri": editor.root, "name": "site" });
        let answer = editor.ask(
            "initialize",
            json!({ "processId": null, "capabilities": {}, "workspaceFolders": [folder], "rootUri": editor.root }),
        );
        assert_eq!(answer["capabilities"]["hoverProvider"], true, "{answer}");
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to.as_mut().unwrap(), "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let answer = self.from.recv_timeout(PATIENCE).unwrap();
            if answer["id"] == id && answer.get("method").is_none() {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.told.push(answer);
        }
    }

    fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    /// Shows a file to the server; `|` in the text is where the cursor is.
    fn open(&mut self, path: &str, text: &str) -> Value {
        let document =
            json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text.replacen('|', "", 1) });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.at(path, text)
    }

    fn change(&mut self, path: &str, text: &str) -> Value {
        let uri = self.uri(path);
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text.replacen('|', "", 1) }] }),
        );
        self.at(path, text)
    }

    fn at(&self, path: &str, text: &str) -> Value {
        let before = text.split('|').next().unwrap();
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
        json!({ "textDocument": { "uri": self.uri(path) }, "position": { "line": line, "character": column } })
    }

    fn labels(&mut self, place: &Value) -> Vec<String> {
        let items = self.ask("textDocument/completion", place.clone());
        items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until what is said of a file is as wanted; gives it.
    fn wait_for(&mut self, path: &str, is_wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(path);
        let mut waiting: Vec<Value> = std::mem::take(&mut self.told);
        waiting.reverse();
        loop {
            let message = waiting.pop().unwrap_or_else(|| self.from.recv_timeout(PATIENCE).unwrap());
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                let found = message["params"]["diagnostics"].as_array().unwrap().clone();
                if is_wanted(&found) {
                    return found;
                }
            }
        }
    }

    fn close(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.to = None;
        assert!(self.child.wait().unwrap().success());
    }
}

const SITE: &str = "-- anecdote.toml --\n\
    title = \"Café\"\n\
    [taxonomies.touchpoints]\n\
    terms = [{ name = \"helpdesk\" }, { name = \"shop\" }]\n\
    -- content/brands/tally.md --\n\
    +++\nname = \"Tally Mobile\"\n+++\n\
    -- content/ambassadors/ada.md --\n\
    +++\nname = \"Ada Vale\"\nbrand = \"tally\"\n+++\n\
    -- content/stories/one.md --\n\
    +++\ntitle = \"One\"\nexperience = \"good\"\nbrand = \"tally\"\ndisclosure = \"none\"\n+++\nWords.\n\
    -- content/stories/two.md --\n\
    +++\ntitle = \"Two\"\nexperience = \"bad\"\nbrand = \"tally\"\ndisclosure = \"none\"\n+++\nWords.\n";

fn story(more: &str) -> String {
    format!("+++\ntitle = \"Two\"\nexperience = \"bad\"\nbrand = \"tally\"\ndisclosure = \"none\"\n{more}")
}

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn what_is_wrong_is_said_before_it_is_saved_and_taken_back_when_it_is_mended() {
    let site = Site::new(SITE);
    let mut editor = Editor::open_folder(site.root());
    let wrong =
        "+++\ntitle = \"Café 🦀\" # x\nexperience = \"baad\"\nbrand = \"tally\"\ndisclosure = \"none\"\n+++\nWords.\n";
    editor.open("content/stories/two.md", wrong);
    let found = editor.wait_for("content/stories/two.md", |found| !found.is_empty());
    assert_eq!(codes(&found), ["E0102"], "{found:#?}");
    assert_eq!(found[0]["severity"], 1);
    assert_eq!(found[0]["range"]["start"]["line"], 2);
    assert!(std::fs::read_to_string(site.path("content/stories/two.md")).unwrap().contains("\"bad\""));
    // A quick fix writes what was meant, and no more.
    let range = found[0]["range"].clone();
    let context = json!({ "diagnostics": [] });
    let uri = editor.uri("content/stories/two.md");
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    let actions = editor.ask("textDocument/codeAction", params);
    assert_eq!(actions[0]["title"], "Write `bad`", "{actions:#}");
    let edit = &actions[0]["edit"]["changes"][&uri][0];
    assert_eq!(edit["newText"], "bad");
    assert_eq!(
        edit["range"]["end"]["character"].as_i64().unwrap() - edit["range"]["start"]["character"].as_i64().unwrap(),
        4
    );
    editor.change("content/stories/two.md", &story("+++\nWords.\n"));
    editor.wait_for("content/stories/two.md", <[Value]>::is_empty);
    // Closed unsaved, what stands on the disk counts again.
    editor.change("content/stories/two.md", &story("nps = 11\n+++\nWords.\n"));
    editor.wait_for("content/stories/two.md", |found| codes(found) == ["E0103"]);
    let closed = json!({ "textDocument": { "uri": editor.uri("content/stories/two.md") } });
    editor.tell("textDocument/didClose", closed);
    editor.wait_for("content/stories/two.md", <[Value]>::is_empty);
    editor.close();
}

#[test]
fn a_file_that_others_change_is_looked_at_again() {
    let site = Site::new(SITE);
    let mut editor = Editor::open_folder(site.root());
    site.write("content/stories/two.md", story("brand = \"x\"\n+++\nWords.\n"));
    let changed = json!({ "changes": [{ "uri": editor.uri("content/stories/two.md"), "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", changed);
    let found = editor.wait_for("content/stories/two.md", |found| !found.is_empty());
    assert_eq!(found[0]["severity"], 1, "{found:#?}");
    // An editor that tells of no changes tells of saves.
    site.write("content/stories/two.md", story("+++\nWords.\n"));
    let saved = json!({ "textDocument": { "uri": editor.uri("content/stories/one.md") } });
    editor.tell("textDocument/didSave", saved);
    editor.wait_for("content/stories/two.md", <[Value]>::is_empty);
    editor.close();
}

#[test]
fn what_only_the_drawn_page_shows_is_said_of_the_open_file() {
    let site = Site::new(SITE);
    site.write(
        "templates/components/late.html",
        "{% component late(of: string) %}{{ nothing.here }}{% endcomponent late %}",
    );
    let mut editor = Editor::open_folder(site.root());
    editor.open("content/stories/two.md", &story("+++\n{{ late(of=\"x\") }}\n"));
    let found = editor.wait_for("templates/components/late.html", |found| !found.is_empty());
    assert!(found[0]["message"].as_str().unwrap().contains("nothing"), "{found:#?}");
    // Its place is that in the text as it is shown, not as it was saved.
    editor.change("content/stories/two.md", &story("+++\nWords.\n\n[x](/nowhere/)\n"));
    let found = editor.wait_for("content/stories/two.md", |found| !found.is_empty());
    assert_eq!(found[0]["range"]["start"]["line"], 8, "{found:#?}");
    editor.close();
}

#[test]
fn fields_values_slugs_words_components_and_links_are_completed() {
    let site = Site::new(SITE);
    let mut editor = Editor::open_folder(site.root());
    let two = "content/stories/two.md";
    let place = editor.open(two, &story("tou|\n+++\n"));
    let labels = editor.labels(&place);
    assert!(labels.contains(&"touchpoints".to_owned()) && labels.contains(&"nps".to_owned()), "{labels:?}");
    assert!(!labels.contains(&"title".to_owned()), "what is there is not offered again: {labels:?}");
    let mut complete = |more: &str| {
        let place = editor.change(two, &story(more));
        editor.labels(&place)
    };
    assert_eq!(complete("kind = \"|\"\n+++\n").first().map(String::as_str), Some("story"));
    assert_eq!(complete("author = \"|\"\n+++\n"), ["ada"]);
    assert_eq!(complete("perspective = \"|\"\n+++\n").iter().filter(|label| *label == "customer").count(), 1);
    assert_eq!(complete("echo_of = \"|\"\n+++\n"), ["one", "two"]);
    assert_eq!(complete("touchpoints = [\"helpdesk\", \"|\n+++\n"), ["helpdesk", "shop"]);
    assert!(complete("feelings = [|]\n+++\n").contains(&"relief".to_owned()));
    assert!(complete("verified = { how = \"|\" }\n+++\n").contains(&"email".to_owned()));
    assert_eq!(complete("verified = { on = 2026-01-01, |\n+++\n"), ["how", "on", "by"]);
    assert!(complete("+++\nLook: {{ fi|").contains(&"figure".to_owned()));
    assert!(complete("+++\nSee [the other](@/|) one").contains(&"@/stories/one.md".to_owned()));
    assert_eq!(complete("+++\nPlain wo|rds"), Vec::<String>::new());
    // What is not in quotes yet gets them; the edit takes the place of what was typed.
    let place = editor.change(two, &story("author = a|\n+++\n"));
    let items = editor.ask("textDocument/completion", place);
    assert_eq!(items[0]["textEdit"]["newText"], "\"ada\"", "{items:#}");
    let place = editor.open("anecdote.toml", "title = \"x\"\n[feeds]\ncontent = \"|\"\n");
    assert_eq!(editor.labels(&place), ["summary", "full"]);
    editor.close();
}

#[test]
fn yaml_is_completed_as_toml_is() {
    let site = Site::new(SITE);
    let mut editor = Editor::open_folder(site.root());
    let two = "content/stories/two.md";
    let place = editor.open(two, "---\ntitle: Two\nexp|\n---\nWords.\n");
    let items = editor.ask("textDocument/completion", place);
    let items = items.as_array().unwrap();
    let field = items.iter().find(|item| item["label"] == "experience").unwrap();
    assert_eq!(field["textEdit"]["newText"], "experience: ");
    let place = editor.change(two, "---\ntitle: Two\nexperience: bad\nbrand: |\n---\nWords.\n");
    assert_eq!(editor.labels(&place), ["tally"]);
    let place = editor.change(two, "---\ntitle: Two\nexperience: bad\ntouchpoints:\n  - shop\n  - |\n---\nWords.\n");
    assert_eq!(editor.labels(&place), ["helpdesk", "shop"]);
    editor.close();
}

#[test]
fn hover_explains_and_a_slug_leads_to_its_file() {
    let site = Site::new(SITE);
    let mut editor = Editor::open_folder(site.root());
    let two = "content/stories/two.md";
    let place = editor.open(two, &story("+++\nWords.\n").replace("experience", "exper|ience"));
    let said = editor.ask("textDocument/hover", place);
    let said = said["contents"]["value"].as_str().unwrap();
    assert!(said.contains("The verdict.") && said.contains("`mixed`"), "{said}");
    let place = editor.change(two, &story("+++\nWords.\n").replace("\"tally\"", "\"tal|ly\""));
    let said = editor.ask("textDocument/hover", place.clone());
    assert!(said["contents"]["value"].as_str().unwrap().contains("Tally Mobile · brand"), "{said}");
    let leads = editor.ask("textDocument/definition", place);
    assert_eq!(leads["uri"], editor.uri("content/brands/tally.md"));
    let place = editor.change(two, &story("+++\n[one](o|ne.md) and {{ rating(value=4) }}\n"));
    assert_eq!(editor.ask("textDocument/definition", place)["uri"], editor.uri("content/stories/one.md"));
    let place = editor.change(two, &story("+++\n[one](one.md) and {{ rat|ing(value=4) }}\n"));
    let said = editor.ask("textDocument/hover", place.clone());
    assert!(said["contents"]["value"].as_str().unwrap().contains("rating(value: number"), "{said}");
    assert_eq!(editor.ask("textDocument/definition", place), Value::Null, "it is part of the program");
    let place = editor.change(two, &story("+++\nPlain wo|rds\n"));
    assert_eq!(editor.ask("textDocument/hover", place), Value::Null);
    editor.close();
}

#[test]
fn a_folder_that_is_no_site_and_strange_messages_do_no_harm() {
    let site = Site::new("-- notes/a.md --\nMine.\n");
    let mut editor = Editor::open_folder(site.root());
    let place = editor.open("notes/a.md", "+++\nti|");
    assert_eq!(editor.ask("textDocument/completion", place), Value::Null);
    editor.tell("textDocument/didChange", json!({ "nonsense": true }));
    editor.tell("$/unknown", json!({}));
    editor.close();
    let site = Site::new(SITE);
    let mut editor = Editor::open_folder(site.root());
    let uri = "untitled:Untitled-1";
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": "x" });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let place = json!({ "textDocument": { "uri": uri }, "position": { "line": 7, "character": 99 } });
    assert_eq!(editor.ask("textDocument/hover", place), Value::Null);
    let place = json!({ "textDocument": { "uri": editor.uri("content/stories/one.md") }, "position": { "line": 900, "character": 0 } });
    assert_eq!(editor.ask("textDocument/definition", place), Value::Null);
    editor.close();
}
