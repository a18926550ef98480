//! A MachineID-compatible authority in this process, on a loopback port.
//!
//! [`LocalAuthority`] speaks MachineID's HTTP contract over real sockets, so that quickstarts and
//! tests exercise the same client, guard and attributes that production runs; there is no mock.
//! The official Python SDK works against it unchanged. It is for trying things out and for tests:
//! it forgets everything when it is dropped.
//!
//! Nothing about it can make a guard say yes by itself: a guard has to be pointed at it, a device
//! has to be registered with it, and the org-wide switch and the plan are worked by the methods of
//! the handle only, never over HTTP.
//!
//! # What it answers
//!
//! | request | answer |
//! |---|---|
//! | `POST /api/v1/devices/register` | 200 `status` `ok` or `exists`; 403 `status` `blocked` |
//! | `POST /api/v1/devices/validate` | 200 `allowed`, `code`, `request_id`, for a denial too |
//! | `GET /api/v1/devices/list` | 200 `devices`: each with `deviceId` and `status` (`active`, `revoked`) |
//! | `GET /api/v1/usage` | 200 the plan fields |
//! | `POST /api/v1/devices/revoke` | 200 `status` `ok`; 404 |
//! | `POST /api/v1/devices/unrevoke` | 200 `status` `ok`; 403 `status` `blocked`; 404 |
//! | `POST /api/v1/devices/remove` | 200 `status` `ok`; 404 |
//!
//! Every request carries the organisation's key in `x-org-key`; every POST has the body
//! `{"deviceId":"…"}`. The `Host` header names this server, with its port: `127.0.0.1:<port>` or
//! `localhost:<port>`, so that no web page can make a browser of this machine work the switches, also
//! where the page's own name points here (DNS rebinding). Every answer is a JSON object with a UUID-shaped `request_id`. All but
//! validate's also hold `handler`, and all that found the organisation hold the plan fields
//! `planTier`, `planState`, `accessUntil`, `limit`, `devicesUsed`, `devicesRevoked`, `remaining`,
//! `overLimit` and `softGraceWindow`.
//!
//! # Codes that MachineID confirms
//!
//! Validate: `ALLOW`, `DEVICE_REVOKED`, `PLAN_FROZEN`, `PLAN_NOT_ACTIVE`. Register: the statuses
//! `ok`, `exists` and `blocked`, and the error `device_limit_reached` with HTTP 403.
//!
//! # Codes that are not confirmed by MachineID
//!
//! The service's names for these cases are not public. Do not write code that depends on them.
//!
//! | case | HTTP | `code` | `error` |
//! |---|---|---|---|
//! | validate while the organisation is disabled | 200 | `ORG_DISABLED` | – |
//! | validate of a device that was never registered, or was removed | 200 | `DEVICE_NOT_REGISTERED` | – |
//! | register of a revoked device | 403 | – | `device_revoked` |
//! | unrevoke where the plan has no free slot | 403 | – | `device_limit_reached` |
//! | revoke, unrevoke, remove of an unknown device | 404 | – | `device_not_found` |
//! | `Host` is missing, or there are two | 400 | `INVALID_REQUEST` | `invalid_request` |
//! | `Host`, or the host of an absolute request line, is not one of the two above | 421 | `FOREIGN_HOST` | `foreign_host` |
//! | `Origin` is there and not `http://` and one of the two hosts | 403 | `FOREIGN_ORIGIN` | `foreign_origin` |
//! | missing or wrong key, or two keys | 401 | `INVALID_ORG_KEY` | `invalid_org_key` |
//! | body not a JSON object; `deviceId` missing, not a string, blank, over 256 bytes or with a character that cannot be seen | 400 | `INVALID_REQUEST` | `invalid_request` |
//! | body over 64 KiB | 413 | `BODY_TOO_LARGE` | `body_too_large` |
//! | another method | 405 | `METHOD_NOT_ALLOWED` | `method_not_allowed` |
//! | another path | 404 | `NOT_FOUND` | `not_found` |
//!
//! `Host` and `Origin` are looked at before anything else in a request; a validate that ends in one of the last eight rows but 404 also says `"allowed": false`.
//!
//! Also chosen here: of several reasons to deny, validate names the widest (organisation, plan,
//! device); a revoked device frees its slot of the plan; register, revoke, unrevoke and remove work
//! in a disabled organisation and under any plan state; device ids are trimmed and compared byte by
//! byte.

mod answer;
mod authority;
mod builder;
mod console;
mod device;
mod endpoint;
mod in_tests;
mod least_arguments;
mod organisation;
mod own_names;
mod plan;
mod prove_denied;
mod question;
mod refusal;
mod refused_arguments;
mod request_id;
mod request_log;
mod routes;
mod server;
mod state;
mod tool_trial;
mod unproven;
#[cfg(test)]
mod wire_tests;
mod witness;

#[doc(inline)]
pub use crate::__in_tests as in_tests;
pub use authority::LocalAuthority;
pub use builder::LocalAuthorityBuilder;
pub use console::ConsoleError;
pub use device::{Device, DeviceState};
pub use endpoint::Endpoint;
#[doc(hidden)]
pub use in_tests::guard_of_tests;
pub use least_arguments::least_arguments;
pub use plan::{Plan, PlanState, UnknownPlan};
pub use prove_denied::{ProveDenied, prove_denied};
pub use request_log::{KeyCheck, Request};
pub use unproven::Unproven;
