//! Writes the end of an EPUB: the list of other articles in the library, the credits and the line about Offprint.

use std::collections::BTreeMap;

use super::library;
use super::pages::{about_authors, last_chapter, names};
use super::plan::Document;
use super::xhtml::{Body, Writer};
use super::xml::{Attributes, direction};
use crate::article::{Article, Credit, Figure, Role, SharedCredit, Target, address, plain_text};
use crate::labels::{self, Labels};

/// Identifier of the heading of the credits, unless a heading of the text has it.
pub(super) const CREDITS: &str = "credits";

/// Writes what follows the text: the list of other articles in the library, and the credits. Each has a heading of its own
/// if there is anything below it.
pub(super) fn end_page(writer: &mut Writer<'_>) -> Body {
    writer.begin(Document::Credits);
    writer.mark_back();
    library::library(writer, writer.article);
    if has_credits(writer) {
        credits(writer)
    } else {
        made_with(writer)
    }
    writer.end()
}

/// Writes the credits: pictures, disclaimer, rights, source.
fn credits(writer: &mut Writer<'_>) {
    let id = writer.plan.own_id(CREDITS);
    let section = Attributes::class("colophon")
        .with("epub:type", "colophon")
        .with("role", "doc-colophon")
        .with("aria-labelledby", &id);
    writer.within("section", &section, |writer| {
        writer.label("h2", Attributes::new().with("id", &id), writer.labels.credits);
        writer.out.line();
        let article = writer.article;
        let authors = article.meta.authors().count();
        if !article.bound.is_empty() && labels::are_many(authors) {
            // The title page names only some of them.
            names(writer, Role::Author, false);
        }
        let shared = article.shared_credits();
        credits_of(writer, article, None, &shared);
        for (index, article) in article.bound.iter().enumerate() {
            credits_of_part(writer, article, index + 1, &shared);
        }
        made_with(writer);
    });
}

/// Whether there are credits. They also take the notes that nothing calls if there is no text.
pub(super) fn has_credits(writer: &Writer<'_>) -> bool {
    let has = |article: &Article| {
        let disclaimer = article.opening.is_none() && !article.disclaimer.is_empty();
        let alone = article.opening.is_none();
        let pictures = !article.own_credits().is_empty() || alone && article.cover.as_ref().is_some_and(has_words);
        disclaimer || pictures || !facts_of(writer, article).is_empty()
    };
    let whole = writer.article;
    let unnamed = !whole.bound.is_empty() && labels::are_many(whole.meta.authors().count());
    unnamed || writer.plan.chapters.is_empty() || writer.article.articles().any(has)
}

/// Writes the end of an article without credits.
pub(super) fn last_line(writer: &mut Writer<'_>) -> Body {
    writer.begin(Document::Credits);
    writer.mark_back();
    made_with(writer);
    writer.end()
}

/// Writes the line about Offprint.
pub(super) fn made_with(writer: &mut Writer<'_>) {
    writer.label("p", Attributes::class("made-with"), writer.labels.made_with);
    writer.out.line();
}

/// Writes the credits of an article in a book, below its title; `number` counts from 1.
fn credits_of_part<'a>(writer: &mut Writer<'a>, article: &'a Article, number: usize, shared: &Shared<'a>) {
    let outside = std::mem::take(&mut writer.out);
    (writer.part, writer.labels) = (article, labels::of(&article.meta.lang));
    credits_of(writer, article, Some(number), shared);
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

/// The credits that pictures of several articles of a book have, by their wording.
type Shared<'a> = BTreeMap<String, SharedCredit<'a>>;

/// Writes the credits of `article`; `part` is its number in a book. What is `shared` stands once, with the whole book.
fn credits_of<'a>(writer: &mut Writer<'a>, article: &'a Article, part: Option<usize>, shared: &Shared<'a>) {
    let heading = if part.is_some() { "h4" } else { "h3" };
    // An article without text has no place of its own for them.
    if last_chapter(writer, article).is_none() {
        about_authors(writer, article);
    }
    if part.is_none() {
        disclaimer(writer, article, heading);
    }
    attributions(writer, article, (heading, part), shared);
    edition(writer, article);
}

pub(super) fn disclaimer<'a>(writer: &mut Writer<'a>, article: &'a Article, heading: &str) {
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

/// Writes the picture credits: the cover first, with its caption, then the pictures with a credit line. Pictures with the
/// same credit are one entry.
fn attributions<'a>(
    writer: &mut Writer<'a>,
    article: &'a Article,
    (heading, part): (&str, Option<usize>),
    shared: &Shared<'a>,
) {
    let is_shared = |figure: &Figure| figure.credit.as_ref().is_some_and(|it| shared.contains_key(&it.wording_key()));
    // In a book, the caption of an opening picture stands below it, so that only its credit counts here.
    let counts = |cover: &&Figure| match part {
        Some(_) => cover.credit.is_some() && !is_shared(cover),
        None => has_words(cover),
    };
    let cover = article.cover.as_ref().filter(counts);
    let is_cover =
        |figure: &Figure| cover.is_some_and(|cover| cover.credit == figure.credit && cover.caption == figure.caption);
    let credited = article.own_credits().into_iter().filter(|(figure, _)| !is_shared(figure) && !is_cover(figure));
    let groups = by_credit(credited);
    let of_book = if part.is_none() { Some(shared).filter(|shared| !shared.is_empty()) } else { None };
    if cover.is_none() && groups.is_empty() && of_book.is_none() {
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
                attribution(writer, &[cover], part.is_none().then_some(writer.labels.cover));
            }
            groups.iter().for_each(|group| attribution(writer, group, None));
            of_book.iter().flat_map(|shared| shared.values()).for_each(|shared| shared_attribution(writer, shared));
        });
    });
    writer.out.line();
}

/// Returns the figures with the same credit together, in the order of the first of each.
fn by_credit<'a>(credited: impl Iterator<Item = (&'a Figure, &'a Credit)>) -> Vec<Vec<&'a Figure>> {
    let (mut groups, mut known) = (Vec::<Vec<&Figure>>::new(), BTreeMap::<String, usize>::new());
    for (figure, credit) in credited {
        let number = *known.entry(credit.wording_key()).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.push(figure),
            None => groups.push(vec![figure]),
        }
    }
    groups
}

/// Writes a credit that pictures of several articles have, with links to these.
fn shared_attribution<'a>(writer: &mut Writer<'a>, shared: &SharedCredit<'a>) {
    let own = &writer.article.meta.lang;
    let foreign = |article: &&'a Article| Some(&article.meta).filter(|meta| meta.lang != *own);
    let first = shared.articles.first().and_then(foreign);
    writer.out.open("li", &Attributes::new());
    writer.out.line();
    let attributes = Attributes::new()
        .lang(first.map(|meta| meta.lang.0.as_str()))
        .maybe("dir", first.map(|meta| direction(meta.dir)));
    writer.within("div", &attributes, |writer| writer.credit_line(shared.credit));
    writer.out.line();
    writer.out.open("p", &Attributes::class("where"));
    for (index, article) in shared.articles.iter().enumerate() {
        if index > 0 {
            writer.out.text(writer.labels.separator());
        }
        let meta = foreign(article);
        let attributes = Attributes::new()
            .lang(meta.map(|meta| meta.lang.0.as_str()))
            .maybe("dir", meta.map(|meta| direction(meta.dir)));
        let href = article.opening.and_then(|opening| writer.href(&Target::Block(opening)));
        writer.linked(href.as_deref(), |writer| writer.out.leaf("bdi", &attributes, &article.meta.title_text()));
    }
    writer.out.close("p");
    writer.out.line();
    writer.out.close("li");
    writer.out.line();
}

/// Writes the credit of `figures`, which have the same.
fn attribution<'a>(writer: &mut Writer<'a>, figures: &[&'a Figure], label: Option<&'static str>) {
    let Some(first) = figures.first() else { return };
    writer.at(first.span);
    writer.out.open("li", &Attributes::new());
    writer.out.line();
    if let Some(label) = label {
        writer.label("p", Attributes::class("which"), label);
        writer.out.line();
        for picture in &first.pictures {
            // A picture that is only part of the composed cover has no file of its own. For one that is missing, the
            // word "picture" alone says nothing.
            let shown = |id| writer.images.get(id).is_some() || writer.images.cover().is_some();
            let tells = first.words_for(picture).is_some() || picture.asset.as_ref().is_err_and(|it| it.url.is_some());
            if tells && !picture.asset.as_ref().is_ok_and(|&id| shown(id)) {
                writer.missing_paragraph(picture, first, None);
                writer.out.line();
            }
        }
    }
    for figure in figures {
        let caption = figure.caption_to_show();
        if !caption.is_empty() {
            writer.element("p", Attributes::class("caption"), caption);
            writer.out.line();
        }
    }
    if let Some(credit) = &first.credit {
        writer.credit_line(credit);
        parts(writer, figures, credit);
    }
    writer.out.close("li");
    writer.out.line();
}

/// Writes the parts of a credit line with their names, if they say or link something that the printed wording does
/// not.
fn parts<'a>(writer: &mut Writer<'a>, figures: &[&Figure], credit: &'a Credit) {
    let labels = writer.labels;
    let captions = figures.iter().map(|figure| plain_text(&figure.caption));
    let printed = Vec::from_iter(captions.chain([plain_text(&credit.verbatim)])).join("\n");
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
    // What all articles of a book have in common is said of the book.
    let whole = Some(&writer.article.meta).filter(|_| article.opening.is_some());
    let own = whole.is_none_or(|whole| whole.rights != meta.rights);
    let license = meta.rights.license.as_ref().filter(|_| own);
    // Where nothing but the licence is stated, it is said once.
    let says_more = |rights: &String| own && license.is_none_or(|license| license.name != *rights);
    if let Some(rights) = super::metadata::rights(&meta.rights).filter(says_more) {
        rows.push(Fact { name: labels.rights, value: rights, url: None });
    }
    if let Some(license) = license {
        rows.push(Fact { name: labels.license, value: license.name.clone(), url: license.url.clone() });
    }
    let own = |publisher: &&String| whole.is_none_or(|whole| whole.publisher.as_ref() != Some(*publisher));
    if let Some(publisher) = meta.publisher.as_ref().filter(own) {
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
