//! Reading: from the bytes of an input to an [`Article`].
//!
//! Front matter (`front`) comes off first. Markdown (`markdown`) with its template tags (`tags`) and HTML
//! (`html`) becomes a tree, the tree becomes blocks (`lower`); scraped text (`plain`) becomes blocks directly.
//! `resolve` settles what needs the whole article. Nothing here touches the disk: pictures come from [`Files`].
//!
//! Limits: [`MAX_INPUT`] bytes, a nesting of 100, [`MAX_NOTES`] notes.

pub mod credit;
pub mod date;
mod files;
pub mod front;
mod html;
pub mod lang;
mod lower;
mod markdown;
mod pictures;
pub mod plain;
mod report;
mod resolve;
mod tags;
mod tree;

pub use files::{DiskFiles, Files, Memory, NoFiles};

use crate::article::{Article, Credit, CreditRole, Figure, Inline, License, Picture, Related, Target, plain_text};
use crate::diag::{Diagnostics, Error};
use crate::source::Source;
use pictures::Gallery;
use report::{Places, Report};
use resolve::Marks;

pub use markdown::inlines;

/// Most bytes of an input.
pub const MAX_INPUT: usize = 16 * 1024 * 1024;

/// Most notes of an article.
pub const MAX_NOTES: usize = 10_000;

/// What the caller can choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the input is; `None` finds out from its name and content.
    pub format: Option<Format>,
    /// Language of the article (BCP 47), over whatever it declares.
    pub lang: Option<String>,
    /// Path of a cover picture in [`Files`], over whatever the article names.
    pub cover: Option<String>,
    /// Whether short blocks of scraped text may become headings.
    pub headings: Headings,
}

/// Kinds of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown in any of the dialects that articles use.
    Markdown,
    /// Text as scraped from a page: paragraphs between empty lines.
    Plain,
}

/// Whether short blocks of scraped text become headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headings {
    /// Where the rules say so.
    #[default]
    Guess,
    /// Never.
    Never,
}

/// Reads the article in `source`; pictures and other files that it names come from `files`.
///
/// # Errors
/// [`Error::NotUtf8`], [`Error::Empty`] and [`Error::Limit`]; everything else becomes a diagnostic.
pub fn read(
    source: &Source,
    options: &Options,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    let text = text_of(source)?;
    let front = front::read(text, &markdown::inlines, diagnostics);
    let body = text.get(front.body..).unwrap_or_default();
    let nothing = body.trim_matches(|c: char| c.is_whitespace() || c.is_control()).is_empty();
    if nothing {
        let why = if front.body > 3 { "there is nothing after the front matter" } else { "the file is empty" };
        return Err(Error::Empty { path: source.path.clone(), why });
    }
    let mut gallery = Gallery::new(files);
    let (mut article, anchors, marks) = match format(source, options, text, &front) {
        Format::Plain => {
            let article = plain::read(text, front.body, options, diagnostics);
            (article, Vec::new(), Marks::Verbatim)
        }
        Format::Markdown => {
            let (article, anchors) = read_markdown(source, text, front.body, &mut gallery, diagnostics)?;
            (article, anchors, Marks::Smart)
        }
    };
    join_front(&mut article, front, options, &mut gallery, diagnostics);
    article.assets = gallery.assets;
    resolve::resolve(&mut article, anchors, marks, source, options, diagnostics);
    if article.blocks.is_empty() && article.notes.is_empty() && article.related.is_empty() && article.cover.is_none() {
        return Err(Error::Empty { path: source.path.clone(), why: "there is no text in it" });
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Ok(article)
}

/// The text of `source`, checked for size and encoding.
fn text_of(source: &Source) -> Result<&str, Error> {
    let path = || source.path.clone();
    if source.bytes.len() > MAX_INPUT {
        return Err(Error::Limit { path: path(), limit: "bytes of text", allowed: MAX_INPUT as u64 });
    }
    std::str::from_utf8(&source.bytes).map_err(|error| Error::NotUtf8 { path: path(), offset: error.valid_up_to() })
}

/// What the input is: as asked for, as its name says, as its content looks.
fn format(source: &Source, options: &Options, text: &str, front: &front::Front) -> Format {
    let extension = source.path.extension().map(|extension| extension.to_ascii_lowercase());
    let named = extension.is_some_and(|name| {
        ["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd", "mdwn"].iter().any(|known| name == *known)
    });
    options.format.unwrap_or_else(|| {
        let has_front = front.body > 3;
        if !named && !has_front && plain::looks_like(text) { Format::Plain } else { Format::Markdown }
    })
}

/// The article that the Markdown of `text` from byte `from` on makes, and the names of its places.
fn read_markdown(
    source: &Source,
    text: &str,
    from: usize,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Article, Vec<(String, crate::article::NodeId)>), Error> {
    let body = &text[from..];
    let mut report = Report::new(Places::from(from), diagnostics);
    let rewritten = tags::rewrite(body, &mut report);
    let limit = |limit, allowed| Error::Limit { path: source.path.clone(), limit, allowed };
    let lowered =
        markdown::read(&rewritten, gallery, &mut report).ok_or_else(|| limit("nesting", tree::MAX_NESTING as u64))?;
    if lowered.notes.len() > MAX_NOTES {
        return Err(limit("notes", MAX_NOTES as u64));
    }
    let article = Article { blocks: lowered.blocks, notes: lowered.notes, ..Article::default() };
    Ok((article, lowered.anchors))
}

/// Puts what the front matter says into `article`, where the text does not know better.
fn join_front(
    article: &mut Article,
    front: front::Front,
    options: &Options,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Diagnostics,
) {
    let found = std::mem::replace(&mut article.meta, front.meta);
    if article.meta.title.is_empty() {
        article.meta.title = found.title;
        article.meta.provenance.extend(found.provenance);
    }
    let mut report = Report::new(Places::from(0), diagnostics);
    let spec = front.cover.unwrap_or_default();
    if let Some(cover) = cover(spec, options, gallery, &mut report) {
        article.cover = Some(cover);
    }
    let named = front.related.into_iter().map(|related| Related {
        title: markdown::inlines(related.title.as_deref().or(related.reference.as_deref()).unwrap_or_default()),
        url: related.reference,
        blurb: markdown::inlines(related.excerpt.as_deref().unwrap_or_default()),
        span: related.span,
    });
    article.related.splice(0..0, named);
}

/// The cover that the front matter or the caller names.
fn cover(
    spec: front::CoverSpec,
    options: &Options,
    gallery: &mut Gallery<'_>,
    report: &mut Report<'_>,
) -> Option<Figure> {
    let path = options.cover.as_deref().map(|path| (path.to_owned(), Default::default()));
    let path = path.or_else(|| spec.path.as_ref().map(|said| (said.value.clone(), said.span)));
    let span = path.as_ref().map(|(_, span)| *span).unwrap_or_default();
    let asset = path.map(|(path, span)| gallery.picture(without_brackets(&path), span, report));
    let caption = spec.caption.as_ref().map(|said| markdown::inlines(&said.value)).unwrap_or_default();
    let (caption, mut credit) = match &spec.credit {
        Some(said) => {
            (caption, Some(credit::parse(&linked(markdown::inlines(&said.value), spec.credit_link.as_ref()))))
        }
        None if caption.is_empty() => (caption, None),
        None => credit::split_caption(&caption),
    };
    if let Some(license) = spec.license {
        let wording = markdown::inlines(&license.value);
        let credit = credit.get_or_insert_with(|| Credit { verbatim: wording.clone(), ..Credit::default() });
        let name = plain_text(&wording);
        credit.license.get_or_insert(License { name, url: None });
    }
    if let Some(credit) = &mut credit {
        credit.role = CreditRole::Cover;
    }
    let alt = match spec.alt {
        Some(said) if said.value.trim().is_empty() => crate::article::Alt::Decorative,
        Some(said) => crate::article::Alt::Text(said.value),
        None => Default::default(),
    };
    let pictures: Vec<Picture> =
        asset.into_iter().map(|asset| Picture { asset, alt: alt.clone(), title: None, link: None }).collect();
    let nothing = pictures.is_empty() && caption.is_empty() && credit.is_none();
    (!nothing).then_some(Figure { pictures, caption, credit, span })
}

/// The address in `[[picture.jpg|alias]]`, as Obsidian writes it in properties too.
fn without_brackets(address: &str) -> &str {
    let inner = address.trim().trim_start_matches('!').strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    inner.map_or(address, |inner| inner.split('|').next().unwrap_or(inner))
}

/// `wording` as a link to `link`, unless it has links of its own.
fn linked(wording: Vec<Inline>, link: Option<&front::Said>) -> Vec<Inline> {
    let has_link = wording.iter().any(|inline| matches!(inline, Inline::Link { .. }));
    match link {
        Some(link) if !has_link && link.value.contains("://") && !wording.is_empty() => {
            vec![Inline::Link { target: Target::Url(link.value.clone()), title: None, content: wording }]
        }
        _ => wording,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind, CalloutKind, Style};
    use std::sync::Arc;

    fn with_files(text: &str, files: &dyn Files) -> (Article, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let options = Options { lang: Some("en".into()), ..Options::default() };
        let article = read(&Source::new("a.md", text), &options, files, &mut diagnostics).expect("is an article");
        (article, diagnostics)
    }

    fn article(text: &str) -> Article {
        with_files(text, &NoFiles).0
    }

    fn kinds(text: &str) -> Vec<BlockKind> {
        article(text).blocks.into_iter().map(|block| block.kind).collect()
    }

    fn words(blocks: &[Block]) -> String {
        let lines = blocks.iter().map(|block| match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => plain_text(content),
            BlockKind::Code { text, .. } => text.clone(),
            other => format!("{other:?}"),
        });
        lines.collect::<Vec<_>>().join("|")
    }

    fn picture() -> Memory {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(300, 200).write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
        let files = [("a.png".to_owned(), Arc::from(bytes.into_inner()))].into();
        Memory { folder: String::new(), files }
    }

    #[test]
    fn markdown_inside_html_inside_markdown_means_what_it_says() {
        let all = kinds("<div dir=\"rtl\" markdown=\"1\">\n\nOne **two**\n\n</div>\n\nlast");
        let [BlockKind::Paragraph(first), BlockKind::Paragraph(_)] = all.as_slice() else { panic!("{all:?}") };
        assert!(matches!(&first[1], Inline::Styled { style: Style::Strong, .. }));
    }

    #[test]
    fn callouts_of_github_and_obsidian_have_kind_and_title() {
        let all = kinds("> [!WARNING]\n> Hot\n\n> [!tip] Do *this*\n> Now\n\n> [!note]- Folded\n> x\n");
        let found: Vec<(CalloutKind, String)> = all
            .iter()
            .filter_map(|kind| match kind {
                BlockKind::Callout { kind, title, .. } => Some((*kind, plain_text(title))),
                _ => None,
            })
            .collect();
        let wanted =
            [(CalloutKind::Warning, "Warning"), (CalloutKind::Tip, "Do this"), (CalloutKind::Details, "Folded")];
        assert_eq!(found, wanted.map(|(kind, title)| (kind, title.to_owned())));
    }

    #[test]
    fn a_picture_with_an_italic_line_is_a_figure_with_caption() {
        for text in [
            "![A](a.png)\n*Below*",
            "![A](a.png)\n\n*Below*",
            "![A](a.png \"Below\")",
            "{{< figure src=\"a.png\" alt=\"A\" caption=\"Below\" >}}",
            "<figure><img src='a.png' alt='A'><figcaption>Below</figcaption></figure>",
        ] {
            let (article, _) = with_files(text, &picture());
            let [Block { kind: BlockKind::Figure(figure), .. }] = article.blocks.as_slice() else {
                panic!("{text}: {article:?}")
            };
            assert_eq!((figure.pictures.len(), plain_text(&figure.caption).as_str()), (1, "Below"), "{text}");
            assert_eq!(figure.pictures[0].alt.text(), Some("A"), "{text}");
        }
    }

    #[test]
    fn a_missing_picture_is_said_with_its_place() {
        let (article, diagnostics) = with_files("one\n\n![A](gone.png)", &NoFiles);
        assert!(matches!(&article.blocks[1].kind, BlockKind::Figure(figure) if figure.pictures[0].asset.is_err()));
        let found = diagnostics.iter().find(|diagnostic| diagnostic.code == "missing-picture").expect("is said");
        assert_eq!(found.span.map(|span| span.start), Some(5));
    }

    #[test]
    fn places_lead_to_the_source_behind_template_tags() {
        let text =
            "{{ site.baseurl }}{{< ref \"a-long-name.md\" >}}\n\n{% comment %} x {% endcomment %}\n\n![A](gone.png)";
        let (_, diagnostics) = with_files(text, &NoFiles);
        let found = diagnostics.iter().find(|diagnostic| diagnostic.code == "missing-picture").expect("is said");
        assert_eq!(found.span.map(|span| span.start), text.find("!["));
    }

    #[test]
    fn template_tags_in_code_stay_and_elsewhere_go() {
        let (article, _) = with_files("`{{ a }}` {{ b }}c\n\n```\n{% raw %}{% x %}{% endraw %}\n```\n", &NoFiles);
        assert_eq!(words(&article.blocks), "{{ a }} c|{% x %}");
        let link = article_link("[x]({{ \"/p/\" | url }})");
        assert_eq!(link, Target::Url("/p/".into()));
    }

    fn article_link(text: &str) -> Target {
        match kinds(text).as_slice() {
            [BlockKind::Paragraph(content)] => match content.as_slice() {
                [Inline::Link { target, .. }] => target.clone(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn headings_are_levelled_and_links_reach_them() {
        let article = article("# Title\n\n[go](#second-part)\n\n### First\n\n## Second part\n\n#### Deep\n");
        assert_eq!(article.meta.title_text(), "Title");
        let levels: Vec<u8> = article
            .blocks
            .iter()
            .filter_map(|block| match block.kind {
                BlockKind::Heading { level, .. } => Some(level),
                _ => None,
            })
            .collect();
        assert_eq!(levels, [2, 2, 3]);
        let BlockKind::Paragraph(line) = &article.blocks[0].kind else { panic!("no paragraph") };
        assert!(matches!(&line[0], Inline::Link { target: Target::Block(id), .. } if *id == article.blocks[2].id));
    }

    #[test]
    fn notes_are_numbered_by_call_and_none_is_lost() {
        let article = article("a[^x] b[^y]\n\n[^y]: Why\n[^x]: Ex\n[^z]: Never called");
        assert_eq!(article.notes.iter().map(|note| words(&note.blocks)).collect::<Vec<_>>(), ["Ex", "Why"]);
        assert!(words(&article.blocks).contains("Never called"));
    }

    #[test]
    fn a_closing_list_of_links_is_related_reading() {
        let article = article("Text.\n\n## See also\n\n- [One](https://e.org/1): first\n- [Two](two.md)\n");
        assert_eq!(words(&article.blocks), "Text.");
        let found: Vec<_> =
            article.related.iter().map(|r| (plain_text(&r.title), r.url.clone(), plain_text(&r.blurb))).collect();
        let entry = |title: &str, url: &str, blurb: &str| (title.to_owned(), Some(url.to_owned()), blurb.to_owned());
        assert_eq!(found, [entry("One", "https://e.org/1", "first"), entry("Two", "two.md", "")]);
    }

    #[test]
    fn active_links_are_words_and_bare_addresses_are_links() {
        assert_eq!(words(&article("[x](javascript:alert(1))").blocks), "x");
        assert_eq!(article_link("https://e.org/a_b"), Target::Url("https://e.org/a_b".into()));
    }

    #[test]
    fn html_tables_keep_their_spans_and_rows_are_even() {
        let all = kinds("<table><tr><th>a<th>b<tr><td colspan=2>c<tr><td rowspan=2>d<td>e<tr><td>f</table>");
        let [BlockKind::Table(table)] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((table.align.len(), table.head.len(), table.body.len()), (2, 1, 3));
        assert_eq!(table.body.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [1, 2, 1]);
    }

    #[test]
    fn money_is_no_formula() {
        assert_eq!(words(&article("from $5-$10 or $20,000 to $30,000").blocks), "from $5-$10 or $20,000 to $30,000");
        assert!(
            matches!(kinds("so $x^2$").as_slice(), [BlockKind::Paragraph(line)] if matches!(line[1], Inline::Math { .. }))
        );
    }
}
