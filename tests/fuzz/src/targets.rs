//! The ways into Offprint that bytes from outside take.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use offprint::cover::Choice;
use offprint::design::{self, Design, Paper};
use offprint::diag::Error;
use offprint::disk;
use offprint::epub::Device;
use offprint::read::{Files, Format as Reading, Memory, NoFiles};
use offprint::source::Source;
use offprint::{Format, Settings};

/// What the bytes are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The front matter of an article: YAML, TOML or JSON, with its marks.
    FrontMatter,
    /// An article in Markdown.
    Markdown,
    /// An article as text that was copied from a web page.
    Scraped,
    /// The HTML of an article.
    Html,
    /// A picture of that format, in the text and on the cover.
    Picture(&'static str),
    /// A font of the user.
    Font,
    /// The lines below a picture.
    Credit,
    /// A design file.
    Design,
    /// An article with its files: see [`parts`].
    Pipeline,
}

/// Between an article and its files in the input of [`Target::Pipeline`], and between these.
pub const BETWEEN: &[u8] = b"\n\0\0\n";

impl Target {
    /// All targets.
    pub const ALL: &[Self] = &[
        Self::FrontMatter,
        Self::Markdown,
        Self::Scraped,
        Self::Html,
        Self::Picture("svg"),
        Self::Picture("jpg"),
        Self::Picture("png"),
        Self::Picture("gif"),
        Self::Picture("webp"),
        Self::Picture("tif"),
        Self::Picture("bmp"),
        Self::Picture("avif"),
        Self::Font,
        Self::Credit,
        Self::Design,
        Self::Pipeline,
    ];

    /// The name in `OFFPRINT_FUZZ`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::Markdown => "markdown",
            Self::Scraped => "scraped",
            Self::Html => "html",
            Self::Picture(extension) => extension,
            Self::Font => "font",
            Self::Credit => "credit",
            Self::Design => "design",
            Self::Pipeline => "pipeline",
        }
    }

    /// Returns the target called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|target| target.name() == name)
    }

    /// Runs Offprint on `data`.
    ///
    /// # Panics
    /// If that shows a fault of Offprint.
    pub fn run(self, data: &[u8]) {
        match self {
            Self::FrontMatter => explain("article.md", [data, b"\n\nSome words of text.\n"].concat(), &PLAIN),
            Self::Markdown => convert("article.md", data.to_vec(), &PLAIN, &NoFiles),
            Self::Scraped => convert("article.txt", data.to_vec(), &SCRAPED, &NoFiles),
            Self::Html => {
                let text = [b"Some words.\n\n<div>\n", data, b"\n</div>\n\nMore of them.\n"].concat();
                convert("article.md", text, &PLAIN, &NoFiles);
            }
            Self::Picture(extension) => {
                let name = format!("picture.{extension}");
                let text = format!("---\ntitle: Bread\ncover: {name}\n---\n\nText.\n\n![A loaf]({name})\n");
                let mut files = Memory::default();
                files.files.insert(name, Arc::from(data));
                // A composed cover takes most of the time, and what it has of the picture is decoded either way.
                let settings = if data.len().is_multiple_of(8) { &*COMPOSED } else { &*PLAIN };
                convert("article.md", text.into_bytes(), settings, &files);
            }
            Self::Font => font(data),
            Self::Credit => {
                let above = b"---\ntitle: Bread\n---\n\nText.\n\n![A loaf](loaf.png)\n\n";
                explain("article.md", [above, data, b"\n\nMore text.\n"].concat(), &PLAIN);
            }
            Self::Design => made_design(data),
            Self::Pipeline => pipeline(data),
        }
    }
}

/// Covers are left out where only the text changes: they would take most of the time.
static PLAIN: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = Settings::default();
    settings.covers.design = Choice::None;
    settings
});

static COMPOSED: LazyLock<Settings> = LazyLock::new(Settings::default);

static SCRAPED: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = PLAIN.clone();
    settings.read.format = Some(Reading::Plain);
    settings
});

/// An article with every kind of block that a design has a say in.
const SHOWN: &str = "---\ntitle: A *title*\nsubtitle: Below it\nauthor: Jane Doe\n---\n\n# One\n\nText with `code`, \
    a [link](https://example.org) and a note.[^1]\n\n> A quotation.\n\n- a\n- b\n\n1. c\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
    ```rust\nfn main() {}\n```\n\n$$a^2$$\n\n## Two\n\nMore text.\n\n[^1]: The note.\n";

fn explain(path: &str, text: Vec<u8>, settings: &Settings) {
    if let Err(failure) = offprint::explain(&Source::new(path, text), settings, &NoFiles) {
        excusable(&failure.error);
    }
}

fn convert(path: &str, text: Vec<u8>, settings: &Settings, files: &dyn Files) {
    match offprint::convert(&Source::new(path, text), settings, files) {
        Ok(made) => {
            let begins = |format, magic| made.get(format).is_some_and(|bytes: &[u8]| bytes.starts_with(magic));
            assert!(begins(Format::Epub, b"PK\x03\x04") && begins(Format::Pdf, b"%PDF-1."), "an output is none");
        }
        Err(failure) => excusable(&failure.error),
    }
}

/// An article may be rejected, but not because of Offprint.
fn excusable(error: &Error) {
    assert!(!matches!(error, Error::Bug { .. }), "{error}");
}

/// Sets an article in the font `data`. Fonts come from files that a design names.
fn font(data: &[u8]) {
    fs::write(FOLDER.join("font.ttf"), data).expect("the folder for fonts can be written");
    made_design(b"base = \"article\"\n[fonts]\nserif = \"font.ttf\"\n");
}

fn made_design(data: &[u8]) {
    if let Ok((looks, _)) = disk::load_design(&Source::new(FOLDER.join("design.toml"), data), None) {
        let mut settings = PLAIN.clone();
        (settings.design, settings.fonts) = (looks.design, looks.fonts);
        convert("article.md", SHOWN.into(), &settings, &NoFiles);
    }
}

/// Where fonts are that designs name.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("offprint-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for fonts can be made");
    folder
});

/// Divides the input of a pipeline: its first byte chooses design and device, up to [`BETWEEN`] goes the article, and then
/// come files, each with its path in the first line.
fn parts(data: &[u8]) -> Option<(u8, &[u8], Memory)> {
    let (&choice, mut rest) = data.split_first()?;
    let mut next = || {
        let end = rest.windows(BETWEEN.len()).position(|some| some == BETWEEN);
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.get(BETWEEN.len()..).unwrap_or_default();
        part
    };
    let article = next();
    let mut files = Memory::default();
    loop {
        let file = next();
        let Some(end) = file.iter().position(|byte| *byte == b'\n') else { break };
        let path = String::from_utf8_lossy(&file[..end]).into_owned();
        files.files.insert(path, Arc::from(&file[end + 1..]));
    }
    Some((choice, article, files))
}

fn pipeline(data: &[u8]) {
    let Some((choice, article, files)) = parts(data) else { return };
    let mut settings = Settings::default();
    let name = design::NAMES[usize::from(choice) % design::NAMES.len()];
    settings.design = design::by_name(name, Paper::A5).unwrap_or_else(|| Design::article(Paper::A4));
    let devices = [Device::Any, Device::Kobo, Device::Kindle];
    settings.epub.device = devices[usize::from(choice / 16) % devices.len()];
    let name = if choice & 8 == 0 { "article.md" } else { "article.txt" };
    convert(name, article.to_vec(), &settings, &files);
}
