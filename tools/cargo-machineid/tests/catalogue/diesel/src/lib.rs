use diesel::associations::HasTable;
use diesel::connection::{Connection, LoadConnection, SimpleConnection};
use diesel::query_dsl::methods::{ExecuteDsl, LimitDsl, LoadQuery};
use diesel::query_dsl::{RunQueryDsl, SaveChangesDsl, UpdateAndFetchResults};

pub fn executed<C: Connection, Q: RunQueryDsl<C> + ExecuteDsl<C>>(query: Q, connection: &mut C) {
    drop(query.execute(connection));
}

pub fn loaded<'query, C, Q>(query: fn() -> Q, connection: &mut C)
where
    C: LoadConnection,
    Q: RunQueryDsl<C> + LoadQuery<'query, C, u8>,
{
    drop(query().load::<u8>(connection));
    drop(query().get_result::<u8>(connection));
    drop(query().get_results::<u8>(connection));
    drop(query().load_iter::<u8, _>(connection).map(drop));
}

pub fn first<'query, C, Q>(query: Q, connection: &mut C)
where
    C: Connection,
    Q: RunQueryDsl<C> + LimitDsl,
    diesel::helper_types::Limit<Q>: LoadQuery<'query, C, u8>,
{
    drop(query.first::<u8>(connection));
}

pub fn saved<C, T>(changes: T, connection: &mut C)
where
    C: Connection + UpdateAndFetchResults<T, u8>,
    T: Copy + diesel::AsChangeset<Target = <T as HasTable>::Table> + diesel::query_builder::IntoUpdateTarget,
    T: SaveChangesDsl<C>,
{
    drop(changes.save_changes::<u8>(connection));
}

pub fn batch<C: SimpleConnection>(connection: &mut C) {
    drop(connection.batch_execute(""));
}
