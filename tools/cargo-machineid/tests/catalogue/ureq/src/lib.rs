use ureq::typestate::{WithBody, WithoutBody};
use ureq::{Agent, RequestBuilder, http};

pub fn built(build: fn() -> (RequestBuilder<WithoutBody>, RequestBuilder<WithBody>)) {
    drop(build().0.call());
    drop(build().1.send(""));
    drop(build().1.send_empty());
    drop(build().1.send_form([("", "")]));
    drop(build().1.send_json(serde_json::Value::Null));
}

pub fn by_agent(agent: &Agent, request: fn() -> http::Request<()>) {
    drop(ureq::run(request()));
    drop(agent.run(request()));
}
