//! What follows the text: disclaimer, related articles, colophon.

use super::front::append;
use super::slug::{Break, Slug, Start};
use super::{Composer, Place, missing};
use crate::article::{Article, Inline, Lang, Related, Target, plain_text};
use crate::design::{Links, Type};
use crate::labels::Labels;
use crate::layout::inline::Family;
use crate::layout::{Frame, Item, ListNumbering, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// A colophon up to this share of a page is kept on one.
const LONGEST_COLOPHON: f64 = 0.5;
/// Ragged lines in a narrow column need about this much more room than their words.
const RAGGED_SHARE: f64 = 1.2;
/// Related articles up to this many, and this share of a page, stay together; of more, at least two.
const FEW_ENTRIES: usize = 3;
const LONGEST_ENTRIES: f64 = 0.6;

/// How a colophon is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A paragraph for each of its parts.
    Open,
    /// All in one, where that saves a page.
    Close,
}

impl<'a> Composer<'a> {
    pub(super) fn disclaimer(&mut self, page: &Place<'a>) {
        if self.current.disclaimer.is_empty() {
            return;
        }
        let parent = self.add(page.parent, StructRole::Div);
        let body = self.design.styles.disclaimer;
        self.galley.space(page.unit);
        self.galley.pending.flush = true;
        let rule = self.galley.slugs.len();
        self.hairline(self.design.spacing.note_rule, page);
        self.after_figures(rule);
        self.galley.pending.flush = true;
        let first = self.galley.slugs.len();
        self.blocks(&self.current.disclaimer, &Place { parent, body, unit: page.unit * 0.5, ..*page });
        if self.galley.slugs.len() - first < self.design.lines / 3 {
            self.galley.keep_together(first);
        }
        self.set_called_notes(page);
    }

    /// A thin rule where lines start, on a line of its own height.
    fn hairline(&mut self, width: Pt, place: &Place) {
        let mut frame = Frame::default();
        let size = Size::new(width, self.design.spacing.rule);
        let at = Point::new(place.start(width), place.unit * 0.5);
        frame.push(at, Owner::Artifact, Item::Rule { size, color: self.design.inks.rule });
        self.galley.push(Slug { frame, height: place.unit * 0.5, ..Slug::default() }, place, Pt::ZERO);
    }

    /// The heading of a part that the design adds, below a rule.
    fn part_heading(&mut self, text: &str, page: &Place<'a>) {
        self.hairline(page.width, page);
        self.galley.part(text.to_owned(), 2);
        let owner = self.add(page.parent, StructRole::H(2));
        self.setter.structure.node(owner).title = Some(text.to_owned());
        self.mark_language(owner);
        self.set_text(text, &self.design.styles.label, page, owner);
        if let Some(last) = self.galley.slugs.last_mut() {
            last.after = Break::Never;
        }
        self.galley.pending.flush = true;
    }

    /// Says that `owner` is in the language of our own words, where the article is in another.
    pub(super) fn mark_language(&mut self, owner: StructId) {
        let lang = Lang(self.words.lang.to_owned());
        if lang.primary() != self.current.meta.lang.primary() {
            self.setter.structure.node(owner).lang = Some(lang);
        }
    }

    pub(super) fn related(&mut self, page: &Place<'a>) {
        if self.current.related.is_empty() {
            return;
        }
        self.galley.space(page.unit);
        let parent = self.add(page.parent, StructRole::Sect);
        let first = self.galley.slugs.len();
        self.part_heading(self.words.related_reading, &Place { parent, ..*page });
        self.after_figures(first);
        let parent = self.add(parent, StructRole::L { numbering: ListNumbering::None });
        self.galley.space(page.unit * 0.25);
        let (first, mut ends) = (self.galley.slugs.len(), Vec::new());
        for (index, entry) in self.current.related.iter().enumerate() {
            if index > 0 {
                self.galley.space(page.unit * 0.5);
            }
            self.entry(entry, &Place { parent, ..*page });
            ends.push(self.galley.slugs.len());
        }
        self.keep_company(first, &ends);
        self.set_called_notes(page);
    }

    /// Sees to it that none of the entries since slug `first`, which end before the slugs `ends`, is alone on a page.
    fn keep_company(&mut self, first: usize, ends: &[usize]) {
        let height: Pt = self.galley.slugs[first..].iter().map(|slug| slug.before + slug.height).sum();
        let few = ends.len() <= FEW_ENTRIES && height < self.design.height() * LONGEST_ENTRIES;
        let gaps = ends.len().saturating_sub(1);
        for (gap, &end) in ends.iter().take(gaps).enumerate() {
            if (few || gap == 0 || gap + 1 == gaps) && end > first {
                self.galley.slugs[end - 1].after = Break::Never;
            }
        }
    }

    fn entry(&mut self, entry: &'a Related, place: &Place<'a>) {
        let styles = &self.design.styles;
        let item = self.add(place.parent, StructRole::LI);
        let body = self.add(item, StructRole::LBody);
        let first = self.galley.slugs.len();
        if !entry.title.is_empty() {
            let owner = self.add(body, StructRole::P);
            let target = entry.bound.map(Target::Block).or_else(|| entry.url.clone().map(Target::Url));
            let linked = target.map(|target| vec![Inline::Link { target, title: None, content: entry.title.clone() }]);
            // The address is printed below, where the site is named.
            let printed = self.setter.print_targets(Links::None);
            self.set_below(linked.as_ref().unwrap_or(&entry.title), &styles.related_title, place, owner);
            self.setter.print_targets(printed);
        }
        if !entry.blurb.is_empty() {
            let owner = self.add(body, StructRole::P);
            self.set_below(&entry.blurb, &styles.related_blurb, place, owner);
        }
        if let Some(url) = entry.url.as_ref().filter(|_| entry.bound.is_none()) {
            let owner = self.add(body, StructRole::P);
            let shown = vec![Inline::Text(host(url).to_owned())];
            self.set_below(&[link(url, shown)], &styles.related_source, place, owner);
        }
        self.galley.keep_together(first);
    }

    /// Sets `inlines` right below what is before them.
    fn set_below(&mut self, inlines: &[Inline], kind: &Type, place: &Place, owner: StructId) {
        let first = self.galley.slugs.len();
        self.set(inlines, kind, place, owner);
        self.galley.slugs[first..].iter_mut().for_each(|slug| slug.start = Start::Flow);
    }

    /// Lets slug `first` stand after all figures: none of the text comes after what ends it.
    fn after_figures(&mut self, first: usize) {
        if let Some(slug) = self.galley.slugs.get_mut(first) {
            slug.after_figures = true;
        }
    }

    /// The colophon, in slugs that follow the text.
    pub(super) fn colophon(&mut self, page: &Place<'a>, form: Form) {
        // It is not left alone on a page.
        if let Some(last) = self.galley.slugs.last_mut() {
            last.after = Break::Never;
        }
        self.galley.space(page.unit * if form == Form::Open { 2.0 } else { 1.0 });
        self.galley.pending.keep = 0;
        let first = self.galley.slugs.len();
        let parent = self.add(page.parent, StructRole::Sect);
        let place = Place { parent, ..*page };
        self.part_heading(self.words.credits, &place);
        self.after_figures(first);
        self.qr_in_colophon(&place);
        let entries = self.colophon_entries();
        let entries = if form == Form::Open { entries } else { vec![run_together(entries)] };
        for entry in entries {
            self.galley.space(page.unit * 0.25);
            let owner = self.add(parent, StructRole::P);
            self.set_below(&entry, &self.design.styles.colophon, &place, owner);
        }
        let height: Pt = self.galley.slugs[first..].iter().map(|slug| slug.before + slug.height).sum();
        if height < self.design.height() * LONGEST_COLOPHON {
            self.galley.keep_together(first);
        }
        self.colophon = Some(first);
    }

    fn colophon_entries(&self) -> Vec<Vec<Inline>> {
        let mut entries: Vec<Vec<Inline>> = Vec::new();
        for article in self.article.articles() {
            let own = [cover_words(article, self.words), rights(article), self.source(article)];
            let own = own.into_iter().filter(|entry| !entry.is_empty());
            match article.opening {
                None => entries.extend(own),
                // In a book, all that there is to say of an article stands together.
                Some(opening) => {
                    let line = run_together(own.collect());
                    if !line.is_empty() {
                        let (target, content) = (Target::Block(opening), article.meta.title.clone());
                        let title = Inline::Link { target, title: None, content };
                        entries.push(run_together(vec![vec![title], line]));
                    }
                }
            }
        }
        entries.push(self.imprint());
        entries
    }

    /// About how high the colophon is in `place`, rather more than less.
    pub(super) fn colophon_estimate(&mut self, place: &Place<'a>) -> Pt {
        let kind = self.design.styles.colophon;
        let mut lines = 0.0;
        for entry in self.colophon_entries() {
            let style = self.style(&kind, place);
            let (_, length) = self.setter.content_widths(&entry, &style);
            lines += (length / place.width * RAGGED_SHARE).ceil() + 1.0;
        }
        kind.leading * lines + place.unit * 2.5 + self.qr_estimate(place)
    }

    fn source(&self, article: &Article) -> Vec<Inline> {
        let meta = &article.meta;
        let mut line = Vec::new();
        append(&mut line, meta.publisher.iter().map(|name| Inline::Text(name.clone())).collect());
        // Beside its QR code it need not be said again.
        if let Some(url) = meta.source_url.as_ref().filter(|_| self.qr.is_none()) {
            append(&mut line, vec![link(url, vec![Inline::Text(url.clone())])]);
        }
        for identifier in &meta.identifiers {
            let text = format!("{} {}", identifier.scheme, identifier.value);
            append(&mut line, vec![Inline::Text(text.trim().to_owned())]);
        }
        line
    }

    fn imprint(&self) -> Vec<Inline> {
        let mut styles = self.design.styles.clone();
        let used: Vec<Family> = styles.all_mut().map(|kind| kind.family).collect();
        let fonts = self.setter.family_names(&used);
        vec![Inline::Text(format!("{} · {fonts}", self.words.made_with))]
    }
}

/// Caption and credit of a cover that is not there: they stand nowhere else.
fn cover_words(article: &Article, words: &Labels) -> Vec<Inline> {
    let Some(cover) = &article.cover else { return Vec::new() };
    if cover.pictures.iter().any(|picture| picture.asset.is_ok()) {
        return Vec::new();
    }
    let mut line = Vec::new();
    let credit = cover.credit.as_ref().map(|credit| credit.verbatim.clone()).unwrap_or_default();
    if !plain_text(&credit).contains(plain_text(&cover.caption).trim()) {
        append(&mut line, cover.caption.clone());
    }
    if plain_text(&line).trim_end().ends_with(['.', '!', '?']) && !credit.is_empty() {
        line.push(Inline::Text(" ".into()));
        line.extend(credit);
    } else {
        append(&mut line, credit);
    }
    for picture in &cover.pictures {
        let target = picture.link.clone().or_else(|| missing::address(picture).map(Target::Url));
        let alt = picture.alt.text().filter(|alt| !alt.trim().is_empty() && !plain_text(&line).contains(*alt));
        let words = alt.or(target.is_some().then_some(words.picture)).map(|words| Inline::Text(words.to_owned()));
        append(
            &mut line,
            match (words, target) {
                (Some(words), Some(target)) => vec![Inline::Link { target, title: None, content: vec![words] }],
                (words, _) => words.into_iter().collect(),
            },
        );
    }
    line
}

fn rights(article: &Article) -> Vec<Inline> {
    let rights = &article.meta.rights;
    let mut line = Vec::new();
    let text = |text: String| vec![Inline::Text(text)];
    let year = rights.year.as_deref().unwrap_or_default();
    match (&rights.statement, &rights.holder) {
        (Some(statement), _) => append(&mut line, text(statement.clone())),
        (None, Some(holder)) => append(&mut line, text(format!("© {year} {holder}").replace("  ", " "))),
        (None, None) => {}
    }
    if let Some(license) = &rights.license {
        let shown = vec![Inline::Text(license.name.clone())];
        let shown = license.url.as_ref().map_or(shown.clone(), |url| vec![link(url, shown)]);
        match rights.statement.as_ref().and_then(|statement| statement.split_once(&license.name)) {
            Some((before, after)) => {
                line = [text(before.to_owned()), shown, text(after.to_owned())].concat();
                line.retain(|inline| *inline != Inline::Text(String::new()));
            }
            None => append(&mut line, shown),
        }
    }
    line
}

/// `entries` in one paragraph.
fn run_together(entries: Vec<Vec<Inline>>) -> Vec<Inline> {
    let mut line = Vec::new();
    entries.into_iter().for_each(|entry| append(&mut line, entry));
    line
}

pub(super) fn link(url: &str, content: Vec<Inline>) -> Inline {
    Inline::Link { target: Target::Url(url.to_owned()), title: None, content }
}

/// The host of `url`; all of it where there is none.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.is_empty() { url } else { host }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_related_article_names_its_site() {
        assert_eq!(host("https://www.example.org/a/b?c"), "example.org");
        assert_eq!(host("posts/other.md"), "posts/other.md");
    }
}
