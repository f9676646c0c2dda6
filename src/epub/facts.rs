//! The facts about the content that the package document states.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::files::{FontFile, Page};
use super::images::{Image, Images};
use super::page_marks::PrintedPage;
use super::plan::ListedFigure;
use crate::article::{Credit, Meta};

/// Facts about the content for the package document.
pub(super) struct Facts<'a> {
    /// The pictures.
    pub(super) images: &'a Images<'a>,
    /// The cover picture, which is one of them.
    pub(super) cover: Option<&'a Image<'a>>,
    /// Credits by the path of their picture.
    pub(super) credits: Vec<(String, &'a Credit)>,
    /// Paths of the files that contain MathML.
    pub(super) with_math: BTreeSet<String>,
    /// Identifier of the publication.
    pub(super) uuid: Uuid,
    /// Who certifies that the publication is accessible.
    pub(super) certifier: Option<&'a str>,
    /// The name of the print edition whose page breaks are marked.
    pub(super) print: Option<&'a str>,
    /// The pages of that edition.
    pub(super) printed: &'a [PrintedPage],
    /// Whether a picture is animated.
    pub(super) animated: bool,
    /// For a book, the articles in other languages, by the paths of their text files.
    pub(super) foreign: BTreeMap<String, &'a Meta>,
    /// The figures, if they are listed.
    pub(super) figures: Vec<ListedFigure>,
    /// The text files, in reading order.
    pub(super) pages: Vec<&'a Page>,
    /// The embedded faces.
    pub(super) fonts: &'a [FontFile],
}
