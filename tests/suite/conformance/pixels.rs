//! Pages as pixels: what `draw::png` paints is what poppler shows of the PDF.

use std::fs;
use std::path::Path;
use std::process::Command;

use image::RgbImage;
use offprint::design::{self, Design};
use offprint::diag::Diagnostics;
use offprint::text::Fonts;
use offprint::{draw, layout, pdf};

use super::outputs::{self, Made};
use crate::common::tools;

/// Pages that are compared.
const PAGES: usize = 40;
/// The largest mean difference of all channels of all pixels of a page, of 255.
const MOST: f64 = 2.0;
/// Pixels to the inch.
const DPI: u32 = 96;

#[test]
fn pages_look_as_poppler_shows_them() {
    let test = "pages against poppler";
    if !tools::program("pdftoppm", test) {
        return;
    }
    let made: Vec<&Made> = outputs::samples().iter().chain(outputs::corpus_choice(test)).collect();
    let designs: Vec<Design> = design::NAMES
        .iter()
        .flat_map(|name| design::papers(name).iter().filter_map(|paper| design::by_name(name, *paper)))
        .collect();
    let folder = tools::workspace("pixels");
    let mut differences = Vec::new();
    for number in 0..PAGES {
        // Steps that have nothing in common with the number of articles go through all of them before any comes again.
        let made = made[number * 31 % made.len()];
        let design = &designs[number * 7 % designs.len()];
        let (ours, theirs) = both(made, design, number, &folder);
        let difference = mean_difference(&ours, &theirs);
        differences.push((difference, format!("page {number}: {}", made.name())));
    }
    differences.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (worst, mean) = (&differences[0], differences.iter().map(|one| one.0).sum::<f64>() / PAGES as f64);
    tools::say(&format!("{test}: the mean difference is {mean:.2}, the largest {:.2} ({})", worst.0, worst.1));
    let over: Vec<_> = differences.iter().filter(|(difference, _)| *difference > MOST).collect();
    assert!(over.is_empty(), "{over:?}");
}

/// A page of `made` in `design` as we and as poppler draw it; which page is decided by `number`.
fn both(made: &Made, design: &Design, number: usize, folder: &Path) -> (RgbImage, RgbImage) {
    let (fonts, mut said) = (Fonts::bundled(), Diagnostics::new());
    let pages = layout::typeset(&made.article, design, &fonts, &mut said);
    let page = (number * 13 + 1) % pages.pages.len();
    let ours = draw::png(&pages.pages[page], &made.article, &fonts, DPI.into()).expect("the page can be drawn");
    fs::write(folder.join(format!("{number}-ours.png")), &ours).expect("outputs can be written");
    let file = pdf::write(&pages, &made.article, &fonts, &pdf::Options::default(), &mut said).expect("a PDF");
    let path = folder.join(format!("{number}.pdf"));
    fs::write(&path, file).expect("outputs can be written");
    let (only, to) = ((page + 1).to_string(), folder.join(format!("{number}-poppler")));
    let mut command = Command::new("pdftoppm");
    command.args(["-r", &DPI.to_string(), "-png", "-singlefile", "-f", &only, "-l", &only]);
    let ran = tools::run(command.arg(&path).arg(&to));
    assert!(ran.success, "{}: {}", made.name(), ran.stderr);
    let theirs = fs::read(to.with_extension("png")).expect("poppler has drawn the page");
    let [ours, theirs] = [ours, theirs].map(|file| image::load_from_memory(&file).expect("a PNG").into_rgb8());
    (ours, theirs)
}

/// The mean difference of all channels.
fn mean_difference(ours: &RgbImage, theirs: &RgbImage) -> f64 {
    assert_eq!(ours.dimensions(), theirs.dimensions());
    let sum: u64 = ours.iter().zip(theirs.iter()).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    sum as f64 / ours.len() as f64
}

#[test]
fn a_page_that_is_moved_by_a_line_is_told_apart() {
    let line =
        |row: u32| RgbImage::from_fn(40, 40, |_, y| image::Rgb([if (row..row + 4).contains(&y) { 0 } else { 255 }; 3]));
    assert!(mean_difference(&line(10), &line(16)) > MOST);
    assert!(mean_difference(&line(10), &line(10)) == 0.0);
}
