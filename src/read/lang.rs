//! Languages: declared ones brought into form, undeclared ones detected.

use crate::article::{Direction, Lang};

/// The language of `text`, where it can be told with confidence.
pub fn detect(text: &str) -> Option<Lang> {
    let _ = text;
    None
}

/// `declared` as a BCP 47 tag; `None` where it is none.
pub fn normalise(declared: &str) -> Option<Lang> {
    Some(Lang(declared.into()))
}

/// Direction of the script that `lang` is written in.
pub fn direction(lang: &Lang) -> Direction {
    match lang.primary() {
        "ar" | "fa" | "he" | "ur" => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

/// The language that a path names, as `_articles/ru/finding-users.md` or `post.fr.md` do.
pub fn from_path(path: &str) -> Option<Lang> {
    let _ = path;
    None
}
