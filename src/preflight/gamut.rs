//! Which colours of a screen inks cannot mix.
//!
//! The model is that of Neugebauer with the factor of Yule and Nielsen: a halftone is a mixture of the bare paper, the
//! inks and their overprints, and the square root of its light is the mean of theirs, weighted by area. (The exponent 1/2
//! stands for light that spreads in the paper; without it, tints would come out too dull.) So what can be printed lies in
//! the convex hull of the roots of these colours in CIE XYZ, whatever the dot gain. They are the aims of
//! ISO 12647-2:2004/Amd 1:2007 for offset on coated paper (types 1 and 2, which FOGRA39 characterises), relative to the
//! paper, as colours on a page are seen; black is taken for perfect, as black-point compensation does.
//!
//! A colour is beyond print if every colour of the hull with its hue is more than ΔE*ab 10 away: twice what the
//! standard lets a solid deviate, and visible without comparison. That holds for #0000ff, #00ff00, #00ffff, #ff00ff, and for
//! the blues and violets of many sites, such as #1a73e8; not for #8b0000, #e36209 or #0071bc.
//!
//! Limits: an approximation of a profile, within a few units of ΔE; uncoated paper and office printers hold less.

use std::sync::LazyLock;

use crate::style::Color;

/// The greatest invisible difference.
const TOLERANCE: f64 = 10.0;
/// The paper in CIELAB (D50).
const PAPER: [f64; 3] = [95.0, 0.0, -2.0];
/// Cyan, magenta, yellow; red, green, blue, each made of two of them.
const SOLIDS: [[f64; 3]; 6] = [
    [55.0, -37.0, -50.0],
    [48.0, 74.0, -3.0],
    [89.0, -5.0, 93.0],
    [47.0, 68.0, 48.0],
    [50.0, -65.0, 27.0],
    [24.0, 22.0, -46.0],
];
/// From linear sRGB to CIE XYZ, adapted to D50 (Bradford), as in the profile of IEC 61966-2-1.
const TO_XYZ: [[f64; 3]; 3] =
    [[0.436_075, 0.385_065, 0.143_080], [0.222_505, 0.716_879, 0.060_617], [0.013_932, 0.097_105, 0.714_173]];
/// CIE XYZ of D50.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
/// Lightness that is tried on both sides of a colour's own, in steps of one: further away, nothing is nearer.
const SEARCHED: i32 = 40;

/// Light of three kinds, each relative to the white.
type Light = [f64; 3];

/// A face of the hull: a normal that points outwards, and its distance from the origin.
type Face = (Light, f64);

/// Whether inks cannot mix `color`.
pub(super) fn is_beyond(color: Color) -> bool {
    within(color, TOLERANCE as i32) > TOLERANCE
}

/// Returns the difference between `color` and the nearest colour of its hue that inks can mix, in ΔE*ab.
pub(super) fn distance(color: Color) -> f64 {
    within(color, SEARCHED)
}

/// As [`distance`], but looks for colours only up to `searched` steps of lightness away.
fn within(color: Color, searched: i32) -> f64 {
    let light = light(color);
    if can_be_printed(light) {
        return 0.0;
    }
    let [lightness, a, b] = lab(light);
    let chroma = a.hypot(b);
    let at = |step: f64| Some(step.hypot(chroma * (1.0 - kept_chroma([lightness + step, a, b])?)));
    let steps = (-searched..=searched).map(f64::from);
    steps.filter_map(at).fold(f64::INFINITY, f64::min)
}

/// Returns the largest share of the chroma of the colour `lab` with which it can be printed; `None` if not even its
/// grey can.
fn kept_chroma([lightness, a, b]: [f64; 3]) -> Option<f64> {
    let fits = |share: f64| can_be_printed(from_lab([lightness, a * share, b * share]));
    if !fits(0.0) {
        return None;
    }
    let (mut inside, mut outside) = (0.0, 1.0);
    for _ in 0..10 {
        let middle = (inside + outside) / 2.0;
        if fits(middle) { inside = middle } else { outside = middle }
    }
    Some(inside)
}

fn can_be_printed(light: Light) -> bool {
    // Chroma that no light has comes from the search in CIELAB.
    if light.iter().any(|part| *part < 0.0) {
        return false;
    }
    let light = light.map(f64::sqrt);
    // Rounding must not put the paper itself outside.
    FACES.iter().all(|(normal, distance)| dot(*normal, light) <= distance + 1e-4)
}

/// The faces of the hull: the planes through three corners that have all others on one side.
static FACES: LazyLock<Vec<Face>> = LazyLock::new(|| {
    let paper = from_lab(PAPER);
    let relative = |solid: &[f64; 3]| -> Light {
        let light = from_lab(*solid);
        std::array::from_fn(|kind| (light[kind] / paper[kind]).sqrt())
    };
    let corners: Vec<Light> = SOLIDS.iter().map(relative).chain([[1.0; 3], [0.0; 3]]).collect();
    let mut faces = Vec::new();
    for (one, first) in corners.iter().enumerate() {
        for (two, second) in corners.iter().enumerate().skip(one + 1) {
            for third in corners.iter().skip(two + 1) {
                faces.extend(face([*first, *second, *third], &corners));
            }
        }
    }
    faces
});

fn face([first, second, third]: [Light; 3], corners: &[Light]) -> Option<Face> {
    let normal = cross(minus(second, first), minus(third, first));
    let length = dot(normal, normal).sqrt();
    let normal = normal.map(|part| part / length);
    let distance = dot(normal, first);
    let sides = corners.iter().map(|corner| dot(normal, *corner) - distance);
    let (low, high) = sides.fold((0.0_f64, 0.0_f64), |(low, high), side| (low.min(side), high.max(side)));
    match (low > -1e-9, high < 1e-9) {
        (_, true) => Some((normal, distance)),
        (true, _) => Some((normal.map(|part| -part), -distance)),
        _ => None,
    }
}

fn light(color: Color) -> Light {
    let linear = [color.red, color.green, color.blue].map(|level| {
        let value = f64::from(level) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    std::array::from_fn(|kind| dot(TO_XYZ[kind], linear) / WHITE[kind])
}

/// Converts to CIELAB (CIE 15:2004 §8.2.1).
fn lab(light: Light) -> [f64; 3] {
    let [x, y, z] =
        light.map(|part| if part > 216.0 / 24389.0 { part.cbrt() } else { part * 841.0 / 108.0 + 4.0 / 29.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn from_lab([lightness, a, b]: [f64; 3]) -> Light {
    let y = (lightness + 16.0) / 116.0;
    [y + a / 500.0, y, y - b / 200.0]
        .map(|part| if part > 6.0 / 29.0 { part.powi(3) } else { (part - 4.0 / 29.0) * 108.0 / 841.0 })
}

fn minus(one: Light, other: Light) -> Light {
    std::array::from_fn(|part| one[part] - other[part])
}

fn dot(one: Light, other: Light) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn cross([ax, ay, az]: Light, [bx, by, bz]: Light) -> Light {
    [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx]
}

#[cfg(test)]
mod tests {
    use super::{distance, is_beyond};
    use crate::style::Color;

    fn color(hex: u32) -> Color {
        Color::rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
    }

    #[test]
    fn paper_greys_and_ordinary_colours_can_be_printed() {
        for hex in
            [0xffffff, 0, 0x808080, 0x184a80, 0x9e341c, 0xece7d6, 0x22863a, 0xd73a49, 0x0e7490, 0xf59e0b, 0x0071bc]
        {
            assert!(!is_beyond(color(hex)), "#{hex:06x}: {}", distance(color(hex)));
        }
    }

    #[test]
    fn the_glow_of_a_screen_cannot() {
        for hex in [0x0000ff, 0x00ff00, 0xff00ff, 0x00ffff, 0xff0000, 0xffff00, 0x1a73e8, 0x7c3aed, 0xae00f0] {
            assert!(is_beyond(color(hex)), "#{hex:06x}: {}", distance(color(hex)));
        }
    }

    #[test]
    fn each_face_of_the_hull_is_where_the_standard_puts_it() {
        // Computed by another program from the same aims.
        let known = [
            (0xff0000, 23.1),
            (0x00ff00, 51.9),
            (0x0000ff, 79.9),
            (0x00ffff, 27.6),
            (0xff00ff, 62.7),
            (0xffff00, 13.4),
            (0x0044fe, 56.7),
            (0x7c3aed, 49.7),
            (0x00a3ff, 19.2),
            (0x8b0000, 7.5),
            (0xe7adeb, 15.0),
            (0xffc0cb, 1.0),
        ];
        for (hex, expected) in known {
            let found = distance(color(hex));
            assert!((found - expected).abs() < 1.5, "#{hex:06x}: {found} instead of {expected}");
        }
    }
}
