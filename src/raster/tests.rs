//! Decodes files of every kind: correct colours, upright, and no harm from broken ones.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;
use crate::article::ImageKind;

const HALF: &[u8] = include_bytes!("../../tests/pictures/half-chroma.avif");
const FULL: &[u8] = include_bytes!("../../tests/pictures/full-chroma.avif");
const GREY: &[u8] = include_bytes!("../../tests/pictures/grey.avif");
const TRANSPARENT: &[u8] = include_bytes!("../../tests/pictures/transparent.avif");
const TURNED: &[u8] = include_bytes!("../../tests/pictures/turned.avif");
const INK: &[u8] = include_bytes!("../../tests/pictures/ink.jpg");

fn decoded(kind: ImageKind, orientation: u8, bytes: &[u8]) -> Result<DynamicImage, Error> {
    decode(kind, orientation, Box::new(Cursor::new(bytes))).map(|raster| raster.pixels)
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[track_caller]
fn close(found: Rgba<u8>, wanted: [u8; 4], tolerance: u8) {
    let apart = found.0.iter().zip(wanted).map(|(found, wanted)| found.abs_diff(wanted)).max();
    assert!(apart <= Some(tolerance), "{found:?} instead of {wanted:?}");
}

#[test]
fn avif_has_the_colours_that_another_decoder_finds() {
    const PLACES: [(u32, u32); 5] = [(0, 0), (47, 31), (20, 10), (33, 25), (7, 29)];
    let cases: [(&[u8], [[u8; 4]; 5]); 4] = [
        (
            HALF,
            [[43, 249, 133, 255], [223, 66, 155, 255], [118, 191, 137, 255], [172, 102, 173, 255], [67, 77, 89, 255]],
        ),
        (
            FULL,
            [[40, 250, 131, 255], [225, 66, 149, 255], [120, 190, 137, 255], [172, 101, 172, 255], [68, 77, 90, 255]],
        ),
        (
            GREY,
            [[174, 174, 174, 255], [123, 123, 123, 255], [163, 163, 163, 255], [130, 130, 130, 255], [76, 76, 76, 255]],
        ),
        (
            TRANSPARENT,
            [[39, 249, 134, 0], [223, 65, 157, 255], [119, 190, 137, 108], [172, 100, 172, 179], [67, 77, 89, 37]],
        ),
    ];
    for (file, colours) in cases {
        let picture = decoded(ImageKind::Avif, 1, file).unwrap().into_rgba8();
        for ((x, y), colour) in PLACES.into_iter().zip(colours) {
            close(*picture.get_pixel(x, y), colour, 3);
        }
    }
}

#[test]
fn a_turned_avif_is_upright_by_its_boxes() {
    let header = AvifHeader::read(TURNED).unwrap();
    assert_eq!((header.orientation, header.width, header.height), (6, 48, 32));
    let upright = decoded(ImageKind::Avif, header.orientation, TURNED).unwrap().into_rgba8();
    let stored = decoded(ImageKind::Avif, 1, TURNED).unwrap().into_rgba8();
    // Clockwise: the bottom left corner moves to the top left.
    assert_eq!(upright.get_pixel(0, 0), stored.get_pixel(0, 31));
    assert_eq!(upright.dimensions(), (32, 48));
}

#[test]
fn other_files_of_the_same_family_are_told_apart() {
    assert!(AvifHeader::looks_like(HALF));
    assert!(!AvifHeader::looks_like(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"));
    assert!(AvifHeader::looks_like(b"\0\0\0\x18ftypmif1\0\0\0\0miafavif"));
}

#[test]
fn ink_becomes_light_by_either_convention() {
    // Without Adobe's segment the values are amounts of ink, so the same values mean the opposite.
    let at = INK.windows(5).position(|window| window == b"Adobe").unwrap() - 4;
    let plain = [&INK[..at], &INK[at + 16..]].concat();
    let adobe: [[u8; 3]; 6] =
        [[0, 255, 255], [255, 0, 255], [255, 255, 0], [0, 0, 0], [255, 255, 255], [153, 102, 204]];
    let opposite: [[u8; 3]; 3] = [[0, 0, 0]; 3];
    let picture = decoded(ImageKind::Jpeg, 1, INK).unwrap().into_rgba8();
    for (patch, [r, g, b]) in adobe.into_iter().enumerate() {
        close(*picture.get_pixel(patch as u32 * 8 + 4, 8), [r, g, b, 255], 4);
    }
    let picture = decoded(ImageKind::Jpeg, 1, &plain).unwrap().into_rgba8();
    for (patch, [r, g, b]) in opposite.into_iter().enumerate() {
        close(*picture.get_pixel(patch as u32 * 8 + 4, 8), [r, g, b, 255], 4);
    }
    // 255 - 64 of cyan and so on, with 255 - 51 of black.
    close(*picture.get_pixel(44, 8), [13, 26, 0, 255], 4);
}

#[test]
fn ink_in_luma_and_chroma_becomes_light_too() {
    let mut bytes = Vec::new();
    let inks = [64u8, 128, 0, 51].repeat(16 * 16);
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    encoder.encode(&inks, 16, 16, jpeg_encoder::ColorType::CmykAsYcck).unwrap();
    assert!(is_four_colour(&bytes));
    close(
        decoded(ImageKind::Jpeg, 1, &bytes).unwrap().into_rgba8().get_pixel(8, 8).to_owned(),
        [153, 102, 204, 255],
        4,
    );
}

#[test]
fn sixteen_bits_become_eight_and_the_profile_stays() {
    let deep = image::ImageBuffer::from_fn(4, 2, |x, _| Rgb([(x * 21_845) as u16, 257, 65_535]));
    for (kind, format) in [(ImageKind::Png, ImageFormat::Png), (ImageKind::Tiff, ImageFormat::Tiff)] {
        let picture = decoded(kind, 1, &encoded(DynamicImage::ImageRgb16(deep.clone()), format)).unwrap();
        let DynamicImage::ImageRgb8(picture) = picture else { panic!("{kind:?} has not 8 bits a sample") };
        assert_eq!([0, 1, 3].map(|x| picture.get_pixel(x, 1).0), [[0, 1, 255], [85, 1, 255], [255, 1, 255]]);
    }
    // Only a profile for the actual colour space is useful.
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    let colour = png(&RgbImage::new(2, 2).into(), &Colours::Profile(profile.clone())).unwrap();
    let grey = png(&GrayImage::new(2, 2).into(), &Colours::Profile(profile.clone())).unwrap();
    let of = |bytes: &[u8]| decode(ImageKind::Png, 1, Box::new(Cursor::new(bytes.to_vec()))).unwrap().profile;
    assert_eq!((of(&colour), of(&grey)), (Some(profile), None));
}

#[test]
fn a_tiff_is_the_same_by_the_short_way_and_by_the_long_one() {
    let paint = |x: u32, y: u32| Rgba([(x * 20) as u8, (y * 30) as u8, 90, (200 + x) as u8]);
    let picture = DynamicImage::from(RgbaImage::from_fn(9, 7, paint));
    for picture in [picture.to_luma8().into(), picture.to_rgb8().into(), picture] {
        let bytes = encoded(picture.clone(), ImageFormat::Tiff);
        assert_eq!(decoded(ImageKind::Tiff, 1, &bytes).unwrap(), picture);
        assert_eq!(image::load_from_memory_with_format(&bytes, ImageFormat::Tiff).unwrap(), picture);
    }
}

#[test]
fn what_a_png_says_of_its_colours_survives() {
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(content);
        [&(content.len() as u32).to_be_bytes()[..], kind, content, &crc.sum().to_be_bytes()].concat()
    };
    let gamma = chunk(b"gAMA", &100_000u32.to_be_bytes());
    let mut bytes = encoded(GrayImage::new(3, 3), ImageFormat::Png);
    bytes.splice(33..33, [gamma.clone(), chunk(b"tEXt", b"Title\0x")].concat());
    let colours = Colours::of_png(&bytes);
    let again = png(&GrayImage::new(3, 3).into(), &colours).unwrap();
    assert!(again.windows(gamma.len()).any(|window| window == gamma));
    // A JPEG cannot state that its values are linear; sRGB is the default and needs no statement.
    assert_eq!(colours.in_jpeg(None), None);
    let usual = [b"gAMA", &45_455u32.to_be_bytes()[..]].concat();
    assert_eq!(Colours::Chunks(usual).in_jpeg(None), Some(Colours::Plain));
    assert_eq!(colours.in_jpeg(Some(b"profile")), Some(Colours::Profile(b"profile".to_vec())));
    assert!(decoded(ImageKind::Png, 1, &again).is_ok());
}

#[test]
fn files_cut_off_anywhere_do_no_harm() {
    let paint = |x: u32, y: u32| Rgb([(x * 9) as u8, (y * 7) as u8, (x * y) as u8]);
    let picture = RgbImage::from_fn(24, 20, paint);
    let of = |format| encoded(picture.clone(), format);
    let grey = GrayImage::from_fn(24, 20, |x, y| Luma([(x * y) as u8]));
    let files = [
        (ImageKind::Jpeg, of(ImageFormat::Jpeg)),
        (ImageKind::Jpeg, INK.to_vec()),
        (ImageKind::Png, of(ImageFormat::Png)),
        (ImageKind::Gif, of(ImageFormat::Gif)),
        (ImageKind::WebP, of(ImageFormat::WebP)),
        (ImageKind::Tiff, of(ImageFormat::Tiff)),
        (ImageKind::Tiff, encoded(grey, ImageFormat::Tiff)),
        (ImageKind::Bmp, of(ImageFormat::Bmp)),
        (ImageKind::Avif, HALF.to_vec()),
        (ImageKind::Avif, TRANSPARENT.to_vec()),
    ];
    for (kind, bytes) in files {
        assert!(decoded(kind, 1, &bytes).is_ok(), "{kind:?} whole");
        for part in 0..16 {
            let cut = &bytes[..bytes.len() * part / 16];
            // Some decoders return the pixels that are there; none decodes the header alone.
            let found = decoded(kind, 1, cut);
            assert!(part > 1 || found.is_err(), "{kind:?} cut at {part}/16");
        }
    }
}

#[test]
fn flipped_bytes_of_an_avif_do_no_harm() {
    for at in 0..HALF.len() {
        let mut bytes = HALF.to_vec();
        bytes[at] ^= 0x55;
        let _ = decoded(ImageKind::Avif, 1, &bytes);
        let _ = AvifHeader::read(&bytes);
    }
}
