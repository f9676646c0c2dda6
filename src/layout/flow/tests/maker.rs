//! A generator of articles with every kind of content.

use super::*;

pub(super) const WORDS: [&str; 12] = [
    "harbour",
    "a",
    "quietly",
    "the",
    "crane",
    "remembers",
    "of",
    "breakwater",
    "gulls",
    "and",
    "tide",
    "considerable",
];

/// A generator of articles; the same seed gives the same article.
pub(super) struct Maker {
    state: u64,
    node: u32,
    mark: u32,
    pub(super) notes: u32,
}

impl Maker {
    pub(super) fn new(seed: u64) -> Self {
        Maker { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, node: 0, mark: 0, notes: 0 }
    }

    /// Returns a pseudorandom number below `end` (xorshift64, Marsaglia 2003).
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % end as u64) as usize
    }

    pub(super) fn block(&mut self, kind: BlockKind) -> Block {
        self.node += 1;
        Block { id: NodeId(self.node), span: Default::default(), lang: None, dir: None, align: None, kind }
    }

    /// Returns some words, the first of which is unique in the article.
    pub(super) fn words(&mut self, most: usize) -> String {
        self.mark += 1;
        let mut text = format!("M{}x", self.mark);
        for _ in 0..self.below(most) {
            text = format!("{text} {}", WORDS[self.below(WORDS.len())]);
        }
        text
    }

    pub(super) fn text(&mut self, most: usize) -> Vec<Inline> {
        vec![Inline::Text(self.words(most))]
    }

    pub(super) fn paragraph(&mut self, most: usize) -> Block {
        let mut content = self.text(most);
        if self.notes < 40 && self.below(5) == 0 {
            content.push(Inline::NoteCall(NoteId(self.notes)));
            content.push(Inline::Text(format!(" {}", self.words(30))));
            self.notes += 1;
        }
        self.block(BlockKind::Paragraph(content))
    }

    pub(super) fn some(&mut self, count: usize, most: usize) -> Vec<Block> {
        (0..=self.below(count)).map(|_| self.paragraph(most)).collect()
    }

    pub(super) fn heading(&mut self, level: u8) -> Block {
        let content = self.text(12);
        self.block(BlockKind::Heading { level, slug: format!("s{}", self.mark), content })
    }

    pub(super) fn list(&mut self, depth: usize) -> Block {
        let items = (0..=self.below(5)).map(|_| {
            let mut blocks = self.some(2, 30);
            if depth < 3 && self.below(4) == 0 {
                blocks.push(self.list(depth + 1));
            }
            ListItem { task: [None, None, Some(true)][self.below(3)], value: None, blocks }
        });
        let items = items.collect();
        let numbering = [None, Some(1), Some(98)][self.below(3)].map(Numbering::from);
        let tight = self.below(2) == 0;
        self.block(BlockKind::List { numbering, tight, items })
    }

    pub(super) fn figure(&mut self) -> Block {
        let count = 1 + self.below(4);
        let pictures = (0..count).map(|_| {
            let asset = if self.below(6) == 0 { Err(Missing { url: None }) } else { Ok(AssetId(self.below(5) as u32)) };
            Picture {
                asset,
                alt: Alt::Text(self.words(8)),
                title: None,
                link: None,
                extent: Extent::default(),
                span: Default::default(),
            }
        });
        let pictures = pictures.collect();
        let credit = (self.below(2) == 0).then(|| Credit { verbatim: self.text(20), ..Credit::default() });
        let caption = if self.below(3) == 0 { Vec::new() } else { self.text(25) };
        self.block(BlockKind::Figure(Figure { pictures, caption, credit, span: Default::default() }))
    }

    pub(super) fn table(&mut self) -> Block {
        let columns = 1 + self.below(6);
        let rows = 1 + self.below(30);
        let head = (0..self.below(2)).map(|_| self.row(columns, true)).collect();
        let body = (0..rows).map(|_| self.row(columns, false)).collect();
        let caption = if self.below(2) == 0 { self.text(10) } else { Vec::new() };
        self.block(BlockKind::Table(Table { align: vec![Align::Center; columns], head, body, caption }))
    }

    pub(super) fn row(&mut self, columns: usize, header: bool) -> Row {
        let cells = (0..columns).map(|_| {
            let content = self.text(9);
            Cell { header, columns: 1, rows: 1, align: None, blocks: vec![self.block(BlockKind::Paragraph(content))] }
        });
        Row { cells: cells.collect() }
    }

    pub(super) fn any(&mut self) -> Vec<Block> {
        let one = match self.below(14) {
            0 => {
                let level = 2 + self.below(4) as u8;
                return vec![self.heading(level), self.paragraph(60)];
            }
            1 => self.list(0),
            2 => self.figure(),
            3 => self.table(),
            4 => {
                let text = (0..=self.below(20)).map(|_| self.words(6)).collect::<Vec<_>>().join("\n");
                self.block(BlockKind::Code { language: None, text, lines: Default::default() })
            }
            5 => {
                let kind = [QuoteKind::Block, QuoteKind::Pull][self.below(2)];
                let (blocks, attribution) = (self.some(2, 40), self.text(5));
                self.block(BlockKind::Quote { kind, blocks, attribution })
            }
            6 => {
                let (title, blocks) = (self.text(4), self.some(3, 40));
                self.block(BlockKind::Callout { kind: CalloutKind::Warning, title, blocks })
            }
            7 => {
                let definition = Definition { terms: vec![self.text(3)], definitions: vec![self.some(2, 30)] };
                self.block(BlockKind::Definitions(vec![definition]))
            }
            8 => self.block(BlockKind::Rule),
            9 => self.block(BlockKind::Math("E = mc^2".into())),
            _ => self.paragraph(150),
        };
        vec![one]
    }

    pub(super) fn article(mut self, length: usize, dir: Direction) -> Article {
        let mut article = Article::default();
        article.meta.title = self.text(14);
        article.meta.subtitle = self.text(20);
        article.meta.lang = Lang("en".into());
        article.meta.dir = dir;
        article.assets = [(1600, 1000), (600, 900), (80, 80), (3000, 500), (700, 690)].map(asset).to_vec();
        article.blocks = (0..length).flat_map(|_| self.any()).collect();
        let calls = self.notes;
        self.notes = 1_000;
        article.notes = (0..calls)
            .map(|number| {
                let blocks = self.some(2, 70);
                Note { number: number as usize + 1, label: number.to_string(), span: Default::default(), blocks }
            })
            .collect();
        article.disclaimer = vec![self.paragraph(30)];
        let entry = |maker: &mut Maker| Related { title: maker.text(9), blurb: maker.text(40), ..Related::default() };
        article.related = (0..3).map(|_| entry(&mut self)).collect();
        article
    }
}
