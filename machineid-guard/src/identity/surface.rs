/// A named execution surface, as a type: payments, email, provisioning.
///
/// The type is what ties a [`Permit`](crate::Permit) to the effect it was asked for: a function that
/// takes a `Permit<Payments>` cannot be called with one that was minted for `Email`. Declare one with
/// [`surface!`](crate::surface).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a surface",
    label = "not a surface",
    note = "declare one with `machineid_guard::surface!(pub {Self} = \"its-name\")`"
)]
pub trait Surface: 'static {
    /// The third part of the device id: `payments` in `openai-agent:prod:payments:01`.
    const NAME: &'static str;
}

/// Marks a permit whose boundary names no surface type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unnamed;

/// What a permit's type says about the boundary that may mint it.
pub trait PermitSurface: 'static {
    /// The surface that the boundary must have; `None` where the type does not say.
    const SURFACE: Option<&'static str>;
}

impl<S: Surface> PermitSurface for S {
    const SURFACE: Option<&'static str> = Some(S::NAME);
}

impl PermitSurface for Unnamed {
    const SURFACE: Option<&'static str> = None;
}
