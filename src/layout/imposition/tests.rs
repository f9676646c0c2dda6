use super::*;

fn pages(count: usize, paper: Size) -> Pages {
    let inset =
        Area { at: Point::new(Pt(60.0), Pt(50.0)), size: Size::new(paper.width - Pt(110.0), paper.height - Pt(100.0)) };
    let page = |number: usize| Page { size: paper, label: (number + 1).to_string(), area: inset, ..Page::default() };
    Pages { pages: (0..count).map(page).collect(), ..Pages::default() }
}

fn arranged(count: usize, paper: Paper, printing: &Printing) -> Vec<Sheet> {
    impose(pages(count, paper.size()), printing, Direction::Ltr).sheets.sides
}

fn on(imposition: Imposition) -> Printing {
    Printing { imposition: Some(imposition), ..Printing::default() }
}

#[test]
fn sheets_are_counted_with_both_sides() {
    for kind in [Imposition::TwoUp, Imposition::FourUp, Imposition::Booklet, Imposition::Notes] {
        for count in 1..=40 {
            let sides = arranged(count, Paper::A4, &on(kind)).len();
            assert_eq!(sheets(Some(kind), count), sides.div_ceil(2), "{kind:?}, {count} pages");
        }
    }
    assert_eq!((sheets(None, 5), sheets(None, 0)), (3, 0));
}

#[test]
fn labels_name_the_pages() {
    let labels = |count, kind| -> Vec<String> {
        arranged(count, Paper::A4, &on(kind)).into_iter().map(|sheet| sheet.label).collect()
    };
    assert_eq!(labels(7, Imposition::FourUp), ["1–4", "5–7"]);
    assert_eq!(labels(5, Imposition::Booklet), ["1", "2", "3", "4–5"]);
    assert_eq!(labels(8, Imposition::Booklet), ["8, 1", "2, 7", "6, 3", "4–5"]);
}

#[test]
fn every_page_is_on_one_sheet_and_inside_its_place() {
    for kind in [Imposition::TwoUp, Imposition::FourUp, Imposition::Booklet, Imposition::Notes] {
        for paper in Paper::ALL {
            let page = &pages(1, paper.size()).pages[0];
            let sides = arranged(13, paper, &on(kind));
            let mut seen: Vec<usize> = sides.iter().flat_map(|sheet| &sheet.pages).map(|placed| placed.page).collect();
            seen.sort_unstable();
            assert!(seen.into_iter().eq(0..13));
            for sheet in &sides {
                let mut areas: Vec<[f64; 4]> = Vec::new();
                for placed in &sheet.pages {
                    let corner = placed.place(page.area.at);
                    let far = placed.place(page.area.at + Point::new(page.area.size.width, page.area.size.height));
                    let area = [corner.x.0, corner.y.0, far.x.0, far.y.0];
                    assert!(area[0] > 10.0 && area[1] > 10.0, "{kind:?} {paper:?} {area:?}");
                    assert!(area[2] < sheet.size.width.0 - 10.0 && area[3] < sheet.size.height.0 - 10.0);
                    let apart = |other: &[f64; 4]| {
                        area[0] > other[2] || area[2] < other[0] || area[1] > other[3] || area[3] < other[1]
                    };
                    assert!(areas.iter().all(apart), "{kind:?} {paper:?}: pages overlap");
                    areas.push(area);
                }
            }
        }
    }
}

#[test]
fn a_small_book_is_printed_at_its_own_size() {
    let sides = arranged(8, Paper::A5, &on(Imposition::Booklet));
    assert_eq!(sides[0].size, Size::new(Paper::A4.size().height, Paper::A4.size().width));
    assert!(sides.iter().flat_map(|sheet| &sheet.pages).all(|placed| placed.scale == 1.0));
}

#[test]
fn pages_inside_a_booklet_are_moved_to_the_fold() {
    let x = |creep: f64, side: usize, place: usize| {
        let printing = Printing { creep: Pt(creep), ..on(Imposition::Booklet) };
        arranged(16, Paper::A4, &printing)[side].pages[place].at.x.0
    };
    for (side, sheets_around) in [(0, 0.0), (1, 0.0), (2, 1.0), (7, 3.0)] {
        let moved = |place| x(2.0, side, place) - x(0.0, side, place);
        // The lower page number comes first in the label: on a front, that is the page on the right.
        let (left, right) = if side % 2 == 0 { (1, 0) } else { (0, 1) };
        assert!((moved(left) - 2.0 * sheets_around).abs() < 1e-9, "side {side}");
        assert!((moved(right) + 2.0 * sheets_around).abs() < 1e-9, "side {side}");
    }
    // However thick the paper is, nothing reaches the fold.
    let fold = Paper::A4.size().height.0 / 2.0;
    let right = arranged(16, Paper::A4, &Printing { creep: Pt(500.0), ..on(Imposition::Booklet) })[6].pages[0];
    assert!(right.place(Point::new(Pt(60.0), Pt(50.0))).x.0 >= fold + LEAST_INNER.0 - 0.01);
}

#[test]
fn pages_that_are_as_large_as_half_of_the_sheet_are_moved_to_the_fold_too() {
    let x = |creep: f64, side: usize, place: usize| {
        let printing = Printing { creep: Pt(creep), ..on(Imposition::Booklet) };
        arranged(16, Paper::A5, &printing)[side].pages[place].at.x.0
    };
    for (side, sheets_around) in [(0, 0.0), (2, 1.0), (7, 3.0)] {
        let (left, right) = if side % 2 == 0 { (1, 0) } else { (0, 1) };
        assert!((x(2.0, side, left) - x(0.0, side, left) - 2.0 * sheets_around).abs() < 1e-9, "side {side}");
        assert!((x(2.0, side, right) - x(0.0, side, right) + 2.0 * sheets_around).abs() < 1e-9, "side {side}");
    }
    // The type ends before the fold, whose distance from it is that of the page's own margin otherwise.
    let printing = Printing { creep: Pt(500.0), ..on(Imposition::Booklet) };
    let right = arranged(16, Paper::A5, &printing)[6].pages[0];
    let fold = Paper::A4.size().height.0 / 2.0;
    assert!((right.place(Point::new(Pt(60.0), Pt(50.0))).x.0 - fold - LEAST_INNER.0).abs() < 0.01);
}

#[test]
fn lines_for_notes_are_in_the_grid_of_the_text_and_beside_it() {
    let narrow = Area { at: Point::new(Pt(48.0), Pt(50.0)), size: Size::new(Pt(327.0), Pt(700.0)) };
    let mut set = pages(2, Paper::A4.size());
    set.grid = TextGrid { first: Pt(88.0), leading: Pt(17.0), lines: 40 };
    for (dir, left) in [(Direction::Rtl, 220.0), (Direction::Ltr, 48.0)] {
        set.pages.iter_mut().for_each(|page| page.area = Area { at: Point::new(Pt(left), Pt(50.0)), ..narrow });
        let sheets = impose(set.clone(), &on(Imposition::Notes), dir).sheets.sides;
        assert_eq!(sheets.len(), 2, "one page on each side");
        let placed = sheets[0].pages[0];
        assert_eq!((placed.scale, placed.at), (1.0, Point::default()), "the page is printed as it was set");
        let rules = &sheets[0].frame.items;
        assert_eq!(rules.len(), 40);
        for (line, (at, placed)) in rules.iter().enumerate() {
            let Item::Rule { size, .. } = placed.item else { panic!("a line is a rule") };
            assert_eq!(at.y, Pt(88.0 + 17.0 * line as f64), "on a baseline of the text");
            let beside = if dir == Direction::Rtl { at.x + size.width < Pt(220.0) } else { at.x > Pt(375.0) };
            assert!(beside && at.x + size.width < Paper::A4.size().width, "{at:?} {size:?}");
        }
    }
    // In a close grid only every second line can be written on.
    set.grid.leading = Pt(12.5);
    let sheets = impose(set, &on(Imposition::Notes), Direction::Ltr).sheets.sides;
    assert_eq!(sheets[0].frame.items[1].0.y - sheets[0].frame.items[0].0.y, Pt(25.0));
}

#[test]
fn a_cover_before_pages_with_notes_is_printed_whole_and_without_lines() {
    let mut set = pages(2, Paper::A4.size());
    set.pages[0].area = Area::default();
    set.pages[1].area.size.width = Pt(320.0);
    set.grid = TextGrid { first: Pt(88.0), leading: Pt(17.0), lines: 40 };
    let sheets = impose(set, &on(Imposition::Notes), Direction::Ltr).sheets.sides;
    assert!(sheets[0].frame.items.is_empty() && !sheets[1].frame.items.is_empty());
    assert!(sheets.iter().all(|sheet| sheet.pages[0].scale == 1.0));
}

#[test]
fn the_stated_sheet_is_used_whatever_the_pages_would_choose() {
    let a3 = Size::new(Pt(841.89), Pt(1190.55));
    for kind in [Imposition::Booklet, Imposition::TwoUp] {
        let printing = Printing { sheet: Some(a3), ..on(kind) };
        let sides = arranged(8, Paper::A4, &printing);
        assert_eq!(sides[0].size, Size::new(a3.height, a3.width));
        assert!(sides.iter().flat_map(|sheet| &sheet.pages).all(|placed| placed.scale == 1.0));
        assert!(keeps_size(&printing, Paper::A4.size()) && !keeps_size(&on(kind), Paper::A4.size()));
        assert!(keeps_size(&on(kind), Paper::A5.size()));
    }
}
