//! Delivery of outputs to the disk, published together.

use super::ours::is_ours;
use super::stage::Staged;
use crate::diag::Error;
use crate::job::deliver::{Delivery, Fill};
use crate::job::{Output, Overwrite};

/// Outputs on the disk, written to temporary files beside their final places.
pub(super) struct OnDisk {
    staged: Vec<Staged>,
    over: Overwrite,
}

impl OnDisk {
    pub(super) fn new(over: Overwrite) -> Self {
        Self { staged: Vec::new(), over }
    }
}

impl<'a> Delivery<'a> for OnDisk {
    fn admit(&self, outputs: &[Output]) -> Result<(), Error> {
        let foreign = |output: &&Output| output.path.is_file() && !is_ours(&output.path);
        match outputs.iter().find(foreign) {
            Some(output) if self.over == Overwrite::Ours => Err(Error::NotOurs { path: output.path.clone() }),
            _ => Ok(()),
        }
    }

    fn take(&mut self, output: &'a Output, fill: &mut Fill<'_>) -> Result<(), Error> {
        self.staged.push(Staged::new(&output.path, fill)?);
        Ok(())
    }

    fn publish(&mut self) -> Result<(), Error> {
        self.staged.drain(..).try_for_each(Staged::publish)
    }
}
