//! Names of outputs by a pattern, such as `{date}-{slug}`.
//!
//! Text in braces is a placeholder, and what it stands for comes from the article ([`Facts`]). A pattern without `/` names
//! the file and leaves its folder; with `/`, it is the whole path below the output folder. What an article does not state
//! leaves no gap: `{date}-{slug}` becomes `mill` without a date. `{{` and `}}` are braces.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use super::name::{portable, shortened};
use super::request::Name;
use crate::read::Facts;

/// A placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    Date,
    Year,
    Month,
    Day,
    Slug,
    Title,
    Author,
    Lang,
    Path,
    Name,
    Section,
    Folder,
    Tag,
    Category,
    Series,
}

/// All placeholders by their names, with other names for them.
const PLACEHOLDERS: [(&str, Placeholder); 18] = [
    ("date", Placeholder::Date),
    ("year", Placeholder::Year),
    ("month", Placeholder::Month),
    ("day", Placeholder::Day),
    ("slug", Placeholder::Slug),
    ("title", Placeholder::Title),
    ("author", Placeholder::Author),
    ("lang", Placeholder::Lang),
    ("path", Placeholder::Path),
    ("name", Placeholder::Name),
    ("section", Placeholder::Section),
    ("folder", Placeholder::Folder),
    ("tag", Placeholder::Tag),
    ("category", Placeholder::Category),
    ("series", Placeholder::Series),
    ("language", Placeholder::Lang),
    ("stem", Placeholder::Name),
    ("filename", Placeholder::Name),
];

/// Number of [`PLACEHOLDERS`] that are not other names.
const NAMED: usize = 15;

/// A pattern for names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern {
    /// The names of folders and, last, of the file.
    parts: Vec<Vec<Piece>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Placeholder(Placeholder),
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// It has a placeholder that does not exist.
    Unknown {
        /// What is written in braces.
        written: String,
        /// The placeholder that was probably meant.
        meant: Option<&'static str>,
    },
    /// A brace is not closed, or not opened.
    Brace,
    /// It leads out of the output folder.
    Outside,
    /// It names nothing.
    Empty,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { written, meant } => {
                write!(f, "there is no placeholder {{{written}}}; ")?;
                if let Some(meant) = meant {
                    return write!(f, "did you mean {{{meant}}}?");
                }
                let all: Vec<String> = PLACEHOLDERS[..NAMED].iter().map(|(name, _)| format!("{{{name}}}")).collect();
                write!(f, "there are {}", all.join(", "))
            }
            Self::Brace => f.write_str("a brace has no counterpart; write {{ or }} for a brace in the name"),
            Self::Outside => f.write_str("it leads out of the output folder"),
            Self::Empty => f.write_str("it names nothing"),
        }
    }
}

impl std::error::Error for PatternError {}

impl NamePattern {
    /// Parses a pattern.
    ///
    /// # Errors
    /// If it cannot be used.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.starts_with('/') || text.split(['/', '\\']).any(|part| matches!(part, "." | "..")) {
            return Err(PatternError::Outside);
        }
        let (mut parts, mut pieces, mut plain) = (Vec::new(), Vec::new(), String::new());
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '{' | '}' if letters.next_if_eq(&letter).is_some() => plain.push(letter),
                '{' => {
                    let mut written = String::new();
                    loop {
                        match letters.next() {
                            Some('}') => break,
                            None | Some('{' | '/') => return Err(PatternError::Brace),
                            Some(letter) => written.push(letter),
                        }
                    }
                    take(&mut plain, &mut pieces);
                    pieces.push(Piece::Placeholder(placeholder(&written)?));
                }
                '}' => return Err(PatternError::Brace),
                '/' => {
                    take(&mut plain, &mut pieces);
                    parts.push(std::mem::take(&mut pieces));
                }
                letter => plain.push(letter),
            }
        }
        take(&mut plain, &mut pieces);
        parts.push(pieces);
        let folders = parts.len() > 1;
        // `{year}//{slug}` has an empty name between two slashes.
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() || folders && text.ends_with('/') {
            return Err(PatternError::Empty);
        }
        Ok(Self { parts })
    }

    /// Whether the name depends on what an article states.
    pub fn needs_facts(&self) -> bool {
        use Placeholder::{Folder, Name, Path, Section};
        let of_path = |piece: &Piece| match piece {
            Piece::Text(_) => true,
            Piece::Placeholder(placeholder) => matches!(placeholder, Path | Name | Section | Folder),
        };
        !self.parts.iter().flatten().all(of_path)
    }

    /// Returns the name for an article that states `facts`, and whose path below the folder of articles is `below`.
    pub fn name(&self, facts: &Facts, below: &Path) -> Name {
        let values = Values { facts, folders: folders(below) };
        let mut path = PathBuf::new();
        for part in &self.parts {
            if let [Piece::Placeholder(Placeholder::Path)] = part.as_slice() {
                path.extend(values.folders.iter().map(|folder| portable(folder)).filter(|folder| !folder.is_empty()));
                continue;
            }
            let name = values.fill(part);
            if !name.is_empty() {
                path.push(name);
            }
        }
        let fallback = || {
            let name = portable(&facts.name);
            if name.is_empty() { "article".to_owned() } else { name }
        };
        // The last part names the file, whatever is missing; folders alone name none.
        let is_folders = |part: &[Piece]| part == [Piece::Placeholder(Placeholder::Path)];
        let file_is_missing = self.parts.last().is_none_or(|part| is_folders(part) || values.fill(part).is_empty());
        match self.parts.len() {
            1 if !is_folders(&self.parts[0]) => {
                Name::File(if file_is_missing { fallback() } else { path.to_string_lossy().into_owned() })
            }
            _ => Name::Path(if file_is_missing { path.join(fallback()) } else { path }),
        }
    }
}

/// Adds `plain` to `pieces` and empties it.
fn take(plain: &mut String, pieces: &mut Vec<Piece>) {
    if !plain.is_empty() {
        pieces.push(Piece::Text(std::mem::take(plain)));
    }
}

fn placeholder(written: &str) -> Result<Placeholder, PatternError> {
    let lower = written.trim().to_ascii_lowercase();
    let known = PLACEHOLDERS.iter().find(|(name, _)| *name == lower);
    known.map(|(_, placeholder)| *placeholder).ok_or_else(|| {
        let near = PLACEHOLDERS[..NAMED].iter().map(|(name, _)| (strsim::damerau_levenshtein(name, &lower), *name));
        let meant = near.filter(|(distance, name)| *distance <= 2 && *distance < name.len()).min();
        PatternError::Unknown { written: written.to_owned(), meant: meant.map(|(_, name)| name) }
    })
}

/// Returns the names of the folders in `below`, without that of a page bundle, which names the article.
fn folders(below: &Path) -> Vec<String> {
    let folder = below.parent().unwrap_or(Path::new(""));
    let names = folder.components().filter(|part| matches!(part, Component::Normal(_)));
    let mut names: Vec<String> = names.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if super::name::is_bundle(below) {
        names.pop();
    }
    names
}

/// What placeholders stand for.
struct Values<'a> {
    facts: &'a Facts,
    folders: Vec<String>,
}

impl Values<'_> {
    /// Returns the name that `part` makes; empty if nothing in it is known.
    fn fill(&self, part: &[Piece]) -> String {
        let (mut name, mut gap, mut known) = (String::new(), false, false);
        for piece in part {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Placeholder(placeholder) => {
                    let value = self.value(*placeholder);
                    let value = portable(value.as_deref().unwrap_or_default());
                    gap |= value.is_empty();
                    known |= !value.is_empty();
                    name.push_str(&value);
                }
            }
        }
        if gap {
            if !known {
                return String::new();
            }
            name = closed(&name);
        }
        portable(shortened(&portable(&name)))
    }

    fn value(&self, placeholder: Placeholder) -> Option<String> {
        let facts = self.facts;
        let date = |part: std::ops::Range<usize>| facts.date.as_ref()?.get(part).map(str::to_owned);
        match placeholder {
            // A year or a month may be all that is known.
            Placeholder::Date => facts.date.as_ref().map(|date| date.get(..10).unwrap_or(date).to_owned()),
            Placeholder::Year => date(0..4),
            Placeholder::Month => date(5..7),
            Placeholder::Day => date(8..10),
            Placeholder::Slug => Some(facts.slug.clone()),
            Placeholder::Title => Some(facts.title.clone()),
            Placeholder::Author => (!facts.authors.is_empty()).then(|| facts.authors.join(", ")),
            Placeholder::Lang => facts.lang.clone(),
            Placeholder::Path => (!self.folders.is_empty()).then(|| self.folders.join("-")),
            Placeholder::Name => Some(facts.name.clone()),
            Placeholder::Section => self.folders.first().cloned(),
            Placeholder::Folder => self.folders.last().cloned(),
            Placeholder::Tag => facts.tags.first().cloned(),
            Placeholder::Category => facts.categories.first().cloned(),
            Placeholder::Series => facts.series.clone(),
        }
    }
}

/// Closes the gaps of `name`: of several separators in a row the first is kept, and none at an end.
fn closed(name: &str) -> String {
    const SEPARATORS: [char; 4] = ['-', '_', '.', ' '];
    let mut out = String::new();
    for letter in name.trim_matches(SEPARATORS).chars() {
        // ` - ` between two words is one separator of three characters.
        let repeated = SEPARATORS.contains(&letter) && out.ends_with(SEPARATORS);
        if !repeated
            || letter == ' ' && out.ends_with(" -")
            || letter == '-' && out.ends_with(' ') && !out.ends_with("- ")
        {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            title: "What: a Mill?".to_owned(),
            slug: "what-a-mill".to_owned(),
            name: "2024-05-17-mill".to_owned(),
            date: Some("2024-05-17T23:30:00-04:00".to_owned()),
            tags: vec!["wind/power".to_owned(), "x".to_owned()],
            authors: vec!["Ann Lee".to_owned(), "Bo Kim".to_owned()],
            lang: Some("pt-BR".to_owned()),
            ..Facts::default()
        }
    }

    fn name(pattern: &str, facts: &Facts, below: &str) -> String {
        match NamePattern::parse(pattern).unwrap().name(facts, Path::new(below)) {
            Name::File(name) => name,
            Name::Path(path) => format!("/{}", path.display()),
        }
    }

    #[test]
    fn placeholders_become_what_an_article_states() {
        let cases = [
            ("{date}-{slug}", "2024-05-17-what-a-mill"),
            ("{DATE} { slug }", "2024-05-17 what-a-mill"),
            ("{year}{month}{day}", "20240517"),
            ("{title}", "What- a Mill"),
            ("{author} - {title}", "Ann Lee, Bo Kim - What- a Mill"),
            ("{lang}_{name}", "pt-BR_2024-05-17-mill"),
            ("{section}-{folder}-{slug}", "blog-trips-what-a-mill"),
            ("{tag}", "wind-power"),
            ("a {{b}} {slug}", "a {b} what-a-mill"),
            ("{year}/{slug}", "/2024/what-a-mill"),
            ("{path}/{slug}", "/blog/trips/what-a-mill"),
            ("{path}-{slug}", "blog-trips-what-a-mill"),
            ("{lang}/{year}-{month}/{slug}", "/pt-BR/2024-05/what-a-mill"),
            ("{category}/{slug}", "/what-a-mill"),
            ("{series}-{slug}", "what-a-mill"),
            ("{slug}-{series}", "what-a-mill"),
            ("{year} - {series} - {slug}", "2024 - what-a-mill"),
            ("{year}_{series}_{slug}", "2024_what-a-mill"),
            ("{series}", "2024-05-17-mill"),
            ("{series}/{category}", "/2024-05-17-mill"),
            ("same", "same"),
            ("a\\b{slug}", "a-bwhat-a-mill"),
        ];
        for (pattern, expected) in cases {
            assert_eq!(name(pattern, &facts(), "blog/trips/2024-05-17-mill.md"), expected, "{pattern}");
        }
        assert_eq!(name("{path}/{name}", &facts(), "blog/2024-05-17-mill/index.md"), "/blog/2024-05-17-mill");
        assert_eq!(name("{path}/{name}", &facts(), "a.md"), "/2024-05-17-mill");
        assert_eq!(name("{path}", &facts(), "blog/a.md"), "/blog/2024-05-17-mill");
    }

    #[test]
    fn what_an_article_states_makes_no_folder_and_no_name_of_windows() {
        let mut facts = facts();
        for (title, expected) in [
            ("../../etc/passwd", "-..-etc-passwd"),
            ("..", "2024-05-17-mill"),
            ("CON", "CON_"),
            ("a\u{0}b\nc", "a-b c"),
            ("   ", "2024-05-17-mill"),
            ("Ends.", "Ends"),
        ] {
            facts.title = title.to_owned();
            assert_eq!(name("{title}", &facts, "a.md"), expected, "{title:?}");
        }
        facts.title = "ä".repeat(300);
        let long = name("{date} {title}", &facts, "a.md");
        assert!(long.len() <= 180 && long.starts_with("2024-05-17 ää"), "{long}");
    }

    #[test]
    fn only_a_part_of_a_date_may_be_known() {
        let mut facts = facts();
        facts.date = Some("2024".to_owned());
        assert_eq!(name("{date}-{slug}", &facts, "a.md"), "2024-what-a-mill");
        assert_eq!(name("{year}-{month}-{slug}", &facts, "a.md"), "2024-what-a-mill");
        facts.date = None;
        assert_eq!(name("{date}-{slug}", &facts, "a.md"), "what-a-mill");
        assert_eq!(name("{year}/{month}/{slug}", &facts, "a.md"), "/what-a-mill");
    }

    #[test]
    fn a_pattern_that_cannot_be_used_says_why() {
        for (pattern, words) in [
            ("{dat}", "did you mean {date}?"),
            ("{tilte}", "did you mean {title}?"),
            ("{nonsense}", "there are {date}"),
            ("{}", "there are {date}"),
            ("{date", "no counterpart"),
            ("date}", "no counterpart"),
            ("{da/te}", "no counterpart"),
            ("../{slug}", "out of the output folder"),
            ("/{slug}", "out of the output folder"),
            ("a/../b", "out of the output folder"),
            ("a\\..\\b", "out of the output folder"),
            ("", "names nothing"),
            ("{year}/", "names nothing"),
        ] {
            let error = NamePattern::parse(pattern).unwrap_err().to_string();
            assert!(error.contains(words), "{pattern}: {error}");
        }
    }

    #[test]
    fn facts_are_only_needed_for_what_is_not_in_the_path() {
        let needs = |pattern| NamePattern::parse(pattern).unwrap().needs_facts();
        assert!(needs("{date}-{name}") && needs("{slug}"));
        assert!(!needs("{path}/{name}") && !needs("x-{section}-{folder}"));
    }
}
