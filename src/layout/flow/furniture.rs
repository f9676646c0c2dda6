//! Running heads and folios.
//!
//! On facing pages, running heads and folios stand at the outer edge. The head names the author on left-hand pages and
//! the title on right-hand pages. On other pages, author and title share one line. In a book, the book's title takes
//! the author's place, and the article's title stands on the other side.

use super::{BlockContext, Composer, furniture_texts as texts, slug};
use crate::article::{Direction, Inline};
use crate::design::{Hand, Type};
use crate::layout::inline::Alignment;
use crate::layout::{Area, Frame, Owner, StructId, TextGrid};
use crate::units::{Point, Pt, Size};

/// Maximum length of the title in the running head, in characters; it is cut at a word.
const HEAD_TITLE: usize = 64;
/// Maximum length of the author in the running head, in characters.
const HEAD_AUTHOR: usize = 40;

/// Running heads of right-hand and left-hand pages, set once for all pages.
#[derive(Clone, Debug)]
pub(super) struct Furniture {
    heads: [Frame; 2],
}

/// How much of the furniture a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// Neither running head nor folio.
    Nothing,
    /// The folio only, as on opening pages.
    Folio,
    /// Running head and folio.
    All,
}

pub(super) fn furniture(composer: &mut Composer<'_>) -> Furniture {
    let meta = &composer.current.meta;
    let author = match composer.current.opening {
        Some(_) => composer.article.meta.title_text(),
        None => meta.authors().collect::<Vec<_>>().join(", "),
    };
    let author = shorten(&author, HEAD_AUTHOR);
    let title = shorten(&meta.title_text(), HEAD_TITLE);
    let (start, end) = (Alignment::Start, Alignment::End);
    if !composer.design.duplex {
        let head = running_head(composer, &[(&author, start), (&title, end)]);
        return Furniture { heads: [head.clone(), head] };
    }
    let left_hand = if author.trim().is_empty() { &title } else { &author };
    Furniture { heads: [running_head(composer, &[(&title, end)]), running_head(composer, &[(left_hand, start)])] }
}

fn running_head(composer: &mut Composer<'_>, parts: &[(&str, Alignment)]) -> Frame {
    let area = composer.text_area(StructId(0));
    let kind = composer.design.styles.head;
    let mut head = Frame::default();
    for (text, align) in parts {
        if let Some(line) = furniture_line(composer, text, &kind.aligned(*align), &area) {
            head.append(Point::default(), line);
        }
    }
    head
}

fn furniture_line(composer: &mut Composer<'_>, text: &str, kind: &Type, place: &BlockContext) -> Option<Frame> {
    if text.trim().is_empty() {
        return None;
    }
    let style = composer.style(kind, place);
    let line = composer.setter.lines(&[Inline::Text(text.to_owned())], &style, StructId(0)).into_iter().next()?;
    Some(slug::as_artifact(&line.frame, Owner::Furniture))
}

/// Whether page `index` is the mirror image of a single page: a left-hand page, if the text runs from left to right.
pub(super) fn turned(composer: &Composer<'_>, index: usize) -> bool {
    let first_is_turned = composer.design.first_page == Hand::Left;
    composer.design.duplex && (index % 2 == 1) != first_is_turned
}

/// Returns the left edge of the text on page `index`.
pub(super) fn left(composer: &Composer<'_>, index: usize) -> Pt {
    let design = composer.design;
    let rtl = composer.article.meta.dir == Direction::Rtl;
    if turned(composer, index) == rtl {
        design.margin
    } else {
        design.paper.width - design.margin - design.text_width()
    }
}

/// Returns the type area of page `index`: text with its side column or overhang, from the running head to the folio.
pub(super) fn type_area(composer: &Composer<'_>, index: usize) -> Area {
    let design = composer.design;
    let text = design.first_baseline - design.styles.body.size;
    let top = design.head.map_or(text, |head| text.min(head - design.styles.head.size));
    // Descenders reach about a quarter of the font size below the baseline.
    let text = design.first_baseline + design.grid(design.lines as f64 - 1.0) + design.styles.body.size * 0.25;
    let bottom = text.max(design.folio + design.styles.folio.size * 0.25);
    let overhang = if design.side.is_some() { Pt::ZERO } else { design.overhang };
    let left = left(composer, index) - overhang;
    Area { at: Point::new(left, top), size: Size::new(design.text_width() + overhang * 2.0, bottom - top) }
}

/// Returns the grid of running text.
pub(super) fn text_grid(composer: &Composer<'_>) -> TextGrid {
    let design = composer.design;
    TextGrid { first: design.first_baseline, leading: design.leading, lines: composer.lines }
}

/// What the furniture of a page says, besides its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    /// Number of the last page.
    pub last: usize,
    /// Whether the line at the foot is shown; something else may stand there.
    pub has_foot: bool,
    /// Whether it is the first page of the only article.
    pub opens: bool,
}

/// Adds the running head and the folio to page `index`, if `shows` includes them.
pub(super) fn furnish(
    composer: &mut Composer<'_>,
    frame: &mut Frame,
    index: usize,
    (label, counts): (&str, Counts),
    shows: Shows,
    furniture: &Furniture,
) {
    let left = left(composer, index);
    if let Some(y) = composer.design.head.filter(|_| shows == Shows::All) {
        frame.append(Point::new(left, y), furniture.heads[usize::from(turned(composer, index))].clone());
    }
    if shows == Shows::Nothing {
        return;
    }
    let area = composer.text_area(StructId(0));
    let kind = composer.design.styles.folio;
    let kind = if turned(composer, index) { kind.aligned(mirrored(kind.align)) } else { kind };
    let label = texts::folio(composer, label, counts.last);
    if let Some(line) = furniture_line(composer, &label, &kind, &area) {
        frame.append(Point::new(left, composer.design.folio), line);
    }
    let opposite = if kind.align == Alignment::Start { Alignment::End } else { Alignment::Start };
    let head = composer.design.styles.head;
    if counts.has_foot {
        let foot = texts::filled(composer, &composer.design.foot, (&label, counts.last));
        if let Some(line) = furniture_line(composer, &foot, &head.aligned(opposite), &area) {
            frame.append(Point::new(left, composer.design.folio), line);
        }
    }
    if counts.opens {
        let text = texts::filled(composer, &composer.design.masthead, (&label, counts.last));
        let y = composer.design.head.unwrap_or(composer.design.first_baseline - composer.design.leading * 2.0);
        let align = if turned(composer, index) { Alignment::End } else { Alignment::Start };
        if let Some(line) = furniture_line(composer, &text, &head.aligned(align), &area) {
            frame.append(Point::new(left, y), line);
        }
    }
}

/// Returns the alignment at the opposite edge.
pub(super) fn mirrored(align: Alignment) -> Alignment {
    match align {
        Alignment::Start => Alignment::End,
        Alignment::End => Alignment::Start,
        other => other,
    }
}

/// Shortens `text` to at most `most` characters, cut at a word.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '–', '—', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_ends_at_a_word_in_the_running_head() {
        assert_eq!(shorten("Short", 10), "Short");
        assert_eq!(shorten("One two, three four", 12), "One two…");
        assert_eq!(shorten("äöüäöüäöü", 4), "äöüä…");
    }
}
