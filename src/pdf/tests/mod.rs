//! Tests of whole files, with pages made by hand.

mod draft;
mod sheets;

use lopdf::{Dictionary, Document, Object};

use self::draft::{Draft, everything};
use super::{Options, write};
use crate::article::{Article, ImageKind};
use crate::diag::Error;
use crate::layout::{Owner, Pages, StructRole};
use crate::text::{Fonts, fonts};
use crate::units::Em;

fn made(pages: &Pages, article: &Article) -> Vec<u8> {
    write(pages, article, &Fonts::bundled(), &Options::default(), &mut Vec::new()).unwrap()
}

fn document() -> Document {
    let (pages, article) = everything();
    Document::load_mem(&made(&pages, &article)).unwrap()
}

/// Returns the dictionaries whose `key` is the name `value`.
fn all<'a>(document: &'a Document, key: &'a str, value: &'a str) -> Vec<&'a Dictionary> {
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    let is = |dict: &&Dictionary| {
        dict.get(key.as_bytes()).and_then(Object::as_name).is_ok_and(|name| name == value.as_bytes())
    };
    dictionaries.filter(is).collect()
}

/// Returns the decompressed content of the page at `index`.
fn content(document: &Document, index: usize) -> Vec<u8> {
    document.get_page_content(document.page_iter().nth(index).unwrap())
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let (pages, article) = everything();
    assert!(made(&pages, &article) == made(&pages, &article));
}

#[test]
fn without_pages_there_is_no_file() {
    let made = write(&Pages::default(), &Article::default(), &Fonts::bundled(), &Options::default(), &mut Vec::new());
    assert!(matches!(made, Err(Error::Output { format: "PDF", .. })));
}

#[test]
fn links_are_described_printed_and_in_a_link_element() {
    let document = document();
    let links = all(&document, "Subtype", "Link");
    assert_eq!(links.len(), 4);
    for link in links {
        assert_eq!(link.get(b"F").and_then(Object::as_i64).unwrap(), 4);
        assert!(!link.get(b"Contents").and_then(Object::as_str).unwrap().is_empty());
        assert!(link.has(b"Dest") || link.has(b"A"));
    }
    // The call of a note is a reference with a link inside.
    let reference = all(&document, "S", "Reference")[0];
    let inner = document.get_dictionary(reference.get(b"K").and_then(Object::as_reference).unwrap()).unwrap();
    assert_eq!(inner.get(b"S").and_then(Object::as_name).unwrap(), b"Link");
}

#[test]
fn every_marked_sequence_leads_to_its_element() {
    let document = document();
    let tree =
        document.get_dictionary(document.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap());
    let parents = tree.unwrap().get(b"ParentTree").and_then(Object::as_reference).unwrap();
    let numbers = document.get_dictionary(parents).unwrap().get(b"Nums").and_then(Object::as_array).unwrap();
    for (index, _) in document.page_iter().enumerate() {
        let owners = numbers[index * 2 + 1].as_array().unwrap();
        let content = content(&document, index);
        for (mcid, owner) in owners.iter().enumerate() {
            assert!(contains(&content, format!("/MCID {mcid}>>").as_bytes()), "page {index} has no sequence {mcid}");
            assert!(document.get_dictionary(owner.as_reference().unwrap()).unwrap().has(b"S"));
        }
        assert!(!contains(&content, format!("/MCID {}>>", owners.len()).as_bytes()));
    }
}

#[test]
fn children_and_content_stand_in_reading_order() {
    let mut draft = Draft::new();
    let paragraph = draft.add(draft.root, StructRole::P);
    let first = draft.add(paragraph, StructRole::Span);
    let empty = draft.add(paragraph, StructRole::Span);
    let owners = [paragraph, first, paragraph].map(Owner::Content);
    owners.iter().for_each(|owner| draft.line(*owner, fonts::SERIF, "some text "));
    draft.pages.structure.node(empty).alt = Some("empty".into());
    let document = Document::load_mem(&made(&draft.pages, &Article::default())).unwrap();
    let kids = all(&document, "S", "P")[0].get(b"K").and_then(Object::as_array).unwrap();
    let shape: Vec<bool> = kids.iter().map(|kid| kid.as_reference().is_ok()).collect();
    assert_eq!(shape, [false, true, false, true], "content, child, content, child without content");
}

#[test]
fn soft_hyphens_and_unknown_characters_keep_their_text() {
    let content = content(&document(), 0);
    assert!(contains(&content, b"/ActualText(\xFE\xFF\x00\xAD)"));
    assert!(contains(&content, b"/ActualText(\xFE\xFF\xD8\x02\xDD\x00)"), "U+10900");
}

#[test]
fn widths_are_those_of_the_face_and_adjustments_do_not_add_up() {
    let mut draft = Draft::new();
    let paragraph = draft.add(draft.root, StructRole::P);
    let mut run = draft.shape(fonts::SERIF, "nnnnnnnnnn");
    let natural = run.glyphs[0].advance;
    run.glyphs.iter_mut().for_each(|glyph| glyph.advance += Em(0.0004));
    draft.put(50.0, Owner::Content(paragraph), crate::layout::Item::Text(run));
    let document = Document::load_mem(&made(&draft.pages, &Article::default())).unwrap();
    let font = all(&document, "Subtype", "CIDFontType2")[0];
    let widths = font.get(b"W").and_then(Object::as_array).unwrap()[1].as_array().unwrap();
    assert_eq!(widths[1].as_i64().unwrap(), (natural.0 * 1000.0) as i64);
    // Nine advances are 3.6 thousandths too long: four corrections of one, not nine of none.
    let content = content(&document, 0);
    assert_eq!(content.windows(3).filter(|window| window == b")-1").count(), 4);
}

#[test]
fn a_picture_that_cannot_be_decoded_is_reported_and_leaves_a_box() {
    let (pages, mut article) = everything();
    let broken = &mut article.assets[2];
    let whole = broken.bytes.read().unwrap().into_owned();
    broken.bytes = whole[..whole.len() / 2].into();
    let mut diagnostics = Vec::new();
    let bytes = write(&pages, &article, &Fonts::bundled(), &Options::default(), &mut diagnostics).unwrap();
    assert_eq!(diagnostics.iter().map(|found| &*found.code).collect::<Vec<_>>(), ["undecodable-picture"]);
    let document = Document::load_mem(&bytes).unwrap();
    assert!(contains(&content(&document, 1), b"0.902 g"));
    assert_eq!(all(&document, "S", "Figure").len(), 4);
}

#[test]
fn drawings_are_vectors_and_broken_ones_leave_a_box() {
    let (pages, mut article) = everything();
    let svg = |body: &str| format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4">{body}"#).into_bytes();
    let whole = svg(r#"<g opacity=".5"><rect width="3" height="2"/></g><text y="3" font-size="2">ink</text></svg>"#);
    article.assets[0] = draft::asset(ImageKind::Svg, whole);
    article.assets[1] = draft::asset(ImageKind::Svg, svg("<g>"));
    let mut diagnostics = Vec::new();
    let bytes = write(&pages, &article, &Fonts::bundled(), &Options::default(), &mut diagnostics).unwrap();
    assert_eq!(diagnostics.iter().map(|found| &*found.code).collect::<Vec<_>>(), ["undecodable-picture"]);
    let document = Document::load_mem(&bytes).unwrap();
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let forms = streams
        .filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"));
    assert_eq!(forms.count(), 2, "the drawing and the group in it");
    assert!(contains(&content(&document, 1), b"0.902 g"));
    assert!(all(&document, "S", "Figure").iter().all(|figure| figure.has(b"Alt")));
}

#[test]
fn pictures_are_in_the_file_once() {
    let (mut pages, article) = everything();
    let second = pages.pages[1].clone();
    pages.pages.push(second);
    let document = Document::load_mem(&made(&pages, &article)).unwrap();
    let images = document.objects.values().filter_map(|object| object.as_stream().ok());
    let images = images
        .filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image"));
    // Four pictures and the mask of one.
    assert_eq!(images.count(), 5);
}
