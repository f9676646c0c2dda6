//! Rights of pictures: from the article or the file of a picture into every output, and into the ledger.

use std::fs;

use crate::common::epub::Epub;
use crate::common::kitchen::Kitchen;

/// A JPEG whose EXIF names `maker`, of 8 letters, and has a directory for a place.
fn photograph(maker: &str) -> Vec<u8> {
    let mut pixels = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(600, 400).write_to(&mut pixels, image::ImageFormat::Jpeg).unwrap();
    // Two entries: 0x013B artist, 9 bytes at 38; 0x8825, the place of the GPS directory, here an empty one.
    let exif: [&[u8]; 7] = [
        b"Exif\0\0MM\0*\0\0\0\x08\0\x02",
        b"\x01\x3b\0\x02\0\0\0\x09\0\0\0\x26",
        b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x30",
        b"\0\0\0\0",
        maker.as_bytes(),
        b"\0\0",
        b"\0\0\0\0\0\0",
    ];
    let exif = exif.concat();
    let segment = [&[0xff, 0xe1], &((exif.len() + 2) as u16).to_be_bytes()[..], &exif].concat();
    let mut bytes = pixels.into_inner();
    bytes.splice(2..2, segment);
    bytes
}

fn has(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[test]
fn a_maker_whom_only_the_file_names_is_in_every_output() {
    let kitchen = Kitchen::with(&[
        ("a.md", b"# A quay\n\nText stands here.\n\n![A quay at dusk](quay.jpg)\n"),
        ("quay.jpg", &photograph("Ida Moss")),
    ]);
    kitchen.run(&["a.md", "--lang", "en"]).succeeded();
    let epub = Epub::open(&kitchen.path("a.epub"));
    let picture = &epub.file("OEBPS/images/quay.jpg").content;
    assert!(has(picture, "<dc:creator><rdf:Seq><rdf:li>Ida Moss</rdf:li></rdf:Seq></dc:creator>"));
    assert!(!has(picture, "Exif"), "EXIF may hold a place");
    let package = epub.text("content.opf");
    assert!(package.contains("property=\"dcterms:creator\">Ida Moss<"), "{package}");
    let text = epub.documents(|_| true);
    assert!(text.contains("<p class=\"credit\">Ida Moss</p>"), "{text}");
    assert!(text.contains("typeof=\"ImageObject\" resource=\"images/quay.jpg\""), "{text}");
    assert!(text.contains("<meta property=\"creator\" content=\"Ida Moss\"/>"), "{text}");
    assert!(has(&fs::read(kitchen.path("a.pdf")).unwrap(), "<dc:creator><rdf:Seq><rdf:li>Ida Moss"));
}

#[test]
fn a_composed_cover_states_whose_picture_it_shows_also_when_it_is_made_smaller() {
    let maker = "<dc:creator><rdf:Seq><rdf:li>Leo Park</rdf:li></rdf:Seq></dc:creator>";
    let kitchen = Kitchen::with(&[
        ("a.md", b"---\ntitle: A quay\nimage: quay.jpg\nimage_credit: \"Photo: Leo Park, CC BY 4.0\"\n---\n\nText.\n"),
        ("quay.jpg", &photograph("Ida Moss")),
    ]);
    let cover = |arguments: &[&str], name: &str| {
        kitchen.run(&[arguments, &["--lang", "en", "--to", "epub", "--force"]].concat()).succeeded();
        Epub::open(&kitchen.path("a.epub")).file(name).content.clone()
    };
    let shown = cover(&["a.md"], "OEBPS/cover.jpg");
    assert!(has(&shown, maker) && has(&shown, "https://creativecommons.org/licenses/by/4.0/"));
    assert!(!has(&shown, "Exif") && image::load_from_memory(&shown).is_ok());
    // Less than the cover: pictures of the text are made smaller before it.
    let allowed = format!("{}KB", shown.len() / 1_000);
    let smaller = cover(&["a.md", "--max-size", &allowed], "OEBPS/cover.jpg");
    assert!(smaller.len() < shown.len() && has(&smaller, maker), "{} {}", smaller.len(), shown.len());
    let type_only = cover(&["a.md", "--cover-design", "type"], "OEBPS/cover.png");
    assert!(!has(&type_only, "Leo Park"), "it shows no picture");
}

#[test]
fn the_article_has_priority_over_the_file_and_a_conflict_is_told() {
    let kitchen = Kitchen::with(&[
        ("a.md", b"# A quay\n\nText stands here.\n\n![A quay](quay.jpg)\n*Photo: Leo Park, CC BY 4.0*\n"),
        ("quay.jpg", &photograph("Ida Moss")),
    ]);
    let run = kitchen.run(&["a.md", "--lang", "en", "--to", "epub"]);
    let told = &run.succeeded().err;
    assert!(told.contains("Leo Park") && told.contains("Ida Moss") && told.contains("a.md:5:1"), "{told}");
    let picture = &Epub::open(&kitchen.path("a.epub")).file("OEBPS/images/quay.jpg").content.clone();
    assert!(has(picture, "<rdf:li>Leo Park</rdf:li>") && !has(picture, "Ida Moss"));
    assert!(has(picture, "<cc:license rdf:resource=\"https://creativecommons.org/licenses/by/4.0/\"/>"));
}

#[test]
fn the_ledger_says_who_states_what_and_where_the_rules_are_missed() {
    let kitchen = Kitchen::with(&[
        ("a.md", b"# A\n\nText.\n\n![A quay](quay.jpg)\n*Photo: Leo Park, CC BY-NC 4.0*\n\nMore text.\n\n![](b.jpg)\n"),
        ("quay.jpg", &photograph("Ida Moss")),
        ("b.jpg", &photograph("Ann Bold")),
    ]);
    let listed = kitchen.run(&["credits", "a.md", "--lang", "en", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(listed.succeeded().text()).unwrap();
    let [first, second] = &json["pictures"].as_array().unwrap()[..] else { panic!("{json}") };
    assert_eq!((&first["line"], &first["spdx"]), (&5.into(), &"CC-BY-NC-4.0".into()));
    assert_eq!(first["author"], serde_json::json!({ "text": "Leo Park", "from": "text" }));
    assert_eq!(second["author"], serde_json::json!({ "text": "Ann Bold", "from": "exif" }));
    let rules = ["credits", "a.md", "--lang", "en", "--require", "license,credit,alt", "--allow", "CC-BY-4.0,CC0-*"];
    let refused = kitchen.run(&rules);
    assert_eq!(refused.code, 1);
    for words in
        ["a.md:5:1", "`CC-BY-NC-4.0`", "is not allowed", "a.md:10:1", "has no licence", "has no alternative text"]
    {
        assert!(refused.err.contains(words), "{words}: {}", refused.err);
    }
    kitchen.run(&["credits", "a.md", "--lang", "en", "--require", "credit", "--allow", "CC-*"]).succeeded();
    let spdx = kitchen.run(&["credits", "a.md", "--lang", "en", "--format", "spdx"]);
    let spdx: serde_json::Value = serde_json::from_str(spdx.succeeded().text()).unwrap();
    assert_eq!(spdx["files"].as_array().map(Vec::len), Some(2));
    let csv = kitchen.run(&["credits", "a.md", "--lang", "en", "--format", "csv"]);
    assert!(csv.succeeded().text().contains("Leo Park,text"));
}
