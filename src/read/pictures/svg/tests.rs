//! Drawings as editors, sites and accidents make them.

use super::*;

fn clean(svg: impl AsRef<[u8]>) -> String {
    let clean = sanitise(svg.as_ref()).expect("is an SVG");
    String::from_utf8(clean.bytes).expect("is UTF-8")
}

/// What stands between the root's tags in the copy of `<svg>` around `content`.
#[track_caller]
fn becomes(content: &str, wanted: &str) {
    let whole = clean(format!("<svg xmlns='http://www.w3.org/2000/svg'>{content}</svg>"));
    let inner = whole.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(inner, _)| inner);
    assert_eq!(inner, wanted, "{content}");
}

#[test]
fn what_acts_or_fetches_goes_and_the_rest_stays() {
    becomes("<path d='M0 0'/>", "<path d=\"M0 0\"/>");
    becomes("<script>a<b</script><g onclick=\"x()\" id=\"k\"/>", "<g id=\"k\"/>");
    becomes("<image href=\"https://e.org/x.png\" x=\"1\"/>", "<image x=\"1\"/>");
    becomes("<image href=\"data:image/png;base64,AA\"/>", "<image href=\"data:image/png;base64,AA\"/>");
    becomes("<a href='javascript:x()'><g/></a><text><a>b</a></text>", "<g><g/></g><text><tspan>b</tspan></text>");
    becomes(
        "<style>@import url(http://e.org/a;b.css);a{fill:url(http://e.org)}</style>",
        "<style>a{fill:none}</style>",
    );
    becomes(
        "<style>@font-face{src:url(f.woff)}a{fill:url(#p)}</style><g id='p'/>",
        "<style>a{fill:url(#p)}</style><g id=\"p\"/>",
    );
    becomes("<rect style='fill:url(//e.org/x);x:1' fill='url(x.svg#a)'/>", "<rect style=\"fill:none;x:1\"/>");
    becomes("<style>a{b:\\75rl(http://e.org)}</style>", "<style></style>");
    becomes("<set attributeName='onclick' to='x()'/>", "<set to=\"x()\"/>");
    becomes("<!-- a --><?b c?><g/>", "<g/>");
}

#[test]
fn identifiers_become_names_and_references_follow() {
    becomes(
        "<g id='1a'/><use href='#1a'/><use xlink:href='#1a'/><path fill='url(#1a)' style=\"fill:url('#1a')\"/>",
        "<g id=\"_1a\"/><use href=\"#_1a\"/><use xlink:href=\"#_1a\"/><path fill=\"url(#_1a)\" style=\"fill:url(#_1a)\"/>",
    );
    becomes("<g id='a b' /><use href='#a%20b'/>", "<g id=\"a_b\"/><use href=\"#a_b\"/>");
    becomes("<g id='x:y'/><animate begin='x:y.click+1s; 2s'/>", "<g id=\"x_y\"/><animate begin=\"x_y.click+1s; 2s\"/>");
    becomes("<g id='2'/><g aria-labelledby='2 gone'/>", "<g id=\"_2\"/><g aria-labelledby=\"_2\"/>");
    becomes("<style>#\\31 a,#k{fill:#1ab}</style><g id='1a'/>", "<style>#_1a,#k{fill:#1ab}</style><g id=\"_1a\"/>");
    becomes("<g id='k'/><g id='k'/><use href='#k'/>", "<g id=\"k\"/><g id=\"k-2\"/><use href=\"#k\"/>");
    becomes("<g id=''/><use href='#none'/>", "<g/><use/>");
    becomes(
        "<path fill='url(#none)'/><path fill='url(#none) red' style='mask:url(#no);x:1'/>",
        "<path fill=\"none\"/><path fill=\"red\" style=\"mask:none;x:1\"/>",
    );
    becomes("<style>a{fill:url(#no)}</style>", "<style>a{fill:none}</style>");
    becomes("<use href='#late'/><g id='l'/><g id='late'/>", "<use href=\"#late\"/><g id=\"l\"/><g id=\"late\"/>");
}

#[test]
fn namespaces_are_declared_and_what_is_foreign_goes() {
    let root = |svg: &str| clean(svg).split_once('>').map(|(root, _)| format!("{root}>")).unwrap_or_default();
    assert_eq!(
        root("<svg width='4' height='2'><g/></svg>"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\" viewBox=\"0 0 4 2\">"
    );
    assert!(root("<svg><use xlink:href='#a'/><g id='a'/></svg>").contains("xmlns:xlink="));
    assert_eq!(
        clean("<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:g/></s:svg>"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>"
    );
    becomes("<sodipodi:namedview id='base'><g/></sodipodi:namedview><g inkscape:label='x' id='y'/>", "<g id=\"y\"/>");
    becomes("<metadata><rdf:RDF><cc:Work/></rdf:RDF></metadata><g/>", "<g/>");
    becomes("<g xmlns='http://www.w3.org/1999/xhtml'><p>x</p></g><g/>", "<g/>");
}

#[test]
fn markup_that_is_no_xml_becomes_xml() {
    becomes(
        "<g><path d=M0></g></g><text>a & b &nbsp;&copy; 1 < 2</text>",
        "<g><path d=\"M0\"/></g><text>a &amp; b \u{a0}© 1 &lt; 2</text>",
    );
    becomes("<g a='1' a='2' @b='3' 4='5' hidden/>", "<g a=\"1\" hidden=\"\"/>");
    becomes("<title>A <b>quay</b></title>", "<title>A quay</title>");
    becomes("<text>a\u{1}b\u{ffff}</text>", "<text>ab</text>");
    assert_eq!(clean("<svg><g><g>"), "<svg xmlns=\"http://www.w3.org/2000/svg\"><g><g/></g></svg>");
    assert_eq!(
        clean("\u{feff}  \n<?xml version='1.0'?><!-- <svg> --><svg></svg>rubbish<svg/>"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    );
}

/// Found by chance: the first letter of a text was taken to be of one byte.
#[test]
fn texts_begin_with_any_letter() {
    becomes("👍🏽 <text>é < ü</text>", "👍🏽 <text>é &lt; ü</text>");
}

#[test]
fn entities_unfold_and_encodings_are_read() {
    let declared = "<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'><!ENTITY c \"red\"><!ENTITY d '&c;'>]>";
    let whole = clean(format!("{declared}<svg xmlns='&ns;'><g fill='&d;'/>&amp;c;&none;</svg>"));
    assert_eq!(whole, "<svg xmlns=\"http://www.w3.org/2000/svg\"><g fill=\"red\"/>&amp;c;&amp;none;</svg>");
    let mut bomb = String::from("<!DOCTYPE svg [<!ENTITY a0 'xxxxxxxxxx'>");
    (1..10).for_each(|n| bomb.push_str(&format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(10))));
    assert!(sanitise(format!("{bomb}]><svg>&a9;</svg>").as_bytes()).is_err());
    assert!(sanitise(b"<!DOCTYPE svg [<!ENTITY a '&a;'>]><svg>&a;</svg>").is_err());
    assert!(clean(b"<?xml version='1.0' encoding='iso-8859-1'?><svg><text>caf\xe9</text></svg>").contains("café"));
    let wide: Vec<u8> = "\u{feff}<svg><text>né</text></svg>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(looks_like(&wide) && clean(wide).contains("né"));
    let wide: Vec<u8> = "<svg/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(looks_like(&wide) && sanitise(&wide).is_ok());
}

#[test]
fn text_as_html_becomes_text_unless_something_else_is_offered() {
    let object =
        "<foreignObject x='10' y='20' width='100' height='40'><div>A <b>quay</b></div><div>B</div></foreignObject>";
    let whole = sanitise(format!("<svg>{object}</svg>").as_bytes()).expect("is an SVG");
    let text = String::from_utf8(whole.bytes).unwrap();
    assert!(whole.html && text.contains("<text x=\"60\" y=\"40\" text-anchor=\"middle\">"), "{text}");
    assert!(text.contains("A quay</tspan>") && text.contains("B</tspan>"), "{text}");
    let whole = sanitise(format!("<svg><switch>{object}<text>A</text></switch></svg>").as_bytes()).expect("is an SVG");
    assert!(!whole.html && !String::from_utf8(whole.bytes).unwrap().contains("quay"));
    assert!(!sanitise(b"<svg><foreignObject/><foreignObject> </foreignObject></svg>").unwrap().html);
}

#[test]
fn nesting_has_a_limit_that_is_found_at_once() {
    assert!(sanitise(format!("<svg>{}{}</svg>", "<g>".repeat(90), "</g>".repeat(90)).as_bytes()).is_ok());
    assert!(sanitise(format!("<svg>{}", "<g>".repeat(100_000)).as_bytes()).is_err());
}

#[test]
fn the_size_is_stated_or_of_the_view_box() {
    let size = |svg: &str| sanitise(svg.as_bytes()).map(|clean| clean.size);
    assert_eq!(size("<svg width='2in' height='96'/>"), Ok((192, 96)));
    assert_eq!(size("<svg viewBox='0 0 30 20' width='100%'/>"), Ok((30, 20)));
    assert_eq!(size("<svg/>"), Ok(DEFAULT_SIZE));
}
