//! Tests what the dialects' markup becomes, and what stays as written.

use crate::article::{Alt, Article, Block, BlockKind, Inline, Picture, Target};
use crate::diag::Diagnostics;
use crate::read::{Memory, NoFiles, Options, read};
use crate::source::Source;

fn read_with(text: &str, lang: &str) -> (Article, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let options = Options { lang: Some(lang.into()), ..Options::default() };
    let article = read(&Source::new("a.md", text), &options, &NoFiles, &mut diagnostics).expect("is an article");
    (article, diagnostics)
}

/// Returns the article of `text` with its structure in brackets: `[Strong a]`, `[a → address]`.
fn form(text: &str) -> String {
    let (article, _) = read_with(text, "xx");
    let mut lines: Vec<String> = article.blocks.iter().map(block).collect();
    lines.extend(article.notes.iter().map(|note| format!("note: {}", blocks(&note.blocks))));
    lines.join(" | ")
}

fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect::<Vec<_>>().join(" | ")
}

fn block(of: &Block) -> String {
    match &of.kind {
        BlockKind::Paragraph(content) => inlines(content),
        BlockKind::Heading { content, .. } => format!("# {}", inlines(content)),
        BlockKind::Math(tex) => format!("$${tex}$$"),
        BlockKind::Code { text, .. } => format!("```{text}"),
        BlockKind::Quote { blocks: inner, .. } => format!("> {}", blocks(inner)),
        BlockKind::List { items, .. } => {
            items.iter().map(|item| format!("- {}", blocks(&item.blocks))).collect::<Vec<_>>().join(" ")
        }
        BlockKind::Figure(figure) => {
            let pictures: String = figure.pictures.iter().map(picture).collect();
            format!("!{pictures}{}", inlines(&figure.caption))
        }
        BlockKind::Definitions(all) => {
            let one = |definition: &crate::article::Definition| {
                let terms: Vec<String> = definition.terms.iter().map(|term| inlines(term)).collect();
                let meanings: Vec<String> = definition.definitions.iter().map(|meaning| blocks(meaning)).collect();
                format!("{}: {}", terms.join(","), meanings.join(","))
            };
            all.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        BlockKind::Table(table) => {
            let rows = table.head.iter().chain(&table.body);
            rows.flat_map(|row| row.cells.iter().map(|cell| format!("|{}", blocks(&cell.blocks)))).collect()
        }
        other => format!("{other:?}"),
    }
}

fn picture(of: &Picture) -> String {
    let alt = if let Alt::Text(alt) = &of.alt { alt } else { "" };
    match &of.link {
        Some(Target::Url(url)) => format!("({alt} → {url})"),
        _ => format!("({alt})"),
    }
}

fn inlines(content: &[Inline]) -> String {
    content.iter().map(inline).collect()
}

fn inline(of: &Inline) -> String {
    match of {
        Inline::Text(text) => text.clone(),
        Inline::Styled { style, content } => format!("[{style:?} {}]", inlines(content)),
        Inline::Code(code) => format!("`{code}`"),
        Inline::Math { tex, display } => {
            if *display {
                format!("$${tex}$$")
            } else {
                format!("${tex}$")
            }
        }
        Inline::Link { target: Target::Url(url), content, .. } => format!("[{} → {url}]", inlines(content)),
        Inline::Link { content, .. } => format!("[{} → here]", inlines(content)),
        Inline::NoteCall(note) => format!("[{}]", note.0 + 1),
        Inline::Picture(of) => format!("!{}", picture(of)),
        Inline::LineBreak => "/".into(),
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn becomes(text: &str, wanted: &str) {
    assert_eq!(form(text), wanted, "{text}");
}

/// Asserts that `text` is unchanged.
#[track_caller]
fn stays(text: &str) {
    becomes(text, text);
}

#[test]
fn an_attribute_list_takes_itself_and_no_more() {
    becomes("Read [the tariff](x){:target=\"_blank\"} well before.", "Read [the tariff → x] well before.");
    becomes(
        "**a**{: .b} *c*{.d #e} `f`{.rust} <https://e.org>{:rel='x'} g",
        "[Strong a] [Emphasis c] `f` [https://e.org → https://e.org] g",
    );
    becomes("- [a](x){: target=\"_blank\" rel=\"noopener\" } b\n- c", "- [a → x] b - c");
    becomes("| a |\n|---|\n| [b](x){:target=\"_blank\"} c |", "|a|[b → x] c");
    becomes("> [a](x){:target=\"_blank\"} b\n> c", "> [a → x] b c");
    becomes("## [a](x){:target=\"_blank\"} b", "# [a → x] b");
    becomes("[a](x){target=\"_blank\"} and [b](y){target=\"_blank\"}, *c*", "[a → x] and [b → y], [Emphasis c]");
    becomes("~~a~~{.b}c", "[Strike a]c");
    becomes("[a](x){:target=\"_blank\"}{:rel=\"noopener\"} b", "[a → x] b");
    becomes("<a href=\"x\">a</a>{:target=\"_blank\"} b, [c][r]{: .d} e\n\n[r]: u", "[a → x] b, [c → u] e");
    becomes("- {:.a} b\n- {: .c #d} e\n1. {:.f} g", "- b - e | - g");
    becomes("{:.a} b", "{:.a} b");
    becomes("*a*{: title=\"x } y\"} b", "[Emphasis a] b");
    becomes("One.\n{: .lead}\nTwo.", "One. | Two.");
    becomes("One.\n{: .lead #a}\n\n[go](#a)", "One. | [go → here]");
    for text in ["[Strong a] {.b}", "a {: .b} c", "a{.b} c", "f(x) = {x=1}"] {
        becomes(&text.replace("[Strong a]", "**a**"), text);
    }
    becomes("**a**{1, 2} **b**{name} **c**{}", "[Strong a]{1, 2} [Strong b]{name} [Strong c]{}");
}

#[test]
fn braces_of_a_heading_are_words_unless_attributes() {
    for words in [
        "The set {1, 2, 3}",
        "Use ${name}",
        "\\section{Intro}",
        "Hash {#1}",
        "An {object}",
        "f{x}",
        "{}",
        "A {b} {c d}",
        "v{.5}",
        "Use f{x=1}",
    ] {
        becomes(&format!("# T\n\n## {words}\n\na"), &format!("# {words} | a"));
    }
    for list in [
        " {#id}",
        " {.a .b}",
        " {: .a}",
        "{: #b}",
        " {#id .c key=value}",
        " {#id key=\"a {b}\"}",
        " ## {#id}",
        " {#id} ##",
        " {-}",
    ] {
        if list != " {-}" {
            becomes(&format!("# T\n\n## Words{list}\n\na"), "# Words | a");
        }
    }
    becomes("# T\n\n[go](#far-away)\n\nWords {#far-away}\n-----\n\na", "[go → here] | # Words | a");
    becomes("# T\n\n## *Words*{.a} more {#b}\n\na", "# [Emphasis Words] more | a");
}

#[test]
fn a_note_is_called_within_words() {
    becomes("[see[^1] here](x) b\n\n[^1]: N", "[see here → x][1] b | note: N");
    becomes(
        "![The mill[^1]](gone.png)\n\n[^1]: *County* archive",
        "!(The mill)The mill[1] | note: [Emphasis County] archive",
    );
    becomes("- [a *b[^n]*](x)\n\n[^n]: N", "- [a [Emphasis b] → x][1] | note: N");
    becomes("**a[^1]** `[b[^1]](x)`\n\n[^1]: N", "[Strong a[1]] `[b[^1]](x)` | note: N");
    becomes("[a[^x]](y)", "[a[^x] → y]");
    becomes("![a [b](c) d](gone.png)", "!(a b d)a [b → c] d");
}

#[test]
fn a_page_of_a_vault_stands_beside_links_in_brackets() {
    becomes("See [[Eddies]] and [[4]](https://e.org/4).", "See [Eddies → Eddies] and [[4] → https://e.org/4].");
    becomes(
        "[[a|b]], [[a#c]], [[1]], [[x] y], [[x]][r], `[[z]]`\n\n[r]: u",
        "[b → a], [a#c → a#c], [[1]], [[x] y], [[x] → u], `[[z]]`",
    );
    becomes("[[2]] [[Page]]\n\n[2]: https://e.org/2", "[[2 → https://e.org/2]] [Page → Page]");
    becomes(
        "if [[ -f x ]] then [[:alpha:]] [[^n]] [[P]]\n\n[^n]: N",
        "if [[ -f x ]] then [[:alpha:]] [[1]] [P → P] | note: N",
    );
    stays("a[[0]] and [[1, 2], [3]]");
}

#[test]
fn a_definition_has_white_space_behind_its_colon() {
    becomes("Term\n: meaning", "Term: meaning");
    becomes("Out.\n\n:) she said\n:word", "Out. | :) she said :word");
    becomes("Out.\n:warning: Mind", "Out. ⚠\u{fe0f} Mind");
    becomes("> a\n> :b", "> a :b");
    becomes("- a\n  :-( b", "- a :-( b");
}

#[test]
fn a_line_that_begins_with_a_colon_in_a_long_paragraph_is_text() {
    let long = "Un conteneur peut en gros \u{ea}tre compar\u{e9} \u{e0} une grosse fabrique, mais d'une";
    becomes(
        &format!("{long}\nmani\u{e8}re indirecte\n: en l'utilisant."),
        &format!("{} mani\u{e8}re indirecte : en l\u{2019}utilisant.", long.replace('\'', "\u{2019}")),
    );
    becomes("One\nTwo\n: meaning", "One Two: meaning");
}

#[test]
fn money_and_variables_are_text_with_their_marks() {
    becomes("It cost **18$** in May and **22$** in June.", "It cost [Strong 18$] in May and [Strong 22$] in June.");
    becomes("[$5](a)/[$9](b)", "[$5 → a]/[$9 → b]");
    becomes("$5[^1] or *6*$\n\n[^1]: N", "$5[1] or [Emphasis 6]$ | note: N");
    for text in [
        "$HOME/bin/$USER",
        "US$5 and US$6",
        "35$ here, 40$ there",
        "${a}/${b}",
        "a$b$c d",
        "$5-$10",
        "R$ 5 e R$ 6",
        "the $$ and the other $$",
        "$$",
        "$$$5",
        "cost $5, or €4 (£3/$4)",
    ] {
        let wanted = if text == "a$b$c d" { "a$b$c d" } else { text };
        becomes(text, wanted);
    }
}

#[test]
fn formulas_stand_between_the_marks_of_any_site() {
    becomes(
        "a $x^2$, $`\\sqrt{7}`$ and \\(p \\ge q\\), \\\\(r_1\\\\) b",
        "a $x^2$, $\\sqrt{7}$ and $p \\ge q$, $r_1$ b",
    );
    becomes("a\n\n```math\n\\frac{1}{2}\n```\n\nb", "a | $$\\frac{1}{2}$$ | b");
    becomes("a\n\n\\[ \\prod_k \\, t_k \\]\n\nb", "a | $$\\prod_k \\, t_k$$ | b");
    becomes(
        "a\n\n\\begin{align*}\nx &= y \\\\\n- z\n\\end{align*}\n\nb",
        "a | $$\\begin{align*}\nx &= y \\\\\n- z\n\\end{align*}$$ | b",
    );
    becomes("a\n\n$$\nx\n+ y\n= z\n$$\n\nb", "a | $$x\n+ y\n= z$$ | b");
    becomes("a `\n\\begin{align}\nb\n\\end{align}\n`", "a `\\begin{align} b \\end{align}`");
    becomes("$$\na^2\n$$\n\nso \\(y\\), see \\[1\\]", "$$a^2$$ | so $y$, see [1]");
    becomes("so \\(y\\) there", "so (y) there");
    becomes("> a\n>\n> $$\n> x^2\n> $$\n>\n> b", "> a | $$x^2$$ | b");
    becomes("- a $$x_1$$ b\n- \\(y\\) and \\(z_1\\)", "- a $$x_1$$ b - $y$ and $z_1$");
    becomes("**定义：**$x$是", "[Strong 定义：]$x$是");
    becomes("$$E = mc^2$$ {#eq:e}\n\n[go](#eq:e)", "$$E = mc^2$$ | [go → here]");
    becomes("| a |\n|---|\n| $x_1$ \\| $\\|y\\|$ |", "|a|$x_1$ | $|y|$");
    becomes("*$a*b$ c*", "[Emphasis $a*b$ c]");
    for (text, wanted) in
        [("\\(a\\) first", "(a) first"), ("\\[1\\] and \\[sic\\]", "[1] and [sic]"), ("`$x$` \\$x\\$", "`$x$` $x$")]
    {
        becomes(text, wanted);
    }
}

#[test]
fn scripts_hold_no_white_space_and_tildes_strike_at_the_edges_of_words() {
    becomes(
        "H~2~O, x^2^, 2^nd^, 10^-3^, *x*~i~, Na^+^, x^n+1^ y",
        "H[Sub 2]O, x[Sup 2], 2[Sup nd], 10[Sup -3], [Emphasis x][Sub i], Na[Sup +], x[Sup n+1] y",
    );
    becomes("a^[1]^ b^[2](u)^ P~a\\ cat~", "a[Sup [1]] b[Sup [2 → u]] P[Sub a\u{a0}cat]");
    becomes("~gone~ and ~~gone~~, ~user and host~", "[Strike gone] and [Strike gone], [Strike user and host]");
    for text in [
        "^V to paste^",
        "~/a and ~/b",
        "5~10 and 6~12",
        "n^2+n^3",
        "a^b",
        "x^^2^^",
        "a~b c~d",
        "^_^",
        "1 ~ 2 ~ 3",
        "~5 and ~6",
        "^A^B",
    ] {
        stays(text);
    }
    becomes("^V *to* paste^", "^V [Emphasis to] paste^");
    becomes("~a **b~ c**", "[Strike a **b] c**");
}

#[test]
fn highlights_stand_at_the_edges_of_words() {
    becomes("see ==this *part*==, and (==that==)", "see [Mark this [Emphasis part]], and ([Mark that])");
    becomes("这是==重点==内容", "这是[Mark 重点]内容");
    for text in ["a == b and c == d", "a==b or c==d", "==>==", "a =====", "==open", "== a ==", "f(a)==(b) g==h"] {
        stays(text);
    }
    becomes("==a *b== c*", "==a [Emphasis b== c]");
}

#[test]
fn what_is_escaped_keeps_its_signs() {
    for (text, wanted) in [
        ("\\==x\\== \\~y\\~ z\\^2\\^", "==x== ~y~ z^2^"),
        ("a \\-- b \\--- c", "a -- b --- c"),
        ("a\\... b", "a... b"),
        ("[link]\\[id]\n\n[id]: u", "[link][id]"),
        ("\\:smile: https\\://e.org", ":smile: https://e.org"),
        ("\\[[a]] \\$x\\$ \\*[b]: c", "[[a]] $x$ *[b]: c"),
        ("> \\[!NOTE]\n> a", "> [!NOTE] a"),
        ("**a**\\{.b}", "[Strong a]{.b}"),
    ] {
        becomes(text, wanted);
    }
    let (article, _) = read_with("a \\\"b\\\" \\'c\\' \"d\" \\-- e -- f", "en");
    assert_eq!(blocks(&article.blocks), "a \"b\" 'c' “d” -- e – f");
}

#[test]
fn abbreviations_are_expanded_once() {
    becomes(
        "# T\n\n## NAP\n\nThe NAP, NAPs and NAP.\n\n*[NAP]: Normal Amsterdam Level\n*[XX]: Never used\n",
        "# [Abbreviation NAP] | The [Abbreviation NAP] (Normal Amsterdam Level), NAPs and [Abbreviation NAP].",
    );
    becomes(
        "The WHO (World Health Organization).\n\n*[WHO]: World Health Organization",
        "The [Abbreviation WHO] (World Health Organization).",
    );
    becomes("*[Editor's note]: this was long ago.*", "[Emphasis [Editor’s note]: this was long ago.]");
    becomes("```\n*[A]: b\n```\n\nA", "```*[A]: b | A");
    let (_, diagnostics) = read_with("a\n\n*[XX]: Never used", "en");
    assert!(
        diagnostics.iter().any(|found| found.code == "unused-abbreviation" && found.message.contains("Never used"))
    );
}

#[test]
fn blocks_have_names_that_are_not_printed() {
    becomes("It opens. ^sluice1\n\n[go](#^sluice1)", "It opens. | [go → here]");
    becomes("- a ^item-1\n- b\n\n> c ^quote2", "- a - b | > c");
    becomes("> a\n\n^quoted\n\nb", "> a | b");
    becomes("a ^b1\n\n[go](#^b1)", "a | [go → here]");
    becomes("a ^KEY\n\n[go](#^KEY)", "a | [go → here]");
    becomes("a\n\n^C\n\n^2", "a | ^C | ^2");
    becomes("a^[^inner]\n\n- ^item\n\n> ^quoted", "a[1] | - ^item | note: ^inner");
    becomes("- a ^p1\n\n> b ^q-2\n\nc\n\n^tbl", "- a | > b | c");
    becomes("a ^b1 | c ^d2\n|---|---|\n| e ^f3 | ^g4 |", "|a ^b1|c ^d2|e ^f3|^g4");
    for text in ["Press ^C", "Press ^Shift", "x ^2", "x ^1024", "a ^b"] {
        stays(text);
    }
}

#[test]
fn the_size_behind_a_bar_is_no_alternative_text() {
    for text in ["![Harbour|300](gone.png)", "![Harbour|300x200](gone.png)", "![Harbour |x200](gone.png)"] {
        becomes(text, "!(Harbour)");
    }
    becomes("![a|b](gone.png)", "!(a|b)");
    becomes("![Harbour|left|300](gone.png)", "!(Harbour)");
    becomes("| a |\n|---|\n| ![b\\|30](gone.png) |", "|a|!(b)");
}

#[test]
fn an_embedded_picture_takes_no_bracket_behind_it() {
    for (text, wanted) in [
        ("![[a.png|Mill]]](u)", "!(Mill)](u)"),
        ("![[a.png|Mill]] x](u)", "!(Mill) x](u)"),
        ("![[a.png|Mill]] [b](u) x](u)", "!(Mill) [b → u] x](u)"),
        ("[![[a.png|Mill]] x](u)", "[!(Mill) x → u]"),
        ("a [![[a.png|30]]](u) b", "a !( → u) b"),
        ("[![[a]](u)](v) [[[b]]](v)", "!([a] → v) [[[b]] → v]"),
        ("![[a.png|A *mill* <b>|30]] c", "!(A *mill* <b>) c"),
        ("![[a.png|a `b` $c$]] d", "!(a `b` $c$) d"),
        ("![[a.png|a `b]] c` d", "![[a.png|a `b]] c` d"),
        ("`![[a.png|Mill]]` \\![[b]]", "`![[a.png|Mill]]` ![b → b]"),
        ("![[Page|words]] ![[Page]]", "[words → Page] [Page → Page]"),
        ("| a |\n|---|\n| ![[a.png\\|Mill\\|30]] |", "|a|!(Mill)"),
    ] {
        becomes(text, wanted);
    }
}

#[test]
fn words_in_tags_and_titles_are_kept_or_named() {
    becomes("a ![b <table>c</table>](gone.png) d", "a !(b c) d");
    becomes("<div><zone {=html}words<b>x</b></div>", "<zone {=html}words<b>x");
    becomes("<div><zone\n- {width=5}words></div>", "<zone - {width=5}words>");
    becomes("<div><zone words==\n></div>", "<zone words== >");
    becomes("$5<!words^9$ <b>c</b>", "$5<!words^9$ [Strong c]");
    becomes("a <!DOCTYPE html> b", "a b");
    becomes("One^[\n~~~\n\n~~~\nword] b", "One^[ | ``` | word] b");
    for (text, said) in [
        ("<div><mill-box label=\"Ada turns\">x</mill-box></div>", "`label` of `<mill-box>` is left out: “Ada turns”"),
        ("[![a](gone.png)](https://e.org \"Ada turns\")", "the title of the link is left out: “Ada turns”"),
        ("<a href=\"https://e.org\">a [b](https://e.net \"Ada turns\")</a>", "with its title “Ada turns”"),
        ("x [<figure>](https://e.org \"Ada turns\") y", "the title of the link is left out: “Ada turns”"),
        ("x <a href=\"https://e.org\">[<div>](https://e.net \"Ada turns\")", "“Ada turns”"),
        ("[a](javascript:x \"Ada turns\")", "the title of the link is left out: “Ada turns”"),
    ] {
        let (_, diagnostics) = read_with(text, "en");
        assert!(diagnostics.iter().any(|found| found.message.contains(said)), "{text}: {diagnostics:?}");
    }
}

#[test]
fn a_lazy_picture_and_its_copy_are_one() {
    let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'/>";
    let files = ["d.svg", "d-300x200.svg"].map(|name| (name.to_owned(), svg.into()));
    let files = Memory { folder: String::new(), files: files.into() };
    for text in [
        "<img class=\"lazy\" data-src=\"d.svg\" alt=\"W\"><noscript><img src=\"d.svg\" alt=\"W\"></noscript>",
        "<img src=\"data:image/gif;base64,R0lGOD\" alt=\"W\"><noscript><img src=\"d.svg\" alt=\"W\"></noscript>",
        "<img src=\"d-300x200.svg\" alt=\"W\">\n<noscript><img src=\"d.svg\" alt=\"W\"></noscript>",
        "<figure><a href=\"x\"><img src=\"/lazy_placeholder.gif\" data-lazy-src=\"d.svg\" alt=\"W\"><noscript><img src=\"d.svg\" alt=\"W\"></noscript></a></figure>",
        "<div><noscript><img src=\"d.svg\" alt=\"W\"></noscript><img data-src=\"d.svg\" alt=\"W\"></div>",
    ] {
        let article =
            read(&Source::new("a.md", format!("T.\n\n{text}\n")), &Options::default(), &files, &mut Vec::new());
        let link = if text.contains("href") { " → x" } else { "" };
        assert_eq!(blocks(&article.expect("reads").blocks), format!("T. | !(W{link})"), "{text}");
    }
}

#[test]
fn marks_of_print_follow_the_authors_marks() {
    let print = |lang: &str, text: &str| blocks(&read_with(text, lang).0.blocks);
    for (text, wanted) in [
        ("'Tis \"yes\" and \"no\"", "’Tis “yes” and “no”"),
        ("'bout 'em, rock 'n' roll of the '90s", "’bout ’em, rock ’n’ roll of the ’90s"),
        ("'the \"word\" is' so", "‘the “word” is’ so"),
        ("She: <q>he told <q>no</q> to me</q>.", "She: [Quotation “he told [Quotation ‘no’] to me”]."),
        ("\"He said 'no' to *'em*\"", "“He said ‘no’ to [Emphasis ’em]”"),
        ("the dogs' bowl and 'a cat'", "the dogs’ bowl and ‘a cat’"),
        ("the word 'em' is 'n'", "the word ‘em’ is ‘n’"),
        ("'Nother \"day\" here", "’Nother “day” here"),
        ("a 6' man, 5\" long", "a 6’ man, 5\" long"),
        ("\"'Tis,\" she said, \"o'clock.\"", "“’Tis,” she said, “o’clock.”"),
        ("\"a 'b \"c\" d' e\"", "“a ‘b “c” d’ e”"),
        ("Class of '68 and '2024'", "Class of ’68 and ‘2024’"),
    ] {
        assert_eq!(print("en", text), wanted, "{text}");
    }
    assert_eq!(print("nl", "'s avonds en 't \"huis\""), "’s avonds en ’t “huis”");
    assert_eq!(print("de", "Er sagte 'das \"Wort\" ist' und \"ja\""), "Er sagte ‚das „Wort“ ist‘ und „ja“");
}

#[test]
fn links_to_the_title_lead_to_the_beginning() {
    for target in ["#old-canals", "#top", "#", "#Top", "#Old-Canals"] {
        becomes(&format!("# Old canals\n\nWords.\n\n## First\n\n[up]({target})"), "Words. | # First | [up → here]");
    }
    becomes("---\ntitle: Old canals\n---\n# Old canals\n\na\n\n[up](#old-canals)", "a | [up → here]");
    becomes("# A\n\nx\n\n[up](#a) [second](#a-1)\n\n## A\n\ny", "x | [up → here] [second → here] | # A | y");
    let (_, diagnostics) = read_with("# A\n\nx\n\n[up](#nowhere)", "en");
    assert!(diagnostics.iter().any(|found| found.code == "broken-link"));
}

#[test]
fn what_never_ends_swallows_nothing() {
    for mark in ["<!-- note", "<?php echo", "<![CDATA[ x", "<script>", "<style media=x>"] {
        let (article, diagnostics) = read_with(&format!("Before.\n\n{mark}\n\nAfter *it*."), "xx");
        assert_eq!(blocks(&article.blocks), format!("Before. | {mark} | After [Emphasis it]."));
        let found = diagnostics.iter().find(|found| found.code == "unclosed-html").expect("is said");
        assert_eq!(found.span.map(|span| span.start), Some(9), "{mark}");
    }
}
