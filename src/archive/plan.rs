//! Plans jobs for inputs: what is written where, with all conflicts detected in advance.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use super::books::Group;
use super::irregular::Irregular;
use super::request::{OutputPlace, Request};
use super::{clash, name};
use crate::epub::Device;
use crate::job::{Book, Format, Job, Output, Textless};

/// Why a run cannot be started.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conflict {
    /// Two inputs would write the same output.
    SameOutput {
        /// The output.
        output: PathBuf,
        /// The inputs.
        inputs: [PathBuf; 2],
    },
    /// An output would overwrite an input.
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

/// All conflicts of a run, in the order of the requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflicts(pub Vec<Conflict>);

impl fmt::Display for Conflicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(number, conflict)| {
            let before = if number > 0 { "\n" } else { "" };
            write!(f, "{before}{conflict}")
        })
    }
}

impl std::error::Error for Conflicts {}

/// Plans a job for every request; e-books are made for `device`.
///
/// Outputs have distinct names: if two articles want the same name, `archive::clash` chooses another one for the
/// second, whose job then has a warning.
///
/// # Errors
/// [`Conflicts`], if outputs would overwrite inputs, or if several articles share one [`OutputPlace::File`].
pub fn plan(
    requests: Vec<Request>,
    place: &OutputPlace,
    formats: &[Format],
    device: Device,
) -> Result<Vec<Job>, Conflicts> {
    let many = requests.len() > 1;
    let names = match place {
        OutputPlace::File(_) => Vec::new(),
        _ => clash::distinct(&requests, place, formats, device),
    };
    let mut names = names.into_iter();
    let jobs: Vec<Job> = requests
        .into_iter()
        .map(|request| {
            let textless = if many || request.below.is_some() { Textless::LeaveOut } else { Textless::Fail };
            let named = names.next();
            let device = request.device.unwrap_or(device);
            let own = request.formats.clone();
            let formats = own.as_deref().unwrap_or(formats);
            let path = |format| match (place, &named) {
                (OutputPlace::File(path), _) => path.clone(),
                (_, Some(named)) => name::with_format(&named.stem, format, device),
                (_, None) => PathBuf::new(),
            };
            let outputs = formats.iter().map(|&format| Output { format, path: path(format) }).collect();
            let said = named.and_then(|named| named.said).map(|said| *said);
            Job { outputs, textless, said: said.into_iter().collect(), ..Job::from(request) }
        })
        .collect();
    let conflicts = conflicts(&jobs);
    if conflicts.is_empty() { Ok(jobs) } else { Err(Conflicts(conflicts)) }
}

/// Plans a book of all `requests`, in their order.
///
/// # Errors
/// A [`Conflict`] of an output with one of the articles.
pub fn plan_book(
    title: &str,
    requests: Vec<Request>,
    place: &OutputPlace,
    formats: &[Format],
    device: Device,
) -> Result<Book, Conflict> {
    let path = |format| match place {
        OutputPlace::File(path) => path.clone(),
        OutputPlace::Beside => name::with_format(Path::new(&name::of_title(title)), format, device),
        OutputPlace::Folder(folder) => name::with_format(&folder.join(name::of_title(title)), format, device),
    };
    let outputs: Vec<Output> = formats.iter().map(|&format| Output { format, path: path(format) }).collect();
    let many = requests.len() > 1;
    let article = |request: Request| {
        let textless = if many || request.below.is_some() { Textless::LeaveOut } else { Textless::Fail };
        Job { textless, ..Job::from(request) }
    };
    let articles: Vec<Job> = requests.into_iter().map(article).collect();
    let written = Written::of(outputs.iter().map(|output| &*output.path));
    match articles.iter().map(|job| job.input.path()).find(|input| written.holds(input)) {
        Some(path) => Err(Conflict::OverInput { path: path.to_owned() }),
        None => Ok(Book { outputs, ..Book::new(title, articles) }),
    }
}

/// Plans books of groups and the requests of their members, as [`plan_book`] does for one. Their outputs have distinct
/// names.
///
/// # Errors
/// A [`Conflict`] of an output with one of the articles.
pub fn plan_books(
    books: Vec<(Group, Vec<Request>)>,
    place: &OutputPlace,
    formats: &[Format],
    device: Device,
) -> Result<Vec<Book>, Conflict> {
    let mut taken = BTreeSet::new();
    let mut planned = Vec::with_capacity(books.len());
    for (group, requests) in books {
        let mut book = plan_book(&group.name, requests, place, formats, device)?;
        (book.title, book.parts) = (group.title, group.parts);
        let name = name::of_title(&group.name);
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        // `C` and `c`, or `C/D` and `C D`, are one name on some file systems.
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(clash::folded(name)));
        if let Some(free) = free.filter(|free| *free != name) {
            for output in &mut book.outputs {
                output.path = name::with_format(&output.path.with_file_name(&free), output.format, device);
            }
        }
        planned.push(book);
    }
    Ok(planned)
}

fn conflicts(jobs: &[Job]) -> Vec<Conflict> {
    let mut claimed: Vec<(&Path, usize)> = (jobs.iter().enumerate())
        .flat_map(|(number, job)| job.outputs.iter().map(move |output| (&*output.path, number)))
        .collect();
    claimed.sort_unstable();
    let same = claimed.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let mut same: Vec<_> = same.map(|pair| (pair[1].1, pair[0].1, pair[0].0)).collect();
    same.sort_unstable();
    let path = |number: usize| jobs[number].input.path().to_owned();
    let same = same.into_iter().map(|(number, other, output)| Conflict::SameOutput {
        output: output.to_owned(),
        inputs: [path(other), path(number)],
    });
    let mut found: Vec<Conflict> = same.collect();
    let written = Written::of(claimed.iter().map(|(path, _)| *path));
    let inputs = jobs.iter().map(|job| job.input.path()).filter(|input| written.holds(input));
    found.extend(inputs.map(|path| Conflict::OverInput { path: path.to_owned() }));
    found
}

/// The files that a run writes, as far as they may coincide with inputs.
struct Written<'a> {
    outputs: Vec<&'a Path>,
    /// The targets of outputs that are symbolic links now: the run writes there.
    targets: Vec<PathBuf>,
}

impl<'a> Written<'a> {
    fn of(outputs: impl Iterator<Item = &'a Path>) -> Self {
        let outputs: Vec<&Path> = outputs.collect();
        let mut there = Irregular::default();
        let target = |output: &&Path| there.is_symlink(output).then(|| output.canonicalize().ok())?;
        Self { targets: outputs.iter().filter_map(target).collect(), outputs }
    }

    /// Whether one of the outputs would overwrite `input`.
    fn holds(&self, input: &Path) -> bool {
        let is_format = input.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension);
        let folder = |path: &Path| path.parent().map(|folder| folder.join(".").canonicalize().ok());
        let same = |output: &Path| input.file_name() == output.file_name() && folder(input) == folder(output);
        // Few inputs have the extension of a format; this avoids comparing every input with every output.
        let may_be = is_format.is_some() || self.outputs.len() <= Format::ALL.len();
        let linked = || input.canonicalize().is_ok_and(|input| self.targets.contains(&input));
        may_be && self.outputs.iter().any(|output| same(output)) || !self.targets.is_empty() && linked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::Input;

    fn request(path: &str, below: Option<&str>) -> Request {
        Request { below: below.map(PathBuf::from), ..Request::new(Input::File(path.into()), "") }
    }

    fn outputs(requests: Vec<Request>, place: OutputPlace, formats: &[Format]) -> Vec<String> {
        let jobs = plan(requests, &place, formats, Device::Any).unwrap();
        jobs.iter().flat_map(|job| &job.outputs).map(|output| output.path.display().to_string()).collect()
    }

    #[test]
    fn outputs_lie_beside_the_input_unless_told_otherwise() {
        let both = outputs(vec![request("posts/a.md", None)], OutputPlace::Beside, &Format::ALL);
        assert_eq!(both, ["posts/a.epub", "posts/a.pdf"]);
        let bundle = outputs(vec![request("posts/trip/index.md", None)], OutputPlace::Beside, &[Format::Pdf]);
        assert_eq!(bundle, ["posts/trip/trip.pdf"]);
    }

    #[test]
    fn a_kepub_is_told_by_its_name_and_the_pdf_beside_it_keeps_its_own() {
        let jobs =
            plan(vec![request("posts/v1.2.md", None)], &OutputPlace::Beside, &Format::ALL, Device::Kobo).unwrap();
        let made: Vec<&Path> = jobs[0].outputs.iter().map(|output| output.path.as_path()).collect();
        assert_eq!(made, [Path::new("posts/v1.2.kepub.epub"), Path::new("posts/v1.2.pdf")]);
    }

    #[test]
    fn the_output_tree_mirrors_the_scanned_folder() {
        let found = |path| request(path, Some("in/posts"));
        let requests = vec![found("in/posts/a.md"), found("in/posts/2021/b.md"), found("in/posts/2021/trip/index.md")];
        let made = outputs(requests, OutputPlace::Folder("out".into()), &[Format::Epub]);
        assert_eq!(made, ["out/a.epub", "out/2021/b.epub", "out/2021/trip.epub"]);
    }

    #[test]
    fn a_named_file_goes_to_the_top_of_the_output_folder() {
        let made = outputs(vec![request("../far/away/a.md", None)], OutputPlace::Folder("out".into()), &[Format::Pdf]);
        assert_eq!(made, ["out/a.pdf"]);
    }

    #[test]
    fn several_inputs_for_one_file_are_named_all_at_once() {
        let requests = vec![request("a/x.md", None), request("b/x.txt", None), request("c.md", None)];
        let conflicts = plan(requests, &OutputPlace::File("x.pdf".into()), &[Format::Pdf], Device::Any).unwrap_err();
        let expected =
            "a/x.md and b/x.txt would both be written to x.pdf\nb/x.txt and c.md would both be written to x.pdf";
        assert_eq!(conflicts.to_string(), expected);
    }

    #[test]
    fn an_input_is_never_an_output() {
        let tree = tempfile::tempdir().unwrap();
        let inputs = ["a.pdf", "b.epub"].map(|name| tree.path().join(name));
        let requests = inputs.iter().map(|input| request(input.to_str().unwrap(), None)).collect();
        let conflicts = plan(requests, &OutputPlace::Beside, &Format::ALL, Device::Any).unwrap_err();
        assert_eq!(conflicts, Conflicts(inputs.map(|path| Conflict::OverInput { path }).into()));
    }

    #[test]
    #[cfg(unix)]
    fn an_input_is_no_output_behind_a_link_either() {
        let tree = tempfile::tempdir().unwrap();
        let input = tree.path().join("a.md");
        std::fs::write(&input, "x").unwrap();
        std::os::unix::fs::symlink(&input, tree.path().join("a.epub")).unwrap();
        let requests = vec![request(input.to_str().unwrap(), None)];
        let conflicts = plan(requests, &OutputPlace::Beside, &Format::ALL, Device::Any).unwrap_err();
        assert_eq!(conflicts.0, [Conflict::OverInput { path: input }]);
    }
}
