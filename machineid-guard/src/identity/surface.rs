use std::marker::PhantomData;

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

    #[doc(hidden)]
    const OF: SurfaceOf<Self> = SurfaceOf { name: Some(Self::NAME), surface: PhantomData };
}

/// Marks a permit whose boundary names no surface type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unnamed;

/// What a permit's type says about the boundary that may mint it: the surface that the boundary must have.
///
/// A value and not a bound, so that a type which is no surface is said to be none in one place only. Made here
/// alone: whoever implements [`Surface`] cannot give the one of another type.
#[doc(hidden)]
#[derive(Debug)]
pub struct SurfaceOf<S: ?Sized> {
    name: Option<&'static str>,
    surface: PhantomData<fn() -> S>,
}

impl<S: ?Sized> Clone for SurfaceOf<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: ?Sized> Copy for SurfaceOf<S> {}

/// Whatever surface the boundary has.
#[doc(hidden)]
#[must_use]
pub const fn any_surface() -> SurfaceOf<Unnamed> {
    SurfaceOf { name: None, surface: PhantomData }
}

impl<S: ?Sized> SurfaceOf<S> {
    pub(crate) const fn name(&self) -> Option<&'static str> {
        self.name
    }
}
