//! The one host that the key may go to, whatever the environment says.

use reqwest::Url;

use crate::client::BaseUrl;
use crate::setting::{ConfigError, Problem};

/// Fails, in the name of the address's setting, unless the address is at this host. Both are compared as
/// the URL parser writes them: in lower case, international names in their ASCII form.
pub(super) fn demand(pinned: &str, base_url: &BaseUrl, setting: &str) -> Result<(), ConfigError> {
    let host = as_host(pinned).ok_or_else(|| ConfigError::new(".pinned_host(…)", Problem::NotAHost))?;
    if base_url.host() == Some(&host) {
        return Ok(());
    }
    Err(ConfigError::new(setting, Problem::NotThePinnedHost { pinned: host }))
}

/// What the parser takes for a host, if that is all that was given.
fn as_host(pinned: &str) -> Option<String> {
    let is_more = |char: char| char.is_control() || matches!(char, '/' | '\\');
    // A port is none of it. The parser would swallow 443.
    let has_port = pinned.contains(':') && !pinned.ends_with(']');
    if has_port || pinned.contains(is_more) {
        return None;
    }
    let url = Url::parse(&format!("https://{pinned}/")).ok()?;
    let host = url.host_str()?.to_owned();
    (url.as_str() == format!("https://{host}/")).then_some(host)
}
