//! Tests what template tags become in an article.

use super::*;
use crate::read::report::Places;

fn rewritten(text: &str) -> String {
    let mut diagnostics = Vec::new();
    let mut report = Report::new(Places::from(0), &mut diagnostics);
    rewrite(text, Named::Other, &mut report).into_owned()
}

/// Returns the non-empty lines of the result, without tags that only group.
fn lines(text: &str) -> Vec<String> {
    let bare = rewritten(text).replace("<div>", "").replace("</div>", "");
    bare.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn label(text: &str) -> String {
    words::label(text)
}

#[test]
fn tabs_of_every_site_have_their_labels() {
    for (open, close, wanted) in [
        ("{{% tab \"Debian\" %}}", "{{% /tab %}}", "Debian"),
        ("{{< tab title=\"Mac OS\" >}}", "{{< /tab >}}", "Mac OS"),
        ("{{< tab name=\"b\" label=\"B\" >}}", "{{< /tab >}}", "B"),
        ("{{% tab header=\"**C**\" %}}", "{{% /tab %}}", "**C**"),
        ("{% tab Two words %}", "{% endtab %}", "Two words"),
        ("{% tab title=\"npm\" %}", "{% endtab %}", "npm"),
        ("{{< tabItem \"d\" >}}", "{{< /tabItem >}}", "d"),
    ] {
        assert_eq!(lines(&format!("{open}\nRun *it*.\n{close}\n")), [label(wanted), "Run *it*.".into()], "{open}");
    }
}

#[test]
fn a_tag_that_is_not_closed_takes_no_text_up_to_another_one() {
    let text = "So {{<often it is.\n\nWords.\n\nSee [it]({{< ref \"it.md\" >}}).";
    assert!(rewritten(text).starts_with("So {{<often it is.\n\nWords.\n\nSee "), "{}", rewritten(text));
    let text = "So {%often it is.\n\nWords.\n\n{% include \"it\" %}\n";
    assert!(rewritten(text).starts_with("So {%often it is.\n\nWords."), "{}", rewritten(text));
}

#[test]
fn a_group_of_tabs_gives_labels_and_takes_its_name() {
    let hextra =
        "{{< tabs items=\"JSON,YAML\" >}}\n{{< tab >}}\na\n{{< /tab >}}\n{{< tab >}}\nb\n{{< /tab >}}\n{{< /tabs >}}\n";
    assert_eq!(lines(hextra), [label("JSON"), "a".into(), label("YAML"), "b".into()]);
    let jekyll = "{% tabs log %}\n{% tab log php %}\na\n{% endtab %}\n{% endtabs %}\n";
    assert_eq!(lines(jekyll), [label("php"), "a".into()]);
    let docsy = "{{< tabpane lang=\"go\" >}}\n{{< tab header=\"Go\" >}}\n*a*\n{{< /tab >}}\n{{< /tabpane >}}\n";
    assert_eq!(lines(docsy), [label("Go"), "```go".into(), "*a*".into(), "```".into()]);
    let text = docsy.replace("lang=\"go\"", "text=true");
    assert_eq!(lines(&text), [label("Go"), "*a*".into()]);
}

#[test]
fn boxes_keep_their_titles_wherever_they_stand() {
    let box_of = |kind: &str, title: &str| format!("<offprint-callout type=\"{kind}\" title=\"{title}\">");
    for (open, wanted) in [
        ("notice warning \"Never alone\"", box_of("warning", "Never alone")),
        ("notice tip \"Ahoy\" \"anchor\"", box_of("tip", "Ahoy")),
        ("alert title=\"T\" color=\"warning\"", box_of("warning", "T")),
        ("admonition type=danger title=\"T t\" open=false", box_of("danger", "T t")),
        ("callout emoji=\"x\" title=\"T\"", box_of("note", "T")),
        ("alert \"twitter\"", "<offprint-callout type=\"note\">".into()),
        ("hint info", "<offprint-callout type=\"info\">".into()),
    ] {
        let name = open.split(' ').next().unwrap_or_default();
        let found = lines(&format!("{{{{< {open} >}}}}\nText.\n{{{{< /{name} >}}}}\n"));
        assert_eq!(found, [wanted, "Text.".into(), "</offprint-callout>".into()], "{open}");
    }
}

#[test]
fn included_boxes_have_their_text_in_their_arguments() {
    let found = lines("{% include callout.html content=\"Mind *it*\" type=\"warning\" title=\"Look\" %}\n");
    let wanted = "<offprint-callout type=\"warning\" title=\"Look\"><p><offprint-words text=\"Mind *it*\"></p></offprint-callout>";
    assert_eq!(found, [wanted]);
    assert_eq!(lines("{% include note.html title=page.title %}\n").len(), 0);
}

#[test]
fn quotations_say_who_and_where() {
    let of = |open: &str, end: &str| lines(&format!("{open}\nWords.\n{end}\n")).pop().unwrap_or_default();
    let footer = |text: &str| format!("<footer><offprint-words text=\"{text}\"></footer></blockquote>");
    assert_eq!(of("{{< quote author=\"Ivo\" source=\"Days\" >}}", "{{< /quote >}}"), footer("Ivo, Days"));
    assert_eq!(of("{{< blockquote \"Ivo\" \"Days\" >}}", "{{< /blockquote >}}"), footer("Ivo, Days"));
    assert_eq!(of("{% quote(author=\"Ivo\") %}", "{% end %}"), footer("Ivo"));
    assert_eq!(
        of("{% blockquote Ivo Sand, Days http://e.org/a Part two %}", "{% endblockquote %}"),
        "<footer><offprint-words text=\"Ivo Sand, Days, Part two\" href=\"http://e.org/a\"></footer></blockquote>"
    );
    assert_eq!(
        lines("{{< quote text=\"W\" author=\"Ivo\" >}}\n\n{{< quote >}}\nX\n{{< /quote >}}\n")[0],
        "<blockquote><p><offprint-words text=\"W\"></p><footer><offprint-words text=\"Ivo\"></footer></blockquote>"
    );
}

#[test]
fn cards_buttons_and_unknown_tags_keep_their_words() {
    assert_eq!(
        rewritten("{{< button href=\"https://e.org/\" >}}Go{{< /button >}}"),
        "<a href=\"https://e.org/\">Go</a>"
    );
    assert!(rewritten("{{< button \"https://e.org/\" \"Go\" >}}").contains("text=\"Go\" href=\"https://e.org/\""));
    assert!(rewritten("{% button /a/, Go, icon %}").contains("text=\"Go\" href=\"/a/\""));
    let card = rewritten("{{< card title=\"Quay\" subtitle=\"old\" link=\"/q\" icon=\"x\" >}}");
    assert!(card.contains("text=\"Quay\" href=\"/q\"") && card.contains("text=\"old\""), "{card}");
    let other = lines("{{< timelineItem header=\"Ebb\" date=\"2020\" >}}\nText.\n{{< /timelineItem >}}\n");
    assert!(other[0].contains("Ebb") && other[0].contains("2020"), "{other:?}");
    assert_eq!(
        rewritten("a {{< gloss text=\"low water\" >}}ebb{{< /gloss >}} b"),
        "a ebb (<offprint-words text=\"low water\">) b"
    );
    assert_eq!(rewritten("{{< badge \"New\" >}}").trim(), "<offprint-words text=\"New\">");
}

#[test]
fn words_that_a_tag_does_not_show_are_named() {
    let said = |text: &str| {
        let mut said = Vec::new();
        rewrite(text, Named::Other, &mut Report::new(Places::from(0), &mut said));
        said.into_iter().map(|diagnostic| diagnostic.message).collect::<Vec<_>>()
    };
    let found = said("{{< mystery mood=\"All is well\" \"Two words\" >}}x{{< /mystery >}}");
    assert_eq!(found, ["`mood` of the template tag `mystery` is left out: “All is well”"]);
    for text in [
        "{{< card title=\"The quay\" class=\"Big one\" icon=\"fa fa-x\" >}}",
        "{{< tab name=\"By day\" >}}x{{< /tab >}}",
        "{{< quote author=\"Ivo Sand\" >}}x{{< /quote >}}",
    ] {
        assert_eq!(said(text), [""; 0], "{text}");
    }
}

#[test]
fn escaped_tags_are_shown_and_not_run() {
    assert_eq!(
        rewritten("a {{</* youtube b_c */>}} `{{%/* d */%}}` {{%/* /e */%}}"),
        "a {{&#60; youtube b&#95;c &#62;}} `{{% d %}}` {{% /e %}}"
    );
    assert_eq!(
        rewritten("```\n{{</* a */>}}\n{{{< b >}}}\n{{< c >}}\n```\n"),
        "```\n{{< a >}}\n{{< b >}}\n{{< c >}}\n```\n"
    );
    assert_eq!(rewritten("{% raw %}{{ a }} {% b %}{% endraw %}"), "{{ a }} {% b %}");
    assert_eq!(rewritten("{{< /* a */ >}}"), "{{&#60;  a  &#62;}}");
}

#[test]
fn an_end_takes_the_nearest_tag_of_its_name() {
    let text = "{{< card title=\"A\" >}}\n{{< card title=\"B\" >}}\nx\n{{< /card >}}\n";
    let out = rewritten(text);
    assert_eq!((out.matches("<div>").count(), out.matches("</div>").count()), (2, 2), "{out}");
    assert_eq!(rewritten("{{< /tab >}}x"), "x");
}

#[test]
fn listings_and_formulas_between_tags_stay_what_they_are() {
    let gitbook = "{% code title=\"a.js\" %}\n```js\nlet a;\n```\n{% endcode %}\n";
    assert_eq!(lines(gitbook), [label("a.js"), "```js".into(), "let a;".into(), "```".into()]);
    assert_eq!(lines("{{< mermaid >}}\na --> b\n{{< /mermaid >}}\n"), ["```mermaid", "a --> b", "```"]);
    assert_eq!(rewritten("{{< katex >}}x_1{{< /katex >}}"), "$x_1$");
}
