//! Who is asking: device ids, the four-part identity, and surfaces.

mod device_id;
mod four_parts;
mod surface;

pub use device_id::DeviceId;
pub use four_parts::Identity;
pub use surface::{Surface, SurfaceOf, Unnamed, any_surface};
