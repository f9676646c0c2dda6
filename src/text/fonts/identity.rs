//! What makes two [`Fonts`] the same for a reader of the outputs.

use serde::Serialize;
use uuid::Uuid;

use super::{BUNDLED, Face, FontId, Fonts};

/// What decides about the faces that a text is set in, apart from those that are installed where it is set.
#[derive(Serialize)]
pub(crate) struct Identity {
    /// The faces that the user brought.
    users: Vec<UsersFace>,
    /// For each bundled face the one that text is set in instead.
    instead: Vec<u16>,
    /// Whether installed fonts are looked at.
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
    /// What makes these fonts the same as others.
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
