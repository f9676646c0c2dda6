//! Tests code, addresses and other words that are copied character by character.

use super::*;

#[test]
fn no_hyphen_is_put_into_what_is_copied_sign_by_sign() {
    for literal in [
        "international.example.com",
        "docs/installation-guide.md",
        "d41d8cd98f00b204e9800998ecf8427e",
        "somebody@international.example",
        "installation_guide_international",
        "internationalizationHelper",
        "(international.example.com),",
        "https://international.example.com/installation",
    ] {
        for width in (120..200).step_by(7) {
            let content: String = (1..12).map(|count| format!("{}{literal} now. ", "Go to ".repeat(count))).collect();
            let (lines, ..) = Stage::new().set(&text(content.trim()), &style(f64::from(width)));
            assert!(lines.iter().all(|line| !line.hyphenated), "{literal} at {width} pt");
        }
    }
    let parts = [
        Inline::Text("Go to international.".into()),
        Inline::Styled { style: Style::Strong, content: text("extraordinary") },
    ];
    let parts = [&parts[..], &text(".com now, Go to it.")].concat();
    for width in (60..140).step_by(3) {
        let (lines, ..) = Stage::new().set(&parts, &style(f64::from(width)));
        assert!(lines.iter().all(|line| !line.hyphenated), "an address in two looks at {width} pt");
    }
}

#[test]
fn words_are_hyphenated_as_ever() {
    let (lines, ..) = Stage::new().set(&text(&"extraordinarily ".repeat(30)), &style(130.0));
    assert!(lines.iter().any(|line| line.hyphenated));
}

#[test]
fn spaces_beside_long_code_do_not_gape() {
    let code = "configuration.handlers.authenticate(request,response)";
    for width in [110.0, 150.0, 190.0, 236.0, 300.0] {
        for words in (1..25).step_by(2) {
            let content = [
                Inline::Text("It goes on ".repeat(words)),
                Inline::Code(code.into()),
                Inline::Text(
                    " and then https://international.example.com/installation/guide it goes on and on.".into(),
                ),
            ];
            let (lines, ..) = Stage::new().set(&content, &style(width));
            let gap = lines.iter().map(|line| line.gap.0).fold(0.0, f64::max);
            assert!(gap <= 0.75, "{gap} em at {width} pt after {words} times three words");
            assert!(lines.iter().all(|line| right_edge(line) <= width + 4.0));
            let copied = read(&lines).replace(' ', "");
            assert!(copied.contains(code), "{copied}");
        }
    }
}

#[test]
fn code_stands_in_a_block_even_in_a_cell() {
    let stage = Stage::new();
    let mut setter = Setter::new(&stage.article, &stage.fonts);
    let root = setter.structure.add(None, StructRole::Document);
    let body = setter.structure.add(Some(root), StructRole::LBody);
    setter.lines(&[Inline::Code("x".into())], &style(100.0), body);
    setter.lines(&text("plain"), &style(100.0), body);
    let roles: Vec<_> = setter.structure.nodes.iter().map(|node| node.role).collect();
    assert_eq!(roles, [StructRole::Document, StructRole::LBody, StructRole::P, StructRole::Code]);
}

#[test]
fn a_text_of_many_lines_is_set_in_no_other_number_of_them() {
    let stage = Stage::new();
    let mut setter = Setter::new(&stage.article, &stage.fonts);
    let root = setter.structure.add(None, StructRole::Document);
    let (lines, set) = setter.paragraph(&text(&".".repeat(30_000)), &style(150.0), root);
    assert!(lines.len() > recipe::VARIANT_LINES);
    assert!(setter.variants(&set, &[-1, 1]).is_empty());
    // A shorter text of the same kind may be tried in the few numbers of lines that it can have.
    let (lines, set) = setter.paragraph(&text(&".".repeat(8_000)), &style(150.0), root);
    assert!(lines.len() < recipe::VARIANT_LINES);
    setter.variants(&set, &[-1, 1]);
}
