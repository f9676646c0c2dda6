//! The pages around the text: cover, title, related articles, credits.

use super::images::Images;
use super::plan::{Chapter, Document, anchor};
use super::xhtml::{Body, Writer};
use super::xml::{Attributes, Markup, direction};
use crate::article::address;
use crate::article::{Article, AssetId, Contributor, Credit, Figure, NodeId, Related, Role, Target, plain_text};
use crate::labels;

/// Parts that people can have, in the order of a title page.
const ROLES: [Role; 6] =
    [Role::Author, Role::Editor, Role::Translator, Role::Illustrator, Role::Photographer, Role::Contributor];

/// The cover that can be shown: the first picture of the cover's figure that can be read.
pub(super) fn cover_asset(article: &Article, images: &Images<'_>) -> Option<AssetId> {
    let pictures = &article.cover.as_ref()?.pictures;
    pictures.iter().filter_map(|picture| picture.asset.as_ref().ok().copied()).find(|&id| images.get(id).is_some())
}

/// The cover page: the picture `id` alone.
pub(super) fn cover(writer: &Writer<'_>, id: AssetId) -> Option<Markup> {
    let cover = writer.article.cover.as_ref()?;
    let picture = cover.pictures.iter().find(|picture| picture.asset == Ok(id))?;
    // The cover is never decoration: it stands for the article.
    let said = cover.alternative(picture).filter(|text| !text.is_empty());
    let alt = said.unwrap_or_else(|| writer.article.meta.title_text());
    let mut out = Markup::new();
    out.open("section", &Attributes::class("cover").with("epub:type", "cover"));
    let image = Attributes::new().with("role", "doc-cover").with("src", &writer.images.get(id)?.path);
    out.empty("img", &image.with("alt", &alt));
    out.close("section");
    Some(out)
}

impl<'a> Writer<'a> {
    /// The half-title of a book: its title and nothing else.
    pub(super) fn half_title(&mut self) -> Body {
        self.begin(Document::HalfTitle);
        let title = &self.article.meta.title;
        self.within("section", &Attributes::class("halftitle").with("epub:type", "halftitlepage"), |writer| {
            writer.element("p", Attributes::class("half-title"), title);
            writer.out.line();
        });
        self.end()
    }

    /// The title page.
    pub(super) fn title_page(&mut self) -> Body {
        self.begin(Document::Title);
        let article = self.article;
        self.within("section", &Attributes::class("titlepage").with("epub:type", "titlepage"), |writer| {
            writer.mark_front();
            writer.title_block(article);
            if !writer.has_credits() {
                writer.made_with();
            }
        });
        self.end()
    }

    /// Series, title, deck, names and facts of `article`.
    fn title_block(&mut self, article: &'a Article) {
        let meta = &article.meta;
        if let Some(kicker) = article.kicker() {
            self.line("kicker", &kicker);
        }
        let title = Attributes::class("title").maybe("id", article.opening.map(anchor).as_deref());
        article.opening.into_iter().for_each(|opening| self.marks_inside(opening));
        self.element("h1", title, &meta.title);
        self.end_marks();
        self.out.line();
        if !meta.subtitle.is_empty() {
            let attributes = Attributes::class("subtitle").with("epub:type", "subtitle").with("role", "doc-subtitle");
            self.element("p", attributes, &meta.subtitle);
            self.out.line();
        }
        ROLES.iter().for_each(|&role| self.names(role));
        self.facts();
    }

    /// A chapter; `title` is for one without heading.
    pub(super) fn chapter(&mut self, place: Document, chapter: &Chapter<'a>, title: &str) -> Body {
        self.begin(place);
        let section = Attributes::class("chapter").with("epub:type", "chapter").with("role", "doc-chapter");
        let opening = chapter.article.opening.filter(|_| chapter.opens).map(anchor);
        let section = match (&opening, chapter.heading()) {
            (Some(title), _) => section.with("aria-labelledby", title),
            (None, Some((slug, _))) => section.with("aria-labelledby", slug),
            (None, None) => section.with("aria-label", title),
        };
        self.within("section", &section, |writer| {
            if chapter.opens {
                writer.opening(chapter.article);
            }
            chapter.pieces.iter().for_each(|piece| writer.piece(*piece));
        });
        self.end()
    }

    /// Where an article of a book begins: its title block, and its cover as a figure.
    fn opening(&mut self, article: &'a Article) {
        self.within("header", &Attributes::class("opening"), |writer| writer.title_block(article));
        self.out.line();
        if let Some(cover) = &article.cover {
            self.at(cover.span);
            self.figure(cover, Attributes::class("opening-picture"));
            self.out.line();
        }
    }

    fn line(&mut self, class: &str, text: &str) {
        self.out.leaf("p", &Attributes::class(class), text);
        self.out.line();
    }

    /// The line that names those with the part `role`.
    fn names(&mut self, role: Role) {
        let people: Vec<&Contributor> = self.part.meta.contributors.iter().filter(|who| who.role == role).collect();
        if people.is_empty() {
            return;
        }
        let (before, after) = self.labels.credit_parts(role);
        let class = if role == Role::Author { "byline author" } else { "byline" };
        self.out.open("p", &Attributes::class(class));
        self.wording(before);
        for (index, who) in people.into_iter().enumerate() {
            if index > 0 {
                self.out.text(self.labels.separator());
            }
            let href = who.url.as_deref().and_then(|url| self.url(url));
            self.linked(href.as_deref(), |writer| writer.out.text(&who.name));
            if let Some(affiliation) = &who.affiliation {
                self.out.leaf("span", &Attributes::class("affiliation"), &format!(" ({affiliation})"));
            }
        }
        self.wording(after);
        self.out.close("p");
        self.out.line();
    }

    /// Our own words inside a line of the author's.
    fn wording(&mut self, text: &str) {
        match (text.is_empty(), self.label_lang()) {
            (true, _) => {}
            (false, None) => self.out.text(text),
            (false, Some(_)) => self.label("span", Attributes::new(), text),
        }
    }

    /// Publisher, date and reading time.
    fn facts(&mut self) {
        let meta = &self.part.meta;
        self.out.open("p", &Attributes::class("facts"));
        if let Some(publisher) = &meta.publisher {
            self.out.leaf("span", &Attributes::class("publisher"), publisher);
            self.out.text(" \u{b7} ");
        }
        if let Some(date) = &meta.date {
            let day = date.iso.split('T').next().unwrap_or_default();
            let text = self.labels.date(date);
            self.out.open("time", &Attributes::class("date").with("datetime", day).lang(self.label_lang()));
            self.out.text(&text);
            self.out.close("time");
            self.out.text(" \u{b7} ");
        }
        let reading = self.labels.reading_minutes(self.part.reading_minutes());
        self.label("span", Attributes::class("reading-time"), &reading);
        self.out.close("p");
        self.out.line();
    }

    /// The chapter of related articles; before them the disclaimer of an article that is bound. `next` is the title of the
    /// article that follows.
    pub(super) fn related_page(&mut self, place: Document, article: &'a Article, next: Option<NodeId>) -> Body {
        self.begin(place);
        if article.opening.is_some() {
            self.disclaimer(article, "h2");
        }
        let section = Attributes::class("related").with("aria-labelledby", "related");
        let related = &article.related;
        if related.is_empty() {
            return self.end();
        }
        self.within("section", &section, |writer| {
            match next {
                Some(next) => writer.mark_between(next),
                None => writer.mark_back(),
            }
            writer.label("h2", Attributes::new().with("id", "related"), writer.labels.related_reading);
            writer.out.line();
            writer.within("ul", &Attributes::class("related-list"), |writer| {
                related.iter().for_each(|related| writer.related(related));
            });
        });
        self.end()
    }

    fn related(&mut self, related: &'a Related) {
        self.at(related.span);
        self.out.open("li", &Attributes::new());
        let href = match related.bound {
            Some(node) => self.href(&Target::Block(node)),
            None => related.url.as_deref().and_then(|url| self.url(url)),
        };
        self.out.open("p", &Attributes::class("related-title"));
        match href {
            Some(href) if !plain_text(&related.title).trim().is_empty() => self.link_to(&href, &related.title),
            _ => self.inlines(&related.title),
        }
        self.out.close("p");
        self.out.line();
        if !related.blurb.is_empty() {
            self.element("p", Attributes::class("blurb"), &related.blurb);
        }
        self.out.close("li");
        self.out.line();
    }

    /// The chapter of credits: pictures, disclaimer, rights, source.
    pub(super) fn credits_page(&mut self) -> Body {
        self.begin(Document::Credits);
        let section = Attributes::class("colophon")
            .with("epub:type", "colophon")
            .with("role", "doc-colophon")
            .with("aria-labelledby", "credits");
        self.within("section", &section, |writer| {
            writer.mark_back();
            writer.label("h2", Attributes::new().with("id", "credits"), writer.labels.credits);
            writer.out.line();
            let article = writer.article;
            writer.credits_of(article, None);
            for (index, article) in article.bound.iter().enumerate() {
                writer.credits_of_part(article, index + 1);
            }
            writer.made_with();
        });
        self.end()
    }

    /// Whether there is anything to say on a page of credits. Notes that nothing calls stand there if there is no text.
    pub(super) fn has_credits(&self) -> bool {
        let has = |article: &Article| {
            let disclaimer = article.opening.is_none() && !article.disclaimer.is_empty();
            let pictures = article.cover.as_ref().is_some_and(has_words) || !article.own_credits().is_empty();
            disclaimer || pictures || !self.facts_of(article).is_empty()
        };
        self.plan.chapters.is_empty() || self.article.articles().any(has)
    }

    /// Our own line.
    fn made_with(&mut self) {
        self.label("p", Attributes::class("made-with"), self.labels.made_with);
        self.out.line();
    }

    /// The credits of an article of a book, below its title; `number` counts from 1.
    fn credits_of_part(&mut self, article: &'a Article, number: usize) {
        let outside = std::mem::take(&mut self.out);
        (self.part, self.labels) = (article, labels::of(&article.meta.lang));
        self.credits_of(article, Some(number));
        (self.part, self.labels) = (self.article, labels::of(&self.article.meta.lang));
        let inside = std::mem::replace(&mut self.out, outside);
        if inside.is_empty() {
            return;
        }
        let id = format!("credits-{number}");
        let foreign = Some(&article.meta).filter(|meta| meta.lang != self.article.meta.lang);
        let section = Attributes::class("article-credits")
            .with("aria-labelledby", &id)
            .lang(foreign.map(|meta| meta.lang.0.as_str()))
            .maybe("dir", foreign.map(|meta| direction(meta.dir)));
        self.within("section", &section, |writer| {
            writer.out.open("h3", &Attributes::new().with("id", &id));
            let href = article.opening.and_then(|opening| writer.href(&Target::Block(opening)));
            writer.linked(href.as_deref(), |writer| writer.out.text(&article.meta.title_text()));
            writer.out.close("h3");
            writer.out.line();
            writer.out.raw(inside.as_str());
        });
        self.out.line();
    }

    /// The credits of `article` itself; `part` is its number in a book.
    fn credits_of(&mut self, article: &'a Article, part: Option<usize>) {
        let heading = if part.is_some() { "h4" } else { "h3" };
        if part.is_none() {
            self.disclaimer(article, heading);
        }
        self.attributions(article, heading, part);
        self.edition(article);
    }

    fn disclaimer(&mut self, article: &'a Article, heading: &str) {
        if article.disclaimer.is_empty() {
            return;
        }
        self.within("section", &Attributes::class("disclaimer"), |writer| {
            writer.label(heading, Attributes::new(), writer.labels.disclaimer);
            writer.out.line();
            writer.blocks(&article.disclaimer);
        });
        self.out.line();
    }

    /// Whom the pictures are owed to: the cover first, with its caption, then those with a credit line.
    fn attributions(&mut self, article: &'a Article, heading: &str, part: Option<usize>) {
        let cover = article.cover.as_ref().filter(|cover| has_words(cover));
        let credited: Vec<&Figure> = article.own_credits().into_iter().map(|(figure, _)| figure).collect();
        if cover.is_none() && credited.is_empty() {
            return;
        }
        let section = Attributes::class("attributions").with("epub:type", "credits").with("role", "doc-credits");
        let id = part.map_or("picture-credits".to_owned(), |number| format!("picture-credits-{number}"));
        // Of several landmarks of one kind each has a name of its own: with the article's title.
        let names = part.map_or(id.clone(), |number| format!("credits-{number} {id}"));
        self.within("section", &section.with("aria-labelledby", &names), |writer| {
            writer.label(heading, Attributes::new().with("id", &id), writer.labels.image_credits);
            writer.out.line();
            writer.within("ul", &Attributes::class("attribution-list"), |writer| {
                if let Some(cover) = cover {
                    // In a book it is a picture like others, and its words stand below it.
                    writer.attribution(cover, part.is_none().then_some(writer.labels.cover));
                }
                let is_cover = |figure: &&Figure| {
                    cover.is_some_and(|cover| cover.credit == figure.credit && cover.caption == figure.caption)
                };
                credited.iter().filter(|figure| !is_cover(figure)).for_each(|figure| writer.attribution(figure, None));
            });
        });
        self.out.line();
    }

    fn attribution(&mut self, figure: &'a Figure, label: Option<&'static str>) {
        self.at(figure.span);
        self.out.open("li", &Attributes::new());
        self.out.line();
        if let Some(label) = label {
            self.label("p", Attributes::class("which"), label);
            self.out.line();
            for picture in &figure.pictures {
                let shown = picture.asset.as_ref().is_ok_and(|&id| self.images.get(id).is_some());
                if !shown {
                    self.missing_paragraph(picture, figure, None);
                    self.out.line();
                }
            }
        }
        let caption = figure.caption_to_show();
        if !caption.is_empty() {
            self.element("p", Attributes::class("caption"), caption);
            self.out.line();
        }
        if let Some(credit) = &figure.credit {
            self.credit_line(credit);
            self.parts(figure, credit);
        }
        self.out.close("li");
        self.out.line();
    }

    /// The parts of a credit line, named, as far as they say or link what the wording printed above does not.
    fn parts(&mut self, figure: &Figure, credit: &'a Credit) {
        let labels = self.labels;
        let printed = format!("{}\n{}", plain_text(&figure.caption), plain_text(&credit.verbatim));
        let mut rows = Vec::new();
        let link = |text: &str| credit.links.iter().find(|link| link.text.trim() == text).map(|link| link.url.clone());
        let described = credit.label.as_deref().unwrap_or(labels.description);
        for (name, value) in
            [(described, &credit.title), (labels.author, &credit.author), (labels.source, &credit.source)]
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
        self.within("dl", &Attributes::class("parts"), |writer| {
            rows.iter().for_each(|row| writer.fact(row));
            if credit.modified {
                writer.out.open("div", &Attributes::new());
                writer.label("dt", Attributes::new(), labels.picture);
                writer.out.text(" ");
                writer.label("dd", Attributes::new(), labels.modified);
                writer.out.close("div");
                writer.out.line();
            }
        });
        self.out.line();
    }

    /// A row of a list of facts.
    fn fact(&mut self, fact: &Fact<'_>) {
        let href = fact.url.as_deref().and_then(|url| self.url(url));
        self.out.open("div", &Attributes::new());
        self.label("dt", Attributes::new(), fact.name);
        self.out.text(" ");
        self.out.open("dd", &Attributes::new());
        self.linked(href.as_deref(), |writer| writer.out.text(&fact.value));
        self.out.close("dd");
        self.out.close("div");
        self.out.line();
    }

    /// Rights, source and dates of the text of `article`.
    fn facts_of(&self, article: &Article) -> Vec<Fact<'static>> {
        let meta = &article.meta;
        let labels = self.labels;
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
        if let Some(url) = &meta.source_url {
            rows.push(Fact { name: labels.source, value: url.clone(), url: Some(url.clone()) });
        }
        for (name, date) in [(labels.published, &meta.date), (labels.updated, &meta.modified)] {
            if let Some(date) = date {
                rows.push(Fact { name, value: labels.date(date), url: None });
            }
        }
        for identifier in &meta.identifiers {
            let value = format!("{} {}", identifier.scheme, identifier.value).trim().to_owned();
            rows.push(Fact { name: "ID", value, url: None });
        }
        rows
    }

    fn edition(&mut self, article: &Article) {
        let rows = self.facts_of(article);
        if rows.is_empty() {
            return;
        }
        self.within("dl", &Attributes::class("edition"), |writer| {
            rows.iter().for_each(|row| writer.fact(row));
        });
        self.out.line();
    }
}

/// A row of a list of facts: what is known of a picture or of the text.
struct Fact<'a> {
    name: &'a str,
    value: String,
    /// Where the value links to.
    url: Option<String>,
}

fn has_words(figure: &Figure) -> bool {
    !figure.caption.is_empty()
        || figure.credit.is_some()
        || figure.pictures.iter().any(|picture| picture.asset.is_err())
}
