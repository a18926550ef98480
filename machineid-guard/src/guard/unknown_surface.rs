//! A surface that the builder maps and nothing asks for: an operator's revoke of its device would stop
//! nothing.

use std::collections::BTreeSet;

use crate::boundary::{Boundary, BoundaryKind, boundaries, known_surfaces};
use crate::denied::{AnswerTrace, Denied, Reason};
use crate::guard::Guard;

use crate::setting::{self, ConfigError, Problem};
use crate::told::Observation;

impl Guard {
    /// Denies the start for the first such surface. In a program whose inventory is empty nothing is known.
    pub(super) fn refuse_unknown_surface(&self) -> Result<(), Denied> {
        let known = known_surfaces();
        let mapped: BTreeSet<&str> = self.0.surfaces.keys().map(String::as_str).collect();
        let unknown = mapped.into_iter().find(|surface| !known.contains(surface));
        match unknown {
            Some(surface) if !(known.is_empty() && boundaries().is_empty()) => {
                Err(self.surface_unknown(surface, &known))
            }
            _ => Ok(()),
        }
    }

    fn surface_unknown(&self, surface: &str, known: &BTreeSet<&'static str>) -> Denied {
        let known = known.iter().map(|&surface| surface.to_owned()).collect();
        let error = ConfigError::new(setting::of_surface(surface), Problem::UnknownSurface { known });
        let boundary = Boundary::made(BoundaryKind::Startup, "startup", Some(surface));
        let device = self.0.surfaces.get(surface).cloned();
        let denied = Denied::new(boundary, device, Reason::Configuration(error), AnswerTrace::default());
        self.terms().hooks.observe(|| Observation::without_question(&denied));
        denied
    }
}

#[cfg(test)]
mod tests {
    use crate::boundary::known_surfaces;
    use crate::guard::Guard;
    use crate::setting::ConfigError;

    #[test]
    fn a_program_without_boundaries_knows_no_surface_and_refuses_none() -> Result<(), ConfigError> {
        assert!(known_surfaces().is_empty(), "this test needs a binary without boundaries");
        let guard = Guard::builder().org_key("org_local").surface("payments", "till-9").build()?;
        assert!(guard.refuse_unknown_surface().is_ok());
        Ok(())
    }
}
