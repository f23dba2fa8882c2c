//! `anecdote schema`.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::Stop;
use crate::cms::{self, System};
use crate::config;
use crate::index::Audience;
use crate::parse;
use crate::pipeline::{Builder, Project};
use crate::source::ChangeSet;

/// What `schema` takes.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// What stands at the beginning of a Markdown file, as JSON Schema
    FrontMatter,
    /// anecdote.toml, as JSON Schema
    Config,
    /// The forms of Decap CMS for this site: static/admin/config.yml
    Decap,
    /// The forms of Sveltia CMS for this site: static/admin/config.yml
    Sveltia,
    /// The forms of Pages CMS for this site: .pages.yml
    Pages,
}

/// Prints a schema. The forms of content systems offer the words of the site that `named` is, or this folder.
pub fn run(named: Option<&Path>, args: &SchemaArgs) -> Result<(), Stop> {
    match args.of {
        Of::FrontMatter => anstream::println!("{:#}", parse::schema()),
        Of::Config => anstream::println!("{:#}", config::schema()),
        Of::Decap => forms(named, System::Decap)?,
        Of::Sveltia => forms(named, System::Sveltia)?,
        Of::Pages => forms(named, System::Pages)?,
    }
    Ok(())
}

fn forms(named: Option<&Path>, system: System) -> Result<(), Stop> {
    let now = super::moment().map_err(Stop::Usage)?;
    let root = super::site_folder(named)?;
    let built =
        Builder::new(Project::new(&root, Audience { now, drafts: true, future: true })).build(&ChangeSet::Everywhere);
    let Some(site) = &built.site else {
        return Err(Stop::Failure("the site cannot be read; `anecdote check` says why".to_owned()));
    };
    let forms = cms::configuration(system, &site.model);
    let text = serde_saphyr::to_string(&forms).map_err(|error| Stop::Failure(error.to_string()))?;
    anstream::print!("{}", head(system));
    anstream::println!("{text}");
    Ok(())
}

/// What stands before the forms.
fn head(system: System) -> &'static str {
    match system {
        System::Decap => {
            "# Forms for Decap CMS, as `anecdote schema decap` prints them. Set `backend` to where the repository is.\n\
             # Decap reads no dates within { } or [ ]: write them in quotes, or as a table of their own, before you edit such a file.\n\
             # It does not know x.es.md beside x.md; Sveltia CMS does, which takes the same place.\n"
        }
        System::Sveltia => {
            "# Forms for Sveltia CMS, as `anecdote schema sveltia` prints them. Set `backend` to where the repository is.\n"
        }
        System::Pages => "# Forms for Pages CMS, as `anecdote schema pages` prints them.\n",
    }
}
