//! Arguments about pictures on the web.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use offprint::disk::Disk;
use offprint::fetch::{Fetcher, Options, Private};
use offprint::job::Cancel;

use super::Stop;
use super::ebook::size;
use super::error::ArgumentError;

/// Pictures that articles name by their address.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Pictures on the web")]
pub struct WebArgs {
    /// Fetch pictures that articles name by their address on the web, into a cache; without it nothing is fetched
    ///
    /// Only http and https, only from public addresses, without cookies, referrer and proxies, and at most once for each
    /// address. A picture that cannot be fetched is a warning, and a link in the outputs.
    #[arg(long)]
    pub fetch: bool,
    /// Take pictures on the web from the cache alone, and ask no server
    #[arg(long)]
    pub offline: bool,
    /// Folder of the cache [default: `offprint` in the user's folder for caches]
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Fetch from this computer and from private networks too, or only from these hosts there: a name or an address, also
    /// with a port; several with commas
    #[arg(
        long,
        value_name = "HOST[,...]",
        num_args = 0..=1,
        require_equals = true,
        value_delimiter = ',',
        default_missing_value = "",
        requires = "fetch"
    )]
    pub fetch_private: Option<Vec<String>>,
    /// Maximum time for a picture, such as 5s or 500ms [default: 30s]
    #[arg(long, value_name = "TIME", value_parser = time, requires = "fetch")]
    pub fetch_timeout: Option<Duration>,
    /// Maximum size of a picture, such as 5MB [default: 32MiB]
    #[arg(long, value_name = "SIZE", value_parser = size, requires = "fetch")]
    pub fetch_max_size: Option<u64>,
}

impl WebArgs {
    /// Returns the disk for a run that `cancel` stops, with a source of pictures on the web if one is asked for.
    pub fn disk(&self, disk: Disk, cancel: &Cancel) -> Result<Disk, Stop> {
        if !self.fetch && !self.offline {
            return Ok(disk);
        }
        let cache = self.cache.clone().or_else(user_cache).ok_or_else(|| {
            Stop::usage("it is not known where this system keeps caches").help("name a folder with --cache DIR")
        })?;
        let mut options = Options::new(cache);
        options.offline = self.offline;
        options.private = match self.fetch_private.as_deref() {
            None => Private::Nothing,
            Some([all]) if all.is_empty() => Private::Everything,
            Some(hosts) => Private::Hosts(hosts.to_vec()),
        };
        options.timeout = self.fetch_timeout.unwrap_or(options.timeout);
        options.pause = options.pause.min(options.timeout);
        options.max_bytes = self.fetch_max_size.unwrap_or(options.max_bytes);
        options.cancel = cancel.clone();
        let fetcher =
            Fetcher::new(options).map_err(|error| Stop::usage(error).help("name another with --cache DIR"))?;
        Ok(disk.with_web(Arc::new(fetcher)))
    }
}

/// Returns the folder for Offprint in the user's folder for caches, as each system has it.
fn user_cache() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")))
    };
    base.map(|base| base.join("offprint"))
}

/// Parses a time with its unit.
pub fn time(text: &str) -> Result<Duration, ArgumentError> {
    const UNITS: [(&str, f64); 3] = [("ms", 0.001), ("s", 1.0), ("m", 60.0)];
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number = text[..split].parse::<f64>().ok();
    let unit = UNITS.iter().find(|(known, _)| *known == text[split..].trim()).map(|(_, seconds)| seconds);
    let seconds = number.zip(unit).map(|(number, unit)| number * unit);
    let seconds = seconds.filter(|seconds| (0.001..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or(ArgumentError::NotATime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        for (text, milliseconds) in [("2s", 2000), ("500ms", 500), ("1.5 s", 1500), ("1m", 60_000)] {
            assert_eq!(time(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in ["", "2", "s", "0s", "-1s", "1h", "2 weeks", "1e9s", "9999999999s"] {
            assert_eq!(time(text), Err(ArgumentError::NotATime), "{text}");
        }
    }
}
