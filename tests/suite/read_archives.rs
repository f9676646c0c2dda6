//! Reads every article of an archive of archives, where `OFFPRINT_CORPUS` names one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::common::tools;
use offprint::article::{Article, Block, BlockKind, Inline, Visit, walk_blocks};
use offprint::diag::{Diagnostics, Error};
use offprint::disk::DiskFiles;
use offprint::read::{Options, read};
use offprint::source::Source;

fn articles(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            articles(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") && !is_notice(&path) {
            found.push(path);
        }
    }
}

fn is_notice(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ["README.md", "notices.md", "UPSTREAM-README.md", "LICENCE.md", "LICENSE.md"].contains(&name.as_ref())
}

/// The prose of `article`: every text outside of code.
fn prose(article: &Article) -> String {
    let mut text = String::new();
    let mut see = |visit: Visit<'_>| match visit {
        Visit::Block(_) => text.push('\n'),
        Visit::Inline(Inline::Text(part)) => text.push_str(part),
        Visit::Inline(Inline::LineBreak) => text.push(' '),
        Visit::Inline(_) => {}
    };
    walk_blocks(&article.blocks, &mut see);
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut see));
    text
}

#[test]
fn every_article_of_the_archives_is_read_without_leftovers() {
    let Some(corpus) = tools::corpus("archives") else {
        return;
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut leftovers = Vec::new();
    let mut roots: Vec<_> = std::fs::read_dir(&corpus).expect("a folder").flatten().map(|e| e.path()).collect();
    roots.sort();
    for root in roots.iter().filter(|path| path.is_dir()) {
        let mut paths = Vec::new();
        articles(root, &mut paths);
        for path in paths {
            let files = DiskFiles::new(root, &path).expect("a folder");
            let source = Source::new(&path, std::fs::read(&path).expect("readable"));
            let mut diagnostics = Diagnostics::new();
            match read(&source, &Options::default(), &files, &mut diagnostics) {
                Ok(article) => {
                    count(&article, &mut counts);
                    let prose = prose(&article);
                    for mark in ["{{ \"", "{{<", "{{s", "{%", "<div", "</", "\n{:", "markdown=\"1\""] {
                        if let Some(at) = prose.find(mark) {
                            let around: String = prose[at..].chars().take(80).collect();
                            leftovers.push(format!("{}: {around:?}", path.display()));
                        }
                    }
                }
                // Archives hold pages of front matter alone.
                Err(Error::Empty { .. } | Error::NoText { .. }) => *counts.entry("empty".into()).or_default() += 1,
                Err(error) => leftovers.push(error.to_string()),
            }
            for diagnostic in diagnostics {
                *counts.entry(format!("! {}", diagnostic.code)).or_default() += 1;
                if std::env::var_os("OFFPRINT_SHOW").is_some_and(|code| code == *diagnostic.code) {
                    let (line, _) = source.line_column(diagnostic.span.unwrap_or_default().start);
                    println!("{}:{line}: {}", path.display(), diagnostic.message);
                }
            }
        }
    }
    println!("{counts:#?}");
    assert!(leftovers.is_empty(), "{} leftovers:\n{}", leftovers.len(), leftovers.join("\n"));
}

fn count(article: &Article, counts: &mut BTreeMap<String, usize>) {
    let mut add = |name: &str, n: usize| *counts.entry(name.to_owned()).or_default() += n;
    add("articles", 1);
    add("notes", article.notes.len());
    add("pictures", article.assets.len());
    add("covers", usize::from(article.cover.is_some()));
    add("related", article.related.len());
    add("words", article.words);
    add(&format!("lang {}", article.meta.lang.0), 1);
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Block(Block { kind, .. }) = visit {
            add(kind_name(kind), 1);
        }
    });
}

fn kind_name(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph(_) => "paragraph",
        BlockKind::Heading { .. } => "heading",
        BlockKind::List { .. } => "list",
        BlockKind::Definitions(_) => "definitions",
        BlockKind::Quote { .. } => "quote",
        BlockKind::Callout { .. } => "callout",
        BlockKind::Code { .. } => "code",
        BlockKind::Math(_) => "math",
        BlockKind::Table(_) => "table",
        BlockKind::Figure(_) => "figure",
        BlockKind::Group(_) => "group",
        BlockKind::Rule => "rule",
        BlockKind::PageBreak => "page break",
    }
}
