use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::autoscaling::v1::Scale;
use k8s_openapi::api::core::v1::{Node, Pod};
use kube::api::{AttachParams, DeleteParams, EvictParams, Patch, PatchParams, PostParams};
use kube::{Api, Client};
use serde_json::Value;

fn patch() -> Patch<Value> {
    Patch::Merge(Value::Null)
}

pub async fn objects(api: &Api<Pod>, object: &Pod) {
    drop(api.create(&PostParams::default(), object).await);
    drop(api.delete("", &DeleteParams::default()).await);
    drop(api.delete_collection(&DeleteParams::default(), &Default::default()).await);
    drop(api.patch("", &PatchParams::default(), &patch()).await);
    drop(api.patch_metadata("", &PatchParams::default(), &patch()).await);
    drop(api.replace("", &PostParams::default(), object).await);
    drop(api.patch_scale("", &PatchParams::default(), &patch()).await);
    drop(api.replace_scale("", &PostParams::default(), &Scale::default()).await);
    drop(api.patch_subresource("", "", &PatchParams::default(), &patch()).await);
    drop(api.replace_subresource("", "", &PostParams::default(), &Value::Null).await);
    drop(api.create_subresource::<Value, Value>("", "", &PostParams::default(), &Value::Null).await);
    drop(api.patch_status("", &PatchParams::default(), &patch()).await);
    drop(api.replace_status("", &PostParams::default(), object).await);
}

pub async fn pods(api: &Api<Pod>) {
    drop(api.evict("", &EvictParams::default()).await);
    drop(api.exec("", [""], &AttachParams::default()).await);
    drop(api.attach("", &AttachParams::default()).await);
    drop(api.portforward("", &[]).await);
}

pub async fn others(deployments: &Api<Deployment>, nodes: &Api<Node>) {
    drop(deployments.restart("").await);
    drop(nodes.cordon("").await);
    drop(nodes.uncordon("").await);
}

pub async fn client(client: &Client, request: fn() -> http::Request<Vec<u8>>, body: http::Request<kube::client::Body>) {
    drop(client.send(body).await);
    drop(client.request::<Value>(request()).await);
    drop(client.request_text(request()).await);
    drop(client.request_status::<Value>(request()).await);
}
