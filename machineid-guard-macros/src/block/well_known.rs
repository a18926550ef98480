//! Traits that everybody implements, and whose functions act on nothing.

use syn::Path;

use super::parts::Block;

/// The traits with their functions, so that another trait of the same name is not meant by mistake. Not
/// among them: what works when it is called (`Iterator`, `Future`, `Read`, `Write`, `Fn`, `Service`).
const TRAITS: &[(&str, &[&str])] = &[
    ("Add", &["add"]),
    ("AddAssign", &["add_assign"]),
    ("AsMut", &["as_mut"]),
    ("AsRef", &["as_ref"]),
    ("Binary", &["fmt"]),
    ("BitAnd", &["bitand"]),
    ("BitAndAssign", &["bitand_assign"]),
    ("BitOr", &["bitor"]),
    ("BitOrAssign", &["bitor_assign"]),
    ("BitXor", &["bitxor"]),
    ("BitXorAssign", &["bitxor_assign"]),
    ("Borrow", &["borrow"]),
    ("BorrowMut", &["borrow_mut"]),
    ("Clone", &["clone", "clone_from"]),
    ("Debug", &["fmt"]),
    ("Default", &["default"]),
    ("Deref", &["deref"]),
    ("DerefMut", &["deref_mut"]),
    ("Deserialize", &["deserialize", "deserialize_in_place"]),
    ("Display", &["fmt"]),
    ("Div", &["div"]),
    ("DivAssign", &["div_assign"]),
    ("Drop", &["drop"]),
    ("Error", &["cause", "description", "provide", "source"]),
    ("From", &["from"]),
    ("FromDenied", &["from_denied"]),
    ("FromIterator", &["from_iter"]),
    ("FromStr", &["from_str"]),
    ("Hash", &["hash", "hash_slice"]),
    ("Index", &["index"]),
    ("IndexMut", &["index_mut"]),
    ("Into", &["into"]),
    ("IntoIterator", &["into_iter"]),
    ("JsonSchema", &["inline_schema", "is_referenceable", "json_schema", "schema_id", "schema_name"]),
    ("LowerExp", &["fmt"]),
    ("LowerHex", &["fmt"]),
    ("Mul", &["mul"]),
    ("MulAssign", &["mul_assign"]),
    ("Neg", &["neg"]),
    ("Not", &["not"]),
    ("Octal", &["fmt"]),
    ("Ord", &["clamp", "cmp", "max", "min"]),
    ("PartialEq", &["eq", "ne"]),
    ("PartialOrd", &["ge", "gt", "le", "lt", "partial_cmp"]),
    ("Pointer", &["fmt"]),
    ("Rem", &["rem"]),
    ("RemAssign", &["rem_assign"]),
    ("Serialize", &["serialize"]),
    ("Shl", &["shl"]),
    ("ShlAssign", &["shl_assign"]),
    ("Shr", &["shr"]),
    ("ShrAssign", &["shr_assign"]),
    ("Sub", &["sub"]),
    ("SubAssign", &["sub_assign"]),
    ("ToOwned", &["clone_into", "to_owned"]),
    ("ToString", &["to_string"]),
    ("TryFrom", &["try_from"]),
    ("TryInto", &["try_into"]),
    ("UpperExp", &["fmt"]),
    ("UpperHex", &["fmt"]),
];

/// Whether the block implements such a trait, with no function that is not that trait's.
pub(super) fn is_implemented_by(block: &Block, path: &Path) -> bool {
    let Some(last) = path.segments.last() else { return false };
    TRAITS
        .iter()
        .find(|(name, _)| last.ident == name)
        .is_some_and(|(_, known)| block.functions().all(|it| known.iter().any(|name| it.signature.ident == name)))
}
