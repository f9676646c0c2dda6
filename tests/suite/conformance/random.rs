//! Articles made by chance: each ends within two seconds, without a panic, and validators accept what is made of them.
//!
//! | variable | meaning | without it |
//! |---|---|---|
//! | `OFFPRINT_RANDOM` | how many articles are converted | 300 |
//! | `OFFPRINT_RANDOM_CHECKED` | how many of them the validators look at | 60 |
//! | `OFFPRINT_RANDOM_SEED` | number of the first article | 1 |
//!
//! An article that fails is named by its number, and `OFFPRINT_RANDOM=1 OFFPRINT_RANDOM_SEED=number` runs it alone. The one
//! that was read last lies in the test's workspace, for the case that the whole process was aborted.

mod articles;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use offprint::diag::{Diagnostics, Error};
use offprint::job::{self, Format, Settings};
use offprint::read::Memory;
use offprint::source::Source;

use super::outputs;
use super::validators::{epubcheck, qpdf_check, verapdf};
use crate::common::tools;

/// Most time for one article and both of its outputs.
const PATIENCE: Duration = Duration::from_secs(2);

/// How much slower a build without optimisation may be.
const SLOWNESS: u32 = if cfg!(debug_assertions) { 20 } else { 1 };

/// The number in the environment variable `name`, or `default`.
fn number(name: &str, default: u64) -> u64 {
    match env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text:?}")),
        Err(_) => default,
    }
}

/// The files that random articles name.
fn files() -> Memory {
    let mut picture = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(30, 20).write_to(&mut picture, image::ImageFormat::Png).expect("a picture in memory");
    Memory { folder: String::new(), files: [("a.png".to_owned(), Arc::from(picture.into_inner()))].into() }
}

/// The EPUB and the PDF of `text`; `None` where there is no article in it.
fn convert(text: &str, files: &Memory, settings: &Settings) -> Option<[Vec<u8>; 2]> {
    let mut said = Diagnostics::new();
    let article = match job::read_article(&Source::new("article.md", text), settings, files, &mut said) {
        Ok(article) => article,
        Err(Error::Empty { .. } | Error::NoText { .. } | Error::Limit { .. }) => return None,
        Err(error) => panic!("{error}"),
    };
    Some(Format::ALL.map(|format| {
        job::make(&article, format, settings, &mut said).unwrap_or_else(|error| panic!("{format:?}: {error}"))
    }))
}

/// Converts the articles from `from` on, and keeps the outputs of the first `kept` that give any.
fn convert_all(folder: &Path, from: u64, count: u64, kept: usize) -> Vec<[PathBuf; 2]> {
    let (files, settings) = (files(), Settings::default());
    let samples: Vec<&str> = outputs::samples().iter().map(|made| made.text.as_str()).collect();
    let mut written = Vec::new();
    for seed in from..from + count {
        let text = articles::article(seed, &samples);
        fs::write(folder.join("article.md"), &text).expect("the workspace can be written");
        println!("article {seed}");
        let start = Instant::now();
        let made = convert(&text, &files, &settings);
        assert!(start.elapsed() < PATIENCE * SLOWNESS, "article {seed} took {:?}:\n{text}", start.elapsed());
        if let Some([epub, pdf]) = made.filter(|_| written.len() < kept) {
            let paths = ["epub", "pdf"].map(|extension| folder.join(format!("{seed}.{extension}")));
            fs::write(&paths[0], epub).expect("the workspace can be written");
            fs::write(&paths[1], pdf).expect("the workspace can be written");
            written.push(paths);
        }
    }
    written
}

#[test]
fn random_articles_end_soon_and_validators_accept_them() {
    let folder = tools::workspace("random");
    let kept = number("OFFPRINT_RANDOM_CHECKED", 60) as usize;
    let made = convert_all(&folder, number("OFFPRINT_RANDOM_SEED", 1), number("OFFPRINT_RANDOM", 300), kept);
    let epubs: Vec<&Path> = made.iter().map(|[epub, _]| epub.as_path()).collect();
    let pdfs: Vec<&Path> = made.iter().map(|[_, pdf]| pdf.as_path()).collect();
    let mut faults = Vec::new();
    if let Some(validator) = tools::validator("epubcheck", "EPUBCheck of random articles") {
        faults.extend(epubcheck(&validator, &epubs).into_iter().filter(|(_, found)| !found.is_empty()));
    }
    if let Some(validator) = tools::validator("verapdf", "veraPDF of random articles") {
        for flavour in ["ua1", "3a"] {
            faults.extend(verapdf(&validator, flavour, &pdfs).into_iter().filter(|(_, found)| !found.is_empty()));
        }
    }
    if tools::program("qpdf", "qpdf of random articles") {
        let checked = pdfs.iter().filter_map(|pdf| Some((pdf.to_path_buf(), vec![qpdf_check(pdf).err()?])));
        faults.extend(checked);
    }
    assert!(faults.is_empty(), "{} of {} articles: {faults:#?}", faults.len(), made.len());
}
