//! Outputs of articles that are not there any more, or whose outputs have other names now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use offprint::disk::{Journal, Record, Stamp, input_below, is_ours};
use offprint::job::{Book, Digest, Job};

use super::Log;

/// Maximum number of articles that are listed.
const LISTED: usize = 10;

/// Outputs of an earlier run that none will make again, by the path of the first output of each article.
pub struct Removed {
    /// Articles that are not there any more.
    gone: BTreeMap<PathBuf, Record>,
    /// Articles whose outputs are called otherwise now, because of another `--name` or another title.
    renamed: BTreeMap<PathBuf, Record>,
}

impl Removed {
    /// Finds the articles of `journal` that are not in the folders of `jobs` any more.
    ///
    /// An article counts as removed only if its folder is one of this run, because another run may have written into the
    /// same output folder, and if its file does not exist, because options of this run may leave it out.
    pub fn find(journal: &Journal, jobs: &[Job]) -> Self {
        let known = known_roots(jobs.iter());
        let is_gone = |record: &Record| {
            known.get(&record.root).is_some_and(|root| fs::symlink_metadata(root.join(&record.input)).is_err())
        };
        let (gone, rest): (BTreeMap<_, _>, BTreeMap<_, _>) =
            journal.unseen().into_iter().partition(|(_, record)| is_gone(record));
        let renamed = if rest.is_empty() { rest } else { renamed(rest, &known, jobs) };
        Self { gone, renamed }
    }

    /// Finds the books of `journal`, of those that were made by the same as `books`, that this run does not make: their
    /// articles are in other books now, or are not there any more. A book with an article that options of this run leave
    /// out stays.
    pub fn find_books(journal: &Journal, books: &[Book], by: &str) -> Self {
        let roots = known_roots(books.iter().flat_map(|book| &book.articles));
        let bound: BTreeSet<(Digest, String)> =
            books.iter().flat_map(|book| &book.articles).filter_map(place).collect();
        let elsewhere = |article: &Record| {
            let is_gone = |root: &PathBuf| fs::symlink_metadata(root.join(&article.input)).is_err();
            roots.get(&article.root).is_some_and(is_gone) || bound.contains(&(article.root, article.input.clone()))
        };
        let is_gone = |record: &Record| {
            record.book.as_ref().is_some_and(|known| known.by == by && known.articles.iter().all(elsewhere))
        };
        let gone = journal.unseen().into_iter().filter(|(_, record)| is_gone(record)).collect();
        Self { gone, renamed: BTreeMap::new() }
    }

    /// Lists them.
    pub fn list(&self, log: &Log) {
        Self::list_some(&self.gone, "removed, but their outputs", log);
        Self::list_some(&self.renamed, "named otherwise now, but their old outputs", log);
    }

    fn list_some(records: &BTreeMap<PathBuf, Record>, what: &str, log: &Log) {
        let outputs: Vec<&Record> = records.values().filter(|record| !record.outputs.is_empty()).collect();
        if outputs.is_empty() {
            return;
        }
        let named = outputs.iter().take(LISTED).map(|record| format!("\n  {}", record.input));
        let more = outputs.len().saturating_sub(LISTED);
        let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
        let text = format!("{what} are still there (--prune deletes them):{}{more}", named.collect::<String>());
        log.line("removed", &text, None);
    }

    /// Deletes their outputs, and the folders that are empty then. An output that was changed since is kept.
    pub fn delete(&self, journal: &Journal, log: &Log) {
        for (first, record) in self.gone.iter().chain(&self.renamed) {
            for kept in &record.outputs {
                let path = journal.folder().join(&kept.path);
                let as_written = fs::metadata(&path).is_ok_and(|metadata| Stamp::of(&metadata) == kept.stamp);
                if !as_written || !is_ours(&path) {
                    log.line("kept", &format!("kept {}: it was changed", path.display()), Some(&path));
                    continue;
                }
                match fs::remove_file(&path) {
                    Ok(()) => log.line("deleted", &format!("deleted {}", path.display()), Some(&path)),
                    Err(error) => {
                        let text = format!("cannot delete {}: {error}", path.display());
                        log.line("kept", &text, Some(&path));
                    }
                }
                remove_empty(path.parent(), journal.folder());
            }
            journal.remove(first);
        }
    }
}

/// Returns the roots of `jobs` by their digests.
fn known_roots<'j>(jobs: impl Iterator<Item = &'j Job>) -> BTreeMap<Digest, PathBuf> {
    let mut roots: Vec<&Path> = jobs.map(|job| &*job.root).collect();
    roots.sort_unstable();
    roots.dedup();
    let known = roots.into_iter().filter_map(|root| {
        let root = root.canonicalize().ok()?;
        Some((Digest::of(root.as_os_str().as_encoded_bytes()), root))
    });
    known.collect()
}

/// Returns the digest of the root of `job`, and the path of its article below that.
fn place(job: &Job) -> Option<(Digest, String)> {
    let root = job.root.canonicalize().ok()?;
    Some((Digest::of(root.as_os_str().as_encoded_bytes()), input_below(job)))
}

/// Returns those of `records` whose articles are among `jobs`, with outputs of other names. `roots` are the folders of the
/// run by their digests.
fn renamed(
    records: BTreeMap<PathBuf, Record>,
    roots: &BTreeMap<Digest, PathBuf>,
    jobs: &[Job],
) -> BTreeMap<PathBuf, Record> {
    let wanted: BTreeSet<&str> = records.values().map(|record| &*record.input).collect();
    let mut names: BTreeSet<(PathBuf, String)> = BTreeSet::new();
    let mut inputs: BTreeSet<(PathBuf, String)> = BTreeSet::new();
    for job in jobs {
        let input = input_below(job);
        if wanted.contains(&*input)
            && let Ok(root) = job.root.canonicalize()
        {
            names.extend(job.outputs.iter().map(|output| (root.clone(), stem(&output.path))));
            inputs.insert((root, input));
        }
    }
    let is_renamed = |first: &Path, record: &Record| {
        let Some(root) = roots.get(&record.root) else { return false };
        // A run for another format has the same names with another extension.
        inputs.contains(&(root.clone(), record.input.clone())) && !names.contains(&(root.clone(), stem(first)))
    };
    records.into_iter().filter(|(first, record)| is_renamed(first, record)).collect()
}

/// Returns `output` without the extension of its format.
fn stem(output: &Path) -> String {
    let text = output.to_string_lossy();
    let bare = [".kepub.epub", ".epub", ".pdf"].iter().find_map(|extension| text.strip_suffix(extension));
    bare.unwrap_or(&text).to_owned()
}

/// Removes `folder` and those above it, up to `top`, as long as they are empty.
fn remove_empty(folder: Option<&Path>, top: &Path) {
    let above = std::iter::successors(folder, |folder| folder.parent());
    let below = above.take_while(|folder| *folder != top && folder.starts_with(top));
    // A folder that is not empty cannot be removed.
    let _ = below.map(fs::remove_dir).take_while(Result::is_ok).count();
}
