//! Offprint for browsers and for Node: from memory to memory.
//!
//! JavaScript hands over an article and its files as bytes, and gets the outputs as bytes and the messages as JSON. Nothing
//! is asked of a network. Limits: a panic ends the instance, as everywhere in WebAssembly, so a page calls this in a worker
//! and starts another one after an error that is not a text; there are no fonts but those that come with Offprint; and AVIF
//! pictures are only in EPUBs, because their decoder needs a C library.

use std::collections::BTreeMap;
use std::sync::Arc;

use offprint::design::custom::{PaperSize, not_made_for};
use offprint::design::{self, Paper};
use offprint::diag::{Code, Diagnostic, Diagnostics, Severity};
use offprint::read::Memory;
use offprint::source::Source;
use offprint::{Format, Settings};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// A message about an article.
#[derive(Serialize)]
struct Message {
    severity: Severity,
    code: Code,
    message: String,
    help: Option<String>,
    /// Line in the article, from 1.
    line: Option<usize>,
    /// Column in the line in characters, from 1.
    column: Option<usize>,
}

/// The designs as JSON: an object from the name of a design to the names of its papers.
#[wasm_bindgen]
pub fn designs() -> String {
    let papers = |name| design::papers(name).iter().map(|paper: &Paper| paper.name()).collect::<Vec<_>>();
    json(&design::NAMES.iter().map(|name| (*name, papers(name))).collect::<BTreeMap<_, _>>())
}

/// The version of Offprint.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// An article with its files, and how it is made.
#[wasm_bindgen]
#[derive(Default)]
pub struct Article {
    files: Memory,
    settings: Settings,
}

#[wasm_bindgen]
impl Article {
    /// An article without files, in the design `article` on A4.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the file at `path`: a picture, another article to which this one links, or a file of the site.
    pub fn file(&mut self, path: &str, content: Vec<u8>) {
        self.files.files.insert(tidy(path).to_owned(), Arc::from(content));
    }

    /// Sets the design and the paper, such as `book` and `a5`.
    ///
    /// # Errors
    /// If there is no such design or paper.
    pub fn design(&mut self, name: &str, paper: &str) -> Result<(), String> {
        let paper = PaperSize::parse(paper).map_err(|error| error.to_string())?;
        self.settings.design = paper.design(name).ok_or_else(|| not_made_for(name, paper))?;
        Ok(())
    }

    /// Converts the article in `content`, which lies at `path` among the files, to `formats`, names with commas between.
    ///
    /// # Errors
    /// If the article cannot be converted, or if a format is not known.
    pub fn convert(&mut self, path: &str, content: Vec<u8>, formats: &str) -> Result<Outputs, String> {
        let known = |name: &str| {
            Format::from_extension(name.trim()).ok_or_else(|| format!("`{name}` is not a format: epub or pdf"))
        };
        let formats = formats.split(',').map(known).collect::<Result<Vec<_>, _>>()?;
        let path = tidy(path);
        path.rsplit_once('/').map_or("", |(folder, _)| folder).clone_into(&mut self.files.folder);
        let source = Source::new(path, content);
        let made = offprint::convert_to(&formats, &source, &self.settings, &self.files)
            .map_err(|failure| failure.to_string())?;
        let messages = messages(&made.diagnostics, &source);
        let mut outputs = Outputs { epub: None, pdf: None, messages };
        for file in made.files {
            match file.format {
                Format::Epub => outputs.epub = Some(file.bytes),
                Format::Pdf => outputs.pdf = Some(file.bytes),
            }
        }
        Ok(outputs)
    }
}

/// What became of an article.
#[wasm_bindgen]
pub struct Outputs {
    epub: Option<Vec<u8>>,
    pdf: Option<Vec<u8>>,
    messages: String,
}

#[wasm_bindgen]
impl Outputs {
    /// Hands over the EPUB, once, if it was asked for.
    pub fn epub(&mut self) -> Option<Vec<u8>> {
        self.epub.take()
    }

    /// Hands over the PDF, once, if it was asked for.
    pub fn pdf(&mut self) -> Option<Vec<u8>> {
        self.pdf.take()
    }

    /// The messages, as a JSON list of objects with `severity`, `code`, `message`, `help`, `line` and `column`.
    pub fn messages(&self) -> String {
        self.messages.clone()
    }
}

/// A path from the folder that all files share.
fn tidy(path: &str) -> &str {
    path.trim_start_matches("./")
}

fn messages(said: &Diagnostics, source: &Source) -> String {
    let message = |said: &Diagnostic| {
        let place = said.span.map(|span| source.line_column(span.start));
        let said = said.clone();
        let (line, column) = place.unzip();
        Message { severity: said.severity, code: said.code, message: said.message, help: said.help, line, column }
    };
    json(&said.iter().map(message).collect::<Vec<_>>())
}

fn json(value: &impl Serialize) -> String {
    // Texts, numbers and nothing else: this cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
