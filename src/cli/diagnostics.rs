//! Prints diagnostics as rustc does, with the source line and a caret, or as JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use offprint::diag::{Code, Diagnostic, Error, Severity};
use offprint::source::{Source, Span};
use serde_json::json;

use super::SCHEMA;
use super::visible::{escaped, shown_path, visible};

/// Number of warnings of one kind that are shown for an article, unless all are requested.
const SHOWN_OF_A_KIND: usize = 3;

/// The code of the note on how an article was fitted. It is always shown, since it answers an option of the user.
pub const FIT: &str = "fit";

/// Maximum width of a source line in columns; a longer line is cut around the place.
const WIDTH: usize = 110;

/// The form and detail of messages.
#[derive(Clone, Debug)]
pub struct Style {
    renderer: Renderer,
    form: MessageForm,
    detail: Detail,
}

/// The form of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageForm {
    /// Plain text.
    Plain,
    /// Coloured text.
    Coloured,
    /// One JSON object on each line.
    Json,
}

/// How much is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Errors only.
    Errors,
    /// Warnings too, up to a limit for each kind.
    Some,
    /// Everything, notes included.
    All,
}

/// The messages about an article.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The messages with their codes, ready to print.
    pub shown: Vec<(Code, String)>,
    /// The number of omitted messages, by code.
    pub folded: BTreeMap<Code, usize>,
}

impl Said {
    /// Returns all of it, ready to print.
    pub fn text(&self) -> String {
        let shown: String = self.shown.iter().map(|(_, text)| text.as_str()).collect();
        shown + &folded_line(&self.folded)
    }
}

/// Returns a line about omitted messages, if there are any.
pub fn folded_line(folded: &BTreeMap<Code, usize>) -> String {
    let kinds = folded.iter().map(|(code, count)| format!("{count} {code}"));
    match folded.is_empty() {
        true => String::new(),
        false => format!("... and more like this: {}; --verbose shows them\n\n", Vec::from_iter(kinds).join(", ")),
    }
}

/// A message.
struct Message<'a> {
    severity: &'static str,
    code: &'a str,
    text: Cow<'a, str>,
    help: Option<&'a str>,
    span: Option<Span>,
}

impl Style {
    /// Creates a style with `form` and `detail`.
    pub fn new(form: MessageForm, detail: Detail) -> Self {
        let renderer = if form == MessageForm::Coloured { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(WIDTH).decor_style(DecorStyle::Ascii);
        Self { renderer, form, detail }
    }

    /// Returns how much is printed.
    pub fn detail(&self) -> Detail {
        self.detail
    }

    /// Returns the form of messages.
    pub fn form(&self) -> MessageForm {
        self.form
    }

    /// Formats `diagnostics` of the article at `path`.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic], path: &Path, source: Option<&Source>) -> Said {
        let mut said = Said::default();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| self.says_this(diagnostic)) {
            let kind = kinds.entry(&diagnostic.code).or_default();
            *kind += 1;
            if self.says_all() || *kind <= SHOWN_OF_A_KIND {
                said.shown
                    .push((diagnostic.code.clone(), self.message(&of_diagnostic(diagnostic), Some(path), source)));
            } else {
                *said.folded.entry(diagnostic.code.clone()).or_default() += 1;
            }
        }
        said
    }

    /// Whether no messages are omitted.
    pub fn says_all(&self) -> bool {
        self.detail == Detail::All || self.form == MessageForm::Json
    }

    /// Formats all of `diagnostics`, with `severity`, about the file `source`, ready to print.
    pub fn list(&self, severity: &'static str, diagnostics: &[Diagnostic], source: &Source) -> String {
        if severity != "error" && !self.says(Severity::Warning) {
            return String::new();
        }
        let one = |found| self.message(&Message { severity, ..of_diagnostic(found) }, Some(&source.path), Some(source));
        diagnostics.iter().map(one).collect()
    }

    /// Formats `error` of the article at `path`, ready to print.
    pub fn error(&self, error: &Error, path: &Path, source: Option<&Source>) -> String {
        let span = match error {
            Error::NotUtf8 { offset, .. } => Some(Span::new(*offset, offset + 1)),
            _ => None,
        };
        let help = help_for(error);
        let text = error.to_string().into();
        self.message(&Message { severity: "error", code: error.code(), text, help, span }, Some(path), source)
    }

    /// Formats a message about the whole run, or about the file at `path`, ready to print.
    pub fn general(
        &self,
        severity: &'static str,
        code: &str,
        text: &str,
        help: Option<&str>,
        path: Option<&Path>,
    ) -> String {
        self.message(&Message { severity, code, text: text.into(), help, span: None }, path, None)
    }

    fn says_this(&self, diagnostic: &Diagnostic) -> bool {
        let asked_for = diagnostic.code == FIT && self.detail >= Detail::Some;
        asked_for || self.says(diagnostic.severity)
    }

    fn says(&self, severity: Severity) -> bool {
        match severity {
            Severity::Warning => self.detail >= Detail::Some,
            Severity::Note => {
                self.detail >= Detail::All || self.form == MessageForm::Json && self.detail >= Detail::Some
            }
        }
    }

    fn message(&self, message: &Message, path: Option<&Path>, source: Option<&Source>) -> String {
        if self.form == MessageForm::Json {
            return json_line(message, path, source);
        }
        let level = match message.severity {
            "error" => Level::ERROR,
            "warning" => Level::WARNING,
            _ => Level::NOTE,
        };
        let shown = path.map(shown_path);
        let text = visible(&message.text);
        let help = message.help.map(visible);
        let mut group = Group::with_title(level.primary_title(&*text));
        match (message.span, source, &shown) {
            (Some(span), Some(source), Some(shown)) => {
                let line = SourceLine::of(source, span);
                let place = AnnotationKind::Primary.span(line.start..line.end);
                group = group.element(Snippet::source(line.text).line_start(line.number).path(shown).annotation(place));
            }
            (_, _, Some(shown)) if !text.contains(&**shown) => {
                group = group.element(annotate_snippets::Origin::path(shown.as_str()));
            }
            _ => {}
        }
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(&**help));
        }
        format!("{}\n\n", self.renderer.render(&[group]).trim_end())
    }
}

fn of_diagnostic(diagnostic: &Diagnostic) -> Message<'_> {
    Message {
        severity: match diagnostic.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
        },
        code: &diagnostic.code,
        text: diagnostic.message.as_str().into(),
        help: diagnostic.help.as_deref(),
        span: diagnostic.span,
    }
}

fn help_for(error: &Error) -> Option<&'static str> {
    match error {
        Error::NotUtf8 { .. } => Some("save it as UTF-8, for example with `iconv -f windows-1252 -t utf-8`"),
        Error::TooManyPages { .. } => Some("raise the limit with --max-pages N, or split the article into several"),
        Error::Binary { what, .. } if what.contains("UTF-16") => {
            Some("save it as UTF-8, for example with `iconv -f utf-16le -t utf-8`; big-endian is `utf-16be`")
        }
        Error::Binary { .. } => Some("give the article as Markdown or as plain text"),
        Error::TooSlow { .. } => Some("raise --article-timeout"),
        Error::TooLong { .. } => Some("raise --max-sheets, or choose larger paper or a denser design, such as handout"),
        Error::NotOurs { .. } => Some("overwrite it with --force, or write elsewhere with -o"),
        Error::TooLarge { .. } => Some("raise --max-size, or leave pictures out"),
        Error::MissingGlyphs { .. } | Error::Known { code: "missing-glyphs", .. } => Some(
            "install that font, or name one with --font; use --allow-missing-glyphs to print boxes in place of \
             these letters",
        ),
        Error::Bug { .. } => Some("this is not the article's fault; please report it with the article"),
        _ => None,
    }
}

fn json_line(message: &Message, path: Option<&Path>, source: Option<&Source>) -> String {
    let place = message.span.zip(source).map(|(span, source)| source.line_column(span.start));
    let object = json!({
        "version": SCHEMA,
        "severity": message.severity,
        "code": message.code,
        "message": message.text,
        "file": path.map(|path| path.display().to_string()),
        "line": place.map(|(line, _)| line),
        "column": place.map(|(_, column)| column),
        "help": message.help,
    });
    escaped(&format!("{object}\n")).into_owned()
}

/// The line in which a span begins.
struct SourceLine<'a> {
    text: Cow<'a, str>,
    number: usize,
    /// Start and end of the span in `text`, cut at the end of the line.
    start: usize,
    end: usize,
}

impl<'a> SourceLine<'a> {
    fn of(source: &'a Source, span: Span) -> Self {
        let bytes = &source.bytes;
        let at = span.start.min(bytes.len());
        let from = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let to = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |newline| at + newline);
        let to = if bytes[at..to].ends_with(b"\r") { to - 1 } else { to };
        let until = span.end.clamp(at, to.max(at));
        let number = source.line_column(at).0;
        let line = std::str::from_utf8(&bytes[from..to.max(at)]).ok();
        if let Some(line) = line.filter(|line| matches!(visible(line), Cow::Borrowed(_))) {
            let (start, end) = (line.floor_char_boundary(at - from), line.ceil_char_boundary(until - from));
            return Self { text: line.into(), number, start, end };
        }
        let (at, until) = match line {
            Some(line) => (from + line.floor_char_boundary(at - from), from + line.ceil_char_boundary(until - from)),
            None => (at, until),
        };
        // Bytes that are not UTF-8, and characters that must not reach a terminal, change their length when they are
        // shown, so each part is measured separately.
        let shown = |part: &[u8]| visible(&String::from_utf8_lossy(part)).into_owned();
        let parts = [&bytes[from..at], &bytes[at..until], &bytes[until..to.max(until)]].map(shown);
        let (start, length) = (parts[0].len(), parts[1].len());
        Self { text: parts.concat().into(), number, start, end: start + length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str, span: std::ops::Range<usize>) -> String {
        let diagnostic = Diagnostic::warning("odd", "this is odd").at(span).help("make it even");
        let style = Style::new(MessageForm::Plain, Detail::Some);
        style.diagnostics(&[diagnostic], Path::new("a.md"), Some(&Source::new("a.md", source))).text()
    }

    #[test]
    fn a_place_is_shown_with_its_line_and_a_caret() {
        let expected =
            "warning: this is odd\n --> a.md:2:5\n  |\n2 | two words\n  |     ^^^^^\n  |\n  = help: make it even\n\n";
        assert_eq!(shown("one\ntwo words\nthree", 8..13), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}HERE{}", "before ".repeat(200), " after".repeat(200));
        let text = shown(&line, 1400..1404);
        assert!(text.contains("a.md:1:1401"), "{text}");
        assert!(text.contains("before HERE after"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 130), "{text}");
    }

    #[test]
    fn a_span_over_several_lines_ends_with_its_first() {
        let text = shown("one\r\ntwo\r\nthree\r\n", 1..12);
        assert!(text.contains("1 | one\n  |  ^^\n"), "{text}");
    }

    #[test]
    fn odd_places_are_shown_without_fail() {
        shown("", 0..0);
        shown("a", 7..9);
        shown("ab\n", 3..3);
        shown("näh", 2..3);
        let invalid = Source::new("a.md", b"ab\xff\xfecd".to_vec());
        let text = Style::new(MessageForm::Plain, Detail::Some).error(
            &Error::NotUtf8 { path: "a.md".into(), offset: 2 },
            Path::new("a.md"),
            Some(&invalid),
        );
        assert!(text.contains("a.md:1:3"), "{text}");
    }

    #[test]
    fn nothing_that_moves_a_terminal_is_shown_raw() {
        let hostile = "a\u{1b}[31m\u{9b}2J\u{202e}b\u{7}";
        let source = format!("x {hostile} y\u{2066}z");
        let diagnostic = Diagnostic::warning("odd", hostile).at(2..source.len() - 5).help(hostile);
        for form in [MessageForm::Plain, MessageForm::Json] {
            let said = Style::new(form, Detail::All).diagnostics(
                std::slice::from_ref(&diagnostic),
                Path::new(hostile),
                Some(&Source::new("a.md", &*source)),
            );
            let text = said.text();
            let raw = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}".contains(c);
            assert!(!text.contains(raw), "{text:?}");
            assert!(text.contains("202e"), "{text}");
        }
    }

    #[test]
    fn many_of_a_kind_are_folded_unless_all_are_asked_for() {
        let many: Vec<_> = (0..20).map(|n| Diagnostic::warning("odd", format!("odd {n}"))).collect();
        let said = |detail| Style::new(MessageForm::Plain, detail).diagnostics(&many, Path::new("a.md"), None).text();
        assert!(said(Detail::Some).contains("more like this: 17 odd"));
        assert!(!said(Detail::Some).contains("odd 19"));
        assert!(said(Detail::All).contains("odd 19"));
        assert_eq!(said(Detail::Errors), "");
    }

    #[test]
    fn json_has_the_place_and_the_help() {
        let diagnostic = Diagnostic::warning("odd", "this is \"odd\"").at(4..7).help("make it even");
        let style = Style::new(MessageForm::Json, Detail::Some);
        let line = style.diagnostics(&[diagnostic], Path::new("a.md"), Some(&Source::new("a.md", "one\ntwo"))).text();
        let expected = r#"{"version":1,"severity":"warning","code":"odd","message":"this is \"odd\"","file":"a.md","line":2,"column":1,"help":"make it even"}"#;
        assert_eq!(line.trim_end(), expected);
    }
}
