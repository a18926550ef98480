use redis::{
    AsyncCommands, AsyncTypedCommands, Cmd, Commands, ConnectionLike, CopyOptions, Expiry, Pipeline, RedisFuture,
    RedisResult, Script, ScriptInvocation, SetOptions, TypedCommands,
};

type Sync = redis::Connection;
type Async = redis::aio::MultiplexedConnection;

pub fn commands<C: Commands>(on: &mut C) {
    drop::<RedisResult<()>>(on.set("k", "v"));
    drop::<RedisResult<()>>(on.set_options("k", "v", SetOptions::default()));
    drop::<RedisResult<()>>(on.mset(&[("k", "v")]));
    drop::<RedisResult<()>>(on.mset_nx(&[("k", "v")]));
    drop::<RedisResult<()>>(on.set_ex("k", "v", 1));
    drop::<RedisResult<()>>(on.pset_ex("k", "v", 1));
    drop::<RedisResult<()>>(on.set_nx("k", "v"));
    drop::<RedisResult<()>>(on.getset("k", "v"));
    drop::<RedisResult<()>>(on.get_ex("k", Expiry::PERSIST));
    drop::<RedisResult<()>>(on.get_del("k"));
    drop::<RedisResult<()>>(on.setrange("k", 0, "v"));
    drop::<RedisResult<()>>(on.setbit("k", 0, true));
    drop::<RedisResult<()>>(on.append("k", "v"));
    drop::<RedisResult<()>>(on.incr("k", 1));
    drop::<RedisResult<()>>(on.decr("k", 1));
    drop::<RedisResult<()>>(on.del("k"));
    drop::<RedisResult<()>>(on.unlink("k"));
    drop::<RedisResult<()>>(on.rename("k", "l"));
    drop::<RedisResult<()>>(on.rename_nx("k", "l"));
    drop::<RedisResult<()>>(on.copy("k", "l", CopyOptions::default()));
    drop::<RedisResult<()>>(on.expire("k", 1));
    drop::<RedisResult<()>>(on.expire_at("k", 1));
    drop::<RedisResult<()>>(on.pexpire("k", 1));
    drop::<RedisResult<()>>(on.pexpire_at("k", 1));
    drop::<RedisResult<()>>(on.persist("k"));
    drop::<RedisResult<()>>(on.hset("k", "f", "v"));
    drop::<RedisResult<()>>(on.hset_nx("k", "f", "v"));
    drop::<RedisResult<()>>(on.hset_multiple("k", &[("f", "v")]));
    drop::<RedisResult<()>>(on.hincr("k", "f", 1));
    drop::<RedisResult<()>>(on.hdel("k", "f"));
    drop::<RedisResult<()>>(on.lpush("k", "v"));
    drop::<RedisResult<()>>(on.lpush_exists("k", "v"));
    drop::<RedisResult<()>>(on.rpush("k", "v"));
    drop::<RedisResult<()>>(on.rpush_exists("k", "v"));
    drop::<RedisResult<()>>(on.lpop("k", None));
    drop::<RedisResult<()>>(on.rpop("k", None));
    drop::<RedisResult<()>>(on.lset("k", 0, "v"));
    drop::<RedisResult<()>>(on.linsert_before("k", "p", "v"));
    drop::<RedisResult<()>>(on.linsert_after("k", "p", "v"));
    drop::<RedisResult<()>>(on.lrem("k", 0, "v"));
    drop::<RedisResult<()>>(on.ltrim("k", 0, 1));
    drop::<RedisResult<()>>(on.rpoplpush("k", "l"));
    drop::<RedisResult<()>>(on.sadd("k", "m"));
    drop::<RedisResult<()>>(on.srem("k", "m"));
    drop::<RedisResult<()>>(on.spop("k"));
    drop::<RedisResult<()>>(on.smove("k", "l", "m"));
    drop::<RedisResult<()>>(on.sinterstore("k", "l"));
    drop::<RedisResult<()>>(on.sunionstore("k", "l"));
    drop::<RedisResult<()>>(on.sdiffstore("k", "l"));
    drop::<RedisResult<()>>(on.zadd("k", "m", 1));
    drop::<RedisResult<()>>(on.zadd_multiple("k", &[(1, "m")]));
    drop::<RedisResult<()>>(on.zincr("k", "m", 1));
    drop::<RedisResult<()>>(on.zrem("k", "m"));
    drop::<RedisResult<()>>(on.zpopmax("k", 1));
    drop::<RedisResult<()>>(on.zpopmin("k", 1));
    drop::<RedisResult<()>>(on.zrembyscore("k", 0, 1));
    drop::<RedisResult<()>>(on.zremrangebyrank("k", 0, 1));
    drop::<RedisResult<()>>(on.pfadd("k", "e"));
    drop::<RedisResult<()>>(on.pfmerge("k", "l"));
    drop::<RedisResult<()>>(on.publish("c", "m"));
    drop::<RedisResult<()>>(on.flushall());
    drop::<RedisResult<()>>(on.flushdb());
}

pub fn asynchronous<C: AsyncCommands>(on: &mut C) {
    drop::<RedisFuture<'_, ()>>(on.set("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.set_options("k", "v", SetOptions::default()));
    drop::<RedisFuture<'_, ()>>(on.mset(&[("k", "v")]));
    drop::<RedisFuture<'_, ()>>(on.mset_nx(&[("k", "v")]));
    drop::<RedisFuture<'_, ()>>(on.set_ex("k", "v", 1));
    drop::<RedisFuture<'_, ()>>(on.pset_ex("k", "v", 1));
    drop::<RedisFuture<'_, ()>>(on.set_nx("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.getset("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.get_ex("k", Expiry::PERSIST));
    drop::<RedisFuture<'_, ()>>(on.get_del("k"));
    drop::<RedisFuture<'_, ()>>(on.setrange("k", 0, "v"));
    drop::<RedisFuture<'_, ()>>(on.setbit("k", 0, true));
    drop::<RedisFuture<'_, ()>>(on.append("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.incr("k", 1));
    drop::<RedisFuture<'_, ()>>(on.decr("k", 1));
    drop::<RedisFuture<'_, ()>>(on.del("k"));
    drop::<RedisFuture<'_, ()>>(on.unlink("k"));
    drop::<RedisFuture<'_, ()>>(on.rename("k", "l"));
    drop::<RedisFuture<'_, ()>>(on.rename_nx("k", "l"));
    drop::<RedisFuture<'_, ()>>(on.copy("k", "l", CopyOptions::default()));
    drop::<RedisFuture<'_, ()>>(on.expire("k", 1));
    drop::<RedisFuture<'_, ()>>(on.expire_at("k", 1));
    drop::<RedisFuture<'_, ()>>(on.pexpire("k", 1));
    drop::<RedisFuture<'_, ()>>(on.pexpire_at("k", 1));
    drop::<RedisFuture<'_, ()>>(on.persist("k"));
    drop::<RedisFuture<'_, ()>>(on.hset("k", "f", "v"));
    drop::<RedisFuture<'_, ()>>(on.hset_nx("k", "f", "v"));
    drop::<RedisFuture<'_, ()>>(on.hset_multiple("k", &[("f", "v")]));
    drop::<RedisFuture<'_, ()>>(on.hincr("k", "f", 1));
    drop::<RedisFuture<'_, ()>>(on.hdel("k", "f"));
    drop::<RedisFuture<'_, ()>>(on.lpush("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.lpush_exists("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.rpush("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.rpush_exists("k", "v"));
    drop::<RedisFuture<'_, ()>>(on.lpop("k", None));
    drop::<RedisFuture<'_, ()>>(on.rpop("k", None));
    drop::<RedisFuture<'_, ()>>(on.lset("k", 0, "v"));
    drop::<RedisFuture<'_, ()>>(on.linsert_before("k", "p", "v"));
    drop::<RedisFuture<'_, ()>>(on.linsert_after("k", "p", "v"));
    drop::<RedisFuture<'_, ()>>(on.lrem("k", 0, "v"));
    drop::<RedisFuture<'_, ()>>(on.ltrim("k", 0, 1));
    drop::<RedisFuture<'_, ()>>(on.rpoplpush("k", "l"));
    drop::<RedisFuture<'_, ()>>(on.sadd("k", "m"));
    drop::<RedisFuture<'_, ()>>(on.srem("k", "m"));
    drop::<RedisFuture<'_, ()>>(on.spop("k"));
    drop::<RedisFuture<'_, ()>>(on.smove("k", "l", "m"));
    drop::<RedisFuture<'_, ()>>(on.sinterstore("k", "l"));
    drop::<RedisFuture<'_, ()>>(on.sunionstore("k", "l"));
    drop::<RedisFuture<'_, ()>>(on.sdiffstore("k", "l"));
    drop::<RedisFuture<'_, ()>>(on.zadd("k", "m", 1));
    drop::<RedisFuture<'_, ()>>(on.zadd_multiple("k", &[(1, "m")]));
    drop::<RedisFuture<'_, ()>>(on.zincr("k", "m", 1));
    drop::<RedisFuture<'_, ()>>(on.zrem("k", "m"));
    drop::<RedisFuture<'_, ()>>(on.zpopmax("k", 1));
    drop::<RedisFuture<'_, ()>>(on.zpopmin("k", 1));
    drop::<RedisFuture<'_, ()>>(on.zrembyscore("k", 0, 1));
    drop::<RedisFuture<'_, ()>>(on.zremrangebyrank("k", 0, 1));
    drop::<RedisFuture<'_, ()>>(on.pfadd("k", "e"));
    drop::<RedisFuture<'_, ()>>(on.pfmerge("k", "l"));
    drop::<RedisFuture<'_, ()>>(on.publish("c", "m"));
    drop::<RedisFuture<'_, ()>>(on.flushall());
    drop::<RedisFuture<'_, ()>>(on.flushdb());
}

pub fn typed<C: TypedCommands>(on: &mut C) {
    drop(on.set("k", "v"));
    drop(on.set_options("k", "v", SetOptions::default()));
    drop(on.mset(&[("k", "v")]));
    drop(on.mset_nx(&[("k", "v")]));
    drop(on.set_ex("k", "v", 1));
    drop(on.pset_ex("k", "v", 1));
    drop(on.set_nx("k", "v"));
    drop(on.getset("k", "v"));
    drop(on.get_ex("k", Expiry::PERSIST));
    drop(on.get_del("k"));
    drop(on.setrange("k", 0, "v"));
    drop(on.setbit("k", 0, true));
    drop(on.append("k", "v"));
    drop(on.incr("k", 1));
    drop(on.decr("k", 1));
    drop(on.del("k"));
    drop(on.unlink("k"));
    drop(on.rename("k", "l"));
    drop(on.rename_nx("k", "l"));
    drop(on.copy("k", "l", CopyOptions::default()));
    drop(on.expire("k", 1));
    drop(on.expire_at("k", 1));
    drop(on.pexpire("k", 1));
    drop(on.pexpire_at("k", 1));
    drop(on.persist("k"));
    drop(on.hset("k", "f", "v"));
    drop(on.hset_nx("k", "f", "v"));
    drop(on.hset_multiple("k", &[("f", "v")]));
    drop(on.hincr("k", "f", 1));
    drop(on.hdel("k", "f"));
    drop(on.lpush("k", "v"));
    drop(on.lpush_exists("k", "v"));
    drop(on.rpush("k", "v"));
    drop(on.rpush_exists("k", "v"));
    drop(on.lpop::<Option<String>, _>("k", None));
    drop(on.rpop::<Option<String>, _>("k", None));
    drop(on.lset("k", 0, "v"));
    drop(on.linsert_before("k", "p", "v"));
    drop(on.linsert_after("k", "p", "v"));
    drop(on.lrem("k", 0, "v"));
    drop(on.ltrim("k", 0, 1));
    drop(on.rpoplpush("k", "l"));
    drop(on.sadd("k", "m"));
    drop(on.srem("k", "m"));
    drop(on.spop::<Option<String>, _>("k"));
    drop(on.smove("k", "l", "m"));
    drop(on.sinterstore("k", "l"));
    drop(on.sunionstore("k", "l"));
    drop(on.sdiffstore("k", "l"));
    drop(on.zadd("k", "m", 1));
    drop(on.zadd_multiple("k", &[(1, "m")]));
    drop(on.zincr("k", "m", 1));
    drop(on.zrem("k", "m"));
    drop(on.zpopmax("k", 1));
    drop(on.zpopmin("k", 1));
    drop(on.zrembyscore("k", 0, 1));
    drop(on.zremrangebyrank("k", 0, 1));
    drop(on.pfadd("k", "e"));
    drop(on.pfmerge("k", "l"));
    drop(on.publish("c", "m"));
    drop(on.flushall());
    drop(on.flushdb());
}

pub fn asynchronous_typed<C: AsyncTypedCommands>(on: &mut C) {
    drop(on.set("k", "v"));
    drop(on.set_options("k", "v", SetOptions::default()));
    drop(on.mset(&[("k", "v")]));
    drop(on.mset_nx(&[("k", "v")]));
    drop(on.set_ex("k", "v", 1));
    drop(on.pset_ex("k", "v", 1));
    drop(on.set_nx("k", "v"));
    drop(on.getset("k", "v"));
    drop(on.get_ex("k", Expiry::PERSIST));
    drop(on.get_del("k"));
    drop(on.setrange("k", 0, "v"));
    drop(on.setbit("k", 0, true));
    drop(on.append("k", "v"));
    drop(on.incr("k", 1));
    drop(on.decr("k", 1));
    drop(on.del("k"));
    drop(on.unlink("k"));
    drop(on.rename("k", "l"));
    drop(on.rename_nx("k", "l"));
    drop(on.copy("k", "l", CopyOptions::default()));
    drop(on.expire("k", 1));
    drop(on.expire_at("k", 1));
    drop(on.pexpire("k", 1));
    drop(on.pexpire_at("k", 1));
    drop(on.persist("k"));
    drop(on.hset("k", "f", "v"));
    drop(on.hset_nx("k", "f", "v"));
    drop(on.hset_multiple("k", &[("f", "v")]));
    drop(on.hincr("k", "f", 1));
    drop(on.hdel("k", "f"));
    drop(on.lpush("k", "v"));
    drop(on.lpush_exists("k", "v"));
    drop(on.rpush("k", "v"));
    drop(on.rpush_exists("k", "v"));
    drop(on.lpop::<Option<String>, _>("k", None));
    drop(on.rpop::<Option<String>, _>("k", None));
    drop(on.lset("k", 0, "v"));
    drop(on.linsert_before("k", "p", "v"));
    drop(on.linsert_after("k", "p", "v"));
    drop(on.lrem("k", 0, "v"));
    drop(on.ltrim("k", 0, 1));
    drop(on.rpoplpush("k", "l"));
    drop(on.sadd("k", "m"));
    drop(on.srem("k", "m"));
    drop(on.spop::<Option<String>, _>("k"));
    drop(on.smove("k", "l", "m"));
    drop(on.sinterstore("k", "l"));
    drop(on.sunionstore("k", "l"));
    drop(on.sdiffstore("k", "l"));
    drop(on.zadd("k", "m", 1));
    drop(on.zadd_multiple("k", &[(1, "m")]));
    drop(on.zincr("k", "m", 1));
    drop(on.zrem("k", "m"));
    drop(on.zpopmax("k", 1));
    drop(on.zpopmin("k", 1));
    drop(on.zrembyscore("k", 0, 1));
    drop(on.zremrangebyrank("k", 0, 1));
    drop(on.pfadd("k", "e"));
    drop(on.pfmerge("k", "l"));
    drop(on.publish("c", "m"));
    drop(on.flushall());
    drop(on.flushdb());
}

pub async fn command(command: &Cmd, on: &mut Sync, other: &mut Async) {
    drop(command.query::<()>(on));
    drop(command.exec(on));
    drop(command.query_async::<()>(other).await);
    drop(command.exec_async(other).await);
}

pub async fn pipeline(pipeline: &Pipeline, on: &mut Sync, other: &mut Async) {
    drop(pipeline.query::<()>(on));
    drop(pipeline.exec(on));
    drop(pipeline.query_async::<()>(other).await);
    drop(pipeline.exec_async(other).await);
}

pub async fn script(script: &Script, invocation: &ScriptInvocation<'_>, on: &mut Sync, other: &mut Async) {
    drop(script.invoke::<()>(on));
    drop(script.invoke_async::<_, ()>(other).await);
    drop(invocation.invoke::<()>(on));
    drop(invocation.invoke_async::<()>(other).await);
}

pub async fn connection<C: ConnectionLike, A: redis::aio::ConnectionLike>(
    command: &Cmd,
    pipeline: &Pipeline,
    on: &mut C,
    other: &mut A,
) {
    drop(on.req_packed_command(b""));
    drop(on.req_packed_commands(b"", 0, 0));
    drop(on.req_command(command));
    drop(other.req_packed_command(command).await);
    drop(other.req_packed_commands(pipeline, 0, 0).await);
}

pub async fn packed(on: &mut Sync, other: &mut Async, command: &Cmd, pipeline: &Pipeline) {
    drop(on.send_packed_command(b""));
    drop(other.send_packed_command(command).await);
    drop(other.send_packed_commands(pipeline, 0, 0).await);
}
