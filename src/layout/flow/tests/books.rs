//! Checks the pages of books of several articles: what stands before and after the text, and in which order.

use super::*;
use crate::anthology::{BookArticle, bind};
use crate::design::{CreditsPlace, by_name};
use crate::read;
use crate::source::Source;

const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"SIZE\"><rect width=\"9\" height=\"9\"/></svg>";

/// Returns who made a picture.
fn maker(article: usize, picture: usize) -> String {
    let (first, last) = (["Ada", "Ben", "Cem"][article], ["Moss", "Hill", "Wade"][picture]);
    format!("{first} {last}")
}

/// Makes a book of `articles` articles, each with `sections` sections and `pictures` pictures with captions and
/// credits. Every article is longer than a page.
fn book(title: &str, (articles, sections, pictures): (usize, usize, usize)) -> Article {
    let part = |number: usize| {
        let mut files = read::Memory::default();
        let mut text = format!(
            "---\ntitle: Article {number}\nsubtitle: The deck of {number}\nauthor: Author {number}\nlang: en\n\
             publisher: River Press\nlicense: CC BY 4.0\n---\n\n"
        );
        for section in 0..sections {
            text += &format!("## Section {section} of {number}\n\n{}\n\n", "Words of a section. ".repeat(40));
        }
        for picture in 0..pictures {
            let name = format!("p{number}-{picture}.svg");
            let maker = maker(number, picture);
            let drawing = PICTURE.replace("SIZE", &(200 + number * 20 + picture).to_string());
            files.files.insert(name.clone(), drawing.into_bytes().into());
            text += &format!(
                "![Alt](https://e.org/x \"\")\n\n![A drawing]({name})\n\n*What {picture} of {number} shows. Photo: {maker} / [Unsplash](https://unsplash.com/{number}{picture})*\n\n"
            );
            text += &"More words between pictures. ".repeat(30);
            text += "\n\n";
        }
        let source = Source::new(format!("a{number}.md"), text.clone());
        let article = read::read(&source, &read::Options::default(), &files, &mut Vec::new()).unwrap();
        BookArticle { path: format!("a{number}.md").into(), length: text.len(), article, part: None }
    };
    bind(title, Article::default(), (0..articles).map(part).collect()).article
}

/// Returns all text on a page, in the order of its items; `content` for what is in the structure, else for artifacts.
fn words(page: &crate::layout::Page, content: bool) -> String {
    let of = |owner| matches!(owner, Owner::Content(_)) == content;
    let texts =
        page.frame.items.iter().filter(|(_, placed)| of(placed.owner)).filter_map(|(_, placed)| match &placed.item {
            Item::Text(run) => Some(run.text.as_str()),
            _ => None,
        });
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page_with<'a>(pages: &'a Pages, text: &str) -> (usize, &'a crate::layout::Page) {
    let found = pages.pages.iter().enumerate().find(|(_, page)| words(page, true).contains(text));
    found.unwrap_or_else(|| panic!("no page has {text}"))
}

#[test]
fn a_book_begins_with_half_title_title_imprint_and_contents_whatever_its_design() {
    let book = book("The Stories of the River", (3, 2, 0));
    for (name, paper) in
        [("book", Paper::A5), ("article", Paper::A4), ("handout", Paper::A4), ("large-print", Paper::Letter)]
    {
        let pages = set(&book, &by_name(name, paper).unwrap());
        assert_eq!(words(&pages.pages[0], true), "", "{name}: the half-title is read once, on the title page");
        assert_eq!(words(&pages.pages[0], false), "The Stories of the River", "{name}");
        assert!(pages.pages[1].frame.items.is_empty(), "{name}: the back of the half-title is empty");
        assert!(words(&pages.pages[2], true).starts_with("The Stories of the River By Author 0"), "{name}");
        let imprint = words(&pages.pages[3], true);
        for said in ["River Press", "CC BY 4.0", "Made with Offprint"] {
            assert!(imprint.contains(said), "{name}: {said} in {imprint}");
        }
        let (contents, page) = page_with(&pages, "Contents");
        assert_eq!((contents, &*page.label), (4, "v"), "{name}");
        let (first, page) = page_with(&pages, "The deck of 0");
        assert!(first % 2 == 0 && page.label == "1", "{name}: the text begins on a right-hand page");
    }
}

#[test]
fn the_contents_name_authors_and_list_sections_only_while_they_stay_on_one_page() {
    let design = by_name("book", Paper::A5).unwrap();
    let listed = |sections: usize| {
        let pages = set(&book("The Stories of the River", (4, sections, 0)), &design);
        let (_, page) = page_with(&pages, "Contents");
        let text = words(page, true);
        for number in 0..4 {
            let (opening, _) = page_with(&pages, &format!("The deck of {number}"));
            let entry = format!("Article {number} {} Author {number}", pages.pages[opening].label);
            assert!(text.contains(&entry), "{entry} in {text}");
        }
        let leaders = words(page, false).replace(' ', "");
        assert!(leaders.len() > 60 && leaders.bytes().all(|byte| byte == b'.' || byte == b'v'), "{leaders}");
        let lists = pages.outline.iter().filter(|entry| entry.title == "Contents").count();
        assert_eq!(lists, 1);
        text.contains("Section 0 of 1")
    };
    assert!(listed(3));
    assert!(!listed(9));
}

#[test]
fn authors_in_the_contents_are_in_italics() {
    let pages = set(&book("The Stories of the River", (2, 1, 0)), &by_name("book", Paper::A5).unwrap());
    let (number, _) = page_with(&pages, "Contents");
    let fonts: BTreeMap<String, crate::text::FontId> = runs(&pages)
        .filter(|(page, ..)| *page == number)
        .map(|(.., run)| (run.text.trim().to_owned(), run.font))
        .collect();
    assert_ne!(fonts["Author 1"], fonts["Article 1"]);
}

#[test]
fn many_illustrations_are_listed_with_their_pages_and_few_are_not() {
    let design = by_name("book", Paper::A5).unwrap();
    let few = set(&book("The Stories of the River", (3, 1, 2)), &design);
    assert!(few.pages.iter().all(|page| !words(page, true).contains("Illustrations")));
    let pages = set(&book("The Stories of the River", (3, 1, 3)), &design);
    let (_, list) = page_with(&pages, "Illustrations");
    let list = words(list, true);
    for (article, picture) in [(0, 0), (1, 2), (2, 1)] {
        let shows = format!("What {picture} of {article} shows");
        let of = |page: &&crate::layout::Page| {
            words(page, true).contains(&shows) && !words(page, true).starts_with("Illustrations")
        };
        let place = pages.pages.iter().find(of).expect("the picture");
        assert!(list.contains(&format!("{shows} {}", place.label)), "{shows} on {} in {list}", place.label);
    }
}

#[test]
fn pictures_are_credited_by_page_at_the_end_or_after_the_imprint() {
    for place in [CreditsPlace::End, CreditsPlace::Imprint] {
        let design = Design { credits: place, ..by_name("book", Paper::A5).unwrap() };
        let pages = set(&book("The Stories of the River", (3, 1, 2)), &design);
        let (number, page) = page_with(&pages, "Picture credits");
        let credits = words(page, true);
        for (article, picture) in [(0, 1), (2, 0)] {
            let credit = maker(article, picture);
            let of = |page: &&crate::layout::Page| {
                words(page, true).contains(&credit) && !words(page, true).contains("Picture credits")
            };
            let shown = pages.pages.iter().find(of).expect("the picture");
            assert!(credits.contains(&format!("{} Photo: {credit}", shown.label)), "{credit} in {credits}");
        }
        match place {
            CreditsPlace::End => assert_eq!(number, pages.pages.len() - 1),
            CreditsPlace::Imprint => assert_eq!(number, 4),
        }
    }
}

#[test]
fn a_book_without_credits_has_no_page_for_them() {
    let pages = set(&book("The Stories of the River", (2, 1, 0)), &by_name("book", Paper::A5).unwrap());
    assert!(pages.pages.iter().all(|page| !words(page, true).contains("Credits")));
    assert!(words(pages.pages.last().unwrap(), true).contains("section"));
}
