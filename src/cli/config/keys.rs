//! The table of everything that an `offprint.toml` may say.
//!
//! It is made from the definition of the command line: each long option is a key of the same name, with the same help,
//! the same values and the same parser. So an option that is added there is a key at once. What a file cannot say is
//! listed in [`NOT_IN_A_FILE`] with the reason; the tables of the file are the groups of the help ([`GROUPS`]); what
//! holds only for articles that say nothing themselves is in [`OWN`].

use std::sync::LazyLock;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command};

use super::line;

/// Options that a file cannot set, each with the reason.
pub const NOT_IN_A_FILE: &[(&str, &str)] = &[
    ("output", "a run has one place for its outputs, whatever folders it reads"),
    ("force", "whoever starts a run decides which files it overwrites"),
    ("jobs", "it depends on the machine and not on the articles"),
    ("json", "it is about what one run prints"),
    ("licenses", "it prints the licences of Offprint and ends"),
    ("no-headings", "it is another way to write `headings = \"never\"`"),
    ("no-config", "a file that is ignored cannot say so"),
    ("config", "files of parent folders apply already"),
    ("quiet", "it is about what one run prints"),
    ("verbose", "it is about what one run prints"),
    ("log-format", "it is about what one run prints"),
    ("color", "it is about the terminal"),
    ("fail-on-warnings", "it is another way to write `max-warnings = 0`"),
    ("help", "it prints the help and ends"),
    ("author", "in a file, this key is the author of articles that name none"),
    ("root", "whoever starts a run decides which files articles may use"),
    ("fetch", "Offprint connects to servers only if the command line asks for it"),
    ("offline", "it is about what one run may do on the network"),
    ("cache", "it depends on the machine and not on the articles"),
    ("fetch-private", "Offprint connects to private networks only if the command line asks for it"),
    ("fetch-timeout", "whoever starts a run decides how long it waits for servers"),
    ("fetch-max-size", "whoever starts a run decides how much it takes from servers"),
    ("dry-run", "whoever starts a run decides what it does"),
    ("prune", "whoever starts a run decides what it deletes"),
    ("since", "whoever starts a run decides which articles it looks at"),
    ("report", "it is about what one run writes"),
    ("version", "it prints the version and ends"),
];

/// A group of options in the help, which is a table of the file.
pub struct Group {
    /// The heading in the help.
    pub heading: &'static str,
    /// The table in the file.
    pub table: &'static str,
    /// For what its options hold.
    pub scope: Scope,
}

/// For what an option holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// For each article in and below the folder of the file.
    Articles,
    /// For a whole run. Only files that apply to all inputs of the run count.
    Run,
}

/// The groups of options in the help.
pub const GROUPS: &[Group] = &[
    Group { heading: "Reading", table: "reading", scope: Scope::Articles },
    Group { heading: "Pages", table: "pages", scope: Scope::Articles },
    Group { heading: "Printing", table: "printing", scope: Scope::Articles },
    Group { heading: "E-books", table: "ebook", scope: Scope::Articles },
    Group { heading: "Choosing", table: "choosing", scope: Scope::Run },
    Group { heading: "Archives", table: "archives", scope: Scope::Run },
    Group { heading: "Books", table: "books", scope: Scope::Run },
    Group { heading: "Messages", table: "messages", scope: Scope::Run },
];

/// Options without a group that files can set, with their scope; they stand above all tables.
const UNGROUPED: &[(&str, Scope)] = &[("to", Scope::Articles)];

/// The table of values for articles that say nothing themselves.
pub const DEFAULTS: &str = "defaults";

/// A key that is not an option: a value for articles that do not state it.
struct Own {
    name: &'static str,
    help: &'static str,
    weak: Weak,
}

/// Keys of [`DEFAULTS`] that are not options.
const OWN: &[Own] = &[
    Own {
        name: "author",
        help: "Author of articles that name none; several as [\"One\", \"Other\"]",
        weak: Weak::Author,
    },
    Own { name: "publication", help: "The magazine, newspaper or site that they appeared in", weak: Weak::Publication },
    Own { name: "publisher", help: "Who published them", weak: Weak::Publisher },
    Own {
        name: "rights",
        help: "Statement of the rights in their text, such as `© 2024 Ada Berg`",
        weak: Weak::Rights,
    },
    Own { name: "license", help: "Licence of their text, such as CC-BY-4.0, or its address", weak: Weak::License },
];

/// A value about the article itself: front matter beats the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weak {
    /// Its language.
    Lang,
    /// Its cover.
    Cover,
    /// Its authors.
    Author,
    /// Where it appeared.
    Publication,
    /// Who published it.
    Publisher,
    /// The rights in it.
    Rights,
    /// Its licence.
    License,
}

/// Options that are about the article itself, with what they mean in a file.
const WEAK: &[(&str, Weak, &str)] = &[
    ("lang", Weak::Lang, "Language of articles that declare none, such as `en` or `pt-BR`"),
    ("cover", Weak::Cover, "Cover picture of articles that name none"),
];

/// An option that another one needs to have an effect.
#[derive(Clone, Copy, Debug)]
pub struct Needed {
    /// Its name, which is also its identifier.
    pub name: &'static str,
    /// The value that it must have; `None` for any.
    pub value: Option<&'static str>,
}

/// Options that have no effect without another one.
const NEEDS: &[(&str, Needed)] =
    &[("flip", Needed { name: "impose", value: None }), ("creep", Needed { name: "impose", value: Some("booklet") })];

/// A kind of value in TOML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// `true` or `false`.
    Flag,
    /// `true`: the option without its value.
    Bare,
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// A date without quotes, or a text.
    Date,
}

/// What a text may name on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// A file or folder, always.
    Path,
    /// A folder, always.
    Folder,
    /// A file if the text looks like a path, and otherwise something else.
    PathOrName,
}

/// A key of the file.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name, which is that of the option without its hyphens.
    pub name: String,
    /// The identifier of the option; empty if it is none.
    pub id: String,
    /// The tables in which it may stand. It may also stand above all tables.
    pub tables: Vec<&'static str>,
    /// What its value may be.
    pub takes: Vec<Take>,
    /// Whether it may have several values, as an array.
    pub many: bool,
    /// What its value may name on the disk.
    pub on_disk: Option<OnDisk>,
    /// What its value is called in the help, such as `SIZE`.
    pub value_name: String,
    /// Values with names, each with its help.
    pub values: Vec<(String, Option<String>)>,
    /// Its help.
    pub help: String,
    /// Its default, as the help states it.
    pub default: Option<String>,
    /// For what it holds.
    pub scope: Scope,
    /// Whether front matter beats it.
    pub weak: Option<Weak>,
    /// Identifiers of the options that it excludes.
    pub excludes: Vec<String>,
    /// The option without which it has no effect.
    pub needs: Option<Needed>,
}

impl Key {
    /// Whether it is an option of the command line.
    pub fn is_option(&self) -> bool {
        !self.id.is_empty()
    }

    /// Whether its value may be of the kind `take`.
    pub fn takes(&self, take: Take) -> bool {
        self.takes.contains(&take)
    }

    /// Returns the table in which `offprint init` writes it; `None` above all tables.
    pub fn table(&self) -> Option<&'static str> {
        self.tables.first().copied()
    }
}

/// All keys, in the order of the help.
#[derive(Clone, Debug)]
pub struct Keys(pub Vec<Key>);

impl Keys {
    /// Returns all keys. They are made when the first file is read.
    pub fn all() -> &'static Self {
        static ALL: LazyLock<Keys> = LazyLock::new(Keys::new);
        &ALL
    }

    fn new() -> Self {
        let command = line::command();
        let options = command.get_arguments().filter_map(|arg| of_option(&command, arg));
        let mut keys: Vec<Key> = options.collect();
        keys.extend(OWN.iter().map(of_own));
        let rank = |key: &Key| tables().position(|table| Some(table) == key.table());
        keys.sort_by_key(|key| rank(key).map_or(0, |rank| rank + 1));
        Self(keys)
    }

    /// Returns the number of the key called `name`.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|key| key.name == name)
    }
}

/// Iterates over the tables of the file in the order in which they are written.
pub fn tables() -> impl Iterator<Item = &'static str> {
    std::iter::once(DEFAULTS).chain(GROUPS.iter().map(|group| group.table))
}

/// Returns the reason why a file cannot set `option`, if it cannot.
pub fn refused(option: &str) -> Option<&'static str> {
    NOT_IN_A_FILE.iter().find(|(name, _)| *name == option).map(|(_, why)| *why)
}

/// Returns the key for the option `arg`; `None` if a file cannot set it.
fn of_option(command: &Command, arg: &Arg) -> Option<Key> {
    let name = arg.get_long().filter(|name| !arg.is_hide_set() && refused(name).is_none())?;
    let group = arg.get_help_heading().and_then(|heading| GROUPS.iter().find(|group| group.heading == heading));
    let ungrouped = UNGROUPED.iter().find(|(known, _)| *known == name).map(|(_, scope)| *scope);
    let about = WEAK.iter().find(|(known, ..)| *known == name);
    let weak = about.map(|(_, weak, _)| *weak);
    let value_name = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
    let mut tables: Vec<&'static str> = group.iter().map(|group| group.table).collect();
    // Both places are natural: the help lists these options under "Reading", and a file states defaults with them.
    tables.extend(weak.map(|_| DEFAULTS));
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let (help, default) = without_default(about.map_or(help.as_str(), |(.., help)| help));
    let stated = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
    Some(Key {
        name: name.to_owned(),
        id: arg.get_id().to_string(),
        tables,
        takes: takes(arg, &value_name),
        many: matches!(arg.get_action(), ArgAction::Append),
        on_disk: on_disk(&value_name),
        values: values(arg),
        value_name,
        help,
        default: default.or(stated).filter(|_| !matches!(arg.get_action(), ArgAction::SetTrue)),
        // Whatever is not known to be about articles is about the run, which is true of most options.
        scope: group.map(|group| group.scope).or(ungrouped).unwrap_or(Scope::Run),
        weak,
        excludes: exclusions(command, arg),
        needs: NEEDS.iter().find(|(known, _)| *known == name).map(|(_, needed)| *needed),
    })
}

fn of_own(own: &Own) -> Key {
    Key {
        name: own.name.to_owned(),
        id: String::new(),
        tables: vec![DEFAULTS],
        takes: vec![Take::Text],
        many: own.weak == Weak::Author,
        on_disk: None,
        value_name: "TEXT".to_owned(),
        values: Vec::new(),
        help: own.help.to_owned(),
        default: None,
        scope: Scope::Articles,
        weak: Some(own.weak),
        excludes: Vec::new(),
        needs: None,
    }
}

/// Separates `[default: …]` from the end of a help text.
fn without_default(help: &str) -> (String, Option<String>) {
    match help.split_once("[default:") {
        Some((before, default)) => {
            let default = default.trim().trim_end_matches(']').trim();
            (before.trim().to_owned(), Some(default.to_owned()))
        }
        None => (help.trim().to_owned(), None),
    }
}

/// Returns the kinds of value that `arg` takes. `N` in the help stands for a whole number, and `DATE` for a date.
fn takes(arg: &Arg, value_name: &str) -> Vec<Take> {
    if matches!(arg.get_action(), ArgAction::SetTrue) {
        return vec![Take::Flag];
    }
    let mut takes = Vec::new();
    let mut names = value_name.split(['|', ',', ' ', '[']);
    if names.clone().any(|name| name == "N") || arg.get_possible_values().iter().any(is_number) {
        takes.push(Take::Number);
    }
    if names.clone().any(|name| name != "N") {
        takes.push(Take::Text);
    }
    if names.any(|name| name == "DATE") {
        takes.push(Take::Date);
    }
    if arg.get_num_args().is_some_and(|count| count.min_values() == 0) {
        takes.push(Take::Bare);
    }
    takes
}

fn is_number(value: &PossibleValue) -> bool {
    value.get_name().parse::<u32>().is_ok()
}

fn on_disk(value_name: &str) -> Option<OnDisk> {
    let is_path = |name: &str| matches!(name, "PATH" | "FILE" | "DIR");
    match value_name {
        "DIR" => Some(OnDisk::Folder),
        name if name.split('|').all(is_path) && !name.is_empty() => Some(OnDisk::Path),
        name if name.split('|').any(is_path) => Some(OnDisk::PathOrName),
        _ => None,
    }
}

fn values(arg: &Arg) -> Vec<(String, Option<String>)> {
    if !arg.get_action().takes_values() {
        return Vec::new();
    }
    let shown = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    shown.map(|value| (value.get_name().to_owned(), value.get_help().map(ToString::to_string))).collect()
}

/// Returns the names of options of `command` that exclude `arg`.
pub fn exclusions(command: &Command, arg: &Arg) -> Vec<String> {
    let id = |arg: &Arg| arg.get_id().to_string();
    let own = command.get_arg_conflicts_with(arg).into_iter().map(id);
    let others = command
        .get_arguments()
        .filter(|other| command.get_arg_conflicts_with(other).iter().any(|excluded| excluded.get_id() == arg.get_id()));
    own.chain(others.map(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The long options of `command`, except negations of switches.
    fn longs(command: &Command) -> impl Iterator<Item = &str> {
        command.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(Arg::get_long)
    }

    #[test]
    fn every_option_is_a_key_or_refused_with_a_reason() {
        let keys = Keys::new();
        let whole = line::command();
        let watch = whole.find_subcommand("watch").expect("the command watch");
        assert!(longs(&whole).count() > 60, "the options are not seen");
        for name in longs(&whole).chain(longs(watch)) {
            match refused(name) {
                Some(why) => {
                    assert!(
                        keys.find(name).is_none_or(|key| !keys.0[key].is_option()),
                        "--{name} is a key and refused"
                    );
                    assert!(why.len() > 20, "--{name}: a reason is a sentence");
                }
                None => assert!(keys.find(name).is_some(), "--{name} is neither a key nor refused"),
            }
        }
    }

    #[test]
    fn every_key_has_a_table_and_a_scope() {
        for arg in line::command().get_arguments().filter(|arg| !arg.is_hide_set()) {
            let Some(name) = arg.get_long().filter(|name| refused(name).is_none()) else { continue };
            // A new option gets a heading of the help, and so a table; or a line in one of the two lists.
            let heading = arg.get_help_heading();
            let known = heading.is_some_and(|heading| GROUPS.iter().any(|group| group.heading == heading));
            let listed = UNGROUPED.iter().any(|(listed, _)| *listed == name);
            assert!(known || listed, "--{name}: say in cli/config/keys.rs whether an offprint.toml can set it");
        }
    }

    #[test]
    fn nothing_is_refused_that_does_not_exist() {
        let command = line::command();
        let longs: Vec<&str> = command.get_arguments().filter_map(Arg::get_long).chain(["help", "version"]).collect();
        for (name, _) in NOT_IN_A_FILE {
            assert!(longs.contains(name), "--{name}");
        }
        for (name, _) in UNGROUPED {
            assert!(longs.contains(name), "--{name}");
        }
    }

    #[test]
    fn keys_know_what_they_take() {
        let keys = Keys::new();
        let key = |name: &str| &keys.0[keys.find(name).unwrap_or_else(|| panic!("{name}"))];
        let takes: [(&str, &[Take]); 9] = [
            ("qr", &[Take::Flag]),
            ("max-pages", &[Take::Number]),
            ("fit", &[Take::Number, Take::Text]),
            ("split", &[Take::Number, Take::Text]),
            ("paper", &[Take::Text]),
            ("cover-page", &[Take::Text, Take::Bare]),
            ("to", &[Take::Text]),
            ("author", &[Take::Text]),
            ("for", &[Take::Text]),
        ];
        for (name, expected) in takes {
            assert_eq!(key(name).takes, expected, "{name}");
        }
        assert!(key("to").many && key("author").many && !key("paper").many);
        assert_eq!(key("cover").on_disk, Some(OnDisk::Path));
        assert_eq!(key("design").on_disk, Some(OnDisk::PathOrName));
        assert_eq!(key("paper").on_disk, None);
        assert_eq!(key("cover-fit").default.as_deref(), Some("smart"));
    }

    #[test]
    fn names_are_distinct() {
        let mut names: Vec<String> = Keys::new().0.into_iter().map(|key| key.name).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
