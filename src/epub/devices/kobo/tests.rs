//! Tests kepubify's rules, one by one (pgaskin/kepubify, `kepub/transform.go`).

use super::*;

/// Returns the content of `div#book-inner` after `body` has been instrumented.
fn numbered(body: &str) -> String {
    let xhtml = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\">\
         <head><title>T</title></head><body>{body}</body></html>"
    );
    let kepub = instrument(&xhtml).expect("it is well-formed");
    let inner = kepub.split_once("<div id=\"book-columns\"><div id=\"book-inner\">").expect("Kobo's divisions").1;
    inner.strip_suffix("</div></div></body></html>\n").expect("nothing stands outside of them").to_owned()
}

/// Returns the attributes for `kobo.P.S`.
fn span(number: &str) -> String {
    format!("<span class=\"koboSpan\" id=\"kobo.{number}\">")
}

#[test]
fn text_is_cut_after_sentences() {
    let cases: [(&str, &[&str]); 12] = [
        ("", &[""]),
        ("Words without an end", &["Words without an end"]),
        ("One. Two!  Three?\nFour", &["One. ", "Two!  ", "Three?\n", "Four"]),
        ("He said “Yes.” Then", &["He said “Yes.” ", "Then"]),
        ("'Oh!' she said", &["'Oh!' ", "she said"]),
        ("So… and ...! well", &["So… and ...! ", "well"]),
        ("two closings.”’ are one too many", &["two closings.”’ are one too many"]),
        ("example.org and 3.14 stay", &["example.org and 3.14 stay"]),
        ("Colons: do not cut; nor do semicolons", &["Colons: do not cut; nor do semicolons"]),
        ("A no-break\u{a0}space.\u{a0}Is none. ", &["A no-break\u{a0}space.\u{a0}Is none. "]),
        ("到此为止。不切。", &["到此为止。不切。"]),
        ("End. ", &["End. "]),
    ];
    for (text, parts) in cases {
        assert_eq!(sentences(text), parts, "{text:?}");
    }
}

#[test]
fn segments_are_counted_in_each_paragraph_and_paragraphs_in_each_file() {
    let (a, b, c) = (span("1.1"), span("1.2"), span("2.1"));
    assert_eq!(
        numbered("<p>One. Two.</p>\n<p>Three</p>"),
        format!("<p>{a}One. </span>{b}Two.</span></p>\n<p>{c}Three</span></p>")
    );
    assert!(numbered("<p>Again</p>").contains(&a), "each file begins anew");
}

#[test]
fn headings_lists_and_tables_are_paragraphs_and_their_items_are_not() {
    let numbered = numbered(
        "<h2>A</h2><ul><li>B</li><li>C</li></ul><ol><li>D<ul><li>E</li></ul></li><li>F</li></ol>\
         <table><tbody><tr><td>G</td><td>H</td></tr></tbody></table><div>I</div>",
    );
    let found: Vec<&str> = numbered.split("id=\"kobo.").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert_eq!(found, ["1.1", "2.1", "2.2", "3.1", "4.1", "4.2", "5.1", "5.2", "5.3"]);
}

#[test]
fn elements_inside_a_sentence_cut_it() {
    assert_eq!(
        numbered("<p>A <em>b. C</em> d</p>"),
        format!(
            "<p>{}A </span><em>{}b. </span>{}C</span></em>{} d</span></p>",
            span("1.1"),
            span("1.2"),
            span("1.3"),
            span("1.4")
        )
    );
}

#[test]
fn white_space_alone_is_a_segment_only_in_a_paragraph() {
    assert_eq!(numbered("<div> <p> </p>\n</div>"), format!("<div> <p>{} </span></p>\n</div>", span("1.1")));
    assert_eq!(
        numbered("<p>A.<em> </em>B</p>"),
        format!("<p>{}A.</span><em> </em>{}B</span></p>", span("1.1"), span("1.2"))
    );
}

#[test]
fn a_paragraph_without_text_is_not_counted() {
    assert_eq!(numbered("<p></p><p>A</p>"), format!("<p></p><p>{}A</span></p>", span("1.1")));
}

#[test]
fn a_picture_is_a_paragraph_of_its_own() {
    assert_eq!(
        numbered("<p>A<img src=\"x.png\" alt=\"x\"/>B</p><p>C</p>"),
        format!(
            "<p>{}A</span>{}<img src=\"x.png\" alt=\"x\"/></span>{}B</span></p><p>{}C</span></p>",
            span("1.1"),
            span("2.1"),
            span("2.2"),
            span("3.1")
        )
    );
}

#[test]
fn listings_formulas_and_drawings_stay_as_they_are() {
    for kept in [
        "<pre><code>a. b  c\n d</code></pre>",
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>t. u</text></svg>",
    ] {
        assert_eq!(numbered(&format!("{kept}<p>A</p>")), format!("{kept}<p>{}A</span></p>", span("1.1")));
    }
}

#[test]
fn the_head_ends_with_kobos_style() {
    let xhtml = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>T</title></head><body/></html>";
    let style = "<style type=\"text/css\" class=\"kobostylehacks\">div#book-inner { margin-top: 0; margin-bottom: 0;}";
    assert!(instrument(xhtml).unwrap().contains(&format!("{style}</style></head>")));
}

#[test]
fn elements_without_content_keep_their_end_tag_unless_html_knows_them_as_empty() {
    let mark = "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page.1\" aria-label=\"1\"></span>";
    let expected = format!("<p>{mark}{}A</span><br/></p>", span("1.1"));
    assert_eq!(numbered(&format!("<p>{mark}A<br/></p>")), expected);
}

#[test]
fn a_heading_called_like_kobos_divisions_gives_way_with_its_links() {
    let body = "<section aria-labelledby=\"book-inner\"><h2 id=\"book-inner\">A</h2>\
        <a href=\"#book-inner\">B</a><a href=\"https://example.org/#book-inner\">C</a></section>";
    let numbered = numbered(body);
    assert!(
        numbered.contains("<section aria-labelledby=\"book-inner.text\"><h2 id=\"book-inner.text\">"),
        "{numbered}"
    );
    assert!(numbered.contains("<a href=\"#book-inner.text\">"), "{numbered}");
    assert!(numbered.contains("<a href=\"https://example.org/#book-inner\">"), "{numbered}");
    let ncx = "<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\"><content src=\"chapter-1.xhtml#book-inner\"/></ncx>";
    assert!(clear_of_clashes(ncx).unwrap().contains("src=\"chapter-1.xhtml#book-inner.text\""));
}
