//! Blocks at random: each function that can be reached from outside asks or is exempt, or the block is
//! refused; and each mistake is one error.

use std::collections::HashMap;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{ImplItem, Item, TraitItem};

use super::{BlockAttribute, errors, expand};

const BLOCKS: u64 = 3_000;

/// Random numbers that are the same in each run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or_default()
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// What must be true of one function in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// The block puts a boundary in front of its body.
    Added,
    /// Its own attribute stays, and the body demands it.
    Demanded,
    /// It is as it was: private, exempt, or in a block that is left to its own attribute.
    AsWritten,
}

/// A block under construction, and what has to become of it.
struct Written {
    attribute: BlockAttribute,
    dice: Dice,
    source: String,
    fates: HashMap<String, Fate>,
    mistakes: usize,
}

/// What is around a function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Open,
    /// Its functions have no visibility of their own.
    Trait,
    /// The block is exempt, or left to an attribute of its own.
    Elsewhere,
    /// Both.
    TraitElsewhere,
}

const OWN: &[&str] = &[
    "#[guarded_tool]",
    "#[machineid_guard::resume]",
    "#[::machineid_guard::side_effect(surface = \"x\")]",
    "#[instrument] #[resume(name = \"y\")]",
];
const NOT_OWN: &[&str] = &["", "", "#[rustfmt::resume]", "#[other::guarded_tool]", "#[cfg_attr(x, guarded_tool)]"];
const TAKEN_OUT: &[&str] = &["#[tool]", "#[cfg_attr(x, rmcp::tool(name = \"y\"))]", "#[unsafe(no_mangle)]"];
const VISIBLE: &[&str] = &["pub", "pub(crate)", "pub(super)"];
const PRIVATE: &[&str] = &["", "pub(self)"];
const EXEMPT: &str = "#[unguarded(reason = \"z\")]";

const HIDING: &[&str] = &[
    "const _: () = { impl S { pub fn f() {} } };",
    "static A: u8 = { { impl S { pub fn f() {} } } 1 };",
    "struct B([u8; { impl S { pub fn f() {} } 0 }]);",
    "pub use super::hidden;",
    "pub(crate) use other::{Error, *};",
    "pub static C: Handler = || work();",
    "pub const D: fn() = work;",
    "pub(super) static E: Tool = Tool { run: super::work };",
    "make_tools!();",
    "unsafe extern \"C\" { pub fn foreign(); }",
    "pub extern crate other;",
];
const PLAIN: &[&str] = &[
    "const _: () = assert!(A < B);",
    "pub const F: &[&str] = &[\"a\"];",
    "static G: fn() = work;",
    "use super::hidden;",
    "pub use super::{Error, Kind::*};",
    "pub struct H { pub run: fn() }",
    "pub type I = Box<dyn Fn()>;",
    "macro_rules! j { () => { pub fn f() {} } }",
    "impl Clone for S { fn clone(&self) -> Self { S } }",
    "impl core::fmt::Debug for S { fn fmt(&self) {} }",
    "impl Marker for S {}",
    "extern \"C\" { fn foreign(); }",
];

impl Written {
    fn new(attribute: BlockAttribute, seed: u64) -> Self {
        let mut written =
            Self { attribute, dice: Dice(seed), source: String::new(), fates: HashMap::new(), mistakes: 0 };
        written.push("mod outer { use super::*; ");
        written.function(Around::Open);
        written.module_content(2);
        written.push(" }");
        written
    }

    fn push(&mut self, text: &str) {
        let _ = write!(self.source, "{text} ");
    }

    fn module_content(&mut self, depth: usize) {
        for _ in 0..=self.dice.below(4) {
            match self.dice.below(if depth == 0 { 4 } else { 8 }) {
                0 | 1 => {
                    self.function(Around::Open);
                }
                2 => self.other_item(),
                3 => self.inherent(),
                4 => self.of_trait("impl Tool for S {"),
                5 => self.of_trait("pub trait Tool: Send {"),
                6 => self.of_trait("impl Display for S {"),
                _ => self.module(depth - 1),
            }
        }
    }

    fn module(&mut self, depth: usize) {
        let head = self.dice.pick(&["pub mod inner {", "mod inner {"]);
        self.push(head);
        self.module_content(depth);
        self.push("}");
    }

    fn other_item(&mut self) {
        let (is_hiding, is_exempt) = (self.dice.one_in(2), self.dice.one_in(3));
        let item = if is_hiding { self.dice.pick(HIDING) } else { self.dice.pick(PLAIN) };
        if is_exempt {
            self.push(EXEMPT);
        }
        self.push(item);
        self.mistakes += usize::from(is_hiding && !is_exempt);
    }

    fn inherent(&mut self) {
        let around = self.block_attribute();
        self.push("impl S {");
        for _ in 0..self.dice.below(3) {
            self.function(around);
        }
        if self.dice.one_in(3) {
            self.push("pub const RUN: Handler = Self::work;");
            self.mistakes += usize::from(around != Around::Elsewhere);
        }
        self.push("}");
    }

    fn block_attribute(&mut self) -> Around {
        let (attribute, around) = match self.dice.below(6) {
            0 => (EXEMPT, Around::Elsewhere),
            1 => ("#[guarded_tools(fns(run))]", Around::Elsewhere),
            2 => ("#[machineid_guard::require_boundaries]", Around::Elsewhere),
            3 => ("#[other::guarded_tools]", Around::Open),
            _ => ("", Around::Open),
        };
        self.push(attribute);
        around
    }

    /// A trait's functions are all settled one by one, or the block is one mistake.
    fn of_trait(&mut self, head: &str) {
        let around = match self.block_attribute() {
            Around::Elsewhere | Around::TraitElsewhere => Around::TraitElsewhere,
            Around::Open | Around::Trait => Around::Trait,
        };
        self.push(head);
        let mut is_settled = true;
        for _ in 0..self.dice.below(3) {
            is_settled &= self.function(around);
        }
        self.push("}");
        self.mistakes += usize::from(around == Around::Trait && !is_settled);
    }

    /// Whether something is said about the function itself.
    fn function(&mut self, around: Around) -> bool {
        let is_own = self.dice.one_in(3);
        let is_taken_out = self.dice.one_in(4);
        let is_exempt = self.dice.one_in(4);
        let is_of_trait = matches!(around, Around::Trait | Around::TraitElsewhere);
        let is_visible = !is_of_trait && self.dice.one_in(2);
        let mut is_tool = false;
        let boundary = self.dice.pick(if is_own { OWN } else { NOT_OWN });
        self.push(boundary);
        if is_taken_out {
            let attribute = self.dice.pick(TAKEN_OUT);
            is_tool = attribute.contains("tool");
            self.push(attribute);
        }
        if is_exempt {
            self.push(EXEMPT);
        }
        if !is_of_trait {
            let visibility = if is_visible { self.dice.pick(VISIBLE) } else { self.dice.pick(PRIVATE) };
            self.push(visibility);
        }
        let name = format!("function_{}", self.fates.len());
        let asyncness = if self.dice.one_in(2) { "async" } else { "" };
        self.push(&format!("{asyncness} fn {name}(&self) -> R {{ work() }}"));
        let is_reached = is_visible || is_taken_out;
        let fate = match (around, is_own, is_exempt) {
            (Around::Elsewhere | Around::TraitElsewhere, ..) | (_, false, true) => Fate::AsWritten,
            (_, true, true) => {
                self.mistakes += 1;
                Fate::AsWritten
            }
            (Around::Trait, true, false) => Fate::Demanded,
            (_, true, false) if is_reached => Fate::Demanded,
            (_, false, false) if is_reached => {
                self.mistakes += usize::from(self.attribute == BlockAttribute::RequireBoundaries);
                Fate::Added
            }
            _ => Fate::AsWritten,
        };
        self.fates.insert(name, fate);
        is_own || is_exempt || is_tool
    }
}

/// Each function in the output by its name, as text.
fn functions(items: &[Item], found: &mut HashMap<String, String>) {
    let mut keep = |signature: &syn::Signature, whole: TokenStream| {
        found.insert(signature.ident.to_string(), whole.to_string());
    };
    for item in items {
        match item {
            Item::Fn(it) => keep(&it.sig, it.to_token_stream()),
            Item::Impl(block) => block.items.iter().for_each(|item| {
                if let ImplItem::Fn(it) = item {
                    keep(&it.sig, it.to_token_stream());
                }
            }),
            Item::Trait(block) => block.items.iter().for_each(|item| {
                if let TraitItem::Fn(it) = item {
                    keep(&it.sig, it.to_token_stream());
                }
            }),
            _ => {}
        }
    }
    for item in items {
        if let Item::Mod(module) = item {
            functions(module.content.as_ref().map_or(&[], |(_, items)| items), found);
        }
    }
}

#[track_caller]
fn assert_fates(written: &Written, output: &str) {
    let file: syn::File = syn::parse_str(output).expect("items");
    let mut found = HashMap::new();
    functions(&file.items, &mut found);
    for (name, fate) in &written.fates {
        let function = found.get(name).unwrap_or_else(|| panic!("{name} is gone: {}\n{output}", written.source));
        let is_added = function.contains(&format!("boundary ! {{ ToolCall , \"{name}\""));
        let is_demanded = function.contains(&format!("does not reach `{name}`"));
        let expected = match (fate, written.attribute) {
            (Fate::Added, BlockAttribute::GuardedTools) => (true, false),
            (Fate::Demanded, _) => (false, true),
            (Fate::AsWritten, _) | (Fate::Added, BlockAttribute::RequireBoundaries) => (false, false),
        };
        assert_eq!((is_added, is_demanded), expected, "{name} is {fate:?}\n{}\n{output}", written.source);
    }
}

#[test]
fn whatever_is_reached_asks_or_is_exempt_or_the_block_is_refused() {
    let mut refused = 0;
    for seed in 0..BLOCKS {
        let attribute = if seed % 2 == 0 { BlockAttribute::GuardedTools } else { BlockAttribute::RequireBoundaries };
        let written = Written::new(attribute, seed);
        let item: TokenStream = written.source.parse().expect("tokens");
        let output = expand(attribute, TokenStream::new(), &item).to_string();
        let is_idle = written.mistakes == 0 && output.contains("guards nothing here");
        assert_eq!(errors(&output), written.mistakes + usize::from(is_idle), "{seed}: {}\n{output}", written.source);
        assert_fates(&written, &output);
        refused += usize::from(written.mistakes > 0);
    }
    let refused = refused as u64;
    assert!(refused > BLOCKS / 10 && BLOCKS - refused > BLOCKS / 10, "{refused} of {BLOCKS} are refused");
}
