//! Arguments that say how e-books are made.

use clap::{Args, ValueEnum};
use offprint::epub;

/// How e-books are made.
#[derive(Debug, Args)]
#[command(next_help_heading = "E-books")]
pub struct EbookArgs {
    /// Level of the headings that begin a file of the EPUB; files over some 300 KB are cut between blocks anyway
    #[arg(long, value_name = "LEVEL", default_value = "2")]
    pub split: Split,
    /// Size that an EPUB may have, such as 5MB (MB and KB are decimal, MiB and KiB binary); pictures are made smaller
    /// until it fits, the largest first
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_size: Option<u64>,
}

/// A number of bytes with its unit.
fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 8] = [
        ("", 1),
        ("b", 1),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
    ];
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = (text[..split].parse::<f64>().ok(), text[split..].trim().to_ascii_lowercase());
    let unit = UNITS.iter().find(|(known, _)| *known == unit).map(|(_, bytes)| *bytes as f64);
    match number.zip(unit).map(|(number, unit)| number * unit) {
        Some(bytes) if bytes >= 1.0 => Ok(bytes as u64),
        _ => Err("not a size such as 5MB, 800KB or 2.5MiB".to_owned()),
    }
}

/// Values of `--split`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// Only those of level 1
    #[value(name = "1")]
    Level1,
    /// Those of level 2 too
    #[value(name = "2")]
    Level2,
    /// None: the text is one file
    None,
}

impl From<Split> for epub::Split {
    fn from(split: Split) -> Self {
        match split {
            Split::Level1 => epub::Split::Level1,
            Split::Level2 => epub::Split::Level2,
            Split::None => epub::Split::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_units() {
        let sizes = [("5MB", 5_000_000), ("800 kb", 800_000), ("2.5MiB", 2_621_440), ("1000", 1000), ("1KiB", 1024)];
        for (text, bytes) in sizes {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in ["", "MB", "5 apples", "-5MB", "0", "1.2.3MB", "5M B"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
