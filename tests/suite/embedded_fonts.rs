//! EPUBs that hold the faces of their design, taken apart again.

use std::collections::BTreeMap;

use crate::common::article::{bare, plain, rich, rich_rtl, styled};
use crate::common::epub::Epub;
use offprint::article::{Article, BlockKind, Lang, Style};
use offprint::design::{Design, Paper, by_name};
use offprint::epub::{Context, DesignFaces, Options, Typefaces, package, package_in};
use offprint::text::{Fonts, fonts};
use read_fonts::{FontRef, TableProvider};
use zip::CompressionMethod;

fn with(article: &Article, fonts: &Fonts, design: &Design) -> Vec<u8> {
    let faces = DesignFaces { fonts, styles: &design.styles, missing_glyphs: Default::default() };
    let context = Context { faces: Some(faces), ..Context::default() };
    let mut options = Options::default();
    options.typefaces = Typefaces::Embedded;
    package_in(article, &options, &context, &mut Vec::new()).expect("the article is packaged")
}

fn embedded(article: &Article) -> Vec<u8> {
    with(article, &Fonts::bundled(), &Design::default())
}

fn bytes(epub: &[u8], path: &str) -> Vec<u8> {
    Epub::of(epub).file(path).content.clone()
}

fn text(epub: &[u8], path: &str) -> String {
    Epub::of(epub).text(path)
}

fn names(epub: &[u8]) -> Vec<String> {
    Epub::of(epub).names()
}

/// The fonts in a book by their names.
fn held(epub: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let paths = names(epub).into_iter().filter(|path| path.starts_with("OEBPS/fonts/"));
    paths.map(|path| (path["OEBPS/fonts/".len()..].to_owned(), bytes(epub, &path))).collect()
}

fn has(font: &[u8], character: char) -> bool {
    FontRef::new(font).expect("a font").cmap().expect("a cmap").map_codepoint(character).is_some()
}

#[test]
fn without_the_wish_there_is_no_font_and_no_word_of_one() {
    let epub = package(&rich(), &Options::default(), &mut Vec::new()).unwrap();
    assert!(names(&epub).iter().all(|name| !name.contains("font") && !name.contains("apple")));
    assert!(!text(&epub, "stylesheet.css").contains("@font-face"));
    assert!(!text(&epub, "content.opf").contains("ibooks"));
    assert!(!text(&epub, "chapter-1.xhtml").contains("Garamond"));
}

#[test]
fn the_package_says_that_the_book_has_faces_and_of_what_kind() {
    let epub = embedded(&rich());
    let package = text(&epub, "content.opf");
    assert!(package.contains("property=\"ibooks:specified-fonts\">true<"));
    let prefix = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";
    assert!(package.contains(prefix) && package.contains("cc: http://creativecommons.org/ns#"), "{package}");
    let fonts = held(&epub);
    assert!(fonts.len() >= 4, "{:?}", fonts.keys());
    let sheet = text(&epub, "stylesheet.css");
    for name in fonts.keys() {
        let item = package.lines().find(|line| line.contains(&format!("href=\"fonts/{name}\""))).expect("an item");
        let kind = if name.ends_with(".otf") { "media-type=\"font/otf\"" } else { "media-type=\"font/ttf\"" };
        assert!(item.contains(kind), "{item}");
        assert!(sheet.contains(&format!("src: url(fonts/{name});")), "{name}");
    }
    assert_eq!(sheet.matches("@font-face").count(), sheet.matches("url(fonts/").count());
    let apple = bytes(&epub, "META-INF/com.apple.ibooks.display-options.xml");
    assert!(String::from_utf8(apple).unwrap().contains("<option name=\"specified-fonts\">true</option>"));
    let path = format!("OEBPS/fonts/{}", fonts.keys().next().unwrap());
    assert_eq!(Epub::of(&epub).file(&path).compression, CompressionMethod::Deflated);
}

#[test]
fn a_face_is_there_only_if_something_is_set_in_it_and_has_what_that_needs() {
    let mut article = bare();
    let content = vec![
        plain("Roman \u{3b1} "),
        styled(Style::Emphasis, "slanted \u{3b2} "),
        styled(Style::Strong, "strong \u{3b3}"),
    ];
    article.blocks[0].kind = BlockKind::Paragraph(content);
    let fonts = held(&embedded(&article));
    let of = |name: &str| fonts.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", fonts.keys()));
    let letters = ['\u{3b1}', '\u{3b2}', '\u{3b3}'];
    let faces = ["EBGaramond-Regular.ttf", "EBGaramond-Italic.ttf", "EBGaramond-Bold.ttf"];
    for (row, face) in faces.into_iter().enumerate() {
        for (column, letter) in letters.into_iter().enumerate() {
            assert_eq!(has(of(face), letter), row == column, "{face} {letter}");
        }
        assert!(has(of(face), '-'), "what the reader hyphenates with");
    }
    assert!(!fonts.contains_key("EBGaramond-BoldItalic.ttf"), "{:?}", fonts.keys());
    assert!(!fonts.keys().any(|name| name.contains("Mono")), "{:?}", fonts.keys());
}

#[test]
fn a_name_that_is_reserved_is_given_to_no_part_but_credited() {
    let epub = embedded(&rich());
    let (sheet, package) = (text(&epub, "stylesheet.css"), text(&epub, "content.opf"));
    assert!(held(&epub).contains_key("OffprintSans-bold.ttf"), "{:?}", held(&epub).keys());
    assert!(!sheet.contains("Source") && !package.contains("fonts/Source"));
    let credits = text(&epub, "chapter-1.xhtml");
    assert!(credits.contains("EB Garamond, Source Sans 3"), "{credits}");
    assert!(credits.contains("(<a href=\"https://openfontlicense.org\">SIL Open Font License 1.1</a>)"), "{credits}");
}

#[test]
fn the_design_decides_what_is_set_in_which_face() {
    let sheet = |design: &str| {
        let design = by_name(design, Paper::A4).expect("a design");
        text(&with(&rich(), &Fonts::bundled(), &design), "stylesheet.css")
    };
    let article = sheet("article");
    assert!(article.contains("body { font-family: \"EB Garamond\", "), "{article}");
    assert!(article.contains("h2 { font-family: \"Offprint Sans\", "));
    assert!(article.contains("h4 { font-weight: normal; font-style: normal; font-variant-caps: small-caps;"));
    assert!(sheet("large-print").contains("body { font-family: \"Offprint Sans\", "));
}

#[test]
fn a_users_font_stands_first_and_what_it_lacks_comes_from_another() {
    let mut fonts = Fonts::bundled();
    let own = fonts.face(fonts::MONO).clone();
    fonts.replace(fonts::SERIF, own);
    let mut article = bare();
    article.blocks[0].kind = BlockKind::Paragraph(vec![plain("own \u{5d0} \u{1f389}")]);
    let epub = with(&article, &fonts, &Design::default());
    let sheet = text(&epub, "stylesheet.css");
    let body = sheet.lines().rfind(|line| line.starts_with("body {")).unwrap();
    assert!(body.contains("\"JetBrains Mono\", \"Noto Serif Hebrew\", \"Noto Emoji\", serif"), "{body}");
    let held = held(&epub);
    assert!(has(&held["NotoSerifHebrew-Regular.ttf"], '\u{5d0}') && has(&held["NotoEmoji-Regular.ttf"], '\u{1f389}'));
}

#[test]
fn in_arabic_the_face_of_the_script_stands_first_and_has_its_own_points() {
    let mut article = rich_rtl();
    article.meta.lang = Lang("ar".into());
    let epub = embedded(&article);
    let sheet = text(&epub, "stylesheet.css");
    let body = sheet.lines().rfind(|line| line.starts_with("body {")).unwrap();
    assert!(body.contains("font-family: \"Noto Naskh Arabic\", \"EB Garamond\""), "{body}");
    let code = sheet.lines().rfind(|line| line.starts_with("code, ")).unwrap();
    assert!(code.contains("font-family: \"JetBrains Mono\", "), "{code}");
    let naskh = &held(&epub)["NotoNaskhArabic-Regular.ttf"];
    assert!(has(naskh, '.') && has(naskh, ' ') && !has(naskh, 'a'));
}

#[test]
fn in_chinese_without_a_face_no_other_one_sets_the_quotation_marks() {
    let mut article = bare();
    article.meta.lang = Lang("zh-Hans".into());
    article.blocks[0].kind = BlockKind::Paragraph(vec![plain("\u{201c}\u{4f60}\u{597d}\u{201d}, Offprint.")]);
    let fonts = held(&embedded(&article));
    let garamond = &fonts["EBGaramond-Regular.ttf"];
    assert!(has(garamond, 'O') && has(garamond, ',') && !has(garamond, '\u{201c}'));
}

#[test]
fn what_is_stressed_in_a_strong_line_is_set_in_the_strong_face() {
    let mut article = bare();
    let content = vec![plain("Strong and "), styled(Style::Emphasis, "\u{3b2}")];
    article.blocks[0].kind = BlockKind::Heading { level: 2, slug: "a".into(), content };
    let epub = embedded(&article);
    assert!(has(&held(&epub)["OffprintSans-bold.ttf"], '\u{3b2}'));
    let sheet = text(&epub, "stylesheet.css");
    let declared = "@font-face { font-family: \"Offprint Sans\"; font-weight: bold; font-style: italic; src: url(fonts/OffprintSans-bold.ttf); }";
    assert!(sheet.contains(declared), "{sheet}");
}

#[test]
fn the_arrow_back_from_a_note_is_no_emoji() {
    assert!(text(&embedded(&rich()), "chapter-1.xhtml").contains("\u{21a9}\u{fe0e}"));
    let fonts = held(&embedded(&rich()));
    let with_arrow: Vec<_> = fonts.iter().filter(|(_, font)| has(font, '\u{21a9}')).map(|(name, _)| name).collect();
    assert_eq!(with_arrow, ["Garamond-Math.otf"]);
}

#[test]
fn the_same_article_gives_the_same_bytes() {
    assert_eq!(embedded(&rich()), embedded(&rich()));
}
