//! A site of specimens, drawn with a site's own theme: one document of each kind with every field, and one with no more
//! than it must have. So a template that nothing on the site uses yet is tried all the same, and one that takes for
//! granted what a document may lack is found before a document lacks it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Diagnostic, Severity};
use crate::index::{self, Audience, Cascades};
use crate::model::DocId;
use crate::parse::{NamesAround, Place, parse};
use crate::path::SourcePath;
use crate::plan::{self, Output};
use crate::render::Settings;
use crate::site::{self, KnownTags, Site};
use crate::theme::Theme;

/// The documents, by path.
const DOCUMENTS: [(&str, &str); 13] = [
    (
        "content/stories/specimen-full.md",
        "+++\ntitle = \"A specimen of a story\"\ndate = 2026-01-02\nupdated = 2026-01-03\ndescription = \"Described\"\n\
         experience = \"mixed\"\ncondition = \"as long as it lasts\"\nexperience_of = \"being a specimen\"\nexperienced_on = 2026-01-01\n\
         brand = \"specimen-brand\"\nproduct = \"Product\"\nlocation = \"Place\"\nauthor = \"specimen-ambassador\"\nperspective = \"customer\"\n\
         touchpoints = [\"helpdesk\"]\nfeelings = [\"care\"]\nchannel = \"phone\"\nstage = { from = \"interaction\", to = \"engagement\" }\n\
         outcome = [\"retention\"]\ntags = [\"specimen\"]\nseries = \"Specimens\"\nrating = 3.5\n\
         scores = { product = 4, service = 2, experience = 3 }\nnps = 7\ncsat = 3\nces = 4\n\
         worth = { currency = \"EUR\", paid = 10, would_pay = 12, lost = 3, time_lost = \"an hour\" }\n\
         quote = \"Nobody has said these words.\"\npositives = [\"Good\"]\nnegatives = [\"Bad\"]\nclues = [\"A clue\"]\nlesson = \"A lesson\"\n\
         image = \"specimen.svg\"\nimage_alt = \"A specimen\"\ncampaign = \"specimen-campaign\"\n\
         reply = { text = \"An answer\", by = \"Somebody\", date = 2026-01-04, resolution = \"Mended\" }\n\
         disclosure = { kind = \"gift\", text = \"Was given this specimen\" }\nverified = { how = \"email\", on = 2026-01-02, by = \"Somebody\" }\n\
         consent = { given = 2026-01-01, record = \"here\" }\nsource = { platform = \"Platform\", url = \"https://platform.example/1\", date = 2026-01-01 }\n\
         edits = [\"trimmed\", \"grammar\"]\nsample = true\n+++\nNobody has said these words.\n\n<!-- more -->\n\n## A heading\n\n```rust\nfn main() {}\n```\n",
    ),
    ("content/stories/specimen-bare.md", "+++\ntitle = \"A bare story\"\nexperience = \"bad\"\n+++\nOnly words.\n"),
    (
        "content/stories/specimen-echo.md",
        "+++\ntitle = \"An echo\"\nexperience = \"good\"\ndate = 2026-01-05\necho_of = \"specimen-full\"\n+++\nMe too.\n",
    ),
    (
        "content/testimonials/specimen-full.md",
        "+++\ntitle = \"A testimonial\"\ndate = 2026-02-02\nexperience = \"good\"\nbrand = \"specimen-brand\"\nauthor = \"specimen-ambassador\"\n\
         rating = 5\ncampaign = \"specimen-campaign\"\ndisclosure = { kind = \"paid\", text = \"Was paid for these specimens\" }\nsample = true\n+++\nWords of a testimonial that is made up.\n",
    ),
    ("content/testimonials/specimen-bare.md", "+++\nexperience = \"good\"\n+++\nOnly a few.\n"),
    (
        "content/ambassadors/specimen-ambassador.md",
        "+++\nname = \"Ambassador\"\nrole = \"Tester\"\nbrand = \"specimen-brand\"\nsince = 2025-01-01\nphoto = \"specimen.svg\"\n\
         disclosure = \"none\"\nlinks = [{ title = \"Elsewhere\", url = \"https://elsewhere.example/\" }]\n\
         brought = [{ kind = \"idea\", text = \"An idea\", date = 2025-02-02, result = \"A result\" }]\n+++\nA life.\n",
    ),
    ("content/ambassadors/specimen-bare.md", "+++\nname = \"Bare\"\n+++\n"),
    (
        "content/brands/specimen-brand.md",
        "+++\nname = \"Brand\"\nurl = \"https://brand.example/\"\nlogo = \"specimen.svg\"\nindustry = \"Specimens\"\ncolours = [\"#123456\"]\ndescription = \"A brand\"\n+++\nAbout it.\n",
    ),
    ("content/brands/specimen-bare.md", "+++\nname = \"Bare brand\"\n+++\n"),
    (
        "content/campaigns/specimen-campaign.md",
        "+++\ntitle = \"Campaign\"\nbrand = \"specimen-brand\"\nstart = 2026-01-01\nend = 2026-02-01\nslogan = \"A slogan\"\ngoal = \"A goal\"\n\
         result = \"A result\"\nepisodes = [{ date = 2026-01-02, title = \"An episode\", text = \"It happened\" }]\n\
         figures = [{ value = \"3\", label = \"specimens\", source = \"counted\" }]\n+++\nTogether.\n",
    ),
    ("content/campaigns/specimen-bare.md", "+++\ntitle = \"Bare campaign\"\n+++\n"),
    ("content/specimen-page.md", "+++\ntitle = \"Page\"\n+++\nWords.\n"),
    ("content/specimens/_index.md", "+++\ntitle = \"Section\"\n+++\nWords.\n"),
];

/// The picture that they show, in each folder.
const PICTURES: [&str; 3] = ["stories", "ambassadors", "brands"];

/// What is wrong with a theme when it draws them.
pub fn draw(theme: &Arc<Theme>, config: &Arc<Config>, audience: &Audience) -> Vec<Diagnostic> {
    let languages = config.language_codes();
    let (mut documents, mut bodies) = (Vec::new(), Vec::new());
    let none = Cascades::of_none(&languages);
    let mut all = DOCUMENTS.to_vec();
    all.sort_unstable();
    for (path, text) in all {
        let path = SourcePath::new(path);
        let place = Place {
            kind: none.kind_of(&path),
            languages: &languages,
            names: NamesAround::default(),
            own_fields: &config.own_fields,
        };
        let file = parse(&path, text, &place, &config.markdown).value;
        documents.push(file.document);
        bodies.push(file.body);
    }
    let assets = PICTURES.iter().map(|folder| SourcePath::new(format!("content/{folder}/specimen.svg")));
    let assets = Arc::new(assets.collect::<BTreeSet<_>>());
    let audience = Audience { future: true, ..audience.clone() };
    let index = Arc::new(index::index(&documents, assets, config, &audience, None).value);
    let model = plan::model(index, Arc::clone(theme), Arc::clone(config), Arc::default(), Arc::default());
    let pages = plan::plan(&model).value;
    let texts = bodies.iter().enumerate().map(|(id, body)| Arc::new(site::text(&model, DocId(id as u32), body)));
    let texts = texts.collect();
    let site = Site {
        gate: Arc::default(),
        names_of_files: Arc::default(),
        model: Arc::new(model),
        pages: Arc::new(pages),
        texts: Arc::new(texts),
        positions: Arc::default(),
        known_tags: KnownTags::default(),
        settings: Settings { base_path: config.base_path().to_owned(), relative_urls: false, policies: None },
        assets: Arc::default(),
    };
    let mut diagnostics = Vec::new();
    // A theme need not draw kinds that nobody has.
    let is_there =
        |page: &&plan::Artifact| matches!(&page.output, Output::Template { template, .. } if theme.has(template));
    for page in site.pages.iter().filter(is_there) {
        let input = site.input(page);
        let problems = site.render(page, &input).err().unwrap_or_default();
        diagnostics.extend(problems.into_iter().map(|problem| Diagnostic {
            code: "W0711",
            severity: Severity::Warning,
            ..problem.note("a specimen, made up to try this theme: no file of yours")
        }));
    }
    diagnostics
}
