//! Trees of HTML that nobody would write, and some people do: whatever nests in whatever, closed or not, in any order.
//!
//! Of each tree it is asked that reading ends without a panic and without taking the stack, that every word of it is in
//! the article or in what a warning names, and that the article is one that writers can make a valid output of.
//!
//! `OFFPRINT_STEPS` is the number of trees (a few thousand without it), `OFFPRINT_SEED` the first seed.

use std::collections::BTreeSet;
use std::fmt::Write;

use offprint::article::{Article, Block, BlockKind, Inline, Visit, plain_text, walk_blocks, walk_inlines};
use offprint::diag::{Diagnostics, Error};
use offprint::read::{NoFiles, Options, read};
use offprint::source::Source;

use crate::common::dice::Dice;
use crate::common::elements::{NAMES, VOID};

/// Trees of a run that does not say how many.
const STEPS: u64 = 4_000;

/// Of so many trees, one is written as an EPUB, too.
const WRITTEN: u64 = 40;

/// Elements that go with what is in them.
const DROPPED: &[&str] = &["script", "style", "svg"];

/// What stands between pieces: mostly nothing.
const GAPS: &[&str] = &["", "", "", "", "", " ", "\n", "\n\n", "\n    ", "\n\n- ", "\n\n> ", "\n1. "];

const ATTRIBUTES: &[&str] = &[
    "",
    "",
    "",
    "",
    " id=\"a\"",
    " class=\"note\"",
    " class=\"pullquote\"",
    " lang=\"de\"",
    " dir=\"rtl\"",
    " href=\"https://e.org/\"",
    " href=\"#a\"",
    " start=\"3\"",
    " type=\"a\"",
    " reversed",
    " value=\"7\"",
    " colspan=\"2\"",
    " rowspan=\"3\"",
    " colspan=\"0\"",
    " align=\"center\"",
    " style=\"text-align: right\"",
    " title=\"t\"",
    " open",
    " hidden",
    " type=\"checkbox\"",
    " src=\"x.png\"",
    " name=\"n\"",
    " markdown=\"1\"",
];

/// A tree as text, and the words in it.
struct Tree {
    html: String,
    words: BTreeSet<String>,
}

fn tree(seed: u64) -> Tree {
    let mut dice = Dice::new(seed);
    let mut tree = Tree { html: String::new(), words: BTreeSet::new() };
    // Some runs draw from few names, so that the same ones meet often.
    let few: Vec<&str> = (0..6).map(|_| dice.pick(NAMES)).collect();
    let names: Vec<&str> = if dice.one_in(3) { few } else { NAMES.to_vec() };
    let mut open: Vec<&str> = Vec::new();
    for _ in 0..=dice.below(60) {
        match dice.below(12) {
            0..=4 => {
                let name = dice.pick(&names);
                let attribute = dice.pick(ATTRIBUTES);
                let end = if dice.one_in(40) { "/" } else { "" };
                let _ = write!(tree.html, "<{name}{attribute}{end}>");
                open.push(name);
            }
            5 | 6 => {
                // Mostly the innermost, sometimes another, sometimes one that is not open.
                let name = match dice.below(8) {
                    0 => Some(dice.pick(&names)),
                    1 if !open.is_empty() => Some(open.remove(dice.below(open.len()))),
                    _ => open.pop(),
                };
                name.into_iter().for_each(|name| tree.html.push_str(&format!("</{name}>")));
            }
            7 if dice.one_in(2) => {
                let name = dice.pick(VOID);
                let attribute = dice.pick(ATTRIBUTES);
                let _ = write!(tree.html, "<{name}{attribute}>");
            }
            8 if dice.one_in(6) => {
                let name = dice.pick(DROPPED);
                let _ = write!(tree.html, "<{name}>gone</{name}>");
            }
            _ => {
                let word = format!("w{}q", tree.words.len());
                let _ = write!(tree.html, "{}{word}{}", dice.pick(GAPS), dice.pick(GAPS));
                tree.words.insert(word);
            }
        }
    }
    if dice.one_in(2) {
        open.iter().rev().for_each(|name| tree.html.push_str(&format!("</{name}>")));
    }
    tree
}

/// The words of `text` as the generator makes them, which may touch each other.
fn words_in(text: &str) -> impl Iterator<Item = String> {
    text.split_inclusive('q').filter_map(|part| {
        let word = &part[part.rfind('w')?..];
        let digits = word.strip_prefix('w')?.strip_suffix('q')?;
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.to_owned())
    })
}

/// Every word that a reader of `article` sees.
fn words_of(article: &Article) -> BTreeSet<String> {
    let mut text = format!("{} {} ", article.meta.title_text(), plain_text(&article.meta.subtitle));
    let mut add = |visit: Visit<'_>| match visit {
        Visit::Inline(Inline::Text(part) | Inline::Code(part)) => text.push_str(&format!("{part}\u{0}")),
        Visit::Inline(_) => text.push('\u{0}'),
        Visit::Block(block) => {
            text.push(' ');
            match &block.kind {
                BlockKind::Code { text: code, .. } => text.push_str(code),
                BlockKind::Figure(figure) => {
                    figure.credit.iter().for_each(|credit| text.push_str(&plain_text(&credit.verbatim)));
                }
                _ => {}
            }
        }
    };
    walk_blocks(&article.blocks, &mut add);
    article.notes.iter().for_each(|note| walk_blocks(&note.blocks, &mut add));
    walk_blocks(&article.disclaimer, &mut add);
    for related in &article.related {
        walk_inlines(&related.title, &mut add);
        walk_inlines(&related.blurb, &mut add);
    }
    // Text in pieces is one word: `w1` and `q` in two styles.
    words_in(&text.replace('\u{0}', "")).collect()
}

/// What is wrong with `blocks` for a writer.
fn fault(blocks: &[Block]) -> Option<String> {
    let mut found = None;
    walk_blocks(blocks, &mut |visit| {
        let wrong = match visit {
            Visit::Block(block) => match &block.kind {
                BlockKind::Paragraph(content) => content.is_empty(),
                BlockKind::Heading { content, level, .. } => content.is_empty() || !(2..=6).contains(level),
                BlockKind::List { items, .. } => items.is_empty(),
                BlockKind::Definitions(all) => {
                    all.is_empty() || all.iter().any(|one| one.terms.is_empty() || one.definitions.is_empty())
                }
                BlockKind::Callout { title, .. } => title.is_empty(),
                BlockKind::Table(table) => table.align.is_empty() || table.head.is_empty() && table.body.is_empty(),
                BlockKind::Figure(figure) => figure.pictures.is_empty(),
                BlockKind::Group(inner) => inner.is_empty(),
                BlockKind::Quote { blocks, attribution, .. } => blocks.is_empty() && attribution.is_empty(),
                BlockKind::Math(tex) => tex.trim().is_empty(),
                BlockKind::Code { .. } | BlockKind::Rule | BlockKind::PageBreak => false,
            },
            Visit::Inline(Inline::Link { content, .. } | Inline::Styled { content, .. }) => content.is_empty(),
            Visit::Inline(_) => false,
        };
        if wrong && found.is_none() {
            found = Some(format!("{visit:?}"));
        }
    });
    found
}

/// What is wrong with what comes of the tree of `seed`.
fn check(seed: u64) -> Result<(), String> {
    let Tree { html, words } = tree(seed);
    let mut said = Diagnostics::new();
    let mut options = Options::default();
    options.lang = Some("en".into());
    let article = match read(&Source::new("a.md", html.as_str()), &options, &NoFiles, &mut said) {
        Ok(article) => article,
        // A heading alone is the title of nothing.
        Err(Error::Empty { .. }) if words.is_empty() || html.contains("<h1") => return Ok(()),
        Err(error) => return Err(format!("seed {seed}: {error}\n{html}")),
    };
    let kept = words_of(&article);
    let named: BTreeSet<String> = said.iter().flat_map(|diagnostic| words_in(&diagnostic.message)).collect();
    let lost: Vec<&String> = words.iter().filter(|word| !kept.contains(*word) && !named.contains(*word)).collect();
    if !lost.is_empty() {
        return Err(format!("seed {seed} loses {lost:?}\n{html}"));
    }
    if let Some(wrong) = fault(&article.blocks) {
        return Err(format!("seed {seed}: {wrong}\n{html}"));
    }
    if seed.is_multiple_of(WRITTEN) {
        let written = offprint::epub::package(&article, &offprint::epub::Options::default(), &mut said);
        written.map_err(|error| format!("seed {seed}: {error}\n{html}"))?;
    }
    Ok(())
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn no_word_of_a_random_tree_is_lost() {
    let first = number("OFFPRINT_SEED").unwrap_or(0);
    let seeds = first..first + number("OFFPRINT_STEPS").unwrap_or(STEPS);
    let faults: Vec<String> = seeds.filter_map(|seed| check(seed).err()).take(10).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn inline_elements_in_each_other_around_a_block_end() {
    for html in [
        "<b><small><hr>",
        "<em><strong><p>x</p></strong></em>",
        "<b><i><div>x</div></i></b>",
        "<a href=\"x\"><b><hr></b></a>",
        "<ins><del><table><tr><td>x</table></del></ins>",
        "<u><s><sub><ul><li>x</ul></sub></s></u>",
        "<q><cite><kbd><pre>x</pre></kbd></cite></q>",
        "<span><font><label><bdo><h2>x</h2></bdo></label></font></span>",
        "<b><i><b><i><b><dl><dt>x<dd>y</dl>z<table><td>y</table>",
    ] {
        let article = read(&Source::new("a.md", html), &Options::default(), &NoFiles, &mut Diagnostics::new());
        assert!(article.is_ok(), "{html}: {article:?}");
    }
}

#[test]
fn nesting_is_refused_before_it_is_built() {
    for name in ["b", "div", "table", "ruby", "details", "my-box", "a"] {
        let deep = format!("{}x{}", format!("<{name}>").repeat(200_000), format!("</{name}>").repeat(200_000));
        let result = read(&Source::new("a.md", deep), &Options::default(), &NoFiles, &mut Diagnostics::new());
        assert!(matches!(result, Ok(_) | Err(Error::Limit { limit: "nesting", .. })), "{name}: {result:?}");
    }
}

#[test]
fn the_deepest_tree_that_is_read_is_written_on_the_stack_of_a_test() {
    for name in ["b", "div", "blockquote", "ul><li", "details", "table><tr><td", "dl><dd", "section lang=de"] {
        let levels = 98 / name.split('>').count();
        let html = format!("{}\n\nw1q", format!("<{name}>").repeat(levels));
        let article = read(&Source::new("a.md", html), &Options::default(), &NoFiles, &mut Diagnostics::new());
        let article = article.expect("is read");
        assert!(words_of(&article).contains("w1q"), "{name}");
        let written = offprint::epub::package(&article, &offprint::epub::Options::default(), &mut Diagnostics::new());
        assert!(written.is_ok(), "{name}: {written:?}");
    }
}
