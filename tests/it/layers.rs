//! Who may import whom: each module those before it, and none the input and output but for the outermost.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All modules, each after those that it imports.
const ORDER: &[&str] = &[
    "digest", "path", "stamp", "text", "diag", "names", "model", "html", "marks", "media", "parse", "config", "index",
    "disk", "source", "theme", "plan", "render", "cache", "site", "check", "cms", "pipeline", "write", "publish",
    "watch", "serve", "external", "lsp", "cli",
];

/// Those that read, write, ask other hosts, or wait.
const SHELL: &[&str] = &["disk", "source", "external", "write", "publish", "pipeline", "watch", "serve", "lsp", "cli"];

/// The two files that read and write within a module that does not otherwise.
const READERS: &[&str] = &["theme/load", "cache/store"];

#[test]
fn each_module_imports_only_those_before_it() {
    let modules = sources();
    let rank = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut wrong = BTreeSet::new();
    for (module, source) in &modules {
        let own = rank(&module[0]).unwrap_or_else(|| panic!("{} has no place in the order", module[0]));
        let file = module.join("/");
        for path in source.published.iter().chain(&source.others) {
            let Some(target) = full(module, path, &modules).filter(|target| !target.is_empty()) else { continue };
            let import = target[0].as_str();
            let is_later = import != module[0] && rank(import).is_none_or(|rank| rank >= own);
            let is_shell = SHELL.contains(&import) && !SHELL.contains(&module[0].as_str());
            if is_later || (is_shell && !READERS.contains(&file.as_str())) {
                wrong.insert(format!("{file} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_source_file_says_first_what_it_is() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(&src) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//! "), "{}", path.display());
        }
    }
}

/// The paths that a `use` names, with its braces taken apart: `a::{b, c::{d}}` names `a::b` and `a::c::d`.
fn named(used: &str) -> Vec<String> {
    let used = used.trim();
    let Some((prefix, inner)) = used.split_once('{') else {
        return vec![used.split(" as ").next().unwrap().trim().to_owned()];
    };
    let inner = inner.strip_suffix('}').unwrap();
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, sign) in inner.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    parts
        .flat_map(|part| match part {
            "self" => vec![prefix.trim_end_matches(':').to_owned()],
            part => named(part).into_iter().map(|name| format!("{prefix}{name}")).collect(),
        })
        .collect()
}

/// What the statements of a file that begin with `use` name: those that publish names again, and all others.
fn uses(code: &str) -> (Vec<String>, Vec<String>) {
    let (mut published, mut others) = (Vec::new(), Vec::new());
    let mut rest = code;
    while let Some(line) = rest.lines().next() {
        let statement = line.trim_start();
        let visible = statement.strip_prefix("pub").and_then(|after| after.split_once("use ")).map(|(scope, _)| scope);
        let is_published = visible.is_some_and(|scope| scope.trim().is_empty() || scope.starts_with('('));
        if is_published || statement.starts_with("use ") {
            let end = rest.find(';').unwrap();
            let words = rest[..end].split_whitespace().collect::<Vec<_>>().join(" ");
            let (_, used) = words.split_once("use ").unwrap();
            if is_published { &mut published } else { &mut others }.extend(named(used));
            rest = &rest[end + 1..];
        } else {
            rest = rest.get(line.len() + 1..).unwrap_or("")
        }
    }
    (published, others)
}

/// A path of a module, in full: `super::x` of `a::b` is `a::x`. None of another crate's.
fn full(module: &[String], path: &str, modules: &BTreeMap<Vec<String>, Source>) -> Option<Vec<String>> {
    let mut parts = path.split("::").map(str::to_owned).peekable();
    let mut from = match parts.peek().map(String::as_str)? {
        "crate" => parts.next().map(|_| Vec::new())?,
        "self" => parts.next().map(|_| module.to_vec())?,
        "super" => module.to_vec(),
        first => {
            let child = [module, &[first.to_owned()]].concat();
            modules.contains_key(&child).then(|| module.to_vec())?
        }
    };
    while parts.next_if(|part| part == "super").is_some() {
        from.pop();
    }
    from.extend(parts);
    Some(from)
}

/// A file, and what it says.
struct Source {
    published: Vec<String>,
    others: Vec<String>,
}

/// All files but the outermost, by module.
fn sources() -> BTreeMap<Vec<String>, Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&src).into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let module = |path: &Path| -> Vec<String> {
        let name = path.strip_prefix(&src).unwrap().with_extension("");
        let name = name.to_str().unwrap().replace(std::path::MAIN_SEPARATOR, "/");
        name.trim_end_matches("/mod").split('/').map(str::to_owned).collect()
    };
    files
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let code = code.join("\n");
            let (published, mut others) = uses(&code);
            others.extend(["crate::", "super::"].into_iter().flat_map(|start| {
                code.match_indices(start).filter_map(|(at, _)| {
                    let end = code[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                    let path = &code[at..end.map_or(code.len(), |end| at + end)];
                    // What ends here goes on in braces, and is read above.
                    (!path.ends_with(':')).then(|| path.to_owned())
                })
            }));
            (module(&path), Source { published, others })
        })
        .filter(|(module, _)| !["lib", "main"].contains(&module[0].as_str()))
        .collect()
}

#[test]
fn no_file_imports_another_that_imports_it() {
    let modules = sources();
    let published: BTreeMap<Vec<String>, Vec<String>> = modules
        .iter()
        .flat_map(|(module, source)| source.published.iter().map(move |path| (module, path)))
        .filter_map(|(module, path)| {
            let target = full(module, path, &modules)?;
            Some(([module.as_slice(), &target[target.len() - 1..]].concat(), target))
        })
        .collect();
    // What a name of a folder means stands in the file from which the folder publishes it.
    let file_of = |mut path: Vec<String>| {
        let published = |path: &[String]| {
            let names = (1..=path.len()).rev().filter(|length| !modules.contains_key(&path[..*length]));
            names.filter_map(|length| Some([published.get(&path[..length])?, &path[length..]].concat())).next()
        };
        while let Some(target) = published(&path) {
            path = target;
        }
        while !path.is_empty() && !modules.contains_key(&path) {
            path.pop();
        }
        path
    };
    let imports: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> = modules
        .iter()
        .map(|(module, source)| {
            let targets = source.others.iter().filter_map(|path| Some(file_of(full(module, path, &modules)?)));
            (module, targets.filter(|target| target != module && !target.is_empty()).collect())
        })
        .collect();
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 500, "the imports are no longer understood");
    // What imports no file of a circle is in none, and neither is what no file of one imports.
    let mut open: BTreeSet<&Vec<String>> = modules.keys().collect();
    loop {
        let is_free = |module: &&&Vec<String>| {
            imports[**module].iter().all(|target| !open.contains(target))
                || open.iter().all(|other| !imports[*other].contains(**module))
        };
        let free: Vec<&Vec<String>> = open.iter().filter(is_free).copied().collect();
        if free.is_empty() {
            break;
        }
        open.retain(|module| !free.contains(module));
    }
    let circles: Vec<String> = open
        .iter()
        .map(|module| {
            let targets = imports[*module].iter().filter(|target| open.contains(target));
            format!(
                "{} imports {}",
                module.join("::"),
                targets.map(|target| target.join("::")).collect::<Vec<_>>().join(", ")
            )
        })
        .collect();
    assert!(circles.is_empty(), "these import each other, or what does:\n{}", circles.join("\n"));
}
