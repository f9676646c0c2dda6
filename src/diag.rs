//! Messages to the user: [`Diagnostic`]s, which do not stop a conversion, and [`Error`]s, which do.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; none of the author's content is affected.
    Note,
    /// Something appears otherwise than the author wrote it, or the output is worse than it could be.
    Warning,
}

/// A stable kebab-case name of a kind of finding.
pub type Code = Cow<'static, str>;

/// A message about an input that is converted nevertheless.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable kebab-case name of the kind of finding, such as `missing-picture`.
    pub code: Code,
    /// Where in the source; `None` if it concerns the whole input.
    pub span: Option<Span>,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates a warning of kind `code`.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code: Cow::Borrowed(code), span: None, message: message.into(), help: None }
    }

    /// Creates a note of kind `code`.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::warning(code, message) }
    }

    /// Sets the place that the diagnostic is about.
    pub fn at(mut self, span: impl Into<Span>) -> Self {
        self.span = Some(span.into());
        self
    }

    /// Adds advice on what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The list to which a stage adds its diagnostics.
pub type Diagnostics = Vec<Diagnostic>;

/// Why an input gave no output.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Reading or writing failed.
    Io {
        /// The failed action, such as `read` or `write`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The input is not UTF-8.
    NotUtf8 {
        /// The input.
        path: PathBuf,
        /// Offset of the first byte that is not UTF-8.
        offset: usize,
    },
    /// The input is not text.
    Binary {
        /// The input.
        path: PathBuf,
        /// What it is instead, such as `a ZIP archive`.
        what: &'static str,
    },
    /// The input contains no article.
    Empty {
        /// The input.
        path: PathBuf,
        /// What is there instead, such as `the file is empty`.
        why: &'static str,
    },
    /// The page has no text to read, only a purpose for its site: front matter alone, or the index of a section.
    NoText {
        /// The input.
        path: PathBuf,
        /// What is there instead.
        why: &'static str,
    },
    /// The output would overwrite a file that Offprint did not make.
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// The work was asked to stop ([`Cancel`](crate::job::Cancel)) before the article was done.
    Cancelled,
    /// An earlier run found that the article cannot be made, and nothing has changed since.
    Known {
        /// The code of that error.
        code: &'static str,
        /// Its message.
        message: String,
    },
    /// The process that made the article alone ended in the middle of the work.
    Crashed {
        /// The input.
        path: PathBuf,
        /// How it ended, such as `its stack overflowed`.
        reason: String,
    },
    /// The process that made the article alone was ended from outside, perhaps for lack of memory.
    Killed {
        /// The input.
        path: PathBuf,
        /// How it was ended.
        reason: String,
    },
    /// The work on the article took longer than allowed.
    TooSlow {
        /// The time that was allowed.
        allowed: std::time::Duration,
    },
    /// A stated limit was exceeded.
    Limit {
        /// The input.
        path: PathBuf,
        /// The name of the limit, such as `nesting`.
        limit: &'static str,
        /// The limit's value.
        allowed: u64,
    },
    /// The PDF would have more pages than it may.
    TooManyPages {
        /// Pages allowed.
        allowed: usize,
        /// Pages that it would have; `None` if they were so many that it was not typeset to its end.
        needed: Option<usize>,
    },
    /// The pages do not fit on the requested number of sheets, however tightly they are set.
    TooLong {
        /// Sheets allowed.
        allowed: usize,
        /// Sheets needed at the tightest setting.
        needed: usize,
    },
    /// The EPUB is larger than the requested size, even with its pictures at their smallest.
    TooLarge {
        /// Bytes allowed.
        allowed: u64,
        /// Size in bytes with the smallest pictures.
        needed: u64,
    },
    /// No font has enough of the article's letters.
    MissingGlyphs {
        /// The format, such as `PDF`.
        format: &'static str,
        /// Letters that are in no font.
        missing: usize,
        /// Letters of the article.
        letters: usize,
        /// The script of most missing letters.
        script: String,
        /// A font family that has them.
        family: String,
    },
    /// A library that writes an output format reported an error.
    Output {
        /// The format, such as `EPUB`.
        format: &'static str,
        /// Its message.
        reason: String,
    },
    /// A bug in Offprint.
    Bug {
        /// The input.
        path: PathBuf,
        /// The message of the panic.
        reason: String,
    },
}

impl Error {
    /// Creates the error for a failed I/O operation `doing` on `path`.
    pub(crate) fn io(doing: &'static str, path: impl AsRef<Path>, source: io::Error) -> Self {
        Self::Io { doing, path: path.as_ref().to_owned(), source }
    }

    /// Whether the disk is full, so that writing the next output would fail in the same way.
    pub fn is_full_disk(&self) -> bool {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull, WriteZero};
        let Self::Io { doing, source, .. } = self else { return false };
        doing.starts_with("write") && matches!(source.kind(), StorageFull | QuotaExceeded | FileTooLarge | WriteZero)
    }

    /// All that [`code`](Self::code) returns.
    pub(crate) const CODES: [&str; 17] = [
        "io",
        "not-utf8",
        "not-text",
        "empty",
        "no-text",
        "not-ours",
        "interrupted",
        "too-slow",
        "limit",
        "too-many-pages",
        "too-long",
        "too-large",
        "missing-glyphs",
        "output",
        "bug",
        "crashed",
        "killed",
    ];

    /// Returns a stable kebab-case name of the kind of failure, such as `not-utf8`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::Binary { .. } => "not-text",
            Self::Empty { .. } => "empty",
            Self::NoText { .. } => "no-text",
            Self::NotOurs { .. } => "not-ours",
            Self::Cancelled => "interrupted",
            Self::Crashed { .. } => "crashed",
            Self::Killed { .. } => "killed",
            Self::TooSlow { .. } => "too-slow",
            Self::Known { code, .. } => code,
            Self::Limit { .. } => "limit",
            Self::TooManyPages { .. } => "too-many-pages",
            Self::TooLong { .. } => "too-long",
            Self::TooLarge { .. } => "too-large",
            Self::MissingGlyphs { .. } => "missing-glyphs",
            Self::Output { .. } => "output",
            Self::Bug { .. } => "bug",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            Self::NotUtf8 { path, offset } => {
                write!(f, "{}: not UTF-8: the byte at offset {offset} is invalid", path.display())
            }
            Self::Empty { path, why } | Self::NoText { path, why } => {
                write!(f, "{}: no article: {why}", path.display())
            }
            Self::NotOurs { path } => {
                write!(f, "{} exists and was not made by Offprint; it is not overwritten", path.display())
            }
            Self::Cancelled => f.write_str("stopped before the article was done"),
            Self::Known { message, .. } => f.write_str(message),
            Self::Crashed { path, reason } => write!(
                f,
                "{}: making it ends the program: {reason}; it is tried again when the article, its files or the options \
                 change, or with --force",
                path.display()
            ),
            Self::Killed { path, reason } => {
                write!(f, "{}: the process that made it was ended: {reason}", path.display())
            }
            Self::TooSlow { allowed } => write!(f, "the article took longer than {:.1} s", allowed.as_secs_f64()),
            Self::Binary { path, what } => write!(f, "{}: not text in UTF-8: this is {what}", path.display()),
            Self::Limit { path, limit, allowed } => {
                write!(f, "{}: it exceeds the limit of {allowed} for {limit}", path.display())
            }
            Self::TooManyPages { allowed, needed: Some(needed) } => {
                write!(f, "the PDF would have {needed} pages, over the limit of {allowed}")
            }
            Self::TooManyPages { allowed, needed: None } => {
                write!(f, "the PDF would have very many pages, far over the limit of {allowed}")
            }
            Self::TooLong { allowed, needed } => {
                let allowed = if *allowed == 1 { "1 sheet is".to_owned() } else { format!("{allowed} sheets are") };
                write!(f, "even at its tightest setting the PDF takes {needed} sheets of paper; {allowed} allowed")
            }
            Self::TooLarge { allowed, needed } => {
                let (over, needed) = (size(needed - allowed), size(*needed));
                write!(
                    f,
                    "the EPUB has {needed}, {over} more than allowed, although every picture is as small as possible"
                )
            }
            Self::MissingGlyphs { format, missing, letters, script, family } => {
                let share = (missing * 100).div_ceil(*letters.max(&1));
                write!(
                    f,
                    "cannot make the {format}: no font has {missing} of the {letters} letters ({share} %); most are in \
                     the script {script}, for which there is the font {family}"
                )
            }
            Self::Output { format, reason } => write!(f, "cannot make the {format}: {reason}"),
            Self::Bug { path, reason } => write!(f, "{}: a bug in Offprint: {reason}", path.display()),
        }
    }
}

/// Formats a number of bytes for people, such as `1.5 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_are_kept_as_json_and_read_again() {
        let whole = Diagnostic::warning("missing-picture", "there is no picture `a.png`").help("add it").at(3..9);
        let bare = Diagnostic::note("tightened", "the design was tightened");
        for diagnostic in [whole, bare] {
            let text = serde_json::to_string(&diagnostic).unwrap();
            assert_eq!(serde_json::from_str::<Diagnostic>(&text).unwrap(), diagnostic, "{text}");
        }
        let unknown = r#"{"severity":"warning","code":"of-a-later-version","span":null,"message":"x","help":null}"#;
        assert_eq!(serde_json::from_str::<Diagnostic>(unknown).unwrap().code, "of-a-later-version");
    }
}
