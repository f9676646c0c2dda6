//! `--include` and `--exclude`: patterns for the paths of articles.
//!
//! Patterns are those of `.gitignore`: without `/` they are names anywhere below the folder, with one they begin at the
//! folder; `*` stays within a name, `**` crosses folders. A pattern that matches a folder matches everything in it. The
//! last pattern that matches decides, in the order of the command line; if there is any `--include`, an article that no
//! pattern matches is left out. Patterns only choose: what is left out for another reason, such as a README, is not taken
//! in by them.

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use offprint::job::Reason;

use crate::cli::Stop;

/// The patterns in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub struct GlobArgs {
    patterns: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct Pattern {
    text: String,
    includes: bool,
}

const INCLUDE: &str = "include";
const EXCLUDE: &str = "exclude";

/// The derived form would lose which of the two options comes first.
impl FromArgMatches for GlobArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |name: &str, includes: bool| {
            let places = matches.indices_of(name).into_iter().flatten();
            let texts = matches.get_many::<String>(name).into_iter().flatten();
            let patterns = places.zip(texts.map(move |text| Pattern { text: text.clone(), includes }));
            patterns.collect::<Vec<_>>()
        };
        let mut patterns = [given(INCLUDE, true), given(EXCLUDE, false)].concat();
        patterns.sort_by_key(|(place, _)| *place);
        Ok(Self { patterns: patterns.into_iter().map(|(_, pattern)| pattern).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for GlobArgs {
    fn augment_args(command: Command) -> Command {
        let arg = |name: &'static str| {
            Arg::new(name).long(name).value_name("GLOB").action(ArgAction::Append).allow_hyphen_values(true)
        };
        command
            .arg(
                arg(INCLUDE)
                    .help("Convert only articles whose path matches, such as 'posts/2024/' or '*.mdx'; repeatable")
                    .long_help(
                        "Convert only articles whose path matches, such as 'posts/2024/' or '*.mdx'; repeatable\n\n\
                         Patterns are those of .gitignore, and a folder stands for everything in it. With --exclude, \
                         the last pattern that matches decides.",
                    ),
            )
            .arg(arg(EXCLUDE).help("Leave out articles and folders whose path matches; repeatable"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl GlobArgs {
    /// Compiles the patterns.
    pub fn globs(&self) -> Result<Globs, Stop> {
        let mut patterns = Vec::new();
        for Pattern { text, includes } in &self.patterns {
            let option = if *includes { "--include" } else { "--exclude" };
            let wrong = |why: String| Stop::usage(format!("the pattern {text:?} of {option} {why}"));
            // In `.gitignore` a sign takes the meaning back; here there are two options for that.
            if let Some(plain) = text.strip_prefix('!') {
                let other = if *includes { "--exclude" } else { "--include" };
                return Err(
                    wrong("begins with `!`".to_owned()).help(format!("write {other} {plain:?}, or \\! for the letter"))
                );
            }
            let mut builder = GitignoreBuilder::new("");
            builder.allow_unclosed_class(false);
            let line = text.strip_prefix("./").unwrap_or(text);
            let line = if line.starts_with('#') { format!("\\{line}") } else { line.to_owned() };
            builder.add_line(None, &line).map_err(|error| wrong(format!("is not valid: {error}")))?;
            let glob = builder.build().map_err(|error| wrong(format!("is not valid: {error}")))?;
            if glob.is_empty() {
                return Err(wrong("matches nothing".to_owned()));
            }
            patterns.push((glob, *includes));
        }
        Ok(Globs { has_include: patterns.iter().any(|(_, includes)| *includes), patterns })
    }
}

/// Compiled patterns.
#[derive(Debug, Default)]
pub struct Globs {
    patterns: Vec<(Gitignore, bool)>,
    has_include: bool,
}

impl Globs {
    /// Returns why the file or folder at `path`, relative to the folder that is scanned, is left out.
    pub fn why(&self, path: &Path, is_folder: bool) -> Option<Reason> {
        if self.patterns.is_empty() {
            return None;
        }
        let last = self.patterns.iter().rposition(|(glob, _)| matches(glob, path, is_folder));
        match last {
            // What is in the folder may be taken in again.
            Some(place) if is_folder && self.patterns[place..].iter().any(|(_, includes)| *includes) => None,
            Some(place) if self.patterns[place].1 => None,
            Some(_) => Some(Reason::Excluded),
            None if is_folder || !self.has_include => None,
            None => Some(Reason::NotIncluded),
        }
    }
}

/// Whether `glob` matches `path` or a folder above it.
fn matches(glob: &Gitignore, path: &Path, is_folder: bool) -> bool {
    let mut above = path.ancestors().take_while(|path| !path.as_os_str().is_empty() && *path != Path::new("/"));
    let own = above.next().is_some_and(|path| !matches!(glob.matched(path, is_folder), Match::None));
    own || above.any(|folder| !matches!(glob.matched(folder, true), Match::None))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        globs: GlobArgs,
    }

    fn globs(arguments: &str) -> Globs {
        let words = std::iter::once("x").chain(arguments.split_whitespace());
        Cli::try_parse_from(words).unwrap().globs.globs().unwrap()
    }

    #[track_caller]
    fn chooses(arguments: &str, taken: &[&str], left_out: &[(&str, Reason)]) {
        let globs = globs(arguments);
        // Folders are asked for first, as in a scan.
        let why = |path: &str| {
            let mut above: Vec<&Path> = Path::new(path).ancestors().skip(1).collect();
            above.reverse();
            let folder =
                above.iter().filter(|folder| !folder.as_os_str().is_empty()).find_map(|it| globs.why(it, true));
            folder.or_else(|| globs.why(Path::new(path), false))
        };
        for path in taken {
            assert_eq!(why(path), None, "{arguments}: {path}");
        }
        for (path, reason) in left_out {
            assert_eq!(why(path), Some(*reason), "{arguments}: {path}");
        }
    }

    #[test]
    fn patterns_choose_articles_by_their_paths() {
        use Reason::{Excluded, NotIncluded};
        chooses("", &["a.md", "x/y.txt"], &[]);
        chooses("--include *.mdx", &["a.mdx", "x/y.mdx"], &[("a.md", NotIncluded), ("x/y.md", NotIncluded)]);
        chooses("--exclude *.txt", &["a.md", "x/y.md"], &[("a.txt", Excluded), ("x/a.txt", Excluded)]);
        chooses("--include posts/2024", &["posts/2024/a.md", "posts/2024/x/b.md"], &[("posts/2023/a.md", NotIncluded)]);
        chooses("--include posts/2024/", &["posts/2024/a.md"], &[("x/posts/2024/a.md", NotIncluded)]);
        chooses("--include ./posts/2024/*.md", &["posts/2024/a.md"], &[("posts/2024/x/b.md", NotIncluded)]);
        chooses("--include /a.md", &["a.md"], &[("x/a.md", NotIncluded)]);
        chooses("--include 2024", &["2024/a.md", "posts/2024/a.md"], &[("posts/a.md", NotIncluded)]);
        chooses(
            "--exclude drafts",
            &["a.md", "x/drafts.md"],
            &[("drafts/a.md", Excluded), ("x/drafts/y/a.md", Excluded)],
        );
        chooses("--exclude **/old/**", &["a.md"], &[("old/a.md", Excluded), ("x/old/y/a.md", Excluded)]);
        chooses("--exclude p[0-9].md", &["pa.md"], &[("p1.md", Excluded)]);
        chooses("--include *.{md,mdx}", &["a.md", "x/a.mdx"], &[("a.txt", NotIncluded)]);
        chooses("--include a?.md", &["ab.md"], &[("a.md", NotIncluded)]);
        chooses("--exclude -old.md --include *.md", &["-old.md"], &[]);
        chooses("--exclude=-old.md", &["a.md"], &[("-old.md", Excluded)]);
        chooses("--exclude #1.md", &["1.md"], &[("#1.md", Excluded)]);
    }

    #[test]
    fn the_last_pattern_that_matches_decides() {
        use Reason::{Excluded, NotIncluded};
        let both = [("posts/old/a.md", Excluded), ("b.md", NotIncluded)];
        chooses("--include posts/ --exclude posts/old", &["posts/a.md"], &both);
        chooses("--exclude posts/old --include posts/", &["posts/a.md", "posts/old/a.md"], &[("b.md", NotIncluded)]);
        chooses("--exclude drafts/ --include drafts/keep.md", &["drafts/keep.md"], &[("drafts/a.md", Excluded)]);
        chooses(
            "--include *.md --exclude *-old.md --include 2024-old.md",
            &["a.md", "2024-old.md"],
            &[("b-old.md", Excluded), ("a.txt", NotIncluded)],
        );
    }

    #[test]
    fn a_pattern_that_cannot_be_used_says_why() {
        for (arguments, words) in [
            ("--include !a.md", "--exclude \"a.md\""),
            ("--exclude !a.md", "--include \"a.md\""),
            ("--include a[.md", "not valid"),
            ("--include {a.md", "not valid"),
            ("--include=", "matches nothing"),
        ] {
            let words_given = std::iter::once("x").chain(arguments.split_whitespace());
            let stop = Cli::try_parse_from(words_given).unwrap().globs.globs().unwrap_err();
            let said = format!("{stop:?}");
            assert!(said.replace("\\\"", "\"").contains(words), "{arguments}: {said}");
        }
    }
}
