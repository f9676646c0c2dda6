//! Colours of covers: from a picture, a tag or the user's accent to the colours of ground and type.
//!
//! Lightness, chroma and hue are those of Oklab (Ottosson, "A perceptual color space for image processing", 2020), in
//! which equal steps look equal. Contrast is that of WCAG 2.2: the relative luminances of sRGB.
//!
//! The rule for a picture: at 64 × 64 pixels its colours form five clusters (k-means). The ground is the cluster with
//! the largest product of population and chroma, moved to a lightness on which type can be read; the accent is the
//! next one whose hue differs by 30 degrees or more.

use std::sync::LazyLock;

use super::design::Ground;
use crate::style::Color;

/// Number of clusters.
const CLUSTERS: usize = 5;
/// Rounds of k-means; the clusters hardly move after eight.
const ROUNDS: usize = 12;
/// Lightness of a dark ground, of a pale one, and the border between them.
const DARK: f64 = 0.27;
const PALE: f64 = 0.94;
const BETWEEN: f64 = 0.60;
/// Maximum chroma of a dark ground and of a pale one: more would compete with the picture.
const DARK_CHROMA: f64 = 0.075;
const PALE_CHROMA: f64 = 0.02;
/// Added to each chroma, so that population decides where a picture has no colour.
const GREY: f64 = 0.004;
/// Minimum difference of hue between ground and accent, in radians: 30 degrees.
const APART: f64 = std::f64::consts::PI / 6.0;
/// Contrast of type that is aimed at: a little more than the 4.5 of WCAG 2.2 §1.4.3, since colours are rounded.
const AIM: f64 = 4.6;

/// The colours of a cover.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scheme {
    /// The ground.
    pub ground: Color,
    /// Title and author.
    pub ink: Color,
    /// Deck, publication and date.
    pub soft: Color,
    /// Series and rules.
    pub accent: Color,
}

/// A colour in Oklab.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lab {
    pub lightness: f64,
    a: f64,
    b: f64,
}

/// A cluster of similar colours.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cluster {
    pub color: Lab,
    /// Its share of the pixels.
    pub share: f64,
}

/// Linear light of each level of sRGB (IEC 61966-2-1).
static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|level| {
        let value = level as f64 / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
});

/// Returns the relative luminance of `color` (WCAG 2.2).
pub(super) fn luminance(color: Color) -> f64 {
    let [red, green, blue] = [color.red, color.green, color.blue].map(|level| LINEAR[usize::from(level)]);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Returns the contrast of two relative luminances, from 1 to 21.
pub(super) fn ratio(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns the contrast of two colours.
pub(super) fn contrast(one: Color, other: Color) -> f64 {
    ratio(luminance(one), luminance(other))
}

impl Lab {
    /// Returns the mean of `colors`.
    pub(super) fn mean(colors: &[Self]) -> Self {
        let count = colors.len().max(1) as f64;
        let sum = |part: fn(&Self) -> f64| colors.iter().map(part).sum::<f64>() / count;
        Self { lightness: sum(|color| color.lightness), a: sum(|color| color.a), b: sum(|color| color.b) }
    }

    pub(super) fn of(color: Color) -> Self {
        let [red, green, blue] = [color.red, color.green, color.blue].map(|level| LINEAR[usize::from(level)]);
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        Self {
            lightness: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }

    /// Makes a colour of lightness, chroma and hue (in radians).
    pub(super) fn polar(lightness: f64, chroma: f64, hue: f64) -> Self {
        Self { lightness, a: chroma * hue.cos(), b: chroma * hue.sin() }
    }

    pub(super) fn chroma(self) -> f64 {
        self.a.hypot(self.b)
    }

    pub(super) fn hue(self) -> f64 {
        self.b.atan2(self.a)
    }

    /// Returns the colour in sRGB, with less chroma if sRGB does not have it.
    pub(super) fn color(self) -> Color {
        let mut chroma = self.chroma();
        let hue = self.hue();
        for _ in 0..24 {
            let linear = Self::polar(self.lightness, chroma, hue).linear();
            if linear.iter().all(|part| (-0.0005..=1.0005).contains(part)) {
                break;
            }
            chroma *= 0.9;
        }
        let [red, green, blue] = Self::polar(self.lightness, chroma, hue).linear().map(level);
        Color::rgb(red, green, blue)
    }

    fn linear(self) -> [f64; 3] {
        let cube = |value: f64| value * value * value;
        let l = cube(self.lightness + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b);
        let m = cube(self.lightness - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b);
        let s = cube(self.lightness - 0.089_484_177_5 * self.a - 1.291_485_548_0 * self.b);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }

    /// Returns the square of the distance to `other`.
    pub(super) fn distance(self, other: Self) -> f64 {
        let (lightness, a, b) = (self.lightness - other.lightness, self.a - other.a, self.b - other.b);
        lightness * lightness + a * a + b * b
    }
}

/// Returns the level of sRGB for linear light.
fn level(linear: f64) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let value = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

/// Groups `colors` into clusters.
///
/// The first centres are the colours at fixed places in the order of lightness, so that the same picture always gives
/// the same clusters.
pub(super) fn clusters(colors: &[Color]) -> [Cluster; CLUSTERS] {
    let mut labs: Vec<Lab> = colors.iter().map(|color| Lab::of(*color)).collect();
    if labs.is_empty() {
        return [Cluster::default(); CLUSTERS];
    }
    labs.sort_by(|one, other| one.lightness.total_cmp(&other.lightness));
    let at = |part: usize| labs[(labs.len() * (2 * part + 1) / (2 * CLUSTERS)).min(labs.len() - 1)];
    let mut centres: [Lab; CLUSTERS] = std::array::from_fn(at);
    let mut counts = [0usize; CLUSTERS];
    for _ in 0..ROUNDS {
        let mut sums = [Lab::default(); CLUSTERS];
        counts = [0; CLUSTERS];
        for lab in &labs {
            let nearest = nearest(&centres, *lab);
            let sum = &mut sums[nearest];
            *sum = Lab { lightness: sum.lightness + lab.lightness, a: sum.a + lab.a, b: sum.b + lab.b };
            counts[nearest] += 1;
        }
        for ((centre, sum), count) in centres.iter_mut().zip(sums).zip(counts) {
            if count > 0 {
                let count = count as f64;
                *centre = Lab { lightness: sum.lightness / count, a: sum.a / count, b: sum.b / count };
            }
        }
    }
    std::array::from_fn(|at| Cluster { color: centres[at], share: counts[at] as f64 / labs.len() as f64 })
}

fn nearest(centres: &[Lab; CLUSTERS], lab: Lab) -> usize {
    let mut best = (0, f64::INFINITY);
    for (at, centre) in centres.iter().enumerate() {
        let distance = centre.distance(lab);
        if distance < best.1 {
            best = (at, distance);
        }
    }
    best.0
}

impl Scheme {
    /// Returns the colours for a picture with these `clusters`.
    pub(super) fn of_picture(clusters: &[Cluster], ground: Ground) -> Self {
        let weight = |cluster: &Cluster| cluster.share * (cluster.color.chroma() + GREY);
        let mut order: Vec<&Cluster> = clusters.iter().filter(|cluster| cluster.share > 0.0).collect();
        order.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
        let Some(first) = order.first().copied() else { return Self::on(Lab::polar(DARK, 0.0, 0.0), None) };
        let apart = |cluster: &&&Cluster| {
            cluster.color.chroma() > 0.03 && turn(cluster.color.hue() - first.color.hue()).abs() >= APART
        };
        let accent = order.iter().skip(1).find(apart).map_or(first.color, |cluster| cluster.color);
        Self::on(grounded(first.color, ground), Some(accent))
    }

    /// Returns the colours around `seed`, the colour of a tag or the user's accent. As a ground it stays as it is.
    pub(super) fn of_seed(seed: Color, ground: Ground) -> Self {
        let lab = Lab::of(seed);
        match ground {
            Ground::Seed | Ground::Near | Ground::Dark => {
                let mut scheme = Self::on(lab, None);
                scheme.ground = seed;
                scheme.settle();
                scheme
            }
            Ground::Pale | Ground::Paper => Self::on(grounded(lab, ground), Some(lab)),
        }
    }

    /// Returns the colours of type on `ground`.
    fn on(ground: Lab, accent: Option<Lab>) -> Self {
        let color = ground.color();
        let dark = luminance(color) < 0.18;
        let hue = ground.hue();
        let tint = ground.chroma().min(0.02);
        let ink = if dark { Lab::polar(0.985, tint * 0.5, hue) } else { Lab::polar(0.20, tint, hue) };
        let soft = if dark { Lab::polar(0.88, tint, hue) } else { Lab::polar(0.38, tint, hue) };
        let accent = accent.unwrap_or(ground);
        let chroma = accent.chroma().clamp(0.0, 0.15);
        let accent = if dark {
            Lab::polar(0.82, chroma.min(0.11), accent.hue())
        } else {
            Lab::polar(0.48, chroma, accent.hue())
        };
        let mut scheme = Self { ground: color, ink: ink.color(), soft: soft.color(), accent: accent.color() };
        scheme.settle();
        scheme
    }

    /// Moves every colour of type away from the ground until it can be read.
    fn settle(&mut self) {
        let ground = self.ground;
        let ink = readable(self.ink, ground);
        // On a ground of middling lightness, white may do where black would be better.
        let other = if luminance(ink) > luminance(ground) { Color::BLACK } else { Color::grey(255) };
        self.ink = if contrast(ink, ground) >= AIM { ink } else { best(ink, other, ground) };
        self.soft = readable_beside(self.soft, self.ink, ground);
        self.accent = readable_beside(self.accent, self.ink, ground);
    }
}

/// Returns `cluster` as a ground.
fn grounded(cluster: Lab, ground: Ground) -> Lab {
    let (chroma, hue) = (cluster.chroma(), cluster.hue());
    match ground {
        Ground::Paper => Lab::polar(0.965, 0.012, 1.55),
        Ground::Pale => Lab::polar(PALE, chroma.min(PALE_CHROMA), hue),
        Ground::Near if cluster.lightness >= BETWEEN => Lab::polar(PALE, chroma.min(PALE_CHROMA), hue),
        Ground::Near | Ground::Dark | Ground::Seed => Lab::polar(DARK, chroma.min(DARK_CHROMA), hue),
    }
}

/// Returns an angle between −π and π.
fn turn(angle: f64) -> f64 {
    let full = std::f64::consts::TAU;
    let angle = angle.rem_euclid(full);
    if angle > full / 2.0 { angle - full } else { angle }
}

fn best(one: Color, other: Color, ground: Color) -> Color {
    if contrast(one, ground) >= contrast(other, ground) { one } else { other }
}

/// Returns `ink` moved away from the lightness of `ground` until it can be read, or as far as that goes.
fn readable(ink: Color, ground: Color) -> Color {
    let lab = Lab::of(ink);
    let step = if luminance(ink) >= luminance(ground) { 0.02 } else { -0.02 };
    let mut lightness = lab.lightness;
    loop {
        let color = Lab::polar(lightness, lab.chroma(), lab.hue()).color();
        if contrast(color, ground) >= AIM || !(0.0..=1.0).contains(&(lightness + step)) {
            return color;
        }
        lightness += step;
    }
}

/// Returns `color` if it can be made readable on the same side of the ground as `ink`, else `ink`.
fn readable_beside(color: Color, ink: Color, ground: Color) -> Color {
    let light = luminance(ink) > luminance(ground);
    let start = match light == (luminance(color) > luminance(ground)) {
        true => color,
        false => ink,
    };
    let moved = readable(start, ground);
    if contrast(moved, ground) >= AIM { moved } else { ink }
}

/// Returns the colour of a tag or series: one of twelve calm, dark colours, always the same for the same name.
pub(super) fn of_name(name: &str) -> Color {
    // FNV-1a (Fowler, Noll, Vo): the same on every machine, and well spread for short names.
    let hash = name
        .trim()
        .to_lowercase()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let (lightness, chroma, degrees) = TAGS[(hash >> 32) as usize % TAGS.len()];
    Lab::polar(lightness, chroma, f64::to_radians(degrees)).color()
}

/// Lightness, chroma and hue in degrees of the colours of tags.
const TAGS: [(f64, f64, f64); 12] = [
    (0.38, 0.105, 25.0),
    (0.43, 0.100, 45.0),
    (0.42, 0.075, 75.0),
    (0.38, 0.062, 110.0),
    (0.37, 0.070, 145.0),
    (0.36, 0.062, 170.0),
    (0.38, 0.064, 200.0),
    (0.37, 0.080, 235.0),
    (0.36, 0.105, 262.0),
    (0.35, 0.115, 290.0),
    (0.38, 0.105, 325.0),
    (0.38, 0.110, 355.0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_survive_the_way_to_oklab_and_back() {
        for color in [Color::BLACK, Color::grey(255), Color::rgb(230, 40, 12), Color::rgb(3, 90, 200)] {
            let back = Lab::of(color).color();
            let apart = [(color.red, back.red), (color.green, back.green), (color.blue, back.blue)];
            assert!(apart.iter().all(|(one, other)| one.abs_diff(*other) <= 1), "{color:?} became {back:?}");
        }
    }

    #[test]
    fn type_can_be_read_on_every_ground() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    for ground in [Ground::Seed, Ground::Near, Ground::Dark, Ground::Pale, Ground::Paper] {
                        let color = Color::rgb(red, green, blue);
                        let cluster = Cluster { color: Lab::of(color), share: 1.0 };
                        for scheme in [Scheme::of_seed(color, ground), Scheme::of_picture(&[cluster], ground)] {
                            for ink in [scheme.ink, scheme.soft, scheme.accent] {
                                let found = contrast(ink, scheme.ground);
                                assert!(found >= 4.5, "{color:?} {ground:?}: {ink:?} has {found:.2}");
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_ground_has_the_hue_of_most_colour_and_the_accent_another() {
        // A grey sea, much of it; a blue boat; a small red flag.
        let sea = [Color::grey(120); 600];
        let picture = [&sea[..], &[Color::rgb(30, 60, 160); 300], &[Color::rgb(200, 40, 30); 100]].concat();
        let scheme = Scheme::of_picture(&clusters(&picture), Ground::Near);
        let (ground, accent) = (Lab::of(scheme.ground), Lab::of(scheme.accent));
        assert!(scheme.ground.blue > scheme.ground.red + 20, "{scheme:?}");
        assert!(turn(ground.hue() - accent.hue()).abs() >= APART, "{scheme:?}");
        assert_eq!(clusters(&picture), clusters(&picture));
    }

    #[test]
    fn a_picture_without_colour_gives_greys() {
        let scheme = Scheme::of_picture(&clusters(&[Color::grey(30), Color::grey(200), Color::grey(90)]), Ground::Near);
        assert!(Lab::of(scheme.ground).chroma() < 0.01, "{scheme:?}");
        assert!(Lab::of(scheme.accent).chroma() < 0.01, "{scheme:?}");
    }

    #[test]
    fn a_series_keeps_its_colour() {
        assert_eq!(of_name("Rivers"), of_name(" rivers "));
        let names = ["rivers", "css", "politics", "maths", "food", "travel", "opinion", "history"];
        let colours: std::collections::BTreeSet<Color> = names.into_iter().map(of_name).collect();
        assert!(colours.len() >= 5, "{colours:?}");
    }
}
