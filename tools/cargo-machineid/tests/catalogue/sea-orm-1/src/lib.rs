use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait,
};
use sea_orm::{DeleteMany, DeleteOne, Deleter, Insert, Inserter, IntoActiveModel, ModelTrait, TryInsert};
use sea_orm::{UpdateMany, UpdateOne, Updater};

fn any<T>() -> T {
    unimplemented!()
}

pub async fn models<A>(db: &DatabaseConnection)
where
    A: ActiveModelTrait + ActiveModelBehavior + Send + 'static,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    drop(any::<A>().insert(db).await);
    drop(any::<A>().update(db).await);
    drop(any::<A>().save(db).await);
    drop(ActiveModelTrait::delete(any::<A>(), db).await);
    drop(ModelTrait::delete::<A, _>(any::<<A::Entity as EntityTrait>::Model>(), db).await);
}

pub async fn inserts<A>(db: &DatabaseConnection)
where
    A: ActiveModelTrait + 'static,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    drop(any::<Insert<A>>().exec(db).await);
    drop(any::<Insert<A>>().exec_without_returning(db).await);
    drop(any::<Insert<A>>().exec_with_returning(db).await);
    drop(any::<Insert<A>>().exec_with_returning_keys(db).await);
    drop(any::<Insert<A>>().exec_with_returning_many(db).await);
    drop(any::<TryInsert<A>>().exec(db).await);
    drop(any::<TryInsert<A>>().exec_without_returning(db).await);
    drop(any::<TryInsert<A>>().exec_with_returning(db).await);
    drop(any::<TryInsert<A>>().exec_with_returning_keys(db).await);
    drop(any::<TryInsert<A>>().exec_with_returning_many(db).await);
    drop(any::<Inserter<A>>().exec(db).await);
    drop(any::<Inserter<A>>().exec_without_returning(db).await);
    drop(any::<Inserter<A>>().exec_with_returning(db).await);
    drop(any::<Inserter<A>>().exec_with_returning_keys(db).await);
    drop(any::<Inserter<A>>().exec_with_returning_many(db).await);
}

pub async fn updates<A>(db: &DatabaseConnection)
where
    A: ActiveModelTrait + 'static,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    drop(any::<UpdateOne<A>>().exec(db).await);
    drop(any::<UpdateMany<A::Entity>>().exec(db).await);
    drop(any::<UpdateMany<A::Entity>>().exec_with_returning(db).await);
    drop(any::<Updater>().exec(db).await);
}

pub async fn deletes<A: ActiveModelTrait + 'static>(db: &DatabaseConnection) {
    drop(any::<DeleteOne<A>>().exec(db).await);
    drop(any::<DeleteOne<A>>().exec_with_returning(db).await);
    drop(any::<DeleteMany<A::Entity>>().exec(db).await);
    drop(any::<DeleteMany<A::Entity>>().exec_with_returning(db).await);
    drop(any::<Deleter>().exec(db).await);
    drop(any::<Deleter>().exec_with_returning::<A::Entity, _>(db).await);
}

pub async fn raw(db: &DatabaseConnection, transaction: DatabaseTransaction) {
    drop(db.execute(any()).await);
    drop(db.query_one(any()).await);
    drop(db.query_all(any()).await);
    drop(db.execute_unprepared("").await);
    drop(transaction.commit().await);
}
