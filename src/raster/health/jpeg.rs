//! Checks a JPEG to its end (ITU-T T.81): its segments, and every code of its scans.
//!
//! Nothing is transformed, dequantised or converted: the check skips what makes decoding expensive, and examines
//! everything that can be broken. For a progressive picture it records which coefficients are set, one bit for each,
//! since the coding of later scans depends on that (§G.1.2).
//!
//! Limits: arithmetic coding, lossless coding and 12 bits per sample are not checked; no e-book reader shows such
//! pictures.

use super::huffman::{Bits, Fault, Table};

/// Maximum number of blocks in a picture: slightly more than one with [`MAX_PIXELS`](crate::raster::MAX_PIXELS) in
/// three colours has.
const MAX_BLOCKS: usize = 4_000_000;

/// The result of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// All of it can be read, up to its end marker, which ends at this offset.
    Whole(usize),
    /// All of it can be read, but its end marker is missing after this offset.
    Endless(usize),
    /// It cannot be read from this offset on; the last number is how many units of the last scan could be read.
    Broken(usize, Fault, usize),
    /// It is of a kind that is not checked.
    Other,
}

/// Checks the JPEG in `bytes`.
pub(super) fn read(bytes: &[u8]) -> Found {
    let mut reader = Reader { bytes, at: 2, ..Reader::default() };
    loop {
        let start = reader.at;
        match reader.segment() {
            Ok(Step::More) => {}
            Ok(Step::End) if reader.is_complete() => return Found::Whole(reader.at),
            Ok(Step::Other) => return Found::Other,
            // Some programs omit the end marker; the picture is complete nevertheless.
            Err(Fault::Short) if start == bytes.len() && reader.is_complete() => return Found::Endless(start),
            Err(fault) => return Found::Broken(reader.at.max(start), fault, reader.done),
            Ok(Step::End) => return Found::Broken(start, Fault::Short, reader.done),
        }
    }
}

/// What to do after a segment.
enum Step {
    More,
    End,
    Other,
}

/// A component of the frame (§B.2.2).
#[derive(Clone, Default)]
struct Component {
    id: u8,
    across: usize,
    down: usize,
    /// Number of blocks in a row, including those that only fill up units.
    stride: usize,
    /// Number of blocks in a row and in a column of a scan with this component only.
    own: (usize, usize),
    /// For each block, which of its coefficients are set; only for progressive pictures.
    set: Vec<u64>,
    /// Whether a scan contained its first coefficients.
    seen: bool,
}

#[derive(Default)]
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    components: Vec<Component>,
    progressive: bool,
    /// Number of units of all components, across and down.
    units: (usize, usize),
    direct: [Option<Table>; 4],
    alternating: [Option<Table>; 4],
    /// Number of units between two restart markers, if there are any.
    interval: usize,
    /// Number of units of the last scan that were read.
    done: usize,
}

/// The coefficients that a scan contains.
#[derive(Clone, Copy)]
struct Band {
    first: u32,
    last: u32,
    /// Whether an earlier scan had these coefficients with less precision (refinement).
    refines: bool,
    sequential: bool,
}

impl<'a> Reader<'a> {
    fn is_complete(&self) -> bool {
        !self.components.is_empty() && self.components.iter().all(|component| component.seen)
    }

    /// Reads the next segment, and the data after the header of a scan.
    fn segment(&mut self) -> Result<Step, Fault> {
        let marker = match self.bytes.get(self.at..self.at + 2).ok_or(Fault::Short)? {
            [0xff, 0xff] => {
                self.at += 1;
                return Ok(Step::More);
            }
            [0xff, marker] => *marker,
            _ => return Err(Fault::Wrong),
        };
        match marker {
            0xd9 => {
                self.at += 2;
                return Ok(Step::End);
            }
            0x01 => {
                self.at += 2;
                return Ok(Step::More);
            }
            0x00 | 0xd0..=0xd8 => return Err(Fault::Wrong),
            _ => {}
        }
        let length = self.bytes.get(self.at + 2..self.at + 4).ok_or(Fault::Short)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let content = self.bytes.get(self.at + 4..self.at + 2 + length).ok_or(if length < 2 {
            Fault::Wrong
        } else {
            Fault::Short
        })?;
        let understood = match marker {
            0xc0..=0xc2 if self.components.is_empty() => {
                self.progressive = marker == 0xc2;
                match content.first() {
                    Some(8) => self.frame(content),
                    _ => return Ok(Step::Other),
                }
            }
            0xc4 => self.tables(content),
            0xc3 | 0xc5..=0xcf => return Ok(Step::Other),
            0xc0..=0xc2 => None,
            0xdb => quantisation(content),
            0xdd => self.restarts(content),
            0xda => {
                let at = self.at + 2 + length;
                return self.scan(content, at).map(|()| Step::More);
            }
            _ => Some(()),
        };
        understood.ok_or(Fault::Wrong)?;
        self.at += 2 + length;
        Ok(Step::More)
    }

    /// Reads a frame header: precision, lines, samples per line, components.
    fn frame(&mut self, content: &[u8]) -> Option<()> {
        let &[_, h1, h0, w1, w0, count, ref rest @ ..] = content else { return None };
        let (width, height) = (usize::from(u16::from_be_bytes([w1, w0])), usize::from(u16::from_be_bytes([h1, h0])));
        if !matches!(count, 1 | 3 | 4) || rest.len() != usize::from(count) * 3 || width == 0 || height == 0 {
            return None;
        }
        let parts: Vec<[usize; 4]> =
            rest.chunks_exact(3).map(|part| [part[0], part[1] >> 4, part[1] & 15, part[2]].map(usize::from)).collect();
        if parts
            .iter()
            .any(|[_, across, down, table]| !(1..=4).contains(across) || !(1..=4).contains(down) || *table > 3)
        {
            return None;
        }
        let most = |index: usize| parts.iter().map(|part| part[index]).max().unwrap_or(1);
        let (widest, tallest) = (most(1), most(2));
        self.units = (width.div_ceil(8 * widest), height.div_ceil(8 * tallest));
        for [id, across, down, _] in parts {
            let stride = self.units.0 * across;
            let blocks = stride * self.units.1 * down;
            if blocks > MAX_BLOCKS {
                return None;
            }
            let own = ((width * across).div_ceil(8 * widest), (height * down).div_ceil(8 * tallest));
            let set = if self.progressive { vec![0; blocks] } else { Vec::new() };
            self.components.push(Component { id: id as u8, across, down, stride, own, set, seen: false });
        }
        Some(())
    }

    /// Reads Huffman tables (§B.2.4.2).
    fn tables(&mut self, mut content: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = content.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let total = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(total)?;
            let table = Table::new(counts, symbols)?;
            let place = usize::from(kind & 15);
            match kind >> 4 {
                0 if !table.is_within(15) => return None,
                0 => *self.direct.get_mut(place)? = Some(table),
                1 if self.progressive => *self.alternating.get_mut(place)? = Some(table),
                1 => *self.alternating.get_mut(place)? = Some(table.with_several()),
                _ => return None,
            }
            content = rest;
        }
        Some(())
    }

    fn restarts(&mut self, content: &[u8]) -> Option<()> {
        let &[high, low] = content else { return None };
        self.interval = usize::from(u16::from_be_bytes([high, low]));
        Some(())
    }

    /// Reads a scan: its header (§B.2.3), and its data from `at` on.
    fn scan(&mut self, content: &[u8], at: usize) -> Result<(), Fault> {
        let header = content.split_first().filter(|(count, rest)| rest.len() == usize::from(**count) * 2 + 3);
        let (count, rest) = header.ok_or(Fault::Wrong)?;
        let (parts, last) = rest.split_at(usize::from(*count) * 2);
        let mut chosen: Vec<(usize, usize, usize)> = Vec::new();
        for part in parts.chunks_exact(2) {
            let index = self.components.iter().position(|component| component.id == part[0]).ok_or(Fault::Wrong)?;
            if chosen.iter().any(|known| known.0 == index) {
                return Err(Fault::Wrong);
            }
            chosen.push((index, usize::from(part[1] >> 4), usize::from(part[1] & 15)));
        }
        let band = self.band(last, chosen.len()).ok_or(Fault::Wrong)?;
        let mut coded = Coded { bits: Bits::new(self.bytes, at), run: 0 };
        let read = self.units_of(&mut coded, &chosen, band);
        self.at = coded.bits.at;
        read?;
        if band.first == 0 {
            chosen.iter().for_each(|(index, ..)| self.components[*index].seen = true);
        }
        Ok(())
    }

    fn band(&self, last: &[u8], count: usize) -> Option<Band> {
        let &[first, last, precision] = last else { return None };
        let sound = match self.progressive {
            false => (first, last, precision) == (0, 63, 0),
            true if first == 0 => last == 0,
            true => first <= last && last < 64 && count == 1,
        };
        let refines = precision >> 4 > 0;
        let steps = !refines || precision >> 4 == (precision & 15) + 1;
        let band = Band { first: first.into(), last: last.into(), refines, sequential: !self.progressive };
        (sound && steps && (1..=4).contains(&count)).then_some(band)
    }

    /// Reads all units of a scan, with the restart markers between them, up to the next marker.
    fn units_of(&mut self, coded: &mut Coded<'_>, chosen: &[(usize, usize, usize)], band: Band) -> Result<(), Fault> {
        // A scan of a single component has no blocks that only fill up units (§A.2.2).
        let (across, down) = match chosen {
            [(alone, ..)] => self.components[*alone].own,
            _ => self.units,
        };
        if band.sequential {
            self.sequential_units(coded, chosen, across * down)?;
        } else {
            self.progressive_units(coded, chosen, band, (across, down))?;
        }
        self.done = across * down;
        if coded.bits.end()?.is_some() {
            coded.bits.at -= 2;
        }
        Ok(())
    }

    /// Reads `total` units of a sequential picture, of which nothing needs to be recorded.
    fn sequential_units(
        &mut self,
        coded: &mut Coded<'_>,
        chosen: &[(usize, usize, usize)],
        total: usize,
    ) -> Result<(), Fault> {
        self.done = 0;
        let mut parts = Vec::with_capacity(chosen.len());
        for &(index, direct, alternating) in chosen {
            let component = &self.components[index];
            let blocks = if chosen.len() == 1 { 1 } else { component.across * component.down };
            let tables = table(&self.direct, direct).zip(table(&self.alternating, alternating));
            parts.push((blocks, tables.ok_or(Fault::Wrong)?));
        }
        let mut restarts = Restarts { interval: self.interval, next: 0 };
        for unit in 0..total {
            restarts.before(unit, coded)?;
            self.done = unit;
            for (blocks, (direct, alternating)) in &parts {
                for _ in 0..*blocks {
                    coded.direct(direct)?;
                    coded.sequential(alternating)?;
                }
            }
        }
        Ok(())
    }

    /// Reads the units of a scan of a progressive picture.
    fn progressive_units(
        &mut self,
        coded: &mut Coded<'_>,
        chosen: &[(usize, usize, usize)],
        band: Band,
        (across, down): (usize, usize),
    ) -> Result<(), Fault> {
        let mut restarts = Restarts { interval: self.interval, next: 0 };
        for unit in 0..across * down {
            restarts.before(unit, coded)?;
            self.done = unit;
            for &(index, direct, alternating) in chosen {
                let component = &mut self.components[index];
                let tables = (table(&self.direct, direct), table(&self.alternating, alternating));
                let (wide, high) = if chosen.len() == 1 { (1, 1) } else { (component.across, component.down) };
                let corner = (unit / across * high) * component.stride + unit % across * wide;
                for row in 0..high {
                    for at in 0..wide {
                        let at = corner + row * component.stride + at;
                        coded.block(tables, band, component.set.get_mut(at))?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The restart markers of a scan.
struct Restarts {
    /// Number of units between two of them, if there are any.
    interval: usize,
    /// The number of the next one.
    next: u8,
}

impl Restarts {
    /// Reads the marker before `unit`, if one belongs there.
    #[inline]
    fn before(&mut self, unit: usize, coded: &mut Coded<'_>) -> Result<(), Fault> {
        if self.interval > 0 && unit > 0 && unit.is_multiple_of(self.interval) {
            coded.restart(self.next)?;
            self.next = (self.next + 1) % 8;
        }
        Ok(())
    }
}

fn table(tables: &[Option<Table>; 4], place: usize) -> Option<&Table> {
    tables.get(place)?.as_ref()
}

/// The data of a scan.
struct Coded<'a> {
    bits: Bits<'a>,
    /// Number of following blocks without coefficients in this band (§G.1.2.2).
    run: u32,
}

impl Coded<'_> {
    /// Reads a restart marker with this number.
    fn restart(&mut self, number: u8) -> Result<(), Fault> {
        self.run = 0;
        match self.bits.end()? {
            Some(marker) if marker == 0xd0 + number => Ok(()),
            Some(_) => Err(Fault::Wrong),
            None => Err(Fault::Short),
        }
    }

    /// Reads one block of a progressive picture; `set` records which of its coefficients are set.
    fn block(
        &mut self,
        (direct, alternating): (Option<&Table>, Option<&Table>),
        band: Band,
        set: Option<&mut u64>,
    ) -> Result<(), Fault> {
        match (band.first, band.refines) {
            (0, false) => self.direct(direct.ok_or(Fault::Wrong)?),
            (0, true) => self.bits.skip(1),
            (_, refines) => {
                let (table, set) = (alternating.ok_or(Fault::Wrong)?, set.ok_or(Fault::Wrong)?);
                if refines { self.refine(table, band, set) } else { self.first(table, band, set) }
            }
        }
    }

    fn direct(&mut self, table: &Table) -> Result<(), Fault> {
        self.bits.coefficient(table).map(drop)
    }

    /// Reads all coefficients of a block except the first, in a sequential picture (§F.2.2.2).
    fn sequential(&mut self, table: &Table) -> Result<(), Fault> {
        let mut at = 1;
        while at < 64 {
            // As long as they do not fill the block, codes need not be looked at one by one.
            if let Some(codes) = self.bits.several(table, 64 - at) {
                at += u32::from(codes.covered);
                if codes.ends {
                    return Ok(());
                }
                continue;
            }
            let symbol = self.bits.coefficient(table)?;
            match (symbol >> 4, symbol & 15) {
                (15, 0) => at += 16,
                (_, 0) => return Ok(()),
                (run, _) => at += u32::from(run) + 1,
            }
        }
        if at > 64 { Err(Fault::Wrong) } else { Ok(()) }
    }

    /// Reads a band for the first time (§G.1.2.2).
    fn first(&mut self, table: &Table, band: Band, set: &mut u64) -> Result<(), Fault> {
        if self.run > 0 {
            self.run -= 1;
            return Ok(());
        }
        let mut at = band.first;
        while at <= band.last {
            let symbol = self.bits.coefficient(table)?;
            let (run, size) = (u32::from(symbol >> 4), symbol & 15);
            match size {
                0 if run < 15 => {
                    self.run = (1 << run) - 1 + self.bits.take(run)?;
                    return Ok(());
                }
                0 => at += 16,
                _ => {
                    at += run;
                    if at > band.last {
                        return Err(Fault::Wrong);
                    }
                    *set |= 1 << at;
                    at += 1;
                }
            }
        }
        if at > band.last + 1 { Err(Fault::Wrong) } else { Ok(()) }
    }

    /// Refines a band by one bit of precision (§G.1.2.3).
    fn refine(&mut self, table: &Table, band: Band, set: &mut u64) -> Result<(), Fault> {
        let mut at = band.first;
        if self.run == 0 {
            while at <= band.last {
                let symbol = self.bits.symbol(table)?;
                let (mut run, size) = (u32::from(symbol >> 4), symbol & 15);
                match size {
                    0 if run < 15 => {
                        self.run = (1 << run) + self.bits.take(run)?;
                        break;
                    }
                    0 => {}
                    1 => self.bits.skip(1)?,
                    _ => return Err(Fault::Wrong),
                }
                // While that many unset coefficients are skipped, each coefficient that is already set has a correction
                // bit.
                while at <= band.last {
                    if *set >> at & 1 == 1 {
                        self.bits.skip(1)?;
                    } else if run == 0 {
                        break;
                    } else {
                        run -= 1;
                    }
                    at += 1;
                }
                if size == 1 {
                    if at > band.last {
                        return Err(Fault::Wrong);
                    }
                    *set |= 1 << at;
                }
                at += 1;
            }
        }
        if self.run > 0 {
            let left = *set & (u64::MAX << at) & (u64::MAX >> (63 - band.last));
            (0..left.count_ones()).try_for_each(|_| self.bits.skip(1))?;
            self.run -= 1;
        }
        Ok(())
    }
}

/// Reads quantisation tables (§B.2.4.1). Returns whether they are complete.
fn quantisation(mut content: &[u8]) -> Option<()> {
    while let Some((&kind, rest)) = content.split_first() {
        let length = match kind >> 4 {
            0 => 64,
            1 => 128,
            _ => return None,
        };
        if kind & 15 > 3 {
            return None;
        }
        content = rest.get(length..)?;
    }
    Some(())
}
