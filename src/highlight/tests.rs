use super::*;

/// Returns the tokens in `code`, as text and class.
fn found<'a>(language: &str, code: &'a str) -> Vec<(&'a str, Token)> {
    let tokens = highlight(language, code).expect("the language is known");
    tokens.into_iter().map(|(range, token)| (&code[range], token)).collect()
}

/// Asserts that each of `wanted` is found in `code`, in this order.
fn check(language: &str, code: &str, wanted: &[(&str, Token)]) {
    let all = found(language, code);
    let mut rest = all.iter();
    for pair in wanted {
        assert!(rest.any(|found| found == pair), "{language}: {pair:?} is not (or not there) in {all:#?}");
    }
}

/// Asserts that nothing in `code` that contains `text` has a class.
fn plain(language: &str, code: &str, text: &str) {
    assert!(code.contains(text));
    let all = found(language, code);
    assert!(all.iter().all(|(found, _)| !found.contains(text)), "{language}: {text} has a class in {all:#?}");
}

use Token::*;

#[test]
fn names_of_languages_have_their_habits() {
    for name in ["rust", "Rust", "rs", "rust,ignore", "{.rust .numberLines}", "language-rust", "rs {1,3}"] {
        assert!(highlight(name, "fn main() {}").is_some_and(|tokens| !tokens.is_empty()), "{name}");
    }
    assert_eq!(highlight("klingon", "fn main() {}"), None);
    assert_eq!(highlight("text", "fn main() {}"), None);
    assert_eq!(highlight("", "fn main() {}"), None);
}

#[test]
fn rust_tells_lifetimes_from_characters() {
    let code = "#[derive(Debug)]\npub fn get<'a>(c: &'a str) -> Option<char> { vec![1_000u32, 0xff]; '\\'' /* a /* b */ */ } // end";
    check(
        "rust",
        code,
        &[
            ("#[derive(Debug)]", Meta),
            ("pub", Keyword),
            ("fn", Keyword),
            ("get", Function),
            ("'a", Type),
            ("str", Type),
            ("Option", Type),
            ("vec", Function),
            ("1_000u32", Number),
            ("0xff", Number),
            ("'\\''", String),
            ("/* a /* b */ */", Comment),
            ("// end", Comment),
        ],
    );
    check("rs", "let s = r#\"a \"quoted\" word\"#; x", &[("let", Keyword), ("r#\"a \"quoted\" word\"#", String)]);
    plain("rs", "let s = r#\"a\"#; x", "x");
}

#[test]
fn scripts_have_code_in_strings_and_slashes_that_divide() {
    check(
        "js",
        "const a = `one ${two(`three ${4}`)} five`; b / c / d",
        &[
            ("const", Keyword),
            ("`one ", String),
            ("two", Function),
            ("`three ", String),
            ("4", Number),
            ("`", String),
            (" five`", String),
        ],
    );
    plain("js", "b / c / d", "c");
    check("js", "return /a[/]b/gi.test(x)", &[("return", Keyword), ("/a[/]b/gi", String), ("test", Function)]);
    check("ts", "interface A { type: string }", &[("interface", Keyword), ("A", Type), ("string", Type)]);
    plain("js", "node.default = 1", "default");
}

#[test]
fn elements_in_scripts_keep_their_text_plain() {
    let code = "return (<Box id=\"a\" on={() => go(1)}>don't {name} <br/> stop</Box>);\nif (a < b) c();";
    check(
        "jsx",
        code,
        &[
            ("return", Keyword),
            ("Box", Keyword),
            ("id", Name),
            ("\"a\"", String),
            ("on", Name),
            ("go", Function),
            ("br", Keyword),
            ("Box", Keyword),
            ("if", Keyword),
            ("c", Function),
        ],
    );
    plain("jsx", code, "don't");
    plain("jsx", code, "stop");
    // Type parameters are not elements.
    check("tsx", "const id = <T,>(x: T) => x; if (x) {}", &[("const", Keyword), ("if", Keyword)]);
}

#[test]
fn python_has_long_strings_and_code_in_them() {
    let code = "@cache\ndef area(r: float) -> str:\n    \"\"\"Area.\n    'of' \"\"\"\n    return f\"{r * 2:.1f} {{x}} m\" # ok\n";
    check(
        "py",
        code,
        &[
            ("@cache", Meta),
            ("def", Keyword),
            ("area", Function),
            ("float", Type),
            ("\"\"\"Area.\n    'of' \"\"\"", String),
            ("return", Keyword),
            ("f\"", String),
            ("2", Number),
            (" {{x}} m\"", String),
            ("# ok", Comment),
        ],
    );
}

#[test]
fn shells_have_commands_options_and_variables() {
    let code = "FOO=1 make -C dir --jobs=4 | grep 'a b' # find\nif [ -n \"$HOME\" ]; then echo ${X#y}; fi\ncat <<EOF\nif x\nEOF\nls";
    check(
        "bash",
        code,
        &[
            ("--jobs", Name),
            ("grep", Function),
            ("'a b'", String),
            ("# find", Comment),
            ("if", Keyword),
            ("\"$HOME\"", String),
            ("then", Keyword),
            ("echo", Function),
            ("${X#y}", Name),
            ("fi", Keyword),
            ("cat", Function),
            ("<<EOF\nif x\nEOF", String),
            ("ls", Function),
        ],
    );
    check(
        "console",
        "$ cargo build\nfor sale\n(venv) $ pip install x\n",
        &[("$", Meta), ("cargo", Function), ("(venv) $", Meta), ("pip", Function)],
    );
    plain("console", "$ ls\nfor sale\n", "for");
}

#[test]
fn markup_holds_scripts_and_styles() {
    let code = "<!DOCTYPE html>\n<!-- a --><p class=\"x\" hidden>if &amp; then</p><script>let a = 1</script><style>b { color: #fff }</style>";
    check(
        "html",
        code,
        &[
            ("<!DOCTYPE html>", Meta),
            ("<!-- a -->", Comment),
            ("p", Keyword),
            ("class", Name),
            ("\"x\"", String),
            ("hidden", Name),
            ("&amp;", Number),
            ("p", Keyword),
            ("let", Keyword),
            ("1", Number),
            ("b", Keyword),
            ("color", Name),
            ("#fff", Number),
            ("style", Keyword),
        ],
    );
    plain("html", "<p>if</p>", "if");
    check(
        "php",
        "<h1><?php echo $title; ?></h1>",
        &[("h1", Keyword), ("<?php", Meta), ("echo", Keyword), ("$title", Name), ("?>", Meta), ("h1", Keyword)],
    );
    check("php", "function f(int $a) { return \"x\"; }", &[("function", Keyword), ("f", Function), ("$a", Name)]);
}

#[test]
fn style_sheets_tell_properties_from_selectors() {
    let code = "@media (min-width: 40em) {\n  a.big:hover { color: rgb(0 0 0); margin: -1.5em auto !important; --gap: 2px }\n}";
    check(
        "css",
        code,
        &[
            ("@media", Keyword),
            ("40em", Number),
            ("a", Keyword),
            (".big", Type),
            ("hover", Function),
            ("color", Name),
            ("rgb", Function),
            ("margin", Name),
            ("1.5em", Number),
            ("!important", Keyword),
            ("--gap", Name),
        ],
    );
    plain("css", code, "auto");
    check(
        "scss",
        "$x: 1px; // note\n.a { &:hover { top: $x } }",
        &[("$x", Name), ("// note", Comment), ("top", Name), ("$x", Name)],
    );
}

#[test]
fn data_files_have_keys() {
    check("json", "{\"a\": [1, \"b\", null]}", &[("\"a\"", Name), ("1", Number), ("\"b\"", String), ("null", Number)]);
    let yaml =
        "# top\nname: CI\non: [push]\njobs:\n  - run: |\n      make: all\n    if: true # yes\nurl: http://a.b/c#d\n";
    check(
        "yaml",
        yaml,
        &[
            ("# top", Comment),
            ("name", Name),
            ("on", Name),
            ("jobs", Name),
            ("run", Name),
            ("make: all", String),
            ("if", Name),
            ("true", Number),
            ("# yes", Comment),
            ("url", Name),
        ],
    );
    plain("yaml", yaml, "http");
    check(
        "toml",
        "[package]\nname = \"a\" # b\nversion = 1\nlist = [true]\n",
        &[
            ("[package]", Keyword),
            ("name", Name),
            ("\"a\"", String),
            ("# b", Comment),
            ("version", Name),
            ("1", Number),
            ("true", Number),
        ],
    );
}

#[test]
fn diffs_have_lines_that_come_and_go() {
    check(
        "diff",
        "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same\n",
        &[("--- a", Meta), ("-old", Deleted), ("+new", Inserted)],
    );
}

#[test]
fn queries_count_in_any_case() {
    check(
        "sql",
        "SELECT count(*) from \"t\" WHERE a = 'it''s' -- end",
        &[
            ("SELECT", Keyword),
            ("count", Function),
            ("from", Keyword),
            ("WHERE", Keyword),
            ("'it''s'", String),
            ("-- end", Comment),
        ],
    );
}

#[test]
fn other_languages_have_their_own_ways() {
    check(
        "c",
        "#include <stdio.h>\nint main(void) { return 'a'; }",
        &[
            ("#include", Meta),
            ("<stdio.h>", String),
            ("int", Type),
            ("main", Function),
            ("return", Keyword),
            ("'a'", String),
        ],
    );
    check(
        "go",
        "func (s *S) Run() error { return nil }",
        &[("func", Keyword), ("Run", Function), ("error", Type), ("nil", Number)],
    );
    check(
        "ruby",
        "class Foo < Bar\n  def go!(x) = \"a #{x + 1} b\"\nend",
        &[
            ("class", Keyword),
            ("Foo", Type),
            ("Bar", Type),
            ("def", Keyword),
            ("go!", Function),
            ("\"a ", String),
            ("1", Number),
            (" b\"", String),
            ("end", Keyword),
        ],
    );
    check("swift", "let s = \"a \\(b.count) c\"", &[("let", Keyword), ("\"a ", String), (" c\"", String)]);
    check("haskell", "f' :: Int -> Char\nf' x = 'c' -- no", &[("Int", Type), ("'c'", String), ("-- no", Comment)]);
    check("clojure", "(defn f [x] (map inc x)) ; all", &[("defn", Keyword), ("map", Function), ("; all", Comment)]);
    check("tex", "\\frac{a}{b} % half", &[("\\frac", Keyword), ("% half", Comment)]);
}

/// A name for every scanner, and for every grammar with special properties.
const NAMES: [&str; 40] = [
    "rust",
    "c",
    "cpp",
    "objc",
    "java",
    "kotlin",
    "scala",
    "swift",
    "csharp",
    "go",
    "dart",
    "haskell",
    "ocaml",
    "js",
    "ts",
    "tsx",
    "python",
    "ruby",
    "php",
    "perl",
    "lua",
    "r",
    "julia",
    "elixir",
    "bash",
    "powershell",
    "bat",
    "sql",
    "json",
    "hcl",
    "nix",
    "nginx",
    "clojure",
    "html",
    "scss",
    "yaml",
    "toml",
    "diff",
    "console",
    "markdown",
];

#[test]
fn whatever_the_text_tokens_are_in_order_and_whole_characters() {
    let texts = [
        "é\"ü'ß`\\",
        "\\",
        "'",
        "\"",
        "`${",
        "<a b='",
        "</",
        "<",
        "{#",
        "$",
        "${",
        "@",
        "#[",
        "r#\"",
        "/*",
        "(*",
        "<<EOF",
        "<<é\n",
        "%q(",
        "f\"{",
        "\"#{",
        "1.",
        "0x",
        "'\\",
        "--é",
        "&#",
        ":",
        "a:\u{a0}b",
        "- é: |\n  ö",
        "[é",
        "日本語 = '語'",
        "x = <é>",
        "<?php",
        "$$",
        "#!/bin/sh\n# é",
        "\r\n\r",
        "¨`¨",
        "'é'",
        "'é",
    ];
    for name in NAMES {
        for first in texts {
            for second in texts {
                let code = format!("{first}{second}\n{second} {first}");
                let mut end = 0;
                for (range, _) in highlight(name, &code).expect("known") {
                    assert!(range.start >= end && range.start < range.end, "{name}: {code:?} {range:?}");
                    assert!(code.get(range.clone()).is_some(), "{name}: {code:?} {range:?}");
                    end = range.end;
                }
            }
        }
    }
}

/// Opening delimiters that are never closed take linear time.
#[test]
fn hostile_listings_take_little_time() {
    let marks = [
        "[", "(", "{", "<", "<a", "</", "\"", "'", "`", "`${", "/", "/[", "/*", "(*", "#[", "$", "${", "@", "a ", "a(",
        "- ", "<<E ", "<<E\n", "1e", "\\", "&", ":", "a:", "x{", "f\"{", "%w(", "r#\"", "#{", "--a ", "{{", "<%", "#",
        " ", "\t", "=",
    ];
    let names = [
        "rust", "c", "tsx", "python", "ruby", "bash", "sql", "clojure", "html", "scss", "yaml", "toml", "diff",
        "console", "markdown", "tex",
    ];
    for name in names {
        for mark in marks {
            let code = mark.repeat(16_000 / mark.len());
            let start = crate::effort::Effort::start();
            assert!(highlight(name, &code).is_some());
            // A scanner that backtracks takes ten seconds or more.
            assert!(start.spent().as_secs() < 3, "{name}: {mark:?} takes {:?}", start.spent());
        }
    }
}

#[test]
fn a_listing_beyond_the_limit_stays_plain() {
    assert_eq!(highlight("rust", &"a".repeat(LONGEST + 1)), None);
}
