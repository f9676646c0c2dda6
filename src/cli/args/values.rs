//! The values of arguments, and how they are parsed.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, ValueEnum};
use offprint::design::custom::PaperSize;
use offprint::{cover, design, read};

use super::super::error::ArgumentError;

/// Values of `--from`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum From {
    /// Markdown in any of the dialects that articles use
    Markdown,
    /// Text as scraped from a page
    Plain,
}

impl std::convert::From<From> for read::Format {
    fn from(from: From) -> Self {
        match from {
            From::Markdown => read::Format::Markdown,
            From::Plain => read::Format::Plain,
        }
    }
}

/// Values of `--links-to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LinksTo {
    /// To the address of the other article, or else to its file
    Web,
    /// To the file of the other article, or else to its address
    Library,
}

impl std::convert::From<LinksTo> for read::LinksTo {
    fn from(links: LinksTo) -> Self {
        match links {
            LinksTo::Web => read::LinksTo::Web,
            LinksTo::Library => read::LinksTo::Library,
        }
    }
}

/// Values of `--headings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Headings {
    /// If they look like headings
    Guess,
    /// Never
    Never,
}

/// The value of `--design`.
#[derive(Clone, Debug)]
pub enum DesignChoice {
    /// One of the included designs, by its name.
    Named(String),
    /// A `design.toml`.
    File(PathBuf),
}

/// Parses a design: a known name, or anything that looks like a path.
fn design_choice(text: &str) -> Result<DesignChoice, ArgumentError> {
    if design::NAMES.contains(&text) {
        return Ok(DesignChoice::Named(text.to_owned()));
    }
    if text.contains(['/', '\\', '.']) {
        return Ok(DesignChoice::File(text.into()));
    }
    let meant = design::closest_name(text);
    Err(ArgumentError::UnknownDesign { meant: meant.map(str::to_owned) })
}

/// Parses [`DesignChoice`]; shells complete the names, and any path is allowed.
#[derive(Clone, Debug)]
pub struct DesignParser;

impl TypedValueParser for DesignParser {
    type Value = DesignChoice;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<DesignChoice, clap::Error> {
        design_choice.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(design::NAMES.iter().map(PossibleValue::new)))
    }
}

/// The value of `--cover-design`.
#[derive(Clone, Debug)]
pub enum CoverChoice {
    /// One of the included designs, by its name.
    Named(String),
    /// A file.
    File(PathBuf),
    /// No design.
    None,
}

/// Parses a cover design: a known name, `none`, or anything that looks like a path.
fn cover_choice(text: &str) -> Result<CoverChoice, ArgumentError> {
    match text {
        "none" => Ok(CoverChoice::None),
        name if cover::NAMES.contains(&name) => Ok(CoverChoice::Named(name.to_owned())),
        path if path.contains(['/', '\\', '.']) => Ok(CoverChoice::File(path.into())),
        other => Err(ArgumentError::UnknownCoverDesign { meant: cover::closest_name(other) }),
    }
}

/// Parses [`CoverChoice`]; shells complete the names, and any path is allowed.
#[derive(Clone, Debug)]
pub struct CoverDesignParser;

impl TypedValueParser for CoverDesignParser {
    type Value = CoverChoice;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<CoverChoice, clap::Error> {
        cover_choice.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(cover::NAMES.iter().copied().chain(["none"]).map(PossibleValue::new)))
    }
}

/// Values of `--cover-fit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CoverFit {
    /// Cropped around what matters
    Smart,
    /// Cropped around the middle
    Cover,
    /// Not cropped
    Contain,
}

impl std::convert::From<CoverFit> for cover::Fit {
    fn from(fit: CoverFit) -> Self {
        match fit {
            CoverFit::Smart => cover::Fit::Smart,
            CoverFit::Cover => cover::Fit::Cover,
            CoverFit::Contain => cover::Fit::Contain,
        }
    }
}

/// Values of `--cover-page`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CoverOnPaper {
    /// Every PDF begins with its cover
    Always,
    /// None does
    Never,
}

impl std::convert::From<CoverOnPaper> for cover::CoverPage {
    fn from(page: CoverOnPaper) -> Self {
        match page {
            CoverOnPaper::Always => cover::CoverPage::Always,
            CoverOnPaper::Never => cover::CoverPage::Never,
        }
    }
}

/// Parses [`PaperSize`]; shells complete the names, and any size is allowed.
#[derive(Clone, Debug)]
pub struct PaperParser;

impl TypedValueParser for PaperParser {
    type Value = PaperSize;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<PaperSize, clap::Error> {
        PaperSize::parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(["a4", "letter", "a5", "6x9"].into_iter().map(PossibleValue::new)))
    }
}

/// Values of `--log-format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// With the line of the source
    Text,
    /// A JSON object a line
    Json,
}

/// Values of `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Parses a well-formed language tag (BCP 47).
pub(super) fn language(tag: &str) -> Result<String, ArgumentError> {
    read::lang::well_formed(tag)?;
    match read::lang::normalise(tag) {
        Some(_) => Ok(tag.to_owned()),
        None => Err(ArgumentError::UnknownLanguage),
    }
}

/// Reads the address of a site.
pub(super) fn site_address(text: &str) -> Result<String, String> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    offprint::site::base(&whole).ok_or_else(|| "an address such as https://example.org/blog is wanted".to_owned())
}
