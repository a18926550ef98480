use std::borrow::Cow;

use crate::identity::DeviceId;
use crate::setting::ConfigError;

/// What `device = …` in an attribute may be: a [`DeviceId`] or text that is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a device id",
    label = "`device = …` takes a `DeviceId`, `&DeviceId`, `&str` or `String`"
)]
pub trait DeviceExpr {
    #[doc(hidden)]
    fn into_device(self) -> Result<DeviceId, ConfigError>;
}

const SETTING: &str = "`device = …`";

impl DeviceExpr for &str {
    fn into_device(self) -> Result<DeviceId, ConfigError> {
        DeviceId::from_setting(SETTING, self)
    }
}

impl DeviceExpr for String {
    fn into_device(self) -> Result<DeviceId, ConfigError> {
        self.as_str().into_device()
    }
}

impl DeviceExpr for &String {
    fn into_device(self) -> Result<DeviceId, ConfigError> {
        self.as_str().into_device()
    }
}

impl DeviceExpr for Cow<'_, str> {
    fn into_device(self) -> Result<DeviceId, ConfigError> {
        self.as_ref().into_device()
    }
}

impl DeviceExpr for DeviceId {
    fn into_device(self) -> Result<DeviceId, ConfigError> {
        Ok(self)
    }
}

impl DeviceExpr for &DeviceId {
    fn into_device(self) -> Result<DeviceId, ConfigError> {
        Ok(self.clone())
    }
}
