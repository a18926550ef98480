use std::path::Path;

use git2::{
    AnnotatedCommit, ApplyLocation, Branch, Commit, Diff, Index, Object, Oid, Reference, Remote, Repository, ResetType,
    Signature, Submodule, Tree,
};

pub fn made(path: &Path) {
    drop(Repository::init(path));
    drop(Repository::init_bare(path));
    drop(Repository::clone("", path));
    drop(Repository::clone_recurse("", path));
    drop(git2::build::RepoBuilder::new().clone("", path));
}

pub fn remote(remote: &mut Remote<'_>) {
    drop(remote.push::<&str>(&[], None));
    drop(remote.fetch::<&str>(&[], None, None));
    drop(remote.download::<&str>(&[], None));
}

pub fn files(repository: &Repository, object: &Object<'_>, commit: &Commit<'_>, diff: &Diff<'_>) {
    drop(repository.checkout_head(None));
    drop(repository.checkout_index(None, None));
    drop(repository.checkout_tree(object, None));
    drop(repository.reset(object, ResetType::Hard, None));
    drop(repository.reset_default(None, ["a"]));
    drop(repository.apply(diff, ApplyLocation::WorkDir, None));
    drop(repository.cherrypick(commit, None));
    drop(repository.revert(commit, None));
}

pub fn history(repository: &Repository, by: &Signature<'_>, tree: &Tree<'_>, object: &Object<'_>, commit: &Commit<'_>) {
    drop(repository.commit(None, by, by, "", tree, &[]));
    drop(repository.commit_signed("", "", None));
    drop(repository.merge(&[], None, None));
    drop(repository.branch("", commit, false));
    drop(repository.tag("", object, by, "", false));
    drop(repository.tag_lightweight("", object, false));
    drop(repository.tag_delete(""));
    drop(repository.reference("", Oid::zero(), false, ""));
    drop(repository.reference_symbolic("", "", false, ""));
    drop(repository.set_head(""));
    drop(repository.set_head_detached(Oid::zero()));
    drop(repository.remote("", ""));
    drop(repository.remote_delete(""));
    drop(repository.remote_set_url("", ""));
    drop(repository.note(by, by, None, Oid::zero(), "", false));
}

pub fn annotated(repository: &Repository, commit: &AnnotatedCommit<'_>) {
    drop(repository.branch_from_annotated_commit("", commit, false));
}

pub fn stash(repository: &mut Repository, by: &Signature<'_>) {
    drop(repository.stash_save(by, "", None));
    drop(repository.stash_save2(by, None, None));
    drop(repository.stash_apply(0, None));
    drop(repository.stash_pop(0, None));
    drop(repository.stash_drop(0));
}

pub fn names(reference: &mut Reference<'_>, branch: &mut Branch<'_>) {
    drop(reference.delete());
    drop(reference.rename("", false, ""));
    drop(reference.set_target(Oid::zero(), ""));
    drop(branch.delete());
    drop(branch.rename("", false));
}

pub fn index(index: &mut Index, submodule: &mut Submodule<'_>) {
    drop(index.write());
    drop(index.write_tree());
    drop(submodule.update(false, None));
}
