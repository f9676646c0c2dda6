//! Outputs of articles that are not there any more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use offprint::disk::{Journal, Record, Stamp, is_ours};
use offprint::job::{Digest, Job};

use super::Log;

/// Maximum number of articles that are listed.
const LISTED: usize = 10;

/// Articles that an earlier run converted, and that are not there any more, with the paths of their first outputs.
pub struct Removed(BTreeMap<PathBuf, Record>);

impl Removed {
    /// Finds the articles of `journal` that are not in the folders of `jobs` any more.
    ///
    /// An article counts as removed only if its folder is one of this run, because another run may have written into the
    /// same output folder, and if its file does not exist, because options of this run may leave it out.
    pub fn find(journal: &Journal, jobs: &[Job]) -> Self {
        let mut roots: Vec<&Path> = jobs.iter().map(|job| &*job.root).collect();
        roots.sort_unstable();
        roots.dedup();
        let known = roots.into_iter().filter_map(|root| {
            let root = root.canonicalize().ok()?;
            Some((Digest::of(root.as_os_str().as_encoded_bytes()), root))
        });
        let known: BTreeMap<Digest, PathBuf> = known.collect();
        let is_gone = |record: &Record| {
            known.get(&record.root).is_some_and(|root| fs::symlink_metadata(root.join(&record.input)).is_err())
        };
        Self(journal.unseen().into_iter().filter(|(_, record)| is_gone(record)).collect())
    }

    /// Lists them.
    pub fn list(&self, log: &Log) {
        let outputs: Vec<&Record> = self.0.values().filter(|record| !record.outputs.is_empty()).collect();
        if outputs.is_empty() {
            return;
        }
        let named = outputs.iter().take(LISTED).map(|record| format!("\n  {}", record.input));
        let more = outputs.len().saturating_sub(LISTED);
        let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
        let text = format!(
            "removed, but their outputs are still there (--prune deletes them):{}{more}",
            named.collect::<String>()
        );
        log.line("removed", &text, None);
    }

    /// Deletes their outputs, and the folders that are empty then. An output that was changed since is kept.
    pub fn delete(&self, journal: &Journal, log: &Log) {
        for (first, record) in &self.0 {
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

/// Removes `folder` and those above it, up to `top`, as long as they are empty.
fn remove_empty(folder: Option<&Path>, top: &Path) {
    let above = std::iter::successors(folder, |folder| folder.parent());
    let below = above.take_while(|folder| *folder != top && folder.starts_with(top));
    // A folder that is not empty cannot be removed.
    let _ = below.map(fs::remove_dir).take_while(Result::is_ok).count();
}
