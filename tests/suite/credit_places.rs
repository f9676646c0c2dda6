//! Credits in the places where authors put them.

use offprint::article::{Article, BlockKind, Credit, Visit, plain_text, walk_blocks};
use offprint::diag::Diagnostics;
use offprint::read::{Format, Memory, Options, read};
use offprint::source::Source;

fn picture() -> std::sync::Arc<[u8]> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(300, 200).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner().into()
}

fn read_as(name: &str, text: &str) -> (Article, Diagnostics) {
    let files = ["a.png", "b.png"].map(|name| (name.to_owned(), picture()));
    let files = Memory { folder: String::new(), files: files.into() };
    let mut options = Options::default();
    options.lang = Some("en".into());
    options.format = name.ends_with("txt").then_some(Format::Plain);
    let mut diagnostics = Diagnostics::new();
    let article = read(&Source::new(name, text), &options, &files, &mut diagnostics).unwrap();
    (article, diagnostics)
}

fn credits(article: &Article) -> Vec<Credit> {
    let mut credits = Vec::new();
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Block(block) = visit
            && let BlockKind::Figure(figure) = &block.kind
        {
            credits.extend(figure.credit.clone());
        }
    });
    credits
}

/// Each text has a picture with the credit "Ida Moss", which is in the text once and not lost.
#[test]
fn beside_a_picture() {
    for text in [
        "![A](a.png)\n*Photo: Ida Moss*",
        "![A](a.png)\n\nPhoto: Ida Moss / Flickr",
        "![A](a.png)\n\n(Photo: Ida Moss)",
        "![A](a.png)<br>Photo by Ida Moss",
        "![A](a.png)Photo by [Ida Moss](https://e.org/ida)",
        "![A](a.png)\n\n> Photo by Ida Moss on Unsplash",
        "![A](a.png)\n\n###### Photo: Ida Moss",
        "![A](a.png)\n*The quay.*\n\n*Photo: Ida Moss*",
        "![A](a.png \"Photo by Ida Moss\")",
        "![Photo by Ida Moss](a.png)",
        "![A](a.png)\n<!-- Photo by Ida Moss, CC BY 2.0 -->",
        "![A](a.png)\n<span class=\"photo-credit\">Ida Moss / Press Pool</span>",
        "![A](a.png)\n\n<div class=\"photo-credit\">Ida Moss</div>",
        "<img src=\"a.png\" alt=\"A\" data-credit=\"Ida Moss\">",
        "<figure><img src=\"a.png\" alt=\"A\"><figcaption class=\"credit\">Ida Moss</figcaption></figure>",
        "<figure><img src=\"a.png\" alt=\"A\"><figcaption>The quay. <cite>Ida Moss/Getty</cite></figcaption></figure>",
        "<a title=\"Ida Moss, CC0, via Wikimedia Commons\" href=\"https://e.org/f\"><img alt=\"A\" src=\"a.png\"></a>",
        "{{< figure src=\"a.png\" alt=\"A\" caption=\"The quay\" attr=\"Ida Moss\" attrlink=\"https://e.org\" >}}",
        "{% include image.html src=\"a.png\" alt=\"A\" caption=\"Low tide\" credit=\"Ida Moss\" %}",
        "![A](a.png)\n\n{% include unsplash_credit.html name=\"Ida Moss\" link=\"https://e.org\" %}",
        "[caption id=\"x\"]<img src=\"a.png\" alt=\"A\"> The pier. Photo: Ida Moss[/caption]",
        "| ![A](a.png) |\n|:--:|\n| *The plant. Photo: Ida Moss* |",
        "![A](a.png)[^1]\n\n[^1]: Photo by Ida Moss, CC BY 4.0",
        "![Quay](a.png)\n\nWords.\n\n**Image credits**\n\n- Quay: Ida Moss / Unsplash",
        "![Quay](a.png)\n\nWords.\n\n## Photo credits\n\n1. Photo by Ida Moss, CC BY 4.0",
        "![Quay](a.png)\n\nWords.\n\n*All photos in this post by Ida Moss.*",
    ] {
        let (article, diagnostics) = read_as("a.md", &format!("First words.\n\n{text}\n\nLast words.\n"));
        let credits = credits(&article);
        assert_eq!(credits.len(), 1, "{text}: {:?}", article.blocks);
        assert_eq!(credits[0].author.as_deref(), Some("Ida Moss"), "{text}");
        assert!(plain_text(&credits[0].verbatim).contains("Ida Moss"), "{text}");
        assert!(!diagnostics.iter().any(|found| found.code == "credit-not-taken"), "{text}");
    }
}

#[test]
fn credits_of_two_pictures_are_told_apart() {
    for text in [
        "![A](a.png)\n\n![B](b.png)\n\n*Top: Ida Moss. Bottom: Bo Lin.*",
        "![A](a.png)\n\nWords.\n\n![B](b.png)\n\nWords.\n\nImage 1: Ida Moss, CC0. Image 2: Bo Lin, CC BY 2.0.",
        "![A](a.png)\n\nWords.\n\n![B](b.png)\n\nWords.\n\n## Image credits\n\nFig. 1: Ida Moss / Pexels\n\nFig. 2: Bo Lin, CC0",
    ] {
        let (article, _) = read_as("a.md", &format!("First words.\n\n{text}\n"));
        let authors: Vec<_> = credits(&article).into_iter().map(|credit| credit.author).collect();
        assert_eq!(authors, [Some("Ida Moss".to_owned()), Some("Bo Lin".to_owned())], "{text}");
    }
}

#[test]
fn the_last_lines_credit_the_cover() {
    for line in [
        "Header photo: Ida Moss/Unsplash",
        "*Hero image by [Ida Moss](https://e.org), CC BY-NC 4.0.*",
        "> Cover photo by Ida Moss on Unsplash",
        "The photo at the top of this post is by Ida Moss.",
        "Lead photo © Ida Moss. All rights reserved.",
        "**Image credits**\n\n- Cover: Ida Moss, CC0",
        "## Sources\n\n- Main illustration by [Ida Moss](https://e.org) on\n  [Unsplash](https://e.org/u)",
        "## Sources\n\n- [The mill](https://e.org/a), Elm Review\n- Cover photo: Ida Moss / Unsplash",
        "## Image credits\n\n- Photo by Ida Moss on Unsplash",
        "Header photo by Ida Moss on Unsplash. Thanks to all who read this far!",
        "All photos by Ida Moss unless otherwise noted.",
    ] {
        let (article, _) = read_as("a.md", &format!("---\ntitle: T\ncover: a.png\n---\nWords.\n\n{line}\n"));
        let credit = article.cover.unwrap().credit.unwrap_or_default();
        assert_eq!(credit.author.as_deref(), Some("Ida Moss"), "{line}");
    }
    for line in [
        "Text by Ida Moss.",
        "© 2024 The Post. All rights reserved.",
        "Source code is available.",
        "By Ida Moss",
        "The cover image by Ida Moss shows the mill.",
        "## Sources\n\n- Cover letters of the mill\n- Photo archive, Elm",
    ] {
        let (article, _) = read_as("a.md", &format!("---\ntitle: T\ncover: a.png\n---\nWords.\n\n{line}\n"));
        assert_eq!(article.cover.unwrap().credit, None, "{line}");
    }
}

#[test]
fn scraped_lines_outside_brackets() {
    let body = "The first paragraph says what this is about.\n\nThe second goes on.\n\n";
    for line in
        ["Photo: Ida Moss / AFP", "Boats at rest. Foto de Ida Moss. Uzata kun permeso.", "(Photo courtesy of Ida Moss)"]
    {
        let (article, _) = read_as("a.txt", &format!("A title\n\n{body}{line}\n"));
        let credit = article.cover.unwrap().credit.unwrap();
        assert_eq!(credit.author.as_deref(), Some("Ida Moss"), "{line}");
    }
    for line in ["By Ida Moss", "© 2024 The Post. All rights reserved.", "Written by Ida Moss"] {
        let (article, _) = read_as("a.txt", &format!("A title\n\n{body}{line}\n"));
        assert_eq!(article.cover.and_then(|cover| cover.credit), None, "{line}");
    }
}

#[test]
fn keys_of_the_front_matter_are_credits_by_definition() {
    for keys in [
        "cover: a.png\ncover_credit: Ida Moss",
        "cover: a.png\ncoverImageCredits: Photo by Ida Moss",
        "card_image: a.png\ncover: a.png\ncard_image_credit: Photo by Ida Moss on Pexels",
        "image: a.png\nimage_info:\n  creator: Ida Moss\n  license: CC0",
        "cover:\n  image: a.png\n  credit:\n    name: Ida Moss\n    url: https://e.org",
        "image: a.png\nimageAuthor: Ida Moss\nimageLicense: CC BY 2.0\nimageSource: Flickr",
        "image: a.png\nbildnachweis: Ida Moss",
        "image: a.png\nphotographer: Ida Moss",
    ] {
        let (article, _) = read_as("a.md", &format!("---\ntitle: T\n{keys}\n---\nWords.\n"));
        let credit = article.cover.unwrap().credit.unwrap_or_default();
        assert_eq!(credit.author.as_deref(), Some("Ida Moss"), "{keys}");
        assert!(plain_text(&credit.verbatim).contains("Ida Moss"), "{keys}");
    }
}

#[test]
fn a_licence_that_wants_its_author_named_is_a_warning_without_one() {
    let said = |text: &str| read_as("a.md", text).1.iter().any(|found| found.code == "credit-without-author");
    assert!(said("Words.\n\n![A](a.png)\n*Photo via Flickr, CC BY 2.0*\n"));
    assert!(!said("Words.\n\n![A](a.png)\n*Photo: Ida Moss, CC BY 2.0*\n"));
    assert!(!said("Words.\n\n![A](a.png)\n*Photo via Flickr, CC0*\n"));
}

#[test]
fn an_open_line_stays_a_caption_and_is_noted() {
    let (article, diagnostics) = read_as("a.md", "Words.\n\n![A](a.png)\n*Photo: Golden Gate Bridge*\n");
    assert!(credits(&article).is_empty());
    assert!(diagnostics.iter().any(|found| found.code == "credit-not-taken"), "{diagnostics:?}");
}

/// The captions of a hostile text are long, and many.
#[test]
fn many_and_long_captions_take_no_square_of_their_length() {
    let started = std::time::Instant::now();
    let caption = "Photo by A de B von C / D, via E | ".repeat(2_000);
    let text =
        format!("![A](a.png)\n*{caption}*\n\n").repeat(3) + &"![A](a.png)\n\nPhoto: Ida Moss / AFP\n\n".repeat(300);
    let (article, _) = read_as("a.md", &text);
    assert!(credits(&article).len() >= 300);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
