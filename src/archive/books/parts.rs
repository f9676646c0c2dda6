//! Parts of the books of an archive: the months of a year, the years of a tag, the subfolders of a folder.

use super::{GroupBy, Member, folder_of, folder_title};
use crate::article::Date;
use crate::job::PartStart;
use crate::labels::Labels;

/// Number of articles from which a book of an archive has parts. The contents of a book with fewer fit on one page, with
/// their authors, and are seen at a glance.
const LEAST_ARTICLES: usize = 12;

/// Number of articles that parts have on average. Titles of parts over single articles would tell nothing.
const LEAST_IN_PART: usize = 2;

/// What parts of a book are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum PartsBy {
    /// As the kind of book suggests, in books with many articles
    #[default]
    Auto,
    /// The years of the articles
    Year,
    /// Their months
    Month,
    /// Their folders
    Folder,
    /// No parts
    None,
}

/// What makes a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Year,
    Month,
    Folder,
}

/// Returns the parts of a book of the articles `numbers`, in their order. `by` is what the books of the archive are made
/// by, if the book is one of several.
pub(super) fn parts(
    wanted: PartsBy,
    by: Option<GroupBy>,
    members: &[Member],
    numbers: &[usize],
    labels: &Labels,
) -> Vec<PartStart> {
    let kind = match (wanted, by) {
        (PartsBy::None, _) | (PartsBy::Auto, None | Some(GroupBy::Month)) => return Vec::new(),
        (PartsBy::Year, _) | (PartsBy::Auto, Some(GroupBy::Tag | GroupBy::Series | GroupBy::Author)) => Kind::Year,
        (PartsBy::Month, _) | (PartsBy::Auto, Some(GroupBy::Year)) => Kind::Month,
        (PartsBy::Folder, _) | (PartsBy::Auto, Some(GroupBy::Folder)) => Kind::Folder,
    };
    let below = usize::from(by == Some(GroupBy::Folder));
    let mut parts: Vec<PartStart> = Vec::new();
    let mut last = None;
    for (first, &number) in numbers.iter().enumerate() {
        let key = key(kind, &members[number], below);
        if last.as_ref() == Some(&key) {
            continue;
        }
        // What stands in the folder itself comes before its parts.
        if kind != Kind::Folder || key.is_some() || first > 0 {
            let title = title(kind, key.as_deref(), by, labels);
            parts.push(PartStart { first, title });
        }
        last = Some(key);
    }
    let few = numbers.len() < LEAST_ARTICLES || numbers.len() < parts.len() * LEAST_IN_PART;
    if parts.len() < 2 || wanted == PartsBy::Auto && few { Vec::new() } else { parts }
}

fn key(kind: Kind, member: &Member, below: usize) -> Option<String> {
    let date = |length: usize| member.facts.date.as_deref().and_then(|date| date.get(..length)).map(str::to_owned);
    match kind {
        Kind::Year => date(4),
        Kind::Month => date(7).or_else(|| date(4)),
        Kind::Folder => {
            let mut folders = folder_of(&member.path).components().skip(below);
            folders.next().map(|folder| folder.as_os_str().to_string_lossy().into_owned())
        }
    }
}

fn title(kind: Kind, key: Option<&str>, by: Option<GroupBy>, labels: &Labels) -> String {
    let words = labels.books();
    let Some(key) = key else { return if kind == Kind::Folder { words.others } else { words.undated }.to_owned() };
    match kind {
        Kind::Year => key.to_owned(),
        // The year is in the title of the book.
        Kind::Month if by == Some(GroupBy::Year) => labels.month(key).unwrap_or_else(|| key.to_owned()),
        Kind::Month => labels.capitalised(&labels.date(&Date { iso: key.to_owned(), verbatim: key.to_owned() })),
        Kind::Folder => folder_title(key),
    }
}
