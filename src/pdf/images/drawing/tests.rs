//! Tests of SVG drawings: which become vectors, which pixels, and which are refused.

use std::fmt::Write as _;

use printpdf::DictItem;

use super::*;
use crate::article::ImageKind as Kind;
use crate::units::Pt;

fn asset(file: &str) -> Asset {
    let bytes = file.as_bytes().into();
    Asset {
        name: "drawing".into(),
        kind: Kind::Svg,
        bytes,
        width: 40,
        height: 20,
        orientation: 1,
        embedded: Default::default(),
    }
}

fn drawn(body: &str) -> (Result<Drawing, Broken>, Diagnostics) {
    let file = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{body}</svg>"#);
    let mut diagnostics = Vec::new();
    let drawing = draw(&asset(&file), Size::new(Pt(80.0), Pt(40.0)), &Fonts::bundled(), &mut diagnostics);
    (drawing, diagnostics)
}

/// Returns the operators of a drawing that becomes a form without any diagnostic.
#[track_caller]
fn operators(body: &str) -> String {
    let (Ok(Drawing::Form(form)), diagnostics) = drawn(body) else { panic!("not vectors") };
    assert_eq!(diagnostics, []);
    let mut content = String::new();
    std::io::Read::read_to_string(&mut flate2::read::ZlibDecoder::new(&form.content[..]), &mut content).unwrap();
    content
}

#[track_caller]
fn refused(body: &str) -> String {
    drawn(body).0.err().expect("should be refused").to_string()
}

#[test]
fn shapes_are_vectors_in_points_from_the_bottom() {
    let content = operators(r##"<path fill="#f00" d="M0 0H10V5Z"/>"##);
    assert!(content.starts_with("0.0125 0 0 0.025 0 0 cm\n"), "{content}");
    assert!(content.contains("1 0 0 rg\n0 40 m\n20 40 l\n20 30 l\nh\nf\n"), "{content}");
}

#[test]
fn text_is_set_in_a_bundled_face() {
    let letters = |family: &str| operators(&format!(r#"<text y="15" font-family="{family}">lamp</text>"#));
    let (sans, serif) = (letters("Arial"), letters("Georgia, serif"));
    assert!(sans.matches(" c\n").count() > 20);
    assert_ne!(sans, serif);
    assert_eq!(letters("Some Unknown"), sans);
}

#[test]
fn strokes_opacity_and_gradients_are_vectors() {
    let content =
        operators(r#"<rect x="1" y="1" width="9" height="9" fill="none" stroke="blue" stroke-dasharray="2 1"/>"#);
    assert!(content.contains("0 0 1 RG\n2 w 0 J 0 j 4 M\n[4 2 ]0 d\n"), "{content}");
    let gradient = r#"<linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient>"#;
    assert!(operators(&format!(r##"{gradient}<rect width="9" height="9" fill="url(#g)"/>"##)).contains("/S0 sh"));
}

#[test]
fn a_group_with_opacity_is_composed_apart() {
    let group = r#"<g opacity=".5"><circle r="9"/><circle r="5" fill="red"/></g>"#;
    assert!(operators(group).contains("/Normal500-500 gs\n/X0 Do\n"));
    let (Ok(Drawing::Form(form)), _) = drawn(group) else { panic!("not vectors") };
    let DictItem::Dict { map } = &form.dict["Resources"] else { panic!("no resources") };
    let DictItem::Dict { map } = &map["XObject"] else { panic!("no forms") };
    let DictItem::Stream { stream } = &map["X0"] else { panic!("no form") };
    assert!(stream.dict.contains_key("Group"));
}

#[test]
fn filters_and_pictures_inside_become_pixels_at_print_resolution() {
    let blur = r##"<filter id="b"><feGaussianBlur stdDeviation="1"/></filter><circle r="9" filter="url(#b)"/>"##;
    let (Ok(Drawing::Pixels(pixels)), _) = drawn(blur) else { panic!("not pixels") };
    assert_eq!((pixels.width, pixels.height), (333, 167));
    assert!(pixels.mask.is_some());
}

#[test]
fn what_is_not_in_the_file_is_left_out_and_reported() {
    for href in ["/etc/hostname", "file:///etc/hostname", "https://example.org/a.png", "data:image/png;base64,AAAA"] {
        let (drawing, diagnostics) = drawn(&format!(r#"<image href="{href}" width="9" height="9"/><circle r="2"/>"#));
        assert!(drawing.is_ok());
        assert_eq!(diagnostics.iter().map(|found| &*found.code).collect::<Vec<_>>(), ["left-out"], "{href}");
    }
}

#[test]
fn a_character_of_no_bundled_face_is_reported() {
    let (drawing, diagnostics) = drawn(r#"<text y="9">a𐤀</text>"#);
    assert!(drawing.is_ok());
    assert_eq!(diagnostics.iter().map(|found| &*found.code).collect::<Vec<_>>(), ["missing-glyphs"]);
}

#[test]
fn references_that_multiply_are_refused() {
    let mut body = r#"<defs><path id="n0" d="M0 0L1 1L0 1Z"/>"#.to_owned();
    for level in 1..20 {
        let uses = format!(r##"<use href="#n{}"/>"##, level - 1).repeat(10);
        write!(body, r#"<g id="n{level}">{uses}</g>"#).unwrap();
    }
    assert_eq!(refused(&(body + r##"</defs><use href="#n19"/>"##)), "it is too complex");
}

#[test]
fn references_that_multiply_by_style_are_refused() {
    let (mut body, mut style) = (String::new(), String::new());
    for level in 0..9 {
        let corners = "h1".repeat(200);
        write!(body, r#"<marker id="m{level}"><path class="c{level}" d="M0 0{corners}"/></marker>"#).unwrap();
        write!(style, ".c{}{{marker-mid:url(#m{level})}}", level + 1).unwrap();
    }
    assert_eq!(
        refused(&format!(r#"<style>{style}</style>{body}<path class="c9" d="M0 0h1h1h1"/>"#)),
        "it is too complex"
    );
}

#[test]
fn deep_nesting_is_refused_and_what_is_allowed_fits_the_stack() {
    let nested =
        |depth: usize| format!(r#"{}<circle r="9"/>{}"#, r#"<g opacity=".9">"#.repeat(depth), "</g>".repeat(depth));
    assert_eq!(refused(&nested(100_000)), "it is nested too deeply");
    assert!(drawn(&nested(80)).0.is_ok());
}

#[test]
fn circles_of_references_end() {
    let paint = r##"<pattern id="p" width="2" height="2"><rect width="2" height="2" fill="url(#p)"/></pattern>
        <rect width="9" height="9" fill="url(#p)"/><mask id="m" mask="url(#m)"/><circle r="2" mask="url(#m)"/>"##;
    assert!(drawn(paint).0.is_ok());
    let uses = r##"<g id="a"><use href="#b"/><circle r="3"/></g><g id="b"><use href="#a"/></g>"##;
    assert_eq!(refused(uses), "SVG data parsing failed cause nodes limit reached");
}

#[test]
fn what_takes_quadratic_time_is_refused() {
    let attributes: String = (0..600).map(|number| format!(" a{number}='x'")).collect();
    let text = "<tspan>ab</tspan>".repeat(10_000);
    let rules = ".a{fill:red}".repeat(8_000);
    let circle = r##"<clipPath id="c" clip-path="url(#c)"/>"##;
    for body in [
        format!("<rect{attributes}/>"),
        format!("<text>{text}</text>"),
        format!("<style>{rules}</style>{}", "<path/>".repeat(8_000)),
        circle.repeat(12_000),
    ] {
        assert_eq!(refused(&body), "it is too complex");
    }
}

#[test]
fn endless_painting_is_refused() {
    let noise = r##"<filter id="n"><feTurbulence baseFrequency=".1" numOctaves="999999"/></filter>"##;
    assert_eq!(refused(&format!(r##"{noise}<rect width="40" height="20" filter="url(#n)"/>"##)), "it is too complex");
    let shape = r##"<filter id="n"><feMorphology operator="dilate" radius="1e9"/></filter>"##;
    assert_eq!(refused(&format!(r##"{shape}<rect width="40" height="20" filter="url(#n)"/>"##)), "it is too complex");
}

#[test]
fn broken_files_and_bombs_give_a_reason() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg""#;
    let entities = r#"<!ENTITY a "bbbbbbbbbb"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">"#;
    for file in [
        "",
        "<svg",
        "<html/>",
        &format!(r#"{svg} width="0" height="0"/>"#),
        &format!("<!DOCTYPE svg [{entities}]>{svg}><text>&c;</text></svg>"),
    ] {
        assert!(draw(&asset(file), Size::new(Pt(80.0), Pt(40.0)), &Fonts::bundled(), &mut Vec::new()).is_err());
    }
}

#[test]
fn sizes_out_of_all_proportion_are_survived() {
    for attributes in [r#"viewBox="0 0 1e38 1e-38""#, r#"width="1e30" height="1e30""#, r#"width="1e-30" height="1""#] {
        for filter in ["", r#"filter="blur(2px)""#] {
            let rect = format!(r#"<rect width="1e30" height="1" {filter}/>"#);
            let file = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{rect}</svg>"#);
            for size in [Size::new(Pt(80.0), Pt(40.0)), Size::new(Pt(0.0), Pt(1e9))] {
                if let Ok(Drawing::Pixels(pixels)) = draw(&asset(&file), size, &Fonts::bundled(), &mut Vec::new()) {
                    assert!(pixels.width * pixels.height <= 4_000_000);
                }
            }
        }
    }
}
