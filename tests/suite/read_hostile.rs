//! Input that nobody wrote in good faith: it ends in an article or an error, and soon.

use std::time::{Duration, Instant};

use offprint::diag::{Diagnostics, Error};
use offprint::read::{MAX_NOTES, NoFiles, Options, read};
use offprint::source::Source;

/// Far more than any case needs, so that a busy machine does not fail the test; quadratic work takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

#[track_caller]
fn ends_soon(name: &str, text: impl Into<Vec<u8>>) {
    let start = Instant::now();
    let source = Source::new(format!("{name}.md"), text.into());
    let result = read(&source, &Options::default(), &NoFiles, &mut Diagnostics::new());
    let took = start.elapsed();
    println!(
        "{name}: {took:?}, {}",
        result.map_or_else(|error| error.to_string(), |a| format!("{} blocks", a.blocks.len()))
    );
    assert!(took < PATIENCE, "{name} took {took:?}");
}

#[test]
fn nesting_without_end_is_refused_or_flattened() {
    const N: usize = 20_000;
    for part in [
        ">",
        "> ",
        "- ",
        "[",
        "![",
        "*",
        "**a ",
        "_",
        "`",
        "<div>",
        "<b>",
        "<li>",
        "<p>",
        "<table>",
        "<td>",
        "<!--",
        "<a href=\"",
        "<script>",
        "{{",
        "{%",
        "{{<",
        "$",
        "~",
        "^",
        "[[",
        "![[",
        "\\",
        "&",
        "&amp",
        "](",
        "[^a]",
        "[^a]: ",
        "| ",
        "1. ",
        "    ",
        "```\n",
        "<details>",
        "\"",
        "'",
        "http://",
        "www.",
        "((",
        "a@b.",
        "{:",
        "{.a}",
        "</div>",
        "<svg>",
        "<svg></svg>",
        "^[",
        "^[a] ",
        "==",
        "==a ",
        ".== ",
        "a~b~",
        "<div markdown=\"1\">\n",
        ":",
        "{% raw %}",
        "{% highlight %}",
        "<x ",
    ] {
        ends_soon(part, part.repeat(N));
    }
}

#[test]
fn nesting_over_lines_ends() {
    let steps = |mark: &str| (0..2000).map(|n| format!("{}{mark}a\n", " ".repeat(n * 2))).collect::<String>();
    ends_soon("steps of lists", steps("- "));
    ends_soon("quotes", (0..2000).map(|n| format!("{}a\n\n", "> ".repeat(n))).collect::<String>());
    ends_soon("emphasis", format!("{}a{}", "*a _b ".repeat(20_000), "_ *".repeat(20_000)));
    ends_soon("references", (0..20_000).map(|n| format!("[a{n}]: /x\n[a{n}]\n\n")).collect::<String>());
    ends_soon("broken links", "# heading one\n\n[a](#headzzzz)\n\n".repeat(20_000));
    ends_soon("same slug", "## a\n\n".repeat(20_000));
    ends_soon("cells", format!("|{}\n|{}\n|{}", "a|".repeat(5000), "-|".repeat(5000), "a|".repeat(5000)));
    ends_soon("spans", format!("<table>{}</table>", "<tr><td colspan=1000 rowspan=1000>a</td></tr>".repeat(1000)));
    ends_soon("figures", "![a](b.png)\n*c*\n".repeat(20_000));
    ends_soon("data", format!("![a](data:image/png;base64,{})", "A".repeat(1_000_000)));
}

#[test]
fn odd_bytes_leave_text_that_outputs_can_hold() {
    let text = "a\0b\u{1}c\u{7f}d\u{85}e\u{feff}f\u{2028}g \u{202e}h\r\n\r\ni\rj\u{fffe}k";
    let source = Source::new("odd.md", text);
    let article = read(&source, &Options::default(), &NoFiles, &mut Diagnostics::new()).expect("is text");
    let shown = format!("{:?}", article.blocks);
    for c in ['\0', '\u{1}', '\u{7f}', '\u{85}', '\u{fffe}'] {
        assert!(!shown.contains(&format!("{}", c.escape_debug())), "{c:?} in {shown}");
    }
}

#[test]
fn a_stray_nul_byte_is_left_out_and_a_binary_file_refused() {
    let shown = |name: &str, text: &str| {
        let article = read(&Source::new(name, text), &Options::default(), &NoFiles, &mut Diagnostics::new())?;
        Ok(format!("{:?}", article.blocks))
    };
    let scraped = format!("A heading\n\n{}a\0b {}\n", "many words ".repeat(100), "and more ".repeat(100));
    for name in ["a.txt", "a.html", "a.md", "a"] {
        let shown = shown(name, &scraped).unwrap_or_else(|error: Error| panic!("{name}: {error}"));
        assert!(
            shown.contains("many words") && shown.contains("and more") && !shown.contains("\\0"),
            "{name}: {shown}"
        );
    }
    assert!(shown("short.md", "a\0b").is_ok());
    for (name, text) in
        [("short.txt", "a\0b".to_owned()), ("a.txt", format!("{scraped}\0\0")), ("a.md", "a\0".repeat(9))]
    {
        assert!(matches!(shown(name, &text), Err(Error::Binary { .. })), "{name}");
    }
}

#[test]
fn limits_are_named() {
    let error = |text: Vec<u8>| read(&Source::new("a.md", text), &Options::default(), &NoFiles, &mut Vec::new()).err();
    assert!(matches!(error(b"ab\xff".to_vec()), Some(Error::NotUtf8 { offset: 2, .. })));
    assert!(matches!(error(Vec::new()), Some(Error::Empty { .. })));
    assert!(matches!(error(b" \n\t".to_vec()), Some(Error::Empty { .. })));
    assert!(matches!(error("> ".repeat(101).into_bytes()), Some(Error::Limit { limit: "nesting", allowed: 100, .. })));
    assert!(matches!(error(vec![b'a'; 16 * 1024 * 1024 + 1]), Some(Error::Limit { .. })));
    let notes = |n: usize| (0..n).map(|n| format!("a[^{n}]\n\n[^{n}]: b\n\n")).collect::<String>().into_bytes();
    assert!(matches!(error(notes(MAX_NOTES + 1)), Some(Error::Limit { limit: "notes", .. })));
    assert!(error(notes(MAX_NOTES)).is_none());
    assert!(error(format!("{}a", "> ".repeat(99)).into_bytes()).is_none());
}
