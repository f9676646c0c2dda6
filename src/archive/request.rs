//! Which articles are requested, and where their outputs go.

use std::path::{Path, PathBuf};

use super::name;
use crate::epub::Device;
use crate::job::{Drafts, Format, Input, Job};

/// An article to plan for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The article.
    pub input: Input,
    /// The scanned folder in which it was found, if any; its path below that folder is kept in the outputs.
    pub below: Option<PathBuf>,
    /// The folder that contains everything that it may name.
    pub root: PathBuf,
    /// What to do if it is a draft.
    pub drafts: Drafts,
    /// The wanted name of its outputs; `None` names them after its file.
    pub name: Option<Name>,
    /// The formats to make of it, if they are not those of the run.
    pub formats: Option<Vec<Format>>,
    /// The device that its e-book is made for, if it is not that of the run.
    pub device: Option<Device>,
    /// The number of its settings among those of the run; see [`Job::settings`].
    pub settings: usize,
}

/// A wanted name of outputs, without extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A file name in the folder where the outputs would be anyway.
    File(String),
    /// A path below the output folder, or below that of the article if outputs go beside it.
    Path(PathBuf),
}

impl Request {
    /// Creates a request for `input`, which was named and not found in a folder. It may name anything below `root`.
    pub fn new(input: Input, root: impl Into<PathBuf>) -> Self {
        let (root, drafts) = (root.into(), Drafts::default());
        Self { input, below: None, root, drafts, name: None, formats: None, device: None, settings: 0 }
    }

    /// Creates a request for the article at `path`, which was found in `folder` and may name anything below it.
    pub fn found(path: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        let (input, folder) = (Input::File(path.into()), folder.into());
        Self { below: Some(folder.clone()), drafts: Drafts::Skip, ..Self::new(input, folder) }
    }
}

impl From<Request> for Job {
    /// Makes the job of a request, without outputs.
    fn from(request: Request) -> Self {
        Self { drafts: request.drafts, settings: request.settings, ..Self::new(request.input, request.root) }
    }
}

/// Where outputs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputPlace {
    /// Beside each input.
    Beside,
    /// Into a folder.
    Folder(PathBuf),
    /// Into one file.
    File(PathBuf),
}

/// Returns the path of the outputs of `request` without extension, without regard to other requests.
pub(super) fn stem(request: &Request, place: &OutputPlace) -> PathBuf {
    let article = match &request.input {
        Input::Memory(_) => Path::new("article"),
        Input::File(path) => path,
    };
    let below = |folder: &Path| article.strip_prefix(folder).unwrap_or(article).to_owned();
    match place {
        OutputPlace::File(path) => path.clone(),
        OutputPlace::Beside => {
            let beside = article.parent().unwrap_or(Path::new(""));
            named(beside, beside.join(bare(&name::stem(article, article))), request)
        }
        OutputPlace::Folder(folder) => {
            let relative = request.below.as_deref().map_or_else(|| bare(article), below);
            let stem = match relative.parent() {
                Some(parent) if parent.as_os_str().is_empty() => bare(&name::stem(article, article)),
                _ => name::stem(&relative, article),
            };
            named(folder, folder.join(name::portable_path(&stem)), request)
        }
    }
}

/// Returns the path that `request` wants below `folder`, or else `stem`.
fn named(folder: &Path, stem: PathBuf, request: &Request) -> PathBuf {
    match &request.name {
        None => stem,
        Some(Name::File(name)) => stem.with_file_name(name),
        Some(Name::Path(path)) => folder.join(path),
    }
}

/// Returns the last component of `path`.
fn bare(path: &Path) -> PathBuf {
    path.file_name().map(PathBuf::from).unwrap_or_default()
}
