//! Decides by their extension which files are articles: the only list of extensions.
//!
//! Files with other extensions (`.html`, `.docx`, `.rst`) are skipped in a folder. A file that the user names
//! explicitly is read whatever its extension; HTML is read as Markdown, which allows HTML.

use std::path::Path;

/// The kind of article that an extension indicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Markdown, whatever is in it.
    Markdown,
    /// Plain text: treated as scraped from a page, unless it proves to be Markdown.
    Text,
}

/// Extensions of articles by priority: if two articles have the same name, the first extension keeps it.
const EXTENSIONS: [(&str, Kind); 14] = [
    ("md", Kind::Markdown),
    ("markdown", Kind::Markdown),
    ("mdown", Kind::Markdown),
    ("mkd", Kind::Markdown),
    ("mkdn", Kind::Markdown),
    ("mkdown", Kind::Markdown),
    ("mdwn", Kind::Markdown),
    ("mdtxt", Kind::Markdown),
    ("mdtext", Kind::Markdown),
    ("mdx", Kind::Markdown),
    ("qmd", Kind::Markdown),
    ("rmd", Kind::Markdown),
    ("txt", Kind::Text),
    ("text", Kind::Text),
];

impl Kind {
    /// Returns the kind of article for `extension`, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
    }

    /// Returns the kind of article for the file at `path`, by its name.
    pub fn of(path: &Path) -> Option<Self> {
        Self::from_extension(path.extension()?.to_str()?)
    }
}

/// Removes the extension of an article from `name`: `v1.2` has none.
pub fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if Kind::from_extension(extension).is_some() => stem,
        _ => name,
    }
}

/// Whether a file with the name `stem`, without extension, is the page of its folder; a language may follow:
/// `index.de`.
pub fn is_index(stem: &str) -> bool {
    let rest = stem.strip_prefix('_').unwrap_or(stem).strip_prefix("index");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Iterates over the extensions of articles, by priority.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    EXTENSIONS.iter().map(|(extension, _)| *extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_names_a_kind_in_any_case() {
        for name in ["a.md", "a.MDX", "a.b.Rmd", "a.mdwn"] {
            assert_eq!(Kind::of(Path::new(name)), Some(Kind::Markdown), "{name}");
        }
        assert_eq!(Kind::of(Path::new("a.TXT")), Some(Kind::Text));
        for name in ["a.html", "a", ".md", "md"] {
            assert_eq!(Kind::of(Path::new(name)), None, "{name}");
        }
    }
}
