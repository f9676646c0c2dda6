//! The credits of a book: for each article its rights and where it was published, and below it the credit lines of its
//! pictures with the pages that they are on. What pictures of several articles are credited with stands once, before them.
//!
//! They stand on pages of their own at the end, or after the imprint, as the design says
//! ([`crate::design::CreditsPlace`]). Credit lines also stand at their pictures, so nothing depends on this list.

use std::collections::BTreeMap;

use super::breaks::Fill;
use super::illustrations::Illustration;
use super::line::append;
use super::slug::{Slug, Start};
use super::{BlockContext, Composer, back, furniture, imprint, line, matter};
use crate::article::{Article, Credit, Inline, Target};
use crate::design::Type;
use crate::layout::inline::Figures;
use crate::layout::{Anchor, ListNumbering, StructId, StructRole};
use crate::style::Color;

/// Adds pages of credits after the text, whose columns are `text`.
pub(super) fn at_end<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    illustrations: &[Illustration<'a>],
    text: &mut Vec<Fill>,
) {
    composer.current = composer.article;
    composer.words = crate::labels::of(&composer.article.meta.lang);
    if is_empty(composer, illustrations) {
        return;
    }
    let heads = furniture::furniture(composer);
    let first = composer.galley.len();
    composer.galley.next.begin_anew();
    let parent = composer.add(page.parent, StructRole::Sect);
    credits(composer, &BlockContext { parent, ..*page }, illustrations);
    composer.openings.push((first, heads));
    let part = first..composer.galley.len();
    text.resize_with(text.len().next_multiple_of(composer.design.columns.count.max(1)), Fill::default);
    text.extend(matter::fills_without_notes(composer, part));
}

/// Whether nobody is credited.
fn is_empty(composer: &Composer<'_>, illustrations: &[Illustration<'_>]) -> bool {
    let credited = illustrations.iter().any(|one| one.figure.credit.is_some());
    !credited && composer.article.articles().all(|article| facts(composer, article).is_empty())
}

/// Sets the credits in `place`.
pub(super) fn credits<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>, illustrations: &[Illustration<'a>]) {
    let kind = imprint::small_type(composer);
    let place = BlockContext { body: kind, ..*place };
    // Nearly all of these lines are links, and they are mostly read on paper.
    let color = std::mem::replace(&mut composer.setter.link_color, Color::BLACK);
    back::part_heading(composer, composer.words.credits, &place);
    let shared = composer.article.shared_credits();
    let groups = groups(illustrations);
    let (common, own): (Vec<Group<'a, '_>>, Vec<Group<'a, '_>>) =
        groups.into_iter().partition(|group| shared.contains_key(&group.key));
    if !common.is_empty() {
        common_pictures(composer, &place, joined(common));
    }
    let mut own = own.into_iter().peekable();
    for article in composer.article.articles() {
        let of_article = std::iter::from_fn(|| own.next_if(|group| std::ptr::eq(group.article, article)));
        of_one(composer, &place, article, of_article.collect());
    }
    composer.setter.link_color = color;
}

/// Pictures of an article with the same credit.
struct Group<'a, 'i> {
    article: &'a Article,
    credit: &'a Credit,
    /// The wording of the credit, by which credits are told apart.
    key: String,
    pictures: Vec<&'i Illustration<'a>>,
}

/// Returns the pictures with credits, those of an article with the same credit together.
fn groups<'a, 'i>(illustrations: &'i [Illustration<'a>]) -> Vec<Group<'a, 'i>> {
    let mut groups: Vec<Group<'a, 'i>> = Vec::new();
    // The group of each credit of the article whose pictures are gathered.
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for one in illustrations {
        let Some(credit) = &one.figure.credit else { continue };
        if groups.last().is_some_and(|group| !std::ptr::eq(group.article, one.article)) {
            known.clear();
        }
        let key = credit.wording_key();
        match known.get(&key).and_then(|&number| groups.get_mut(number)) {
            Some(group) => group.pictures.push(one),
            None => {
                known.insert(key.clone(), groups.len());
                groups.push(Group { article: one.article, credit, key, pictures: vec![one] });
            }
        }
    }
    groups
}

/// Joins the groups with the same credit, whatever their articles.
fn joined<'a, 'i>(groups: Vec<Group<'a, 'i>>) -> Vec<Group<'a, 'i>> {
    let mut all: Vec<Group<'a, 'i>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for mut group in groups {
        match known.get(&group.key).and_then(|&number| all.get_mut(number)) {
            Some(first) => first.pictures.append(&mut group.pictures),
            None => {
                known.insert(group.key.clone(), all.len());
                all.push(group);
            }
        }
    }
    all
}

/// Sets the credits that pictures of several articles have.
fn common_pictures<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>, groups: Vec<Group<'a, '_>>) {
    composer.galley.next.space(place.body.leading * 0.5);
    let owner = composer.add(place.parent, StructRole::H(3));
    composer.setter.structure.node(owner).title = Some(composer.words.image_credits.to_owned());
    line::mark_language(composer, owner);
    composer.set_text(composer.words.image_credits, &composer.design.styles.label, place, owner);
    composer.galley.hold_last();
    composer.galley.next.space(place.body.leading * 0.25);
    pictures(composer, place, &groups);
    composer.galley.next.space(place.body.leading * 0.5);
}

/// Sets what is said about `article`, and below it the credits of its pictures.
fn of_one<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>, article: &'a Article, groups: Vec<Group<'a, '_>>) {
    let line = facts(composer, article);
    if line.is_empty() && groups.is_empty() {
        return;
    }
    let owner = composer.add(place.parent, StructRole::P);
    let mut entry = Vec::new();
    if let Some(opening) = article.opening {
        let content = of_language(composer, article, article.meta.title.clone());
        entry.push(Inline::Link { target: Target::Block(opening), title: None, content });
    }
    append(&mut entry, line);
    composer.galley.next.space(place.body.leading * 0.5);
    set_close(composer, &entry, &place.body, place, owner);
    if !groups.is_empty() {
        composer.galley.hold_last();
        let inner = place.indented(composer.design.spacing.list, composer.design.spacing.least_measure);
        pictures(composer, &inner, &groups);
    }
}

/// Returns what is said about `article` itself.
fn facts<'a>(composer: &Composer<'a>, article: &Article) -> Vec<Inline> {
    let mut line = back::cover_words(article, composer.words);
    // The rights and the publisher of the whole book are in the imprint.
    if article.opening.is_some() {
        let same = article.meta.rights == composer.article.meta.rights;
        append(&mut line, if same { Vec::new() } else { back::rights(article) });
        append(&mut line, back::source(composer, article));
    }
    append(&mut line, back::keywords(article, composer.words));
    line
}

/// Sets a list of the credits of pictures, each after the numbers of its pages.
fn pictures<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>, groups: &[Group<'a, '_>]) {
    let kind = Type { figures: Figures::Lining, ..place.body };
    let list = composer.add(place.parent, StructRole::L { numbering: ListNumbering::None });
    for group in groups {
        let item = composer.add(list, StructRole::LI);
        let body = composer.add(item, StructRole::LBody);
        let owner = composer.add(body, StructRole::P);
        let mut entry = pages(composer, &group.pictures);
        append(&mut entry, of_language(composer, group.article, without_calls(group.credit.linked())));
        set_close(composer, &entry, &kind, &BlockContext { parent: body, ..*place }, owner);
    }
}

/// Marks words of `article` as such, if its language is not that of the book.
fn of_language(composer: &Composer<'_>, article: &Article, content: Vec<Inline>) -> Vec<Inline> {
    let meta = &article.meta;
    if meta.lang == composer.article.meta.lang {
        return content;
    }
    vec![Inline::Span { lang: Some(meta.lang.clone()), dir: None, content }]
}

/// Returns the numbers of the pages of `pictures`, each once, as links to the first picture there.
fn pages(composer: &Composer<'_>, pictures: &[&Illustration<'_>]) -> Vec<Inline> {
    let mut line: Vec<Inline> = Vec::new();
    let mut last = None;
    for one in pictures.iter().filter(|one| last.replace(one.page) != Some(one.page)) {
        if !line.is_empty() {
            line.push(Inline::Text(composer.words.separator().to_owned()));
        }
        let number = Inline::Text(one.page.to_string());
        line.push(match one.anchor {
            Anchor::Block(node) => Inline::Link { target: Target::Block(node), title: None, content: vec![number] },
            _ => number,
        });
    }
    line
}

/// Removes calls of notes, which stand at the picture itself.
fn without_calls(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut kept = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        match &mut inline {
            Inline::NoteCall(_) => continue,
            Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
                *content = without_calls(std::mem::take(content));
            }
            _ => {}
        }
        kept.push(inline);
    }
    kept
}

/// Sets `inlines` directly below the previous text, off the grid.
pub(super) fn set_close(
    composer: &mut Composer<'_>,
    inlines: &[Inline],
    kind: &Type,
    place: &BlockContext,
    owner: StructId,
) {
    let first = composer.galley.len();
    composer.set(inlines, kind, place, owner);
    composer.galley.since(first).iter_mut().for_each(|slug: &mut Slug| slug.start = Start::Flow);
}
