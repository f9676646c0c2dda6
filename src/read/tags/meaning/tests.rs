use super::*;

fn statement(inner: &str) -> Meaning<'_> {
    meaning_of(TagForm::Statement, inner, Surroundings { closes: false, markup: true, group: None })
}

#[test]
fn pictures_of_many_themes_are_figures() {
    let figure = |rest: &str| Inline(format!("<offprint-figure src=\"a.png\"{rest}>"));
    assert_eq!(statement("figure src=\"a.png\" alt=\"A\" attr=\"B\""), figure(" alt=\"A\" attr=\"B\""));
    assert_eq!(statement("image \"a.png\" \"A &c\""), figure(" alt=\"A &amp;c\""));
    assert_eq!(statement("image_with_class \"a.png\" \"wide\" \"A\""), figure(" alt=\"A\""));
    assert_eq!(statement("include \"figure.html\" image: \"a.png\" caption: \"C\""), figure(" caption=\"C\""));
    assert_eq!(statement("legacy-img-right src=a.png"), figure(""));
}

#[test]
fn values_are_addresses_and_variables_are_nothing() {
    let around = || Surroundings { closes: false, markup: true, group: None };
    let value = |inner| meaning_of(TagForm::Expression, inner, around());
    assert_eq!(value("\"/p/\" | url"), Value("/p/".into()));
    assert_eq!(value("site.baseurl"), Value(String::new()));
    assert_eq!(value("page.title"), Unknown);
    assert_eq!(value("\"ann\" | team_link"), Literal("ann".into()));
    assert_eq!(statement("ref \"b.md\""), Value("b.md".into()));
    assert_eq!(statement("post_path mill"), Value("mill".into()));
    assert_eq!(statement("post_link mill The old mill"), Inline("<a href=\"mill\">The old mill</a>".into()));
    assert_eq!(statement("post_link 2020/mill"), Inline("<a href=\"2020/mill\">mill</a>".into()));
}
