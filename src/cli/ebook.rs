//! Arguments for e-books.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use offprint::diag::{Diagnostic, Diagnostics};
use offprint::epub;
use offprint::job::Format;

use super::Stop;
use super::destination::Destination;
use super::error::ArgumentError;

/// How e-books are made.
#[derive(Debug, Args)]
#[command(next_help_heading = "E-books")]
pub struct EbookArgs {
    /// Where the text of the EPUB is cut into files: a level of headings; files over about 300 KB are always split,
    /// between blocks [default: auto]
    #[arg(long, value_name = "LEVEL")]
    pub split: Option<Split>,
    /// Maximum size of an EPUB, such as 5MB (MB and KB are decimal, MiB and KiB binary); pictures are made smaller
    /// until the EPUB fits, the largest first; if it cannot fit, the article fails
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_size: Option<u64>,
    /// Device that the e-book is made for [default: every reader of EPUB 3, or what the name of --output says]
    #[arg(long = "for", value_name = "DEVICE")]
    pub device: Option<Device>,
    /// Put the design's fonts into the EPUB, reduced to the characters that the article needs; without this flag,
    /// the reader's own font is used
    #[arg(long)]
    pub embed_fonts: bool,
}

impl EbookArgs {
    /// Returns which faces an EPUB is read in.
    pub fn typefaces(&self) -> epub::Typefaces {
        if self.embed_fonts { epub::Typefaces::Embedded } else { epub::Typefaces::Readers }
    }
}

/// Values of `--for`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Device {
    /// Kobo: a kepub, called NAME.kepub.epub
    Kobo,
    /// Kindle: an EPUB for Send to Kindle or Kindle Direct Publishing
    Kindle,
}

impl From<Device> for epub::Device {
    fn from(device: Device) -> Self {
        match device {
            Device::Kobo => Self::Kobo,
            Device::Kindle => Self::Kindle,
        }
    }
}

/// Returns the device for `asked` and the name of the output, and a warning if the name was probably not meant so.
pub fn device(asked: Option<Device>, destination: &Destination) -> Result<(epub::Device, Diagnostics), Stop> {
    let mut doubts = Diagnostics::new();
    let file = destination.file().filter(|_| destination.formats.contains(&Format::Epub));
    let name = file.map(|file| file.file_name().unwrap_or_default().to_string_lossy().to_lowercase());
    let kepub = name.as_ref().map(|name| name.ends_with(".kepub.epub"));
    match (asked, kepub) {
        (Some(_), _) if !destination.formats.contains(&Format::Epub) => {
            return Err(Stop::usage("--for is about e-books, but only a PDF is made")
                .help("leave out --for, or ask for an e-book too: --to epub,pdf"));
        }
        (Some(Device::Kindle), Some(true)) => {
            return Err(Stop::usage("--for kindle cannot make a kepub, which only Kobo reads")
                .help("end the name in .epub alone, or ask for --for kobo"));
        }
        (Some(Device::Kobo), Some(false)) => {
            let message = "a Kobo recognises a kepub only if its name ends in .kepub.epub";
            let help = format!("name it {}", kepub_name(file).display());
            doubts.push(Diagnostic::warning("kepub-name", message).help(help));
        }
        _ => {}
    }
    let told = kepub.is_some_and(|kepub| kepub).then_some(Device::Kobo);
    Ok((asked.or(told).map_or(epub::Device::Any, Into::into), doubts))
}

fn kepub_name(file: Option<&Path>) -> PathBuf {
    file.unwrap_or(Path::new("article.epub")).with_extension(epub::Device::Kobo.extension())
}

/// Parses a number of bytes with its unit.
pub fn size(text: &str) -> Result<u64, ArgumentError> {
    const UNITS: [(&str, u64); 7] = [
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
    if text[split..].trim().is_empty() && number.is_some() {
        return Err(ArgumentError::NoUnitOfSize { number: text.trim().to_owned() });
    }
    match number.zip(unit).map(|(number, unit)| number * unit) {
        Some(bytes) if bytes >= 1.0 => Ok(bytes as u64),
        _ => Err(ArgumentError::NotASize),
    }
}

/// Values of `--split`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// One file up to 5,000 words; longer articles at headings of level 1 or 2, into files of 600 words or more
    Auto,
    /// Every heading of level 1 begins a file
    #[value(name = "1")]
    Level1,
    /// Every heading of level 1 or 2 begins a file
    #[value(name = "2")]
    Level2,
    /// Nowhere: the text is one file
    None,
}

impl From<Split> for epub::Split {
    fn from(split: Split) -> Self {
        match split {
            Split::Auto => epub::Split::Auto,
            Split::Level1 => epub::Split::Level1,
            Split::Level2 => epub::Split::Level2,
            Split::None => epub::Split::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::to::To;
    use super::*;

    fn told(output: Option<&str>, to: &[To], asked: Option<Device>) -> Result<(epub::Device, Diagnostics), Stop> {
        device(asked, &Destination::new(output.map(Path::new), to).expect("a destination"))
    }

    #[test]
    fn the_device_is_what_is_asked_for_or_what_the_name_says() {
        let plain = |output, asked| told(output, &[], asked).map(|(device, doubts)| (device, doubts.len())).unwrap();
        assert_eq!(plain(None, None), (epub::Device::Any, 0));
        assert_eq!(plain(None, Some(Device::Kindle)), (epub::Device::Kindle, 0));
        assert_eq!(plain(Some("a.kepub.epub"), None), (epub::Device::Kobo, 0));
        assert_eq!(plain(Some("A.KEPUB.EPUB"), Some(Device::Kobo)), (epub::Device::Kobo, 0));
        assert_eq!(plain(Some("kepub.epub"), None), (epub::Device::Any, 0));
    }

    #[test]
    fn a_kepub_with_a_name_that_hides_it_is_doubted() {
        let (device, doubts) = told(Some("x/a.epub"), &[], Some(Device::Kobo)).unwrap();
        assert_eq!(device, epub::Device::Kobo);
        assert_eq!(doubts[0].help.as_deref(), Some("name it x/a.kepub.epub"));
    }

    #[test]
    fn a_device_without_an_e_book_is_refused_with_advice() {
        let stop = told(None, &[To(Format::Pdf)], Some(Device::Kindle)).unwrap_err();
        assert_eq!(stop.exit, super::super::Exit::Usage);
        assert!(stop.help.unwrap().contains("--to epub,pdf"));
        assert!(told(Some("a.pdf"), &[], Some(Device::Kobo)).is_err());
        assert!(told(Some("a.kepub.epub"), &[], Some(Device::Kindle)).is_err());
    }

    #[test]
    fn sizes_have_units() {
        let sizes = [("5MB", 5_000_000), ("800 kb", 800_000), ("2.5MiB", 2_621_440), ("1000B", 1000), ("1KiB", 1024)];
        for (text, bytes) in sizes {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        assert!(size("5").is_err_and(|error| error.to_string().contains("5MB")));
        for text in ["", "1000", "MB", "5 apples", "-5MB", "0", "1.2.3MB", "5M B"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
