//! Finds out whether a pull quote repeats words of the text.
//!
//! What is pulled out of the text is for the eye: whoever listens would hear it twice, so it is hidden from assistive
//! technology. A pull quote whose words stand nowhere else is text like any other. It counts as repeated only if all of
//! its letters stand in one block of the text, in their order, and there is nothing in it that could be focused.

use super::Writer;
use crate::article::{Article, Block, BlockKind, Inline, QuoteKind, Visit, walk_blocks};

/// Minimum number of letters: single words stand in any text.
const LEAST: usize = 16;
/// Maximum number of pull quotes of an article that are looked up in its text.
const LOOKED_UP: usize = 100;

/// The letters of an article without its pull quotes.
pub(super) struct Spoken<'a> {
    article: &'a Article,
    letters: String,
    looked_up: usize,
}

/// Whether the text of the current article says what the pull quote `blocks` says.
pub(super) fn repeats(writer: &mut Writer<'_>, blocks: &[Block]) -> bool {
    let mut quote = String::new();
    if !collect(blocks, &mut quote, Links::Refused) || quote.chars().count() < LEAST {
        return false;
    }
    let article = writer.part;
    if writer.spoken.as_ref().is_none_or(|spoken| !std::ptr::eq(spoken.article, article)) {
        let mut letters = String::new();
        let is_known = collect(&article.blocks, &mut letters, Links::Read);
        letters = if is_known { letters } else { String::new() };
        writer.spoken = Some(Spoken { article, letters, looked_up: 0 });
    }
    let Some(spoken) = &mut writer.spoken else { return false };
    spoken.looked_up += 1;
    spoken.looked_up <= LOOKED_UP && spoken.letters.contains(quote.trim())
}

/// What happens to links, notes and pictures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Read,
    Refused,
}

/// Adds the letters of `blocks` to `out`, with a space between blocks. Returns whether all of them can be compared.
fn collect(blocks: &[Block], out: &mut String, links: Links) -> bool {
    blocks.iter().all(|block| match &block.kind {
        BlockKind::Group(inner) => collect(inner, out, links),
        BlockKind::Quote { kind: QuoteKind::Pull, .. } => links == Links::Read,
        _ => collect_block(block, out, links),
    })
}

fn collect_block(block: &Block, out: &mut String, links: Links) -> bool {
    let mut is_known = true;
    walk_blocks(std::slice::from_ref(block), &mut |visit| match visit {
        Visit::Inline(Inline::Text(text) | Inline::Code(text)) => {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            out.extend(letters.flat_map(char::to_lowercase));
        }
        Visit::Inline(Inline::Link { .. } | Inline::NoteCall(_) | Inline::Picture(_)) => {
            is_known &= links == Links::Read;
        }
        // A pull quote within another block would be found in itself.
        Visit::Block(Block { kind: BlockKind::Quote { kind: QuoteKind::Pull, .. }, .. }) => is_known = false,
        Visit::Block(_) => out.push(' '),
        Visit::Inline(_) => {}
    });
    out.push(' ');
    is_known
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::epub::{Options, package};
    use crate::read;
    use crate::source::Source;

    /// Returns the start tag of the pull quote in an e-book of `text`.
    fn tag(text: &str) -> String {
        let source = Source::new("a.md", format!("---\ntitle: A\nlang: en\n---\n\n{text}\n"));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Diagnostics::new());
        let epub = package(&article.expect("an article"), &Options::default(), &mut Diagnostics::new());
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub.expect("an e-book"))).expect("a ZIP file");
        let mut file = archive.by_name("OEBPS/chapter-1.xhtml").expect("a file");
        let mut xhtml = String::new();
        std::io::Read::read_to_string(&mut file, &mut xhtml).expect("text");
        let from = xhtml.find("<aside class=\"pullquote\"").expect("a pull quote");
        xhtml[from..].split('>').next().unwrap_or_default().to_owned()
    }

    const TEXT: &str = "The clerk said that *every flat map lies*, and nobody asked him which map he had meant.";

    #[test]
    fn what_stands_in_the_text_too_is_not_read_twice() {
        let pull = |words: &str| tag(&format!("{TEXT}\n\n<aside class=\"pullquote\">\n\n{words}\n\n</aside>\n\nMore."));
        assert!(pull("Every flat map lies, and nobody asked him").contains("aria-hidden=\"true\""));
        assert!(pull("“Every *flat* map lies … and nobody asked him.”").contains("aria-hidden=\"true\""));
    }

    #[test]
    fn what_stands_nowhere_else_is_read() {
        let pull = |words: &str| tag(&format!("{TEXT}\n\n<aside class=\"pullquote\">\n\n{words}\n\n</aside>\n\nMore."));
        for words in [
            "No map is ever finished, he used to say.",
            "Every flat map lies, and everybody asked him which.",
            "map",
            "[Every flat map lies](https://e.org/), and nobody asked him",
        ] {
            assert!(!pull(words).contains("aria-hidden"), "{words}");
        }
    }
}
