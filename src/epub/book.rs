//! Writes the text files of an EPUB, in reading order.

use super::cover::{self, OnTitlePage, Shown};
use super::files::{Math, Page, PageKind, TextFile};
use super::images::Images;
use super::page_marks::{PageMarks, PrintedPage};
use super::pages;
use super::plan::{Chapter, Document, Plan};
use super::xhtml::{self, Body, Writer};
use super::xml::Markup;
use crate::article::{Article, BlockKind, PageBreak, name_text};
use crate::diag::Diagnostics;
use crate::labels::{self, Labels};

/// A file to which notes may still be added.
struct Draft {
    place: Document,
    page: Page,
    body: Body,
}

/// Writes every text file except the navigation: cover, title, chapters, related articles, credits. Also marks the
/// page breaks of a print edition.
pub(super) fn write<'a, 'w>(
    article: &'a Article,
    plan: &'w Plan<'a>,
    images: &'w Images<'w>,
    (cover, on_title_page, breaks): (Option<Shown<'_>>, OnTitlePage, &[PageBreak]),
    diagnostics: &'w mut Diagnostics,
) -> (Vec<TextFile<'a>>, Vec<PrintedPage>) {
    let labels = labels::of(&article.meta.lang);
    let mut writer = Writer::new(article, plan, images, diagnostics);
    writer.marks = PageMarks::new(breaks);
    writer.cover = on_title_page;
    let mut drafts = drafts(&mut writer, plan, labels);
    let last = plan.chapters.len().checked_sub(1).map_or(Document::Credits, Document::Chapter);
    for notes in writer.notes(last) {
        if let Some(draft) = drafts.iter_mut().find(|draft| draft.place == notes.document) {
            draft.body.markup.raw(notes.markup.as_str());
            draft.body.math = if notes.math == Math::Present { notes.math } else { draft.body.math };
        }
    }
    let cover = cover.and_then(|shown| cover::page(&writer, shown)).map(|markup| cover_file(article, labels, &markup));
    let finished = drafts.into_iter().map(|draft| finish(plan.article(draft.place, article), draft));
    let files = cover.into_iter().chain(finished).collect();
    (files, writer.marks.printed())
}

fn drafts<'a>(writer: &mut Writer<'a>, plan: &'a Plan<'a>, labels: &Labels) -> Vec<Draft> {
    let article = writer.article;
    let title = article.meta.title_text();
    // Text before the first heading is listed under the article's title. If there is no such text, the title page is
    // listed instead. The title of a book is not listed.
    let listed = article.bound.is_empty() && plan.chapters.first().is_none_or(|chapter| chapter.heading().is_some());
    let mut drafts = Vec::new();
    if !article.bound.is_empty() {
        let body = pages::half_title(writer);
        drafts.push(draft(Document::HalfTitle, None, &title, PageKind::HalfTitle, body));
    }
    let body = pages::title_page(writer);
    drafts.push(draft(Document::Title, listed.then(|| title.clone()), &title, PageKind::Title, body));
    for (number, one) in article.articles().enumerate() {
        chapters(writer, plan, one, &mut drafts);
        related(writer, number, one, &mut drafts);
    }
    if pages::has_credits(writer) {
        let body = pages::credits_page(writer);
        drafts.push(draft(Document::Credits, Some(labels.credits.into()), labels.credits, PageKind::Colophon, body));
    } else if let Some(last) = drafts.last_mut() {
        writer.mark_back_in(&mut last.body);
    }
    drafts
}

/// Adds the files of the text of `article`.
fn chapters<'a>(writer: &mut Writer<'a>, plan: &'a Plan<'a>, article: &'a Article, drafts: &mut Vec<Draft>) {
    let of_article = |(_, chapter): &(usize, &Chapter<'a>)| std::ptr::eq(chapter.article, article);
    let listed_level = listed_level(plan, article);
    for (index, chapter) in plan.chapters.iter().enumerate().filter(of_article) {
        let place = Document::Chapter(index);
        let joins = chapter.continues || article.opening.is_some() && !chapter.opens;
        let before = drafts.iter_mut().rfind(|draft| draft.page.listed.is_some()).filter(|_| joins);
        let name = match (&before, chapter.heading()) {
            (Some(before), _) if chapter.continues => before.page.title.clone(),
            (_, Some((_, text))) if !text.trim().is_empty() && !chapter.opens => text,
            _ => article.meta.title_text(),
        };
        let listed = before.is_none().then(|| name.clone());
        // The table of contents lists a chapter once, with the sections of all its files.
        let sections = sections(place, chapter, listed_level);
        let own = match before {
            Some(before) => {
                before.page.sections.extend(sections);
                Vec::new()
            }
            None => sections,
        };
        let body = pages::chapter(writer, place, chapter, &name);
        let kind = if index == 0 { PageKind::Start } else { PageKind::Text };
        let mut one = draft(place, listed, &name, kind, body);
        one.page.sections = own;
        drafts.push(one);
    }
}

/// Returns the level of headings that are listed below a chapter, one below the chapters' own, since readers list two
/// levels (Kindle Publishing Guidelines §5.2.1).
fn listed_level(plan: &Plan<'_>, article: &Article) -> u8 {
    let own = plan.chapters.iter().filter(|chapter| std::ptr::eq(chapter.article, article));
    let mut inner = own.flat_map(|chapter| chapter.pieces.iter().skip(usize::from(!chapter.continues)));
    let section = |kind: &BlockKind| matches!(kind, BlockKind::Heading { level: ..=2, .. });
    if article.opening.is_some() || inner.any(|piece| section(&piece.block.kind)) { 2 } else { 3 }
}

/// Adds the file with the related articles of `article`, which has the number `number`, and with its disclaimer if it
/// is bound into a book.
fn related<'a>(writer: &mut Writer<'a>, number: usize, article: &'a Article, drafts: &mut Vec<Draft>) {
    let labels = labels::of(&article.meta.lang);
    let title = match (article.related.is_empty(), article.disclaimer.is_empty() || article.opening.is_none()) {
        (false, _) => labels.related_reading,
        (true, false) => labels.disclaimer,
        (true, true) => return,
    };
    let place = Document::Related(number);
    let next = writer.article.articles().nth(number + 1).and_then(|next| next.opening);
    let body = pages::related_page(writer, place, article, next);
    let listed = article.opening.is_none().then(|| title.to_owned());
    drafts.push(draft(place, listed, title, PageKind::Text, body));
}

fn draft(place: Document, listed: Option<String>, title: &str, kind: PageKind, body: Body) -> Draft {
    let page = Page { path: place.path(), listed, title: title.to_owned(), sections: Vec::new(), kind };
    Draft { place, page, body }
}

fn finish(article: &Article, draft: Draft) -> TextFile<'_> {
    let matter = match draft.place {
        Document::HalfTitle | Document::Title => "frontmatter",
        Document::Chapter(_) => "bodymatter",
        Document::Related(number) if number > 0 => "bodymatter",
        Document::Related(_) | Document::Credits => "backmatter",
    };
    let xhtml = xhtml::document(article, &draft.page.title, matter, &draft.body.markup);
    TextFile { article, page: draft.page, xhtml, math: draft.body.math }
}

fn cover_file<'a>(article: &'a Article, labels: &Labels, markup: &Markup) -> TextFile<'a> {
    let title = labels.cover.to_owned();
    let page = Page { path: "cover.xhtml".into(), listed: None, title, sections: Vec::new(), kind: PageKind::Cover };
    let xhtml = xhtml::document(article, labels.cover, "frontmatter", markup);
    TextFile { article, xhtml, page, math: Math::Absent }
}

/// Returns address and text of the headings of level `listed` in `chapter`.
fn sections(place: Document, chapter: &Chapter<'_>, listed: u8) -> Vec<(String, String)> {
    let section = |kind: &BlockKind| match kind {
        BlockKind::Heading { level, slug, content } if *level == listed => {
            Some((format!("{}#{slug}", place.path()), name_text(content)))
        }
        _ => None,
    };
    let sections = chapter.pieces.iter().filter_map(|piece| section(&piece.block.kind));
    sections.filter(|(_, text)| !text.trim().is_empty()).collect()
}
