pub async fn asynchronous(client: reqwest::Client, request: reqwest::Request, builder: reqwest::RequestBuilder) {
    drop(reqwest::get("").await);
    drop(client.execute(request).await);
    drop(builder.send().await);
}

pub fn blocking(
    client: reqwest::blocking::Client,
    request: reqwest::blocking::Request,
    builder: reqwest::blocking::RequestBuilder,
) {
    drop(reqwest::blocking::get(""));
    drop(client.execute(request));
    drop(builder.send());
}
