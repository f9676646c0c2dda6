//! The order of articles in a book of an archive.

use std::cmp::Ordering;
use std::path::{Component, Path};

use super::{GroupBy, Member, folder_of};

/// Number of digits up to which a number at the start of a file name is a place in an order, and not a date.
pub(super) const PLACE_DIGITS: usize = 3;

/// Returns the numbers of `members` in the order that they have in books `by` something.
///
/// The order is that of the dates; what has none comes last, and what has the same date is in the order of weights and
/// paths. Folders are in the order of their names, and in them the stated order (weights, numbers in names) comes before
/// that of the dates.
pub(super) fn in_order(by: GroupBy, members: &[Member]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (&members[one], &members[other]);
        match by {
            GroupBy::Folder => by_folder(one, other).then_with(|| by_date(one, other)),
            _ => by_date(one, other),
        }
    });
    order
}

fn by_date(one: &Member, other: &Member) -> Ordering {
    let dated = |member: &Member| member.facts.date.is_none();
    let weights = || compare(one.facts.weight, other.facts.weight);
    let paths = || natural(&one.path, &other.path).then_with(|| one.path.cmp(&other.path));
    dated(one)
        .cmp(&dated(other))
        .then_with(|| one.facts.date.cmp(&other.facts.date))
        .then_with(weights)
        .then_with(paths)
}

fn by_folder(one: &Member, other: &Member) -> Ordering {
    let folders = natural(folder_of(&one.path), folder_of(&other.path));
    folders.then_with(|| compare(place(one), place(other)))
}

/// Returns the place of `member` in its folder: as stated, or as the number at the start of its name says.
fn place(member: &Member) -> Option<f64> {
    let named = || {
        let name = member.facts.name.trim_start();
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        (1..=PLACE_DIGITS).contains(&digits).then(|| name[..digits].parse().ok()).flatten()
    };
    member.facts.weight.or_else(named)
}

/// Compares places in an order; what has none comes last.
fn compare(one: Option<f64>, other: Option<f64>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        (one, other) => one.is_none().cmp(&other.is_none()),
    }
}

/// Puts those of `numbers` that have a number in their series in the order of these. Those without keep their places
/// among them, which are those of their dates.
pub(super) fn number_series(members: &[Member], numbers: &mut [usize]) {
    let position = |number: usize| members[number].facts.position;
    let places: Vec<usize> = (0..numbers.len()).filter(|&place| position(numbers[place]).is_some()).collect();
    let mut numbered: Vec<usize> = places.iter().map(|&place| numbers[place]).collect();
    numbered.sort_by(|&one, &other| compare(position(one), position(other)));
    places.into_iter().zip(numbered).for_each(|(place, number)| numbers[place] = number);
}

/// Compares paths as people sort them: `part 2` before `part 10`, capitals like small letters.
fn natural(one: &Path, other: &Path) -> Ordering {
    let mut others = other.components();
    for one in one.components() {
        let Some(other) = others.next() else { return Ordering::Greater };
        match names(one, other) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
    }
    if others.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

fn names(one: Component<'_>, other: Component<'_>) -> Ordering {
    let text = |component: Component<'_>| component.as_os_str().to_string_lossy().to_lowercase();
    let (one, other) = (text(one), text(other));
    pieces(&one).cmp(pieces(&other))
}

/// A stretch of a name. Numbers come before words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece<'a> {
    /// A number: the number of its digits without leading zeros, and these.
    Number(usize, &'a str),
    Words(&'a str),
}

fn pieces(name: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let is_number = rest.as_bytes().first()?.is_ascii_digit();
        let end = rest.find(|letter: char| letter.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        let digits = piece.trim_start_matches('0');
        Some(if is_number { Piece::Number(digits.len(), digits) } else { Piece::Words(piece) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_people_sort_them() {
        let mut names = ["part-10", "Part-2", "part-02b", "intro/z", "Äther", "2 b", "10 a", "intro"];
        names.sort_by(|one, other| natural(Path::new(one), Path::new(other)));
        assert_eq!(names, ["2 b", "10 a", "intro", "intro/z", "Part-2", "part-02b", "part-10", "Äther"]);
    }
}
