//! The way through a schema's references and choices to the first value with the least nesting.

use serde_json::{Map, Value};

use super::demands::{Demands, Kind};
use super::{number, text};

/// How deep arguments are nested at most.
const DEEPEST: usize = 16;
/// How many schemas and values are looked at in one search: enough for any tool, and an end for those that lead nowhere.
const STEPS: usize = 50_000;

pub(super) struct Search<'s> {
    root: &'s Value,
    steps: usize,
}

/// The alternatives of an `anyOf` or `oneOf`.
type Choice<'s> = &'s [Value];

impl<'s> Search<'s> {
    pub(super) const fn of(root: &'s Value) -> Self {
        Self { root, steps: STEPS }
    }

    /// With little nesting first: of the schema of a tree the first choice may be the branch that never ends.
    pub(super) fn least(mut self) -> Option<Value> {
        (0..=DEEPEST).find_map(|depth| self.value(vec![self.root], Kind::Object, depth))
    }

    /// A value that all the schemas accept; `otherwise` is its kind where they say nothing.
    fn value(&mut self, schemas: Vec<&'s Value>, otherwise: Kind, depth: usize) -> Option<Value> {
        self.steps = self.steps.checked_sub(1)?;
        let (mut demands, mut choices) = (Demands::default(), Vec::new());
        self.add(schemas, &mut demands, &mut choices)?;
        self.chosen(&demands, &choices, otherwise, depth)
    }

    /// Adds what the schemas say, and those that they are made of.
    fn add(&mut self, schemas: Vec<&'s Value>, to: &mut Demands<'s>, choices: &mut Vec<Choice<'s>>) -> Option<()> {
        let mut left = schemas;
        while let Some(schema) = left.pop() {
            self.steps = self.steps.checked_sub(1)?;
            let Some(schema) = schema.as_object() else {
                // `true` accepts everything, `false` nothing.
                if *schema != Value::Bool(true) {
                    return None;
                }
                continue;
            };
            if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
                left.push(self.root.pointer(reference.strip_prefix('#')?)?);
            }
            left.extend(schema.get("allOf").and_then(Value::as_array).into_iter().flatten());
            let alternatives = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
            choices.extend(alternatives.map(Vec::as_slice));
            to.add(schema)?;
        }
        Some(())
    }

    /// The first of the alternatives with which there is a value.
    fn chosen(
        &mut self,
        demands: &Demands<'s>,
        choices: &[Choice<'s>],
        otherwise: Kind,
        depth: usize,
    ) -> Option<Value> {
        let Some((alternatives, others)) = choices.split_first() else {
            return self.least_of(demands, otherwise, depth);
        };
        alternatives.iter().find_map(|alternative| {
            let (mut demands, mut choices) = (demands.clone(), others.to_vec());
            self.add(vec![alternative], &mut demands, &mut choices)?;
            self.chosen(&demands, &choices, otherwise, depth)
        })
    }

    fn least_of(&mut self, demands: &Demands<'s>, otherwise: Kind, depth: usize) -> Option<Value> {
        if let Some(mut given) = demands.given() {
            return given.find(|value| demands.admit(value)).cloned();
        }
        demands.kinds(otherwise).into_iter().find_map(|kind| match kind {
            Kind::Null => Some(Value::Null),
            Kind::Boolean => Some(Value::Bool(false)),
            Kind::Integer => number::whole(demands),
            Kind::Number => number::any(demands),
            Kind::String => text::least(demands),
            Kind::Array => self.array(demands, depth),
            Kind::Object => self.object(demands, depth),
        })
    }

    fn array(&mut self, demands: &Demands<'s>, depth: usize) -> Option<Value> {
        let items = (0..demands.length("minItems", "maxItems")?)
            .map(|at| self.value(demands.items(at), Kind::Null, depth.checked_sub(1)?));
        items.collect::<Option<Vec<_>>>().map(Value::Array)
    }

    fn object(&mut self, demands: &Demands<'s>, depth: usize) -> Option<Value> {
        let properties = demands.required().into_iter().map(|name| {
            let value = self.value(demands.property(name), Kind::Null, depth.checked_sub(1)?)?;
            Some((name.to_owned(), value))
        });
        properties.collect::<Option<Map<_, _>>>().map(Value::Object)
    }
}
