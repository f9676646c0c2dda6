//! Pictures on pages and in books: their stated sizes, covers on any paper, captions beside and below, and what stands
//! for those that are missing.

use std::io::Cursor;

use crate::common::boxes::{content, text_boxes};
use crate::common::epub::Epub;
use image::{DynamicImage, ImageFormat};
use offprint::design::custom::PaperSize;
use offprint::design::{Design, NAMES};
use offprint::diag::{Code, Diagnostics};
use offprint::epub;
use offprint::layout::{Destination, Item, Pages, typeset};
use offprint::read::{Memory, Options, read};
use offprint::source::Source;
use offprint::text::Fonts;

/// A file for each size that the articles name, as `400x200.png`.
fn archive(text: &str) -> Memory {
    let mut files = Memory { folder: String::new(), files: Default::default() };
    for part in text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.') {
        let Some((width, height)) = part.strip_suffix(".png").and_then(|size| size.split_once('x')) else { continue };
        let (Ok(width), Ok(height)) = (width.parse(), height.parse()) else { continue };
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_luma8(width, height).write_to(&mut bytes, ImageFormat::Png).expect("a picture");
        files.files.insert(part.to_owned(), bytes.into_inner().into());
    }
    files
}

fn article(text: &str) -> offprint::article::Article {
    let source = Source::new("quays.md", text.as_bytes().to_vec());
    read(&source, &Options::default(), &archive(text), &mut Diagnostics::new()).expect("an article")
}

fn set(text: &str, design: &Design) -> Pages {
    typeset(&article(text), design, &Fonts::bundled(), &mut Diagnostics::new())
}

/// Left, top, width and height of the pictures on the pages, in points.
fn placed(pages: &Pages) -> Vec<[f64; 4]> {
    let items = pages.pages.iter().flat_map(|page| &page.frame.items);
    let found = items.filter_map(|(at, placed)| match placed.item {
        Item::Picture { size, .. } => Some([at.x.0, at.y.0, size.width.0, size.height.0]),
        _ => None,
    });
    found.collect()
}

/// The text of the book that `text` becomes.
fn book(text: &str) -> String {
    let bytes = epub::package(&article(text), &epub::Options::default(), &mut Diagnostics::new()).expect("a book");
    Epub::of(&bytes).documents(|_| true)
}

/// `markup` alone is set at so many points, and the book has `style` for it.
#[track_caller]
fn is_set(markup: &str, (width, height): (f64, f64), style: &str) {
    let design = Design::default();
    let text = format!("# Quays\n\nWords.\n\n{markup}\n\nMore words.\n");
    let found = placed(&set(&text, &design));
    let [.., across, down] = found[0];
    assert!((across - width).abs() < 0.1 && (down - height).abs() < 0.1, "{markup}: {found:?}");
    let book = book(&text);
    assert!(book.contains(&format!("style=\"{style}\"")), "{markup}: {book}");
}

#[test]
fn a_stated_size_holds_in_both_outputs() {
    // The text has no side column beside it.
    let column = 336.0;
    is_set("<img src='400x200.png' width='100' alt='a'>", (75.0, 37.5), "width: 100px");
    is_set("<img src='400x200.png' width='25%' alt='a'>", (column / 4.0, column / 8.0), "width: 25%");
    is_set("<img src='400x200.png' style='width:2in;height:auto' alt='a'>", (144.0, 72.0), "width: 192px");
    is_set("<img src='400x200.png' height='50' alt='a'>", (75.0, 37.5), "height: 50px; width: auto");
    is_set("<img src='40x30.png' width='200' alt='a'>", (150.0, 112.5), "width: 200px");
    is_set("<img src='40x30.png' width='9999' alt='a'>", (column, column * 0.75), "width: 9999px");
    is_set(
        "<img src='99x99.png' width='40' height='20' alt='a'>",
        (30.0, 15.0),
        "width: 40px; aspect-ratio: 2; object-fit: fill",
    );
    is_set("![[400x200.png|100]]", (75.0, 37.5), "width: 100px");
    is_set("![[400x200.png|The quay|100]]", (75.0, 37.5), "width: 100px");
    is_set("{{< figure src=\"400x200.png\" width=\"100\" caption=\"A quay\" >}}", (75.0, 37.5), "width: 100px");
    is_set(
        "<figure style='width:50%'><img src='400x200.png' alt='a'></figure>",
        (column / 2.0, column / 4.0),
        "width: 50%",
    );
}

#[test]
fn a_size_that_says_nothing_new_changes_nothing() {
    let plain = "# Quays\n\n<img src='900x600.png' alt='a'>\n";
    for attributes in
        ["width='900' height='600'", "style='max-width:100%;height:auto'", "width='1' height='1'", "width='auto'"]
    {
        let stated = plain.replace("alt=", &format!("{attributes} alt="));
        let design = Design::default();
        assert_eq!(placed(&set(&stated, &design)), placed(&set(plain, &design)), "{attributes}");
        assert!(!book(&stated).contains("style="), "{attributes}");
    }
}

#[test]
fn a_picture_that_is_stated_small_stays_in_its_line_on_the_baseline() {
    let design = Design::default();
    let pages = set(
        "# Quays\n\n<img src='512x512.png' width='16' alt='a'> leads, <img src='512x512.png' height='24' alt='b'> follows.\n",
        &design,
    );
    let [first, second] = placed(&pages)[..] else { panic!("two pictures") };
    let baseline = |[_, top, _, height]: [f64; 4]| top + height;
    assert!((first[2] - 12.0).abs() < 0.1 && (second[3] - 18.0).abs() < 0.1, "{first:?} {second:?}");
    let words = pages.pages.iter().flat_map(|page| &page.frame.items);
    let line = words.filter(|(_, placed)| matches!(&placed.item, Item::Text(run) if run.text.contains("leads")));
    let line = line.map(|(at, _)| at.y.0).next().expect("the words");
    assert!((baseline(first) - line).abs() < 0.1 && (baseline(second) - line).abs() < 0.1);
    assert!(book("<img src='512x512.png' width='16' alt='a'> leads.").contains("class=\"sized\""));
}

#[test]
fn pictures_that_share_a_column_stand_side_by_side() {
    let design = Design::default();
    let pages = set(
        "# Quays\n\n<img src='900x600.png' width='49%' alt='a'> <img src='900x600.png' width='49%' alt='b'>\n",
        &design,
    );
    let [one, two] = placed(&pages)[..] else { panic!("two pictures") };
    assert!(one[1] == two[1] && one[0] + one[2] < two[0] && two[0] + two[2] <= one[0] + 336.1);
    let pages = set(
        "# Quays\n\n<img src='900x600.png' width='80%' alt='a'> <img src='900x600.png' width='80%' alt='b'>\n",
        &design,
    );
    let [one, two] = placed(&pages)[..] else { panic!("two pictures") };
    assert!(one[0] == two[0] && one[1] + one[3] < two[1], "{one:?} {two:?}");
}

#[test]
fn a_cover_stays_on_its_page_whatever_paper_and_shape() {
    let papers = ["a4", "60mmx60mm", "50mmx200mm", "210mmx60mm"].map(|size| PaperSize::parse(size).expect("a paper"));
    for (name, paper) in NAMES.iter().flat_map(|name| papers.map(|paper| (name, paper))) {
        let Some(design) = paper.design(name) else { continue };
        for cover in ["30x3000", "3000x30", "512x512"] {
            let text = format!("---\ntitle: Quays\ncover: {cover}.png\n---\n\n{}", "Words of the quays. ".repeat(40));
            for [left, top, width, height] in placed(&set(&text, &design)) {
                let inside = left >= 0.0
                    && top >= 0.0
                    && left + width <= design.paper.width.0
                    && top + height <= design.paper.height.0;
                assert!(inside, "{name}, {cover}: {width} × {height} at {left}, {top}");
            }
        }
    }
}

#[test]
fn a_caption_longer_than_its_picture_stands_below_it() {
    let design = Design::default();
    let side = design.side.expect("a side column");
    let long = "Lantern glass carried overland. ".repeat(12);
    let caption = |words: &str, picture: &str| {
        let pages = set(
            &format!(
                "# Quays\n\nWords.\n\n<figure><img src='{picture}.png' alt='a'><figcaption>Oil {words}</figcaption></figure>\n\nMore.\n"
            ),
            &design,
        );
        let boxes: Vec<_> = pages.pages.iter().flat_map(text_boxes).filter(|text| text.text.contains("Oil")).collect();
        let [_, top, _, height] = placed(&pages)[0];
        (boxes[0].left >= (design.margin + design.measure + side.gap).0 - 1.0, boxes[0].top > top + height - 1.0)
    };
    assert_eq!(caption("and wicks.", "300x300"), (true, false), "a short one stands beside");
    assert_eq!(caption(&long, "300x100"), (false, true), "a long one stands below a low picture");
    assert_eq!(caption(&long, "300x60"), (false, true));
}

#[test]
fn a_missing_picture_says_its_words_once_and_keeps_its_link() {
    let design = Design::default();
    let cases = [
        ("![Lost quay](images/lost.png)", "Lost quay", None),
        (
            "<figure><img src='images/lost.png' alt='Lost quay'><figcaption>Lost quay.</figcaption></figure>",
            "Lost quay",
            None,
        ),
        (
            "<figure><img src='images/lost.png' alt='Lost quay'><figcaption><em>Lost</em> quay</figcaption></figure>",
            "Lost quay",
            None,
        ),
        ("[![Lost quay](images/lost.png)](https://example.org/quay)", "Lost quay", Some("https://example.org/quay")),
        ("![Lost quay](https://example.org/lost.png)", "Lost quay", Some("https://example.org/lost.png")),
        ("Seen in ![Lost quay](images/lost.png) today.", "Lost quay", None),
        ("![Lost quay](images/lost.png \"Lost quay\")", "Lost quay", None),
    ];
    for (markup, words, link) in cases {
        let text = format!("# Harbour\n\nWords.\n\n{markup}\n\nMore.\n");
        let pages = set(&text, &design);
        let printed = content(&pages).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(printed.matches(words).count(), 1, "{markup}: {printed}");
        assert!(!printed.contains("images/") && !printed.contains(".png"), "{markup}: {printed}");
        let items = pages.pages.iter().flat_map(|page| &page.frame.items);
        let mut links = items.filter_map(|(_, placed)| match &placed.item {
            Item::Link { to: Destination::Url(url), .. } => Some(&**url),
            _ => None,
        });
        assert_eq!(links.next(), link, "{markup}");
        let book = book(&text);
        let body = book.split("<body").find(|part| part.contains("More.")).expect("the chapter").to_owned();
        let bare: String = body.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
        assert_eq!(bare.matches(words).count(), 1, "{markup}: {body}");
        assert_eq!(
            link.is_some_and(|link| body.contains(&format!("href=\"{link}\""))),
            link.is_some(),
            "{markup}: {body}"
        );
    }
}

/// A picture as a file of one kind or another.
fn encoded(format: ImageFormat) -> Vec<u8> {
    let shades =
        image::RgbImage::from_fn(90, 60, |x, y| image::Rgb([(x * 2) as u8, (y * 4) as u8, (x * y % 251) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(shades).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// The article that shows `bytes` as `quay.bin`, and the codes of what is said about it.
fn showing(bytes: Vec<u8>) -> (offprint::article::Article, Vec<Code>) {
    let source = Source::new("quays.md", b"# Quays\n\nWords.\n\n![A lost quay](quay.png)\n\nMore.\n".to_vec());
    let files = Memory { folder: String::new(), files: [("quay.png".to_owned(), bytes.into())].into() };
    let mut said = Diagnostics::new();
    let article = read(&source, &Options::default(), &files, &mut said).expect("an article");
    (article, said.into_iter().map(|found| found.code).filter(|code| code.ends_with("picture")).collect())
}

#[test]
fn a_damaged_picture_is_mended_or_missing_and_that_is_said() {
    let kinds = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp];
    for (format, place) in kinds.into_iter().flat_map(|format| (0..12).map(move |place| (format, place))) {
        let mut bytes = encoded(format);
        let (whole, said) = showing(bytes.clone());
        assert!(whole.assets.len() == 1 && said.is_empty(), "{format:?}: {said:?}");
        bytes.truncate(bytes.len() * place / 12);
        let (article, said) = showing(bytes);
        let what = format!("{format:?} cut at {place} of 12");
        match article.assets.first() {
            Some(asset) => {
                assert_eq!(said, ["damaged-picture"], "{what}");
                let bytes = asset.bytes.read().expect("it is in memory");
                image::load_from_memory(&bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!((asset.width, asset.height), (90, 60), "{what}");
            }
            None => {
                assert_eq!(said, ["missing-picture"], "{what}");
                let pages = typeset(&article, &Design::default(), &Fonts::bundled(), &mut Diagnostics::new());
                assert!(content(&pages).contains("A lost quay"), "{what}");
            }
        }
        assert!(place < 10 || !article.assets.is_empty(), "{what}: much of it can be read");
    }
}

/// Sets pictures of these sizes between paragraphs, each with a caption, at a scale, and returns their widths.
fn widths_at(scale: f64, sizes: &[&str], no_cover: &str) -> Vec<f64> {
    let pictures =
        sizes.iter().map(|size| format!("![A quay]({size}.png \"A quay at low tide, seen from the east\")\n\n"));
    let text: String =
        pictures.map(|picture| format!("{}\n\n{picture}", "Words on quays and tides. ".repeat(30))).collect();
    let mut design = Design::default();
    (design.spacing.picture_scale, design.side, design.measure) = (scale, None, offprint::units::Pt(336.0));
    let pages = set(&format!("{no_cover}# Quays\n\nFirst words.\n\n{text}"), &design);
    let mut found = placed(&pages);
    // Pictures that find no room wait for a later page, so their order may differ.
    found.sort_by(|[.., width, height], [.., other, other_height]| (width / height).total_cmp(&(other / other_height)));
    found.iter().map(|[_, _, width, _]| *width).collect()
}

#[test]
fn pictures_become_smaller_together_but_never_only_a_little_narrower_than_the_text() {
    let text = 336.0;
    let front = "---\nlang: en\nfirst_picture: false\n---\n\n";
    let sizes = ["900x600", "600x900", "901x600", "1800x600"];
    let own = widths_at(1.0, &sizes, front);
    for step in 0..=8 {
        let scale = 1.0 - f64::from(step) * 0.05;
        let widths = widths_at(scale, &sizes, front);
        assert_eq!(widths.len(), own.len());
        for (width, own) in widths.iter().zip(&own) {
            // Heights are whole grid lines.
            assert!(*width <= own + 0.01 && *width >= own * 0.5, "{scale}: {width} of {own}");
            let nearly = *width < text - 0.1 && *width > text - 100.0;
            assert!(!nearly || (*width - own).abs() < 0.01, "{scale}: {width} of {own}");
        }
    }
    let small = widths_at(0.6, &sizes, front);
    assert!(small.iter().zip(&own).filter(|(width, own)| **width < **own * 0.8).count() >= 3, "{small:?} of {own:?}");
}

#[test]
fn half_a_line_around_figures_leaves_the_text_on_its_grid() {
    let words = "Words on quays and tides. ".repeat(30);
    let picture = "![](900x600.png)\n\n";
    let text = format!(
        "---\nlang: en\nfirst_picture: false\n---\n\n# Quays\n\nFirst.\n\n{}",
        format!("{words}\n\n{picture}").repeat(6)
    );
    let mut heights = Vec::new();
    for gap in [0.5, 1.0, 1.5] {
        let mut design = Design::default();
        (design.spacing.figure_gap, design.side, design.last_lines) = (gap, None, 0);
        let pages = set(&text, &design);
        for (at, placed) in pages.pages.iter().flat_map(|page| &page.frame.items) {
            if let Item::Text(run) = &placed.item
                && run.size == design.styles.body.size
            {
                let line = (at.y - design.first_baseline).0 / design.leading.0;
                assert!((line - line.round()).abs() < 0.01, "{gap}: “{}” stands off the grid", run.text);
            }
        }
        let used = (pages.pages.len() - 1) as f64 + pages.filled;
        heights.push(used * design.lines as f64);
    }
    assert!(heights.is_sorted() && heights[2] - heights[0] > 1.5, "{heights:?}");
}

#[test]
fn looseness_gives_paragraphs_more_or_fewer_lines_of_the_same_text() {
    let paragraph = |number: usize| {
        let words = ["tide", "harbour", "boat", "gull", "morning", "rope", "water", "lighthouse"];
        let count = 150 + number * 7;
        let text: Vec<&str> = (0..count).map(|at| words[(at * at + number * 3 + at) % words.len()]).collect();
        format!("{}.\n\n", text.join(" "))
    };
    let text = format!("---\nlang: en\n---\n\n# Quays\n\n{}", (0..20).map(paragraph).collect::<String>());
    let lines = |looseness: f64| {
        let mut design = Design::default();
        design.spacing.looseness = looseness;
        let pages = set(&text, &design);
        let mut baselines: Vec<(usize, i64)> = Vec::new();
        for (page, one) in pages.pages.iter().enumerate() {
            let body = one.frame.items.iter().filter_map(|(at, placed)| match &placed.item {
                Item::Text(run) if run.size == design.styles.body.size => Some((page, (at.y.0 * 10.0) as i64)),
                _ => None,
            });
            baselines.extend(body);
        }
        baselines.sort_unstable();
        baselines.dedup();
        let words: String = content(&pages).split_whitespace().collect();
        (baselines.len(), words.replace(['-', '\u{2010}', '\u{ad}'], ""))
    };
    let (tight, as_set, loose) = (lines(-1.0), lines(0.0), lines(1.0));
    assert!(tight.0 < as_set.0 && as_set.0 < loose.0, "{} {} {}", tight.0, as_set.0, loose.0);
    assert!(tight.1 == as_set.1 && loose.1 == as_set.1, "no word is lost");
}
