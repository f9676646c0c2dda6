//! Gives distinct names to articles that would otherwise share one.
//!
//! `a.md` and `a.txt` both want `a.epub`; `trip.md`, `trip/index.md` and `trip/_index.md` all want `trip.epub`. On
//! many file systems `A.md` and `a.md`, or the two Unicode forms of `é`, are the same name. And `a.epub` cannot be
//! written if it is a folder. One of the articles keeps the name. Which one, and the names of the others, depend only
//! on the names, never on the order in which they were found:
//!
//! 1. the first by the order of [`read::extensions`] keeps the name; files with a name of their own come before index
//!    pages of folders, and `index` before `_index`; then the path decides;
//! 2. the others get their extension appended (`a-txt`); an index page gets its own name (`trip-index`);
//! 3. if that name is taken too, a hash of the path is appended (`a-5df4e1b2`).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::irregular::Irregular;
use super::name;
use super::request::{OutputPlace, Request, stem};
use crate::diag::Diagnostic;
use crate::epub::Device;
use crate::job::{Format, Input};
use crate::read;

/// The name of an article's outputs.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Their path without extension.
    pub stem: PathBuf,
    /// The diagnostic that the name is not the requested one. Few have one, so the others do not hold the room for it.
    pub said: Option<Box<Diagnostic>>,
}

/// Returns names for the outputs of `requests`, in their order.
pub(super) fn distinct(requests: &[Request], place: &OutputPlace, formats: &[Format], device: Device) -> Vec<Named> {
    let device_of = |request: &Request| request.device.unwrap_or(device);
    let fitted = |request: &Request| name::fitted(&stem(request, place), device_of(request));
    // Some articles may have formats of their own.
    let own = requests.iter().any(|request| request.formats.is_some());
    let formats = if own { &Format::ALL } else { formats };
    let mut given: Vec<Named> = requests.iter().map(|request| Named { stem: fitted(request), said: None }).collect();
    let mut names = Names::of(&given, formats, device, requests.len() > 1);
    let mut order: Vec<usize> = (0..requests.len()).collect();
    order.sort_by_cached_key(|&number| rank(&requests[number]));
    // Articles with a name of their own come first: `a-txt.md` keeps its name, whatever happens to `a.txt`.
    order.retain(|&number| !names.take(&given[number].stem, number));
    for number in order {
        let wanted = std::mem::take(&mut given[number].stem);
        let owner = names.owner(&wanted);
        let other = owner.map(|owner| &requests[owner]);
        let mut tries = candidates(&requests[number], &wanted, other);
        let free = tries.find_map(|stem| {
            let stem = name::fitted(&stem, device_of(&requests[number]));
            names.take(&stem, number).then_some(stem)
        });
        let stem = free.unwrap_or_else(|| wanted.clone());
        given[number] = Named { said: Some(Box::new(said(&stem, &wanted, other))), stem };
    }
    given
}

/// The names that are taken, including those of folders.
///
/// Of each name only a hash is kept, since a run may have very many. Two names with one hash would only mean that an article
/// gets another name without need.
struct Names<'a> {
    /// The numbers of the articles that have taken names.
    taken: HashMap<u64, u32>,
    folders: HashSet<u64>,
    formats: &'a [Format],
    device: Device,
    /// Whether the name of an article may be changed because a folder on the disk has it. With a single article this is
    /// an error instead.
    many: bool,
    /// For each folder, its path without symbolic links, because two paths may lead to the same folder.
    real: BTreeMap<PathBuf, PathBuf>,
    there: Irregular,
}

impl<'a> Names<'a> {
    fn of(wanted: &[Named], formats: &'a [Format], device: Device, many: bool) -> Self {
        let (real, there) = (BTreeMap::new(), Irregular::default());
        let taken = HashMap::with_capacity(wanted.len());
        let mut names = Self { taken, folders: HashSet::new(), formats, device, many, real, there };
        for Named { stem, .. } in wanted {
            let mut folder = stem.parent();
            while let Some(path) = folder.filter(|path| !path.as_os_str().is_empty()) {
                let key = names.key(path);
                if !names.folders.insert(key) {
                    break;
                }
                folder = path.parent();
            }
        }
        names
    }

    /// Takes the name `stem` for article `number`, if it is free.
    fn take(&mut self, stem: &Path, number: usize) -> bool {
        let key = self.key(stem);
        for &format in self.formats {
            let output = name::with_format(stem, format, self.device);
            let key = self.key(&output);
            if self.folders.contains(&key) || self.many && self.there.is_dir(&output) {
                return false;
            }
        }
        let free = !self.taken.contains_key(&key);
        if free {
            self.taken.insert(key, number as u32);
        }
        free
    }

    /// Returns the article that has the name `stem`.
    fn owner(&mut self, stem: &Path) -> Option<usize> {
        let key = self.key(stem);
        self.taken.get(&key).map(|&number| number as usize)
    }

    /// Returns a key for `path`. Two paths have the same key if a file system may take them for the same. Such paths
    /// differ only in case, in the Unicode form of their letters, or in the links that lead to their folder.
    fn key(&mut self, path: &Path) -> u64 {
        let folder = path.parent().unwrap_or(Path::new(""));
        if !self.real.contains_key(folder) {
            let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let real = here.canonicalize().unwrap_or_else(|_| plain(folder));
            self.real.insert(folder.to_owned(), real);
        }
        let path = self.real[folder].join(path.file_name().unwrap_or_default());
        let mut hasher = DefaultHasher::new();
        folded(&path.to_string_lossy()).hash(&mut hasher);
        hasher.finish()
    }
}

/// Returns `path` without `.`, and without `..` as far as possible.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// Returns `name` in the form in which names are compared: file systems may take others for the same.
pub(super) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// The priority of an article: the lower of two keeps a name that both want.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    /// Index of the extension in [`read::extensions`]: Markdown comes before plain text.
    kind: usize,
    /// `bread.md` comes before `bread/index.md`.
    is_bundle: bool,
    /// Hugo's `_index.md` is a list of pages, `index.md` is an article.
    heads_a_list: bool,
    path: &'a Path,
}

fn rank(request: &Request) -> Rank<'_> {
    let path = path(request);
    let extension = extension(path);
    let kind = read::extensions().position(|known| known == extension).unwrap_or(usize::MAX);
    let heads_a_list = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_'));
    Rank { kind, is_bundle: name::is_bundle(path), heads_a_list, path }
}

fn path(request: &Request) -> &Path {
    match &request.input {
        Input::Memory(_) => Path::new("article"),
        Input::File(path) => path,
    }
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Returns alternative names for the outputs of `request`, whose name `wanted` belongs to `other`; the last one is
/// always free.
fn candidates<'a>(
    request: &'a Request,
    wanted: &'a Path,
    other: Option<&'a Request>,
) -> impl Iterator<Item = PathBuf> + 'a {
    let own = path(request);
    let below = request.below.as_deref().and_then(|below| own.strip_prefix(below).ok());
    let unique = below.unwrap_or(own).to_string_lossy().into_owned();
    let plain = name::is_bundle(own).then(|| own.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    let extension = Some(extension(own));
    let extension = extension.filter(|own| !own.is_empty() && other.is_none_or(|other| extension_of(other) != *own));
    let marks = (0_u32..).map(move |round| match round {
        0 => name::mark(&unique),
        round => name::mark(&format!("{unique}{round}")),
    });
    plain.into_iter().chain(extension).chain(marks).map(move |end| {
        let name = wanted.file_name().unwrap_or_default().to_string_lossy();
        wanted.with_file_name(format!("{name}-{end}"))
    })
}

fn extension_of(request: &Request) -> String {
    extension(path(request))
}

fn said(stem: &Path, wanted: &Path, other: Option<&Request>) -> Diagnostic {
    let shown = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let who = other.map_or("a folder".to_owned(), |other| path(other).display().to_string());
    let message =
        format!("its output is called `{}`, because {who} already uses the name `{}`", shown(stem), shown(wanted));
    Diagnostic::warning("name-clash", message).help("rename one of them to choose the names yourself")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn named(paths: &[&str]) -> Vec<String> {
        named_in(paths, &OutputPlace::Folder("out".into()))
    }

    fn named_in(paths: &[&str], place: &OutputPlace) -> Vec<String> {
        let requests: Vec<Request> = paths.iter().map(|path| Request::found(path, "in")).collect();
        let names = distinct(&requests, place, &Format::ALL, Device::Any);
        names.iter().map(|named| named.stem.display().to_string()).collect()
    }

    #[test]
    fn the_extension_tells_articles_of_one_name_apart() {
        assert_eq!(named(&["in/a.txt", "in/a.md", "in/b.md"]), ["out/a-txt", "out/a", "out/b"]);
        assert_eq!(named(&["in/a.mdx", "in/a.markdown"]), ["out/a-mdx", "out/a"]);
    }

    #[test]
    fn pages_of_folders_are_told_apart_by_their_own_names() {
        let all = ["in/trip/_index.md", "in/trip/index.md", "in/trip.md", "in/trip/index.de.md"];
        assert_eq!(named(&all), ["out/trip-_index", "out/trip-index", "out/trip", "out/trip.de"]);
    }

    #[test]
    fn case_and_forms_of_unicode_are_no_difference() {
        let names = named(&["in/Caf\u{e9}.md", "in/cafe\u{301}.md", "in/x.md", "in/X.md"]);
        assert_eq!((names[1].as_str(), names[3].as_str()), ("out/caf\u{e9}-7e9d65de", "out/X"));
        assert!(names[2].starts_with("out/x-") && names[2].len() == "out/x-12345678".len(), "{names:?}");
    }

    #[test]
    fn folders_of_different_case_are_one_folder() {
        let names = named(&["in/A/x.md", "in/a/x.md"]);
        assert_eq!(names[0], "out/A/x");
        assert!(names[1].starts_with("out/a/x-"), "{names:?}");
    }

    #[test]
    fn names_do_not_depend_on_the_order() {
        let mut paths = ["in/a.md", "in/a.txt", "in/A.md", "in/a/index.md", "in/a-txt.md", "in/a.epub/x.md"];
        let by_path = |paths: &[&str]| {
            let names = named(paths);
            paths.iter().map(|path| path.to_string()).zip(names).collect::<BTreeMap<_, _>>()
        };
        let first = by_path(&paths);
        assert_eq!(first.values().collect::<BTreeSet<_>>().len(), paths.len(), "{first:?}");
        for _ in 0..paths.len() {
            paths.rotate_left(1);
            assert_eq!(by_path(&paths), first);
        }
        assert_eq!(first["in/a-txt.md"], "out/a-txt");
    }

    #[test]
    fn an_output_does_not_take_the_place_of_a_folder() {
        let names = named(&["in/a.md", "in/a.epub/x.md"]);
        assert_eq!(names, ["out/a-md", "out/a.epub/x"]);
        assert_eq!(named_in(&["in/a.md", "in/a.pdf/x.md"], &OutputPlace::Beside)[0], "in/a-md");
    }
}
