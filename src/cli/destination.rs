//! Decides from `--output` and `--to` which outputs are made and where they go.

use std::path::{Path, PathBuf};

use offprint::archive::OutputPlace;
use offprint::job::Format;

use super::Stop;
use super::to::To;

/// Advice if an output would overwrite another file of the run.
pub const ADVICE: &str = "nothing was written; rename one, or convert them into different folders with -o DIR/";

/// Where outputs go, and their formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The target.
    pub target: Target,
    /// Their formats, in the order in which they are made.
    pub formats: Vec<Format>,
}

/// Where outputs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To the disk.
    Disk(OutputPlace),
    /// To standard output.
    Standard,
}

impl Destination {
    /// Returns the destination that `--output` and `--to` describe.
    pub fn new(output: Option<&Path>, to: &[To]) -> Result<Self, Stop> {
        let formats = formats(to);
        let Some(output) = output else { return Ok(Self::disk(OutputPlace::Beside, formats)) };
        if output.as_os_str() == "-" {
            return standard(to, formats);
        }
        if output.is_dir() || output.to_string_lossy().ends_with(std::path::is_separator) {
            return Ok(Self::disk(OutputPlace::Folder(output.to_owned()), formats));
        }
        match output.extension().map(|extension| extension.to_string_lossy().into_owned()) {
            None if to.len() == 1 && output.exists() => Ok(Self::disk(OutputPlace::File(output.to_owned()), formats)),
            None => Ok(Self::disk(OutputPlace::Folder(output.to_owned()), formats)),
            Some(extension) => file(output, &extension, to, formats),
        }
    }

    fn disk(place: OutputPlace, formats: Vec<Format>) -> Self {
        Self { target: Target::Disk(place), formats }
    }

    /// Returns the output folder, if one was given.
    pub fn folder(&self) -> Option<&PathBuf> {
        match &self.target {
            Target::Disk(OutputPlace::Folder(folder)) => Some(folder),
            _ => None,
        }
    }

    /// Returns the output file, if one was given.
    pub fn file(&self) -> Option<&Path> {
        match &self.target {
            Target::Disk(OutputPlace::File(file)) => Some(file),
            _ => None,
        }
    }

    /// Whether the destination can take only one article.
    pub fn is_single(&self) -> bool {
        matches!(self.target, Target::Standard | Target::Disk(OutputPlace::File(_)))
    }
}

/// Returns the formats that `to` asks for, in the order in which they are made; all of them if it is empty.
pub fn formats(to: &[To]) -> Vec<Format> {
    let asked: Vec<Format> = to.iter().map(|&To(format)| format).collect();
    Format::ALL.into_iter().filter(|format| asked.is_empty() || asked.contains(format)).collect()
}

/// Lists the extensions of all formats, each after `before`.
fn choices(before: &str) -> String {
    Format::ALL.map(|format| format!("{before}{}", format.extension())).join(" or ")
}

fn standard(to: &[To], formats: Vec<Format>) -> Result<Destination, Stop> {
    match formats.len() {
        1 => Ok(Destination { target: Target::Standard, formats }),
        _ if to.is_empty() => {
            Err(Stop::usage("standard output takes one format").help(format!("say which: {}", choices("--to "))))
        }
        _ => {
            Err(Stop::usage("standard output takes one format, not two").help(format!("ask for {}", choices("--to "))))
        }
    }
}

fn file(output: &Path, extension: &str, to: &[To], formats: Vec<Format>) -> Result<Destination, Stop> {
    let file = |format| Ok(Destination::disk(OutputPlace::File(output.to_owned()), vec![format]));
    let shown = output.display();
    match (Format::from_extension(extension), to, &formats[..]) {
        (Some(format), [], _) => file(format),
        (Some(format), _, &[asked]) if format == asked => file(format),
        (Some(_), _, &[asked]) => {
            let asked = asked.extension();
            Err(Stop::usage(format!("--to asks for {asked}, but {shown} has the extension of another format"))
                .help(format!("leave out --to, or write to {}", output.with_extension(asked).display())))
        }
        (Some(_), _, _) => Err(Stop::usage(format!("two formats cannot both go to {shown}"))
            .help("name a folder (with a / at the end), or ask for one format")),
        (None, [_], &[asked]) => file(asked),
        (None, _, _) => Err(Stop::usage(format!("no format is called {extension:?}")).help(advice(output, extension))),
    }
}

fn advice(output: &Path, extension: &str) -> String {
    if extension.eq_ignore_ascii_case("kepub") {
        return format!("a Kobo recognises a kepub only by the name {}", output.with_extension("kepub.epub").display());
    }
    let nearest =
        Format::ALL.into_iter().find(|format| strsim::damerau_levenshtein(extension, format.extension()) <= 1);
    match nearest {
        Some(format) => format!("did you mean {}?", output.with_extension(format.extension()).display()),
        None => format!("end the name in {}, or in / for a folder: {}/", choices("."), output.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(output: &str, to: &[To]) -> (OutputPlace, Vec<Format>) {
        match Destination::new(Some(Path::new(output)), to).unwrap() {
            Destination { target: Target::Disk(place), formats } => (place, formats),
            other => panic!("{other:?}"),
        }
    }

    fn refusal(output: &str, to: &[To]) -> Stop {
        Destination::new(Some(Path::new(output)), to).unwrap_err()
    }

    #[test]
    fn the_extension_decides() {
        assert_eq!(place("x/a.PDF", &[]), (OutputPlace::File("x/a.PDF".into()), vec![Format::Pdf]));
        assert_eq!(place("a.epub", &[To(Format::Epub)]), (OutputPlace::File("a.epub".into()), vec![Format::Epub]));
        assert_eq!(place("a.book", &[To(Format::Epub)]), (OutputPlace::File("a.book".into()), vec![Format::Epub]));
    }

    #[test]
    fn what_has_no_extension_is_a_folder() {
        assert_eq!(place("library", &[]), (OutputPlace::Folder("library".into()), Format::ALL.to_vec()));
        assert_eq!(place("v1.0/", &[To(Format::Pdf)]), (OutputPlace::Folder("v1.0/".into()), vec![Format::Pdf]));
    }

    #[test]
    fn contradictions_are_refused_with_advice() {
        assert_eq!(refusal("a.epub", &[To(Format::Pdf)]).help.unwrap(), "leave out --to, or write to a.pdf");
        assert_eq!(refusal("a.epb", &[]).help.unwrap(), "did you mean a.epub?");
        assert_eq!(refusal("a.kepub", &[]).help.unwrap(), "a Kobo recognises a kepub only by the name a.kepub.epub");
        assert_eq!(refusal("a.docx", &[]).message, "no format is called \"docx\"");
        assert_eq!(
            refusal("a.pdf", &[To(Format::Epub), To(Format::Pdf)]).message,
            "two formats cannot both go to a.pdf"
        );
        assert_eq!(refusal("-", &[]).exit, super::super::Exit::Usage);
    }

    #[test]
    fn formats_are_made_once_and_in_one_order() {
        assert_eq!(formats(&[To(Format::Pdf), To(Format::Epub), To(Format::Pdf)]), Format::ALL);
    }
}
