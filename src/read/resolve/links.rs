//! Resolves links: to blocks inside the article, and to other articles as far as their addresses are known.

use std::collections::BTreeMap;

use super::Origin;
use crate::article::address::{self, Refusal};
use crate::article::walk_mut as walk;
use crate::article::{Article, Block, BlockKind, Inline, NodeId, Shelved, Target, plain_text, shelve};
use crate::diag::{Diagnostic, Diagnostics};
use crate::read::absolute::absolute;
use crate::read::neighbours::{Neighbour, Neighbours};
use crate::read::{Options, unlink};
use crate::site::{self, MissingFragment};
use crate::source::{Source, Span};

/// Finds the target of every link. One without a target in the article becomes plain text, with a warning.
pub(super) fn settle(
    article: &mut Article,
    anchors: Vec<(String, NodeId)>,
    renumbered: &[(NodeId, NodeId)],
    Origin { source, files }: Origin<'_>,
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    let own = source.path.file_name().unwrap_or_default().to_string_lossy();
    let mut neighbours = Neighbours::new(files, &own, article.meta.source_url.as_deref(), options);
    let mut shelf = std::mem::take(&mut article.shelved);
    settle_addresses(article, &mut neighbours, &mut shelf);
    let mut any = false;
    walk::each(article, &mut |block| any |= block_has_link(block));
    if !any {
        article.shelved = shelf;
        return;
    }
    let base = article.meta.source_url.clone();
    let places = Places::new(article, anchors, renumbered);
    let mut dead = Dead::default();
    walk::each(article, &mut |block| {
        let span = block.span;
        let (neighbours, shelf) = (&mut neighbours, &mut shelf);
        let (base, dead) = (base.as_deref(), &mut dead);
        let mut settler = Settler { places: &places, base, neighbours, shelf, span, dead };
        for line in walk::lines(&mut block.kind) {
            settler.line(line);
        }
        if let BlockKind::Figure(figure) = &mut block.kind {
            for picture in &mut figure.pictures {
                picture.link = picture.link.take().and_then(|link| settler.target(link));
            }
        }
    });
    article.shelved = shelf;
    dead.report(article, source, diagnostics);
}

/// Number of links that lead nowhere for which a heading is suggested. To look for one takes time for each heading.
const SUGGESTED: usize = 20;

/// Links that do not lead where they should.
#[derive(Default)]
struct Dead {
    /// Fragments that the article does not have.
    missing: Vec<(String, Span)>,
    /// Fragments that another article does not have, with its path.
    elsewhere: Vec<(String, String, MissingFragment, Span)>,
    unusable: Vec<(String, Refusal, Span)>,
}

impl Dead {
    fn report(self, article: &mut Article, source: &Source, diagnostics: &mut Diagnostics) {
        let mut places = unlink::Places::new(std::str::from_utf8(&source.bytes).ok());
        let headings = if self.missing.is_empty() { Vec::new() } else { headings(article) };
        for (number, (fragment, span)) in self.missing.into_iter().enumerate() {
            let message = format!("the link to `{fragment}` leads nowhere in the article: it becomes plain text");
            let found =
                Diagnostic::warning("broken-link", message).at(places.of(&fragment, Some(span)).unwrap_or(span));
            let words = || headings.iter().map(|(words, _)| words.as_str());
            let near = (number < SUGGESTED).then(|| site::nearest_heading(&fragment, words())).flatten();
            let near = near.and_then(|near| headings.iter().find(|(words, _)| words == near));
            diagnostics.push(match near {
                Some((words, slug)) => found.help(format!("the heading “{words}” is at `#{slug}`")),
                None => found,
            });
        }
        for (url, path, missing, span) in self.elsewhere {
            let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
            let message =
                format!("{path} has no heading and no other target `#{fragment}`: the link leads to its beginning");
            let found = Diagnostic::warning("broken-fragment", message).at(places.of(&url, Some(span)).unwrap_or(span));
            diagnostics.push(match missing.near {
                Some(near) => found.help(format!("the heading “{near}” is near it")),
                None => found,
            });
        }
        for (url, refusal, span) in self.unusable {
            diagnostics.push(refusal.warning(&url).at(places.of(&url, Some(span)).unwrap_or(span)));
        }
    }
}

/// Returns the headings of the article with their slugs.
fn headings(article: &mut Article) -> Vec<(String, String)> {
    let mut all = Vec::new();
    walk::each(article, &mut |block| {
        if let BlockKind::Heading { slug, content, .. } = &block.kind {
            all.push((plain_text(content), slug.clone()));
        }
    });
    all
}

/// Makes the addresses of related articles and missing pictures absolute, if the article's own address is known. A
/// bare name stays, since it may be a slug.
fn settle_addresses(article: &mut Article, neighbours: &mut Neighbours<'_>, shelf: &mut Vec<Shelved>) {
    for related in &mut article.related {
        let Some(url) = &mut related.url else { continue };
        match neighbours.find(url) {
            Some(Neighbour::At(address) | Neighbour::Served(address)) => *url = address,
            Some(Neighbour::Shelved(other, _)) => {
                (related.url, related.shelved) = (None, Some(shelve(shelf, other)));
            }
            _ => {}
        }
    }
    let Some(base) = article.meta.source_url.clone() else { return };
    let settle = |url: &mut String| {
        if url.starts_with(['/', '.'])
            && let Some(found) = absolute(&base, url)
        {
            *url = found;
        }
    };
    article.related.iter_mut().filter_map(|related| related.url.as_mut()).for_each(settle);
    let of_figure = |figure: &mut crate::article::Figure| {
        let missing = figure.pictures.iter_mut().filter_map(|picture| picture.asset.as_mut().err()?.url.as_mut());
        missing.for_each(settle);
    };
    article.cover.iter_mut().for_each(of_figure);
    walk::each(article, &mut |block| {
        if let BlockKind::Figure(figure) = &mut block.kind {
            of_figure(figure);
        }
    });
}

fn block_has_link(block: &mut Block) -> bool {
    let of_picture = match &block.kind {
        BlockKind::Figure(figure) => figure.pictures.iter().any(|picture| picture.link.is_some()),
        _ => false,
    };
    of_picture || walk::lines(&mut block.kind).iter().any(|line| has_link(line))
}

fn has_link(line: &[Inline]) -> bool {
    line.iter().any(|inline| match inline {
        Inline::Link { .. } => true,
        Inline::Picture(picture) => picture.link.is_some(),
        Inline::Styled { content, .. } | Inline::Span { content, .. } => has_link(content),
        _ => false,
    })
}

/// The link targets of an article by their names.
struct Places {
    exact: BTreeMap<String, NodeId>,
    loose: BTreeMap<String, NodeId>,
    /// The beginning of the text, and the slug of the title, which leads there unless another target has that name.
    beginning: Option<(NodeId, String)>,
}

impl Places {
    fn new(article: &mut Article, anchors: Vec<(String, NodeId)>, renumbered: &[(NodeId, NodeId)]) -> Self {
        let first = article.blocks.first().map(|block| block.id);
        let title = loose(&article.meta.title_text());
        let headed = article.meta.provenance.iter().any(|known| known.field == "title" && known.key == "first heading");
        let beginning = first.map(|first| (first, title.clone()));
        let mut places = Self { exact: BTreeMap::new(), loose: BTreeMap::new(), beginning };
        for (name, old) in anchors {
            let at = renumbered.partition_point(|(known, _)| *known < old);
            let new = renumbered.get(at).filter(|(known, _)| *known == old).map(|(_, new)| *new);
            // Links to the heading that became the title lead to the beginning.
            if let Some(id) = new.or(first) {
                places.exact.entry(name).or_insert(id);
            }
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        // The heading that became the title is the first of its name.
        if let Some(first) = first.filter(|_| headed && !title.is_empty()) {
            places.loose.insert(title.clone(), first);
            places.loose.entry(title.trim_start_matches(char::is_numeric).to_owned()).or_insert(first);
            seen.insert(title, 1);
        }
        walk::each(article, &mut |block| {
            if let BlockKind::Heading { slug, content, .. } = &block.kind {
                places.heading(block.id, slug, &loose(&plain_text(content)), &mut seen);
            }
        });
        places
    }

    fn heading(&mut self, id: NodeId, slug: &str, key: &str, seen: &mut BTreeMap<String, usize>) {
        let times = seen.entry(key.to_owned()).or_default();
        // GitHub, kramdown and others number the second heading of the same name `-1`.
        let numbered = if *times == 0 { key.to_owned() } else { format!("{key}{times}") };
        *times += 1;
        // pandoc and kramdown drop everything before the first letter of a slug.
        let lettered = key.trim_start_matches(char::is_numeric).to_owned();
        self.exact.entry(slug.to_owned()).or_insert(id);
        self.loose.entry(numbered).or_insert(id);
        self.loose.entry(lettered).or_insert(id);
    }

    fn find(&self, fragment: &str) -> Option<NodeId> {
        let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
        let exact = self.exact.get(fragment).or_else(|| self.exact.get(decoded.as_ref()));
        // marked.js kept the element's name in the slugs of headings with code.
        let key = loose(&decoded.replace("-code-", "-"));
        let named = || if key.is_empty() { None } else { self.loose.get(&key) };
        let alike = || if key.is_empty() { None } else { self.alike(&key) };
        let found = exact.or_else(named).copied();
        found.or_else(|| self.beginning(&decoded, &key)).or_else(|| alike().copied())
    }

    /// Returns the beginning, if `fragment` names it: `#` and `#top` lead there (HTML §7.4.6.4).
    fn beginning(&self, fragment: &str, key: &str) -> Option<NodeId> {
        let (first, title) = self.beginning.as_ref()?;
        let top = matches!(key, "top" | "pagetop" | "topofpage" | "backtotop");
        let named = fragment.trim().is_empty() || top || !key.is_empty() && key == title;
        named.then_some(*first)
    }

    /// Returns the only heading that begins with `key`, or else the longest heading that `key` begins with. The slug in
    /// a link may have been cut off, or may spell out emoji that the heading has.
    fn alike(&self, key: &str) -> Option<&NodeId> {
        if key.chars().count() < 6 {
            return None;
        }
        let mut longer = self.loose.range(key.to_owned()..).take_while(|(known, _)| known.starts_with(key));
        if let (Some((_, only)), None) = (longer.next(), longer.next()) {
            return Some(only);
        }
        let begins = |known: &str| known.chars().count() >= 6 && key.starts_with(known);
        self.loose.range(..key.to_owned()).rev().take(200).find(|(known, _)| begins(known)).map(|(_, id)| id)
    }
}

/// Normalises a heading to what all ways to make slugs have in common: its letters and digits in lower case, without
/// accents.
fn loose(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).map(without_accent).collect()
}

/// Returns the Latin letter of `c` without accents.
fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

struct Settler<'a, 'f> {
    places: &'a Places,
    base: Option<&'a str>,
    neighbours: &'a mut Neighbours<'f>,
    shelf: &'a mut Vec<Shelved>,
    span: Span,
    dead: &'a mut Dead,
}

impl Settler<'_, '_> {
    fn line(&mut self, line: &mut Vec<Inline>) {
        if !has_link(line) {
            return;
        }
        for inline in std::mem::take(line) {
            match inline {
                Inline::Link { target, title, mut content } => {
                    self.line(&mut content);
                    match self.target(target) {
                        Some(target) => line.push(Inline::Link { target, title, content }),
                        None => line.extend(content),
                    }
                }
                Inline::Styled { style, mut content } => {
                    self.line(&mut content);
                    line.push(Inline::Styled { style, content });
                }
                Inline::Span { lang, dir, mut content } => {
                    self.line(&mut content);
                    line.push(Inline::Span { lang, dir, content });
                }
                Inline::Picture(mut picture) => {
                    picture.link = picture.link.take().and_then(|link| self.target(link));
                    line.push(Inline::Picture(picture));
                }
                other => line.push(other),
            }
        }
    }

    fn target(&mut self, target: Target) -> Option<Target> {
        let Target::Url(url) = target else { return Some(target) };
        let neighbour = self.neighbours.find(&url);
        if neighbour.is_some()
            && let Some((path, missing)) = self.neighbours.missing_fragment(&url)
        {
            self.dead.elsewhere.push((url.clone(), path, missing, self.span));
        }
        let url = match neighbour {
            Some(Neighbour::At(address) | Neighbour::Served(address)) => return self.usable(address).map(Target::Url),
            Some(Neighbour::Shelved(other, fragment)) => {
                return Some(Target::Shelved { id: shelve(self.shelf, other), fragment });
            }
            // The article's address followed by a file name leads nowhere. In a book, the article may be there.
            Some(Neighbour::Unstated | Neighbour::Gone) => return Some(Target::Url(url)),
            Some(Neighbour::Own) => format!("#{}", url.split_once('#').map_or("", |(_, fragment)| fragment)),
            None => url,
        };
        let Some(fragment) = url.strip_prefix('#') else {
            let found = self.base.and_then(|base| absolute(base, &url));
            // An address without a scheme would use the scheme of its page, but a file has none.
            let host =
                || url.strip_prefix("//").filter(|rest| rest.split('/').next().is_some_and(|it| it.contains('.')));
            let found = found.or_else(|| host().map(|rest| format!("https://{rest}")));
            return self.usable(found.unwrap_or(url)).map(Target::Url);
        };
        if let Some(id) = self.places.find(fragment) {
            return Some(Target::Block(id));
        }
        self.dead.missing.push((url.clone(), self.span));
        None
    }

    /// Returns `url`, unless it is absolute and no reader could open it.
    fn usable(&mut self, url: String) -> Option<String> {
        match address::check(&url) {
            // Relative addresses are resolved later, if at all.
            Err(Refusal::Relative) => Some(url),
            Err(refusal) => {
                self.dead.unusable.push((url, refusal, self.span));
                None
            }
            Ok(whole) if address::scheme(&url).is_some_and(|(scheme, _)| scheme == "doi") => Some(whole),
            Ok(_) => Some(url),
        }
    }
}
