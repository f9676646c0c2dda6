//! Reads an `offprint.toml`: every mistake is found and located, not only the first.
//!
//! Limits: [`MAX_FILE`] bytes; whatever TOML parsing refuses. A byte-order mark is skipped.

use std::ffi::OsString;
use std::path::Path;

use offprint::diag::{Diagnostic, Diagnostics};
use offprint::source::{Source, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Keys, OnDisk, Weak, refused, tables};
use super::value::{Fault, refusal};

/// Maximum size of a file: 1 MiB, thousands of times what all keys take.
pub const MAX_FILE: usize = 1 << 20;

/// Maximum number of errors of syntax that are told: after so many, the file is something else than TOML.
const MAX_ERRORS: usize = 20;

/// What a file says.
#[derive(Clone, Debug)]
pub struct File {
    /// Its text.
    pub source: Source,
    /// Its values, in their order.
    pub entries: Vec<Entry>,
}

/// A value of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of its key in [`Keys`].
    pub key: usize,
    /// Its value.
    pub given: Given,
    /// Where the key stands.
    pub at: Span,
    /// Where the value stands.
    pub value: Span,
}

/// The value of a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Given {
    /// `false`.
    Off,
    /// `true`.
    On,
    /// Texts, numbers and dates, as the command line would have them.
    Values(Vec<OsString>),
}

impl Given {
    /// Returns its values as texts; for a switch, `true` or `false`.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Off => vec!["false".to_owned()],
            Self::On => vec!["true".to_owned()],
            Self::Values(values) => values.iter().map(|value| value.to_string_lossy().into_owned()).collect(),
        }
    }
}

/// Makes a mistake in a file.
pub fn mistake(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::warning("config", message).at(span)
}

/// Reads `source`, whose paths are relative to `folder`. Also returns everything that is wrong with it.
pub fn read(source: Source, folder: &Path) -> (File, Diagnostics) {
    let mut reader = Reader { keys: Keys::all(), folder, entries: Vec::new(), mistakes: Diagnostics::new() };
    match text(&source) {
        Ok((text, start)) => reader.text(text, start),
        Err(mistake) => reader.mistakes.push(mistake),
    }
    let Reader { entries, mut mistakes, .. } = reader;
    mistakes.sort_by_key(|mistake| mistake.span);
    (File { source, entries }, mistakes)
}

/// Returns the text of `source` behind a byte-order mark, and where it begins.
fn text(source: &Source) -> Result<(&str, usize), Diagnostic> {
    if source.bytes.len() > MAX_FILE {
        let message = format!("the file is larger than {} KiB, so it was not read", MAX_FILE >> 10);
        return Err(mistake(message, Span::new(0, 0)).help("a configuration has a few lines"));
    }
    let text = std::str::from_utf8(&source.bytes).map_err(|error| {
        let at = error.valid_up_to();
        mistake("the file is not UTF-8", Span::new(at, at + 1)).help("save it as UTF-8")
    })?;
    if let Some(at) = text.find('\0') {
        return Err(
            mistake("the file is not text: it contains NUL bytes", Span::new(at, at + 1)).help("save it as UTF-8")
        );
    }
    let inner = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok((inner, text.len() - inner.len()))
}

struct Reader<'a> {
    keys: &'static Keys,
    folder: &'a Path,
    entries: Vec<Entry>,
    mistakes: Diagnostics,
}

impl Reader<'_> {
    /// Collects the values of `text`, whose first byte is byte `start` of the file.
    fn text(&mut self, text: &str, start: usize) {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors.iter().take(MAX_ERRORS) {
            let message = error.message().lines().next().unwrap_or_default();
            let found = mistake(format!("not TOML: {message}"), error.span().unwrap_or_default().into());
            self.mistakes.push(match message.contains("must be quoted") {
                true => found.help("write texts in quotes: paper = \"a5\""),
                false => found.help("each line is `key = value` or `[table]`; a key stands once"),
            });
        }
        // What a text with errors seems to say may be an effect of the errors.
        if errors.is_empty() {
            self.table(None, table.get_ref());
        }
        self.entries.iter_mut().for_each(|entry| {
            entry.at = moved(entry.at, start);
            entry.value = moved(entry.value, start);
        });
        self.mistakes.iter_mut().for_each(|mistake| mistake.span = mistake.span.map(|span| moved(span, start)));
        self.entries.sort_by_key(|entry| entry.at);
        self.together();
    }

    /// Collects the values of the table called `within`; `None` is the top of the file.
    fn table(&mut self, within: Option<&'static str>, table: &DeTable<'_>) {
        for (name, value) in table {
            let at = Span::from(name.span());
            let name = name.get_ref().as_ref();
            let known = tables().find(|table| *table == name && within.is_none());
            match (known, value.get_ref()) {
                (Some(table), DeValue::Table(inner)) => self.table(Some(table), inner),
                (Some(table), _) => {
                    let found = mistake(format!("`{table}` is a table"), at);
                    self.mistakes
                        .push(found.help(format!("write `[{table}]` on a line of its own, once, and keys below it")));
                }
                (None, _) => self.key(within, name, at, value),
            }
        }
    }

    /// Collects the value of the key `name` in the table `within`.
    fn key(&mut self, within: Option<&'static str>, name: &str, at: Span, value: &Spanned<DeValue<'_>>) {
        let Some(number) = self.keys.find(name) else {
            let is_table = matches!(value.get_ref(), DeValue::Table(_)) && within.is_none();
            return self.mistakes.push(unknown(self.keys, name, is_table, at));
        };
        let key = &self.keys.0[number];
        if let Some(within) = within.filter(|within| !key.tables.contains(within)) {
            let place = key.table().map_or("above all tables".to_owned(), |table| format!("in `[{table}]`"));
            let found = mistake(format!("`{name}` does not belong to `[{within}]`"), at);
            return self.mistakes.push(found.help(format!("write it {place}")));
        }
        if let Some(first) = self.entries.iter().find(|entry| entry.key == number) {
            let found = mistake(format!("`{name}` is set a second time, in another table"), at.max(first.at));
            return self.mistakes.push(found.help("leave one of them out"));
        }
        match self.given(key, value) {
            Ok(given) => self.entries.push(Entry { key: number, given, at, value: Span::from(value.span()) }),
            Err(found) => self.mistakes.push(found),
        }
    }

    /// Returns the value of `key`.
    fn given(&self, key: &Key, value: &Spanned<DeValue<'_>>) -> Result<Given, Diagnostic> {
        let given = super::value::given(key, value.get_ref()).map_err(|fault| said(fault, value))?;
        let Given::Values(texts) = given else { return Ok(given) };
        let mut checked = Vec::new();
        for text in texts {
            checked.push(self.placed(key, text).map_err(|fault| said(fault, value))?);
        }
        let given = Given::Values(checked);
        match key.weak {
            None | Some(Weak::Lang) => refusal(key, &given).map_or(Ok(given), |fault| Err(said(fault, value))),
            Some(_) => Ok(given),
        }
    }

    /// Returns `text` as a path from here, if it is one for `key`.
    fn placed(&self, key: &Key, text: OsString) -> Result<OsString, Fault> {
        let path = self.folder.join(&text);
        let shown = || path.display();
        let missing = |what: &str| {
            let fault = Fault::new(format!("`{}`: there is no {what} {}", key.name, shown()));
            fault.help("paths are relative to the folder of this file")
        };
        match key.on_disk {
            None => return Ok(text),
            Some(OnDisk::PathOrName) if !looks_like_a_path(&text.to_string_lossy()) => return Ok(text),
            Some(OnDisk::Folder) if !path.is_dir() => return Err(missing("folder")),
            Some(OnDisk::PathOrName | OnDisk::Path) if !path.exists() => return Err(missing("file")),
            Some(OnDisk::PathOrName) if path.is_dir() => {
                return Err(Fault::new(format!("`{}`: {} is a folder, not a file", key.name, shown())));
            }
            Some(_) => {}
        }
        Ok(path.into_os_string())
    }

    /// Reports values of this file that cannot be together, at the later one.
    fn together(&mut self) {
        for (number, entry) in self.entries.iter().enumerate() {
            let key = &self.keys.0[entry.key];
            let excluded = self.entries[..number].iter().find(|other| {
                let other_key = &self.keys.0[other.key];
                entry.given != Given::Off && other.given != Given::Off && key.excludes.contains(&other_key.id)
            });
            if let Some(other) = excluded {
                let other = &self.keys.0[other.key].name;
                let found = mistake(format!("`{}` and `{other}` exclude each other", key.name), entry.at);
                self.mistakes.push(found.help("leave one of them out"));
            }
        }
    }
}

fn moved(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn said(fault: Fault, value: &Spanned<DeValue<'_>>) -> Diagnostic {
    let found = mistake(fault.message, Span::from(value.span()));
    match fault.help {
        Some(help) => found.help(help),
        None => found,
    }
}

/// Whether `text` is a path rather than a name: it has a separator, or an extension. `Font 1.2` has none.
fn looks_like_a_path(text: &str) -> bool {
    let extension = Path::new(text).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_extension = (2..=5).contains(&extension.len())
        && extension.starts_with(|c: char| c.is_ascii_alphabetic())
        && extension.chars().all(|c| c.is_ascii_alphanumeric());
    text.contains(['/', '\\']) || is_extension
}

/// Returns the mistake that there is no key, or no table, called `name`.
fn unknown(keys: &'static Keys, name: &str, is_table: bool, at: Span) -> Diagnostic {
    // `--max_pages` and `Max-Pages` are meant as well.
    let plain = name.trim_start_matches('-').to_lowercase().replace('_', "-");
    if let Some(why) = refused(&plain) {
        let found = mistake(format!("`{name}` cannot be set in a file: {why}"), at);
        return found.help(format!("write --{plain} on the command line"));
    }
    let what = if is_table { "table" } else { "key" };
    let found = mistake(format!("there is no {what} `{name}`"), at);
    let names = keys.0.iter().map(|key| key.name.as_str());
    let meant = match is_table {
        true => closest(&plain, tables().chain(names)),
        false => closest(&plain, names.chain(tables())),
    };
    match meant {
        Some(meant) if tables().any(|table| table == meant) => found.help(format!("did you mean `[{meant}]`?")),
        Some(meant) => found.help(format!("did you mean `{meant}`?")),
        None => found.help("`offprint init` writes a file with every key, and `offprint schema config` lists them"),
    }
}

/// Returns the name of `names` that is most similar to `name`, if one is similar enough.
pub fn closest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |known: &str| strsim::damerau_levenshtein(name, known);
    let nearest = names.min_by_key(|known| distance(known))?;
    (distance(nearest) <= (nearest.chars().count() / 3).max(1)).then_some(nearest)
}
