//! Why an input of a run is skipped.

use std::fmt;

/// Maximum depth of folders that a scan enters.
pub(crate) const MAX_FOLDERS: usize = 64;

/// Why a file or folder is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// It is marked as a draft.
    Draft,
    /// It is a page of a site without text of its own.
    NoText,
    /// It was named a second time.
    Again,
    /// It accompanies a project (README, licence), or is a text for machines.
    Paper,
    /// Its name begins with a dot.
    Hidden,
    /// It is a folder of a build tool.
    Foreign,
    /// It is the folder for outputs.
    Output,
    /// It is a symbolic link to a folder.
    FolderLink,
    /// It is a symbolic link that leads out of the folder, or nowhere.
    LinkOut,
    /// It is not a regular file: a pipe, a socket, a device.
    Irregular,
    /// It is nested more deeply than the scan goes.
    TooDeep,
    /// It is a folder that cannot be read.
    Unreadable,
    /// It is a file of another kind, such as a picture.
    OtherKind,
    /// Its file is older than the time that the run looks back to.
    Older,
    /// A `.gitignore` leaves it out.
    Gitignored,
    /// An `.offprintignore` leaves it out.
    Offprintignored,
    /// A pattern of the user leaves it out.
    Excluded,
    /// No pattern of the user takes it in.
    NotIncluded,
    /// Its date is not among the wanted ones.
    OtherDate,
    /// It has no date, and only articles of certain dates are wanted.
    Undated,
    /// Its date lies ahead.
    Future,
    /// It has none of the wanted tags.
    OtherTag,
    /// It is in none of the wanted categories.
    OtherCategory,
    /// It is by none of the wanted authors.
    OtherAuthor,
    /// It is in none of the wanted languages.
    OtherLanguage,
    /// It is a part of a site that is no article: the list of a section, a template.
    SitePart,
    /// It is a book that is not made, because one of its articles failed.
    Unbound,
    /// It states nothing by which it could be sorted into a book.
    Unsorted,
}

impl Reason {
    /// Returns the reason as part of a sentence.
    pub fn text(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::NoText => "a page without text",
            Self::Again => "named a second time",
            Self::Paper => "not an article by its name",
            Self::Hidden => "hidden",
            Self::Foreign => "a folder of a build tool",
            Self::Output => "the folder that outputs go to",
            Self::FolderLink => "a link to a folder",
            Self::LinkOut => "a link that leads out of the folder",
            Self::Irregular => "not a regular file",
            Self::TooDeep => "folders nest too deeply",
            Self::Unreadable => "the folder cannot be read",
            Self::OtherKind => "not an article by its extension",
            Self::Older => "not changed since the given time",
            Self::Gitignored => "ignored by .gitignore",
            Self::Offprintignored => "ignored by .offprintignore",
            Self::Excluded => "left out by --exclude",
            Self::NotIncluded => "not taken in by --include",
            Self::OtherDate => "of another date",
            Self::Undated => "without a date",
            Self::Future => "of a date that lies ahead",
            Self::OtherTag => "without the tag",
            Self::OtherCategory => "of another category",
            Self::OtherAuthor => "by another author",
            Self::OtherLanguage => "in another language",
            Self::SitePart => "a part of the site, not an article",
            Self::Unbound => "one of its articles failed",
            Self::Unsorted => "it states nothing to sort it into a book by",
        }
    }

    /// Returns a stable kebab-case name of the reason.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::NoText => "no-text",
            Self::Again => "again",
            Self::Paper => "paper",
            Self::Hidden => "hidden",
            Self::Foreign => "build-folder",
            Self::Output => "output-folder",
            Self::FolderLink => "folder-link",
            Self::LinkOut => "link-out",
            Self::Irregular => "irregular",
            Self::TooDeep => "too-deep",
            Self::Unreadable => "unreadable",
            Self::OtherKind => "other-kind",
            Self::Older => "older",
            Self::Gitignored => "gitignore",
            Self::Offprintignored => "offprintignore",
            Self::Excluded => "excluded",
            Self::NotIncluded => "not-included",
            Self::OtherDate => "other-date",
            Self::Undated => "undated",
            Self::Future => "future",
            Self::OtherTag => "other-tag",
            Self::OtherCategory => "other-category",
            Self::OtherAuthor => "other-author",
            Self::OtherLanguage => "other-language",
            Self::SitePart => "site-part",
            Self::Unbound => "unbound",
            Self::Unsorted => "unsorted",
        }
    }

    /// Describes in a few words that `count` items were skipped for this reason.
    pub fn counted(self, count: usize) -> String {
        let (one, many) = match self {
            Self::Draft => ("draft", "drafts"),
            Self::NoText => ("page without text", "pages without text"),
            Self::Again => ("named twice", "named twice"),
            Self::Paper => ("paper", "papers"),
            Self::Hidden => ("hidden", "hidden"),
            Self::Foreign => ("build folder", "build folders"),
            Self::Output => ("output folder", "output folders"),
            Self::FolderLink => ("link to a folder", "links to folders"),
            Self::LinkOut => ("link out of the folder", "links out of the folder"),
            Self::Irregular => ("no regular file", "no regular files"),
            Self::TooDeep => ("folder too deep", "folders too deep"),
            Self::Unreadable => ("unreadable folder", "unreadable folders"),
            Self::OtherKind => ("file of another kind", "files of other kinds"),
            Self::Older => ("not changed since", "not changed since"),
            Self::Gitignored => ("ignored by .gitignore", "ignored by .gitignore"),
            Self::Offprintignored => ("ignored by .offprintignore", "ignored by .offprintignore"),
            Self::Excluded => ("excluded", "excluded"),
            Self::NotIncluded => ("not included", "not included"),
            Self::OtherDate => ("of another date", "of other dates"),
            Self::Undated => ("without a date", "without a date"),
            Self::Future => ("of a future date", "of future dates"),
            Self::OtherTag => ("without the tag", "without the tag"),
            Self::OtherCategory => ("of another category", "of other categories"),
            Self::OtherAuthor => ("by another author", "by other authors"),
            Self::OtherLanguage => ("in another language", "in other languages"),
            Self::SitePart => ("part of a site", "parts of a site"),
            Self::Unbound => ("book", "books"),
            Self::Unsorted => ("in no book", "in no book"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }

    /// Whether articles may be missed because of it, so that the user must be told.
    pub fn may_lose_articles(self) -> bool {
        matches!(self, Self::TooDeep | Self::Unreadable)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooDeep => write!(f, "{}: more than {MAX_FOLDERS}", self.text()),
            _ => f.write_str(self.text()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manual::{expect_part, table};

    const ALL: [Reason; 28] = [
        Reason::Draft,
        Reason::NoText,
        Reason::Again,
        Reason::Paper,
        Reason::Hidden,
        Reason::Foreign,
        Reason::Output,
        Reason::FolderLink,
        Reason::LinkOut,
        Reason::Irregular,
        Reason::TooDeep,
        Reason::Unreadable,
        Reason::OtherKind,
        Reason::Older,
        Reason::Gitignored,
        Reason::Offprintignored,
        Reason::Excluded,
        Reason::NotIncluded,
        Reason::OtherDate,
        Reason::Undated,
        Reason::Future,
        Reason::OtherTag,
        Reason::OtherCategory,
        Reason::OtherAuthor,
        Reason::OtherLanguage,
        Reason::SitePart,
        Reason::Unbound,
        Reason::Unsorted,
    ];

    #[test]
    fn the_manual_has_every_reason() {
        assert!(ALL.is_sorted() && ALL.len() == Reason::Unsorted as usize + 1, "the list is not complete");
        let rows = ALL.map(|reason| [format!("`{}`", reason.code()), reason.text().to_owned()]);
        expect_part("13-report.md", "reasons", &table(["Kind", "Reason"], rows));
    }
}
