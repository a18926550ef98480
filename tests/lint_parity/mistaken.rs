//! One mistake in each function, with `--features guarded` under a boundary. What the compiler says must
//! stand where it stands without one.

use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;

use machineid_guard::Denied;
#[cfg(feature = "guarded")]
use machineid_guard::guarded_tool;

type Reply = Result<String, Denied>;

fn length(_: &str) -> Result<usize, Denied> {
    Ok(0)
}

async fn fetch(_: String) -> Reply {
    Ok(String::new())
}

struct Tool {
    calls: usize,
    name: String,
}

struct Shelf {
    calls: usize,
    name: String,
}

mod opaque {
    use super::*;

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn output_of_another_type(query: String) -> impl Future<Output = Reply> {
        async move { query.len() }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn ok_of_another_type(query: String) -> impl Future<Output = Reply> {
        async move { Ok(query.len()) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn missing_tail(query: String) -> impl Future<Output = Reply> {
        async move {
            drop(query);
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn semicolon_too_many(query: String) -> impl Future<Output = Reply> {
        async move {
            Ok(query);
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn semicolon_after_the_block(query: String) -> impl Future<Output = Reply> {
        async move { Ok(query) };
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn no_future(query: String) -> impl Future<Output = Reply> {
        Ok(query)
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn empty(query: String) -> impl Future<Output = Reply> {}

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn missing_question_mark(query: String) -> impl Future<Output = Reply> {
        async move {
            let length: usize = length(&query);
            Ok(length.to_string())
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn question_mark_on_another_error(query: String) -> impl Future<Output = Reply> {
        async move {
            let number: u8 = query.parse()?;
            Ok(number.to_string())
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn question_mark_before_the_block(query: String) -> impl Future<Output = Reply> {
        let length = length(&query)?;
        async move { Ok(length.to_string()) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn missing_await(query: String) -> impl Future<Output = Reply> {
        async move {
            let text: String = fetch(query)?;
            Ok(text)
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn future_in_place_of_its_output(query: String) -> impl Future<Output = Reply> {
        async move { fetch(query) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn used_after_move(query: String) -> impl Future<Output = Reply> {
        async move {
            drop(query);
            Ok(query)
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn used_after_move_into_the_block(query: String) -> impl Future<Output = Reply> {
        let future = async move { Ok(query) };
        drop(query);
        future
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn borrow_without_move(query: String) -> impl Future<Output = Reply> {
        async { Ok(query.trim().to_owned()) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn local_borrowed() -> impl Future<Output = Reply> {
        let local = String::new();
        async { Ok(local.clone()) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn not_send(query: String) -> impl Future<Output = Reply> + Send {
        let query = Rc::new(query);
        async move {
            ready(()).await;
            Ok(query.to_string())
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn two_futures(query: String) -> impl Future<Output = Reply> {
        if query.is_empty() {
            return async { Ok(String::new()) };
        }
        async move { Ok(query) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn unknown_method(query: String) -> impl Future<Output = Reply> {
        async move { Ok(query.reversed()) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn unknown_name(query: String) -> impl Future<Output = Reply> {
        async move { Ok(quary) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn not_mutable(query: String) -> impl Future<Output = Reply> {
        async move {
            query.push('!');
            Ok(query)
        }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn assigned_another_type(query: String) -> impl Future<Output = Reply> {
        let mut length = query.len();
        length = query;
        async move { Ok(length.to_string()) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn unknown_type(query: String) -> impl Future<Output = Reply> {
        async move {
            let all = query.chars().collect();
            Ok(String::new())
        }
    }

    impl Tool {
        #[cfg_attr(feature = "guarded", guarded_tool)]
        pub fn written_through_a_shared_reference(&self) -> impl Future<Output = Reply> + '_ {
            self.calls += 1;
            async { Ok(String::new()) }
        }

        #[cfg_attr(feature = "guarded", guarded_tool)]
        pub fn moved_out_of_a_reference(&self) -> impl Future<Output = Reply> + '_ {
            async move { Ok(self.name) }
        }
    }
}

mod boxed {
    use super::*;

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn output_of_another_type(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move { query.len() })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn ok_of_another_type(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move { Ok(query.len()) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn missing_tail(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move {
            drop(query);
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn semicolon_too_many(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move {
            Ok(query);
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn semicolon_after_the_box(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move { Ok(query) });
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn not_boxed(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        async move { Ok(query) }
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn no_future(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Ok(query)
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn empty(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {}

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn missing_question_mark(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move {
            let length: usize = length(&query);
            Ok(length.to_string())
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn question_mark_on_another_error(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move {
            let number: u8 = query.parse()?;
            Ok(number.to_string())
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn question_mark_before_the_block(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        let length = length(&query)?;
        Box::pin(async move { Ok(length.to_string()) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn missing_await(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move {
            let text: String = fetch(query)?;
            Ok(text)
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn future_in_place_of_its_output(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move { fetch(query) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn used_after_move(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move {
            drop(query);
            Ok(query)
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn used_after_move_into_the_block(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        let future = Box::pin(async move { Ok(query) });
        drop(query);
        future
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn borrow_without_move(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async { Ok(query.trim().to_owned()) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn local_borrowed() -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        let local = String::new();
        Box::pin(async { Ok(local.clone()) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn not_send(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        let query = Rc::new(query);
        Box::pin(async move {
            ready(()).await;
            Ok(query.to_string())
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn unknown_method(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move { Ok(query.reversed()) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn unknown_name(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move { Ok(quary) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn not_mutable(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        Box::pin(async move {
            query.push('!');
            Ok(query)
        })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn assigned_another_type(query: String) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
        let mut length = query.len();
        length = query;
        Box::pin(async move { Ok(length.to_string()) })
    }

    impl Shelf {
        #[cfg_attr(feature = "guarded", guarded_tool)]
        pub fn written_through_a_shared_reference(&self) -> Pin<Box<dyn Future<Output = Reply> + Send + '_>> {
            self.calls += 1;
            Box::pin(async { Ok(String::new()) })
        }

        #[cfg_attr(feature = "guarded", guarded_tool)]
        pub fn moved_out_of_a_reference(&self) -> Pin<Box<dyn Future<Output = Reply> + Send + '_>> {
            Box::pin(async move { Ok(self.name) })
        }
    }
}

mod streams {
    use futures_util::stream::{self, BoxStream, Stream, StreamExt as _};

    use super::*;

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn items_of_another_type(query: String) -> BoxStream<'static, Reply> {
        stream::once(async move { query.len() }).boxed()
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn opaque_items_of_another_type(query: String) -> impl Stream<Item = Reply> {
        stream::once(async move { query.len() })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn no_stream(query: String) -> impl Stream<Item = Reply> {
        query
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn not_boxed(query: String) -> BoxStream<'static, Reply> {
        stream::once(async move { Ok(query) })
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn used_after_move(query: String) -> BoxStream<'static, Reply> {
        drop(query);
        stream::once(async move { Ok(query) }).boxed()
    }

    #[cfg_attr(feature = "guarded", guarded_tool)]
    pub fn semicolon_too_many(query: String) -> BoxStream<'static, Reply> {
        stream::once(async move { Ok(query) }).boxed();
    }
}
