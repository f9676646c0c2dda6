//! HTML in articles: what it asks for is in the EPUB, and what is not valid becomes valid without losing a word.

use crate::common::epub::Epub;
use offprint::diag::{Code, Diagnostics};
use offprint::epub;
use offprint::read::{NoFiles, Options, read};
use offprint::source::Source;

/// The chapters of the EPUB of `text`, one after the other, and the codes of what is said about it.
fn chapters(text: &str) -> (String, Vec<Code>) {
    let mut said = Diagnostics::new();
    let mut options = Options::default();
    options.lang = Some("en".into());
    let article = read(&Source::new("a.md", text), &options, &NoFiles, &mut said).expect("is an article");
    let bytes = epub::package(&article, &epub::Options::default(), &mut said).expect("is an EPUB");
    let all = Epub::of(&bytes).documents(|name| name.contains("chapter-")).replace('\n', "");
    let all = all.split("<body").skip(1).collect::<Vec<_>>().join("<body");
    (all, said.into_iter().map(|diagnostic| diagnostic.code).collect())
}

#[track_caller]
fn holds(text: &str, wanted: &[&str]) {
    let (chapters, _) = chapters(text);
    for part in wanted {
        assert!(chapters.contains(part), "{text}\nhas no {part}:\n{chapters}");
    }
}

#[track_caller]
fn lacks(text: &str, unwanted: &[&str]) {
    let (chapters, _) = chapters(text);
    for part in unwanted {
        assert!(!chapters.contains(part), "{text}\nhas {part}:\n{chapters}");
    }
}

#[test]
fn lists_are_numbered_as_their_attributes_say() {
    holds("<ol type=a start=3><li>x<li>y</ol>", &["type=\"a\" start=\"3\"", "<li>x</li><li>y</li>"]);
    holds("<ol type='I'><li>x<li value='9'>y</ol>", &["type=\"I\"", "<li value=\"9\">y</li>"]);
    holds("<ol reversed><li>x<li>y</ol>", &["<ol class=\"tight\" reversed=\"reversed\">"]);
    holds("<ol reversed start=9><li>x<li>y</ol>", &["start=\"9\" reversed=\"reversed\""]);
    holds("<ol start='-2'><li>x</ol>", &["start=\"-2\""]);
    holds("<ol style='list-style: outside upper-latin'><li>x</ol>", &["type=\"A\""]);
    lacks("<ol type=disc start=x><li value=y>x</ol><ul><li value=7>x</ul>", &[" type=", " start=", " value="]);
}

#[test]
fn items_without_a_list_and_empty_ones_are_items() {
    holds("<li>one<li>two", &["<ul class=\"tight\"><li>one</li><li>two</li></ul>"]);
    holds("<ul><li></ul><ol><li><li>x</ol>", &["<li></li></ul>", "<li></li><li>x</li></ol>"]);
}

#[test]
fn the_foot_of_a_table_comes_last() {
    let table = "<table><tfoot><tr><td>f</tfoot><tbody><tr><td>b<thead><tr><th>h<tbody><tr><td>c</table>";
    holds(table, &["h</th></tr></thead><tbody><tr><td>b</td></tr><tr><td>c</td></tr><tr><td>f</td>"]);
}

#[test]
fn cells_are_aligned_as_they_their_row_or_their_column_say() {
    holds("<table><tr><td align=right>x<td>y</table>", &["<td class=\"end\">x", "<td>y"]);
    holds("<table><tr style='text-align:center'><td>x<td align=left>y</table>", &["\"center\">x", "<td>y"]);
    holds("<table><col><col align=center><tr><td>x<td>y</table>", &["<td>x", "<td class=\"center\">y"]);
    holds("<table><colgroup><col span=2 align=right></colgroup><tr><td>x<td>y</table>", &["\"end\">x", "\"end\">y"]);
    holds("<table><tr><td><center>x</center></table>", &["<td class=\"center\">x</td>"]);
    lacks("<table align=center><tr><td>x</table>", &["class=\"center\""]);
}

#[test]
fn lines_end_in_cells_where_the_author_wants_it() {
    holds("| a |\n|---|\n| x<br>y<br/>z</br>w |", &["x<br/>y<br/>z<br/>w"]);
}

#[test]
fn paragraphs_and_headings_are_aligned_as_asked() {
    holds("<center>x</center>", &["<p class=\"center\">x</p>"]);
    holds("<p align='right'>x</p>", &["<p class=\"end\">x</p>"]);
    holds(
        "<div style=\"text-align: center\">\n\nx\n\n## H\n\n</div>\n\ny",
        &["class=\"center\">x", "class=\"center\">"],
    );
    holds("<div align=center><p align=left>x<p>y</div>z", &["<p>x</p>", "<p class=\"center\">y</p>", "<p>z</p>"]);
    holds("<p align=right>שלום</p>", &["<p>שלום</p>"]);
    lacks("<center><ul><li>x</ul><table><tr><td>y</table></center>", &["center"]);
}

#[test]
fn ruby_is_ruby_however_it_is_written() {
    let pair = |base: &str, text: &str| format!("{base}<rt>{text}</rt>");
    let ruby = |pairs: &[(&str, &str)]| {
        let all: String = pairs.iter().map(|(base, text)| pair(base, text)).collect();
        format!("<ruby>{all}</ruby>")
    };
    let two = ruby(&[("漢", "かん"), ("字", "じ")]);
    holds("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", &[&two]);
    holds("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>", &[&two]);
    holds("<ruby>漢<rp>(<rt>かん<rp>)字</ruby>", &["漢"]);
    holds("<ruby><rb>漢</rb><rb>字</rb><rt>かん</rt><rt>じ</rt></ruby>", &[&two]);
    holds("<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>", &[&two]);
    holds("<ruby>\n<rb>漢</rb>\n<rb>字</rb>\n<rtc><rt>かん</rt>\n<rt>じ</rt></rtc>\n</ruby>", &[&two]);
    holds("<ruby>漢字<rt>かん</rt><rt>じ</rt></ruby>", &[&ruby(&[("漢字", "かんじ")])]);
    holds("<ruby><rb>旧<rb>金<rb>山<rtc>San Francisco</ruby>", &[&ruby(&[("旧金山", "San Francisco")])]);
    let double = format!("<ruby>{}{}", ruby(&[("東", "とう"), ("南", "なん")]), "<rt>southeast</rt>");
    holds("<ruby>東<rt>とう</rt>南<rt>なん</rt><rtc>southeast</rtc></ruby>", &[&double]);
    holds("**<ruby>太<rt>*ふと*</rt></ruby>**", &["<strong><ruby>太", "<rt><em>ふと</em></rt>"]);
    holds("# T\n\n## <ruby>字<rt>じ</rt></ruby>\n\nx", &["<ruby>字"]);
    lacks("<ruby>字</ruby> <ruby>字<rt></rt></ruby> <ruby><rt>じ</rt></ruby>", &["<ruby>", "<rt>"]);
    holds("<rt>alone</rt> x", &["(alone)"]);
    holds("x <rp>words</rp> <ruby>字<rp>or</rp><rt>じ</rt></ruby>", &["x words", "or"]);
}

#[test]
fn what_is_not_valid_loses_no_word() {
    for (text, words) in [
        ("<dl><dt>one<dt>two</dl>", "<p>one</p><p>two</p>"),
        ("<dl><dd>one<dd>two</dl>", "<p>one</p><p>two</p>"),
        ("<dl>a<p>b</p><dt>c<dd>d</dd>e<p>f</p></dl>", "<p>b</p><dl><dt>c</dt><dd><p>d</p><p>e</p><p>f</p></dd></dl>"),
        ("<dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>", "<dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd>"),
        ("<table><caption>one<caption>two<tr><td>x</table>", "<caption>one two</caption>"),
        ("<table><caption>one</caption></table>x", "<p>one</p><p>x</p>"),
        ("<table></table><ul></ul><dl></dl>x", "<p>x</p>"),
        ("<table><tr><td>a<table><tr><td>b</table>c</table>", "<td>b</td></tr></tbody></table><p>c</p></td>"),
        ("<details>x</details>", "Details</p><p>x</p>"),
        ("<details><summary><h2>a</h2> b</summary>x</details>", "<p class=\"callout-title\">a b</p><p>x</p>"),
        ("<h2>a<p>b<ul><li>c</ul>", "a</h2><p>b</p><ul"),
        ("<h2><div>a</div></h2>b", "a</h2><p>b</p>"),
        ("<h2>a<h3>b</h3>c", "a</h2><h3"),
        ("<picture>a<img alt='b' src='c'>d</picture>", "a"),
        ("x $$ $$ y", "x $$ $$ y"),
        ("$$ $$\n\nx", "<p>$$ $$</p>"),
    ] {
        holds(text, &[words]);
    }
}

#[test]
fn a_link_that_another_one_follows_ends_there() {
    let one = "<a href=\"https://e.org/1\">a </a>";
    holds("<a href='https://e.org/1'>a <a href='https://e.org/2'>b</a>", &[one, "<a href=\"https://e.org/2\">b</a>"]);
    let (inside, said) = chapters("<a href='https://e.org/1'>a [b](https://e.org/2) c</a>");
    assert!(inside.contains(">a b c</a>") && said.contains(&"link-in-link".into()), "{inside} {said:?}");
}

#[test]
fn words_in_an_end_tag_without_its_end_are_not_lost() {
    holds("<p>t</eam power. With, > less.</p>", &["t&lt;/eam power. With, &gt; less."]);
    holds("<div><b>a</b and b <i>c</i></div>", &["<strong>a</strong> and b <em>c</em>"]);
    holds("<div><b>a</b and b <p>c</p></div>", &["<strong>a</strong> and b", "<p>c</p>"]);
    holds("<p>a</p class='x'>\n\nb", &["<p>a</p><p>b</p>"]);
}

#[test]
fn words_that_html_does_not_show_are_kept_or_reported() {
    holds("a <![CDATA[b c]]> d", &["<p>a b c d</p>"]);
    holds("a\n\n<![CDATA[b\n\nc]]>\n\nd", &["b", "c", "<p>d</p>"]);
    for text in [
        "a\n\n<?php echo 'words'; ?>\n\nb",
        "a <?php echo 'words'; ?> b",
        "<p title='a b'>c</p>",
        "c <i title='a b'>d</i>",
    ] {
        assert_eq!(chapters(text).1, ["dropped-html"], "{text}");
    }
    assert_eq!(chapters("<p title='x'>c</p>").1, [""; 0]);
}

#[test]
fn links_and_pictures_in_code_are_not_lost() {
    let link = "<a href=\"https://e.org/1\">";
    let holds_link = |text: &str, wanted: &str| holds(text, &[&wanted.replace("LINK", link)]);
    holds_link(
        "x <code>a <a href='https://e.org/1'>b</a> <i>c</i></code>",
        "<code>a </code>LINK<code>b</code></a><code> c<",
    );
    holds_link("x <tt><b><a href='https://e.org/1'>a <i>b</i></a></b></tt>", "LINK<code>a b</code></a>");
    holds_link("x <a href='https://e.org/1'><code>a</code></a>", "LINK<code>a</code></a>");
    holds("x <code>a<img src='https://e.org/a.png' alt='wheel'></code> y", &["<code>a</code>", "wheel"]);
    let (listing, said) = chapters(
        "x\n\n<pre>a <a href='https://e.org/1'>b</a> <a href='https://e.org/2'><b>c</b></a>\n\
         <a href='#l2' id='l2'>d</a> <img src='https://e.org/a.png' alt='wheel'></pre>\n\ny",
    );
    assert!(listing.contains("<code>a b cd</code></pre>") && listing.contains("wheel"), "{listing}");
    let warned = said.iter().filter(|code| **code == "link-in-listing").count();
    assert_eq!(warned, 1, "{said:?}");
    let (listing, said) = chapters("x\n\n<pre>see <a href='https://e.org/1'>https://e.org/1</a></pre>");
    assert!(listing.contains("see https://e.org/1</code>") && said.is_empty(), "{listing} {said:?}");
    let (picture, _) = chapters("x\n\n<pre><img src='https://e.org/a.png' alt='wheel'></pre>");
    assert!(picture.contains("wheel") && !picture.contains("<pre"), "{picture}");
}

#[test]
fn markdown_within_the_lines_of_html_is_read() {
    holds(
        "<div>\n**a** and [b](https://e.org/) *c*\n</div>",
        &["<strong>a</strong> and <a href=\"https://e.org/\">b</a>"],
    );
    holds("<td>x</td>\n\n<table><tr><td>**a**</td><td>`b*c*`</td></table>", &["<strong>a</strong>", "b*c*</code>"]);
    holds("<details><summary>**a** _b_</summary>\n[c](https://e.org/)\n</details>", &["<strong>a</strong> <em>b</em>"]);
    holds("<p align=\"center\">\n  [a](https://e.org/a) •\n  [b](https://e.org/b)\n</p>", &["<p class=\"center\"><a"]);
    holds("<center>~~a~~ __b__</center>", &["<s>a</s> <strong>b</strong>"]);
    holds("<div>**a <i>b</i> c**</div>", &["<strong>a <em>b</em> c</strong>"]);
    holds("> <div>\n> [a](https://e.org/a)\n> </div>", &["<a href=\"https://e.org/a\">a</a>"]);
    holds(
        "<div>[a][1] and [Ref]</div>\n\n[1]: https://e.org/1\n[ref]: https://e.org/2",
        &["e.org/1\">a", "e.org/2\">Ref"],
    );
    holds(
        "<figure>\n![Q](q.png)\n<figcaption>The *old* [quay](https://e.org/)</figcaption>\n</figure>",
        &["<em>old</em>", "https://e.org/\">quay"],
    );
}

#[test]
fn what_is_no_markdown_within_html_stays() {
    holds("<pre>**a** [b](c)</pre>", &["**a** [b](c)"]);
    holds("<div><code>*a*</code> *b*</div>", &["<code>*a*</code> <em>b</em>"]);
    holds(
        "<div>\nsnake_case_name and 2 * 3 * 4\n- *a*\n# b\n</div>",
        &["snake_case_name and 2 * 3 * 4 - <em>a</em> # b"],
    );
    holds("<div markdown=\"0\">*a*</div>", &["*a*"]);
    holds("<div><kbd>*</kbd> and <kbd>*</kbd></div>", &["<kbd>*</kbd> and <kbd>*</kbd>"]);
    holds("<div>[a] and *b</div>", &["[a] and *b"]);
}

#[test]
fn lettered_lists_of_markdown_have_their_letters() {
    holds("a. x\nb. y", &["<ol class=\"tight\" type=\"a\"><li>x</li><li>y</li></ol>"]);
    holds("(iv) x\n(v) y", &["<ol class=\"tight parentheses\" type=\"i\" start=\"4\">"]);
    holds("1) x\n2) y", &["<ol class=\"tight parenthesis\"><li>x</li>"]);
    holds("#. x\n#. y", &["<ol class=\"tight\"><li>x</li><li>y</li></ol>"]);
    holds(
        "1. x\n   a) y\n   b) z\n2. w",
        &["<ol class=\"tight parenthesis\" type=\"a\"><li>y</li><li>z</li></ol></li><li>w"],
    );
    holds("Dr.\nA. Berg\nB. Cole", &["A. Berg B. Cole"]);
}

#[test]
fn cells_beyond_the_header_are_kept() {
    holds("| a | b |\n|---|---|\n| x | y | z |\n| w |", &["<td>z</td>", "<td>w</td><td></td><td></td>"]);
    holds("| a | b |\n|---|---|\n| `x|y` | z |", &["<td><code>x|y</code></td><td>z</td></tr>"]);
    holds("| a |\n|---|\n| x | **y** | [z](https://e.org/) |", &["<strong>y</strong>", ">z</a>"]);
}

#[test]
fn notes_are_called_from_within_the_lines_of_html() {
    let text = "<div>\na[^n] [^x]\n</div>\n\n[^n]: The note.";
    holds(text, &["epub:type=\"noteref\"", "[^x]", "The note."]);
    assert!(!chapters(text).1.contains(&"uncalled-note".into()));
}

#[test]
fn labels_of_tabs_are_labels_whatever_the_dialect() {
    let label = "<p class=\"label\"><strong>Bus</strong></p>";
    holds("x\n\n=== \"Bus\"\n\n    Hourly.\n", &[&format!("{label}<p>Hourly.</p>")]);
    holds("x\n\n- item\n\n    === \"Bus\"\n\n        Hourly.\n", &[label]);
    holds("x\n\n{{< tabs >}}\n{{% tab name=\"Bus\" %}}\nHourly.\n{{% /tab %}}\n{{< /tabs >}}\n", &[label]);
    holds(
        "x\n\n:::: tabs\n@tab Bus\nHourly.\n@tab Ferry\nDaily.\n::::\n",
        &[label, "<p class=\"label\"><strong>Ferry"],
    );
    holds("x\n\n::::{tab-set}\n:::{tab-item} Bus\nHourly.\n:::\n::::\n", &[label]);
    let mdx = "import Tabs from '@theme/Tabs';\n\nx\n\n<Tabs>\n  <TabItem value=\"b\" label=\"Bus\">Hourly.</TabItem>\n</Tabs>\n";
    holds(mdx, &[label]);
    holds(
        "x\n\n=== \"Bus **27**\"\n\n    Hourly.\n",
        &["<p class=\"label\"><strong>Bus <strong>27</strong></strong></p>"],
    );
    // What an author makes bold is none.
    lacks("x\n\n**Bus**\n\nHourly.\n\n<p><b>Bus</b></p>\n\n- **Bus**\n", &["class=\"label\""]);
}

#[test]
fn cells_beside_one_that_spans_rows_are_in_line_with_those_above() {
    let table = |rows: &str| format!("x\n\n<table>{rows}</table>\n");
    let first = table("<tr><td rowspan=2>a<td>b<td>c<tr><td>d<td>e<tr><td>f<td>g<td>h");
    holds(&first, &["<tr><td rowspan=\"2\">a</td>", "<tr class=\"inner-start\"><td>d</td>", "<tr><td>f</td>"]);
    let last = table("<tr><td>a<td>b<td rowspan=2>c<tr><td>d<td>e");
    holds(&last, &["<tr class=\"inner-end\"><td>d</td>"]);
    let both = table("<tr><td rowspan=2>a<td>b<td rowspan=2>c<tr><td>d");
    holds(&both, &["<tr class=\"inner-start inner-end\"><td>d</td>"]);
    lacks(&table("<tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e"), &["inner-"]);
}
