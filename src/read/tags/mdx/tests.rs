use super::*;

fn rewritten(text: &str) -> String {
    let mut diagnostics = Vec::new();
    let mut report = Report::new(Places::from(0), &mut diagnostics);
    rewrite(text, Named::Mdx, &mut report).expect("is MDX").0
}

/// Returns the non-empty lines of the result.
fn lines(text: &str) -> Vec<String> {
    rewritten(text).lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

#[test]
fn statements_comments_and_expressions_go() {
    let text = "import {A,\n  B} from './a';\nimport C from 'c'\n\nexport const facts = {\n  keeper: 'Bo'\n};\n\n# Title\n\n\
        {/* a\n\nnote */}\n\nOne{/* two */} {'three'}{\" \"}four.\n\n{props.x}\n\nimport duties rose.\n";
    assert_eq!(lines(text), ["# Title", "One three four.", "import duties rose."]);
}

#[test]
fn code_is_left_alone() {
    let text =
        "```js\nimport A from 'a'\n{/* x */}\n<Tabs>\n```\n\n`{/* x */} <B c={d}/>` and ``{'a'}``\n\n~~~\n{x}\n~~~\n";
    assert_eq!(rewritten(text), text);
}

#[test]
fn components_give_their_words_and_children() {
    let text = "<Tabs>\n  <TabItem value=\"f\" label=\"By ferry\" default>\n\n    An *hour*.\n\n        deep\n\n  </TabItem>\n  \
        <TabItem value=\"b\" label=\"By bus\">Two *hours*.</TabItem>\n</Tabs>\n\nAfter.\n";
    let found = lines(text);
    let wanted = [
        "<div>",
        "<div><p><offprint-words form=\"label\" text=\"By ferry\"></p>",
        "An *hour*.",
        "    deep",
        "</div>",
        "<div><p><offprint-words form=\"label\" text=\"By bus\"></p>",
        "Two *hours*.",
        "</div>",
        "</div>",
        "After.",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn labels_of_a_group_reach_its_tabs() {
    let of = |text: &str| {
        let out = rewritten(text);
        let labels = out.split("text=\"").skip(1).map(|part| part.split('"').next().unwrap_or_default().to_owned());
        labels.collect::<Vec<_>>()
    };
    assert_eq!(of("<Tabs items={['A b', \"C\"]}>\n<Tab>x</Tab>\n<Tab>y</Tab>\n</Tabs>\n"), ["A b", "C"]);
    let values = "<Tabs\n values={[\n {label: 'Apple', value: 'a'},\n {label: 'Pear', value: 'p'},\n ]}>\n\
        <TabItem value=\"a\">x</TabItem>\n<TabItem value=\"p\">y</TabItem>\n</Tabs>\n";
    assert_eq!(of(values), ["Apple", "Pear"]);
}

#[test]
fn attributes_become_those_of_html() {
    assert_eq!(
        lines(
            "import quay from './quay.png'\n\n<img className=\"a\" src={quay} style={{maxWidth: 300, float: 'left'}} {...p}/>\n"
        ),
        ["<img class=\"a\" src=\"./quay.png\" style=\"max-width:300px;float:left;\" />"]
    );
    assert_eq!(
        lines("<img src={require('@site/static/img/a.png').default} alt=\"A\" />\n"),
        ["<img src=\"/img/a.png\" alt=\"A\" />"]
    );
    assert_eq!(lines("An <b>old</b> <span onClick={() => 1}>quay</span>.\n"), ["An <b>old</b> <span>quay</span>."]);
}

#[test]
fn boxes_have_their_titles() {
    let text = "<Admonition type=\"tip\" title=\"Look *out*\">\n\nText.\n\n</Admonition>\n\n<Details summary=\"More\">\nText.\n</Details>\n\n\
        <Card title=\"Quay\" href=\"/quay\">\nText.\n</Card>\n";
    let wanted = [
        "<offprint-callout type=\"tip\" title=\"Look *out*\">",
        "Text.",
        "</offprint-callout>",
        "<details><summary><offprint-words text=\"More\"></summary>",
        "Text.",
        "</details>",
        "<div><p><offprint-words form=\"label\" text=\"Quay\" href=\"/quay\"></p>",
        "Text.",
        "</div>",
    ];
    assert_eq!(lines(text), wanted);
}

#[test]
fn pictures_keep_caption_and_credit() {
    for (text, wanted) in [
        (
            "<Figure src=\"lock.jpg\" alt=\"A lock\" caption=\"The *old* lock\" credit=\"Ida Moss\" />",
            vec!["<offprint-figure src=\"lock.jpg\" alt=\"A lock\" caption=\"The *old* lock\" attr=\"Ida Moss\">"],
        ),
        (
            "<CaptionedImage\n  image={\"/img/lock.jpg\"}\n  caption='The lock'\n  attribution=\"Ida Moss\"\n  licence=\"CC BY 4.0\"\n/>",
            vec![
                "<offprint-figure src=\"/img/lock.jpg\" caption=\"The lock\" attr=\"Ida Moss\" license=\"CC BY 4.0\">",
            ],
        ),
        (
            "<Photo src=\"lock.jpg\" photographer=\"Ida Moss\">\n\nThe lock in *May*\n\n</Photo>",
            vec![
                "<figure><img src=\"lock.jpg\"><figcaption>",
                "The lock in *May*",
                "</figcaption><figcaption class=\"credit\"><offprint-words text=\"Ida Moss\"></figcaption></figure>",
            ],
        ),
        (
            "<Frame caption=\"The lock\">\n![A lock](lock.jpg)\n</Frame>",
            vec![
                "<figure>",
                "![A lock](lock.jpg)",
                "<figcaption><offprint-words text=\"The lock\"></figcaption></figure>",
            ],
        ),
    ] {
        assert_eq!(lines(text), wanted, "{text}");
    }
}

#[test]
fn a_picture_with_a_credit_proves_mdx() {
    assert!(is_proven("Text.\n\n<Figure src=\"a.jpg\" credit=\"Ida Moss\" />\n"));
    assert!(is_proven("<Img\n  src=\"a.jpg\"\n  caption=\"The lock\"\n/>\n"));
    for text in
        ["<FIGURE src=\"a.jpg\" credit=\"b\">\n", "<Image src=\"a.jpg\" />\n", "<Topic image=\"a\" by=\"b\" />\n"]
    {
        assert!(!is_proven(text), "{text}");
    }
}

#[test]
fn code_of_pictures_is_reported() {
    let mut diagnostics = Vec::new();
    let mut report = Report::new(Places::from(0), &mut diagnostics);
    let text = "Text.\n\n<Figure src={hero.url} caption=\"The lock\" credit={by[0]} width={300} />\n";
    let (out, _) = rewrite(text, Named::Mdx, &mut report).expect("is MDX");
    assert!(out.contains("The lock"), "{out}");
    let [said] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    assert!(said.message.contains("`src={hero.url}`, `credit={by[0]}`"), "{}", said.message);
}

#[test]
fn only_what_proves_to_be_mdx_is_read_so() {
    let proven = |text: &str| is_proven(text);
    assert!(proven("Text.\n\nimport A from 'a'\n") && proven("<Tabs>\n</Tabs>\n"));
    for text in ["import duties\n", "```\nimport A from 'a'\n```\n", "Use <Tabs> here.\n", "<Tabs>\n", "a {b} c\n"] {
        assert!(!proven(text), "{text}");
    }
}

#[test]
fn items_keep_what_is_indented_in_them() {
    let text = "1. One\n\n   <Note>\n   Text.\n   </Note>\n\n2. Two\n";
    let found = lines(text);
    assert_eq!(found[0], "1. One");
    assert!(found[1..4].iter().all(|line| line.starts_with("   ")), "{found:?}");
}

#[test]
fn places_lead_back_to_the_source() {
    let text = "import A from 'a'\n\n<Tabs>\n    <TabItem label=\"Far\">\n\n        An *hour*.\n\n    </TabItem>\n</Tabs>\n\nLast.\n";
    let mut diagnostics = Vec::new();
    let mut report = Report::new(Places::from(0), &mut diagnostics);
    let (out, places) = rewrite(text, Named::Mdx, &mut report).expect("is MDX");
    let places = places.then(&Places::from(0));
    for word in ["hour", "Last"] {
        assert_eq!(places.source(out.find(word).expect("is kept")), text.find(word).expect("is there"), "{word}");
    }
}

#[test]
fn hostile_text_ends_soon() {
    for text in ["{".repeat(100_000), "<A ".repeat(50_000), "`".repeat(9) + &"`a".repeat(50_000), "<A>".repeat(50_000)]
    {
        let start = crate::effort::Effort::start();
        rewritten(&text);
        assert!(start.spent().as_secs() < 20);
    }
}
