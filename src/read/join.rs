//! Joins front matter, file name and the caller's options with the text.
//!
//! The text has priority for its own words, the caller for the choice of the cover. Nothing is lost when one replaces
//! the other: a cover chosen by the caller keeps the caption and credit that the text has for it.

use super::front::{CoverSpec, Front};
use super::neighbours::Neighbours;
use super::pictures::Gallery;
use super::report::{Places, Report};
use super::resolve::Origin;
use super::{Options, markdown, related};
use crate::article::{
    Alt, Article, AssetId, Block, BlockKind, Extent, Figure, Inline, Meta, Missing, NodeId, Picture, Provenance,
    Target, plain_text,
};
use crate::diag::{Diagnostic, Diagnostics, Error};
use crate::source::{Source, Span};

/// Maximum length of a summary taken from the text, in characters.
const EXCERPT: usize = 300;

/// Keys of front matter for the page that a link post is about.
const LINKS: [&str; 6] = ["link", "externalurl", "externallink", "redirectto", "redirect", "linkurl"];

/// Copies values of the front matter to `article`, unless the text has better ones.
pub(super) fn front(
    article: &mut Article,
    front: Front,
    options: &Options,
    origin: Origin<'_>,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Diagnostics,
) {
    let found = std::mem::replace(&mut article.meta, front.meta);
    let titled = !article.meta.title.is_empty();
    if !titled {
        article.meta.title = found.title;
    }
    article.meta.provenance.extend(found.provenance.into_iter().filter(|known| !titled || known.field != "title"));
    let mut report = Report::new(Places::from(0), diagnostics);
    let Origin { source, files } = origin;
    let own = source.path.file_name().unwrap_or_default().to_string_lossy();
    let named = cover(front.cover, options, (&own, article.meta.source_url.as_deref()), gallery, &mut report);
    article.cover = match (named, article.cover.take()) {
        (Some(named), Some(words)) => Some(together(named, words)),
        (named, words) => named.or(words),
    };
    if let (None, Some(path)) = (&article.cover, &options.default_cover) {
        article.cover = cover_at(path, gallery, &mut report);
    }
    if !front.related.is_empty() {
        let mut neighbours = Neighbours::new(files, &own, article.meta.source_url.as_deref(), options);
        let mut named = related::entries(front.related, &mut neighbours, &mut article.shelved, gallery, &mut report);
        related::add(&mut named, std::mem::take(&mut article.related));
        article.related = named;
    }
}

/// Returns the cover that the caller or the front matter names, or that lies beside the article.
fn cover(
    spec: Option<CoverSpec>,
    options: &Options,
    (own, site): (&str, Option<&str>),
    gallery: &mut Gallery<'_>,
    report: &mut Report<'_>,
) -> Option<Figure> {
    let mut spec = spec.unwrap_or_default();
    let named = options.cover.is_some() || spec.path.is_some();
    let mut paths: Vec<(String, Span)> = match &options.cover {
        Some(path) => vec![(path.clone(), Span::default())],
        None => spec.path.iter().chain(&spec.others).map(|said| (on_site(&said.value, site), said.span)).collect(),
    };
    if !named && let Some(path) = gallery.beside(own) {
        paths.push((path, Span::default()));
    }
    if paths.is_empty() && spec.credit.is_none() && spec.caption.is_none() {
        return None;
    }
    spec.others.clear();
    let mut figure = spec.figure(&markdown::inlines);
    if let Some((asset, span)) = first_there(&paths, gallery, report) {
        let alt = match &spec.alt {
            Some(said) if said.value.trim().is_empty() => Alt::Decorative,
            Some(said) => Alt::Text(said.value.clone()),
            None => Alt::NotStated,
        };
        figure.pictures.push(Picture { asset, alt, title: None, link: None, extent: Extent::default(), span });
    }
    let nothing = figure.pictures.is_empty() && figure.caption.is_empty() && figure.credit.is_none();
    (!nothing).then_some(figure)
}

/// Returns the first picture of `paths` that is there, or that the first is missing, with its place. What is not there is reported.
fn first_there(
    paths: &[(String, Span)],
    gallery: &mut Gallery<'_>,
    report: &mut Report<'_>,
) -> Option<(Result<AssetId, Missing>, Span)> {
    let mut first = None;
    for (path, span) in paths {
        let found = gallery.picture(without_brackets(path), *span, report);
        match found {
            // A placeholder until a script loads the picture.
            Ok(asset) if gallery.is_tiny(asset) => {
                let message = "the cover is a picture of a few pixels, a placeholder: it is left out";
                report.say(Diagnostic::warning("tiny-cover", message).at(*span).help("name the picture itself"));
                continue;
            }
            Ok(_) => return Some((found, *span)),
            Err(_) => {}
        }
        first = first.or(Some((found, *span)));
    }
    first
}

/// Returns the path of an address on the article's own site, or else `address`.
fn on_site(address: &str, site: Option<&str>) -> String {
    let host = |url: &str| url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest).to_owned());
    match (host(address), site.and_then(host)) {
        (Some(one), Some(own)) if one == own => {
            let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
            format!("/{}", rest.split_once('/').map_or("", |(_, path)| path))
        }
        _ => address.to_owned(),
    }
}

/// Returns the picture at `path` as a cover.
pub(super) fn cover_at(path: &str, gallery: &mut Gallery<'_>, report: &mut Report<'_>) -> Option<Figure> {
    cover(None, &Options { cover: Some(path.to_owned()), ..Options::default() }, ("", None), gallery, report)
}

/// Combines the cover `named` with the caption and credit that the text has for it.
fn together(named: Figure, words: Figure) -> Figure {
    let silent = named.caption.is_empty() && named.credit.is_none();
    if silent { Figure { pictures: named.pictures, ..words } } else { named }
}

/// Returns the address in `[[picture.jpg|alias]]`, which Obsidian also writes in properties.
fn without_brackets(address: &str) -> &str {
    let inner = address.trim().trim_start_matches('!').strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    inner.map_or(address, |inner| inner.split('|').next().unwrap_or(inner))
}

/// Makes the article of a file with front matter only: its summary and the page that it is about. Archives contain
/// such *link posts*, which announce content elsewhere.
///
/// # Errors
/// [`Error::NoText`] if the front matter has no title or no summary, or belongs to the index of a section of a site;
/// [`Error::Empty`] if there is no front matter at all.
pub(super) fn announcement(
    source: &Source,
    front: &mut Front,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    let without = || Err(without_text(source, front.body, &front.meta));
    if front.body <= NO_FRONT_MATTER || heads_a_section(source) {
        return without();
    }
    if front.meta.title.is_empty() || !has_summary(&front.meta) {
        return without();
    }
    let Some(words) = summary(&mut front.meta) else { return Err(without_text(source, front.body, &front.meta)) };
    let span = Span::new(0, front.body);
    let message = "there is no text after the front matter: its summary is used instead";
    diagnostics.push(Diagnostic::note("text-from-front-matter", message).at(span));
    let link = page(&front.meta).map(|url| {
        vec![Inline::Link { target: Target::Url(url.clone()), title: None, content: vec![Inline::Text(url)] }]
    });
    let lines = [Some(words), link].into_iter().flatten().zip(1..);
    let blocks = lines.map(|(line, id)| Block {
        id: NodeId(id),
        span,
        lang: None,
        dir: None,
        align: None,
        kind: BlockKind::Paragraph(line),
    });
    Ok(Article { blocks: blocks.collect(), ..Article::default() })
}

/// Maximum number of bytes before the text of a file without front matter: a byte-order mark.
const NO_FRONT_MATTER: usize = 3;

/// Returns why `source`, whose text begins at `body`, has no article. A page with front matter, or the index of a
/// section, is not a mistake: its site lists other pages there.
pub(super) fn without_text(source: &Source, body: usize, meta: &Meta) -> Error {
    let path = source.path.clone();
    let why = match () {
        () if meta.draft => "a draft that has no text yet",
        () if heads_a_section(source) => "it heads a section of a site and has no text of its own",
        () if body > NO_FRONT_MATTER => "there is front matter but no text, and no summary to use instead",
        () if source.bytes.len() > NO_FRONT_MATTER => return Error::Empty { path, why: "there is no text in it" },
        () => return Error::Empty { path, why: "the file is empty" },
    };
    Error::NoText { path, why }
}

/// Whether `source` is the index page of a section in Hugo or Zola.
fn heads_a_section(source: &Source) -> bool {
    let stem = source.path.file_stem().unwrap_or_default().to_string_lossy();
    stem == "_index" || stem.starts_with("_index.")
}

fn has_summary(meta: &Meta) -> bool {
    let described = meta.description.as_ref().is_some_and(|text| !text.trim().is_empty());
    described || !plain_text(&meta.subtitle).trim().is_empty()
}

/// Returns the longer of subtitle and description; a subtitle that is part of the text then shown is not shown twice.
fn summary(meta: &mut Meta) -> Option<Vec<Inline>> {
    let deck = plain_text(&meta.subtitle);
    let description = meta.description.clone().unwrap_or_default();
    if deck.trim().is_empty() && description.trim().is_empty() {
        return None;
    }
    if deck.len() >= description.len() {
        return Some(std::mem::take(&mut meta.subtitle));
    }
    if description.contains(deck.trim()) {
        meta.subtitle.clear();
    }
    Some(vec![Inline::Text(description)])
}

/// Returns the page that a link post is about.
fn page(meta: &Meta) -> Option<String> {
    let named = meta.extra.iter().find_map(|(key, value)| {
        let name: String = key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let value = value.as_str().filter(|_| LINKS.contains(&name.as_str()))?.trim();
        (value.starts_with("https://") || value.starts_with("http://")).then(|| value.to_owned())
    });
    meta.source_url.clone().or(named)
}

/// Uses the text before `<!-- more -->` as the description, if none is stated: site generators show it in lists of
/// articles.
pub(super) fn excerpt(article: &mut Article, text: &str, body: usize) {
    if article.meta.description.is_some() {
        return;
    }
    let Some(at) = fold(&text[body..]).map(|at| body + at) else { return };
    let listed = |block: &Block| (block.span.start..block.span.end).contains(&at);
    if article.blocks.iter().any(|block| matches!(block.kind, BlockKind::Code { .. }) && listed(block)) {
        return;
    }
    let shown = |block: &&Block| block.span.end <= at && matches!(block.kind, BlockKind::Paragraph(_));
    let lines = article.blocks.iter().take_while(|block| block.span.start < at).filter(shown);
    let lines = lines.filter_map(|block| match &block.kind {
        BlockKind::Paragraph(content) => Some(plain_text(content)),
        _ => None,
    });
    let summary = shortened(&lines.collect::<Vec<_>>().join(" "));
    if summary.is_empty() {
        return;
    }
    let line = Some(text[..at].matches('\n').count() + 1);
    article.meta.provenance.push(Provenance {
        field: "description",
        value: summary.clone(),
        key: "text before <!-- more -->".into(),
        line,
    });
    article.meta.description = Some(summary);
}

/// Returns where the excerpt ends: at one of these comments, alone on its line.
fn fold(text: &str) -> Option<usize> {
    text.match_indices("<!--").map(|(at, _)| at).take(100).find(|&at| {
        let inner = text[at + 4..].split_once("-->").map(|(inner, _)| inner.trim());
        let alone = text[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
        alone && matches!(inner, Some("more" | "MORE" | "More" | "truncate" | "excerpt"))
    })
}

/// Shortens `text` to the last sentence that ends within [`EXCERPT`] characters, or else to a word there.
fn shortened(text: &str) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(EXCERPT) else { return text.to_owned() };
    let head = &text[..end];
    let sentence = head.rmatch_indices(['.', '!', '?', '。', '؟', '।']).find(|(at, mark)| {
        let after = at + mark.len();
        text[after..].starts_with(char::is_whitespace) && head[..after].chars().count() * 3 > EXCERPT
    });
    if let Some((at, mark)) = sentence {
        return head[..at + mark.len()].to_owned();
    }
    let word = head.rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", head[..word].trim_end_matches([' ', ',', ';', ':', '–', '—']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Memory, read};

    fn files() -> Memory {
        let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'/>";
        Memory { folder: String::new(), files: [("quay.svg".to_owned(), svg.into())].into() }
    }

    fn article(name: &str, text: &str, options: Options) -> Result<Article, Error> {
        read(&Source::new(name, text), &options, &files(), &mut Diagnostics::new())
    }

    fn words(block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph(content) => plain_text(content),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_cover_from_the_caller_has_the_caption_and_credit_of_the_text() {
        let text = "The quay at dusk\n\nShips come and go all day long, and nobody counts them.\n\n\
            [File photo: A ship at the quay. Photo: Ada Berg, via Wikimedia Commons]\n\nThey leave before it is light.";
        let options = Options { cover: Some("quay.svg".into()), ..Options::default() };
        let cover = article("a.txt", text, options).expect("is read").cover.expect("has a cover");
        assert!(cover.pictures[0].asset.is_ok());
        assert_eq!(plain_text(&cover.caption), "File photo: A ship at the quay.");
        assert_eq!(cover.credit.and_then(|credit| credit.author).as_deref(), Some("Ada Berg"));
    }

    /// Returns the path of the cover's picture in an archive that holds `picture` and the article at `path`.
    fn cover_of(picture: &str, path: &str, front: &str) -> Option<String> {
        let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='200'/>";
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let files = Memory { folder: folder.to_owned(), files: [(picture.to_owned(), svg.into())].into() };
        let text = format!("---\ntitle: T\nlang: en\n{front}\n---\n\nShips.");
        let article = read(&Source::new(name, text), &Options::default(), &files, &mut Diagnostics::new());
        let cover = article.expect("is read").cover?;
        cover.pictures.first().filter(|picture| picture.asset.is_ok()).map(|_| picture.to_owned())
    }

    #[test]
    fn a_cover_is_found_by_the_conventions_of_sites() {
        for (picture, path, front) in [
            ("static/img/quay.svg", "content/p/a.md", "thumbnail: /img/quay.svg"),
            ("static/img/quay.svg", "content/p/a.md", "banner: img/quay.svg"),
            ("assets/img/quay.svg", "_posts/a.md", "image: \"{{ site.baseurl }}/assets/img/quay.svg\""),
            ("assets/img/quay.svg", "_posts/a.md", "cover-img:\n  - \"/assets/img/quay.svg\" : \"Photo: Ida Moss\""),
            ("assets/img/p/quay.svg", "_posts/a.md", "media_subpath: /assets/img/p/\nimage:\n  path: quay.svg"),
            ("content/p/h/quay.svg", "content/p/h/index.md", "resources:\n- src: quay.svg\n  name: cover"),
            ("content/p/h/quay.svg", "content/p/h/index.md", "resources:\n- src: quay.*\n  params: {cover: true}"),
            ("content/p/h/quay.svg", "content/p/h/index.md", "cover: quay*"),
            ("content/p/h/feature-quay.svg", "content/p/h/index.md", "featureAlt: A quay"),
            ("content/p/h/images/cover.svg", "content/p/h/index.md", "summary: S"),
            ("src/assets/quay.svg", "src/content/d/a.md", "hero:\n  image:\n    file: ../../assets/quay.svg"),
            ("src/assets/quay.svg", "src/content/d/a.md", "thumbnail: \"@assets/quay.svg\""),
            (
                "docs/.vuepress/public/quay.svg",
                "docs/p/a.md",
                "head:\n  - - meta\n    - property: og:image\n      content: /quay.svg",
            ),
            ("content/images/quay.svg", "posts/a.md", "feature_image: __GHOST_URL__/content/images/quay.svg"),
            ("vault/x/quay.svg", "vault/n/a.md", "banner: \"![[quay.svg]]\""),
            ("vault/x/quay.svg", "vault/n/a.md", "cover: \"![A](../x/quay.svg)\""),
            ("static/quay.svg", "content/a.md", "url: https://e.org/a/\nimage: https://e.org/quay.svg"),
            ("static/quay.svg", "content/a.md", "cover: gone.jpg\nog_image: /quay.svg"),
            ("static/quay.svg", "content/a.md", "key_photo: /quay.svg"),
            ("static/quay.svg", "content/a.md", "seo:\n  shareImage: /quay.svg"),
            ("static/quay.svg", "content/a.md", "images:\n  featured: /quay.svg\n  thumb: /gone.svg"),
            ("static/quay.svg", "content/a.md", "cover: '<img src=\"/quay.svg\" alt=\"A\">'"),
        ] {
            assert_eq!(cover_of(picture, path, front).as_deref(), Some(picture), "{front}");
        }
        for (picture, path, front) in [
            ("static/quay.svg", "content/a.md", "image: false"),
            ("static/quay.svg", "content/a.md", "thumbnail: none"),
            ("static/quay.svg", "content/a.md", "background: bg-gradient-to-r"),
            ("static/quay.svg", "content/a.md", "author: {name: Ida Moss, image: /quay.svg}"),
            ("static/quay.svg", "content/a.md", "teaser: All about the quay"),
            ("static/quay.svg", "content/a.md", "sponsor:\n  image: /quay.svg"),
            ("static/quay.svg", "content/a.md", "header: News of the quay"),
            ("content/h/avatar.svg", "content/h/index.md", "summary: S"),
            ("content/cover.svg", "content/h/index.md", "summary: S"),
            ("posts/other.svg", "posts/a.md", "summary: S"),
        ] {
            assert_eq!(cover_of(picture, path, front), None, "{front}");
        }
    }

    #[test]
    fn a_licence_apart_from_the_credit_is_printed_and_leads_to_its_text() {
        let text = "---\ncover:\n  image: '[[quay.svg|300]]'\n  credit: Ada Berg\n  license: CC BY 4.0\n---\nShips.";
        let cover = article("a.md", text, Options::default()).expect("is read").cover.expect("has a cover");
        assert!(cover.pictures[0].asset.is_ok());
        let credit = cover.credit.expect("has a credit");
        assert_eq!(plain_text(&credit.verbatim), "Ada Berg, CC BY 4.0");
        let url = credit.license.and_then(|license| license.url);
        assert_eq!(url.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
    }

    #[test]
    fn a_link_post_is_its_summary_and_the_page_that_it_is_about() {
        let text = "---\ntitle: Ships counted\ndeck: A count of *ships*.\nsummary: A count of ships.\n\
            redirect_to: https://e.org/ships\n---\n";
        let article = article("a.md", text, Options::default()).expect("is read");
        let lines: Vec<String> = article.blocks.iter().map(words).collect();
        assert_eq!(lines, ["A count of ships.", "https://e.org/ships"]);
        assert!(article.meta.subtitle.is_empty(), "the deck is the text");
    }

    #[test]
    fn front_matter_that_says_nothing_of_the_text_is_no_article() {
        let summed = "---\ntitle: Ships\ndescription: All about ships.\n---\n";
        let pages = [
            ("a.md", "---\ntitle: Ships\n---\n\n"),
            ("_index.md", summed),
            ("_index.de.md", ""),
            ("a.md", "+++\ntitle = \"Ships\"\n+++\n<!-- only a comment -->\n"),
            ("a.md", "---\ntitle: Ships\ndraft: true\n---"),
        ];
        for (name, text) in pages {
            let found = article(name, text, Options::default());
            assert!(matches!(found, Err(Error::NoText { .. })), "{name}: {text}: {found:?}");
        }
        for text in [" \n", "", "\u{feff}"] {
            assert!(matches!(article("a.md", text, Options::default()), Err(Error::Empty { .. })), "{text}");
        }
    }

    #[test]
    fn what_stands_before_the_fold_is_the_description() {
        let text = "# Ships\n\nThey *come* and go.\n\n<!-- more -->\n\nMuch more.";
        let of = |text: &str| article("a.md", text, Options::default()).expect("is read").meta.description;
        assert_eq!(of(text).as_deref(), Some("They come and go."));
        assert_eq!(of("Ships.\n\n```\n<!-- more -->\n```\n"), None);
        let long = format!("{}.\n\n<!--more-->\n\nEnd.", "many ships ".repeat(60));
        let summary = of(&long).expect("has one");
        assert!(summary.ends_with("ships…") && summary.chars().count() <= EXCERPT + 1, "{summary}");
    }
}
