//! Metadata that is kept outside of the article, such as in columns of a table.
//!
//! It becomes front matter of the text that is read. An article without front matter gets a JSON object before its first
//! line; into front matter in YAML, TOML or JSON the keys are inserted where they win over equal keys, as pandoc's
//! `--metadata` does. Places are translated back, so that they are those of the article as it was given.
//!
//! Limits: keys of other headers (pandoc's title block, `Title: …` without fences) are not taken apart. Metadata beside such
//! a header is not used, with a warning. Synonyms such as `author` and `authors` are different keys, as in pandoc.

use std::path::Path;

use offprint::diag::{Diagnostic, Diagnostics};
use offprint::read::NoFiles;
use offprint::source::{Source, Span};
use serde_json::{Map, Value};

/// An article with its metadata.
pub struct Text {
    /// What is read.
    pub source: Source,
    /// The article as it was given, and what was inserted; `None` if it is what is read.
    inserted: Option<Inserted>,
    /// Keys of both the metadata and an object of JSON, in which the reader does not tell them apart.
    replaced: Vec<String>,
    /// Messages about the metadata.
    said: Diagnostics,
}

struct Inserted {
    given: Source,
    /// The bytes in what is read that are not the article's.
    bytes: std::ops::Range<usize>,
}

impl Text {
    /// An article without metadata of its own column.
    pub fn plain(source: Source) -> Self {
        Self { source, inserted: None, replaced: Vec::new(), said: Vec::new() }
    }

    /// Adds `metadata` to the article in `source`. Keys without a value say nothing.
    pub fn with(source: Source, mut metadata: Map<String, Value>) -> Self {
        metadata.retain(|_, value| !value.is_null());
        // What is no text is an error when it is read, with the place where it is none.
        let Some(text) = std::str::from_utf8(&source.bytes).ok().filter(|_| !metadata.is_empty()) else {
            return Self::plain(source);
        };
        match place(text, &source.path) {
            Some(place) => {
                let (at, added) = (place.at(), place.written(&metadata));
                let merged = [&text.as_bytes()[..at], added.as_bytes(), &text.as_bytes()[at..]].concat();
                let replaced = place.replaced(text, &metadata);
                let read = Source::new(&source.path, merged);
                let said = replaced.iter().map(|key| twice(key)).collect();
                Self {
                    source: read,
                    inserted: Some(Inserted { given: source, bytes: at..at + added.len() }),
                    replaced,
                    said,
                }
            }
            None => {
                let keys = metadata.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                let message = format!("the metadata ({keys}) is not used: the article has a header of its own");
                let help = "write the header as YAML between lines `---`, or state the values there";
                let said = vec![Diagnostic::warning("metadata-not-used", message).at(Span::new(0, 0)).help(help)];
                Self { said, ..Self::plain(source) }
            }
        }
    }

    /// Returns line and column of the byte at `offset` of what is read, both from 1; `None` in the metadata.
    pub fn place(&self, offset: usize) -> Option<(usize, usize)> {
        let Some(Inserted { given, bytes }) = &self.inserted else { return Some(self.source.line_column(offset)) };
        match offset {
            _ if offset < bytes.start => Some(given.line_column(offset)),
            _ if offset >= bytes.end => Some(given.line_column(offset - bytes.len())),
            _ => None,
        }
    }

    /// Returns the line of the article that is `line` of what is read; `None` in the metadata.
    pub fn line(&self, line: usize) -> Option<usize> {
        let Some(Inserted { bytes, .. }) = &self.inserted else { return Some(line) };
        let (first, column) = self.source.line_column(bytes.start);
        let last = self.source.line_column(bytes.end).0;
        // What is inserted behind other text begins with a line end.
        let first = if column == 1 { first } else { first + 1 };
        match line {
            _ if line < first => Some(line),
            _ if line >= last => {
                Some(line - self.source.bytes[bytes.clone()].iter().filter(|&&byte| byte == b'\n').count())
            }
            _ => None,
        }
    }

    /// Whether the value under `key` of an object is that of the metadata.
    pub fn replaces(&self, key: &str) -> bool {
        self.replaced.iter().any(|replaced| replaced == key)
    }

    /// Returns `diagnostics` with those about the metadata, in words that fit where both state a key.
    pub fn tell(&self, diagnostics: Diagnostics) -> Diagnostics {
        let worded = |said: Diagnostic| {
            let Some(span) = said.span.filter(|_| self.inserted.is_some()) else { return said };
            let inside = self.place(span.start).is_none();
            if inside && said.code == "duplicate-key" {
                return twice(said.message.split('`').nth(1).unwrap_or_default());
            }
            // TOML allows no key twice, and goes on after the second one.
            if !inside && said.code == "malformed-front-matter" && said.message.ends_with("duplicate key") {
                let rest = self.source.bytes.get(span.start..).unwrap_or_default();
                let key = String::from_utf8_lossy(
                    rest.split(|&byte| matches!(byte, b'=' | b'\n')).next().unwrap_or_default(),
                );
                return twice(key.trim().trim_matches(['"', '\''])).at(span);
            }
            said
        };
        self.said.iter().cloned().chain(diagnostics.into_iter().map(worded)).collect()
    }
}

/// Says that `key` is stated by both.
fn twice(key: &str) -> Diagnostic {
    let message = format!("the front matter has the key `{key}` too; that of the metadata is used");
    Diagnostic::warning("duplicate-key", message).help("drop it from one of them")
}

/// Where metadata is inserted, as offsets.
#[derive(Debug, PartialEq)]
enum Place {
    /// Before an article without front matter.
    Before(usize),
    /// Before the closing line of YAML, whose keys have the indentation.
    Yaml(usize, String),
    /// After the opening line of TOML, since tables may follow and the first of equal keys counts.
    Toml(usize),
    /// Before the closing brace of an object, which may be empty.
    Json { start: usize, at: usize, is_empty: bool },
}

impl Place {
    fn at(&self) -> usize {
        match self {
            Self::Before(at) | Self::Yaml(at, _) | Self::Toml(at) | Self::Json { at, .. } => *at,
        }
    }

    /// Returns the keys of `metadata` that an object has too.
    fn replaced(&self, text: &str, metadata: &Map<String, Value>) -> Vec<String> {
        let Self::Json { start, at, .. } = self else { return Vec::new() };
        let own: Map<String, Value> = serde_json::from_str(&text[*start..=*at]).unwrap_or_default();
        // As the reader compares them: `cover-image` and `coverImage` are equal.
        let name = |key: &str| -> String {
            key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
        };
        let given: Vec<String> = metadata.keys().map(|key| name(key)).collect();
        own.keys().filter(|key| given.contains(&name(key))).cloned().collect()
    }

    /// Writes `metadata` in the form of the place, in whole lines.
    fn written(&self, metadata: &Map<String, Value>) -> String {
        let lines = |start: &str, between: &str| {
            metadata.iter().map(|(key, value)| format!("{start}{}{between}{value}\n", bare(key))).collect::<String>()
        };
        match self {
            Self::Before(_) => format!("{}\n", Value::Object(metadata.clone())),
            Self::Yaml(_, indentation) => lines(indentation, ": "),
            Self::Toml(_) => {
                metadata.iter().map(|(key, value)| format!("{} = {}\n", bare(key), toml(value))).collect::<String>()
            }
            Self::Json { is_empty, .. } => {
                let object = Value::Object(metadata.clone()).to_string();
                let comma = if *is_empty { "" } else { "," };
                format!("\n{comma}{}\n", &object[1..object.len() - 1])
            }
        }
    }
}

/// Writes a key without quotes where YAML and TOML allow it, so that a file with other mistakes is understood, too.
fn bare(key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if plain { key.to_owned() } else { Value::from(key).to_string() }
}

/// Writes a value as inline TOML, which has no null.
fn toml(value: &Value) -> String {
    let kept = |value: &&Value| !value.is_null();
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().filter(kept).map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::Object(entries) => {
            let entries = entries.iter().filter(|(_, value)| kept(value));
            let entries = entries.map(|(key, value)| format!("{} = {}", bare(key), toml(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        // JSON escapes U+007F nowhere; TOML wants it escaped.
        other => other.to_string().replace('\u{7f}', "\\u007f"),
    }
}

/// Finds where metadata is inserted into `text`; `None` if it has a header that cannot take any.
fn place(text: &str, path: &Path) -> Option<Place> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[start..];
    if let Some(place) = json(rest) {
        return Some(match place {
            Place::Json { at, is_empty, .. } => Place::Json { start, at: start + at, is_empty },
            other => other,
        });
    }
    let blank = rest.len() - rest.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let fence = start + rest[..blank].rfind('\n').map_or(0, |newline| newline + 1);
    let open = text[fence..].split_inclusive('\n').next().unwrap_or_default();
    let inner = fence + open.len();
    let closing = |marks: &[&str]| {
        let mut at = inner;
        text[inner..].split_inclusive('\n').find_map(|line| {
            at += line.len();
            marks.contains(&line.trim_end()).then_some(at - line.len())
        })
    };
    match open.trim_end() {
        "+++" if closing(&["+++"]).is_some() => Some(Place::Toml(inner)),
        "---toml" if closing(&["---"]).is_some() => Some(Place::Toml(inner)),
        "---json" => {
            let Place::Json { at, is_empty, .. } = json(text[inner..].trim_start())? else { return None };
            let start = text.len() - text[inner..].trim_start().len();
            Some(Place::Json { start, at: start + at, is_empty })
        }
        "---" | "---yaml" | "--- yaml" => match closing(&["---", "..."]) {
            Some(end) => yaml(&text[inner..end], end, (text, path)).or_else(|| headless(text, path, start)),
            None => headless(text, path, start),
        },
        _ => headless(text, path, start),
    }
}

/// The place before the article, unless it has a header of its own.
fn headless(text: &str, path: &Path, start: usize) -> Option<Place> {
    (!has_header(text, path)).then_some(Place::Before(start))
}

/// The place in the block of YAML `inner`, which ends at `end`; `None` if its first line is not a key.
fn yaml(inner: &str, end: usize, (text, path): (&str, &Path)) -> Option<Place> {
    let first = inner.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let Some(first) = first else { return Some(Place::Yaml(end, String::new())) };
    let key = first.trim_start();
    let place = Place::Yaml(end, first[..first.len() - key.len()].to_owned());
    let (name, value) = key.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    // Text between two rules may have a colon, too: its reader decides.
    let is_key = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(plain)
        && (value.is_empty() || value.starts_with([' ', '\t', '\r']));
    let is_block = !key.starts_with(['{', '?', '[']);
    (is_key || is_block && has_header(text, path)).then_some(place)
}

/// The place in an object at the start of `text`.
fn json(text: &str) -> Option<Place> {
    let inside = text.strip_prefix('{')?.trim_start();
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    Some(Place::Json { start: 0, at: values.byte_offset() - 1, is_empty: inside.starts_with('}') })
}

/// Whether the article has front matter that is none of the forms above. Its reader is asked where its beginning could be
/// some.
fn has_header(text: &str, path: &Path) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.trim_start().lines().next().unwrap_or_default();
    let key = first.split_once(':').map_or("", |(key, _)| key);
    let may = first.starts_with(['%', '[', '{']) || first.starts_with("<!--") || first.starts_with("---");
    if !may && (key.is_empty() || key.len() > 40) {
        return false;
    }
    let source = Source::new(path, text);
    let Ok(explained) = offprint::explain(&source, &offprint::Settings::default(), &NoFiles) else { return false };
    if !explained.article.meta.extra.is_empty() {
        return true;
    }
    let lines: Vec<&str> = text.lines().take(20).collect();
    explained.article.meta.provenance.iter().any(|value| {
        let line = value.line.and_then(|line| lines.get(line - 1));
        let (key, percent) = (value.key.rsplit('.').next().unwrap_or_default(), value.key.starts_with('%'));
        line.is_some_and(|line| {
            percent && line.starts_with('%')
                || line.contains(&format!("{key}:"))
                || line.contains(&format!("\"{key}\""))
        })
    })
}
