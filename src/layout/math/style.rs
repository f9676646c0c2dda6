//! Styles (The TeXbook, chapter 17) and the other properties that a list of atoms inherits.

use pulldown_latex::event::{Font, Style as Wanted};

use crate::layout::Color;
use crate::units::Pt;

/// Display, text, script or scriptscript style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Display,
    Text,
    Script,
    ScriptScript,
}

/// A style: TeX's D, T, S and SS, each cramped or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub level: Level,
    /// Whether superscripts are lower, as under roots and bars.
    pub cramped: bool,
}

impl Style {
    pub fn new(level: Level) -> Self {
        Self { level, cramped: false }
    }

    pub fn is_display(self) -> bool {
        self.level == Level::Display
    }

    pub fn is_script(self) -> bool {
        self.level >= Level::Script
    }

    pub fn cramped(self) -> Self {
        Self { cramped: true, ..self }
    }

    pub fn superscript(self) -> Self {
        let level = if self.is_script() { Level::ScriptScript } else { Level::Script };
        Self { level, ..self }
    }

    pub fn subscript(self) -> Self {
        self.superscript().cramped()
    }

    pub fn numerator(self) -> Self {
        let level = match self.level {
            Level::Display => Level::Text,
            Level::Text => Level::Script,
            _ => Level::ScriptScript,
        };
        Self { level, ..self }
    }

    pub fn denominator(self) -> Self {
        self.numerator().cramped()
    }
}

/// The properties that a list of atoms inherits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub style: Style,
    /// Alphabet; `None` for the default.
    pub font: Option<Font>,
    pub color: Color,
    /// Font sizes of text, scripts and scripts of scripts.
    pub sizes: [Pt; 3],
}

impl Context {
    /// Returns the script level: 0 for text, 1 for scripts, 2 for scripts of scripts.
    pub fn level(&self) -> usize {
        (self.style.level as usize).saturating_sub(1)
    }

    /// Returns the font size.
    pub fn size(&self) -> Pt {
        self.sizes[self.level()]
    }

    /// Returns the context in another style.
    pub fn styled(&self, style: Style) -> Self {
        Self { style, ..*self }
    }

    /// Returns the context in the style that the author requests.
    pub fn asked(&self, wanted: Wanted) -> Self {
        let level = match wanted {
            Wanted::Display => Level::Display,
            Wanted::Text => Level::Text,
            Wanted::Script => Level::Script,
            Wanted::ScriptScript => Level::ScriptScript,
        };
        self.styled(Style { level, ..self.style })
    }
}
