//! Where the content of a part ends.

use super::super::items::{Item, ItemKind};
use super::super::lexicon::{EVERY_LANG, Role};
use super::super::names::{self, Name};
use super::super::tokens::Sep;
use super::{Label, LabelAt, Reader};

impl Reader<'_> {
    /// Returns where the content that begins with item `from` ends, and whether a word behind it names it the maker.
    pub(super) fn content(&self, from: usize, label: Option<&LabelAt>) -> (usize, bool) {
        if let Some(end) = label.and_then(|label| self.linked_work(from, label)) {
            return (end, false);
        }
        let mut at = from;
        while at < self.items.items.len() {
            if self.items.sep(at).is_some() {
                // "[Ségonne le Château, fenêtre](…)": one title.
                if at > from && matches!(self.items.sep(at), Some(Sep::Comma | Sep::Colon)) && self.inside_link(at) {
                    at += 1;
                    continue;
                }
                break;
            }
            let ends =
                self.items.sep(at + 1).is_some() || at + 1 == self.items.items.len() || self.items.is_license(at + 1);
            // "Klara Juhl Foto: Lux": with a colon it is a label of what follows.
            let ends = ends && self.items.sep(at + 1) != Some(Sep::Colon);
            if at > from && ends && self.items.has(at, Role::AfterName) {
                return (at, true);
            }
            if at > from && self.breaks(from, at, label) {
                break;
            }
            at += 1;
            if self.items.is_license(at - 1) {
                break;
            }
        }
        (at, false)
    }

    /// Returns the end of the link behind `Source:` that names a work in several parts: `[Handbook – Chapter 2](…)`. A link
    /// with a person in it, a licence or a label is read as a credit.
    fn linked_work(&self, from: usize, label: &LabelAt) -> Option<usize> {
        let items = self.items;
        let start = items.items.get(from)?.range.start;
        let (link, _) = items.wording.links.iter().find(|(link, _)| link.start == start)?;
        let end = from + items.items[from..].iter().take_while(|item| item.range.end <= link.end).count();
        if label.label != Label::Source || !label.colon || !(from..end).any(|at| items.sep(at).is_some()) {
            return None;
        }
        let fixed = |item: &Item| matches!(item.kind, ItemKind::License(_) | ItemKind::Sign { .. } | ItemKind::Address);
        let slash = (from..end).any(|at| items.sep(at) == Some(Sep::Slash));
        if slash || items.items[from..end].iter().any(fixed) || (from + 1..end).any(|at| self.connects(from, at)) {
            return None;
        }
        let known = items.items[from..end].iter().any(|item| item.roles.names_source());
        let segments = (from..end).collect::<Vec<usize>>();
        let works = segments.split(|at| items.sep(*at).is_some()).filter(|segment| !segment.is_empty());
        // "[Ann Lee, Getty Images](…)", "[Flickr: ann](…)", but "[NASA – The old ice](…)".
        let mut named = works.map(|segment| (segment[0], segment[segment.len() - 1] + 1)).filter(|(first, last)| {
            let roles = items.items[*first].roles;
            let text = items.text(&items.place(&(*first..*last)));
            !roles.names_source()
                && matches!(names::judge(text, EVERY_LANG), Name::Person | Name::Handle | Name::Single)
        });
        (!(known && named.next().is_some())).then_some(end)
    }

    /// Whether a new part begins with item `at`, inside a clause whose content began with item `from`.
    pub(super) fn breaks(&self, from: usize, at: usize, label: Option<&LabelAt>) -> bool {
        let items = self.items;
        let item = &items.items[at];
        let roles = item.roles;
        if matches!(item.kind, ItemKind::License(_) | ItemKind::Sign { .. } | ItemKind::Camera) {
            return true;
        }
        let leads = roles.any(&[Role::Under, Role::Via, Role::Used]) || self.is_and(at);
        if leads && (items.is_license(at + 1) || self.skip_lead(at) > at) {
            return true;
        }
        // "Foto: Anna Kern verwendet mit Genehmigung".
        if roles.has(Role::Used) && (items.has(at + 1, Role::Permission) || items.has(at + 2, Role::Permission)) {
            return true;
        }
        if item.kind != ItemKind::Words {
            return item.kind == ItemKind::Address;
        }
        // "Photos by Ann Lee unless otherwise noted", "Photo by Ann Lee of the old mill".
        if roles.has(Role::Except) || label.is_some() && self.shows(from, at) {
            return true;
        }
        // "Foto de Xóchitl Gálvez Wikimedia Commons".
        let ends = items.sep(at + 1).is_some() || items.is_license(at + 1) || at + 1 == items.items.len();
        let before = |name| matches!(name, Name::Person | Name::Body);
        if roles.has(Role::Platform) && ends && item.range.len() > 5 && before(self.name_before(from, at)) {
            return true;
        }
        let terms = roles.any(&[Role::Permission, Role::Reserved, Role::Fair, Role::Own]);
        // "Usada con autorización" is one.
        let used = |before: usize| items.has(before, Role::Used) || items.has(before, Role::Small);
        let courtesy = roles.has(Role::Courtesy) && items.text(&item.range).contains(' ');
        if (terms && item.range.len() > 8 || courtesy) && !(from..at).all(used) {
            return true;
        }
        // "Photo by Ann Lee in 1931".
        let year = || items.items.get(at + 1).is_some_and(|next| names::is_year(items.text(&next.range)));
        let last = at + 2 == items.items.len() || items.sep(at + 2).is_some();
        if roles.has(Role::Small) && last && year() && self.name_before(from, at) == Name::Person {
            return true;
        }
        if roles.has(Role::Between) && (from..at).all(|before| items.items[before].roles.names_source()) {
            return true;
        }
        if roles.has(Role::User) && (from..at).all(|before| items.items[before].roles.names_source()) {
            return true;
        }
        let sources = || (from..at).any(|before| items.items[before].roles.names_source());
        // "新华社记者 林秋 摄".
        let known = || (from..at).all(|before| items.items[before].roles.names_source());
        self.connects(from, at)
            || self.labels(at, label)
            || label.is_none() && (!sources() || known()) && self.signs(at)
    }

    /// Whether a link is all before `of`, item `at`, and a name and a source or licence stand behind it: "[Sunrise](…) von
    /// Ann auf Pixabay". "[Vista](…) de Madrid" may show Madrid.
    fn is_titled(&self, from: usize, at: usize) -> bool {
        let items = self.items;
        let clause = (at + 2..items.items.len().min(at + 8)).take_while(|next| items.sep(*next).is_none());
        let source = |next: usize| {
            items.is_license(next) || items.items[next].roles.any(&[Role::On, Role::Via]) && self.is_source(next + 1)
        };
        let end = clause.clone().last().map_or(at + 2, |last| last + 1);
        let behind = items.sep(end).is_some() && (items.is_license(end + 1) || self.is_source(end + 1));
        self.begins_link(from) && !items.has(at + 1, Role::Article) && (behind || clause.clone().any(source))
    }

    /// Whether words about what is shown begin with item `at`, behind the maker whose name begins with item `from`.
    fn shows(&self, from: usize, at: usize) -> bool {
        let by = |at: usize| self.items.has(at, Role::By) || self.items.has(at, Role::Of);
        from > 0
            && by(from - 1)
            && self.items.describes(at)
            && matches!(self.name_before(from, at), Name::Person | Name::Handle)
    }

    /// Whether item `at` is a Chinese or Japanese name behind a blank, with the word for its work: `冬日的湖 林秋摄`.
    pub(super) fn signs(&self, at: usize) -> bool {
        let Some(item) = self.items.items.get(at).filter(|_| self.items.has(at + 1, Role::AfterName)) else {
            return false;
        };
        let text = self.items.text(&item.range);
        self.items.wording.text[..item.range.start].ends_with(char::is_whitespace)
            && text.starts_with(|c: char| c >= '\u{3400}')
            && names::judge(text, EVERY_LANG) == Name::Person
    }

    /// Whether item `at` is a connecting word that begins a part.
    pub(super) fn connects(&self, from: usize, at: usize) -> bool {
        let items = self.items;
        let roles = items.items[at].roles;
        // "Yann Le Goff": connecting words inside a clause have no capital.
        if items.text(&items.items[at].range).starts_with(char::is_uppercase) {
            return roles.has(Role::For) && self.is_quote(at + 1) && self.name_before(from, at) == Name::Person;
        }
        let sources = || items.items[from..at].iter().all(|item| item.roles.names_source());
        let source = || {
            let next = (at + 1..at + 4).find(|next| !items.has(*next, Role::Article) && !items.has(*next, Role::User));
            next.is_some_and(|next| self.is_source(next))
        };
        let before = || self.name_before(from, at);
        let linked = self.ends_link(at - 1) || self.begins_link(at + 1);
        roles.has(Role::By) && (self.is_name_start(at + 1) || linked || self.is_quote(at - 1))
            || roles.has(Role::Of)
                && (sources() && self.is_name_start(at + 1)
                    || self.is_quote(at - 1)
                    || self.ends_link(at - 1) && (self.begins_link(at + 1) || self.is_titled(from, at)))
            || roles.has(Role::Via) && (self.is_name_start(at + 1) || self.begins_link(at + 1))
            || roles.has(Role::On) && (source() || self.ends_link(at - 1) && self.begins_link(at + 1))
            || roles.has(Role::For)
                && self.is_name_start(at + 1)
                && (sources() || matches!(before(), Name::Person | Name::Handle))
            || roles.has(Role::In) && items.items[at].range.len() > 5 && self.is_name_start(at + 1)
            // "Grafik: Ann Lee nach Destatis", but "Foto: das Team nach dem Spiel".
            || roles.has(Role::After)
                && !items.has(at + 1, Role::Article)
                && self.is_name_start(at + 1)
                && !(from..at).any(|own| items.has(own, Role::Own))
                && matches!(before(), Name::Person | Name::Handle | Name::Single | Name::Body)
            || roles.has(Role::Using) && (items.has(at + 1, Role::Tool) || items.has(at + 1, Role::After))
            || items.folded(at) == "using" && self.is_name_start(at + 1) && self.is_maker(from, at)
            || roles.has(Role::Ai) && items.text(&items.items[at].range).contains(' ')
    }

    /// Whether a label with a colon begins with item `at`.
    pub(super) fn labels(&self, at: usize, label: Option<&LabelAt>) -> bool {
        let roles = self.items.items[at].roles;
        let capital = self.items.text(&self.items.items[at].range).starts_with(|c: char| !c.is_lowercase());
        if !capital || !roles.any(&[Role::Photo, Role::Credit, Role::Source, Role::Maker, Role::Cover, Role::Drawn]) {
            return false;
        }
        let next = self.label(at);
        next.is_some_and(|(found, _)| found.colon && label.is_none_or(|label| label.range.end <= found.range.start))
    }

    /// Whether items `from..at` are a person or the author of the text: "the author" in `Image by the author using Sketch`.
    fn is_maker(&self, from: usize, at: usize) -> bool {
        let me = |before: usize| self.items.items[before].roles.any(&[Role::Me, Role::Article]);
        (from..at).all(me) || self.name_before(from, at) == Name::Person
    }

    pub(super) fn name_before(&self, from: usize, at: usize) -> Name {
        names::judge(self.items.text(&self.items.place(&(from..at))), EVERY_LANG)
    }

    pub(super) fn is_source(&self, at: usize) -> bool {
        self.items.items.get(at).is_some_and(|item| {
            item.roles.names_source()
                || item.kind == ItemKind::Address
                || item.kind == ItemKind::Words && names::is_domain(self.items.text(&item.range))
        })
    }

    pub(super) fn is_quote(&self, at: usize) -> bool {
        self.items.items.get(at).is_some_and(|item| matches!(item.kind, ItemKind::Quote(_)))
    }

    /// Whether a name can begin with item `at`.
    pub(super) fn is_name_start(&self, at: usize) -> bool {
        let Some(item) = self.items.items.get(at) else { return false };
        let text = self.items.text(&item.range);
        match item.kind {
            ItemKind::Words if item.roles.has(Role::Article) => self.items.items.get(at + 1).is_some_and(|next| {
                self.items.text(&next.range).starts_with(|c: char| c.is_uppercase()) || next.roles.names_source()
            }),
            ItemKind::Words => {
                text.starts_with(|c: char| !c.is_lowercase() && !c.is_numeric())
                    || item.roles.names_source()
                    || text.contains(['.', '_', '@'])
                    || text.contains(|c: char| c.is_ascii_digit()) && text.contains(char::is_alphabetic)
            }
            ItemKind::Quote(_) | ItemKind::Address => true,
            _ => false,
        }
    }

    /// Whether separator `at` stands between plain words of one link.
    pub(super) fn inside_link(&self, at: usize) -> bool {
        let range = &self.items.items[at].range;
        // "[Flickr: ann](…)" names a place and its user.
        if at > 0 && self.items.sep(at) == Some(Sep::Colon) && self.items.has(at - 1, Role::Platform) {
            return false;
        }
        let link = self.items.wording.links.iter().find(|(link, _)| link.start < range.start && range.end < link.end);
        let plain = |item: &super::super::items::Item| item.kind == ItemKind::Words && !item.roles.names_source();
        link.is_some_and(|(link, _)| {
            let rest = self.items.items[at + 1..].iter().take_while(|item| item.range.start < link.end);
            rest.clone().all(|item| plain(item) || matches!(item.kind, ItemKind::Sep(Sep::Comma)))
        })
    }

    pub(super) fn ends_link(&self, at: usize) -> bool {
        let end = self.items.items.get(at).map(|item| item.range.end);
        self.items.wording.links.iter().any(|(link, _)| Some(link.end) == end)
    }

    pub(super) fn begins_link(&self, at: usize) -> bool {
        let start = self.items.items.get(at).map(|item| item.range.start);
        self.items.wording.links.iter().any(|(link, _)| Some(link.start) == start)
    }
}
