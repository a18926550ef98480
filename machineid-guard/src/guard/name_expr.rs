/// What `name = …` in an attribute may be: whatever is text.
///
/// ```
/// use machineid_guard::{Denied, guarded_tool};
///
/// struct Tool { name: std::sync::Arc<str> }
///
/// impl Tool {
///     #[guarded_tool(name = self.name)]
///     fn execute(&self) -> Result<(), Denied> {
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a name",
    label = "`name = …` takes a `&str`, a `String`, or another type that is `AsRef<str>`"
)]
pub trait NameExpr {
    #[doc(hidden)]
    fn text(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str> + ?Sized> NameExpr for T {
    fn text(&self) -> &str {
        self.as_ref()
    }
}
