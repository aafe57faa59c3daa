//! Production code answers with an error; it does not stop the process, and it reaches around none of the lints.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::{
    names::each_token,
    source::{Breach, Source, attributes, is_test},
};

const METHODS: [&str; 4] = ["unwrap", "expect", "unwrap_err", "expect_err"];
const MACROS: [&str; 5] = ["panic", "todo", "unimplemented", "unreachable", "dbg"];
/// What a statement of SQL begins with.
const SQL: [&str; 8] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "WITH "];

/// No panics, no SQL glued together, no lint switched off outside the platform.
pub fn does_not_panic(source: &Source) -> Vec<Breach> {
    let mut reader = Reader { source, found: Vec::new() };
    reader.visit_file(&source.ast);
    reader.found
}

struct Reader<'a> {
    source: &'a Source,
    found: Vec<Breach>,
}

impl Reader<'_> {
    fn inside_macro(&mut self, tokens: &TokenStream) {
        let mut found = Vec::new();
        each_token(tokens, &mut |row, at| {
            let Some(TokenTree::Ident(word)) = row.get(at) else { return };
            let called =
                matches!(row.get(at + 1), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis);
            let method = at > 0 && called && METHODS.iter().any(|m| word == m);
            let bang = matches!(row.get(at + 1), Some(TokenTree::Punct(p)) if p.as_char() == '!');
            if method || bang && MACROS.iter().any(|m| word == m) {
                found.push(breach(&word.to_string(), word.span()));
            }
        });
        self.found.extend(found);
    }
}

fn breach(word: &str, span: proc_macro2::Span) -> Breach {
    Breach::at(span, format!("`{word}` can stop the process; return an error that says what was wrong."))
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if METHODS.iter().any(|method| call.method == method) {
            self.found.push(breach(&call.method.to_string(), call.method.span()));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last().map(|s| &s.ident) {
            if MACROS.iter().any(|m| name == m) {
                self.found.push(breach(&name.to_string(), name.span()));
            }
            let first = call.tokens.clone().into_iter().next().map(|t| t.to_string()).unwrap_or_default();
            let begins = first.trim_start_matches(['r', '#', '"']).trim_start();
            if name == "format" && SQL.iter().any(|word| begins.starts_with(word)) && self.source.in_root_crate() {
                let mend = "SQL is not glued together; use the query builder or a statement with parameters.";
                self.found.push(Breach::at(name.span(), mend));
            }
        }
        self.inside_macro(&call.tokens);
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let outside = self.source.in_root_crate() && self.source.home() != "platform";
        if outside
            && let Ok(list) = attribute.meta.require_list()
            && list.tokens.to_string().contains("disallowed_methods")
        {
            let mend = "Time, chance and environment are the platform's; take them from Work, Clock or Config.";
            self.found.push(Breach::at(list.delimiter.span().open(), mend));
        }
        visit::visit_attribute(self, attribute);
    }
}
