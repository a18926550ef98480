//! What can be found, each under a name that stays.

/// One kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rule {
    UnguardedTool,
    UndecidedTool,
    UnguardedEffect,
    EffectAsValue,
    DuplicateToolName,
    StaleExemption,
    StaleBaseline,
    UnreadFile,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Error,
    Warning,
}

impl Rule {
    pub(crate) const ALL: [Self; 8] = [
        Self::UnguardedTool,
        Self::UndecidedTool,
        Self::UnguardedEffect,
        Self::EffectAsValue,
        Self::DuplicateToolName,
        Self::StaleExemption,
        Self::StaleBaseline,
        Self::UnreadFile,
    ];

    /// The name in reports, suppressions and baselines.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::UnguardedTool => "unguarded-tool",
            Self::UndecidedTool => "undecided-tool",
            Self::UnguardedEffect => "unguarded-effect",
            Self::EffectAsValue => "effect-as-value",
            Self::DuplicateToolName => "duplicate-tool-name",
            Self::StaleExemption => "stale-exemption",
            Self::StaleBaseline => "stale-baseline",
            Self::UnreadFile => "unread-file",
        }
    }

    pub(crate) fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.id() == id)
    }

    pub(crate) const fn weight(self) -> Weight {
        match self {
            Self::UnguardedTool | Self::UnguardedEffect | Self::UnreadFile => Weight::Error,
            Self::UndecidedTool
            | Self::EffectAsValue
            | Self::DuplicateToolName
            | Self::StaleExemption
            | Self::StaleBaseline => Weight::Warning,
        }
    }

    /// Whether an exemption can be from it.
    pub(crate) const fn may_be_exempt(self) -> bool {
        matches!(self, Self::UnguardedTool | Self::UnguardedEffect | Self::EffectAsValue)
    }

    /// Whether a baseline can know its findings.
    pub(crate) const fn may_be_known(self) -> bool {
        !matches!(self, Self::StaleExemption | Self::StaleBaseline | Self::UnreadFile)
    }

    /// One line.
    pub(crate) const fn summary(self) -> &'static str {
        match self {
            Self::UnguardedTool => "a model can call this tool, and nobody asks before it runs",
            Self::UndecidedTool => "whether somebody asks before this tool runs cannot be seen in the source",
            Self::UnguardedEffect => "a function writes, starts or sends something, and nobody asks right before it",
            Self::EffectAsValue => "a function that is an effect is handed on, and may be called where nobody asks",
            Self::DuplicateToolName => "two tools have one name, so a stop and a log cannot tell them apart",
            Self::StaleExemption => "an exemption exempts nothing",
            Self::StaleBaseline => "the baseline knows a finding that is none any more",
            Self::UnreadFile => "a file could not be read, so its tools are not known",
        }
    }

    /// The page that `cargo machineid explain` prints.
    pub(crate) const fn page(self) -> &'static str {
        match self {
            Self::UnguardedTool => include_str!("../rules/unguarded-tool.md"),
            Self::UndecidedTool => include_str!("../rules/undecided-tool.md"),
            Self::UnguardedEffect => include_str!("../rules/unguarded-effect.md"),
            Self::EffectAsValue => include_str!("../rules/effect-as-value.md"),
            Self::DuplicateToolName => include_str!("../rules/duplicate-tool-name.md"),
            Self::StaleExemption => include_str!("../rules/stale-exemption.md"),
            Self::StaleBaseline => include_str!("../rules/stale-baseline.md"),
            Self::UnreadFile => include_str!("../rules/unread-file.md"),
        }
    }
}
