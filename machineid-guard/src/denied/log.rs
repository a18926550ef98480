use crate::denied::{Denied, telling};
use crate::identity::DeviceId;

/// Writes a denial to the program's log, at level `warn`. Every denial is logged once, where it is made.
///
/// A subscriber that panics changes nothing: the call is denied all the same. One that is being told of
/// something else is told nothing.
pub(super) fn write(denied: &Denied) {
    if telling::is_telling() {
        return;
    }
    telling::tell(|| {
        tracing::warn!(
            target: "machineid_guard",
            boundary = denied.boundary().kind().as_str(),
            name = denied.boundary().name(),
            surface = denied.boundary().surface(),
            device = denied.device_id().map(DeviceId::as_str),
            code = denied.code(),
            request_id = denied.request_id(),
            "{denied}"
        );
    });
}
