//! Anthologies: several articles in one book.
//!
//! [`bind`] makes an [`Article`] that holds the others ([`Article::bound`]). Each keeps its title, authors, dates,
//! rights, related articles and disclaimer. Notes and pictures go into common lists, equal pictures once, and links
//! from one article to another become links inside the book. The book's metadata are the values that all articles
//! share.
//!
//! Spans are shifted as if the sources of the articles followed one another. So a diagnostic about the book can later
//! be returned to the article that it is about ([`Bound::give_back`]).

mod links;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use crate::article::walk_mut::{each, each_figure, each_inline, lines, outer_lines};
use crate::article::{
    Article, Asset, AssetId, BookPart, Contributor, Inline, Lang, Meta, NodeId, Picture, Rights, Series, Target, Visit,
    walk_blocks,
};
use crate::diag::Diagnostics;
use crate::read::lang;
use crate::source::Span;

/// An article that is to be bound.
#[derive(Clone, Debug)]
pub struct BookArticle {
    /// Its file path, by which links refer to it.
    pub path: PathBuf,
    /// Length of its source in bytes.
    pub length: usize,
    /// The article.
    pub article: Article,
    /// The title of the part of the book that begins with it.
    pub part: Option<String>,
}

/// A book.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The book.
    pub article: Article,
    /// Addresses of links that lead to articles that were left out of the book.
    pub(crate) unmet: BTreeSet<String>,
    /// The offset of each article's source in the sequence of all sources.
    starts: Vec<usize>,
}

impl Bound {
    /// Sorts `diagnostics` about the book by article, with spans in the article's own source. Those about the book as
    /// a whole come last.
    pub fn give_back(&self, diagnostics: Diagnostics) -> (Vec<Diagnostics>, Diagnostics) {
        let mut parts = vec![Diagnostics::new(); self.starts.len()];
        let mut whole = Diagnostics::new();
        for mut diagnostic in diagnostics {
            let Some(span) = diagnostic.span else {
                whole.push(diagnostic);
                continue;
            };
            let part = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
            let start = self.starts[part];
            diagnostic.span = Some(Span::new(span.start.saturating_sub(start), span.end.saturating_sub(start)));
            parts[part].push(diagnostic);
        }
        (parts, whole)
    }
}

/// Binds `parts` into a book with the title `title`. `front` holds the book's cover, if there is one, with its assets.
/// `left_out` are the paths of articles that should have been among them: what links to them is noted.
pub fn bind(title: &str, front: Article, mut parts: Vec<BookArticle>, left_out: &[PathBuf]) -> Bound {
    let mut binder = Binder::default();
    let mut book = Article { cover: front.cover, ..Article::default() };
    let renamed = binder.assets(front.assets);
    each_picture(&mut book, &mut |picture| rename(picture, &renamed));
    for (first, part) in parts.iter_mut().enumerate() {
        if let Some(title) = part.part.take() {
            book.parts.push(BookPart { title, first, opening: binder.node() });
        }
        binder.number(&mut part.article, part.length);
    }
    let unmet = links::resolve(&mut parts, left_out);
    book.meta = shared(title, &parts);
    book.words = parts.iter().map(|part| part.article.words).sum();
    book.bound = parts.into_iter().map(|part| part.article).collect();
    book.notes = book.bound.iter_mut().flat_map(|article| std::mem::take(&mut article.notes)).collect();
    book.assets = binder.assets;
    Bound { article: book, unmet, starts: binder.starts }
}

/// The numbers that have been assigned so far.
#[derive(Default)]
struct Binder {
    nodes: u32,
    notes: u32,
    assets: Vec<Asset>,
    /// The first asset with this length and checksum.
    known: HashMap<(u64, u32), AssetId>,
    names: BTreeSet<String>,
    starts: Vec<usize>,
    length: usize,
}

impl Binder {
    /// Returns the number for a title of the book's own.
    fn node(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId(self.nodes)
    }

    /// Takes `assets` over and returns the new number of each.
    fn assets(&mut self, assets: Vec<Asset>) -> Vec<AssetId> {
        assets.into_iter().map(|asset| self.asset(asset)).collect()
    }

    fn asset(&mut self, mut asset: Asset) -> AssetId {
        let id = AssetId(self.assets.len() as u32);
        let known = *self.known.entry(asset.bytes.mark()).or_insert(id);
        if known != id && self.assets[known.0 as usize].bytes.same(&asset.bytes) {
            return known;
        }
        let numbered = (2..).map(|number| format!("{}-{number}", asset.name));
        let name = std::iter::once(asset.name.clone()).chain(numbered).find(|name| self.names.insert(name.clone()));
        asset.name = name.unwrap_or_default();
        self.assets.push(asset);
        id
    }

    /// Renumbers everything in `article`, whose source has `length` bytes, and shifts its spans.
    fn number(&mut self, article: &mut Article, length: usize) {
        let (start, opening, first_note) = (self.length, self.nodes + 1, self.notes);
        self.starts.push(start);
        // One byte between two sources belongs to neither, so that a place at the end of one source is not the start
        // of the next.
        self.length += length + 1;
        self.notes += article.notes.len() as u32;
        article.opening = Some(NodeId(opening));
        let mut last = 0;
        each(article, &mut |block| {
            last = last.max(block.id.0);
            block.id.0 += opening;
            block.span = shifted(block.span, start);
        });
        self.nodes = opening + last;
        article.notes.iter_mut().for_each(|note| note.span = shifted(note.span, start));
        article.related.iter_mut().for_each(|related| related.span = shifted(related.span, start));
        let assets = self.assets(std::mem::take(&mut article.assets));
        each_figure(article, &mut |figure| figure.span = shifted(figure.span, start));
        each_picture(article, &mut |picture| {
            rename(picture, &assets);
            // One without a place of its own has that of its block.
            if picture.span != Span::default() {
                picture.span = shifted(picture.span, start);
            }
        });
        each_target(article, &mut |target| match target {
            Target::Block(node) => node.0 += opening,
            Target::Note(note) => note.0 += first_note,
            // An article of a book has no files of its own, so nothing is seen from them.
            Target::Url(_) | Target::Shelved { .. } => {}
        });
        each_line(article, &mut |line| {
            each_inline(line, &mut |inline| {
                if let Inline::NoteCall(note) = inline {
                    note.0 += first_note;
                }
            });
        });
    }
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn rename(picture: &mut Picture, assets: &[AssetId]) {
    if let Ok(asset) = &mut picture.asset {
        *asset = assets[asset.0 as usize];
    }
}

/// Calls `change` for every sequence of inlines in `article`.
fn each_line(article: &mut Article, change: &mut dyn FnMut(&mut Vec<Inline>)) {
    each(article, &mut |block| lines(&mut block.kind).into_iter().for_each(&mut *change));
    outer_lines(article, change);
}

/// Calls `change` for every picture in `article`.
fn each_picture(article: &mut Article, change: &mut dyn FnMut(&mut Picture)) {
    each_figure(article, &mut |figure| figure.pictures.iter_mut().for_each(&mut *change));
    each_line(article, &mut |line| {
        each_inline(line, &mut |inline| {
            if let Inline::Picture(picture) = inline {
                change(picture);
            }
        });
    });
}

/// Calls `change` for the target of every link in `article`.
fn each_target(article: &mut Article, change: &mut dyn FnMut(&mut Target)) {
    each_picture(article, &mut |picture| picture.link.iter_mut().for_each(&mut *change));
    each_line(article, &mut |line| {
        each_inline(line, &mut |inline| {
            if let Inline::Link { target, .. } = inline {
                change(target);
            }
        });
    });
}

/// Returns the metadata of the book: the values that all articles share.
fn shared(title: &str, parts: &[BookArticle]) -> Meta {
    let metas: Vec<&Meta> = parts.iter().map(|part| &part.article.meta).collect();
    let (lang, dir) = main_language(title, parts);
    let series = common(metas.iter().map(|meta| meta.series.as_ref().map(|series| series.name.clone())));
    Meta {
        title: vec![Inline::Text(title.to_owned())],
        contributors: people(&metas),
        lang,
        dir,
        tags: without_repetitions(metas.iter().flat_map(|meta| &meta.tags)),
        rights: common(metas.iter().map(|meta| Some(meta.rights.clone()))).unwrap_or_else(Rights::default),
        publisher: common(metas.iter().map(|meta| meta.publisher.clone())),
        publication: common(metas.iter().map(|meta| meta.publication.clone())),
        series: series.map(|name| Series { name, position: None }),
        ..Meta::default()
    }
}

/// Returns the value that all `values` have; `None` if they differ, or if one of them is missing.
fn common<T: PartialEq>(mut values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = values.next()??;
    values.all(|value| value.as_ref() == Some(&first)).then_some(first)
}

/// Returns the language of the book and its direction: those of its title, if its language can be told, or else those
/// of most words. If several languages have equally many, the order of the articles decides. Articles in an unknown
/// language do not count.
fn main_language(title: &str, parts: &[BookArticle]) -> (Lang, crate::article::Direction) {
    let mut words: Vec<(&Article, usize)> = Vec::new();
    for BookArticle { article, .. } in parts.iter().filter(|part| part.article.meta.lang != Lang::default()) {
        match words.iter_mut().find(|(known, _)| known.meta.lang == article.meta.lang) {
            Some((_, sum)) => *sum += article.words,
            None => words.push((article, article.words)),
        }
    }
    let candidates: Vec<lang::Candidate<'_>> =
        words.iter().map(|(article, sum)| candidate(title, (&article.meta.lang, *sum), parts)).collect();
    if let Some(lang) = lang::of_title(title, &candidates) {
        let known = words.iter().find(|(article, _)| article.meta.lang == lang);
        let dir = known.map_or_else(|| lang::direction(&lang), |(article, _)| article.meta.dir);
        return (lang, dir);
    }
    let most = words.iter().map(|(_, sum)| *sum).max().unwrap_or_default();
    let first = words.iter().find(|(_, sum)| *sum == most);
    first.map(|(article, _)| (article.meta.lang.clone(), article.meta.dir)).unwrap_or_default()
}

/// Returns `lang`, whose articles have `words` words, with the words of `title` that they use.
fn candidate<'a>(title: &str, (lang, words): (&'a Lang, usize), parts: &[BookArticle]) -> lang::Candidate<'a> {
    let written: BTreeSet<String> = lang::title_words(title).into_iter().collect();
    let mut known = BTreeSet::new();
    // The only language needs no evidence.
    let several = parts.iter().any(|part| part.article.meta.lang != *lang);
    for part in parts.iter().filter(|part| several && part.article.meta.lang == *lang) {
        walk_blocks(&part.article.blocks, &mut |visit| {
            let Visit::Inline(Inline::Text(text)) = visit else { return };
            let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            known.extend(words.map(str::to_lowercase).filter(|word| written.contains(word)));
        });
    }
    lang::Candidate { lang, known, words }
}

/// Returns each contributor once for each of their roles, in the order of the articles.
fn people(metas: &[&Meta]) -> Vec<Contributor> {
    let mut people: Vec<Contributor> = Vec::new();
    for who in metas.iter().flat_map(|meta| &meta.contributors) {
        match people.iter_mut().find(|known| known.name == who.name && known.role == who.role) {
            Some(known) => known.url = known.url.take().or_else(|| who.url.clone()),
            // An affiliation in one article says nothing about the others.
            None => people.push(Contributor { affiliation: None, bio: None, ..who.clone() }),
        }
    }
    people
}

fn without_repetitions<'a>(tags: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    tags.filter(|tag| seen.insert(tag.to_lowercase())).cloned().collect()
}

#[cfg(test)]
mod tests;
