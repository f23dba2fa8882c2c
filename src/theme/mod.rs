//! A theme: templates, strings and static files, layered: the site's own over the theme's over
//! the one that it extends.

mod blocks;
pub mod budget;
mod bundle;
mod charts;
mod closure;
mod fragments;
mod functions;
mod layer;
pub mod load;
mod look;
mod minify;
mod problems;
mod strings;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use tera::Tera;

use crate::config::{Appearance, Config, check_colours};
use crate::diag::{Diagnostic, Span, Warned};
use crate::digest::Digest;
use crate::html::policy::{self, Hashes};
use crate::model::Query;
use crate::path::SourcePath;
use crate::stamp::Stamp;
pub use bundle::Bundle;
use closure::Closures;
use fragments::Fragments;
pub use functions::{script_safe, with_base};
pub use layer::{Content, Layer, Manifest};
pub use problems::from_tera;
pub use strings::Strings;

/// The version of the contract between themes and this program: what a template may see.
pub const API: u32 = 1;

/// A theme, ready to render.
pub struct Theme {
    /// Every template, with the functions and filters that they may call.
    pub tera: Arc<Tera>,
    /// The words of the interface.
    pub strings: Strings,
    /// Static files by their path in the output.
    pub statics: BTreeMap<String, Content>,
    /// The style sheet of all pages.
    pub style: Option<Bundle>,
    /// The script of all pages.
    pub script: Option<Bundle>,
    /// The fonts that browsers are to load at once, by their path in the output.
    pub preload: Vec<String>,
    /// How the site looks: what it sets, and where it sets nothing, what its theme does.
    pub look: Appearance,
    /// The components that Markdown may call.
    pub components: BTreeSet<String>,
    /// The source of each template, by the name under which Tera knows it.
    pub sources: BTreeMap<String, SourcePath>,
    /// The queries by name, with the file that declares each.
    pub queries: BTreeMap<String, (SourcePath, Query)>,
    /// The inline scripts and styles that each template holds as they stand, by the name under which Tera knows it: the
    /// only ones that may run.
    inline: BTreeMap<String, Hashes>,
    /// What all of it was made from.
    pub digest: Digest,
    closures: Closures,
    fragments: Fragments,
}

impl Theme {
    /// Puts the layers together, the site's own first.
    pub fn assemble(layers: &[Layer], config: &Config) -> Warned<Theme> {
        let mut diagnostics = Vec::new();
        let strings = strings::collect(layers, config, &mut diagnostics);
        let theirs = layers.iter().fold(Appearance::default(), |look, layer| look.over(&layer.look));
        let look = config.look.over(&theirs);
        // A theme's own styles are its author's to check; what a site sets is held against them.
        if !config.look.is_empty() {
            let path = SourcePath::new(crate::config::FILE);
            diagnostics.extend(check_colours(&look.light, &look.dark, &path, config.look_written.as_ref()));
            diagnostics.extend(missing_files(layers, config));
        }
        let mut tera = Tera::default();
        tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
        functions::register(&mut tera, &strings, config);
        let fragments = Fragments::default();
        tera.register_function("once", fragments.clone());
        let prefixes: Vec<String> = layers.iter().filter_map(Layer::prefix).collect();
        if let Err(error) = tera.set_fallback_prefixes(prefixes.clone()) {
            diagnostics.push(Diagnostic::error("E0401", error.to_string()));
        }
        let mut templates: BTreeMap<String, (SourcePath, String)> = BTreeMap::new();
        let mut statics: BTreeMap<String, Content> = BTreeMap::new();
        let mut components = BTreeSet::new();
        let mut queries = BTreeMap::new();
        let parts: BTreeSet<&str> = bundle::parts(layers).collect();
        for layer in layers {
            for (name, query) in &layer.queries {
                queries.entry(name.clone()).or_insert_with(|| (layer.source("theme.toml"), query.clone()));
            }
            for (path, content) in &layer.files {
                let source = layer.source(path);
                if let Some(name) = path.strip_prefix("templates/") {
                    let known_as = format!("{}{name}", layer.prefix().unwrap_or_default());
                    match content.text() {
                        Some(text) => {
                            if let Some(component) = component_name(name) {
                                components.insert(component.to_owned());
                            }
                            templates.insert(known_as, (source, text));
                        }
                        None => diagnostics.push(
                            Diagnostic::error("E0403", "this template is not UTF-8 text").at(Span::file(&source)),
                        ),
                    }
                } else if let Some(path) = path.strip_prefix("static/").filter(|path| !parts.contains(path)) {
                    statics.entry(path.to_owned()).or_insert_with(|| content.clone());
                }
            }
        }
        let resolve = |name: &str| {
            let own = std::iter::once(String::new()).chain(prefixes.iter().cloned());
            let mut known = own.filter_map(|prefix| templates.get_key_value(&format!("{prefix}{name}")));
            known.next().map(|(name, _)| name.as_str())
        };
        diagnostics.extend(blocks::check(&templates, &resolve));
        add_templates(&mut tera, &templates, &mut diagnostics);
        let tera = Arc::new(tera);
        fragments.set_engine(&tera);
        let inline = templates.iter().map(|(name, (_, text))| (name.clone(), policy::of_template(text)));
        let inline = inline.filter(|(_, hashes)| !hashes.is_empty()).collect();
        let texts = templates.iter().map(|(name, (_, text))| (name.clone(), text.as_str())).collect();
        let closures = Closures::new(&texts, &prefixes);
        let style = bundle::style_sheet(layers, &config.look, &theirs);
        diagnostics.extend(style.diagnostics);
        let digest = Self::digest_of(layers, config);
        let sources = templates.into_iter().map(|(name, (source, _))| (name, source)).collect();
        Warned {
            value: Theme {
                tera,
                strings,
                statics,
                style: style.value,
                script: bundle::script(layers),
                preload: preload(layers, &config.look),
                look,
                components,
                sources,
                queries,
                inline,
                digest,
                closures,
                fragments,
            },
            diagnostics,
        }
    }

    /// The static files that stand on disk, by their path in the site's folder.
    pub fn files_on_disk(&self) -> impl Iterator<Item = (SourcePath, PathBuf, Stamp)> {
        self.statics.iter().filter_map(|(path, content)| match content {
            Content::Disk(file, stamp) => Some((SourcePath::new(format!("static/{path}")), file.clone(), *stamp)),
            Content::Embedded(_) | Content::Read(_) => None,
        })
    }

    /// Forgets the components that were drawn once for many pages: those of another plan are shown no more.
    pub fn forget_fragments(&self) {
        self.fragments.forget();
    }

    /// Whether a template, or anything it reaches, may use `table.key`.
    pub fn uses(&self, template: &str, table: &str, key: &str) -> bool {
        self.closures.uses(template, table, key)
    }

    /// The variables that a template, or anything it reaches, may use; `None` if that may be all of them.
    pub fn variables(&self, template: &str) -> Option<&BTreeSet<String>> {
        self.closures.variables(template)
    }

    /// The digest of all that [`Theme::assemble`] depends on.
    pub fn digest_of(layers: &[Layer], config: &Config) -> Digest {
        Digest::of(&(layers, config.language_codes(), config.base_path(), &config.look))
    }

    /// The digest of a template and of all that it reaches.
    pub fn closure(&self, template: &str) -> Digest {
        self.closures.template(template)
    }

    /// The digest of the templates that define a component, and of all that they reach.
    pub fn component_closure(&self, component: &str) -> Digest {
        self.closures.component(component)
    }

    /// The inline scripts and styles of all templates.
    pub fn inline(&self) -> Hashes {
        self.inline.values().flatten().cloned().collect()
    }

    /// The inline scripts and styles of each template and of all that it reaches; templates without any are left out.
    pub fn inline_by_template(&self) -> impl Iterator<Item = (&str, Hashes)> {
        let all = self.closures.reached().iter().map(|(name, seen)| (name.as_str(), self.inline_of(seen)));
        all.filter(|(_, hashes)| !hashes.is_empty())
    }

    /// The inline scripts and styles of the templates that define a component, and of all that they reach.
    pub fn inline_of_component(&self, component: &str) -> Hashes {
        self.inline_of(self.closures.reached_by_component(component))
    }

    fn inline_of<'a>(&self, templates: impl IntoIterator<Item = &'a String>) -> Hashes {
        templates.into_iter().filter_map(|name| self.inline.get(name)).flatten().cloned().collect()
    }

    /// Whether there is a template of that name, in any layer.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// The file of a template: the site's own, or else a theme's.
    pub fn file_of(&self, template: &str) -> Option<&SourcePath> {
        let theirs = || self.sources.iter().find(|(name, _)| strip_layer(name, &self.sources) == template);
        self.sources.get(template).or_else(|| Some(theirs()?.1))
    }

    /// The names by which templates may be asked for, without those of partials and components.
    pub fn page_templates(&self) -> Vec<&str> {
        let plain = |name: &'_ str| !name.starts_with("partials/") && !name.starts_with("components/");
        self.sources.keys().map(|name| strip_layer(name, &self.sources)).filter(|name| plain(name)).collect()
    }
}

/// The fonts to load at once: the site's own, or those of the innermost theme that names some.
fn preload(layers: &[Layer], look: &Appearance) -> Vec<String> {
    let own = look.font.iter().map(|font| font.trim_start_matches('/').to_owned());
    let theirs = layers.iter().map(|layer| &layer.preload).find(|preload| !preload.is_empty());
    let is_replaced = look.font.is_some() || look.letters.is_some();
    own.chain(theirs.into_iter().flatten().filter(|_| !is_replaced).cloned()).collect()
}

/// The files that `[look]` names and nobody has.
fn missing_files(layers: &[Layer], config: &Config) -> Vec<Diagnostic> {
    let there = || layers.iter().flat_map(|layer| layer.files.keys()).filter_map(|path| path.strip_prefix("static/"));
    let missing = config.look.files().filter(|(_, file)| !there().any(|known| known == file.trim_start_matches('/')));
    missing
        .map(|(key, file)| {
            let range = config.look_written.as_ref().and_then(|look| look.get(key)).map(|node| node.range.clone());
            Diagnostic::error("E0306", format!("there is no file static/{}", file.trim_start_matches('/')))
                .at(Span::at(&SourcePath::new(crate::config::FILE), range.unwrap_or_default()))
                .suggest(file, there())
        })
        .collect()
}

fn strip_layer<'a>(name: &'a str, sources: &BTreeMap<String, SourcePath>) -> &'a str {
    let source = sources.get(name).map_or("", |source| source.as_str());
    source.rsplit_once("templates/").map_or(name, |(_, short)| &name[name.len() - short.len()..])
}

/// `components/figure.html` draws the component `figure`.
fn component_name(template: &str) -> Option<&str> {
    template.strip_prefix("components/")?.strip_suffix(".html")
}

/// Adds all templates; one with a syntax error is set aside, so that the others are read too.
fn add_templates(
    tera: &mut Tera,
    templates: &BTreeMap<String, (SourcePath, String)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut broken: BTreeSet<&str> = BTreeSet::new();
    loop {
        let whole = templates
            .iter()
            .map(|(name, (_, text))| (name.as_str(), if broken.contains(name.as_str()) { "" } else { text.as_str() }));
        let Err(error) = tera.add_raw_templates(whole) else { return };
        let found = from_tera(&error, &|name| templates.get(name).map(|(source, text)| (source.clone(), text.clone())));
        let blamed = match error.kind() {
            tera::ErrorKind::SyntaxError(report) => templates.keys().find(|name| *name == report.filename()),
            _ => None,
        };
        // After a syntax error, what others miss in the broken file says nothing new.
        if blamed.is_some() || broken.is_empty() {
            diagnostics.extend(found);
        }
        match blamed {
            Some(name) if broken.insert(name) => {}
            _ => return,
        }
    }
}
