//! What decides money is read under the lock that protects it, and a change reaches the rows that were read and no more.

use syn::visit::{self, Visit};

use crate::source::{Breach, Source};

/// The slices whose tables hold money.
const MONEY: [&str; 3] = ["invoicing", "payments", "settlement"];
/// The verbs of functions that read rows without locking them.
const READS: [&str; 5] = ["get_", "find_", "list_", "sum_", "count_"];

/// In one function of an action, nothing is read from a store before rows of the same store are locked.
pub fn locks_before_it_reads(source: &Source) -> Vec<Breach> {
    if !source.is_part("actions") || !MONEY.contains(&source.home()) {
        return Vec::new();
    }
    let mut functions = Functions(Vec::new());
    source.visit_production(&mut functions);
    let mut found = Vec::new();
    for calls in functions.0 {
        for (at, locking) in calls.iter().enumerate().filter(|(_, call)| call.name.starts_with("lock_")) {
            let is_early = |call: &&Call| call.store == locking.store && READS.iter().any(|r| call.name.starts_with(r));
            if let Some(early) = calls.iter().take(at).find(is_early) {
                let fix = format!(
                    "`{}` is read before `{}`; lock first and read after, because what was read may have changed.",
                    early.name, locking.name
                );
                found.push(source.breach(early.span, fix));
            }
        }
    }
    found
}

/// A conditional change of a money table names the rows by their ids.
pub fn updates_the_rows_that_were_read(source: &Source) -> Vec<Breach> {
    if !source.is_part("store") || !MONEY.contains(&source.home()) {
        return Vec::new();
    }
    let mut updates = Updates { source, found: Vec::new() };
    source.visit_production(&mut updates);
    updates.found
}

/// A call of a function of a module, such as `pools::lock_pools`.
struct Call {
    store: String,
    name: String,
    span: proc_macro2::Span,
}

/// The calls of each function, in the order of the text.
struct Functions(Vec<Vec<Call>>);

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.0.push(Vec::new());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.0.push(Vec::new());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        visit::visit_expr_call(self, call);
        let syn::Expr::Path(path) = &*call.func else { return };
        let words: Vec<&syn::Ident> = path.path.segments.iter().map(|segment| &segment.ident).collect();
        if let ([.., store, name], Some(calls)) = (words.as_slice(), self.0.last_mut()) {
            calls.push(Call { store: store.to_string(), name: name.to_string(), span: name.span() });
        }
    }
}

/// The functions with `update_many` that do not name the column `Id`.
struct Updates<'a> {
    source: &'a Source,
    found: Vec<Breach>,
}

impl Updates<'_> {
    fn check(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let mut words = Words::default();
        words.visit_block(body);
        if words.updates_many && !words.names_id {
            let fix = "An update by state or owner reaches rows that were not read; name the rows by their ids.";
            self.found.push(self.source.breach(signature.ident.span(), fix));
        }
    }
}

impl<'ast> Visit<'ast> for Updates<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        // A function that is not async only prepares a statement.
        if item.sig.asyncness.is_some() {
            self.check(&item.sig, &item.block);
        }
    }
}

#[derive(Default)]
struct Words {
    updates_many: bool,
    names_id: bool,
}

impl<'ast> Visit<'ast> for Words {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.updates_many |= words.last().is_some_and(|word| word == "update_many");
        self.names_id |= words.ends_with(&["Column".to_owned(), "Id".to_owned()]);
        visit::visit_path(self, path);
    }
}
