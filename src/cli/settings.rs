//! Makes the settings of a run from arguments and the environment.

use std::env;
use std::path::Path;

use offprint::cover::{Choice, CoverDesign};
use offprint::design::LineNumbers;
use offprint::design::custom::{PaperSize, impose, imposed, not_made_for};
use offprint::diag::{Diagnostic, Diagnostics};
use offprint::disk::{self, Looks, install_font, load_design};
use offprint::job::{self, Cover, Input, Settings};
use offprint::text::{Fonts, MissingGlyphs};
use offprint::units::Size;
use offprint::{cover, epub, read};

use super::args::{CoverChoice, DesignChoice, Headings, PagesArgs, Reading};
use super::ebook::EbookArgs;
use super::printing::printing;
use super::{Log, Stop};

/// Returns the settings for the arguments. Reads the cover and `SOURCE_DATE_EPOCH`.
pub fn settings(reading: &Reading, pages: Option<&PagesArgs>, log: &Log) -> Result<Settings, Stop> {
    let mut settings = pages.map(|pages| for_pages(pages, log)).transpose()?.unwrap_or_default();
    settings.read = read_options(reading);
    settings.modified = modified()?;
    settings.cover = reading.cover.as_deref().map(cover).transpose()?;
    Ok(settings)
}

fn read_options(reading: &Reading) -> read::Options {
    let never = reading.no_headings || reading.headings == Headings::Never;
    let mut options = read::Options::default();
    options.format = reading.from.map(Into::into);
    options.lang.clone_from(&reading.lang);
    options.site.clone_from(&reading.site);
    options.links_to = reading.links_to.map(Into::into).unwrap_or_default();
    options.headings = if never { read::Headings::Never } else { read::Headings::Guess };
    if reading.no_first_picture {
        options.first_picture = read::FirstPicture::Never;
    }
    options
}

fn for_pages(pages: &PagesArgs, log: &Log) -> Result<Settings, Stop> {
    let mut looks = looks(&pages.design(), pages.paper, log)?;
    let sheet = share_sheets(&mut looks, pages);
    if pages.line_numbers {
        looks.design.line_numbers = LineNumbers::Always;
    }
    if let Some(links) = pages.printing.links {
        looks.design.links = links.into();
    }
    looks.design.qr |= pages.printing.qr;
    let overrides = pages.overrides();
    let mut warnings = overrides.apply(&mut looks.design).map_err(Stop::usage)?;
    if let Some(wish) = overrides.font_wish(&looks.design) {
        let refused = |mistake: Diagnostic| Stop { help: mistake.help.clone(), ..Stop::usage(mistake.message) };
        warnings.extend(install_font(&mut looks.fonts, &wish, Path::new("")).map_err(refused)?);
    }
    log.warnings(&warnings);
    let mut settings = Settings::default();
    (settings.design, settings.fonts) = (looks.design, looks.fonts);
    settings.printing = printing(&pages.printing)?;
    settings.printing.sheet = sheet;
    settings.fit = pages.fit;
    settings.max_sheets = pages.max_sheets;
    settings.max_pages = pages.max_pages.unwrap_or(settings.max_pages);
    settings.covers = covers(pages, log)?;
    let allowed = pages.allow_missing_glyphs;
    settings.missing_glyphs = if allowed { MissingGlyphs::Allowed } else { MissingGlyphs::Refused };
    ebook(&pages.ebook, &mut settings.epub);
    Ok(settings)
}

/// Designs pages that share sheets of paper for their part of it. Returns the sheet if the pages are not the paper
/// that they are designed for.
fn share_sheets(looks: &mut Looks, pages: &PagesArgs) -> Option<Size> {
    let share = pages.printing.impose?.share()?;
    let sheet = looks.design.paper;
    match pages.design() {
        DesignChoice::Named(name) => {
            let design = imposed(&name, pages.paper.unwrap_or_default(), share);
            design.into_iter().for_each(|design| looks.design = design);
        }
        DesignChoice::File(_) => impose(&mut looks.design, share),
    }
    (looks.design.paper != sheet).then_some(sheet)
}

fn ebook(args: &EbookArgs, options: &mut epub::Options) {
    options.split = args.split.map(Into::into).unwrap_or_default();
    options.max_bytes = args.max_size;
    options.device = args.device.map(Into::into).unwrap_or_default();
    options.typefaces = args.typefaces();
}

/// Loads the chosen design with its fonts. Reports every mistake in a design file.
pub fn looks(choice: &DesignChoice, paper: Option<PaperSize>, log: &Log) -> Result<Looks, Stop> {
    match choice {
        DesignChoice::Named(name) => {
            let paper = paper.unwrap_or_default();
            let design = paper.design(name);
            Ok(Looks {
                design: design.ok_or_else(|| Stop::usage(not_made_for(name, paper)))?,
                fonts: Fonts::with_system(),
            })
        }
        DesignChoice::File(path) => {
            let source = disk::load(&Input::File(path.clone())).map_err(Stop::usage)?;
            let say =
                |severity: &'static str, found: &Diagnostics| log.write(&log.style().list(severity, found, &source));
            match load_design(&source, paper) {
                Ok((looks, warnings)) => {
                    say("warning", &warnings);
                    Ok(looks)
                }
                Err(mistakes) => {
                    say("error", &mistakes);
                    let count = mistakes.len();
                    let mistakes = if count == 1 { "a mistake".to_owned() } else { format!("{count} mistakes") };
                    Err(Stop::usage(format!("the design {} has {mistakes}; nothing was done", path.display())).told())
                }
            }
        }
    }
}

/// Returns how covers are made.
fn covers(pages: &PagesArgs, log: &Log) -> Result<cover::Options, Stop> {
    let mut options = cover::Options::default();
    options.design = match &pages.cover_design {
        None => Choice::Suitable,
        Some(CoverChoice::None) => Choice::None,
        Some(CoverChoice::Named(name)) => {
            CoverDesign::by_name(name).map_or(Choice::Suitable, |design| Choice::Design(Box::new(design)))
        }
        Some(CoverChoice::File(path)) => Choice::Design(Box::new(cover_design(path, log)?)),
    };
    options.fit = pages.cover_fit.map(Into::into).unwrap_or_default();
    options.page = pages.cover_page.map(Into::into).unwrap_or_default();
    options.accent = pages.accent;
    Ok(options)
}

/// Loads the cover design in the file at `path`.
fn cover_design(path: &Path, log: &Log) -> Result<CoverDesign, Stop> {
    let source = disk::load(&Input::File(path.to_owned())).map_err(Stop::usage)?;
    let text = std::str::from_utf8(&source.bytes)
        .map_err(|_| Stop::usage(format!("the cover design {} is not UTF-8", path.display())))?;
    CoverDesign::parse(text).map_err(|mistake| {
        let at = mistake.at.unwrap_or_default().min(text.len());
        let found = Diagnostic::warning("cover-design", mistake.message).at(at..at);
        log.write(&log.style().list("error", &[found], &source));
        Stop::usage(format!("the cover design {} has a mistake; nothing was done", path.display())).told()
    })
}

/// Loads the cover at `path`.
///
/// # Errors
/// If it cannot be read, or is not a picture.
pub fn cover(path: &Path) -> Result<Cover, Stop> {
    let file = std::fs::File::open(path).and_then(|file| match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(std::io::Error::other("it is not a file")),
    });
    let fail = |error| Stop::usage(format!("cannot read the cover {}: {error}", path.display()));
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file.map_err(fail)?, &mut bytes).map_err(fail)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let cover = Cover { name, bytes: bytes.into() };
    // The cover is checked now. Otherwise every article of a folder would be converted without it.
    match job::check_cover(&cover) {
        Ok(()) => Ok(cover),
        Err(why) => Err(Stop::usage(format!("the cover {} cannot be used: {why}", path.display())).about(path)),
    }
}

/// Returns the time of this run, ISO 8601 in UTC: that of `SOURCE_DATE_EPOCH`, or else of the clock. Nothing else in the
/// command asks the clock for a date.
pub fn now() -> Result<String, Stop> {
    if let Some(set) = modified()? {
        return Ok(set);
    }
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
    iso_date(seconds)
        .ok_or_else(|| Stop::usage("the clock of this system is wrong").help("set it, or SOURCE_DATE_EPOCH"))
}

/// Returns the date of modification from the environment (reproducible-builds.org, "SOURCE_DATE_EPOCH specification").
fn modified() -> Result<Option<String>, Stop> {
    let Some(value) = env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) else { return Ok(None) };
    match value.to_str().and_then(|value| value.parse().ok()).and_then(iso_date) {
        Some(date) => Ok(Some(date)),
        None => Err(Stop::usage(format!("SOURCE_DATE_EPOCH is {value:?}, not a number of seconds since 1970"))
            .help("`SOURCE_DATE_EPOCH=$(date +%s)` sets it to now; unset it to use the date of the article")),
    }
}

/// Converts `seconds` since 1970 to ISO 8601 in UTC; `None` from the year 10000 on.
///
/// Uses the algorithm of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so that
/// the leap day is their last day, and 400 of them are an era of 146,097 days.
fn iso_date(seconds: u64) -> Option<String> {
    let (days, time) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
    (year < 10_000).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        let expected = [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_714_521_600, "2024-05-01T00:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ];
        for (seconds, date) in expected {
            assert_eq!(iso_date(seconds).as_deref(), Some(date));
        }
        assert_eq!(iso_date(253_402_300_800), None);
        assert_eq!(iso_date(u64::MAX), None);
    }
}
