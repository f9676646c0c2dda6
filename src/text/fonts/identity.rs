//! Tells whether two sets of [`Fonts`] give the same outputs.

use serde::Serialize;
use uuid::Uuid;

use super::{BUNDLED, Face, FontId, Fonts};

/// Everything that decides which faces set a text, apart from the fonts installed on the machine.
#[derive(Serialize)]
pub(crate) struct Identity {
    /// The faces that the user brought.
    users: Vec<UsersFace>,
    /// For each bundled face, the number of the face that replaces it.
    instead: Vec<u16>,
    /// Whether installed fonts are used.
    system: bool,
}

#[derive(Serialize)]
struct UsersFace {
    name: String,
    index: u32,
    /// A name-based UUID of the font file's content.
    content: [u8; 16],
}

impl Fonts {
    /// Returns the identity of these fonts.
    pub(crate) fn identity(&self) -> Identity {
        let Fonts { faces, shared: _, instead, system } = self;
        Identity {
            users: faces.iter().skip(BUNDLED.len()).map(UsersFace::of).collect(),
            instead: instead.iter().map(|FontId(number)| *number).collect(),
            system: system.is_some(),
        }
    }
}

impl UsersFace {
    fn of(Face { name, data, index }: &Face) -> Self {
        let content = Uuid::new_v5(&Uuid::NAMESPACE_OID, data).into_bytes();
        Self { name: name.to_string(), index: *index, content }
    }
}
