use std::collections::BTreeMap;

use super::*;
use crate::article::{Asset, AssetId, ImageKind};
use crate::layout::{Frame, Owner};
use crate::style::Color;
use crate::units::{Point, Pt, Size};

/// Makes a page of 10 by 10 points with `items`.
fn page(items: Vec<(Point, Item)>) -> Page {
    let size = Size::new(Pt(10.0), Pt(10.0));
    let mut frame = Frame { size, ..Frame::default() };
    items.into_iter().for_each(|(at, item)| frame.push(at, Owner::Artifact, item));
    Page { size, frame, ..Page::default() }
}

fn at(x: f64, y: f64) -> Point {
    Point::new(Pt(x), Pt(y))
}

fn size(width: f64, height: f64) -> Size {
    Size::new(Pt(width), Pt(height))
}

/// Returns the pixels of `page`, one per point, as characters: `#` is black, `.` white, `?` anything else.
fn drawn(page: &Page, article: &Article) -> Vec<String> {
    let bytes = png(page, article, &Fonts::bundled(), 72.0).unwrap();
    let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
    let sign = |pixel: &image::Rgb<u8>| match pixel.0 {
        [0, 0, 0] => '#',
        [255, 255, 255] => '.',
        _ => '?',
    };
    picture.rows().map(|row| row.map(sign).collect()).collect()
}

fn asset(kind: ImageKind, bytes: &[u8]) -> Article {
    let asset = Asset {
        name: "x".into(),
        kind,
        bytes: bytes.into(),
        width: 4,
        height: 4,
        orientation: 1,
        embedded: Default::default(),
    };
    Article { assets: vec![asset], ..Article::default() }
}

#[test]
fn rectangles_have_whole_pixels_and_one_at_least() {
    let rule = |x, y, width, height| (at(x, y), Item::Rule { size: size(width, height), color: Color::BLACK });
    let rows = drawn(&page(vec![rule(1.4, 1.0, 3.0, 0.1), rule(0.0, 3.6, 2.0, 2.0)]), &Article::default());
    assert_eq!(
        rows[..7],
        ["..........", ".###......", "..........", "..........", "##........", "##........", ".........."]
    );
}

#[test]
fn an_outline_is_drawn_inside_of_its_rectangle() {
    let item = Item::Outline { size: size(4.0, 4.0), stroke: Pt(1.0), color: Color::BLACK, text: None };
    let rows = drawn(&page(vec![(at(1.0, 1.0), item)]), &Article::default());
    assert_eq!(rows[..6], ["..........", ".####.....", ".#..#.....", ".#..#.....", ".####.....", ".........."]);
}

#[test]
fn pictures_and_drawings_fill_their_place() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h2v4H0z"/></svg>"#;
    let picture = image::GrayImage::from_fn(4, 4, |x, _| image::Luma([if x < 2 { 0 } else { 255 }]));
    let bytes = raster::png(&picture.into(), &Colours::Plain).unwrap();
    for (kind, bytes) in [(ImageKind::Svg, &svg[..]), (ImageKind::Png, &bytes)] {
        let item = Item::Picture { asset: AssetId(0), size: size(7.9, 3.9) };
        let rows = drawn(&page(vec![(at(1.0, 1.0), item)]), &asset(kind, bytes));
        assert_eq!(rows[0], "..........");
        assert!(rows[2].starts_with(".###") && rows[2].ends_with("..."), "{kind:?}: {rows:?}");
        assert_eq!(rows[5], "..........");
    }
}

#[test]
fn what_cannot_be_decoded_is_a_grey_box() {
    let item = Item::Picture { asset: AssetId(0), size: size(2.0, 1.0) };
    for article in [asset(ImageKind::Png, b"no picture"), asset(ImageKind::Svg, b"<svg"), Article::default()] {
        assert_eq!(drawn(&page(vec![(at(1.0, 0.0), item.clone())]), &article)[0], ".??.......");
    }
}

#[test]
fn hostile_places_and_sizes_are_survived() {
    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e300, 1e300, 1e9, -5.0, 0.0];
    let svg =
        asset(ImageKind::Svg, br#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><circle r="4"/></svg>"#);
    for one in numbers {
        for other in numbers {
            let size = size(other, one);
            let items = vec![
                Item::Rule { size, color: Color::BLACK },
                Item::Outline { size, stroke: Pt(one), color: Color::BLACK, text: None },
                Item::Mosaic {
                    size,
                    tiles: vec![crate::layout::Area { at: at(other, one), size }],
                    color: Color::BLACK,
                },
                Item::Picture { asset: AssetId(0), size },
            ];
            let items = items.into_iter().map(|item| (at(one, other), item)).collect();
            png(&page(items), &svg, &Fonts::bundled(), 72.0).unwrap();
        }
    }
}

#[test]
fn sizes_beyond_all_bounds_are_refused_with_advice() {
    let blank = |width, height| Page { size: size(width, height), ..Page::default() };
    let refused = |page: &Page, dpi| png(page, &Article::default(), &Fonts::bundled(), dpi).unwrap_err().to_string();
    assert_eq!(
        refused(&blank(720.0, 720.0), 1e5),
        "the page would have 1000000 × 1000000 pixels, and 40000000 is the most; choose a lower resolution"
    );
    for dpi in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(refused(&blank(72.0, 72.0), dpi).ends_with("give a number above 0, such as 96"));
    }
    for length in [0.0, -72.0, f64::NAN] {
        assert!(refused(&blank(length, 72.0), 96.0).starts_with("the page has no width or no height"));
    }
    assert!(refused(&blank(1e300, 1e300), 96.0).ends_with("choose a lower resolution"));
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    let source = crate::source::Source::new("a.md", "# Light\n\nHow $\\sqrt{x}$ lamps changed *the* streets.\n");
    let (mut said, fonts) = (Vec::new(), Fonts::bundled());
    let settings = crate::job::Settings::default();
    let files = crate::read::Memory { folder: String::new(), files: BTreeMap::new() };
    let article = crate::job::read_article(&source, &settings, &files, &mut said).unwrap();
    let pages = crate::layout::typeset(&article, &crate::design::Design::default(), &fonts, &mut said);
    let once = png(&pages.pages[0], &article, &fonts, 60.0).unwrap();
    assert_eq!(once, png(&pages.pages[0], &article, &Fonts::bundled(), 60.0).unwrap());
    let picture = image::load_from_memory(&once).unwrap().into_luma8();
    assert!(picture.pixels().filter(|pixel| pixel.0[0] < 128).count() > 100, "there are letters");
}
