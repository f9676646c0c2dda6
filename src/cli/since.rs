//! Points in time on the command line.

use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::error::ArgumentError;

/// A point in time: a date (`2026-11-01`), a date with a time of day in UTC (`2026-11-01T08:30`), or how long ago it
/// was (`90m`, `12h`, `7d`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since(pub SystemTime);

impl FromStr for Since {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let ago = |seconds| SystemTime::now().checked_sub(Duration::from_secs(seconds));
        let time = match text.strip_suffix(['m', 'h', 'd']).map(str::parse::<u64>) {
            Some(Ok(number)) => {
                let unit = if text.ends_with('m') {
                    60
                } else if text.ends_with('h') {
                    3_600
                } else {
                    86_400
                };
                number.checked_mul(unit).and_then(ago)
            }
            _ => moment(text),
        };
        time.map(Self).ok_or(ArgumentError::NoMoment)
    }
}

/// Parses a date, also with a time of day, in UTC.
fn moment(text: &str) -> Option<SystemTime> {
    let (date, time) =
        text.split_once(['T', ' ']).map_or((text, ""), |(date, time)| (date, time.trim_end_matches('Z')));
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = match time.matches(':').count() {
        _ if time.is_empty() => [0, 0, 0],
        1 => numbers(&format!("{time}:00"), ':')?,
        _ => numbers(time, ':')?,
    };
    let days = days(year, month, day)?;
    let is_time = hour < 24 && minute < 60 && second < 60;
    is_time.then(|| UNIX_EPOCH + Duration::from_secs(((days * 24 + hour) * 60 + minute) * 60 + second))
}

fn numbers(text: &str, between: char) -> Option<[u64; 3]> {
    let mut parts =
        text.split(between).map(|part| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?);
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

/// Returns the number of days from 1970 to a date in the years 1970 to 9999; `None` if there is no such date.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    const LENGTHS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let index = usize::try_from(month.checked_sub(1)?).ok().filter(|index| *index < 12)?;
    let length = LENGTHS[index] + u64::from(is_leap && month == 2);
    if !(1970..10_000).contains(&year) || day == 0 || day > length {
        return None;
    }
    let before = year - 1;
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    let years = (year - 1970) * 365 + leap_days(before) - leap_days(1969);
    Some(years + BEFORE[index] + u64::from(is_leap && month > 2) + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_durations_are_points_in_time() {
        let cases = [
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400),
            ("2024-05-01T00:00:00Z", 1_714_521_600),
            ("2024-05-01 08:30", 1_714_552_200),
            ("9999-12-31T23:59:59", 253_402_300_799),
        ];
        for (text, seconds) in cases {
            assert_eq!(text.parse::<Since>().ok(), Some(Since(UNIX_EPOCH + Duration::from_secs(seconds))), "{text}");
        }
        let week = SystemTime::now().duration_since("7d".parse::<Since>().unwrap().0).unwrap();
        assert!((week.as_secs() as i64 - 7 * 86_400).abs() < 5, "{week:?}");
        for wrong in [
            "",
            "d",
            "yesterday",
            "2023-02-29",
            "2024-13-01",
            "2024-1",
            "2024-05-01T24:00",
            "-7d",
            "1969-12-31",
            "99999999999999999999d",
        ] {
            assert!(wrong.parse::<Since>().is_err(), "{wrong}");
        }
    }
}
