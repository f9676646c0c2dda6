//! Writes the pages around the text: title, parts, openings, related articles.

use super::cover;
use super::credits::{disclaimer, has_credits, made_with};
use super::plan::{Chapter, Document, anchor};
use super::xhtml::{Body, Writer};
use super::xml::Attributes;
use crate::article::{Article, BookPart, Contributor, NodeId, Related, Role, Target, plain_text};

/// Identifier of the heading of the related articles, unless a heading of the text has it.
pub(super) const RELATED: &str = "related";

/// Roles of contributors, in the order of a title page.
const ROLES: [Role; 6] =
    [Role::Author, Role::Editor, Role::Translator, Role::Illustrator, Role::Photographer, Role::Contributor];

/// Writes the half-title of a book, which shows only its title.
pub(super) fn half_title(writer: &mut Writer<'_>) -> Body {
    writer.begin(Document::HalfTitle);
    let title = &writer.article.meta.title;
    writer.within("section", &Attributes::class("halftitle").with("epub:type", "halftitlepage"), |writer| {
        writer.element("p", Attributes::class("half-title"), title);
        writer.out.line();
    });
    writer.end()
}

/// Writes the title page of a book, or of an article whose title does not stand above its text.
pub(super) fn title_page(writer: &mut Writer<'_>) -> Body {
    writer.begin(Document::Title);
    let article = writer.article;
    writer.within("section", &Attributes::class("titlepage").with("epub:type", "titlepage"), |writer| {
        writer.mark_front();
        title_block(writer, article);
        cover::on_title_page(writer);
        if !article.bound.is_empty() && !has_credits(writer) {
            made_with(writer);
        }
    });
    writer.end()
}

/// Writes the title page of a part of a book.
pub(super) fn part_page(writer: &mut Writer<'_>, number: usize, part: &BookPart) -> Body {
    writer.begin(Document::Part(number));
    let id = anchor(part.opening);
    let section = Attributes::class("part").with("epub:type", "part").with("role", "doc-part");
    writer.within("section", &section.with("aria-labelledby", &id), |writer| {
        writer.mark_between(part.opening);
        writer.marks_inside(part.opening);
        writer.out.open("h1", &Attributes::class("part-title").with("id", &id));
        writer.text(&part.title);
        writer.end_marks();
        writer.out.close("h1");
        writer.out.line();
    });
    writer.end()
}

/// Writes series, title, subtitle, names and facts of `article`.
fn title_block<'a>(writer: &mut Writer<'a>, article: &'a Article) {
    let meta = &article.meta;
    if let Some(kicker) = article.kicker() {
        line(writer, "kicker", &kicker);
    }
    let title = Attributes::class("title").with("id", &writer.plan.title_id(article));
    article.opening.into_iter().for_each(|opening| writer.marks_inside(opening));
    writer.element("h1", title, &meta.title);
    writer.end_marks();
    writer.out.line();
    if !meta.subtitle.is_empty() {
        let attributes = Attributes::class("subtitle").with("epub:type", "subtitle").with("role", "doc-subtitle");
        writer.element("p", attributes, &meta.subtitle);
        writer.out.line();
    }
    let few = !article.bound.is_empty();
    ROLES.iter().for_each(|&role| names(writer, role, few));
    facts(writer);
}

/// Writes a chapter; `title` is used if it has no heading.
pub(super) fn chapter<'a>(writer: &mut Writer<'a>, place: Document, chapter: &Chapter<'a>, title: &str) -> Body {
    writer.begin(place);
    let section = Attributes::class("chapter").with("epub:type", "chapter").with("role", "doc-chapter");
    let opening = chapter.opens.then(|| writer.plan.title_id(chapter.article));
    let section = match (&opening, chapter.heading()) {
        (Some(title), _) => section.with("aria-labelledby", title),
        (None, Some((slug, _))) => section.with("aria-labelledby", slug),
        (None, None) => section.with("aria-label", title),
    };
    writer.within("section", &section, |writer| {
        if chapter.opens {
            write_opening(writer, chapter.article);
        }
        chapter.pieces.iter().for_each(|piece| writer.piece(*piece));
        if last_chapter(writer, chapter.article).is_some_and(|last| std::ptr::eq(last, chapter)) {
            about_authors(writer, chapter.article);
        }
    });
    writer.end()
}

/// Returns the last chapter of `article`.
pub(super) fn last_chapter<'a>(writer: &Writer<'a>, article: &Article) -> Option<&'a Chapter<'a>> {
    writer.plan.chapters.iter().rfind(|chapter| std::ptr::eq(chapter.article, article))
}

/// Writes the biographies of the authors.
pub(super) fn about_authors<'a>(writer: &mut Writer<'a>, article: &'a Article) {
    for about in &article.meta.about_authors {
        writer.element("p", Attributes::class("about-author"), about);
        writer.out.line();
    }
}

/// Writes the opening of an article: its title block, and its picture. The picture of an article in a book is a figure
/// like any other; that of a single article may be on the cover already.
fn write_opening<'a>(writer: &mut Writer<'a>, article: &'a Article) {
    let is_bound = article.opening.is_some();
    writer.within("header", &Attributes::class("opening"), |writer| {
        if !is_bound {
            writer.mark_front();
        }
        title_block(writer, article);
    });
    writer.out.line();
    if !is_bound {
        cover::on_title_page(writer);
    } else if let Some(cover) = &article.cover {
        writer.at(cover.span);
        writer.figure(cover, Attributes::class("opening-picture"));
        writer.out.line();
    }
}

fn line(writer: &mut Writer<'_>, class: &str, text: &str) {
    writer.out.leaf("p", &Attributes::class(class), text);
    writer.out.line();
}

/// Writes the line that names the contributors with the role `role`; of many only the first ones, if they are to be `few`.
pub(super) fn names(writer: &mut Writer<'_>, role: Role, few: bool) {
    let people: Vec<&Contributor> = writer.part.meta.contributors.iter().filter(|who| who.role == role).collect();
    if people.is_empty() {
        return;
    }
    let (before, after) = writer.labels.credit_parts(role);
    let (shown, others) = if few { writer.labels.first_names(people.len()) } else { (people.len(), None) };
    let class = if role == Role::Author { "byline author" } else { "byline" };
    writer.out.open("p", &Attributes::class(class));
    wording(writer, before);
    for (index, who) in people.into_iter().take(shown).enumerate() {
        if index > 0 {
            writer.out.text(writer.labels.separator());
        }
        let href = who.url.as_deref().and_then(|url| writer.url(url));
        writer.linked(href.as_deref(), |writer| writer.out.text(&who.name));
        if let Some(affiliation) = &who.affiliation {
            writer.out.leaf("span", &Attributes::class("affiliation"), &format!(" ({affiliation})"));
        }
    }
    others.iter().for_each(|others| wording(writer, others));
    wording(writer, after);
    writer.out.close("p");
    writer.out.line();
}

/// Writes one of our labels inside a line of the author's.
fn wording(writer: &mut Writer<'_>, text: &str) {
    match (text.is_empty(), writer.label_lang()) {
        (true, _) => {}
        (false, None) => writer.out.text(text),
        (false, Some(_)) => writer.label("span", Attributes::new(), text),
    }
}

/// Writes publisher, date and reading time.
fn facts(writer: &mut Writer<'_>) {
    let meta = &writer.part.meta;
    writer.out.open("p", &Attributes::class("facts"));
    if let Some(publisher) = &meta.publisher {
        writer.out.leaf("span", &Attributes::class("publisher"), publisher);
        writer.out.text(" \u{b7} ");
    }
    if let Some(date) = &meta.date {
        let day = date.iso.split('T').next().unwrap_or_default();
        let text = writer.labels.date(date);
        writer.out.open("time", &Attributes::class("date").with("datetime", day).lang(writer.label_lang()));
        writer.out.text(&text);
        writer.out.close("time");
        writer.out.text(" \u{b7} ");
    }
    let reading = writer.labels.reading_minutes(writer.part.reading_minutes());
    writer.label("span", Attributes::class("reading-time"), &reading);
    writer.out.close("p");
    writer.out.line();
}

/// Writes the chapter of related articles, preceded by the disclaimer of an article that is bound. `next` is the title
/// of the following article.
pub(super) fn related_page<'a>(
    writer: &mut Writer<'a>,
    place: Document,
    article: &'a Article,
    next: Option<NodeId>,
) -> Body {
    writer.begin(place);
    if article.opening.is_some() {
        disclaimer(writer, article, "h2");
    }
    let id = writer.plan.own_id(RELATED);
    let section = Attributes::class("related").with("aria-labelledby", &id);
    let related = &article.related;
    if related.is_empty() {
        return writer.end();
    }
    writer.within("section", &section, |writer| {
        match next {
            Some(next) => writer.mark_between(next),
            None => writer.mark_back(),
        }
        writer.label("h2", Attributes::new().with("id", &id), writer.labels.related_reading);
        writer.out.line();
        writer.within("ul", &Attributes::class("related-list"), |writer| {
            related.iter().for_each(|related| write_related(writer, related));
        });
    });
    writer.end()
}

fn write_related<'a>(writer: &mut Writer<'a>, related: &'a Related) {
    writer.at(related.span);
    writer.out.open("li", &Attributes::new());
    let href = match (related.bound, related.shelved) {
        (Some(node), _) => writer.href(&Target::Block(node)),
        (None, Some(id)) => writer.href(&Target::Shelved { id, fragment: None }),
        (None, None) => related.url.as_deref().and_then(|url| writer.url(url)),
    };
    if !related.picture.is_empty() {
        writer.element("p", Attributes::class("related-picture"), &related.picture);
        writer.out.line();
    }
    writer.out.open("p", &Attributes::class("related-title"));
    match href {
        Some(href) if !plain_text(&related.title).trim().is_empty() => writer.link_to(&href, &related.title),
        _ => writer.inlines(&related.title),
    }
    writer.out.close("p");
    writer.out.line();
    if !related.blurb.is_empty() {
        writer.element("p", Attributes::class("blurb"), &related.blurb);
    }
    related_facts(writer, related);
    writer.out.close("li");
    writer.out.line();
}

/// Writes author and date of a related article.
fn related_facts(writer: &mut Writer<'_>, related: &Related) {
    if related.author.is_none() && related.date.is_none() {
        return;
    }
    writer.out.open("p", &Attributes::class("blurb"));
    writer.out.text(related.author.as_deref().unwrap_or_default());
    if let Some(date) = &related.date {
        if related.author.is_some() {
            writer.out.text(" \u{b7} ");
        }
        let day = date.iso.split('T').next().unwrap_or_default();
        let text = writer.labels.date(date);
        writer.out.open("time", &Attributes::new().with("datetime", day).lang(writer.label_lang()));
        writer.out.text(&text);
        writer.out.close("time");
    }
    writer.out.close("p");
    writer.out.line();
}
