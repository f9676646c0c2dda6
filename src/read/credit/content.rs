//! Tells what the content of a part is, apart from its place in the line.

use std::ops::Range;

use super::fold::fold;
use super::items::{ItemKind, Items};
use super::lexicon::{EVERY_LANG, Role, Roles};
use super::names::{self, Name};
use super::parts::{Label, Part};

/// What the content of a part is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Nothing.
    Empty,
    /// A licence, by its place in [`Items::licenses`].
    License(usize),
    /// A statement of terms.
    Terms,
    /// What was changed.
    Change,
    /// The uploader's own work.
    Own,
    /// Words for an unknown maker.
    Unknown,
    /// A year or date.
    Date,
    /// Which picture of several.
    Place,
    /// The kind of delivery: `Handout`.
    Mark,
    /// Words that only explain the licence or the address.
    Deed,
    /// A known agency, platform, public body or program.
    Source(Roles),
    /// A whole web address.
    Address,
    /// A quotation, or words set off as a title.
    Quote,
    /// `unless otherwise noted`.
    Except,
    /// Other words.
    Name(Name),
}

/// The content of a part with its place.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// What it is.
    pub content: Content,
    /// Its place in the text, without words that only lead to it.
    pub range: Range<usize>,
    /// Whether a link begins or ends in it.
    pub linked: bool,
}

impl Told {
    /// Takes emphasised words for a name, if they have the form of a person.
    pub(super) fn unset(&mut self, items: &Items<'_>) {
        let quoted = items.wording.text[..self.range.start].ends_with(['"', '“', '„', '«', '‘', '「', '『', '《']);
        if self.content == Content::Quote
            && !quoted
            && names::judge(items.text(&self.range), EVERY_LANG) == Name::Person
        {
            self.content = Content::Name(Name::Person);
        }
    }
}

/// Tells what the content of `part` is.
pub(super) fn tell(items: &Items<'_>, part: &Part) -> Told {
    let range = items.place(&part.content);
    let linked = items.wording.link_on(&range).is_some() && !range.is_empty();
    let (content, range) = match whole(items, part, &range) {
        Some(Content::Quote) => (Content::Quote, unquoted(items, &range)),
        Some(content) => (content, range),
        None => name(items, part),
    };
    Told { content, range, linked }
}

/// Returns what `part` is, if it is not a name.
fn whole(items: &Items<'_>, part: &Part, range: &Range<usize>) -> Option<Content> {
    let Some(first) = items.items.get(part.content.start).filter(|_| !part.content.is_empty()) else {
        return Some(Content::Empty);
    };
    let single = part.content.len() == 1;
    match &first.kind {
        ItemKind::License(at) => return Some(Content::License(*at)),
        ItemKind::Address if single => return Some(Content::Address),
        ItemKind::Quote(_) if single => return Some(Content::Quote),
        _ if first.roles.has(Role::Except) => return Some(Content::Except),
        _ => {}
    }
    let all = |wanted: &[Role], beside: &[Role]| {
        let roles = || items.items[part.content.clone()].iter().map(|item| item.roles);
        roles().any(|roles| roles.any(wanted)) && roles().all(|roles| roles.any(wanted) || roles.any(beside))
    };
    // "Verwendung mit freundlicher Genehmigung", "Použito s laskavým svolením autora".
    let small =
        [Role::Small, Role::Article, Role::Under, Role::Particle, Role::On, Role::Via, Role::For, Role::Used, Role::Me];
    let known: [(&[Role], &[Role], Content); 6] = [
        (&[Role::Permission, Role::Reserved, Role::Domain, Role::Fair], &small, Content::Terms),
        (&[Role::Own], &[Role::Small, Role::Article], Content::Own),
        (&[Role::Unknown], &[Role::Article], Content::Unknown),
        (&[Role::Place], &[Role::Small, Role::Article], Content::Place),
        (&[Role::Mark], &[], Content::Mark),
        (
            &[Role::Change],
            &[Role::Small, Role::Article, Role::Particle, Role::Stop, Role::By, Role::Of],
            Content::Change,
        ),
    ];
    if let Some((.., content)) = known.into_iter().find(|(wanted, beside, _)| all(wanted, beside)) {
        return Some(content);
    }
    let text = items.text(range);
    // "… CC BY 4.0 verwendet".
    let used = part.label.is_none() && all(&[Role::Used], &[Role::Small, Role::Article, Role::Under]);
    if used || is_deed(text) {
        return Some(Content::Deed);
    }
    if first.roles.has(Role::Change) && names::judge(text, EVERY_LANG) == Name::Description {
        return Some(Content::Change);
    }
    if is_date(text) {
        return Some(Content::Date);
    }
    let emphasis = items.wording.emphasis.iter().any(|set| set.start <= range.start && range.end <= set.end);
    // "Photo: *Ann Lee*" is stress.
    (emphasis && part.label.is_none() && part.link.is_none()).then_some(Content::Quote)
}

/// Judges the content of `part` as a name or a source.
fn name(items: &Items<'_>, part: &Part) -> (Content, Range<usize>) {
    let user = |at: usize| part.content.contains(&at) && items.has(at, Role::User);
    let named = part.label.is_some() || part.link.is_some() || part.sep == super::tokens::Sep::None;
    let lead = |at: &usize| {
        let roles = items.items[*at].roles;
        // "Flickr user tinwhistle", "la uzanto Stalik", "Flickr page of Ann Lee".
        // "The original uploader was Ann Lee".
        let named = named || items.text(&items.items[*at].range).contains(' ');
        named
            && (roles.has(Role::User)
                || roles.any(&[Role::Article, Role::Of]) && part.content.clone().any(user)
                || roles.has(Role::Small) && *at > part.content.start && user(*at - 1))
    };
    let from = part.content.clone().find(|at| !lead(at));
    // "Wikipedia page" names nobody.
    let from = match from {
        None if part.sep == super::tokens::Sep::None && part.label.is_none() => {
            return (Content::Empty, items.place(&part.content));
        }
        from => from.unwrap_or(part.content.start),
    };
    // "NASA, ESA, and J. Dalcanton".
    let and = from + 1 < part.content.end && matches!(items.folded(from).as_str(), "and" | "&" | "und" | "et" | "y");
    let from = from + usize::from(and && part.sep == super::tokens::Sep::Comma);
    let mark = |at: &usize| items.has(*at, Role::Mark) && !items.items[*at].roles.names_source();
    let named = items.items[from..part.content.end].iter().any(|item| item.roles.names_source());
    let end = if named && mark(&(part.content.end - 1)) { part.content.end - 1 } else { part.content.end };
    let range = items.place(&(from..end));
    let mut sources = items.items[from..part.content.end].iter().map(|item| item.roles);
    let beside = [Role::Article, Role::Small, Role::Particle, Role::User, Role::Mark];
    let known =
        sources.clone().any(Roles::names_source) && sources.all(|roles| roles.names_source() || roles.any(&beside));
    if known {
        let roles = items.items[from..part.content.end].iter().find(|item| item.roles.names_source());
        return (Content::Source(roles.map(|item| item.roles).unwrap_or_default()), range);
    }
    let product = matches!(part.sep, super::tokens::Sep::Slash | super::tokens::Sep::Bar) && part.label.is_none();
    let product = |roles: &Roles| product || roles.has(Role::Tool);
    if let Some(roles) = product_of(items, from, part.content.end).filter(product) {
        return (Content::Source(roles), range);
    }
    let langs = part.label.as_ref().map_or(EVERY_LANG, |label| label.langs);
    (Content::Name(judged(items, part, from, &range, langs)), range)
}

/// Returns the roles of the agency or program whose name begins items `from..end`, with one word more: `Getty Images Plus`.
fn product_of(items: &Items<'_>, from: usize, end: usize) -> Option<Roles> {
    let [agency, word] = items.items.get(from..end)? else { return None };
    let capital = items.text(&word.range).starts_with(char::is_uppercase);
    // "Stable Diffusion XL": a program and its version.
    (agency.roles.any(&[Role::Agency, Role::Tool]) && agency.range.len() > 4 && word.kind == ItemKind::Words && capital)
        .then_some(agency.roles)
}

fn judged(items: &Items<'_>, part: &Part, from: usize, range: &Range<usize>, langs: u64) -> Name {
    if (from..part.content.end).all(|at| items.has(at, Role::Me)) {
        return Name::Single;
    }
    let own = part.content.clone().any(|at| items.has(at, Role::Own));
    // "Fuente: elaboración propia con datos del INE".
    if own && part.label.as_ref().is_some_and(|label| label.label == Label::Source) {
        return Name::Body;
    }
    if (from..part.content.end).any(|at| matches!(items.items[at].kind, ItemKind::Quote(_) | ItemKind::Address)) {
        return Name::Title;
    }
    names::judge(items.text(range), langs)
}

/// Returns `range` without quotation marks.
fn unquoted(items: &Items<'_>, range: &Range<usize>) -> Range<usize> {
    let inner = items.items.iter().find(|item| item.range == *range).and_then(|item| match &item.kind {
        ItemKind::Quote(inner) => Some(inner.clone()),
        _ => None,
    });
    inner.unwrap_or_else(|| range.clone())
}

/// Whether `text` is a year or a date: `2019`, `March 3, 2021`, `c. 1880`.
fn is_date(text: &str) -> bool {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let mut digits = false;
    let all = words.all(|word| {
        let number = word.chars().any(|c| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || "-–/.:′'".contains(c));
        digits |= number;
        let folded = fold(word);
        number
            || ["c.", "ca.", "um", "vers", "circa", "年", "in", "en", "im"].contains(&folded.as_str())
            || is_month(&folded)
    });
    all && digits
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 30] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär", "mai", "okt", "dez",
        "fév", "avr", "jui", "aoû", "déc", "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "ott",
    ];
    let head = word.char_indices().nth(3).map_or(word, |(at, _)| &word[..at]);
    word.chars().count() >= 3 && MONTHS.contains(&head)
}

/// Whether `text` only explains what stands before it.
fn is_deed(text: &str) -> bool {
    const DEEDS: [&str; 18] = [
        "to view a copy",
        "visit ",
        "um eine kopie",
        "para ver una copia",
        "pour voir une copie",
        "pour consulter une",
        "per visualizzare",
        "para visualizar",
        "om een kopie",
        "doi",
        "accessed",
        "retrieved",
        "abgerufen",
        "zugriff",
        "based on a work",
        "this image is",
        "this work is",
        "this photo is",
    ];
    let head = fold(&text[..text.floor_char_boundary(40)]);
    DEEDS.iter().any(|deed| head.starts_with(deed))
}
