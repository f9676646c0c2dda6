//! Conversion in memory equals conversion from the disk, and what stops it.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::article::{ReadSeek, Reopen};
use crate::disk::Disk;
use crate::epub::Device;
use crate::job::{Cancel, Reason};
use crate::read::{Memory, NoFiles};
use crate::text::Fonts;

const LOAF: &[u8] =
    br##"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>"##;

const BREAD: &str = "---\ntitle: Bread\nlang: en\n---\n\nFlour and water. See [salt](salt.md) and [[pepper]].\n\n![A loaf](img/loaf.svg)\n";

const SALT: &str = "---\ntitle: Salt\nlang: en\n---\n\nA little, as in [bread](bread.md).\n";

const PEPPER: &str = "---\ntitle: Pepper\ncanonical: https://e.org/pepper/\n---\n\nA grain.\n";

fn settings() -> Settings {
    Settings { fonts: Fonts::bundled(), ..Settings::default() }
}

/// The files of a small site, in memory; its articles lie in the folder `posts`.
fn site() -> Memory {
    let files = [
        ("posts/bread.md", BREAD.as_bytes()),
        ("posts/salt.md", SALT.as_bytes()),
        ("posts/img/loaf.svg", LOAF),
        ("notes/pepper.md", PEPPER.as_bytes()),
    ];
    let files = files.into_iter().map(|(path, bytes)| (path.to_owned(), Arc::from(bytes))).collect();
    Memory { folder: "posts".to_owned(), files }
}

/// The same files on the disk.
fn on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in site().files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn bread() -> Source {
    Source::new("posts/bread.md", BREAD)
}

/// Files that call a function whenever a file is requested.
struct Doing<F>(F);

impl<F: Fn(&str) + Sync> Files for Doing<F> {
    fn folder(&self) -> &str {
        ""
    }

    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        self.0(path);
        None
    }

    fn names(&self, _: &str) -> Vec<String> {
        vec!["img".to_owned(), "loaf.svg".to_owned()]
    }
}

#[test]
fn memory_and_disk_make_the_same_bytes() {
    let folder = on_disk();
    let mut job = Job::new(Input::File(folder.path().join("posts/bread.md")), folder.path());
    job.outputs = outputs(&Format::ALL, "bread", &settings());
    job.outputs.iter_mut().for_each(|output| output.path = folder.path().join("out").join(&output.path));
    let outcome = Disk::default().run(&job, &settings());
    assert!(outcome.error.is_none(), "{outcome:?}");
    let made = convert(&bread(), &settings(), &site()).unwrap();
    assert_eq!(made.files.iter().map(|file| &*file.name).collect::<Vec<_>>(), ["bread.epub", "bread.pdf"]);
    for (file, output) in made.files.iter().zip(&job.outputs) {
        assert!(file.bytes == fs::read(&output.path).unwrap(), "{:?}", file.format);
    }
    assert_eq!(made.diagnostics, outcome.diagnostics);
    let read = explain(&bread(), &settings(), &site()).unwrap().article;
    assert!(format!("{:?}", read.blocks).contains("https://e.org/pepper/"), "the name is found in memory, too");
}

#[test]
fn a_book_from_memory_is_that_from_the_disk() {
    let folder = on_disk();
    let input = |name: &str| Input::File(folder.path().join("posts").join(name));
    let articles = ["bread.md", "salt.md"].map(|name| Job::new(input(name), folder.path()));
    let mut book = Book::new("Baking, vol. 1", articles.to_vec());
    book.outputs = outputs(&Format::ALL, "Baking, vol. 1", &settings());
    book.outputs.iter_mut().for_each(|output| output.path = folder.path().join(&output.path));
    assert!(Disk::default().run_book(&book, &settings()).is_made());
    let sources = [bread(), Source::new("posts/salt.md", SALT)];
    let made = bind("Baking, vol. 1", &sources, &settings(), &site()).unwrap();
    assert_eq!(made.files[1].name, "Baking, vol. 1.pdf");
    for (file, output) in made.files.iter().zip(&book.outputs) {
        assert!(file.bytes == fs::read(&output.path).unwrap(), "{:?}", file.format);
    }
    assert_eq!(made.articles.len(), 2);
}

/// An EPUB that is made without the PDF has no pages to list.
#[test]
fn the_pages_that_the_epub_lists_are_those_of_the_pdf() {
    let both = convert(&bread(), &settings(), &site()).unwrap();
    let alone = convert_to(&[Format::Epub], &bread(), &settings(), &site()).unwrap();
    assert!(alone.get(Format::Pdf).is_none() && alone.files.len() == 1);
    let marks = |outputs: &Outputs| navigation(outputs.get(Format::Epub).unwrap()).contains("page-list");
    assert!(marks(&both) && !marks(&alone));
}

fn navigation(epub: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    std::io::read_to_string(archive.by_name("OEBPS/nav.xhtml").unwrap()).unwrap()
}

#[test]
fn formats_come_once_in_one_order_with_the_names_of_their_device() {
    let mut settings = settings();
    settings.epub.device = Device::Kobo;
    let formats = [Format::Pdf, Format::Epub, Format::Pdf];
    let made = convert_to(&formats, &Source::new("-", BREAD), &settings, &site()).unwrap();
    assert_eq!(made.files.iter().map(|file| &*file.name).collect::<Vec<_>>(), ["article.kepub.epub", "article.pdf"]);
    assert!(convert_to(&[], &bread(), &settings, &site()).unwrap().files.is_empty());
}

/// Articles that jobs name as files come from whatever has them.
#[test]
fn jobs_with_paths_are_opened_in_memory() {
    let (site, settings) = (site(), settings());
    let job = |path: &str| Job::new(Input::File(path.into()), "");
    let (article, outcome) = job::explain(&job("posts/bread.md"), &settings, &Given(&site));
    assert_eq!(article.unwrap().assets.len(), 1, "{outcome:?}");
    let (article, outcome) = job::explain(&job("posts/none.md"), &settings, &Given(&site));
    assert!(article.is_none() && matches!(outcome.error, Some(Error::Io { .. })), "{outcome:?}");
}

#[test]
fn a_panic_is_an_error_of_the_article() {
    let files = Doing(|_: &str| panic!("the store is gone"));
    let failure = convert(&Source::new("bread.md", BREAD), &settings(), &files).unwrap_err();
    assert!(matches!(&*failure.error, Error::Bug { reason, .. } if reason == "the store is gone"), "{failure:?}");
    let failure = explain(&Source::new("bread.md", BREAD), &settings(), &files).unwrap_err();
    assert_eq!(failure.error.code(), "bug");
    let sources = [Source::new("salt.md", SALT), Source::new("bread.md", BREAD)];
    let failure = bind("Baking", &sources, &settings(), &files).unwrap_err();
    assert_eq!((failure.error.code(), failure.article.is_some()), ("bug", true), "{failure}");
}

#[test]
fn work_that_is_cancelled_ends_at_its_next_stage() {
    let early = settings();
    early.cancel.stop(1);
    let asked = AtomicUsize::new(0);
    let files = Doing(|_: &str| {
        asked.fetch_add(1, Ordering::Relaxed);
    });
    let failure = convert(&bread(), &early, &files).unwrap_err();
    assert!(matches!(*failure.error, Error::Cancelled), "{failure:?}");
    assert_eq!(asked.into_inner(), 0, "nothing was begun");
    // The stop is requested while the article is read.
    let late = settings();
    let files = Doing(|_: &str| late.cancel.stop(1));
    let failure = convert(&Source::new("bread.md", BREAD), &late, &files).unwrap_err();
    assert!(matches!(*failure.error, Error::Cancelled), "{failure:?}");
    // The stop is requested while an article of a book is read.
    let within = settings();
    let files = Doing(|_: &str| within.cancel.stop(1));
    let sources = [Source::new("bread.md", BREAD), Source::new("salt.md", SALT)];
    let failure = bind("Baking", &sources, &within, &files).unwrap_err();
    assert!(matches!(*failure.error, Error::Cancelled), "{failure:?}");
    assert_eq!(failure.article, Some(0), "{failure:?}");
}

/// A book whose articles are all read stops before it is set.
#[test]
fn a_cancelled_article_has_no_outputs() {
    let (settings, mut handed) = (settings(), 0);
    settings.cancel.stop(15);
    let job = Job::new(Input::Memory(bread()), "");
    let outcome = job::convert(&job, &settings, &Given(&NoFiles), &mut |_| {
        handed += 1;
        Ok(())
    });
    assert_eq!((outcome.error.map(|error| error.code()), handed), (Some("interrupted"), 0));
    assert_eq!((settings.cancel.reason(), outcome.skipped), (Some(15), None::<Reason>));
}

/// Files whose pictures are opened only when they are written, which then stops the work.
struct Late {
    site: Memory,
    cancel: Cancel,
}

#[derive(Debug)]
struct Stopping(Arc<[u8]>, Cancel);

impl Reopen for Stopping {
    fn path(&self) -> &Path {
        Path::new("loaf.png")
    }

    fn open(&self) -> std::io::Result<Box<dyn ReadSeek>> {
        self.1.stop(1);
        Ok(Box::new(std::io::Cursor::new(self.0.to_vec())))
    }
}

impl Files for Late {
    fn folder(&self) -> &str {
        self.site.folder()
    }

    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        self.site.read(path)
    }

    fn reopen(&self, path: &str) -> Option<Arc<dyn Reopen>> {
        Some(Arc::new(Stopping(self.read(path)?, self.cancel.clone())))
    }

    fn names(&self, path: &str) -> Vec<String> {
        self.site.names(path)
    }
}

#[test]
fn what_is_cancelled_while_an_output_is_written_is_not_handed_on() {
    let settings = settings();
    let mut site = site();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut png, image::ImageFormat::Png).unwrap();
    site.files.insert("posts/loaf.png".to_owned(), Arc::from(png.into_inner()));
    let source = Source::new("posts/bread.md", "# Bread\n\nFlour.\n\n![A loaf](loaf.png)\n");
    let files = Late { site, cancel: settings.cancel.clone() };
    assert!(explain(&source, &settings, &files).is_ok(), "reading opens nothing again");
    let failure = convert(&source, &settings, &files).unwrap_err();
    assert!(matches!(*failure.error, Error::Cancelled), "{failure:?}");
}

/// A diagnostic about a book is returned to the article that it is about, with the place in that article's own source.
#[test]
fn a_book_is_explained_with_places_in_its_articles() {
    let second = "---\ntitle: Salt\nlang: en\n---\n\nA ![lost](gone.png) word.\n";
    let jobs = [bread(), Source::new("posts/salt.md", second)].map(|source| Job::new(Input::Memory(source), ""));
    let (article, outcome) = job::explain_book(&Book::new("Baking", jobs.to_vec()), &settings(), &Given(&site()));
    assert_eq!(article.map(|article| article.bound.len()), Some(2), "{outcome:?}");
    let places: Vec<_> = outcome.articles[1].diagnostics.iter().filter_map(|said| said.span).collect();
    assert!(!places.is_empty() && places.iter().all(|span| span.end <= second.len()), "{outcome:?}");
    let (article, outcome) = job::explain_book(&Book::new("Nothing", Vec::new()), &settings(), &Given(&site()));
    assert!(article.is_none() && matches!(outcome.error, Some(Error::Empty { .. })), "{outcome:?}");
}

#[test]
fn what_stops_an_article_of_a_book_is_told_with_its_number() {
    let sources = [bread(), Source::new("empty.md", "")];
    let failure = bind("Baking", &sources, &settings(), &site()).unwrap_err();
    assert_eq!((failure.article, failure.error.code()), (Some(1), "empty"));
    assert_eq!(bind("Baking", &[], &settings(), &site()).unwrap_err().article, None);
}

/// The deepest nesting that is allowed works on a thread with less stack than any system provides.
#[test]
fn the_stack_of_the_caller_does_not_matter() {
    let deep = format!("{}Words.\n", "> ".repeat(90));
    let work = move || convert(&Source::new("deep.md", deep), &settings(), &NoFiles).map(|made| made.files.len());
    let small = thread::Builder::new().stack_size(128 << 10).spawn(work).unwrap();
    assert_eq!(small.join().unwrap().unwrap(), 2);
}
