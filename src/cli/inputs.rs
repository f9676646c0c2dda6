//! Finds the articles for the paths on the command line.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use offprint::archive::Request;
use offprint::disk::{Skipped, leave_out_parts, read_limited, scan_by, site_top};
use offprint::job::{Digest, Drafts, Input, Reason};
use offprint::read;
use offprint::source::Source;

use super::args::{COMMANDS, Reading};
use super::choose::{Chooser, expand};
use super::root::root_of;
use super::{Stop, stop_for};

/// The inputs of a run.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The articles.
    pub requests: Vec<Request>,
    /// Skipped files of folders.
    pub skipped: Vec<Skipped>,
    /// Folders that could not be used.
    pub failed: Vec<(PathBuf, Stop)>,
    /// Whether a folder is among the paths.
    pub folders: bool,
    /// How the articles of a book are read, by the numbers of their settings.
    pub reading: Vec<read::Options>,
}

/// Finds the articles of `paths`; the folder `except`, where outputs go, is never scanned.
pub fn gather(paths: &[PathBuf], reading: &Reading, except: Option<&Path>) -> Result<Inputs, Stop> {
    if let Some(root) = reading.root.as_deref().filter(|root| !root.is_dir()) {
        return Err(Stop::usage(format!("the root {} is not a folder", root.display())));
    }
    let mut chooser = Chooser::new(&reading.choose)?;
    let mut inputs = Inputs::default();
    let mut named = Vec::new();
    for path in paths {
        match expand(path)? {
            Some(found) => named.extend(found),
            None => named.push(path.clone()),
        }
    }
    for path in &named {
        if path.as_os_str() == "-" {
            inputs.requests.push(standard_input(reading)?);
        } else if path.is_dir() {
            inputs.folder(path, reading, except, &chooser);
        } else if let Some(command) = mistyped_command(path) {
            let stop = Stop::usage(format!("there is no file {}", path.display()));
            return Err(stop.help(format!("did you mean the command `{command}`?")));
        } else if let Some(why) = chooser.why_not_named(path) {
            inputs.skipped.push(Skipped { path: path.clone(), why });
        } else {
            inputs.requests.push(file(path, reading));
        }
    }
    inputs.requests = chooser.settle(inputs.requests, &mut inputs.skipped)?;
    Ok(inputs)
}

/// Returns the command that the name of a missing file resembles.
fn mistyped_command(path: &Path) -> Option<&'static str> {
    let name = path.to_str().filter(|_| !path.exists())?;
    COMMANDS.into_iter().find(|command| strsim::damerau_levenshtein(name, command) <= 2)
}

fn standard_input(reading: &Reading) -> Result<Request, Stop> {
    let bytes = read_limited(Path::new("-"), io::stdin().lock()).map_err(|error| stop_for(&error))?;
    let root = reading.root.clone().unwrap_or_else(|| PathBuf::from("."));
    Ok(Request::new(Input::Memory(Source::new("-", bytes)), root))
}

/// Makes the request for a file that is named on the command line. Such a file is converted even if it is a draft.
fn file(path: &Path, reading: &Reading) -> Request {
    let root = reading.root.clone().unwrap_or_else(|| root_of(path));
    Request::new(Input::File(path.to_owned()), root)
}

/// Returns the failure that all articles of `folder` are left out by rules of the user, if it is so.
fn left_out(folder: &Path, skipped: &[Skipped]) -> Option<Stop> {
    use Reason::{Excluded, Gitignored, NotIncluded, Offprintignored};
    let by_rules = [Gitignored, Offprintignored, Excluded, NotIncluded].map(|reason| {
        let count = skipped.iter().filter(|skipped| skipped.why == reason).count();
        (reason, count)
    });
    let by_rules: Vec<String> =
        by_rules.iter().filter(|(_, count)| *count > 0).map(|(reason, count)| reason.counted(*count)).collect();
    let message = || format!("all articles in {} are left out: {}", folder.display(), by_rules.join(", "));
    (!by_rules.is_empty()).then(|| Stop::failure(message()).help("-v lists them; --no-ignore takes in ignored files"))
}

impl Inputs {
    /// Removes files that are named or found a second time.
    pub fn drop_repeated(&mut self) {
        if self.requests.len() < 2 {
            return;
        }
        let mut places = Places::default();
        let mut seen = HashSet::new();
        let Self { requests, skipped, .. } = self;
        requests.retain(|request| {
            let Input::File(path) = &request.input else { return true };
            let place = if request.below.is_some() { places.of_found(path) } else { path.canonicalize().ok() };
            // A digest takes less memory than the path, and two paths never have the same.
            let digest = |place: PathBuf| Digest::of(place.as_os_str().as_encoded_bytes());
            let first = place.is_none_or(|place| seen.insert(digest(place)));
            if !first {
                skipped.push(Skipped { path: path.clone(), why: Reason::Again });
            }
            first
        });
    }

    fn folder(&mut self, folder: &Path, reading: &Reading, except: Option<&Path>, chooser: &Chooser) {
        self.folders = true;
        let mut found = match scan_by(folder, except, &mut chooser.rules(folder)) {
            Ok(found) => found,
            Err(error) => return self.failed.push((folder.to_owned(), stop_for(&error).about(folder))),
        };
        if found.articles.is_empty() {
            let endings = read::extensions().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(", ");
            let help = format!(
                "articles end in {endings}; README and licences are left out unless named one by one; -v lists all"
            );
            let stop = Stop::failure(format!("there is no article in {}", folder.display())).help(help);
            let stop = left_out(folder, &found.skipped).unwrap_or(stop);
            self.failed.push((folder.to_owned(), stop.about(folder)));
        }
        let root = reading.root.clone().or_else(|| site_top(folder)).unwrap_or_else(|| folder.to_owned());
        leave_out_parts(&mut found, &root);
        self.skipped.extend(found.skipped);
        self.requests.extend(found.articles.into_iter().map(|article| {
            let mut request = Request::found(article, folder);
            request.root.clone_from(&root);
            request.drafts = if reading.drafts { Drafts::Convert } else { Drafts::Skip };
            request
        }));
    }
}

/// Where files really are. The folder of several files is resolved once.
#[derive(Default)]
struct Places(HashMap<PathBuf, Option<PathBuf>>);

impl Places {
    /// Returns the place of the file at `path`, which was found by its name in its folder; `None` if it is gone.
    fn of_found(&mut self, path: &Path) -> Option<PathBuf> {
        if fs::symlink_metadata(path).ok()?.is_symlink() {
            return path.canonicalize().ok();
        }
        let (folder, name) = (path.parent()?, path.file_name()?);
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), folder.canonicalize().ok());
        }
        Some(self.0[folder].as_ref()?.join(name))
    }
}
