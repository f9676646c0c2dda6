//! Volumes: a book that is too large, in several.
//!
//! A volume ends where a part ends, if it is half full there. So it is a whole, and an article that grows a little does
//! not move the articles of all later volumes.

use std::ops::Range;

use super::Group;
use crate::job::PartStart;
use crate::labels::Labels;

/// Divides `book` into volumes of at most `limit` bytes each; an article that is larger has one of its own. `weights` are
/// the sizes of its articles.
pub(super) fn volumes(book: Group, limit: u64, weights: &[u64], labels: &Labels) -> Vec<Group> {
    let ranges = ranges(&book, limit, weights);
    if ranges.len() < 2 {
        return vec![book];
    }
    let count = ranges.len();
    let volume = |(range, number): (Range<usize>, usize)| Group {
        title: labels.volume(&book.title, number, count),
        name: format!("{} ({number})", book.name),
        parts: parts(&book.parts, &range),
        members: book.members[range].to_vec(),
    };
    ranges.into_iter().zip(1..).map(volume).collect()
}

fn ranges(book: &Group, limit: u64, weights: &[u64]) -> Vec<Range<usize>> {
    let (mut ranges, mut first, mut number, mut full) = (Vec::new(), 0, 0, 0);
    while let Some(weight) = weights.get(number) {
        if number == first || full + weight <= limit {
            (full, number) = (full + weight, number + 1);
            continue;
        }
        let half = |at: usize| weights[first..at].iter().sum::<u64>() * 2 >= limit;
        let at_part = book.parts.iter().map(|part| part.first).filter(|&at| at > first && at <= number && half(at));
        let end = at_part.max().unwrap_or(number);
        ranges.push(first..end);
        (first, number, full) = (end, end, 0);
    }
    ranges.push(first..weights.len());
    ranges
}

/// Returns the parts of the volume with the articles `range`. One that began in the volume before goes on.
fn parts(parts: &[PartStart], range: &Range<usize>) -> Vec<PartStart> {
    let goes_on = parts.iter().rfind(|part| part.first < range.start);
    let goes_on = goes_on.filter(|_| parts.iter().all(|part| part.first != range.start));
    let own = parts.iter().filter(|part| range.contains(&part.first));
    let moved = |part: &PartStart| PartStart { first: part.first.saturating_sub(range.start), ..part.clone() };
    goes_on.into_iter().chain(own).map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Lang;
    use crate::labels;

    fn book(parts: &[usize], articles: usize) -> Group {
        let part = |&first: &usize| PartStart { first, title: format!("P{first}") };
        Group {
            title: "Quay".into(),
            name: "Quay".into(),
            members: (0..articles).collect(),
            parts: parts.iter().map(part).collect(),
        }
    }

    /// The articles of a volume, and the places and titles of its parts.
    type Volume = (Vec<usize>, Vec<(usize, String)>);

    fn divided(parts: &[usize], limit: u64, weights: &[u64]) -> Vec<Volume> {
        let words = labels::of(&Lang("en".into()));
        let volumes = volumes(book(parts, weights.len()), limit, weights, words);
        let parts = |group: &Group| group.parts.iter().map(|part| (part.first, part.title.clone())).collect();
        volumes.iter().map(|group| (group.members.clone(), parts(group))).collect()
    }

    fn starts(list: &[(usize, &str)]) -> Vec<(usize, String)> {
        list.iter().map(|(first, title)| (*first, (*title).to_owned())).collect()
    }

    #[test]
    fn a_volume_ends_with_a_part_if_it_is_half_full_there() {
        let found = divided(&[0, 2, 4], 10, &[3, 3, 3, 3, 3, 3]);
        let expected = [
            (vec![0, 1], starts(&[(0, "P0")])),
            (vec![2, 3], starts(&[(0, "P2")])),
            (vec![4, 5], starts(&[(0, "P4")])),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_part_that_is_too_long_goes_on_in_the_next_volume() {
        let found = divided(&[0, 1], 10, &[1, 5, 5, 5]);
        let expected = [(vec![0, 1], starts(&[(0, "P0"), (1, "P1")])), (vec![2, 3], starts(&[(0, "P1")]))];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_article_beyond_the_limit_has_a_volume_of_its_own() {
        let found: Vec<Vec<usize>> = divided(&[], 10, &[4, 50, 4, 4]).into_iter().map(|(members, _)| members).collect();
        assert_eq!(found, [vec![0], vec![1], vec![2, 3]]);
        assert_eq!(divided(&[], 100, &[4, 50, 4, 4]).len(), 1);
    }

    #[test]
    fn titles_count_and_names_do_not() {
        let words = labels::of(&Lang("de".into()));
        let found = volumes(book(&[], 2), 1, &[1, 1], words);
        assert_eq!((found[1].title.as_str(), found[1].name.as_str()), ("Quay, Band 2 von 2", "Quay (2)"));
    }
}
