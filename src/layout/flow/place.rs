//! Places slugs, notes, grounds and bars, running heads and folios on pages.

use super::back::ColophonForm;
use super::breaks::{Fill, NoteLine};
use super::front_pages::FrontPages;
use super::furniture::{Counts, Furniture, Shows};
use super::mirror::Exchange;
use super::slug::{Decor, Slug, put, snap};
use super::variants::Room;
use super::{
    BlockContext, Composer, DEEPEST, aside, back, beside, book_credits, ending, foot_strip, front_pages, furniture,
    illustrations, makeup, matter, placing, variants,
};
use crate::article::Direction;
use crate::design::{Columns, CreditsPlace};
use crate::diag::Diagnostics;
use crate::layout::{Area, Frame, Item, OutlineEntry, Owner, Page, Pages, Sheets, StructId, roman};
use crate::units::{Point, Pt, Size};

/// A page before anything is on it.
pub(super) struct Sheet {
    /// The contents of its columns.
    pub columns: Vec<Fill>,
    /// Its printed label.
    pub label: String,
    /// The furniture that it shows.
    pub shows: Shows,
}

/// Breaks the composed slugs into pages, adds the colophon and the table of contents, and places everything.
pub(super) fn pages<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, diagnostics: &mut Diagnostics) -> Pages {
    let whole = furniture::furniture(composer);
    let mut notes = composer.notes.lines();
    let fills =
        if composer.design.has_spans() { makeup::pages(composer, page) } else { matter::text_fills(composer, &notes) };
    // If other blocks got more room now, the colophon, which is not placed yet, might need another page.
    // The colophon of a book is on pages of its own.
    let alone = composer.article.bound.is_empty();
    let imprint_only = alone && back::is_imprint_only(composer, page);
    // Where content spans columns, the colophon is placed already.
    let spans = composer.design.has_spans();
    let room = if composer.design.side.is_some() || !alone || imprint_only { Room::Give } else { Room::Keep };
    let mut fills = if spans { fills } else { variants::improved(composer, &notes, fills, room) };
    let aside = if aside::waits(composer) { aside::related(composer, page, &fills, imprint_only) } else { None };
    if aside::waits(composer) && aside.is_none() {
        back::related(composer, page);
        fills = matter::text_fills(composer, &notes);
        fills = variants::improved(composer, &notes, fills, room);
    }
    let taken = aside.as_ref().map_or(Pt::ZERO, |aside| aside.end(composer, &fills));
    let beside = if alone && !imprint_only && !spans { colophon_beside(composer, page, &fills, taken) } else { None };
    let free = beside.as_ref().map_or(composer.design.height(), |(_, top)| *top);
    let beside = beside.map(|(frame, _)| frame);
    let across = alone && aside.is_none() && beside.is_none() && !imprint_only && !spans;
    let beside = if across { foot_strip::colophon(composer, page, &notes, &mut fills) } else { beside };
    if alone && beside.is_none() && !imprint_only && !spans {
        fills = colophon_below(composer, page, &notes, fills.len());
        fills = variants::improved(composer, &notes, fills, Room::Give);
    }
    fills = ending::without_stray_end(composer, &notes, fills);
    let (beside, fits) = match aside {
        Some(aside) => aside.put(composer, page, &fills, (beside, free)),
        None => (beside, true),
    };
    if !fits {
        fills = matter::text_fills(composer, &notes);
    }
    back::page_references(composer, &fills);
    let pictures = illustrations::illustrations(composer, &fills);
    if composer.imprint.is_some() && composer.design.credits == CreditsPlace::End {
        book_credits::at_end(composer, page, &pictures, &mut fills);
    }
    let FrontPages { mut sheets, lists } = front_pages::front_pages(composer, page, &notes, (&fills, &pictures));
    let portrait = composer.portrait.take();
    if portrait.is_some() {
        sheets.insert(0, Sheet { columns: Vec::new(), label: roman(1), shows: Shows::Nothing });
    }
    let front = sheets.len();
    let columns = composer.design.columns.count.max(1);
    for (index, columns) in fills.chunks(columns).enumerate() {
        let first = columns.first().and_then(|fill| fill.slugs.first()).map(|(slug, _)| *slug);
        let opens = index == 0 || composer.openings.iter().any(|(opening, _)| Some(*opening) == first);
        let bare = first.is_none_or(|first| composer.part_pages.contains(&first));
        let bare = bare && columns.iter().all(|fill| fill.notes.is_empty());
        let shows = match opens {
            _ if bare => Shows::Nothing,
            true => Shows::Folio,
            false => Shows::All,
        };
        sheets.push(Sheet { columns: columns.to_vec(), label: (index + 1).to_string(), shows });
    }
    let filled = filled(composer, &notes, fills.chunks(columns).next_back().unwrap_or_default());
    let turned = furniture::turned(composer, sheets.len().saturating_sub(1));
    let imprint = if imprint_only { back::imprint_line(composer, page, turned) } else { None };
    let mut slugs = composer.galley.take();
    let mut places = vec![(0, Point::default()); slugs.len()];
    let mut pages = Vec::with_capacity(sheets.len());
    let openings = std::mem::take(&mut composer.openings);
    let mut furniture = &whole;
    for (index, sheet) in sheets.iter().enumerate() {
        let beside = beside.as_ref().filter(|_| index + 1 == sheets.len());
        if let Some((first, _)) = sheet.columns.iter().find_map(|fill| fill.slugs.first())
            && let Some((_, heads)) = openings.iter().rfind(|(opening, _)| opening <= first)
            && index >= front
        {
            furniture = heads;
        }
        let mut placing = Placing { slugs: &mut slugs, notes: &mut notes, places: &mut places, later: Vec::new() };
        let counts = Counts {
            last: sheets.len() - front,
            has_foot: imprint.is_none() || index + 1 < sheets.len(),
            opens: index == front && front == usize::from(portrait.is_some()) && alone,
        };
        pages.push(page_of(composer, (index, beside, counts), sheet, furniture, &mut placing));
    }
    if let (Some(portrait), Some(first)) = (portrait, pages.first_mut()) {
        (first.frame, first.area) = (portrait, Area::default());
    }
    if let (Some(line), Some(last)) = (imprint, pages.last_mut()) {
        let left = furniture::left(composer, sheets.len() - 1);
        last.frame.append(Point::new(left, composer.design.folio), line);
    }
    let outline = bookmarks(composer, &places, (front, lists), pages.len() - 1);
    diagnostics.append(&mut composer.setter.diagnostics);
    let facing = composer.design.duplex;
    Pages {
        pages,
        structure: std::mem::take(&mut composer.setter.structure),
        outline,
        facing,
        grid: furniture::text_grid(composer),
        filled,
        sheets: Sheets::default(),
    }
}

/// Returns the share of a page that text and notes take up in `columns`, those of the last page. The colophon does not
/// fill a page, since it stands at its foot.
fn filled(composer: &Composer<'_>, notes: &[NoteLine], columns: &[Fill]) -> f64 {
    let text = |fill: &Fill| {
        let slugs = composer.galley.slugs();
        let of_text = fill.slugs.iter().filter(|(slug, _)| composer.colophon.is_none_or(|first| *slug < first));
        let end = of_text.map(|(slug, top)| *top + slugs[*slug].height).fold(Pt::ZERO, Pt::max);
        Fill { end, ..fill.clone() }
    };
    let used = || columns.iter().map(|fill| matter::used(composer, notes, &text(fill)));
    if composer.design.has_spans() {
        // What spans columns is in the first of them.
        return (used().fold(Pt::ZERO, Pt::max) / composer.height()).min(1.0);
    }
    let used = used().sum::<Pt>();
    let count = composer.design.columns.count.max(1) as f64;
    let above = composer.banner.as_ref().filter(|_| composer.contents.is_none());
    let above = above.filter(|_| columns.iter().any(|fill| fill.slugs.iter().any(|(slug, _)| *slug == 0)));
    let above = above.map_or(Pt::ZERO, |banner| banner.height);
    ((used / count + above) / composer.height()).min(1.0)
}

/// Sets the colophon at the foot of the last page's side column, if that column is empty below `taken`. Positions in the frame are
/// measured from the top of the text.
fn colophon_beside<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    fills: &[Fill],
    taken: Pt,
) -> Option<(Frame, Pt)> {
    let side = placing::side_place(composer, page)?;
    let fill = fills.last()?;
    let used = beside::side_fill(composer, fill, composer.galley.slugs(), composer.design.height()).end;
    let free = composer.design.height() - used.max(taken);
    if back::colophon_estimate(composer, &side) > free.min(composer.design.height() * aside::COLOPHON) {
        return None;
    }
    let entries = composer.galley.outline().len();
    let slugs = composer.apart(|composer| back::colophon(composer, &side, ColophonForm::Open));
    composer.galley.lead_nowhere(entries);
    composer.colophon = None;
    let height: Pt = slugs.iter().map(|slug| slug.before + slug.height).sum();
    let mut frame = Frame::default();
    let top = composer.design.height() - height;
    let mut y = top;
    for slug in slugs {
        y += slug.before;
        put(&mut frame, Pt::ZERO, y, slug.frame);
        y += slug.height;
    }
    Some((frame, top))
}

/// Adds the colophon below the text, in the form that avoids a page of its own, and breaks all pages again. Without
/// the colophon there are `before` columns.
fn colophon_below<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
    before: usize,
) -> Vec<Fill> {
    let pages = |columns: usize| columns.div_ceil(composer.design.columns.count.max(1));
    let before = pages(before);
    let (had, nodes) = (composer.galley.extent(), composer.setter.structure.nodes.len());
    back::colophon(composer, page, ColophonForm::Open);
    let fills = matter::text_fills(composer, notes);
    if pages(fills.len()) == before {
        return fills;
    }
    composer.galley.truncate(had);
    composer.setter.structure.truncate(nodes);
    back::colophon(composer, page, ColophonForm::Close);
    matter::text_fills(composer, notes)
}

/// The content to be placed, and the places found so far.
struct Placing<'s> {
    /// The slugs. The frame of a slug is moved to its page when the slug is placed.
    slugs: &'s mut [Slug],
    /// The lines of notes.
    notes: &'s mut [NoteLine],
    /// For each slug, the index of its page and its position there.
    places: &'s mut [(usize, Point)],
    /// Slugs of a page whose content spans columns, which are put on it in the order of the text.
    later: Vec<(usize, Point)>,
}

/// A column on a page.
struct Column {
    /// Index of the page.
    page: usize,
    /// Its top left corner.
    origin: Point,
    /// Its height.
    height: Pt,
}

fn page_of(
    composer: &mut Composer<'_>,
    (index, beside, counts): (usize, Option<&Frame>, Counts),
    sheet: &Sheet,
    furniture: &Furniture,
    placing: &mut Placing<'_>,
) -> Page {
    let paper = composer.design.paper;
    let mut frame = Frame { size: paper, items: Vec::new() };
    let above = match composer.banner.take_if(|_| index == 0) {
        Some(banner) => {
            frame.append(Point::new(furniture::left(composer, index), top(composer)), banner.frame);
            banner.height
        }
        None => Pt::ZERO,
    };
    let below = if beside.is_some() { composer.strip } else { Pt::ZERO };
    let height = composer.height() - above - below;
    for (column, fill) in sheet.columns.iter().enumerate() {
        let origin = origin(composer, index, column) + Point::new(Pt::ZERO, above);
        set_column(composer, &mut frame, &Column { page: index, origin, height }, fill, placing);
    }
    placing.later.sort_by_key(|(slug, _)| *slug);
    for (slug, at) in placing.later.drain(..) {
        frame.append(at, std::mem::take(&mut placing.slugs[slug].frame));
    }
    if let Some(colophon) = beside {
        let colophon = match Exchange::on(composer, index) {
            Some(exchange) => exchange.slug(Pt::ZERO, colophon.clone()),
            None => colophon.clone(),
        };
        frame.append(Point::new(furniture::left(composer, index), top(composer)), colophon);
    }
    furniture::furnish(composer, &mut frame, index, (&sheet.label, counts), sheet.shows, furniture);
    Page { size: paper, label: sheet.label.clone(), area: furniture::type_area(composer, index), frame }
}

/// Returns the top left corner of a column on page `index`.
fn origin(composer: &Composer<'_>, index: usize, column: usize) -> Point {
    let Columns { count, gutter } = composer.design.columns;
    let rtl = composer.article.meta.dir == Direction::Rtl;
    let before = if rtl { count.saturating_sub(column + 1) } else { column };
    let x = (composer.design.measure + gutter) * before as f64;
    Point::new(furniture::left(composer, index) + x, top(composer))
}

/// Returns the top edge of the text.
fn top(composer: &Composer<'_>) -> Pt {
    composer.design.first_baseline - composer.design.leading
}

/// Places the content of a column and records where each slug is.
fn set_column(
    composer: &mut Composer<'_>,
    frame: &mut Frame,
    &Column { page, origin, height }: &Column,
    fill: &Fill,
    placing: &mut Placing<'_>,
) {
    let Placing { slugs, notes, places, later } = placing;
    let exchange = Exchange::on(composer, page);
    let moved = |width: Pt, frame: Frame| match exchange {
        Some(exchange) => exchange.slug(width, frame),
        None => frame,
    };
    let shift = colophon_shift(composer, fill, notes, height);
    let top = |slug: usize, y: Pt| match shift {
        Some((first, by)) if slug >= first => y + by,
        _ => y,
    };
    if !composer.notes.beside.is_empty() {
        let side = beside::side_fill(composer, fill, slugs, height);
        composer.crowded |= side.crowded;
        for (id, y) in side.notes {
            let note = composer.notes.beside.remove(&id).unwrap_or_default();
            frame.append(origin + Point::new(Pt::ZERO, y), moved(Pt::ZERO, note.frame));
        }
    }
    grounds(composer, frame, (origin, exchange), fill, slugs);
    if let Some((head, y)) = fill.head {
        let head = composer.galley.heads()[head].frame.clone();
        frame.append(origin + Point::new(Pt::ZERO, y), moved(Pt::ZERO, head));
    }
    for &(slug, y) in &fill.slugs {
        let at = origin + Point::new(Pt::ZERO, top(slug, y));
        places[slug] = (page, at);
        if composer.design.has_spans() {
            later.push((slug, at));
        } else {
            frame.append(at, moved(slugs[slug].width, std::mem::take(&mut slugs[slug].frame)));
        }
    }
    let foot = foot(composer, &mut notes[fill.notes.clone()]);
    frame.append(origin + Point::new(Pt::ZERO, height), moved(Pt::ZERO, foot));
}

/// Returns the first slug of the colophon on the last page, and how far it moves down to the foot of the page.
fn colophon_shift(composer: &Composer<'_>, fill: &Fill, notes: &[NoteLine], height: Pt) -> Option<(usize, Pt)> {
    let first = composer.colophon.filter(|first| fill.slugs.iter().any(|(slug, _)| slug == first))?;
    let notes = &notes[fill.notes.clone()];
    let foot = if notes.is_empty() {
        Pt::ZERO
    } else {
        let lines: Pt = notes.iter().map(|line| line.slug.height).sum();
        snap(lines + composer.design.grid(matter::NOTE_GAP), composer.design.leading)
    };
    Some((first, (height - foot - fill.end).max(Pt::ZERO)))
}

/// Draws the grounds and bars behind the slugs of a page, one for each contiguous stretch.
fn grounds(
    composer: &Composer<'_>,
    frame: &mut Frame,
    (origin, exchange): (Point, Option<Exchange>),
    fill: &Fill,
    slugs: &[Slug],
) {
    let mut extents: Vec<(usize, Pt, Pt)> = Vec::new();
    for &(index, top) in &fill.slugs {
        let bottom = top + slugs[index].height;
        let mut decor = slugs[index].decor;
        while let Some(id) = decor {
            match extents.iter_mut().rev().take(DEEPEST * 2).find(|extent| extent.0 == id) {
                Some(extent) => extent.2 = bottom,
                None => extents.push((id, top, bottom)),
            }
            decor = composer.galley.decors()[id].outer;
        }
    }
    extents.sort_by_key(|extent| extent.0);
    for (id, top, bottom) in extents {
        let Decor { x, width, color, drop, .. } = composer.galley.decors()[id];
        let x = exchange.map_or(x, |exchange| exchange.ground(x, width));
        let size = Size::new(width, bottom + drop.1 - (top + drop.0));
        frame.push(origin + Point::new(x, top + drop.0), Owner::Artifact, Item::Rule { size, color });
    }
}

/// Sets notes for the foot of a column, below a short rule. The frame's origin is at the foot.
fn foot(composer: &Composer<'_>, notes: &mut [NoteLine]) -> Frame {
    let mut frame = Frame::default();
    if notes.is_empty() {
        return frame;
    }
    let height: Pt = notes.iter().map(|line| line.slug.height).sum();
    let mut y = -height;
    let width = composer.design.spacing.note_rule;
    let page = composer.page(StructId(0));
    let rule = Item::Rule { size: Size::new(width, composer.design.spacing.rule), color: composer.design.inks.rule };
    let gap = composer.design.styles.note.leading * 0.25;
    frame.push(Point::new(page.start(width), y - gap), Owner::Artifact, rule);
    for line in notes {
        put(&mut frame, Pt::ZERO, y, std::mem::take(&mut line.slug.frame));
        y += line.slug.height;
    }
    frame
}

/// Makes the bookmarks, each at the place of its slug; the lists on the `front` pages get theirs after the title's.
fn bookmarks(
    composer: &Composer<'_>,
    places: &[(usize, Point)],
    (front, lists): (usize, Vec<(String, usize)>),
    last: usize,
) -> Vec<OutlineEntry> {
    let mut level = 0;
    let entry = |title: &str, level: u8, (page, at): (usize, Point)| {
        let at = Point::new(furniture::left(composer, page), at.y);
        OutlineEntry { title: title.to_owned(), level, page, at }
    };
    let entries = composer.galley.outline().iter().map(|bookmark| {
        level = bookmark.level.min(level + 1);
        let place = places.get(bookmark.slug).copied().unwrap_or((last, Point::default()));
        entry(&bookmark.title, level, place)
    });
    let mut entries: Vec<OutlineEntry> = entries.collect();
    let after = entries.iter().take_while(|entry| entry.page < front).count();
    let lists = lists.into_iter().map(|(title, page)| entry(&title, 2, (page, Point::default())));
    entries.splice(after..after, lists);
    entries
}
