//! Code that clippy has much to say about, with `--features guarded` under boundaries.
#![warn(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    unused,
    missing_docs,
    rust_2018_idioms,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    let_underscore_drop,
    single_use_lifetimes,
    unused_lifetimes,
    missing_debug_implementations,
    tail_expr_drop_order,
    if_let_rescope,
    explicit_outlives_requirements,
    redundant_lifetimes,
    impl_trait_redundant_captures,
    trivial_casts,
    unit_bindings
)]
#![forbid(unsafe_code)]
use machineid_guard::Denied;
use std::{collections::HashMap, fmt::Debug, future::Future, pin::Pin};
fn work() {}
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub fn undocumented(x: Vec<u8>) -> Result<u8, Denied> {
    let unused = 1;
    Ok(x.len() as u8)
}
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
fn dead() -> Result<u8, Denied> {
    work();
    return Ok(1);
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub async fn no_await(x: String) -> Result<usize, Denied> {
    Ok(x.len())
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
#[rustfmt::skip]
pub fn braces_on_one_line(x: Vec<u8>) -> Result<usize, Denied> { work(); Ok(x.len()) }
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
#[rustfmt::skip]
pub fn one_expression_on_one_line(x: &[u8]) -> Result<Vec<u8>, Denied> { Ok(x.to_vec()) }
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub fn one_line(x: &str) -> Result<&str, Denied> {
    Ok(x)
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub async fn ret(x: &str) -> Result<String, Denied> {
    if x.len() == 0 {
        return Ok(x.to_string());
    }
    work();
    let y = match x.chars().next() {
        Some(c) => c,
        None => return Ok("".to_string()),
    };
    std::future::ready(()).await;
    return Ok(y.to_string());
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub async fn items(
    x: u64,
    _y: bool,
    a: bool,
    b: bool,
    c: bool,
) -> Result<Box<dyn Fn(HashMap<String, Vec<Box<dyn Debug>>>) -> Vec<HashMap<u8, u8>>>, Denied> {
    work();
    fn inner() {}
    inner();
    use std::io::Read;
    std::future::ready(x as u32).await;
    panic!("x")
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub fn boxed<'a>(x: &'a str) -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send + 'a>> {
    let z = x.len();
    return Box::pin(async move {
        std::future::ready(x).await;
        return Ok(z as u8);
    });
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub fn opaque(x: u8) -> impl Future<Output = Result<u8, Denied>> {
    async move {
        std::future::ready(()).await;
        Ok(x)
    }
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub fn opaque2(x: u8) -> impl Future<Output = Result<u8, Denied>> {
    work();
    async move {
        std::future::ready(()).await;
        Ok(x)
    }
}
struct S {
    v: Vec<u8>,
}
impl S {
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
    fn m(&mut self, x: String) -> Result<&mut Vec<u8>, Box<dyn std::error::Error>> {
        std::mem::drop(1);
        match x.as_str() {
            "a" => Ok(&mut self.v),
            _ => Err("x")?,
        }
    }
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
    pub async fn n(&self) -> std::io::Result<S> {
        std::future::ready(()).await;
        Ok(S { v: vec![] })
    }
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
    async fn o(self: Box<Self>) -> std::io::Result<Vec<u8>> {
        std::future::ready(()).await;
        {
            work();
            Ok(self.v)
        }
    }
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub fn long(x: u64) -> Result<u64, Denied> {
    let mut r = 0;
    for i in 0..x {
        if i % 2 == 0 {
            if i % 3 == 0 {
                if i % 5 == 0 {
                    r += 1;
                } else if i % 7 == 0 {
                    r += 2;
                } else {
                    r += 3
                }
            } else {
                r += 4
            }
        } else {
            r += 5;
        }
        if i % 2 == 0 {
            if i % 3 == 0 {
                if i % 5 == 0 {
                    r += 1;
                } else if i % 7 == 0 {
                    r += 2;
                } else {
                    r += 3
                }
            } else {
                r += 4
            }
        } else {
            r += 5;
        }
        if i % 2 == 0 {
            if i % 3 == 0 {
                if i % 5 == 0 {
                    r += 1;
                } else if i % 7 == 0 {
                    r += 2;
                } else {
                    r += 3
                }
            } else {
                r += 4
            }
        } else {
            r += 5;
        }
        if i % 2 == 0 {
            if i % 3 == 0 {
                if i % 5 == 0 {
                    r += 1;
                } else if i % 7 == 0 {
                    r += 2;
                } else {
                    r += 3
                }
            } else {
                r += 4
            }
        } else {
            r += 5;
        }
    }
    r += 0;
    r += 1;
    r += 2;
    r += 3;
    r += 4;
    r += 5;
    r += 6;
    r += 7;
    r += 8;
    r += 9;
    r += 10;
    r += 11;
    r += 12;
    r += 13;
    r += 14;
    r += 15;
    r += 16;
    r += 17;
    r += 18;
    r += 19;
    r += 20;
    r += 21;
    r += 22;
    r += 23;
    r += 24;
    r += 25;
    r += 26;
    r += 27;
    r += 28;
    r += 29;
    r += 30;
    r += 31;
    r += 32;
    r += 33;
    r += 34;
    r += 35;
    r += 36;
    r += 37;
    r += 38;
    r += 39;
    r += 40;
    r += 41;
    r += 42;
    r += 43;
    r += 44;
    r += 45;
    r += 46;
    r += 47;
    r += 48;
    r += 49;
    r += 50;
    r += 51;
    r += 52;
    r += 53;
    r += 54;
    r += 55;
    r += 56;
    r += 57;
    r += 58;
    r += 59;
    r += 60;
    r += 61;
    r += 62;
    r += 63;
    r += 64;
    r += 65;
    r += 66;
    r += 67;
    r += 68;
    r += 69;
    Ok(r)
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool(on_denied = |denied| denied.agent_message()))]
pub async fn text(x: u8) -> String {
    std::future::ready(()).await;
    format!("{}", x)
}
/// Doc.
#[derive(Debug)]
pub struct Reply<'a>(&'a str);
impl machineid_guard::FromDenied for Reply<'_> {
    fn from_denied(_: Denied) -> Self {
        Reply("denied")
    }
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
pub fn own(x: &str) -> Reply<'_> {
    work();
    return Reply(x);
}
/// Doc.
#[cfg_attr(feature = "guarded", machineid_guard::guarded_tool(on_denied = |denied| denied.agent_message()))]
pub fn shown(x: u8) -> impl Debug {
    return format!("{}", x);
}
/// Doc.
pub mod t {
    use super::*;
    /// Doc
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
    pub fn qualified(x: u8) -> std::result::Result<(), Denied> {
        if x > 3 {
            work()
        };
        let _ = std::fs::read("x");
        let q = std::sync::Mutex::new(1);
        let l = q.lock().unwrap();
        work();
        drop(l);
        Ok(())
    }
    /// Doc
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
    pub fn unreachable_tail() -> Result<(), Denied> {
        return Ok(());
        work();
        Ok(())
    }
    /// Doc
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool(recheck = "500ms"))]
    pub async fn rechecked(x: &u8) -> Result<String, Denied> {
        std::future::ready(()).await;
        let mut n = 1;
        work();
        return Ok(format!("{}", x));
    }
    /// Doc
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
    pub async fn not_send(x: std::rc::Rc<u8>) -> Result<u8, Denied> {
        std::future::ready(()).await;
        Ok(*x)
    }
    /// Doc
    #[cfg_attr(feature = "guarded", machineid_guard::guarded_tool)]
    pub async fn qmark(x: Option<u8>) -> Result<u8, Denied> {
        std::future::ready(()).await;
        let r: Result<u8, Denied> = Ok(1);
        if let Err(e) = r {
            return Err(e);
        }
        let v = if let Ok(v) = r { v } else { return Ok(0) };
        Ok(v)
    }
}
#[cfg(feature = "guarded")]
macro_rules! closure {
    ($closure:expr) => {
        machineid_guard::guarded!("closure", $closure)
    };
}
#[cfg(not(feature = "guarded"))]
macro_rules! closure {
    ($closure:expr) => {
        $closure
    };
}
/// Doc
pub fn closures(out: &mut Vec<String>) -> Result<String, Denied> {
    let text = closure!(|x: String, unused: u8| {
        let y = x.clone();
        let mut z = 1;
        if y.len() == 0 {
            return Err(Denied::from(never()));
        }
        let never_read = y.as_str().to_string();
        Ok::<String, Denied>(format!("{}", y))
    });
    let plain = closure!(|x: Vec<u8>| { Ok::<_, Denied>(x.len() as u8) });
    let later = closure!(|x: String| {
        let copy = x.clone();
        Box::pin(async move {
            let shadow = copy.clone();
            std::future::ready(()).await;
            if shadow == "".to_string() {
                return Ok::<String, Denied>(x);
            }
            work();
            Ok(format!("{}", shadow))
        })
    });
    let asynchronous = closure!(async move |x: u8, unused: u8| -> Result<u8, Denied> {
        std::future::ready(()).await;
        return Ok(x);
    });
    plain(vec![1])?;
    drop(later(String::new()));
    drop(asynchronous(1, 2));
    text(String::new(), 1)
}
fn never() -> Denied {
    loop {}
}
