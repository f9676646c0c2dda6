//! From inputs to jobs: what is written where, checked for conflicts before anything is done.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::name;
use crate::epub::Device;
use crate::job::{Book, Drafts, Format, Input, Job, Output};

/// An article to plan for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where it is.
    pub input: Input,
    /// The folder it was found in, for an article of a scanned folder; its place below is kept in the outputs.
    pub below: Option<PathBuf>,
    /// The folder that holds everything it may name.
    pub root: PathBuf,
    /// What to do if it is a draft.
    pub drafts: Drafts,
}

/// Where outputs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Beside each input.
    Beside,
    /// Into a folder.
    Folder(PathBuf),
    /// Into one file.
    File(PathBuf),
}

/// Why a run cannot be started as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Two inputs would write one output.
    SameOutput {
        /// The output.
        output: PathBuf,
        /// The inputs.
        inputs: [PathBuf; 2],
    },
    /// An output would take the place of an input.
    OverInput {
        /// The file that is both.
        path: PathBuf,
    },
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameOutput { output, inputs: [one, other] } => {
                let (one, other) = (one.display(), other.display());
                write!(f, "{one} and {other} would both be written to {}", output.display())
            }
            Self::OverInput { path } => write!(f, "{} is an input and would be overwritten", path.display()),
        }
    }
}

impl std::error::Error for Conflict {}

/// Plans a job for every request; e-books are made for `device`.
///
/// # Errors
/// A [`Conflict`], the first in the order of the requests.
pub fn plan(requests: Vec<Request>, place: &Place, formats: &[Format], device: Device) -> Result<Vec<Job>, Conflict> {
    let jobs: Vec<Job> = requests.into_iter().map(|request| job(request, place, formats, device)).collect();
    check(&jobs)?;
    Ok(jobs)
}

/// Plans a book of all `requests`, in their order.
///
/// # Errors
/// A [`Conflict`] of an output with one of the articles.
pub fn plan_book(
    title: &str,
    requests: Vec<Request>,
    place: &Place,
    formats: &[Format],
    device: Device,
) -> Result<Book, Conflict> {
    let path = |format| match place {
        Place::File(path) => path.clone(),
        Place::Beside => name::with_format(Path::new(&name::of_title(title)), format, device),
        Place::Folder(folder) => name::with_format(&folder.join(name::of_title(title)), format, device),
    };
    let outputs: Vec<Output> = formats.iter().map(|&format| Output { format, path: path(format) }).collect();
    let article = |request: Request| Job {
        outputs: Vec::new(),
        input: request.input,
        root: request.root,
        drafts: request.drafts,
    };
    let articles: Vec<Job> = requests.into_iter().map(article).collect();
    let claimed = outputs.iter().map(|output| (&*output.path, Path::new(title))).collect();
    match articles.iter().map(|job| job.input.path()).find(|input| is_written(input, &claimed)) {
        Some(path) => Err(Conflict::OverInput { path: path.to_owned() }),
        None => Ok(Book { title: title.to_owned(), articles, outputs }),
    }
}

fn job(request: Request, place: &Place, formats: &[Format], device: Device) -> Job {
    let outputs = formats.iter().map(|&format| Output { format, path: output_path(&request, place, (format, device)) });
    Job { outputs: outputs.collect(), input: request.input, root: request.root, drafts: request.drafts }
}

fn output_path(request: &Request, place: &Place, (format, device): (Format, Device)) -> PathBuf {
    let article = match &request.input {
        Input::Memory(_) => Path::new("article"),
        Input::File(path) => path,
    };
    let below = |folder: &Path| article.strip_prefix(folder).unwrap_or(article).to_owned();
    match place {
        Place::File(path) => path.clone(),
        Place::Beside => {
            let folder = article.parent().unwrap_or(Path::new(""));
            name::with_format(&folder.join(bare(&name::stem(article, article))), format, device)
        }
        Place::Folder(folder) => {
            let relative = request.below.as_deref().map_or_else(|| bare(article), below);
            let stem = match relative.parent() {
                Some(parent) if parent.as_os_str().is_empty() => bare(&name::stem(article, article)),
                _ => name::stem(&relative, article),
            };
            name::with_format(&folder.join(stem), format, device)
        }
    }
}

/// The last name of `path`.
fn bare(path: &Path) -> PathBuf {
    path.file_name().map(PathBuf::from).unwrap_or_default()
}

fn check(jobs: &[Job]) -> Result<(), Conflict> {
    let mut claimed: BTreeMap<&Path, &Path> = BTreeMap::new();
    for job in jobs {
        for output in &job.outputs {
            if let Some(other) = claimed.insert(&output.path, job.input.path()) {
                let inputs = [other.to_owned(), job.input.path().to_owned()];
                return Err(Conflict::SameOutput { output: output.path.clone(), inputs });
            }
        }
    }
    match jobs.iter().map(|job| job.input.path()).find(|input| is_written(input, &claimed)) {
        Some(path) => Err(Conflict::OverInput { path: path.to_owned() }),
        None => Ok(()),
    }
}

/// Whether one of the outputs would take the place of `input`. (An output that is a link to it only replaces the link.)
fn is_written(input: &Path, outputs: &BTreeMap<&Path, &Path>) -> bool {
    let is_format = input.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension);
    let folder = |path: &Path| path.parent().map(|folder| folder.join(".").canonicalize().ok());
    let same = |output: &Path| input.file_name() == output.file_name() && folder(input) == folder(output);
    // Names of formats are rare among inputs; otherwise every input would be compared with every output.
    (is_format.is_some() || outputs.len() <= Format::ALL.len()) && outputs.keys().any(|output| same(output))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, below: Option<&str>) -> Request {
        Request {
            input: Input::File(path.into()),
            below: below.map(PathBuf::from),
            root: PathBuf::new(),
            drafts: Drafts::Convert,
        }
    }

    fn outputs(requests: Vec<Request>, place: Place, formats: &[Format]) -> Vec<String> {
        let jobs = plan(requests, &place, formats, Device::Any).unwrap();
        jobs.iter().flat_map(|job| &job.outputs).map(|output| output.path.display().to_string()).collect()
    }

    #[test]
    fn outputs_lie_beside_the_input_unless_told_otherwise() {
        let both = outputs(vec![request("posts/a.md", None)], Place::Beside, &Format::ALL);
        assert_eq!(both, ["posts/a.epub", "posts/a.pdf"]);
        let bundle = outputs(vec![request("posts/trip/index.md", None)], Place::Beside, &[Format::Pdf]);
        assert_eq!(bundle, ["posts/trip/trip.pdf"]);
    }

    #[test]
    fn a_kepub_is_told_by_its_name_and_the_pdf_beside_it_keeps_its_own() {
        let jobs = plan(vec![request("posts/v1.2.md", None)], &Place::Beside, &Format::ALL, Device::Kobo).unwrap();
        let made: Vec<&Path> = jobs[0].outputs.iter().map(|output| output.path.as_path()).collect();
        assert_eq!(made, [Path::new("posts/v1.2.kepub.epub"), Path::new("posts/v1.2.pdf")]);
    }

    #[test]
    fn the_output_tree_mirrors_the_scanned_folder() {
        let found = |path| request(path, Some("in/posts"));
        let requests = vec![found("in/posts/a.md"), found("in/posts/2021/b.md"), found("in/posts/2021/trip/index.md")];
        let made = outputs(requests, Place::Folder("out".into()), &[Format::Epub]);
        assert_eq!(made, ["out/a.epub", "out/2021/b.epub", "out/2021/trip.epub"]);
    }

    #[test]
    fn a_named_file_goes_to_the_top_of_the_output_folder() {
        let made = outputs(vec![request("../far/away/a.md", None)], Place::Folder("out".into()), &[Format::Pdf]);
        assert_eq!(made, ["out/a.pdf"]);
    }

    #[test]
    fn two_inputs_for_one_output_are_named() {
        let requests = vec![request("a/x.md", None), request("b/x.txt", None)];
        let conflict = plan(requests, &Place::Folder("out".into()), &[Format::Pdf], Device::Any).unwrap_err();
        assert_eq!(conflict.to_string(), "a/x.md and b/x.txt would both be written to out/x.pdf");
    }

    #[test]
    fn an_input_is_never_an_output() {
        let tree = tempfile::tempdir().unwrap();
        let input = tree.path().join("a.pdf");
        let requests = vec![request(input.to_str().unwrap(), None)];
        let conflict = plan(requests, &Place::Beside, &Format::ALL, Device::Any).unwrap_err();
        assert_eq!(conflict, Conflict::OverInput { path: input });
    }
}
