//! Related articles in a section at the end of the text.

use crate::article::{Article, Block, BlockKind, Inline, ListItem, Related, Target, plain_text};

/// Headings of such sections, in lower case, letters only.
const HEADINGS: &[&str] = &[
    "related",
    "related articles",
    "related posts",
    "related reading",
    "related stories",
    "related links",
    "related content",
    "related resources",
    "read more",
    "read also",
    "read next",
    "more reading",
    "further reading",
    "see also",
    "you may also like",
    "you might also like",
    "also read",
    "recommended reading",
    "more on this topic",
    "more like this",
    "siehe auch",
    "weiterlesen",
    "mehr dazu",
    "verwandte artikel",
    "verwandte beiträge",
    "weiterführende links",
    "zum weiterlesen",
    "lesen sie auch",
    "voir aussi",
    "à lire aussi",
    "lire aussi",
    "articles liés",
    "articles connexes",
    "pour aller plus loin",
    "en savoir plus",
    "véase también",
    "ver también",
    "artículos relacionados",
    "lee también",
    "leer más",
    "veja também",
    "ver também",
    "leia também",
    "leia mais",
    "artigos relacionados",
    "vedi anche",
    "leggi anche",
    "articoli correlati",
    "per approfondire",
    "zie ook",
    "lees ook",
    "lees meer",
    "gerelateerde artikelen",
    "zobacz też",
    "zobacz także",
    "czytaj także",
    "читайте также",
    "смотрите также",
    "см также",
    "похожие статьи",
    "читайте також",
    "див також",
    "дивіться також",
    "ayrıca bakınız",
    "ilgili yazılar",
    "ilgili makaleler",
    "اقرأ أيضا",
    "انظر أيضا",
    "مقالات ذات صلة",
    "مطالب مرتبط",
    "همچنین ببینید",
    "関連記事",
    "関連項目",
    "相关文章",
    "相關文章",
    "延伸阅读",
    "延伸閱讀",
    "另请参阅",
    "관련 글",
    "관련 기사",
    "더 읽기",
    "संबंधित लेख",
    "यह भी देखें",
    "यह भी पढ़ें",
    "δείτε επίσης",
    "διαβάστε επίσης",
    "vidu ankaŭ",
    "legu ankaŭ",
    "оқи отырыңыз",
    "тағы оқыңыз",
    "сондай ақ қараңыз",
    "மேலும் படிக்க",
    "தொடர்புடைய கட்டுரைகள்",
    "קראו גם",
    "ראו גם",
];

/// Moves a final section that only lists related articles out of the text.
pub(super) fn collect(article: &mut Article) {
    let Some(at) = section(&article.blocks) else { return };
    let mut tail = article.blocks.split_off(at);
    let lists = tail.drain(1..).filter(|block| !matches!(block.kind, BlockKind::Rule));
    let entries = lists.flat_map(|block| match block.kind {
        BlockKind::List { items, .. } => items.into_iter().filter_map(|item| entry(item, block.span)).collect(),
        _ => Vec::new(),
    });
    article.related.extend(entries.collect::<Vec<_>>());
    // A section break before that section is no longer needed.
    if matches!(article.blocks.last(), Some(Block { kind: BlockKind::Rule, .. })) {
        article.blocks.pop();
    }
}

/// Returns where the section begins, if the last section lists related articles.
fn section(blocks: &[Block]) -> Option<usize> {
    let at = blocks.iter().rposition(|block| !matches!(block.kind, BlockKind::List { .. } | BlockKind::Rule))?;
    let names_it = match &blocks[at].kind {
        BlockKind::Heading { content, .. } => is_heading(&plain_text(content)),
        BlockKind::Paragraph(content) => is_heading(&plain_text(content)),
        _ => false,
    };
    let mut items = blocks[at + 1..].iter().filter_map(|block| match &block.kind {
        BlockKind::List { items, .. } => Some(items),
        _ => None,
    });
    let mut any = false;
    let all = items.all(|items| {
        any = true;
        items.iter().all(is_entry)
    });
    (names_it && any && all).then_some(at)
}

fn is_heading(text: &str) -> bool {
    let letters: String = text.chars().map(|c| if c.is_alphabetic() || is_mark(c) { c } else { ' ' }).collect();
    let words: Vec<String> = letters.split_whitespace().map(str::to_lowercase).collect();
    HEADINGS.contains(&words.join(" ").as_str())
}

/// Whether `c` is a combining sign of Indic scripts or Arabic.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{93c}' | '\u{94d}' | '\u{bcd}')
}

/// Whether an item is a link, possibly followed by words.
fn is_entry(item: &ListItem) -> bool {
    let words = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
    let first = item.blocks.first().map(|block| &block.kind);
    item.blocks.iter().all(words) && matches!(first, Some(BlockKind::Paragraph(line)) if leading_link(line))
}

fn leading_link(line: &[Inline]) -> bool {
    match line.first() {
        Some(Inline::Link { target: Target::Url(url), .. }) => !url.starts_with('#'),
        Some(Inline::Styled { content, .. }) => leading_link(content),
        _ => false,
    }
}

fn entry(item: ListItem, span: crate::source::Span) -> Option<Related> {
    let mut lines = item.blocks.into_iter().filter_map(|block| match block.kind {
        BlockKind::Paragraph(line) => Some(line),
        _ => None,
    });
    let mut first = lines.next()?;
    let mut blurb = first.split_off(1);
    let (title, url) = unwrap_link(first.pop()?);
    if let Some(Inline::Text(text)) = blurb.first_mut() {
        *text = text.trim_start_matches([' ', ':', '–', '—', '-', '\u{a0}']).to_owned();
    }
    blurb.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    for line in lines {
        if !blurb.is_empty() {
            blurb.push(Inline::Text(" ".into()));
        }
        blurb.extend(line);
    }
    Some(Related { title, url, blurb, span, bound: None })
}

/// Returns the words and the address of a link, also inside `<strong>` and similar elements.
fn unwrap_link(inline: Inline) -> (Vec<Inline>, Option<String>) {
    match inline {
        Inline::Link { target: Target::Url(url), content, .. } => (content, Some(url)),
        Inline::Styled { mut content, .. } if !content.is_empty() => {
            let rest = content.split_off(1);
            let (mut title, url) = content.pop().map_or((Vec::new(), None), unwrap_link);
            title.extend(rest);
            (title, url)
        }
        other => (vec![other], None),
    }
}
