//! Huffman codes of a JPEG (ITU-T T.81 annexes C and F): validates codes without decoding their values.

/// Number of bits that are looked up at once; longer codes are rare.
const FAST: u32 = 9;

/// Number of bits in which several codes are looked up at once. Most coefficients of a photograph take two to four bits.
const SEVERAL: u32 = 10;

/// All the codes of coefficients that are complete within the next [`SEVERAL`] bits, up to one that ends the block.
#[derive(Clone, Copy, Default)]
pub(super) struct Several {
    /// Number of their bits, with those after the codes; 0 if not even the first is complete.
    bits: u8,
    /// Number of coefficients that they cover.
    pub(super) covered: u8,
    /// Whether the last of them ends the block.
    pub(super) ends: bool,
}

/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The data ends before the picture does.
    Short,
    /// No code begins with these bits, or its coefficients exceed the block.
    Wrong,
}

/// A table of codes.
pub(super) struct Table {
    /// For each prefix of bits: length of its code, its symbol, and the length including the bits after the code.
    /// Length 0 means a longer code.
    fast: [[u8; 4]; 1 << FAST],
    /// For each length, the first code beyond those of that length, left-aligned in 16 bits.
    limits: [u32; 17],
    /// For each length, the offset from a code to the index of its symbol.
    offsets: [i32; 17],
    symbols: Vec<u8>,
    /// For each prefix of bits, its codes as coefficients of a sequential picture; empty in tables for other scans.
    several: Vec<Several>,
}

impl Table {
    /// Builds the table with `counts` codes of each length for `symbols`; `None` if there are more than the lengths
    /// allow.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table = Self {
            fast: [[0; 4]; 1 << FAST],
            limits: [0; 17],
            offsets: [0; 17],
            symbols: symbols.to_vec(),
            several: Vec::new(),
        };
        let (mut code, mut at) = (0_u32, 0_usize);
        for length in 1..=16_u32 {
            let count = u32::from(counts[length as usize - 1]);
            table.offsets[length as usize] = at as i32 - code as i32;
            if code + count > 1 << length {
                return None;
            }
            for index in 0..count {
                let symbol = *symbols.get(at + index as usize)?;
                if length <= FAST {
                    let first = ((code + index) << (FAST - length)) as usize;
                    table.fast[first..first + (1 << (FAST - length))].fill([
                        length as u8,
                        symbol,
                        length as u8 + (symbol & 15),
                        0,
                    ]);
                }
            }
            (code, at) = (code + count, at + count as usize);
            table.limits[length as usize] = code << (16 - length);
            code <<= 1;
        }
        (at == symbols.len()).then_some(table)
    }

    /// Returns the table with lookups of several codes at once, for the coefficients of a sequential picture.
    pub(super) fn with_several(mut self) -> Self {
        self.several = (0..1_usize << SEVERAL).map(|bits| self.codes_in(bits)).collect();
        self
    }

    /// Returns the codes that are complete in `bits`, [`SEVERAL`] of them (§F.2.2.2).
    fn codes_in(&self, bits: usize) -> Several {
        let mut codes = Several::default();
        loop {
            let left = SEVERAL - u32::from(codes.bits);
            let rest = bits << (SEVERAL - left) & ((1 << SEVERAL) - 1);
            let [length, symbol, both, _] = self.fast[rest >> (SEVERAL - FAST)];
            // No code covers more than 16 coefficients, and a code has at least one bit: 10 × 16 fits.
            if length == 0 || u32::from(both) > left {
                return codes;
            }
            codes.bits += both;
            match (symbol >> 4, symbol & 15) {
                (15, 0) => codes.covered += 16,
                (_, 0) => return Several { ends: true, ..codes },
                (run, _) => codes.covered += run + 1,
            }
        }
    }

    /// Whether all symbols are at most `most`.
    pub(super) fn is_within(&self, most: u8) -> bool {
        self.symbols.iter().all(|symbol| *symbol <= most)
    }
}

/// Reads the bits of a scan up to the next marker; stuffed bytes are removed (§B.1.1.5).
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    /// Offset of the first byte that has not been loaded.
    pub(super) at: usize,
    /// Loaded bits; the next one is the highest.
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    /// Reads bits from `at` on.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, held: 0, count: 0 }
    }

    /// Loads bytes while there is room for them.
    #[inline]
    fn fill(&mut self) {
        // Loads eight bytes at once, unless one of them is 0xff, which may be followed by a stuffed byte or be a
        // marker.
        if let Some(word) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
            let word = u64::from_be_bytes(*word);
            let inverse = !word;
            if inverse.wrapping_sub(0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 == 0 {
                let whole = (64 - self.count) / 8;
                if whole > 0 {
                    self.held |= (word & u64::MAX << (64 - whole * 8)) >> self.count;
                    self.at += whole as usize;
                    self.count += whole * 8;
                }
                return;
            }
        }
        self.fill_slowly();
    }

    #[cold]
    fn fill_slowly(&mut self) {
        while self.count <= 56 {
            let Some(&byte) = self.bytes.get(self.at) else { return };
            if byte == 0xff {
                if self.bytes.get(self.at + 1) != Some(&0) {
                    return;
                }
                self.at += 1;
            }
            self.at += 1;
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// Skips `count` bits, at most 16.
    #[inline]
    pub(super) fn skip(&mut self, count: u32) -> Result<(), Fault> {
        if self.count < count {
            self.fill();
            if self.count < count {
                return Err(Fault::Short);
            }
        }
        self.held <<= count;
        self.count -= count;
        Ok(())
    }

    /// Returns the next `count` bits, at most 16.
    pub(super) fn take(&mut self, count: u32) -> Result<u32, Fault> {
        if count == 0 {
            return Ok(0);
        }
        if self.count < count {
            self.fill();
        }
        let value = (self.held >> (64 - count)) as u32;
        self.skip(count)?;
        Ok(value)
    }

    /// Returns the symbol of the next code in `table`.
    #[inline]
    pub(super) fn symbol(&mut self, table: &Table) -> Result<u8, Fault> {
        if self.count < 32 {
            self.fill();
        }
        let [length, symbol, _, _] = table.fast[(self.held >> (64 - FAST)) as usize];
        if length == 0 {
            return self.long_symbol(table);
        }
        self.skip(u32::from(length))?;
        Ok(symbol)
    }

    /// Returns the symbol of the next code, and skips as many bits after it as its lower half says (§F.1.2.2).
    #[inline]
    pub(super) fn coefficient(&mut self, table: &Table) -> Result<u8, Fault> {
        if self.count < 32 {
            self.fill();
        }
        let [length, symbol, both, _] = table.fast[(self.held >> (64 - FAST)) as usize];
        if length == 0 {
            let symbol = self.long_symbol(table)?;
            self.skip(u32::from(symbol & 15))?;
            return Ok(symbol);
        }
        let both = u32::from(both);
        if self.count < both {
            return Err(Fault::Short);
        }
        self.held <<= both;
        self.count -= both;
        Ok(symbol)
    }

    /// Returns the codes that are complete within the next bits, and skips them if they cover fewer than `most`
    /// coefficients. Returns `None`, without skipping anything, if they cover more, or if not even one is complete.
    #[inline]
    pub(super) fn several(&mut self, table: &Table, most: u32) -> Option<Several> {
        if self.count < 32 {
            self.fill();
        }
        let codes = *table.several.get((self.held >> (64 - SEVERAL)) as usize)?;
        let bits = u32::from(codes.bits);
        if bits == 0 || bits > self.count || u32::from(codes.covered) >= most {
            return None;
        }
        self.held <<= bits;
        self.count -= bits;
        Some(codes)
    }

    /// Returns the symbol of a code that is too long for the lookup.
    fn long_symbol(&mut self, table: &Table) -> Result<u8, Fault> {
        let next = (self.held >> 48) as u32;
        let length = (FAST + 1..=16).find(|length| next < table.limits[*length as usize]);
        // If the bits have run out, zeros replace them, which may not be a code.
        let Some(length) = length else { return Err(if self.count < 16 { Fault::Short } else { Fault::Wrong }) };
        self.skip(length)?;
        let code = (next >> (16 - length)) as i32;
        let symbol = table.symbols.get((code + table.offsets[length as usize]) as usize);
        symbol.copied().ok_or(Fault::Wrong)
    }

    /// Finishes at a marker: whole bytes that are left over are a fault, unless they are padding. Returns the marker's
    /// code, or `None` at the end of the file, and continues after it.
    pub(super) fn end(&mut self) -> Result<Option<u8>, Fault> {
        self.fill();
        // The bits that complete the last byte are ignored.
        let rest = self.held << (self.count % 8);
        let mut stray = (0..self.count / 8).any(|byte| !matches!((rest >> (56 - byte * 8)) as u8, 0 | 0xff));
        (self.held, self.count) = (0, 0);
        loop {
            match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (Some(0xff), Some(0xff)) => self.at += 1,
                (Some(0xff), Some(0)) => self.at += 2,
                (Some(0xff), Some(_)) if stray => return Err(Fault::Wrong),
                (Some(0xff), Some(&marker)) => {
                    self.at += 2;
                    return Ok(Some(marker));
                }
                (Some(0xff), None) | (None, _) if !stray => {
                    self.at = self.bytes.len();
                    return Ok(None);
                }
                (Some(&byte), _) => {
                    stray |= byte != 0;
                    self.at += 1;
                }
                (None, _) => return Err(Fault::Wrong),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_every_length_are_told_and_no_others() {
        // One code of 1 bit, one of 2, one of 12: 0, 10, 110000000000.
        let mut counts = [0; 16];
        (counts[0], counts[1], counts[11]) = (1, 1, 1);
        let table = Table::new(&counts, &[5, 6, 7]).unwrap();
        let mut bits = Bits::new(&[0b0101_1000, 0b0000_0001, 0b1111_1110], 0);
        assert_eq!([(); 3].map(|()| bits.symbol(&table)), [Ok(5), Ok(6), Ok(7)]);
        assert_eq!(bits.symbol(&table), Err(Fault::Short));
        counts[0] = 3;
        assert!(Table::new(&counts, &[5, 6, 7, 8, 9]).is_none(), "three codes of one bit");
    }

    #[test]
    fn several_codes_at_once_are_those_one_after_the_other() {
        // 0: the end of the block; 10: a coefficient of 1 bit; 110: two of 2 bits; 1110: sixteen; 111100000001: long.
        let mut counts = [0; 16];
        (counts[0], counts[1], counts[2], counts[3], counts[11]) = (1, 1, 1, 1, 2);
        let table = Table::new(&counts, &[0x00, 0x01, 0x12, 0xf0, 0x03, 0x04]).unwrap().with_several();
        let read = |bytes: &[u8], most| {
            let mut bits = Bits::new(bytes, 0);
            let codes = bits.several(&table, most);
            (codes.map(|codes| (codes.covered, codes.ends)), bits.take(1).unwrap_or(9))
        };
        // 10 1, 110 01, 0.
        assert_eq!(read(&[0b1011_1001, 0b0100_0000], 63), (Some((3, true)), 1));
        assert_eq!(read(&[0b1011_1001, 0b0100_0000], 3), (None, 1), "all three would be too many");
        assert_eq!(read(&[0b1110_1110, 0b1111_0000], 63), (Some((32, false)), 1));
        assert_eq!(read(&[0b1111_0000, 0b0000_1000], 63), (None, 1), "a code that is too long for the lookup");
        assert_eq!(read(&[0b1011_1011], 63), (None, 1), "the last code would be of bits that are not there");
    }

    #[test]
    fn a_scan_ends_at_its_marker() {
        let mut bits = Bits::new(&[0xff, 0x00, 0x7f, 0xff, 0xd9], 0);
        assert_eq!((bits.take(9), bits.end(), bits.at), (Ok(0x1fe), Ok(Some(0xd9)), 5));
        let mut bits = Bits::new(&[0x12, 0x34, 0x56, 0xff, 0xd9], 0);
        assert_eq!((bits.take(8), bits.end()), (Ok(0x12), Err(Fault::Wrong)));
        let mut bits = Bits::new(&[0x12, 0x00, 0x00, 0xff, 0xff, 0xd9], 0);
        assert_eq!((bits.take(4), bits.end(), bits.at), (Ok(1), Ok(Some(0xd9)), 6));
        assert_eq!(Bits::new(&[0x12], 0).take(9), Err(Fault::Short));
    }
}
