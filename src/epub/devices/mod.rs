//! Editions for one device or app, whose maker requires more than EPUB does.
//!
//! An edition is the same publication: the same words in the same order, with the same identifier. It is made by
//! changing the finished XHTML files as trees. [`kobo`] makes Kobo's kepub, [`kindle`] what Amazon's converters
//! accept.

mod kindle;
mod kobo;

use std::borrow::Cow;

use super::device::Device;
use super::files::TextFile;
use super::images::Images;
use super::skeleton::Skeleton;
use crate::article::{Article, Direction};
use crate::diag::Diagnostics;
use crate::epub::tree;

/// Reports the content of `article` that a device does not handle well.
pub(super) fn check(device: Device, article: &Article, diagnostics: &mut Diagnostics) {
    if device == Device::Kindle {
        kindle::check(article, diagnostics);
    }
}

/// Reports if a finished e-book of `length` bytes is too large for a device.
pub(super) fn weigh(device: Device, length: u64, diagnostics: &mut Diagnostics) {
    if device == Device::Kindle {
        kindle::weigh(length, diagnostics);
    }
}

/// Makes the style sheet of an edition from the common one.
pub(super) fn style(device: Device, common: &'static str, dir: Direction) -> Cow<'static, str> {
    match device {
        Device::Any => Cow::Borrowed(common),
        Device::Kobo => Cow::Owned([common, kobo::STYLE].concat()),
        Device::Kindle => Cow::Owned(kindle::style(common, dir)),
    }
}

/// Converts finished files to those of an edition, before the package is described.
pub(super) fn adapt(
    device: Device,
    files: &mut [TextFile],
    images: &mut Images<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), tree::Error> {
    if device == Device::Kindle { kindle::adapt(files, images, diagnostics) } else { Ok(()) }
}

/// Converts files and package documents to those of an edition, after everything else is done.
pub(super) fn finish(device: Device, files: &mut [TextFile], package: &mut Skeleton) -> Result<(), tree::Error> {
    match device {
        Device::Any => {}
        Device::Kobo => {
            for file in files {
                file.xhtml = kobo::instrument(&file.xhtml)?;
            }
            package.navigation = kobo::instrument(&package.navigation)?;
            package.ncx = kobo::clear_of_clashes(&package.ncx)?;
        }
        Device::Kindle => kindle::adapt_package(package)?,
    }
    Ok(())
}
