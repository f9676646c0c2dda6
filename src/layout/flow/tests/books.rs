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
    bind(title, Article::default(), (0..articles).map(part).collect(), &[]).article
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
    // Whatever their number, the last of them is on the page of the first.
    for sections in 3..9 {
        let pages = set(&book("The Stories of the River", (4, sections, 0)), &design);
        let (number, page) = page_with(&pages, "Contents");
        let last = format!("Section {} of 3", sections - 1);
        let (whole, beyond) = (words(page, true), words(&pages.pages[number + 1], true));
        assert_eq!(whole.contains("Section 0 of 0"), whole.contains(&last), "{sections}: {whole}");
        assert!(!beyond.contains(&format!("{last} ")), "{sections}: {beyond}");
    }
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
fn the_contents_say_dates_where_these_are_the_order() {
    let dated = |days: [u8; 3]| {
        let mut book = book("The Stories of the River", (3, 1, 0));
        for (article, day) in book.bound.iter_mut().zip(days) {
            let iso = format!("2024-03-{day:02}");
            article.meta.date = Some(crate::article::Date { verbatim: iso.clone(), iso });
        }
        let pages = set(&book, &by_name("book", Paper::A5).unwrap());
        words(page_with(&pages, "Contents").1, true)
    };
    assert!(dated([1, 2, 3]).contains("Author 1 · 2 March 2024"));
    for days in [[1, 3, 2], [4, 4, 4]] {
        let contents = dated(days);
        assert!(contents.contains("Author 1") && !contents.contains("March"), "{contents}");
    }
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
fn pictures_are_credited_by_page_below_their_articles_at_the_end_or_after_the_imprint() {
    for place in [CreditsPlace::End, CreditsPlace::Imprint] {
        let design = Design { credits: place, ..by_name("book", Paper::A5).unwrap() };
        let pages = set(&book("The Stories of the River", (3, 1, 2)), &design);
        let (number, page) = page_with(&pages, "Credits");
        let credits = words(page, true);
        let mut last = 0;
        for article in 0..3 {
            let title = credits.find(&format!("Article {article}")).expect("the title of the article");
            assert!(title > last, "{credits}");
            last = title;
            for picture in 0..2 {
                let credit = maker(article, picture);
                let of = |page: &&crate::layout::Page| {
                    words(page, true).contains(&credit) && !words(page, true).contains("Credits")
                };
                let shown = pages.pages.iter().find(of).expect("the picture");
                let entry = format!("{} · Photo: {credit}", shown.label);
                let at = credits.find(&entry).unwrap_or_else(|| panic!("{entry} in {credits}"));
                assert!(at > last, "{credits}");
                last = at;
            }
        }
        assert!(!credits.contains("Picture credits"), "nothing is common to several articles: {credits}");
        match place {
            CreditsPlace::End => assert_eq!(number, pages.pages.len() - 1),
            CreditsPlace::Imprint => assert_eq!(number, 4),
        }
    }
}

#[test]
fn what_pictures_of_several_articles_are_credited_with_stands_once_with_all_pages() {
    let mut book = book("The Stories of the River", (3, 1, 2));
    let credit = book.bound[0].own_credits()[1].1.clone();
    // The second picture of the first two articles, and both of the third.
    for (article, pictures) in [(0, [false, true]), (1, [false, true]), (2, [true, true])] {
        let mut pictures = pictures.iter();
        crate::article::walk_mut::each_figure(&mut book.bound[article], &mut |figure| {
            if figure.credit.is_some() && *pictures.next().unwrap_or(&false) {
                figure.credit = Some(credit.clone());
            }
        });
    }
    let pages = set(&book, &by_name("book", Paper::A5).unwrap());
    let (_, page) = page_with(&pages, "Credits");
    let credits = words(page, true);
    assert_eq!(credits.matches("Ada Hill").count(), 1, "{credits}");
    let common = credits.find("Picture credits").expect("the common credits");
    let of_picture = |shows: &str| {
        let of = |page: &&crate::layout::Page| words(page, true).contains(shows);
        pages.pages.iter().find(of).expect("the picture").label.clone()
    };
    let shown = ["What 1 of 0 shows", "What 1 of 1 shows", "What 0 of 2 shows", "What 1 of 2 shows"].map(of_picture);
    let numbers: Vec<String> = shown.iter().map(|label| format!("{label} ,")).collect();
    let entry = format!("{} · Photo: Ada Hill", numbers.join(" ").trim_end_matches(" ,"));
    let (entry, found) = (entry.replace(' ', ""), credits.replace(' ', ""));
    assert!(found.contains(&entry), "{entry} in {found}");
    // Then come the articles with credits of their own.
    let (first, second) = (credits.find("Article 0").unwrap(), credits.find("Article 1").unwrap());
    assert!(common < first && first < second && !credits.contains("Article 2"), "{credits}");
}

#[test]
fn pictures_of_an_article_with_the_same_credit_are_one_entry() {
    let mut book = book("The Stories of the River", (2, 1, 3));
    let credit = book.bound[0].own_credits()[0].1.clone();
    crate::article::walk_mut::each_figure(&mut book.bound[0], &mut |figure| {
        figure.credit = figure.credit.take().map(|_| credit.clone());
    });
    let pages = set(&book, &by_name("book", Paper::A5).unwrap());
    let credits = words(page_with(&pages, "Credits").1, true);
    assert_eq!(credits.matches("Ada Moss").count(), 1, "{credits}");
    let before = credits.split(" · Photo: Ada Moss").next().unwrap();
    assert!(before.rsplit("Article 0").next().unwrap().matches(',').count() >= 1, "several pages: {credits}");
    assert!(credits.contains("Ben Hill") && !credits.contains("Picture credits"), "{credits}");
}

#[test]
fn names_stand_below_the_title_of_a_book_in_designs_with_columns_too() {
    for (name, paper) in [("handout", Paper::A4), ("magazine", Paper::A4), ("article", Paper::A4)] {
        let pages = set(&book("2024", (2, 1, 0)), &by_name(name, paper).unwrap());
        let place = |text: &str| {
            let mut runs = runs(&pages).filter(|(page, ..)| *page == 2);
            runs.find(|(.., run)| run.text.contains(text)).map(|(_, at, ..)| at).expect("words of the title page")
        };
        let (title, names, foot) = (place("2024"), place("Author"), place("River"));
        assert!(title.y < names.y && names.y < foot.y, "{name}: {title:?} {names:?} {foot:?}");
        assert!((title.x - foot.x).0.abs() < 5.0, "{name}: {title:?} {foot:?}");
    }
}

#[test]
fn a_title_page_names_few_of_many_authors_and_the_imprint_all() {
    for (count, expected) in [(4, None), (5, Some("and 2 others")), (15, Some("and 12 others"))] {
        let mut book = book("The Stories of the River", (2, 1, 0));
        let author = book.meta.contributors[0].clone();
        let authors =
            (0..count).map(|number| crate::article::Contributor { name: format!("N{number}."), ..author.clone() });
        book.meta.contributors = authors.collect();
        let pages = set(&book, &by_name("article", Paper::A4).unwrap());
        let [title, imprint] = [2, 3].map(|page| words(&pages.pages[page], true).replace(" ,", ","));
        match expected {
            None => assert!(title.contains("N3.") && !title.contains("others") && !imprint.contains("N0."), "{title}"),
            Some(others) => {
                assert!(title.contains("By N0., N1., N2.") && title.contains(others), "{title}");
                assert!(!title.contains("N3."), "{title}");
                for number in 0..count {
                    assert!(imprint.contains(&format!("N{number}.")), "{number} in {imprint}");
                }
            }
        }
    }
}

/// The size of the largest letters with `text` on the title page.
fn size_of(pages: &Pages, text: &str) -> f64 {
    let runs = runs(pages).filter(|(page, ..)| *page == 2);
    let sizes = runs.filter(|(.., run)| run.text.contains(text)).map(|(.., run)| run.size.0);
    sizes.fold(0.0, f64::max)
}

#[test]
fn short_titles_of_books_are_larger_than_long_ones_and_stay_on_the_page() {
    for (name, paper) in [
        ("book", Paper::A5),
        ("article", Paper::A4),
        ("handout", Paper::A4),
        ("large-print", Paper::Letter),
        ("magazine", Paper::A4),
    ] {
        let design = by_name(name, paper).unwrap();
        let title = |title: &str| set(&book(title, (2, 1, 0)), &design);
        let usual = design.styles.title.size.0;
        let year = title("2024");
        assert!(size_of(&year, "2024") > usual * 1.5, "{name}");
        let long = title(
            "What the people on the river told us of their work, their boats and the years without water, and what \
             they did when it came back and took the bridge, the mill and the lower fields with it to the sea",
        );
        assert!(size_of(&long, "people") <= usual && size_of(&long, "people") > 0.0, "{name}");
        let word = title("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft");
        for pages in [&year, &long, &word] {
            assert!(
                pages.pages[3].frame.items.iter().any(|(_, placed)| matches!(placed.item, Item::Text(_))),
                "{name}"
            );
            let right = runs(pages).filter(|(page, ..)| *page == 2).map(|(_, at, _, run)| at.x + run.width());
            assert!(right.fold(Pt::ZERO, Pt::max) <= design.paper.width, "{name}");
        }
    }
}

#[test]
fn the_publisher_stands_at_the_foot_of_the_title_page() {
    let pages = set(&book("2024", (2, 1, 0)), &by_name("article", Paper::A4).unwrap());
    let place = |text: &str| {
        let placed = pages.pages[2].frame.items.iter().find(|(_, placed)| match &placed.item {
            Item::Text(run) => run.text.contains(text),
            _ => false,
        });
        placed.map_or(Pt::ZERO, |(at, _)| at.y)
    };
    let height = pages.pages[2].size.height;
    assert!(place("2024") > height * 0.2 && place("2024") < height * 0.45);
    assert!(place("River") > height * 0.75 && place("River") < height * 0.97, "{:?}", place("River"));
    // A title that contains it says it already.
    let pages = set(&book("River Press 2024", (2, 1, 0)), &by_name("article", Paper::A4).unwrap());
    assert_eq!(words(&pages.pages[2], true).matches("River Press").count(), 1);
}

#[test]
fn a_book_without_credits_has_no_page_for_them() {
    let pages = set(&book("The Stories of the River", (2, 1, 0)), &by_name("book", Paper::A5).unwrap());
    assert!(pages.pages.iter().all(|page| !words(page, true).contains("Credits")));
    assert!(words(pages.pages.last().unwrap(), true).contains("section"));
}
