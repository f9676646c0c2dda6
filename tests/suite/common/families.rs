//! Articles of one kind of content each, in any size: what takes twice as long when there is twice as much of it.

/// A kind of content.
pub struct Family {
    /// What there is much of.
    pub name: &'static str,
    /// So many of it take some hundredths of a second.
    pub size: usize,
    /// An article with so many of it.
    pub make: fn(usize) -> String,
    /// The extension that says how it is read.
    pub extension: &'static str,
}

/// Pictures that the articles name: `0.png` to `7.png`.
pub const PICTURES: usize = 8;

const WORDS: &str = "The tide comes in twice a day, and nobody in the harbour looks up; they know by the smell of it.";

/// All families.
pub const FAMILIES: [Family; 29] = [
    markdown("headings", 400, |n| each(n, |i| format!("## Tide {i}\n\n{WORDS}\n\n"))),
    markdown("headings alone", 800, |n| each(n, |i| format!("### Tide {i}\n\n")) + "End.\n"),
    markdown("links inside", 300, |n| {
        each(n, |i| format!("## Tide {i}\n\nAs [there](#tide-{}), and [nowhere](#ebb-{i}).\n\n", i * 7 % n))
    }),
    markdown("addresses", 600, |n| each(n, |i| format!("See https://example.org/tides/{i} or www.ebb{i}.org; "))),
    markdown("calls of one note", 1_500, |n| {
        each(n, |i| format!("It came[^a].{}", every(i, 10))) + "\n\n[^a]: At six.\n"
    }),
    markdown("notes", 400, |n| {
        each(n, |i| format!("It came[^{i}].\n\n")) + &each(n, |i| format!("[^{i}]: At {i} o'clock.\n\n"))
    }),
    markdown("notes of one paragraph", 300, |n| {
        each(n, |i| format!("It came[^{i}]. ")) + "\n\n" + &each(n, |i| format!("[^{i}]: At {i} o'clock.\n\n"))
    }),
    markdown("pictures in a row", 200, |n| each(n, |i| format!("![Tide {i}]({}.png)\n\n", i % PICTURES))),
    markdown("pictures in text", 150, |n| each(n, |i| format!("![Tide {i}]({}.png)\n\n{WORDS}\n\n", i % PICTURES))),
    markdown("pictures in a line", 300, |n| each(n, |i| format!("a ![tide]({}.png) b{}", i % PICTURES, every(i, 20)))),
    markdown("tables", 100, |n| each(n, |i| format!("| a | b |\n|---|---|\n| {i} | ebb |\n| six | flood |\n\n"))),
    markdown("rows", 500, |n| "| a | b |\n|---|---|\n".to_owned() + &each(n, |i| format!("| {i} | ebb |\n"))),
    markdown("columns", 100, |n| {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(n));
        row("a") + &row("-") + &row("ebb") + &row("flood")
    }),
    markdown("cells that span rows", 200, |n| {
        let group = |i| format!("<tr><td rowspan=\"2\">{i}</td><td>ebb</td></tr><tr><td>flood</td></tr>");
        format!("<table>{}</table>\n", each(n, group))
    }),
    markdown("items", 800, |n| each(n, |i| format!("- tide {i}\n"))),
    markdown("items in items", 800, |n| each(n, |i| format!("{}- tide {i}\n", "  ".repeat(i % 12)))),
    markdown("definitions", 400, |n| each(n, |i| format!("Tide {i}\n: what comes and goes\n\n"))),
    markdown("callouts and quotations", 200, |n| each(n, |i| format!("> [!NOTE]\n> Tide {i}.\n\n> Ebb.\n\n"))),
    markdown("lines of code", 800, |n| {
        format!("```rust\n{}```\n", each(n, |i| format!("let tide = ebb({i}); // in\n")))
    }),
    markdown("listings", 150, |n| each(n, |i| format!("```sh\nebb {i}\n```\n\nThen:\n\n"))),
    markdown("formulas", 200, |n| each(n, |i| format!("Let $x_{{{i}}} = \\frac{{a}}{{b}}$ be.\n\n"))),
    markdown("template tags", 2_000, |n| {
        each(n, |i| format!("{{{{< ebb {i} >}}}} and {{{{ tide }}}} {{% flood{}", every(i, 8)))
    }),
    markdown("unclosed elements", 1_500, |n| {
        each(n, |i| format!("a <br> b <!-- c --> <i>d</i> </b> e < f{}", every(i, 8)))
    }),
    markdown("marks", 3_000, |n| each(n, |i| format!("*_a [b `c ~~d ^e **f{}", every(i, 6)))),
    markdown("wikilinks", 800, |n| each(n, |i| format!("[[Tide {i}|tide]] and ![[ebb]]{}", every(i, 8)))),
    markdown("writing of several kinds", 400, |n| {
        each(n, |i| format!("المد والجزر 🌊 ex\u{ad}am\u{ad}ple 潮の満ち引き {i}{}", every(i, 8)))
    }),
    markdown("credits", 150, |n| {
        let credit =
            |i| format!("![Tide {i}]({}.png \"Photo: Ann {i}/Harbour, CC BY 2.0\")\n\n{WORDS}\n\n", i % PICTURES);
        each(n, credit)
    }),
    Family { name: "scraped text", size: 300, make: scraped, extension: "txt" },
    Family { name: "scraped items", size: 16_000, make: scraped_items, extension: "txt" },
];

const fn markdown(name: &'static str, size: usize, make: fn(usize) -> String) -> Family {
    Family { name, size, make, extension: "md" }
}

fn scraped(n: usize) -> String {
    format!("Tides\n\n{}Related articles\n\n", each(n, |i| format!("Tide {i}\n\n{WORDS}\n\n• six\n• noon\n\n")))
}

/// Items that stand on the lines of one block.
fn scraped_items(n: usize) -> String {
    format!("Tides\n\n{}", each(n, |i| format!("* tide {i}\n")))
}

fn each(n: usize, make: impl Fn(usize) -> String) -> String {
    (0..n).map(make).collect()
}

/// A new paragraph after every `many`, else a space.
fn every(index: usize, many: usize) -> &'static str {
    if index % many == many - 1 { "\n\n" } else { " " }
}

impl Family {
    /// The article with `n` of it, as a file has it.
    pub fn article(&self, n: usize) -> String {
        let text = (self.make)(n);
        if self.extension == "md" { format!("---\ntitle: Tides\nlang: en\n---\n\n{text}") } else { text }
    }
}

/// Picture number `index`: eight by eight pixels in a grey of its own.
pub fn picture(index: usize) -> Vec<u8> {
    let mut png = Vec::new();
    let pixels = [16 * index as u8 + 8; 64];
    let encoder = image::codecs::png::PngEncoder::new(&mut png);
    image::ImageEncoder::write_image(encoder, &pixels, 8, 8, image::ExtendedColorType::L8).expect("a PNG");
    png
}
