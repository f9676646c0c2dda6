//! Articles made by hand, with everything that the model can hold.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use offprint::article::*;
use offprint::source::Span;

/// Makes blocks with the numbers that a reader would give.
#[derive(Default)]
pub struct Maker {
    next: u32,
}

impl Maker {
    /// A block of `kind`.
    pub fn block(&mut self, kind: BlockKind) -> Block {
        self.next += 1;
        Block { id: NodeId(self.next), span: Span::default(), lang: None, dir: None, align: None, kind }
    }

    /// A paragraph of `text`.
    pub fn paragraph(&mut self, text: &str) -> Block {
        self.block(BlockKind::Paragraph(vec![plain(text)]))
    }

    /// A heading.
    pub fn heading(&mut self, level: u8, slug: &str, text: &str) -> Block {
        self.block(BlockKind::Heading { level, slug: slug.into(), content: vec![plain(text)] })
    }

    /// A cell with one paragraph.
    pub fn cell(&mut self, header: bool, text: &str) -> Cell {
        let blocks = if text.is_empty() { vec![] } else { vec![self.paragraph(text)] };
        Cell { header, columns: 1, rows: 1, align: None, blocks }
    }
}

/// Text.
pub fn plain(text: &str) -> Inline {
    Inline::Text(text.into())
}

/// A link to `url`.
pub fn link(url: &str, text: &str) -> Inline {
    Inline::Link { target: Target::Url(url.into()), title: None, content: vec![plain(text)] }
}

/// A picture of the asset with number `asset`.
pub fn picture(asset: u32, alt: Alt) -> Picture {
    Picture {
        asset: Ok(AssetId(asset)),
        alt,
        title: None,
        link: None,
        extent: Extent::default(),
        span: Default::default(),
    }
}

/// A picture that is not there.
pub fn missing(url: &str, alt: &str) -> Picture {
    let asset = Err(Missing { url: Some(url.into()) });
    Picture {
        asset,
        alt: Alt::Text(alt.into()),
        title: None,
        link: None,
        extent: Extent::default(),
        span: Default::default(),
    }
}

/// A picture file of `width` × `height` in `format`.
pub fn asset(name: &str, kind: ImageKind, width: u32, height: u32) -> Asset {
    let format = match kind {
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Png | ImageKind::Svg => ImageFormat::Png,
        ImageKind::Gif => ImageFormat::Gif,
        ImageKind::WebP => ImageFormat::WebP,
        ImageKind::Tiff => ImageFormat::Tiff,
        ImageKind::Bmp => ImageFormat::Bmp,
        ImageKind::Avif => unreachable!("no encoder is at hand; tests read a file"),
    };
    let paint = |x: u32, y: u32| Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 140]);
    let mut bytes = Vec::new();
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, paint));
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("a picture can be encoded");
    Asset { name: name.into(), kind, bytes: bytes.into(), width, height, orientation: 1, embedded: Default::default() }
}

/// A drawing.
pub fn drawing(name: &str) -> Asset {
    let svg = "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">\
        <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 120\" width=\"300\" height=\"120\">\
        <circle cx=\"60\" cy=\"60\" r=\"50\" fill=\"#b33\"/><rect x=\"140\" y=\"20\" width=\"140\" height=\"80\" \
        fill=\"#36a\"/></svg>";
    let bytes = svg.as_bytes();
    Asset {
        name: name.into(),
        kind: ImageKind::Svg,
        bytes: bytes.into(),
        width: 300,
        height: 120,
        orientation: 1,
        embedded: Default::default(),
    }
}

/// A credit line with all of its parts.
pub fn credit() -> Credit {
    Credit {
        role: CreditRole::Figure,
        label: Some("File photo".into()),
        title: Some("Boats at low tide".into()),
        author: Some("Ines Example".into()),
        author_url: Some("https://example.org/ines".into()),
        source: Some("An Archive of Pictures".into()),
        source_url: None,
        license: Some(License {
            name: "CC BY-SA 4.0".into(),
            url: Some("https://creativecommons.org/licenses/by-sa/4.0/".into()),
            spdx: Some("CC-BY-SA-4.0".into()),
        }),
        links: vec![CreditLink { text: "Ines Example".into(), url: "https://example.org/ines".into() }],
        origin: Default::default(),
        modified: true,
        verbatim: vec![
            plain("File photo: Boats at low tide, by "),
            link("https://example.org/ines", "Ines Example"),
            plain(" via An Archive of Pictures (CC BY-SA 4.0), cropped"),
        ],
        reasons: Vec::new(),
    }
}

/// Metadata with every field filled.
pub fn meta() -> Meta {
    let contributor = |name: &str, role| Contributor { name: name.into(), role, ..Contributor::default() };
    let date = |iso: &str| Some(Date { iso: iso.into(), verbatim: iso.into() });
    Meta {
        title: vec![
            plain("The Harbour & the "),
            styled(Style::Emphasis, "Tide"),
            plain(": a \u{201c}Trial\u{201d} <1>"),
        ],
        subtitle: vec![plain("How a small town learned to live with the water")],
        contributors: vec![
            Contributor {
                name: "Ada B. Writer".into(),
                role: Role::Author,
                url: Some("https://example.org/ada".into()),
                affiliation: Some("Institute of Shores".into()),
                ..Contributor::default()
            },
            contributor("Tom van der Author", Role::Author),
            contributor("Eva Editor", Role::Editor),
            contributor("Trudy Translator", Role::Translator),
        ],
        date: date("2021-03-04T10:11:12+02:00"),
        modified: date("2021-05-06"),
        lang: Lang("en".into()),
        dir: Direction::Ltr,
        tags: vec!["harbours".into(), "tides & <floods>".into()],
        description: Some("About boats & people.".into()),
        rights: Rights {
            statement: Some("© 2021 Ada B. Writer, CC BY 4.0".into()),
            license: Some(License {
                name: "CC BY 4.0".into(),
                url: Some("https://creativecommons.org/licenses/by/4.0/".into()),
                spdx: Some("CC-BY-4.0".into()),
            }),
            holder: Some("Ada B. Writer".into()),
            year: Some("2021".into()),
        },
        publisher: Some("Shore & Sons".into()),
        identifiers: vec![
            Identifier { scheme: "DOI".into(), value: "10.1000/182".into() },
            Identifier { scheme: "ISBN".into(), value: "978-3-16-148410-0".into() },
        ],
        source_url: Some("https://example.org/harbour?page=1&x=y".into()),
        series: Some(Series { name: "Coast & Sea".into(), position: Some("2".into()) }),
        ..Meta::default()
    }
}

/// Text of one style.
pub fn styled(style: Style, text: &str) -> Inline {
    Inline::Styled { style, content: vec![plain(text)] }
}

/// An article that has everything.
pub fn rich() -> Article {
    let mut make = Maker::default();
    let mut blocks = opening(&mut make);
    blocks.extend(boats(&mut make));
    blocks.extend(numbers(&mut make));
    let notes = notes(&mut make);
    let disclaimer = vec![make.paragraph("What is said here is the author\u{2019}s own opinion.")];
    let related = |title: &str, url: Option<&str>, blurb: &str| Related {
        title: vec![plain(title)],
        url: url.map(str::to_owned),
        blurb: vec![plain(blurb)],
        ..Related::default()
    };
    let mut cover = Figure {
        pictures: vec![picture(0, Alt::Text("Evening light over a harbour wall".into()))],
        caption: vec![plain("The harbour wall at six in the evening.")],
        credit: Some(credit()),
        span: Span::default(),
    };
    if let Some(credit) = &mut cover.credit {
        credit.role = CreditRole::Cover;
    }
    Article {
        meta: meta(),
        cover: Some(cover),
        blocks,
        notes,
        disclaimer,
        related: vec![
            related("Why the Lighthouse Moved", Some("https://example.org/a b"), "It took eleven oxen and..."),
            related("The Last Ferry", None, "Nobody had told the captain that the..."),
            related("Elsewhere", Some("/elsewhere"), ""),
        ],
        assets: vec![
            asset("cover", ImageKind::Jpeg, 640, 1024),
            asset("chart", ImageKind::WebP, 320, 200),
            drawing("drawing"),
            asset("icon", ImageKind::Png, 20, 20),
            Asset { bytes: b"not a picture".as_slice().into(), ..asset("broken", ImageKind::Png, 8, 8) },
        ],
        words: 1200,
        ..Article::default()
    }
}

fn opening(make: &mut Maker) -> Vec<Block> {
    let text = "The town lies where two rivers meet the sea, and for as long as anyone remembers the water has come \
        up to the third step of the market cross twice a year. ";
    let first = make.block(BlockKind::Paragraph(vec![
        plain(text),
        styled(Style::Emphasis, "Twice a year"),
        plain(", people said, and went on selling fish."),
        Inline::NoteCall(NoteId(0)),
        plain(" Then came a winter in which it came "),
        styled(Style::Strong, "nine times"),
        plain(". See "),
        link("https://example.org/flood?a=1&b=2", "the report"),
        Inline::NoteCall(NoteId(1)),
        plain(", the "),
        Inline::Link { target: Target::Block(NodeId(999)), title: None, content: vec![plain("lost page")] },
        plain(" and "),
        link("notes/local.html", "a local page"),
        plain("."),
    ]));
    let second = make.block(BlockKind::Paragraph(vec![
        plain("Press "),
        styled(Style::Keyboard, "Ctrl"),
        plain(" + "),
        styled(Style::Keyboard, "F"),
        plain(" for "),
        styled(Style::SmallCaps, "Noaa"),
        plain(" in "),
        Inline::Code("tide --at=<now> & then".into()),
        plain(", H"),
        styled(Style::Sub, "2"),
        plain("O, 10"),
        styled(Style::Sup, "3"),
        plain(", "),
        styled(Style::Strike, "old"),
        plain(" "),
        styled(Style::Insert, "new"),
        plain(" "),
        styled(Style::Mark, "marked"),
        plain(", "),
        Inline::Span { lang: Some(Lang("fr".into())), dir: None, content: vec![styled(Style::Cite, "La Mer")] },
        plain(", "),
        Inline::Span { lang: Some(Lang("ar".into())), dir: Some(Direction::Rtl), content: vec![plain("البحر")] },
        plain(" \u{1}\u{b}and an icon "),
        Inline::Picture(picture(3, Alt::Text("wave".into()))),
        plain(" and a formula "),
        Inline::Math { tex: "h = \\frac{v^2}{2g} < 3".into(), display: false },
        plain(" and one that fails "),
        Inline::Math { tex: "\\nonsense{3}".into(), display: false },
        plain("."),
    ]));
    let verse = make.block(BlockKind::Paragraph(vec![
        plain("The tide comes in,"),
        Inline::LineBreak,
        plain("the tide goes out,"),
        Inline::LineBreak,
        plain("and nobody asks why."),
    ]));
    let quote = make.block(BlockKind::Quote {
        kind: QuoteKind::Block,
        blocks: vec![verse],
        attribution: vec![plain("\u{2014} a rhyme of the quay")],
    });
    vec![first, second, quote]
}

fn boats(make: &mut Maker) -> Vec<Block> {
    let heading = make.heading(2, "boats", "Boats & their Owners");
    let text = make.block(BlockKind::Paragraph(vec![
        plain("There were forty boats, and each had a name that was also a complaint."),
        Inline::NoteCall(NoteId(0)),
        plain(" Some of them are listed "),
        Inline::Link { target: Target::Block(NodeId(40)), title: None, content: vec![plain("further down")] },
        plain("."),
    ]));
    let figure = make.block(BlockKind::Figure(Figure {
        pictures: vec![picture(1, Alt::Text("A chart of water levels".into()))],
        caption: vec![plain("Water levels at the cross, in feet.")],
        credit: Some(Credit { verbatim: vec![plain("Chart: Harbour Office")], ..Credit::default() }),
        span: Span::default(),
    }));
    let lost = make.block(BlockKind::Figure(Figure {
        pictures: vec![missing("https://example.org/lost.jpg", "A boat in a garden")],
        caption: vec![plain("The morning after.")],
        credit: Some(credit()),
        span: Span::default(),
    }));
    let broken = make.block(BlockKind::Figure(Figure {
        pictures: vec![picture(4, Alt::Text("A broken picture".into())), picture(2, Alt::Text("Shapes".into()))],
        ..Figure::default()
    }));
    let sub = make.heading(3, "names", "Names");
    let item = |make: &mut Maker, task, text: &str| ListItem { task, value: None, blocks: vec![make.paragraph(text)] };
    let inner = vec![item(make, None, "Patience"), item(make, None, "Spite")];
    let inner = make.block(BlockKind::List { numbering: None, tight: true, items: inner });
    let mut items = vec![item(make, None, "Virtues and vices"), item(make, None, "Aunts")];
    items[0].blocks.push(inner);
    let list = make.block(BlockKind::List { numbering: Some(Numbering::from(3)), tight: true, items });
    let items = vec![item(make, Some(true), "Caulk the hull"), item(make, Some(false), "Pay the caulker")];
    let tasks = make.block(BlockKind::List { numbering: None, tight: false, items });
    let definition = Definition {
        terms: vec![vec![plain("Bilge")], vec![plain("Bilges")]],
        definitions: vec![vec![make.paragraph("Where the water is.")], vec![make.paragraph("Nonsense.")]],
    };
    let definitions = make.block(BlockKind::Definitions(vec![definition]));
    vec![heading, text, figure, lost, broken, sub, list, tasks, definitions]
}

fn numbers(make: &mut Maker) -> Vec<Block> {
    let heading = make.heading(2, "numbers", "Numbers");
    let head = Row { cells: ["", "High", "Low"].map(|text| make.cell(true, text)).into() };
    let mut wide = make.cell(false, "not measured");
    wide.columns = 2;
    let body = vec![
        Row { cells: vec![make.cell(true, "1911"), make.cell(false, "12.5"), make.cell(false, "1.5")] },
        Row { cells: vec![make.cell(true, "1912"), wide] },
    ];
    let table = make.block(BlockKind::Table(Table {
        align: vec![Align::Start, Align::End, Align::Center],
        head: vec![head],
        body,
        caption: vec![plain("Levels in feet")],
    }));
    let code = make.block(BlockKind::Code {
        language: Some("rust".into()),
        text: "fn level(t: f64) -> f64 {\n\tif t < 0.0 && true { 1.0 } else { 2.0 } // a rather long comment that runs on and on to the margin\n}".into(),
        lines: Default::default(),
    });
    let math = make.block(BlockKind::Math("\\sum_{i=1}^{n} x_i = \\sqrt{\\frac{a}{b}}".into()));
    let pull = make.block(BlockKind::Paragraph(vec![plain("Nobody asks why.")]));
    let pull = make.block(BlockKind::Quote { kind: QuoteKind::Pull, blocks: vec![pull], attribution: vec![] });
    let callout = |make: &mut Maker, kind, title: &str| {
        let blocks = vec![make.paragraph("Read this first."), make.paragraph("And then this.")];
        make.block(BlockKind::Callout { kind, title: vec![plain(title)], blocks })
    };
    let note = callout(make, CalloutKind::Note, "Note");
    let warning = callout(make, CalloutKind::Warning, "Mind the step");
    let tip = callout(make, CalloutKind::Tip, "Tip");
    let rule = make.block(BlockKind::Rule);
    let last = make.paragraph("That is all there is to say about the water, and it has been said before.");
    let foreign = make.paragraph("Und so war es, und so blieb es auch.");
    let mut group = make.block(BlockKind::Group(vec![foreign]));
    group.lang = Some(Lang("de".into()));
    vec![heading, table, code, math, pull, note, warning, tip, rule, last, group]
}

fn notes(make: &mut Maker) -> Vec<Note> {
    let note = |number, label: &str, blocks| Note { number, label: label.into(), span: Span::default(), blocks };
    let first = vec![make.paragraph("The first note, called twice.")];
    let second = vec![
        make.paragraph("The second note has two paragraphs."),
        make.block(BlockKind::Paragraph(vec![plain("And calls another one."), Inline::NoteCall(NoteId(2))])),
    ];
    let third = vec![make.paragraph("The third.")];
    let fourth = vec![make.paragraph("A note that nothing calls.")];
    vec![note(1, "1", first), note(2, "b", second), note(3, "c", third), note(4, "d", fourth)]
}

/// The rich article with its text from right to left.
pub fn rich_rtl() -> Article {
    let mut article = rich();
    let mut make = Maker { next: 10_000 };
    article.meta.lang = Lang("ar".into());
    article.meta.dir = Direction::Rtl;
    article.meta.title = vec![plain("الميناء والمد")];
    article.meta.subtitle = vec![plain("كيف تعلّمت بلدة صغيرة أن تعيش مع الماء")];
    article.blocks = vec![
        make.paragraph("تقع البلدة حيث يلتقي نهران بالبحر، ومنذ أن يتذكر الناس كان الماء يصعد مرتين في السنة."),
        make.heading(2, "القوارب", "القوارب وأصحابها"),
        make.block(BlockKind::Paragraph(vec![
            plain("كان هناك أربعون قاربًا، ولكل منها اسم."),
            Inline::NoteCall(NoteId(0)),
            plain(" انظر "),
            Inline::Code("tide --now".into()),
        ])),
        make.block(BlockKind::Code { language: None, text: "let x = 1;".into(), lines: Default::default() }),
        make.heading(2, "أرقام", "أرقام"),
    ];
    article.blocks.extend(numbers(&mut make));
    article.blocks.retain(|block| !matches!(&block.kind, BlockKind::Heading { slug, .. } if slug == "numbers"));
    article
}

/// The least that can be converted.
pub fn bare() -> Article {
    let mut make = Maker::default();
    let meta = Meta { title: vec![plain("Untitled")], ..Meta::default() };
    Article { meta, blocks: vec![make.paragraph("One line.")], words: 2, ..Article::default() }
}
