//! The title page of a book: its title, larger than those of articles, the people who made it, and at the foot who
//! published it.
//!
//! A short title, such as the year of a magazine, is set very large; a long one in the size of other titles. Of many authors
//! the first ones are named ([`crate::labels::Labels::first_names`]); the imprint names all.

use super::line::append;
use super::slug::{Break, Slug, snap};
use super::{BlockContext, Composer, front, notes};
use crate::article::{Inline, Role};
use crate::design::Type;
use crate::layout::StructRole;
use crate::layout::inline::Alignment;
use crate::style::Color;
use crate::units::Pt;

/// Sizes of titles, as factors of that of articles, each with the number of lines that a title may fill at it.
const SIZES: [(f64, f64); 4] = [(2.2, 0.6), (1.7, 1.0), (1.4, 1.9), (1.15, 2.8)];
/// Where the title begins, as a share of the page's height. The optical middle of a page lies above its middle.
const SINK: f64 = 0.2;
/// The size of the names below the title, as a factor of that of the text.
const NAMES: f64 = 1.25;
/// The least share of the page's height below the title at which something stands at its foot.
const FOOT: f64 = 0.25;

/// Sets the title page.
pub(super) fn page<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    // In large type, colour would be a signal and not a hint.
    let links = std::mem::replace(&mut composer.setter.link_color, Color::BLACK);
    let area = BlockContext { parent: page.parent, ..composer.text_area(page.parent) };
    let first = composer.galley.len();
    let sink = composer.design.grid((composer.design.height() * SINK / composer.design.leading).round());
    composer.galley.push(Slug { height: sink, ..Slug::default() }, &area, Pt::ZERO);
    front::kicker(composer, &area);
    let kind = title_type(composer, &area);
    front::title(composer, &area, &area, &kind);
    composer.galley.next.space(area.unit);
    front::deck(composer, &area);
    names(composer, &area);
    foot(composer, &area, first);
    // In designs with several columns, all of it stands in the first one, across the others.
    composer.galley.keep_together(first);
    composer.setter.link_color = links;
    notes::set_called_notes(composer, &area);
    composer.galley.next.flush();
}

/// Returns the type of the title: the largest in which it fills few lines.
fn title_type(composer: &mut Composer<'_>, area: &BlockContext<'_>) -> Type {
    let title = composer.design.styles.title;
    let style = composer.style(&title, area);
    let (widest, length) = composer.setter.content_widths(&composer.current.meta.title, &style);
    let fits = |(factor, lines): &(f64, f64)| length * *factor <= area.width * *lines && widest * *factor <= area.width;
    match SIZES.iter().find(|size| fits(size)) {
        Some((factor, _)) => {
            let leading = snap(title.leading * *factor, composer.design.leading);
            Type { size: title.size * *factor, leading, ..title }
        }
        None if length <= area.width * front::TITLE_LINES => title,
        None => composer.design.styles.long_title,
    }
}

/// Sets the names of the people who made the book, each role on lines of its own.
fn names<'a>(composer: &mut Composer<'a>, area: &BlockContext<'a>) {
    let body = composer.design.styles.body;
    let leading = snap(body.leading * NAMES, composer.design.leading * 0.5);
    let kind = Type { size: body.size * NAMES, leading, ..body }.aligned(Alignment::Balanced);
    for role in front::ROLES {
        let people = composer.current.meta.contributors.iter().filter(|who| who.role == role);
        let line = front::names(composer.words, role, &people.collect::<Vec<_>>(), front::Named::First);
        if line.is_empty() {
            continue;
        }
        let owner = composer.add(area.parent, StructRole::P);
        composer.set(&line, &kind, area, owner);
        composer.galley.next.space(area.unit * 0.5);
    }
}

/// Sets who published the book, or where its articles appeared, at the foot of the page whose slugs begin at `first`.
fn foot<'a>(composer: &mut Composer<'a>, area: &BlockContext<'a>, first: usize) {
    let meta = &composer.current.meta;
    let title = meta.title_text();
    // Titles of books from archives begin with the name of the archive.
    let named = [&meta.publisher, &meta.publication].into_iter().flatten().find(|name| !title.contains(name.as_str()));
    let Some(name) = named else { return };
    let kind = composer.design.styles.body.aligned(Alignment::Start);
    let height: Pt = composer.galley.since(first).iter().map(|slug| slug.before + slug.height + slug.below).sum();
    let above = composer.design.height() - height - kind.leading * 2.0;
    if above < composer.design.height() * FOOT {
        return;
    }
    composer.galley.next.close_gap();
    let gap = composer.design.grid((above / composer.design.leading).floor());
    composer.galley.push(Slug { height: gap, after: Break::Never, ..Slug::default() }, area, Pt::ZERO);
    let owner = composer.add(area.parent, StructRole::P);
    let mut line = Vec::new();
    append(&mut line, vec![Inline::Text(name.clone())]);
    composer.set(&line, &kind, area, owner);
}

/// Returns the line that names all authors of the book, if its title page does not; for the imprint.
pub(super) fn all_authors(composer: &Composer<'_>) -> Vec<Inline> {
    let people: Vec<_> = composer.article.meta.contributors.iter().filter(|who| who.role == Role::Author).collect();
    match crate::labels::are_many(people.len()) {
        true => front::names(composer.words, Role::Author, &people, front::Named::All),
        false => Vec::new(),
    }
}
