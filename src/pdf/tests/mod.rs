//! The file as a whole, on pages made by hand.

mod draft;

use lopdf::{Dictionary, Document, Object};

use self::draft::{Draft, everything};
use super::{Options, write};
use crate::article::{Article, Asset, AssetId, ImageKind};
use crate::layout::{Item, Pages, StructRole};
use crate::text::{Fonts, fonts};
use crate::units::{Pt, Size};

fn made(pages: &Pages, article: &Article) -> Vec<u8> {
    write(pages, article, &Fonts::bundled(), &Options::default(), &mut Vec::new()).unwrap()
}

fn dictionaries(document: &Document) -> impl Iterator<Item = &Dictionary> {
    document.objects.values().filter_map(|object| object.as_dict().ok())
}

fn is(dict: &Dictionary, key: &[u8], value: &[u8]) -> bool {
    dict.get(key).and_then(Object::as_name).is_ok_and(|name| name == value)
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let (pages, article) = everything();
    assert!(made(&pages, &article) == made(&pages, &article));
}

#[test]
fn validators_can_be_given_the_file() {
    // For a look by eye and by outside tools: names a folder that exists.
    let (pages, article) = everything();
    let bytes = made(&pages, &article);
    assert!(bytes.starts_with(b"%PDF-1.7\n"));
    if let Ok(folder) = std::env::var("OFFPRINT_TEST_OUT") {
        std::fs::write(format!("{folder}/everything.pdf"), &bytes).unwrap();
    }
    assert!(Document::load_mem(&bytes).is_ok());
}
