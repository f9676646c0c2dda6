//! Reading: from the bytes of an input to an [`Article`].
//!
//! Front matter (`front`) is split off first. Markdown (`markdown`) with its dialects (`dialects`), embedded notes
//! (`embeds`), template tags (`tags`) and HTML (`html`) becomes a tree, which becomes blocks (`lower`); scraped text
//! (`plain`) becomes blocks directly. `resolve` does what needs the whole article. Nothing here touches the disk:
//! pictures come from [`Files`].
//!
//! Limits: 16 MiB of text, 100 levels of nesting, [`MAX_NOTES`] notes.

mod absolute;
mod authors;
pub(crate) mod credit;
mod credits;
pub(crate) mod date;
mod defaults;
mod dialects;
mod elements;
mod embedded;
mod embeds;
mod fact_lines;
mod facts;
mod files;
mod first_picture;
mod forward;
pub(crate) mod front;
mod html;
mod join;
mod kinds;
pub mod lang;
mod license_links;
mod lookup;
mod lower;
mod markdown;
mod mathml;
mod neighbours;
mod order;
mod pictures;
pub(crate) mod plain;
mod protected;
mod related;
mod remote;
mod report;
mod resolve;
mod sited;
mod tag_lines;
mod tags;
mod tree;
mod unlink;

pub(crate) use authors::is_key as is_author_key;
pub use defaults::{Defaults, Fallback};
pub use facts::Facts;
pub use files::{Files, Memory, NoFiles};
pub(crate) use forward::forward_files;
#[cfg(test)]
pub(crate) use forward::testing::kept_back;
pub(crate) use front::{WITHIN as HEAD_WITHIN, head_of};
pub(crate) use kinds::Kind;
pub use kinds::extensions;
pub use lookup::{Listing, Wanted, search};
pub use neighbours::About;
#[cfg(feature = "fetch")]
pub(crate) use pictures::check as check_picture;
pub use remote::{Remote, RemotePicture, Web};
pub(crate) use unlink::{unlink, unlink_book};

use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::halt;
use crate::source::Source;
use pictures::Gallery;
use report::{Places, Report};
use resolve::{Marks, Named, Origin};

/// Maximum size of an input, in bytes.
pub(crate) const MAX_INPUT: usize = 16 * 1024 * 1024;

/// Maximum number of notes in an article.
pub const MAX_NOTES: usize = 10_000;

/// Maximum number of NUL bytes in an article; a file with more is taken for a binary one.
const STRAY_NULS: usize = 8;
/// Bytes of a file for each NUL byte that it may have, if its name does not say that it is Markdown.
const BYTES_PER_NUL: usize = 1000;

/// Options of the caller.
#[derive(Clone, Debug, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Options {
    /// The format of the input; `None` detects it from name and content.
    pub format: Option<Format>,
    /// Language of the article (BCP 47), which overrides what it declares.
    pub lang: Option<String>,
    /// Path of a cover picture in [`Files`], which overrides the one that the article names.
    pub cover: Option<String>,
    /// The address under which the site of the article is published, which overrides the one that its files state.
    pub site: Option<String>,
    /// Whether short blocks of scraped text may become headings.
    pub headings: Headings,
    /// Whether the first picture of the text serves as the cover where none is named.
    pub first_picture: FirstPicture,
    /// Values for articles that do not state them.
    pub defaults: Defaults,
    /// Path of a cover picture in [`Files`] for articles that name none.
    pub default_cover: Option<String>,
    /// Where links between articles lead.
    pub links_to: LinksTo,
}

/// Whether the first picture of the text serves as the cover where none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum FirstPicture {
    /// Yes, if it is large enough.
    #[default]
    IfLarge,
    /// Never.
    Never,
}

/// Where links between articles of an archive lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum LinksTo {
    /// To the address of the other article, or else to its file in the library.
    #[default]
    Web,
    /// To the file of the other article in the library, or else to its address.
    Library,
}

/// Kinds of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Format {
    /// Markdown in any of the dialects that articles use.
    Markdown,
    /// Text as scraped from a page: paragraphs between empty lines.
    Plain,
}

/// Whether short blocks of scraped text may become headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Headings {
    /// Yes, if they match the rules.
    #[default]
    Guess,
    /// Never.
    Never,
}

/// Reads the article in `source`; pictures and other files that it names come from `files`.
///
/// # Errors
/// [`Error::NotUtf8`], [`Error::Binary`], [`Error::Empty`], [`Error::NoText`] and [`Error::Limit`]; all other problems
/// become diagnostics.
pub fn read(
    source: &Source,
    options: &Options,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    let text = text_of(source)?;
    let mut front = front::read(text, &markdown::inlines, diagnostics);
    sited::settle(&mut front.meta, source, options, files);
    let body = text.get(front.body..).unwrap_or_default();
    let nothing = body.trim_matches(|c: char| c.is_whitespace() || c.is_control()).is_empty();
    let mut gallery = Gallery::new(files);
    gallery.page.clone_from(&front.meta.source_url);
    let (mut article, named, marks) = match format(source, options, text, &front) {
        _ if nothing => {
            let article = join::announcement(source, &mut front, diagnostics)?;
            (article, Named::default(), Marks::Smart)
        }
        Format::Plain => {
            let article = plain::read(text, front.body, options, diagnostics);
            (article, Named::default(), Marks::Verbatim)
        }
        Format::Markdown => {
            let (article, named) = read_markdown(source, text, front.body, files, &mut gallery, diagnostics)?;
            (article, named, Marks::Smart)
        }
    };
    let body_at = front.body;
    halt::now();
    authors::settle(&mut front.meta, text, files, diagnostics);
    let origin = Origin { source, files };
    join::front(&mut article, front, options, origin, &mut gallery, diagnostics);
    credits::attach(&mut article);
    license_links::define(&mut article, &text[body_at..]);
    credits::check(&article, diagnostics);
    join::excerpt(&mut article, text, body_at);
    article.assets = gallery.assets;
    halt::now();
    embedded::complete(&mut article, diagnostics);
    resolve::resolve(&mut article, named, marks, origin, options, diagnostics);
    defaults::settle(&mut article.meta, &options.defaults);
    if options.first_picture == FirstPicture::IfLarge {
        first_picture::settle(&mut article, text);
    }
    if article.blocks.is_empty() && article.notes.is_empty() && article.related.is_empty() && article.cover.is_none() {
        return Err(join::without_text(source, body_at, &article.meta));
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Ok(article)
}

/// Makes an article with nothing but a cover, the picture at `path` in `files`: the cover of a book.
pub(crate) fn read_cover(path: &str, files: &dyn Files, diagnostics: &mut Diagnostics) -> Article {
    let mut gallery = Gallery::new(files);
    let mut report = Report::new(Places::from(0), diagnostics);
    let cover = join::cover_at(path, &mut gallery, &mut report);
    Article { cover, assets: gallery.assets, ..Article::default() }
}

/// Returns the text of `source`, after checking its size and encoding.
fn text_of(source: &Source) -> Result<&str, Error> {
    let path = || source.path.clone();
    if let Some(what) = source.foreign().or_else(|| nuls(source)) {
        return Err(Error::Binary { path: path(), what });
    }
    if source.bytes.len() > MAX_INPUT {
        return Err(Error::Limit { path: path(), limit: "bytes of text", allowed: MAX_INPUT as u64 });
    }
    std::str::from_utf8(&source.bytes).map_err(|error| Error::NotUtf8 { path: path(), offset: error.valid_up_to() })
}

/// Decides whether a file with NUL bytes is binary; an article may have a few by accident.
fn nuls(source: &Source) -> Option<&'static str> {
    let nuls = source.bytes.iter().filter(|&&byte| byte == 0).take(STRAY_NULS + 1).count();
    let allowed =
        if is_named_markdown(source) { STRAY_NULS } else { STRAY_NULS.min(source.bytes.len() / BYTES_PER_NUL) };
    (nuls > allowed).then_some("a binary file: it contains NUL bytes, which text never does")
}

/// Whether the name of the input has an extension of Markdown.
fn is_named_markdown(source: &Source) -> bool {
    Kind::of(&source.path) == Some(Kind::Markdown)
}

/// Returns the format of the input: as requested, else by its name, else by its content.
fn format(source: &Source, options: &Options, text: &str, front: &front::Front) -> Format {
    let named = is_named_markdown(source);
    options.format.unwrap_or_else(|| {
        if !named && !front.fenced && plain::looks_like(&text[front.body..]) { Format::Plain } else { Format::Markdown }
    })
}

/// Reads the Markdown of `text` from byte `from` on. Returns the article and what its elements are called.
fn read_markdown(
    source: &Source,
    text: &str,
    from: usize,
    files: &dyn Files,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Article, Named), Error> {
    let body = &text[from..];
    let mut report = Report::new(Places::from(from), diagnostics);
    let known = dialects::rewrite(body, &mut report);
    halt::now();
    let known = embeds::rewrite(known, &source.path.to_string_lossy(), files, &mut report);
    let mdx = source.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("mdx"));
    let named = if mdx { tags::Named::Mdx } else { tags::Named::Other };
    halt::now();
    let rewritten = tags::rewrite(&known, named, &mut report);
    let limit = |limit, allowed| Error::Limit { path: source.path.clone(), limit, allowed };
    let lowered =
        markdown::read(&rewritten, gallery, &mut report).ok_or_else(|| limit("nesting", tree::MAX_NESTING as u64))?;
    if lowered.notes.len() > MAX_NOTES {
        return Err(limit("notes", MAX_NOTES as u64));
    }
    let article =
        Article { blocks: lowered.blocks, notes: lowered.notes, mathml: lowered.mathml, ..Article::default() };
    Ok((article, Named { anchors: lowered.anchors, related: lowered.related }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Alt, Block, BlockKind, CalloutKind, Inline, Style, Target, plain_text};
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
        let all = kinds(
            "> [!WARNING]\n> Hot\n\n> [!tip] Do *this*\n> Now\n\n> [!note]- Folded\n> x\n\n> [!danger]- Hot\n> x\n",
        );
        let found: Vec<(CalloutKind, String)> = all
            .iter()
            .filter_map(|kind| match kind {
                BlockKind::Callout { kind, title, .. } => Some((*kind, plain_text(title))),
                _ => None,
            })
            .collect();
        let wanted = [
            (CalloutKind::Warning, "Warning"),
            (CalloutKind::Tip, "Do this"),
            (CalloutKind::Details, "Folded"),
            // A folded warning is still a warning.
            (CalloutKind::Caution, "Hot"),
        ];
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

    /// Found in a generated article: white space at the beginning of code removed all of the code.
    #[test]
    fn a_caption_may_begin_with_code() {
        let (article, _) = with_files("![A](a.png)<em><code> seen</code> here</em>", &picture());
        let [Block { kind: BlockKind::Figure(figure), .. }] = article.blocks.as_slice() else { panic!("{article:?}") };
        assert_eq!(plain_text(&figure.caption).trim(), "seen here");
    }

    #[test]
    fn an_alternative_text_in_attributes_leaves_the_brackets_for_the_caption() {
        for list in ["{alt=\"Seen: a {mill\"}", "{#m .wide fig-alt='Seen: a {mill' width=50%}"] {
            let (article, _) = with_files(&format!("![The *old* mill](a.png){list}\n"), &picture());
            let [Block { kind: BlockKind::Figure(figure), .. }] = article.blocks.as_slice() else {
                panic!("{article:?}")
            };
            assert_eq!(figure.pictures[0].alt.text(), Some("Seen: a {mill"), "{list}");
            assert_eq!(plain_text(&figure.caption), "The old mill", "{list}");
        }
        let (article, _) = with_files("![Ink](a.png \"Red\"){alt=\"\"}\n\n![Salt](a.png){width=50%}\n", &picture());
        let figures: Vec<_> = (article.blocks.iter())
            .filter_map(|block| match &block.kind {
                BlockKind::Figure(figure) => Some((figure.pictures[0].alt.clone(), plain_text(&figure.caption))),
                _ => None,
            })
            .collect();
        assert_eq!(figures, [(Alt::Decorative, "Ink Red".to_owned()), (Alt::Text("Salt".into()), String::new())]);
    }

    #[test]
    fn a_missing_picture_is_said_with_its_place() {
        let (article, diagnostics) = with_files("one\n\n![A](gone.png)", &NoFiles);
        assert!(matches!(&article.blocks[1].kind, BlockKind::Figure(figure) if figure.pictures[0].asset.is_err()));
        let found = diagnostics.iter().find(|diagnostic| diagnostic.code == "missing-picture").expect("is said");
        assert_eq!(found.span.map(|span| span.start), Some(5));
    }

    /// Makes a WebP of two equal frames, 7 by 5 pixels (RFC 9649 §2.7).
    fn animation() -> Vec<u8> {
        let mut still = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(7, 5).write_to(&mut still, image::ImageFormat::WebP).expect("encodes");
        let chunk =
            |name: &[u8; 4], content: &[u8]| [name, &(content.len() as u32).to_le_bytes()[..], content].concat();
        let size = [6, 0, 0, 4, 0, 0];
        let place_and_time: &[u8] = &[&[0; 6][..], &size, &[100, 0, 0, 0]].concat();
        let frame = chunk(b"ANMF", &[place_and_time, &still.get_ref()[12..]].concat());
        let header = chunk(b"VP8X", &[&[2, 0, 0, 0][..], &size].concat());
        let all = [b"WEBP", &header[..], &chunk(b"ANIM", &[0; 6]), &frame, &frame].concat();
        chunk(b"RIFF", &all)
    }

    #[test]
    fn what_is_lost_of_an_animation_is_said_once() {
        let files = [("a.webp".to_owned(), Arc::from(animation()))].into();
        let files = Memory { folder: String::new(), files };
        let (_, diagnostics) = with_files("one\n\n![A](a.webp)\n\n![B](a.webp)", &files);
        let found: Vec<_> = diagnostics.iter().filter(|found| found.code == "still-picture").collect();
        assert_eq!(found.len(), 1, "{diagnostics:?}");
        assert_eq!(found[0].span.map(|span| span.start), Some(5));
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
    fn notes_written_where_they_are_called_are_notes() {
        let article = article("    code\n\nOne^[An *aside*.] two[^x].\n\n[^x]: Ex\n");
        assert_eq!(article.notes.iter().map(|note| words(&note.blocks)).collect::<Vec<_>>(), ["An aside.", "Ex"]);
        assert_eq!(words(&article.blocks), "code|One two.");
    }

    #[test]
    fn a_drawing_in_the_text_is_a_picture_and_one_in_code_is_code() {
        let svg = "<svg width='200' height='150'>\n\n<rect width='9' height='9'/>\n\n</svg>";
        let article = article(&format!("One.\n\n{svg}\n\nTwo.\n\n`<svg/>`\n"));
        assert_eq!(article.assets.len(), 1);
        assert!(matches!(&article.blocks[1].kind, BlockKind::Figure(_)), "{:?}", article.blocks);
        assert_eq!(words(&article.blocks[2..]), "Two.|<svg/>");
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
    fn addresses_are_seen_from_the_page_where_it_is_known() {
        let text =
            "---\ncanonical_url: https://e.org/b/a/\n---\n[x](../c/)\n\n![P](/p.png)\n\n## See also\n\n- [D](/d/)\n";
        let article = article(text);
        let [Block { kind: BlockKind::Paragraph(line), .. }, Block { kind: BlockKind::Figure(figure), .. }] =
            article.blocks.as_slice()
        else {
            panic!("{article:?}")
        };
        assert!(
            matches!(&line[0], Inline::Link { target: Target::Url(url), .. } if url == "https://e.org/b/c/"),
            "{line:?}"
        );
        let missing = figure.pictures[0].asset.as_ref().err().and_then(|missing| missing.url.as_deref());
        assert_eq!(
            (missing, article.related[0].url.as_deref()),
            (Some("https://e.org/p.png"), Some("https://e.org/d/"))
        );
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
    fn an_attribute_list_after_a_block_is_understood_or_dropped() {
        let all =
            kinds("> Said.\n{.pullquote}\n\n| a |\n|---|\n| b |\n{.striped #t}\n\nEnd.\n{.lead}\n\n```\n{.x}\n```");
        let [BlockKind::Quote { kind, blocks, .. }, BlockKind::Table(table), BlockKind::Paragraph(end), code] =
            all.as_slice()
        else {
            panic!("{all:?}")
        };
        assert_eq!((*kind, words(blocks).as_str()), (crate::article::QuoteKind::Pull, "Said."));
        assert_eq!((table.body.len(), plain_text(end).as_str()), (1, "End."));
        assert!(matches!(code, BlockKind::Code { text, .. } if text == "{.x}"));
    }

    #[test]
    fn the_date_is_in_the_name_or_in_the_path_of_the_page() {
        let date = |name: &str, text: &str| {
            let article =
                read(&Source::new(name, text), &Options::default(), &NoFiles, &mut Vec::new()).expect("reads");
            article.meta.date.map(|date| date.iso)
        };
        assert_eq!(date("_posts/2014-04-28-ships.md", "Ships.").as_deref(), Some("2014-04-28"));
        assert_eq!(date("ships.md", "+++\npath = \"2014/04/28/ships\"\n+++\nShips.").as_deref(), Some("2014-04-28"));
        assert_eq!(date("2014-04-28-a.md", "---\ndate: 2015-01-02\n---\nShips.").as_deref(), Some("2015-01-02"));
    }

    #[test]
    fn a_divider_escaped_for_a_table_is_no_part_of_an_address() {
        let (article, diagnostics) = with_files("| a |\n|---|\n| ![[a.png\\|80]] |\n", &picture());
        assert_eq!((article.assets.len(), diagnostics.len()), (1, 0), "{diagnostics:?}");
    }

    #[test]
    fn headings_are_reached_without_their_emoji() {
        let article = article("[go](#fast-ships-rocket-woman-computer)\n\n## Fast ships (🚀, 👩‍💻)\n\n## Fast boats\n");
        let BlockKind::Paragraph(line) = &article.blocks[0].kind else { panic!("no paragraph") };
        assert!(matches!(&line[0], Inline::Link { target: Target::Block(id), .. } if *id == article.blocks[1].id));
    }

    #[test]
    fn slugs_of_code_may_name_its_element() {
        let article = article("[go](#-code-ships-code-)\n\n## `ships`\n");
        let BlockKind::Paragraph(line) = &article.blocks[0].kind else { panic!("no paragraph") };
        assert!(matches!(&line[0], Inline::Link { target: Target::Block(id), .. } if *id == article.blocks[1].id));
    }

    #[test]
    fn the_title_of_a_listing_stands_before_it() {
        assert_eq!(words(&article("```ts title=\"src/a.ts\"\nlet a;\n```").blocks), "src/a.ts|let a;");
    }

    #[test]
    fn money_is_no_formula() {
        assert_eq!(words(&article("from $5-$10 or $20,000 to $30,000").blocks), "from $5-$10 or $20,000 to $30,000");
        assert!(
            matches!(kinds("so $x^2$").as_slice(), [BlockKind::Paragraph(line)] if matches!(line[1], Inline::Math { .. }))
        );
    }
}
