//! Tests damaged pictures of every kind, and what is salvaged of them.

use std::io::Cursor;

use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::*;

/// Makes a picture with edges and shades, the same each time.
fn picture(width: u32, height: u32) -> RgbImage {
    let mut seed = 7_u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 27) as u8;
        Rgb([
            (x * 200 / width) as u8 + grain,
            (y * 200 / height) as u8,
            if (x / 9 + y / 7) % 2 == 0 { 220 } else { grain },
        ])
    })
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture(120, 90)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Makes a JPEG of various kinds.
fn jpeg_file(progressive: bool, restarts: u16, sampling: SamplingFactor, grey: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 80);
    encoder.set_progressive(progressive);
    encoder.set_sampling_factor(sampling);
    // The encoder optimises its tables without regard to restarts.
    encoder.set_optimized_huffman_tables(restarts == 0);
    if restarts > 0 {
        encoder.set_restart_interval(restarts);
    }
    let picture = picture(121, 83);
    match grey {
        true => encoder.encode(&DynamicImage::from(picture).to_luma8(), 121, 83, ColorType::Luma).unwrap(),
        false => encoder.encode(&picture, 121, 83, ColorType::Rgb).unwrap(),
    }
    bytes
}

fn jpegs() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for progressive in [false, true] {
        for restarts in [0, 5] {
            for sampling in [SamplingFactor::R_4_4_4, SamplingFactor::R_4_2_0, SamplingFactor::R_4_2_2] {
                all.push(jpeg_file(progressive, restarts, sampling, false));
            }
            all.push(jpeg_file(progressive, restarts, SamplingFactor::R_4_4_4, true));
        }
    }
    all
}

/// Checks that a strict decoder accepts what is left of a picture.
#[track_caller]
fn decodes(kind: ImageKind, bytes: &[u8], what: &str) {
    let again = health(kind, 1, bytes);
    assert!(matches!(again, Health::Sound), "{what}: what is left is not whole");
    let format = match kind {
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Png => ImageFormat::Png,
        _ => ImageFormat::Gif,
    };
    image::load_from_memory_with_format(bytes, format).unwrap_or_else(|error| panic!("{what}: {error}"));
}

#[test]
fn sound_pictures_are_sound() {
    for (index, bytes) in jpegs().iter().enumerate() {
        assert_eq!(jpeg::read(bytes), jpeg::Found::Whole(bytes.len()), "JPEG {index}");
    }
    let ink = include_bytes!("../../../tests/pictures/ink.jpg");
    assert!(matches!(jpeg::read(ink), jpeg::Found::Whole(_)), "one in four colours");
    use ImageFormat as F;
    let kinds =
        [(F::Png, ImageKind::Png), (F::Gif, ImageKind::Gif), (F::WebP, ImageKind::WebP), (F::Tiff, ImageKind::Tiff)];
    for (format, kind) in kinds.into_iter().chain([(F::Bmp, ImageKind::Bmp)]) {
        assert!(matches!(health(kind, 1, &encoded(format)), Health::Sound), "{format:?}");
    }
    for colour in [ExtendedColorType::L1, ExtendedColorType::L16, ExtendedColorType::La8, ExtendedColorType::Rgba16] {
        let length = (37 * usize::from(colour.bits_per_pixel())).div_ceil(8) * 20;
        let mut bytes = Vec::new();
        let made = image::codecs::png::PngEncoder::new(&mut bytes).write_image(&vec![0x5a; length], 37, 20, colour);
        if made.is_ok() {
            assert_eq!(png::read(&bytes), png::Found::Whole, "{colour:?}");
        }
    }
}

/// Returns the file damaged in one of the three ways that occur in archives, at `place` of twelve.
fn damaged(bytes: &[u8], way: usize, place: usize) -> Vec<u8> {
    let at = bytes.len() * place / 12;
    let mut broken = bytes.to_vec();
    match way {
        0 => broken.truncate(at),
        1 => broken[at..].iter_mut().take(64).for_each(|byte| *byte = 0),
        _ => broken[at..].iter_mut().take(3).for_each(|byte| *byte ^= 0x5a),
    }
    broken
}

#[test]
fn what_is_left_of_a_broken_picture_is_a_whole_file() {
    use ImageFormat as F;
    let mut files: Vec<(ImageKind, Vec<u8>)> = jpegs().into_iter().map(|bytes| (ImageKind::Jpeg, bytes)).collect();
    files.extend([
        (ImageKind::Png, encoded(F::Png)),
        (ImageKind::Gif, encoded(F::Gif)),
        (ImageKind::WebP, encoded(F::WebP)),
    ]);
    files.extend([(ImageKind::Tiff, encoded(F::Tiff)), (ImageKind::Bmp, encoded(F::Bmp))]);
    for (index, (kind, bytes)) in files.iter().enumerate() {
        for (way, place) in (0..3).flat_map(|way| (0..12).map(move |place| (way, place))) {
            let what = format!("{kind:?} {index}, way {way}, place {place}");
            let broken = damaged(bytes, way, place);
            match health(*kind, 1, &broken) {
                Health::Broken(left) => decodes(left.kind, &left.bytes, &what),
                Health::Lost => {
                    assert!(place < 9 || *kind == ImageKind::WebP || *kind == ImageKind::Tiff, "{what}: lost")
                }
                Health::Sound if way == 0 => panic!("{what}: cut off, and taken for whole"),
                Health::Sound => {}
            }
        }
    }
}

#[test]
fn a_cut_picture_keeps_what_was_before_the_cut() {
    let whole = picture(120, 90);
    let bytes = encoded(ImageFormat::Png);
    let Health::Broken(left) = health(ImageKind::Png, 1, &bytes[..bytes.len() / 2]) else { panic!("it is broken") };
    let left = image::load_from_memory(&left.bytes).unwrap().to_rgb8();
    assert_eq!(left.rows().take(20).collect::<Vec<_>>().len(), 20);
    assert!(left.rows().zip(whole.rows()).take(20).all(|(one, two)| one.eq(two)));
    assert_eq!(left.get_pixel(60, 89), &Rgb([255; 3]), "what is lost is white");
}

#[test]
fn a_lost_end_costs_no_pixel() {
    let jpeg = jpeg_file(false, 0, SamplingFactor::R_4_2_0, false);
    let png = encoded(ImageFormat::Png);
    for (kind, bytes, cut) in [(ImageKind::Jpeg, jpeg, 2), (ImageKind::Png, png, 12)] {
        let Health::Broken(left) = health(kind, 1, &bytes[..bytes.len() - cut]) else { panic!("{kind:?}") };
        assert_eq!(left.loss, Loss::Nothing, "{kind:?}");
        let [one, two] = [&bytes, &left.bytes].map(|bytes| image::load_from_memory(bytes).unwrap());
        assert!(one == two, "{kind:?}");
    }
}

#[test]
fn frames_of_a_moving_picture_before_the_fault_keep_moving() {
    let mut bytes = Vec::new();
    let frame = |at: u8| image::Frame::new(image::RgbaImage::from_pixel(20, 20, image::Rgba([at * 60, 9, 9, 255])));
    image::codecs::gif::GifEncoder::new(&mut bytes).encode_frames((0..4).map(frame)).unwrap();
    assert!(matches!(health(ImageKind::Gif, 1, &bytes), Health::Sound));
    let Health::Broken(left) = health(ImageKind::Gif, 1, &bytes[..bytes.len() - 10]) else { panic!("it is broken") };
    use image::AnimationDecoder;
    let frames =
        image::codecs::gif::GifDecoder::new(Cursor::new(&left.bytes)).unwrap().into_frames().collect_frames().unwrap();
    assert_eq!(frames.len(), 3);
}
