use octocrab::Octocrab;
use octocrab::actions::ActionsHandler;
use octocrab::gists::GistsHandler;
use octocrab::issues::IssueHandler;
use octocrab::pulls::PullRequestHandler;
use octocrab::repos::RepoHandler;
use octocrab::repos::releases::ReleasesHandler;

fn any<T>() -> T {
    unimplemented!()
}

pub async fn client(client: &Octocrab) {
    drop(client.post::<(), ()>("", None).await);
    drop(client._post::<()>("", None).await);
    drop(client.put::<(), _, ()>("", None).await);
    drop(client._put::<()>("", None).await);
    drop(client.patch::<(), _, ()>("", None).await);
    drop(client._patch::<()>("", None).await);
    drop(client.delete::<(), _, ()>("", None).await);
    drop(client._delete::<()>("", None).await);
    drop(client.graphql::<()>(&()).await);
    drop(client.execute(any::<http::Request<String>>()).await);
    drop(client.send(any()).await);
}

pub async fn issues(handler: &IssueHandler<'_>) {
    drop(handler.create(""));
    drop(handler.update(1));
    drop(handler.lock(1, None).await);
    drop(handler.unlock(1).await);
    drop(handler.add_assignees(1, &[]).await);
    drop(handler.remove_assignees(1, &[]).await);
    drop(handler.add_labels(1, &[]).await);
    drop(handler.remove_label(1, "").await);
    drop(handler.replace_all_labels(1, &[]).await);
    drop(handler.create_label("", "", "").await);
    drop(handler.delete_label("").await);
    drop(handler.create_comment(1, "").await);
    drop(handler.update_comment(any(), "").await);
    drop(handler.delete_comment(any()).await);
}

pub async fn pulls(handler: &PullRequestHandler<'_>) {
    drop(handler.create("", "", ""));
    drop(handler.update(1));
    drop(handler.update_branch(1).await);
    drop(handler.request_reviews(1, [], []).await);
    drop(handler.remove_requested_reviewers(1, [], []).await);
    drop(handler.merge(1));
}

pub async fn repos(handler: fn() -> RepoHandler<'static>) {
    drop(handler().create_ref(any(), "").await);
    drop(handler().delete_ref(any()).await);
    drop(handler().create_file("", "", ""));
    drop(handler().update_file("", "", "", ""));
    drop(handler().delete_file("", "", ""));
    drop(handler().create_status(String::new(), any()));
    drop(handler().create_hook(any()).await);
    drop(handler().merge("", ""));
    drop(handler().create_fork());
    drop(handler().delete().await);
}

pub async fn gists(handler: &GistsHandler<'_>) {
    drop(handler.create());
    drop(handler.update(""));
    drop(handler.delete("").await);
}

pub async fn actions(handler: &ActionsHandler<'_>) {
    drop(handler.create_workflow_dispatch("", "", "", ""));
}

pub async fn releases(handler: &ReleasesHandler<'_, '_>) {
    drop(handler.create(""));
    drop(handler.update(1));
    drop(handler.delete(1).await);
    drop(handler.upload_asset(1, "", Default::default()));
}
