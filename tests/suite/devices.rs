//! Editions for devices: whole e-books, held against the rules of those who make the devices.

use crate::common::article::{Maker, bare, rich, rich_rtl};
use crate::common::epub::Epub;
use offprint::article::{Align, Article, BlockKind, Inline, Lang, NodeId, Row, Table};
use offprint::diag::Diagnostics;
use offprint::epub::{Device, Options, package};

fn make(article: &Article, device: Device) -> (Vec<u8>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut options = Options::default();
    options.device = device;
    let epub = package(article, &options, &mut diagnostics);
    (epub.expect("the article is packaged"), diagnostics)
}

/// The files of `epub` with their names.
fn files(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    Epub::of(epub).files.into_iter().map(|file| (file.name, file.content)).collect()
}

fn file(epub: &[u8], path: &str) -> String {
    let path = format!("OEBPS/{path}");
    let (_, bytes) = files(epub).into_iter().find(|(name, _)| *name == path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes).expect("text")
}

/// The text files.
fn texts(epub: &[u8]) -> Vec<(String, String)> {
    let files = files(epub).into_iter().filter(|(name, _)| name.ends_with(".xhtml"));
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("text"))).collect()
}

/// What is read in `xhtml`: everything in its body outside of tags.
fn read(xhtml: &str) -> String {
    let body = xhtml.split_once("<body").expect("a body").1;
    let (mut text, mut in_tag, mut quoted) = (String::new(), true, false);
    for character in body.chars() {
        match (in_tag, character) {
            (true, '"') => quoted = !quoted,
            (true, '>') if !quoted => in_tag = false,
            (false, '<') => in_tag = true,
            (false, character) => text.push(character),
            (true, _) => {}
        }
    }
    text
}

/// The values of the attribute `name` in `xml`.
fn values<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let parts = xml.split(' ').flat_map(|part| part.split('>'));
    let value = |part: &'x str| part.strip_prefix(name)?.strip_prefix("=\"")?.split('"').next();
    parts.filter_map(value).collect()
}

#[test]
fn a_kepub_holds_the_text_letter_for_letter_and_space_for_space() {
    for article in [rich(), rich_rtl()] {
        let (plain, kepub) = (texts(&make(&article, Device::Any).0), texts(&make(&article, Device::Kobo).0));
        assert!(plain.len() > 2 && plain.len() == kepub.len());
        for ((name, plain), (other, kepub)) in plain.iter().zip(&kepub) {
            assert_eq!(name, other);
            // What stands between elements is laid out anew in the contents; all else is as it was.
            let same = |text: &str| {
                if name.ends_with("nav.xhtml") { text.split_whitespace().collect() } else { text.to_owned() }
            };
            assert_eq!(same(read(plain).trim_end()), same(read(kepub).trim_end()), "{name}");
        }
    }
}

#[test]
fn every_text_of_a_kepub_has_its_spans_numbered_without_gap() {
    for (name, kepub) in texts(&make(&rich(), Device::Kobo).0) {
        let numbers = kepub.split("class=\"koboSpan\" id=\"kobo.").skip(1);
        let numbers = numbers.map(|part| part.split_once('"').unwrap().0.split_once('.').unwrap());
        let numbers: Vec<(u32, u32)> = numbers.map(|(p, s)| (p.parse().unwrap(), s.parse().unwrap())).collect();
        assert!(!numbers.is_empty(), "{name} has no span");
        for pair in numbers.windows(2) {
            let [(p, s), (next_p, next_s)] = [pair[0], pair[1]];
            assert!((next_p, next_s) == (p, s + 1) || (next_p, next_s) == (p + 1, 1), "{name}: {pair:?}");
        }
    }
}

#[test]
fn the_identifiers_of_a_kepub_are_unique_and_its_links_lead_somewhere() {
    let mut article = rich();
    let mut maker = Maker::default();
    article.blocks.push(maker.heading(2, "book-inner", "Book inner"));
    article.blocks.push(maker.paragraph("Text."));
    let kepub = make(&article, Device::Kobo).0;
    let texts = texts(&kepub);
    let ids: Vec<(&str, Vec<&str>)> =
        texts.iter().map(|(name, text)| (name.strip_prefix("OEBPS/").unwrap(), values(text, "id"))).collect();
    for (name, ids) in &ids {
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "{name}");
    }
    let mut links = 0;
    let addresses = texts.iter().flat_map(|(name, text)| {
        let here = name.strip_prefix("OEBPS/").unwrap();
        values(text, "href").into_iter().map(move |href| (here, href))
    });
    let ncx = file(&kepub, "toc.ncx");
    for (here, href) in addresses.chain(values(&ncx, "src").into_iter().map(|href| ("toc.ncx", href))) {
        if let Some((path, id)) = href.split_once('#').filter(|_| !href.contains(':')) {
            let path = if path.is_empty() { here } else { path };
            let (_, ids) = ids.iter().find(|(name, _)| *name == path).unwrap_or_else(|| panic!("no file for {href}"));
            assert!(ids.contains(&id), "{here}: {href} leads nowhere");
            links += 1;
        }
    }
    assert!(links > 10);
}

#[test]
fn a_kepub_names_its_cover_and_begins_with_cover_or_title() {
    for (article, first) in [(rich(), "cover.xhtml"), (bare(), "title.xhtml")] {
        let package = file(&make(&article, Device::Kobo).0, "content.opf");
        let spine = package.split_once("<spine").unwrap().1;
        let id = values(spine, "idref")[0];
        let item = package.split("<item ").find(|item| item.contains(&format!("id=\"{id}\""))).unwrap();
        assert!(item.contains(&format!("href=\"{first}\"")), "{item}");
        if first == "cover.xhtml" {
            let cover = package.split("<item ").find(|item| item.contains("cover-image\" ")).unwrap_or_default();
            assert!(
                package.contains("properties=\"cover-image\"") && package.contains("<meta name=\"cover\""),
                "{cover}"
            );
        }
    }
}

#[test]
fn editions_are_of_one_publication_and_the_same_every_time() {
    let identifier = |epub: &[u8]| {
        let package = file(epub, "content.opf");
        package.split_once("urn:uuid:").unwrap().1[..36].to_owned()
    };
    // Without an address, the identifier comes from the content.
    let mut article = bare();
    article.meta.source_url = None;
    let plain = make(&article, Device::Any).0;
    for device in [Device::Kobo, Device::Kindle] {
        let edition = make(&article, device).0;
        assert_eq!(identifier(&edition), identifier(&plain), "{device:?}");
        assert_eq!(edition, make(&article, device).0, "{device:?}");
    }
}

#[test]
fn code_in_a_kepub_is_as_it_was() {
    let mut article = bare();
    let text = "let a = \"One. Two. \";\n\n    // Three!  Four?";
    article.blocks[0].kind = BlockKind::Code { language: None, text: text.into(), lines: Default::default() };
    let chapter = file(&make(&article, Device::Kobo).0, "chapter-1.xhtml");
    let code = chapter.split_once("<code>").unwrap().1.split_once("</code>").unwrap().0;
    assert_eq!(code.replace("&quot;", "\""), text);
}

/// Kindle Publishing Guidelines, "Supported Image Input Formats".
#[test]
fn kindle_gets_drawings_in_pixels_with_their_alternative_texts() {
    let (plain, kindle) = (make(&rich(), Device::Any).0, make(&rich(), Device::Kindle).0);
    let svg = |epub: &[u8]| files(epub).iter().filter(|(name, _)| name.ends_with(".svg")).count();
    assert!(svg(&plain) > 0 && svg(&kindle) == 0);
    assert!(!file(&kindle, "content.opf").contains("image/svg+xml"));
    let alternatives = |epub: &[u8]| -> Vec<String> {
        let texts = texts(epub).into_iter().filter(|(name, _)| !name.ends_with("cover.xhtml"));
        let tags = texts.flat_map(|(_, text)| text.split("<img").skip(1).map(str::to_owned).collect::<Vec<_>>());
        let tags = tags.filter(|tag| !tag.contains("class=\"formula\""));
        tags.map(|tag| tag.split_once("alt=\"").expect("an alternative").1.split('"').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(alternatives(&kindle), alternatives(&plain));
}

/// Kindle Publishing Guidelines, "Internal Content Cover Image Is Mandatory", "Internal Cover Must Not Appear Twice".
#[test]
fn kindle_gets_the_cover_once_named_in_the_package() {
    let kindle = make(&rich(), Device::Kindle).0;
    let package = file(&kindle, "content.opf");
    assert!(package.contains("properties=\"cover-image\"") && package.contains("<meta name=\"cover\""), "{package}");
    assert!(texts(&kindle).iter().all(|(name, text)| !name.contains("cover") && !text.contains("src=\"images/cover")));
    assert!(!file(&kindle, "nav.xhtml").contains("epub:type=\"cover\""));
    // What is said of the cover is still said.
    assert!(file(&kindle, "chapter-1.xhtml").contains("Boats at low tide"));
}

/// Kindle Publishing Guidelines, "Navigation Guidelines": HTML TOC linked, at the front and referenced; two levels; no
/// other items in the menu.
#[test]
fn kindle_finds_the_contents() {
    let mut bound = rich();
    bound.opening = Some(NodeId(5000));
    // The pictures and notes of a book belong to the whole.
    let (assets, notes) = (std::mem::take(&mut bound.assets), std::mem::take(&mut bound.notes));
    let book = Article { meta: rich().meta, bound: vec![bound], assets, notes, ..Article::default() };
    let kindle = make(&book, Device::Kindle).0;
    let spine = |epub: &[u8]| {
        let package = file(epub, "content.opf");
        values(package.split_once("<spine").unwrap().1, "idref").iter().map(|id| id.to_string()).collect::<Vec<_>>()
    };
    let read = spine(&kindle);
    let place =
        |part: &str| read.iter().position(|id| id.contains(part)).unwrap_or_else(|| panic!("no {part} in {read:?}"));
    assert!(place("nav") < place("chapter"), "{read:?}");
    let landmarks = file(&kindle, "nav.xhtml");
    let landmarks = landmarks.split_once("epub:type=\"landmarks\"").unwrap().1.split_once("</nav>").unwrap().0;
    assert!(landmarks.contains("epub:type=\"toc\""), "{landmarks}");

    let kindle = make(&rich(), Device::Kindle).0;
    let package = file(&kindle, "content.opf");
    assert_eq!(spine(&kindle), ["id_chapter-1.xhtml"], "an article begins with its text");
    let guide = package.split_once("<guide").unwrap().1;
    assert_eq!(values(guide, "type"), ["toc", "text"], "{guide}");
    let nav = file(&kindle, "nav.xhtml");
    let landmarks = nav.split_once("epub:type=\"landmarks\"").unwrap().1.split_once("</nav>").unwrap().0;
    let mut kinds = values(landmarks, "epub:type");
    kinds.sort_unstable();
    assert_eq!(kinds, ["bodymatter"], "{landmarks}");
    let depth = nav.split_once("<nav").unwrap().1.split_once("</nav>").unwrap().0;
    let deepest = depth
        .match_indices("<ol")
        .map(|(at, _)| depth[..at].matches("<ol").count() - depth[..at].matches("</ol").count());
    assert!(deepest.max().unwrap() <= 1, "{depth}");
    assert!(!nav.contains("<table"));
    let ncx = file(&kindle, "toc.ncx");
    assert!(ncx.contains("name=\"dtb:depth\" content=\"2\"") || ncx.contains("name=\"dtb:depth\" content=\"1\""));
}

/// HTML and CSS Tags Supported in Kindle Format 8: MathML is not.
#[test]
fn kindle_gets_formulas_as_text_or_pictures() {
    let mut article = bare();
    article.meta.lang = Lang("en".into());
    let mut maker = Maker::default();
    article.blocks.push(maker.block(BlockKind::Math(r"\frac{a}{\sqrt{b}} = c".into())));
    let formulas = [r"n^2 + 1", r"\frac{x}{2}", r"\frac{x}{2}"];
    let formulas = formulas.map(|tex| Inline::Math { tex: tex.into(), display: false });
    article.blocks.push(maker.block(BlockKind::Paragraph(formulas.into())));
    assert!(file(&make(&article, Device::Any).0, "content.opf").contains("mathml"));
    let (kindle, said) = make(&article, Device::Kindle);
    let chapter = file(&kindle, "chapter-1.xhtml");
    assert!(!chapter.contains("<math") && !file(&kindle, "content.opf").contains("properties=\"mathml\""));
    assert!(chapter.contains(r#"src="images/formula_1.png" alt="\frac{a}{\sqrt{b}} = c""#), "{chapter}");
    assert_eq!(chapter.matches("images/formula_2.png").count(), 2, "a formula is drawn once: {chapter}");
    assert!(chapter.contains("<i>n</i><sup>2</sup>\u{a0}+\u{a0}1"), "{chapter}");
    assert!(said.is_empty(), "{said:?}");
    let package = file(&kindle, "content.opf");
    for picture in ["images/formula_1.png", "images/formula_2.png"] {
        assert!(
            package.contains(&format!("href=\"{picture}\""))
                && files(&kindle).iter().any(|(name, _)| name.ends_with(picture))
        );
    }
}

/// HTML and CSS Tags Supported in Kindle Format 8, the list of elements (2015.3 §11.1), and what a head holds.
#[test]
fn kindle_gets_no_element_that_it_does_not_know() {
    const KNOWN: &str = "a address article aside b big blockquote body br caption center cite code col dd del dfn div dl dt em \
        figcaption figure footer h1 h2 h3 h4 h5 h6 head header hgroup hr html i img ins kbd li link mark menu nav ol p pre \
        q samp section small span strong style sub sup table tbody td tfoot th thead time title tr u ul var wbr meta";
    let known: Vec<&str> = KNOWN.split_whitespace().collect();
    for article in [rich(), rich_rtl()] {
        for (name, text) in texts(&make(&article, Device::Kindle).0) {
            for tag in text.split('<').skip(1).filter(|tag| tag.starts_with(|first: char| first.is_ascii_alphabetic()))
            {
                let element = tag.split([' ', '>', '/', '\n']).next().unwrap();
                assert!(known.contains(&element), "{name}: <{element}>");
            }
        }
    }
}

/// Hyperlink Guidelines, "Internal Link Guidelines": footnotes with links both ways.
#[test]
fn kindle_gets_notes_that_link_both_ways() {
    let kindle = make(&rich(), Device::Kindle).0;
    let all: Vec<(String, String)> = texts(&kindle);
    let mut calls = 0;
    for (_, text) in &all {
        for call in text.split("<a ").skip(1).filter(|call| call.contains("epub:type=\"noteref\"")) {
            let (id, href) = (values(call, "id")[0], values(call, "href")[0]);
            let note = href.rsplit_once('#').unwrap().1;
            let home = all.iter().find(|(_, text)| text.contains(&format!("id=\"{note}\""))).expect("its note");
            let note = home.1.split_once(&format!("id=\"{note}\"")).unwrap().1.split_once("</aside>").unwrap().0;
            assert!(note.contains(&format!("#{id}\"")), "{note}");
            calls += 1;
        }
    }
    assert!(calls > 1);
}

/// Text Guidelines, "Other Encodings Are Supported": the encoding is stated; and no link leads to `body`, which
/// converters do not find.
#[test]
fn kindle_is_told_the_encoding() {
    for (name, text) in texts(&make(&rich(), Device::Kindle).0) {
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>"), "{name}");
        let body = text.split_once("<body").unwrap().1.split_once('>').unwrap().0;
        assert!(!body.contains(" id="), "{name}");
    }
}

/// HTML and CSS Guidelines, "File References".
#[test]
fn kindle_gets_names_of_plain_letters_and_all_metadata() {
    let kindle = make(&rich(), Device::Kindle).0;
    for (name, _) in files(&kindle) {
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte)), "{name}");
    }
    let package = file(&kindle, "content.opf");
    for part in ["<dc:title", "<dc:creator", "<dc:language", "<dc:identifier"] {
        assert!(package.contains(part), "no {part}");
    }
}

/// Table Guidelines, "Create Simple HTML Tables".
#[test]
fn no_cell_reaches_beyond_its_table() {
    let mut article = bare();
    let mut maker = Maker::default();
    let (mut wide, narrow) = (maker.cell(false, "wide"), maker.cell(false, "narrow"));
    (wide.columns, wide.rows) = (9, 9);
    let body = vec![Row { cells: vec![narrow, wide] }, Row { cells: vec![maker.cell(false, "last")] }];
    let table = Table { align: vec![Align::Start; 3], body, ..Table::default() };
    article.blocks.push(maker.block(BlockKind::Table(table)));
    for device in [Device::Any, Device::Kindle] {
        let chapter = file(&make(&article, device).0, "chapter-1.xhtml");
        assert!(chapter.contains("colspan=\"2\" rowspan=\"2\""), "{chapter}");
    }
}

/// Table Guidelines, "Create Simple HTML Tables".
#[test]
fn a_table_in_a_table_is_said_where_it_is() {
    let mut article = bare();
    let mut maker = Maker::default();
    let rows = |cell| vec![Row { cells: vec![cell] }];
    let inner = Table { align: vec![Align::Start], body: rows(maker.cell(false, "inner")), ..Table::default() };
    let mut outer = maker.cell(false, "outer");
    outer.blocks.push(maker.block(BlockKind::Table(inner)));
    let table = Table { align: vec![Align::Start], body: rows(outer), ..Table::default() };
    article.blocks.push(maker.block(BlockKind::Table(table)));
    let (kindle, said) = make(&article, Device::Kindle);
    let chapter = file(&kindle, "chapter-1.xhtml");
    assert!(chapter.matches("<table").count() == 1 && chapter.contains(">inner<"), "{chapter}");
    assert!(said.iter().any(|one| one.code == "inner-table" && one.span.is_some()), "{said:?}");
}

#[test]
fn kindle_gets_every_word_of_the_text() {
    for article in [rich(), rich_rtl()] {
        let plain = texts(&make(&article, Device::Any).0);
        let kindle = texts(&make(&article, Device::Kindle).0);
        // The menus are another matter.
        for (name, kindle) in kindle.iter().filter(|(name, _)| !name.ends_with("nav.xhtml")) {
            let plain = &plain.iter().find(|(other, _)| other == name).expect("the same file").1;
            // Formulas are looked at elsewhere, colons of the credits are generated in other editions.
            let words = |xhtml: &str| -> Vec<String> {
                let mut text = String::new();
                let mut rest = xhtml;
                while let Some((before, after)) = rest.split_once("<math") {
                    text.push_str(before);
                    rest = after.split_once("</math>").unwrap().1;
                }
                let text = read(&(text + rest));
                text.split(|c: char| c.is_whitespace() || c == ':')
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            let has_math = plain.contains("<math");
            let (plain, kindle) = (words(plain), words(kindle));
            assert!(plain == kindle || has_math && plain.iter().all(|word| kindle.contains(word)), "{name}");
        }
    }
}
