//! The surfaces that the user names for tools: `--surface refund=payments`.

use crate::frameworks::{Called, Tool};

/// Which tools act on which surface.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surfaces(Vec<Surface>);

/// One tool, by its name or the path of its function, and its surface.
#[derive(Clone, Debug)]
pub(crate) struct Surface {
    tool: String,
    surface: String,
}

impl Surface {
    /// Reads `refund=payments`.
    pub(crate) fn parsed(text: &str) -> Result<Self, String> {
        let (tool, surface) = text.rsplit_once('=').ok_or("it is a tool and its surface: `refund=payments`")?;
        // A colon is what divides a device id.
        let is_surface =
            !surface.is_empty() && surface.bytes().all(|it| it.is_ascii_graphic() && !b":\"\\".contains(&it));
        if tool.is_empty() || !is_surface {
            return Err("a surface is a word without colons and quotes: `refund=payments`".to_owned());
        }
        Ok(Self { tool: tool.to_owned(), surface: surface.to_owned() })
    }

    fn is_of(&self, tool: &Tool<'_>) -> bool {
        let by_name = matches!(&tool.name, Called::Text(name) if *name == self.tool);
        by_name || tool.item() == self.tool
    }
}

impl Surfaces {
    pub(crate) fn new(named: Vec<Surface>) -> Self {
        Self(named)
    }

    pub(super) fn of(&self, tool: &Tool<'_>) -> Option<&str> {
        self.0.iter().find(|it| it.is_of(tool)).map(|it| it.surface.as_str())
    }

    /// Those that no tool of the workspace has.
    pub(super) fn unknown<'a>(&'a self, known: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|it| it.tool.as_str()).filter(move |tool| !known(tool))
    }
}
