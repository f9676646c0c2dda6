//! Resolves what can only be known once the whole article has been read.
//!
//! This covers title, language and direction, headings and their slugs, block numbers, links inside the article,
//! lines of tags and of facts, related articles at its end, typographic punctuation, and word count.

mod headings;
mod links;
mod notes;
pub(super) mod punctuation;
mod title;
mod words;

use std::path::Path;

pub(super) use headings::slugify;
pub(super) use title::from_name as title_from_name;

use super::files::Files;
use super::tag_lines::{self, Place};
use super::{Options, date, fact_lines, lang, related};
use crate::article::walk_mut as walk;
use crate::article::{Article, Block, BlockKind, Date, Inline, Lang, Meta, NodeId, Provenance, count_words};
use crate::diag::{Diagnostic, Diagnostics};
use crate::labels;
use crate::source::{Source, Span};

/// Whether punctuation is made typographic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// Straight quotes, double hyphens and three full stops become typographic punctuation.
    Smart,
    /// Punctuation stays unchanged.
    Verbatim,
}

/// The origin of an article.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    /// The source.
    pub source: &'a Source,
    /// The files that it may name.
    pub files: &'a dyn Files,
}

/// What the elements of the source are called.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The names by which links refer to blocks.
    pub anchors: Vec<(String, NodeId)>,
    /// The elements whose classes say that they hold related articles.
    pub related: Vec<Span>,
}

/// Finishes `article`; `named` are the names in its source.
pub(super) fn resolve(
    article: &mut Article,
    named: Named,
    marks: Marks,
    origin: Origin<'_>,
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    let source = origin.source;
    unwrap_whole(article);
    tag_lines::take(article, Place::Start, source, diagnostics);
    title::settle(article, source);
    for place in [Place::Start, Place::End] {
        tag_lines::take(article, place, source, diagnostics);
        if marks == Marks::Smart {
            fact_lines::take(article, place, source, diagnostics);
        }
    }
    settle_language(article, source, options, diagnostics);
    settle_date(article, source);
    // In scraped text they are found before.
    if marks == Marks::Smart {
        related::collect(article, &named.related, diagnostics);
        tag_lines::take(article, Place::End, source, diagnostics);
    }
    crate::halt::now();
    headings::settle(article);
    let renumbered = number(article);
    links::settle(article, named.anchors, &renumbered, origin, options, diagnostics);
    crate::halt::now();
    notes::cut_circles(article, diagnostics);
    title_callouts(article);
    if marks == Marks::Smart {
        punctuation::smarten(article);
    }
    crate::halt::now();
    punctuation::join_escapes(article);
    article.words = count_words(&article.blocks);
}

/// Removes a division around the whole article; its language and direction become the article's.
fn unwrap_whole(article: &mut Article) {
    while let [Block { kind: BlockKind::Group(_), .. }] = article.blocks.as_slice() {
        let Some(Block { kind: BlockKind::Group(inner), lang, dir, .. }) = article.blocks.pop() else { return };
        article.blocks = inner;
        article.meta.dir = dir.unwrap_or(article.meta.dir);
        if let Some(lang) = lang.filter(|_| article.meta.lang == Lang::default()) {
            provenance(article, "lang", &lang.0, "lang attribute");
            article.meta.lang = lang;
        }
    }
}

fn provenance(article: &mut Article, field: &'static str, value: &str, key: &str) {
    article.meta.provenance.retain(|known| known.field != field);
    let (value, key) = (value.to_owned(), key.to_owned());
    article.meta.provenance.push(Provenance { field, value, key, line: None });
}

/// Determines the language: requested, declared, from the path, or detected.
fn settle_language(article: &mut Article, source: &Source, options: &Options, diagnostics: &mut Diagnostics) {
    let asked = options.lang.as_deref().and_then(lang::normalise).map(|lang| (lang, "option"));
    let found = asked.or_else(|| {
        if article.meta.lang != Lang::default() {
            return None;
        }
        let named = lang::from_path(&source.path.to_string_lossy()).map(|lang| (lang, "path"));
        let stated = || {
            let stated = options.defaults.lang.as_ref()?;
            lang::normalise(&stated.value).map(|lang| (lang, stated.from.as_str()))
        };
        let told = || lang::detect(&words::sample(&article.blocks)).map(|lang| (lang, "detected"));
        named.or_else(stated).or_else(told)
    });
    if let Some((lang, key)) = found {
        provenance(article, "lang", &lang.0, key);
        article.meta.lang = lang;
    }
    if article.meta.lang == Lang::default() {
        let message = "the language is not stated and could not be told from the text: nothing is hyphenated, and \
                       readers may speak it wrongly";
        let help = "state it as `lang: en` in the front matter, or with --lang en";
        diagnostics.push(Diagnostic::warning("unknown-language", message).help(help));
    }
    if article.meta.lang != Lang::default() {
        article.meta.dir = lang::direction(&article.meta.lang);
    }
}

/// Takes the date from the file name, from its folders, or from the page's address in the front matter.
fn settle_date(article: &mut Article, source: &Source) {
    if article.meta.date.is_none()
        && let Some((date, key)) = date_of(&article.meta, &source.path)
    {
        provenance(article, "date", &date.iso, key);
        article.meta.date = Some(date);
    }
}

/// Returns the date of the article at `path`, and where it is stated: in the front matter, else in the file name or
/// folders, else in the page's address.
pub(super) fn date_of(meta: &Meta, path: &Path) -> Option<(Date, &'static str)> {
    if let Some(date) = &meta.date {
        return Some((date.clone(), "date"));
    }
    let named = date::from_path(&path.to_string_lossy()).map(|date| (date, "file name"));
    named.or_else(|| {
        ["path", "permalink", "url", "slug"].into_iter().find_map(|key| {
            let own = meta.provenance.iter().find(|known| known.field == "source_url" && known.key == key);
            let address = own.map(|known| known.value.as_str());
            let address = address.or_else(|| meta.extra.get(key)?.as_str())?;
            date::from_path(address).map(|date| (date, key))
        })
    })
}

/// Numbers all blocks in document order. Returns pairs of old and new numbers.
fn number(article: &mut Article) -> Vec<(NodeId, NodeId)> {
    let mut renumbered = Vec::new();
    let mut next = 0;
    walk::each(article, &mut |block| {
        next += 1;
        renumbered.push((block.id, NodeId(next)));
        block.id = NodeId(next);
    });
    renumbered.sort();
    renumbered
}

/// Gives callouts without a title the name of their kind.
fn title_callouts(article: &mut Article) {
    let labels = labels::of(&article.meta.lang);
    walk::each(article, &mut |block| match &mut block.kind {
        BlockKind::Callout { kind, title, .. } if title.is_empty() => {
            title.push(Inline::Text(labels.callout(*kind).to_owned()));
        }
        _ => {}
    });
}
