//! Front matter: the metadata before the text of an article.
//!
//! Each dialect has a file that finds its front matter and parses it into a common form, a tree of values with their
//! places. From there on, dialects are treated alike: a table of names gives each key its meaning. Keys that differ
//! only in case, hyphens and underscores are equal. Unknown keys are kept in [`Meta::extra`].
//!
//! Malformed front matter is not an error: what can be read is read, and a warning states where it is malformed. Front
//! matter of more than [`LIMIT`] bytes is skipped with a warning.

mod bare;
mod cover;
mod cover_address;
mod credits;
mod definitions;
mod fence;
mod head;
mod json;
mod keys;
#[cfg(test)]
mod manual;
mod meta;
mod pandoc;
pub(in crate::read) mod people;
mod related;

use crate::article::{Date, Inline, Meta};
use crate::data::tree::name;
use crate::data::{Entry, Value, is_key_line, salvage, toml, yaml};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;
use fence::Matter;
pub(crate) use head::{WITHIN, head_of, heading};
use keys::Keys;

/// The contents of the front matter.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Offset of the first byte of the body.
    pub body: usize,
    /// The metadata, with provenance. Values that are not stated are empty; the language is then `und`.
    pub meta: Meta,
    /// The cover, as stated.
    pub cover: Option<CoverSpec>,
    /// Related articles, as stated.
    pub related: Vec<RelatedSpec>,
    /// Whether it was between fences that only Markdown files have.
    pub fenced: bool,
}

/// A value with its place in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The value as written: plain text, Markdown or HTML.
    pub value: String,
    /// Its key in the source, such as `cover.alt`.
    pub key: String,
    /// Where it stands.
    pub span: Span,
}

/// A cover as the front matter states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverSpec {
    /// Path or address of the picture.
    pub path: Option<Said>,
    /// Pictures under further keys, in case the first is not there.
    pub others: Vec<Said>,
    /// Alternative text; an empty value means that the picture is decorative.
    pub alt: Option<Said>,
    /// Caption: Markdown or HTML.
    pub caption: Option<Said>,
    /// Credit: Markdown or HTML.
    pub credit: Option<Said>,
    /// The link of the credit.
    pub credit_link: Option<Said>,
    /// Licence of the picture.
    pub license: Option<Said>,
    /// The address of the licence.
    pub license_link: Option<Said>,
    /// Who made the picture: a name.
    pub author: Option<Said>,
    /// The source of the picture.
    pub source: Option<Said>,
    /// The address of the source.
    pub source_link: Option<Said>,
}

/// A related article as the front matter states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelatedSpec {
    /// Slug, path or address.
    pub reference: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Excerpt.
    pub excerpt: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Date.
    pub date: Option<Date>,
    /// Path or address of its picture.
    pub picture: Option<String>,
    /// Its key in the source.
    pub key: String,
    /// Where it stands.
    pub span: Span,
}

/// The function that parses text of the front matter, which may contain Markdown or HTML, to inlines.
pub type Inlines<'a> = &'a dyn Fn(&str) -> Vec<Inline>;

/// Maximum length of front matter in bytes.
pub const LIMIT: usize = 64 * 1024;

/// Reads the front matter of `text`, which is the whole source (offsets count from its first byte; a byte-order mark
/// is skipped). `inlines` parses titles and credits.
///
/// Never fails: what cannot be read is reported as a diagnostic.
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

/// Finds the front matter at `start`, in any dialect.
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
    // Empty lines before the first fence are a mistake that generators tolerate.
    let blank = text[start..].len() - text[start..].trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let line = text[..start + blank].rfind('\n').map_or(start, |newline| newline + 1);
    let matter = fence::find(text, line, &["---", "---yaml", "--- yaml"], &["---", "..."])?;
    let inner = &text[matter.inner.clone()];
    if matter.closed && (inner.trim().is_empty() || opens_with_key(inner)) {
        return Some((Dialect::Yaml, before_text(text, &matter).unwrap_or(matter)));
    }
    // A line of hyphens may also be a thematic break: then no keys follow it.
    let matter = fence::until_prose(text, &matter).filter(|_| !matter.closed && opens_with_key(inner))?;
    Some((Dialect::Yaml, matter))
}

/// Returns the front matter without the text of the article, if its closing fence is missing and a rule in the text was taken
/// for that. So the YAML is malformed, has text after an empty line, and does not end in keys.
fn before_text(text: &str, matter: &Matter) -> Option<Matter> {
    let inner = &text[matter.inner.clone()];
    let (end, first) = fence::first_text(inner)?;
    // `Note: a sentence` may also be the last paragraph of a text, `author: Ann` or `weight: 3` hardly.
    let is_key = |key: &str| key.starts_with(char::is_lowercase) && !key.contains(' ') || keys::is_known(&name(key));
    let last = inner[first..].trim_end().lines().rev().take_while(|line| !line.trim().is_empty());
    let mut keys = last.filter(|line| is_key_line(line)).filter_map(|line| line.split_once(':'));
    if keys.any(|(key, _)| is_key(key)) || yaml::parse(inner, 0).is_ok() {
        return None;
    }
    let end = matter.inner.start + end;
    Some(Matter { inner: matter.inner.start..end, body: end, closed: false })
}

/// Whether the first non-empty line is a key.
fn opens_with_key(inner: &str) -> bool {
    let first = inner.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    first.is_none_or(|line| is_key_line(line) || line.starts_with(['{', '?']))
}

/// Parses the front matter, as far as possible.
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
        Dialect::Json => match crate::data::json::parse(inner.trim_end(), base) {
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

/// Interprets the entries.
fn interpret(text: &str, entries: &[Entry], inlines: Inlines<'_>, diagnostics: &mut Diagnostics) -> Front {
    keys::check(entries, diagnostics);
    let keys = Keys::new(entries);
    let mut reader = meta::Reader { text, keys: &keys, inlines, meta: Meta::default() };
    reader.read(diagnostics);
    let cover = cover::read(&mut reader);
    let related = related::read(&mut reader);
    let mut meta = reader.meta;
    meta.extra = keys.rest();
    credits::report(entries, &meta.extra, diagnostics);
    Front { body: 0, meta, cover, related, fenced: false }
}

#[cfg(test)]
mod tests;
