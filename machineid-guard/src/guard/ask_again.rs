//! A permit without an attribute: one more yes for one more effect.

use std::sync::Arc;

use crate::boundary::{Boundary, BoundaryKind};
use crate::denied::Denied;
use crate::guard::{Check, Guard};
use crate::identity::Surface;
use crate::permit::Permit;

impl Guard {
    /// Asks for the surface `S` and gives a permit for one effect on it. A body that has used the permit
    /// of its attribute and comes to a second effect asks with this.
    ///
    /// ```
    /// # use machineid_guard::{Denied, Guard, Permit, surface};
    /// # surface!(pub Payments = "payments");
    /// # fn charge(_: Permit<Payments>, _: u32) {}
    /// async fn pay_all(guard: &Guard, amounts: &[u32]) -> Result<(), Denied> {
    ///     for cents in amounts {
    ///         charge(guard.permit().await?, *cents);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub async fn permit<S: Surface>(&self) -> Result<Permit<S>, Denied> {
        self.check_surface::<S>().ask_for(S::OF).await
    }

    /// [`permit`](Self::permit) for sync code. Blocks this thread.
    ///
    /// # Errors
    /// [`Denied`] for everything but a yes in time.
    pub fn permit_blocking<S: Surface>(&self) -> Result<Permit<S>, Denied> {
        self.check_surface::<S>().wait_for(S::OF)
    }

    fn check_surface<S: Surface>(&self) -> Check {
        let boundary = Boundary::made(BoundaryKind::SideEffect, "permit", Some(S::NAME));
        Check::at_made(Arc::new(boundary)).guard(self)
    }
}
