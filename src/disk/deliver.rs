//! Delivery of outputs to the disk, published together.

use super::ours::is_ours;
use super::stage::{Staged, publish_all};
use crate::diag::Error;
use crate::job::deliver::{Delivery, Fill};
use crate::job::{Output, Overwrite};

/// Outputs on the disk, written to temporary files beside their final places.
pub(super) struct OnDisk {
    staged: Vec<Staged>,
    over: Overwrite,
    publishing: Publishing,
}

/// When outputs get their final names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Publishing {
    /// When all outputs of their article are made.
    AtOnce,
    /// Later, together with those of other articles.
    Later,
}

impl OnDisk {
    pub(super) fn new(over: Overwrite) -> Self {
        Self { staged: Vec::new(), over, publishing: Publishing::AtOnce }
    }

    /// Creates a delivery whose outputs the caller publishes.
    pub(super) fn later(over: Overwrite) -> Self {
        Self { publishing: Publishing::Later, ..Self::new(over) }
    }

    /// Returns the outputs that are to be published.
    pub(super) fn into_staged(self) -> Vec<Staged> {
        self.staged
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
        match self.publishing {
            Publishing::AtOnce => publish_all(std::mem::take(&mut self.staged)),
            Publishing::Later => Ok(()),
        }
    }
}
