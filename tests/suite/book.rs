//! Several articles in one book, as its users ask for it.

use crate::common::epub::Epub;
use crate::common::kitchen::Kitchen;

const SPRING: &str = "---\ntitle: Spring\nauthor: Ada Reed\nlang: en\ncanonical_url: https://example.org/spring/\n\
    license: CC BY 4.0\n---\n\nThe water rises first, as [autumn](autumn.md#mist) will know.[^1]\n\n## Thaw\n\nIce goes.\n\n\
    [^1]: Measured at the mill.\n";
const AUTUMN: &str = "---\ntitle: Autumn\nauthor: Ben Wade\nlang: en\n---\n\nLeaves fall.[^1] See [spring](https://example.org/spring).\n\n\
    ![A weir](weir.png)\n\n## Mist\n\nIt stays until noon.\n\n[^1]: Counted by hand.\n";
const GERMAN: &str = "---\ntitle: Winter\nauthor: Cem Yar\nlang: de\n---\n\nDas Wasser steht still.\n";

fn kitchen() -> Kitchen {
    Kitchen::with(&[
        ("spring.md", SPRING.as_bytes()),
        ("autumn.md", AUTUMN.as_bytes()),
        ("winter.md", GERMAN.as_bytes()),
    ])
}

/// Reads the files of the EPUB at `path`.
fn reader(kitchen: &Kitchen, path: &str) -> impl Fn(&str) -> String {
    let epub = Epub::open(&kitchen.path(path));
    move |name: &str| epub.text(name)
}

#[test]
fn all_articles_are_in_both_outputs_in_their_order() {
    let kitchen = kitchen();
    let run = kitchen.run(&["spring.md", "autumn.md", "winter.md", "--book", "The Weir", "-o", "out/"]);
    run.succeeded();
    let made: Vec<String> = kitchen.files().into_iter().filter(|name| name.starts_with("out/")).collect();
    assert_eq!(made, ["out/The Weir.epub", "out/The Weir.pdf"]);
    let file = reader(&kitchen, "out/The Weir.epub");
    let navigation = file("nav.xhtml");
    let places: Vec<usize> = ["Spring", "Thaw", "Autumn", "Mist", "Winter"]
        .iter()
        .map(|title| navigation.find(title).expect("is listed"))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let package = file("content.opf");
    for name in ["The Weir", "Ada Reed", "Ben Wade", "Cem Yar"] {
        assert!(package.contains(name), "{name}");
    }
    assert_eq!(package.matches("property=\"dcterms:hasPart\"").count(), 3);
    assert!(file("chapter-3.xhtml").contains("lang=\"de\""), "an article keeps its language");
    let winter = navigation.split("<a ").find(|entry| entry.contains(">Winter</a>")).expect("an entry");
    assert!(winter.contains("lang=\"de\" xml:lang=\"de\""), "{winter}");
}

#[test]
fn links_between_articles_stay_in_the_book() {
    let kitchen = kitchen();
    kitchen.run(&["spring.md", "autumn.md", "--book", "B", "-o", "b.epub"]).succeeded();
    let file = reader(&kitchen, "b.epub");
    assert!(file("chapter-1.xhtml").contains("<a href=\"chapter-2.xhtml#mist\">autumn</a>"));
    let autumn = file("chapter-2.xhtml");
    let target = autumn.split_once("href=\"chapter-1.xhtml#").expect("a link to spring").1.split('"').next().unwrap();
    assert!(file("chapter-1.xhtml").contains(&format!("id=\"{target}\">Spring</h1>")), "{target}");
}

#[test]
fn every_article_has_its_own_notes_and_credits() {
    let kitchen = kitchen();
    kitchen.run(&["spring.md", "autumn.md", "--book", "B", "-o", "b.epub"]).succeeded();
    let file = reader(&kitchen, "b.epub");
    for (chapter, note) in [("chapter-1.xhtml", "Measured at the mill."), ("chapter-2.xhtml", "Counted by hand.")] {
        let text = file(chapter);
        assert!(text.contains(&format!("<span class=\"number\">1.</span> {note}")), "{chapter}: {text}");
    }
    let credits = file("credits.xhtml");
    let spring = credits.split_once(">Spring</a></h3>").expect("a part for spring").1;
    assert!(spring.contains("CC BY 4.0"));
}

#[test]
fn an_opening_picture_without_a_credit_is_not_credited() {
    let picture: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'/>";
    let front = |cover: &str| SPRING.replace("lang: en", &format!("lang: en\ncover: {cover}\ncover_caption: The weir"));
    let kitchen = Kitchen::with(&[
        ("a.md", front("gone.png").as_bytes()),
        ("b.md", front("weir.svg").replace("Spring", "Summer").replace("spring", "summer").as_bytes()),
        ("weir.svg", picture),
    ]);
    assert_eq!(kitchen.run(&["a.md", "b.md", "--book", "B", "-o", "b.epub"]).code, 0);
    let file = reader(&kitchen, "b.epub");
    let credits = file("credits.xhtml");
    assert!(credits.contains("CC BY 4.0") && !credits.contains("attribution"), "{credits}");
    assert!(!credits.contains("The weir"), "{credits}");
}

#[test]
fn what_is_said_names_the_article_and_the_line() {
    let kitchen = kitchen();
    let run = kitchen.run(&["spring.md", "autumn.md", "--book", "B", "-o", "b.epub"]);
    assert!(run.err.contains("autumn.md:9:1"), "{}", run.err);
}

#[test]
fn a_book_with_an_article_missing_is_not_made() {
    let kitchen = kitchen();
    let run = kitchen.run(&["spring.md", "summer.md", "--book", "B", "-o", "b.epub"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("summer.md"), "{}", run.err);
    assert!(!kitchen.files().contains(&"b.epub".to_owned()));
}

#[test]
fn an_article_is_not_overwritten_by_its_book() {
    let kitchen = Kitchen::with(&[("b.epub", SPRING.as_bytes())]);
    kitchen.run(&["b.epub", "--from", "markdown", "--book", "B", "-o", "b.epub"]).refused(2, &["would be overwritten"]);
}

#[test]
fn pages_are_marked_in_reading_order() {
    let kitchen = kitchen();
    let samples = format!("{}/content", env!("CARGO_MANIFEST_DIR"));
    kitchen.run(&[&samples, "--book", "Samples", "-o", "out/"]).succeeded();
    let file = reader(&kitchen, "out/Samples.epub");
    let package = file("content.opf");
    let spine = package.split_once("<spine").expect("a spine").1;
    let mut marks = Vec::new();
    for id in spine.split("idref=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let item =
            package.split_once(&format!("id=\"{id}\"")).expect("an item").0.rsplit_once("<item").unwrap().1.len();
        let item = &package[package.find(&format!("id=\"{id}\"")).unwrap() - item..];
        let href = item.split_once("href=\"").expect("an address").1.split('"').next().unwrap();
        let text = if href == "nav.xhtml" { String::new() } else { file(href) };
        marks.extend(
            text.split("id=\"page.").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<usize>().unwrap()),
        );
    }
    assert!(marks.len() > 30, "{marks:?}");
    assert!(marks.iter().copied().eq(1..=marks.len()), "{marks:?}");
}
