//! Questions about the names in the folders of an archive.
//!
//! Reading an article asks for names in other ways than a file system does: without regard to case, by a picture's name
//! without its extension, or anywhere below some folders. Each is a question with a small answer ([`Files::find`],
//! [`Files::anywhere`]). So it is known what an article depends on: not on all names of a folder, but on those that it
//! asked for (`job::trace`).

use std::borrow::Cow;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Files;

/// Maximum number of folders that are searched for a name.
const MAX_FOLDERS: usize = 400;

/// Number of names from which a listing gets an index.
const MANY: usize = 24;

/// Extensions of picture formats.
const PICTURES: [&str; 13] =
    ["jpg", "jpeg", "png", "gif", "webp", "svg", "svgz", "tif", "tiff", "bmp", "avif", "jpe", "jfif"];

/// Extensions of a picture that has the name of its article, the first one first.
const TWINS: [&str; 5] = ["jpg", "jpeg", "png", "webp", "avif"];

/// Names of the pictures in an article's folder that are its cover, the most certain first.
const COVERS: [&str; 13] = [
    "cover",
    "featured",
    "feature",
    "hero",
    "banner",
    "header",
    "thumbnail",
    "index",
    "og-image",
    "og",
    "social",
    "share",
    "preview",
];

/// The name that is looked for in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Wanted<'a> {
    /// Exactly this name.
    Name(Cow<'a, str>),
    /// This name, or else one that differs in case only.
    AnyCase(Cow<'a, str>),
    /// One that differs from this name in case only, or else a picture whose name differs in the extension too.
    Picture(Cow<'a, str>),
    /// A picture with exactly this name and an extension of its own, as `mill.jpg` beside `mill.md`.
    Twin(Cow<'a, str>),
    /// The first picture whose name begins and ends with these two.
    Between(Cow<'a, str>, Cow<'a, str>),
    /// A picture that is named as a cover, such as `cover.jpg`.
    Cover,
    /// The same, also if that is one of several words, as in `boats-feature.jpg`, or the folder's `index.jpg`.
    AnyCover,
}

impl<'a> Wanted<'a> {
    /// Exactly `name`.
    pub fn name(name: &'a str) -> Self {
        Self::Name(name.into())
    }

    /// Returns the names that [`Twin`](Self::Twin) means, the first one first.
    pub fn twins(stem: &str) -> impl Iterator<Item = String> {
        TWINS.iter().map(move |extension| format!("{stem}.{extension}"))
    }

    /// Returns the same without borrowing.
    pub fn into_owned(self) -> Wanted<'static> {
        let owned = |name: Cow<'a, str>| Cow::Owned(name.into_owned());
        match self {
            Self::Name(name) => Wanted::Name(owned(name)),
            Self::AnyCase(name) => Wanted::AnyCase(owned(name)),
            Self::Picture(name) => Wanted::Picture(owned(name)),
            Self::Twin(name) => Wanted::Twin(owned(name)),
            Self::Between(start, end) => Wanted::Between(owned(start), owned(end)),
            Self::Cover => Wanted::Cover,
            Self::AnyCover => Wanted::AnyCover,
        }
    }
}

/// The names in one folder, for answers to [`Wanted`].
#[derive(Debug, Default)]
pub struct Listing {
    /// The names, one behind the other, in their order.
    text: String,
    /// The end of each name.
    ends: Vec<u32>,
    /// The numbers of names by a hash of their lower-case form, in large folders.
    folded: OnceLock<Vec<(u64, u32)>>,
    /// The numbers of pictures by a hash of their lower-case form without extension.
    stems: OnceLock<Vec<(u64, u32)>>,
}

impl Listing {
    /// Creates a listing of `names`.
    pub fn new(mut names: Vec<String>) -> Self {
        names.sort_unstable();
        let mut listing = Self::default();
        for name in names {
            listing.text.push_str(&name);
            listing.ends.push(listing.text.len() as u32);
        }
        listing
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no names, as in a folder that does not exist.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.name(number))
    }

    fn name(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[number] as usize]
    }

    /// Returns the name that is meant by `wanted`.
    pub fn find(&self, wanted: &Wanted<'_>) -> Option<&str> {
        match wanted {
            Wanted::Name(name) => self.exact(name),
            Wanted::AnyCase(name) => self.exact(name).or_else(|| self.any_case(name)),
            Wanted::Picture(name) => self.any_case(name).or_else(|| self.same_stem(name)),
            Wanted::Twin(stem) => Wanted::twins(stem).find_map(|name| self.exact(&name)),
            Wanted::Between(start, end) => self.names().find(|name| {
                name.len() >= start.len() + end.len()
                    && name.starts_with(&**start)
                    && name.ends_with(&**end)
                    && has_picture_extension(name)
            }),
            Wanted::Cover => self.cover(),
            Wanted::AnyCover => self.any_cover(),
        }
    }

    fn exact(&self, name: &str) -> Option<&str> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            match self.name(middle).cmp(name) {
                std::cmp::Ordering::Equal => return Some(self.name(middle)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn any_case(&self, name: &str) -> Option<&str> {
        if self.len() < MANY {
            return self.names().find(|known| same_name(known, name));
        }
        let index = self.folded.get_or_init(|| self.index(|name| Some(name.to_lowercase())));
        self.indexed(index, &name.to_lowercase(), |known| same_name(known, name))
    }

    /// Returns the picture whose name differs from `name` in case and extension only.
    fn same_stem(&self, name: &str) -> Option<&str> {
        let wanted = picture_stem(name).unwrap_or_else(|| name.to_lowercase());
        let same = |known: &str| picture_stem(known).is_some_and(|stem| stem == wanted);
        if self.len() < MANY {
            return self.names().find(|known| same(known));
        }
        let index = self.stems.get_or_init(|| self.index(picture_stem));
        self.indexed(index, &wanted, same)
    }

    /// Returns the numbers of all names that have a `key`, sorted by its hash.
    fn index(&self, key: impl Fn(&str) -> Option<String>) -> Vec<(u64, u32)> {
        let keyed = |(number, name)| Some((hash(&key(name)?), number as u32));
        let mut index: Vec<(u64, u32)> = self.names().enumerate().filter_map(keyed).collect();
        index.sort_unstable();
        index
    }

    fn indexed(&self, index: &[(u64, u32)], key: &str, is_meant: impl Fn(&str) -> bool) -> Option<&str> {
        let hash = hash(key);
        let start = index.partition_point(|(known, _)| *known < hash);
        let alike = index[start..].iter().take_while(|(known, _)| *known == hash);
        alike.map(|(_, number)| self.name(*number as usize)).find(|name| is_meant(name))
    }

    fn pictures(&self) -> impl Iterator<Item = &str> {
        self.names().filter(|name| has_picture_extension(name))
    }

    fn cover(&self) -> Option<&str> {
        // `index.jpg` is the cover of a page bundle only.
        COVERS.iter().filter(|cover| **cover != "index").find_map(|cover| self.picture_called(cover))
    }

    fn any_cover(&self) -> Option<&str> {
        let exact = COVERS.iter().find_map(|cover| self.picture_called(cover));
        exact.or_else(|| {
            let words = |name: &str| stem(name).split(['-', '_', '.', ' ']).map(str::to_owned).collect::<Vec<_>>();
            let person = |words: &[String]| {
                words.iter().any(|word| matches!(word.as_str(), "author" | "avatar" | "logo" | "icon"))
            };
            let named = |name: &&str, cover: &str| {
                let words = words(name);
                !person(&words) && words.iter().any(|word| word == cover)
            };
            let wordy = ["feature", "featured", "cover", "thumbnail", "hero", "banner"];
            wordy.iter().find_map(|cover| self.pictures().find(|name| named(name, cover)))
        })
    }

    fn picture_called(&self, cover: &str) -> Option<&str> {
        self.pictures().find(|name| stem(name) == cover)
    }
}

/// Returns at most two files below `roots` whose paths end in `path`, without regard to case: those in the folders
/// nearest to `roots` first. `list` returns the names in a folder.
///
/// Limits: folders whose names contain a dot and `node_modules` are not entered; 400 folders are searched.
pub fn search<'l, L>(roots: &[&str], path: &str, list: impl Fn(&str) -> L) -> Vec<String>
where
    L: std::ops::Deref<Target = Listing> + 'l,
{
    let (above, wanted) = path.rsplit_once('/').unwrap_or(("", path));
    let ends_so = |folder: &str| {
        let start = folder.len().checked_sub(above.len()).filter(|start| folder.is_char_boundary(*start));
        let same = |start: usize| same_name(&folder[start..], above) && (start == 0 || folder[..start].ends_with('/'));
        above.is_empty() || start.is_some_and(same)
    };
    let mut queue: VecDeque<String> = roots.iter().map(|root| (*root).to_owned()).collect();
    let mut found: Vec<String> = Vec::new();
    for _ in 0..MAX_FOLDERS {
        let Some(folder) = queue.pop_front().filter(|_| found.len() < 2) else { break };
        let listing = list(&folder);
        if ends_so(&folder) {
            let hits = listing.names().filter(|name| same_name(name, wanted)).map(|name| join(&folder, name));
            found.extend(hits);
            // One of the roots may lie below another one.
            found.dedup();
        }
        let folders = listing.names().filter(|name| *name != "node_modules" && !name.contains('.'));
        queue.extend(folders.map(|name| join(&folder, name)));
    }
    found.truncate(2);
    found
}

/// Returns `path` as it is spelled in `files`, compared without case.
pub(super) fn real<F: Files + ?Sized>(files: &F, path: &str) -> Option<String> {
    let mut real = String::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let found = files.find(&real, &Wanted::AnyCase(part.into()))?;
        real = join(&real, &found);
    }
    Some(real)
}

/// Whether there is a file or folder at exactly `path`.
pub(super) fn exists<F: Files + ?Sized>(files: &F, path: &str) -> bool {
    let (folder, name) = split(path);
    files.find(folder, &Wanted::name(name)).is_some()
}

/// Whether `address` has the extension of a picture.
pub(super) fn has_picture_extension(address: &str) -> bool {
    let path = address.split(['?', '#', '|']).next().unwrap_or(address);
    path.rsplit_once('.').is_some_and(|(_, extension)| is_picture_extension(extension.trim()))
}

fn is_picture_extension(extension: &str) -> bool {
    PICTURES.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Returns the lower-case name of a picture without its extension; `None` for other files.
fn picture_stem(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    is_picture_extension(extension).then(|| stem.to_lowercase())
}

/// Returns the lower-case name without its extension.
fn stem(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

/// Whether two names are equal except for case.
fn same_name(known: &str, wanted: &str) -> bool {
    let ascii = known.is_ascii() && wanted.is_ascii();
    known.eq_ignore_ascii_case(wanted) || !ascii && known.to_lowercase() == wanted.to_lowercase()
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Splits `path` into its folder and its last part.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Resolves `path` against `base`, including `.` and `..`; the result never leaves the root.
pub(super) fn join(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(names: &[&str]) -> Listing {
        Listing::new(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn each_way_of_asking_finds_its_name() {
        let few = ["Mill.JPG", "boats-feature.png", "mill.md", "a.txt", "author-cover.png", "ÄRA.webp"];
        let more: Vec<String> = (0..40).map(|number| format!("filler-{number}.bin")).collect();
        let many: Vec<&str> = few.iter().copied().chain(more.iter().map(String::as_str)).collect();
        let cases = [
            (Wanted::name("mill.md"), Some("mill.md")),
            (Wanted::name("mill.jpg"), None),
            (Wanted::AnyCase("mill.jpg".into()), Some("Mill.JPG")),
            (Wanted::AnyCase("ära.WEBP".into()), Some("ÄRA.webp")),
            (Wanted::Picture("mill.png".into()), Some("Mill.JPG")),
            (Wanted::Picture("mill".into()), Some("Mill.JPG")),
            (Wanted::Picture("a.png".into()), None),
            (Wanted::Twin("boats-feature".into()), Some("boats-feature.png")),
            (Wanted::Twin("mill".into()), None),
            (Wanted::Between("bo".into(), ".png".into()), Some("boats-feature.png")),
            (Wanted::Cover, None),
            (Wanted::AnyCover, Some("boats-feature.png")),
        ];
        for (wanted, expected) in cases {
            assert_eq!(listing(&few).find(&wanted), expected, "{wanted:?}");
            assert_eq!(listing(&many).find(&wanted), expected, "{wanted:?} among many");
        }
    }

    #[test]
    fn a_search_finds_the_nearest_two_and_no_more() {
        let tree = |folder: &str| {
            Box::new(listing(match folder {
                "" => &["a", "b", "node_modules", "x.png"],
                "a" => &["blog", "X.PNG"],
                "a/blog" => &["x.png"],
                "b" => &["x.png"],
                "node_modules" => &["x.png"],
                _ => &[],
            }))
        };
        assert_eq!(search(&[""], "x.png", tree), ["x.png", "a/X.PNG"]);
        assert_eq!(search(&[""], "blog/x.png", tree), ["a/blog/x.png"]);
        assert_eq!(search(&["b", "a"], "x.png", tree), ["b/x.png", "a/X.PNG"]);
        assert!(search(&[""], "log/x.png", tree).is_empty());
    }
}
