//! The best Huffman codes for symbols that occur so often (ITU-T T.81, §K.2).

/// Longest Huffman code in bits.
const LONGEST: usize = 16;
/// The code of one-bits alone is not allowed, so a symbol that never occurs gets it.
pub(super) const RESERVED: usize = 256;

/// A Huffman table.
pub(super) struct Huffman {
    /// Number of codes of each length, from one bit.
    pub lengths: [u8; LONGEST],
    /// The symbols by the length of their codes.
    pub symbols: Vec<u8>,
    /// For each symbol, its code and the length of that.
    pub codes: Vec<(u32, u32)>,
}

impl Huffman {
    /// Makes the best table for symbols that occur so often (§K.2).
    pub fn of(counts: &[u32; RESERVED + 1]) -> Self {
        let mut counts = *counts;
        counts[RESERVED] = 1;
        let sizes = code_sizes(counts);
        let mut lengths = [0_usize; 64];
        sizes.iter().filter(|size| **size > 0).for_each(|size| lengths[*size] += 1);
        limit(&mut lengths);
        // The longest code belongs to the reserved symbol.
        if let Some(longest) = lengths.iter_mut().rev().find(|count| **count > 0) {
            *longest -= 1;
        }
        let mut symbols: Vec<u8> = (0..=255_u8).filter(|symbol| sizes[usize::from(*symbol)] > 0).collect();
        symbols.sort_by_key(|symbol| sizes[usize::from(*symbol)]);
        let mut codes = vec![(0, 0); 256];
        let (mut code, mut next) = (0, 0);
        for (length, count) in lengths.iter().enumerate().take(LONGEST + 1).skip(1) {
            for symbol in symbols.iter().skip(next).take(*count) {
                codes[usize::from(*symbol)] = (code, length as u32);
                code += 1;
            }
            next += count;
            code <<= 1;
        }
        Self { lengths: std::array::from_fn(|at| lengths[at + 1] as u8), symbols, codes }
    }
}

/// Returns the length of each symbol's code, without a limit (Figure K.1).
fn code_sizes(mut counts: [u32; RESERVED + 1]) -> [usize; RESERVED + 1] {
    let mut sizes = [0; RESERVED + 1];
    let mut others: [Option<usize>; RESERVED + 1] = [None; RESERVED + 1];
    let least = |counts: &[u32; RESERVED + 1], not: Option<usize>| {
        let there = (0..=RESERVED).filter(|at| counts[*at] > 0 && Some(*at) != not);
        there.min_by_key(|at| (counts[*at], RESERVED - at))
    };
    while let Some(one) = least(&counts, None)
        && let Some(other) = least(&counts, Some(one))
    {
        counts[one] += counts[other];
        counts[other] = 0;
        let mut end = one;
        loop {
            sizes[end] += 1;
            match others[end] {
                Some(next) => end = next,
                None => break,
            }
        }
        others[end] = Some(other);
        let mut at = Some(other);
        while let Some(symbol) = at {
            sizes[symbol] += 1;
            at = others[symbol];
        }
    }
    sizes
}

/// Shortens codes of more than sixteen bits (Figure K.3).
fn limit(lengths: &mut [usize; 64]) {
    for length in (LONGEST + 1..lengths.len()).rev() {
        while lengths[length] > 0 {
            let Some(shorter) = (1..length - 1).rev().find(|shorter| lengths[*shorter] > 0) else { break };
            lengths[length] -= 2;
            lengths[length - 1] += 1;
            lengths[shorter + 1] += 2;
            lengths[shorter] -= 1;
        }
    }
}
