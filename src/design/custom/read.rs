//! Reads a `design.toml`; every mistake is found and located, not only the first.

use crate::style::{Color, Family};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check;
use super::keys::Key;
use super::overrides::{Margins, Overrides, parse_accent, parse_size};
use super::value::{Written, color};
use super::{NAMES, PaperSize, fit, not_made_for};
use crate::design::Design;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{Source, Span};
use crate::text::user::{self, Style, closest};

/// A user design.
#[derive(Clone, Debug)]
pub struct Custom {
    /// The design.
    pub design: Design,
    /// The fonts that it requests.
    pub fonts: Vec<FontWish>,
    /// Warnings about it.
    pub warnings: Diagnostics,
}

/// A font that a design requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontWish {
    /// The family that it replaces.
    pub family: Family,
    /// The style that it replaces; `None` for all styles of the family.
    pub style: Option<Style>,
    /// Family name, or path of a font file.
    pub name: String,
    /// Where it is requested.
    pub span: Option<Span>,
}

impl FontWish {
    /// Whether [`FontWish::name`] is a path.
    pub fn is_file(&self) -> bool {
        self.style.is_some() || self.name.contains(['/', '\\']) || user::is_font_file(self.name.as_ref())
    }
}

/// A value with its places in the file.
struct Entry {
    path: String,
    key: Span,
    value: Span,
    written: Written,
}

/// Reads `source`. If `paper` is given, it overrides the one in the file. Also returns everything that is wrong with
/// it; a design with mistakes holds what could be read.
pub fn read(source: &Source, paper: Option<PaperSize>) -> (Custom, Diagnostics) {
    let mut reader = Reader::default();
    match std::str::from_utf8(&source.bytes) {
        Ok(text) => reader.parse(text),
        Err(error) => {
            let at = error.valid_up_to();
            reader.mistakes.push(mistake("the file is not UTF-8", Span::new(at, at + 1)));
        }
    }
    let custom = reader.design(paper);
    reader.mistakes.sort_by_key(|mistake| mistake.span);
    (custom, reader.mistakes)
}

fn mistake(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::warning("design", message).at(span)
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    sections: Vec<(String, Color, Span)>,
    mistakes: Diagnostics,
    warnings: Diagnostics,
}

/// The table of sections and their colours.
const SECTIONS: &str = "colors.sections";

/// Keys at the top of the file that each change several values.
const OVERRIDES: [&str; 3] = ["size", "margin", "accent"];

impl Reader {
    /// Collects the values of `text`, or its syntax errors.
    fn parse(&mut self, text: &str) {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let message = error.message().lines().next().unwrap_or_default();
            self.mistakes.push(mistake(message, error.span().unwrap_or_default().into()));
        }
        if errors.is_empty() {
            self.entries("", table.get_ref());
            self.entries.sort_by_key(|entry| entry.key);
        }
    }

    /// Collects the values of `table`, whose path is `within`.
    fn entries(&mut self, within: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let path =
                if within.is_empty() { key.get_ref().to_string() } else { format!("{within}.{}", key.get_ref()) };
            let at = Span::from(key.span());
            match value.get_ref() {
                DeValue::Table(inner) if path == SECTIONS => self.sections(inner),
                DeValue::Table(inner) if is_table(&path) => self.entries(&path, inner),
                DeValue::Table(_) if !is_known(&path) => self.mistakes.push(unknown(&path, at)),
                _ if path == SECTIONS || is_table(&path) && !is_known(&path) => {
                    self.mistakes.push(mistake(format!("`{path}` is a table: [{path}]"), at));
                }
                _ => {
                    let written = written(value);
                    self.entries.push(Entry { path, key: at, value: Span::from(value.span()), written });
                }
            }
        }
    }

    /// Collects the colours of sections, whose names are the user's own.
    fn sections(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let at = Span::from(value.span());
            match color(&written(value)) {
                Ok(color) if !key.get_ref().trim().is_empty() => {
                    self.sections.push((key.get_ref().trim().to_owned(), color, at));
                }
                Ok(_) => self.mistakes.push(mistake("a section has a name", at)),
                Err(fault) => {
                    let why = fault.expecting("a colour such as \"#1a4c80\"");
                    self.mistakes.push(mistake(format!("`{SECTIONS}.{}`: {why}", key.get_ref()), at));
                }
            }
        }
        self.sections.sort_by_key(|section| section.2);
    }

    fn find(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path == path)
    }

    fn design(&mut self, paper: Option<PaperSize>) -> Custom {
        let mut design = self.base(paper);
        self.overrides(&mut design);
        let foot = super::foot(&design);
        self.apply(&mut design, |key| key.path() == "text.body.size");
        self.apply(&mut design, |key| is_size(&key.path()) && key.path() != "text.body.size");
        let leading = design.leading;
        self.apply(&mut design, |key| key.path() == "page.leading");
        let by = design.leading / leading;
        fit::scale_leadings(&mut design, by);
        self.apply(&mut design, |key| !is_early(&key.path()));
        design.inks.sections = self.sections.iter().map(|(name, color, _)| (name.clone(), *color)).collect();
        if self.find("page.lines").is_none()
            && ["page.leading", "page.first-baseline"].iter().any(|key| self.find(key).is_some())
        {
            fit::fill_height(&mut design, foot);
        }
        let fonts = self.fonts();
        self.unknown();
        let mut warnings = std::mem::take(&mut self.warnings);
        if self.mistakes.is_empty() {
            for conflict in check::conflicts(&design) {
                let entry = conflict.keys.iter().find_map(|key| self.find(key));
                let span = entry.map_or(Span::default(), |entry| entry.value);
                self.mistakes.push(mistake(conflict.message, span));
            }
            for (name, color, span) in &self.sections {
                let pale = check::told_if_pale(&format!("{SECTIONS}.{name}"), *color, Color::grey(255));
                warnings.extend(pale.map(|message| Diagnostic::warning("contrast", message).at(*span)));
            }
            let pale = check::pale(&design).into_iter().map(|(key, message)| (key, "contrast", message));
            let odd = check::oddities(&design).into_iter().map(|(key, message)| (key, "design", message));
            for (key, code, message) in pale.chain(odd) {
                let mut warning = Diagnostic::warning(code, message);
                warning.span = self.find(&key).map(|entry| entry.value);
                warnings.push(warning);
            }
        }
        Custom { design, fonts, warnings }
    }

    /// Returns the design that the file starts from.
    fn base(&mut self, paper: Option<PaperSize>) -> Design {
        let (flag, mut paper) = (paper, paper.unwrap_or_default());
        let mut base = "article".to_owned();
        let mut mistakes = Vec::new();
        if let Some(entry) = self.find("paper") {
            match &entry.written {
                Written::Text(text) => match PaperSize::parse(text) {
                    Ok(written) => paper = flag.unwrap_or(written),
                    Err(why) => mistakes.push(mistake(why.to_string(), entry.value)),
                },
                _ => mistakes
                    .push(mistake("`paper` is a name such as \"a4\" or a size such as \"150mm x 220mm\"", entry.value)),
            }
        }
        if let Some(entry) = self.find("base") {
            match &entry.written {
                Written::Text(name) if NAMES.contains(&name.as_str()) => base.clone_from(name),
                _ => {
                    let message = format!("`base` is the name of a design: {}", NAMES.join(", "));
                    mistakes.push(mistake(message, entry.value));
                }
            }
        }
        if mistakes.is_empty() && paper.design(&base).is_none() {
            let span = self.find("paper").or(self.find("base")).map_or(Span::default(), |entry| entry.value);
            mistakes.push(mistake(not_made_for(&base, paper), span));
        }
        self.mistakes.extend(mistakes);
        paper.design(&base).unwrap_or_default()
    }

    /// Applies the keys at the top of the file, which flags can set too.
    fn overrides(&mut self, design: &mut Design) {
        let (mut overrides, mut mistakes) = (Overrides::default(), Diagnostics::new());
        for entry in self.entries.iter().filter(|entry| OVERRIDES.contains(&entry.path.as_str())) {
            let text = match &entry.written {
                Written::Text(text) => text.clone(),
                Written::Number(number) => number.to_string(),
                other => {
                    mistakes.push(mistake(format!("`{}` is not {}", entry.path, other.kind()), entry.value));
                    continue;
                }
            };
            let taken = match entry.path.as_str() {
                "size" => parse_size(&text).map(|size| overrides.size = Some(size)),
                "margin" => Margins::parse(&text).map(|margins| overrides.margins = Some(margins)),
                _ => parse_accent(&text).map(|accent| overrides.accent = Some(accent)),
            };
            mistakes.extend(taken.err().map(|why| mistake(format!("`{}`: {why}", entry.path), entry.value)));
        }
        match overrides.apply(design) {
            Ok(warnings) => self.warnings.extend(warnings),
            Err(why) => {
                let entry = self.find("margin").or(self.find("size"));
                mistakes.push(mistake(why.to_string(), entry.map_or(Span::default(), |entry| entry.value)));
            }
        }
        self.mistakes.extend(mistakes);
    }

    /// Sets the values of the keys that `which` accepts, in the order of the table.
    fn apply(&mut self, design: &mut Design, which: impl Fn(&Key) -> bool) {
        for key in Key::all().filter(which) {
            let path = key.path();
            let Some(entry) = self.entries.iter().find(|entry| entry.path == path) else { continue };
            let scale = key.scale(design);
            if let Err(why) = key.slot(design).set(&entry.written, key.range(), scale) {
                self.mistakes.push(mistake(format!("`{path}`: {why}"), entry.value));
            }
        }
    }

    /// Returns the fonts that the file requests.
    fn fonts(&mut self) -> Vec<FontWish> {
        let mut wishes = Vec::new();
        for entry in &self.entries {
            let Some((family, style)) = font_key(&entry.path) else { continue };
            match &entry.written {
                Written::Text(name) if !name.trim().is_empty() => {
                    wishes.push(FontWish { family, style, name: name.clone(), span: Some(entry.value) });
                }
                _ => {
                    let message = format!("`{}` is the name of a family or the path of a font file", entry.path);
                    self.mistakes.push(mistake(message, entry.value));
                }
            }
        }
        wishes
    }

    /// Reports unknown keys.
    fn unknown(&mut self) {
        let unknown = self.entries.iter().filter(|entry| !is_known(&entry.path));
        let mistakes: Vec<_> = unknown.map(|entry| self::unknown(&entry.path, entry.key)).collect();
        self.mistakes.extend(mistakes);
    }
}

/// Whether a key is set before the others, because those depend on it.
fn is_early(path: &str) -> bool {
    path == "page.leading" || is_size(path)
}

fn is_size(path: &str) -> bool {
    path.starts_with("text.") && path.ends_with(".size")
}

const FAMILIES: [(&str, Family); 3] = [("serif", Family::Serif), ("sans", Family::Sans), ("mono", Family::Mono)];

/// Returns the font that a key below `fonts` refers to.
fn font_key(path: &str) -> Option<(Family, Option<Style>)> {
    let rest = path.strip_prefix("fonts.")?;
    let (family, face) = rest.split_once('.').map_or((rest, None), |(family, face)| (family, Some(face)));
    let family = FAMILIES.iter().find(|(name, _)| *name == family)?.1;
    match face {
        None => Some((family, None)),
        Some(face) => Some((family, Some(Style::ALL.into_iter().find(|style| style.name() == face)?))),
    }
}

fn is_known(path: &str) -> bool {
    matches!(path, "base" | "paper" | SECTIONS)
        || OVERRIDES.contains(&path)
        || font_key(path).is_some()
        || Key::find(path).is_some()
}

/// Returns every valid path.
fn paths() -> Vec<String> {
    let fonts = FAMILIES.iter().flat_map(|(family, _)| {
        let faces = Style::ALL.into_iter().map(move |style| format!("fonts.{family}.{}", style.name()));
        std::iter::once(format!("fonts.{family}")).chain(faces)
    });
    let top = ["base", "paper"].into_iter().chain(OVERRIDES).map(str::to_owned);
    top.chain(fonts).chain(Key::all().map(|key| key.path())).collect()
}

/// Whether `path` is that of a table.
fn is_table(path: &str) -> bool {
    let lead = format!("{path}.");
    paths().iter().any(|known| known.starts_with(&lead))
}

/// Returns the diagnostic about an unknown key.
fn unknown(path: &str, at: Span) -> Diagnostic {
    let paths = paths();
    let tables = paths.iter().filter_map(|path| path.rsplit_once('.')).map(|(table, _)| table);
    let name = path.rsplit('.').next().unwrap_or(path);
    // A key with the same name in another table was most likely intended.
    let elsewhere = paths.iter().find(|known| known.rsplit('.').next() == Some(name) && !known.starts_with("text."));
    let meant = elsewhere.map(String::as_str).or_else(|| closest(path, paths.iter().map(String::as_str).chain(tables)));
    let found = mistake(format!("there is no `{path}` in a design"), at);
    match meant {
        Some(meant) => found.help(format!("did you mean `{meant}`?")),
        None => found.help("`offprint design` prints every key"),
    }
}

fn written(value: &Spanned<DeValue<'_>>) -> Written {
    let number = |text: &str| text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
    match value.get_ref() {
        DeValue::String(text) => Written::Text(text.to_string()),
        DeValue::Integer(integer) if integer.radix() == 10 => {
            number(integer.as_str()).map_or(Written::Other("a number out of range"), Written::Number)
        }
        DeValue::Integer(_) => Written::Other("a number that is not decimal"),
        DeValue::Float(float) => number(float.as_str()).map_or(Written::Other("no finite number"), Written::Number),
        DeValue::Boolean(flag) => Written::Flag(*flag),
        DeValue::Datetime(_) => Written::Other("a date"),
        DeValue::Array(items) => match items.iter().map(written).collect::<Vec<_>>()[..] {
            [Written::Number(one), Written::Number(other)] => Written::Pair(one, other),
            _ => Written::Other("a list"),
        },
        DeValue::Table(_) => Written::Other("a table"),
    }
}
