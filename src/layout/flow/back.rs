//! The back matter after the text: disclaimer, related articles, colophon.

use std::collections::BTreeMap;

use super::breaks::Fill;
use super::line::{append, link};
use super::slug::{Slug, Start};
use super::{BlockContext, Composer, furniture, line, missing, notes, placing, qr, related_box};
use crate::article::{Article, Inline, NodeId, Related, ShelvedId, Target, plain_text};
use crate::design::{Links, Type};
use crate::labels::Labels;
use crate::layout::inline::{Alignment, Family};
use crate::layout::{Anchor, Frame, Item, ListNumbering, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// A colophon that takes up no more than this share of a page is kept on one page.
const LONGEST_COLOPHON: f64 = 0.5;
/// Ragged lines in a narrow column end early, so they take up about this many times the width of their words.
const RAGGED_SHARE: f64 = 1.2;
/// A list of up to this many related articles is kept on one page if it takes up no more than `LONGEST_ENTRIES` of the
/// page's height. In a longer list, the first two entries stay together, and so do the last two.
const FEW_ENTRIES: usize = 3;
const LONGEST_ENTRIES: f64 = 0.6;

/// Maximum size of a colophon that is one line at the foot of the last page, unless everything in the design is larger.
const IMPRINT: Pt = Pt(7.0);
/// A column is narrow if it is less wide than this share of the text.
const NARROW: f64 = 0.5;
/// Room that the page number needs beside it, in ems of the number.
const FOLIO_ROOM: f64 = 4.0;

/// The two layouts of a colophon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColophonForm {
    /// One paragraph for each of its parts.
    Open,
    /// One paragraph for all parts, used if that saves a page.
    Close,
}

pub(super) fn disclaimer<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    if composer.current.disclaimer.is_empty() {
        return;
    }
    let parent = composer.add(page.parent, StructRole::Div);
    let body = composer.design.styles.disclaimer;
    composer.galley.next.space(page.unit);
    composer.galley.next.flush();
    let rule = composer.galley.len();
    hairline(composer, composer.design.spacing.note_rule, page);
    after_figures(composer, rule);
    composer.galley.next.flush();
    let first = composer.galley.len();
    composer.blocks(&composer.current.disclaimer, &BlockContext { parent, body, unit: page.unit * 0.5, ..*page });
    if composer.galley.len() - first < composer.design.lines / 3 {
        composer.galley.keep_together(first);
    }
    notes::set_called_notes(composer, page);
}

/// Sets the biographies of the authors, in small type below a rule.
pub(super) fn about_authors<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    if composer.current.meta.about_authors.is_empty() {
        return;
    }
    let parent = composer.add(page.parent, StructRole::Div);
    composer.galley.next.space(page.unit);
    composer.galley.next.flush();
    let rule = composer.galley.len();
    hairline(composer, composer.design.spacing.note_rule, page);
    after_figures(composer, rule);
    let first = composer.galley.len();
    let kind = composer.design.styles.disclaimer;
    for (index, about) in composer.current.meta.about_authors.iter().enumerate() {
        if index > 0 {
            composer.galley.next.space(page.unit * 0.5);
        }
        let owner = composer.add(parent, StructRole::P);
        composer.set(about, &kind, page, owner);
    }
    if composer.galley.len() - first < composer.design.lines / 3 {
        composer.galley.keep_together(first);
    }
}

/// Draws a thin rule at the start edge, on a line of its own height.
fn hairline(composer: &mut Composer<'_>, width: Pt, place: &BlockContext) {
    let mut frame = Frame::default();
    let size = Size::new(width, composer.design.spacing.rule);
    let at = Point::new(place.start(width), place.unit * 0.5);
    frame.push(at, Owner::Artifact, Item::Rule { size, color: composer.design.inks.rule });
    composer.galley.push(Slug { frame, height: place.unit * 0.5, ..Slug::default() }, place, Pt::ZERO);
}

/// Sets the heading of a part that the design adds, below a rule.
pub(super) fn part_heading<'a>(composer: &mut Composer<'a>, text: &str, page: &BlockContext<'a>) {
    hairline(composer, page.width, page);
    part_label(composer, text, page);
}

/// Sets the heading of a part that the design adds.
pub(super) fn part_label<'a>(composer: &mut Composer<'a>, text: &str, page: &BlockContext<'a>) {
    composer.part(text.to_owned(), 2);
    let owner = composer.add(page.parent, StructRole::H(2));
    composer.setter.structure.node(owner).title = Some(text.to_owned());
    line::mark_language(composer, owner);
    composer.set_text(text, &composer.design.styles.label, page, owner);
    composer.galley.hold_last();
    composer.galley.next.flush();
}

pub(super) fn related<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    if composer.current.related.is_empty() {
        return;
    }
    let alone = composer.current.related.iter().all(|entry| entry.bound.is_none());
    if composer.design.has_spans() && alone {
        related_box::related(composer, page);
        return notes::set_called_notes(composer, page);
    }
    let across = composer.design.has_spans().then(|| placing::full_width(composer, page));
    let spanned = composer.galley.span(across.map_or(1, |_| composer.design.columns.count));
    related_below(composer, &across.unwrap_or(*page));
    composer.galley.span(spanned);
}

fn related_below<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) {
    composer.galley.next.space(page.unit);
    let parent = composer.add(page.parent, StructRole::Sect);
    let first = composer.galley.len();
    part_heading(composer, composer.words.related_reading, &BlockContext { parent, ..*page });
    after_figures(composer, first);
    let parent = composer.add(parent, StructRole::L { numbering: ListNumbering::None });
    composer.galley.next.space(page.unit * 0.25);
    let (first, mut ends) = (composer.galley.len(), Vec::new());
    for (index, entry) in composer.current.related.iter().enumerate() {
        if index > 0 {
            composer.galley.next.space(page.unit * 0.5);
        }
        set_entry(composer, entry, &BlockContext { parent, ..*page });
        ends.push(composer.galley.len());
    }
    keep_company(composer, first, &ends);
    notes::set_called_notes(composer, page);
}

/// Keeps entries together so that none is alone on a page. The entries begin at slug `first`; `ends` holds the index of
/// the slug after each.
fn keep_company(composer: &mut Composer<'_>, first: usize, ends: &[usize]) {
    let height: Pt = composer.galley.slugs()[first..].iter().map(|slug| slug.before + slug.height).sum();
    let few = ends.len() <= FEW_ENTRIES && height < composer.design.height() * LONGEST_ENTRIES;
    let gaps = ends.len().saturating_sub(1);
    for (gap, &end) in ends.iter().take(gaps).enumerate() {
        if (few || gap == 0 || gap + 1 == gaps) && end > first {
            composer.galley.hold(end - 1);
        }
    }
}

/// Returns the types of title, blurb and source of related articles in `place`: in a narrow column those of captions.
fn related_types(composer: &Composer<'_>, place: &BlockContext) -> [Type; 3] {
    let styles = &composer.design.styles;
    if place.width >= composer.design.measure * NARROW {
        return [styles.related_title, styles.related_blurb, styles.related_source];
    }
    let caption = styles.caption.aligned(Alignment::Start);
    [caption.semibold(), caption, Type { color: styles.related_source.color, ..caption }]
}

pub(super) fn set_entry<'a>(composer: &mut Composer<'a>, entry: &'a Related, place: &BlockContext<'a>) -> StructId {
    let [title, blurb, source] = related_types(composer, place);
    let item = composer.add(place.parent, StructRole::LI);
    let body = composer.add(item, StructRole::LBody);
    let first = composer.galley.len();
    if !entry.picture.is_empty() {
        let owner = composer.add(body, StructRole::P);
        set_below(composer, &entry.picture, &title, place, owner);
    }
    if !entry.title.is_empty() {
        let owner = composer.add(body, StructRole::P);
        let target = entry.bound.map(Target::Block).or_else(|| entry.url.clone().map(Target::Url));
        let shelved = entry.shelved.map(|id| Target::Shelved { id, fragment: None });
        let target = target.or(shelved);
        let linked = target.map(|target| vec![Inline::Link { target, title: None, content: entry.title.clone() }]);
        // The address is printed below the title, with the name of the site, so it needs no note.
        let printed = composer.setter.print_targets(Links::None);
        set_below(composer, linked.as_ref().unwrap_or(&entry.title), &title, place, owner);
        composer.setter.print_targets(printed);
    }
    if !entry.blurb.is_empty() {
        let owner = composer.add(body, StructRole::P);
        set_below(composer, &entry.blurb, &blurb, place, owner);
    }
    let mut facts = Vec::new();
    append(&mut facts, entry.author.iter().map(|author| Inline::Text(author.clone())).collect());
    append(&mut facts, entry.date.iter().map(|date| Inline::Text(composer.words.date(date))).collect());
    match (entry.bound, &entry.url) {
        (Some(target), _) => reserve_page_reference(composer, target, facts, place, body),
        (None, url) => {
            let shown = |url: &String| vec![link(url, vec![Inline::Text(host(url).to_owned())])];
            append(&mut facts, url.as_ref().map(shown).unwrap_or_default());
            let file = |id: ShelvedId| {
                let shelved = composer.article.shelved.get(id.0 as usize)?;
                let (target, content) = (Target::Shelved { id, fragment: None }, shelved.path_for(true).to_owned());
                Some(vec![Inline::Link { target, title: None, content: vec![Inline::Text(content)] }])
            };
            append(&mut facts, entry.shelved.and_then(file).unwrap_or_default());
            if !facts.is_empty() {
                let owner = composer.add(body, StructRole::P);
                set_below(composer, &facts, &source, place, owner);
            }
        }
    }
    composer.galley.keep_together(first);
    body
}

/// A line that says on which page of the book a related article is.
pub(super) struct PageRef<'a> {
    /// What stands there.
    target: NodeId,
    /// What the line says before that.
    facts: Vec<Inline>,
    owner: StructId,
    place: BlockContext<'a>,
    words: &'static Labels,
}

/// Makes room for a line that says on which page `target` is.
fn reserve_page_reference<'a>(
    composer: &mut Composer<'a>,
    target: NodeId,
    facts: Vec<Inline>,
    place: &BlockContext<'a>,
    parent: StructId,
) {
    let owner = composer.add(parent, StructRole::P);
    let height = composer.design.styles.related_source.leading;
    let reference = Some(composer.page_refs.len());
    let slug = Slug { height, start: Start::Flow, page_ref: reference, ..Slug::default() };
    composer.galley.push(slug, place, Pt::ZERO);
    composer.page_refs.push(PageRef { target, facts, owner, place: *place, words: composer.words });
}

/// Writes the references to pages, now that `text`, the columns of the text, are known.
pub(super) fn page_references(composer: &mut Composer<'_>, text: &[Fill]) {
    let columns = composer.design.columns.count.max(1);
    let mut pages = BTreeMap::new();
    for (column, fill) in text.iter().enumerate().filter(|_| !composer.page_refs.is_empty()) {
        pages.extend(fill.slugs.iter().map(|(slug, _)| (*slug, column / columns + 1)));
    }
    let headings = composer.galley.outline().iter().filter_map(|entry| match entry.anchor {
        Anchor::Block(node) => Some((node, *pages.get(&entry.slug)?)),
        _ => None,
    });
    let headings: BTreeMap<NodeId, usize> = headings.collect();
    let lines = composer.galley.slugs().iter().enumerate().filter_map(|(index, slug)| Some((slug.page_ref?, index)));
    let lines: BTreeMap<usize, usize> = lines.collect();
    for (number, reference) in std::mem::take(&mut composer.page_refs).into_iter().enumerate() {
        let PageRef { target, mut facts, owner, place, words } = reference;
        let Some(&index) = lines.get(&number) else { continue };
        let page = headings.get(&target).map(|page| words.page(&page.to_string()));
        let shown = |page: String| {
            vec![Inline::Link { target: Target::Block(target), title: None, content: vec![Inline::Text(page)] }]
        };
        append(&mut facts, page.map(shown).unwrap_or_default());
        let kind = composer.design.styles.related_source;
        let set = composer.apart(|composer| set_below(composer, &facts, &kind, &place, owner));
        if let Some(line) = set.into_iter().next() {
            composer.galley.since(index)[0].frame = line.frame;
        }
    }
}

/// Sets `inlines` directly below the previous text.
fn set_below(composer: &mut Composer<'_>, inlines: &[Inline], kind: &Type, place: &BlockContext, owner: StructId) {
    let first = composer.galley.len();
    composer.set(inlines, kind, place, owner);
    composer.galley.since(first).iter_mut().for_each(|slug| slug.start = Start::Flow);
}

/// Places slug `first` after all figures: no figure of the text may float past the end of the text.
pub(super) fn after_figures(composer: &mut Composer<'_>, first: usize) {
    if let Some(slug) = composer.galley.since(first).first_mut() {
        slug.after_figures = true;
    }
}

/// Whether the colophon only says what the article was made with. Then it needs no heading: [`imprint_line`] sets it as
/// one small line beside the last page number, if there is room for it.
pub(super) fn is_imprint_only<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>) -> bool {
    let entries = colophon_entries(composer);
    let [entry] = entries.as_slice() else { return false };
    let share = if folio_align(composer, false) == Alignment::Center { 0.5 } else { 1.0 };
    let (area, kind) = (composer.text_area(page.parent), imprint_type(composer));
    let style = composer.style(&kind, &area);
    let (_, length) = composer.setter.content_widths(entry, &style);
    let room = area.width * share - composer.design.styles.folio.size * FOLIO_ROOM;
    composer.qr.is_none() && length <= room
}

/// Sets the line for [`is_imprint_only`]. Its baseline is at the frame's origin, which is at the left edge of the text.
/// `turned` says whether the last page is a left-hand one, whose page number stands at the other edge.
pub(super) fn imprint_line<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, turned: bool) -> Option<Frame> {
    let align = if folio_align(composer, turned) == Alignment::Start { Alignment::End } else { Alignment::Start };
    let (area, kind) = (composer.text_area(page.parent), imprint_type(composer).aligned(align));
    let style = composer.style(&kind, &area);
    let owner = composer.add(page.parent, StructRole::P);
    composer.setter.lines(&imprint(composer), &style, owner).into_iter().next().map(|line| line.frame)
}

fn imprint_type(composer: &Composer<'_>) -> Type {
    let kind = composer.design.styles.colophon;
    Type { size: kind.size.min(IMPRINT.max(composer.design.spacing.least_size)), ..kind }
}

/// Returns where the page number stands on a page.
fn folio_align(composer: &Composer<'_>, turned: bool) -> Alignment {
    let align = composer.design.styles.folio.align;
    if turned { furniture::mirrored(align) } else { align }
}

/// Makes the slugs of the colophon, which follow the text.
pub(super) fn colophon<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, form: ColophonForm) {
    // The colophon is not left alone on a page.
    composer.galley.hold_last();
    composer.galley.next.space(page.unit * if form == ColophonForm::Open { 2.0 } else { 1.0 });
    composer.galley.next.keep(0);
    let first = composer.galley.len();
    let parent = composer.add(page.parent, StructRole::Sect);
    composer.colophon_part = Some(parent);
    let place = BlockContext { parent, ..*page };
    part_heading(composer, composer.words.credits, &place);
    after_figures(composer, first);
    qr::qr_in_colophon(composer, &place);
    let entries = colophon_entries(composer);
    let entries = if form == ColophonForm::Open { entries } else { vec![run_together(entries)] };
    for entry in entries {
        composer.galley.next.space(page.unit * 0.25);
        let owner = composer.add(parent, StructRole::P);
        set_below(composer, &entry, &composer.design.styles.colophon, &place, owner);
    }
    let height: Pt = composer.galley.slugs()[first..].iter().map(|slug| slug.before + slug.height).sum();
    if height < composer.design.height() * LONGEST_COLOPHON {
        composer.galley.keep_together(first);
    }
    composer.colophon = Some(first);
}

/// Sets the colophon of an article below all columns, if the design's content spans them, as part of the text.
pub(super) fn colophon_across<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, form: ColophonForm) {
    if !composer.design.has_spans() || !composer.article.bound.is_empty() || is_imprint_only(composer, page) {
        return;
    }
    let spanned = composer.galley.span(composer.design.columns.count);
    colophon(composer, &placing::full_width(composer, page), form);
    composer.galley.span(spanned);
}

fn colophon_entries(composer: &Composer<'_>) -> Vec<Vec<Inline>> {
    let mut entries: Vec<Vec<Inline>> = Vec::new();
    for article in composer.article.articles() {
        let tags = keywords(article, composer.words);
        let own = [cover_words(article, composer.words), rights(article), source(composer, article), tags];
        let own = own.into_iter().filter(|entry| !entry.is_empty());
        match article.opening {
            None => entries.extend(own),
            // In a book, everything about one article stands together.
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
    entries.push(imprint(composer));
    entries
}

/// Estimates the height of the colophon in `place`, rather too high than too low.
pub(super) fn colophon_estimate<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) -> Pt {
    let kind = composer.design.styles.colophon;
    let mut lines = 0.0;
    for entry in colophon_entries(composer) {
        let style = composer.style(&kind, place);
        let (_, length) = composer.setter.content_widths(&entry, &style);
        lines += (length / place.width * RAGGED_SHARE).ceil() + 1.0;
    }
    kind.leading * lines + place.unit * 2.5 + qr::qr_estimate(composer, place)
}

/// Returns the keywords that are a line of the text in the source.
pub(super) fn keywords(article: &Article, words: &Labels) -> Vec<Inline> {
    if article.tag_line.is_empty() {
        return Vec::new();
    }
    vec![Inline::Text(format!("{}: {}", words.keywords, article.tag_line.join(", ")))]
}

pub(super) fn source(composer: &Composer<'_>, article: &Article) -> Vec<Inline> {
    let meta = &article.meta;
    let mut line = Vec::new();
    // The publisher of a whole book is in its imprint.
    let shared = article.opening.is_some() && meta.publisher == composer.article.meta.publisher;
    let publisher = meta.publisher.iter().filter(|_| !shared);
    append(&mut line, publisher.map(|name| Inline::Text(name.clone())).collect());
    // The QR code already has the address beside it.
    if let Some(url) = meta.source_url.as_ref().filter(|_| composer.qr.is_none()) {
        append(&mut line, vec![link(url, vec![Inline::Text(url.clone())])]);
    }
    for identifier in &meta.identifiers {
        let text = format!("{} {}", identifier.scheme, identifier.value);
        append(&mut line, vec![Inline::Text(text.trim().to_owned())]);
    }
    line
}

pub(super) fn imprint(composer: &Composer<'_>) -> Vec<Inline> {
    let mut styles = composer.design.styles.clone();
    let used: Vec<Family> = styles.all_mut().map(|kind| kind.family).collect();
    let fonts = composer.setter.family_names(&used);
    vec![Inline::Text(format!("{} · {fonts}", composer.words.made_with))]
}

/// Returns caption and credit of a cover without a picture, which appear nowhere else.
pub(super) fn cover_words(article: &Article, words: &Labels) -> Vec<Inline> {
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

pub(super) fn rights(article: &Article) -> Vec<Inline> {
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

/// Joins `entries` to one paragraph.
fn run_together(entries: Vec<Vec<Inline>>) -> Vec<Inline> {
    let mut line = Vec::new();
    entries.into_iter().for_each(|entry| append(&mut line, entry));
    line
}

/// Returns the host of `url`, or all of it if it has none.
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
