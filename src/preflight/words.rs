//! Bylines that are keys, and links that lead nowhere.

use std::collections::BTreeSet;

use super::view::View;
use super::{Finding, Kind};
use crate::diag::Diagnostic;
use crate::layout::{Destination, Item};
use crate::read;
use crate::source::Span;

/// Codes of messages about links that were printed as plain text.
const DEAD: [&str; 2] = ["broken-link", "unusable-link"];

pub(super) fn check(view: &View<'_>, said: &[Diagnostic], found: &mut Vec<Finding>) {
    bylines(view, said, found);
    for message in said.iter().filter(|message| DEAD.contains(&&*message.code)) {
        let page = message.span.and_then(|span| view.page_of(span));
        found.push(Finding::new(Kind::BrokenLink, message.message.clone()).on(page, message.span));
    }
    anchors(view, found);
}

fn bylines(view: &View<'_>, said: &[Diagnostic], found: &mut Vec<Finding>) {
    let page = view.text_pages().next().map(|(page, _)| page);
    for name in view.article.meta.authors().filter(|name| is_key(name)) {
        let quoted = format!("`{name}`");
        let about = said.iter().find(|message| message.code == "author-key" && message.message.contains(&quoted));
        let message = format!("the byline {quoted} looks like a key of the site, not like a name");
        let span = about.and_then(|message| message.span).filter(|span| *span != Span::default());
        found.push(Finding::new(Kind::SlugByline, message).on(page, span));
    }
}

/// Whether `name` is a key, such as `anna-kern`, or a path or address, such as `authors/anna`; `REUTERS/Ann Lee` is a name.
fn is_key(name: &str) -> bool {
    let plain = |character: char| !character.is_whitespace() && !character.is_uppercase();
    read::is_author_key(name) || (name.contains('/') && name.chars().all(plain))
}

/// Looks for links to places that are on no page.
fn anchors(view: &View<'_>, found: &mut Vec<Finding>) {
    let there: BTreeSet<_> = view
        .items()
        .filter_map(|(_, _, placed)| match placed.item {
            Item::Anchor(anchor) => Some(anchor),
            _ => None,
        })
        .collect();
    let mut seen = BTreeSet::new();
    for (page, _, placed) in view.items() {
        let Item::Link { to: Destination::Anchor(anchor), .. } = &placed.item else { continue };
        if !there.contains(anchor) && seen.insert((page, *anchor)) {
            let message = "a link leads to a place that is on no page";
            found.push(Finding::new(Kind::BrokenLink, message).on(Some(page), view.span(placed.owner)));
        }
    }
}
