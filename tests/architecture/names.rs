//! Which modules a file names, read from its tokens, so that names inside macros, attributes and strings count too.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// A path that begins at the root of one of our crates.
#[derive(Debug)]
pub struct Name {
    /// `crate` or `entities`.
    pub root: &'static str,
    /// What follows: `orders`, `store`; `*` for everything. Cut after two words.
    pub words: Vec<String>,
    /// Where.
    pub span: Span,
}

/// All names in `tokens`, which stand `depth` modules below their crate's root.
pub fn names(tokens: &TokenStream, depth: usize) -> Vec<Name> {
    let mut found = Vec::new();
    scan(&tokens.clone().into_iter().collect::<Vec<_>>(), depth, &mut found);
    found
}

fn scan(tokens: &[TokenTree], depth: usize, found: &mut Vec<Name>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        match token {
            TokenTree::Ident(word) if !follows_path(tokens, at) => {
                if let Some(root) = root_of(&word.to_string()) {
                    branch(root, &[], rest, word.span(), found);
                } else if word == "super" {
                    ascend(rest, depth, word.span(), found);
                }
            }
            TokenTree::Group(group) => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                scan(&inner, depth + usize::from(is_module(tokens, at)), found);
            }
            TokenTree::Literal(literal) => {
                // Relations are named in attribute strings.
                let text = literal.to_string();
                let quoted = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or_default();
                if quoted.contains("::")
                    && let Ok(inner) = quoted.parse::<TokenStream>()
                {
                    let mut named = Vec::new();
                    scan(&inner.into_iter().collect::<Vec<_>>(), depth, &mut named);
                    found.extend(named.into_iter().map(|name| Name { span: literal.span(), ..name }));
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn root_of(word: &str) -> Option<&'static str> {
    match word {
        "crate" | "minga" => Some("crate"),
        "entities" => Some("entities"),
        _ => None,
    }
}

/// `super::super::x` that reaches the root is `crate::x`.
fn ascend(mut rest: &[TokenTree], depth: usize, span: Span, found: &mut Vec<Name>) {
    let mut up = 1;
    while let Some(after) = after_colons(rest)
        && let [TokenTree::Ident(word), more @ ..] = after
        && word == "super"
    {
        up += 1;
        rest = more;
    }
    if up >= depth {
        branch("crate", &[], rest, span, found);
    }
}

/// Follows `::word`, `::{…}`, `::*` and `as` behind a root.
fn branch(root: &'static str, words: &[String], rest: &[TokenTree], span: Span, found: &mut Vec<Name>) {
    let Some(after) = after_colons(rest) else {
        let renamed = matches!(rest, [TokenTree::Ident(word), ..] if word == "as");
        if !words.is_empty() || renamed {
            let words = if words.is_empty() { vec!["*".to_owned()] } else { words.to_vec() };
            found.push(Name { root, words, span });
        }
        return;
    };
    let with = |word: String| [words, &[word]].concat();
    match after {
        [TokenTree::Ident(word), more @ ..] if words.len() < 2 => {
            branch(root, &with(word.to_string()), more, word.span(), found);
        }
        [TokenTree::Punct(star), ..] if star.as_char() == '*' && words.is_empty() => {
            found.push(Name { root, words: with("*".to_owned()), span });
        }
        [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace && words.len() < 2 => {
            for element in split_by_comma(group.stream()) {
                element_of(root, words, &element, span, found);
            }
        }
        _ if words.is_empty() => {}
        _ => found.push(Name { root, words: words.to_vec(), span }),
    }
}

fn element_of(root: &'static str, words: &[String], element: &[TokenTree], span: Span, found: &mut Vec<Name>) {
    match element {
        [TokenTree::Ident(word), more @ ..] if word == "self" => branch(root, words, more, word.span(), found),
        [TokenTree::Ident(word), more @ ..] => {
            branch(root, &[words, &[word.to_string()]].concat(), more, word.span(), found);
        }
        [TokenTree::Punct(_)] => found.push(Name { root, words: [words, &["*".to_owned()]].concat(), span }),
        _ => {}
    }
}

fn split_by_comma(stream: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<_> = stream.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    tokens.split(is_comma).map(<[TokenTree]>::to_vec).collect()
}

fn after_colons(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    match tokens {
        [TokenTree::Punct(a), TokenTree::Punct(b), rest @ ..] if a.as_char() == ':' && b.as_char() == ':' => Some(rest),
        _ => None,
    }
}

/// Whether the token at `at` is the later part of a path, and so no root.
fn follows_path(tokens: &[TokenTree], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let beyond = at.checked_sub(3).and_then(|i| tokens.get(i));
    let is_colon = matches!(before, Some(TokenTree::Punct(p)) if p.as_char() == ':');
    let twice =
        matches!(at.checked_sub(2).and_then(|i| tokens.get(i)), Some(TokenTree::Punct(p)) if p.as_char() == ':');
    is_colon && twice && matches!(beyond, Some(TokenTree::Ident(_)))
}

/// Whether the group at `at` is the body of `mod name { … }`.
fn is_module(tokens: &[TokenTree], at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).and_then(|i| tokens.get(i));
    matches!((word(2), word(1)), (Some(TokenTree::Ident(key)), Some(TokenTree::Ident(_))) if key == "mod")
}

/// All identifiers in `tokens`, in groups too, with those before and behind them.
pub fn each_token(tokens: &TokenStream, visit: &mut impl FnMut(&[TokenTree], usize)) {
    let row: Vec<_> = tokens.clone().into_iter().collect();
    for at in 0..row.len() {
        visit(&row, at);
        if let Some(TokenTree::Group(group)) = row.get(at) {
            each_token(&group.stream(), visit);
        }
    }
}
