//! The settings of each article of a run.
//!
//! Articles to which the same files apply share settings, and so do those whose files come to the same: a run of
//! thousands of folders has few settings in memory.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use offprint::archive::Request;
use offprint::diag::Diagnostic;
use offprint::job::{Drafts, Fingerprint, Format, Input, Settings};

use super::super::args::{Cli, Reading};
use super::super::settings::{cover, settings};
use super::super::{Log, Stop};
use super::find::ChainId;
use super::read::Given;
use super::{Config, folder_of, print_mistakes};

/// What one set of arguments comes to.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The settings.
    pub settings: Settings,
    /// The formats to make, if they are not those of the run.
    pub formats: Option<Vec<Format>>,
}

/// The same for the articles to which the same files apply.
struct Chosen {
    settings: usize,
    formats: Option<Vec<Format>>,
    cli: Arc<Cli>,
}

impl Config {
    /// Returns the settings that `requests` are made with, and notes in each request the number of its settings, its
    /// formats, its root and what happens to drafts. `choose` turns arguments into settings.
    ///
    /// # Errors
    /// If files of configuration have mistakes, which are printed, and those of `choose`.
    pub fn settle(
        &mut self,
        requests: &mut [Request],
        log: &Log,
        choose: &mut dyn FnMut(&Cli) -> Result<Choice, Stop>,
    ) -> Result<Vec<Settings>, Stop> {
        let chains: Vec<ChainId> = requests.iter().map(|request| self.chain(&folder_of_article(request))).collect();
        self.finder.report(log)?;
        let mut settings: Vec<Settings> = Vec::new();
        let (mut same, mut known) = (BTreeMap::<Fingerprint, usize>::new(), BTreeMap::<ChainId, Chosen>::new());
        for (request, chain) in requests.iter_mut().zip(chains) {
            let chosen = match known.entry(chain) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    self.warn_of_idle(chain, log);
                    let (cli, choice) = self.chosen(chain, log, choose)?;
                    let number = *same.entry(choice.settings.fingerprint()).or_insert(settings.len());
                    if number == settings.len() {
                        settings.push(choice.settings);
                    }
                    place.insert(Chosen { settings: number, formats: choice.formats, cli })
                }
            };
            request.settings = chosen.settings;
            request.device = settings.get(chosen.settings).map(|settings| settings.epub.device);
            request.formats.clone_from(&chosen.formats);
            if let Some(reading) = chosen.cli.reading() {
                arrange(request, reading);
            }
        }
        // A run without articles has settings, too.
        if settings.is_empty() {
            settings.push(self.of_chain(ChainId::default(), log, choose)?);
        }
        Ok(settings)
    }

    /// Returns the settings for everything to which the files of `chain` apply.
    ///
    /// # Errors
    /// Those of [`Config::settle`].
    pub fn of_chain(
        &mut self,
        chain: ChainId,
        log: &Log,
        choose: &mut dyn FnMut(&Cli) -> Result<Choice, Stop>,
    ) -> Result<Settings, Stop> {
        self.chosen(chain, log, choose).map(|(_, choice)| choice.settings)
    }

    fn chosen(
        &mut self,
        chain: ChainId,
        log: &Log,
        choose: &mut dyn FnMut(&Cli) -> Result<Choice, Stop>,
    ) -> Result<(Arc<Cli>, Choice), Stop> {
        let options = self.effective(chain).into_iter().filter(|value| value.key.weak.is_none());
        let mut options: Vec<(usize, Given)> = options.map(|value| (value.entry.key, value.entry.given)).collect();
        options.sort_by_key(|(key, _)| *key);
        let (cli, mut choice) = match self.choices.get(&options) {
            Some(known) => known.clone(),
            None => {
                let cli = self.arguments(chain, log)?;
                let choice = choose(&cli).map_err(|stop| self.located(stop, chain, log, choose))?;
                self.choices.insert(options, (cli.clone(), choice.clone()));
                (cli, choice)
            }
        };
        self.state(chain, &mut choice.settings, log)?;
        Ok((cli, choice))
    }

    /// Returns the settings with which `requests` are read by commands that make no pages; see [`Config::settle`].
    ///
    /// # Errors
    /// Those of [`Config::settle`].
    pub fn read_with(&mut self, requests: &mut [Request], log: &Log) -> Result<Vec<Settings>, Stop> {
        self.settle(requests, log, &mut |cli| {
            let reading = cli.reading().ok_or_else(|| Stop::usage("this command reads nothing"))?;
            Ok(Choice { settings: settings(reading, None, log)?, formats: None })
        })
    }

    /// Adds to `settings` what the files of `chain` state about articles that say nothing themselves.
    fn state(&mut self, chain: ChainId, settings: &mut Settings, log: &Log) -> Result<(), Stop> {
        if self.finder.files(chain).is_empty() {
            return Ok(());
        }
        settings.read.defaults = self.defaults(chain);
        let Some((path, value)) = self.cover(chain) else { return Ok(()) };
        let loaded = match self.covers.get(&path) {
            Some(known) => known.clone(),
            None => cover(&path).map_err(|stop| {
                let found = Diagnostic::warning("config", stop.message).at(value.entry.value);
                print_mistakes(&[found], &value.file, log)
            })?,
        };
        settings.default_cover = Some(loaded.clone());
        self.covers.insert(path, loaded);
        Ok(())
    }
}

/// Sets what the arguments say about finding the article and its files.
fn arrange(request: &mut Request, reading: &Reading) {
    if let Some(root) = &reading.root {
        request.root.clone_from(root);
    }
    // An article that is named by its file is converted even if it is a draft.
    if request.below.is_some() {
        request.drafts = if reading.drafts { Drafts::Convert } else { Drafts::Skip };
    }
}

fn folder_of_article(request: &Request) -> PathBuf {
    match &request.input {
        Input::Memory(_) => folder_of(Path::new("-")),
        Input::File(path) => match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        },
    }
}
