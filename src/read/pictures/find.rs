//! Finds the path in the archive for the address of a picture.

use std::sync::Arc;

pub(in crate::read) use crate::read::lookup::has_picture_extension;
use crate::read::lookup::{exists, join, real, split};
use crate::read::{Files, Wanted};

/// Folders that site generators serve at the site's root, or whose pictures pages name without the folder.
const ASSET_FOLDERS: &[&str] = &[
    "",
    "static",
    "public",
    "assets",
    "content",
    "contents",
    "statics",
    "src",
    "source",
    "docs",
    "images",
    "img",
    "media",
    "static/images",
    "static/img",
    "assets/images",
    "assets/img",
    "src/assets",
    "attachments",
    ".vuepress/public",
    ".vitepress/public",
    "source/images",
    "source/img",
    "uploads",
    "static/uploads",
];

/// Folders of files that site generators publish as they are.
const SERVED: &[&str] = &["static", "public", "assets", "images", "img", "media", "uploads", "source/images"];

/// Whether `address` leads out of the archive.
pub(super) fn is_remote(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#', '\\']).next().unwrap_or_default().split_once(':');
    address.starts_with("//") || scheme.is_some_and(|(scheme, _)| !scheme.is_empty())
}

/// Finds the path in `files` of the picture at `address`.
pub(in crate::read) fn find<F: Files + ?Sized>(files: &F, address: &str) -> Option<String> {
    let plain = address.split(['?', '#']).next().unwrap_or(address).replace('\\', "/");
    let decoded = percent_encoding::percent_decode_str(&plain).decode_utf8().map(|path| path.into_owned());
    let decoded = decoded.unwrap_or_else(|_| plain.clone());
    let mut ways = vec![decoded];
    for literal in [plain, address.to_owned()] {
        if !ways.contains(&literal) {
            ways.push(literal);
        }
    }
    if ways[0].contains('*') {
        return matching(files, &ways[0]);
    }
    let candidates: Vec<String> = ways.iter().flat_map(|way| candidates(files.folder(), way)).collect();
    let mut found = candidates.iter().find(|path| exists(files, path)).cloned();
    found = found.or_else(|| candidates.iter().find_map(|path| similar(files, path)));
    found.or_else(|| ways.iter().find_map(|way| anywhere(files, way)))
}

/// Finds the first picture beside the article whose name has the form `pattern`, such as `images/cover.*`.
fn matching<F: Files + ?Sized>(files: &F, pattern: &str) -> Option<String> {
    let (inside, pattern) = split(pattern);
    let folder = join(files.folder(), inside);
    let (start, end) = pattern.split_once('*')?;
    let end = end.trim_start_matches('*');
    let found = files.find(&folder, &Wanted::Between(start.into(), end.into()))?;
    Some(join(&folder, &found))
}

/// Returns paths where `address` may be, the most likely first.
fn candidates(folder: &str, address: &str) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let mut add = |base: &str, path: &str| {
        let path = join(base, path);
        if !path.is_empty() && !paths.contains(&path) {
            paths.push(path);
        }
    };
    if !address.starts_with('/') {
        add(folder, address);
    }
    let mut below: Vec<&str> = vec![address.trim_start_matches(['/', '.'])];
    // `/blog/assets/a.png` may be on a site that is served at `/blog`, so the path is also tried without its first
    // folders.
    let mut rest = below[0];
    while let Some((_, shorter)) = rest.split_once('/') {
        if shorter.contains('/') && below.len() < 6 {
            below.push(shorter);
        }
        rest = shorter;
    }
    for path in below {
        let mut base = folder;
        loop {
            for assets in ASSET_FOLDERS {
                add(&join(base, assets), path);
            }
            if base.is_empty() {
                break;
            }
            base = base.rsplit_once('/').map_or("", |(up, _)| up);
        }
    }
    paths
}

/// Finds a path that differs from `path` in case or in the picture's extension.
fn similar<F: Files + ?Sized>(files: &F, path: &str) -> Option<String> {
    let (folder, name) = split(path);
    let folder = real(files, folder)?;
    let found = files.find(&folder, &Wanted::Picture(name.into()))?;
    Some(join(&folder, &found))
}

/// Finds a bare file name anywhere below the root, nearest to the root first, as Obsidian does for attachments; a name
/// with folders, such as `berlin/map.png` for `static/blog/berlin/map.png`, only where [`served`] finds it.
fn anywhere<F: Files + ?Sized>(files: &F, path: &str) -> Option<String> {
    if !has_picture_extension(path) {
        return None;
    }
    match path.trim_start_matches("./").rsplit_once('/') {
        Some((folder, name)) => served(files, folder.trim_start_matches('/'), name),
        None => files.anywhere(&[""], path).into_iter().next(),
    }
}

/// Finds the only picture `name` in a folder whose path ends in `folder`, below the folders that hold nothing but a
/// site's files. Folders of other articles are left out: their `images/1.png` is another picture.
fn served<F: Files + ?Sized>(files: &F, folder: &str, name: &str) -> Option<String> {
    if folder.is_empty() || folder.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return None;
    }
    let above = std::iter::successors(Some(files.folder()), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(up, _)| up))
    });
    let roots: Vec<String> = above.flat_map(|folder| SERVED.iter().map(move |served| join(folder, served))).collect();
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    let mut found = files.anywhere(&roots, &format!("{folder}/{name}")).into_iter();
    found.next().filter(|_| found.next().is_none())
}

/// Folders for pictures inside an article's folder.
const INSIDE: [&str; 4] = ["images", "img", "assets", "media"];

/// Finds the cover of the article in the file `own`: a picture named as one in a folder of its own, which `index.md`
/// has, or a picture with the name of the article.
pub(in crate::read) fn beside<F: Files + ?Sized>(files: &F, own: &str) -> Option<String> {
    let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
    let language = stem.rsplit_once('.').map_or(stem, |(page, _)| page);
    let folder = files.folder().to_owned();
    let has_folder = matches!(language, "index" | "item" | "blog_item" | "post") || split(&folder).1 == language;
    if has_folder && !folder.is_empty() {
        let found = files.find(&folder, &Wanted::AnyCover);
        return found.or_else(|| {
            let inside = INSIDE.iter().filter(|name| files.find(&folder, &Wanted::name(name)).is_some());
            inside.into_iter().find_map(|inner| {
                let found = files.find(&join(&folder, inner), &Wanted::Cover)?;
                Some(format!("{inner}/{found}"))
            })
        });
    }
    let may_have_twin = !own.is_empty() && own != "-" && !stem.starts_with('.');
    let twin = may_have_twin.then(|| files.find(&folder, &Wanted::Twin(stem.into()))).flatten();
    twin.or_else(|| {
        let found = files.find(&join(&folder, stem), &Wanted::Cover)?;
        Some(format!("{stem}/{found}"))
    })
}

/// Decodes a picture in a data URL (RFC 2397), in Base64.
pub(super) fn data_url(address: &str) -> Option<Arc<[u8]>> {
    let rest = address.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")).map(|_| &address[5..])?;
    let (head, body) = rest.split_once(',')?;
    if !head.to_ascii_lowercase().ends_with(";base64") {
        return Some(percent_encoding::percent_decode_str(body).collect::<Vec<u8>>().into());
    }
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in body.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Memory;

    fn archive(paths: &[&str]) -> Memory {
        let files = paths.iter().map(|path| ((*path).to_owned(), Arc::from(&b"x"[..]))).collect();
        Memory { folder: "content/posts".into(), files }
    }

    #[track_caller]
    fn finds(paths: &[&str], address: &str, wanted: Option<&str>) {
        assert_eq!(find(&archive(paths), address).as_deref(), wanted);
    }

    #[test]
    fn beside_the_article_comes_first() {
        finds(&["content/posts/a.png", "static/a.png"], "a.png", Some("content/posts/a.png"));
    }

    #[test]
    fn a_site_address_is_below_an_asset_folder() {
        finds(&["static/blog/a.png"], "/blog/a.png", Some("static/blog/a.png"));
        finds(&["assets/img/a.png"], "/site/assets/img/a.png", Some("assets/img/a.png"));
    }

    #[test]
    fn case_extension_and_encoding_may_differ() {
        finds(&["content/posts/My Cat.JPG"], "my%20cat.jpg", Some("content/posts/My Cat.JPG"));
        finds(&["content/posts/cat.png"], "cat.jpg", Some("content/posts/cat.png"));
        finds(&["Static/Img/cat.png"], "/img/cat.png", Some("Static/Img/cat.png"));
        finds(&["content/posts/cat.png"], "cat.png?v=3#x", Some("content/posts/cat.png"));
    }

    #[test]
    fn a_bare_name_is_found_anywhere_and_a_path_is_not() {
        finds(&["vault/files/deep/cat.png"], "cat.png", Some("vault/files/deep/cat.png"));
        finds(&["vault/files/deep/cat.png"], "other/cat.png", None);
    }

    #[test]
    fn a_path_is_found_below_the_folders_of_a_site_if_it_is_there_once() {
        finds(&["static/blog/berlin/map.png"], "berlin/map.png", Some("static/blog/berlin/map.png"));
        finds(&["content/static/2024/Berlin/map.png"], "/berlin/map.png", Some("content/static/2024/Berlin/map.png"));
        finds(&["static/a/berlin/map.png", "static/b/berlin/map.png"], "berlin/map.png", None);
        finds(&["static/a/ostberlin/map.png"], "berlin/map.png", None);
        finds(&["content/other/images/1.png"], "images/1.png", None);
        finds(&["static/blog/berlin/map.png"], "../berlin/map.png", None);
    }

    #[test]
    fn dots_never_leave_the_root() {
        assert_eq!(join("a/b", "../../../../c"), "c");
    }

    #[test]
    fn base64_is_decoded() {
        assert_eq!(data_url("data:image/png;base64,aGVsbG8=").as_deref(), Some(&b"hello"[..]));
    }
}
