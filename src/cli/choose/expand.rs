//! Patterns on the command line that no shell has expanded: `'posts/2024/*.md'`, `posts\*.md` on Windows.
//!
//! They mean what they mean to a shell: `*` and `?` stay within a name and do not match a leading dot, `**` crosses folders,
//! `[a-z]` and `{a,b}` are alternatives. Unlike in a shell, only articles and folders are found, folders only without `**`,
//! and `**` enters no hidden folders, folders of build tools and symbolic links. A path that exists is never a pattern.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use offprint::disk::is_foreign;
use offprint::read;

use super::shell::{alternatives, is_pattern, matches, plain};
use crate::cli::Stop;

/// Maximum depth of folders that `**` enters.
const DEEPEST: usize = 64;

/// Returns the paths that `path` stands for; `None` if it is not a pattern.
pub fn expand(path: &Path) -> Result<Option<Vec<PathBuf>>, Stop> {
    let Some(text) = path.to_str().filter(|text| is_pattern(text) && !path.exists()) else { return Ok(None) };
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    let Some(patterns) = alternatives(&text) else {
        return Err(Stop::usage(format!("the pattern {text} has too many alternatives")));
    };
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    for pattern in patterns {
        let mut parts: Vec<&str> = pattern.split('/').collect();
        parts.dedup_by(|one, other| one == other && *one == "**");
        let top = if pattern.starts_with('/') { Path::new("/") } else { Path::new("") };
        let mut walk = Walk { crosses: parts.contains(&"**"), found: Vec::new(), seen: BTreeSet::new() };
        walk.enter(top, &parts, 0);
        found.extend(walk.found.into_iter().filter(|path| known.insert(path.clone())));
    }
    if found.is_empty() {
        let endings = read::extensions().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(", ");
        return Err(
            Stop::usage(format!("no article matches the pattern {text}")).help(format!("articles end in {endings}"))
        );
    }
    Ok(Some(found))
}

struct Walk {
    /// Whether the pattern crosses folders, so that only files are meant.
    crosses: bool,
    found: Vec<PathBuf>,
    /// Folders with the number of parts that were left in them: two `**` lead to a folder in many ways.
    seen: BTreeSet<(PathBuf, usize)>,
}

impl Walk {
    /// Finds what `parts` match below `folder`.
    fn enter(&mut self, folder: &Path, parts: &[&str], depth: usize) {
        let [part, rest @ ..] = parts else { return };
        if depth > DEEPEST || !self.seen.insert((folder.to_owned(), parts.len())) {
            return;
        }
        match *part {
            "" => self.enter(folder, rest, depth),
            "**" if rest.is_empty() => {
                let entries = entries(folder).into_iter().filter(|(name, _)| !name.starts_with('.'));
                entries.for_each(|(_, path)| self.step(path, &[], depth));
                self.below(folder, parts, depth);
            }
            "**" => {
                self.enter(folder, rest, depth);
                self.below(folder, parts, depth);
            }
            part if !is_pattern(part) => self.step(folder.join(plain(part)), rest, depth),
            part => {
                for (name, path) in entries(folder) {
                    if matches(part, &name) {
                        self.step(path, rest, depth);
                    }
                }
            }
        }
    }

    /// Goes on with `rest` at `path`, or takes it if nothing is left.
    fn step(&mut self, path: PathBuf, rest: &[&str], depth: usize) {
        let is_folder = path.is_dir();
        match rest {
            [] | [""] if is_folder => self.found.extend((!self.crosses).then_some(path)),
            [] => self.found.extend((is_article(&path) && path.exists()).then_some(path)),
            rest if is_folder => self.enter(&path, rest, depth + 1),
            _ => {}
        }
    }

    /// Goes into the folders that `**` crosses.
    fn below(&mut self, folder: &Path, parts: &[&str], depth: usize) {
        for (name, path) in entries(folder) {
            if !name.starts_with('.') && !is_foreign(&name) && path.is_dir() && !path.is_symlink() {
                self.enter(&path, parts, depth + 1);
            }
        }
    }
}

/// Returns the names and paths of the entries of `folder`, sorted.
fn entries(folder: &Path) -> Vec<(String, PathBuf)> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(here) else { return Vec::new() };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    let mut found: Vec<_> = names.map(|name| (name.to_string_lossy().into_owned(), folder.join(&name))).collect();
    found.sort_unstable();
    found
}

fn is_article(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    read::extensions().any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_what_a_shell_would() {
        let tree = tempfile::tempdir().unwrap();
        let files = [
            "a.md",
            "b.txt",
            "c.png",
            "[d].md",
            ".e.md",
            "p/2023/x.md",
            "p/2024/y.md",
            "p/2024/z.mdx",
            "p/2024/w.png",
            "p/2024/deep/v.md",
            "node_modules/n.md",
            ".hid/h.md",
            "Ä.md",
        ];
        for file in files {
            fs::create_dir_all(tree.path().join(file).parent().unwrap()).unwrap();
            fs::write(tree.path().join(file), "x").unwrap();
        }
        let cases: [(&str, &[&str]); 20] = [
            ("*.md", &["[d].md", "a.md", "Ä.md"]),
            ("?.md", &["a.md", "Ä.md"]),
            ("*", &["[d].md", "a.md", "b.txt", "node_modules", "p", "Ä.md"]),
            ("[ÄÖ].md", &["Ä.md"]),
            ("[!a].md", &["Ä.md"]),
            ("\\[d].*", &["[d].md"]),
            ("p/*/", &["p/2023", "p/2024"]),
            ("p/202{4,3}/?.md", &["p/2023/x.md", "p/2024/y.md"]),
            ("**/202*/**/?.md", &["p/2023/x.md", "p/2024/deep/v.md", "p/2024/y.md"]),
            ("[ab].*", &["a.md", "b.txt"]),
            ("{a,b}.{md,txt}", &["a.md", "b.txt"]),
            ("p/2024/*.md", &["p/2024/y.md"]),
            ("p/2024/*.md*", &["p/2024/y.md", "p/2024/z.mdx"]),
            ("p/202?", &["p/2023", "p/2024"]),
            ("p/*/x.md", &["p/2023/x.md"]),
            ("**/*.md", &["[d].md", "a.md", "p/2023/x.md", "p/2024/deep/v.md", "p/2024/y.md", "Ä.md"]),
            ("p/**", &["p/2023/x.md", "p/2024/deep/v.md", "p/2024/y.md", "p/2024/z.mdx"]),
            ("p/**/v.md", &["p/2024/deep/v.md"]),
            (".hid/*.md", &[".hid/h.md"]),
            (".*.md", &[".e.md"]),
        ];
        let root = tree.path().to_str().unwrap();
        for (pattern, expected) in cases {
            let found = expand(Path::new(&format!("{root}/{pattern}"))).unwrap().unwrap();
            let found: Vec<String> =
                found.iter().map(|path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()).collect();
            let mut expected: Vec<&str> = expected.to_vec();
            expected.sort_unstable();
            let mut sorted = found.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, expected, "{pattern}");
        }
        // The order is that of a shell.
        let ordered = expand(Path::new(&format!("{root}/p/202{{4,3}}/?.md"))).unwrap().unwrap();
        assert!(ordered[0].ends_with("y.md") && ordered[1].ends_with("x.md"));
        // A file that is called so is itself.
        assert!(expand(&tree.path().join("[d].md")).unwrap().is_none());
        assert!(expand(&tree.path().join("gone.md")).unwrap().is_none());
        for pattern in ["*.rst", "gone/*.md", "[.md", "{a.md"] {
            assert!(expand(&tree.path().join(pattern)).is_err(), "{pattern}");
        }
    }
}
