//! The test of docs/adopt.md that no tool is forgotten, in the crate that has the tools.

use syn::{Expr, Lit};

use super::boundary::known_name;
use super::insertion::{Insertion, line_end, lines};
use crate::frameworks::{Framework, Scene, Tool};
use crate::source::{Attributes, File, Function, Owner, plain};

/// The module of the test. Where it is there already, its list is its author's.
const MODULE: &str = "every_tool_has_a_boundary";

/// The tests to write, each with its file.
pub(super) fn tests<'a>(
    scene: Scene<'a>,
    root: &'a File,
    guard: &str,
    tools: &[Tool<'a>],
) -> Vec<(&'a File, Insertion)> {
    let mut found: Vec<(&File, Insertion)> = Vec::new();
    let mut routers: Vec<(&File, Vec<Router>)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for tool in tools {
        match router(scene, tool) {
            Some((file, router)) => match routers.iter_mut().find(|(other, _)| other.path == file.path) {
                Some((_, list)) if list.contains(&router) => {}
                Some((_, list)) => list.push(router),
                None => routers.push((file, vec![router])),
            },
            None => names.extend(known_name(tool)),
        }
    }
    for (file, list) in routers {
        let tests: Vec<String> = list.iter().map(|router| router.test(guard)).collect();
        found.extend(appended(file, &tests.join("\n")));
    }
    if !names.is_empty() {
        found.extend(appended(root, &of_names(guard, &names)));
    }
    found
}

/// What gives the list of a server's tools.
#[derive(Debug, PartialEq, Eq)]
struct Router {
    server: String,
    function: String,
}

/// The router of rmcp's tools: their own list, which a tool that comes later is on.
fn router<'a>(scene: Scene<'a>, tool: &Tool<'a>) -> Option<(&'a File, Router)> {
    if tool.framework != Framework::Rmcp {
        return None;
    }
    let function = tool.acts?;
    let Owner::Implementation(block) = function.owner else { return None };
    let is_in_inline_module = scene.items.modules_around(function.module.scope).next().is_some();
    if block.trait_.is_some() || !block.generics.params.is_empty() || is_in_inline_module {
        return None;
    }
    let attributes = Attributes::of(&block.attrs).all();
    let made_by = attributes.iter().find(|it| it.path().segments.last().is_some_and(|it| it.ident == "tool_router"))?;
    let router = match made_by.argument("router") {
        Some(Expr::Path(path)) => plain(path.path.get_ident()?),
        Some(Expr::Lit(literal)) => match literal.lit {
            Lit::Str(text) => text.value(),
            _ => return None,
        },
        Some(_) => return None,
        None => "tool_router".to_owned(),
    };
    Some((&function.module.file.file, Router { server: Function::type_name(function)?, function: router }))
}

impl Router {
    fn test(&self, guard: &str) -> String {
        let Self { server, function } = self;
        format!(
            "    #[test]
    fn of_{}() {{
        let exempt: [&str; 0] = [];
        let tools = super::{server}::{function}().list_all();
        let tools = tools.iter().map(|tool| (tool.name.as_ref(), env!(\"CARGO_CRATE_NAME\")));
        {guard}::assert_all_guarded(tools, exempt);
    }}
",
            snake_case(&format!("{server}_{function}"))
        )
    }
}

fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() && !text.ends_with('_') {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

fn of_names(guard: &str, names: &[&str]) -> String {
    let list: Vec<String> = names.iter().map(|name| format!("            {name:?},\n")).collect();
    format!(
        "    // Where the framework gives a list of its tools, take that in place of this one.
    #[test]
    fn on_the_list() {{
        let exempt: [&str; 0] = [];
        let tools = [
{}        ];
        {guard}::assert_all_guarded(tools.map(|tool| (tool, env!(\"CARGO_CRATE_NAME\"))), exempt);
    }}
",
        list.concat()
    )
}

/// At the end of the file, unless a module of that name is there.
fn appended<'a>(file: &'a File, tests: &str) -> Option<(&'a File, Insertion)> {
    let is_there = file.items.items.iter().any(|item| matches!(item, syn::Item::Mod(module) if module.ident == MODULE));
    if is_there {
        return None;
    }
    let end = line_end(&file.text);
    let module = lines(&format!("#[cfg(test)]\nmod {MODULE} {{\n{}\n}}", tests.trim_end_matches('\n')), &file.text, "");
    let before = if file.text.ends_with('\n') { "" } else { end };
    Some((file, Insertion { at: file.text.len(), text: format!("{before}{end}{module}{end}") }))
}
