//! Packets that stand in files, and what is read of them.

use super::*;
use crate::article::{Credit, License, Packet, Property};

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xff, marker], &((content.len() + 2) as u16).to_be_bytes()[..], content].concat()
}

fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    [b"\xff\xd8", &segments.concat()[..], b"\xff\xda\0\x02scan\xff\xd9"].concat()
}

fn xmp(properties: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
         <rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' {properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}

fn xmp_segment(properties: &str) -> Vec<u8> {
    segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", xmp(properties).as_bytes()].concat())
}

fn iim_segment(datasets: &[(u8, &[u8])]) -> Vec<u8> {
    let dataset =
        |(number, value): &(u8, &[u8])| [&[0x1c, 2, *number], &(value.len() as u16).to_be_bytes()[..], value].concat();
    let block: Vec<u8> = datasets.iter().flat_map(dataset).collect();
    let size = (block.len() as u32).to_be_bytes();
    let padding = vec![0; block.len() % 2];
    segment(0xed, &[b"Photoshop 3.0\08BIM\x04\x04\0\0", &size[..], &block, &padding].concat())
}

fn said(segments: &[Vec<u8>], property: Property) -> Option<(String, Packet)> {
    let found = read(ImageKind::Jpeg, &jpeg(segments))?;
    found.embedded.stated.get(&property).map(|stated| (stated.value.clone(), stated.packet))
}

#[test]
fn values_of_xmp_are_read_in_every_form() {
    let forms = [
        "dc:creator='Ida Moss'>",
        "><dc:creator>Ida Moss</dc:creator>",
        "><dc:creator><rdf:Seq><rdf:li>Ida Moss</rdf:li></rdf:Seq></dc:creator>",
        "><dc:creator><rdf:Bag><rdf:li> Ida\n Moss </rdf:li></rdf:Bag></dc:creator>",
    ];
    for form in forms {
        let found = said(&[xmp_segment(form)], Property::Creator);
        assert_eq!(found, Some(("Ida Moss".into(), Packet::Xmp)), "{form}");
    }
    let alternatives = "><dc:rights><rdf:Alt><rdf:li xml:lang='de'>Alle</rdf:li>\
        <rdf:li xml:lang='x-default'>All</rdf:li></rdf:Alt></dc:rights>";
    assert_eq!(said(&[xmp_segment(alternatives)], Property::Notice), Some(("All".into(), Packet::Xmp)));
}

#[test]
fn xmp_decides_unless_the_iptc_data_are_newer() {
    let both = [xmp_segment("photoshop:Credit='Harbour Press'>"), iim_segment(&[(110, b"Quay Agency")])];
    assert_eq!(said(&both, Property::CreditLine), Some(("Harbour Press".into(), Packet::Xmp)));
    // The digest is of other data, so a program that knows no XMP wrote the IPTC data later.
    let digest = segment(0xed, b"Photoshop 3.0\08BIM\x04\x25\0\0\0\0\0\x10................");
    let newer = [xmp_segment("photoshop:Credit='Harbour Press'>"), digest, iim_segment(&[(110, b"Quay Agency")])];
    assert_eq!(said(&newer, Property::CreditLine), Some(("Quay Agency".into(), Packet::Iim)));
    let found = read(ImageKind::Jpeg, &jpeg(&newer)).unwrap();
    assert!(found.faults[0].contains("Quay Agency") && found.faults[0].contains("Harbour Press"), "{:?}", found.faults);
}

#[test]
fn what_iptc_data_cut_short_is_no_conflict() {
    let long = "The Photographers’ Cooperative of the Northern Harbours";
    let cut = &long.as_bytes()[..long.floor_char_boundary(32)];
    let files = [xmp_segment(&format!("photoshop:Credit='{long}'>")), iim_segment(&[(110, cut)])];
    let found = read(ImageKind::Jpeg, &jpeg(&files)).unwrap();
    assert_eq!((found.embedded.get(Property::CreditLine), found.faults), (Some(long), Vec::new()));
}

#[test]
fn iptc_data_without_a_charset_are_utf8_or_windows_1252() {
    for bytes in ["Zoë © Moss".as_bytes(), b"Zo\xeb \xa9 Moss"] {
        assert_eq!(said(&[iim_segment(&[(80, bytes)])], Property::Creator), Some(("Zoë © Moss".into(), Packet::Iim)));
    }
}

#[test]
fn placeholders_of_devices_say_nothing() {
    let file = [iim_segment(&[(80, b"Picasa"), (120, b"OLYMPUS DIGITAL CAMERA")])];
    assert_eq!(read(ImageKind::Jpeg, &jpeg(&file)), None);
}

#[test]
fn broken_packets_are_told_and_the_others_are_read() {
    let broken = [
        (segment(0xe1, b"Exif\0\0MM\0*\0\0\xff\xff"), "EXIF"),
        (segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta"), "XMP"),
        (segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0\xff\xfe<\0x\0"), "XMP"),
    ];
    for (packet, name) in broken {
        let found = read(ImageKind::Jpeg, &jpeg(&[packet, iim_segment(&[(80, b"Ida Moss")])])).unwrap();
        assert_eq!(found.embedded.get(Property::Creator), Some("Ida Moss"), "{name}");
        assert!(found.faults.len() == 1 && found.faults[0].contains(name), "{:?}", found.faults);
    }
}

#[test]
fn a_file_cut_anywhere_and_deep_nesting_are_no_harm() {
    let nested = format!("><dc:creator>{}", "<a>".repeat(40_000));
    let whole = jpeg(&[xmp_segment("dc:creator='Ida Moss'>"), iim_segment(&[(80, b"Ida Moss")])]);
    for length in 0..whole.len() {
        let _ = read(ImageKind::Jpeg, &whole[..length]);
        let _ = clean(ImageKind::Jpeg, &whole[..length], &Statement::default(), &Statement::default());
    }
    let png =
        [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", nested.as_bytes()].concat())];
    let found = read(ImageKind::Png, &png.concat()).unwrap();
    assert_eq!(found.faults.len(), 1);
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32).to_be_bytes()[..], kind, content, &[0; 4]].concat()
}

fn statement() -> Statement {
    let license = License {
        name: "CC BY 4.0".into(),
        url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
        ..License::default()
    };
    let credit = Credit {
        title: Some("Quay & <dusk>".into()),
        author: Some("Zoë Moss".into()),
        source: Some("Harbour Press".into()),
        license: Some(license),
        ..Credit::default()
    };
    Statement::of(Some(&credit), None)
}

#[test]
fn what_is_written_is_read_again() {
    let mut pixels = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(4, 4).write_to(&mut pixels, image::ImageFormat::Jpeg).unwrap();
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(4, 4).write_to(&mut png, image::ImageFormat::Png).unwrap();
    for (kind, bytes) in [(ImageKind::Jpeg, pixels.into_inner()), (ImageKind::Png, png.into_inner())] {
        let written = stated(kind, bytes, &statement());
        image::load_from_memory(&written).expect("is a picture still");
        let found = read(kind, &written).unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
        for (property, value) in statement().iter() {
            assert_eq!(found.embedded.get(property), Some(value), "{kind:?} {property:?}");
        }
    }
}

#[test]
fn a_packet_in_a_pdf_describes_the_schemas_that_pdfa_does_not_know() {
    let packet = xmp_in_pdf(&statement());
    assert!(packet.contains("<cc:license rdf:resource=\"https://creativecommons.org/licenses/by/4.0/\"/>"), "{packet}");
    for name in ["license", "attributionName"] {
        assert!(packet.contains(&format!("<pdfaProperty:name>{name}</pdfaProperty:name>")), "{packet}");
    }
    // What PDF/A knows needs no description.
    let known = Credit { author: Some("Ines Vidal".into()), ..Credit::default() };
    let packet = xmp_in_pdf(&Statement::of(Some(&known), None));
    assert!(packet.contains("Ines Vidal") && !packet.contains("pdfaExtension"), "{packet}");
    assert_eq!(xmp_in_pdf(&Statement::default()), "");
}
