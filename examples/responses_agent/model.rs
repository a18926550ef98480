//! Which model the agent talks to.

use async_openai::Client;
use async_openai::config::OpenAIConfig;

use crate::scripted_model;

/// A model behind the Responses API.
pub(crate) struct Model {
    pub client: Client<OpenAIConfig>,
    pub name: String,
    pub scripted: bool,
}

/// The real API where `OPENAI_API_KEY` is set (`OPENAI_MODEL` says which model), else a scripted one.
pub(crate) async fn connect() -> std::io::Result<Model> {
    if std::env::var_os("OPENAI_API_KEY").is_some() {
        let name = std::env::var("OPENAI_MODEL").unwrap_or_else(|_| "gpt-5-mini".into());
        return Ok(Model { client: Client::new(), name, scripted: false });
    }
    let address = scripted_model::serve().await?;
    let config = OpenAIConfig::new().with_api_base(format!("http://{address}/v1")).with_api_key("none-needed");
    Ok(Model { client: Client::with_config(config), name: "scripted".into(), scripted: true })
}
