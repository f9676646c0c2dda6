//! Writes the text files of an EPUB, in reading order.

use super::cover::{self, OnTitlePage, Shown};
use super::credits;
use super::files::{End, Entry, Math, Page, PageKind, TextFile};
use super::images::Images;
use super::library::LIBRARY;
use super::page_marks::{PageMarks, PrintedPage};
use super::pages;
use super::plan::{Chapter, Document, Plan};
use super::xhtml::{self, Body, Writer};
use super::xml::Markup;
use crate::article::{Article, BlockKind, BookPart, PageBreak, name_text};
use crate::diag::Diagnostics;
use crate::labels::{self, Labels};

/// A part of the text to which notes may still be added; it becomes a file, or the end of one.
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
            draft.add_math(notes.math);
        }
    }
    let drafts = files(plan, drafts);
    let cover = cover.and_then(|shown| cover::page(&writer, shown)).map(|markup| cover_file(article, labels, &markup));
    let finished = drafts.into_iter().map(|draft| finish(plan.article(draft.place, article), draft));
    let files = cover.into_iter().chain(finished).collect();
    (files, writer.marks.printed())
}

fn drafts<'a>(writer: &mut Writer<'a>, plan: &'a Plan<'a>, labels: &Labels) -> Vec<Draft> {
    let article = writer.article;
    let title = article.meta.title_text();
    let is_book = !article.bound.is_empty();
    let mut drafts = Vec::new();
    if is_book {
        let body = pages::half_title(writer);
        drafts.push(draft(Document::HalfTitle, &title, PageKind::HalfTitle, body));
    }
    if is_book || plan.chapters.first().is_none_or(|chapter| !chapter.opens) {
        let body = pages::title_page(writer);
        drafts.push(draft(Document::Title, &title, PageKind::Title, body));
    }
    for (number, one) in article.articles().enumerate() {
        if let Some(part) = number.checked_sub(1).and_then(|bound| article.part_before(bound)) {
            drafts.push(part_page(writer, part));
        }
        let in_part = article.parts.first().is_some_and(|part| number > part.first);
        chapters(writer, plan, (one, in_part), &mut drafts);
        related(writer, plan, number, one, &mut drafts);
    }
    end(writer, plan, labels, &mut drafts);
    // The title of a book is not listed.
    if let Some(first) = drafts.first_mut().filter(|_| !is_book) {
        let entry = Entry { href: first.page.path.clone(), title, sections: Vec::new() };
        first.page.entries.insert(0, entry);
    }
    drafts
}

/// Returns the title page of a part. Reading begins with that of the first part, if that begins with the first article.
fn part_page(writer: &mut Writer<'_>, (number, part): (usize, &BookPart)) -> Draft {
    let place = Document::Part(number);
    let body = pages::part_page(writer, number, part);
    let kind = if part.first == 0 { PageKind::Start } else { PageKind::Text };
    let mut one = draft(place, &part.title, kind, body);
    one.page.entries.push(Entry { href: place.path(), title: part.title.clone(), sections: Vec::new() });
    one
}

/// Adds the files of the text of `article`.
fn chapters<'a>(
    writer: &mut Writer<'a>,
    plan: &'a Plan<'a>,
    (article, in_part): (&'a Article, bool),
    drafts: &mut Vec<Draft>,
) {
    let of_article = |(_, chapter): &(usize, &Chapter<'a>)| std::ptr::eq(chapter.article, article);
    let mut name = article.meta.title_text();
    for (index, chapter) in plan.chapters.iter().enumerate().filter(of_article) {
        let place = Document::Chapter(index);
        if let Some((_, text)) = chapter.heading().filter(|(_, text)| !chapter.opens && !text.trim().is_empty()) {
            name = text;
        }
        let body = pages::chapter(writer, place, chapter, &name);
        let starts = index == 0 && writer.article.parts.first().is_none_or(|part| part.first > 0);
        let kind = if starts { PageKind::Start } else { PageKind::Text };
        let mut one = draft(place, &name, kind, body);
        if chapter.opens && article.opening.is_some() {
            let (href, title) = (place.path(), name.clone());
            match drafts.iter_mut().rev().find_map(|draft| draft.page.entries.last_mut()).filter(|_| in_part) {
                Some(part) => part.sections.push((href, title)),
                None => one.page.entries.push(Entry { href, title, sections: Vec::new() }),
            }
        }
        // Readers list two levels, so a book with parts lists no sections of articles.
        if !in_part {
            list_sections(chapter, &mut one.page, drafts);
        }
        drafts.push(one);
    }
}

/// Lists the headings of `chapter`, whose file is `page`: those of level 1 and 2 by themselves, or else below the
/// heading, or the article of a book, before them. `drafts` are the files before it. Readers list two levels (Kindle
/// Publishing Guidelines §5.2.1).
fn list_sections(chapter: &Chapter<'_>, page: &mut Page, drafts: &mut [Draft]) {
    let in_book = chapter.article.opening.is_some();
    for (index, piece) in chapter.pieces.iter().enumerate() {
        let BlockKind::Heading { level, slug, content } = &piece.block.kind else { continue };
        let title = name_text(content);
        if *level > if in_book { 2 } else { 3 } || title.trim().is_empty() {
            continue;
        }
        let at_start = index == 0 && !chapter.opens;
        let href = format!("{}#{slug}", page.path);
        if *level <= 2 && !in_book {
            let href = if at_start { page.path.clone() } else { href };
            page.entries.push(Entry { href, title, sections: Vec::new() });
            continue;
        }
        let own = page.entries.last_mut();
        match own.or_else(|| drafts.iter_mut().rev().find_map(|draft| draft.page.entries.last_mut())) {
            Some(before) => before.sections.push((href, title)),
            None => page.entries.push(Entry { href, title, sections: Vec::new() }),
        }
    }
}

/// Adds the related articles of `article`, which has the number `number`, and its disclaimer if it is bound into a
/// book.
fn related<'a>(writer: &mut Writer<'a>, plan: &Plan<'_>, number: usize, article: &'a Article, drafts: &mut Vec<Draft>) {
    let labels = labels::of(&article.meta.lang);
    let title = match (article.related.is_empty(), article.disclaimer.is_empty() || article.opening.is_none()) {
        (false, _) => labels.related_reading,
        (true, false) => labels.disclaimer,
        (true, true) => return,
    };
    let place = Document::Related(number);
    let next = writer.article.articles().nth(number + 1).and_then(|next| next.opening);
    let body = pages::related_page(writer, place, article, next);
    let mut one = draft(place, title, PageKind::Text, body);
    if article.opening.is_none() {
        one.page.entries.push(listed(plan, place, pages::RELATED, title));
    }
    drafts.push(one);
}

/// Adds the other articles in the library and the credits, or only the line about Offprint if there is nothing to credit.
fn end(writer: &mut Writer<'_>, plan: &Plan<'_>, labels: &Labels, drafts: &mut Vec<Draft>) {
    let place = Document::Credits;
    let library = (!writer.article.shelved.is_empty()).then_some((LIBRARY, labels.library));
    let named = credits::has_credits(writer).then_some((credits::CREDITS, labels.credits));
    // A file that has both is a colophon.
    if let Some((_, title)) = named.or(library) {
        let kind = if named.is_some() { PageKind::Colophon } else { PageKind::Text };
        let body = credits::end_page(writer);
        let mut one = draft(place, title, kind, body);
        for (id, title) in library.into_iter().chain(named) {
            let is_first = one.page.entries.is_empty();
            one.page.entries.push(if is_first {
                listed(plan, place, id, title)
            } else {
                within(plan, place, id, title)
            });
        }
        drafts.push(one);
    } else if plan.file(place) != place {
        let body = credits::last_line(writer);
        drafts.push(draft(place, labels.credits, PageKind::Text, body));
    } else if let Some(last) = drafts.last_mut() {
        let line = writer.article.bound.is_empty().then(|| credits::last_line(writer));
        line.iter().for_each(|line| last.body.markup.raw(line.markup.as_str()));
        writer.mark_back_in(&mut last.body);
    }
}

/// Returns the entry of the part at `place`, whose heading is named `id`.
fn listed(plan: &Plan<'_>, place: Document, id: &str, title: &str) -> Entry {
    let file = plan.file(place);
    if file != place {
        return within(plan, place, id, title);
    }
    Entry { href: file.path(), title: title.to_owned(), sections: Vec::new() }
}

/// Returns the entry of what stands below the heading `id` in the part at `place`.
fn within(plan: &Plan<'_>, place: Document, id: &str, title: &str) -> Entry {
    let href = format!("{}#{}", plan.file(place).path(), plan.own_id(id));
    Entry { href, title: title.to_owned(), sections: Vec::new() }
}

fn draft(place: Document, title: &str, kind: PageKind, body: Body) -> Draft {
    let page = Page { path: place.path(), title: title.to_owned(), entries: Vec::new(), ends: Vec::new(), kind };
    Draft { place, page, body }
}

/// Joins the parts that share a file.
fn files(plan: &Plan<'_>, parts: Vec<Draft>) -> Vec<Draft> {
    let mut files: Vec<Draft> = Vec::new();
    for part in parts {
        let file = plan.file(part.place);
        match files.iter_mut().rfind(|draft| draft.place == file && part.place != file) {
            Some(draft) => draft.join(part),
            None => files.push(part),
        }
    }
    files
}

impl Draft {
    /// Adds `part` at the end of the file.
    fn join(&mut self, part: Draft) {
        self.body.markup.line();
        self.body.markup.raw(part.body.markup.as_str());
        self.add_math(part.body.math);
        // Its address is that of its heading, which is what the contents list; the credits follow the library.
        let href = part.page.entries.last().map(|entry| entry.href.clone());
        self.page.ends.extend(href.map(|href| End { kind: part.page.kind, title: part.page.title, href }));
        self.page.entries.extend(part.page.entries);
    }

    fn add_math(&mut self, math: Math) {
        if math == Math::Present {
            self.body.math = math;
        }
    }
}

fn finish(article: &Article, draft: Draft) -> TextFile<'_> {
    let matter = match draft.place {
        Document::HalfTitle | Document::Title => "frontmatter",
        Document::Part(_) | Document::Chapter(_) => "bodymatter",
        Document::Related(number) if number > 0 => "bodymatter",
        Document::Related(_) | Document::Credits => "backmatter",
    };
    let xhtml = xhtml::document(article, &draft.page.title, matter, &draft.body.markup);
    TextFile { article, page: draft.page, xhtml, math: draft.body.math }
}

fn cover_file<'a>(article: &'a Article, labels: &Labels, markup: &Markup) -> TextFile<'a> {
    let (title, kind) = (labels.cover.to_owned(), PageKind::Cover);
    let page = Page { path: "cover.xhtml".into(), title, entries: Vec::new(), ends: Vec::new(), kind };
    let xhtml = xhtml::document(article, labels.cover, "frontmatter", markup);
    TextFile { article, xhtml, page, math: Math::Absent }
}
