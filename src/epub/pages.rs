//! Writes the pages around the text: title, related articles, credits.

use super::cover;
use super::library;
use super::plan::{Chapter, Document, anchor};
use super::xhtml::{Body, Writer};
use super::xml::{Attributes, direction};
use crate::article::address;
use crate::article::{Article, BookPart, Contributor, Credit, Figure, NodeId, Related, Role, Target, plain_text};
use crate::labels::{self, Labels};

/// Identifier of the heading of the related articles, unless a heading of the text has it.
pub(super) const RELATED: &str = "related";
/// Identifier of the heading of the credits, unless a heading of the text has it.
pub(super) const CREDITS: &str = "credits";

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
    ROLES.iter().for_each(|&role| names(writer, role));
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
fn last_chapter<'a>(writer: &Writer<'a>, article: &Article) -> Option<&'a Chapter<'a>> {
    writer.plan.chapters.iter().rfind(|chapter| std::ptr::eq(chapter.article, article))
}

/// Writes the biographies of the authors.
fn about_authors<'a>(writer: &mut Writer<'a>, article: &'a Article) {
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

/// Writes the line that names the contributors with the role `role`.
fn names(writer: &mut Writer<'_>, role: Role) {
    let people: Vec<&Contributor> = writer.part.meta.contributors.iter().filter(|who| who.role == role).collect();
    if people.is_empty() {
        return;
    }
    let (before, after) = writer.labels.credit_parts(role);
    let class = if role == Role::Author { "byline author" } else { "byline" };
    writer.out.open("p", &Attributes::class(class));
    wording(writer, before);
    for (index, who) in people.into_iter().enumerate() {
        if index > 0 {
            writer.out.text(writer.labels.separator());
        }
        let href = who.url.as_deref().and_then(|url| writer.url(url));
        writer.linked(href.as_deref(), |writer| writer.out.text(&who.name));
        if let Some(affiliation) = &who.affiliation {
            writer.out.leaf("span", &Attributes::class("affiliation"), &format!(" ({affiliation})"));
        }
    }
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

/// Writes the chapter of credits: pictures, disclaimer, rights, source.
pub(super) fn credits_page(writer: &mut Writer<'_>) -> Body {
    writer.begin(Document::Credits);
    let id = writer.plan.own_id(CREDITS);
    let section = Attributes::class("colophon")
        .with("epub:type", "colophon")
        .with("role", "doc-colophon")
        .with("aria-labelledby", &id);
    writer.within("section", &section, |writer| {
        writer.mark_back();
        writer.label("h2", Attributes::new().with("id", &id), writer.labels.credits);
        writer.out.line();
        let article = writer.article;
        library::library(writer, article);
        credits_of(writer, article, None);
        for (index, article) in article.bound.iter().enumerate() {
            credits_of_part(writer, article, index + 1);
        }
        made_with(writer);
    });
    writer.end()
}

/// Whether a credits page is needed. It also takes the notes that nothing calls if there is no text.
pub(super) fn has_credits(writer: &Writer<'_>) -> bool {
    let has = |article: &Article| {
        let disclaimer = article.opening.is_none() && !article.disclaimer.is_empty();
        let pictures = article.cover.as_ref().is_some_and(has_words) || !article.own_credits().is_empty();
        disclaimer || pictures || !article.shelved.is_empty() || !facts_of(writer, article).is_empty()
    };
    writer.plan.chapters.is_empty() || writer.article.articles().any(has)
}

/// Writes the end of an article without credits.
pub(super) fn last_line(writer: &mut Writer<'_>) -> Body {
    writer.begin(Document::Credits);
    writer.mark_back();
    made_with(writer);
    writer.end()
}

/// Writes the line about Offprint.
fn made_with(writer: &mut Writer<'_>) {
    writer.label("p", Attributes::class("made-with"), writer.labels.made_with);
    writer.out.line();
}

/// Writes the credits of an article in a book, below its title; `number` counts from 1.
fn credits_of_part<'a>(writer: &mut Writer<'a>, article: &'a Article, number: usize) {
    let outside = std::mem::take(&mut writer.out);
    (writer.part, writer.labels) = (article, labels::of(&article.meta.lang));
    credits_of(writer, article, Some(number));
    (writer.part, writer.labels) = (writer.article, labels::of(&writer.article.meta.lang));
    let inside = std::mem::replace(&mut writer.out, outside);
    if inside.is_empty() {
        return;
    }
    let id = format!("credits-{number}");
    let foreign = Some(&article.meta).filter(|meta| meta.lang != writer.article.meta.lang);
    let section = Attributes::class("article-credits")
        .with("aria-labelledby", &id)
        .lang(foreign.map(|meta| meta.lang.0.as_str()))
        .maybe("dir", foreign.map(|meta| direction(meta.dir)));
    writer.within("section", &section, |writer| {
        writer.out.open("h3", &Attributes::new().with("id", &id));
        let href = article.opening.and_then(|opening| writer.href(&Target::Block(opening)));
        writer.linked(href.as_deref(), |writer| writer.out.text(&article.meta.title_text()));
        writer.out.close("h3");
        writer.out.line();
        writer.out.raw(inside.as_str());
    });
    writer.out.line();
}

/// Writes the credits of `article`; `part` is its number in a book.
fn credits_of<'a>(writer: &mut Writer<'a>, article: &'a Article, part: Option<usize>) {
    let heading = if part.is_some() { "h4" } else { "h3" };
    // An article without text has no place of its own for them.
    if last_chapter(writer, article).is_none() {
        about_authors(writer, article);
    }
    if part.is_none() {
        disclaimer(writer, article, heading);
    }
    attributions(writer, article, heading, part);
    edition(writer, article);
}

fn disclaimer<'a>(writer: &mut Writer<'a>, article: &'a Article, heading: &str) {
    if article.disclaimer.is_empty() {
        return;
    }
    writer.within("section", &Attributes::class("disclaimer"), |writer| {
        writer.label(heading, Attributes::new(), writer.labels.disclaimer);
        writer.out.line();
        writer.blocks(&article.disclaimer);
    });
    writer.out.line();
}

/// Writes the picture credits: the cover first, with its caption, then the pictures with a credit line.
fn attributions<'a>(writer: &mut Writer<'a>, article: &'a Article, heading: &str, part: Option<usize>) {
    let cover = article.cover.as_ref().filter(|cover| has_words(cover));
    let credited: Vec<&Figure> = article.own_credits().into_iter().map(|(figure, _)| figure).collect();
    if cover.is_none() && credited.is_empty() {
        return;
    }
    let section = Attributes::class("attributions").with("epub:type", "credits").with("role", "doc-credits");
    let id = part.map_or("picture-credits".to_owned(), |number| format!("picture-credits-{number}"));
    let id = writer.plan.own_id(&id);
    // Landmarks of the same kind need distinct names, so the article's title is added.
    let names = part.map_or(id.clone(), |number| format!("credits-{number} {id}"));
    writer.within("section", &section.with("aria-labelledby", &names), |writer| {
        writer.label(heading, Attributes::new().with("id", &id), writer.labels.image_credits);
        writer.out.line();
        writer.within("ul", &Attributes::class("attribution-list"), |writer| {
            if let Some(cover) = cover {
                // In a book the cover is an ordinary figure, with its caption below it.
                attribution(writer, cover, part.is_none().then_some(writer.labels.cover));
            }
            let is_cover = |figure: &&Figure| {
                cover.is_some_and(|cover| cover.credit == figure.credit && cover.caption == figure.caption)
            };
            credited.iter().filter(|figure| !is_cover(figure)).for_each(|figure| attribution(writer, figure, None));
        });
    });
    writer.out.line();
}

fn attribution<'a>(writer: &mut Writer<'a>, figure: &'a Figure, label: Option<&'static str>) {
    writer.at(figure.span);
    writer.out.open("li", &Attributes::new());
    writer.out.line();
    if let Some(label) = label {
        writer.label("p", Attributes::class("which"), label);
        writer.out.line();
        for picture in &figure.pictures {
            // A picture that is only part of the composed cover has no file of its own. For one that is missing, the
            // word "picture" alone says nothing.
            let shown = |id| writer.images.get(id).is_some() || writer.images.cover().is_some();
            let tells = figure.words_for(picture).is_some() || picture.asset.as_ref().is_err_and(|it| it.url.is_some());
            if tells && !picture.asset.as_ref().is_ok_and(|&id| shown(id)) {
                writer.missing_paragraph(picture, figure, None);
                writer.out.line();
            }
        }
    }
    let caption = figure.caption_to_show();
    if !caption.is_empty() {
        writer.element("p", Attributes::class("caption"), caption);
        writer.out.line();
    }
    if let Some(credit) = &figure.credit {
        writer.credit_line(credit);
        parts(writer, figure, credit);
    }
    writer.out.close("li");
    writer.out.line();
}

/// Writes the parts of a credit line with their names, if they say or link something that the printed wording does
/// not.
fn parts<'a>(writer: &mut Writer<'a>, figure: &Figure, credit: &'a Credit) {
    let labels = writer.labels;
    let printed = format!("{}\n{}", plain_text(&figure.caption), plain_text(&credit.verbatim));
    let mut rows = Vec::new();
    let link = |text: &str| credit.links.iter().find(|link| link.text.trim() == text).map(|link| link.url.clone());
    let described = credit.label.as_deref().unwrap_or(labels.description);
    for (name, value) in [(described, &credit.title), (labels.author, &credit.author), (labels.source, &credit.source)]
    {
        if let Some(value) = value {
            rows.push(Fact { name, value: value.clone(), url: link(value) });
        }
    }
    if let Some(license) = &credit.license {
        let url = license.url.clone().or_else(|| link(&license.name));
        rows.push(Fact { name: labels.license, value: license.name.clone(), url });
    }
    let license = credit.bare_license().map(|bare| bare.url).filter(|url| address::href(url).is_some());
    let linked = |url: &str| license == Some(url) || credit.links.iter().any(|link| link.url == url);
    rows.retain(|row| !printed.contains(&row.value) || row.url.as_deref().is_some_and(|url| !linked(url)));
    if rows.is_empty() && !credit.modified {
        return;
    }
    writer.within("dl", &Attributes::class("parts"), |writer| {
        rows.iter().for_each(|row| fact(writer, row));
        if credit.modified {
            writer.out.open("div", &Attributes::new());
            writer.label("dt", Attributes::new(), labels.picture);
            writer.out.text(" ");
            writer.label("dd", Attributes::new(), labels.modified);
            writer.out.close("div");
            writer.out.line();
        }
    });
    writer.out.line();
}

/// Writes a row of a list of facts.
fn fact(writer: &mut Writer<'_>, fact: &Fact<'_>) {
    let href = fact.url.as_deref().and_then(|url| writer.url(url));
    writer.out.open("div", &Attributes::new());
    writer.label("dt", Attributes::new(), fact.name);
    writer.out.text(" ");
    writer.out.open("dd", &Attributes::new());
    writer.linked(href.as_deref(), |writer| writer.out.text(&fact.value));
    writer.out.close("dd");
    writer.out.close("div");
    writer.out.line();
}

/// Returns rights, keywords, source and the date of the last change of the text of `article`.
fn facts_of(writer: &Writer<'_>, article: &Article) -> Vec<Fact<'static>> {
    let meta = &article.meta;
    let labels = writer.labels;
    let mut rows = Vec::new();
    if let Some(rights) = super::metadata::rights(&meta.rights) {
        rows.push(Fact { name: labels.rights, value: rights, url: None });
    }
    if let Some(license) = &meta.rights.license {
        rows.push(Fact { name: labels.license, value: license.name.clone(), url: license.url.clone() });
    }
    if let Some(publisher) = &meta.publisher {
        rows.push(Fact { name: labels.publisher, value: publisher.clone(), url: None });
    }
    if !article.tag_line.is_empty() {
        rows.push(Fact { name: labels.keywords, value: article.tag_line.join(", "), url: None });
    }
    if let Some(url) = &meta.source_url {
        rows.push(Fact { name: labels.source, value: url.clone(), url: Some(url.clone()) });
    }
    // The opening states the date of publication.
    if let Some(date) = &meta.modified {
        rows.push(Fact { name: labels.updated, value: labels.date(date), url: None });
    }
    if !article.bound.is_empty() {
        rows.extend(facts_of_book(article, labels));
    }
    for identifier in &meta.identifiers {
        let value = format!("{} {}", identifier.scheme, identifier.value).trim().to_owned();
        rows.push(Fact { name: "ID", value, url: None });
    }
    rows
}

/// Returns where and when the articles of `book` were published.
fn facts_of_book(book: &Article, labels: &Labels) -> Vec<Fact<'static>> {
    let mut rows = Vec::new();
    let site = book.common_site();
    let named = book.meta.publication.clone().filter(|name| book.meta.publisher.as_ref() != Some(name));
    if let Some(value) = named.or_else(|| site.clone()) {
        rows.push(Fact { name: labels.source, value, url: site });
    }
    if let Some(span) = book.first_published() {
        rows.push(Fact { name: labels.books().first_published, value: labels.span(&span), url: None });
    }
    rows
}

fn edition(writer: &mut Writer<'_>, article: &Article) {
    let rows = facts_of(writer, article);
    if rows.is_empty() {
        return;
    }
    writer.within("dl", &Attributes::class("edition"), |writer| {
        rows.iter().for_each(|row| fact(writer, row));
    });
    writer.out.line();
}

/// A row of a list of facts about a picture or the text.
struct Fact<'a> {
    name: &'a str,
    value: String,
    /// The link target of the value.
    url: Option<String>,
}

fn has_words(figure: &Figure) -> bool {
    !figure.caption.is_empty()
        || figure.credit.is_some()
        || figure.pictures.iter().any(|picture| picture.asset.is_err())
}
