//! Pictures of every kind on their way into an EPUB: what becomes of them, and of the size of the file.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::common::article::{asset, bare, picture, plain};
use crate::common::epub::{Epub, PackedFile};
use image::{DynamicImage, GenericImageView, ImageBuffer, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use offprint::article::{
    Alt, Article, Asset, Block, BlockKind, Bytes, Figure, ImageKind, Inline, NodeId, ReadSeek, Reopen,
};
use offprint::diag::{Diagnostics, Error, Severity};
use offprint::epub::{Options, package};
use offprint::source::Span;

const AVIF: &[u8] = include_bytes!("../pictures/half-chroma.avif");
const TURNED: &[u8] = include_bytes!("../pictures/turned.avif");
const INK: &[u8] = include_bytes!("../pictures/ink.jpg");

/// An article that shows `assets` one after another.
fn showing(assets: Vec<Asset>) -> Article {
    let pictures = (0..assets.len() as u32).map(|id| Inline::Picture(picture(id, Alt::Text("A picture.".into()))));
    let kind = BlockKind::Paragraph(pictures.collect());
    let block = Block { id: NodeId(1), span: Span::default(), kind, lang: None, dir: None, align: None };
    Article { assets, blocks: vec![block], ..bare() }
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).expect("a picture can be encoded");
    bytes.into_inner()
}

fn file(name: &str, kind: ImageKind, bytes: impl Into<Bytes>, (width, height): (u32, u32)) -> Asset {
    Asset { name: name.into(), kind, bytes: bytes.into(), width, height, orientation: 1, embedded: Default::default() }
}

/// Something that shades and has grain, as photographs do; the same for the same `seed`.
fn photograph(width: u32, height: u32, mut seed: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 28) as u8;
        Rgb([(x * 180 / width) as u8 + grain, (y * 180 / height) as u8 + grain, 60 + grain])
    })
}

fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| if (x / 40 + y / 40) % 2 == 0 { Rgb([255; 3]) } else { Rgb([20, 60, 160]) })
}

/// The pictures in an EPUB, by name, decoded.
fn pictures(epub: &[u8]) -> Vec<(String, DynamicImage)> {
    let of = |file: PackedFile| {
        let format = if file.name.ends_with(".jpg") { ImageFormat::Jpeg } else { ImageFormat::Png };
        let picture =
            image::load_from_memory_with_format(&file.content, format).expect("a picture that can be decoded");
        (file.name.strip_prefix("OEBPS/images/").unwrap().to_owned(), picture)
    };
    Epub::of(epub).files.into_iter().filter(|file| file.name.contains("images/")).map(of).collect()
}

fn made(article: &Article, max_bytes: Option<u64>) -> (Vec<u8>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let options = at_most(max_bytes);
    let epub = package(article, &options, &mut diagnostics).expect("the article is packaged");
    (epub, diagnostics)
}

fn at_most(max_bytes: Option<u64>) -> Options {
    let mut options = Options::default();
    options.max_bytes = max_bytes;
    options
}

fn codes(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics.iter().map(|found| &*found.code).collect()
}

#[test]
fn what_readers_do_not_show_becomes_what_they_show() {
    let see_through = RgbaImage::from_fn(60, 40, |x, y| Rgba([x as u8, y as u8, 9, (x * 4) as u8]));
    let deep: ImageBuffer<Rgb<u16>, Vec<u16>> = ImageBuffer::from_fn(20, 10, |x, _| Rgb([(x * 3000) as u16, 0, 0]));
    let photo = || photograph(120, 80, 1);
    let article = showing(vec![
        file("photo-tiff", ImageKind::Tiff, encoded(photo(), ImageFormat::Tiff), (120, 80)),
        file("drawing-tiff", ImageKind::Tiff, encoded(drawing(120, 80), ImageFormat::Tiff), (120, 80)),
        file("photo-bmp", ImageKind::Bmp, encoded(photo(), ImageFormat::Bmp), (120, 80)),
        file("drawing-webp", ImageKind::WebP, encoded(drawing(120, 80), ImageFormat::WebP), (120, 80)),
        file("glass-webp", ImageKind::WebP, encoded(see_through, ImageFormat::WebP), (60, 40)),
        file("photo-avif", ImageKind::Avif, AVIF, (48, 32)),
        Asset { orientation: 6, ..file("turned-avif", ImageKind::Avif, TURNED, (32, 48)) },
        file("ink", ImageKind::Jpeg, INK, (48, 16)),
        file("deep", ImageKind::Png, encoded(DynamicImage::ImageRgb16(deep), ImageFormat::Png), (20, 10)),
    ]);
    let (epub, diagnostics) = made(&article, None);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let found = pictures(&epub);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    let jpegs = ["photo-tiff.jpg", "photo-bmp.jpg", "photo-avif.jpg", "turned-avif.jpg", "ink.jpg"];
    let pngs = ["drawing-tiff.png", "drawing-webp.png", "glass-webp.png", "deep.png"];
    assert!(names.len() == 9 && jpegs.iter().chain(&pngs).all(|name| names.contains(name)), "{names:?}");
    let of = |name: &str| &found.iter().find(|(known, _)| known == name).unwrap().1;
    assert_eq!(of("drawing-tiff.png").to_rgb8(), drawing(120, 80));
    assert_eq!(of("turned-avif.jpg").dimensions(), (32, 48));
    assert!(of("ink.jpg").get_pixel(4, 8).0[0] < 8 && of("ink.jpg").get_pixel(4, 8).0[1] > 247, "cyan ink is no cyan");
    assert_eq!(of("deep.png").color(), image::ColorType::Rgb8);
    let (photo, jpeg) = (photo(), of("photo-tiff.jpg").to_rgb8());
    let apart = photo.iter().zip(jpeg.iter()).map(|(one, two)| u64::from(one.abs_diff(*two))).sum::<u64>();
    assert!(apart / (photo.len() as u64) < 5, "the photograph has other colours");
}

#[test]
fn what_readers_show_goes_in_untouched_whatever_is_wrong_with_its_pixels() {
    // The pixels are cut off: nothing decodes them.
    let mut jpeg = encoded(photograph(300, 200, 2), ImageFormat::Jpeg);
    jpeg.truncate(jpeg.len() / 2);
    let article = showing(vec![file("half", ImageKind::Jpeg, jpeg.clone(), (300, 200))]);
    let (epub, _) = made(&article, None);
    assert!(epub.windows(jpeg.len()).any(|window| window == jpeg));
}

#[test]
fn broken_pictures_of_every_kind_leave_their_words() {
    let whole = [
        (ImageKind::Tiff, encoded(photograph(40, 30, 3), ImageFormat::Tiff)),
        (ImageKind::Bmp, encoded(photograph(40, 30, 3), ImageFormat::Bmp)),
        (ImageKind::WebP, encoded(photograph(40, 30, 3), ImageFormat::WebP)),
        (ImageKind::Avif, AVIF.to_vec()),
        (ImageKind::Jpeg, INK.to_vec()),
    ];
    for (kind, bytes) in whole {
        for part in 1..16 {
            let cut = bytes[..bytes.len() * part / 16].to_vec();
            let (epub, diagnostics) = made(&showing(vec![file("cut", kind, cut, (40, 30))]), None);
            assert!(pictures(&epub).len() == 1 || codes(&diagnostics) == ["unreadable-picture"], "{kind:?} {part}/16");
        }
    }
}

#[test]
fn a_picture_larger_than_screens_is_made_smaller_and_that_is_said() {
    let article = showing(vec![
        file("large", ImageKind::Jpeg, encoded(photograph(3000, 2000, 4), ImageFormat::Jpeg), (3000, 2000)),
        file("diagram", ImageKind::Png, encoded(drawing(4000, 2000), ImageFormat::Png), (4000, 2000)),
    ]);
    let (epub, diagnostics) = made(&article, None);
    assert_eq!(codes(&diagnostics), ["reduced-picture"; 2]);
    assert!(diagnostics[0].message.contains("`large` was reduced from 3000 × 2000 pixels"), "{diagnostics:?}");
    assert_eq!(diagnostics[0].severity, Severity::Note);
    for (name, picture) in pictures(&epub) {
        let (width, height) = picture.dimensions();
        assert!(width * height <= 5_600_000 && width * height > 5_500_000, "{name}: {width} × {height}");
    }
}

#[test]
fn a_cover_is_never_too_small_for_shops() {
    let large = encoded(photograph(1900, 3040, 5), ImageFormat::Jpeg);
    let mut article = showing(vec![file("front", ImageKind::Jpeg, large, (1900, 3040))]);
    article.blocks.clear();
    article.cover = Some(Figure {
        pictures: vec![picture(0, Alt::Text("Front.".into()))],
        caption: vec![plain("x")],
        ..Figure::default()
    });
    let options = at_most(Some(1000));
    let refused = package(&article, &options, &mut Diagnostics::new());
    let Err(Error::TooLarge { allowed: 1000, needed }) = refused else { panic!("the EPUB is far over 1000 bytes") };
    let (epub, _) = made(&article, Some(needed));
    let (width, height) = pictures(&epub)[0].1.dimensions();
    assert!((1600..1604).contains(&width) && (2560..2564).contains(&height), "{width} × {height}");
}

#[test]
fn a_file_fits_the_size_that_is_allowed_and_the_largest_pictures_give_way() {
    let jpeg = |name: &str, side: u32| {
        let bytes = encoded(photograph(side, side, side), ImageFormat::Jpeg);
        file(name, ImageKind::Jpeg, bytes, (side, side))
    };
    let article = showing(vec![jpeg("large", 900), jpeg("middle", 700), jpeg("small", 100)]);
    let (plain, _) = made(&article, None);
    for part in [9, 7, 5] {
        let allowed = plain.len() as u64 * part / 10;
        let (epub, diagnostics) = made(&article, Some(allowed));
        assert!(epub.len() as u64 <= allowed, "{} of {allowed} bytes", epub.len());
        assert!(epub.len() as u64 > allowed / 3, "{} of {allowed} bytes: more was taken than needed", epub.len());
        assert!(codes(&diagnostics).iter().all(|code| *code == "reduced-picture"), "{diagnostics:?}");
        assert!(diagnostics[0].message.contains("`large`"), "{diagnostics:?}");
        assert!(diagnostics.iter().all(|found| !found.message.contains("`small`")), "{diagnostics:?}");
        assert!(made(&article, Some(allowed)).0 == epub, "the same article gave other bytes");
    }
    // What fits already is what it is without a limit.
    assert!(made(&article, Some(plain.len() as u64)).0 == plain);
}

#[test]
fn a_photograph_in_png_becomes_a_jpeg_before_it_loses_pixels() {
    let bytes = encoded(photograph(500, 400, 6), ImageFormat::Png);
    let article = showing(vec![file("sea", ImageKind::Png, bytes.clone(), (500, 400))]);
    assert_eq!(pictures(&made(&article, None).0)[0].0, "sea.png");
    let (epub, _) = made(&article, Some(bytes.len() as u64 / 2));
    let (name, picture) = &pictures(&epub)[0];
    assert_eq!((name.as_str(), picture.dimensions()), ("sea.jpg", (500, 400)));
    assert!(epub.len() < bytes.len() / 2);
}

#[test]
fn transparent_pictures_lose_pixels_only_and_what_cannot_fit_is_said() {
    let glass = RgbaImage::from_fn(900, 900, |x, y| Rgba([(x * y) as u8, (x ^ y) as u8, 7, (x / 4) as u8]));
    let article = showing(vec![file("glass", ImageKind::Png, encoded(glass, ImageFormat::Png), (900, 900))]);
    let (epub, _) = made(&article, Some(700_000));
    let (name, picture) = &pictures(&epub)[0];
    assert_eq!((name.as_str(), picture.dimensions(), picture.color().has_alpha()), ("glass.png", (600, 600), true));
    let options = at_most(Some(10_000));
    let error = package(&article, &options, &mut Diagnostics::new()).unwrap_err();
    assert!(matches!(error, Error::TooLarge { allowed: 10_000, needed } if needed == epub.len() as u64), "{error:?}");
}

/// A file whose content tests change.
#[derive(Debug)]
struct Slate(Mutex<Vec<u8>>, PathBuf);

impl Reopen for Slate {
    fn path(&self) -> &Path {
        &self.1
    }

    fn open(&self) -> std::io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.0.lock().unwrap().clone())))
    }
}

#[test]
fn a_picture_on_file_gives_the_same_book_and_one_that_changed_gives_none() {
    let held = asset("sea", ImageKind::Jpeg, 60, 40);
    let Bytes::Held(bytes) = &held.bytes else { panic!("the picture is in memory") };
    let slate = Arc::new(Slate(Mutex::new(bytes.to_vec()), "posts/sea.jpg".into()));
    let filed = Asset { bytes: Bytes::filed(slate.clone(), bytes), ..held.clone() };
    let filed = showing(vec![filed]);
    assert!(made(&filed, None).0 == made(&showing(vec![held.clone()]), None).0);
    slate.0.lock().unwrap()[100] ^= 1;
    let error = package(&filed, &Options::default(), &mut Diagnostics::new()).unwrap_err().to_string();
    assert!(error.contains("posts/sea.jpg") && error.contains("changed"), "{error}");
}
