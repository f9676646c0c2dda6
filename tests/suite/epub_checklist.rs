//! What an EPUB has to be for stores, readers and those who listen to it: one test for each line of the list.

use crate::common::article::{bare, rich, rich_rtl};
use crate::common::epub::Epub;
use offprint::article::{Article, Contributor, License, Rights, Role, Series};
use offprint::diag::Diagnostics;
use offprint::epub::{Options, package};
use zip::CompressionMethod;

const STYLE: &str = include_str!("../../src/epub/style.css");

/// An EPUB, unpacked.
struct Book {
    bytes: Vec<u8>,
    files: Vec<(String, String)>,
    said: Diagnostics,
}

impl Book {
    fn of(article: &Article) -> Self {
        let mut said = Diagnostics::new();
        let bytes = package(article, &Options::default(), &mut said).expect("an EPUB");
        let files = Epub::of(&bytes).files.into_iter().map(|file| {
            let name = file.name.trim_start_matches("OEBPS/").to_owned();
            (name, String::from_utf8_lossy(&file.content).into_owned())
        });
        Self { files: files.collect(), bytes, said }
    }

    fn file(&self, name: &str) -> &str {
        &self.files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    fn package(&self) -> &str {
        self.file("content.opf")
    }

    /// Files with text, the contents among them.
    fn texts(&self) -> impl Iterator<Item = &(String, String)> {
        self.files.iter().filter(|(name, _)| name.ends_with(".xhtml"))
    }

    /// The content of the `meta` with `property`.
    fn meta(&self, property: &str) -> Vec<&str> {
        let mark = format!("property=\"{property}\"");
        let after = self.package().split(&mark).skip(1);
        after.map(|rest| rest.split_once('>').expect("a tag").1.split('<').next().unwrap_or_default()).collect()
    }
}

/// Start tags of the element `name` in `xml`.
fn tags<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let starts = xml.split('<').filter_map(|part| part.split_once('>')).map(|(tag, _)| tag);
    starts.filter(|tag| tag.split([' ', '/', '\n']).next() == Some(name)).collect()
}

fn value<'x>(tag: &'x str, name: &str) -> Option<&'x str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

// Package

#[test]
fn the_media_type_is_first_stored_and_without_extra_field() {
    let book = Book::of(&rich());
    assert_eq!(&book.bytes[30..58], b"mimetypeapplication/epub+zip");
    assert_eq!(book.bytes[8..10], [0, 0], "stored");
    assert_eq!(book.bytes[28..30], [0, 0], "no extra field");
    assert_eq!(book.bytes, Book::of(&rich()).bytes, "the same bytes twice");
}

#[test]
fn the_identifier_is_of_the_address_or_the_content_and_the_same_everywhere() {
    let uid = |book: &Book| {
        let name =
            value(tags(book.package(), "package")[0], "unique-identifier").expect("a unique identifier").to_owned();
        let at = book.package().find(&format!("id=\"{name}\"")).expect("the identifier");
        let id = book.package()[at..].split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
        assert!(book.file("toc.ncx").contains(&format!("name=\"dtb:uid\" content=\"{id}\"")), "{id}");
        id
    };
    let mut article = bare();
    article.meta.source_url = Some("https://example.org/a".into());
    let first = uid(&Book::of(&article));
    article.blocks.clear();
    assert_eq!(first, uid(&Book::of(&article)), "a corrected edition is the same publication");
    assert_ne!(uid(&Book::of(&bare())), uid(&Book::of(&rich())));
}

#[test]
fn everybody_has_a_role_and_a_name_to_sort_by_and_titles_have_types() {
    let mut article = rich();
    let role = Role::Translator;
    article.meta.contributors.push(Contributor { name: "Vera Novak".into(), role, ..Contributor::default() });
    let book = Book::of(&article);
    let people = tags(book.package(), "dc:creator").len() + tags(book.package(), "dc:contributor").len();
    assert_eq!(people, article.meta.contributors.len());
    assert_eq!(book.meta("role").len(), people);
    assert_eq!(book.meta("file-as").len(), people);
    assert!(book.meta("file-as").contains(&"Novak, Vera") && book.meta("role").contains(&"trl"));
    assert_eq!(book.meta("title-type"), ["main", "subtitle"]);
}

#[test]
fn the_cover_is_credited_for_machines_and_in_words() {
    let book = Book::of(&rich());
    let cover = tags(book.package(), "item").into_iter().find(|tag| tag.contains("cover-image")).expect("a cover");
    let id = value(cover, "id").expect("an identifier");
    for name in ["dcterms:creator", "dcterms:license", "dcterms:source", "dcterms:title"] {
        assert!(book.package().contains(&format!("refines=\"#{id}\" property=\"{name}\"")), "{name}");
    }
    let text = book.file("chapter-1.xhtml");
    let credits = text.split_once("class=\"colophon\"").expect("credits").1;
    assert!(credits.contains("https://creativecommons.org/licenses/"));
}

#[test]
fn rights_licence_and_collection_are_named() {
    let mut article = bare();
    let url = Some("https://creativecommons.org/licenses/by/4.0/".to_owned());
    let license = Some(License { name: "CC BY 4.0".into(), url, ..License::default() });
    article.meta.rights = Rights { license, holder: Some("Ada Reed".into()), ..Rights::default() };
    article.meta.series = Some(Series { name: "Weirs".into(), position: Some("2".into()) });
    let book = Book::of(&article);
    assert_eq!(book.meta("dcterms:license"), ["https://creativecommons.org/licenses/by/4.0/"]);
    assert!(tags(book.package(), "link").iter().any(|tag| tag.contains("rel=\"cc:license\"")));
    assert_eq!(tags(book.package(), "dc:rights").len(), 1);
    assert_eq!((book.meta("belongs-to-collection"), book.meta("collection-type")), (vec!["Weirs"], vec!["series"]));
    assert_eq!(book.meta("group-position"), ["2"]);
}

#[test]
fn accessibility_is_described_by_what_there_is() {
    let book = Book::of(&rich());
    for property in ["schema:accessMode", "schema:accessibilityFeature", "schema:accessibilitySummary"] {
        assert!(!book.meta(property).is_empty(), "{property}");
    }
    assert!(book.meta("schema:accessibilityFeature").contains(&"describedMath"));
    assert!(book.meta("dcterms:conformsTo").is_empty(), "nobody certifies it");
    assert!(!Book::of(&bare()).meta("schema:accessMode").contains(&"visual"));
}

// Structure

#[test]
fn contents_are_at_most_two_levels_deep() {
    let book = Book::of(&rich());
    let contents = book.file("nav.xhtml").split_once("epub:type=\"toc\"").unwrap().1.split_once("</nav>").unwrap().0;
    let mut depth = 0_usize;
    for (at, _) in contents.match_indices("ol>") {
        if contents[..at].ends_with('/') {
            depth -= 1
        } else {
            depth += 1
        }
        assert!(depth <= 2);
    }
}

#[test]
fn the_cover_is_an_image_alone_and_named_for_readers_of_epub_2() {
    let book = Book::of(&rich());
    let cover = book.file("cover.xhtml");
    assert_eq!(tags(cover, "img").len(), 1);
    assert!(tags(cover, "svg").is_empty() && tags(cover, "p").is_empty());
    assert!(tags(book.package(), "meta").iter().any(|tag| value(tag, "name") == Some("cover")));
    assert!(!tags(book.package(), "reference").is_empty(), "a guide");
}

#[test]
fn every_landmark_has_one_type_and_every_element_one_role() {
    let book = Book::of(&rich());
    let marks = book.file("nav.xhtml").split_once("epub:type=\"landmarks\"").expect("landmarks").1;
    let kinds = tags(marks.split_once("</nav>").unwrap().0, "a");
    let kinds: Vec<&str> = kinds.into_iter().filter_map(|tag| value(tag, "epub:type")).collect();
    // Files that the contents name, other files, and places inside of files.
    assert_eq!(kinds, ["bodymatter", "cover", "colophon"]);
    for (name, text) in book.texts() {
        let roles = text.split(" role=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(roles.into_iter().all(|role| !role.contains(' ')), "{name}");
        assert!(tags(text, "article").iter().all(|tag| !tag.contains("doc-")), "{name}");
    }
}

#[test]
fn notes_are_asides_after_their_calls_with_a_way_back_and_never_hidden() {
    let book = Book::of(&rich());
    let mut count = 0;
    for (name, text) in book.texts() {
        for call in tags(text, "a").into_iter().filter(|tag| tag.contains("doc-noteref")) {
            assert_eq!(value(call, "epub:type"), Some("noteref"));
            let Some(id) = value(call, "href").and_then(|href| href.strip_prefix('#')) else { continue };
            let note = text.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{name}: no {id}"));
            assert!(text.find(call).unwrap() < note, "{name}: the note follows");
            let note = &text[text[..note].rfind('<').unwrap()..];
            assert!(note.starts_with("<aside ") && note.contains("role=\"doc-footnote\""), "{name}: {id}");
            assert!(note.contains(&format!("href=\"#{}\"", value(call, "id").unwrap())), "{name}: a way back");
            count += 1;
        }
        assert!(!text.contains("\u{21a9}<") && !text.contains("\u{21a9} "), "{name}: the arrow is text, no emoji");
    }
    assert!(count > 2);
    assert!(!STYLE.contains("aside.footnote { display: none"));
}

// Style sheet

/// The rules that `selector` alone or in a list selects.
fn rules(selector: &str) -> String {
    let plain: String = STYLE.split("*/").filter_map(|part| part.split("/*").next()).collect();
    let rules = plain.split('}').filter_map(|rule| rule.split_once('{'));
    let of = rules.filter(|(list, _)| list.split(',').any(|one| one.trim() == selector));
    of.map(|(_, body)| body.to_owned()).collect()
}

#[test]
fn the_page_has_the_readers_colours_face_and_size() {
    // What body text is in: the elements and our sections; rules of ours apply to classes of short pieces.
    let of_text = [
        "*",
        "html",
        "body",
        "section",
        "section.chapter",
        "div",
        "p",
        "p + p",
        "section.chapter > p",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dd",
        "em",
        "strong",
        "span",
        "header",
        "html:lang(ar)",
        "html:lang(hi)",
        ":lang(zh)",
        ":lang(ko)",
    ];
    for selector in of_text {
        for property in
            ["color", "background", "font-family", "font-size", "font:", "text-align", "letter-spacing", "word-spacing"]
        {
            assert!(!rules(selector).contains(property), "{selector}: {property}");
        }
    }
    // The reader's setting, on the body or on its paragraphs, has precedence over what is inherited from the root.
    let leading = of_text.into_iter().filter(|selector| rules(selector).contains("line-height"));
    assert!(leading.into_iter().all(|selector| selector.starts_with("html")));
    assert!(!STYLE.contains("!important"), "the reader's settings win");
    assert!(STYLE.contains("@media all and (prefers-color-scheme: dark)"));
    for border in STYLE.split("border").skip(1).filter_map(|rest| rest.split(';').next()) {
        let coloured = border.contains(" #");
        assert!(!coloured, "border{border}");
    }
}

#[test]
fn on_dark_screens_figures_have_a_light_ground_that_does_not_dazzle() {
    let dark = STYLE.split_once("@media all and (prefers-color-scheme: dark)").expect("rules for dark screens").1;
    let rule = dark.split('}').find(|rule| rule.contains("img.figure")).expect("a rule for figures");
    assert!(rule.contains("filter: brightness(0.85)") && rule.contains("background: #ffffff"), "{rule}");
    assert!(!rule.contains("cover") && !rule.contains("icon"), "{rule}");
}

#[test]
fn numbers_of_notes_follow_their_word_without_a_gap() {
    let rule = rules("sup.noteref a");
    assert!(rule.contains("padding: 0.4em 0;") && !rule.contains("-start"), "{rule}");
    assert!(!rules("sup.noteref").contains("margin") && !rules("sup.noteref").contains("padding"));
}

#[test]
fn pull_quotes_related_articles_and_rows_are_not_divided() {
    for selector in ["aside.pullquote", ".related-list > li", "tr", "figure"] {
        assert!(rules(selector).contains("break-inside: avoid"), "{selector}");
    }
}

#[test]
fn a_wide_table_is_cards_on_a_narrow_screen_and_no_word_is_there_twice() {
    use offprint::article::{Align, Block, BlockKind, Cell, Row, Table};
    let mut article = bare();
    article.meta.lang = offprint::article::Lang("en".into());
    let cell = |header: bool, words: &str| {
        let kind = BlockKind::Paragraph(vec![offprint::article::Inline::Text(words.into())]);
        let blocks = vec![Block { kind, ..bare().blocks[0].clone() }];
        Cell { header, columns: 1, rows: 1, align: None, blocks }
    };
    let row = |header: bool, words: [&str; 5]| Row { cells: words.map(|words| cell(header, words)).into() };
    let head = vec![row(true, ["Projection", "Published", "Equal areas", "Equal angles", "Recommended"])];
    let body = vec![row(false, ["Cylindrical", "1569 & later", "invariably", "conformally", "navigation"])];
    let table = Table { align: vec![Align::Start; 5], head, body, ..Table::default() };
    article.blocks[0].kind = BlockKind::Table(table);
    let book = Book::of(&article);
    let text = book.file("chapter-1.xhtml");
    assert!(
        text.contains("<table class=\"wide cards\">") || text.contains("<table class=\"wide crowded cards\">"),
        "{text}"
    );
    assert!(text.contains("<td data-label=\"Equal areas\">invariably</td>"), "{text}");
    assert_eq!(text.matches(">Equal areas<").count(), 1);
    let narrow = STYLE.split_once("@media (max-width: 30em)").expect("rules for narrow screens").1;
    assert!(narrow.contains("content: attr(data-label)"));
}

#[test]
fn breaks_and_hyphens_are_said_in_every_form() {
    for inside in ["break-after: avoid", "break-inside: avoid", "break-after: page", "break-before: avoid"] {
        for (at, _) in STYLE.match_indices(&format!(" {inside}")) {
            let page = inside.replace("break-after: page", "break-after: always");
            assert!(STYLE[..at].trim_end().ends_with(&format!("page-{page};")), "{inside} at {at}");
        }
    }
    assert!(rules("html").contains("-webkit-hyphens: auto") && rules("html").contains("adobe-hyphenate: auto"));
    for selector in ["h2", "code", "pre", "nav li"] {
        assert!(rules(selector).contains("hyphens: none"), "{selector}");
    }
}

#[test]
fn code_wraps_from_left_to_right_and_tables_align_by_class() {
    assert!(rules("pre").contains("white-space: pre-wrap"));
    let book = Book::of(&rich_rtl());
    for (name, text) in book.texts() {
        assert!(tags(text, "pre").iter().all(|tag| tag.contains("tex") || value(tag, "dir") == Some("ltr")), "{name}");
        assert!(!text.contains(" style=\""), "{name}: no inline style");
    }
    assert!(rules(".end").contains("text-align: end"));
}

#[test]
fn the_language_is_said_twice_wherever_it_is_said() {
    for article in [rich(), rich_rtl()] {
        for (name, text) in Book::of(&article).texts() {
            let tags = text.split('<').filter_map(|part| part.split_once('>')).map(|(tag, _)| tag);
            for tag in tags.filter(|tag| tag.contains(" lang=\"") || tag.contains("xml:lang=\"")) {
                assert_eq!(value(tag, "lang"), value(tag, "xml:lang"), "{name}: {tag}");
            }
        }
    }
}

// Pictures

#[test]
fn small_covers_are_told() {
    let said = Book::of(&rich()).said;
    assert!(said.iter().any(|one| one.code == "small-cover"), "{said:?}");
}

#[test]
fn every_picture_is_of_a_type_that_all_readers_know() {
    let book = Book::of(&rich());
    let known = ["image/jpeg", "image/png", "image/gif", "image/svg+xml"];
    let pictures = tags(book.package(), "item").into_iter().filter_map(|tag| value(tag, "media-type"));
    let pictures: Vec<&str> = pictures.filter(|kind| kind.starts_with("image/")).collect();
    assert!(pictures.len() > 3 && pictures.iter().all(|kind| known.contains(kind)), "{pictures:?}");
    let epub = Epub::of(&book.bytes);
    let packed = book.files.iter().filter(|(name, _)| name.starts_with("images/") && !name.ends_with(".svg"));
    for (name, _) in packed {
        let kept = epub.file(&format!("OEBPS/{name}")).compression;
        assert_eq!(kept, CompressionMethod::Stored, "{name}");
    }
}

#[test]
fn formulas_say_their_source_and_their_files_are_declared() {
    let book = Book::of(&rich());
    for (name, text) in book.texts().filter(|(_, text)| text.contains("<math")) {
        assert!(tags(text, "math").iter().all(|tag| value(tag, "alttext").is_some()), "{name}");
        let item = tags(book.package(), "item").into_iter().find(|tag| value(tag, "href") == Some(name)).unwrap();
        assert_eq!(value(item, "properties"), Some("mathml"), "{name}");
    }
    assert!(book.texts().any(|(_, text)| text.contains("<math")));
}
