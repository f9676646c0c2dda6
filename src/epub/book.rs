//! The text files of an EPUB, in reading order.

use super::images::Images;
use super::page_marks::{PageMarks, PrintedPage};
use super::pages;
use super::plan::{Chapter, Place, Plan};
use super::skeleton::{Kind, Page};
use super::xhtml::{self, Body, Math, Writer};
use super::xml::Markup;
use crate::article::{Article, AssetId, BlockKind, PageBreak, plain_text};
use crate::diag::Diagnostics;
use crate::labels::{self, Labels};

/// An XHTML file, and what the package needs to know of it.
pub(super) struct TextFile {
    /// Its part in the publication.
    pub(super) page: Page,
    /// Its content.
    pub(super) xhtml: String,
    /// Whether it holds MathML.
    pub(super) math: Math,
}

/// A file while it may still get notes.
struct Draft {
    place: Place,
    page: Page,
    body: Body,
}

/// Writes every text file but the navigation: cover, title, chapters, related articles, credits; with marks where the
/// pages of a printed edition begin.
pub(super) fn write<'a>(
    article: &'a Article,
    plan: &'a Plan<'a>,
    images: &'a Images<'a>,
    (cover, breaks): (Option<AssetId>, &[PageBreak]),
    diagnostics: &'a mut Diagnostics,
) -> (Vec<TextFile>, Vec<PrintedPage>) {
    let labels = labels::of(&article.meta.lang);
    let mut writer = Writer::new(article, plan, images, diagnostics);
    writer.marks = PageMarks::new(breaks);
    let mut drafts = drafts(&mut writer, plan, labels);
    let last = plan.chapters.len().checked_sub(1).map_or(Place::Credits, Place::Chapter);
    for (place, notes, math) in writer.notes(last) {
        if let Some(draft) = drafts.iter_mut().find(|draft| draft.place == place) {
            draft.body.markup.raw(notes.as_str());
            draft.body.math = if math == Math::Present { math } else { draft.body.math };
        }
    }
    let cover = cover.and_then(|id| pages::cover(&writer, id)).map(|markup| cover_file(article, labels, &markup));
    let files = cover.into_iter().chain(drafts.into_iter().map(|draft| finish(article, draft))).collect();
    (files, writer.marks.printed())
}

fn drafts<'a>(writer: &mut Writer<'a>, plan: &'a Plan<'a>, labels: &Labels) -> Vec<Draft> {
    let article = writer.article;
    let title = article.meta.title_text();
    // Text before the first heading goes by the article's title; where there is none, the title page does.
    let opens_bare = plan.chapters.first().is_some_and(|chapter| heading(chapter).is_none());
    let body = writer.title_page();
    let mut drafts = vec![draft(Place::Title, (!opens_bare).then(|| title.clone()), &title, Kind::Title, body)];
    for (index, chapter) in plan.chapters.iter().enumerate() {
        let place = Place::Chapter(index);
        let before = drafts.iter_mut().rfind(|draft| draft.page.listed.is_some()).filter(|_| chapter.continues);
        let name = match (&before, heading(chapter)) {
            (Some(before), _) => before.page.title.clone(),
            (None, Some((_, text))) if !text.trim().is_empty() => text,
            _ => title.clone(),
        };
        let listed = before.is_none().then(|| name.clone());
        // The contents list a chapter once, with the sections of all its files.
        let sections = sections(place, chapter);
        let own = match before {
            Some(before) => {
                before.page.sections.extend(sections);
                Vec::new()
            }
            None => sections,
        };
        let body = writer.chapter(place, chapter, &name);
        let kind = if index == 0 { Kind::Start } else { Kind::Text };
        let mut one = draft(place, listed, &name, kind, body);
        one.page.sections = own;
        drafts.push(one);
    }
    if !article.related.is_empty() {
        let body = writer.related_page();
        drafts.push(draft(
            Place::Related,
            Some(labels.related_reading.into()),
            labels.related_reading,
            Kind::Text,
            body,
        ));
    }
    let body = writer.credits_page();
    drafts.push(draft(Place::Credits, Some(labels.credits.into()), labels.credits, Kind::Colophon, body));
    drafts
}

fn draft(place: Place, listed: Option<String>, title: &str, kind: Kind, body: Body) -> Draft {
    let page = Page { path: place.path(), listed, title: title.to_owned(), sections: Vec::new(), kind };
    Draft { place, page, body }
}

fn finish(article: &Article, draft: Draft) -> TextFile {
    let matter = match draft.place {
        Place::Title => "frontmatter",
        Place::Chapter(_) => "bodymatter",
        Place::Related | Place::Credits => "backmatter",
    };
    let xhtml = xhtml::document(article, &draft.page.title, matter, &draft.body.markup);
    TextFile { page: draft.page, xhtml, math: draft.body.math }
}

fn cover_file(article: &Article, labels: &Labels, markup: &Markup) -> TextFile {
    let title = labels.cover.to_owned();
    let page = Page { path: "cover.xhtml".into(), listed: None, title, sections: Vec::new(), kind: Kind::Cover };
    TextFile { xhtml: xhtml::document(article, labels.cover, "frontmatter", markup), page, math: Math::Absent }
}

/// Identifier and text of the heading that opens `chapter`.
pub(super) fn heading<'a>(chapter: &Chapter<'a>) -> Option<(&'a str, String)> {
    match &chapter.pieces.first()?.block.kind {
        BlockKind::Heading { level: ..=2, slug, content } => Some((slug, plain_text(content))),
        _ => None,
    }
}

/// Address and text of the headings one level below the chapter's: readers list two levels (Kindle Publishing
/// Guidelines §5.2.1).
fn sections(place: Place, chapter: &Chapter<'_>) -> Vec<(String, String)> {
    let section = |kind: &BlockKind| match kind {
        BlockKind::Heading { level: 3, slug, content } => {
            Some((format!("{}#{slug}", place.path()), plain_text(content)))
        }
        _ => None,
    };
    let sections = chapter.pieces.iter().filter_map(|piece| section(&piece.block.kind));
    sections.filter(|(_, text)| !text.trim().is_empty()).collect()
}
