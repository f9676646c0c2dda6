//! What a crop keeps of a picture: the region that its metadata name, or else where most of its edges are and its
//! colours are unlike the others.

use image::RgbImage;

use super::colour::Lab;
use crate::style::Color;

/// Where the focal point may lie, as shares of width and height: the middle six tenths.
const MIDDLE: (f64, f64) = (0.2, 0.8);
/// Columns and rows of the grid on which edges are measured.
const GRID: usize = 96;

/// A rectangle of a picture: left, top, width and height, as shares of the picture's.
pub(super) type Part = [f64; 4];

/// The whole picture.
pub(super) const WHOLE: Part = [0.0, 0.0, 1.0, 1.0];

/// Whether `part` is the whole picture, but for less than a pixel in a thousand.
pub(super) fn is_whole(part: Part) -> bool {
    part[2] > 0.999 && part[3] > 0.999
}

/// Returns the largest part of a picture of the size `from` that has the proportions `to` and is as near to `focus` as
/// possible.
pub(super) fn crop(from: (f64, f64), to: (f64, f64), focus: (f64, f64)) -> Part {
    let (have, want) = (from.0 / from.1.max(1e-9), to.0 / to.1.max(1e-9));
    let (width, height) = if have > want { (want / have, 1.0) } else { (1.0, have / want) };
    let place = |focus: f64, extent: f64| (focus - extent / 2.0).clamp(0.0, (1.0 - extent).max(0.0));
    [place(focus.0, width), place(focus.1, height), width, height]
}

/// Returns the centre of mass of what stands out in `picture`, kept within its middle: in equal parts its edges, and its
/// colours by their distance from the mean colour. Edges alone would find the waves and not the moon above them.
pub(super) fn salient(picture: &RgbImage) -> (f64, f64) {
    let cells = colours(picture, WHOLE, (GRID, GRID));
    let luma: Vec<f64> = cells.iter().map(|cell| luma(*cell)).collect();
    let at = |x: usize, y: usize| luma[y * GRID + x];
    let mut edges = vec![0.0; cells.len()];
    for y in 1..GRID - 1 {
        for x in 1..GRID - 1 {
            let (across, along) = (at(x + 1, y) - at(x - 1, y), at(x, y + 1) - at(x, y - 1));
            edges[y * GRID + x] = across * across + along * along;
        }
    }
    let labs: Vec<Lab> = cells.iter().map(|cell| Lab::of(rounded(*cell))).collect();
    let mean = Lab::mean(&labs);
    let unlike: Vec<f64> = labs.iter().map(|lab| lab.distance(mean)).collect();
    let found: Vec<(f64, f64)> = [edges, unlike].iter().filter_map(|map| centre(map)).collect();
    if found.is_empty() {
        return (0.5, 0.5);
    }
    let count = found.len() as f64;
    let place = |part: f64| (part / count).clamp(MIDDLE.0, MIDDLE.1);
    (place(found.iter().map(|(x, _)| x).sum()), place(found.iter().map(|(_, y)| y).sum()))
}

/// Returns the centre of mass of a grid; `None` if it is empty.
fn centre(map: &[f64]) -> Option<(f64, f64)> {
    let sum: f64 = map.iter().sum();
    if sum <= f64::EPSILON {
        return None;
    }
    let (mut right, mut down) = (0.0, 0.0);
    for (at, weight) in map.iter().enumerate() {
        right += weight * ((at % GRID) as f64 + 0.5);
        down += weight * ((at / GRID) as f64 + 0.5);
    }
    Some((right / sum / GRID as f64, down / sum / GRID as f64))
}

fn rounded(color: [f64; 3]) -> Color {
    let [red, green, blue] = color.map(|level| level.round() as u8);
    Color::rgb(red, green, blue)
}

/// Returns the approximate lightness of a colour whose parts are from 0 to 255 (ITU-R BT.601).
pub(super) fn luma([red, green, blue]: [f64; 3]) -> f64 {
    (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0
}

/// Returns the colours of `part` of `picture` on a grid, each cell averaged over nine of its pixels.
pub(super) fn colours(picture: &RgbImage, part: Part, (columns, rows): (usize, usize)) -> Vec<[f64; 3]> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let [left, top, across, down] = part;
    let mut cells = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            let mut sum = [0.0; 3];
            for sample in 0..9 {
                let x = (column as f64 + (f64::from(sample % 3) + 0.5) / 3.0) / columns as f64;
                let y = (row as f64 + (f64::from(sample / 3) + 0.5) / 3.0) / rows as f64;
                let x = ((left + x * across) * width).clamp(0.0, width - 1.0) as u32;
                let y = ((top + y * down) * height).clamp(0.0, height - 1.0) as u32;
                let pixel = picture.get_pixel(x, y).0;
                sum.iter_mut().zip(pixel).for_each(|(sum, level)| *sum += f64::from(level));
            }
            cells.push(sum.map(|sum| sum / 9.0));
        }
    }
    cells
}

/// Returns one pixel for each cell of a grid on `part` of `picture`.
pub(super) fn pixels(picture: &RgbImage, part: Part, (columns, rows): (usize, usize)) -> Vec<[f64; 3]> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let [left, top, across, down] = part;
    let at = |place: f64, whole: f64| (place * whole).clamp(0.0, whole - 1.0) as u32;
    let cell = |row: usize, column: usize| {
        let (x, y) = ((column as f64 + 0.5) / columns as f64, (row as f64 + 0.5) / rows as f64);
        picture.get_pixel(at(left + x * across, width), at(top + y * down, height)).0.map(f64::from)
    };
    (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .map(|(row, column)| cell(row, column))
        .collect()
}

/// Returns the centre of the first region that the XMP metadata in `file` name: those of the Metadata Working Group
/// (`mwg-rs:Area`) or of IPTC (`Iptc4xmpExt:RegionBoundary`, relative rectangles and circles).
///
/// Limit: packets in one piece, as nearly all are. The whole packet is only parsed if it has a region.
pub(super) fn named_region(file: &[u8]) -> Option<(f64, f64)> {
    const LONGEST: usize = 1 << 20;
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|window| window == what);
    let start = find(&file[..file.len().min(LONGEST)], b"<x:xmpmeta")?;
    let rest = &file[start..file.len().min(start + LONGEST)];
    let packet = &rest[..find(rest, b"</x:xmpmeta>")? + b"</x:xmpmeta>".len()];
    find(packet, b"stArea:x").or_else(|| find(packet, b":rbX"))?;
    let document = roxmltree::Document::parse(std::str::from_utf8(packet).ok()?).ok()?;
    let number =
        |node, name| value(node, name)?.trim().parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    document.descendants().find_map(|node| {
        let relative =
            |unit: &str| value(node, unit).is_none_or(|unit| matches!(unit.trim(), "normalized" | "relative"));
        // The area of the Working Group states its centre, the rectangle of IPTC its corner.
        if let (Some(x), Some(y), true) = (number(node, "x"), number(node, "y"), relative("unit")) {
            return Some((x, y));
        }
        let (x, y) = (number(node, "rbX")?, number(node, "rbY")?);
        let half = |name| number(node, name).unwrap_or(0.0) / 2.0;
        relative("rbUnit").then(|| (x + half("rbW"), y + half("rbH")))
    })
}

/// Returns a value in RDF, which is an attribute or an element.
fn value<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    let attribute = node.attributes().find(|attribute| attribute.name() == name).map(|found| found.value());
    let element = || node.children().find(|child| child.tag_name().name() == name).and_then(|child| child.text());
    attribute.or_else(element)
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn a_crop_has_the_proportions_and_stays_inside() {
        let near = |one: Part, other: Part| one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-9);
        assert!(near(crop((200.0, 100.0), (1.0, 1.0), (0.5, 0.5)), [0.25, 0.0, 0.5, 1.0]));
        assert!(near(crop((200.0, 100.0), (1.0, 1.0), (0.9, 0.1)), [0.5, 0.0, 0.5, 1.0]));
        assert!(near(crop((100.0, 200.0), (1.0, 1.0), (0.5, 0.3)), [0.0, 0.05, 1.0, 0.5]));
        assert!(near(crop((30.0, 20.0), (3.0, 2.0), (0.2, 0.8)), WHOLE));
    }

    #[test]
    fn edges_attract_the_crop_and_an_even_picture_is_cropped_in_the_middle() {
        let even = RgbImage::from_pixel(300, 200, Rgb([90, 90, 90]));
        assert_eq!(salient(&even), (0.5, 0.5));
        let boats = RgbImage::from_fn(300, 200, |x, y| {
            let boat = x > 200 && y > 120 && (x / 7 + y / 7) % 2 == 0;
            if boat { Rgb([255, 255, 255]) } else { Rgb([20, 40, 60]) }
        });
        let (x, y) = salient(&boats);
        assert!(x > 0.7 && y > 0.7, "{x}, {y}");
        assert!(x <= 0.8 && y <= 0.8, "{x}, {y}");
    }

    #[test]
    fn what_has_another_colour_attracts_the_crop_as_edges_do() {
        // A moon above waves: most edges are below, and the only other colour above.
        let sea = RgbImage::from_fn(200, 400, |x, y| {
            let (x, y) = (f64::from(x), f64::from(y));
            let moon = (x - 100.0).hypot(y - 100.0) < 45.0;
            let wave = y > 200.0 && ((y / 6.0 + (x / 9.0).sin()) as u32).is_multiple_of(4);
            if moon {
                Rgb([240, 180, 130])
            } else if wave {
                Rgb([40, 75, 85])
            } else {
                Rgb([20, 50, 60])
            }
        });
        let (x, y) = salient(&sea);
        assert!((x - 0.5).abs() < 0.05 && (0.3..0.55).contains(&y), "{x}, {y}");
        let [_, top, _, down] = crop((200.0, 400.0), (1.0, 1.0), (x, y));
        assert!(top < 55.0 / 400.0 && top + down > 145.0 / 400.0, "the moon is whole: {top} {down}");
    }

    #[test]
    fn a_named_region_is_found_in_each_form() {
        let packet = |inside: &str| {
            format!(
                "JUNK<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" xmlns:rdf=\"r\" xmlns:mwg-rs=\"m\" xmlns:stArea=\"s\" \
                 xmlns:Iptc4xmpExt=\"i\">{inside}</x:xmpmeta>MORE"
            )
            .into_bytes()
        };
        let area =
            packet("<mwg-rs:Area stArea:x=\"0.3\" stArea:y=\"0.7\" stArea:w=\"0.1\" stArea:unit=\"normalized\"/>");
        assert_eq!(named_region(&area), Some((0.3, 0.7)));
        let elements = packet("<mwg-rs:Area><stArea:x>0.25</stArea:x><stArea:y>0.5</stArea:y></mwg-rs:Area>");
        assert_eq!(named_region(&elements), Some((0.25, 0.5)));
        let iptc = packet(
            "<Iptc4xmpExt:RegionBoundary Iptc4xmpExt:rbUnit=\"relative\" Iptc4xmpExt:rbX=\"0.2\" \
             Iptc4xmpExt:rbY=\"0.4\" Iptc4xmpExt:rbW=\"0.2\" Iptc4xmpExt:rbH=\"0.2\"/>",
        );
        let (x, y) = named_region(&iptc).unwrap();
        assert!((x - 0.3).abs() < 1e-9 && (y - 0.5).abs() < 1e-9);
        let pixels = packet("<mwg-rs:Area stArea:x=\"300\" stArea:y=\"200\" stArea:unit=\"pixel\"/>");
        for other in [pixels, packet("<stArea:x"), packet("<a/>"), b"no packet".to_vec(), Vec::new()] {
            assert_eq!(named_region(&other), None);
        }
    }
}
