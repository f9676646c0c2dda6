//! Where the outputs of a run lie, as links between them need to know it.
//!
//! Every article of a run can ask for the place of every other one, seen from its own outputs. The articles are found by
//! the paths of their files; the list of them is made when the first one asks.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::article::ShelfMark;
use crate::job::{Format, Job};

/// The planned outputs of a run.
#[derive(Debug)]
pub struct Shelf {
    jobs: Arc<[Job]>,
    /// The numbers of the jobs by hashes of the paths of their files.
    found: OnceLock<Vec<(u64, u32)>>,
}

impl Shelf {
    /// Creates the shelf of a run with these jobs.
    pub fn new(jobs: Arc<[Job]>) -> Self {
        Self { jobs, found: OnceLock::new() }
    }

    /// Returns the job of the article in the file at `path`, which is absolute and without symbolic links.
    pub(super) fn job(&self, path: &Path) -> Option<&Job> {
        let found = self.found.get_or_init(|| index(&self.jobs));
        let wanted = hash(path.parent()?, path.file_name()?.as_encoded_bytes());
        let start = found.partition_point(|(known, _)| *known < wanted);
        let alike = found[start..].iter().take_while(|(known, _)| *known == wanted);
        let mut jobs = alike.map(|(_, number)| &self.jobs[*number as usize]);
        jobs.find(|job| job.input.path().file_name() == path.file_name())
    }
}

/// Returns the outputs of `job`, seen from `folder`; `None` if it has none, or none that can be named.
pub(super) fn mark(folder: &Path, job: &Job) -> Option<ShelfMark> {
    let path = |format| {
        let output = job.outputs.iter().find(|output| output.format == format)?;
        relative(folder, &output.path)
    };
    let mark = ShelfMark { epub: path(Format::Epub), pdf: path(Format::Pdf) };
    (mark.epub.is_some() || mark.pdf.is_some()).then_some(mark)
}

fn index(jobs: &[Job]) -> Vec<(u64, u32)> {
    // Articles lie in few folders, so these are resolved, and not each file.
    let mut folders: HashMap<&Path, PathBuf> = HashMap::new();
    let mut found = Vec::with_capacity(jobs.len());
    for (number, job) in jobs.iter().enumerate() {
        let path = job.input.path();
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { continue };
        let real = folders.entry(folder).or_insert_with(|| {
            let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            here.canonicalize().unwrap_or_default()
        });
        found.push((hash(real, name.as_encoded_bytes()), number as u32));
    }
    found.sort_unstable();
    found
}

fn hash(folder: &Path, name: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (folder, name).hash(&mut hasher);
    hasher.finish()
}

/// Returns the path of `file` from `folder`, with `/` between its parts.
fn relative(folder: &Path, file: &Path) -> Option<String> {
    let (from, to) = match folder.is_absolute() == file.is_absolute() {
        true => (folder.to_owned(), file.to_owned()),
        false => (std::path::absolute(folder).ok()?, std::path::absolute(file).ok()?),
    };
    let (from, to) = (plain(&from), plain(&to));
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    // What is above a folder outside of the working one, or on another drive, has no name from here.
    let up = from[shared..].iter().all(|part| matches!(part, Component::Normal(_)));
    let mut parts = vec![".."; from.len() - shared];
    for part in &to[shared..] {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::ParentDir => parts.push(".."),
            _ => return None,
        }
    }
    up.then(|| parts.join("/"))
}

/// Returns the parts of `path` without `.`, and with `..` resolved as far as that is possible.
fn plain(path: &Path) -> Vec<Component<'_>> {
    let mut parts = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(parts.pop()),
            (part, _) => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{Input, Output};

    #[test]
    fn paths_between_outputs_are_relative() {
        for (folder, file, expected) in [
            ("out", "out/a.pdf", Some("a.pdf")),
            ("out/2021", "out/a.pdf", Some("../a.pdf")),
            ("out/2021", "out/2020/x/a.pdf", Some("../2020/x/a.pdf")),
            ("", "x/a.pdf", Some("x/a.pdf")),
            ("./x/../y", "y/a b.pdf", Some("a b.pdf")),
            ("../out", "../out/b/a.pdf", Some("b/a.pdf")),
            ("x", "../a.pdf", Some("../../a.pdf")),
            ("../x", "a.pdf", None),
        ] {
            assert_eq!(relative(Path::new(folder), Path::new(file)).as_deref(), expected, "{folder} {file}");
        }
    }

    #[test]
    fn an_article_is_found_by_its_file_and_its_outputs_are_named() {
        let tree = tempfile::tempdir().unwrap();
        let root = tree.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("posts/x")).unwrap();
        let job = |path: &str, outputs: &[&str]| {
            let mut job = Job::new(Input::File(tree.path().join(path)), tree.path());
            let output = |path: &&str| Output {
                format: if path.ends_with("pdf") { Format::Pdf } else { Format::Epub },
                path: PathBuf::from(path),
            };
            job.outputs = outputs.iter().map(output).collect();
            job
        };
        let jobs = [job("posts/a.md", &["out/a.epub", "out/a.pdf"]), job("posts/x/b.md", &["out/x/b.pdf"])];
        let shelf = Shelf::new(Arc::from(jobs));
        let (a, b) = (shelf.job(&root.join("posts/a.md")).unwrap(), shelf.job(&root.join("posts/x/b.md")).unwrap());
        assert!(shelf.job(&root.join("posts/b.md")).is_none());
        assert_eq!(mark(Path::new("out"), b), Some(ShelfMark { epub: None, pdf: Some("x/b.pdf".into()) }));
        assert_eq!(
            mark(Path::new("out/x"), a),
            Some(ShelfMark { epub: Some("../a.epub".into()), pdf: Some("../a.pdf".into()) })
        );
    }
}
