use super::*;
use crate::article::{Alt, Asset, AssetId, ImageKind, License, Stated};

/// An article with the picture `quay.jpg`, its credit, and what its file states.
fn article(credit: Option<Credit>, file: &[(Property, &str)]) -> Article {
    let stated =
        |(property, value): &(Property, &str)| (*property, Stated { value: (*value).to_owned(), packet: Packet::Xmp });
    let embedded = Embedded { stated: file.iter().map(stated).collect() };
    let asset = Asset {
        name: "quay".into(),
        kind: ImageKind::Jpeg,
        bytes: b"abc".as_slice().into(),
        width: 1,
        height: 1,
        embedded,
        orientation: 1,
    };
    let picture = Picture {
        asset: Ok(AssetId(0)),
        alt: Alt::NotStated,
        title: None,
        link: None,
        extent: Default::default(),
        span: Default::default(),
    };
    let figure = Figure { pictures: vec![picture], credit, ..Figure::default() };
    let kind = BlockKind::Figure(figure);
    let block = Block { id: Default::default(), span: Span::default(), lang: None, dir: None, align: None, kind };
    Article { blocks: vec![block], assets: vec![asset], ..Article::default() }
}

fn credit() -> Credit {
    Credit {
        author: Some("Ida Moss".into()),
        license: Some(License { name: "CC BY-NC 4.0".into(), url: None, spdx: Some("CC-BY-NC-4.0".into()) }),
        verbatim: vec![Inline::Text("Photo: Ida Moss, CC BY-NC 4.0".into())],
        ..Credit::default()
    }
}

#[test]
fn each_value_says_who_states_it() {
    let file = [(Property::Creator, "I. Moss"), (Property::CreditLine, "Harbour Press")];
    let entries = entries(&article(Some(credit()), &file));
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    let said = |value: &Option<Value>| value.as_ref().map(|value| (value.text.clone(), value.from));
    assert_eq!(said(&entry.author), Some(("Ida Moss".into(), Origin::Text)));
    assert_eq!(said(&entry.source), Some(("Harbour Press".into(), Origin::Xmp)));
    assert_eq!(entry.sha1.as_deref(), Some("a9993e364706816aba3e25717850c26c9cd0d89d"), "FIPS 180-4, appendix A.1");
}

#[test]
fn what_misses_the_rules_is_said() {
    let all = Rules { required: vec![Required::License, Required::Credit, Required::Alt], allowed: Vec::new() };
    let codes = |article: &Article, rules: &Rules| {
        missed(&entries(article), rules).into_iter().map(|missed| missed.code.into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&article(None, &[]), &all), ["license-required", "credit-required", "alt-required"]);
    assert_eq!(codes(&article(Some(credit()), &[]), &all), ["alt-required"]);
    let free = Rules { required: Vec::new(), allowed: vec!["CC-BY-4.0".into(), "CC0-*".into()] };
    assert_eq!(codes(&article(Some(credit()), &[]), &free), ["license-not-allowed"]);
    assert_eq!(codes(&article(None, &[]), &free), [""; 0]);
}

#[test]
fn a_caption_or_title_is_no_alternative_text() {
    let mut described = article(Some(Credit { title: Some("A quay".into()), ..credit() }), &[]);
    let [Block { kind: BlockKind::Figure(figure), .. }] = &mut described.blocks[..] else { panic!() };
    figure.caption = vec![Inline::Text("The quay".into())];
    figure.pictures[0].title = Some("Quay".into());
    assert_eq!(entries(&described)[0].alt, None);
    let rules = Rules { required: vec![Required::Alt], allowed: Vec::new() };
    assert_eq!(missed(&entries(&described), &rules).len(), 1);
    let [Block { kind: BlockKind::Figure(figure), .. }] = &mut described.blocks[..] else { panic!() };
    figure.pictures[0].alt = Alt::Decorative;
    assert_eq!(entries(&described)[0].alt.as_deref(), Some(""));
    assert_eq!(missed(&entries(&described), &rules), []);
}
