use std::borrow::Cow;

use crate::identity::DeviceId;
use crate::setting::ConfigError;

/// What `device = …` in an attribute may be: a [`DeviceId`], or text that is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a device id",
    label = "`device = …` takes a `DeviceId`, a `&str` or a `String`"
)]
pub trait DeviceExpr {
    #[doc(hidden)]
    fn device(&self) -> Result<DeviceId, ConfigError>;
}

impl DeviceExpr for str {
    fn device(&self) -> Result<DeviceId, ConfigError> {
        DeviceId::from_setting("`device = …`", self)
    }
}

impl DeviceExpr for String {
    fn device(&self) -> Result<DeviceId, ConfigError> {
        self.as_str().device()
    }
}

impl DeviceExpr for Cow<'_, str> {
    fn device(&self) -> Result<DeviceId, ConfigError> {
        self.as_ref().device()
    }
}

impl DeviceExpr for DeviceId {
    fn device(&self) -> Result<DeviceId, ConfigError> {
        Ok(self.clone())
    }
}

impl<D: DeviceExpr + ?Sized> DeviceExpr for &D {
    fn device(&self) -> Result<DeviceId, ConfigError> {
        (**self).device()
    }
}
