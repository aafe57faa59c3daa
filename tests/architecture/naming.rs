//! Names that say nothing about what they name, and the words to use instead.

use syn::{
    Ident,
    visit::{self, Visit},
};

use crate::source::{Breach, Source, attributes, is_test};

/// Where a word is denied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Denied {
    /// As one of the words of any name.
    Anywhere,
    /// As the whole name of a function, a module or a type.
    AsName,
    /// As the whole name of a type.
    AsType,
}

/// Words that are no names of functions, modules or types: where each is denied, and what to write instead.
const DENIED: &[(&str, Denied, &str)] = &[
    ("told", Denied::Anywhere, "the name of the result: `OrderResponse`, `notified_at`, `report`"),
    ("tell", Denied::Anywhere, "`notify`, `record`, `emit` or `create`"),
    ("tells", Denied::Anywhere, "`notify`, `record`, `emit` or `create`"),
    ("shown", Denied::Anywhere, "`response`, `visible` or the thing itself"),
    ("said", Denied::Anywhere, "the name of what was parsed or received"),
    ("say", Denied::Anywhere, "`print`, `set` or `write`"),
    ("says", Denied::Anywhere, "`print`, `set` or `write`"),
    ("heard", Denied::Anywhere, "the name of what was received: `WebhookOutcome`"),
    ("hear", Denied::Anywhere, "`receive` or `notify`"),
    ("door", Denied::Anywhere, "`Permission`, `Listener` or `Client`"),
    ("house", Denied::Anywhere, "the name of the context: `Cooperative`, `Installation`, `Instance`"),
    ("patience", Denied::Anywhere, "`timeouts`"),
    ("blame", Denied::Anywhere, "`body_errors`"),
    ("gather", Denied::Anywhere, "`load`"),
    ("mend", Denied::Anywhere, "`fix`, `repair` or `retry`"),
    ("wanted", Denied::Anywhere, "`requested`, `filter` or `ordered`"),
    ("agreed", Denied::Anywhere, "`imported`"),
    ("stands", Denied::Anywhere, "`position`, `status` or `represents`"),
    ("lowered", Denied::Anywhere, "`reduced`"),
    ("acceptor", Denied::Anywhere, "`server`"),
    ("seats", Denied::Anywhere, "`connection_limit`"),
    ("laws", Denied::Anywhere, "`rules`, or `invariants` in the audit"),
    ("law", Denied::Anywhere, "`rule`, or `invariant` in the audit"),
    ("made", Denied::AsName, "the name of the result: `RunResult`"),
    ("given", Denied::AsName, "`allocated`, `received` or the thing itself"),
    ("moved", Denied::AsName, "`changed`, `transferred` or the thing itself"),
    ("known", Denied::AsName, "`existing`, or the thing itself"),
    ("taken", Denied::AsName, "`reserved`, `code_exists` or the thing itself"),
    ("asked", Denied::AsName, "`request`"),
    ("put", Denied::AsName, "`create`, `update` or `upsert`"),
    ("follow", Denied::AsName, "what changes: `recompute_guest_lines`"),
    ("cover", Denied::AsName, "`schedule`"),
    ("soon", Denied::AsName, "`schedule`"),
    ("letter", Denied::AsName, "`layout`"),
    ("speech", Denied::AsName, "`format`"),
    ("notice", Denied::AsName, "`message`"),
    ("feed", Denied::AsName, "`indexer`"),
    ("cells", Denied::AsName, "`row_reader`"),
    ("sheet", Denied::AsName, "`csv_file`"),
    ("take_back", Denied::AsName, "`reduce`"),
    ("unstated", Denied::AsName, "`payables_without_statement`"),
    ("share_for", Denied::AsName, "`lock`"),
    ("rhythm", Denied::AsName, "`schedule`"),
    ("able", Denied::AsType, "`OfferCapacity`"),
    ("again", Denied::AsName, "the name of what is repeated"),
    ("answer", Denied::AsType, "`Result`, or `Response` for what is sent"),
    ("book", Denied::AsType, "`CarriedValueLedger`"),
    ("broken", Denied::AsType, "`Violation`"),
    ("chance", Denied::AsName, "`Ids`"),
    ("fact", Denied::AsType, "`Event`"),
    ("ground", Denied::AsType, "the name of the context"),
    ("here", Denied::AsType, "`RequestUri`"),
    ("loss", Denied::AsType, "the name of the cause: `ReductionCause`"),
    ("once", Denied::AsName, "`Idempotent`"),
    ("opening", Denied::AsType, "`Startup`"),
    ("seat", Denied::AsName, "`InstanceLock`"),
    ("work", Denied::AsType, "`UnitOfWork`"),
];

/// No function, module or type has a name that a reader must look up.
pub fn is_a_word_of_the_field(source: &Source) -> Vec<Breach> {
    let mut names = Names { source, found: Vec::new() };
    let file = source.module().last().and_then(|file| reason(file, false));
    names.found.extend(file.map(|fix| source.breach_at(1, fix)));
    names.visit_file(&source.ast);
    names.found
}

/// Why `name` is denied.
fn reason(name: &str, is_type: bool) -> Option<String> {
    let words = words(name);
    let whole = words.join("_");
    let (word, _, instead) = DENIED.iter().find(|(word, place, _)| match place {
        Denied::Anywhere => words.iter().any(|part| part == word),
        Denied::AsName => whole == *word,
        Denied::AsType => is_type && whole == *word,
    })?;
    Some(format!("`{name}` is named by the word `{word}`; write {instead}."))
}

/// The words of a name, in lower case: `OrderLine` and `order_line` → `order`, `line`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut begins = true;
    for letter in name.trim_start_matches("r#").chars() {
        if letter == '_' {
            begins = true;
            continue;
        }
        if begins || letter.is_uppercase() {
            words.push(String::new());
        }
        begins = false;
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

struct Names<'a> {
    source: &'a Source,
    found: Vec<Breach>,
}

impl Names<'_> {
    fn check(&mut self, ident: &Ident, is_type: bool) {
        let fix = reason(&ident.to_string(), is_type);
        self.found.extend(fix.map(|fix| self.source.breach(ident.span(), fix)));
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_test(attributes(item)) {
            return;
        }
        match item {
            syn::Item::Enum(item) => self.check(&item.ident, true),
            syn::Item::Fn(item) => self.check(&item.sig.ident, false),
            // The names in `impl Trait for Type` are those of the trait.
            syn::Item::Impl(item) if item.trait_.is_some() => return,
            // A module in a file of its own is checked there.
            syn::Item::Mod(item) if item.content.is_some() => self.check(&item.ident, false),
            syn::Item::Struct(item) => self.check(&item.ident, true),
            syn::Item::Trait(item) => self.check(&item.ident, true),
            syn::Item::Type(item) => self.check(&item.ident, true),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            self.check(&item.sig.ident, false);
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.check(&item.sig.ident, false);
    }
}
