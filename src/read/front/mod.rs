//! Front matter: what stands before the text of an article about the article.
//!
//! Each dialect has a file that finds its matter and reads it into one shape, a tree of values with their places. From
//! there on dialects are alike: a table of names says which key means what, and keys that differ only in case, hyphens
//! and underscores are one. Keys that we do not know are kept in [`Meta::extra`].
//!
//! Malformed matter is no error: what can be read is read, and a warning says where it stops making sense. Matter of
//! more than [`LIMIT`] bytes is passed over with a warning.

mod bare;
mod cover;
mod definitions;
mod fence;
mod json;
mod keys;
mod meta;
mod pandoc;
mod people;
mod related;
mod salvage;
mod toml;
mod tree;
mod yaml;

use fence::Matter;
use keys::Keys;
use tree::{Entry, Value};

use crate::article::{Inline, Meta};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// What the front matter of a file says.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Offset of the first byte of the body.
    pub body: usize,
    /// Everything about the article, with provenance. What is not stated is empty; the language is then `und`.
    pub meta: Meta,
    /// The cover, as named.
    pub cover: Option<CoverSpec>,
    /// Related articles, as named.
    pub related: Vec<RelatedSpec>,
    /// Whether it stands between marks that only Markdown has.
    pub fenced: bool,
}

/// A value with the place that it was read at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The value as written: plain text, Markdown or HTML.
    pub value: String,
    /// Its key in the source, such as `cover.alt`.
    pub key: String,
    /// Where it stands.
    pub span: Span,
}

/// A cover as the front matter names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverSpec {
    /// Path or address of the picture.
    pub path: Option<Said>,
    /// Alternative text; `Some` of an empty value means decorative.
    pub alt: Option<Said>,
    /// Caption: Markdown or HTML.
    pub caption: Option<Said>,
    /// Credit: Markdown or HTML.
    pub credit: Option<Said>,
    /// Where the credit links to.
    pub credit_link: Option<Said>,
    /// Licence of the picture.
    pub license: Option<Said>,
}

/// A related article as the front matter names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelatedSpec {
    /// Slug, path or address.
    pub reference: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Excerpt.
    pub excerpt: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// How text of the front matter that may hold Markdown or HTML becomes inlines.
pub type Inlines<'a> = &'a dyn Fn(&str) -> Vec<Inline>;

/// Front matter of more bytes than this is not read.
pub const LIMIT: usize = 64 * 1024;

/// Reads the front matter of `text`, which is the whole source (offsets count from its first byte; a byte-order mark
/// at its start is passed over). `inlines` reads titles and credits.
///
/// Never fails: what cannot be read gives a diagnostic.
pub fn read(text: &str, inlines: Inlines<'_>, diagnostics: &mut Diagnostics) -> Front {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some((dialect, matter)) = find(text, start) else { return Front { body: start, ..Front::default() } };
    if matter.inner.len() > LIMIT {
        let message = format!("the front matter is longer than {LIMIT} bytes and was not read");
        let span = Span::new(start, matter.inner.start);
        diagnostics.push(Diagnostic::warning("front-matter-too-long", message).at(span));
        return Front { body: matter.body, ..Front::default() };
    }
    if !matter.closed {
        let message = "the line that ends the front matter is missing";
        let help = "close it with the same line that opens it";
        let at = Span::new(matter.inner.end, matter.inner.end);
        diagnostics.push(Diagnostic::warning("unclosed-front-matter", message).at(at).help(help));
    }
    let entries = parse(dialect, text, &matter, diagnostics);
    let mut front = interpret(text, &entries, inlines, diagnostics);
    front.body = matter.body;
    front.fenced = dialect != Dialect::Bare;
    front
}

/// Dialects of front matter.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Dialect {
    Yaml,
    Toml,
    Json,
    Definitions,
    Pandoc,
    Bare,
}

/// Finds the front matter that begins at `start`, in whichever dialect.
fn find(text: &str, start: usize) -> Option<(Dialect, Matter)> {
    let fenced = |open: &[&str], close: &[&str]| fence::find(text, start, open, close);
    if let Some(matter) = fenced(&["---json"], &["---"]).filter(|matter| matter.closed) {
        return Some((Dialect::Json, matter));
    }
    if let Some(matter) = fenced(&["+++"], &["+++"]).or_else(|| fenced(&["---toml"], &["---"])) {
        let matter = if matter.closed { Some(matter) } else { None };
        return matter.map(|matter| (Dialect::Toml, matter));
    }
    if let Some(matter) = json::find(text, start) {
        return Some((Dialect::Json, matter));
    }
    if let Some(matter) = definitions::find(text, start) {
        return Some((Dialect::Definitions, matter));
    }
    if let Some(matter) = pandoc::find(text, start) {
        return Some((Dialect::Pandoc, matter));
    }
    if let Some(matter) = bare::find(text, start) {
        return Some((Dialect::Bare, matter));
    }
    // Empty lines before the first fence are a slip of the pen that generators forgive.
    let blank = text[start..].len() - text[start..].trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let line = text[..start + blank].rfind('\n').map_or(start, |newline| newline + 1);
    let matter = fence::find(text, line, &["---", "---yaml", "--- yaml"], &["---", "..."])?;
    let inner = &text[matter.inner.clone()];
    if matter.closed && (inner.trim().is_empty() || opens_with_key(inner)) {
        return Some((Dialect::Yaml, matter));
    }
    // A line of hyphens also divides text: then no keys follow it.
    let matter = fence::until_prose(text, &matter).filter(|_| !matter.closed && opens_with_key(inner))?;
    Some((Dialect::Yaml, matter))
}

/// Whether the first line that says something is a key.
fn opens_with_key(inner: &str) -> bool {
    let first = inner.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    first.is_none_or(|line| fence::is_key_line(line) || line.starts_with(['{', '?']))
}

/// Reads the matter, as far as it can be read.
fn parse(dialect: Dialect, text: &str, matter: &Matter, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let inner = &text[matter.inner.clone()];
    let base = matter.inner.start;
    let (entries, fault) = match dialect {
        Dialect::Yaml => match yaml::parse(inner, base) {
            Ok(node) => match node.value {
                Value::Map(entries) => (entries, None),
                _ => (Vec::new(), None),
            },
            Err(fault) => (salvage::read(inner, base), Some(fault)),
        },
        Dialect::Toml => toml::parse(inner, base),
        Dialect::Json => match json::parse(inner.trim_end(), base) {
            Ok(entries) => (entries, None),
            Err(fault) => (salvage::json(inner, base), Some(fault)),
        },
        Dialect::Definitions => (definitions::parse(inner, base), None),
        Dialect::Pandoc => (pandoc::parse(inner, base), None),
        Dialect::Bare => (bare::parse(inner, base), None),
    };
    if let Some(fault) = fault {
        let message = format!("the front matter is malformed: {}", fault.message);
        let at = text.floor_char_boundary(fault.at.min(text.len()));
        let help = "what can be read of it is used; `offprint explain` shows which values those are";
        diagnostics.push(Diagnostic::warning("malformed-front-matter", message).at(Span::new(at, at)).help(help));
    }
    entries
}

/// Gives the entries their meaning.
fn interpret(text: &str, entries: &[Entry], inlines: Inlines<'_>, diagnostics: &mut Diagnostics) -> Front {
    keys::check(entries, diagnostics);
    let keys = Keys::new(entries);
    let mut reader = meta::Reader { text, keys: &keys, inlines, meta: Meta::default() };
    reader.read(diagnostics);
    let cover = cover::read(&mut reader);
    let related = related::read(&mut reader);
    let mut meta = reader.meta;
    meta.extra = keys.rest();
    Front { body: 0, meta, cover, related, fenced: false }
}

#[cfg(test)]
mod tests;
