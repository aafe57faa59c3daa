//! What the code says of messages, and the string literals in it.

use std::{collections::BTreeSet, path::Path};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Messages that are found by the code of an error begin like this.
pub const ERROR: &str = "error-";

/// Attributes of a mail.
const MAIL: [&str; 4] = ["subject", "opening", "closing", "action"];

/// A source file.
pub struct Source {
    /// Its path from the root of the repository.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A use of `localize!` or `mail_content!`.
pub struct Call {
    /// The file.
    pub file: String,
    /// The key as written.
    pub key: String,
    /// The keys that it uses: the message, or the attributes of a mail.
    pub keys: Vec<String>,
    /// The names of the variables.
    pub variables: BTreeSet<String>,
}

/// All source files below a folder, but those of tests.
pub fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if name != "tests" {
                    folders.push(path);
                }
            } else if name.ends_with(".rs") && name != "tests.rs" && !name.ends_with("_tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&path).display().to_string();
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The codes of errors.
pub struct ErrorCodes {
    /// Those that mails, reports of imports or commands can say.
    pub said: BTreeSet<String>,
    /// All text literals that can be a code.
    pub known: BTreeSet<String>,
}

/// The codes that the code declares.
pub fn error_codes(root: &Path) -> ErrorCodes {
    let (mut said, mut known) = (BTreeSet::new(), BTreeSet::new());
    for folder in ["src", "fair_split/src"] {
        for source in sources(&root.join(folder)) {
            known.extend(literals(&source.text));
            // A request over HTTP can have its own errors, which only clients of the API see.
            if source.path.ends_with("/errors.rs") && !source.path.ends_with("platform/http/errors.rs") {
                let declared = source.text.lines().filter_map(declared_code);
                said.extend(declared.map(str::to_owned));
            }
        }
    }
    assert!(said.len() > 100, "the slices declare errors");
    ErrorCodes { said, known }
}

/// The code of a variant: `… => CONFLICT, "cycle_exists";`
fn declared_code(line: &str) -> Option<&str> {
    line.trim_end()
        .strip_suffix("\";")?
        .rsplit_once(", \"")
        .filter(|(before, _)| before.contains("=> "))
        .map(|(_, code)| code)
}

/// All uses of messages in the code below a folder.
pub fn calls(folder: &Path) -> Vec<Call> {
    let mut calls = Vec::new();
    for source in sources(folder) {
        let tokens: TokenStream = source.text.parse().unwrap();
        collect_calls(&source.path, tokens, &mut calls);
    }
    assert!(calls.len() > 20, "the code names messages");
    calls
}

fn collect_calls(file: &str, tokens: TokenStream, calls: &mut Vec<Call>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let named = at.checked_sub(2).map(|at| tokens[at].to_string());
        match named.as_deref() {
            Some(name @ ("localize" | "mail_content")) => calls.push(call(file, name, group.stream())),
            Some("macro_rules") => continue,
            _ => {}
        }
        // The body of `macro_rules! name { … }` is no call.
        if at.checked_sub(3).is_some_and(|at| tokens[at].to_string() == "macro_rules") {
            continue;
        }
        collect_calls(file, group.stream(), calls);
    }
}

fn call(file: &str, name: &str, arguments: TokenStream) -> Call {
    let mut parts: Vec<Vec<TokenTree>> = vec![Vec::new()];
    for token in arguments {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => parts.push(Vec::new()),
            token => parts.last_mut().unwrap().push(token),
        }
    }
    let key = parts.get(1).and_then(|part| part.first()).map(ToString::to_string).unwrap_or_default();
    let key = key.trim_matches('"').to_owned();
    let named =
        parts.iter().skip(2).filter(|part| matches!(part.get(1), Some(TokenTree::Punct(p)) if p.as_char() == '='));
    let variables = named.map(|part| part[0].to_string()).collect();
    let keys = match name {
        "mail_content" => MAIL.iter().map(|attribute| format!("{key}.{attribute}")).collect(),
        _ => vec![key.clone()],
    };
    Call { file: file.to_owned(), key, keys, variables }
}

/// The string literals of a source, without its comments and tests.
pub fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect_literals(source.parse().unwrap(), &mut found);
    found
}

fn collect_literals(tokens: TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut of_tests = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                // `#[…]` and `#![…]`.
                if matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == '!') {
                    tokens.next();
                }
                if let Some(TokenTree::Group(attribute)) = tokens.peek()
                    && attribute.delimiter() == Delimiter::Bracket
                {
                    let text = attribute.stream().to_string();
                    of_tests |= text.replace(' ', "") == "cfg(test)";
                    if !text.starts_with("doc") {
                        collect_literals(attribute.stream(), found);
                    }
                    tokens.next();
                }
            }
            TokenTree::Group(group) => {
                if !of_tests {
                    collect_literals(group.stream(), found);
                }
                of_tests &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => of_tests = false,
            TokenTree::Literal(literal) if !of_tests => {
                let text = literal.to_string();
                if let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                    found.push(text.to_owned());
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
