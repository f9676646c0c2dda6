//! Licences, terms, and labels whose content is no name.

use std::ops::Range;

use super::super::content::{Content, Told};
use super::super::lexicon::Role;
use super::super::parts::Part;
use super::{Reader, Slot};
use crate::article::License;

impl Reader<'_> {
    /// A place such as `(left)` behind a name stays with it.
    pub(super) fn aside(&mut self, told: &Told) {
        if let (Content::Place, Some(author), Slot::Author) = (&told.content, &mut self.author, self.last) {
            let close = self.items.wording.text[told.range.end..].starts_with([')', ']']);
            author.range.end = told.range.end + usize::from(close);
        }
    }

    pub(super) fn license(&mut self, at: usize, part: &Part, told: &Told) {
        self.label_points(part);
        let license = &self.items.licenses[at];
        // "CC BY 4.0 (https://…)": the address belongs to the name.
        let same = |known: &License| known.url.is_none() || known.url == license.url || known.spdx == license.spdx;
        match &mut self.reading.license {
            Some(known) if same(known) => {
                known.url = license.url.clone().or(known.url.take());
                known.spdx = license.spdx.clone().or(known.spdx.take());
            }
            Some(_) => {}
            None => {
                self.reading.license = Some(license.clone());
                self.add(3, &format!("licence `{}`", self.items.text(&told.range).trim()));
            }
        }
        self.hard = true;
        self.last = Slot::License;
    }

    pub(super) fn terms(&mut self, part: &Part) {
        self.label_points(part);
        let wanted = [Role::Permission, Role::Reserved, Role::Domain, Role::Fair];
        let around = [Role::Used, Role::Me];
        let counts = |at: &usize| {
            let roles = self.items.items[*at].roles;
            roles.any(&wanted) || roles.any(&around)
        };
        let mut named = part.content.clone().filter(counts);
        if let Some(first) = named.next() {
            let last = named.next_back().unwrap_or(first);
            let range = self.items.place(&(first..last + 1));
            self.set_terms(range);
        }
    }

    pub(super) fn set_terms(&mut self, range: Range<usize>) {
        let name = self.items.text(&range).to_owned();
        self.add(3, &format!("terms `{name}`"));
        self.hard = true;
        self.last = Slot::License;
        self.reading.license.get_or_insert(License { name, ..License::default() });
    }

    /// Counts a label whose content is no name.
    pub(super) fn label_points(&mut self, part: &Part) {
        if let Some(label) = &part.label {
            self.labelled |= label.colon || part.link.is_some();
            let points = if label.colon { 1 } else { 0 };
            let reason = format!("label `{}`", self.items.text(&label.range));
            self.add(points, &reason);
        }
    }
}
