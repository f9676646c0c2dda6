//! Designs and settings.

use offprint::design::custom::{PaperSize, not_made_for, print};
use offprint::disk::load_design;
use offprint::epub::{Device, Typefaces};
use offprint::read::{Format, LinksTo};
use offprint::source::Source;
use offprint::text::{Fonts, MissingGlyphs};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// How pages look.
///
/// `Design("book", paper="a5")` is one of the designs that come with Offprint.
#[pyclass(frozen, module = "offprint")]
pub struct Design {
    design: offprint::design::Design,
    fonts: Fonts,
    made_of: MadeOf,
}

/// What a design was made of, which other processes get instead of it.
enum MadeOf {
    Name { name: String, paper: String },
    File { text: String, paper: Option<String>, folder: String },
}

#[pymethods]
impl Design {
    #[new]
    #[pyo3(signature = (name = "article", *, paper = "a4"))]
    fn new(name: &str, paper: &str) -> PyResult<Self> {
        let made_of = MadeOf::Name { name: name.to_owned(), paper: paper.to_owned() };
        let paper = size(paper)?;
        let design = paper.design(name).ok_or_else(|| PyValueError::new_err(not_made_for(name, paper)))?;
        Ok(Self { design, fonts: Fonts::with_system(), made_of })
    }

    /// Reads a design file (TOML). Paths of fonts are relative to `folder`.
    #[staticmethod]
    #[pyo3(signature = (text, *, paper = None, folder = ""))]
    fn parse(text: &str, paper: Option<&str>, folder: &str) -> PyResult<Self> {
        let (stated, at) = (paper.map(str::to_owned), folder.to_owned());
        let made_of = MadeOf::File { text: text.to_owned(), paper: stated, folder: at };
        let source = Source::new(std::path::Path::new(folder).join("design.toml"), text.as_bytes());
        let paper = paper.map(size).transpose()?;
        match load_design(&source, paper) {
            Ok((looks, _)) => Ok(Self { design: looks.design, fonts: looks.fonts, made_of }),
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

    /// Pickles what it was made of. Fonts of a design file are read again where it is unpickled.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let made = py.import("offprint._offprint")?.getattr("restored_design")?;
        let of = match &self.made_of {
            MadeOf::Name { name, paper } => (name, false, Some(paper), "").into_pyobject(py)?,
            MadeOf::File { text, paper, folder } => (text, true, paper.as_ref(), folder.as_str()).into_pyobject(py)?,
        };
        Ok((made, of))
    }
}

/// Makes a design of what it was made of in another process.
#[pyfunction]
pub fn restored_design(of: &str, is_file: bool, paper: Option<&str>, folder: &str) -> PyResult<Design> {
    if is_file { Design::parse(of, paper, folder) } else { Design::new(of, paper.unwrap_or("a4")) }
}

fn size(name: &str) -> PyResult<PaperSize> {
    PaperSize::parse(name).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// How articles are read and made.
#[pyclass(frozen, module = "offprint")]
pub struct Settings {
    pub inner: offprint::Settings,
    /// The arguments that it was made of, which other processes get instead of it.
    made_of: Py<PyDict>,
}

#[pymethods]
impl Settings {
    #[new]
    #[pyo3(signature = (
        *,
        design = None,
        lang = None,
        format = None,
        site = None,
        links_to = None,
        device = None,
        embed_fonts = false,
        allow_missing_glyphs = false,
        modified = None,
    ))]
    #[allow(clippy::too_many_arguments)] // They are keywords in Python.
    fn new(
        py: Python<'_>,
        design: Option<Py<Design>>,
        lang: Option<String>,
        format: Option<String>,
        site: Option<String>,
        links_to: Option<String>,
        device: Option<String>,
        embed_fonts: bool,
        allow_missing_glyphs: bool,
        modified: Option<String>,
    ) -> PyResult<Self> {
        let made_of = PyDict::new(py);
        made_of.set_item("design", &design)?;
        let texts = [("lang", &lang), ("format", &format), ("site", &site), ("links_to", &links_to)];
        for (key, value) in texts.into_iter().chain([("device", &device), ("modified", &modified)]) {
            made_of.set_item(key, value)?;
        }
        made_of.set_item("embed_fonts", embed_fonts)?;
        made_of.set_item("allow_missing_glyphs", allow_missing_glyphs)?;
        let mut inner = offprint::Settings::default();
        if let Some(design) = design {
            let design = design.get();
            inner.design = design.design.clone();
            inner.fonts = design.fonts.clone();
        }
        (inner.read.lang, inner.read.site, inner.modified) = (lang, site, modified);
        inner.read.format = match format.as_deref() {
            None => None,
            Some("markdown") => Some(Format::Markdown),
            Some("plain") => Some(Format::Plain),
            Some(other) => return Err(unknown("format", other, "markdown or plain")),
        };
        inner.read.links_to = match links_to.as_deref() {
            None | Some("web") => LinksTo::Web,
            Some("library") => LinksTo::Library,
            Some(other) => return Err(unknown("links_to", other, "web or library")),
        };
        inner.epub.device = match device.as_deref() {
            None => Device::Any,
            Some("kobo") => Device::Kobo,
            Some("kindle") => Device::Kindle,
            Some(other) => return Err(unknown("device", other, "kobo or kindle")),
        };
        inner.epub.typefaces = if embed_fonts { Typefaces::Embedded } else { Typefaces::Readers };
        inner.missing_glyphs = if allow_missing_glyphs { MissingGlyphs::Allowed } else { MissingGlyphs::Refused };
        Ok(Self { inner, made_of: made_of.unbind() })
    }

    /// Pickles the arguments that it was made of.
    fn __getnewargs_ex__(&self, py: Python<'_>) -> ((), Py<PyDict>) {
        ((), self.made_of.clone_ref(py))
    }

    /// A short text that differs for settings that make other outputs.
    fn fingerprint(&self) -> String {
        self.inner.fingerprint().to_string()
    }
}

fn unknown(key: &str, value: &str, values: &str) -> PyErr {
    PyValueError::new_err(format!("{key} is {values}, not `{value}`"))
}
