//! `anecdote embed`: what to paste into another page to show a wall, a story or a badge there.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::Stop;
use super::output::{Verbosity, print_diagnostics};
use crate::diag::nearest;
use crate::index::Audience;
use crate::model::LangId;
use crate::path::SourcePath;
use crate::pipeline::{Builder, Project};
use crate::plan::{EmbedOf, Input, OEmbed, Output, cards};
use crate::site::Site;
use crate::source::ChangeSet;

/// What `embed` takes.
#[derive(Debug, Args)]
pub struct EmbedArgs {
    /// What to show elsewhere
    what: What,
    /// For a story: its file, or the end of its address
    #[arg(value_name = "STORY", required_if_eq("what", "story"))]
    story: Option<String>,
    /// For a wall or a badge: one of [embeds] in anecdote.toml; all voices if not given
    #[arg(long, value_name = "NAME")]
    filter: Option<String>,
    /// In another of the site's languages
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// The custom element in place of a frame
    #[arg(long)]
    element: bool,
    /// Where the site stands, in place of the config's
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Wall,
    Story,
    Badge,
}

/// Prints the snippet.
pub fn run(root: &Path, args: &EmbedArgs, verbosity: Verbosity) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let audience = Audience { now, drafts: false, future: false };
    let project = Project { base_url: args.base_url.clone(), ..Project::new(root, audience) };
    let built = Builder::new(project).build(&ChangeSet::Everywhere);
    if built.failed() {
        print_diagnostics(built.all(), root, verbosity);
        return Err(Stop::Failure("the site has errors; `anecdote build` says them all".to_owned()));
    }
    let no_theme = || Stop::Failure("there is no theme to draw the site with".to_owned());
    let site = built.site.ok_or_else(no_theme)?;
    match find(&site, args) {
        Ok(embed) => {
            let element = || format!("{}js/embed.js", site.model.config.base_url);
            println!("{}", if args.element && embed.alt.is_none() { embed.element(&element()) } else { embed.html() });
            Ok(())
        }
        Err(why) => Err(Stop::Failure(why)),
    }
}

fn find(site: &Site, args: &EmbedArgs) -> Result<OEmbed, String> {
    let (config, index) = (&site.model.config, &site.model.index);
    let near = |wrong: &str, known: &mut dyn Iterator<Item = &str>| {
        let known: Vec<&str> = known.collect();
        match nearest(wrong, known.iter().copied()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => format!("; known: {}", known.join(", ")),
        }
    };
    let Some(filters) = &config.embeds else {
        let help = "write [embeds] into anecdote.toml, and under it what others may show: [embeds.name] with `where`";
        return Err(format!("this site lets nobody show its stories elsewhere; {help}"));
    };
    let filter = match &args.filter {
        None => None,
        Some(name) => match filters.keys().position(|known| known == name) {
            Some(at) => Some(at),
            None => {
                let near = near(name, &mut filters.keys().map(String::as_str));
                return Err(format!("there is no `[embeds.{name}]` in anecdote.toml{near}"));
            }
        },
    };
    let lang_id = match &args.lang {
        None => LangId::MAIN,
        Some(code) => match LangId::of_code(&index.languages, code) {
            Some(lang_id) => lang_id,
            None => {
                let near = near(code, &mut index.languages.iter().map(String::as_str));
                return Err(format!("the site has no language `{code}`{near}"));
            }
        },
    };
    let is_it = |of: &EmbedOf| match (args.what, of) {
        (What::Wall, EmbedOf::Wall(there, which)) | (What::Badge, EmbedOf::Badge(there, which)) => {
            (*there, *which) == (lang_id, filter)
        }
        (What::Story, EmbedOf::Story(id)) => args.story.as_deref().is_some_and(|wanted| {
            let entry = index.entry(*id);
            entry.doc.path == SourcePath::new(wanted.trim_start_matches("./"))
                || cards::card(&site.model, *id)
                    .path
                    .trim_end_matches('/')
                    .ends_with(&format!("/{}", wanted.trim_matches('/')))
        }),
        _ => false,
    };
    let all = || site.pages.iter().filter(|page| matches!(&page.output, Output::OEmbed(of) if is_it(of)));
    let mut found = all().map(|page| site.input(page)).filter_map(|input| match input {
        Input::OEmbed(of) => Some(of),
        _ => None,
    });
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(one), Some(other)) => Err(format!(
            "{} and {} are both called so; name the file: content/stories/….md",
            one.leads_to, other.leads_to
        )),
        (None, _) => Err(match &args.story {
            Some(story) => format!(
                "no story that may be shown elsewhere is called `{story}`; one may be if it is published and its consent covers `embed`"
            ),
            None => "the theme has no page for that".to_owned(),
        }),
    }
}
