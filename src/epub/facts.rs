//! What the package document says about the content.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::files::{FontFile, Page};
use super::images::Images;
use super::page_marks::PrintedPage;
use super::plan::ListedFigure;
use crate::article::{Credit, Meta};

/// What the package says about the content.
pub(super) struct Facts<'a> {
    /// The pictures.
    pub(super) images: &'a Images<'a>,
    /// Credits by the path of their picture.
    pub(super) credits: Vec<(String, &'a Credit)>,
    /// Paths of the files that hold MathML.
    pub(super) with_math: BTreeSet<String>,
    /// Identifier of the publication.
    pub(super) uuid: Uuid,
    /// Who certifies that the publication is accessible.
    pub(super) certifier: Option<&'a str>,
    /// The printed edition whose pages are marked.
    pub(super) print: Option<&'a str>,
    /// Its pages.
    pub(super) printed: &'a [PrintedPage],
    /// Whether a picture moves.
    pub(super) animated: bool,
    /// The articles of a book that have another language, by the files of their text.
    pub(super) foreign: BTreeMap<String, &'a Meta>,
    /// The figures, if they have a list.
    pub(super) figures: Vec<ListedFigure>,
    /// The text files, in reading order.
    pub(super) pages: Vec<&'a Page>,
    /// The faces that it is read in, if they are its own.
    pub(super) fonts: &'a [FontFile],
}
