//! The form of a block of related articles: a heading, then entries that are alike.
//!
//! A block is a sequence of [`Unit`]s, from lines of scraped text ([`super::scraped`]) or from blocks of Markdown and
//! HTML ([`super::blocks`]). Entries are
//!
//! - known already: items of a list, rows of a table, links in a line;
//! - titles alone;
//! - titles with blurbs that are cut off, or, below a heading and at least twice, with complete ones;
//! - titles that end in a full stop, or that are cut off themselves, below a heading that names articles.
//!
//! Dates, authors, addresses and pictures between them become parts of the entries. What the page added is left out and
//! reported. Anything else is text, so the block is none: [`parse`] returns `None`.

use super::text::{Level, Role, is_stopped_title, is_title, weight, without_lead, without_tail};
use super::words::{Classes, classes};
use crate::article::{Inline, Related};
use crate::source::Span;

/// A complete blurb has at most this many words.
const BLURB: f32 = 45.0;

/// A line or block.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// Its text.
    pub text: String,
    /// Its text with links and styles.
    pub content: Vec<Inline>,
    /// What it is by itself.
    pub role: Option<Role>,
    /// The address of its link, if the whole unit is one.
    pub url: Option<String>,
    /// Its picture, as a line.
    pub picture: Vec<Inline>,
    /// Entries that are known already.
    pub whole: Vec<Related>,
    /// Where it stands.
    pub span: Span,
    /// The number of the piece or block that it comes from.
    pub place: usize,
}

impl Unit {
    fn is(&self, role: Role) -> bool {
        self.role == Some(role)
    }

    /// Returns how sure it is as a heading.
    pub fn head(&self) -> Option<Level> {
        match self.role {
            Some(Role::Head(level) | Role::HeadOrButton(level)) => Some(level),
            _ => None,
        }
    }

    fn is_added(&self) -> bool {
        matches!(self.role, Some(Role::Furniture | Role::Button | Role::Rule | Role::HeadOrButton(_)))
    }
}

/// The entries of a block.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// The entries.
    pub related: Vec<Related>,
    /// Lines that the page added, with their places.
    pub left_out: Vec<(String, Span)>,
    /// Number of units read; the rest is text.
    pub end: usize,
}

/// Reads the entries of `units` below a heading of `level`; `reason` says which.
pub(super) fn parse(units: &[Unit], level: Level, reason: &str) -> Option<Entries> {
    if let Some(parts) = divided(units) {
        let all = parse(&parts, level, reason).filter(|entries| entries.end == parts.len())?;
        return Some(Entries { end: units.len(), ..all });
    }
    let mut roles: Vec<Role> = units.iter().map(|unit| unit.role.unwrap_or(Role::Foreign)).collect();
    let end = end(units, &mut roles);
    roles.truncate(end);
    mark_kickers(units, &mut roles);
    let form = form(units, &mut roles, level)?;
    let mut reader = Reader::default();
    let mut read = 0;
    for (unit, role) in units.iter().zip(&roles) {
        if !reader.take(unit, *role) {
            break;
        }
        read += 1;
    }
    // Text may follow a list of links, but nothing else.
    if read < end && !(reader.whole && reader.open.is_none()) {
        return None;
    }
    let entries = reader.finish();
    if !is_plausible(&entries.related, level) {
        return None;
    }
    let related = entries.related.into_iter();
    // An entry with a label of its own keeps that as its reason, for the label is printed nowhere else.
    let because = |entry: Related| match entry.because.is_empty() {
        true => Related { because: reason_of(reason, form), ..entry },
        false => entry,
    };
    Some(Entries { related: related.map(because).collect(), end: read, ..entries })
}

/// Divides lines such as "Title — blurb…" where all entries have that form.
fn divided(units: &[Unit]) -> Option<Vec<Unit>> {
    let cut = |unit: &&Unit| unit.is(Role::Cut);
    let others = [Role::Title, Role::Whole, Role::Sentence];
    if !units.iter().any(|unit| cut(&unit)) || units.iter().any(|unit| others.iter().any(|role| unit.is(*role))) {
        return None;
    }
    let mut parts = Vec::new();
    for unit in units {
        if !unit.is(Role::Cut) {
            parts.push(unit.clone());
            continue;
        }
        let (title, blurb) = [" — ", " – ", " - ", ": "].iter().find_map(|sign| unit.text.split_once(sign))?;
        if !is_title(title) || weight(title) < 3.0 || weight(blurb) < 5.0 {
            return None;
        }
        let part = |text: &str, role: Role| Unit {
            text: text.to_owned(),
            content: vec![Inline::Text(text.to_owned())],
            role: Some(role),
            ..unit.clone()
        };
        parts.extend([part(title, Role::Title), part(blurb, Role::Cut)]);
    }
    Some(parts)
}

fn reason_of(reason: &str, form: &str) -> String {
    if reason.is_empty() { form.to_owned() } else { format!("{reason}, {form}") }
}

/// Returns where something begins that follows related articles but is no part of them. If only lines of the page
/// follow, it is one of them: "Comments (3)".
fn end(units: &[Unit], roles: &mut [Role]) -> usize {
    let Some(back) = roles.iter().position(|role| *role == Role::Back).filter(|&back| back > 0) else {
        return units.len();
    };
    let added = |unit: &Unit| unit.is_added() || unit.is(Role::Back) && classes(&unit.text).has(Classes::FURNITURE);
    if !units[back..].iter().all(added) {
        return back;
    }
    roles[back..].iter_mut().filter(|role| **role == Role::Back).for_each(|role| *role = Role::Furniture);
    units.len()
}

/// Short lines before or after each title, or in capitals, are the names of sections: "ECONOMY".
fn mark_kickers(units: &[Unit], roles: &mut [Role]) {
    let titles: Vec<usize> =
        (0..roles.len()).filter(|&at| roles[at] == Role::Title && units[at].url.is_none()).collect();
    let is_short = |at: usize| weight(&units[at].text) <= 2.0 && units[at].text.chars().count() <= 30;
    let (short, long): (Vec<usize>, Vec<usize>) = titles.iter().copied().partition(|&at| is_short(at));
    if short.is_empty() || long.is_empty() {
        return;
    }
    let shouted = |at: usize| {
        let text = &units[at].text;
        text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
    };
    let before = titles.array_windows().filter(|[one, next]| is_short(*one) && !is_short(*next)).count();
    let after = titles.array_windows().filter(|[one, next]| !is_short(*one) && is_short(*next)).count();
    let in_pairs = short.len() == long.len() && short.len() >= 2 && (before == short.len() || after == short.len());
    let capitals = short.iter().all(|&at| shouted(at)) && !long.iter().any(|&at| shouted(at));
    if in_pairs || capitals {
        short.iter().for_each(|&at| roles[at] = Role::Furniture);
    }
}

/// Returns the form of the entries; `None` if they are not alike. Sentences and cut lines that are titles become such.
fn form(units: &[Unit], roles: &mut [Role], level: Level) -> Option<&'static str> {
    let count = |wanted: Role| roles.iter().filter(|role| **role == wanted).count();
    let (titles, cuts, sentences) = (count(Role::Title), count(Role::Cut), count(Role::Sentence));
    if let Some(last) = roles.iter().rposition(|role| *role == Role::Whole) {
        let bare = roles[..last].iter().zip(units).any(|(role, unit)| *role == Role::Title && unit.url.is_none());
        return (!bare).then_some("entries alike");
    }
    let all = |wanted: Role, is_so: &dyn Fn(&Unit) -> bool| {
        roles.iter().zip(units).filter(|(role, _)| **role == wanted).all(|(_, unit)| is_so(unit))
    };
    let stopped = || all(Role::Sentence, &|unit| is_stopped_title(&unit.text));
    let brief = || all(Role::Cut, &|unit| weight(&unit.text) <= 20.0);
    let (form, titles_are) = match (titles, cuts, sentences) {
        (0, 0, 0) => return None,
        (_, 0, 0) => (if titles == 1 { "a title" } else { "titles alike" }, None),
        (0, 0, 2..) if level == Level::Articles && stopped() => ("titles alike", Some(Role::Sentence)),
        (0, 2.., 0) if level == Level::Articles && brief() => ("titles alike, cut off", Some(Role::Cut)),
        (0, _, _) => return None,
        (_, _, 0) => ("titles and blurbs that are cut off", None),
        _ => {
            let linked = all(Role::Title, &|unit| unit.url.is_some());
            let long = all(Role::Title, &|unit| level == Level::Articles || weight(&unit.text) >= 3.0);
            let short = all(Role::Sentence, &|unit| weight(&unit.text) <= BLURB);
            let paired = titles == cuts + sentences && titles >= 2 && !is_interrupted(roles, titles);
            (linked || paired && long && short && level > Level::Loose).then_some(("titles and blurbs", None))?
        }
    };
    if let Some(from) = titles_are {
        roles.iter_mut().filter(|role| **role == from).for_each(|role| *role = Role::Title);
    }
    Some(form)
}

/// Whether headings stand between entries, as where links interrupt a text: "Read more", title, paragraph. Words of
/// links that close every entry are none.
fn is_interrupted(roles: &[Role], entries: usize) -> bool {
    let buttons = roles.iter().filter(|role| matches!(role, Role::HeadOrButton(_))).count();
    let last = roles.iter().rfind(|role| **role != Role::Furniture);
    let closed = buttons == entries && matches!(last, Some(Role::HeadOrButton(_)));
    roles.iter().any(|role| matches!(role, Role::Head(_))) || buttons > 0 && !closed
}

/// Whether these may be related articles below a heading of `level`.
fn is_plausible(related: &[Related], level: Level) -> bool {
    if related.is_empty() {
        return false;
    }
    // "Recommended" also stands above places and things.
    let unlinked = related.iter().filter(|entry| entry.url.is_none() || level == Level::Loose);
    let weights: Vec<f32> = unlinked.map(|entry| weight(&crate::article::plain_text(&entry.title))).collect();
    if weights.is_empty() {
        return true;
    }
    let mean = weights.iter().sum::<f32>() / weights.len() as f32;
    let commas = || {
        let has_comma = |entry: &&Related| crate::article::plain_text(&entry.title).contains([',', '，', '、', '،']);
        related.iter().filter(has_comma).count() * 2 > related.len()
    };
    match level {
        Level::Articles => mean >= 2.0 || related.len() == 1 && mean >= 1.5,
        Level::Related => mean >= 2.5,
        Level::Loose => mean >= 3.2 && related.len() >= 2 && !commas(),
    }
}

/// Collects entries.
#[derive(Default)]
struct Reader {
    entries: Entries,
    /// The entry whose blurb and facts may follow.
    open: Option<Related>,
    /// Facts before a title.
    before: Related,
    /// Whether entries were known already.
    whole: bool,
}

impl Reader {
    /// Takes `unit`; returns whether it belongs to related articles.
    fn take(&mut self, unit: &Unit, role: Role) -> bool {
        match role {
            Role::Whole => {
                self.close();
                self.whole = true;
                let mut whole = unit.whole.clone();
                if let Some(first) = whole.first_mut() {
                    merge(first, std::mem::take(&mut self.before));
                }
                self.entries.related.extend(whole);
            }
            // After a list of links, a short line is text.
            Role::Title if self.whole && unit.url.is_none() => return false,
            Role::Title => self.title(unit),
            Role::Cut | Role::Sentence => return self.blurb(unit),
            Role::Facts => self.facts(unit),
            Role::Picture => self.fact(Related { picture: unit.picture.clone(), ..Related::default() }),
            Role::Address => {
                let url = Some(unit.text.trim().to_owned());
                self.fact(Related { url, ..Related::default() });
            }
            Role::Button | Role::HeadOrButton(_) if self.open.is_some() => {
                let url = unit.url.clone();
                self.fact(Related { url, ..Related::default() });
                self.leave_out(unit);
            }
            Role::Head(_) | Role::HeadOrButton(_) => {
                self.close();
                self.leave_out(unit);
            }
            Role::Furniture | Role::Button => self.leave_out(unit),
            Role::Rule => {}
            Role::Back | Role::Foreign => return false,
        }
        true
    }

    fn title(&mut self, unit: &Unit) {
        let again = |open: &Related| crate::article::plain_text(&open.title).trim() == unit.text.trim();
        // A linked picture that is missing leaves the address of its link, which is that of the title after it.
        let address = |open: &mut Related| {
            open.url == unit.url && open.url.as_deref() == Some(crate::article::plain_text(&open.title).trim())
        };
        if let Some(open) = self.open.take_if(address) {
            drop(merge(&mut self.before, open));
        }
        // The text of a picture repeats the title.
        if self.open.as_ref().is_some_and(again) {
            self.leave_out(unit);
            return;
        }
        self.close();
        let mut entry = Related {
            title: unit.content.clone(),
            url: unit.url.clone(),
            picture: unit.picture.clone(),
            span: unit.span,
            ..Related::default()
        };
        merge(&mut entry, std::mem::take(&mut self.before));
        self.open = Some(entry);
    }

    fn blurb(&mut self, unit: &Unit) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| open.blurb.is_empty()) else { return false };
        open.blurb.clone_from(&unit.content);
        open.span = Span::new(open.span.start.min(unit.span.start), open.span.end.max(unit.span.end));
        if open.url.is_none() {
            open.url.clone_from(&unit.url);
        }
        true
    }

    fn facts(&mut self, unit: &Unit) {
        let (author, date) = super::text::facts(&unit.text).unwrap_or_default();
        if author.is_none() && date.is_none() {
            return self.leave_out(unit);
        }
        self.fact(Related { author, date, ..Related::default() });
    }

    /// Adds `fact` to the open entry if that lacks it, else to the next one.
    fn fact(&mut self, fact: Related) {
        match &mut self.open {
            Some(open) => {
                let rest = merge(open, fact);
                merge(&mut self.before, rest);
            }
            None => drop(merge(&mut self.before, fact)),
        }
    }

    fn leave_out(&mut self, unit: &Unit) {
        self.entries.left_out.push((unit.text.clone(), unit.span));
    }

    fn close(&mut self) {
        self.entries.related.extend(self.open.take());
    }

    fn finish(mut self) -> Entries {
        self.close();
        // Facts after the last entry belong to it, if it is known already.
        if let Some(last) = self.entries.related.last_mut() {
            merge(last, self.before);
        }
        self.entries
    }
}

/// Moves what `entry` lacks of author, date, address and picture from `other`; returns what is left of that.
fn merge(entry: &mut Related, mut other: Related) -> Related {
    if entry.author.is_none() {
        entry.author = other.author.take();
    }
    if entry.date.is_none() {
        entry.date = other.date.take();
    }
    if entry.url.is_none() {
        entry.url = other.url.take();
    }
    if entry.picture.is_empty() {
        entry.picture = std::mem::take(&mut other.picture);
    }
    other
}

/// Returns where pairs of a title and a blurb that is cut off begin, which end `units`, and their number. Without a
/// heading, nothing but their form says that they are related articles, so it must be sure.
pub(super) fn pairs(units: &[Unit]) -> Option<(usize, usize)> {
    let mut start = None;
    let mut count = 0;
    let mut at = units.len();
    let skip = |mut at: usize, facts: bool| {
        while at > 0 && (units[at - 1].is_added() || facts && units[at - 1].is(Role::Facts)) {
            at -= 1;
        }
        at
    };
    loop {
        let blurb = skip(at, true);
        if blurb == 0 || !units[blurb - 1].is(Role::Cut) {
            break;
        }
        let title = skip(blurb - 1, true);
        if title == 0 || !units[title - 1].is(Role::Title) || !is_sure(&units[title - 1].text, &units[blurb - 1].text) {
            break;
        }
        at = title - 1;
        start = Some(at);
        count += 1;
    }
    let questions = |unit: &&Unit| unit.is(Role::Title) && unit.text.trim_end().ends_with(['?', '？', '؟']);
    let asked = units[start?..].iter().filter(questions).count();
    // Questions and answers that trail off are an interview.
    (asked < count || count == 1).then_some((start?, count))
}

/// Whether `title` and `blurb`, cut off, are an entry, and no name with a remark, no day with an event, no speaker.
fn is_sure(title: &str, blurb: &str) -> bool {
    let said = blurb.trim_start().starts_with(['“', '"', '„', '«', '‘', '—', '–', '「', '『']);
    let named = title.contains([',', '،', '，']) && weight(title) < 6.0;
    weight(title) >= 3.0 && weight(blurb) >= 9.0 && !said && !named && is_title(title)
}

/// Makes a unit of a line of plain text.
pub(super) fn unit(text: &str, span: Span, place: usize, inlines: &dyn Fn(&str) -> Vec<Inline>) -> Unit {
    let text = without_lead(text);
    // "« Title »" is a quotation.
    let text = if text.contains('«') { text } else { without_tail(text) };
    Unit {
        role: Some(super::text::role(text)),
        content: inlines(text),
        text: text.to_owned(),
        span,
        place,
        ..Unit::default()
    }
}
