//! The words of credit lines, from the files in `words/`.
//!
//! All languages are one table, since the language of a line is often not that of its article (`Photo by` in a Polish
//! post). Each entry knows its languages, so that words without a meaning of their own (`on`, `most`, `ada`) only
//! count beside a label of theirs.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word or phrase can mean in a credit; see `words/README.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Role {
    Photo,
    Drawn,
    Shown,
    Capture,
    Credit,
    Maker,
    Source,
    Data,
    License,
    Title,
    Cover,
    Kind,
    Every,
    By,
    Of,
    AfterName,
    Between,
    On,
    Via,
    Courtesy,
    For,
    In,
    After,
    Using,
    Contains,
    Permission,
    Reserved,
    Domain,
    Fair,
    Under,
    Change,
    Own,
    Unknown,
    Me,
    Ai,
    Place,
    Mark,
    User,
    Small,
    Particle,
    Article,
    Stop,
    Scene,
    Body,
    Agency,
    Platform,
    Public,
    Tool,
    Site,
    Showing,
    Except,
}

use Role::*;

/// The names of the roles in the files.
const NAMES: [(&str, Role); 51] = [
    ("photo", Photo),
    ("drawn", Drawn),
    ("shown", Shown),
    ("capture", Capture),
    ("credit", Credit),
    ("maker", Maker),
    ("source", Source),
    ("data", Data),
    ("license", License),
    ("title", Title),
    ("cover", Cover),
    ("kind", Kind),
    ("every", Every),
    ("by", By),
    ("of", Of),
    ("after-name", AfterName),
    ("between", Between),
    ("on", On),
    ("via", Via),
    ("courtesy", Courtesy),
    ("for", For),
    ("in", In),
    ("after", After),
    ("using", Using),
    ("contains", Contains),
    ("permission", Permission),
    ("reserved", Reserved),
    ("domain", Domain),
    ("fair", Fair),
    ("under", Under),
    ("change", Change),
    ("own", Own),
    ("unknown", Unknown),
    ("self", Me),
    ("ai", Ai),
    ("place", Place),
    ("mark", Mark),
    ("user", User),
    ("small", Small),
    ("particle", Particle),
    ("article", Article),
    ("stop", Stop),
    ("scene", Scene),
    ("body", Body),
    ("agency", Agency),
    ("platform", Platform),
    ("public", Public),
    ("tool", Tool),
    ("site", Site),
    ("showing", Showing),
    ("except", Except),
];

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u64);

impl Roles {
    /// Every role.
    pub(super) const ALL: Roles = Roles(u64::MAX);

    /// Whether it holds `role`.
    pub(super) fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Whether it holds any of `roles`.
    pub(super) fn any(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Returns it without `role`.
    pub(super) fn without(self, role: Role) -> Self {
        Self(self.0 & !(1 << role as u8))
    }

    fn add(&mut self, role: Role) {
        self.0 |= 1 << role as u8;
    }

    /// Whether it names a source: an agency, a platform, a public body or a program.
    pub(super) fn names_source(self) -> bool {
        self.any(&[Agency, Platform, Public, Tool])
    }
}

/// A set of languages, by their place in [`FILES`].
pub(super) type Langs = u64;

/// All languages.
pub(super) const EVERY_LANG: Langs = u64::MAX;

/// One meaning of a phrase.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    /// The hash of the phrase.
    key: u64,
    /// The place of its language in [`FILES`].
    lang: u8,
    role: Role,
}

/// What a phrase means, by language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its roles in any language.
    pub roles: Roles,
    /// Its roles by language.
    meanings: &'static [Meaning],
    /// For short names of sources: the spelling that counts.
    exact: Option<&'static str>,
}

impl Entry {
    /// Returns its roles in `langs`.
    pub(super) fn roles_in(&self, langs: Langs) -> Roles {
        let mut roles = Roles::default();
        for meaning in self.meanings {
            if langs & (1 << meaning.lang) != 0 {
                roles.add(meaning.role);
            }
        }
        roles
    }

    /// Returns the languages in which it has one of `wanted`.
    pub(super) fn langs_of(&self, wanted: Roles) -> Langs {
        let wanted = self.meanings.iter().filter(|meaning| wanted.has(meaning.role));
        wanted.fold(0, |langs, meaning| langs | 1 << meaning.lang)
    }

    /// Whether it means a source where it is spelled as `written`: `AP`, but not `ap`.
    pub(super) fn is_spelled(&self, written: &str) -> bool {
        self.exact.is_none_or(|exact| exact == written || exact.to_uppercase() == written)
    }
}

/// The table of all words. Phrases are known by hashes, in sorted lists: the table is made in every run that reads a
/// credit, and a map of strings took seven milliseconds.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    meanings: Vec<Meaning>,
    /// Hashes of first words, each with the number of words of the longest phrase that begins with it.
    longest: Vec<(u64, usize)>,
    /// Spellings of short names of sources.
    exact: Vec<(u64, &'static str)>,
    /// Beginnings of words, by their first character.
    stems: HashMap<char, Vec<(&'static str, Role, u8)>>,
}

/// Returns the table of all words.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
    &LEXICON
}

/// Hashes folded text with FNV-1a (Fowler, Noll and Vo). The files are folded but for capitals of ASCII.
fn key(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3);
    }
    hash
}

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self::default();
        for (lang, text) in (0..).zip(FILES) {
            text.lines().for_each(|line| lexicon.line(line, lang));
        }
        lexicon.meanings.sort_unstable_by_key(|meaning| meaning.key);
        // The longest comes first and is kept.
        lexicon.longest.sort_unstable_by_key(|(key, words)| (*key, Reverse(*words)));
        lexicon.longest.dedup_by_key(|(key, _)| *key);
        lexicon.exact.sort_unstable();
        lexicon
    }

    /// Reads a line, `role: phrase, phrase # source`.
    fn line(&mut self, line: &'static str, lang: u8) {
        let line = line.split(" # ").next().unwrap_or_default();
        let Some((name, phrases)) = line.split_once(':').filter(|_| !line.starts_with('#')) else { return };
        let Some((_, role)) = NAMES.iter().find(|(known, _)| *known == name.trim()) else { return };
        for phrase in phrases.split([',', '،']).map(str::trim).filter(|phrase| !phrase.is_empty()) {
            self.add(phrase, *role, lang);
        }
    }

    fn add(&mut self, phrase: &'static str, role: Role, lang: u8) {
        if let (Some(stem), Some(first)) = (phrase.strip_suffix('*'), phrase.chars().next()) {
            return self.stems.entry(first).or_default().push((stem, role, lang));
        }
        // Elided words are tokens of their own: `photo d'archives` has three.
        let words = phrase.split(' ').count() + phrase.matches('\'').count();
        let first = phrase.split(' ').next().unwrap_or_default();
        let elided = first.split_inclusive('\'').next().unwrap_or_default();
        self.longest.push((key(first), words));
        if elided.len() < first.len() {
            self.longest.push((key(elided), words));
        }
        let key = key(phrase);
        self.meanings.push(Meaning { key, lang, role });
        let source = matches!(role, Agency | Platform | Public | Tool);
        if source && phrase.len() <= 4 && phrase.is_ascii() && !matches!(phrase, "dpa" | "OSM" | "NASA") {
            self.exact.push((key, phrase));
        }
    }

    /// Returns the number of words of the longest phrase that begins with `word`, which is folded.
    pub(super) fn longest(&self, word: &str) -> usize {
        let found = self.longest.binary_search_by_key(&key(word), |(known, _)| *known);
        found.ok().and_then(|at| self.longest.get(at)).map_or(0, |(_, words)| *words)
    }

    /// Returns the entry of a folded phrase.
    pub(super) fn get(&'static self, folded: &str) -> Option<Entry> {
        let key = key(folded);
        let from = self.meanings.partition_point(|meaning| meaning.key < key);
        let same = self.meanings[from..].iter().take_while(|meaning| meaning.key == key).count();
        let meanings = self.meanings[from..].get(..same).filter(|meanings| !meanings.is_empty())?;
        let mut roles = Roles::default();
        meanings.iter().for_each(|meaning| roles.add(meaning.role));
        let exact = self.exact.binary_search_by_key(&key, |(known, _)| *known).ok();
        let exact = exact.and_then(|at| self.exact.get(at)).map(|(_, spelling)| *spelling);
        Some(Entry { roles, meanings, exact })
    }

    /// Whether the folded `word` begins as words of `role` do.
    pub(super) fn has_stem(&self, word: &str, role: Role, langs: Langs) -> bool {
        let stems = word.chars().next().and_then(|first| self.stems.get(&first));
        stems.is_some_and(|stems| {
            stems.iter().any(|(stem, known, lang)| *known == role && langs & (1 << lang) != 0 && word.starts_with(stem))
        })
    }
}

/// The files, one a language; the last one names sources.
const FILES: [&str; 62] = [
    include_str!("words/af.txt"),
    include_str!("words/ar.txt"),
    include_str!("words/az.txt"),
    include_str!("words/be.txt"),
    include_str!("words/bg.txt"),
    include_str!("words/bn.txt"),
    include_str!("words/ca.txt"),
    include_str!("words/cs.txt"),
    include_str!("words/cy.txt"),
    include_str!("words/da.txt"),
    include_str!("words/de.txt"),
    include_str!("words/el.txt"),
    include_str!("words/en.txt"),
    include_str!("words/eo.txt"),
    include_str!("words/es.txt"),
    include_str!("words/et.txt"),
    include_str!("words/eu.txt"),
    include_str!("words/fa.txt"),
    include_str!("words/fi.txt"),
    include_str!("words/fil.txt"),
    include_str!("words/fr.txt"),
    include_str!("words/ga.txt"),
    include_str!("words/gl.txt"),
    include_str!("words/he.txt"),
    include_str!("words/hi.txt"),
    include_str!("words/hr.txt"),
    include_str!("words/hu.txt"),
    include_str!("words/hy.txt"),
    include_str!("words/id.txt"),
    include_str!("words/is.txt"),
    include_str!("words/it.txt"),
    include_str!("words/ja.txt"),
    include_str!("words/ka.txt"),
    include_str!("words/kk.txt"),
    include_str!("words/ko.txt"),
    include_str!("words/la.txt"),
    include_str!("words/lt.txt"),
    include_str!("words/lv.txt"),
    include_str!("words/ml.txt"),
    include_str!("words/mn.txt"),
    include_str!("words/mr.txt"),
    include_str!("words/nb.txt"),
    include_str!("words/nl.txt"),
    include_str!("words/pl.txt"),
    include_str!("words/pt.txt"),
    include_str!("words/ro.txt"),
    include_str!("words/ru.txt"),
    include_str!("words/sk.txt"),
    include_str!("words/sl.txt"),
    include_str!("words/sq.txt"),
    include_str!("words/sr.txt"),
    include_str!("words/sv.txt"),
    include_str!("words/sw.txt"),
    include_str!("words/ta.txt"),
    include_str!("words/te.txt"),
    include_str!("words/th.txt"),
    include_str!("words/tr.txt"),
    include_str!("words/uk.txt"),
    include_str!("words/ur.txt"),
    include_str!("words/vi.txt"),
    include_str!("words/zh.txt"),
    include_str!("words/sources.txt"),
];

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn every_line_of_the_files_has_a_known_role() {
        for text in FILES {
            for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let name = line.split(':').next().unwrap_or_default();
                assert!(NAMES.iter().any(|(known, _)| *known == name), "{line}");
            }
            assert!(text.starts_with("# "), "{}", &text[..20]);
        }
    }

    /// The files are compared without folding them, since that would take longer than reading them.
    #[test]
    fn the_files_are_folded_but_for_capitals_of_ascii() {
        for line in FILES.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#')) {
            let phrases = line.split(" # ").next().unwrap_or_default();
            assert_eq!(fold(phrases), phrases.to_ascii_lowercase());
        }
    }

    #[test]
    fn a_word_means_something_in_its_languages_only() {
        let entry = lexicon().get("kaynak").unwrap();
        assert!(entry.roles.has(Source));
        let german = 1 << FILES.iter().position(|text| text.starts_with("# German")).unwrap();
        assert!(!entry.roles_in(german).has(Source));
        assert!(lexicon().get("foto").unwrap().roles_in(german).has(Photo));
        assert!(lexicon().get("ap").unwrap().is_spelled("AP") && !lexicon().get("ap").unwrap().is_spelled("ap"));
    }
}
