//! The discrete cosine transform of Arai, Agui and Nakajima (1988), on eight columns at once.

use std::ops::{Add, Mul, Sub};

/// A block of samples or coefficients, in rows.
pub(super) type Block = [Lane; 8];

/// The same coefficient of eight columns.
#[derive(Clone, Copy, Default)]
pub(super) struct Lane(pub [f32; 8]);

impl Add for Lane {
    type Output = Self;
    #[inline]
    fn add(mut self, other: Self) -> Self {
        for (one, other) in self.0.iter_mut().zip(other.0) {
            *one += other;
        }
        self
    }
}

impl Sub for Lane {
    type Output = Self;
    #[inline]
    fn sub(mut self, other: Self) -> Self {
        for (one, other) in self.0.iter_mut().zip(other.0) {
            *one -= other;
        }
        self
    }
}

impl Mul<f32> for Lane {
    type Output = Self;
    #[inline]
    fn mul(mut self, by: f32) -> Self {
        for one in &mut self.0 {
            *one *= by;
        }
        self
    }
}

/// Transforms each column.
#[inline]
pub(super) fn transform(rows: &mut Block) {
    let [r0, r1, r2, r3, r4, r5, r6, r7] = *rows;
    let (s07, d07) = (r0 + r7, r0 - r7);
    let (s16, d16) = (r1 + r6, r1 - r6);
    let (s25, d25) = (r2 + r5, r2 - r5);
    let (s34, d34) = (r3 + r4, r3 - r4);
    let (even, odd) = (s07 + s34, s07 - s34);
    let (inner, outer) = (s16 + s25, s16 - s25);
    let turned = (outer + odd) * 0.707_106_77;
    let (low, middle, high) = (d34 + d25, d25 + d16, d16 + d07);
    let shared = (low - high) * 0.382_683_43;
    let low = low * 0.541_196_1 + shared;
    let high = high * 1.306_563 + shared;
    let middle = middle * 0.707_106_77;
    let (one, other) = (d07 + middle, d07 - middle);
    *rows = [even + inner, one + high, odd + turned, other - low, even - inner, other + low, odd - turned, one - high];
}

/// Makes rows of columns.
#[inline]
pub(super) fn transpose(block: &mut Block) {
    let from = *block;
    for (row, values) in block.iter_mut().enumerate() {
        for (value, column) in values.0.iter_mut().zip(&from) {
            *value = column.0[row];
        }
    }
}
