//! Designs and settings.

use offprint::design::custom::{PaperSize, not_made_for, print};
use offprint::disk::load_design;
use offprint::epub::{Device, Typefaces};
use offprint::read::LinksTo;
use offprint::source::Source;
use offprint::text::{Fonts, MissingGlyphs};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// How pages look.
///
/// `Design("book", paper="a5")` is one of the designs that come with Offprint.
#[pyclass(frozen, module = "offprint")]
pub struct Design {
    design: offprint::design::Design,
    fonts: Fonts,
}

#[pymethods]
impl Design {
    #[new]
    #[pyo3(signature = (name = "article", *, paper = "a4"))]
    fn new(name: &str, paper: &str) -> PyResult<Self> {
        let paper = size(paper)?;
        let design = paper.design(name).ok_or_else(|| PyValueError::new_err(not_made_for(name, paper)))?;
        Ok(Self { design, fonts: Fonts::with_system() })
    }

    /// Reads a design file (TOML). Paths of fonts are relative to `folder`.
    #[staticmethod]
    #[pyo3(signature = (text, *, paper = None, folder = ""))]
    fn parse(text: &str, paper: Option<&str>, folder: &str) -> PyResult<Self> {
        let source = Source::new(std::path::Path::new(folder).join("design.toml"), text.as_bytes());
        let paper = paper.map(size).transpose()?;
        match load_design(&source, paper) {
            Ok((looks, _)) => Ok(Self { design: looks.design, fonts: looks.fonts }),
            Err(mistakes) => {
                let mistakes = mistakes.into_iter().map(|mistake| match mistake.span {
                    Some(span) => format!("line {}: {}", source.line_column(span.start).0, mistake.message),
                    None => mistake.message,
                });
                Err(PyValueError::new_err(mistakes.collect::<Vec<_>>().join("\n")))
            }
        }
    }

    /// Writes it as a design file that states every value.
    fn to_toml(&self) -> String {
        print(&self.design)
    }

    fn __repr__(&self) -> String {
        format!("<Design {}>", self.design.name)
    }
}

fn size(name: &str) -> PyResult<PaperSize> {
    PaperSize::parse(name).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// How articles are read and made.
#[pyclass(frozen, module = "offprint")]
pub struct Settings {
    pub inner: offprint::Settings,
}

#[pymethods]
impl Settings {
    #[new]
    #[pyo3(signature = (
        *,
        design = None,
        lang = None,
        site = None,
        links_to = None,
        device = None,
        embed_fonts = false,
        allow_missing_glyphs = false,
        modified = None,
    ))]
    #[allow(clippy::too_many_arguments)] // They are keywords in Python.
    fn new(
        design: Option<&Design>,
        lang: Option<String>,
        site: Option<String>,
        links_to: Option<&str>,
        device: Option<&str>,
        embed_fonts: bool,
        allow_missing_glyphs: bool,
        modified: Option<String>,
    ) -> PyResult<Self> {
        let mut inner = offprint::Settings::default();
        if let Some(design) = design {
            inner.design = design.design.clone();
            inner.fonts = design.fonts.clone();
        }
        (inner.read.lang, inner.read.site, inner.modified) = (lang, site, modified);
        inner.read.links_to = match links_to {
            None | Some("web") => LinksTo::Web,
            Some("library") => LinksTo::Library,
            Some(other) => return Err(unknown("links_to", other, "web or library")),
        };
        inner.epub.device = match device {
            None => Device::Any,
            Some("kobo") => Device::Kobo,
            Some("kindle") => Device::Kindle,
            Some(other) => return Err(unknown("device", other, "kobo or kindle")),
        };
        inner.epub.typefaces = if embed_fonts { Typefaces::Embedded } else { Typefaces::Readers };
        inner.missing_glyphs = if allow_missing_glyphs { MissingGlyphs::Allowed } else { MissingGlyphs::Refused };
        Ok(Self { inner })
    }

    /// A short text that differs for settings that make other outputs.
    fn fingerprint(&self) -> String {
        self.inner.fingerprint().to_string()
    }
}

fn unknown(key: &str, value: &str, values: &str) -> PyErr {
    PyValueError::new_err(format!("{key} is {values}, not `{value}`"))
}
