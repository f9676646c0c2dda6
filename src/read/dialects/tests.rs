//! Tests articles in dialects, from text to blocks.

use crate::article::{Align, Block, BlockKind, Inline, Row};
use crate::diag::Diagnostics;
use crate::read::{NoFiles, Options, read};
use crate::source::Source;

/// Summarises the blocks of `text`: callouts as `{kind|title: …}`, lists as `[…; …]`.
fn shape(text: &str) -> String {
    with_warnings(text).0
}

fn with_warnings(text: &str) -> (String, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let options = Options { lang: Some("en".into()), ..Options::default() };
    let article = read(&Source::new("a.md", text), &options, &NoFiles, &mut diagnostics).expect("is an article");
    (blocks(&article.blocks), diagnostics)
}

fn blocks(all: &[Block]) -> String {
    all.iter().map(|block| one(&block.kind)).collect::<Vec<_>>().join(" / ")
}

fn one(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Paragraph(content) => inlines(content),
        BlockKind::Heading { level, content, .. } => format!("h{level} {}", inlines(content)),
        BlockKind::List { items, .. } => {
            format!("[{}]", items.iter().map(|item| blocks(&item.blocks)).collect::<Vec<_>>().join("; "))
        }
        BlockKind::Quote { blocks: inner, .. } => format!("quote({})", blocks(inner)),
        BlockKind::Callout { kind, title, blocks: inner } => {
            format!("{{{kind:?}|{}: {}}}", inlines(title), blocks(inner))
        }
        BlockKind::Code { language, text, .. } => {
            format!("code({})<{}>", language.as_deref().unwrap_or_default(), text.replace('\n', "\\n"))
        }
        BlockKind::Math(tex) => format!("math<{tex}>"),
        BlockKind::PageBreak => "page".into(),
        BlockKind::Table(table) => {
            let align: String = (table.align.iter())
                .map(|align| match align {
                    Align::Start => 's',
                    Align::Center => 'c',
                    Align::End => 'e',
                })
                .collect();
            let caption = inlines(&table.caption);
            format!("table({align}|{caption}|{}|{})", rows(&table.head), rows(&table.body))
        }
        BlockKind::Figure(figure) => format!(
            "figure({}|{})",
            figure.pictures.iter().filter_map(|picture| picture.alt.text()).collect::<Vec<_>>().join(","),
            inlines(&figure.caption)
        ),
        BlockKind::Definitions(all) => {
            let all = all.iter().map(|one| {
                let terms: Vec<String> = one.terms.iter().map(|term| inlines(term)).collect();
                let definitions: Vec<String> = one.definitions.iter().map(|inner| blocks(inner)).collect();
                format!("{}={}", terms.join(","), definitions.join(","))
            });
            format!("dl({})", all.collect::<Vec<_>>().join("; "))
        }
        BlockKind::Group(inner) => format!("group({})", blocks(inner)),
        BlockKind::Rule => "rule".into(),
    }
}

fn rows(rows: &[Row]) -> String {
    let row = |row: &Row| {
        let cells = row.cells.iter().map(|cell| {
            let span =
                if cell.columns * cell.rows > 1 { format!("{}x{} ", cell.columns, cell.rows) } else { String::new() };
            format!("{span}{}", blocks(&cell.blocks))
        });
        cells.collect::<Vec<_>>().join(", ")
    };
    rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn inlines(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Styled { style, content } => format!("{style:?}<{}>", inlines(content)),
            Inline::Link { content, .. } => format!("Link<{}>", inlines(content)),
            Inline::Span { content, .. } => inlines(content),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Math { tex, .. } => format!("${tex}$"),
            Inline::NoteCall(note) => format!("^{}", note.0 + 1),
            Inline::LineBreak => "\u{21b5}".into(),
            Inline::Picture(picture) => format!("picture({})", picture.alt.text().unwrap_or_default()),
        })
        .collect()
}

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    let wrong = cases.iter().filter_map(|(text, wanted)| {
        let found = shape(text);
        (found != *wanted).then(|| format!("{text}\nis     {found}\nwanted {wanted}\n"))
    });
    let wrong = wrong.collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn admonitions_of_mkdocs_are_boxes() {
    all(&[
        (
            "!!! note \"Mind *it*\"\n\n    It is **low**.\n\n    - a\n    - b\n\nAfter.",
            "{Note|Mind Emphasis<it>: It is Strong<low>. / [a; b]} / After.",
        ),
        ("!!! warning\n    At once.\nAfter.", "{Warning|Warning: At once.} / After."),
        ("!!! note \"\"\n\n    Body", "{Note|Note: Body}"),
        ("Text\n!!! danger inline end\n\n    Body", "Text / {Caution|Danger: Body}"),
        ("??? tip\n\n    Body", "{Tip|Tip: Body}"),
        ("??? note \"Fold\"\n\n    Body", "{Details|Fold: Body}"),
        ("???+ tip \"Open\"\n\n    Body", "{Tip|Open: Body}"),
        ("!!! pied-piper\n\n    Body", "{Note|Pied piper: Body}"),
        ("!!! note \"1. First\"\n\n    Body", "{Note|1. First: Body}"),
        ("!!! note \"With [link](x) and `code`\"\n\n    Body", "{Note|With Link<link> and `code`: Body}"),
        ("!!! note\n\n\tTab\n\n\t\tcode", "{Note|Note: Tab / code()<code>}"),
        (
            "!!! note\n\n    ```py\n    a = 1\n\n    b\n    ```\n\n    After",
            "{Note|Note: code(py)<a = 1\\n\\nb> / After}",
        ),
        (
            "!!! note \"A\"\n\n    !!! tip \"B\"\n\n        Deep\n\n    Back\n\nOut",
            "{Note|A: {Tip|B: Deep} / Back} / Out",
        ),
        ("- One\n\n    !!! note \"T\"\n\n        Body\n\n- Two", "[One / {Note|T: Body}; Two]"),
        ("1. One\n\n    !!! note \"T\"\n        Body\n\n2. Two", "[One / {Note|T: Body}; Two]"),
        ("- !!! note \"T\"\n\n      Body\n- Two", "[{Note|T: Body}; Two]"),
        ("> !!! note \"T\"\n>     Body\n>\n> More\n\nOut", "quote({Note|T: Body} / More) / Out"),
        (
            "!!! note \"T\"\n\n    > Quoted\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |",
            "{Note|T: quote(Quoted) / table(ss||a, b|1, 2)}",
        ),
        ("!!! note \"Only a title\"\n\nText", "{Note|Note: Only a title} / Text"),
        ("a[^1]\n\n!!! note\n\n    b[^2]\n\n[^1]: One\n[^2]: Two", "a^1 / {Note|Note: b^2}"),
        ("!!! note \"A\"\n\n    Body\n!!! tip \"B\"\n\n    Body", "{Note|A: Body} / {Tip|B: Body}"),
        ("!!! note \"A\"\r\n\r\n    Body\r\n\r\nOut\r\n", "{Note|A: Body} / Out"),
    ]);
}

#[test]
fn tabs_of_mkdocs_follow_each_other_with_their_labels() {
    all(&[
        (
            "=== \"A *b*\"\n\n    Runs *hourly*.\n\n=== \"C\"\n\n    ```sh\n    ls\n    ```\n",
            "Label<A Emphasis<b>> / Runs Emphasis<hourly>. / Label<C> / code(sh)<ls>",
        ),
        (
            "!!! note \"T\"\n\n    === \"A\"\n\n        a\n\n    ===! \"B\"\n\n        b",
            "{Note|T: Label<A> / a / Label<B> / b}",
        ),
        ("- x\n\n    === \"A\"\n\n        a", "[x / Label<A> / a]"),
    ]);
}

#[test]
fn what_only_looks_like_mkdocs_stays() {
    all(&[
        ("!!! wow\n\nText", "!!! wow / Text"),
        ("=== equal signs\n\nText", "=== equal signs / Text"),
        ("=== \"A\"\n\nText", "=== “A” / Text"),
        ("A\n\nHeading\n===\n\n    code", "A / code()<code>"),
        ("```\n!!! note\n    x\n```", "code()<!!! note\\n    x>"),
        ("    !!! note\n        x", "code()<!!! note\\n    x>"),
        ("Really!!! note this\n\n    code", "Really!!! note this / code()<code>"),
        ("???\n\n    code", "??? / code()<code>"),
        ("<pre>\n!!! note\n    x\n</pre>\n\ny", "code()<!!! note\\n    x> / y"),
    ]);
}

#[test]
fn containers_between_colons_are_boxes() {
    all(&[
        ("Intro.\n\n:::note\n\nThe *lock*.\n\n:::\n\nAfter.", "Intro. / {Note|Note: The Emphasis<lock>.} / After."),
        ("Intro.\n:::tip My *title*\nText\n:::\nAfter.", "Intro. / {Tip|My Emphasis<title>: Text} / After."),
        (":::note[Your **title** [x](y)]{#a}\nText\n:::", "{Note|Your Strong<title> Link<x>: Text}"),
        ("::::info\nA\n\n:::danger[D]\nB\n:::\n\nC\n::::", "{Note|Info: A / {Caution|D: B} / C}"),
        ("::: details Click\n```js\n:::\n```\n:::", "{Details|Click: code(js)<:::>}"),
        ("::: warning\nA\n:::\n::: tip\nB\n:::", "{Warning|Warning: A} / {Tip|Tip: B}"),
        ("::: {.callout-tip title=\"Do *it*\"}\nA\n:::", "{Tip|Do Emphasis<it>: A}"),
        ("::: {.callout-important}\n## Title {.x}\n\nA\n\n## Other\n:::", "{Important|Title: A / h2 Other}"),
        ("::: {.callout-note collapse=\"true\"}\n### Fold\nA\n:::", "{Details|Fold: A}"),
        ("::: {.column-margin}\nAside\n:::\n\nText", "Aside / Text"),
        (":::: {.columns}\n::: {.column width=\"50%\"}\nL\n:::\n::: {.column}\nR\n:::\n::::", "L / R"),
        ("::: {.panel-tabset}\n## A\n\na\n\n## B\n\nb\n:::", "h2 A / a / h2 B / b"),
        (
            "::: Warning ::::::\nA\n\n::: Danger\nB\n:::\n::::::::::::::::::",
            "{Warning|Warning: A / {Caution|Danger: B}}",
        ),
        ("::: outer\n:::: tip\nA\n:::\nB\n:::::", "{Note|Outer: {Tip|Tip: A} / B}"),
        ("1. One\n\n   :::note\n   Text\n   :::\n\n2. Two", "[One / {Note|Note: Text}; Two]"),
        ("- ::: tip T\n  Text\n  :::\n- Two", "[{Tip|T: Text}; Two]"),
        ("> ::: tip T\n> Text\n> :::\n>\n> More", "quote({Tip|T: Text} / More)"),
        (":::tip\n- a\n- b\n:::\nAfter", "{Tip|Tip: [a; b]} / After"),
        (":::tip Only\n:::", "{Tip|Tip: Only}"),
        (
            "::: code-group\n```js [a.js]\n1\n```\n```sh [npm]\n2\n```\n:::",
            "Strong<`a.js`> / code(js)<1> / Strong<npm> / code(sh)<2>",
        ),
        ("::: tabs\n@tab Pear\np\n@tab:active Fig#f\nf\n:::", "Label<Pear> / p / Label<Fig> / f"),
        (":::: tabs\n::: tab Pear\np\n:::\n::::", "Label<Pear> / p"),
        ("::: pied-piper\nA\n:::", "{Note|Pied piper: A}"),
        ("::: Harbours are deep\nA\n:::", "{Note|Harbours are deep: A}"),
        (">>>\nA\n\nB\n>>>\n\nC", "quote(A / B) / C"),
        (">>> [!warning] Hot\nA\n>>>", "{Warning|Hot: A}"),
        ("/// tip | T\nA\n///", "{Tip|T: A}"),
        ("/// admonition | T\n    type: warning\n\nA\n///", "{Warning|T: A}"),
        (":::note\n    indented\n:::", "{Note|Note: code()<indented>}"),
    ]);
}

#[test]
fn what_is_not_closed_comes_back() {
    all(&[
        (":::note\n\nThe *lock*.", ":::note / The Emphasis<lock>."),
        ("A\n\n:::\n\nB", "A / ::: / B"),
        ("- :::tip\n  A\n\nB\n\n:::", "[:::tip A] / B / :::"),
        ("`::: note`\n\n:::", "`::: note` / :::"),
        ("::: note\nA\n\n::: tip\nB\n:::", "::: note A / {Tip|Tip: B}"),
        ("    ::: note\n    :::", "code()<::: note\\n:::>"),
        (">>> a\n\nB", "quote(quote(quote(a))) / B"),
    ]);
}

#[test]
fn directives_of_myst_are_what_their_names_say() {
    all(&[
        ("```{note}\nText *x*\n```", "{Note|Note: Text Emphasis<x>}"),
        ("```{warning} Hot stuff\nText\n```\n\nOut", "{Warning|Hot stuff: Text} / Out"),
        ("```{note} A whole sentence.\nMore\n```", "{Note|Note: A whole sentence. / More}"),
        (":::{admonition} My *title*\n:class: tip\nText\n:::", "{Tip|My Emphasis<title>: Text}"),
        (
            "````{note}\nA\n```{code-block} python\n:linenos:\n\na = 1\n```\nB\n````",
            "{Note|Note: A / code(python)<a = 1> / B}",
        ),
        (
            ":::{code-block} python\n:caption: a.py\na = 1\n\nb\n:::\n\nOut",
            "Strong<`a.py`> / code(python)<a = 1\\n\\nb> / Out",
        ),
        ("~~~{tip}\nText\n~~~", "{Tip|Tip: Text}"),
        ("```{dropdown} More\nText\n```", "{Details|More: Text}"),
        (
            "::::{tab-set}\n:::{tab-item} A\na\n:::\n:::{tab-item} B\n:sync: b\nb\n:::\n::::",
            "Label<A> / a / Label<B> / b",
        ),
        ("```{versionadded} 1.2\nText\n```", "{Note|Version added: 1.2: Text}"),
        ("```{prf:theorem} Euler\n:label: e\n\nText\n```", "{Note|Theorem: Euler: Text}"),
        (
            "```{figure} gone.png\n:alt: A quay\n:name: q\n\nThe *quay*.\n```\n\nOut",
            "figure(A quay|The Emphasis<quay>.) / Out",
        ),
        ("```{figure} gone.png\n---\nalt: A quay\n---\nThe quay.\n```", "figure(A quay|The quay.)"),
        ("```{table} Depths\n| a | b |\n|---|---|\n| 1 | 2 |\n```", "table(ss|Depths|a, b|1, 2)"),
        ("```{epigraph}\nText\n```", "quote(Text)"),
        ("```{r}\nx <- 1\n```", "code(r)<x <- 1>"),
        ("```{unknown-thing} x\ny\n```", "code(unknown-thing)<y>"),
        ("```{note}\nnever closed", "code(note)<never closed>"),
        ("```admonish warning \"Hot\"\nText *x*\n```", "{Warning|Hot: Text Emphasis<x>}"),
        ("```ad-note\ntitle: Mine\ncollapse: open\nText\n```", "{Note|Mine: Text}"),
        ("- x\n\n  ```{tip}\n  Text\n  ```\n- y", "[x / {Tip|Tip: Text}; y]"),
        ("H{sub}`2`O, {doc}`the text <a>`, {odd}`word`", "HSub<2>O, the text, `word`"),
    ]);
}

#[test]
fn line_blocks_keep_lines_and_indentation() {
    all(&[
        ("| One,\n| two,\n|    three.\n\nAfter", "One,\u{21b5}two,\u{21b5}\u{a0}\u{a0}\u{a0}three. / After"),
        ("| One *a*\n|\n| - two\n| # three", "One Emphasis<a>\u{21b5}\u{a0}\u{21b5}- two\u{21b5}# three"),
        ("| One goes\n  on\n| two", "One goes on\u{21b5}two"),
        ("> | One\n> | two\n>\n> Text", "quote(One\u{21b5}two / Text)"),
        ("- x\n\n  | One\n  | two\n- y", "[x / One\u{21b5}two; y]"),
        ("- | One\n  | two", "[One\u{21b5}two]"),
        ("| 1. One\n| 2. two\nText", "1. One\u{21b5}2. two / Text"),
        ("!!! note\n\n    | One\n    |  two", "{Note|Note: One\u{21b5}\u{a0}two}"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "table(ss||A, B|1, 2)"),
        ("|x| is never below 0.\n\nText", "|x| is never below 0. / Text"),
        ("| x | is never below 0.\n\nText", "| x | is never below 0. / Text"),
        ("Text\n| more", "Text | more"),
        ("    | code\n    | block", "code()<| code\\n| block>"),
        ("a\n|\nb", "a | b"),
    ]);
}

#[test]
fn tables_drawn_with_lines_are_tables() {
    all(&[
        ("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n\nOut", "table(ss||a, b|1, 2) / Out"),
        ("+---+---+\n| 1 | 2 |\n+---+---+\n| 3 | 4 |\n+---+---+", "table(ss|||1, 2; 3, 4)"),
        ("+:-:+--:+\n| 1 | 2 |\n+---+---+", "table(ce|||1, 2)"),
        ("+---+---+\n| a | b |\n+:=:+==:+\n| 1 | 2 |\n+---+---+", "table(ce||a, b|1, 2)"),
        (
            "+------+--------+\n| a    | b      |\n+======+========+\n| one  | - x    |\n| more | - *y*  |\n|      |        |\n|      | z `|`  |\n+------+--------+",
            "table(ss||a, b|one more, [x; Emphasis<y>] / z `|`)",
        ),
        ("+---+---+\n| wide  |\n+---+---+\n| 1 | 2 |\n+---+---+", "table(ss|||2x1 wide; 1, 2)"),
        ("+---+---+\n| t | 1 |\n|   +---+\n|   | 2 |\n+---+---+", "table(ss|||1x2 t, 1; 2)"),
        ("> +---+---+\n> | a | b |\n> +---+---+", "quote(table(ss|||a, b))"),
        ("- x\n\n  +---+---+\n  | a | b |\n  +---+---+", "[x / table(ss|||a, b)]"),
        (
            "+---+---+\n| a | b |\n+---+---+\n\n: Depths at *low* water {#tbl-d}",
            "table(ss|Depths at Emphasis<low> water||a, b)",
        ),
        ("+----+---+\n| 港 | b |\n+----+---+", "table(ss|||港, b)"),
        ("+---+---+\n| a long | b |\n+---+---+", "table(ss|||a long, b)"),
        ("+---+---+\n| a |\nText", "+—+—+ | a | Text"),
        ("+---+\n\nText", "+—+ / Text"),
        ("+ - a\n\n+-", "[[a]] / +-"),
    ]);
}

#[test]
fn tables_below_rules_are_tables() {
    all(&[
        (
            "  Right   Left\n-------   -----\n     12   12\n    123   123\n\nOut",
            "table(es||Right, Left|12, 12; 123, 123) / Out",
        ),
        ("-----  ----\n1      2\n3      4\n-----  ----\n\nOut", "table(ss|||1, 2; 3, 4) / Out"),
        (
            "-------------\n One   Two\n it    *b*\n-----  ------\nx      some\ny      more\n\nz      last\n-------------\n\nTable: C\n\nOut",
            "table(cs|C|One it, Two Emphasis<b>|x y, some more; z, last) / Out",
        ),
        ("Table: C\n\nA    B\n---  ---\n1    2\n", "table(ss|C|A, B|1, 2)"),
        ("Some words of a text\n-- -- --\nmore", "Some words of a text / rule / more"),
        ("--- ---\n\nText", "rule / Text"),
        ("-----------\n\nText\n\n-----------\n\nMore", "rule / Text / rule / More"),
        ("Title\n-----------\n\nText", "h2 Title / Text"),
    ]);
}

#[test]
fn captions_of_tables_are_captions() {
    let table = "| a | b |\n|---|---|\n| 1 | 2 |\n";
    for (before, after, wanted) in [
        ("", "\n: Depths\n", "table(ss|Depths|a, b|1, 2)"),
        ("", ": Depths\n", "table(ss|Depths|a, b|1, 2)"),
        ("", "\nTable: Depths in *m*\nand more\n\nOut", "table(ss|Depths in Emphasis<m> and more|a, b|1, 2) / Out"),
        ("", "\n: Depths {#tbl-d .x}\n", "table(ss|Depths|a, b|1, 2)"),
        ("", "\n: Depths {#tbl-d} {tbl-colwidths=\"[1,2]\"}\n", "table(ss|Depths|a, b|1, 2)"),
        ("Table: Depths\n\n", "", "table(ss|Depths|a, b|1, 2)"),
        ("Table: (\\#tab:d) Depths\n\n", "", "table(ss|Depths|a, b|1, 2)"),
        (": Depths\n\n", "", "table(ss|Depths|a, b|1, 2)"),
        ("A sentence.\n\n: Depths\n\n", "\nOut", "A sentence. / table(ss|Depths|a, b|1, 2) / Out"),
        ("Term\n: Depths\n\n", "", "dl(Term=Depths) / table(ss||a, b|1, 2)"),
        ("Term\n\n: Depths\n\n", "", "dl(Term=Depths) / table(ss||a, b|1, 2)"),
        ("", "\nTerm\n: Depths\n", "table(ss||a, b|1, 2) / dl(Term=Depths)"),
        ("", "\nText: words\n", "table(ss||a, b|1, 2) / Text: words"),
    ] {
        assert_eq!(shape(&format!("{before}{table}{after}")), wanted, "{before} … {after}");
    }
    all(&[
        ("> | a | b |\n> |---|---|\n> | 1 | 2 |\n>\n> : C", "quote(table(ss|C|a, b|1, 2))"),
        ("Table: of contents\n\nText", "Table: of contents / Text"),
        ("Term\n:   Words\n\n    !!! note\n\n        Body", "dl(Term=Words / {Note|Note: Body})"),
    ]);
}

#[test]
fn names_of_places_are_not_printed() {
    let (shape, said) = with_warnings("[Go](#here), {ref}`there <here>`\n\n(here)=\n\n## Part\n\nf(x)=\n\n(no name)=");
    assert_eq!(shape, "Link<Go>, Link<there> / h2 Part / f(x)= / (no name)=");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn spans_in_brackets_have_their_form() {
    all(&[
        ("He is [Edda *Moor*]{.smallcaps} then.", "He is SmallCaps<Edda Emphasis<Moor>> then."),
        ("[a]{.underline}, [b]{.mark}, [c]{.odd #x}", "Insert<a>, Mark<b>, c"),
        ("## A [b]{.mark} c\n\n| [x]{.ul} |\n|---|\n| y |", "h2 A Mark<b> c / table(s||Insert<x>|y)"),
    ]);
}

#[test]
fn a_note_that_is_defined_twice_is_not_lost() {
    let (shape, said) = with_warnings("A[^n].\n\n[^n]: One\n\n[^n]: Two");
    assert_eq!(shape, "A^1. / Two");
    assert!(said.iter().any(|one| one.code == "uncalled-note" && one.message.contains("once")), "{said:?}");
}

#[test]
fn citations_stay_and_are_said_once() {
    let (shape, said) = with_warnings("As [@doe99, p. 3; -@roe] and [@moor] say, @doe99 too.");
    assert_eq!(shape, "As [@doe99, p. 3; -@roe] and [@moor] say, @doe99 too.");
    assert_eq!(said.iter().filter(|one| one.code == "citation").count(), 1);
    assert_eq!(said[0].span.map(|span| span.start), Some(3));
}

#[test]
fn places_lead_to_the_source_from_inside_a_box() {
    let text = "!!! note \"T\"\n\n    - x\n\n        ![A](gone.png)\n";
    let (_, said) = with_warnings(text);
    let found = said.iter().find(|one| one.code == "missing-picture").expect("is said");
    assert_eq!(found.span.map(|span| span.start), text.find("!["));
}

#[test]
fn depth_is_limited_and_time_is_linear() {
    let deep =
        |count: usize| -> String { (0..count).map(|depth| format!("{}!!! note\n\n", "    ".repeat(depth))).collect() };
    let text = format!("{}{}end\n", deep(500), "    ".repeat(500));
    assert!(shape_or_error(&text).contains("end") || shape_or_error(&text).contains("nesting"));
    for line in [
        ":::note\n",
        "```{note}\n",
        "+---+\n| a |\n",
        "| a\n",
        ": a\n",
        "---- ----\na\n",
        "-----------\n\n",
        "> ",
        "- ",
        "[a]{",
        "{a}`",
        "[@a ",
    ] {
        let text = line.repeat(20_000 / line.len());
        shape_or_error(&text);
    }
}

/// Generates lines of all dialects in any order and depth: every word must be in the article.
#[test]
fn no_word_is_lost_whatever_is_closed() {
    let lines = [
        "!!! note \"W\"",
        "!!! W",
        "!!! tip",
        "??? note \"W\"",
        "=== \"W\"",
        ":::tip W",
        ":::tip",
        ":::note[W]",
        "::: {.callout-tip title=\"x\"}",
        "::: {.callout-note}",
        ":::",
        "::::",
        ":::: W",
        ":::{note}",
        ":::{figure} gone.png",
        "```{note}",
        "```{admonition}",
        "```",
        "````{tip}",
        "````",
        "~~~",
        ">>>",
        "/// tip | W",
        "///",
        "@tab W",
        "| W",
        "| W | W |",
        "|---|---|",
        "|",
        "+-------+-------+",
        "+=======+=======+",
        "+---+",
        "|   W",
        "---- ----",
        "W W",
        "--------------",
        ": W",
        "Table: W",
        "[W]{.mark}",
        "[W W",
        "{sub}`W`",
        "# W",
        "W\n===",
        "- W",
        "1. W",
        "> W",
        "[^n]: W",
        "<pre>W",
        "</pre>",
        "$$",
        "`W",
        "W",
        "W W",
        "",
        "",
        "",
        "",
    ];
    let mut lost = Vec::new();
    let mut state = 7u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % below
    };
    for round in 0..ROUNDS {
        let mut text = String::new();
        let mut count = 0;
        for _ in 0..2 + random(14) {
            let indent = ["", "", "", "    ", "    ", "        ", "\t", "  ", "> ", "> > ", "- ", ">     "][random(12)];
            for (at, line) in lines[random(lines.len())].split('\n').enumerate() {
                let mut words = line.split('W');
                text.push_str(if at == 0 { indent } else { "" });
                text.push_str(words.next().unwrap_or_default());
                for rest in words {
                    count += 1;
                    text.push_str(&format!("w{count}q{rest}"));
                }
                text.push_str(if random(20) == 0 { "\r\n" } else { "\n" });
            }
        }
        let mut diagnostics = Diagnostics::new();
        let options =
            Options { lang: Some("en".into()), format: Some(crate::read::Format::Markdown), ..Options::default() };
        let Ok(article) = read(&Source::new("a.md", text.as_str()), &options, &NoFiles, &mut diagnostics) else {
            continue;
        };
        let title = inlines(&article.meta.title);
        let notes: String = article.notes.iter().map(|note| blocks(&note.blocks)).collect();
        let found = format!("{title} {} {notes} {diagnostics:?}", blocks(&article.blocks));
        for word in 1..=count {
            let word = format!("w{word}q");
            let lower = found.to_lowercase();
            if !lower.contains(&word) {
                lost.push(format!("round {round}: {word} is lost\n{text}\n{found}"));
                break;
            }
        }
    }
    lost.sort_by_key(String::len);
    lost.truncate(5);
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Number of generated articles.
const ROUNDS: usize = 600;

fn shape_or_error(text: &str) -> String {
    let mut diagnostics = Diagnostics::new();
    let options =
        Options { lang: Some("en".into()), format: Some(crate::read::Format::Markdown), ..Options::default() };
    match read(&Source::new("a.md", text), &options, &NoFiles, &mut diagnostics) {
        Ok(article) => blocks(&article.blocks),
        Err(error) => error.to_string(),
    }
}
