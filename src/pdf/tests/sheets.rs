//! Tests pages on sheets as a reader of the file sees them: where each page's text is, which way up, and in which
//! order the structure reads it.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::draft::{Draft, everything};
use super::{all, made};
use crate::article::{Article, Direction};
use crate::design::custom::{PaperSize, Share, imposed};
use crate::design::{Design, Paper};
use crate::layout::imposition::{Imposition, Printing, impose};
use crate::layout::{Flip, Item, Owner, Pages, StructRole, typeset};
use crate::read;
use crate::source::Source;
use crate::text::{Fonts, fonts};
use crate::units::Pt;

/// Makes a text of numbered words that fills `count` pages of A4.
fn numbered(count: usize) -> (Pages, Article) {
    numbered_in(&Design::article(Paper::A4), count)
}

/// Makes a text of numbered words that fills `count` pages of `design`.
fn numbered_in(design: &Design, count: usize) -> (Pages, Article) {
    let mut words = 330 * count;
    loop {
        let text: Vec<String> = (1..=words).map(|word| format!("w{word:04}")).collect();
        let text: Vec<String> = text.chunks(90).map(|words| words.join(" ")).collect();
        let source = Source::new("numbers.md", format!("---\nlang: en\n---\n\n# Numbers\n\n{}\n", text.join("\n\n")));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        let pages = typeset(&article, design, &Fonts::bundled(), &mut Vec::new());
        match pages.pages.len().cmp(&count) {
            std::cmp::Ordering::Less => words += 160,
            std::cmp::Ordering::Equal => return (pages, article),
            std::cmp::Ordering::Greater => words -= 60,
        }
    }
}

/// A piece of text on a page of the file.
#[derive(Debug)]
struct Shown {
    x: f64,
    y: f64,
    /// Scale of the text.
    factor: f64,
    mcid: Option<i64>,
    text: String,
}

/// A matrix `[a b c d e f]` (ISO 32000-1 §8.3.3).
type Matrix = [f64; 6];

fn times(one: Matrix, other: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = one;
    let [p, q, r, s, t, u] = other;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

/// Returns the texts of a page in the order of its content.
fn shown(document: &Document, page: ObjectId) -> Vec<Shown> {
    const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let fonts = document.get_page_fonts(page).unwrap();
    let fonts: BTreeMap<&[u8], BTreeMap<u16, String>> =
        fonts.iter().map(|(name, font)| (&**name, characters(document, font))).collect();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let (mut stack, mut matrix, mut line) = (Vec::new(), IDENTITY, IDENTITY);
    let (mut font, mut mcid): (Option<&BTreeMap<u16, String>>, Option<i64>) = (None, None);
    let mut found = Vec::new();
    for operation in &content.operations {
        let operands = &operation.operands;
        let numbers =
            || -> Vec<f64> { operands.iter().filter_map(|number| number.as_float().ok()).map(f64::from).collect() };
        match operation.operator.as_str() {
            "q" => stack.push(matrix),
            "Q" => matrix = stack.pop().expect("as many q as Q"),
            "cm" => matrix = times(numbers().try_into().unwrap(), matrix),
            "BT" => line = IDENTITY,
            "Td" => line = times([1.0, 0.0, 0.0, 1.0, numbers()[0], numbers()[1]], line),
            "Tf" => font = Some(&fonts[operands[0].as_name().unwrap()]),
            "BDC" => {
                mcid = operands[1].as_dict().ok().and_then(|properties| properties.get(b"MCID").ok()?.as_i64().ok());
            }
            "EMC" => mcid = None,
            "TJ" => {
                let strings = operands[0].as_array().unwrap().iter().filter_map(|part| part.as_str().ok());
                let codes =
                    strings.flat_map(|bytes| bytes.chunks_exact(2)).map(|code| u16::from_be_bytes([code[0], code[1]]));
                let text = codes.map(|code| font.expect("a font")[&code].as_str()).collect();
                let [factor, _, _, _, x, y] = times(line, matrix);
                found.push(Shown { x, y, factor, mcid, text });
            }
            _ => {}
        }
    }
    assert!(stack.is_empty());
    found
}

/// Returns the characters of the codes of `font`, from its ToUnicode map.
fn characters(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let map = font.get(b"ToUnicode").and_then(Object::as_reference).unwrap();
    let map = document.get_object(map).and_then(Object::as_stream).unwrap().decompressed_content().unwrap();
    let map = String::from_utf8(map).unwrap();
    let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("><"));
    let pairs = pairs.filter(|pair| *pair != ("0000", "FFFF"));
    let unit = |digits: &[u8]| u16::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap();
    let text = |digits: &str| {
        let units: Vec<u16> = digits.as_bytes().chunks(4).map(unit).collect();
        String::from_utf16(&units).unwrap()
    };
    pairs.map(|(code, digits)| (unit(code.as_bytes()), text(digits))).collect()
}

/// Iterates over the numbers of the words in `text`.
fn numbers_in(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.split_whitespace().filter_map(|word| word.strip_prefix('w')?.parse().ok())
}

/// Returns, for each side of `document` and each of its `columns` × `rows` cells, row by row, the words in it from top
/// to bottom and left to right.
fn places(document: &Document, (columns, rows): (usize, usize)) -> Vec<Vec<Vec<usize>>> {
    let sides = document.page_iter().map(|page| {
        let size = page_size(document, page);
        let mut places: Vec<Vec<Shown>> = (0..columns * rows).map(|_| Vec::new()).collect();
        for piece in shown(document, page).into_iter().filter(|piece| piece.mcid.is_some()) {
            let (column, row) = (piece.x / size.0 * columns as f64, (size.1 - piece.y) / size.1 * rows as f64);
            places[row as usize * columns + column as usize].push(piece);
        }
        let read = |mut pieces: Vec<Shown>| -> Vec<usize> {
            // On a sheet that is rotated by 180 degrees, the lowest text in the file is read first.
            pieces.sort_by(|one, other| {
                let key = |piece: &Shown| (-piece.y * piece.factor.signum(), piece.x * piece.factor.signum());
                key(one).partial_cmp(&key(other)).unwrap()
            });
            pieces.iter().flat_map(|piece| numbers_in(&piece.text)).collect()
        };
        places.into_iter().map(read).collect()
    });
    sides.collect()
}

fn page_size(document: &Document, page: ObjectId) -> (f64, f64) {
    let media = document.get_dictionary(page).unwrap().get(b"MediaBox").and_then(Object::as_array).unwrap();
    let side = |index: usize| f64::from(media[index].as_float().unwrap());
    (side(2), side(3))
}

fn file(pages: &Pages, article: &Article, printing: &Printing) -> Document {
    let pages = impose(pages.clone(), printing, article.meta.dir);
    Document::load_mem(&made(&pages, article)).unwrap()
}

fn on(imposition: Imposition) -> Printing {
    Printing { imposition: Some(imposition), ..Printing::default() }
}

/// Returns, for each cell on each side of `sheets`, the page in it, counted from 1; 0 for an empty cell.
fn page_numbers(plain: &Document, sheets: &Document, grid: (usize, usize)) -> Vec<Vec<usize>> {
    let pages: Vec<Vec<usize>> = places(plain, (1, 1)).into_iter().flatten().collect();
    let number = |words: &Vec<usize>| match words.is_empty() {
        true => 0,
        false => 1 + pages.iter().position(|page| page == words).expect("the words of one page, in their order"),
    };
    places(sheets, grid).iter().map(|side| side.iter().map(number).collect()).collect()
}

#[test]
fn thirteen_pages_are_where_folding_and_stapling_want_them() {
    let (pages, article) = numbered(13);
    let plain = file(&pages, &article, &Printing::default());
    let booklet = file(&pages, &article, &on(Imposition::Booklet));
    let wanted = [[0, 1], [2, 0], [0, 3], [4, 13], [12, 5], [6, 11], [10, 7], [8, 9]];
    assert_eq!(page_numbers(&plain, &booklet, (2, 1)), wanted);
    let two = file(&pages, &article, &on(Imposition::TwoUp));
    assert_eq!(page_numbers(&plain, &two, (2, 1)), [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12], [13, 0]]);
    let four = file(&pages, &article, &on(Imposition::FourUp));
    assert_eq!(page_numbers(&plain, &four, (2, 2)), [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 0, 0, 0]]);
    let notes = file(&pages, &article, &on(Imposition::Notes));
    let singles: Vec<[usize; 1]> = (1..=13).map(|page| [page]).collect();
    assert_eq!(page_numbers(&plain, &notes, (1, 1)), singles);
}

#[test]
fn sixteen_pages_are_where_folding_and_stapling_want_them() {
    let (pages, article) = numbered(16);
    let plain = file(&pages, &article, &Printing::default());
    let booklet = [[16, 1], [2, 15], [14, 3], [4, 13], [12, 5], [6, 11], [10, 7], [8, 9]];
    assert_eq!(page_numbers(&plain, &file(&pages, &article, &on(Imposition::Booklet)), (2, 1)), booklet);
    let four = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]];
    assert_eq!(page_numbers(&plain, &file(&pages, &article, &on(Imposition::FourUp)), (2, 2)), four);
    let pairs: Vec<[usize; 2]> = (0..8).map(|side| [2 * side + 1, 2 * side + 2]).collect();
    assert_eq!(page_numbers(&plain, &file(&pages, &article, &on(Imposition::TwoUp)), (2, 1)), pairs);
    // Sheets are labelled by their pages, and the structure reads the text in order.
    let document = file(&pages, &article, &on(Imposition::Booklet));
    let labels = document.catalog().unwrap().get(b"PageLabels").and_then(Object::as_dict).unwrap();
    let ranges = labels.get(b"Nums").and_then(Object::as_array).unwrap();
    assert_eq!(ranges[1].as_dict().unwrap().get(b"P").and_then(Object::as_str).unwrap(), b"16, 1");
    let words = read_by_structure(&document);
    assert!(words.len() > 5000 && words.iter().copied().eq(1..=words.len()), "{:?}", &words[..20]);
}

/// Returns the words in the order of the structure tree.
fn read_by_structure(document: &Document) -> Vec<usize> {
    let mut texts: BTreeMap<(ObjectId, i64), String> = BTreeMap::new();
    for page in document.page_iter() {
        for piece in shown(document, page) {
            if let Some(mcid) = piece.mcid {
                *texts.entry((page, mcid)).or_default() += &format!("{} ", piece.text);
            }
        }
    }
    let mut words = Vec::new();
    let root = document.catalog().unwrap().get(b"StructTreeRoot").and_then(Object::as_reference).unwrap();
    walk(document, document.get_dictionary(root).unwrap(), None, &mut |page, mcid| {
        words.extend(numbers_in(texts.get(&(page, mcid)).map_or("", |text| text)));
    });
    words
}

/// Calls `see` for each marked-content sequence below `element`, in reading order.
fn walk(document: &Document, element: &Dictionary, page: Option<ObjectId>, see: &mut impl FnMut(ObjectId, i64)) {
    let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    let Ok(kids) = element.get(b"K") else { return };
    let kids = kids.as_array().map_or_else(|_| vec![kids.clone()], Clone::clone);
    for kid in kids {
        match kid {
            Object::Integer(mcid) => see(page.unwrap(), mcid),
            Object::Reference(id) => walk(document, document.get_dictionary(id).unwrap(), page, see),
            Object::Dictionary(dict) if dict.has(b"MCID") => {
                let page = dict.get(b"Pg").and_then(Object::as_reference).unwrap();
                see(page, dict.get(b"MCID").and_then(Object::as_i64).unwrap());
            }
            _ => {}
        }
    }
}

#[test]
fn backs_are_turned_round_where_the_printer_flips_the_other_way() {
    let (pages, article) = numbered(5);
    let plain = file(&pages, &article, &Printing::default());
    let printing = Printing { flip: Some(Flip::LongEdge), ..on(Imposition::Booklet) };
    let document = file(&pages, &article, &printing);
    // In the file, the cells of a back are exchanged.
    assert_eq!(page_numbers(&plain, &document, (2, 1)), [[0, 1], [0, 2], [0, 3], [5, 4]]);
    for (side, page) in document.page_iter().enumerate() {
        let turned = shown(&document, page).iter().all(|piece| (piece.factor < 0.0) == (side % 2 == 1));
        assert!(turned, "side {side}");
    }
    let preferences = document.catalog().unwrap().get(b"ViewerPreferences").and_then(Object::as_dict).unwrap();
    assert_eq!(preferences.get(b"Duplex").and_then(Object::as_name).unwrap(), b"DuplexFlipLongEdge");
}

#[test]
fn a_text_from_right_to_left_is_bound_on_the_right() {
    let (pages, mut article) = numbered(4);
    let plain = file(&pages, &article, &Printing::default());
    article.meta.dir = Direction::Rtl;
    assert_eq!(page_numbers(&plain, &file(&pages, &article, &on(Imposition::Booklet)), (2, 1)), [[1, 4], [3, 2]]);
    assert_eq!(page_numbers(&plain, &file(&pages, &article, &on(Imposition::FourUp)), (2, 2)), [[2, 1, 4, 3]]);
}

#[test]
fn type_on_sheets_is_larger_than_scaling_whole_pages_makes_it() {
    let (pages, article) = numbered(4);
    let scale = |kind: Imposition| {
        let document = file(&pages, &article, &on(kind));
        shown(&document, document.page_iter().next().unwrap())[0].factor
    };
    assert!(scale(Imposition::TwoUp) > std::f64::consts::FRAC_1_SQRT_2, "{}", scale(Imposition::TwoUp));
    assert!(scale(Imposition::FourUp) > 0.5, "{}", scale(Imposition::FourUp));
    assert!(scale(Imposition::Notes) > 0.5, "{}", scale(Imposition::Notes));
}

#[test]
fn links_lie_over_their_text_and_lead_to_their_place_on_the_sheet() {
    let (pages, article) = everything();
    let printing = Printing { marks: true, bleed: Pt(9.0), ..on(Imposition::TwoUp) };
    let document = file(&pages, &article, &printing);
    let page = document.page_iter().next().unwrap();
    let pieces = shown(&document, page);
    let links = all(&document, "Subtype", "Link");
    assert_eq!(links.len(), 4);
    for link in links {
        let area: Vec<f64> = numbers(link, b"Rect");
        let inside = |piece: &&Shown| {
            (area[0] - 1.0..area[2]).contains(&piece.x) && (area[1] - 14.0..area[3] + 1.0).contains(&piece.y)
        };
        assert!(pieces.iter().any(|piece| inside(&piece)), "no text in {area:?}");
    }
    let note = pieces.iter().find(|piece| piece.text.starts_with("The text of the note")).unwrap();
    let to_note = all(&document, "Subtype", "Link").into_iter().filter_map(|link| link.get(b"Dest").ok());
    let at: Vec<(f64, f64)> = to_note
        .map(|dest| dest.as_array().unwrap())
        .map(|dest| (f64::from(dest[2].as_float().unwrap()), f64::from(dest[3].as_float().unwrap())))
        .collect();
    assert!(at.iter().any(|(x, y)| (note.x - x).abs() < 40.0 && (note.y - y).abs() < 1.0), "{note:?} {at:?}");
}

fn numbers(dict: &Dictionary, key: &[u8]) -> Vec<f64> {
    let array = dict.get(key).and_then(Object::as_array).unwrap();
    array.iter().map(|number| f64::from(number.as_float().unwrap())).collect()
}

#[test]
fn what_is_cut_off_is_in_the_boxes_and_marked_outside_of_them() {
    let mut draft = Draft::new();
    let paragraph = draft.add(draft.root, StructRole::P);
    draft.line(Owner::Content(paragraph), fonts::SERIF, "some text ");
    let printing = Printing { marks: true, bleed: Pt(9.0), ..Printing::default() };
    let pages = impose(draft.pages.clone(), &printing, Direction::Ltr);
    let document = Document::load_mem(&made(&pages, &Article::default())).unwrap();
    let page = document.get_dictionary(document.page_iter().next().unwrap()).unwrap();
    let boxes = ["MediaBox", "BleedBox", "TrimBox"].map(|key| numbers(page, key.as_bytes()));
    let margin = boxes[2][0];
    assert_eq!(boxes[2], [margin, margin, margin + 400.0, margin + 560.0], "the page itself");
    assert_eq!(boxes[1], [margin - 9.0, margin - 9.0, margin + 409.0, margin + 569.0]);
    assert_eq!(boxes[0], [0.0, 0.0, 2.0 * margin + 400.0, 2.0 * margin + 560.0]);
    let marks = &pages.sheets.sides[0].frame.items;
    assert_eq!(marks.len(), 8);
    for (at, mark) in marks {
        let Item::Rule { size, .. } = mark.item else { panic!("a mark is a rule") };
        let (left, right) = (at.x.0, at.x.0 + size.width.0);
        let (top, bottom) = (at.y.0, at.y.0 + size.height.0);
        let outside = right <= boxes[1][0] || left >= boxes[1][2] || bottom <= boxes[1][1] || top >= boxes[1][3];
        assert!(outside && left >= 0.0 && top >= 0.0 && right <= boxes[0][2] && bottom <= boxes[0][3]);
    }
    let text = shown(&document, document.page_iter().next().unwrap());
    assert_eq!((text[0].x - margin).round(), 50.0, "the text has moved with the page");
    // Bleed alone enlarges the sheet by no more than itself.
    let bleed = impose(draft.pages, &Printing { marks: false, ..printing }, Direction::Ltr);
    assert_eq!(bleed.sheets.sides[0].size.width, Pt(418.0));
}

#[test]
fn pages_that_are_not_arranged_are_written_as_ever() {
    let (pages, article) = everything();
    let plain = impose(pages.clone(), &Printing::default(), Direction::Ltr);
    assert!(plain.sheets.sides.is_empty());
    assert!(made(&plain, &article) == made(&pages, &article));
}

/// Reads back from the file what folding needs: on sheets of A4, pages of half a sheet at their own size, in order,
/// with their folios at the outer edge.
#[test]
fn thirteen_pages_of_half_a_sheet_are_printed_as_they_are_set_with_their_folios_outside() {
    for (share, kind) in [(Share::Booklet, Imposition::Booklet), (Share::TwoUp, Imposition::TwoUp)] {
        let design = imposed("article", PaperSize::Named(Paper::A4), share).unwrap();
        let (pages, article) = numbered_in(&design, 13);
        let plain = file(&pages, &article, &Printing::default());
        let document = file(&pages, &article, &on(kind));
        let booklet = vec![[0, 1], [2, 0], [0, 3], [4, 13], [12, 5], [6, 11], [10, 7], [8, 9]];
        let pairs = vec![[1, 2], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12], [13, 0]];
        let wanted = if kind == Imposition::Booklet { booklet } else { pairs };
        assert_eq!(page_numbers(&plain, &document, (2, 1)), wanted);
        let body = design.styles.body.size;
        assert!(body >= Pt(9.5) && design.leading >= Pt(12.5));
        for (side, page) in document.page_iter().enumerate() {
            let (width, height) = page_size(&document, page);
            assert_eq!((width.round(), height.round()), (842.0, 595.0));
            let pieces = shown(&document, page);
            assert!(pieces.iter().all(|piece| (piece.factor - 1.0).abs() < 1e-9), "nothing is reduced");
            let folios = pieces.iter().filter(|piece| piece.mcid.is_none() && piece.y < 60.0);
            let folios: Vec<(usize, f64)> = folios.map(|piece| (piece.text.trim().parse().unwrap(), piece.x)).collect();
            for number in wanted[side].into_iter().filter(|number| *number > 0) {
                let (_, x) = folios.iter().find(|(folio, _)| *folio == number).expect("a folio");
                let left = wanted[side][0] == number;
                let outer = if left { *x } else { width - x };
                assert!(
                    (45.0..85.0).contains(&outer),
                    "{share:?}: the folio of page {number} is {outer} from the edge"
                );
            }
        }
    }
}

#[test]
fn thirteen_pages_with_room_for_notes_are_printed_as_they_are_set_with_lines_in_their_grid() {
    let design = imposed("article", PaperSize::Named(Paper::A4), Share::Notes).unwrap();
    let (pages, article) = numbered_in(&design, 13);
    let document = file(&pages, &article, &on(Imposition::Notes));
    assert_eq!(document.get_pages().len(), 13);
    for page in document.page_iter() {
        let (width, height) = page_size(&document, page);
        assert_eq!((width.round(), height.round()), (595.0, 842.0));
        let pieces = shown(&document, page);
        assert!(pieces.iter().all(|piece| (piece.factor - 1.0).abs() < 1e-9 && piece.x < width * 0.64));
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        let rectangles = content.operations.iter().filter(|operation| operation.operator == "re");
        let tops = rectangles.filter_map(|operation| {
            let [x, y, _, h] = [0, 1, 2, 3].map(|at| f64::from(operation.operands[at].as_float().unwrap()));
            (x > width * 0.64).then_some(y.max(y + h))
        });
        let tops: Vec<f64> = tops.collect();
        // The last page may have made all pages a line longer or shorter.
        assert!(tops.len().abs_diff(design.lines) <= 1, "{}", tops.len());
        let on_line = |piece: &&Shown| numbers_in(&piece.text).next().is_some();
        for piece in pieces.iter().filter(on_line) {
            assert!(tops.iter().any(|top| (top - piece.y).abs() < 0.02), "{piece:?}");
        }
    }
}
