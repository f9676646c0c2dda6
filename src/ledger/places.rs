//! Tests of the places of pictures. `@` stands before each place that the ledger must state.

use super::entries;
use crate::diag::Diagnostics;
use crate::read::{NoFiles, Options, read};
use crate::source::Source;

/// Returns line and column of each picture in `text` without its marks: what is expected, what the ledger states.
fn places(name: &str, text: &str) -> [Vec<(usize, usize)>; 2] {
    let (mut plain, mut expected) = (String::new(), Vec::new());
    for (at, part) in text.split('@').enumerate() {
        expected.extend((at > 0).then_some(plain.len()));
        plain.push_str(part);
    }
    let source = Source::new(name, plain);
    let article = read(&source, &Options::default(), &NoFiles, &mut Diagnostics::new()).expect("reads");
    let stated = entries(&article).into_iter().map(|entry| entry.span.start).collect::<Vec<_>>();
    [expected, stated].map(|places| places.into_iter().map(|place| source.line_column(place)).collect())
}

fn check(name: &str, texts: &[&str]) {
    for text in texts {
        let [expected, stated] = places(name, text);
        assert_eq!(stated, expected, "{text}");
    }
}

#[test]
fn a_picture_of_markdown_is_where_its_sign_is() {
    check(
        "a.md",
        &[
            "Words\nmore @![a](a.png) here and\nagain @![b](b.png) more.\n",
            "> one\n> two @![a](a.png)\nlazy @![b](b.png) end\n",
            "words\n[@![a](a.png)](x.html)\nwords\n\n[\n@![b](b.png)\n](y.html)\n",
            "words\n@![a][r] words @![b]\n\n[r]: r.png\n[b]: b.png\n",
            "x[^1]\n\n[^1]: note\n    @![a](a.png)\n",
            "| a | b |\n|---|---|\n| x | @![a](a.png) |\n| @<img src=\"b.png\"> | y |\n",
            "x\ny @![[a.png]] z\n\n@![[b.png|300]]\n",
            "## @![a](a.png)\n\n## x @![b](b.png)\n",
            "$a_1$ and $b^2$\n\n$$x$$\n\n@![a](a.png) $c$ @![b](b.png)\n",
            "x^[an inline note] y\n\nz @![a](a.png)\n",
            "@![a](a.png) @![b](b.png)\n@![c](c.png)\n*Photo: Ida Moss*\n",
            "x\r\n\r\n<div>\r\n<p>\r\n@<img src=\"a.png\">\r\n</p>\r\n</div>\r\n\r\n@![b](b.png)\r\n",
        ],
    );
}

#[test]
fn a_picture_in_html_is_where_its_tag_is() {
    check(
        "a.md",
        &[
            "- one\n\n  two\n  @![a](a.png)\n- three\n  <p>\n   @<img src=\"a.png\">\n  </p>\n",
            "> <div>\n>   <p>x\n>   @<img src=\"a.png\" alt=\"x\">\n>   </p>\n> </div>\n",
            "1. one\n\n   <figure>\n     <a href=\"x\">\n     @<img src=\"a.png\"></a>\n     <figcaption>x</figcaption>\n   </figure>\n",
            "- a\n  - b\n    - c\n      <div>\n        <div>\n          @<img src=\"a.png\">\n        </div>\n      </div>\n",
            "<picture>\n  <source srcset=\"b.webp\">\n  @<img src=\"a.png\">\n</picture>\n",
            "<div>\n  *x* y\n  @![a](a.png)\n  and @![b](b.png)\n</div>\n",
            "<div>\n\n    <p>x y</p>\n    <p>@<img src=\"a.png\"></p>\n\n</div>\n",
            "<center>@<img src=\"a.png\"/></center>\n<p align=\"center\">\n<b>\n@<img src=\"b.png\"></b></p>\n",
        ],
    );
}

#[test]
fn a_picture_of_a_template_tag_is_where_the_tag_is() {
    check(
        "a.md",
        &[
            "x\n\n@{{< figure\n  src=\"a.png\"\n  caption=\"x\"\n>}}\n\n@{{< figure src=\"b.png\" >}}\n",
            "- x\n\n  @{{< figure src=\"a.png\" caption=\"c\" >}}\n\n- y @{{< img src=\"b.png\" >}}\n",
            "x {% if a %}y{% endif %}\n\n@{% include figure.html src=\"a.png\" caption=\"x\" %}\n\nw @{% picture b.png %} z\n",
            "{{< gallery >}}\n@{{< img src=\"a.png\" >}}\n@{{< img src=\"b.png\" >}}\n{{< /gallery >}}\n",
            "1. <p>x</p>\n\n   <p>\n     <a href=\"x\">@{{< legacy-img src=\"a.png\" alt=\"y\" >}}</a>\n   </p>\n",
            "x\n\n[caption id=\"1\" width=\"3\"]\n@<img src=\"a.png\" />\nThe pier[/caption]\n\ny\n",
            "[caption id=\"1\"]<a\nhref=\"x\">@<img src=\"a.png\" /></a> The pier[/caption]\n",
        ],
    );
    check(
        "a.mdx",
        &[
            "import X from \"x\"\n\n<Frame>\n  @<img src=\"a.png\" />\n</Frame>\n\n@<Image\n  src=\"b.png\"\n  alt=\"b\"\n/>\n",
        ],
    );
}

#[test]
fn a_cover_is_at_the_key_that_names_the_picture() {
    check(
        "a.md",
        &[
            "---\ntitle: x\ncover:\n  @image: c.png\n  caption: y\n---\nx\n\n@![a](a.png)\n",
            "---\ntitle: x\nimages:\n- @imgname: c.png\n  sub: y\n---\nx\n",
            "---\ntitle: x\nimages:\n- sub: y\n  @imgname: c.png\n---\nx\n",
            "---\ntitle: x\ncaption: y\ncover_credit: Photo Ida Moss\n@cover: c.png\n---\nx\n",
            "---\ntitle: x\ncover_credit: z\nimages:\n  - @c.png\n---\nx\n",
            "---\ntitle: x\nresources:\n- name: cover\n  title: y\n  @src: c.png\n---\nx\n",
            "---\ntitle: x\nhead:\n  - - meta\n    - property: og:image\n      @content: c.png\n---\nx\n",
            "+++\ntitle=\"x\"\n[cover]\ncredit = \"Ida Moss\"\n@image = \"c.png\"\n+++\nx\n",
        ],
    );
}

#[test]
fn each_use_of_a_picture_counts() {
    check(
        "a.md",
        &[
            "where @<img src=\"a.png\" title=\"i\" /> is, @<img src=\"b.png\" title=\"j\" /> and @<img src=\"a.png\" title=\"i\" /> end\n",
            "A @![x](c.png) and @![x](c.png) end\n\n@![x](c.png)\n@![x](c.png)\n",
        ],
    );
}
