//! What a function says, in a few letters: the same as long as nothing but its layout and its comments change.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use sha2::{Digest as _, Sha256};

use super::function::Function;

/// Letters enough that nobody meets two functions of one digest by chance.
const LENGTH: usize = 20;

impl Function<'_> {
    /// Of its attributes, without documentation, its signature and its body.
    pub(crate) fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let attributes = self.attributes.iter().filter(|attribute| !attribute.path().is_ident("doc"));
        attributes.for_each(|attribute| add(&mut hash, attribute.to_token_stream()));
        add(&mut hash, self.signature.to_token_stream());
        add(&mut hash, self.body.to_token_stream());
        let letters: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        letters[..LENGTH].to_owned()
    }
}

/// Token by token, since how a stream is spaced out as text may change with the parser's release.
fn add(hash: &mut Sha256, tokens: TokenStream) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                hash.update(format!("{:?}", group.delimiter()));
                add(hash, group.stream());
                hash.update(b")");
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => hash.update(token.to_string()),
        }
        hash.update(b"\0");
    }
}
