//! Where each setting of an article or of a run comes from, for `explain`.

use serde::Serialize;

use super::keys::{Key, Keys, Scope};
use super::{ChainId, Config};

/// A setting of an article or a run.
#[derive(Debug, Serialize)]
pub struct Setting {
    /// The name of the option or key.
    pub name: String,
    /// Its value; `None` if the default has no short name.
    pub value: Option<String>,
    /// Where it comes from: `command line`, a file and its line, or `default`.
    pub from: String,
}

/// The origin of settings that nothing states.
pub const DEFAULT: &str = "default";

impl Config {
    /// Returns the settings of articles to which the files of `chain` apply, in the order of the help.
    pub fn explained(&self, chain: ChainId) -> Vec<Setting> {
        self.explained_where(chain, |key| key.scope == Scope::Articles)
    }

    /// Returns what the files of `chain` and the command line state for a run over a folder, in the order of the help.
    pub fn explained_run(&self, chain: ChainId) -> Vec<Setting> {
        let mut settings = self.explained_where(chain, |_| true);
        settings.retain(|setting| setting.from != DEFAULT);
        settings
    }

    fn explained_where(&self, chain: ChainId, wanted: impl Fn(&Key) -> bool) -> Vec<Setting> {
        let nearest = self.nearest(chain);
        let keys = Keys::all().0.iter().enumerate().filter(|(_, key)| wanted(key));
        keys.map(|(number, key)| {
            let name = key.name.clone();
            if let Some(values) = self.line.written(&key.id).filter(|_| key.is_option()) {
                return Setting { name, value: Some(values.join(", ")), from: "command line".to_owned() };
            }
            match nearest.iter().find(|value| value.entry.key == number) {
                Some(value) => {
                    Setting { name, value: Some(value.entry.given.texts().join(", ")), from: value.origin() }
                }
                None => Setting { name, value: key.default.clone(), from: DEFAULT.to_owned() },
            }
        })
        .collect()
    }
}
