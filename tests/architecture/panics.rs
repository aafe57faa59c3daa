//! Production code returns errors. It does not stop the process, and it switches off no lint.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::{
    paths::each_token,
    source::{Breach, Source, attributes, is_test},
};

const METHODS: [&str; 4] = ["unwrap", "expect", "unwrap_err", "expect_err"];
const MACROS: [&str; 5] = ["panic", "todo", "unimplemented", "unreachable", "dbg"];
/// The first words of SQL statements.
const SQL: [&str; 8] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "WITH "];

/// No panics, no SQL put together from strings, no lint on time, randomness or environment switched off outside the platform.
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
                found.push(self.source.breach(word.span(), panic_fix(&word.to_string())));
            }
        });
        self.found.extend(found);
    }
}

fn panic_fix(word: &str) -> String {
    format!("`{word}` can stop the process; return an error that names the cause.")
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
            let fix = panic_fix(&call.method.to_string());
            self.found.push(self.source.breach(call.method.span(), fix));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last().map(|s| &s.ident) {
            if MACROS.iter().any(|m| name == m) {
                self.found.push(self.source.breach(name.span(), panic_fix(&name.to_string())));
            }
            let first = call.tokens.clone().into_iter().next().map(|t| t.to_string()).unwrap_or_default();
            let begins = first.trim_start_matches(['r', '#', '"']).trim_start();
            if name == "format" && SQL.iter().any(|word| begins.starts_with(word)) && self.source.in_root_crate() {
                let fix = "SQL is not put together from strings; use the query builder or a statement with parameters.";
                self.found.push(self.source.breach(name.span(), fix));
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
            let fix =
                "Time, randomness and environment are arguments; take them from the transaction, `Clock` or `Config`.";
            self.found.push(self.source.breach(list.delimiter.span().open(), fix));
        }
        visit::visit_attribute(self, attribute);
    }
}
