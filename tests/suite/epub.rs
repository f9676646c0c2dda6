//! Whole EPUBs of articles made by hand, taken apart again.

use crate::common::article::{Maker, bare, plain, rich, rich_rtl};
use crate::common::epub::Epub;
use offprint::article::{Alt, Article, AssetId, BlockKind, Date, Inline, Lang, NoteId};
use offprint::epub::{Context, Options, Split, package, package_in};
use zip::CompressionMethod;

fn make(article: &Article) -> Vec<u8> {
    package(article, &Options::default(), &mut Vec::new()).expect("the article is packaged")
}

/// Makes a file of every section of level 2.
fn make_set(article: &Article) -> Vec<u8> {
    let mut options = Options::default();
    options.split = Split::Level2;
    package(article, &options, &mut Vec::new()).expect("the article is packaged")
}

fn file(epub: &[u8], path: &str) -> String {
    Epub::of(epub).text(path)
}

fn names(epub: &[u8]) -> Vec<String> {
    Epub::of(epub).names()
}

#[test]
fn the_same_article_gives_the_same_bytes() {
    assert_eq!(make(&rich()), make(&rich()));
}

#[test]
fn the_media_type_comes_first_and_pictures_are_stored() {
    let epub = Epub::of(&make(&rich()));
    assert_eq!(epub.files[0].name, "mimetype");
    assert_eq!(epub.file("OEBPS/images/cover.jpg").compression, CompressionMethod::Stored);
}

#[test]
fn every_section_of_level_two_is_a_chapter_if_that_is_asked_for() {
    let epub = make_set(&rich());
    assert!(file(&epub, "chapter-1.xhtml").contains("The town lies"));
    assert!(file(&epub, "chapter-2.xhtml").contains("<h2 id=\"boats\">Boats &amp; their Owners</h2>"));
    assert!(file(&epub, "nav.xhtml").contains("chapter-2.xhtml#names"));
    assert!(file(&epub, "toc.ncx").contains("name=\"dtb:depth\" content=\"2\""));
}

#[test]
fn text_is_cut_where_the_user_says() {
    let files = |split| {
        let mut options = Options::default();
        options.split = split;
        let epub = package(&rich(), &options, &mut Vec::new()).unwrap();
        let nav = file(&epub, "nav.xhtml");
        // The contents know every section, wherever it is cut.
        assert!(nav.contains("Boats &amp; their Owners"), "{split:?}");
        names(&epub).iter().filter(|name| name.contains("chapter-")).count()
    };
    assert_eq!(files(Split::Auto), 1);
    assert_eq!(files(Split::None), 1);
    assert_eq!(files(Split::Level1), 1);
    assert!(files(Split::Level2) > 2);
}

#[test]
fn no_file_is_longer_than_readers_bear_and_the_contents_know_one_chapter() {
    let mut article = bare();
    let mut make_blocks = Maker::default();
    let mut blocks = vec![make_blocks.heading(2, "long", "A long chapter")];
    for part in 0..400 {
        blocks.push(make_blocks.paragraph(&format!("Paragraph {part}. {}", "words & words ".repeat(100))));
    }
    blocks.push(make_blocks.heading(3, "late", "A late section"));
    blocks.push(make_blocks.paragraph("The end."));
    article.blocks = blocks;
    let epub = make(&article);
    let chapters: Vec<String> = names(&epub).into_iter().filter(|name| name.contains("chapter-")).collect();
    assert!(chapters.len() > 1);
    let texts: Vec<String> = chapters.iter().map(|name| file(&epub, name.strip_prefix("OEBPS/").unwrap())).collect();
    assert!(texts.iter().all(|text| text.len() <= 300_000));
    let all = texts.concat();
    assert!((0..400).all(|part| all.matches(&format!("Paragraph {part}. ")).count() == 1));
    let nav = file(&epub, "nav.xhtml");
    assert!(nav.contains("chapter-1.xhtml#long\">A long chapter") && !nav.contains("chapter-2.xhtml\""), "{nav}");
    let last = chapters.last().unwrap().strip_prefix("OEBPS/").unwrap();
    assert!(nav.contains(&format!("{last}#late")), "{nav}");
}

#[test]
fn a_picture_shown_twice_is_stored_once() {
    let mut article = rich();
    let cover = article.cover.as_ref().unwrap().pictures[0].clone();
    let mut twin = article.asset(cover.asset.clone().unwrap()).clone();
    twin.name = "twin".into();
    article.assets.push(twin);
    let mut again = cover;
    again.asset = Ok(AssetId(article.assets.len() as u32 - 1));
    article.blocks.push(Maker::default().paragraph(""));
    article.blocks.last_mut().unwrap().kind = BlockKind::Paragraph(vec![Inline::Picture(again)]);
    let epub = make(&article);
    assert!(names(&epub).iter().all(|name| !name.contains("twin")));
    let chapters = names(&epub).into_iter().filter(|name| name.contains("chapter-"));
    let shown = chapters.map(|name| file(&epub, name.strip_prefix("OEBPS/").unwrap()));
    assert!(shown.into_iter().any(|chapter| chapter.contains("src=\"images/cover.jpg\"")));
    assert_eq!(file(&epub, "content.opf").matches("href=\"images/cover.jpg\"").count(), 1);
}

#[test]
fn code_has_classes_for_its_parts_and_every_letter() {
    let mut article = bare();
    // A comment that goes on over the end of a long line.
    let text = "fn main() {\n    let a = \"<&>\"; /* why, and why not\n otherwise */ }\n";
    let language = Some("rust".into());
    article.blocks[0].kind = BlockKind::Code { language, text: text.into(), lines: Default::default() };
    let chapter = file(&make(&article), "chapter-1.xhtml");
    assert!(chapter.contains("<span class=\"hl-keyword\">fn</span>"), "{chapter}");
    assert!(chapter.contains("\n<span class=\"hang-8\">    <span class=\"hl-keyword\">let</span>"), "{chapter}");
    assert!(chapter.contains("<span class=\"hl-string\">&quot;&lt;&amp;&gt;&quot;</span>"), "{chapter}");
    let code = chapter.split_once("<code").unwrap().1.split_once('>').unwrap().1.split_once("</code>").unwrap().0;
    let plain: String = code.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    assert_eq!(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"), text);
}

#[test]
fn a_note_follows_its_first_call_and_links_back_to_each() {
    let chapter = file(&make_set(&rich()), "chapter-1.xhtml");
    let call = chapter.find("href=\"#note.1\"").expect("a call");
    let note = chapter.find("<aside class=\"footnote\"").expect("a note");
    assert!(call < note);
    assert!(chapter.contains("href=\"#call.1.1\"") && chapter.contains("href=\"chapter-2.xhtml#call.1.2\""));
}

#[test]
fn a_note_that_nothing_calls_is_not_lost() {
    assert!(file(&make_set(&rich()), "chapter-3.xhtml").contains("A note that nothing calls."));
    assert!(file(&make(&rich()), "chapter-1.xhtml").contains("A note that nothing calls."));
}

#[test]
fn the_cover_stands_alone_and_its_credit_in_words_and_metadata() {
    let epub = make(&rich());
    assert!(!file(&epub, "cover.xhtml").contains("harbour wall at six"));
    assert!(file(&epub, "chapter-1.xhtml").contains("The harbour wall at six in the evening."));
    let package = file(&epub, "content.opf");
    assert!(package.contains("refines=\"#cover-image\" property=\"dcterms:creator\">Ines Example<"));
    assert!(package.contains("<meta name=\"cover\" content=\"cover-image\"/>"));
}

#[test]
fn without_a_cover_picture_there_is_no_cover_page_but_its_words() {
    let mut article = rich();
    article.cover.as_mut().unwrap().pictures.clear();
    let epub = make(&article);
    assert!(!names(&epub).contains(&"OEBPS/cover.xhtml".to_owned()));
    assert!(file(&epub, "chapter-1.xhtml").contains("The harbour wall at six in the evening."));
}

#[test]
fn a_picture_that_cannot_be_read_becomes_its_alternative_text() {
    let mut diagnostics = Vec::new();
    let epub = package(&rich(), &Options::default(), &mut diagnostics).unwrap();
    assert!(file(&epub, "chapter-1.xhtml").contains("<span class=\"missing-picture\">A broken picture</span>"));
    assert!(names(&epub).iter().all(|name| !name.contains("broken")));
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.code == "unreadable-picture"));
}

#[test]
fn related_articles_are_linked_and_verbatim() {
    let related = file(&make_set(&rich()), "related.xhtml");
    assert!(related.contains("<a href=\"https://example.org/a%20b\">Why the Lighthouse Moved</a>"));
    assert!(related.contains("Nobody had told the captain that the..."));
}

#[test]
fn related_articles_keep_picture_author_and_date() {
    let mut article = rich();
    let picture = article.cover.as_ref().unwrap().pictures[0].clone();
    let first = &mut article.related[0];
    first.picture = vec![Inline::Picture(picture)];
    first.author = Some("Ida Moss".into());
    first.date = Some(Date { iso: "2021-03-03".into(), verbatim: "3 March 2021".into() });
    let related = file(&make_set(&article), "related.xhtml");
    assert!(related.contains("alt=\"Evening light over a harbour wall\""), "{related}");
    assert!(related.contains("Ida Moss \u{b7} <time datetime=\"2021-03-03\">3 March 2021</time>"), "{related}");
}

#[test]
fn text_from_right_to_left_turns_the_pages_too() {
    let epub = make(&rich_rtl());
    assert!(file(&epub, "content.opf").contains("page-progression-direction=\"rtl\""));
    assert!(file(&epub, "chapter-1.xhtml").contains("lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\""));
    assert!(file(&epub, "chapter-1.xhtml").contains("<pre dir=\"ltr\">"));
}

#[test]
fn a_latin_line_amid_arabic_keeps_its_direction() {
    let mut article = rich_rtl();
    article.blocks[0].kind = BlockKind::Paragraph(vec![plain("Ask, and listen.")]);
    let chapter = file(&make(&article), "chapter-1.xhtml");
    assert!(chapter.contains("<span dir=\"ltr\">Ask, and listen.</span>"), "{chapter}");
}

#[test]
fn code_in_columns_is_marked() {
    let pre = |text: &str| {
        let mut article = bare();
        article.blocks[0].kind = BlockKind::Code { language: None, text: text.into(), lines: Default::default() };
        file(&make(&article), "chapter-1.xhtml").contains("<pre dir=\"ltr\" class=\"columns\">")
    };
    assert!(pre("name      value"));
    assert!(!pre("if it {\n        rains()\n}"));
}

#[test]
fn alternative_text_is_claimed_only_where_every_picture_has_one() {
    let claims = |article: &Article| file(&make(article), "content.opf").contains(">alternativeText<");
    let mut article = rich();
    assert!(claims(&article));
    article.cover.as_mut().unwrap().pictures[0].alt = Alt::NotStated;
    assert!(!claims(&article));
}

#[test]
fn conformance_is_claimed_only_where_someone_certifies_it_and_nothing_speaks_against_it() {
    let claims = |article: &Article, certifier: Option<&str>| {
        let mut options = Options::default();
        options.certifier = certifier.map(str::to_owned);
        let epub = package(article, &options, &mut Vec::new()).unwrap();
        file(&epub, "content.opf").contains("dcterms:conformsTo")
    };
    let mut article = rich();
    assert!(!claims(&article, None));
    assert!(claims(&article, Some("A Certifier")));
    article.cover.as_mut().unwrap().pictures[0].alt = Alt::NotStated;
    assert!(!claims(&article, Some("A Certifier")));
}

#[test]
fn the_title_is_the_only_heading_of_level_one() {
    let epub = make(&rich());
    let texts = names(&epub).into_iter().filter_map(|name| name.strip_prefix("OEBPS/").map(str::to_owned));
    let pages = texts.filter(|name| name.ends_with(".xhtml")).map(|name| file(&epub, &name));
    assert_eq!(pages.map(|page| page.matches("<h1").count()).sum::<usize>(), 1);
}

#[test]
fn parts_of_a_credit_that_its_wording_shows_are_not_printed_again() {
    let credits = file(&make_set(&rich()), "credits.xhtml");
    assert!(!credits.contains("<dd>An Archive of Pictures</dd>"), "{credits}");
    let license = "(<a href=\"https://creativecommons.org/licenses/by-sa/4.0/\">CC BY-SA 4.0</a>), cropped";
    assert!(credits.contains(license), "{credits}");
}

#[test]
fn our_own_words_are_marked_where_they_are_not_in_the_articles_language() {
    let mut article = bare();
    article.meta.lang = Lang("sw".into());
    let text = file(&make(&article), "chapter-1.xhtml");
    assert!(!text.contains("class=\"colophon\""), "there is nothing to credit: {text}");
    assert!(text.contains("lang=\"en\" xml:lang=\"en\">Made with Offprint"), "{text}");
    article.meta.publisher = Some("Mto".into());
    assert!(
        file(&make(&article), "chapter-1.xhtml").contains("<h2 id=\"credits\" lang=\"en\" xml:lang=\"en\">Credits")
    );
}

#[test]
fn an_empty_article_and_calls_of_no_note_do_no_harm() {
    let mut article = bare();
    article.blocks[0].kind = BlockKind::Paragraph(vec![plain("x\u{0}\u{b}"), Inline::NoteCall(NoteId(7))]);
    assert!(file(&make(&article), "chapter-1.xhtml").contains("<p>x</p>"));
    assert!(names(&make(&Article::default())).contains(&"OEBPS/chapter-1.xhtml".to_owned()));
}

#[test]
fn the_date_of_change_is_never_the_clocks() {
    assert!(file(&make(&bare()), "content.opf").contains(">1980-01-01T00:00:00Z<"));
    let context = Context { modified: Some("2024-05-01T00:00:00Z"), ..Context::default() };
    let epub = package_in(&bare(), &Options::default(), &context, &mut Vec::new()).unwrap();
    assert!(file(&epub, "content.opf").contains(">2024-05-01T00:00:00Z<"));
}

#[test]
fn more_than_three_figures_have_a_list() {
    let figures = |count: u32| {
        let mut make = Maker::default();
        let mut article = rich();
        let mut blocks: Vec<_> = (0..count)
            .map(|number| {
                let mut figure = article.cover.clone().expect("a cover");
                figure.caption = vec![plain(&format!("Figure of number {number}"))];
                make.block(BlockKind::Figure(figure))
            })
            .collect();
        blocks.insert(0, make.paragraph("Look at these."));
        article.blocks = blocks;
        article.notes.clear();
        make_nav(&article)
    };
    assert!(!figures(3).contains("loi"));
    let nav = figures(4);
    let list = nav.split_once("epub:type=\"loi\"").expect("a list of figures").1;
    let entries: Vec<&str> = list.split("<a href=\"").skip(1).take(4).collect();
    for (number, entry) in entries.iter().enumerate() {
        assert!(entry.starts_with("chapter-1.xhtml#b."), "{entry}");
        assert!(entry.contains(&format!("Figure of number {number}</a>")), "{entry}");
    }
}

/// The navigation document; every address in it leads to an element.
fn make_nav(article: &Article) -> String {
    let epub = make(article);
    let nav = file(&epub, "nav.xhtml");
    for address in nav.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
        if let Some((path, id)) = address.split_once('#').filter(|(path, _)| *path != "nav.xhtml") {
            assert!(file(&epub, path).contains(&format!("id=\"{id}\"")), "{address} leads nowhere");
        }
    }
    nav
}

#[test]
fn marks_around_a_formula_stay_with_it() {
    let math = |tex: &str| Inline::Math { tex: tex.into(), display: false };
    let line = |content: Vec<Inline>| {
        let mut article = bare();
        article.blocks = vec![Maker::default().block(BlockKind::Paragraph(content))];
        let text = file(&make(&article), "chapter-1.xhtml");
        let text = text.split_once("<p>").expect("a paragraph").1.split_once("</p>").expect("its end").0.to_owned();
        // Formulas by their source alone.
        text.split("<math").fold(String::new(), |line, part| match part.split_once("</math>") {
            Some((math, after)) => {
                let tex = math.split_once("alttext=\"").expect("an alternative text").1.split('"').next();
                format!("{line}{{{}}}{after}", tex.unwrap_or_default())
            }
            None => line + part,
        })
    };
    let kept = |inside: &str| format!("<span class=\"nowrap\">{inside}</span>");
    let found =
        line(vec![plain("see ("), math("a"), plain("), ("), math("b"), plain(" more), "), math("c"), plain(".")]);
    assert_eq!(found, format!("see {} {} more), {}", kept("({a}),"), kept("({b}"), kept("{c}.")));
    assert_eq!(line(vec![plain("f("), math("a"), plain(")g")]), "f({a})g");
    assert_eq!(line(vec![math("a"), math("b"), plain("c")]), "{a}{b}c");
}

#[test]
fn rules_for_labels_are_there_where_labels_are() {
    let style = |content: Vec<Inline>| {
        let blocks = vec![Maker::default().block(BlockKind::Paragraph(content))];
        file(&make(&Article { blocks, ..bare() }), "stylesheet.css")
    };
    let label = Inline::Styled { style: offprint::article::Style::Label, content: vec![plain("Bus")] };
    assert!(style(vec![label]).contains("p.label"));
    assert!(!style(vec![plain("<p class=\"label\">, and class=\"label\" alone")]).contains("p.label"));
}
