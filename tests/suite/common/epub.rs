//! The inside of an EPUB.

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// An EPUB that was read whole.
pub struct Epub {
    /// Its files, in the order in which they stand in the container.
    pub files: Vec<PackedFile>,
}

/// A file in an EPUB.
pub struct PackedFile {
    /// Its whole path.
    pub name: String,
    /// How it is packed.
    pub compression: CompressionMethod,
    /// What it holds.
    pub content: Vec<u8>,
}

impl Epub {
    /// Reads the file at `path`.
    pub fn open(path: &Path) -> Self {
        Self::of(&fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }

    /// Reads `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an EPUB is a ZIP file");
        let count = archive.len();
        let read = |number| {
            let mut entry = archive.by_index(number).expect("an entry of the EPUB");
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("an entry can be unpacked");
            PackedFile { name: entry.name().to_owned(), compression: entry.compression(), content }
        };
        Self { files: (0..count).map(read).collect() }
    }

    /// The whole paths of its files.
    pub fn names(&self) -> Vec<String> {
        self.files.iter().map(|file| file.name.clone()).collect()
    }

    /// The file with the whole path `name`.
    pub fn file(&self, name: &str) -> &PackedFile {
        self.files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// The text of the file `path` in the folder of the publication, if there is one.
    pub fn find(&self, path: &str) -> Option<String> {
        let file = self.files.iter().find(|file| file.name.strip_prefix("OEBPS/") == Some(path))?;
        Some(String::from_utf8(file.content.clone()).expect("text of an EPUB is UTF-8"))
    }

    /// The text of the file `path` in the folder of the publication.
    pub fn text(&self, path: &str) -> String {
        self.find(path).unwrap_or_else(|| panic!("no {path}"))
    }

    /// The texts of all content documents whose path `is_wanted`, one after the other.
    pub fn documents(&self, is_wanted: impl Fn(&str) -> bool) -> String {
        let documents = self.files.iter().filter(|file| file.name.ends_with(".xhtml") && is_wanted(&file.name));
        documents.map(|file| str::from_utf8(&file.content).expect("text of an EPUB is UTF-8")).collect()
    }
}

/// Names and contents of the files in an EPUB, in their order.
pub fn entries(path: &Path) -> Vec<(String, Vec<u8>)> {
    Epub::open(path).files.into_iter().map(|file| (file.name, file.content)).collect()
}

/// Writes an EPUB of `entries`, `mimetype` stored as it has to be.
pub fn write(path: &Path, entries: &[(String, Vec<u8>)]) {
    let mut writer = ZipWriter::new(File::create(path).expect("a twin can be made"));
    for (name, content) in entries {
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer
            .start_file(name, SimpleFileOptions::default().compression_method(method))
            .expect("an entry can be begun");
        writer.write_all(content).expect("an entry can be written");
    }
    writer.finish().expect("a twin can be finished");
}

/// The first file whose name ends in `end`, as text.
pub fn text_of(entries: &[(String, Vec<u8>)], end: &str) -> String {
    let (_, content) = entries.iter().find(|(name, _)| name.ends_with(end)).unwrap_or_else(|| panic!("no {end}"));
    String::from_utf8(content.clone()).expect("text of an EPUB is UTF-8")
}

/// Content documents in the order of the spine, each with its name.
pub fn spine(entries: &[(String, Vec<u8>)]) -> Vec<(String, String)> {
    let package = text_of(entries, ".opf");
    let items: Vec<(String, String)> =
        tags(&package, "item").filter_map(|tag| Some((attribute(tag, "id")?, attribute(tag, "href")?))).collect();
    let order = tags(&package, "itemref").filter_map(|tag| attribute(tag, "idref"));
    order
        .map(|id| {
            let (_, href) = items.iter().find(|(item, _)| *item == id).expect("the spine names items of the manifest");
            (href.clone(), text_of(entries, href))
        })
        .collect()
}

/// The start tags `name` in `xml`, without their brackets.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let tag = xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(tag, _)| tag);
    tag.filter(move |tag| tag.split([' ', '\n', '/']).next() == Some(name))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next().unwrap_or_default().to_owned())
}

/// What a reader reads in `xhtml`: its body without tags; elements that stand on their own lines end theirs. Formulas
/// are left out, and so is the title in the head.
pub fn visible_text(xhtml: &str) -> String {
    const WITHIN_LINES: [&str; 20] = [
        "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "small",
        "span", "strong", "sub", "sup",
    ];
    let body = xhtml.split_once("<body").map_or(xhtml, |(_, body)| body);
    let body = body.split_once('>').map_or(body, |(_, body)| body);
    let (mut text, mut rest, mut formula) = (String::new(), body, false);
    while let Some((before, after)) = rest.split_once('<') {
        if !formula {
            text.push_str(&unescaped(before));
        }
        let (tag, after) = after.split_once('>').expect("tags end");
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        formula = if name == "math" { !tag.starts_with('/') } else { formula };
        if !WITHIN_LINES.contains(&name) {
            text.push('\n');
        }
        rest = after;
    }
    text + &unescaped(rest)
}

/// `text` with the references that XML knows resolved.
pub fn unescaped(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';').unwrap_or(("", piece));
        out.push_str(&character(name));
        out.push_str(rest);
    }
    out
}

fn character(name: &str) -> String {
    let number = name.strip_prefix("#x").map(|digits| u32::from_str_radix(digits, 16));
    let number = number.or_else(|| name.strip_prefix('#').map(str::parse));
    match (name, number) {
        ("lt", _) => "<".into(),
        ("gt", _) => ">".into(),
        ("quot", _) => "\"".into(),
        ("apos", _) => "'".into(),
        ("amp", _) => "&".into(),
        (_, Some(Ok(number))) => char::from_u32(number).map(String::from).unwrap_or_default(),
        _ => panic!("&{name}; is no reference that XML knows"),
    }
}

/// The text of every element `name` in `xhtml`, outermost first where they nest; white space as one space.
pub fn elements(xhtml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let starts = xhtml.match_indices(&open).filter(|(at, _)| xhtml[at + open.len()..].starts_with([' ', '>', '\n']));
    let texts = starts.map(|(at, _)| {
        let rest = &xhtml[at..];
        let inside = rest.split_once('>').expect("tags end").1;
        visible_text(&format!("<body>{}", &inside[..inside.find(&close).expect("elements end")]))
    });
    texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
