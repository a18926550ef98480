use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::{Map, Query, QueryAs, QueryScalar};
use sqlx::{Any, AnyPool, Executor, RawSql, Transaction};

pub async fn query(query: fn() -> Query<'static, Any, AnyArguments>, pool: &AnyPool) {
    drop(query().execute(pool).await);
    drop(query().execute_many(pool).await);
    drop(query().fetch(pool));
    drop(query().fetch_many(pool));
    drop(query().fetch_all(pool).await);
    drop(query().fetch_one(pool).await);
    drop(query().fetch_optional(pool).await);
}

pub async fn query_as(query: fn() -> QueryAs<'static, Any, (i32,), AnyArguments>, pool: &AnyPool) {
    drop(query().fetch(pool));
    drop(query().fetch_many(pool));
    drop(query().fetch_all(pool).await);
    drop(query().fetch_one(pool).await);
    drop(query().fetch_optional(pool).await);
}

pub async fn query_scalar(query: fn() -> QueryScalar<'static, Any, i32, AnyArguments>, pool: &AnyPool) {
    drop(query().fetch(pool));
    drop(query().fetch_many(pool));
    drop(query().fetch_all(pool).await);
    drop(query().fetch_one(pool).await);
    drop(query().fetch_optional(pool).await);
}

pub async fn map<F>(query: fn() -> Map<'static, Any, F, AnyArguments>, pool: &AnyPool)
where
    F: FnMut(AnyRow) -> Result<i32, sqlx::Error> + Send,
{
    drop(query().fetch(pool));
    drop(query().fetch_many(pool));
    drop(query().fetch_all(pool).await);
    drop(query().fetch_one(pool).await);
    drop(query().fetch_optional(pool).await);
}

pub async fn raw(query: fn() -> RawSql, pool: &AnyPool) {
    drop(query().execute(pool).await);
    drop(query().execute_many(pool));
    drop(query().fetch(pool));
    drop(query().fetch_many(pool));
    drop(query().fetch_all(pool).await);
    drop(query().fetch_one(pool).await);
    drop(query().fetch_optional(pool).await);
}

pub async fn executor(pool: &AnyPool, query: fn() -> Query<'static, Any, AnyArguments>) {
    drop(pool.execute(query()).await);
    drop(pool.execute_many(query()));
    drop(pool.fetch(query()));
    drop(pool.fetch_many(query()));
    drop(pool.fetch_all(query()).await);
    drop(pool.fetch_one(query()).await);
    drop(pool.fetch_optional(query()).await);
}

pub async fn transaction(transaction: Transaction<'_, Any>) {
    drop(transaction.commit().await);
}
