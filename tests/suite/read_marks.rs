//! The rule for Markdown: a syntax takes only what it has fully understood, and no word is lost.
//!
//! Articles are made by chance from words and from the marks of all dialects, in places where they mean something and
//! where they do not. Every word, being unlike all others, must be in the article that is read, or a warning names it.
//! `OFFPRINT_MARKS_STEPS` sets how many articles are made, `OFFPRINT_MARKS_SEED` the first seed.
//!
//! Limits: words stand only where no dialect takes them for an address, a name or a comment.

use std::fmt::Write;

use offprint::diag::{Diagnostics, Error};
use offprint::read::{NoFiles, Options, read};
use offprint::source::Source;

use crate::common::dice::Dice;
use crate::common::effort::Effort;

/// Articles that every run of the tests makes.
const STEPS: u64 = 3000;

/// Most losses that are shown.
const SHOWN: usize = 8;

/// What stands between words.
const MARKS: &[&str] = &[
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "~~~",
    "^",
    "^^",
    "==",
    "=",
    "===",
    "$",
    "$",
    "$$",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "](u)",
    "](<u>)",
    "](u \"",
    "\")",
    "][",
    "][r]",
    "![",
    "[[",
    "]]",
    "![[",
    "|",
    "\\|",
    "[^1]",
    "[^2]",
    "[^9]",
    "^[",
    "\\",
    "\\\\",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "{",
    "}",
    "{.c}",
    "{#i1}",
    "{:target=\"_blank\"}",
    "{: .c}",
    "{width=5}",
    "{1, 2}",
    "{}",
    "${",
    ":",
    "::",
    ":)",
    ": ",
    "\n: ",
    "\n:",
    "\n\n",
    "\n\n",
    "\n",
    "\n",
    "\n- ",
    "\n* ",
    "\n+ ",
    "\n1. ",
    "\n> ",
    "\n>",
    "\n# ",
    "\n## ",
    " ##",
    "\n| ",
    " | ",
    "\n|---|---|\n",
    "\n---\n",
    "\n===\n",
    "\n    ",
    "\n  ",
    "\n```\n",
    "\n~~~\n",
    "\n```math\n",
    "\n$$\n",
    "\n\\[\n",
    "\n\\]\n",
    "\n\\begin{align}\n",
    "\n\\end{align}\n",
    "\\frac{",
    "\\alpha ",
    "^{",
    "_{",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<sub>",
    "</sub>",
    "<q>",
    "</q>",
    "<div>",
    "</div>",
    "<p>",
    "<br>",
    "<td>",
    "<tr>",
    "<table>",
    "</table>",
    "<li>",
    "<ul>",
    "</ul>",
    "<a href=\"u\">",
    "</a>",
    "<dl>",
    "<dd>",
    "<dt>",
    "<noscript>",
    "</noscript>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<span>",
    "</span>",
    "<mark>",
    "<img src=\"u\">",
    "<",
    ">",
    "&",
    "&amp;",
    "&lt;",
    "\"",
    "'",
    "--",
    "---",
    "...",
    "https://e.org/",
    "www.e.org/",
    ":smile:",
    "\n[^1]: ",
    "\n[^2]: ",
    "\n[r]: u\n",
    "\n- [ ] ",
    "\n> [!NOTE]\n> ",
    "+",
    "-",
    "/",
    "!",
    "#",
    "@",
    "%",
    "\n:::\n",
    "\u{a0}",
    "é",
    "。",
    "中",
    "\t",
    ".",
    ",",
    "5",
    "10",
    "$5",
    "9$",
    "\r\n",
    "\\$",
    "\\~",
    "\\*",
    "\\_",
    "\\`",
    "\\<",
    "\\{",
    "{=html}",
    "\n{: .c}\n",
    "\n{.c}\n",
    "<https://e.org/>",
    "http://",
];

/// A word that is like no other.
fn word(number: usize) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz";
    let mut word = String::from("q");
    for place in [1, 20, 400] {
        word.push(char::from(LETTERS[number / place % 20]));
    }
    word + "y"
}

/// The pieces of an article.
fn pieces(seed: u64) -> Vec<String> {
    let mut dice = Dice::new(seed);
    let length = 3 + dice.below(22);
    let mut pieces = vec![word(0), " ".to_owned()];
    for number in 1..length {
        for _ in 0..[1, 1, 1, 2, 2, 3][dice.below(6)] {
            pieces.push(dice.pick(MARKS).to_owned());
        }
        if dice.one_in(3) {
            pieces.push(" ".to_owned());
        }
        pieces.push(word(number));
        if dice.one_in(2) {
            pieces.push(" ".to_owned());
        }
    }
    pieces
}

/// Whether `text` has what takes words for itself by right: a comment, a template tag, a definition of an address, the
/// name of a block, the line that opens a listing.
fn takes_words(text: &str) -> bool {
    let ours = ["{{", "{%", "%%", "{::", "{#q", "{.q", "{:q", "{: q", "</q"];
    let lines = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>', '-', '*', '+', '1', '.']);
        let info = |mark: &str| {
            line.find(mark).map(|at| line[at..].trim_start_matches(&mark[..1])).filter(|info| info.contains('q'))
        };
        let fence = info("~~~").is_some() || info("```").is_some_and(|info| !info.contains('`'));
        fence || line.starts_with('[') && line.contains("]:") && !line.starts_with("[^") && !line.starts_with("[r]: u")
    };
    // The title of a definition may stand on the next line.
    let titled = ["[r]: u\n(", "[r]: u\n\"", "[r]: u\n'"].iter().any(|definition| text.contains(definition));
    titled
        || ours.iter().any(|taker| text.contains(taker))
        || text.lines().any(lines)
        || text.contains("]: q") && !text.contains("[^")
}

/// The words of `text` that are nowhere to be found.
fn lost(text: &str) -> Vec<String> {
    if takes_words(text) {
        return Vec::new();
    }
    let mut diagnostics = Diagnostics::new();
    let mut options = Options::default();
    options.lang = Some("en".into());
    let mut found = match read(&Source::new("a.md", text), &options, &NoFiles, &mut diagnostics) {
        Ok(article) => {
            format!("{:?}{:?}{:?}{:?}{:?}", article.meta, article.cover, article.blocks, article.notes, article.related)
        }
        // A title and the name of a block alone.
        Err(Error::Empty { .. } | Error::NoText { .. }) => return Vec::new(),
        Err(error) => panic!("{error}: {text:?}"),
    };
    for diagnostic in &diagnostics {
        let _ = write!(found, "{}", diagnostic.message);
    }
    // An unknown name of a container is its title, with a capital.
    found.make_ascii_lowercase();
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let named = |at: usize| {
        let line = text[at..].split('\n').next().unwrap_or_default();
        text[..at].trim_end_matches(part).ends_with('^')
            && line.trim_start_matches(part).trim_matches(|c: char| c == '#' || c.is_whitespace()).is_empty()
    };
    (0..30)
        .map(word)
        .filter(|word| text.find(word.as_str()).is_some_and(|at| !named(at)) && !found.contains(word.as_str()))
        .collect()
}

/// The fewest of `pieces` that lose a word.
fn fewest(mut pieces: Vec<String>) -> String {
    let mut at = 2;
    while at < pieces.len() {
        let piece = pieces.remove(at);
        if lost(&pieces.concat()).is_empty() {
            pieces.insert(at, piece);
            at += 1;
        }
    }
    pieces.concat()
}

#[test]
fn marks_without_end_end_soon() {
    for part in [
        "[[a]] ",
        "[[",
        "[a[^b]](u) ",
        "[^b]",
        "[",
        "![",
        "$`a`$ ",
        "$a ",
        "$a$ ",
        "==a== ",
        "==a ",
        "~a~b ",
        "~a ",
        "a^b^ ",
        "^",
        "{.a}",
        "{",
        "`a`{.b} ",
        "\\(a\\) ",
        "\\(",
        "\n\\begin{align}\n",
        "\n$$\n",
        "\n\\[\n",
        "{::comment} ",
        "{::",
        "{::comment}a{:/x}",
        "<!a ",
        "<!",
        "<? ",
        "<script ",
        "\n*[a]: b\n",
        "a ^b1\n\n",
        "]:",
        "[^a]: ",
        "#^",
        "![a|3](u)",
        "\\\\",
        "\\",
        "'a ",
        "\"a ",
        "'a' ",
        "<q>",
        "\n: a\n\n",
        "\n:a",
        "a {#b} ",
        "[a]\\[b] ",
        "> {: .a}\n",
        "- {: .a}\n",
    ] {
        let start = Effort::start();
        let text = format!("a\n\n{}\n\n[b]: u", part.repeat(8_000));
        let result = read(&Source::new("a.md", text), &Options::default(), &NoFiles, &mut Diagnostics::new());
        println!("{part:?}: {:?}, {}", start.spent(), result.is_ok());
        assert!(start.spent().as_secs() < 20, "{part:?} took {:?}", start.spent());
    }
}

#[test]
fn no_word_is_lost_among_marks() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let steps = number("OFFPRINT_MARKS_STEPS").unwrap_or(STEPS);
    let first = number("OFFPRINT_MARKS_SEED").unwrap_or(1);
    let mut losses = Vec::new();
    for seed in first..first + steps {
        let made = pieces(seed);
        if !lost(&made.concat()).is_empty() {
            let text = fewest(made);
            losses.push(format!("seed {seed}: {text:?} loses {}", lost(&text).join(", ")));
            if losses.len() == SHOWN {
                break;
            }
        }
    }
    assert!(losses.is_empty(), "{}", losses.join("\n"));
}
