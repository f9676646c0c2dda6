//! A book with everything that books of archives have: parts, several authors, pictures with credits, links between its
//! articles, articles in two languages.

use std::fs;
use std::path::Path;

use offprint::job::{Book, PartStart};

use super::outputs::{self, Made};
use crate::common::epub::Epub;
use crate::common::families::picture;

/// Articles of the book; more than a book without parts has.
const ARTICLES: usize = 14;

/// Who made the pictures of the article `number`: somebody who made those of many, or somebody else.
fn maker(number: usize) -> String {
    let (first, last) = (["Ada", "Ben", "Cem", "Dora", "Emil"][number % 5], ["Reed", "Hill", "Wade"][number / 5]);
    if number.is_multiple_of(3) { "Ida Moss / River Archive".to_owned() } else { format!("{first} {last} / Unsplash") }
}

/// The article `number`, each by another author.
fn article(number: usize) -> String {
    let (month, day) = (number / 7 + 1, number % 7 + 1);
    let (before, next) = ((number + ARTICLES - 1) % ARTICLES, (number + 1) % ARTICLES);
    let (lang, words) = match number {
        4 => ("de", "Das Wasser steht still, und die Boote liegen seit dem Herbst am Ufer."),
        9 => ("ar", "هذا نص قصير عن البحر والقوارب التي تعود في المساء."),
        _ => ("en", "The water rises first, and the boats come home with what the day has left."),
    };
    // Credits: one that many have, one of the article's own, and one twice.
    let own = format!("Photo: {}", maker(number));
    format!(
        "---\ntitle: \"Article {number}: of water\"\nauthor: Author {number}\nlang: {lang}\ndate: 2024-0{month}-0{day}\n\
         license: CC-BY-4.0\ntags: [water, boats]\n---\n\n{words} See [the next]({next:02}.md#the-mill-{next}), [the one \
         before]({before:02}.md) and [here](#the-mill-{number}).[^1]\n\n![A mill with {number} wheels](mill{number}.png)\n\n\
         *The mill at noon. {own}*\n\n## The mill {number}\n\n{words}\n\n![Another wall](wall.png)\n\n*{own}*\n\n\
         ### What is left\n\n{}\n\n[^1]: Counted by hand.\n",
        [words; 12].join(" ")
    )
}

/// Writes the articles into `folder`, which is empty, and returns the book, without outputs.
pub fn book(folder: &Path) -> Book {
    for number in 0..ARTICLES {
        fs::write(folder.join(format!("{number:02}.md")), article(number)).expect("an article");
        fs::write(folder.join(format!("mill{number}.png")), picture(number)).expect("a picture");
    }
    fs::write(folder.join("wall.png"), picture(ARTICLES)).expect("a picture");
    let mut book = Book::new("The Stories of the River 2024", outputs::jobs(folder, Path::new("")));
    let part = |(first, title): (usize, &str)| PartStart { first, title: title.to_owned() };
    book.parts = [(0, "January"), (7, "February")].map(part).to_vec();
    book
}

/// The book with its outputs; the second of all books.
fn made() -> &'static Made {
    &outputs::books("a book with parts")[1]
}

#[test]
fn a_book_with_parts_has_its_articles_below_them_and_its_links_inside() {
    let made = made();
    assert_eq!((made.article.bound.len(), made.article.parts.len()), (ARTICLES, 2));
    assert!(made.diagnostics.is_empty(), "{:?}", made.diagnostics);
    let epub = Epub::open(&made.epub);
    let nav = epub.text("nav.xhtml");
    let second = nav.split(">February</a>").nth(1).expect("the second part");
    assert!(second.contains("Article 7: of water") && !second.contains("Article 6: of water"), "{nav}");
    for number in 0..ARTICLES {
        let text = epub.text(&format!("chapter-{}.xhtml", number + 1));
        let (next, before) = ((number + 1) % ARTICLES, (number + ARTICLES - 1) % ARTICLES);
        let links: Vec<&str> = text.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let (next, before) = (format!("chapter-{}.xhtml#", next + 1), format!("chapter-{}.xhtml", before + 1));
        assert!(links.iter().any(|link| link.starts_with(&next)), "{number}: {links:?}");
        assert!(links.iter().any(|link| link.starts_with(&before)), "{number}: {links:?}");
    }
}

#[test]
fn its_title_page_names_some_authors_and_its_credits_all() {
    let epub = Epub::open(&made().epub);
    let (title, credits) = (epub.text("title.xhtml"), epub.text("credits.xhtml"));
    assert!(title.contains("Author 0, Author 1, Author 2 and 11 others"), "{title}");
    for number in 0..ARTICLES {
        assert!(credits.contains(&format!("Author {number}")), "{number} in {credits}");
        assert_eq!(credits.matches(&maker(number)).count(), 1, "{} once: {credits}", maker(number));
    }
    // What several articles have stands before them, once.
    let first = credits.find("article-credits").expect("credits of an article");
    assert!(credits.find("Ida Moss").is_some_and(|at| at < first), "{credits}");
    assert_eq!(credits.matches("CC-BY-4.0").count(), 1, "the licence of all articles is said once: {credits}");
}
