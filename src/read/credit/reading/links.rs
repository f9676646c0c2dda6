//! Parts with a connecting word and no label: `by …`, `via …`, `© …`.

use super::super::content::{Content, Told};
use super::super::fold::fold;
use super::super::lexicon::{Role, Roles, lexicon};
use super::super::names::Name;
use super::super::parts::{Label, Link, Part};
use super::super::tokens::Sep;
use super::maker::FEW_WORDS;
use super::{Found, Reader, Slot};

impl Reader<'_> {
    /// Takes a part with a connecting word.
    pub(super) fn with_link(&mut self, link: Link, part: &Part, told: &Told, first: bool) {
        self.stray &= part.sep == Sep::None;
        if told.content == Content::Date && !first && !matches!(link, Link::Sign { .. }) {
            return;
        }
        // "[via](https://…)".
        if link == Link::Via && told.content == Content::Empty {
            let range = self.items.items[part.at].range.clone();
            _ = first && self.take_address(&range);
            return;
        }
        match link {
            Link::By | Link::Of => self.by(link, part, told, first),
            Link::Sign { certain } => self.sign(certain, told),
            Link::Courtesy => self.courtesy(part, told, first),
            Link::Via => self.via(part, told, first),
            Link::From => self.from(told, first),
            // "Von Elm nach Oak".
            Link::After if !first && !self.labelled && self.items.items[part.at].range.len() <= 5 => self.penalty += 4,
            Link::After => self.after(told, first),
            Link::In => {
                if self.source.is_none() {
                    self.add(1, "published in");
                    self.set_source(told, Name::Title);
                }
            }
            Link::Using | Link::Ai => match told.content {
                Content::Name(name) if link == Link::Ai => self.tool(told, name),
                Content::Source(_) if self.author.is_none() || self.source.is_none() => {
                    self.add(if link == Link::Ai { 3 } else { 2 }, "made by a program");
                    self.hard = true;
                    self.put_known(told);
                }
                _ => {}
            },
            // "for NPR": for whom it was made is neither author nor source.
            Link::For => {
                let person =
                    self.guessed_author && self.author.as_ref().is_some_and(|found| found.name == Name::Person);
                let special = self.items.folded(part.at).starts_with("special");
                if first || self.author.is_none() {
                    self.penalty += 4;
                } else if person && (special || self.is_known_outlet(told)) {
                    self.add(3, "for an outlet");
                    self.hard = true;
                }
            }
        }
    }

    pub(super) fn by(&mut self, link: Link, part: &Part, told: &Told, first: bool) {
        if self.stray && part.sep == Sep::None {
            self.penalty += 1;
            return;
        }
        let base = match (link, first) {
            (Link::By, true) => 1,
            (Link::By, false) => 1 + i32::from(self.reading.title.is_some() && !self.guessed_title),
            (_, true) => -1,
            (_, false) => i32::from(self.reading.title.is_some() && !self.guessed_title),
        };
        // "Sunset by Jane Doe (CC BY 2.0)": what looked like a maker is the title.
        if self.guessed_author && self.last == Slot::Author && part.sep == Sep::None && link == Link::By {
            self.reading.title = self.author.take().map(|title| title.range);
            self.guessed_author = false;
            self.guessed_title = true;
        }
        match told.content {
            Content::Source(roles) => {
                self.known_source(roles, told, false);
            }
            Content::Name(_) if self.quoted_source && self.source.is_none() => {
                self.add(2, "`by`");
                self.set_source(told, Name::Body);
            }
            // "Figure 2: Results by Region".
            Content::Name(name) if self.is_titled_figure() && !self.is_named(name, told) => self.penalty += 4,
            Content::Name(name) if self.author.is_none() => {
                // "“Thallus” by The Harbour authors": behind a quoted title stands who made it.
                let few = self.items.text(&told.range).split_whitespace().count() <= FEW_WORDS;
                let maker = few && link == Link::By && self.has_quoted_title() && name == Name::Description;
                let name = if maker { Name::Title } else { name };
                // "Painted by children of Elm School".
                let crowd = first && name == Name::Body && !self.begins_with_article(told);
                let crowd = crowd && self.items.text(&told.range).starts_with(char::is_lowercase);
                let name = if crowd && !self.is_picture_verb(part.at) { Name::Description } else { name };
                let lower = matches!(name, Name::Lower | Name::Title) && link == Link::By && !first;
                let points = if lower { 1 } else { name.points() } + i32::from(told.linked);
                // "…, photographed by Ann Lee" is a label.
                if link == Link::By && self.is_picture_verb(part.at) {
                    self.labelled = true;
                    self.hard = true;
                }
                self.add(base, "`by`");
                self.count_points(points, "name");
                if name != Name::Description || told.linked {
                    self.guessed_title = self.guessed_title && !self.hard;
                    self.set_author(told, name, "");
                }
            }
            Content::Name(Name::Description) => self.penalty += 2,
            _ => {}
        }
    }

    /// Whether `told` is a person, an institution of several words or an account, or a link is on it.
    fn is_named(&self, name: Name, told: &Told) -> bool {
        let several = self.items.text(&told.range).contains(' ');
        told.linked || name == Name::Handle || several && matches!(name, Name::Person | Name::Body)
    }

    /// Whether the title of a figure, chart or map has just been read.
    fn is_titled_figure(&self) -> bool {
        let figure = self.reading.label.as_ref().is_some_and(|label| label.label == Label::Shown && label.colon);
        figure && self.last == Slot::Title
    }

    /// Whether item `at` says how the picture came about: `photographed by`, but not `painted by`, of what it shows.
    fn is_picture_verb(&self, at: usize) -> bool {
        let text = self.items.folded(at);
        let word = text.split_once(' ').map(|(word, _)| word);
        word.and_then(|word| lexicon().get(word)).is_some_and(|entry| entry.roles.has(Role::Photo))
    }

    /// Whether the title stands in quotation marks.
    fn has_quoted_title(&self) -> bool {
        let before = self.reading.title.as_ref().map(|title| &self.items.wording.text[..title.start]);
        before.is_some_and(|before| before.ends_with(['"', '“', '„', '«', '»', '‘', '‚', '\'', '「', '《']))
    }

    pub(super) fn sign(&mut self, certain: bool, told: &Told) {
        self.add(if certain { 2 } else { 1 }, "copyright sign");
        let nobody = matches!(told.content, Content::Empty | Content::Name(Name::Description) | Content::Date);
        // "Rosario und Johannes © Stefan Berger": who is shown, then who made it.
        if self.guessed_author && certain && self.last == Slot::Author && !nobody && self.reading.title.is_none() {
            self.reading.title = self.author.take().map(|shown| shown.range);
            self.reading.described = true;
            self.guessed_author = false;
        }
        match told.content {
            Content::Source(roles) => self.known_source(roles, told, false),
            // "Copyright Office, Elm City".
            Content::Name(Name::Body) if !certain && !self.items.text(&told.range).contains(' ') => self.penalty += 3,
            Content::Name(name) => {
                self.count(name, "name");
                self.labelled |= matches!(name, Name::Person | Name::Body);
                if self.author.is_none() && name != Name::Description {
                    self.set_author(told, name, "");
                    self.signed = true;
                }
            }
            Content::Empty => {}
            _ => self.penalty += 2,
        }
        self.labelled |= certain;
    }

    pub(super) fn courtesy(&mut self, part: &Part, told: &Told, first: bool) {
        let several = self.items.items[part.at].range.len() > 9 || !first;
        self.add(if several { 3 } else { 1 }, "courtesy");
        if let Some(range) = self.permission_in(part) {
            let (hard, last) = (self.hard, self.last);
            self.set_terms(range);
            // "Used with permission of the owner, the path crosses a field" is no evidence yet.
            (self.hard, self.last) = (hard, last);
            self.reading.score -= 3;
        }
        match told.content {
            Content::Name(name) => {
                self.count(name, "name");
                // "Courtesy the artist" is complete.
                self.add(if first && name == Name::Single && self.is_self(told) { 2 } else { 0 }, "");
                if name == Name::Description {
                    return;
                }
                if self.author.is_none() {
                    self.set_author(told, name, "")
                } else if self.source.is_none() {
                    self.set_source(told, name)
                }
            }
            Content::Source(roles) if self.author.is_some() => self.known_source(roles, told, true),
            Content::Source(roles) => self.known_source(roles, told, false),
            Content::Address => self.set_source(told, Name::Body),
            _ => {}
        }
    }

    pub(super) fn via(&mut self, part: &Part, told: &Told, first: bool) {
        let adjacent = self.last == Slot::Source && part.sep <= Sep::Slash && part.sep != Sep::Comma;
        match told.content {
            Content::Source(_) | Content::Address => {
                // "Handout via REUTERS".
                let first = first || self.mark.is_some();
                self.add(2 + i32::from(first), &format!("via a known source `{}`", self.items.text(&told.range)));
                self.hard = true;
            }
            Content::Name(Name::Description) if !told.linked => {
                self.penalty += 4;
                return;
            }
            Content::Name(name) => {
                self.count_points(1 + name.points().min(1) + i32::from(told.linked) - i32::from(first), "via")
            }
            _ => {}
        }
        let account = self.source_may_be_author || self.is_account_of(told);
        if account && self.author.is_none() && self.source.is_some() {
            self.author = self.source.take();
        }
        match &mut self.source {
            // "Dale Weems/The Courier via AP".
            Some(source) if adjacent => source.range.end = told.range.end,
            _ => self.source = Some(Found { range: told.range.clone(), name: Name::Body }),
        }
        self.last = Slot::Source;
        self.certain_source = true;
    }

    pub(super) fn from(&mut self, told: &Told, first: bool) {
        if self.guessed_author && self.author.as_ref().is_some_and(|author| author.name == Name::Single) {
            // "Watch on YouTube".
            self.penalty += 4;
        }
        match told.content {
            Content::Source(_) | Content::Address => {
                self.add(2, &self.source_reason(told));
                self.hard |= !first;
            }
            Content::Name(Name::Body) => self.add(if first { 3 } else { 1 }, "from an institution"),
            // "Han Sans, a typeface".
            Content::Name(Name::Single)
                if !first
                    && self.reading.license.is_none()
                    && self.items.text(&told.range).starts_with(char::is_lowercase) =>
            {
                self.penalty += 1;
            }
            Content::Name(Name::Handle | Name::Person | Name::Single) if !first => self.add(1, "from"),
            Content::Name(_) if told.linked && !first => self.add(1, "link"),
            _ => self.penalty += 4,
        }
        // "via @annlee on Instagram".
        let account = self.source.as_ref().is_some_and(|found| matches!(found.name, Name::Handle | Name::Person))
            && matches!(told.content, Content::Source(roles) if roles.has(Role::Platform));
        if (self.source_may_be_author || account || self.is_account_of(told))
            && self.author.is_none()
            && self.source.is_some()
        {
            self.author = self.source.take();
        }
        if self.source.is_none() {
            self.set_source(told, Name::Body);
            self.certain_source = true;
        }
    }

    /// Whether the source so far is an account with the name of a platform or agency, at another one: "Photo by Pixabay on
    /// Pexels", "Photo by Getty Images via Unsplash", "Photo by Pixabay: https://www.pexels.com/…".
    pub(super) fn is_account_of(&self, told: &Told) -> bool {
        let Some(source) = &self.source else { return false };
        let roles = match told.content {
            Content::Source(roles) => roles,
            Content::Address => Roles::default(),
            _ => return false,
        };
        let at = self.items.items.iter().position(|item| item.range.start == source.range.start);
        let by = |before: usize| self.items.has(before, Role::By) || self.items.has(before, Role::Of);
        let named = at.and_then(|at| at.checked_sub(1)).is_some_and(by);
        let same = fold(self.items.text(&source.range)) == fold(self.items.text(&told.range));
        let open = ["unsplash", "pexels", "pixabay"];
        let open = open.iter().any(|site| fold(self.items.text(&told.range)).contains(site));
        (open || roles.has(Role::Platform)) && self.last == Slot::Source && named && !same
    }

    pub(super) fn after(&mut self, told: &Told, first: bool) {
        self.add(2, "adapted from");
        self.reading.modified = true;
        match told.content {
            Content::Quote => self.set_title(told),
            Content::Name(_) if self.source.is_none() && self.holds_source(told) => {
                self.add(1, "a known source in it");
                self.set_source(told, Name::Body);
            }
            Content::Name(name) => {
                self.count(name, "name");
                if self.source.is_none() && name != Name::Description {
                    self.set_source(told, name);
                }
            }
            Content::Source(_) | Content::Address if self.source.is_none() => {
                self.hard |= !first;
                self.set_source(told, Name::Body);
            }
            _ => {}
        }
    }
}
