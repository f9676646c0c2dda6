//! Covers of forty titles in seven scripts, in every design, with pictures of every shape.

use std::sync::Arc;

use ::image::{Rgb, RgbImage};

use super::*;
use crate::article::{Alt, Asset, Contributor, Date, Direction, Extent, ImageKind, Lang, Meta, Series};
use crate::layout::{Item, Owner, Page, StructRole};
use crate::raster::{self, Colours};
use crate::source::Span;
use crate::units::{Pt, Size};
use compose::Parts;
use setting::Stage;

/// Titles of 2 to 200 characters: language, direction and title.
pub(super) const TITLES: [(&str, &str); 40] = [
    ("en", "Go"),
    ("en", "Ice"),
    ("en", "On Walking"),
    ("en", "The Salt Road"),
    ("en", "How Lamps Changed the Streets"),
    ("en", "Rust: A Language for the Next Decade"),
    ("en", "Why the Harbour Bells No Longer Ring at Six"),
    ("en", "What We Learned from Ten Years of Counting Every Bird on One Small Island"),
    ("en", "Internationalization"),
    (
        "en",
        "A Short and Mostly Accurate History of the Paper Clip, the Stapler and the Other Small Machines That Hold Our Offices Together, Told by Those Who Made Them, Sold Them and, in the End, Threw Them Away",
    ),
    ("en", "“Nobody Asked Us”: Voices from the Flooded Quarter"),
    ("en", "1984"),
    ("en", "C++ & You – Templates, Concepts, Modules"),
    ("de", "Donaudampfschifffahrtsgesellschaft"),
    ("de", "Über die allmähliche Verfertigung der Gedanken beim Reden"),
    ("de", "Die Rechtsschutzversicherungsgesellschaften und das Bundesverfassungsgericht"),
    ("fr", "L’été où la mer s’est retirée"),
    ("fr", "Où vont les mots quand on ne les dit plus ? Une enquête dans trois villages"),
    ("es", "¿Quién teme al algoritmo?"),
    ("pl", "Źdźbło trawy i wielkie łąki nad Wisłą"),
    ("vi", "Những con đường mùa nước nổi ở đồng bằng sông Cửu Long"),
    ("tr", "İstanbul’un Unutulmuş Çeşmeleri"),
    ("ru", "Да"),
    ("ru", "Как замёрзла река"),
    ("ru", "Достопримечательности железнодорожного строительства на рубеже двух столетий: люди, мосты, тоннели"),
    ("uk", "Їжак і ґанок: казка для дорослих"),
    ("el", "Φως"),
    ("el", "Η θάλασσα που δεν κοιμάται ποτέ"),
    ("el", "Ηλεκτροεγκεφαλογράφημα: ιστορία μιας εφεύρεσης"),
    ("ar", "نور"),
    ("ar", "كيف غيّرت المصابيح شوارع المدينة"),
    ("ar", "تاريخ قصير للماء في المدن القديمة: من العيون والسواقي إلى الصنابير والعدادات الذكية"),
    ("he", "אור"),
    ("he", "הרחובות שלא ישנים אף פעם"),
    ("he", "קיצור תולדות המים: מן המעיינות העתיקים ועד למדי הצריכה החכמים של ימינו"),
    ("hi", "नदी"),
    ("hi", "शहर की पुरानी सड़कें और उनकी कहानियाँ"),
    ("hi", "अंतर्राष्ट्रीयकरण और स्थानीयकरण: भाषाओं के बीच काम करने वाले लोगों के अनुभव"),
    ("th", "แม่น้ำที่ไม่เคยหลับใหลของเมืองหลวง"),
    ("km", "ទន្លេ និងមនុស្សនៅតាមដងទន្លេ"),
];

/// Pictures by width and height, photographs and drawings.
const PICTURES: [(&str, u32, u32); 6] = [
    ("upright", 900, 1350),
    ("wide", 1600, 1000),
    ("square", 1200, 1200),
    ("tiny", 240, 160),
    ("panorama", 2400, 700),
    ("none", 0, 0),
];

/// A picture with a bright sky, a horizon, and a restless ground.
fn photograph(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let down = f64::from(y) / f64::from(height);
        let (along, across) = (f64::from(x), f64::from(y));
        let noise = 9.0 * (along / 5.0 + across / 9.0).sin() + 6.0 * (along / 3.1 - across / 4.0).sin();
        if down < 0.55 {
            let level = 235.0 - down * 90.0 + noise * 0.5;
            Rgb([level * 0.86, level * 0.95, level].map(|level| level as u8))
        } else {
            let level = 60.0 + noise * 1.2 + f64::from(x / 60 % 2 * 30);
            Rgb([level * 0.8, level, level * 0.55].map(|level| level as u8))
        }
    })
}

pub(super) fn article((lang, title): (&str, &str), picture: Option<RgbImage>) -> Article {
    let who = |name: &str| Contributor { name: name.into(), ..Contributor::default() };
    let dir = if matches!(lang, "ar" | "he") { Direction::Rtl } else { Direction::Ltr };
    let mut article = Article {
        meta: Meta {
            title: vec![Inline::Text(title.into())],
            subtitle: vec![Inline::Text("A deck of one or two lines that says what the article is about".into())],
            contributors: vec![who("Ines Example"), who("Per Beispiel")],
            date: Some(Date { iso: "2024-05-01".into(), verbatim: "1 May 2024".into() }),
            publisher: Some("The Harbour Review".into()),
            series: Some(Series { name: "Quays".into(), position: Some("3".into()) }),
            lang: Lang(lang.into()),
            dir,
            ..Meta::default()
        },
        ..Article::default()
    };
    if let Some(pixels) = picture {
        let (width, height) = pixels.dimensions();
        let bytes = raster::jpeg(&pixels.into(), 85, &Colours::Plain).unwrap();
        let bytes = crate::article::Bytes::Held(Arc::from(bytes));
        let asset = Asset {
            name: "harbour".into(),
            kind: ImageKind::Jpeg,
            bytes,
            width,
            height,
            orientation: 1,
            embedded: Default::default(),
        };
        article.assets.push(asset);
        let picture = crate::article::Picture {
            asset: Ok(AssetId(0)),
            alt: Alt::Text("A harbour at dawn".into()),
            title: None,
            link: None,
            extent: Extent::default(),
            span: Default::default(),
        };
        article.cover =
            Some(Figure { pictures: vec![picture], caption: Vec::new(), credit: None, span: Span::default() });
    }
    article
}

/// The ink of every run and rule on a composition: left, top, right, bottom, and whether it is type.
fn extents(composition: &Composition, fonts: &Fonts) -> Vec<([f64; 4], String)> {
    let mut found = Vec::new();
    for (at, placed) in &composition.frame.items {
        if let Item::Text(run) = &placed.item {
            if run.text.trim().is_empty() {
                continue;
            }
            let (mut top, mut bottom) = (0.0_f64, 0.0_f64);
            for glyph in &run.glyphs {
                let (up, down) = ink(fonts, run.font, glyph.id);
                top = top.max(up + glyph.dy.0);
                bottom = bottom.min(down + glyph.dy.0);
            }
            let size = run.size.0;
            let extent = [at.x.0, at.y.0 - top * size, at.x.0 + run.width().0, at.y.0 - bottom * size];
            found.push((extent, run.text.clone()));
        }
    }
    found
}

/// The top and bottom of a glyph in ems, by its path data.
fn ink(fonts: &Fonts, font: crate::text::FontId, glyph: u16) -> (f64, f64) {
    let Some(outline) = crate::text::outline(fonts, font, glyph) else { return (0.0, 0.0) };
    let numbers = outline.path.split(|letter: char| letter.is_ascii_alphabetic() || letter == ',' || letter == ' ');
    let numbers: Vec<f64> = numbers.filter_map(|number| number.parse().ok()).collect();
    let heights = numbers.chunks_exact(2).map(|pair| pair[1] / outline.units);
    heights.fold((0.0, 0.0), |(top, bottom), height| (f64::max(top, height), f64::min(bottom, height)))
}

/// The words of `text` without punctuation at their ends, so that a colon that became a line end does not count.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_uppercase()
}

/// Returns what is wrong with `composition` of `title` on a page of `size`.
fn fault(composition: &Composition, title: &str, size: Size, fonts: &Fonts) -> Option<String> {
    if composition.contrast < 4.5 {
        return Some(format!("contrast {:.2}", composition.contrast));
    }
    let found = extents(composition, fonts);
    for ([left, top, right, bottom], text) in &found {
        let inside = *left >= size.width.0 * 0.03
            && *right <= size.width.0 * 0.97
            && *top >= size.height.0 * 0.02
            && *bottom <= size.height.0 * 0.98;
        if !inside {
            return Some(format!("{text:?} at {left:.0} {top:.0} {right:.0} {bottom:.0}"));
        }
    }
    // Runs of a line may stand in another order than in the text, so the letters are counted.
    let text: String = found.iter().map(|(_, text)| text.as_str()).collect();
    let sorted = |text: &str| {
        let mut letters: Vec<char> = letters(text).chars().collect();
        letters.sort_unstable();
        letters
    };
    let (all, wanted) = (sorted(&text), sorted(title));
    let mut rest = all.iter();
    let whole = wanted.iter().all(|letter| rest.any(|other| other == letter));
    (!whole).then(|| format!("the title is not whole: {text}"))
}

#[test]
fn every_title_is_set_whole_within_the_margins_and_can_be_read() {
    let fonts = Fonts::bundled();
    let paper = [Size::new(Pt(595.28), Pt(841.89)), Size::new(Pt(612.0), Pt(792.0))];
    let designs = NAMES.map(|name| CoverDesign::by_name(name).unwrap());
    let framed = designs.iter().position(|design| design.name == "framed").unwrap();
    for (shape, width, height) in PICTURES {
        let pictured = article(("en", "Quays"), (width > 0).then(|| photograph(width, height)));
        let picture = Picture::read(&pictured, &fonts, &picture::Cache::default());
        for (number, title) in TITLES.into_iter().enumerate() {
            let article = article(title, None);
            let words = Words::of(&article);
            for (index, design) in designs.iter().enumerate() {
                // Each picture with a part of the titles, and each title with a part of the pictures.
                if shape != "none" && (number + index) % 5 != 0 {
                    continue;
                }
                let fits = choose::instead(design, picture.as_ref()).is_none();
                let design = if picture.is_some() && !fits { &designs[framed] } else { design };
                let shown = picture.as_ref().filter(|_| design.shows_picture());
                let scheme = compose::scheme(design, shown, colour::of_name(title.1), None);
                let parts = Parts { design, words: &words, picture: shown, scheme, fit: Fit::Smart, credit: None };
                // An e-book's cover, and now and then a page of paper.
                let size = paper.get(number % 7).copied().unwrap_or(Size::new(Pt(500.0), Pt(800.0)));
                let composition = compose::compose(&parts, size, &mut Stage::new(&article, &fonts));
                if let Some(fault) = fault(&composition, title.1, size, &fonts) {
                    panic!("{}, {shape}, {title:?}, {size:?}: {fault}", design.name);
                }
            }
        }
    }
}

#[test]
fn the_design_suits_the_picture() {
    let fonts = Fonts::bundled();
    let chosen = |pixels: Option<RgbImage>| {
        let article = article(("en", "Quays"), pixels);
        let options = Options::default();
        let cover = of(&article, &options, false, &fonts).unwrap();
        match cover.kind {
            Kind::Composed { design, .. } => design.name.clone(),
            Kind::Kept { .. } => "kept".to_owned(),
        }
    };
    assert_eq!(chosen(None), "type");
    assert_eq!(chosen(Some(photograph(1600, 1000))), "field");
    assert_eq!(chosen(Some(photograph(1200, 1200))), "field");
    assert_eq!(chosen(Some(photograph(240, 160))), "framed");
    assert_eq!(chosen(Some(photograph(60, 60))), "type");
    assert_eq!(chosen(Some(RgbImage::from_fn(800, 500, |x, _| Rgb([if x % 90 < 45 { 0 } else { 255 }; 3])))), "framed");
}

#[test]
fn a_finished_cover_is_kept_and_another_picture_is_not() {
    let fonts = Fonts::bundled();
    let kept = |width, height, name: &str, given| {
        let mut article = article(("en", "Quays"), Some(photograph(width, height)));
        article.assets[0].name = name.to_owned();
        let options = Options::default();
        matches!(of(&article, &options, given, &fonts).unwrap().kind, Kind::Kept { .. })
    };
    assert!(kept(400, 640, "cover", false));
    assert!(kept(400, 500, "book-cover", false));
    assert!(kept(400, 800, "flood", true));
    assert!(!kept(400, 640, "harbour", false), "an upright picture that nobody called a cover");
    assert!(!kept(640, 400, "cover", true), "a wide picture");
    assert!(!kept(400, 480, "cover", false) && !kept(400, 840, "cover", false), "too square, and too high");
}

#[test]
fn a_crop_is_said_once() {
    let fonts = Fonts::bundled();
    let article = article(("en", "Quays"), Some(photograph(1600, 1000)));
    let options = Options::default();
    let cover = of(&article, &options, false, &fonts).unwrap();
    let mut pages =
        Pages { pages: vec![Page { size: Size::new(Pt(500.0), Pt(700.0)), ..Page::default() }], ..Pages::default() };
    pages.structure.add(None, StructRole::Document);
    cover.add_page(&mut pages, Pt::ZERO);
    cover.add_page(&mut pages, Pt::ZERO);
    let mut said = Diagnostics::new();
    cover.report(&mut said);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].message.contains("% of the picture `harbour`"), "{said:?}");
    let whole = Options { fit: Fit::Contain, ..options.clone() };
    let cover = of(&article, &whole, false, &fonts).unwrap();
    cover.add_page(&mut pages, Pt::ZERO);
    cover.report(&mut said);
    assert_eq!(said.len(), 1, "nothing is cropped: {said:?}");
}

#[test]
fn on_paper_the_cover_is_one_figure_before_the_text() {
    let fonts = Fonts::bundled();
    let article = article(("en", "Quays"), Some(photograph(1600, 1000)));
    let options = Options::default();
    let cover = of(&article, &options, false, &fonts).unwrap();
    for facing in [false, true] {
        let page = Page { size: Size::new(Pt(500.0), Pt(700.0)), label: "1".into(), ..Page::default() };
        let mut pages = Pages { pages: vec![page], facing, ..Pages::default() };
        let document = pages.structure.add(None, StructRole::Document);
        let heading = pages.structure.add(Some(document), StructRole::H(1));
        cover.add_page(&mut pages, Pt::ZERO);
        let labels: Vec<&str> = pages.pages.iter().map(|page| page.label.as_str()).collect();
        assert_eq!(labels, if facing { &["Cover", "Cover 2", "1"][..] } else { &["Cover", "1"] });
        let children = &pages.structure.nodes[0].children;
        assert_eq!(children[1], heading, "the cover comes first");
        let figure = &pages.structure.nodes[children[0].0 as usize];
        assert_eq!(figure.role, StructRole::Figure);
        assert_eq!(figure.alt.as_deref(), Some("Cover. A harbour at dawn"), "the title is read with the text");
        for (_, placed) in &pages.pages[0].frame.items {
            assert_eq!(placed.owner, Owner::Content(children[0]), "{placed:?}");
        }
    }
}

#[cfg(feature = "svg")]
#[test]
fn the_same_cover_has_the_same_bytes_and_the_size_that_stores_ask_for() {
    let fonts = Fonts::bundled();
    for (pixels, extension) in [(None, "png"), (Some(photograph(1600, 1000)), "jpg")] {
        let article = article(("en", "How Lamps Changed the Streets"), pixels);
        let options = Options::default();
        let made = || of(&article, &options, false, &fonts).unwrap().image().unwrap();
        let (one, other) = (made(), made());
        assert_eq!(one.extension, extension);
        assert!(one.bytes == other.bytes, "the same bytes");
        let picture = ::image::load_from_memory(&one.bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (1600, 2560));
        let words = "Cover: Quays · 3. How Lamps Changed the Streets. A deck of one or two lines that says what the \
                     article is about. Ines Example, Per Beispiel. The Harbour Review. 1 May 2024";
        assert!(one.alt.starts_with(words), "{}", one.alt);
        assert_eq!(one.alt.ends_with("A harbour at dawn"), extension == "jpg");
        assert_eq!(one.shows, if extension == "jpg" { Shows::Part } else { Shows::Nothing });
    }
}

#[test]
fn a_title_of_letters_that_no_font_has_is_left_out_and_said() {
    let fonts = Fonts::bundled();
    let article = article(("zh", "河流的历史"), None);
    let options = Options::default();
    let cover = of(&article, &options, false, &fonts).unwrap();
    let Kind::Composed { words, .. } = &cover.kind else { panic!("composed") };
    assert!(plain_text(&words.title).is_empty());
    let mut said = Diagnostics::new();
    cover.report(&mut said);
    assert!(said.iter().any(|said| said.code == "cover-glyphs"), "{said:?}");
}

#[test]
fn hostile_words_leave_the_title_in_its_place() {
    let fonts = Fonts::bundled();
    let long = "word ".repeat(400);
    let mut article = article(("en", "Quays"), None);
    article.meta.subtitle = vec![Inline::Text(long.clone())];
    article.meta.publisher = Some(long.clone());
    article.meta.series = Some(Series { name: long.clone(), position: None });
    article.meta.contributors = vec![Contributor { name: "x".repeat(3_000), ..Contributor::default() }; 3];
    let design = CoverDesign::by_name("type").unwrap();
    for title in ["Quays", &"Quay ".repeat(190), &"Q".repeat(600)] {
        article.meta.title = vec![Inline::Text(title.to_owned())];
        let words = Words::of(&article);
        let scheme = compose::scheme(&design, None, Color::rgb(20, 40, 90), None);
        let parts = Parts { design: &design, words: &words, picture: None, scheme, fit: Fit::Smart, credit: None };
        let size = Size::new(Pt(500.0), Pt(800.0));
        let composition = compose::compose(&parts, size, &mut Stage::new(&article, &fonts));
        assert_eq!(fault(&composition, title, size, &fonts), None, "{title:.20}");
    }
    article.meta.title = vec![Inline::Text(long)];
    let options = Options::default();
    let cover = of(&article, &options, false, &fonts).unwrap();
    let Kind::Composed { words, .. } = &cover.kind else { panic!("composed") };
    assert!(words.title.is_empty(), "a paragraph is no title");
}
