//! What the code says of messages, and the string literals in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

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
    /// Those that mails, reports of imports or commands can say, with the parameters that all errors of the code have.
    pub said: BTreeMap<String, BTreeSet<String>>,
    /// All text literals that can be a code.
    pub known: BTreeSet<String>,
}

/// The codes that the code declares.
pub fn error_codes(root: &Path) -> ErrorCodes {
    let (mut said, mut known) = (BTreeMap::new(), BTreeSet::new());
    for folder in ["src", "fair_split/src"] {
        for source in sources(&root.join(folder)) {
            known.extend(literals(&source.text));
            // A request over HTTP can have its own errors, which only clients of the API see.
            if source.path.ends_with("/errors.rs") && !source.path.ends_with("platform/http/errors.rs") {
                collect_codes(source.text.parse().unwrap(), &mut said);
            }
        }
    }
    assert!(said.len() > 100, "the slices declare errors");
    ErrorCodes { said, known }
}

/// The variants of `api_errors!`: `Name { fields } => STATUS, "code";`
fn collect_codes(tokens: TokenStream, said: &mut BTreeMap<String, BTreeSet<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            collect_codes(group.stream(), said);
        }
        let (TokenTree::Literal(code), Some(start)) = (token, at.checked_sub(5)) else { continue };
        let before: Vec<String> = tokens[start..at].iter().map(ToString::to_string).collect();
        if before[1] != "=" || before[2] != ">" || before[4] != "," {
            continue;
        }
        let params = match &tokens[start] {
            TokenTree::Group(fields) => field_names(fields.stream()),
            _ => BTreeSet::new(),
        };
        let code = code.to_string().trim_matches('"').to_owned();
        let common = said.get(&code).map_or_else(|| params.clone(), |known| known & &params);
        said.insert(code, common);
    }
}

/// The names before the colons of `name: Type, name: Type<A, B>`.
fn field_names(fields: TokenStream) -> BTreeSet<String> {
    let fields: Vec<TokenTree> = fields.into_iter().collect();
    let is_single_colon = |at: usize| {
        let colon = |at: usize| matches!(&fields.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        colon(at) && !colon(at + 1) && !at.checked_sub(1).is_some_and(colon)
    };
    (1..fields.len()).filter(|at| is_single_colon(*at)).map(|at| fields[at - 1].to_string()).collect()
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
