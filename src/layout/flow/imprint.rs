//! The first leaves of a book: the half-title, which protects the title page and stands alone, and the imprint on the
//! back of the title page, which says who publishes the book, under which rights, and how it was made.

use super::line::append;
use super::slug::{Break, Slug, put, snap};
use super::{BlockContext, Composer, back, book_credits, book_title, slug};
use crate::article::{Inline, Target};
use crate::design::Type;
use crate::layout::{Frame, Owner, StructId, StructRole};
use crate::style::Color;
use crate::units::Pt;

/// Minimum size and leading of the imprint and of credits.
const SMALL: (Pt, Pt) = (Pt(9.5), Pt(12.0));

/// Returns the type of the imprint and of credits: that of notes, unless that is very small.
pub(super) fn small_type(composer: &Composer<'_>) -> Type {
    let note = composer.design.styles.note;
    let size = note.size.max(SMALL.0.min(composer.design.styles.body.size));
    Type { size, leading: note.leading.max(SMALL.1), ..note }.aligned(crate::layout::inline::Alignment::Start)
}

/// Makes the half-title: the title alone, as an artifact, since it is read aloud on the title page.
pub(super) fn half_title<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) -> Vec<Slug> {
    vec![title_as_artifact(composer, page)]
}

/// Sets the title of the whole document in the type of long titles, as an artifact.
pub(super) fn title_as_artifact<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) -> Slug {
    let kind = composer.design.styles.long_title;
    let style = composer.style(&kind, page);
    let title = Inline::Text(composer.article.meta.title_text());
    let mut frame = Frame::default();
    let mut y = composer.design.grid(composer.design.opening.sink as f64);
    for line in composer.setter.lines(&[title], &style, StructId(0)) {
        y += kind.leading;
        put(&mut frame, page.x, y, slug::as_artifact(&line.frame, Owner::Furniture));
    }
    Slug { frame, height: snap(y, composer.design.leading), ..Slug::default() }
}

/// Returns the slugs that `make` adds, apart from those of the text. Their links are black: they are for reading on
/// paper, and nearly all of their words are links.
fn in_black<'a>(composer: &mut Composer<'a>, make: impl FnOnce(&mut Composer<'a>)) -> Vec<Slug> {
    let color = std::mem::replace(&mut composer.setter.link_color, Color::BLACK);
    let slugs = composer.apart(make);
    composer.setter.link_color = color;
    slugs
}

fn address(url: String) -> Inline {
    Inline::Link { content: vec![Inline::Text(url.clone())], target: Target::Url(url), title: None }
}

/// Makes the imprint, at the foot of its page, as content of `parent`.
pub(super) fn imprint<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, parent: StructId) -> Vec<Slug> {
    let kind = small_type(composer);
    let place = BlockContext { parent, body: kind, ..*page };
    let article = composer.article;
    let publisher = article.meta.publisher.iter().map(|name| Inline::Text(name.clone())).collect();
    let title = Inline::Text(article.meta.title_text());
    let mut named = vec![title];
    append(&mut named, publisher);
    let mut origin: Vec<Inline> = article.meta.publication.iter().map(|name| Inline::Text(name.clone())).collect();
    append(&mut origin, article.common_site().map(address).into_iter().collect());
    let words = composer.words;
    let published = |span| Inline::Text(format!("{}: {}", words.books().first_published, words.span(&span)));
    let published = article.first_published().map(published);
    let authors = book_title::all_authors(composer);
    let lines =
        [named, authors, origin, published.into_iter().collect(), back::rights(article), back::imprint(composer)];
    let mut slugs = in_black(composer, |composer| {
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            let owner = composer.add(parent, StructRole::P);
            book_credits::set_close(composer, &line, &kind, &place, owner);
            composer.galley.next.space(kind.leading * 0.5);
        }
    });
    let last = slugs.len().saturating_sub(1);
    slugs[..last].iter_mut().for_each(|slug| slug.after = Break::Never);
    let height: Pt = slugs.iter().map(|slug| slug.before + slug.height).sum();
    let above = composer.design.height() - height;
    if above > Pt::ZERO {
        slugs.insert(0, Slug { height: above, after: Break::Never, ..Slug::default() });
    }
    slugs
}
