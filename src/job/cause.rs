//! Why an article is made again.

use std::fmt;
use std::path::PathBuf;

use super::Question;
use crate::read::Wanted;

/// Why an article is made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The journal has nothing about it.
    New,
    /// The user asked for everything.
    Forced,
    /// Options, design, fonts or the version of Offprint are others.
    Settings,
    /// An output is missing, or is not as it was written.
    Output(PathBuf),
    /// Its text changed.
    Text,
    /// It is a book that has other articles, or has them in another order.
    Articles,
    /// It is a book whose title, or the titles or places of whose parts, are others.
    Titles,
    /// It is a book, and the article at this path is to be read again for this reason.
    Article(PathBuf, Box<Cause>),
    /// Something that it uses changed, or something that it missed is there now.
    Used(Question),
}

impl Cause {
    /// Returns a stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Forced => "forced",
            Self::Settings => "settings",
            Self::Output(_) => "output",
            Self::Text => "text",
            Self::Articles => "articles",
            Self::Titles => "titles",
            Self::Article(..) => "article",
            Self::Used(_) => "used",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("new"),
            Self::Forced => f.write_str("--force"),
            Self::Settings => f.write_str("options, design, fonts or version changed"),
            Self::Output(path) => write!(f, "{} is missing or was changed", path.display()),
            Self::Text => f.write_str("its text changed"),
            Self::Articles => f.write_str("it has other articles, or another order"),
            Self::Titles => f.write_str("its title or its parts changed"),
            Self::Article(path, cause) => write!(f, "{}: {cause}", path.display()),
            Self::Used(question) => match question {
                Question::Read(path) => write!(f, "{path} changed"),
                Question::Names(folder) => write!(f, "the names in {} changed", shown(folder)),
                Question::Find(folder, wanted) => write!(f, "{} in {} changed", name(wanted), shown(folder)),
                Question::Picture(address) => write!(f, "the picture `{address}` is elsewhere, gone or there again"),
                Question::Cover(_) => f.write_str("another picture is its cover"),
                Question::Anywhere(_, path) => write!(f, "another file is meant by `{path}`"),
                Question::Linked(_, link) => write!(f, "another article, or another address, is meant by `{link}`"),
                Question::Placed(path) => write!(f, "the address, title or language of {path} is another one"),
                Question::ShelfMark(path) => write!(f, "the outputs of {path} are elsewhere, gone or there again"),
                Question::Called(_, name) => write!(f, "another article is meant by `{name}`"),
                Question::About(path) => write!(f, "{path} says something else about itself"),
                Question::MissingFragment(path, fragment) => {
                    write!(f, "the target `#{fragment}` in {path} is there, gone or another one")
                }
                Question::Remote(address) => write!(f, "what is known of {address} changed"),
                Question::Site(_, key) => write!(f, "the {key} of the site is another one"),
            },
        }
    }
}

fn shown(folder: &str) -> &str {
    if folder.is_empty() { "the top folder" } else { folder }
}

fn name(wanted: &Wanted<'_>) -> String {
    match wanted {
        Wanted::Name(name) | Wanted::AnyCase(name) | Wanted::Picture(name) => format!("`{name}`"),
        Wanted::Twin(stem) => format!("the picture `{stem}`"),
        Wanted::Between(start, end) => format!("`{start}*{end}`"),
        _ => "the cover".to_owned(),
    }
}
