//! What a template's output can depend on besides what it is given: its own text, and that of every
//! template and component that it reaches.
//!
//! Tera takes only literals for `extends` and `include`, so names in quotes within its tags are all
//! that can be reached; a quoted name that is something else only widens the closure.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::Digest;

/// The variable that holds all others.
const EVERYTHING: &str = "__tera_context";

/// What one template mentions.
#[derive(Debug, Default)]
struct Mentions {
    /// Text in quotes.
    quoted: BTreeSet<String>,
    /// Names after `<`, and those of components that are drawn once.
    components: BTreeSet<String>,
    /// Whether it draws a component whose name only drawing tells.
    any_component: bool,
    /// Names that `component` defines.
    defines: BTreeSet<String>,
    /// Names used in tags, with what follows a dot: `data.prices`.
    names: BTreeSet<String>,
}

/// The closures of all templates.
#[derive(Debug, Default)]
pub struct Closures {
    digests: BTreeMap<String, Digest>,
    reached: BTreeMap<String, BTreeSet<String>>,
    components: BTreeMap<String, (Digest, BTreeSet<String>)>,
    names: BTreeMap<String, BTreeSet<String>>,
    /// The same without what follows their dots.
    variables: BTreeMap<String, BTreeSet<String>>,
}

impl Closures {
    /// Computes them from the texts by the names under which Tera knows them; `prefixes` are tried in
    /// order for a name that is none of those.
    pub fn new(texts: &BTreeMap<String, &str>, prefixes: &[String]) -> Self {
        let mentions: BTreeMap<&str, Mentions> = texts.iter().map(|(name, text)| (name.as_str(), scan(text))).collect();
        let resolve = |name: &str| -> Option<&str> {
            let exact = texts.get_key_value(name).map(|(name, _)| name.as_str());
            exact.or_else(|| {
                let tried = prefixes.iter().map(|prefix| format!("{prefix}{name}"));
                tried.filter_map(|name| texts.get_key_value(&name)).map(|(name, _)| name.as_str()).next()
            })
        };
        // Every template that defines a component counts, also one that another overrides.
        let mut defined: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, mentions) in &mentions {
            mentions.defines.iter().for_each(|component| defined.entry(component).or_default().push(name));
        }
        let reach = |from: Vec<&str>| {
            let mut seen: BTreeSet<String> = BTreeSet::new();
            let mut open: Vec<String> = from.into_iter().map(str::to_owned).collect();
            while let Some(name) = open.pop() {
                let Some(mentions) = mentions.get(name.as_str()) else { continue };
                if !seen.insert(name) {
                    continue;
                }
                if mentions.any_component {
                    open.extend(texts.keys().cloned());
                }
                open.extend(mentions.quoted.iter().filter_map(|name| resolve(name)).map(str::to_owned));
                let called = mentions.components.iter().filter_map(|name| defined.get(name.as_str()));
                open.extend(called.flatten().map(|name| (*name).to_owned()));
            }
            seen
        };
        let digest =
            |seen: &BTreeSet<String>| Digest::of(&seen.iter().map(|name| (name, texts.get(name))).collect::<Vec<_>>());
        let mut this = Self::default();
        for name in texts.keys() {
            let seen = reach(vec![name.as_str()]);
            let names = seen.iter().filter_map(|name| mentions.get(name.as_str())).flat_map(|said| said.names.clone());
            this.names.insert(name.clone(), names.collect());
            this.digests.insert(name.clone(), digest(&seen));
            this.reached.insert(name.clone(), seen);
        }
        // A name without its theme stands for the first that has it.
        for prefix in prefixes {
            for name in texts.keys().filter_map(|name| name.strip_prefix(prefix.as_str())) {
                let full = format!("{prefix}{name}");
                let (digest, names) = (this.digests[&full], this.names[&full].clone());
                let reached = this.reached[&full].clone();
                this.digests.entry(name.to_owned()).or_insert(digest);
                this.names.entry(name.to_owned()).or_insert(names);
                this.reached.entry(name.to_owned()).or_insert(reached);
            }
        }
        let before_dot = |name: &String| name.split('.').next().unwrap_or(name).to_owned();
        let variables = this.names.iter().map(|(name, all)| (name.clone(), all.iter().map(before_dot).collect()));
        this.variables = variables.collect();
        for (component, templates) in &defined {
            let seen = reach(templates.clone());
            this.components.insert((*component).to_owned(), (digest(&seen), seen));
        }
        this
    }

    /// The closure of a template.
    pub fn template(&self, name: &str) -> Digest {
        self.digests.get(name).copied().unwrap_or(Digest::NONE)
    }

    /// The closure of a component.
    pub fn component(&self, name: &str) -> Digest {
        self.components.get(name).map_or(Digest::NONE, |(digest, _)| *digest)
    }

    /// Each template with all that it reaches, itself included.
    pub fn reached(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.reached
    }

    /// The templates that define a component, and all that they reach.
    pub fn reached_by_component(&self, name: &str) -> impl Iterator<Item = &String> {
        self.components.get(name).into_iter().flat_map(|(_, seen)| seen)
    }

    /// The variables that a template, or anything that it reaches, may use; `None` if that may be all of them.
    pub fn variables(&self, template: &str) -> Option<&BTreeSet<String>> {
        self.variables.get(template).filter(|all| !all.contains(EVERYTHING))
    }

    /// Whether a template, or anything that it reaches, may use `table.key`; one that uses the table
    /// in any other way may use all of it.
    pub fn uses(&self, template: &str, table: &str, key: &str) -> bool {
        let Some(names) = self.names.get(template) else { return false };
        let is_used = |name: &str| names.contains(name);
        is_used(table) || is_used(&format!("{table}.{key}")) || is_used(EVERYTHING)
    }
}

/// Reads the tags of a template.
fn scan(text: &str) -> Mentions {
    let mut found = Mentions::default();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        match rest.as_bytes().first() {
            Some(b'#') => rest = rest.find("#}").map_or("", |end| &rest[end + 2..]),
            Some(b'{' | b'%') => rest = scan_tag(&rest[1..], &mut found),
            _ => {}
        }
    }
    found
}

/// Reads one tag, and gives what follows it.
fn scan_tag<'a>(tag: &'a str, found: &mut Mentions) -> &'a str {
    let mut rest = tag;
    let mut after_component = false;
    let mut names_component = false;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("}}") || rest.starts_with("%}") {
            return &rest[2..];
        }
        match first {
            '"' | '\'' | '`' => {
                let (text, after) = quoted(&rest[1..], first);
                // `once(component="card")`
                if names_component {
                    found.components.insert(text.to_owned());
                    // `once(component="ca" ~ "rd")`
                    found.any_component |= !after.trim_start().starts_with([',', ')']);
                } else {
                    found.quoted.insert(text.to_owned());
                }
                names_component = false;
                rest = after;
            }
            '<' => {
                let (name, after) = word(rest[1..].trim_start_matches(['/', ' ', '\n', '\t', '\r']));
                found.components.insert(name.to_owned());
                rest = after;
            }
            c if c.is_alphanumeric() || c == '_' => {
                let (name, after) = word(rest);
                // `once(component=name)`
                found.any_component |= std::mem::take(&mut names_component);
                if after_component {
                    found.defines.insert(name.to_owned());
                }
                after_component = name == "component";
                names_component = after_component && after.trim_start().starts_with('=');
                found.names.insert(path_of(name, after));
                rest = after;
            }
            c => rest = &rest[c.len_utf8()..],
        }
    }
    ""
}

/// `data` followed by `.prices` is `data.prices`; followed by anything else it is all of `data`.
fn path_of(name: &str, after: &str) -> String {
    let key = after.strip_prefix('.').map_or("", |after| word(after).0);
    if key.is_empty() { name.to_owned() } else { format!("{name}.{key}") }
}

fn quoted(text: &str, quote: char) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closures(texts: &[(&str, &str)]) -> Closures {
        let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect();
        Closures::new(&texts, &["stage/".to_owned()])
    }

    const SITE: [(&str, &str); 7] = [
        ("stage/base.html", "<main>{% block main %}{% endblock %}</main>{# {% include \"c.html\" %} #}"),
        ("stage/a.html", "{% extends \"base.html\" %}{% include 'b.html' %}"),
        ("stage/b.html", "{{ < card of={data.prices} /> }} {{ once(component = 'badge', of=x) }} \" "),
        ("stage/c.html", "{{ data[key] }}"),
        ("stage/parts.html", "{% component card(of) %}{{ of }}{% endcomponent card %}"),
        ("stage/badge.html", "{% component badge(of) %}{{ of }}{% endcomponent badge %}"),
        ("stage/d.html", "<card>{{ x }}</card>"),
    ];

    fn changed(edit: (&str, &str)) -> Vec<String> {
        let after: Vec<_> = SITE.iter().map(|known| if known.0 == edit.0 { edit } else { *known }).collect();
        let (before, after) = (closures(&SITE), closures(&after));
        SITE.iter()
            .filter(|(name, _)| before.template(name) != after.template(name))
            .map(|(name, _)| (*name).to_owned())
            .collect()
    }

    #[test]
    fn a_template_depends_on_what_it_extends_includes_and_calls() {
        assert_eq!(changed(("stage/base.html", "x")), ["stage/base.html", "stage/a.html"]);
        assert_eq!(
            changed(("stage/parts.html", "{% component card(of) %}{% endcomponent card %}")),
            ["stage/a.html", "stage/b.html", "stage/parts.html"]
        );
        assert_eq!(
            changed(("stage/badge.html", "{% component badge(of) %}{% endcomponent badge %}")),
            ["stage/a.html", "stage/b.html", "stage/badge.html"]
        );
        let any = closures(&[SITE[2], SITE[4], ("stage/e.html", "{{ once(component=x.kind, page=x) }}")]);
        let other =
            closures(&[SITE[2], ("stage/parts.html", ""), ("stage/e.html", "{{ once(component=x.kind, page=x) }}")]);
        assert_ne!(any.template("stage/e.html"), other.template("stage/e.html"));
        assert_eq!(changed(("stage/c.html", "x")), ["stage/c.html"]);
    }

    #[test]
    fn a_site_s_own_template_takes_the_place_of_the_theme_s() {
        let mut own = SITE.to_vec();
        own.push(("b.html", "mine"));
        assert_ne!(closures(&SITE).template("stage/a.html"), closures(&own).template("stage/a.html"));
    }

    #[test]
    fn a_template_uses_the_data_that_it_names_and_all_where_it_names_none() {
        let all = closures(&SITE);
        assert!(all.uses("stage/a.html", "data", "prices") && !all.uses("stage/a.html", "data", "other"));
        assert!(all.uses("stage/c.html", "data", "other"));
        assert!(!all.uses("stage/d.html", "data", "prices"));
    }
}
