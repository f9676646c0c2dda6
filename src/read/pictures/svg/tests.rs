//! Tests drawings as editors, sites and accidents make them.

use super::*;

fn clean(svg: impl AsRef<[u8]>) -> String {
    let clean = sanitise(svg.as_ref()).expect("is an SVG");
    String::from_utf8(clean.bytes).expect("is UTF-8")
}

/// Checks the content of the root in the sanitised copy of `<svg>` around `content`.
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
    becomes(
        "<rect style='fill:url(//e.org/x);x:1' fill='url(x.svg#a)'/>",
        "<rect style=\"fill:none;x:1\" fill=\"none\"/>",
    );
    becomes("<style>a{b:\\75rl(http://e.org)}</style>", "<style>a{b:none}</style>");
    becomes("<style>a{behavior:x;b:1;c:expression(y)}</style>", "<style>a{b:1;}</style>");
    becomes("<style>a{b:image-set('http://e.org' 1x);c:1}@\\69mport 'x';d{}</style>", "<style>a{c:1}d{}</style>");
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
    becomes("<use xlink:a:href='#k' xlink:='b'/><a:b:g/>", "<use/>");
    becomes("<g a='1' a='2' @b='3' 4='5' hidden/>", "<g a=\"1\" hidden=\"\"/>");
    becomes("<title>A <b>quay</b></title>", "<title>A quay</title>");
    becomes("<text>a\u{1}b\u{ffff}</text>", "<text>ab</text>");
    assert_eq!(clean("<svg><g><g>"), "<svg xmlns=\"http://www.w3.org/2000/svg\"><g><g/></g></svg>");
    assert_eq!(
        clean("\u{feff}  \n<?xml version='1.0'?><!-- <svg> --><svg></svg>rubbish<svg/>"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    );
}

/// Found with generated drawings: the first letter of a text was assumed to have one byte.
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
    let of = |svg: &str| sanitise(svg.as_bytes()).map(|clean| clean.size);
    assert_eq!(of("<svg width='2in' height='96'/>"), Ok((192, 96)));
    assert_eq!(of("<svg viewBox='0 0 30 20' width='100%'/>"), Ok((30, 20)));
    assert_eq!(of("<svg/>"), Ok(size::DEFAULT));
}

#[test]
fn a_sheet_loses_nothing_that_only_looks_like_what_fetches() {
    for sheet in [
        ".w-1\\/2{scroll-behavior:smooth}",
        "@keyframes \\31 x{from{x:1}50%{x:2}}",
        "@media (min-width:1px){.a{x:1}}",
        "a::after{content:'\\201C url(http://e.org) }'}",
        "/* @import 'x'; { */a{b:c}",
        "@namespace svg url(http://www.w3.org/2000/svg);a{b:c}",
        "@font-face{font-family:x;src:url(data:font/woff2;base64,AA)}",
    ] {
        becomes(&format!("<style>{sheet}</style>"), &format!("<style>{sheet}</style>"));
    }
}

#[test]
fn selectors_follow_identifiers() {
    let sheet = |css: &str, wanted: &str| {
        let ids = "<g id=\"1a\"/><g id=\"x:y\"/><g id=\"k\"/><g id=\"k\"/><g id=\"l\"/>";
        let named = "<g id=\"_1a\"/><g id=\"x_y\"/><g id=\"k\"/><g id=\"k-2\"/><g id=\"l\"/>";
        becomes(&format!("<style>{css}</style>{ids}"), &format!("<style>{wanted}</style>{named}"));
    };
    sheet("#\\31 a,#x\\:y b{c:d}", "#_1a,#x_y b{c:d}");
    sheet("#x\\3a y,#x\\00003Ay{c:#1ab}", "#x_y,#x_y{c:#1ab}");
    // A rule for a duplicate identifier applies to both elements.
    sheet("#k{c:d}", "#k,#k-2{c:d}");
    sheet("g#k+#k,#l{c:d}", "g#k+#k,g#k+#k-2,g#k-2+#k,g#k-2+#k-2,#l{c:d}");
    sheet("[id=\"1a\"],[id^='x:']{c:d}", "[id=\"_1a\"],[id=\"x_y\"]{c:d}");
    sheet("[id^=l],[fill=\"#1a\"],[href='#1a']{c:d}", "[id^=l],[fill=\"#1a\"],[href=\"#_1a\"]{c:d}");
    sheet(
        "@media screen{#\\31 a{c:d}}/* #k */a:not(#\\31 a){c:'#k{'}",
        "@media screen{#_1a{c:d}}/* #k */a:not(#_1a){c:'#k{'}",
    );
    sheet("a{c:d}<![CDATA[#\\31 a>b{c:d}]]>", "a{c:d}#_1a&gt;b{c:d}");
}

/// EPUBCheck reports an error if a style sheet contains anything but rules.
#[test]
fn a_sheet_holds_rules_alone() {
    for (css, wanted) in [
        ("co-operate", ""),
        ("a{b:c} words", "a{b:c}"),
        ("&bogus; a{b:c} d{e:f}", " d{e:f}"),
        ("see https://e.org/; a{b:c}d{e:f}", "d{e:f}"),
        ("@media screen{a{b:c}", "@media screen{a{b:c}}"),
        ("a{b:c;words;d:e}", "a{b:c;d:e}"),
        ("a{b:;c:d}", "a{c:d}"),
        ("}a{b:c}d{e:f}", "d{e:f}"),
        ("a[b{c:d}e{f:g}", "e{f:g}"),
        ("<!-- a{b:c} -->", "  a{b:c}"),
        ("g:nth-child(2n + 1)>.a,[b='c']::d{e:f}", "g:nth-child(2n + 1)>.a,[b='c']::d{e:f}"),
        ("@keyframes k{from{a:b}50%{a:c}}", "@keyframes k{from{a:b}50%{a:c}}"),
    ] {
        let whole = clean(format!("<svg width='9' height='9'><style><![CDATA[{css}]]></style></svg>"));
        let inner = whole.split_once("<style").map_or("", |(_, rest)| rest);
        let written = inner.strip_prefix('>').and_then(|rest| rest.split_once("</style>")).map_or("", |(css, _)| css);
        assert_eq!(written.trim_end(), wanted.replace('>', "&gt;"), "{css}: {whole}");
    }
}

/// EPUBCheck ends with an exception if a `style` contains another `style`.
#[test]
fn a_style_holds_no_elements() {
    let drawing = |inner: &str| clean(format!("<svg width='9' height='9'>{inner}</svg>"));
    for (inner, wanted) in [
        ("<style>a{b:c}<style>d{e:f}</style></style><g/>", "<style>a{b:c}</style><g/>"),
        ("<style>a{b:c}<rect/><tr>x<svg>y</svg></tr></style><g/>", "<style>a{b:c}</style><g/>"),
        ("<style>a{b:c}<q>d</style><g/>", "<style>a{b:c}</style><g/>"),
    ] {
        let whole = drawing(inner);
        assert!(whole.contains(wanted), "{inner}: {whole}");
    }
}

/// Found by measuring: each rule was written once for each element with the identifier, before the limit was checked.
#[test]
fn identifiers_that_stand_often_cost_little() {
    let sheet = "#k #k{a:b}[id^=k]{c:d}".repeat(20_000);
    let svg = format!("<svg><style>{sheet}</style>{}</svg>", "<g id='k'/><g id='1'/>".repeat(20_000));
    let start = crate::effort::Effort::start();
    let whole = clean(svg);
    assert!(whole.len() < 10 << 20 && start.spent().as_secs() < 10, "{} {:?}", whole.len(), start.spent());
}

#[test]
fn addresses_are_followed_however_they_are_written() {
    let g = "<g id=\"1\"/>";
    let value = |value: &str, wanted: &str| {
        becomes(&format!("<p fill='{value}'/>{g}"), &format!("<p{wanted}/><g id=\"_1\"/>"));
    };
    for address in ["url(#1)", "URL( \"#1\" )", "url(\"#1\")", "url(#\\31)", "u\\72l(#%31)", "url(#1"] {
        value(address, " fill=\"url(#_1)\"");
    }
    value("url(#1) red", " fill=\"url(#_1) red\"");
    value("url(x.svg#1) red", " fill=\"red\"");
    value("url(#) red", " fill=\"red\"");
    value("url(http://e.org)", " fill=\"none\"");
    // No browser reads an unquoted address that contains a space.
    value("url(#1 2)", "");
    becomes(
        &format!("<p style='a:url(#1 2);b:URL(#1);c:url(\"#1\") !important'/>{g}"),
        "<p style=\"b:url(#_1);c:url(#_1) !important\"/><g id=\"_1\"/>",
    );
    becomes("<g aria-label='url(#1)'/>", "<g aria-label=\"url(#1)\"/>");
}

#[test]
fn what_is_inside_stays_and_drawings_inside_are_cleaned_too() {
    let inner = "data:image/svg+xml;base64,PHN2Zz48c2NyaXB0PngoKTwvc2NyaXB0PjxnIGlkPSIxIi8+PC9zdmc+";
    let wanted = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cg id=%22_1%22/%3E%3C/svg%3E"
        .replace("svg xmlns", "svg%20xmlns")
        .replace("g id", "g%20id");
    becomes(&format!("<image href='{inner}'/>"), &format!("<image href=\"{wanted}\"/>"));
    becomes(&format!("<g style='mask:url({inner})'/>"), &format!("<g style=\"mask:url({wanted})\"/>"));
    let outside = |content: &str| sanitise(format!("<svg>{content}</svg>").as_bytes()).map(|clean| clean.outside);
    assert_eq!(
        outside(&format!("<image href='{inner}'/><image href=' DATA:image/png;base64,AA'/>")),
        Ok(Outside::default())
    );
    assert_eq!(
        outside("<image href='data:image/svg+xml,nothing'/>"),
        Ok(Outside { pictures: 1, ..Outside::default() })
    );
}

#[test]
fn what_is_elsewhere_is_counted() {
    let outside = |svg: &str| sanitise(svg.as_bytes()).map(|clean| clean.outside);
    let none = Outside::default();
    let pictures = "<svg><image href='a.png'/><image xlink:href='http://e.org/a.png'/><feImage href='b.svg'/></svg>";
    assert_eq!(outside(pictures), Ok(Outside { pictures: 3, ..none }));
    let parts = "<svg><use href='a.svg#b'/><use href='#gone'/><g fill='url(a.svg#b)' style='mask:url(a)'/></svg>";
    assert_eq!(outside(parts), Ok(Outside { parts: 4, ..none }));
    let links =
        "<svg><a href='https://e.org'><g/></a><a xlink:href='b.html'/><a href='#c'/><a href='javascript:x()'/></svg>";
    assert_eq!(outside(links), Ok(Outside { links: 2, ..none }));
    let sheets = "<?xml-stylesheet href='a.css'?><svg><style>@import 'a';@font-face{src:url(b)}</style></svg>";
    assert_eq!(outside(sheets), Ok(Outside { sheets: 2, faces: 1, ..none }));
    assert_eq!(outside("<svg><script href='x.js'/><use href=''/><image/><g onclick='x()'/></svg>"), Ok(none));
}

#[test]
fn shapes_end_where_the_next_begins() {
    becomes("<g><rect><circle></g><path>", "<g><rect/><circle/></g><path/>");
    becomes("<path><title>a</title><rect/></g>", "<path/><title>a</title><rect/>");
    becomes("<rect><circle/></rect>", "<rect><circle/></rect>");
    becomes("<linearGradient><stop><stop></linearGradient>", "<linearGradient><stop/><stop/></linearGradient>");
}

#[test]
fn names_are_read_in_any_case() {
    let whole = clean("<SVG VIEWBOX='0 0 4 2'><RECT FILL='red'/><LinearGradient gradientunits='x'/></SVG>");
    assert!(
        whole.ends_with("viewBox=\"0 0 4 2\"><rect fill=\"red\"/><linearGradient gradientUnits=\"x\"/></svg>"),
        "{whole}"
    );
    becomes(
        "<title>a <b>c</b></title><desc><p xmlns='http://www.w3.org/1999/xhtml'>d</p></desc>",
        "<title>a c</title><desc>d</desc>",
    );
}

/// EPUBCheck accepts only the letters that the older editions of XML allow in names.
#[test]
fn identifiers_keep_letters_that_all_readers_of_xml_know() {
    for (id, name) in [
        ("dégradé", "dégradé"),
        ("渐变", "渐变"),
        ("Слой", "Слой"),
        ("😀", "__"),
        ("a😀", "a_"),
        ("×y", "__y"),
        ("ⅷ", "__"),
    ] {
        becomes(&format!("<g id='{id}'/><use href='#{id}'/>"), &format!("<g id=\"{name}\"/><use href=\"#{name}\"/>"));
    }
}

#[test]
fn encodings_are_read_as_declared() {
    let declared = |label: &str, bytes: &[u8]| {
        clean(
            [format!("<?xml version=\"1.0\" encoding='{label}'?><svg><text>").as_bytes(), bytes, b"</text></svg>"]
                .concat(),
        )
    };
    assert!(declared("windows-1251", b"\xcf\xf0").contains(">Пр<"));
    assert!(declared("koi8-r", b"\xf0\xd2").contains(">Пр<"));
    assert!(declared("ISO-8859-2", b"\xa3\xf3d\xbc").contains(">Łódź<"));
    assert!(declared("Shift_JIS", b"\x93\x8c\x8b\x9e").contains(">東京<"));
    assert!(declared("gb2312", b"\xbd\xa5").contains(">渐<"));
    assert!(declared("iso-2022-jp", b"\x1b$BEl\x1b(B").contains(">東<"));
    assert!(declared("utf-8", b"caf\xe9").contains(">café<"));
    assert!(declared("iso-8859-1", "é".as_bytes()).contains(">é<"), "what is UTF-8 is read as such");
    assert!(declared("nonsense", b"\x80").contains(">€<"));
}

#[test]
fn document_types_and_instructions_are_passed_over() {
    let types = [
        "<!DOCTYPE svg SYSTEM 'a>b.dtd'>",
        "<!DOCTYPE svg [<!-- ]> <svg> --><!ENTITY a '<svg/>]>'>]>",
        "<?php echo '<svg>' ?><!doctype svg>",
        "<!-- <svg> --><!----><!-->",
        "<!DOCTYPE svg [<!ELEMENT svg ANY><!ENTITY % b SYSTEM 'c'>%b;]>",
    ];
    for before in types {
        assert_eq!(
            clean(format!("{before}<svg><g/></svg>")),
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>",
            "{before}"
        );
    }
    let held = "<!DOCTYPE svg [<!ENTITY g '<g fill=\"&c;\"/>'><!ENTITY c 'red'><!ENTITY lt '&#38;#60;'>]>";
    assert!(clean(format!("{held}<svg>&g;&lt;</svg>")).ends_with("<g fill=\"red\"/>&lt;</svg>"));
    let hidden = "<!DOCTYPE svg [<!-- <!ENTITY c 'red'> --><!ENTITY c 'blue'>]>";
    assert!(clean(format!("{hidden}<svg fill='&c;'/>")).contains("fill=\"blue\""));
    becomes("<!-- a -- b ---><g/><!-->", "<g/>");
    becomes("<?a b='>' ?><g/>", "<g/>");
}

#[test]
fn packed_drawings_are_unpacked() {
    let pack = |svg: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, svg).unwrap();
        packed.finish().unwrap()
    };
    assert_eq!(unpacked(&pack(b"<svg/>")).as_deref(), Some(&b"<svg/>"[..]));
    assert_eq!(unpacked(&pack(b"a book")), None);
    assert_eq!(unpacked(&pack(b"<svg/>")[..12]), None);
    assert_eq!(unpacked(&pack(&[&b"<svg>"[..], &vec![b' '; 17 << 20]].concat())), None, "it unfolds to too much");
}

#[test]
fn sizes_in_styles_are_those_of_the_picture() {
    let root = |svg: &str| clean(svg).split_once(" style").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    let whole = root("<svg style='width: 2in;HEIGHT:96px !important;x:1'/>");
    assert!(whole.ends_with("width=\"192\" height=\"96\" viewBox=\"0 0 192 96\"/>"), "{whole}");
    let of = |svg: &str| sanitise(svg.as_bytes()).map(|clean| clean.size);
    assert_eq!(of("<svg style='width:40px;height:20px' width='100%' height='9'/>"), Ok((40, 20)));
    assert_eq!(of("<svg style='width:100%;height:auto' viewBox='0,0 40,20'/>"), Ok((40, 20)));
    assert_eq!(of("<svg width='12PT' height='1e1'/>"), Ok((16, 10)));
}
