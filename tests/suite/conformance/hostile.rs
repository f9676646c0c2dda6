//! Inputs that mean no good, or were damaged on the way: each ends soon, with whole outputs or a typed error, never
//! with a panic or half a file. Those of `tests/bad/` are kept as files; those that are only long are made here.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use offprint::diag::Error;
use offprint::disk::Disk;
use offprint::job::{Format, Settings};

use super::outputs;
use crate::common::epub;
use crate::common::tools;

/// No input of these is worth more; the samples take a hundredth of it in the slowest build.
const PATIENCE: Duration = Duration::from_secs(20);

/// Converts the article at `input`; what is written has to be whole.
fn survive(input: &Path, out: &Path) -> Result<(), Error> {
    let start = Instant::now();
    let outcome = Disk::default().run(&outputs::single(input, out), &Settings::default());
    let name = input.display();
    let begins = fs::read(input).map(|bytes| String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned());
    assert!(start.elapsed() < PATIENCE, "{name} took {:?}: {begins:?}", start.elapsed());
    assert!(!matches!(outcome.error, Some(Error::Bug { .. })), "{name}: {:?}", outcome.error);
    for output in &outcome.written {
        match output.format {
            Format::Epub => assert_eq!(epub::entries(&output.path)[0].0, "mimetype", "{name}"),
            Format::Pdf => {
                assert!(fs::read(&output.path).expect("a PDF").trim_ascii_end().ends_with(b"%%EOF"), "{name}")
            }
        }
    }
    let files = fs::read_dir(out).map_or(0, Iterator::count);
    assert_eq!(files, outcome.written.len(), "{name}: a file that nobody asked for");
    outcome.error.map_or(Ok(()), Err)
}

/// The error of `tests/bad/NAME`, if it gives one.
fn bad(name: &str) -> Option<Error> {
    survive(&tools::project().join("tests/bad").join(name), &tools::workspace(&format!("bad-{name}"))).err()
}

/// What happens to an article of `bytes`.
fn made_up(name: &str, bytes: impl AsRef<[u8]>) -> Option<Error> {
    let folder = tools::workspace(&format!("made-up-{name}"));
    let input = folder.join(name);
    fs::write(&input, bytes).expect("the input can be written");
    survive(&input, &folder.join("out")).err()
}

#[test]
fn every_file_of_the_bad_folder_ends_well() {
    let folder = tools::project().join("tests/bad");
    let mut names: Vec<PathBuf> =
        fs::read_dir(&folder).expect("bad inputs").map(|entry| entry.expect("an entry").path()).collect();
    names.sort();
    assert!(names.len() >= 12, "the bad inputs are gone");
    for path in names.iter().filter(|path| path.extension().is_some_and(|it| it == "md" || it == "txt")) {
        bad(path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8"));
    }
}

#[test]
fn what_holds_no_article_is_an_error_that_says_so() {
    assert!(matches!(bad("empty.md"), Some(Error::Empty { .. })));
    assert!(matches!(bad("white-space.txt"), Some(Error::Empty { .. })));
    assert!(matches!(bad("front-matter-alone.md"), Some(Error::NoText { .. })));
    assert!(matches!(bad("latin-1.md"), Some(Error::NotUtf8 { offset: 8, .. })), "{:?}", bad("latin-1.md"));
}

#[test]
fn what_is_only_damaged_is_converted() {
    for name in
        ["broken-yaml.md", "unclosed-front-matter.md", "not-a-picture.md", "missing-pictures.md", "notes-in-circles.md"]
    {
        assert!(bad(name).is_none(), "{name}: {:?}", bad(name));
    }
}

#[test]
fn deep_nesting_ends() {
    const DEEP: usize = 20_000;
    made_up("quotes.md", ">".repeat(DEEP) + " deep");
    made_up("lists.md", (0..500).map(|depth| " ".repeat(2 * depth) + "- x\n").collect::<String>());
    made_up("emphasis.md", "*a **b ".repeat(DEEP));
    made_up("brackets.md", "[".repeat(DEEP) + &"](x)".repeat(DEEP));
    made_up("elements.md", "<div><b><i>".repeat(DEEP) + "deep");
    made_up("yaml.md", format!("---\ntitle: {}\n---\ntext\n", "[".repeat(DEEP)));
    made_up("json.md", "{\"a\":".repeat(DEEP));
    made_up("toml.md", format!("+++\na = {}\n+++\ntext\n", "[".repeat(DEEP)));
    made_up("math.md", format!("${}x{}$", "\\frac{".repeat(DEEP / 4), "}".repeat(DEEP / 4)));
}

#[test]
fn long_things_end() {
    const LONG: usize = 100_000;
    assert!(made_up("word.txt", format!("Title\n\n{}", "a".repeat(LONG))).is_none());
    assert!(made_up("no-spaces.md", "東京".repeat(LONG / 20)).is_none());
    assert!(made_up("combining.md", format!("e{}", "\u{301}".repeat(LONG / 20))).is_none());
    assert!(made_up("directions.md", "\u{202E}a\u{202D}ب".repeat(LONG / 100)).is_none());
    made_up("backticks.md", (1..400).map(|length| "`".repeat(length) + " ").collect::<String>());
    made_up("wide-table.md", format!("|{}\n|{}\n|{}\n", "h|".repeat(500), "-|".repeat(500), "c|".repeat(500)));
    made_up("spans.md", "<table><tr><td colspan=99999 rowspan=99999>x</td></tr><tr><td>y</td></tr></table>");
    made_up("tags.md", "{{ ".repeat(LONG / 10) + &"{% ".repeat(LONG / 10));
    // The spaces of a repeated word stand below each other: one river through all lines.
    assert!(made_up("repeated.md", "![[a|b]] ".repeat(6_600)).is_none());
    assert!(made_up("title.md", format!("---\ntitle: '{}'\n---\ntext\n", "[".repeat(LONG / 4))).is_none());
    made_up("notes.md", (0..2_000).map(|note| format!("[^{note}]\n\n[^{note}]: note\n\n")).collect::<String>());
}

/// Constructs, and halves of them, that an article may have many of.
const CONSTRUCTS: &[&str] = &[
    "a",
    "a ",
    "a\n",
    "a\n\n",
    "a  \n",
    "a\\\n",
    "*a* ",
    "*a",
    "***a** b* ",
    "`a` ",
    "`a",
    "`` ` ",
    "[",
    "[a](b) ",
    "[a][b] ",
    "[](",
    "![a](b.png) ",
    "![[a]]",
    "![[a|b]] ",
    "[[a]]",
    "<a",
    "<b><i>",
    "<br>",
    "<div>\n\n",
    "<p>",
    "<li>",
    "<table><tr><td>",
    "<!-- a -->",
    "<svg>",
    "&",
    "&amp;",
    "# a\n",
    "> a\n\n",
    "- a\n",
    "- a\n\n",
    "  - a\n",
    "1. a\n",
    "- [ ] a\n",
    "    a\n",
    "```a\n",
    "---\n",
    "|a",
    "|a|b|\n|-|-|\n|c|d|\n\n",
    "a|b\n-|-\n",
    "$a_b$ ",
    "$x^{",
    "$$a$$ ",
    "[^a] ",
    "[^a]: b\n\n",
    "^[a] ",
    "[a]: b\n",
    "~~a~~",
    "==a==",
    "{.a}",
    "{{< a >}} ",
    "{% a %} ",
    "::: a\n",
    "!!! note\n    a\n",
    "> [!note]\n> a\n\n",
    "%%a%% ",
    "http://a.b ",
    "www.a.b ",
    "a@b.c ",
    "term\n: def\n\n",
    "*[a]: b\n",
    "\u{ad}",
    "\u{200b}",
    "\u{301}",
    "漢字",
    "漢。",
    "العربية ",
    "ไทย",
    "हिन्दी ",
    "👨‍👩‍👧",
    "...",
    "\"a\" ",
    "a/b/",
    "Photo by A / CC BY 4.0\n\n",
    "By A\n\n",
    "Read more: [a](b)\n\n",
    "https://youtu.be/abcdefghijk\n\n",
];

/// Quadratic work for so much of a construct takes a minute; this much takes a second at most.
const MUCH: usize = 60_000;

#[test]
fn much_of_any_construct_ends_soon() {
    if cfg!(debug_assertions) {
        return tools::say("skipped: much of any construct: it takes an optimised build: --release");
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for worker in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            let next = &next;
            scope.spawn(move || {
                while let Some(part) = CONSTRUCTS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let text = part.repeat(MUCH / part.len());
                    let name = format!("much-{worker}");
                    made_up(&format!("{name}.md"), &text);
                    made_up(&format!("{name}.txt"), format!("Title\n\nBy A\n\n{text}"));
                    made_up(&format!("{name}-front.md"), format!("---\n{text}\n---\n\nText.\n"));
                }
            });
        }
    });
}

#[test]
fn far_too_many_pages_are_refused_before_they_are_made() {
    let mut settings = Settings::default();
    settings.max_pages = NonZero::new(20).expect("not zero");
    let refused = |name: &str, text: String| {
        let folder = tools::workspace(&format!("pages-{name}"));
        let input = folder.join(name);
        fs::write(&input, text).expect("the input can be written");
        let outcome = Disk::default().run(&outputs::single(&input, &folder.join("out")), &settings);
        match outcome.error {
            Some(Error::TooManyPages { allowed: 20, needed }) => needed,
            other => panic!("{name}: {other:?}"),
        }
    };
    for (name, part) in [("paragraphs.md", "a\n\n"), ("items.md", "- a\n"), ("headings.md", "# a\n\n")] {
        assert_eq!(refused(name, part.repeat(8_000)), None, "{name}");
    }
    // What is only a little longer may end on the last page, so it is set and its pages are counted.
    assert!(matches!(refused("more.md", "a\n\n".repeat(1_000)), Some(21..25)));
}

#[test]
fn every_beginning_of_a_sample_ends_well() {
    for made in outputs::samples() {
        let bytes = made.text.as_bytes();
        for part in 1..12 {
            made_up("part.md", &bytes[..bytes.len() * part / 12]);
        }
    }
}
