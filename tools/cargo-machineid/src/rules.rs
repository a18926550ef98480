//! What can be found, each under a name that stays.

/// One kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rule {
    UnguardedTool,
    UndecidedTool,
    DuplicateToolName,
    StaleExemption,
    UnreadFile,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Error,
    Warning,
}

impl Rule {
    pub(crate) const ALL: [Self; 5] =
        [Self::UnguardedTool, Self::UndecidedTool, Self::DuplicateToolName, Self::StaleExemption, Self::UnreadFile];

    /// The name in reports, suppressions and baselines.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::UnguardedTool => "unguarded-tool",
            Self::UndecidedTool => "undecided-tool",
            Self::DuplicateToolName => "duplicate-tool-name",
            Self::StaleExemption => "stale-exemption",
            Self::UnreadFile => "unread-file",
        }
    }

    pub(crate) fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.id() == id)
    }

    pub(crate) const fn weight(self) -> Weight {
        match self {
            Self::UnguardedTool | Self::UnreadFile => Weight::Error,
            Self::UndecidedTool | Self::DuplicateToolName | Self::StaleExemption => Weight::Warning,
        }
    }

    /// One line.
    pub(crate) const fn summary(self) -> &'static str {
        match self {
            Self::UnguardedTool => "a model can call this tool, and nobody asks before it runs",
            Self::UndecidedTool => "whether somebody asks before this tool runs cannot be seen in the source",
            Self::DuplicateToolName => "two tools have one name, so a stop and a log cannot tell them apart",
            Self::StaleExemption => "an exemption exempts nothing",
            Self::UnreadFile => "a file could not be read, so its tools are not known",
        }
    }

    /// The page that `cargo machineid explain` prints.
    pub(crate) const fn page(self) -> &'static str {
        match self {
            Self::UnguardedTool => include_str!("../rules/unguarded-tool.md"),
            Self::UndecidedTool => include_str!("../rules/undecided-tool.md"),
            Self::DuplicateToolName => include_str!("../rules/duplicate-tool-name.md"),
            Self::StaleExemption => include_str!("../rules/stale-exemption.md"),
            Self::UnreadFile => include_str!("../rules/unread-file.md"),
        }
    }
}
