//! Reduces pictures until the EPUB has no more bytes than allowed.
//!
//! The largest pictures are reduced first, down to a level in bytes at which all of them fit; smaller ones stay
//! unchanged. A picture is reduced in steps: first lower JPEG quality, then fewer pixels (`steps`). If a step saves
//! more than necessary, or a picture cannot be reduced enough, the difference is distributed over the others.
//!
//! Limits: GIF and SVG are not changed. A picture with flat colours or transparency stays a PNG and can only lose
//! pixels, while a photograph in PNG becomes a JPEG. A result that is not smaller is discarded.

use super::error::Trouble;
use super::limits::{Limit, Why};
use super::{Images, Kept, Picture, device};
use crate::diag::{Diagnostics, Error};

/// JPEG qualities in the order of trial; at lower ones, blocks become visible.
const QUALITIES: [u8; 3] = [85, 75, 65];
/// Factor between sizes, once the quality cannot be lower.
const FACTOR: f64 = 0.8;

/// Reduces the pictures of `images` until together they have at most `allowed` bytes, or nothing more can be done.
/// Returns whether any was reduced.
pub(in crate::epub) fn fit(images: &mut Images<'_>, allowed: u64, kept: &mut Kept<'_>) -> Result<bool, Error> {
    let mut changed = false;
    while images.length() > allowed {
        let before = images.length();
        round(images, allowed, kept)?;
        if images.length() == before {
            break;
        }
        changed = true;
    }
    Ok(changed)
}

/// Tries to reduce each picture once, the largest first.
fn round(images: &mut Images<'_>, allowed: u64, kept: &mut Kept<'_>) -> Result<(), Error> {
    let mut order: Vec<(usize, u64)> = (images.pictures.iter().enumerate())
        .filter_map(|(index, picture)| {
            Some((index, picture.as_ref().filter(|picture| can_shrink(picture))?.image.length))
        })
        .collect();
    order.sort_by_key(|&(index, length)| (std::cmp::Reverse(length), index));
    let fixed = images.length() - order.iter().map(|(_, length)| length).sum::<u64>();
    let mut left = allowed.saturating_sub(fixed);
    for (at, &(index, length)) in order.iter().enumerate() {
        let level = level(&order[at..], left);
        if length <= level {
            break;
        }
        if let Some(picture) = &mut images.pictures[index] {
            reduce(picture, level, (picture.limit, Why::Budget), kept)?;
            left = left.saturating_sub(picture.image.length);
        }
    }
    Ok(())
}

/// Returns the level such that pictures of these lengths, the largest first, have `left` bytes together when all
/// longer ones are reduced to it.
fn level(order: &[(usize, u64)], mut left: u64) -> u64 {
    let mut count = order.len() as u64;
    for &(_, length) in order.iter().rev() {
        if length * count > left {
            return left / count;
        }
        left -= length;
        count -= 1;
    }
    u64::MAX
}

fn can_shrink(picture: &Picture<'_>) -> bool {
    matches!(picture.image.media_type, "image/jpeg" | "image/png") && picture.step.is_some()
}

/// Reduces `picture`, even a cover, if its device does not accept so many bytes.
pub(super) fn fit_device(picture: &mut Picture<'_>, kept: &mut Kept<'_>) -> Result<(), Error> {
    match device::most_bytes(picture.device) {
        Some(most) if picture.image.length > most && can_shrink(picture) => {
            reduce(picture, most, (Limit::Picture, Why::Device), kept)
        }
        _ => Ok(()),
    }
}

/// Reduces `picture` step by step until it has at most `level` bytes.
fn reduce(picture: &mut Picture<'_>, level: u64, (limit, why): (Limit, Why), kept: &mut Kept<'_>) -> Result<(), Error> {
    // Its faults were reported when it was first examined.
    let mut studio = match device::studio(picture, &mut Diagnostics::new()) {
        Ok(studio) => studio,
        Err(Trouble::Fatal(error)) => return Err(error),
        Err(Trouble::Unreadable(_)) => {
            // Only the header has been read, so the picture may be broken; it is embedded unchanged.
            picture.step = None;
            return Ok(());
        }
    };
    studio.spare_bytes();
    let steps = steps(limit, studio.size(), studio.as_jpeg);
    while let Some(step) = picture.step.filter(|_| picture.image.length > level) {
        let Some(&(size, quality)) = steps.get(step) else {
            picture.step = None;
            break;
        };
        picture.step = Some(step + 1);
        match studio.file(size, quality) {
            Ok(made) if (made.bytes.len() as u64) < picture.image.length => {
                picture.replace(made, kept)?;
                picture.reduced = Some(why);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns sizes and qualities of a picture with `full` pixels, each with fewer bytes than the one before.
fn steps(limit: Limit, full: (u32, u32), as_jpeg: bool) -> Vec<((u32, u32), u8)> {
    let lowest = QUALITIES[QUALITIES.len() - 1];
    let mut steps = Vec::new();
    if as_jpeg {
        steps.extend(QUALITIES.map(|quality| (full, quality)));
    }
    let (mut size, mut factor) = (full, FACTOR);
    loop {
        let next = limit.scaled(full, factor);
        if next == size {
            return steps;
        }
        steps.push((next, lowest));
        (size, factor) = (next, factor * FACTOR);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_give_way_to_one_level() {
        let order: Vec<(usize, u64)> = [100, 80, 30, 10].into_iter().enumerate().collect();
        assert_eq!(level(&order, 220), u64::MAX);
        assert_eq!(level(&order, 160), 60);
        assert_eq!(level(&order, 100), 30);
        assert_eq!(level(&order, 20), 5);
        assert_eq!(level(&order, 0), 0);
    }

    #[test]
    fn quality_goes_before_pixels_and_both_end() {
        let steps = steps(Limit::Picture, (2000, 1000), true);
        assert_eq!(steps[..4], [((2000, 1000), 85), ((2000, 1000), 75), ((2000, 1000), 65), ((1600, 800), 65)]);
        assert_eq!(steps.last(), Some(&((600, 300), 65)));
        assert!(super::steps(Limit::Cover, (1600, 2560), false).is_empty());
        assert!(super::steps(Limit::Picture, (400, 300), false).is_empty());
    }
}
