//! Limits: what goes beyond them is an error or a warning, and nothing is cut silently.

use std::fs;

use crate::common::kitchen::{ARTICLE, Kitchen};

/// An article of several pages.
fn long() -> String {
    let paragraph = "Flour and water, and a little salt, and time enough for the dough to rise. ".repeat(12);
    format!("{ARTICLE}\n{}", format!("{paragraph}\n\n").repeat(12))
}

#[test]
fn an_article_with_too_many_pages_is_an_error_that_names_the_limit_and_the_option() {
    let kitchen = Kitchen::with(&[("long.md", long().as_bytes()), ("short.md", ARTICLE.as_bytes())]);
    kitchen.run(&["long.md", "--max-pages", "2"]).refused(1, &["over the limit of 2", "--max-pages", "pages"]);
    assert_eq!(kitchen.files(), ["long.md", "short.md"], "no output ends before the article does");
    kitchen.run(&["long.md", "--max-pages", "99", "-o", "long.pdf"]).succeeded();
    let run = kitchen.run(&[".", "--max-pages", "2", "-o", "out/"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(kitchen.path("out/short.pdf").exists(), "another article of the run is made: {:?}", kitchen.files());
}

#[test]
fn pages_of_the_book_design_and_of_two_columns_are_counted_as_pages() {
    let kitchen = Kitchen::with(&[("long.md", long().as_bytes())]);
    kitchen.run(&["long.md", "--design", "handout", "--max-pages", "1", "-t", "pdf"]).refused(1, &["--max-pages"]);
    kitchen.run(&["long.md", "--max-pages", "1", "-t", "epub"]);
}

#[test]
fn strings_that_pdf_a_does_not_allow_are_cut_with_a_warning() {
    let words = "flour and water ".repeat(3_000);
    let heading = "ünd ".repeat(9_000);
    let text = format!(
        "---\ntitle: Bread\nlang: en\n---\n\n## {heading}\n\n![{words}](bread.png)\n\n<img src=\"bread.png\" alt=\"{words}\">\n"
    );
    let png = image();
    let kitchen = Kitchen::with(&[("bread.md", text.as_bytes()), ("bread.png", &png)]);
    let run = kitchen.run(&["bread.md", "-v", "-o", "bread.pdf"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("an alternative text is cut in the PDF"), "{}", run.err);
    assert!(run.err.contains("a bookmark is cut in the PDF"), "{}", run.err);
    let pdf = lopdf::Document::load_mem(&fs::read(kitchen.path("bread.pdf")).unwrap()).unwrap();
    let longest = pdf.objects.values().map(longest_string).max();
    assert!(longest.is_some_and(|longest| (30_000..=32_767).contains(&longest)), "{longest:?}");
}

/// Bytes of the longest string in `object`.
fn longest_string(object: &lopdf::Object) -> usize {
    match object {
        lopdf::Object::String(bytes, _) => bytes.len(),
        lopdf::Object::Array(items) => items.iter().map(longest_string).max().unwrap_or(0),
        lopdf::Object::Dictionary(entries) => entries.iter().map(|(_, value)| longest_string(value)).max().unwrap_or(0),
        _ => 0,
    }
}

fn image() -> Vec<u8> {
    let mut png = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut png);
    image::ImageEncoder::write_image(encoder, &[90; 64], 8, 8, image::ExtendedColorType::L8).unwrap();
    png
}

#[test]
fn an_address_that_no_reader_opens_is_text_in_both_outputs_and_named() {
    let text = format!(
        "{ARTICLE}\nThe [mill](http://mill.example:99999/), the [shop](http://shop..example/), the \
         [oven](javascript:alert(1)), the <a href=\"http:///x\">sack</a> and the [baker](https://baker.example/).\n"
    );
    let kitchen = Kitchen::with(&[("bread.md", text.as_bytes())]);
    let run = kitchen.run(&["bread.md", "-v"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for address in ["http://mill.example:99999/", "http://shop..example/", "http:///x"] {
        let said = format!("the link to `{address}` is left out");
        assert_eq!(run.err.matches(&said).count(), 1, "it is said once: {}", run.err);
    }
    let pdf = lopdf::Document::load_mem(&fs::read(kitchen.path("bread.pdf")).unwrap()).unwrap();
    let addresses: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"A").ok()?.as_dict().ok()?.get(b"URI").ok()?.as_str().ok())
        .map(|uri| String::from_utf8_lossy(uri).into_owned())
        .collect();
    assert_eq!(addresses, ["https://baker.example/"]);
}

#[test]
fn a_wide_and_long_table_of_few_cells_takes_no_more_than_it_holds() {
    let rows = "<tr><td>x</td></tr>".repeat(3_000);
    let table = format!("<table><tr>{}</tr>{rows}</table>", "<td>y</td>".repeat(900));
    let kitchen = Kitchen::with(&[("bread.md", format!("{ARTICLE}\n{table}\n").as_bytes())]);
    kitchen.run(&["bread.md", "-o", "bread.epub"]).succeeded();
    assert!(fs::metadata(kitchen.path("bread.epub")).unwrap().len() < 1 << 20);
}
