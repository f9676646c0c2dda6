//! The flow of an article in an e-book: what stands in which file, in which order, and that every link still leads there.

use crate::common::article::{Maker, bare, plain, rich};
use crate::common::epub::{self, Epub};
use offprint::article::{Article, Block, BlockKind, Inline, NodeId, NoteId};
use offprint::epub::{Device, Options, Split, package};

fn made(article: &Article, change: impl FnOnce(&mut Options)) -> Vec<(String, Vec<u8>)> {
    let mut options = Options::default();
    change(&mut options);
    let epub = package(article, &options, &mut Vec::new()).expect("the article is packaged");
    Epub::of(&epub).files.into_iter().map(|file| (file.name, file.content)).collect()
}

/// The files of the reading order with their texts.
fn read(article: &Article) -> Vec<(String, String)> {
    epub::spine(&made(article, |_| {}))
}

fn names(files: &[(String, String)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

/// Sections of level 2, of these lengths in words.
fn sections(words: &[usize]) -> Article {
    let (mut article, mut make) = (bare(), Maker::default());
    article.blocks.clear();
    for (number, words) in words.iter().enumerate() {
        article.blocks.push(make.heading(2, &format!("part-{number}"), &format!("Part {number}")));
        article.blocks.push(make.paragraph(&"word ".repeat(*words)));
    }
    article
}

/// The identifiers in `xhtml`.
fn ids(xhtml: &str) -> Vec<&str> {
    xhtml.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Checks that every identifier is there once in its file, and that every link inside the publication leads to one.
fn check_links(files: &[(String, Vec<u8>)]) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let texts: Vec<(&str, String)> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".xhtml") || name.ends_with(".ncx"))
        .map(|(name, bytes)| (name.strip_prefix("OEBPS/").expect("a file of the publication"), text(bytes)))
        .collect();
    for (name, text) in &texts {
        let mut unique = ids(text);
        unique.sort_unstable();
        assert!(unique.windows(2).all(|pair| pair[0] != pair[1]), "{name}: {unique:?}");
        let links = [" href=\"", " src=\""].into_iter().flat_map(|name| text.split(name).skip(1));
        for href in links.filter_map(|rest| rest.split('"').next()).filter(|href| !href.contains(':')) {
            let (path, id) = href.split_once('#').unwrap_or((href, ""));
            let path = if path.is_empty() { name } else { path };
            let target = texts.iter().find(|(name, _)| *name == path);
            assert!(
                files.iter().any(|(name, _)| *name == format!("OEBPS/{path}"))
                    && (id.is_empty() || target.is_some_and(|(_, text)| ids(text).contains(&id))),
                "{name}: {href} leads nowhere"
            );
        }
    }
}

#[test]
fn an_article_is_one_flow_from_kicker_to_credits() {
    let files = read(&rich());
    assert_eq!(names(&files), ["cover.xhtml", "chapter-1.xhtml"]);
    let text = &files[1].1;
    let parts = [
        "class=\"kicker\"",
        "<h1 class=\"title\"",
        "class=\"subtitle\"",
        "class=\"byline author\"",
        "class=\"facts\"",
        "class=\"cover-credit\"",
        "The town lies",
        "class=\"footnotes\"",
        "class=\"related\"",
        "class=\"colophon\"",
        "class=\"made-with\"",
    ];
    let places: Vec<usize> = parts.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("no {part}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn contents_are_in_the_menu_only() {
    let files = made(&rich(), |_| {});
    let package = epub::text_of(&files, ".opf");
    assert!(!package.split_once("<spine").expect("a spine").1.contains("nav\""), "{package}");
    assert!(package.contains("<reference type=\"toc\""), "{package}");
    let (nav, ncx) = (epub::text_of(&files, "nav.xhtml"), epub::text_of(&files, "toc.ncx"));
    for entry in
        ["chapter-1.xhtml\"", "chapter-1.xhtml#boats\"", "chapter-1.xhtml#names\"", "chapter-1.xhtml#credits\""]
    {
        assert!(nav.contains(entry) && ncx.contains(entry), "{entry}: {nav}{ncx}");
    }
    let landmarks = nav.split_once("\"landmarks\"").expect("landmarks").1;
    assert!(landmarks.contains("epub:type=\"colophon\" href=\"chapter-1.xhtml#credits\""), "{landmarks}");
}

#[test]
fn an_article_of_more_than_5000_words_is_cut_at_its_sections() {
    let files = read(&sections(&[300, 400, 2000, 100, 200, 1500, 1000, 50]));
    assert_eq!(names(&files), ["chapter-1.xhtml", "chapter-2.xhtml", "chapter-3.xhtml", "chapter-4.xhtml"]);
    let begins = |index: usize, heading: &str| files[index].1.contains(&format!("aria-labelledby=\"{heading}\""));
    assert!(begins(0, "title") && begins(1, "part-2") && begins(2, "part-3") && begins(3, "part-6"));
    assert!(files[3].1.contains("Part 7") && files[3].1.contains("class=\"made-with\""));
}

#[test]
fn related_articles_and_credits_stand_at_the_end_of_the_last_file() {
    let mut article = rich();
    article.blocks.extend(sections(&[3000, 3000]).blocks);
    let files = made(&article, |_| {});
    let read = epub::spine(&files);
    assert!(read.len() > 2, "{:?}", names(&read));
    let (last, text) = read.last().expect("a file");
    assert!(text.contains("class=\"related\"") && text.contains("class=\"colophon\""));
    let nav = epub::text_of(&files, "nav.xhtml");
    assert!(nav.contains(&format!("{last}#related")) && nav.contains(&format!("{last}#credits")), "{nav}");
    check_links(&files);
}

#[test]
fn names_of_ours_give_way_to_headings_of_the_text() {
    let mut article = rich();
    let mut make = Maker::default();
    for slug in ["title", "related", "credits", "picture-credits", "toc"] {
        article.blocks.push(make.heading(2, slug, slug));
        article.blocks.push(make.paragraph("Text."));
    }
    for split in [Split::Auto, Split::None, Split::Level1, Split::Level2] {
        check_links(&made(&article, |options| options.split = split));
    }
}

#[test]
fn links_lead_somewhere_however_it_is_cut_and_for_every_device() {
    for split in [Split::Auto, Split::None, Split::Level1, Split::Level2] {
        for device in [Device::Any, Device::Kindle] {
            check_links(&made(&rich(), |options| (options.split, options.device) = (split, device)));
        }
    }
}

#[test]
fn a_note_that_only_the_credits_call_stands_after_its_call() {
    let mut article = rich();
    article.blocks = vec![Maker::default().paragraph("Text without a call.")];
    article.notes.truncate(1);
    article.disclaimer[0].kind = BlockKind::Paragraph(vec![plain("Not advice."), Inline::NoteCall(NoteId(0))]);
    let files = made(&article, |_| {});
    let text = &epub::spine(&files)[1].1;
    let (call, note) = (text.find("href=\"#note.1\""), text.find("id=\"note.1\""));
    assert!(call.expect("a call") < note.expect("a note"), "{text}");
    check_links(&files);
}

#[test]
fn two_lists_of_notes_in_one_file_have_not_the_same_name() {
    let mut article = rich();
    let call = Inline::NoteCall(NoteId(article.notes.len() as u32));
    let mut note = article.notes[0].clone();
    note.number = article.notes.len() + 1;
    article.notes.push(note);
    article.disclaimer[0].kind = BlockKind::Paragraph(vec![plain("Not advice."), call]);
    let files = made(&article, |_| {});
    let text = &epub::spine(&files)[1].1;
    assert_eq!(text.matches("<section class=\"footnotes\"").count(), 2);
    assert_eq!(text.matches("<section class=\"footnotes\" aria-label").count(), 1);
    check_links(&files);
}

#[test]
fn chapters_that_are_asked_for_have_related_articles_and_credits_in_files_of_their_own() {
    let files = epub::spine(&made(&rich(), |options| options.split = Split::Level2));
    let expected =
        ["cover.xhtml", "chapter-1.xhtml", "chapter-2.xhtml", "chapter-3.xhtml", "related.xhtml", "credits.xhtml"];
    assert_eq!(names(&files), expected);
    assert!(files[1].1.contains("<h1 class=\"title\""), "an article has no title page");
}

#[test]
fn a_title_and_the_first_section_are_in_one_file() {
    let files = epub::spine(&made(&sections(&[20, 30]), |options| options.split = Split::Level2));
    assert_eq!(names(&files), ["chapter-1.xhtml", "chapter-2.xhtml"]);
    assert!(files[0].1.contains("<h1") && files[0].1.contains("Part 0") && !files[0].1.contains("Part 1"));
}

#[test]
fn a_book_has_title_page_and_contents_and_each_of_its_articles_is_one_flow() {
    let mut bound = rich();
    bound.opening = Some(NodeId(5000));
    let (assets, notes) = (std::mem::take(&mut bound.assets), std::mem::take(&mut bound.notes));
    let book = Article { meta: rich().meta, bound: vec![bound], assets, notes, ..Article::default() };
    let files = made(&book, |_| {});
    let read = epub::spine(&files);
    let expected = ["half-title.xhtml", "title.xhtml", "nav.xhtml", "chapter-1.xhtml", "credits.xhtml"];
    assert_eq!(names(&read), expected);
    assert!(read[3].1.contains("class=\"related\"") && read[3].1.contains("class=\"disclaimer\""));
    check_links(&files);
}

#[test]
fn an_article_of_nothing_but_a_title_is_an_opening() {
    let mut article = bare();
    article.blocks.clear();
    let files = read(&article);
    assert_eq!(names(&files), ["chapter-1.xhtml"]);
    assert!(files[0].1.contains("<h1") && files[0].1.contains("class=\"made-with\""), "{}", files[0].1);
}

#[test]
fn the_picture_opens_the_article_unless_the_text_shows_it() {
    let opening = |article: &Article| {
        let text = read(article).pop().expect("a file").1;
        text.split_once("The town lies").expect("the text").0.to_owned()
    };
    let mut article = rich();
    assert!(!opening(&article).contains("<img"), "an upright one is on the cover, whole");
    (article.assets[0].width, article.assets[0].height) = (1024, 640);
    assert!(opening(&article).contains("class=\"opening-picture\""));
    let figure = BlockKind::Figure(article.cover.clone().expect("a cover"));
    article.blocks.push(Block { kind: figure, id: NodeId(7000), ..article.blocks[0].clone() });
    assert!(!opening(&article).contains("<img"));
}
