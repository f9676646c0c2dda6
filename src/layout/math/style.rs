//! Styles (The TeXbook, chapter 17) and what else a list of atoms takes from around it.

use pulldown_latex::event::{Font, Style as Wanted};

use crate::layout::Color;
use crate::units::Pt;

/// Display, text, script or script of script.
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
    /// Superscripts are lower, under roots and bars.
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

/// What a list of atoms takes from around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub style: Style,
    /// Alphabet; the usual one where there is none.
    pub font: Option<Font>,
    pub color: Color,
    /// Sizes of text, scripts and scripts of scripts.
    pub sizes: [Pt; 3],
}

impl Context {
    /// How many times the size is that of a script: 0 to 2.
    pub fn level(&self) -> usize {
        (self.style.level as usize).saturating_sub(1)
    }

    /// The size of glyphs.
    pub fn size(&self) -> Pt {
        self.sizes[self.level()]
    }

    /// The same in another style.
    pub fn styled(&self, style: Style) -> Self {
        Self { style, ..*self }
    }

    /// The same in the style that the author asks for.
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
