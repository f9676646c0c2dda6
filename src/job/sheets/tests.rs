use std::num::NonZero;

use super::*;
use crate::design::custom::{PaperSize, Share, imposed};
use crate::design::{Paper, by_name};
use crate::layout::imposition::Imposition;
use crate::layout::{Item, Owner};
use crate::read;
use crate::source::Source;
use crate::text::Fonts;
use crate::units::Pt;

/// An article of so many paragraphs, with headings, a list and notes.
fn article(paragraphs: usize) -> Article {
    let sentences = [
        "The dough rests in a warm corner until it has doubled, and nobody touches it before that.",
        "Flour from the mill at the river takes more water than any other.",
        "What is left of the night goes into the oven with the wood, and the bakers speak little, because there is \
         nothing that has not been said on the nights before.",
    ];
    let mut text = "---\nlang: en\nauthor: Ada Baker\n---\n\n# Bread\n\n".to_owned();
    for number in 0..paragraphs {
        if number % 5 == 3 {
            text += &format!("## Part {number}\n\n");
        }
        if number % 11 == 7 {
            text += "- flour\n- water\n- salt\n\n";
        }
        let count = 2 + (number * 7) % 4;
        text += &(0..count).map(|at| sentences[(number + at) % 3]).collect::<Vec<_>>().join(" ");
        text += &format!(" This is paragraph word{number}.\n\n");
    }
    let source = Source::new("a.md", text);
    read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap()
}

fn settings(design: Design) -> Settings {
    Settings { design, fonts: Fonts::bundled(), ..Settings::default() }
}

/// Sets `article` and returns its pages with the message on how it was fitted.
fn set(article: &Article, settings: &Settings) -> (Pages, Option<Diagnostic>) {
    let mut said = Diagnostics::new();
    let pages = typeset(article, None, settings, &mut said).unwrap();
    (pages, said.into_iter().find(|said| matches!(&*said.code, "fit" | "not-fitted" | "tightened")))
}

fn exactly(pages: usize) -> Option<PageGoal> {
    NonZero::new(pages).map(PageGoal::Exactly)
}

/// Returns the share of the height of the text down to the last baseline of content on the last page.
fn last_page(pages: &Pages) -> f64 {
    let items = pages.pages.last().unwrap().frame.items.iter();
    let text = items.filter_map(|(at, placed)| match (&placed.item, placed.owner) {
        (Item::Text(run), Owner::Content(_)) if !run.text.contains("Offprint") => Some(at.y),
        _ => None,
    });
    let last = text.fold(Pt::ZERO, Pt::max);
    ((last - pages.grid.first) / pages.grid.leading + 1.0) / pages.grid.lines as f64
}

/// Whether `pages` have each paragraph of the article once, in order.
fn is_whole(pages: &Pages, paragraphs: usize) -> bool {
    let mut text = String::new();
    for (_, placed) in pages.pages.iter().flat_map(|page| &page.frame.items) {
        if let Item::Text(run) = &placed.item {
            text += &run.text;
        }
    }
    let places = (0..paragraphs).map(|number| text.find(&format!("word{number}.")));
    places.collect::<Option<Vec<_>>>().is_some_and(|places| places.is_sorted())
}

#[test]
fn articles_take_a_page_more_or_less_with_a_full_last_page() {
    let plain = settings(Design::article(Paper::A4));
    let mut reached = 0;
    for paragraphs in [16, 24, 31] {
        let article = article(paragraphs);
        let natural = set(&article, &plain).0.pages.len();
        for wanted in [natural - 1, natural, natural + 1].into_iter().filter(|wanted| *wanted > 0) {
            let (pages, said) = set(&article, &Settings { fit: exactly(wanted), ..plain.clone() });
            let said = said.unwrap();
            let at = format!("{paragraphs}: {natural} to {wanted}: {}", said.message);
            assert!(is_whole(&pages, paragraphs), "{at}");
            if said.code == "not-fitted" {
                assert_ne!(pages.pages.len(), wanted, "{at}");
                continue;
            }
            assert_eq!(pages.pages.len(), wanted, "{at}");
            if !said.message.ends_with("bounds allow") {
                assert!(last_page(&pages) > 0.64, "{at}: {}", last_page(&pages));
                reached += 1;
            }
        }
    }
    assert!(reached >= 6, "{reached}");
}

#[test]
fn every_design_is_fitted_on_sheets_and_half_sheets() {
    let article = article(30);
    let a4 = PaperSize::Named(Paper::A4);
    let designs = [
        (by_name("book", Paper::A5), None),
        (by_name("handout", Paper::A4), None),
        (by_name("large-print", Paper::Letter), None),
        (by_name("article", Paper::SixByNine), None),
        (imposed("article", a4, Share::Booklet), Some(Imposition::Booklet)),
        (imposed("article", a4, Share::Notes), Some(Imposition::Notes)),
    ];
    for (design, imposition) in designs {
        let mut plain = settings(design.unwrap());
        plain.printing.imposition = imposition;
        let natural = set(&article, &plain).0.pages.len();
        for goal in [exactly(natural + 1), NonZero::new(2).map(PageGoal::MultipleOf)] {
            let (pages, said) = set(&article, &Settings { fit: goal, ..plain.clone() });
            let at = format!("{} {natural} to {goal:?}: {}", plain.design.name, said.as_ref().unwrap().message);
            assert_eq!(said.unwrap().code, "fit", "{at}");
            assert!(goal.unwrap().is_met(pages.pages.len()) && is_whole(&pages, 30), "{at}");
        }
    }
}

#[test]
fn a_design_that_fits_is_not_changed() {
    let article = article(24);
    let plain = settings(Design::article(Paper::A4));
    let (pages, none) = set(&article, &plain);
    assert_eq!(none, None);
    let natural = pages.pages.len();
    let fuller = (10..40).map(self::article).find(|article| {
        let pages = set(article, &plain).0;
        pages.pages.len() == natural && pages.filled > FULL
    });
    let article = fuller.unwrap();
    let (fitted, said) = set(&article, &Settings { fit: exactly(natural), ..plain.clone() });
    assert!(said.unwrap().message.starts_with(&format!("fit: {natural} pages: as designed, last page ")));
    assert_eq!(format!("{:?}", fitted.pages), format!("{:?}", set(&article, &plain).0.pages));
}

#[test]
fn a_number_out_of_reach_is_a_warning_with_the_nearest_and_the_lines() {
    let article = article(24);
    let plain = settings(Design::article(Paper::A4));
    for (wanted, words) in [(1, "lines too long for 1 page; it has"), (19, "lines too short for 19 pages; it has")] {
        let (pages, said) = set(&article, &Settings { fit: exactly(wanted), ..plain.clone() });
        let said = said.unwrap();
        assert_eq!(said.severity, crate::diag::Severity::Warning);
        assert!(said.message.contains(words), "{wanted}: {}", said.message);
        assert!(said.message.ends_with(&format!("{} pages", pages.pages.len())));
        assert!(said.help.is_some() && is_whole(&pages, 24));
    }
}

#[test]
fn the_same_article_is_fitted_in_the_same_way() {
    let article = article(31);
    let settings = Settings { fit: exactly(3), ..settings(Design::article(Paper::A4)) };
    let [one, other] = [(), ()].map(|()| set(&article, &settings));
    assert_eq!(format!("{:?}", one.0.pages), format!("{:?}", other.0.pages));
    assert_eq!(one.1, other.1);
}

#[test]
fn sheets_are_saved_only_as_far_as_necessary() {
    let article = article(30);
    let mut plain = settings(Design::article(Paper::A4));
    for imposition in [None, Some(Imposition::FourUp)] {
        plain.printing.imposition = imposition;
        let natural = imposition::sheets(imposition, set(&article, &plain).0.pages.len());
        if natural > 1 {
            let (pages, said) = set(&article, &Settings { max_sheets: NonZero::new(natural - 1), ..plain.clone() });
            assert!(imposition::sheets(imposition, pages.pages.len()) < natural);
            assert_eq!(said.unwrap().code, "tightened");
        }
        let (pages, said) = set(&article, &Settings { max_sheets: NonZero::new(natural), ..plain.clone() });
        assert!(said.is_none() && imposition::sheets(imposition, pages.pages.len()) == natural);
    }
}
