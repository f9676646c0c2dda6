//! `offprint.toml`: options for the articles in and below a folder.
//!
//! A file holds options of the command line ([`keys`]); those of parent folders apply too ([`find`]). Key by key, the
//! nearest file wins, and the command line beats all files ([`line`]). What is about the article itself, such as its
//! language, is weaker than its front matter. The mistakes of all files are reported together, and nothing is done
//! then.
//!
//! Limits: a value is replaced as a whole, arrays too. Options about the whole run, such as which articles are chosen,
//! count only in files that apply to all of its inputs.

mod choose;
mod explained;
mod find;
mod init;
pub(super) mod keys;
mod line;
mod read;
mod schema;
mod value;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use offprint::diag::Diagnostic;
use offprint::job::Cover;
use offprint::read::{Defaults, Fallback};

pub use choose::Choice;
pub use explained::{DEFAULT, Setting};
pub use find::ChainId;
pub use init::init;
pub use line::Line;
pub use schema::schema;

use super::args::{Cli, Reading};
use super::{Log, Stop};
use find::Finder;
use keys::{Key, Keys, Scope, Weak};
use read::{Entry, File, Given, mistake};

/// The name of the file.
pub const FILE: &str = "offprint.toml";

/// A value of a file that is in effect.
#[derive(Clone)]
pub struct Effective {
    key: &'static Key,
    entry: Entry,
    file: Rc<File>,
}

/// Options that are in effect, by the numbers of their keys.
type Options = Vec<(usize, Given)>;

/// The configuration of a run.
pub struct Config {
    line: Line,
    finder: Finder,
    /// Covers that files name, each loaded once.
    covers: HashMap<PathBuf, Cover>,
    /// The files that apply to all inputs.
    common: ChainId,
    /// What options come to, so that a design that many folders name is loaded once.
    choices: HashMap<Options, (Arc<Cli>, Choice)>,
}

impl Config {
    /// Creates the configuration for the command `line`; `reading` holds its arguments about files of configuration.
    ///
    /// # Errors
    /// If the file named by `--config` is none.
    pub fn new(line: &Line, reading: &Reading) -> Result<Self, Stop> {
        Ok(Self {
            line: line.clone(),
            finder: Finder::new(reading)?,
            covers: HashMap::new(),
            common: ChainId::default(),
            choices: HashMap::new(),
        })
    }

    /// Returns the files that apply to everything in `folder`.
    pub fn chain(&mut self, folder: &Path) -> ChainId {
        self.finder.chain(folder)
    }

    /// Returns the files that apply to all of `inputs`, which are articles, folders, or `-`.
    pub fn common(&mut self, inputs: &[PathBuf]) -> ChainId {
        let chains: Vec<ChainId> = inputs.iter().map(|input| self.finder.chain(&folder_of(input))).collect();
        self.common = chains.into_iter().reduce(|one, other| self.finder.common(one, other)).unwrap_or_default();
        self.common
    }

    /// Returns the values of `chain` that are in effect: the nearest of each key, unless the command line has or
    /// excludes it, or a nearer file excludes it.
    fn effective(&self, chain: ChainId) -> Vec<Effective> {
        let mut effective = self.nearest(chain);
        effective.retain(|value| !value.key.is_option() || self.line.takes(&value.key.id));
        effective
    }

    /// Returns the nearest value of each key in `chain`, unless a nearer file excludes it or leaves it without effect.
    fn nearest(&self, chain: ChainId) -> Vec<Effective> {
        let mut effective: Vec<Effective> = Vec::new();
        for file in self.finder.files(chain).iter().rev() {
            let nearer = effective.len();
            for entry in &file.entries {
                let key = &Keys::all().0[entry.key];
                let beaten = effective[..nearer].iter().any(|near| {
                    let excludes = near.entry.given != Given::Off && key.excludes.contains(&near.key.id);
                    near.entry.key == entry.key || excludes
                });
                if !beaten {
                    effective.push(Effective { key, entry: entry.clone(), file: file.clone() });
                }
            }
        }
        let idle: Vec<bool> = (0..effective.len()).map(|number| self.is_idle(&effective, number)).collect();
        let mut idle = idle.into_iter();
        effective.retain(|_| !idle.next().unwrap_or_default());
        effective
    }

    /// Whether the command line or a nearer file replaces what value `number` needs to have an effect. That is no
    /// mistake of the file; without it, the file is told that something lacks.
    fn is_idle(&self, effective: &[Effective], number: usize) -> bool {
        let value = &effective[number];
        let Some(needed) = value.key.needs else { return false };
        let other = |texts: &[String]| needed.value.is_some_and(|wanted| texts.iter().all(|text| text != wanted));
        if let Some(written) = self.line.written(needed.name) {
            return other(written);
        }
        let nearer = effective[..number].iter().find(|near| near.key.id == needed.name);
        nearer.is_some_and(|near| !Rc::ptr_eq(&near.file, &value.file) && other(&near.entry.given.texts()))
    }

    /// Returns the arguments of the command line with those of `chain`.
    ///
    /// # Errors
    /// If files have mistakes; they are printed.
    pub fn arguments(&mut self, chain: ChainId, log: &Log) -> Result<Arc<Cli>, Stop> {
        self.finder.report(log)?;
        let mut options = self.effective(chain);
        options.retain(|value| value.key.weak.is_none());
        while !options.is_empty() {
            let Err(error) = self.line.with(pairs(&options)) else { break };
            let rest = |left: usize| {
                let mut rest = options.clone();
                rest.remove(left);
                rest
            };
            let fault = (0..options.len()).find(|&number| self.line.with(pairs(&rest(number))).is_ok());
            let Some(fault) = fault else {
                return Err(Stop::usage(error.to_string().trim_start_matches("error: ").trim()));
            };
            if Line::alone(pairs(&options)).is_err() {
                return Err(lacking(&options[fault], log));
            }
            // The command line replaces what it needs, so it has no effect there.
            options.remove(fault);
        }
        match options.is_empty() {
            true => Ok(self.line.cli.clone()),
            false => self.line.with(pairs(&options)).map(Arc::new).map_err(Stop::usage),
        }
    }

    /// Returns `stop` with the place of the value of `chain` that causes it, which is printed: the one without which
    /// `choose` succeeds. If there is none, the command line is the cause.
    fn located(
        &self,
        stop: Stop,
        chain: ChainId,
        log: &Log,
        choose: &mut dyn FnMut(&Cli) -> Result<Choice, Stop>,
    ) -> Stop {
        if stop.told {
            return stop;
        }
        let mut options = self.effective(chain);
        options.retain(|value| value.key.weak.is_none());
        let cause = (0..options.len()).find(|&left| {
            let mut rest = options.clone();
            rest.remove(left);
            self.line.with(pairs(&rest)).is_ok_and(|cli| choose(&cli).is_ok())
        });
        let Some(cause) = cause.map(|number| &options[number]) else { return stop };
        let found = mistake(format!("`{}`: {}", cause.key.name, stop.message), cause.entry.value);
        let found = match stop.help {
            Some(help) => found.help(help),
            None => found,
        };
        print_mistakes(&[found], &cause.file, log)
    }

    /// Warns of values of `chain` that are about whole runs, and are not in a file that applies to all inputs.
    fn warn_of_idle(&self, chain: ChainId, log: &Log) {
        let common = self.finder.files(self.common).len();
        for file in self.finder.files(chain).iter().skip(common) {
            let about_runs = file.entries.iter().filter(|entry| Keys::all().0[entry.key].scope == Scope::Run);
            let warnings: Vec<Diagnostic> = about_runs
                .map(|entry| {
                    let name = &Keys::all().0[entry.key].name;
                    let found = mistake(format!("`{name}` has no effect here: it is about the whole run"), entry.at);
                    found.help("write it in a file that applies to all inputs, or convert this folder alone")
                })
                .collect();
            log.write(&log.style().list("warning", &warnings, &file.source));
        }
    }

    /// Returns what `chain` states for articles that say nothing themselves.
    fn defaults(&self, chain: ChainId) -> Defaults {
        let mut defaults = Defaults::default();
        for value in self.effective(chain) {
            let Given::Values(texts) = &value.entry.given else { continue };
            let mut stated = texts.iter().map(|text| Fallback::new(text.to_string_lossy(), value.origin()));
            match value.key.weak {
                Some(Weak::Lang) => defaults.lang = stated.next(),
                Some(Weak::Author) => defaults.authors = stated.collect(),
                Some(Weak::Publication) => defaults.publication = stated.next(),
                Some(Weak::Publisher) => defaults.publisher = stated.next(),
                Some(Weak::Rights) => defaults.rights = stated.next(),
                Some(Weak::License) => defaults.license = stated.next(),
                Some(Weak::Cover) | None => {}
            }
        }
        defaults
    }

    /// Returns the cover that `chain` states for articles that name none, with where it is stated.
    fn cover(&self, chain: ChainId) -> Option<(PathBuf, Effective)> {
        let value = self.effective(chain).into_iter().find(|value| value.key.weak == Some(Weak::Cover))?;
        match &value.entry.given {
            Given::Values(texts) => Some((texts.first()?.into(), value)),
            _ => None,
        }
    }
}

impl Effective {
    /// Returns where it is stated, such as `posts/offprint.toml, line 3`.
    fn origin(&self) -> String {
        let (line, _) = self.file.source.line_column(self.entry.at.start);
        format!("{}, line {line}", self.file.source.path.display())
    }
}

/// Returns the names and values of `options`, as the command line takes them.
fn pairs(options: &[Effective]) -> impl Iterator<Item = (&str, &Given)> {
    options.iter().map(|value| (value.key.name.as_str(), &value.entry.given))
}

/// Prints that `value` has no effect without another option, and returns that nothing is done.
fn lacking(value: &Effective, log: &Log) -> Stop {
    let needed = value.key.needs.map_or_else(|| "another option".to_owned(), |needed| format!("`{}`", needed.name));
    let found = mistake(format!("`{}` has no effect without {needed}", value.key.name), value.entry.at);
    print_mistakes(&[found.help("add that, or leave this out")], &value.file, log)
}

/// Returns the folder whose files apply to `input`: itself, or that of the article.
pub fn folder_of(input: &Path) -> PathBuf {
    let here = || PathBuf::from(".");
    if input.as_os_str() == "-" {
        return here();
    }
    if input.is_dir() {
        return input.to_owned();
    }
    input.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(here, Path::to_owned)
}

/// Prints `mistakes` in `file`, and returns that nothing is done because of them.
fn print_mistakes(mistakes: &[Diagnostic], file: &File, log: &Log) -> Stop {
    log.write(&log.style().list("error", mistakes, &file.source));
    let count = match mistakes.len() {
        1 => "a mistake".to_owned(),
        count => format!("{count} mistakes"),
    };
    Stop::usage(format!("{} has {count}; nothing was done", file.source.path.display())).told()
}
