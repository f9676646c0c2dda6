//! Names of outputs.

use std::path::{Path, PathBuf};

use crate::epub::Device;
use crate::job::{self, Format};

/// Returns the path of an output without its extension, for the article at `article`, relative to the output folder. A
/// page bundle's `index.md` is named after its folder: `trip/index.md` becomes `trip`, and `trip/index.de.md` becomes
/// `trip.de`. `whole` is the article's full path, which names the folder if `article` does not.
pub fn stem(article: &Path, whole: &Path) -> PathBuf {
    let name = article.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let Some(suffix) = bundle_suffix(&name) else { return article.with_file_name(name) };
    match article.parent().filter(|parent| parent.file_name().is_some()) {
        Some(folder) => folder.with_file_name(format!("{}{suffix}", file_name(folder))),
        None => PathBuf::from(folder_of(whole).map_or(name.clone(), |folder| format!("{folder}{suffix}"))),
    }
}

/// Whether `article` is the page of its folder.
pub fn is_bundle(article: &Path) -> bool {
    bundle_suffix(&article.file_stem().unwrap_or_default().to_string_lossy()).is_some()
}

/// Returns the text after `index` or `_index` in the name of a bundle's page, such as `.de`; `None` for other pages.
fn bundle_suffix(name: &str) -> Option<&str> {
    let suffix = name.strip_prefix('_').unwrap_or(name).strip_prefix("index")?;
    (suffix.is_empty() || suffix.starts_with('.')).then_some(suffix)
}

fn folder_of(path: &Path) -> Option<String> {
    let folder = path.canonicalize().ok()?;
    Some(file_name(folder.parent()?)).filter(|name| !name.is_empty())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Names of devices in Windows, which no file there may have, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Maximum length of a name made from the words of an article; what is longer tells nothing more.
const LONGEST_WORDS: usize = 180;

/// Returns `name` as a name that every file system takes: without characters that Windows forbids, control characters
/// and such that cannot be seen, without dots and spaces at its end or a dot at its start, not a device of Windows, and
/// in Unicode's form NFC. Empty if nothing is left.
pub fn portable(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for letter in name.nfc() {
        let unseen = matches!(
            letter,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        );
        match letter {
            // The joiners between letters of some scripts and parts of emoji are part of the word.
            '\u{200c}' | '\u{200d}' if !out.is_empty() => out.push(letter),
            _ if unseen => {}
            _ if letter.is_whitespace() => out.extend((!out.ends_with(' ')).then_some(' ')),
            _ if letter.is_control() || "<>:\"/\\|?*".contains(letter) => {
                out.extend((!out.ends_with('-')).then_some('-'));
            }
            letter => out.push(letter),
        }
    }
    let bare = out.trim_matches([' ', '.', '\u{200c}', '\u{200d}']).trim_start_matches(['.', ' ']);
    // A forbidden character at an end is of no use.
    let changed = bare.len() != name.len() || bare != name;
    let bare = if changed { bare.trim_end_matches(['-', ' ', '.']) } else { bare };
    let (first, rest) = bare.split_once('.').map_or((bare, None), |(first, rest)| (first, Some(rest)));
    let lower = first.trim_end().to_lowercase();
    let is_port = ["com", "lpt"].iter().any(|port| {
        let number = lower.strip_prefix(port).map(|number| number.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    });
    if !DEVICES.contains(&&*lower) && !is_port {
        return bare.to_owned();
    }
    rest.map_or_else(|| format!("{first}_"), |rest| format!("{first}_.{rest}"))
}

/// Returns the name for the outputs of a book called `title`, [portable] to every file system.
pub fn of_title(title: &str) -> String {
    let name = portable(&job::file_name(title));
    if name.is_empty() { job::file_name("") } else { name }
}

/// Returns `path`, each of whose names is made [portable]; one of which nothing is left is `_`.
pub fn portable_path(path: &Path) -> PathBuf {
    let names = path.components().map(|part| match part {
        std::path::Component::Normal(name) => {
            let name = portable(&name.to_string_lossy());
            PathBuf::from(if name.is_empty() { "_".to_owned() } else { name })
        }
        other => PathBuf::from(other.as_os_str()),
    });
    names.collect()
}

/// Shortens `name`, which is made from words of an article, to a length that tells it from others.
pub fn shortened(name: &str) -> &str {
    name[..name.floor_char_boundary(LONGEST_WORDS)].trim_end_matches([' ', '.', '-', '_'])
}

/// Maximum length of a file name in bytes, on today's file systems.
const LONGEST_NAME: usize = 255;

/// Number of hash letters that replace the end of a shortened name.
const MARK: usize = 8;

/// Shortens `stem` so that the names of all outputs for `device` fit; letters of a hash keep shortened names distinct.
pub fn fitted(stem: &Path, device: Device) -> PathBuf {
    let endings = Format::ALL.map(|format| format.extension_for(device).len() + 1);
    let room = LONGEST_NAME - endings.into_iter().max().unwrap_or_default();
    let name = file_name(stem);
    if name.len() <= room {
        return stem.to_owned();
    }
    let kept = &name[..name.floor_char_boundary(room - MARK - 1)];
    stem.with_file_name(format!("{}-{}", kept.trim_end_matches(['.', ' ']), mark(&name)))
}

/// Returns a few letters that are a hash of `text`.
pub fn mark(text: &str) -> String {
    let mark = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, text.as_bytes());
    mark.simple().to_string()[..MARK].to_owned()
}

/// Adds the extension of `format` for `device` to `stem`; a full stop in the stem is kept.
pub fn with_format(stem: &Path, format: Format, device: Device) -> PathBuf {
    stem.with_file_name(format!("{}.{}", file_name(stem), format.extension_for(device)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(article: &str) -> String {
        with_format(&stem(Path::new(article), Path::new(article)), Format::Epub, Device::Any)
            .to_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn books_have_names_that_every_file_system_takes() {
        let rows = [
            ("The Quay: News? 2024", "The Quay News 2024"),
            ("CON", "CON_"),
            ("nul.txt", "nul_.txt"),
            ("\u{202e}gnp.exe\u{2066}", "gnp.exe"),
            ("مرحبا بالعالم", "مرحبا بالعالم"),
            ("😀🎉", "😀🎉"),
            ("???", "book"),
            ("..", "book"),
            ("\u{200b}", "book"),
            ("a\u{0}b", "a b"),
        ];
        for (title, name) in rows {
            assert_eq!(of_title(title), name, "{title:?}");
        }
    }

    #[test]
    fn only_the_extension_of_the_article_is_exchanged() {
        assert_eq!(named("posts/a.md"), "posts/a.epub");
        assert_eq!(named("Rust-1.13.md"), "Rust-1.13.epub");
        assert_eq!(named("a.de.md"), "a.de.epub");
        assert_eq!(named("no-extension"), "no-extension.epub");
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_and_told_apart() {
        let short = |name: &str, device| file_name(&fitted(&Path::new("out").join(name), device));
        assert_eq!(short(&"a".repeat(250), Device::Any), "a".repeat(250));
        let (one, other) = (short(&"ä".repeat(126), Device::Any), short(&format!("{}b", "ä".repeat(125)), Device::Any));
        assert!(one.len() + ".epub".len() <= LONGEST_NAME && other.len() <= 250, "{one} {other}");
        assert_ne!(one, other);
        let kobo = with_format(&fitted(Path::new(&"a".repeat(250)), Device::Kobo), Format::Epub, Device::Kobo);
        assert_eq!(kobo.to_str().unwrap().len(), LONGEST_NAME);
    }

    #[test]
    fn portable_names_are_taken_by_every_file_system() {
        let cases = [
            ("bread", "bread"),
            ("Rust-1.13", "Rust-1.13"),
            ("a.de", "a.de"),
            ("Über uns", "Über uns"),
            ("日本の旅", "日本の旅"),
            ("U\u{308}ber", "Über"),
            ("what: a mill?", "what- a mill"),
            ("a/b\\c", "a-b-c"),
            ("<<a>>", "-a"),
            ("a\tb\nc", "a b c"),
            ("a\u{0}b", "a-b"),
            ("a  b", "a b"),
            ("end. ", "end"),
            ("end...", "end"),
            (" start", "start"),
            (".hidden", "hidden"),
            ("..", ""),
            ("", ""),
            ("???", ""),
            ("con", "con_"),
            ("CON", "CON_"),
            ("con.de", "con_.de"),
            ("Aux", "Aux_"),
            ("nul.txt.x", "nul_.txt.x"),
            ("com1", "com1_"),
            ("LPT9", "LPT9_"),
            ("com²", "com²_"),
            ("com10", "com10"),
            ("concert", "concert"),
            ("a-con", "a-con"),
            ("a\u{202e}gnp", "agnp"),
            ("a\u{200b}b", "ab"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("a-", "a-"),
        ];
        for (name, expected) in cases {
            assert_eq!(portable(name), expected, "{name:?}");
            assert_eq!(portable(expected), expected, "{expected:?} again");
        }
        assert_eq!(portable_path(Path::new("a?/../con/b.")), Path::new("a/../con_/b"));
        assert_eq!(portable_path(Path::new("???/b")), Path::new("_/b"));
    }

    #[test]
    fn a_page_bundle_is_named_after_its_folder() {
        assert_eq!(named("2021/trip/index.md"), "2021/trip.epub");
        assert_eq!(named("trip/index.de.md"), "trip.de.epub");
        assert_eq!(named("Rust-1.13/index.md"), "Rust-1.13.epub");
        assert_eq!(named("blog/_index.md"), "blog.epub");
        assert_eq!(named("indexes.md"), "indexes.epub");
    }

    #[test]
    fn a_bundle_at_the_top_is_named_after_the_folder_it_is_really_in() {
        let tree = tempfile::tempdir().unwrap();
        std::fs::create_dir(tree.path().join("garden")).unwrap();
        let whole = tree.path().join("garden/index.md");
        std::fs::write(&whole, "x").unwrap();
        assert_eq!(stem(Path::new("index.md"), &whole), Path::new("garden"));
    }
}
