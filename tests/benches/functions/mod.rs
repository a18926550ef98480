//! The functions whose compilation is timed: what a tool's body looks like, a dozen lines of it.

use std::fmt::Write as _;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Attribute {
    None,
    GuardedTool,
    Instrument,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Waiting {
    Sync,
    Async,
}

impl Attribute {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::None => "plain",
            Self::GuardedTool => "guarded",
            Self::Instrument => "instrumented",
        }
    }

    fn line(self) -> &'static str {
        match self {
            Self::None => "",
            Self::GuardedTool => "#[machineid_guard::guarded_tool]\n",
            Self::Instrument => "#[tracing::instrument]\n",
        }
    }
}

impl Waiting {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Async => "async",
        }
    }
}

const HEAD: &str = "\
use std::collections::BTreeMap;
use std::error::Error;

type Orders = BTreeMap<u64, String>;

fn find(orders: &Orders, id: u64) -> Result<String, Box<dyn Error>> {
    orders.get(&id).cloned().ok_or_else(|| format!(\"no order {id}\").into())
}

async fn find_later(orders: &Orders, id: u64) -> Result<String, Box<dyn Error>> {
    find(orders, id)
}

fn drive<F: Future>(future: F) -> F::Output {
    let mut future = Box::pin(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
";

/// A program of that many functions, all of which it calls, so that the compiler cannot leave one out.
pub(crate) fn source(waiting: Waiting, attribute: Attribute, functions: usize) -> String {
    let mut source = HEAD.to_owned();
    let (asyncness, find) = match waiting {
        Waiting::Sync => ("", "find(orders, id)?"),
        Waiting::Async => ("async ", "find_later(orders, id).await?"),
    };
    let attribute = attribute.line();
    let mut calls = String::new();
    for number in 0..functions {
        // Writing to a string cannot fail.
        let _ = write!(
            source,
            "
{attribute}pub {asyncness}fn tool_{number}(orders: &Orders, text: &str, limit: usize) -> Result<String, Box<dyn Error>> {{
    let id: u64 = text.trim().parse()?;
    if id > {number} + 1_000 {{
        return Err(format!(\"tool_{number} takes no id above {{}}\", {number} + 1_000).into());
    }}
    let order = {find};
    let mut lines = Vec::with_capacity(limit);
    for (index, word) in order.split_whitespace().take(limit).enumerate() {{
        lines.push(format!(\"{{index}}: {{}}\", word.to_uppercase()));
    }}
    if lines.is_empty() {{
        return Ok(format!(\"order {{id}} is empty\"));
    }}
    Ok(lines.join(\"\\n\"))
}}
"
        );
        let call = format!("tool_{number}(&orders, \"{number}\", 3)");
        let _ = match waiting {
            Waiting::Sync => writeln!(calls, "    total += {call}.map_or(0, |it| it.len());"),
            Waiting::Async => writeln!(calls, "    total += drive({call}).map_or(0, |it| it.len());"),
        };
    }
    let _ = write!(
        source,
        "\nfn main() {{\n    let orders = Orders::new();\n    let mut total = 0;\n{calls}    drop(drive(find_later(&orders, 1)));\n    \
         // All link the same crates, so that only the functions make a difference.\n    \
         tracing::info!(boundaries = machineid_guard::boundaries().len());\n    println!(\"{{total}}\");\n}}\n"
    );
    source
}
