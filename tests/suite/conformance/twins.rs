//! EPUB and PDF of one article hold the same: words, notes, alternative texts, links. Each is read from outside, the EPUB
//! as XHTML, the PDF by `pdftotext`, by its structure tree and by its annotations.
//!
//! What the outputs themselves add (headings of their own, running heads, printed addresses) is no word of the author's:
//! it is taken from an article in the same language that has nothing else. Formulas are left out of the words, for each
//! output has a form of its own for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use lopdf::{Document, Object};
use offprint::archive;
use offprint::article::{Article, BlockKind, Inline, Lang, Picture, Target, Visit, walk_blocks};
use offprint::diag::Diagnostics;
use offprint::disk::{self, DiskFiles};
use offprint::job::{self, Format, Job, Settings};

use super::outputs;
use super::words::words;
use crate::common::epub;
use crate::common::tools;

/// Words of fewer letters are found everywhere.
const SHORT: usize = 4;
/// Words that one output may have and the other not, of ten thousand: what `pdftotext` puts into another order.
const LOST_IN_EXTRACTION: usize = 10;

/// What one output holds.
#[derive(Default)]
struct Holds {
    words: BTreeSet<String>,
    /// All letters, without what stands between them.
    letters: String,
    notes: usize,
    alternatives: BTreeSet<String>,
    /// The alternative text of the cover page of an EPUB.
    cover: Option<String>,
    links: BTreeSet<String>,
}

impl Holds {
    fn set_text(&mut self, text: &str) {
        let all = words(text);
        // A list of figures shows the alternative texts of those that have no caption.
        self.letters = all.concat() + &self.alternatives.iter().flat_map(|text| words(text)).collect::<String>();
        let counts = |word: &String| word.chars().count() >= SHORT && word.chars().all(char::is_alphabetic);
        self.words = all.into_iter().filter(counts).collect();
    }

    /// Words that `other` has nowhere.
    fn beyond<'a>(&'a self, other: &'a Holds) -> impl Iterator<Item = &'a String> {
        self.words.iter().filter(|word| !other.letters.contains(word.as_str()))
    }
}

/// `link` in the one form in which two ways of writing the same address are equal.
fn plain(link: &str) -> String {
    let link = percent_encoding::percent_decode_str(link).decode_utf8_lossy().into_owned();
    let (scheme, rest) = link.split_once(':').unwrap_or(("", &link));
    let link = format!("{}:{rest}", scheme.to_lowercase());
    one_space(link.trim_end_matches('/'))
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn epub(path: &Path) -> Holds {
    let mut holds = Holds::default();
    let mut text = String::new();
    for (name, xhtml) in epub::spine(&epub::entries(path)) {
        if name == "cover.xhtml" {
            let alt = xhtml.split(" alt=\"").nth(1).and_then(|rest| rest.split('"').next());
            holds.cover = alt.map(|alt| one_space(&epub::unescaped(alt)));
            continue;
        }
        text += &epub::visible_text(&xhtml);
        holds.notes += xhtml.matches("role=\"doc-footnote\"").count();
        for (name, found) in [("alt", &mut holds.alternatives), ("href", &mut holds.links)] {
            let mark = format!(" {name}=\"");
            let values = xhtml.split(&mark).skip(1).filter_map(|rest| rest.split('"').next());
            let value = |value| one_space(&epub::unescaped(value));
            found.extend(values.map(value).map(|value| if name == "href" { plain(&value) } else { value }));
        }
    }
    holds.alternatives.remove("");
    holds.links.retain(|link| is_outside(link));
    holds.set_text(&text);
    holds
}

/// Whether `link` leads out of the publication.
fn is_outside(link: &str) -> bool {
    link.contains("://") || link.starts_with("mailto:")
}

fn pdf(path: &Path) -> Holds {
    let mut holds = Holds::default();
    let ran = tools::run(Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(path).arg("-"));
    assert!(ran.success, "{}: {}", path.display(), ran.stderr);
    let document = Document::load(path).expect("the PDF can be read");
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
        if name(b"S") == b"Note" {
            holds.notes += 1;
        }
        if name(b"S") == b"Figure" {
            holds.alternatives.extend(dictionary.get(b"Alt").ok().map(|alt| one_space(&text_of(alt))));
        }
        let action = dictionary.get(b"A").and_then(|action| document.dereference(action)).ok();
        let address = action.and_then(|(_, action)| action.as_dict().ok()?.get(b"URI").ok());
        holds.links.extend(address.map(|address| plain(&text_of(address))));
    }
    holds.links.retain(|link| is_outside(link));
    holds.set_text(&ran.stdout);
    holds
}

/// A text string (ISO 32000-1 §7.9.2.2).
fn text_of(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap_or_default()
}

/// What both outputs of `article` hold; `None` where a tool that knows no tags cannot extract the words.
fn both(article: &Article, folder: &Path, number: usize) -> Option<(Holds, Holds)> {
    let (settings, mut said) = (Settings::default(), Diagnostics::new());
    let path = |format: Format| folder.join(format!("{number}.{}", format.extension()));
    for format in Format::ALL {
        let bytes = job::make(article, format, &settings, &mut said).expect("the article converts");
        fs::write(path(format), bytes).expect("outputs can be written");
    }
    let holds =
        said.iter().all(|it| it.code != "missing-glyph").then(|| (epub(&path(Format::Epub)), pdf(&path(Format::Pdf))));
    Format::ALL.map(path).iter().for_each(|path| fs::remove_file(path).expect("outputs can be removed"));
    holds
}

/// Whether `article` has letters that `pdftotext` cannot put into their order.
fn is_in_order(article: &Article) -> bool {
    let text: String = outputs_text(article);
    !text.chars().any(|it| ('\u{590}'..='\u{DFF}').contains(&it))
}

fn outputs_text(article: &Article) -> String {
    super::parity::running_text(&article.blocks) + &article.meta.title_text()
}

/// Words that the outputs add of themselves to an article in `lang`.
fn own_words(lang: &Lang) -> BTreeSet<String> {
    let labels = format!("{:?}", offprint::labels::of(lang));
    // Of the wording's debug form, every string; names of fields do no harm. The colophon names the faces.
    words(&(labels + " EB Garamond Source Sans Libertinus Serif")).into_iter().collect()
}

/// Texts for readers who do not see pictures that no author wrote: TeX of formulas, addresses, what stands for a cover.
fn is_made(text: &str, article: &Article) -> bool {
    text == article.meta.title_text() || text == offprint::labels::of(&article.meta.lang).picture || is_outside(text)
}

/// What the outputs of `article` do not share.
fn differences(article: &Article, (epub, pdf): &(Holds, Holds)) -> Vec<String> {
    let mut found = Vec::new();
    if is_in_order(article) {
        let own = own_words(&article.meta.lang);
        let mut lost: Vec<String> = Vec::new();
        lost.extend(epub.beyond(pdf).filter(|word| !own.contains(*word)).map(|word| format!("only EPUB: {word}")));
        // Addresses are printed on paper; their words are no text.
        let printed = addresses(article).into_iter().chain(targets(article));
        let address: String = printed.flat_map(|link| words(&link)).collect();
        let is_own = |word: &str| own.contains(word) || address.contains(word) || has_formula(article);
        let beyond = pdf.beyond(epub).filter(|word| !is_own(word));
        lost.extend(beyond.map(|word| format!("only PDF: {word}")));
        if lost.len() * 10_000 > (article.words.max(1_000)) * LOST_IN_EXTRACTION {
            found.extend(lost);
        }
    }
    if epub.notes != pdf.notes {
        found.push(format!("{} notes in the EPUB, {} in the PDF", epub.notes, pdf.notes));
    }
    let alternatives = [
        ("alternative text only in the EPUB", epub.alternatives.difference(&pdf.alternatives)),
        ("alternative text only in the PDF", pdf.alternatives.difference(&epub.alternatives)),
    ];
    // Only EPUBs begin with a composed cover here. Its text says all that is on it, also what its picture shows.
    let on_cover = |text: &str| epub.cover.as_deref().is_some_and(|cover| cover.contains(text));
    for (kind, texts) in alternatives {
        let apart = texts.filter(|text| !is_made(text, article) && !on_cover(text));
        found.extend(apart.map(|text| format!("{kind}: {text}")));
    }
    let links = [
        ("link only in the EPUB", epub.links.difference(&pdf.links)),
        ("link only in the PDF", pdf.links.difference(&epub.links)),
    ];
    let mut missing: BTreeSet<String> = addresses(article).iter().map(|address| plain(address)).collect();
    // A licence that the author links elsewhere has its own address in the EPUB's list of credits.
    let licenses = article.credits().into_iter().filter_map(|(_, credit)| credit.license.as_ref()?.url.as_deref());
    missing.extend(licenses.map(plain));
    for (kind, links) in links {
        // The address of a missing picture that leads elsewhere stands in a warning; so does one that is no address.
        let told = |link: &&String| !missing.contains(*link) && offprint_can_link(link);
        found.extend(links.filter(told).map(|link| format!("{kind}: {link}")));
    }
    found
}

/// Whether `link` is an address that EPUB allows; of any other there is a warning.
fn offprint_can_link(link: &str) -> bool {
    let Some((scheme, rest)) = link.split_once("://") else { return true };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    ["http", "https", "ftp"].contains(&scheme)
        && host.chars().all(|letter| letter.is_alphanumeric() || ".-:_@".contains(letter))
}

/// Addresses that links lead to, in EPUB or not.
fn targets(article: &Article) -> Vec<String> {
    let mut found = Vec::new();
    let mut see = |visit: Visit| {
        if let Visit::Inline(Inline::Link { target: Target::Url(url), .. }) = visit {
            found.push(url.clone());
        }
    };
    walk_blocks(&article.blocks, &mut see);
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut see));
    found.extend(article.related.iter().filter_map(|related| related.url.clone()));
    found.extend(article.meta.source_url.clone());
    found
}

/// Addresses of missing pictures.
fn addresses(article: &Article) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut see =
        |picture: &Picture| found.extend(picture.asset.as_ref().err().and_then(|missing| missing.url.clone()));
    article.cover.iter().flat_map(|cover| &cover.pictures).for_each(&mut see);
    let mut visit = |visit: Visit| match visit {
        Visit::Block(block) => {
            if let BlockKind::Figure(figure) = &block.kind {
                figure.pictures.iter().for_each(&mut see);
            }
        }
        Visit::Inline(Inline::Picture(picture)) => see(picture),
        Visit::Inline(_) => {}
    };
    walk_blocks(&article.blocks, &mut visit);
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut visit));
    found
}

fn has_formula(article: &Article) -> bool {
    let mut has = false;
    walk_blocks(&article.blocks, &mut |visit| {
        has |= match visit {
            Visit::Block(block) => matches!(block.kind, BlockKind::Math(_)),
            Visit::Inline(inline) => matches!(inline, Inline::Math { .. }),
        }
    });
    has
}

fn read(job: &Job) -> Option<Article> {
    let source = disk::load(&job.input).ok()?;
    let files = DiskFiles::new(&job.root, job.input.path()).ok()?;
    job::read_article(&source, &Settings::default(), &files, &mut Diagnostics::new()).ok()
}

/// Differences of all articles of `jobs`, by the article.
fn compare(jobs: &[Job], folder: &Path) -> (usize, BTreeMap<PathBuf, Vec<String>>) {
    let state = Mutex::new((0, BTreeMap::new()));
    let work = |job: &Job| {
        let number = jobs.iter().position(|other| std::ptr::eq(other, job)).expect("one of the jobs");
        if let Some(article) = read(job)
            && let Some(holds) = both(&article, folder, number)
        {
            let found = differences(&article, &holds);
            let mut state = state.lock().expect("no other thread failed");
            state.0 += 1;
            if !found.is_empty() {
                state.1.insert(job.input.path().to_owned(), found);
            }
        }
        job::Outcome::default()
    };
    archive::run(jobs, None, &work, &|_, _| {}).expect("threads can be started");
    state.into_inner().expect("no thread failed")
}

#[test]
fn both_outputs_of_the_samples_hold_the_same() {
    if !tools::program("pdftotext", "words of both outputs") {
        return;
    }
    let folder = tools::workspace("twins");
    let (count, found) = compare(&outputs::jobs(&tools::project().join("content"), &folder), &folder);
    assert!(count > 8, "{count}");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn both_outputs_of_every_article_of_the_corpus_hold_the_same() {
    let Some(corpus) = tools::corpus("both outputs of the corpus") else { return };
    if !tools::program("pdftotext", "words of both outputs") {
        return;
    }
    let folder = tools::workspace("twins-of-the-corpus");
    let (count, found) = compare(&outputs::jobs(&corpus, &folder), &folder);
    tools::say(&format!("EPUB and PDF hold the same: {count} articles, {} differ", found.len()));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_word_a_note_and_a_link_that_one_output_lacks_are_found() {
    let job = outputs::jobs(&tools::project().join("content"), Path::new("")).remove(0);
    let folder = tools::workspace("unequal-twins");
    let article = read(&job).expect("a sample");
    let (epub, _) = both(&article, &folder, 0).expect("a sample");
    let mut less = article.clone();
    less.blocks.truncate(article.blocks.len() / 2);
    less.notes.clear();
    let (_, pdf) = both(&less, &folder, 0).expect("a sample");
    let found = differences(&article, &(epub, pdf)).join("\n");
    assert!(found.contains("only EPUB: ") && found.contains("notes in the EPUB"), "{found}");
}
