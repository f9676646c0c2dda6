//! JPEG in four colours (CMYK), as used in printing.
//!
//! Adobe's programs store inverted values, which say how much of the paper the ink leaves white, and indicate this by
//! their segment (Adobe Technical Note 5116). Without that segment, values are amounts of ink. The segment's transform
//! says whether the first three components are YCbCr.
//!
//! Limit: inks are assumed to be ideal, as browsers do without a profile; the profile of a press is not used.

use image::DynamicImage;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::Error;
use super::decoded::{Raster, picture};

/// What a JPEG states about its colours before its first scan.
#[derive(Default)]
struct Frame {
    components: u8,
    /// The transform of Adobe's segment, if there is one.
    adobe: Option<u8>,
}

/// Whether `bytes` are a JPEG in four colours.
pub(crate) fn is_four_colour(bytes: &[u8]) -> bool {
    frame(bytes).is_some_and(|frame| frame.components == 4)
}

/// Reads the segments up to the first scan (ITU-T T.81 §B.2).
fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut frame = Frame::default();
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let fill = rest.iter().position(|byte| *byte != 0xff)?;
        let (&marker, after) = rest.get(fill..)?.split_first()?;
        let (length, _) = after.split_first_chunk::<2>()?;
        let (segment, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        match marker {
            0xda | 0xd9 => return Some(frame),
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame.components = *segment.get(7)?,
            0xee if segment.get(2..7) == Some(b"Adobe") => frame.adobe = segment.get(13).copied(),
            _ => {}
        }
        rest = after;
    }
}

/// Decodes `bytes`, a JPEG in four colours.
pub(super) fn decode(bytes: &[u8]) -> Result<Raster, Error> {
    let frame = frame(bytes).ok_or(Error::DamagedHeader)?;
    let space = if frame.adobe == Some(2) { ColorSpace::YCCK } else { ColorSpace::CMYK };
    // Requests the stored values, because the decoder would otherwise treat every file as one by Adobe.
    let options = DecoderOptions::default().jpeg_set_out_colorspace(space);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let mut samples = decoder.decode().map_err(Error::codec)?;
    let (width, height) = decoder.dimensions().ok_or(Error::DamagedHeader)?;
    let ink = frame.adobe.is_none();
    let mut kept = 0;
    // Reuses the memory: a pixel of three samples never overwrites one of four that is still to be read.
    for at in (0..samples.len() - samples.len() % 4).step_by(4) {
        let mut colour = [samples[at], samples[at + 1], samples[at + 2], samples[at + 3]];
        if space == ColorSpace::YCCK {
            colour = from_luma(colour);
        }
        if ink {
            colour = colour.map(|level| 255 - level);
        }
        for light in &colour[..3] {
            samples[kept] = ((u32::from(*light) * u32::from(colour[3]) + 127) / 255) as u8;
            kept += 1;
        }
    }
    samples.truncate(kept);
    let pixels = picture((width as u32, height as u32), samples).map(DynamicImage::ImageRgb8);
    Ok(Raster { pixels: pixels.ok_or(Error::CutOff)?, profile: None })
}

/// Converts YCbCr to RGB (JFIF 1.02), which in YCCK is the ink; the fourth component is kept.
fn from_luma([y, cb, cr, k]: [u8; 4]) -> [u8; 4] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    let white = |ink: f32| (255.5 - ink.clamp(0.0, 255.0)) as u8;
    [white(y + 1.402 * cr), white(y - 0.344_136 * cb - 0.714_136 * cr), white(y + 1.772 * cb), k]
}
