use std::sync::Arc;

use crate::boundary::{Boundary, BoundaryKind, Name};

/// Where a question is asked: a boundary, under the name that it has for this call.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    boundary: Which,
    name: Option<Name>,
}

/// A boundary of the source code, or one that was made while the program runs.
#[derive(Clone, Debug)]
enum Which {
    Static(&'static Boundary),
    Made(Arc<Boundary>),
}

impl Place {
    pub(crate) fn of_source(boundary: &'static Boundary) -> Self {
        Self { boundary: Which::Static(boundary), name: None }
    }

    pub(crate) fn made(boundary: Arc<Boundary>) -> Self {
        Self { boundary: Which::Made(boundary), name: None }
    }

    pub(crate) fn rename(&mut self, name: &str) {
        self.name = Some(Name::of_run(name));
    }

    /// The boundary as it stands in the source.
    pub(crate) fn boundary(&self) -> &Boundary {
        match &self.boundary {
            Which::Static(boundary) => boundary,
            Which::Made(boundary) => boundary,
        }
    }

    /// The boundary under the name that it has for this call.
    pub(crate) fn named(&self) -> Boundary {
        self.boundary().renamed(self.name.as_ref())
    }

    pub(crate) fn kind(&self) -> BoundaryKind {
        self.boundary().kind()
    }

    pub(crate) fn surface(&self) -> Option<&str> {
        self.boundary().surface()
    }

    pub(crate) fn name(&self) -> &str {
        self.name.as_ref().map_or_else(|| self.boundary().name(), Name::as_str)
    }
}
