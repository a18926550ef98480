//! The smallest arguments that a schema takes, against a validator of JSON schemas.

use machineid_guard::local::least_arguments;
use proptest::prelude::*;
use serde_json::{Value, json};

#[track_caller]
fn assert_least(schema: &Value, expected: &Value) {
    assert_eq!(least_arguments(schema).as_ref(), Some(expected), "{schema}");
    let validator = jsonschema::validator_for(schema).expect("a schema");
    assert!(validator.is_valid(expected), "{schema} does not take {expected}");
}

/// An object with this property alone.
fn with(property: &Value) -> Value {
    json!({ "type": "object", "properties": { "it": property, "other": { "type": "string" } }, "required": ["it"] })
}

#[test]
fn what_is_required_is_there_and_as_small_as_it_may_be() {
    let rows = [
        (json!({}), json!(null)),
        (json!(true), json!(null)),
        (json!({ "type": ["string", "null"] }), json!(null)),
        (json!({ "type": "boolean" }), json!(false)),
        (json!({ "type": "integer", "format": "uint32", "minimum": 0 }), json!(0)),
        (json!({ "type": "integer", "minimum": 3, "multipleOf": 5 }), json!(5)),
        (json!({ "type": "integer", "exclusiveMinimum": 5, "multipleOf": 5 }), json!(10)),
        (json!({ "type": "integer", "exclusiveMaximum": -1 }), json!(-2)),
        (json!({ "type": "integer", "maximum": -7, "multipleOf": 5 }), json!(-10)),
        (json!({ "type": "number", "minimum": 0.5 }), json!(1)),
        (json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 0.5 }), json!(0.25)),
        (json!({ "type": "string" }), json!("")),
        (json!({ "type": "string", "minLength": 2, "maxLength": 2 }), json!("aa")),
        (json!({ "type": "string", "format": "uuid" }), json!("00000000-0000-0000-0000-000000000000")),
        (json!({ "enum": ["b", "a"] }), json!("b")),
        (json!({ "type": "string", "enum": [1, "a"] }), json!("a")),
        (json!({ "const": { "a": [1] } }), json!({ "a": [1] })),
        (json!({ "type": "array", "items": { "type": "string" } }), json!([])),
        (json!({ "minItems": 2, "items": { "type": "integer" } }), json!([0, 0])),
        (
            json!({ "prefixItems": [{ "type": "integer" }, { "const": "b" }], "items": { "const": 3 }, "minItems": 3 }),
            json!([0, "b", 3]),
        ),
        (json!({ "anyOf": [{ "$ref": "#/$defs/Name" }, { "type": "null" }] }), json!("a")),
        (json!({ "oneOf": [{ "const": "first" }, { "const": "second" }] }), json!("first")),
        (json!({ "type": "string", "oneOf": [{ "const": 1 }, { "const": "second" }] }), json!("second")),
        (json!({ "anyOf": [false, { "type": "boolean" }] }), json!(false)),
        (json!({ "allOf": [{ "$ref": "#/$defs/Name" }, { "minLength": 2 }], "description": "a name" }), json!("aa")),
        (
            json!({ "allOf": [
                { "properties": { "a": { "minimum": 1 } }, "required": ["a"] },
                { "properties": { "a": { "type": "integer", "minimum": 2 } }, "required": ["b"] },
            ] }),
            json!({ "a": 2, "b": null }),
        ),
        (json!({ "required": ["a"], "additionalProperties": { "type": "integer" } }), json!({ "a": 0 })),
        (json!({ "$ref": "#/$defs/slashed~1name" }), json!(false)),
    ];
    for (property, expected) in rows {
        let mut schema = with(&property);
        schema["$defs"] =
            json!({ "Name": { "type": "string", "minLength": 1 }, "slashed/name": { "type": "boolean" } });
        assert_least(&schema, &json!({ "it": expected }));
    }
}

#[test]
fn a_schema_that_says_nothing_takes_an_object() {
    assert_least(&json!({}), &json!({}));
    assert_least(&json!(true), &json!({}));
    assert_least(&json!({ "type": "object" }), &json!({}));
    assert_least(&json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": "nothing" }), &json!({}));
}

/// A tree whose first choice is the branch, and a list that goes on by an optional property.
#[test]
fn what_is_made_of_itself_ends_as_soon_as_it_can() {
    let tree = json!({ "anyOf": [
        { "properties": { "left": { "$ref": "#" }, "right": { "$ref": "#" } }, "required": ["left", "right"] },
        { "properties": { "leaf": { "type": "integer" } }, "required": ["leaf"] },
    ] });
    assert_least(&tree, &json!({ "leaf": 0 }));
    let list = json!({ "properties": { "value": { "const": 1 }, "next": { "$ref": "#" } }, "required": ["value"] });
    assert_least(&list, &json!({ "value": 1 }));
    let deep = (0..15).fold(json!({ "const": 1 }), |inner, _| with(&inner));
    assert!(least_arguments(&with(&deep)).is_some());
}

#[test]
fn nothing_is_made_up_where_nothing_fits() {
    let deep = (0..17).fold(json!({ "const": 1 }), |inner, _| with(&inner));
    let both = json!([{ "properties": { "a": { "$ref": "#" }, "b": { "$ref": "#" } }, "required": ["a", "b"] },
                      { "properties": { "c": { "$ref": "#" }, "d": { "$ref": "#" } }, "required": ["c", "d"] }]);
    let rows = [
        json!(false),
        json!(7),
        with(&json!({ "enum": [] })),
        with(&json!({ "type": "string", "const": 1 })),
        with(&json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] })),
        with(&json!({ "type": "integer", "minimum": 2, "maximum": 1 })),
        with(&json!({ "type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 1 })),
        with(&json!({ "type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2 })),
        with(&json!({ "type": "string", "minLength": 2, "maxLength": 1 })),
        with(&json!({ "type": "string", "minLength": 9_000_000_000_000_u64 })),
        with(&json!({ "type": "array", "minItems": 9_000_000_000_000_u64 })),
        with(&json!({ "$ref": "#/$defs/nowhere" })),
        with(&json!({ "$ref": "https://example.invalid/schema" })),
        json!({ "required": ["a"], "additionalProperties": false }),
        json!({ "properties": { "next": { "$ref": "#" } }, "required": ["next"] }),
        json!({ "$ref": "#" }),
        json!({ "anyOf": [{ "$ref": "#" }, { "$ref": "#" }] }),
        json!({ "anyOf": both }),
        deep,
    ];
    for schema in rows {
        assert_eq!(least_arguments(&schema), None, "{schema}");
    }
}

fn leaf() -> impl Strategy<Value = Value> {
    let range = (-30..30_i32, 0..30_i32).prop_map(|(from, more)| (from, from + more));
    prop_oneof![
        Just(json!({ "type": "null" })),
        Just(json!({ "type": ["boolean", "integer"] })),
        Just(json!({ "$ref": "#/$defs/Leaf" })),
        range.clone().prop_map(|(from, to)| json!({ "type": "integer", "minimum": from, "maximum": to })),
        range.prop_map(|(from, to)| {
            json!({ "type": "number", "exclusiveMinimum": f64::from(from) / 4.0, "maximum": f64::from(to + 1) / 4.0 })
        }),
        (-30..30_i32, 1..9_u32)
            .prop_map(|(from, step)| json!({ "type": "integer", "exclusiveMinimum": from, "multipleOf": step })),
        (-30..30_i32, 1..9_u32)
            .prop_map(|(to, step)| json!({ "type": "number", "exclusiveMaximum": to, "multipleOf": step })),
        (0..9_u32, 0..9_u32)
            .prop_map(|(from, more)| json!({ "type": "string", "minLength": from, "maxLength": from + more })),
        any::<u8>().prop_map(|value| json!({ "const": value })),
        any::<[u8; 3]>().prop_map(|values| json!({ "enum": values })),
    ]
}

/// Schemas of which each accepts something.
fn schema() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 40, 4, |inner| {
        let properties = prop::collection::btree_map("[a-d]", (inner.clone(), any::<bool>()), 0..4);
        let object = properties.prop_map(|properties| {
            let required: Vec<&String> = properties.iter().filter(|(_, (_, it))| *it).map(|(name, _)| name).collect();
            let properties: Value =
                properties.iter().map(|(name, (schema, _))| (name.clone(), schema.clone())).collect();
            json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
        });
        let choice = (inner.clone(), inner.clone(), any::<bool>()).prop_map(|(first, second, is_tagged)| {
            let tagged = |tag: &str, of: Value| {
                json!({ "properties": { "tag": { "const": tag }, "of": of }, "required": ["tag", "of"] })
            };
            if is_tagged {
                json!({ "type": "object", "oneOf": [tagged("first", first), tagged("second", second)] })
            } else {
                json!({ "anyOf": [first, second] })
            }
        });
        let all = (inner.clone(), inner.clone()).prop_map(|(x, y)| {
            json!({ "allOf": [{ "properties": { "x": x } }, { "properties": { "y": y } }], "required": ["x", "y"] })
        });
        let several = (inner.clone(), prop::collection::vec(inner, 0..3), 0..4_u8);
        let list = several.prop_map(|(items, first, least)| match first.as_slice() {
            [] => json!({ "type": "array", "items": items, "minItems": least }),
            first => json!({ "type": "array", "prefixItems": first, "items": items, "minItems": least }),
        });
        prop_oneof![object, choice, all, list]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_schema_demands_its_least_arguments_have(root in schema(), of_leaf in leaf()) {
        prop_assume!(of_leaf.get("$ref").is_none());
        let mut schema = with(&root);
        schema["$defs"] = json!({ "Leaf": of_leaf });
        let least = least_arguments(&schema);
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        prop_assert!(least.as_ref().is_some_and(|least| validator.is_valid(least)), "{schema}: {least:?}");
    }

    /// Any JSON at all: no panic, and an end.
    #[test]
    fn what_is_no_schema_ends_as_well(keyword in "type|enum|const|items|prefixItems|allOf|anyOf|minItems|minimum|multipleOf|required|properties|\\$ref",
                                      said in prop_oneof![Just(json!(-1)), Just(json!("#")), Just(json!([[]])), Just(json!({ "a": 0 })), Just(json!(1e300)), Just(json!(0))]) {
        drop(least_arguments(&json!({ keyword: said })));
    }
}
