//! Providers open the articles of jobs, and the files that they name.
//!
//! A job needs a [`Source`] and [`Files`], and does not know where they come from: the disk ([`crate::disk::Disk`]),
//! memory, or any other implementation of [`Files`] ([`Given`]).

use std::path::{Component, Path};

use super::{Input, Job};
use crate::diag::Error;
use crate::read::{Files, forward_files};
use crate::source::Source;

/// An article and the files that it may name.
pub struct Opened<'a> {
    /// The article.
    pub source: Source,
    /// The files.
    pub files: Box<dyn Files + 'a>,
}

/// Opens the articles of jobs.
pub trait Provider: Sync {
    /// Opens the article of `job`, and the files that it may name.
    ///
    /// # Errors
    /// If there is no such article.
    fn open(&self, job: &Job) -> Result<Opened<'_>, Error>;
}

/// A provider that takes articles and files from any [`Files`]; the roots of jobs are ignored.
///
/// An article that is given as a path is also read from the files. Its folder is that of its path.
#[derive(Clone, Copy)]
pub struct Given<'a>(pub &'a dyn Files);

impl Provider for Given<'_> {
    fn open(&self, job: &Job) -> Result<Opened<'_>, Error> {
        self.opened(job)
    }
}

impl<'a> Given<'a> {
    fn opened(self, job: &Job) -> Result<Opened<'a>, Error> {
        let path = job.input.path();
        let source = match &job.input {
            Input::Memory(source) => source.clone(),
            Input::File(path) => {
                let content = self.0.read(&below(path));
                let missing = || Error::io("read", path, std::io::ErrorKind::NotFound.into());
                Source::new(path, &*content.ok_or_else(missing)?)
            }
        };
        let folder = below(path.parent().unwrap_or(Path::new("")));
        Ok(Opened { source, files: Box::new(InFolder { files: self.0, folder }) })
    }
}

/// Returns `path` with `/` as separator, as [`Files`] requires.
fn below(path: &Path) -> String {
    let names = path.components().filter(|part| matches!(part, Component::Normal(_)));
    names.map(|name| name.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A provider of one article, with files that know its folder.
pub(crate) struct Single<'a>(pub &'a dyn Files);

impl Provider for Single<'_> {
    fn open(&self, job: &Job) -> Result<Opened<'_>, Error> {
        match &job.input {
            Input::Memory(source) => {
                let folder = self.0.folder().to_owned();
                Ok(Opened { source: source.clone(), files: Box::new(InFolder { files: self.0, folder }) })
            }
            Input::File(_) => Given(self.0).opened(job),
        }
    }
}

/// The same files, as seen from an article in another folder.
struct InFolder<'a> {
    files: &'a dyn Files,
    folder: String,
}

impl Files for InFolder<'_> {
    fn folder(&self) -> &str {
        &self.folder
    }

    // The pictures of the article, and the cover beside it, are sought from its folder.
    forward_files!(
        read,
        reopen,
        names,
        find,
        anywhere,
        linked,
        placed,
        shelf_mark,
        called,
        about,
        missing_fragment,
        site,
        remote,
        fetch_ahead,
        remote_version
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn files_seen_from_another_folder_answer_as_the_files_themselves() {
        let kept = read::kept_back(|files| Box::new(InFolder { files, folder: "posts".into() }));
        assert_eq!(kept, ["folder", "picture", "cover_beside"], "these depend on the folder");
    }
}
