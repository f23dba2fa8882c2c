//! The only file that names every stage: sources in, a site out. Building again runs the same line;
//! what it is given from before only saves work.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads and writes")]

mod built;
mod config_file;
mod parser;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use rayon::prelude::*;

use crate::cache::Documents;
use crate::config::{self, Config, FILE as CONFIG};
use crate::diag::{Diagnostic, Warned};
use crate::digest::{Digest, Hashed};
use crate::html::policy::Policies;
use crate::index::{self, Audience, Cascades, Index, SharedNames};
use crate::model::{Data, DocId, Document, File};
use crate::names::Gate;
use crate::path::SourcePath;
use crate::plan::{self, Artifact, Output as Planned, SiteModel, names};
use crate::render::{Settings, Text};
use crate::site::{self, KnownTags, Positions, Site};
use crate::source::{self, ChangeSet, Pictures, Sources, Walk};
use crate::theme::{self, Layer, Theme};
use crate::{check, parse};

pub use built::{Built, Inputs, Project, Unsaved, finalize, locate, text_of};
use config_file::read_config;
use parser::{Fresh, Job, Parser};

/// Builds a site again and again.
pub struct Builder {
    project: Project,
    unsaved: Unsaved,
    sources: Sources,
    pictures: Pictures,
    documents: Documents,
    versions: SharedNames,
    layers: Option<(String, Arc<Warned<Vec<Layer>>>)>,
    data: Option<Arc<Warned<AllData>>>,
    last: Option<PreviousBuild>,
}

/// The stages' values of the last build. Each stage is a pure function: where what goes in is the
/// same, what comes out is taken from here.
struct PreviousBuild {
    config: Digest,
    audience: Audience,
    files: Vec<Arc<Warned<File>>>,
    assets: Arc<BTreeSet<SourcePath>>,
    index: Arc<Warned<Arc<Index>>>,
    theme: Arc<Warned<Arc<Theme>>>,
    data: Arc<Warned<AllData>>,
    plan: Arc<Warned<Plan>>,
    texts: Arc<Vec<Arc<Warned<Text>>>>,
    checked: Arc<check::Findings>,
    gate: Arc<Gate>,
}

/// The files of `data/` by name.
type AllData = Arc<BTreeMap<String, Hashed<Data>>>;

/// A plan, and what its pages are drawn from.
#[derive(Clone)]
struct Plan {
    model: Arc<SiteModel>,
    pages: Arc<Vec<Artifact>>,
    positions: Arc<Positions>,
}

impl Builder {
    /// A builder that has built nothing yet.
    pub fn new(project: Project) -> Self {
        let (sources, pictures, documents) = (Sources::default(), Pictures::default(), Documents::new());
        Self {
            project,
            unsaved: Unsaved::new(),
            sources,
            pictures,
            documents,
            versions: SharedNames::default(),
            layers: None,
            data: None,
            last: None,
        }
    }

    /// What it builds.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Sets the text that an editor shows of a file and has not saved: builds read it in place of what is on disk.
    /// `None` once the file is closed. The next build has to be told that the file changed.
    pub fn set_unsaved(&mut self, path: SourcePath, text: Option<String>) {
        match text {
            Some(text) => self.unsaved.insert(path, text),
            None => self.unsaved.remove(&path),
        };
    }

    /// Weighs and sorts what was found, by the texts as they are shown.
    pub fn finalize(&self, diagnostics: &mut Vec<Diagnostic>, check: &config::Check) {
        built::finalize_with(diagnostics, check, &|path| {
            self.unsaved.get(path).cloned().or_else(|| text_of(&self.project.root, path))
        });
    }

    /// Sets the moment for which the site is built.
    pub fn set_now(&mut self, now: jiff::Timestamp) {
        self.project.audience.now = now;
    }

    /// When time alone next changes the site.
    pub fn next_change(&self) -> Option<jiff::Timestamp> {
        self.last.as_ref()?.index.value.next_change
    }

    /// Looks at everything from which the site is made, and reads all of it but the documents. `None` where something
    /// is wrong there already, or a file was changed so shortly ago that its stamp does not yet tell its bytes.
    pub fn inputs(&mut self, now: SystemTime) -> Option<Inputs> {
        let mut found = Vec::new();
        let root = self.project.root.clone();
        let (config, config_digest) = read_config(&self.project, &self.unsaved, &mut found);
        let walk = Walk { root: &root, outside_links: config.outside_links };
        let everywhere = ChangeSet::Everywhere;
        self.sources.update(walk, &config.ignore, &everywhere);
        let layers = self.layers(walk, &config.theme, &everywhere);
        let data = self.data(walk, &everywhere);
        let Sources { documents, assets, .. } = &self.sources;
        let mut stamps = documents.values().chain(assets.values()).chain(layers.value.iter().flat_map(Layer::stamps));
        if !self.sources.diagnostics.is_empty() || !stamps.all(|stamp| stamp.is_settled(now)) {
            return None;
        }
        let Project { relative_urls, date, audience: Audience { drafts, future, .. }, within, .. } = &self.project;
        let digest = Digest::of(&(
            (config_digest, relative_urls, date, drafts, future, within),
            (documents, assets),
            (&layers.value, &layers.diagnostics),
            (&data.value, &data.diagnostics),
        ));
        Some(Inputs { digest, now: self.project.moment(&config.timezone) })
    }

    /// Reads what may have changed, and plans the site.
    pub fn build(&mut self, changes: &ChangeSet) -> Built {
        let mut clock = Clock::start();
        let mut found = Vec::new();
        let root = self.project.root.clone();
        let (config, config_digest) = read_config(&self.project, &self.unsaved, &mut found);
        let walk = Walk { root: &root, outside_links: config.outside_links };
        self.sources.update(walk, &config.ignore, changes);
        found.extend(self.sources.diagnostics.iter().cloned());
        clock.lap("discover");
        let last = self.last.take().filter(|last| last.config == config_digest);
        let layers = self.layers(walk, &config.theme, changes);
        found.extend(layers.diagnostics.iter().cloned());
        let theme = theme(&layers.value, &config, last.as_ref());
        found.extend(theme.diagnostics.iter().cloned());
        clock.lap("theme");
        let files = self.parse_all(&config, &theme.value, changes);
        found.extend(files.iter().flat_map(|file| file.diagnostics.iter().cloned()));
        clock.lap("parse");
        let audience = Audience { now: self.project.moment(&config.timezone), ..self.project.audience.clone() };
        let assets = self.assets(last.as_ref());
        let config = Arc::new(config);

        let index = match &last {
            Some(last) if last.has_same_index(&files, &assets, &audience) => Arc::clone(&last.index),
            _ => {
                let documents: Vec<Arc<Document>> = files.iter().map(|file| Arc::clone(&file.value.document)).collect();
                let before = last.as_ref().map(|last| last.index.value.as_ref());
                let Warned { value, diagnostics } =
                    index::index(&documents, Arc::clone(&assets), &config, &audience, before);
                Arc::new(Warned { value: Arc::new(value), diagnostics })
            }
        };
        found.extend(index.diagnostics.iter().cloned());
        index.value.drop_remnants(&mut found);
        clock.lap("index");
        let data = self.data(walk, changes);
        found.extend(data.diagnostics.iter().cloned());
        clock.lap("data");
        let travelling =
            self.sources.assets.iter().map(|(path, stamp)| (path.clone(), root.join(path.as_str()), *stamp));
        let pictures = self.pictures.update(travelling.chain(theme.value.files_on_disk()));
        let is_drawable = !(theme.value.components.is_empty() && theme.value.sources.is_empty());
        let last = last.filter(|last| {
            let is_same = Arc::ptr_eq(&last.theme, &theme)
                && last.data.value == data.value
                && Arc::ptr_eq(&last.plan.value.model.pictures, &pictures);
            is_same && index.value.has_order_of(&last.index.value)
        });
        let plan = match &last {
            Some(last) if Arc::ptr_eq(&last.index, &index) => Arc::clone(&last.plan),
            _ => {
                theme.value.forget_fragments();
                // In the same order there are the same outputs; what was wrong with them has places, which move.
                match last.as_ref().filter(|last| last.plan.diagnostics.is_empty()) {
                    Some(last) => {
                        let model = Arc::new(last.plan.value.model.with_index(Arc::clone(&index.value)));
                        Arc::new(Warned { value: Plan { model, ..last.plan.value.clone() }, diagnostics: Vec::new() })
                    }
                    None => {
                        let model = plan::model(
                            Arc::clone(&index.value),
                            Arc::clone(&theme.value),
                            config.clone(),
                            Arc::clone(&data.value),
                            Arc::clone(&pictures),
                        );
                        Arc::new(plan(model, is_drawable))
                    }
                }
            }
        };
        found.extend(plan.diagnostics.iter().cloned());
        let texts = if is_drawable { fill_all(&plan.value.model, &files, last.as_ref()) } else { Arc::default() };
        found.extend(texts.iter().flat_map(|text| text.diagnostics.iter().cloned()));
        clock.lap("plan");
        let checked = match &last {
            Some(last) if Arc::ptr_eq(&last.plan, &plan) => Arc::clone(&last.checked),
            before => {
                let before = before.as_ref().map(|last| (last.plan.value.model.as_ref(), last.checked.as_ref()));
                let settle = |found: &mut Vec<Diagnostic>| self.finalize(found, &config.check);
                Arc::new(check::documents(&plan.value.model, before, &settle))
            }
        };
        clock.lap("check");
        let gate = match &last {
            Some(last) if last.index.value.hidden_names == index.value.hidden_names => Arc::clone(&last.gate),
            _ => Arc::new(Gate::new(index.value.hidden_names.keys())),
        };
        let site = Site {
            model: Arc::clone(&plan.value.model),
            pages: Arc::clone(&plan.value.pages),
            texts: Arc::clone(&texts),
            positions: Arc::clone(&plan.value.positions),
            known_tags: KnownTags::default(),
            settings: Settings {
                base_path: config.base_path().to_owned(),
                relative_urls: self.project.relative_urls,
                policies: config
                    .security
                    .policy
                    .then(|| Policies::new(config.policy_sources(), theme.value.inline_by_template())),
            },
            assets: Arc::clone(&self.sources.assets),
            gate: Arc::clone(&gate),
            names_of_files: Arc::new(names::names_of_files(&plan.value.model)),
        };
        self.finalize(&mut found, &config.check);
        let excluded = index.value.excluded.iter().map(|absent| (absent.entry.doc.path.clone(), absent.reason.clone()));
        let built = Built {
            diagnostics: found,
            checked: Arc::clone(&checked),
            pages: site.pages.iter().filter(|page| matches!(page.output, Planned::Template { .. })).count(),
            stories: index.value.entries.iter().filter(|entry| entry.kind().is_voice()).count(),
            excluded: excluded.collect(),
            site: is_drawable.then(|| Arc::new(site)),
            timings: clock.laps,
        };
        self.last = Some(PreviousBuild {
            config: config_digest,
            audience,
            files,
            assets,
            index,
            theme,
            data,
            plan,
            texts,
            checked,
            gate,
        });
        built
    }

    /// Parses what changed. Sections go first: their cascades may say what kind the others are, and who wrote them.
    /// What other language versions of a file hide is known only when all are parsed; those that it concerns are
    /// parsed again.
    fn parse_all(&mut self, config: &Config, theme: &Theme, changes: &ChangeSet) -> Vec<Arc<Warned<File>>> {
        let named = changes.names(&self.project.root);
        let languages = config.language_codes();
        let markdown = parse::Settings {
            components: theme.components.clone(),
            base: config.own_address().unwrap_or_default().to_owned(),
            ..config.markdown.clone()
        };
        let settings = Digest::of(&(&languages, &markdown, &config.own_fields));
        let (root, now) = (self.project.root.as_path(), SystemTime::now());
        let unsaved = &self.unsaved;
        let parser = Parser { root, unsaved, config, markdown: &markdown, languages, settings, named, now };
        let jobs = self.jobs();
        let count = jobs.len();
        let (sections, others): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(|job| parse::is_section(job.path));
        let none = Cascades::of_none(&parser.languages);
        let fresh: Vec<Option<Fresh>> =
            sections.par_iter().map(|job| parser.parse(job, &none, &self.versions)).collect();
        let now_there = sections.iter().zip(&fresh).filter_map(|(job, fresh)| match fresh {
            Some((_, (_, known))) => Some(known),
            None => job.known.map(|(_, known)| known),
        });
        let cascades =
            Cascades::collect(now_there.map(|known| known.parsed.value.document.as_ref()), &parser.languages);
        let others: Vec<Fresh> =
            others.par_iter().filter_map(|job| parser.parse(job, &cascades, &self.versions)).collect();
        self.documents.extend(fresh.into_iter().flatten().chain(others));
        if self.documents.len() > count {
            let sources = &self.sources.documents;
            self.documents.retain(|path, _| sources.contains_key(path));
        }
        let documents = self.documents.values().map(|(_, known)| known.parsed.value.document.as_ref());
        let versions = SharedNames::of(documents, &parser.languages);
        if versions != self.versions {
            let concerned = |job: &Job| versions.of_file(job.path) != self.versions.of_file(job.path);
            let jobs: Vec<Job> = self.jobs().into_iter().filter(concerned).collect();
            let again: Vec<Fresh> = jobs
                .par_iter()
                .filter_map(|job| {
                    let above = if parse::is_section(job.path) { &none } else { &cascades };
                    parser.parse(job, above, &versions)
                })
                .collect();
            self.documents.extend(again);
            self.versions = versions;
        }
        self.documents.values().map(|(_, known)| Arc::clone(&known.parsed)).collect()
    }

    /// The documents that there are, each with what is known of it. Both lists are in order.
    fn jobs(&self) -> Vec<Job<'_>> {
        let (root, output) = (&self.project.root, self.project.output.as_deref());
        let mut known = self.documents.iter().peekable();
        let mut jobs = Vec::with_capacity(self.sources.documents.len());
        for (path, stamp) in &self.sources.documents {
            // An output folder below `content/` was refused; links could still lead there.
            if output.is_some_and(|output| root.join(path.as_str()).starts_with(output)) {
                continue;
            }
            while known.next_if(|(other, _)| *other < path).is_some() {}
            let known = known.next_if(|(other, _)| *other == path).map(|(_, known)| known);
            jobs.push(Job { path, stamp, known });
        }
        jobs
    }

    fn assets(&self, last: Option<&PreviousBuild>) -> Arc<BTreeSet<SourcePath>> {
        match last {
            Some(last) if last.assets.iter().eq(self.sources.assets.keys()) => Arc::clone(&last.assets),
            _ => Arc::new(self.sources.assets.keys().cloned().collect()),
        }
    }

    fn layers(&mut self, walk: Walk, theme: &str, changes: &ChangeSet) -> Arc<Warned<Vec<Layer>>> {
        let changed = theme::load::FOLDERS.iter().chain([&CONFIG]).any(|name| changes.is_at(walk.root, name));
        match &self.layers {
            Some((name, layers)) if !changed && name == theme => Arc::clone(layers),
            _ => {
                let layers = Arc::new(theme::load::load(walk, theme));
                self.layers = Some((theme.to_owned(), Arc::clone(&layers)));
                layers
            }
        }
    }
}

impl Builder {
    fn data(&mut self, walk: Walk, changes: &ChangeSet) -> Arc<Warned<AllData>> {
        let changed = [source::data::FOLDER, CONFIG].iter().any(|name| changes.is_at(walk.root, name));
        match &self.data {
            Some(data) if !changed => Arc::clone(data),
            _ => {
                let Warned { value, diagnostics } = source::data::read_all(walk);
                let data = Arc::new(Warned { value: Arc::new(value), diagnostics });
                self.data = Some(Arc::clone(&data));
                data
            }
        }
    }
}

impl PreviousBuild {
    fn has_same_index(&self, files: &[Arc<Warned<File>>], assets: &Arc<BTreeSet<SourcePath>>, now: &Audience) -> bool {
        let same = |(a, b): (&Arc<Warned<File>>, &Arc<Warned<File>>)| Arc::ptr_eq(&a.value.document, &b.value.document);
        let time = self.audience.now <= now.now && self.index.value.next_change.is_none_or(|next| now.now < next);
        time && (self.audience.drafts, self.audience.future) == (now.drafts, now.future)
            && Arc::ptr_eq(&self.assets, assets)
            && self.files.len() == files.len()
            && self.files.iter().zip(files).all(same)
    }
}

/// Assembles the theme, unless it is the one of before.
fn theme(layers: &[Layer], config: &Config, last: Option<&PreviousBuild>) -> Arc<Warned<Arc<Theme>>> {
    let digest = Theme::digest_of(layers, config);
    match last.filter(|last| last.theme.value.digest == digest) {
        Some(last) => Arc::clone(&last.theme),
        None => {
            let Warned { value, diagnostics } = Theme::assemble(layers, config);
            Arc::new(Warned { value: Arc::new(value), diagnostics })
        }
    }
}

/// Plans the outputs, unless no theme could draw them.
fn plan(model: SiteModel, is_drawable: bool) -> Warned<Plan> {
    let Warned { value: pages, diagnostics } =
        if is_drawable { plan::plan(&model) } else { Warned { value: Vec::new(), diagnostics: Vec::new() } };
    let value = Plan { model: Arc::new(model), pages: Arc::new(pages), positions: Arc::default() };
    Warned { value, diagnostics }
}

/// Fills the holes in the texts of all published documents; where `last` had the same order, only in
/// those that changed or may see a change.
fn fill_all(
    model: &SiteModel,
    files: &[Arc<Warned<File>>],
    last: Option<&PreviousBuild>,
) -> Arc<Vec<Arc<Warned<Text>>>> {
    // Entries stand in the order of the files, and some files have none.
    let mut at = 0;
    let published: Vec<usize> = model
        .index
        .entries
        .iter()
        .map(|entry| {
            while !Arc::ptr_eq(&files[at].value.document, &entry.doc) {
                at += 1;
            }
            at
        })
        .collect();
    let is_same_plan = last.is_some_and(|last| std::ptr::eq(last.plan.value.model.as_ref(), model));
    let is_whole = |text: &Warned<Text>| text.value.filled.is_empty() && text.diagnostics.is_empty();
    let texts = published
        .into_par_iter()
        .enumerate()
        .map(|(id, at)| {
            let file = &files[at];
            match last {
                // Under another plan, what others are called may be different; with no holes, that is nothing to it.
                Some(last) if Arc::ptr_eq(&last.files[at], file) && (is_same_plan || is_whole(&last.texts[id])) => {
                    Arc::clone(&last.texts[id])
                }
                _ => Arc::new(site::text(model, DocId(id as u32), &file.value.body)),
            }
        })
        .collect();
    Arc::new(texts)
}

struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}

/// Reads a site's config, and the layers of a theme: the site's own files, then those of the theme of that name, or of
/// the site's own.
pub fn read_theme(project: &Project, name: Option<&str>) -> Warned<(Config, Vec<Layer>)> {
    let mut diagnostics = Vec::new();
    let (config, _) = read_config(project, &Unsaved::new(), &mut diagnostics);
    let walk = Walk { root: &project.root, outside_links: config.outside_links };
    let Warned { value: layers, diagnostics: found } = theme::load::load(walk, name.unwrap_or(&config.theme));
    diagnostics.extend(found);
    Warned { value: (config, layers), diagnostics }
}
