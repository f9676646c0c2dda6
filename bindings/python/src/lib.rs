//! Offprint for Python.
//!
//! This is the module `offprint._offprint`. The package `offprint` shows its names, and `__init__.pyi` documents their
//! types. Work is done without the lock of the interpreter, so several threads convert at the same time. A failure of an
//! article is the exception `ConversionError`; a mistake of the caller is a `ValueError` or a `TypeError`.

mod files;
mod settings;

use std::collections::BTreeMap;
use std::sync::Arc;

use offprint::diag::{self, Diagnostics, Severity};
use offprint::read::{Files, Memory, NoFiles};
use offprint::source::Source;
use offprint::{Format, Outputs};
use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMapping, PyString};

use files::Callable;
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
    fn of(said: diag::Diagnostic, source: &Source) -> Self {
        let (line, column) = said.span.map(|span| source.line_column(span.start)).unzip();
        let severity = match said.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
        };
        Self { severity, code: said.code.into_owned(), message: said.message, help: said.help, line, column }
    }
}

/// Returns the messages of `said` about `source` as a list.
fn list(py: Python<'_>, said: Diagnostics, source: &Source) -> PyResult<Vec<Py<Diagnostic>>> {
    said.into_iter().map(|said| Py::new(py, Diagnostic::of(said, source))).collect()
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
            return Ok(Self::Callable(Callable::new(files.clone().unbind())));
        }
        let mapping = files.cast::<PyMapping>().map_err(|_| {
            PyTypeError::new_err("files is neither a mapping from paths to bytes nor a function from a path to bytes")
        })?;
        let mut all = BTreeMap::new();
        for entry in mapping.items()?.iter() {
            let (path, content): (String, Vec<u8>) = entry.extract()?;
            all.insert(path.trim_start_matches("./").to_owned(), Arc::from(content));
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

/// Converts an article.
///
/// `markdown` is the article as text or UTF-8. `to` names the formats. `files` gives the pictures: a mapping from paths to
/// bytes, or a function that returns the bytes at a path, or `None` if there are none. `name` is the name of the file for
/// which the article stands; files are found from its folder. Other threads of the interpreter run meanwhile.
#[pyfunction]
#[pyo3(signature = (markdown, *, to = None, files = None, settings = None, name = "article.md"))]
fn convert(
    py: Python<'_>,
    markdown: &Bound<'_, PyAny>,
    to: Option<&Bound<'_, PyAny>>,
    files: Option<&Bound<'_, PyAny>>,
    settings: Option<&Settings>,
    name: &str,
) -> PyResult<Made> {
    let bytes = match markdown.cast::<PyString>() {
        Ok(text) => text.to_str()?.as_bytes().to_vec(),
        Err(_) => {
            markdown.extract::<Vec<u8>>().map_err(|_| PyTypeError::new_err("markdown is neither a text nor bytes"))?
        }
    };
    let (source, formats, mut given) = (Source::new(name, bytes), formats(to)?, Given::of(files)?);
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    match &mut given {
        Given::Memory(memory) => memory.folder = folder,
        Given::Callable(callable) => callable.folder = folder,
        Given::Nothing => {}
    }
    let settings = settings.map(|settings| settings.inner.clone()).unwrap_or_default();
    let made = py.detach(|| offprint::convert_to(&formats, &source, &settings, given.files()));
    given.check()?;
    match made {
        Ok(outputs) => result(py, &outputs, &source),
        Err(failure) => {
            let error = ConversionError::new_err(failure.to_string());
            let value = error.value(py);
            value.setattr("code", failure.error.code())?;
            value.setattr("diagnostics", list(py, failure.diagnostics, &source)?)?;
            Err(error)
        }
    }
}

fn result(py: Python<'_>, outputs: &Outputs, source: &Source) -> PyResult<Made> {
    let bytes = |format| outputs.get(format).map(|bytes| PyBytes::new(py, bytes).unbind());
    let diagnostics = list(py, outputs.diagnostics.clone(), source)?;
    Ok(Made { epub: bytes(Format::Epub), pdf: bytes(Format::Pdf), diagnostics })
}

#[pymodule]
fn _offprint(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Design>()?;
    module.add_class::<Diagnostic>()?;
    module.add_class::<Made>()?;
    module.add_class::<Settings>()?;
    module.add("ConversionError", module.py().get_type::<ConversionError>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(convert, module)?)
}
