//! Offprint for Python.
//!
//! This is the module `offprint._offprint`. The package `offprint` shows its names, and `__init__.pyi` documents their
//! types. Work is done without the lock of the interpreter, so several threads convert at the same time. A failure of an
//! article is the exception `ConversionError`; a mistake of the caller is a `ValueError` or a `TypeError`.

mod files;
mod metadata;
mod painted;
mod settings;
mod told;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use offprint::diag::{self, Diagnostics, Severity};
use offprint::read::{Files, Memory, NoFiles};
use offprint::source::Source;
use offprint::{Failure, Format, Outputs};
use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping, PyString};

use files::{Callable, shared};
use metadata::Text;
use painted::Fault;
use settings::{Design, Settings};

pyo3::create_exception!(offprint, ConversionError, PyException, "An article that cannot be converted.");

/// A message about an article that was converted nevertheless.
#[pyclass(frozen, get_all, module = "offprint")]
struct Diagnostic {
    /// `note` or `warning`.
    severity: &'static str,
    /// A stable name of the kind of finding, such as `missing-picture`.
    code: String,
    /// What was found.
    message: String,
    /// What to do next.
    help: Option<String>,
    /// Line in the article, from 1.
    line: Option<usize>,
    /// Column in the line in characters, from 1.
    column: Option<usize>,
}

#[pymethods]
impl Diagnostic {
    fn __repr__(&self) -> String {
        let place = self.line.zip(self.column).map(|(line, column)| format!(" at {line}:{column}"));
        format!("<{} {}{}: {}>", self.severity, self.code, place.unwrap_or_default(), self.message)
    }
}

impl Diagnostic {
    fn of(said: diag::Diagnostic, text: &Text) -> Self {
        let (line, column) = said.span.and_then(|span| text.place(span.start)).unzip();
        let severity = match said.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
        };
        Self { severity, code: said.code.into_owned(), message: said.message, help: said.help, line, column }
    }
}

/// Returns the messages of `said` about `text` as a list.
fn list(py: Python<'_>, said: Diagnostics, text: &Text) -> PyResult<Vec<Py<Diagnostic>>> {
    text.tell(said).into_iter().map(|said| Py::new(py, Diagnostic::of(said, text))).collect()
}

/// The outputs of an article.
#[pyclass(frozen, get_all, name = "Result", module = "offprint")]
struct Made {
    /// The EPUB, if it was asked for.
    epub: Option<Py<PyBytes>>,
    /// The PDF, if it was asked for.
    pdf: Option<Py<PyBytes>>,
    /// Messages about the article.
    diagnostics: Vec<Py<Diagnostic>>,
}

#[pymethods]
impl Made {
    fn __repr__(&self, py: Python<'_>) -> String {
        let size = |bytes: &Option<Py<PyBytes>>| bytes.as_ref().map_or(0, |bytes| bytes.bind(py).as_bytes().len());
        let (epub, pdf, said) = (size(&self.epub), size(&self.pdf), self.diagnostics.len());
        format!("<Result: EPUB of {epub} bytes, PDF of {pdf} bytes, {said} diagnostics>")
    }

    /// What notebooks show.
    #[pyo3(signature = (**_wanted))]
    fn _repr_mimebundle_<'py>(
        slf: &Bound<'py, Self>,
        _wanted: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("offprint._notebook")?.call_method1("bundle", (slf,))
    }
}

/// Where the pictures and other files of an article come from.
enum Given {
    Nothing,
    Memory(Memory),
    Callable(Callable),
}

impl Given {
    /// Takes a mapping from paths to bytes, or a function from a path to bytes or `None`.
    fn of(files: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(files) = files else { return Ok(Self::Nothing) };
        if files.is_callable() {
            return Ok(Self::Callable(Callable::new(files)));
        }
        let mapping = files.cast::<PyMapping>().map_err(|_| {
            PyTypeError::new_err("files is neither a mapping from paths to bytes nor a function from a path to bytes")
        })?;
        let mut all = BTreeMap::new();
        for entry in mapping.items()?.iter() {
            let (path, content): (String, Bound<'_, PyAny>) = entry.extract()?;
            all.insert(path.trim_start_matches("./").to_owned(), shared(&content)?);
        }
        let mut memory = Memory::default();
        memory.files = all;
        Ok(Self::Memory(memory))
    }

    fn files(&self) -> &dyn Files {
        match self {
            Self::Nothing => &NoFiles,
            Self::Memory(memory) => memory,
            Self::Callable(callable) => callable,
        }
    }

    /// Returns the path under which `content` was given.
    fn path_of(&self, content: &Arc<[u8]>) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Memory(memory) => {
                let mut files = memory.files.iter();
                files.find(|(_, given)| Arc::ptr_eq(given, content)).map(|(path, _)| path.clone())
            }
            Self::Callable(callable) => callable.path_of(content),
        }
    }

    /// Raises what the function of the caller raised.
    fn check(self) -> PyResult<()> {
        match self {
            Self::Callable(callable) => callable.check(),
            Self::Nothing | Self::Memory(_) => Ok(()),
        }
    }
}

/// Returns the formats in `to`: a name, several names with commas between, or a sequence of names.
fn formats(to: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Format>> {
    let Some(to) = to else { return Ok(Format::ALL.to_vec()) };
    let names: Vec<String> = match to.cast::<PyString>() {
        Ok(text) => text.to_str()?.split(',').map(|name| name.trim().to_owned()).collect(),
        Err(_) => to.extract()?,
    };
    let format = |name: &String| {
        let unknown = || PyValueError::new_err(format!("`{name}` is not a format: epub or pdf"));
        Format::from_extension(name).ok_or_else(unknown)
    };
    let formats = names.iter().map(format).collect::<PyResult<Vec<_>>>()?;
    if formats.is_empty() { Err(PyValueError::new_err("no format is asked for: epub or pdf")) } else { Ok(formats) }
}

/// The settings of calls without any: their fonts are the same ones, so that what was shaped can be used again.
static DEFAULT: LazyLock<offprint::Settings> = LazyLock::new(offprint::Settings::default);

/// An article with its files, as the caller gives it.
struct Article {
    text: Text,
    given: Given,
    settings: offprint::Settings,
}

impl Article {
    fn of(
        markdown: &Bound<'_, PyAny>,
        files: Option<&Bound<'_, PyAny>>,
        metadata: Option<&str>,
        settings: Option<&Settings>,
        name: &str,
    ) -> PyResult<Self> {
        let bytes = match (markdown.cast::<PyString>(), markdown.cast::<PyBytes>()) {
            (Ok(text), _) => text.to_str()?.as_bytes().to_vec(),
            (_, Ok(bytes)) => bytes.as_bytes().to_vec(),
            _ => {
                let wrong = || PyTypeError::new_err("markdown is neither a text nor bytes");
                markdown.extract::<Vec<u8>>().map_err(|_| wrong())?
            }
        };
        let source = Source::new(name, bytes);
        let text = match metadata.map(serde_json::from_str).transpose() {
            Ok(None) => Text::plain(source),
            Ok(Some(serde_json::Value::Object(metadata))) => Text::with(source, metadata),
            Ok(Some(_)) => return Err(PyValueError::new_err("the metadata is not an object of keys and values")),
            Err(error) => return Err(PyValueError::new_err(format!("the metadata is not JSON: {error}"))),
        };
        let mut given = Given::of(files)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        match &mut given {
            Given::Memory(memory) => memory.folder = folder,
            Given::Callable(callable) => callable.folder = folder,
            Given::Nothing => {}
        }
        let settings = settings.map_or_else(|| DEFAULT.clone(), |settings| settings.inner.clone());
        Ok(Self { text, given, settings })
    }

    fn explained(&self, py: Python<'_>) -> Result<offprint::Explained, Failure> {
        py.detach(|| offprint::explain(&self.text.source, &self.settings, self.given.files()))
    }

    /// Returns what the work gave, unless the function of the caller raised something.
    fn end<T>(self, py: Python<'_>, made: Result<T, Failure>) -> PyResult<(Text, T)> {
        self.given.check()?;
        match made {
            Ok(made) => Ok((self.text, made)),
            Err(failure) => Err(error(py, &failure.error, failure.diagnostics, &self.text)?),
        }
    }
}

/// Makes the exception for an article that failed, after the messages in `said`.
fn error(py: Python<'_>, error: &diag::Error, said: Diagnostics, text: &Text) -> PyResult<PyErr> {
    let exception = ConversionError::new_err(error.to_string());
    let value = exception.value(py);
    value.setattr("code", error.code())?;
    value.setattr("diagnostics", list(py, said, text)?)?;
    Ok(exception)
}

/// Converts an article. `metadata` is JSON; the others are described where the package documents them.
#[pyfunction]
#[pyo3(signature = (markdown, *, to = None, files = None, metadata = None, settings = None, name = "article.md"))]
fn convert(
    py: Python<'_>,
    markdown: &Bound<'_, PyAny>,
    to: Option<&Bound<'_, PyAny>>,
    files: Option<&Bound<'_, PyAny>>,
    metadata: Option<&str>,
    settings: Option<&Settings>,
    name: &str,
) -> PyResult<Made> {
    let formats = formats(to)?;
    let article = Article::of(markdown, files, metadata, settings, name)?;
    let (source, given) = (&article.text.source, article.given.files());
    let made = py.detach(|| offprint::convert_to(&formats, source, &article.settings, given));
    let (text, outputs) = article.end(py, made)?;
    result(py, outputs, &text)
}

/// Tells what is understood of an article, as JSON.
#[pyfunction]
#[pyo3(signature = (markdown, *, files = None, metadata = None, settings = None, name = "article.md"))]
fn explain(
    py: Python<'_>,
    markdown: &Bound<'_, PyAny>,
    files: Option<&Bound<'_, PyAny>>,
    metadata: Option<&str>,
    settings: Option<&Settings>,
    name: &str,
) -> PyResult<String> {
    let article = Article::of(markdown, files, metadata, settings, name)?;
    let explained = article.explained(py);
    let (text, explained) = article.end(py, explained)?;
    Ok(told::understood(&text, explained))
}

/// Lists the pictures of an article with their rights, as JSON.
#[pyfunction]
#[pyo3(signature = (markdown, *, files = None, metadata = None, settings = None, name = "article.md"))]
fn credits(
    py: Python<'_>,
    markdown: &Bound<'_, PyAny>,
    files: Option<&Bound<'_, PyAny>>,
    metadata: Option<&str>,
    settings: Option<&Settings>,
    name: &str,
) -> PyResult<String> {
    let article = Article::of(markdown, files, metadata, settings, name)?;
    let explained = article.explained(py);
    let told =
        explained.map(|explained| told::credits(&article.text, &explained, &|content| article.given.path_of(content)));
    Ok(article.end(py, told)?.1)
}

/// Paints the first pages of an article.
#[pyfunction]
#[pyo3(signature = (markdown, *, files = None, metadata = None, settings = None, name = "article.md", dpi, most))]
#[allow(clippy::too_many_arguments)] // They are keywords in Python.
fn pages<'py>(
    py: Python<'py>,
    markdown: &Bound<'py, PyAny>,
    files: Option<&Bound<'py, PyAny>>,
    metadata: Option<&str>,
    settings: Option<&Settings>,
    name: &str,
    dpi: f64,
    most: usize,
) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    let Article { text, given, settings } = Article::of(markdown, files, metadata, settings, name)?;
    let painted = py.detach(|| painted::paint(&text.source, &settings, given.files(), (dpi, most)));
    given.check()?;
    match painted {
        Ok(pages) => Ok(pages.iter().map(|page| PyBytes::new(py, page)).collect()),
        Err(Fault::Article(failed, said)) => Err(error(py, &failed, said, &text)?),
        Err(Fault::Page(reason)) => Err(PyValueError::new_err(reason)),
    }
}

fn result(py: Python<'_>, outputs: Outputs, text: &Text) -> PyResult<Made> {
    let bytes = |format| outputs.get(format).map(|bytes| PyBytes::new(py, bytes).unbind());
    let (epub, pdf) = (bytes(Format::Epub), bytes(Format::Pdf));
    Ok(Made { epub, pdf, diagnostics: list(py, outputs.diagnostics, text)? })
}

#[pymodule]
fn _offprint(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Design>()?;
    module.add_class::<Diagnostic>()?;
    module.add_class::<Made>()?;
    module.add_class::<Settings>()?;
    module.add("ConversionError", module.py().get_type::<ConversionError>())?;
    module.add("EXTENSIONS", Vec::from_iter(offprint::read::extensions()))?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(settings::restored_design, module)?)?;
    module.add_function(wrap_pyfunction!(credits, module)?)?;
    module.add_function(wrap_pyfunction!(explain, module)?)?;
    module.add_function(wrap_pyfunction!(pages, module)?)?;
    module.add_function(wrap_pyfunction!(convert, module)?)
}
