// As it is written:

surface!(pub Payments = "payments");

// As it is compiled, with `P` for `::machineid_guard::__private`:

///The surface `payments`.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash,
)]
pub enum Payments {}
impl P::Surface for Payments {
    const NAME: &'static P::str = "payments";
}
P::inventory::submit! {
    P::Declared::new("payments")
}
