//! The surfaces that the user names for tools, `--surface refund=payments`, and those that a fence suggests.

use std::collections::BTreeSet;

use crate::fence::Suggested;
use crate::frameworks::{Called, Scene, Tool};
use crate::source::Function;

/// Which functions act on which surface.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surfaces {
    named: Vec<Surface>,
    /// What the user accepts unseen.
    suggested: Vec<Suggested>,
}

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
    pub(crate) fn new(named: Vec<Surface>, suggested: Vec<Suggested>) -> Self {
        Self { named, suggested }
    }

    /// The surface of one function: what the user says of a tool that it acts for, else what is suggested.
    pub(super) fn of(&self, function: &Function<'_>, tools: &[Tool<'_>]) -> Result<Option<&str>, String> {
        let named = self.named.iter().find(|it| tools.iter().any(|tool| it.is_of(tool)));
        if let Some(named) = named {
            return Ok(Some(&named.surface));
        }
        let Some(surfaces) = self.suggested(function) else { return Ok(None) };
        let all: Vec<&str> = surfaces.iter().map(String::as_str).collect();
        match all.as_slice() {
            [only] => Ok(Some(only)),
            several => Err(format!(
                "it acts on several surfaces ({}): make a function for each, so that an operator can stop them apart",
                several.join(", ")
            )),
        }
    }

    /// The functions that act on a suggested surface, and are none of a tool's own.
    pub(super) fn below_tools<'a>(
        &self,
        scene: Scene<'a>,
        of_tools: &[(&'a Function<'a>, Vec<Tool<'a>>)],
    ) -> Vec<&'a Function<'a>> {
        let is_of_tool = |function: &Function<'_>| of_tools.iter().any(|(acts, _)| std::ptr::eq(*acts, function));
        let acting = scene.items.functions.iter().filter(|it| self.suggested(it).is_some());
        acting.filter(|it| !is_of_tool(it)).collect()
    }

    fn suggested(&self, function: &Function<'_>) -> Option<&BTreeSet<String>> {
        let file = &function.module.file.file;
        let byte = file.bytes(function.ident().span()).start;
        let of_it = self.suggested.iter().find(|it| it.file == file.path && it.byte == byte);
        of_it.map(|it| &it.surfaces)
    }

    /// Those that no tool of the workspace has.
    pub(super) fn unknown<'a>(&'a self, known: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a str> {
        self.named.iter().map(|it| it.tool.as_str()).filter(move |tool| !known(tool))
    }
}
