//! Places on the web from which a picture was taken: `Screenshot of the website of Safran`, `ekrankopio de la jutuba
//! video de la kanalo Dozhd TV`.
//!
//! A word for such a place (role `site`) or a platform must stand before a proper name, since `the settings page` is what
//! the picture shows. Words such as `showing` end it.

use std::ops::Range;

use super::super::content::Told;
use super::super::items::ItemKind;
use super::super::lexicon::Role;
use super::super::names::Name;
use super::super::parts::{Label, LabelAt, Link, Part};
use super::super::tokens::Sep;
use super::{Found, Reader, Slot};

impl Reader<'_> {
    /// Takes `told` as a place on the web, and returns whether it is one.
    pub(super) fn site(&mut self, part: &Part, link: Option<Link>, told: &Told, next: Option<&Part>) -> bool {
        // "Screenshot of the website of Safran" may be one of another place; with terms behind it, it is no caption.
        let from = matches!(link, Some(Link::From | Link::Via));
        if !from && !next.is_some_and(|next| self.states_terms(next)) {
            return false;
        }
        let Some(range) = self.site_range(part) else { return false };
        self.add(2, "a place on the web");
        self.hard = true;
        self.set_source(&Told { range, ..told.clone() }, Name::Body);
        true
    }

    fn site_range(&self, part: &Part) -> Option<Range<usize>> {
        let items = self.items;
        // "du site", "del sitio": `of` with its article.
        let small = |at: &usize| {
            let roles = items.items[*at].roles;
            roles.any(&[Role::Of, Role::Particle, Role::Small]) && !roles.has(Role::Article)
        };
        let leads = |at: &usize| small(at) && items.text(&items.items[*at].range).starts_with(char::is_lowercase);
        let start = part.content.clone().find(|at| !leads(at))?;
        let shows = (start..part.content.end).find(|at| items.has(*at, Role::Showing));
        let end = shows.unwrap_or(part.content.end);
        let is_source = |at: &usize| items.has(*at, Role::Platform);
        let site = (start..end).find(|at| items.has(*at, Role::Site) || is_source(at))?;
        let proper = |at: usize| items.text(&items.items[at].range).starts_with(char::is_uppercase);
        let named = (site + 1..end).any(proper) || shows.is_some() && (start..end).any(|at| is_source(&at));
        named.then(|| items.place(&(start..end)))
    }

    /// Takes the title in `Screenshot from the video "The Last Herd"`, whose maker or place follows, and returns whether
    /// it is so.
    pub(super) fn work_on_site(&mut self, part: &Part) -> bool {
        let items = self.items;
        let last = part.content.end - 1;
        let ItemKind::Quote(title) = &items.items[last].kind else { return false };
        let lead = |at: usize| items.items[at].roles.any(&[Role::Site, Role::Article, Role::Small, Role::Shown]);
        if last == part.content.start || self.reading.title.is_some() || !(part.content.start..last).all(lead) {
            return false;
        }
        self.reading.title = Some(title.clone());
        self.last = Slot::Title;
        true
    }

    /// Whether a link on `told` leads to where pictures are published.
    pub(super) fn is_at_platform(&self, told: &Told) -> bool {
        const SITES: [&str; 12] = [
            "commons.wikimedia.org",
            "flickr.com",
            "flic.kr",
            "unsplash.com",
            "pexels.com",
            "pixabay.com",
            "500px.com",
            "instagram.com",
            "twitter.com",
            "deviantart.com",
            "behance.net",
            "dribbble.com",
        ];
        let url = self.items.wording.link_on(&told.range).unwrap_or_default();
        told.linked && SITES.iter().any(|site| url.contains(site))
    }

    /// Takes the address of the link on a label alone, `[Image source](https://…)`, and returns whether it is so.
    ///
    /// `[Credits](…)` may lead to a page about much else: it must be the whole caption.
    pub(super) fn address_of(&mut self, label: &LabelAt, part: &Part) -> bool {
        let whole = self.items.items.len() == part.content.start && part.sep == Sep::Start;
        let fits = label.label == Label::Source || label.label == Label::Credit && whole;
        fits && self.take_address(&label.range)
    }

    /// Takes the address of the link that stands on exactly `range` as the source.
    pub(super) fn take_address(&mut self, range: &Range<usize>) -> bool {
        let linked = self.items.wording.links.iter().any(|(link, _)| link == range);
        if !linked || self.author.is_some() || self.source.is_some() || self.reading.title.is_some() {
            return false;
        }
        self.add(3, "a link on a label");
        (self.hard, self.reading.addressed) = (true, true);
        self.source = Some(Found { range: range.clone(), name: Name::Body });
        self.last = Slot::Source;
        true
    }

    /// Whether `next` is a platform directly behind a name, without a sign between them.
    pub(super) fn is_account(&self, next: Option<&Part>) -> bool {
        let bare = |next: &&Part| next.sep == Sep::None && next.label.is_none() && next.link.is_none();
        next.filter(bare).is_some_and(|next| self.has_any(next.content.start, &[Role::Platform]))
    }

    /// Whether `part` states a licence or other terms.
    fn states_terms(&self, part: &Part) -> bool {
        let terms = [Role::Permission, Role::Reserved, Role::Domain, Role::Fair, Role::License];
        let at = part.content.start;
        self.items.is_license(at) || part.content.clone().chain([part.at]).any(|at| self.has_any(at, &terms))
    }

    fn has_any(&self, at: usize, roles: &[Role]) -> bool {
        self.items.items.get(at).is_some_and(|item| item.roles.any(roles))
    }
}
