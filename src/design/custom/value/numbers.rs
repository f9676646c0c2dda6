//! Reads numbers and lengths as people write them, such as `12pt`, `1.5em` or `2 lines`.

use super::{Scale, Written};
use crate::design::error::{Error, Fault};
use crate::units::Pt;

/// Absolute units, in points.
const UNITS: [(&str, f64); 4] = [("pt", 1.0), ("mm", 72.0 / 25.4), ("cm", 72.0 / 2.54), ("in", 72.0)];

pub(super) fn checked(value: Pt, (least, most): (f64, f64)) -> Result<Pt, Fault> {
    // Allows for rounding errors of lengths that were written in other units.
    match value.0 >= least - 1e-6 && value.0 <= most + 1e-6 {
        true => Ok(value),
        false => Err(Fault::OutOfRange { found: format!("{}pt", rounded(value.0)) }),
    }
}

/// Rounds `number` to what a person would write.
pub(in crate::design::custom) fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// Removes rounding errors from `number`: a millionth of a point is nothing.
pub(super) fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// Splits a number from the text after it.
pub(super) fn split_number(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    number.is_finite().then_some((number, text[end..].trim()))
}

pub(super) fn em_number(written: &Written) -> Option<f64> {
    match written {
        Written::Text(text) => split_number(text).filter(|(_, unit)| *unit == "em").map(|(number, _)| number),
        _ => None,
    }
}

/// Parses a length; a plain number means points.
pub(in crate::design::custom) fn length(written: &Written, scale: Scale) -> Result<Pt, Fault> {
    let text = match written {
        Written::Number(number) => return Ok(Pt(*number)),
        Written::Text(text) => text,
        other => return Err(other.lacks("no length")),
    };
    let Some((number, unit)) = split_number(text) else { return Err(no_length(text)) };
    let factor = match (unit, scale.whole) {
        ("", _) => 1.0,
        ("em", _) => scale.em.0,
        ("line" | "lines", _) => scale.line.0,
        ("%", Some(whole)) => whole.0 / 100.0,
        ("%", None) => return Err(Fault::NoWhole { written: text.clone() }),
        _ => match UNITS.iter().find(|(name, _)| *name == unit) {
            Some((_, factor)) => *factor,
            None => return Err(unknown_unit(text, unit)),
        },
    };
    Ok(Pt(number * factor))
}

pub(super) fn no_length(text: &str) -> Fault {
    Fault::WrongKind { found: format!("\"{text}\""), lacks: "no length" }
}

pub(super) fn unknown_unit(text: &str, unit: &str) -> Fault {
    Fault::UnknownUnit { written: text.to_owned(), unit: unit.to_owned() }
}

/// Parses a length in absolute units, for flags.
pub(in crate::design::custom) fn absolute(text: &str) -> Result<Pt, Error> {
    let Some((number, unit)) = split_number(text) else {
        return Err(no_length(text).expecting("a number with its unit, such as 12pt, 4mm, 2cm or 1in"));
    };
    match (unit, UNITS.iter().find(|(name, _)| *name == unit)) {
        ("", _) => Ok(Pt(number)),
        (_, Some((_, factor))) => Ok(Pt(number * factor)),
        _ => Err(unknown_unit(text, unit).expecting("pt, mm, cm or in")),
    }
}

pub(super) fn lines(written: &Written, (least, most): (f64, f64)) -> Result<f64, Fault> {
    let number = match written {
        Written::Number(number) => Some(*number),
        Written::Text(text) => {
            split_number(text).filter(|(_, unit)| matches!(*unit, "line" | "lines")).map(|(number, _)| number)
        }
        _ => None,
    };
    let number = number.ok_or_else(|| written.lacks("not a number of lines"))?;
    match (least..=most).contains(&number) {
        true => Ok(number),
        false => Err(Fault::OutOfRange { found: number.to_string() }),
    }
}

pub(super) fn whole(number: f64, (least, most): (f64, f64)) -> Result<usize, Fault> {
    match (least..=most).contains(&number) {
        _ if number.fract() != 0.0 => Err(Fault::NotWhole { number }),
        true => Ok(number as usize),
        false => Err(Fault::OutOfRange { found: number.to_string() }),
    }
}

pub(super) fn count(written: &Written, range: (f64, f64)) -> Result<usize, Fault> {
    match written {
        Written::Number(number) => whole(*number, range),
        Written::Flag(false) if range.0 <= 0.0 => Ok(0),
        other => Err(other.lacks("no number")),
    }
}

pub(super) fn span(written: &Written, range: (f64, f64)) -> Result<(usize, usize), Fault> {
    let (one, other) = match written {
        Written::Pair(one, other) => (*one, *other),
        Written::Flag(false) => (0.0, 0.0),
        other => return Err(other.lacks("not two numbers")),
    };
    let span = (whole(one, range)?, whole(other, range)?);
    match span.0 <= span.1 {
        true => Ok(span),
        false => Err(Fault::WrongOrder { first: one, second: other }),
    }
}

pub(super) fn factor(written: &Written, (least, most): (f64, f64)) -> Result<f64, Fault> {
    match written {
        Written::Number(number) if (least..=most).contains(number) => Ok(*number),
        Written::Number(number) => Err(Fault::OutOfRange { found: number.to_string() }),
        other => Err(other.lacks("no number")),
    }
}

pub(super) fn factors(written: &Written, range: (f64, f64)) -> Result<(f64, f64), Fault> {
    let Written::Pair(one, other) = written else { return Err(written.lacks("not two numbers")) };
    let pair = (factor(&Written::Number(*one), range)?, factor(&Written::Number(*other), range)?);
    if pair.0 <= pair.1 { Ok(pair) } else { Err(Fault::WrongOrder { first: *one, second: *other }) }
}
