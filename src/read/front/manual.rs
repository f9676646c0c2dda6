//! The table of front-matter keys in the manual.

use super::keys;
use crate::manual::{expect_part, table};

/// Keys shown of each kind; the others are in one list below the table.
const SHOWN: usize = 6;

/// Returns `keys` as code, with commas.
fn listed(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

#[test]
fn front_matter_keys() {
    let people = keys::PEOPLE.map(|(role, names)| (format!("{role:?}").to_lowercase(), names));
    let mut kinds: Vec<(String, &[&str])> = [
        ("title", keys::TITLE),
        ("subtitle or deck", keys::SUBTITLE),
        ("date of publication", keys::DATE),
        ("date of change", keys::MODIFIED),
        ("language", keys::LANG),
        ("tags and categories", keys::TAGS),
        ("description", keys::DESCRIPTION),
        ("rights", keys::RIGHTS),
        ("licence of the text", keys::LICENSE),
        ("publisher", keys::PUBLISHER),
        ("publication that it appeared in", keys::PUBLICATION),
        ("address of the article", keys::SOURCE),
        ("place in the site, or address", keys::PLACE),
        ("series", keys::SERIES),
        ("position in the series", keys::POSITION),
        ("about the authors", keys::ABOUT),
        ("related articles", keys::RELATED),
        ("cover", keys::COVER),
        ("folder of the pictures", keys::COVER_FOLDER),
        ("alternative text of the cover", keys::COVER_ALT),
        ("the same, if there is a cover", keys::ALT),
        ("caption of the cover", keys::COVER_CAPTION),
        ("credit of the cover", keys::COVER_CREDIT),
        ("the same, if there is a cover", keys::CREDIT),
        ("link of that credit", keys::COVER_LINK),
        ("licence of the cover", keys::COVER_LICENSE),
    ]
    .map(|(what, keys)| (what.to_owned(), keys))
    .to_vec();
    kinds.splice(2..2, people);
    let row = |(what, keys): &(String, &[&str])| {
        let more = keys.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        [what.clone(), listed(&keys[..keys.len().min(SHOWN)]) + &more]
    };
    expect_part("03-what-is-read.md", "front matter", &table(["What", "Keys"], kinds.iter().map(row)));
    let long = kinds.iter().filter(|(_, keys)| keys.len() > SHOWN);
    let lists = long.map(|(what, keys)| format!("{}\n: {}\n\n", what, listed(keys)));
    expect_part("03-what-is-read.md", "all front matter", &lists.collect::<String>());
}
