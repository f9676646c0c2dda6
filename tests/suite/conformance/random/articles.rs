//! Articles that nobody wrote, of three kinds: trees of HTML elements, lines of marks, and samples cut up and spliced.

use crate::common::dice::Dice;
use crate::common::elements::{NAMES, VOID};

/// The article of number `seed`; pieces of `samples` go into every third one.
pub fn article(seed: u64, samples: &[&str]) -> String {
    let mut dice = Dice::new(seed);
    let mut text = front_matter(&mut dice);
    match seed % 3 {
        0 => elements(&mut dice, &mut text),
        1 => marks(&mut dice, &mut text),
        _ => spliced(&mut dice, samples, &mut text),
    }
    text
}

const WORDS: [&str; 40] = [
    "tide",
    "harbour",
    "the",
    "of",
    "sluice",
    "Zürich",
    "naïve",
    "20 %",
    "1902",
    "a",
    "I",
    "keeper's",
    "“quay”",
    "—",
    "…",
    "don't",
    "co-operate",
    "e.g.",
    "https://example.org/a_b?c=d&e",
    "me@example.org",
    "www.example.org",
    "fi",
    "ﬁ",
    "Ωmega",
    "привет",
    "שלום",
    "مرحبا",
    "हिन्दी",
    "漢字",
    "かな",
    "한국",
    "👍🏽",
    "👩‍👩‍👧",
    "🇩🇪",
    "x\u{301}",
    "soft\u{ad}hyphen",
    "no\u{a0}break",
    "\u{202e}bidi\u{202c}",
    "Donaudampfschifffahrtsgesellschaft",
    "snake_case_name",
];

/// Elements of other languages within HTML.
const FOREIGN: &[&str] = &["math", "svg", "script", "style"];

const ATTRIBUTES: [&str; 36] = [
    "id=\"a\"",
    "id='1 b'",
    "class=\"note warning\"",
    "class=pullquote",
    "lang=de",
    "lang=\"en-GB-GB\"",
    "dir=rtl",
    "dir=ltr",
    "href=\"#a\"",
    "href=\"https://e.org/?a=1&b=2\"",
    "href='javascript:alert(1)'",
    "href=\"http://x:99999/\"",
    "href=\"b.md\"",
    "src=\"a.png\"",
    "src=gone.jpg",
    "alt=\"\"",
    "alt='A quay'",
    "title=\"Seen & said\"",
    "width=20",
    "width=\"50%\"",
    "height=10",
    "style=\"width: 3em; color: red\"",
    "style=\"page-break-before: always\"",
    "align=center",
    "colspan=2",
    "rowspan=\"3\"",
    "colspan=0",
    "start=5",
    "start=-1",
    "type=a",
    "type=I",
    "reversed",
    "value=7",
    "name=b",
    "open",
    "markdown=\"1\"",
];

/// Things that mean something at the start of a line.
const LINE_MARKS: [&str; 60] = [
    "# ",
    "## ",
    "#### ",
    "#",
    "> ",
    "> > ",
    "> [!NOTE]\n> ",
    "> [!tip]- ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "7) ",
    "a. ",
    "#. ",
    "- [ ] ",
    "- [x] ",
    "    ",
    "\t",
    "```\n",
    "~~~js\n",
    "```math\n",
    "```{note}\n",
    "---\n",
    "***\n",
    "===\n",
    "| ",
    "| a | b |\n|---|:-:|\n| ",
    "+---+---+\n| ",
    ": ",
    ":::\n",
    "::: warning\n",
    ":::note[Title]\n",
    ":::: {.callout-tip}\n",
    "!!! note \"T\"\n\n    ",
    "??? tip\n    ",
    "=== \"Tab\"\n\n    ",
    "[^a]: ",
    "[^b]: ",
    "[a]: ",
    "[a]: /x \"t\"\n",
    "*[HTML]: ",
    "$$\n",
    "\\[\n",
    "\\begin{align}\n",
    "{: .a #b}\n",
    "{.a}\n",
    "{{< x >}}\n",
    "{% raw %}\n",
    "{% endraw %}\n",
    "{{% note %}}\n",
    "<!-- ",
    "<div>\n",
    "</div>\n",
    "<details><summary>",
    "<table><tr><td>",
    "import x from 'y'\n",
    "\\newpage\n",
    "![](a.png)\n",
    "Table: ",
];

/// Things that mean something within a line.
const MARKS: [&str; 84] = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "`",
    "``",
    "~",
    "~~",
    "==",
    "^",
    "^^",
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\",
    "\\\\",
    "[",
    "]",
    "](",
    "](x)",
    "](b.md#c)",
    "![",
    "![a](a.png",
    "![a|300](a.png)",
    "[[",
    "]]",
    "![[",
    "[[a|b]]",
    "[^a]",
    "[^b]",
    "[^none]",
    "^[note]",
    "^[",
    "[@key]",
    "[a]",
    "[a][]",
    "{",
    "}",
    "{: .x}",
    "{#id .c k=v}",
    "{width=25%}",
    "{1, 2}",
    "${x}",
    "{{",
    "}}",
    "{{ x }}",
    "{{</* x */>}}",
    "{%",
    "%}",
    "%%",
    "<",
    ">",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "<b>",
    "</b>",
    "<br>",
    "<a href=\"#a\">",
    "</a>",
    "<q>",
    "</q>",
    "<img src=a.png>",
    "<https://e.org>",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "&#x1F600;",
    "&bogus;",
    ":smile:",
    ":",
    "|",
    "||",
    "--",
    "---",
    "...",
    "\"",
    "'",
    "<ruby>漢<rt>kan</rt></ruby>",
];

fn front_matter(dice: &mut Dice) -> String {
    const VALUES: [&str; 15] = [
        "A tide",
        "\"Quoted: one\"",
        "'single'",
        "[a, b]",
        "{name: N, url: 'http://x:99999/'}",
        "2020-03-01",
        "12",
        "true",
        "~",
        "de",
        "en-GB-GB",
        "a.png",
        "|\n  Lines\n  of text",
        "\"\\u0007\\u202e\"",
        "https://example.org/p/",
    ];
    const KEYS: [&str; 14] = [
        "title",
        "subtitle",
        "author",
        "authors",
        "date",
        "lang",
        "cover",
        "tags",
        "description",
        "canonical_url",
        "license",
        "series",
        "related",
        "image_credit",
    ];
    if !dice.one_in(3) {
        return String::new();
    }
    let mut text = String::from("---\n");
    for _ in 0..dice.below(6) {
        text += &format!("{}: {}\n", dice.pick(&KEYS), dice.pick(&VALUES));
    }
    text + dice.pick(&["---\n", "---\n", "---\n\n", "...\n", ""])
}

/// Words, and now and then a mark.
fn line(dice: &mut Dice, words: usize, marks: usize, text: &mut String) {
    for _ in 0..words {
        for _ in 0..dice.below(marks + 1) {
            *text += dice.pick(&MARKS);
            *text += dice.pick(&["", "", " "]);
        }
        *text += dice.pick(&WORDS);
        *text += dice.pick(&[" ", " ", " ", "", "\n"]);
    }
}

/// A tree of 1 to 60 elements, opened and closed well or badly.
fn elements(dice: &mut Dice, text: &mut String) {
    let mut open: Vec<&str> = Vec::new();
    for _ in 0..1 + dice.below(60) {
        let names = [NAMES, NAMES, NAMES, VOID, FOREIGN][dice.below(5)];
        let name = dice.pick(names);
        *text += &format!("<{name}");
        for _ in 0..dice.below(3) {
            *text += &format!(" {}", dice.pick(&ATTRIBUTES));
        }
        *text += dice.pick(&[">", ">", ">", ">", "/>", " >\n"]);
        open.push(name);
        let (words, marks) = (dice.below(4), usize::from(dice.one_in(4)));
        line(dice, words, marks, text);
        while !open.is_empty() && dice.one_in(2) {
            let at = if dice.one_in(4) { dice.below(open.len()) } else { open.len() - 1 };
            let closed = open.remove(at);
            if !dice.one_in(6) {
                *text += &format!("</{closed}>");
            }
        }
        *text += dice.pick(&["", "", "", "\n", "\n\n"]);
    }
}

/// Lines that begin and go on with marks.
fn marks(dice: &mut Dice, text: &mut String) {
    for _ in 0..1 + dice.below(25) {
        for _ in 0..dice.below(3) {
            *text += dice.pick(&LINE_MARKS);
        }
        let words = dice.below(12);
        line(dice, words, 2, text);
        *text += dice.pick(&["\n", "\n", "\n\n", "\n\n", "  \n", "\\\n", "\r\n"]);
    }
}

/// Pieces of samples, in any order, with marks and pieces of elements at the seams.
fn spliced(dice: &mut Dice, samples: &[&str], text: &mut String) {
    for _ in 0..1 + dice.below(8) {
        let sample = dice.pick(samples);
        let mut cuts = [dice.below(sample.len() + 1), dice.below(sample.len() + 1)];
        cuts.sort_unstable();
        let [from, to] = cuts.map(|cut| sample.floor_char_boundary(cut));
        let to = to.min(sample.floor_char_boundary(from + 1500));
        *text += &sample[from..to];
        if dice.one_in(2) {
            *text += dice.pick(&["\n", "\n\n", " "]);
            *text += dice.pick(&LINE_MARKS);
        }
        if dice.one_in(2) {
            *text += dice.pick(&MARKS);
        }
    }
}
