//! What a part with neither label nor connecting word is, by the separator before it: behind a comma, a slash, a stop.

use super::super::content::Told;
use super::super::lexicon::Role;
use super::super::names::{self, Name};
use super::super::parts::Part;
use super::super::tokens::Sep;
use super::{Found, Reader, Slot};

impl Reader<'_> {
    /// Takes words directly behind a licence, an agency or a bracket.
    pub(super) fn glued(&mut self, part: &Part, told: &Told, name: Name) {
        let named = matches!(name, Name::Person | Name::Handle | Name::Single | Name::Body | Name::Lower);
        match self.last {
            Slot::License if self.author.is_none() && matches!(name, Name::Person | Name::Handle) => {
                self.set_author(told, name, "name");
            }
            // "Flickr user tinwhistle".
            Slot::Source if self.author.is_none() && named && self.user_before(part) => {
                self.add(1, "account");
                self.set_author(told, name, "");
            }
            _ => {
                self.penalty += 6;
                // Words that go on behind a licence's name: "a CC BY sticker".
                self.hard = self.hard && part.sep == Sep::Close;
            }
        }
    }

    pub(super) fn user_before(&self, part: &Part) -> bool {
        self.items.has(part.at, Role::User) || part.at > 0 && self.items.has(part.at - 1, Role::User)
    }

    pub(super) fn after_comma(&mut self, told: &Told, name: Name) {
        let text = self.items.text(&told.range);
        let acronym =
            name == Name::Single && text.chars().filter(|c| c.is_uppercase()).count() > 1 && !is_post_nominal(text);
        let person = |found: &Option<Found>| found.as_ref().is_some_and(|found| found.name == Name::Person);
        let single = |found: &Option<Found>| found.as_ref().is_some_and(|found| found.name == Name::Single);
        let named = matches!(name, Name::Person | Name::Handle | Name::Single | Name::Body);
        match self.last {
            // "[Ann Lee, Coast Lab]".
            Slot::Author if self.alone && named && self.source.is_none() => self.set_source(told, name),
            Slot::Author
                if single(&self.author) && self.source.is_some() && matches!(name, Name::Person | Name::Single) =>
            {
                // "Bundesarchiv, Bild 183 / Kolbner, Jörg Heinz".
                self.extend_author(told.range.end);
            }
            // "PHOTOGRAPH BY ANN LEE, COASTAL REVIEW": one photographer, then the outlet.
            Slot::Author
                if self.one_maker
                    && person(&self.author)
                    && self.source.is_none()
                    && (matches!(name, Name::Person | Name::Title)
                        || name == Name::Single && !is_post_nominal(text) && is_coined(text)) =>
            {
                self.add(1, "a source behind the only maker");
                self.set_source(told, name);
            }
            // "Strel et al., J. Elm Sci."
            Slot::Author if self.is_et_al() => {}
            Slot::Author if person(&self.author) && name == Name::Person => self.extend_author(told.range.end),
            Slot::Author if person(&self.author) && (acronym || name == Name::Body) && self.source.is_none() => {
                self.add(1, "");
                self.set_source(told, name);
            }
            Slot::Author if self.is_chain() && self.source.is_none() => match self.is_person(told, name) {
                true => {
                    self.source = self.author.take();
                    self.set_author(told, name, "");
                }
                false if name != Name::Description => self.extend_author(told.range.end),
                false => {}
            },
            // "NASA, ESA, and J. Olm (STScI)".
            Slot::Source if self.author.is_none() && self.is_chain() && self.has_initial(told) => {
                self.add(1, "a name beside an institution");
                self.set_author(told, name, "");
            }
            Slot::Author
                if name == Name::Single && self.author.as_ref().is_some_and(|author| author.name == Name::Body) =>
            {
                self.extend_author(told.range.end);
            }
            Slot::Author if self.labelled => {}
            Slot::Author => self.penalty += 1,
            Slot::Source if self.author.is_none() && !matches!(name, Name::Description) => {
                if name == Name::Code {
                    self.add(2, "inventory number");
                }
                self.extend_source(told.range.end);
            }
            // "Johan Vree, The Mill, 1889. Elm Museum, York".
            Slot::Source
                if name == Name::Single
                    && self
                        .source
                        .as_ref()
                        .is_some_and(|source| source.name == Name::Body && source.range.end + 3 > told.range.start) =>
            {
                self.extend_source(told.range.end);
            }
            // "CC BY 4.0, Petra Wold".
            Slot::License if named && self.author.is_none() && self.source.is_none() => {
                self.count(name, "name");
                self.set_author(told, name, "");
            }
            // "With permission, visitors may climb the tower".
            Slot::License
                if name == Name::Description && !self.labelled && self.author.is_none() && self.source.is_none() =>
            {
                self.penalty += 6;
                self.hard = false;
            }
            Slot::Title if named && self.author.is_none() => {
                self.count(name, "name");
                self.set_author(told, name, "");
            }
            _ => self.penalty += i32::from(!self.labelled),
        }
    }

    /// Takes what follows a slash, a bar, a dot or a dash.
    pub(super) fn after_slash(&mut self, told: &Told, name: Name, part: &Part) {
        self.forget_data();
        let named = !matches!(name, Name::Description | Name::Doubtful);
        let weak_author = self.author.as_ref().is_some_and(|found| !matches!(found.name, Name::Person | Name::Handle));
        let has_author = self.author.is_some();
        match (has_author, self.source.is_some()) {
            _ if self.mark.is_some() && !has_author && self.source.is_none() => self.set_source(told, name),
            (false, true) if self.source_may_be_author && name != Name::Description && part.sep <= Sep::Bar => {
                self.author = self.source.take();
                self.source_may_be_author = false;
                self.add(1, "a source behind a slash");
                self.set_source(told, name);
            }
            // "Flickr Creative Commons | AnnLee".
            (false, true)
                if self.last == Slot::License && matches!(name, Name::Person | Name::Handle | Name::Single) =>
            {
                self.add(1, "a name beside a source");
                self.set_author(told, name, "");
            }
            (false, true) if name == Name::Code || self.certain_source && named => self.extend_source(told.range.end),
            (true, false) if name == Name::Code && weak_author => {
                if part.sep == Sep::Slash {
                    self.extend_author(told.range.end);
                }
            }
            // "NASA/Goddard/Elm State University": what has not the form of a person goes on with the institution.
            (false, true) if named && self.last == Slot::Source && self.is_chain() && !self.is_person(told, name) => {
                self.add(1, "an institution");
                self.extend_source(told.range.end);
            }
            (false, true) if named && self.last == Slot::Source => {
                self.add(2, "a name beside a source");
                self.set_author(told, name, "");
            }
            (true, true) if weak_author && name == Name::Person && self.last == Slot::Author => {
                // "picture alliance / Westendpress | Karin Elsner". An agency may also stand before the source.
                if let (Some(author), Some(source)) = (&self.author, &mut self.source) {
                    source.range.end = source.range.end.max(author.range.end);
                }
                self.author = None;
                self.set_author(told, name, "");
            }
            // "ESO/L. Calda/M. Kornm".
            (true, true) if self.last == Slot::Author && name == Name::Person && part.sep == Sep::Slash => {
                self.extend_author(told.range.end);
            }
            // "ANTARA FOTO/Rina Sari/wsj": the initials of an editor.
            (true, true) if part.sep == Sep::Slash && is_editor(self.items.text(&told.range)) => {}
            (true, true) if self.last == Slot::Source && named => self.extend_source(told.range.end),
            (true, false) if self.is_chain() && named && !self.is_person(told, name) => {
                self.extend_author(told.range.end);
            }
            // "ILO/M. Croz", "IOM 2021/Ann Lee", "elmpictures.com / annlee".
            (true, false) if self.is_office_before(name) => {
                self.source = self.author.take();
                self.add(2, "a name beside an institution");
                self.set_author(told, name, "");
            }
            (true, false) if name == Name::Person && self.is_outlet_before(part, told) => {
                self.source = self.author.take();
                self.count(name, "name");
                self.add(1, "a name beside an institution");
                self.set_author(told, name, "");
            }
            (true, false)
                if self.author.as_ref().is_some_and(|found| found.name == Name::Body)
                    && (name == Name::Person || self.is_chain()) =>
            {
                self.source = self.author.take();
                self.add(1, "a name beside an institution");
                self.set_author(told, name, "");
            }
            (true, false) if self.items.text(&told.range).starts_with('@') && !weak_author => {}
            (true, false)
                if name != Name::Description
                    || self.labelled && !weak_author && (self.is_outlet(told) || self.is_office(told)) =>
            {
                self.add(1, "a source behind a slash");
                self.set_source(told, name);
            }
            (false, false) if named => {
                self.count(name, "name");
                self.set_author(told, name, "");
            }
            _ => self.penalty += 3,
        }
    }

    /// Whether the author so far ends in `et al.`
    fn is_et_al(&self) -> bool {
        let text = self.author.as_ref().map(|author| self.items.text(&author.range));
        text.is_some_and(|text| text.trim_end_matches('.').ends_with(" et al"))
    }

    /// Whether `told`, behind a slash, may be an office of two or three words: `Statens vegvesen`.
    fn is_office(&self, told: &Told) -> bool {
        let text = self.items.text(&told.range);
        !text.starts_with(char::is_lowercase)
            && (2..=3).contains(&text.split(' ').count())
            && !names::is_question(text.split(' ').next().unwrap_or_default())
    }

    /// Forgets the source of the data where that of the picture follows: "Data: World Bank; Chart: Ann Lee/Axios".
    pub(super) fn forget_data(&mut self) {
        if self.data_only && self.last == Slot::Author {
            self.source = None;
            self.data_only = false;
        }
    }

    /// Whether the author so far is an outlet by its form, with a label before it: "Foto: Cuartel / Ann Lee", "Photo Le
    /// Quotidien/Ann Lee".
    fn is_outlet_before(&self, part: &Part, told: &Told) -> bool {
        const ARTICLES: [&str; 13] =
            ["Le", "La", "Les", "El", "Los", "Las", "Il", "De", "Het", "Die", "Der", "Das", "The"];
        let Some(author) = self.author.as_ref().filter(|_| self.labelled && part.sep == Sep::Slash) else {
            return false;
        };
        let mut words = self.items.text(&author.range).split_whitespace();
        let first = words.next().unwrap_or_default();
        let more = words.count();
        // "Jipeng/The Irravel" has the outlet behind it.
        if ARTICLES.contains(&self.items.text(&told.range).split(' ').next().unwrap_or_default()) {
            return false;
        }
        match author.name {
            Name::Single => more == 0 && first.starts_with(char::is_uppercase) && first.chars().count() > 3,
            Name::Doubtful | Name::Person => (1..=2).contains(&more) && ARTICLES.contains(&first),
            _ => false,
        }
    }

    /// Whether the author so far is letters for an institution, or a site, and `name` may be who works for it.
    pub(super) fn is_office_before(&self, name: Name) -> bool {
        let Some(author) = &self.author else { return false };
        let text = self.items.text(&author.range);
        let mut words = text.split_whitespace();
        let letters = words.next().is_some_and(names::is_letters) && words.all(names::is_year);
        // "Foto: SR/C. Ohne"; without a label, two letters are a country or a club.
        let two = self.labelled && text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        (letters || two) && name == Name::Person
            || (self.labelled || self.hard || self.alone)
                && names::is_domain(text)
                && matches!(name, Name::Person | Name::Handle | Name::Single | Name::Lower)
    }

    pub(super) fn next_sentence(&mut self, part: &Part, told: &Told, name: Name) {
        let named = matches!(name, Name::Body | Name::Title | Name::Person);
        // "Le port de Ouesk, le 3 mars. MATHIS BURON / AFP": a caption, then a credit of its own.
        if self.guessed_title && self.author.is_none() {
            self.penalty += 6;
            self.hard = false;
        } else if named
            && self.source.is_none()
            && (self.author.is_some() || self.reading.title.is_some() || self.labelled)
            && part.sep == Sep::Stop
        {
            self.add(1, "");
            self.set_source(told, name);
        } else if name != Name::Code {
            self.penalty += 4;
        }
    }
}

/// Whether `text` is no word of a language, but letters or a name made up for an outlet: `NPS`, `ProPublica`.
fn is_coined(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// Whether `text` is the initials of an editor, which agencies put behind a credit: `wsj`.
fn is_editor(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Letters behind a name that are no institution.
fn is_post_nominal(text: &str) -> bool {
    const LETTERS: [&str; 30] = [
        "FRGS", "FRPS", "ARPS", "LRPS", "FRS", "FRSA", "FRSE", "OBE", "MBE", "CBE", "KBE", "DBE", "RA", "PHD", "MD",
        "MA", "BA", "BSC", "MSC", "MBA", "QC", "KC", "ESQ", "ASMP", "BFA", "MFA", "II", "III", "IV", "JR",
    ];
    LETTERS.contains(&text.trim_end_matches('.').to_uppercase().as_str())
}
