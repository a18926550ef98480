use rusqlite::{Connection, Row, Statement, Transaction};

fn read(_: &Row<'_>) -> rusqlite::Result<()> {
    Ok(())
}

pub fn connection(connection: &Connection) {
    drop(connection.execute("", []));
    drop(connection.execute_batch(""));
    drop(connection.query_row("", [], read));
    drop(connection.query_row_and_then("", [], read));
    drop(connection.pragma_update(None, "", 1));
    drop(connection.pragma_update_and_check(None, "", 1, read));
}

pub fn statement(statement: &mut Statement<'_>) {
    drop(statement.execute([]));
    drop(statement.insert([]));
    drop(statement.query([]).map(drop));
    drop(statement.query_map([], read).map(drop));
    drop(statement.query_and_then([], read).map(drop));
    drop(statement.query_row([], read));
    drop(statement.exists([]));
    drop(statement.raw_execute());
    drop(statement.raw_query());
}

pub fn transaction(transaction: Transaction<'_>) {
    drop(transaction.commit());
}
