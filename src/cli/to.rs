//! Values of `--to`: every format there is.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use offprint::Format;

/// A value of `--to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct To(pub Format);

/// One value for every format.
const VALUES: [To; Format::ALL.len()] = {
    let mut values = [To(Format::ALL[0]); Format::ALL.len()];
    let mut number = 0;
    while number < values.len() {
        values[number] = To(Format::ALL[number]);
        number += 1;
    }
    values
};

impl ValueEnum for To {
    fn value_variants<'a>() -> &'a [Self] {
        &VALUES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.extension()).help(self.0.summary()))
    }
}
