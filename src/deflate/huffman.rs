//! Prefix codes of Deflate (RFC 1951 §3.2), and the bits that they are written as.

use std::sync::LazyLock;

/// Least and greatest length of a copy (RFC 1951 §3.2.5).
pub(crate) const COPIES: (usize, usize) = (3, 258);
/// The symbol that ends a block; those of lengths of copies follow.
const END: usize = 256;
/// Number of symbols for literals, the end and lengths.
const LITERALS: usize = 286;
/// Number of symbols for distances.
const DISTANCES: usize = 30;
/// Greatest length of a code, in bits; that of a code for the lengths of codes.
const MAX_BITS: usize = 15;
const MAX_META_BITS: usize = 7;
/// The symbols for lengths of codes, in the order in which the lengths of their own codes are written (§3.2.7).
const META_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// Greatest length of a stored block.
const STORED: usize = 65_535;

/// How a length or a distance is written: its symbol, and bits after the code that say which value is meant.
#[derive(Clone, Copy, Default)]
struct Written {
    symbol: u16,
    /// Number of the bits after the code.
    bits: u8,
    /// The first value that the symbol stands for.
    first: u16,
}

/// How each length and each distance is written.
struct Tables {
    lengths: [Written; COPIES.1 + 1],
    /// Distances from 1 to 256, and then each 128th.
    distances: [Written; 512],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { lengths: [Written::default(); COPIES.1 + 1], distances: [Written::default(); 512] };
    for (symbol, (first, bits)) in ranges(COPIES.0, 8, 4, 28).enumerate() {
        let values = first..(first + (1 << bits)).min(COPIES.1);
        tables.lengths[values].fill(Written { symbol: (END + 1 + symbol) as u16, bits, first: first as u16 });
    }
    // The greatest has a symbol of its own.
    tables.lengths[COPIES.1] = Written { symbol: (LITERALS - 1) as u16, bits: 0, first: COPIES.1 as u16 };
    for (symbol, (first, bits)) in ranges(1, 4, 2, DISTANCES).enumerate() {
        let (from, to) = (place(first), place(first + (1 << bits) - 1));
        tables.distances[from..=to].fill(Written { symbol: symbol as u16, bits, first: first as u16 });
    }
    tables
});

/// Returns the place of `distance` in the table of distances.
fn place(distance: usize) -> usize {
    let before = distance - 1;
    if before < 256 { before } else { 256 + (before >> 7) }
}

impl Tables {
    /// Returns how a copy of `length` bytes is written.
    fn length(&self, length: usize) -> Written {
        self.lengths[length]
    }

    /// Returns how `distance` is written.
    fn distance(&self, distance: usize) -> Written {
        self.distances[place(distance)]
    }
}

/// Returns the first value of each of `count` symbols, and the number of bits that say which of its values is meant (RFC 1951
/// §3.2.5). The values begin with `from`; `first` symbols have no such bits, and from then on `each` have one bit more.
fn ranges(from: usize, first: usize, each: usize, count: usize) -> impl Iterator<Item = (usize, u8)> {
    (0..count).scan(from, move |next, symbol| {
        let bits = symbol.saturating_sub(first - each) / each;
        let start = *next;
        *next += 1 << bits;
        Some((start, bits as u8))
    })
}

/// A part of the compressed content: a literal byte, or a copy of earlier bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token(u32);

impl Token {
    fn literal(byte: u8) -> Self {
        Self(byte.into())
    }

    /// A copy of `length` bytes from `distance` bytes before.
    fn copy(length: usize, distance: usize) -> Self {
        Self((distance as u32) << 9 | length as u32)
    }

    /// The length and the distance of a copy.
    fn copied(self) -> Option<(usize, usize)> {
        (self.0 >= 1 << 9).then_some(((self.0 & 511) as usize, (self.0 >> 9) as usize))
    }
}

/// Tokens of a block, with how often each symbol occurs.
pub(crate) struct Block {
    tables: &'static Tables,
    tokens: Vec<Token>,
    literals: [u32; LITERALS],
    distances: [u32; DISTANCES],
}

impl Block {
    pub(crate) fn new() -> Self {
        Self { tables: &TABLES, tokens: Vec::new(), literals: [0; LITERALS], distances: [0; DISTANCES] }
    }

    /// Number of its tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Adds a byte.
    pub(crate) fn literal(&mut self, byte: u8) {
        self.literals[usize::from(byte)] += 1;
        self.tokens.push(Token::literal(byte));
    }

    /// Adds a copy of `length` bytes (see [`COPIES`]) from `distance` bytes before, at most 32,768.
    pub(crate) fn copy(&mut self, length: usize, distance: usize) {
        self.literals[usize::from(self.tables.length(length).symbol)] += 1;
        self.distances[usize::from(self.tables.distance(distance).symbol)] += 1;
        self.tokens.push(Token::copy(length, distance));
    }

    /// Writes the block in the shortest of the three ways (§3.2.3), and empties it. `content` is what it stands for; without
    /// it, it is not stored as it is.
    pub(crate) fn write(&mut self, content: Option<&[u8]>, is_last: bool, bits: &mut Bits) {
        self.literals[END] = 1;
        let dynamic = Codes::of(&self.literals, &self.distances);
        let header = Header::of(&dynamic);
        let after = self.bits_after_codes();
        let fixed_cost = after + fixed().cost(&self.literals, &self.distances);
        let dynamic_cost = after + header.cost + dynamic.cost(&self.literals, &self.distances);
        // Each stored piece has 3 bits, up to 7 to the next byte, and twice its length.
        let stored = |content: &&[u8]| content.len() * 8 + content.len().div_ceil(STORED).max(1) * 42;
        let last = u64::from(is_last);
        if let Some(content) = content.filter(|content| stored(content) < fixed_cost.min(dynamic_cost)) {
            store(content, is_last, bits);
        } else if fixed_cost <= dynamic_cost {
            bits.reserve(fixed_cost + 3);
            bits.put(last | 1 << 1, 3);
            fixed().write(self, bits);
        } else {
            bits.reserve(dynamic_cost + 3);
            bits.put(last | 2 << 1, 3);
            header.write(bits);
            dynamic.write(self, bits);
        }
        self.tokens.clear();
        self.literals = [0; LITERALS];
        self.distances = [0; DISTANCES];
    }

    /// Number of extra bits after codes: fixed codes and codes of the block's own have the same.
    fn bits_after_codes(&self) -> usize {
        let lengths = ranges(COPIES.0, 8, 4, 28).zip(&self.literals[END + 1..]);
        let distances = ranges(1, 4, 2, DISTANCES).zip(&self.distances);
        lengths.chain(distances).map(|((_, bits), count)| usize::from(bits) * *count as usize).sum()
    }
}

/// Writes `content` as stored blocks (§3.2.4).
fn store(content: &[u8], is_last: bool, bits: &mut Bits) {
    let mut pieces = content.chunks(STORED).peekable();
    loop {
        let piece = pieces.next().unwrap_or_default();
        let last = is_last && pieces.peek().is_none();
        bits.reserve(piece.len() * 8 + 64);
        bits.put(last.into(), 3);
        bits.align();
        let length = piece.len() as u16;
        bits.bytes(&length.to_le_bytes());
        bits.bytes(&(!length).to_le_bytes());
        bits.bytes(piece);
        if pieces.peek().is_none() {
            return;
        }
    }
}

/// The codes of a block.
struct Codes {
    literals: [Code; 288],
    distances: [Code; DISTANCES],
}

/// A code as it is written, the first bit lowest, and its length in bits.
#[derive(Clone, Copy, Default)]
struct Code {
    bits: u16,
    size: u8,
}

/// The codes that need not be written (§3.2.6).
fn fixed() -> &'static Codes {
    static FIXED: LazyLock<Codes> = LazyLock::new(|| {
        let mut codes = Codes { literals: [Code::default(); 288], distances: [Code::default(); DISTANCES] };
        let size = |symbol| match symbol {
            0..144 => 8,
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        };
        for (symbol, code) in codes.literals.iter_mut().enumerate() {
            code.size = size(symbol);
        }
        codes.distances.iter_mut().for_each(|code| code.size = 5);
        number(&mut codes.literals);
        number(&mut codes.distances);
        codes
    });
    &FIXED
}

impl Codes {
    fn of(literals: &[u32; LITERALS], distances: &[u32; DISTANCES]) -> Self {
        let mut codes = Self { literals: [Code::default(); 288], distances: [Code::default(); DISTANCES] };
        sizes(literals, MAX_BITS, &mut codes.literals);
        sizes(distances, MAX_BITS, &mut codes.distances);
        number(&mut codes.literals);
        number(&mut codes.distances);
        codes
    }

    /// Number of bits of all codes.
    fn cost(&self, literals: &[u32; LITERALS], distances: &[u32; DISTANCES]) -> usize {
        let literals = self.literals.iter().zip(literals);
        literals
            .chain(self.distances.iter().zip(distances))
            .map(|(code, count)| usize::from(code.size) * *count as usize)
            .sum()
    }

    /// Writes the tokens and the end of `block`, for which there is room.
    fn write(&self, block: &Block, bits: &mut Bits) {
        for token in &block.tokens {
            let Some((of, from)) = token.copied() else {
                let code = self.literals[(token.0 & 255) as usize];
                bits.put(code.bits.into(), code.size);
                continue;
            };
            let (length, distance) = (block.tables.length(of), block.tables.distance(from));
            let code = self.literals[usize::from(length.symbol)];
            bits.put(
                u64::from(code.bits) | ((of as u64 - u64::from(length.first)) << code.size),
                code.size + length.bits,
            );
            let code = self.distances[usize::from(distance.symbol)];
            let which = from as u64 - u64::from(distance.first);
            bits.put(u64::from(code.bits) | which << code.size, code.size + distance.bits);
        }
        let code = self.literals[END];
        bits.put(code.bits.into(), code.size);
    }
}

/// The header of a block with codes of its own (§3.2.7).
struct Header {
    /// Number of literals and of distances whose lengths are written.
    counts: (usize, usize),
    /// Symbols for the lengths of codes: the symbol, and the value of the bits after it.
    symbols: Vec<(u8, u8)>,
    codes: [Code; 19],
    /// Number of lengths of codes for such symbols that are written.
    meta: usize,
    /// Number of its bits.
    cost: usize,
}

impl Header {
    fn of(codes: &Codes) -> Self {
        let used = |codes: &[Code]| codes.iter().rposition(|code| code.size > 0).map_or(0, |last| last + 1);
        let counts = (used(&codes.literals).max(END + 1), used(&codes.distances).max(1));
        let lengths = codes.literals[..counts.0].iter().chain(&codes.distances[..counts.1]).map(|code| code.size);
        let mut header = Self {
            counts,
            symbols: Vec::with_capacity(counts.0 + counts.1),
            codes: [Code::default(); 19],
            meta: 0,
            cost: 0,
        };
        let mut lengths = lengths.peekable();
        while let Some(length) = lengths.next() {
            let mut run = 1;
            while lengths.next_if_eq(&length).is_some() {
                run += 1;
            }
            header.run(length, run);
        }
        let mut often = [0_u32; 19];
        header.symbols.iter().for_each(|(symbol, _)| often[usize::from(*symbol)] += 1);
        sizes(&often, MAX_META_BITS, &mut header.codes);
        number(&mut header.codes);
        let last = META_ORDER.iter().rposition(|symbol| header.codes[*symbol].size > 0).map_or(0, |last| last + 1);
        header.meta = last.max(4);
        let symbols = header.codes.iter().zip(&often).enumerate();
        let coded: usize = symbols
            .map(|(symbol, (code, often))| {
                (usize::from(code.size) + usize::from(after(symbol as u8))) * *often as usize
            })
            .sum();
        header.cost = 14 + 3 * header.meta + coded;
        header
    }

    /// Adds `run` codes of `length`.
    fn run(&mut self, length: u8, mut run: usize) {
        if length == 0 {
            while run >= 11 {
                let zeros = run.min(138);
                self.symbols.push((18, (zeros - 11) as u8));
                run -= zeros;
            }
            if run >= 3 {
                self.symbols.push((17, (run - 3) as u8));
                run = 0;
            }
        } else {
            self.symbols.push((length, 0));
            run -= 1;
            while run >= 3 {
                let same = run.min(6);
                self.symbols.push((16, (same - 3) as u8));
                run -= same;
            }
        }
        self.symbols.extend((0..run).map(|_| (length, 0)));
    }

    fn write(&self, bits: &mut Bits) {
        bits.put(self.counts.0 as u64 - 257, 5);
        bits.put(self.counts.1 as u64 - 1, 5);
        bits.put(self.meta as u64 - 4, 4);
        META_ORDER[..self.meta].iter().for_each(|symbol| bits.put(self.codes[*symbol].size.into(), 3));
        for (symbol, value) in &self.symbols {
            let code = self.codes[usize::from(*symbol)];
            bits.put(u64::from(code.bits) | u64::from(*value) << code.size, code.size + after(*symbol));
        }
    }
}

/// Number of bits after a symbol for lengths of codes.
fn after(symbol: u8) -> u8 {
    match symbol {
        16 => 2,
        17 => 3,
        18 => 7,
        _ => 0,
    }
}

/// Sets the lengths of a prefix code for symbols that occur so often (Huffman, 1952), at most `most` bits; 0 for those that do
/// not occur. A code with one symbol has one bit.
fn sizes(often: &[u32], most: usize, codes: &mut [Code]) {
    let mut order: Vec<u64> = Vec::with_capacity(often.len());
    order.extend(
        (0_u64..).zip(often).filter(|(_, often)| **often > 0).map(|(symbol, often)| u64::from(*often) << 16 | symbol),
    );
    if let [only] = order[..] {
        codes[(only & 0xffff) as usize].size = 1;
        return;
    }
    if order.is_empty() {
        return;
    }
    order.sort_unstable();
    // The two rarest are joined to a node, again and again. Nodes come into being in the order of their weights, so both
    // they and the symbols are queues (van Leeuwen, 1976). A node is the number of the one above it, later its depth.
    let count = order.len();
    let mut weights: Vec<u64> = Vec::with_capacity(count);
    let mut above = vec![0_u32; 2 * count - 1];
    let (mut symbol, mut node) = (0, 0);
    for next in 0..count - 1 {
        let mut weight = 0;
        for _ in 0..2 {
            let is_symbol = symbol < count && (node >= next || order[symbol] >> 16 <= weights[node]);
            let taken = if is_symbol { symbol } else { count + node };
            above[taken] = (count + next) as u32;
            if is_symbol {
                weight += order[symbol] >> 16;
                symbol += 1;
            } else {
                weight += weights[node];
                node += 1;
            }
        }
        weights.push(weight);
    }
    let root = 2 * count - 2;
    above[root] = 0;
    let mut per_size = [0_usize; 64];
    for at in (0..root).rev() {
        above[at] = above[above[at] as usize] + 1;
        if at < count {
            per_size[(above[at] as usize).min(63)] += 1;
        }
    }
    limit(&mut per_size, most);
    // The rarest symbols get the longest codes.
    let mut rest = order.iter();
    for size in (1..=most).rev() {
        for entry in rest.by_ref().take(per_size[size]) {
            codes[(entry & 0xffff) as usize].size = size as u8;
        }
    }
}

/// Shortens codes to at most `most` bits; `per_size` is how many have each length.
fn limit(per_size: &mut [usize; 64], most: usize) {
    let beyond: usize = per_size[most + 1..].iter().sum();
    if beyond == 0 {
        return;
    }
    per_size[most + 1..].fill(0);
    per_size[most] += beyond;
    // What the codes use of all that there are, of which there are 2^most (Kraft, 1949).
    let mut used: usize = (1..=most).map(|size| per_size[size] << (most - size)).sum();
    while used > 1 << most {
        // A shorter code gets one bit more, and one of the longest codes becomes its sibling.
        let shorter = (1..most).rev().find(|size| per_size[*size] > 0).unwrap_or(1);
        per_size[shorter] -= 1;
        per_size[shorter + 1] += 2;
        per_size[most] -= 1;
        used -= 1;
    }
}

/// Sets the codes of symbols whose codes have lengths (§3.2.2).
fn number(codes: &mut [Code]) {
    let mut per_size = [0_u16; MAX_BITS + 1];
    codes.iter().filter(|code| code.size > 0).for_each(|code| per_size[usize::from(code.size)] += 1);
    let mut next = [0_u16; MAX_BITS + 1];
    for size in 1..MAX_BITS {
        next[size + 1] = (next[size] + per_size[size]) << 1;
    }
    for code in codes.iter_mut().filter(|code| code.size > 0) {
        let next = &mut next[usize::from(code.size)];
        code.bits = next.reverse_bits() >> (16 - code.size);
        *next = next.wrapping_add(1);
    }
}

/// Bits, of which the first is the lowest of the first byte.
pub(crate) struct Bits {
    /// The bytes up to `at`, and room for more.
    out: Vec<u8>,
    at: usize,
    held: u64,
    count: u8,
}

impl Bits {
    /// Goes on behind `out`.
    pub(crate) fn after(out: Vec<u8>) -> Self {
        Self { at: out.len(), out, held: 0, count: 0 }
    }

    /// Makes room for `bits` more.
    fn reserve(&mut self, bits: usize) {
        self.out.resize(self.at + bits / 8 + 16, 0);
    }

    /// Adds the lowest `count` of `bits`, at most 32, for which there is room.
    #[inline]
    fn put(&mut self, bits: u64, count: u8) {
        self.held |= bits << self.count;
        self.count += count;
        if self.count >= 32 {
            if let Some(place) = self.out.get_mut(self.at..self.at + 4) {
                place.copy_from_slice(&(self.held as u32).to_le_bytes());
            }
            self.at += 4;
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// Fills up the last byte.
    fn align(&mut self) {
        let held = self.held.to_le_bytes();
        let bytes = usize::from(self.count.div_ceil(8));
        (self.held, self.count) = (0, 0);
        self.bytes(&held[..bytes]);
    }

    /// Adds `bytes` behind whole bytes; there is room for them.
    fn bytes(&mut self, bytes: &[u8]) {
        if let Some(place) = self.out.get_mut(self.at..self.at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
        self.at += bytes.len();
    }

    /// Fills up the last byte, and returns all.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.reserve(0);
        self.align();
        self.out.truncate(self.at);
        self.out
    }
}
