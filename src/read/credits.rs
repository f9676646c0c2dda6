//! Finds the credits that stand away from their pictures: in the last lines of the text, and in lists of credits.
//!
//! - `Header image by …` in one of the last blocks is the credit of the cover, if the cover has none; it may be an entry
//!   of a list (below `Sources`), and other sentences may stand beside it;
//! - `All photos by …` there is the credit of each figure that has none, and of the cover;
//! - the entries below `Image credits` belong to the figures that they name by number (`Abb. 2: …`), by their place in a
//!   numbered list, or by the words of their alternative text or caption; `Cover: …` is the cover's.
//!
//! The lines stay where the author put them; the pictures get a copy of the wording.

use super::credit;
use crate::article::walk_mut::each_block;
use crate::article::{Article, Block, BlockKind, Credit, CreditRole, Figure, Inline, Visit, plain_text, walk_blocks};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Number of blocks at the end of the text in which such lines are looked for.
const LAST_BLOCKS: usize = 6;

/// Maximum length of such a line, in bytes.
const LONGEST: usize = 600;

/// Gives cover and figures the credits at the end of the text.
pub(super) fn attach(article: &mut Article) {
    let wanted = wanted(article);
    if !wanted.cover && wanted.figures == 0 {
        return;
    }
    let mut found = Found::default();
    let start = listed_from(&article.blocks).unwrap_or(article.blocks.len());
    lines(&article.blocks[..start], wanted.figures, &mut found);
    listed(&article.blocks[start..], wanted.figures, &mut found);
    if found.is_empty() {
        return;
    }
    let for_cover = found.cover.or_else(|| found.all.clone());
    if let (Some(cover), Some(mut credit)) = (&mut article.cover, for_cover)
        && cover.credit.is_none()
    {
        credit.role = CreditRole::Cover;
        cover.credit = Some(credit);
    }
    figures(&mut article.blocks, &found.all, &mut found.entries);
}

/// Warns of licences that want their author named, where none is, and tells of wordings that look like a licence.
pub(super) fn check(article: &Article, diagnostics: &mut Diagnostics) {
    let mut check = |figure: &Figure| {
        let license =
            figure.credit.as_ref().filter(|credit| credit.author.is_none()).and_then(|credit| credit.license.as_ref());
        if let Some(license) = license.filter(|license| credit::wants_author(license)) {
            diagnostics.push(without_author(&license.name, figure.span));
        }
        diagnostics.extend(odd_license(figure));
        diagnostics.extend(super::license_links::conflict(figure));
    };
    article.cover.iter().for_each(&mut check);
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) = visit {
            check(figure);
        }
    });
}

/// Returns the note about a wording of `figure` that looks like a licence.
fn odd_license(figure: &Figure) -> Option<Diagnostic> {
    let wording = figure.credit.iter().map(|credit| &credit.verbatim).chain([&figure.caption]);
    let odd = wording.map(|line| plain_text(line)).find_map(|text| credit::odd_license(&text).map(str::to_owned))?;
    let message = format!("`{odd}` looks like a licence, but none is called so");
    let help = "write the licence as its deed does, such as `CC BY 3.0 AT`";
    Some(Diagnostic::note("unknown-license", message).at(figure.span).help(help))
}

fn without_author(license: &str, span: Span) -> Diagnostic {
    let message = format!("the picture is under `{license}`, which wants its author named, but no author is stated");
    let help = "name the author in the credit, such as `Photo: NAME, CC BY 4.0`";
    Diagnostic::warning("credit-without-author", message).at(span).help(help)
}

/// What still has no credit.
struct Wanted {
    cover: bool,
    figures: usize,
}

fn wanted(article: &mut Article) -> Wanted {
    let cover = article.cover.as_ref().is_some_and(|cover| cover.credit.is_none());
    let mut figures = 0;
    each_block(&mut article.blocks, &mut |block| {
        if matches!(&block.kind, BlockKind::Figure(figure) if figure.credit.is_none()) {
            figures += 1;
        }
    });
    Wanted { cover, figures }
}

/// The credits found at the end of a text.
#[derive(Default)]
struct Found {
    cover: Option<Credit>,
    /// For all figures.
    all: Option<Credit>,
    /// For single ones.
    entries: Vec<Entry>,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.cover.is_none() && self.all.is_none() && self.entries.is_empty()
    }
}

/// A credit of one figure.
struct Entry {
    /// The number of the figure, from 1.
    number: Option<usize>,
    /// Words that name it, folded.
    name: String,
    credit: Credit,
}

/// Reads the last lines of the text.
fn lines(blocks: &[Block], figures: usize, found: &mut Found) {
    for block in blocks.iter().rev().take(LAST_BLOCKS) {
        if let BlockKind::List { items, .. } = &block.kind {
            let mut entries = items.iter().filter_map(|item| item.blocks.first().and_then(line_of));
            let cover = entries.find_map(|entry| credit::line(entry).filter(credit::is_of_cover));
            found.cover = found.cover.take().or(cover);
        }
        let Some(content) = line_of(block) else { continue };
        if plain_text(content).len() > LONGEST {
            continue;
        }
        let numbered = credit::numbered(content);
        if numbered.len() > 1 {
            found.entries.extend(numbered.into_iter().map(|(number, credit)| Entry {
                number: Some(number),
                name: String::new(),
                credit,
            }));
            continue;
        }
        let Some(credit) = credit::line(content).or_else(|| credit::of_cover_in(content)) else { continue };
        match () {
            () if credit::is_of_all(&credit) && figures > 0 => found.all = found.all.take().or(Some(credit)),
            () if credit::is_of_cover(&credit) || figures == 0 => found.cover = found.cover.take().or(Some(credit)),
            () => {}
        }
    }
}

/// Returns the line of text that `block` is.
fn line_of(block: &Block) -> Option<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph(content) => Some(content),
        BlockKind::Quote { blocks, .. } => match blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(content), .. }] => Some(content),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the block behind the heading `Image credits`, if the text ends with such a list.
fn listed_from(blocks: &[Block]) -> Option<usize> {
    let heading = blocks.iter().rposition(|block| match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => credit::is_heading(&plain_text(content)),
        _ => false,
    })?;
    (heading + 1 < blocks.len() && blocks.len() - heading < 40).then_some(heading + 1)
}

/// Reads a list of credits.
fn listed(blocks: &[Block], figures: usize, found: &mut Found) {
    let mut entries: Vec<(Option<usize>, &[Inline])> = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { .. } => break,
            BlockKind::List { numbering, items, .. } => {
                for (at, item) in items.iter().enumerate() {
                    let number = numbering.is_some().then_some(at + 1);
                    entries.extend(item.blocks.first().and_then(line_of).map(|line| (number, line)));
                }
            }
            _ => entries.extend(line_of(block).map(|line| (None, line))),
        }
    }
    for (number, line) in entries {
        let numbered = credit::numbered(line);
        if !numbered.is_empty() {
            let entry = |(number, credit)| Entry { number: Some(number), name: String::new(), credit };
            found.entries.extend(numbered.into_iter().map(entry));
        } else if let Some(credit) = credit::line(line).filter(|credit| figures == 0 || credit::is_of_cover(credit)) {
            found.cover = found.cover.take().or(Some(credit));
        } else if let Some((name, credit)) = credit::named(line) {
            found.entries.push(Entry { number, name, credit });
        } else if number.is_some() {
            let mut credit = credit::parse(line);
            credit.reasons.push("entry of a list of credits".to_owned());
            found.entries.push(Entry { number, name: String::new(), credit });
        }
    }
}

/// Gives each figure without a credit the one that is for it.
fn figures(blocks: &mut [Block], all: &Option<Credit>, entries: &mut [Entry]) {
    let mut number = 0;
    each_block(blocks, &mut |block| {
        let BlockKind::Figure(figure) = &mut block.kind else { return };
        number += 1;
        if figure.credit.is_some() {
            return;
        }
        let names = names(figure);
        let named = entries.iter().find(|entry| !entry.name.is_empty() && names.contains(&entry.name));
        let entry = named.or_else(|| entries.iter().find(|entry| entry.number == Some(number)));
        figure.credit = entry.map(|entry| entry.credit.clone()).or_else(|| all.clone());
    });
}

fn names(figure: &Figure) -> Vec<String> {
    let alt = figure.pictures.first().and_then(|picture| picture.alt.text()).unwrap_or_default();
    [credit::folded(alt), credit::folded(&plain_text(&figure.caption))]
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect()
}
