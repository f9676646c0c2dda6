//! Offprint turns an article into an accessible EPUB 3 and a typeset, tagged PDF.
//!
//! [`convert()`] converts a source in memory, [`bind`] makes a book of several, and [`explain`] tells what Offprint
//! understands of one. [`disk`] does the same with files, [`archive`] with folders. The stages below these are pure
//! functions between named types. Only [`disk`], [`archive`] and the cache of [`fetch`] touch the disk, only [`fetch`]
//! the network, and only the binary the terminal and the environment.
//!
//! ```text
//!             read::read              layout::typeset            pdf::write
//!   Source ──────────────▶ Article ─────────────────▶ Pages ─────────────────▶ PDF
//!                             │
//!                             └──────── epub::package ───────────────────────▶ EPUB
//! ```
//!
//! In an [`article::Article`] everything is resolved: notes, links, headings, pictures, credits, language. The writers
//! only walk it. A mistake in the article becomes a [`diag::Diagnostic`] and does not stop the conversion; a
//! [`diag::Error`] does, for this one article.
//!
//! # From a source to an EPUB
//!
//! ```
//! use offprint::{epub, read, source::Source};
//!
//! let source = Source::new("bread.md", "# Bread\n\nFlour and water, and a little salt.\n");
//! let mut diagnostics = Vec::new();
//! let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut diagnostics)?;
//! assert_eq!(article.meta.title_text(), "Bread");
//! let file = epub::package(&article, &epub::Options::default(), &mut diagnostics)?;
//! assert_eq!(&file[30..58], b"mimetypeapplication/epub+zip");
//! # Ok::<(), offprint::diag::Error>(())
//! ```
//!
//! # From a source to a PDF
//!
//! ```
//! use offprint::design::{Design, Paper};
//! use offprint::{layout, pdf, read, source::Source, text::Fonts};
//!
//! let source = Source::new("bread.md", "# Bread\n\nFlour and water, and a little salt.\n");
//! let mut diagnostics = Vec::new();
//! let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut diagnostics)?;
//! let (design, fonts) = (Design::article(Paper::Letter), Fonts::bundled());
//! let pages = layout::typeset(&article, &design, &fonts, &mut diagnostics);
//! assert!(!pages.pages.is_empty());
//! let file = pdf::write(&pages, &article, &fonts, &pdf::Options::default(), &mut diagnostics)?;
//! assert!(file.starts_with(b"%PDF-1."));
//! # Ok::<(), offprint::diag::Error>(())
//! ```

mod anthology;
pub mod archive;
pub mod article;
mod convert;
pub mod cover;
mod css;
mod data;
mod deflate;
pub mod design;
pub mod diag;
pub mod disk;
pub mod draw;
#[cfg(test)]
#[path = "../tests/suite/common/effort.rs"]
mod effort;
pub mod epub;
pub mod fetch;
mod halt;
mod highlight;
pub mod job;
mod kept;
// The conformance tests use the labels to tell our words from the author's.
#[doc(hidden)]
pub mod labels;
pub mod layout;
pub mod ledger;
#[cfg(test)]
#[path = "../tests/suite/common/manual.rs"]
mod manual;
pub mod pdf;
pub mod preflight;
mod raster;
pub mod read;
mod rights;
pub mod site;
pub mod source;
pub mod style;
mod tex;
pub mod text;
pub mod units;

pub use convert::{Explained, Failure, OutputFile, Outputs, bind, convert, convert_to, explain};
pub use job::{Cancel, Fingerprint, Format, PageGoal, Settings};
