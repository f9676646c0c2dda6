//! Choosing: which of the articles of an archive are converted, and how their outputs are called.
//!
//! Files and folders are chosen by their paths, before they are opened: by patterns on the command line (`expand`), by
//! `--include` and `--exclude` (`globs`), and by `.gitignore` and `.offprintignore` (`ignored`). Articles are then chosen by
//! what they state of themselves (`filter`): date, tag, category, author, language. Everything that is left out is reported
//! with its reason.
//!
//! An article is opened for this only if a filter, or a name made of what it states, asks for it.

mod expand;
mod filter;
mod globs;
mod ignored;
mod shell;

use std::path::{Path, PathBuf};

use clap::Args;
use offprint::archive::{NamePattern, Request};
use offprint::disk::{Disk, Rules, Skipped};
use offprint::job::{Input, Job, Provider, Reason};
use offprint::read::{Facts, NoFiles};

pub use expand::expand;
pub use filter::FilterArgs;
pub use globs::GlobArgs;

use super::Stop;
use super::error::ArgumentError;
use filter::Filter;
use globs::Globs;
use ignored::IgnoreFiles;

/// Which articles are converted.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Choosing")]
pub struct ChooseArgs {
    /// By their paths.
    #[command(flatten)]
    pub globs: GlobArgs,
    /// Take in what `.gitignore` and `.offprintignore` leave out
    #[arg(long)]
    pub no_ignore: bool,
    /// By what they state of themselves.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Name outputs by a pattern, such as '{date}-{slug}'; with / it is a path below the output folder
    ///
    /// {date}, {year}, {month}, {day}, {slug}, {title}, {author}, {lang}, {tag}, {category} and {series} are what the article
    /// states; {name} is its file's name, {path} its folders, {section} the first of them and {folder} the last.
    #[arg(long, value_name = "PATTERN", value_parser = name_pattern)]
    pub name: Option<NamePattern>,
}

/// Parses a pattern for names.
fn name_pattern(text: &str) -> Result<NamePattern, ArgumentError> {
    NamePattern::parse(text).map_err(ArgumentError::Pattern)
}

/// Chooses the articles of a run.
pub struct Chooser {
    globs: Globs,
    ignore_files: bool,
    filter: Filter,
    name: Option<NamePattern>,
}

impl Chooser {
    /// Creates what `args` ask for.
    pub fn new(args: &ChooseArgs) -> Result<Self, Stop> {
        let (globs, filter) = (args.globs.globs()?, args.filter.filter()?);
        Ok(Self { globs, ignore_files: !args.no_ignore, filter, name: args.name.clone() })
    }

    /// Returns the rules for a scan of `folder`.
    pub fn rules(&self, folder: &Path) -> impl Rules + use<'_> {
        let ignored = self.ignore_files.then(|| IgnoreFiles::above(folder));
        FolderRules { globs: &self.globs, root: folder.to_owned(), ignored }
    }

    /// Returns why the file at `path`, which is named on the command line, is left out by its path.
    pub fn why_not_named(&self, path: &Path) -> Option<Reason> {
        self.globs.why(path, false)
    }

    /// Leaves out the articles among `requests` that filters do not choose, and names the outputs of the others by the
    /// pattern.
    pub fn settle(&mut self, requests: Vec<Request>, skipped: &mut Vec<Skipped>) -> Result<Vec<Request>, Stop> {
        let pattern = self.name.as_ref();
        let opens = !self.filter.is_idle() || pattern.is_some_and(NamePattern::needs_facts);
        if !opens && pattern.is_none() {
            return Ok(requests);
        }
        let disk = Disk::for_many();
        let mut chosen = Vec::with_capacity(requests.len());
        for mut request in requests {
            let facts = if opens { facts(&request, &disk) } else { named(&request) };
            if let Some(facts) = &facts
                && let (Input::File(path), Some(why)) = (&request.input, self.filter.why(facts))
            {
                skipped.push(Skipped { path: path.clone(), why });
                continue;
            }
            if let Some(pattern) = pattern {
                request.name = Some(pattern.name(&facts.unwrap_or_default(), &below(&request)));
            }
            chosen.push(request);
        }
        self.filter.check()?;
        Ok(chosen)
    }
}

/// Returns what the article of `request` states of itself; `None` if it cannot be read, which its conversion will report.
/// `disk` knows what the folders and the site say, once for all articles.
pub fn facts(request: &Request, disk: &Disk) -> Option<Facts> {
    let opened = disk.open(&Job::from(request.clone())).ok()?;
    Some(Facts::of(&opened.source.path, &opened.source.bytes, &*opened.files))
}

/// Returns what the path of `request` tells, without opening the article.
fn named(request: &Request) -> Option<Facts> {
    Some(Facts::of(request.input.path(), b"", &NoFiles))
}

/// Returns the path of the article of `request` below the folder in which it was found.
pub fn below(request: &Request) -> PathBuf {
    let path = request.input.path();
    let below = request.below.as_deref().and_then(|folder| path.strip_prefix(folder).ok());
    below.map_or_else(|| path.file_name().map(PathBuf::from).unwrap_or_default(), Path::to_owned)
}

/// The rules for a folder.
struct FolderRules<'a> {
    globs: &'a Globs,
    root: PathBuf,
    ignored: Option<IgnoreFiles>,
}

impl Rules for FolderRules<'_> {
    fn enter(&mut self, folder: &Path) {
        if let Some(ignored) = &mut self.ignored {
            ignored.enter(folder);
        }
    }

    fn leave(&mut self) {
        if let Some(ignored) = &mut self.ignored {
            ignored.leave();
        }
    }

    fn why(&mut self, path: &Path, is_folder: bool) -> Option<Reason> {
        let ignored = self.ignored.as_ref().and_then(|ignored| ignored.why(path, is_folder));
        ignored.or_else(|| self.globs.why(path.strip_prefix(&self.root).unwrap_or(path), is_folder))
    }
}
