//! The words of credit lines, from the files in `words/`.
//!
//! All languages are one table, since the language of a line is often not that of its article (`Photo by` in a Polish
//! post). Each entry knows its languages, so that words without a meaning of their own (`on`, `most`, `ada`) only
//! count beside a label of theirs.
//!
//! `build.rs` makes the table from the files, so that a run only searches in it.

mod role;
mod row;

use role::NAMES;
pub(super) use role::Role;
use row::{EMPTY, Row, add, hash, key_of, parts_of};

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u64);

impl Roles {
    /// Every role.
    pub(super) const ALL: Roles = Roles(u64::MAX);

    /// Returns `role` alone.
    pub(super) fn only(role: Role) -> Self {
        Self(1 << role as u8)
    }

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
        self.any(&[Role::Agency, Role::Platform, Role::Public, Role::Tool])
    }
}

/// A set of languages, by the places of their files in the order of names.
pub(super) type Langs = u64;

/// All languages.
pub(super) const EVERY_LANG: Langs = u64::MAX;

/// What a phrase means, by language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its roles in any language.
    pub roles: Roles,
    /// Its roles by language.
    meanings: &'static [Row],
}

impl Entry {
    /// Returns its roles in `langs`.
    pub(super) fn roles_in(&self, langs: Langs) -> Roles {
        let mut roles = Roles::default();
        for meaning in self.meanings {
            if langs & lang_of(meaning) != 0 {
                roles.add(role_of(meaning));
            }
        }
        roles
    }

    /// Returns the languages in which it has one of `wanted`.
    pub(super) fn langs_of(&self, wanted: Roles) -> Langs {
        let wanted = self.meanings.iter().filter(|meaning| wanted.has(role_of(meaning)));
        wanted.fold(0, |langs, meaning| langs | lang_of(meaning))
    }

    /// Whether it means a source where it is spelled as `written`: `AP`, but not `ap`.
    pub(super) fn is_spelled(&self, written: &str) -> bool {
        let mut spellings = self.meanings.iter().filter_map(spelling_of).peekable();
        spellings.peek().is_none() || spellings.any(|known| known == written || known.to_uppercase() == written)
    }
}

fn role_of(meaning: &Row) -> Role {
    NAMES[usize::from(parts_of(meaning).role)].1
}

fn lang_of(meaning: &Row) -> Langs {
    1 << parts_of(meaning).lang
}

/// Returns the only spelling that counts, if there is one.
fn spelling_of(meaning: &Row) -> Option<&str> {
    let spelling = parts_of(meaning).spelling;
    let length = spelling.iter().position(|byte| *byte == 0).unwrap_or(spelling.len());
    std::str::from_utf8(&spelling[..length]).ok().filter(|spelling| !spelling.is_empty())
}

/// The table of all words. Phrases are known by their hashes, in sorted lists.
#[derive(Debug)]
pub(super) struct Lexicon {
    meanings: &'static [Row],
    /// First words, each with the number of words of the longest phrase that begins with it.
    longest: &'static [Row],
    /// Beginnings of words.
    stems: &'static [Row],
}

static LEXICON: Lexicon = Lexicon {
    meanings: include_bytes!(concat!(env!("OUT_DIR"), "/credit-meanings")).as_chunks().0,
    longest: include_bytes!(concat!(env!("OUT_DIR"), "/credit-longest")).as_chunks().0,
    stems: include_bytes!(concat!(env!("OUT_DIR"), "/credit-stems")).as_chunks().0,
};

/// Returns the table of all words.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// Returns the rows whose phrase has the hash `key`.
fn of_key(rows: &'static [Row], key: u64) -> &'static [Row] {
    let from = rows.partition_point(|row| key_of(row) < key);
    let same = rows[from..].iter().take_while(|row| key_of(row) == key).count();
    &rows[from..from + same]
}

impl Lexicon {
    /// Returns the number of words of the longest phrase that begins with `word`, which is folded.
    pub(super) fn longest(&self, word: &str) -> usize {
        of_key(self.longest, hash(word)).first().map_or(0, |row| usize::from(parts_of(row).role))
    }

    /// Returns the entry of a folded phrase.
    pub(super) fn get(&self, folded: &str) -> Option<Entry> {
        let meanings = of_key(self.meanings, hash(folded));
        let mut roles = Roles::default();
        meanings.iter().for_each(|meaning| roles.add(role_of(meaning)));
        (!meanings.is_empty()).then_some(Entry { roles, meanings })
    }

    /// Whether the folded `word` begins as words of `role` do.
    pub(super) fn has_stem(&self, word: &str, role: Role, langs: Langs) -> bool {
        let mut key = EMPTY;
        word.bytes().any(|byte| {
            key = add(key, byte);
            of_key(self.stems, key).iter().any(|stem| role_of(stem) == role && langs & lang_of(stem) != 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    /// Returns the lines of all files that are no comments.
    fn lines() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/read/credit/words");
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files = paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
        let text: String = files.map(|path| std::fs::read_to_string(path).unwrap()).collect();
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    }

    /// The files are compared without folding them: the build script knows nothing of Unicode.
    #[test]
    fn the_files_are_folded_but_for_capitals_of_ascii() {
        for line in lines() {
            let phrases = line.split(" # ").next().unwrap_or_default();
            assert_eq!(fold(phrases), phrases.to_ascii_lowercase());
        }
    }

    #[test]
    fn every_phrase_of_the_files_is_in_the_table() {
        for line in lines() {
            let (name, phrases) = line.split(" # ").next().unwrap_or_default().split_once(':').unwrap();
            let role = NAMES.iter().find(|(known, _)| *known == name).unwrap().1;
            for phrase in phrases.split([',', '،']).map(str::trim) {
                let known = match phrase.strip_suffix('*') {
                    Some(stem) => lexicon().has_stem(&format!("{stem}x"), role, EVERY_LANG),
                    None => lexicon().get(&fold(phrase)).is_some_and(|entry| entry.roles.has(role)),
                };
                assert!(known, "{name}: {phrase}");
            }
        }
    }

    #[test]
    fn the_longest_phrase_of_a_word_is_known() {
        assert!(lexicon().longest("mit") >= 4);
        assert_eq!(lexicon().longest("bildnachweis"), 1);
        assert!(lexicon().longest("photo") >= 3, "photo d'archives");
        assert_eq!(lexicon().longest("bildnachweisen"), 0);
    }

    #[test]
    fn a_word_means_something_in_its_languages_only() {
        let entry = lexicon().get("kaynak").unwrap();
        assert!(entry.roles.has(Role::Source));
        let german = lexicon().get("bildnachweise").unwrap().langs_of(Roles::ALL);
        assert!(!entry.roles_in(german).has(Role::Source));
        assert!(lexicon().get("foto").unwrap().roles_in(german).has(Role::Photo));
        assert!(lexicon().get("ap").unwrap().is_spelled("AP") && !lexicon().get("ap").unwrap().is_spelled("ap"));
    }
}
