//! What several schemas, which all hold, demand of one value.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// In the order of their size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The keywords that say something about values of this kind only. Where no `type` stands beside them, it was meant.
    const fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::Null | Self::Boolean | Self::Integer => &[],
            Self::Number => &["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"],
            Self::String => &["format", "maxLength", "minLength", "pattern"],
            Self::Array => &["items", "maxItems", "minItems", "prefixItems"],
            Self::Object => &["additionalProperties", "properties", "required"],
        }
    }

    fn is_of(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

type Schema = Map<String, Value>;

/// How many schemas one value has at most.
const MOST: usize = 64;

#[derive(Clone, Default)]
pub(super) struct Demands<'s>(Vec<&'s Schema>);

impl<'s> Demands<'s> {
    /// `None` where there are more than any tool has: a schema that is made of itself.
    pub(super) fn add(&mut self, schema: &'s Schema) -> Option<()> {
        self.0.push(schema);
        (self.0.len() <= MOST).then_some(())
    }

    /// What is said under the keyword.
    pub(super) fn said<'a>(&'a self, keyword: &'a str) -> impl Iterator<Item = &'s Value> + 'a {
        self.0.iter().filter_map(move |schema| schema.get(keyword))
    }

    /// The smallest length between what is said under two keywords; `None` where there is none.
    pub(super) fn length(&self, from: &str, to: &str) -> Option<u64> {
        let least = self.said(from).filter_map(Value::as_u64).max().unwrap_or(0);
        self.said(to).filter_map(Value::as_u64).all(|most| least <= most).then_some(least)
    }

    /// The values of which one it must be, where they are listed.
    pub(super) fn given(&self) -> Option<impl Iterator<Item = &'s Value>> {
        let one = self.said("const").next();
        let of_these = self.said("enum").find_map(Value::as_array);
        let given = one.map(std::slice::from_ref).or_else(|| of_these.map(Vec::as_slice))?;
        Some(given.iter())
    }

    /// Whether a value that one of the schemas lists is one for the others.
    pub(super) fn admit(&self, value: &Value) -> bool {
        let is_listed = |list: &Value| list.as_array().is_none_or(|list| list.contains(value));
        let is_of_kind = Kind::ALL.into_iter().any(|kind| kind.is_of(value) && self.allow(kind));
        self.said("const").all(|only| only == value) && self.said("enum").all(is_listed) && is_of_kind
    }

    /// The kinds that it may be of, the smallest first; the one that is meant, or `otherwise`, where no type is said.
    pub(super) fn kinds(&self, otherwise: Kind) -> Vec<Kind> {
        if self.said("type").next().is_some() {
            return Kind::ALL.into_iter().filter(|kind| self.allow(*kind)).collect();
        }
        let is_meant = |kind: &Kind| kind.keywords().iter().any(|keyword| self.said(keyword).next().is_some());
        match Kind::ALL.into_iter().find(is_meant).unwrap_or(otherwise) {
            Kind::Number => vec![Kind::Integer, Kind::Number],
            kind => vec![kind],
        }
    }

    fn allow(&self, kind: Kind) -> bool {
        self.said("type").all(|said| {
            let is_it = |said: &Value| said == kind.name() || (kind == Kind::Integer && said == Kind::Number.name());
            said.as_array().map_or_else(|| is_it(said), |several| several.iter().any(is_it))
        })
    }

    pub(super) fn required(&self) -> BTreeSet<&'s str> {
        self.said("required").filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect()
    }

    /// The schemas of a property.
    pub(super) fn property(&self, name: &str) -> Vec<&'s Value> {
        let of = |schema: &&'s Schema| {
            let own = schema.get("properties").and_then(|properties| properties.get(name));
            own.or_else(|| schema.get("additionalProperties"))
        };
        self.0.iter().filter_map(of).collect()
    }

    /// The schemas of the item at that place of a list.
    pub(super) fn items(&self, at: u64) -> Vec<&'s Value> {
        let of = |schema: &&'s Schema| {
            // Before 2020 a list under `items` said what is said under `prefixItems` now.
            let first = ["prefixItems", "items"].into_iter().find_map(|key| schema.get(key)?.as_array());
            let own = first.and_then(|first| first.get(usize::try_from(at).ok()?));
            let mut rest = ["items", "additionalItems"].into_iter().filter_map(|key| schema.get(key));
            own.or_else(|| rest.find(|rest| !rest.is_array()))
        };
        self.0.iter().filter_map(of).collect()
    }
}
