//! Which files are articles, by their extension: one list for everybody who asks.
//!
//! An extension that says nothing here (`.html`, `.docx`, `.rst`) is no article of a folder. A file that is named one by
//! one is read whatever it is called; HTML is read as the Markdown that it also is.

use std::path::Path;

/// What the extension of an article says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Markdown, whatever is in it.
    Markdown,
    /// Text: scraped from a page, unless it proves to be Markdown.
    Text,
}

/// Extensions of articles, those that count most first: of two articles with one name, the first keeps it.
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
    /// The kind of article that `extension` names, in any case of letters.
    pub fn from_extension(extension: &str) -> Option<Self> {
        EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
    }

    /// The kind of article that the file at `path` is by its name.
    pub fn of(path: &Path) -> Option<Self> {
        Self::from_extension(path.extension()?.to_str()?)
    }
}

/// `name` without its extension, if that is one of an article: `v1.2` has none.
pub fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if Kind::from_extension(extension).is_some() => stem,
        _ => name,
    }
}

/// Every extension of an article, in the order in which they keep a name that two articles share.
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
