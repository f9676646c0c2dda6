//! Forms of a whole line or bracket, which are evidence by themselves.

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::super::items::Items;
use super::super::lexicon::Role;
use super::super::names::{self, Name};
use super::super::parts::Part;
use super::super::tokens::Sep;
use super::outlet::is_outlet;

/// Whether the parts from `from` on are nothing but a name and a source, as a line of their own or in brackets.
pub(super) fn is_alone(items: &Items<'_>, parts: &[Part], told: &[Told], from: usize) -> bool {
    is_bracketed(items, parts, told, from)
        || is_agency_in_brackets(items, parts, told, from)
        || is_whole_line(items, parts, told, from)
}

/// Whether the parts from `from` on are a name, a slash and a source, in brackets at the end of the text:
/// `Boats at rest [Ann Lee/Coast Lab]`, `Boats at rest (NPS/Ann Lee)`; in square brackets, a comma will do.
pub(in super::super) fn is_bracketed(items: &Items<'_>, parts: &[Part], told: &[Told], from: usize) -> bool {
    let [first, second] = &parts[from..] else { return false };
    let before = items.wording.text[..items.items[first.at].range.start].trim_end();
    let opened = before.ends_with(['(', '[', '（']);
    let closed = items.wording.text.trim_end_matches([' ', '.', '\n']).ends_with([')', ']', '）']);
    // "(Ann Lee, Elm News Service)".
    let outlet = told[from + 1].content == Content::Name(Name::Body) && is_outlet(items.text(&told[from + 1].range));
    let joined = second.sep == Sep::Slash || second.sep == Sep::Comma && (before.ends_with('[') || outlet);
    // "(ABC News: Ann Lee)", "(Supplied: Ann Lee)".
    let office = matches!(told[from].content, Content::Source(_) | Content::Mark | Content::Name(Name::Body))
        || begins_with_letters(items.text(&told[from].range));
    let colon = second.sep == Sep::Colon && office && is_person(items, &told[from + 1]);
    let source = matches!(
        told[from + 1].content,
        Content::Source(_) | Content::Name(Name::Person | Name::Body | Name::Single | Name::Title | Name::Handle)
    );
    let named = joined && (is_person(items, &told[from]) && source || is_letters(items, told, from));
    let plain = is_plain(first) && is_plain(second);
    from > 0 && plain && first.sep >= Sep::Open && opened && closed && (named || colon)
}

/// Whether the text is a name, a slash and an institution: `Ann Lee / Elm University`, `NPS/Ann Lee`; or ends so,
/// without blanks: `The bridge - Ann Lee/Elm Herald`.
fn is_whole_line(items: &Items<'_>, parts: &[Part], told: &[Told], from: usize) -> bool {
    let [first, second] = &parts[from..] else { return false };
    let outlet = is_outlet(items.text(&told[from + 1].range));
    // A player and a club, a pupil and a school are what is shown.
    let text = items.text(&told[from + 1].range);
    // "Lena Harb | The Elm Dispatch".
    let titled = outlet && text.starts_with("The ") && text.split(' ').count() <= 5;
    let institution = titled
        || told[from + 1].content == Content::Name(Name::Body)
            && (outlet || from == 0 && second.sep == Sep::Slash && is_university(items.text(&told[from + 1].range)));
    let tight = items.wording.text[told[from].range.end..].starts_with('/');
    // "JOE ALLAN/STUFF", without a blank, is no team and its city.
    let name = items.text(&told[from + 1].range);
    let other = matches!(told[from + 1].content, Content::Name(Name::Single | Name::Title | Name::Body))
        && name.split_whitespace().count() <= 2
        && name.starts_with(char::is_uppercase)
        // "Michael S. Wilt/The Plain Harbour".
        || name.starts_with("The ") && (2..=4).contains(&name.split_whitespace().count());
    let bare = from == 0 && tight && other;
    let person = is_person(items, &told[from]) && (institution || bare);
    let placed = from == 0 || tight && person && first.sep >= Sep::Dash && first.sep != Sep::Open;
    // "elmpost.com/ Ann Lee": a site, then who works for it.
    let site = from == 0 && names::is_domain(items.text(&told[from].range)) && is_person(items, &told[from + 1]);
    let named = person || tight && (site || is_letters(items, told, from));
    let joined = second.sep == Sep::Slash || second.sep == Sep::Bar && from == 0;
    placed && is_plain(first) && is_plain(second) && joined && named
}

/// Whether the last part is an agency alone in brackets: `Boats at rest [Reuters]`, but not `(PA)`.
fn is_agency_in_brackets(items: &Items<'_>, parts: &[Part], told: &[Told], from: usize) -> bool {
    let part = &parts[from];
    let before = items.wording.text[..items.items[part.at].range.start].trim_end();
    let clear = before.ends_with('[') || before.ends_with('(') && told[from].range.len() > 4;
    let closed = items.wording.text.trim_end_matches([' ', '.']).ends_with([')', ']']);
    let agency = matches!(told[from].content, Content::Source(roles) if roles.has(Role::Agency));
    from + 1 == parts.len() && from > 0 && agency && clear && closed && is_plain(part)
}

/// Whether the parts from `from` on begin with a maker, the title of a work and its year: `Johan Vree, The Mill, 1889`.
pub(super) fn is_work(parts: &[Part], told: &[Told], from: usize) -> bool {
    let (Some([first, second, third, ..]), Some([maker, title, year, ..])) = (parts.get(from..), told.get(from..))
    else {
        return false;
    };
    let plain = [first, second, third].into_iter().all(is_plain) && second.sep == Sep::Comma && third.sep == Sep::Comma;
    let named = matches!(maker.content, Content::Name(Name::Person | Name::Title) | Content::Unknown) && !first.behind;
    let titled =
        matches!(title.content, Content::Quote | Content::Name(_)) && title.content != Content::Name(Name::Body);
    plain && named && titled && year.content == Content::Date
}

/// Returns the offset at which the bracket around the start of the text closes, if part `from` is the first in it:
/// `(Ann Lee/AFP) The quay on Monday.`
pub(super) fn bracket_at_start(items: &Items<'_>, parts: &[Part], from: usize) -> Option<usize> {
    let text = &items.wording.text;
    let start = items.items[parts[from].at].range.start;
    let (open, close) = match text[..start].trim() {
        "(" => ('(', ')'),
        "[" => ('[', ']'),
        "（" => ('（', '）'),
        _ => return None,
    };
    let mut depth = 1;
    let closes = |(_, c): &(usize, char)| {
        depth += i32::from(*c == open) - i32::from(*c == close);
        depth == 0
    };
    text[start..].char_indices().find(closes).map(|(at, _)| start + at)
}

/// Whether `text` begins with letters for an institution: `ABC Riverina`.
fn begins_with_letters(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| names::is_letters(word) && word.chars().all(char::is_uppercase))
}

fn is_university(text: &str) -> bool {
    text.split_whitespace().any(|word| fold(word).starts_with("universi"))
}

fn is_plain(part: &Part) -> bool {
    part.label.is_none() && part.link.is_none()
}

fn is_person(items: &Items<'_>, told: &Told) -> bool {
    told.content == Content::Name(Name::Person) && items.text(&told.range).split_whitespace().count() <= 4
}

/// Whether letters of an institution stand at `at`, then a person.
fn is_letters(items: &Items<'_>, told: &[Told], at: usize) -> bool {
    let letters =
        matches!(told[at].content, Content::Name(Name::Single)) && names::is_letters(items.text(&told[at].range));
    letters && is_person(items, &told[at + 1])
}
