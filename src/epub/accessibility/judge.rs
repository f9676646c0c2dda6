//! Lists what only a person can judge: whether an alternative text serves the purpose of its picture, whether the text
//! of a link says where it leads (WCAG 2.2, success criteria 1.1.1, 1.3.1, 2.3.1, 2.4.4, 3.1.1).

use crate::article::{
    Alt, Article, Block, BlockKind, Figure, Inline, Picture, Table, Visit, plain_text, walk_blocks, walk_inlines,
};
use crate::source::Span;

/// Link texts that say nothing about their targets, in lower case.
const VAGUE: &[&str] = &[
    "here",
    "click here",
    "this",
    "this link",
    "link",
    "more",
    "read more",
    "learn more",
    "this page",
    "this post",
    "this article",
    "hier",
    "hier klicken",
    "mehr",
    "weiterlesen",
    "dieser link",
    "ici",
    "cliquez ici",
    "lien",
    "ce lien",
    "en savoir plus",
    "aquí",
    "haz clic aquí",
    "este enlace",
    "más",
    "qui",
    "clicca qui",
    "aqui",
    "clique aqui",
    "тут",
    "здесь",
    "ссылка",
    "こちら",
    "ここ",
    "这里",
    "點擊這裡",
];

/// A question for a person to judge.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Judgement {
    /// The kind of question, as a stable name such as `alternative-text`.
    pub kind: &'static str,
    /// Where it is in the source; `None` for the whole article.
    #[serde(skip)]
    pub span: Option<Span>,
    /// The question, with the words that it is about.
    pub question: String,
}

/// Returns the questions about `article` in reading order, including known mistakes.
pub(crate) fn judgements(article: &Article) -> Vec<Judgement> {
    let mut judge = Judge { found: Vec::new(), span: None };
    for article in article.articles() {
        judge.article(article);
    }
    judge.notes(article);
    judge.found
}

struct Judge {
    found: Vec<Judgement>,
    /// The block that is being examined.
    span: Option<Span>,
}

impl Judge {
    fn add(&mut self, kind: &'static str, question: String) {
        self.found.push(Judgement { kind, span: self.span, question });
    }

    fn article(&mut self, article: &Article) {
        let detected = |key: &str| key == "detected" || key == "path";
        let guess = article.meta.provenance.iter().find(|known| known.field == "lang" && detected(&known.key));
        self.span = None;
        if let Some(guess) = guess {
            self.add("language", format!("is the language `{}`? It is not declared", guess.value));
        }
        if let Some(cover) = &article.cover {
            self.figure(cover);
        }
        self.blocks(&article.blocks);
        self.blocks(&article.disclaimer);
        for related in &article.related {
            self.span = Some(related.span);
            walk_inlines(&related.picture, &mut |visit| self.see(visit));
            walk_inlines(&related.blurb, &mut |visit| self.see(visit));
        }
    }

    fn notes(&mut self, article: &Article) {
        article.notes.iter().for_each(|note| self.blocks(&note.blocks));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        walk_blocks(blocks, &mut |visit| self.see(visit));
    }

    fn see(&mut self, visit: Visit<'_>) {
        match visit {
            Visit::Block(block) => {
                self.span = Some(block.span);
                match &block.kind {
                    BlockKind::Figure(figure) => self.figure(figure),
                    BlockKind::Table(table) => self.table(table),
                    _ => {}
                }
            }
            Visit::Inline(Inline::Picture(picture)) => self.picture(picture),
            Visit::Inline(Inline::Link { content, .. }) => self.link(&plain_text(content)),
            Visit::Inline(_) => {}
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.span = Some(figure.span);
        figure.pictures.iter().for_each(|picture| self.picture(picture));
    }

    fn picture(&mut self, picture: &Picture) {
        if picture.asset.is_err() {
            return;
        }
        match &picture.alt {
            Alt::Text(text) => {
                self.add("alternative-text", format!("does \u{201c}{text}\u{201d} say what the picture is for?"))
            }
            Alt::Decorative => self.add("decoration", "is the picture nothing but decoration?".to_owned()),
            Alt::NotStated => {
                self.add("no-alternative-text", "what does the picture show? There is no text for it".to_owned())
            }
        }
    }

    fn link(&mut self, text: &str) {
        let words = text.trim().trim_end_matches(['.', ':', '!', '»', '→']).trim().to_lowercase();
        if VAGUE.contains(&words.as_str()) {
            self.add(
                "link-text",
                format!("where does the link \u{201c}{}\u{201d} lead? Its text does not say", text.trim()),
            );
        }
    }

    fn table(&mut self, table: &Table) {
        let has_header = !table.head.is_empty() || table.body.iter().flat_map(|row| &row.cells).any(|cell| cell.header);
        let merged = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
        if !has_header {
            self.add("table-header", "what do the columns of the table mean? It has no header".to_owned());
        } else if merged.clone().any(|cell| cell.rows > 1 || cell.columns > 1) {
            self.add("table-spans", "does the table make sense cell by cell? Some of its cells are merged".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::read;
    use crate::source::Source;

    use super::*;

    fn kinds(text: &str) -> Vec<&'static str> {
        let source = Source::new("a.md", format!("---\ntitle: A\nlang: en\n---\n\n{text}\n"));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Diagnostics::new());
        judgements(&article.expect("an article")).into_iter().map(|one| one.kind).collect()
    }

    #[test]
    fn vague_links_are_named_and_others_are_not() {
        assert_eq!(kinds("Look [here](https://e.org/a), or at [the map](https://e.org/b)."), ["link-text"]);
        assert_eq!(kinds("See [Read more →](https://e.org/a)"), ["link-text"]);
    }

    #[test]
    fn a_table_without_a_header_is_named() {
        assert_eq!(kinds("<table><tr><td>a</td><td>b</td></tr></table>"), ["table-header"]);
        assert_eq!(kinds("| a | b |\n|---|---|\n| 1 | 2 |"), [""; 0]);
    }
}
