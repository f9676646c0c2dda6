//! Options on warnings and on the report of a run.

use std::path::PathBuf;

use clap::Args;

use super::report::Summary;
use super::visible::escaped;
use super::{Stop, print_json};

/// What is done with warnings.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Messages")]
pub struct WarningsArgs {
    /// Hide warnings of this kind, such as missing-picture, and do not count them; several with commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Exit with code 1 if there are more warnings; everything is still converted
    #[arg(long, value_name = "N")]
    pub max_warnings: Option<usize>,
    /// Write a report of the run with every message to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

impl WarningsArgs {
    /// Writes the report of the run to its file, and prints it if `json` is requested.
    pub fn write_report(&self, summary: &Summary<'_>, json: bool) -> Result<(), Stop> {
        if let Some(path) = &self.report {
            let text = format!("{:#}\n", summary.json());
            std::fs::write(path, escaped(&text).as_bytes())
                .map_err(|error| Stop::failure(format!("cannot write the report {}: {error}", path.display())))?;
        }
        if json { print_json(&summary.json()) } else { Ok(()) }
    }
}
