//! The module paths that a file names. They are read from its tokens, so that paths inside macro calls, attributes and
//! attribute strings count as well.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use crate::source::Source;

/// A path that begins in one of our crates, resolved from the root of the crate.
#[derive(Debug)]
pub struct NamedPath {
    /// The crate: `crate` for the file's own, or `entities`.
    pub root: &'static str,
    /// The words after it: `orders`, `store`, `get`. A glob ends in `*`.
    pub words: Vec<String>,
    /// Where it is named.
    pub span: Span,
}

/// All paths that `source` names from `crate`, `self`, `super` or `entities`.
pub fn named(source: &Source) -> Vec<NamedPath> {
    let mut found = Vec::new();
    scan(&row(&source.tokens), &source.module(), &mut found);
    found
}

fn scan(tokens: &[TokenTree], module: &[String], found: &mut Vec<NamedPath>) {
    for (at, token) in tokens.iter().enumerate() {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        match token {
            TokenTree::Ident(word) if !follows_path(tokens, at) => {
                from_root(&word.to_string(), rest, module, word.span(), found);
            }
            TokenTree::Group(group) => match module_name(tokens, at) {
                Some(name) => scan(&row(&group.stream()), &[module, &[name]].concat(), found),
                None => scan(&row(&group.stream()), module, found),
            },
            TokenTree::Literal(literal) => {
                // SeaORM names related entities in attribute strings.
                let text = literal.to_string();
                let quoted = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or_default();
                if quoted.contains("::")
                    && let Ok(inner) = quoted.parse::<TokenStream>()
                {
                    let mut inside = Vec::new();
                    scan(&row(&inner), module, &mut inside);
                    found.extend(inside.into_iter().map(|named| NamedPath { span: literal.span(), ..named }));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Reads the path that begins with `word`, if a path can begin with it.
fn from_root(word: &str, rest: &[TokenTree], module: &[String], span: Span, found: &mut Vec<NamedPath>) {
    match word {
        "crate" | "minga" => branch("crate", &[], rest, span, found),
        "entities" => branch("entities", &[], rest, span, found),
        "self" if after_colons(rest).is_some() => branch("crate", module, rest, span, found),
        "super" if after_colons(rest).is_some() => {
            let mut base = module;
            let mut rest = rest;
            loop {
                base = base.get(..base.len().saturating_sub(1)).unwrap_or_default();
                match after_colons(rest) {
                    Some([TokenTree::Ident(next), more @ ..]) if next == "super" => rest = more,
                    _ => break,
                }
            }
            branch("crate", base, rest, span, found);
        }
        _ => {}
    }
}

/// Follows `::word`, `::{…}`, `::*` and `as` after `words`.
fn branch(root: &'static str, words: &[String], rest: &[TokenTree], span: Span, found: &mut Vec<NamedPath>) {
    let with = |word: &str| [words, &[word.to_owned()]].concat();
    let Some(after) = after_colons(rest) else {
        let renamed = matches!(rest, [TokenTree::Ident(word), ..] if word == "as");
        if !words.is_empty() {
            found.push(NamedPath { root, words: words.to_vec(), span });
        } else if renamed {
            found.push(NamedPath { root, words: with("*"), span });
        }
        return;
    };
    match after {
        [TokenTree::Ident(word), more @ ..] => branch(root, &with(&word.to_string()), more, word.span(), found),
        [TokenTree::Punct(star), ..] if star.as_char() == '*' => found.push(NamedPath { root, words: with("*"), span }),
        [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => {
            for element in split_by_comma(&group.stream()) {
                match element.as_slice() {
                    [TokenTree::Ident(word), more @ ..] if word == "self" => {
                        branch(root, words, more, word.span(), found);
                    }
                    [TokenTree::Ident(word), more @ ..] => {
                        branch(root, &with(&word.to_string()), more, word.span(), found);
                    }
                    [TokenTree::Punct(_), ..] => found.push(NamedPath { root, words: with("*"), span }),
                    _ => {}
                }
            }
        }
        // Generic arguments: `crate::orders::Page::<Order>`.
        _ if !words.is_empty() => found.push(NamedPath { root, words: words.to_vec(), span }),
        _ => {}
    }
}

/// Paths that begin with a word which `is_start` accepts, such as the name of an imported module.
pub fn starting_with(source: &Source, is_start: &impl Fn(&str) -> bool) -> Vec<(Vec<String>, Span)> {
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        let Some(TokenTree::Ident(first)) = row.get(at) else { return };
        if follows_path(row, at) || !is_start(&first.to_string()) {
            return;
        }
        let mut words = vec![first.to_string()];
        let mut rest = row.get(at + 1..).unwrap_or_default();
        while let Some([TokenTree::Ident(word), more @ ..]) = after_colons(rest) {
            words.push(word.to_string());
            rest = more;
        }
        found.push((words, first.span()));
    });
    found
}

/// All words of the paths that begin with the crate `root`, also those in braces: `sea_orm::{EntityTrait, QueryFilter}`.
pub fn words_after(source: &Source, root: &str) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    each_token(&source.tokens, &mut |row, at| {
        if !matches!(row.get(at), Some(TokenTree::Ident(word)) if word == root) || follows_path(row, at) {
            return;
        }
        let mut rest = row.get(at + 1..).unwrap_or_default();
        while let Some([next, more @ ..]) = after_colons(rest) {
            match next {
                TokenTree::Ident(word) => found.push((word.to_string(), word.span())),
                TokenTree::Group(group) => each_token(&group.stream(), &mut |inside, at| {
                    if let Some(TokenTree::Ident(word)) = inside.get(at) {
                        found.push((word.to_string(), word.span()));
                    }
                }),
                _ => {}
            }
            rest = more;
        }
    });
    found
}

fn row(tokens: &TokenStream) -> Vec<TokenTree> {
    tokens.clone().into_iter().collect()
}

fn split_by_comma(stream: &TokenStream) -> Vec<Vec<TokenTree>> {
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    row(stream).split(is_comma).map(<[TokenTree]>::to_vec).collect()
}

fn after_colons(tokens: &[TokenTree]) -> Option<&[TokenTree]> {
    match tokens {
        [TokenTree::Punct(a), TokenTree::Punct(b), rest @ ..] if a.as_char() == ':' && b.as_char() == ':' => Some(rest),
        _ => None,
    }
}

/// Whether the token at `at` continues a path, so that no path begins with it.
fn follows_path(tokens: &[TokenTree], at: usize) -> bool {
    let back = |distance: usize| at.checked_sub(distance).and_then(|i| tokens.get(i));
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == ':');
    is_colon(back(1)) && is_colon(back(2)) && matches!(back(3), Some(TokenTree::Ident(_)))
}

/// The name of the module whose body `mod name { … }` is the group at `at`.
fn module_name(tokens: &[TokenTree], at: usize) -> Option<String> {
    let back = |distance: usize| at.checked_sub(distance).and_then(|i| tokens.get(i));
    match (back(2), back(1)) {
        (Some(TokenTree::Ident(key)), Some(TokenTree::Ident(name))) if key == "mod" => Some(name.to_string()),
        _ => None,
    }
}

/// Calls `visit` with each token, also inside groups: the tokens of its group, and its place among them.
pub fn each_token(tokens: &TokenStream, visit: &mut impl FnMut(&[TokenTree], usize)) {
    let row = row(tokens);
    for at in 0..row.len() {
        visit(&row, at);
        if let Some(TokenTree::Group(group)) = row.get(at) {
            each_token(&group.stream(), visit);
        }
    }
}

/// Whether the word at `at` is called: `word(…)`.
pub fn calls(row: &[TokenTree], at: usize) -> bool {
    matches!(row.get(at + 1), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis)
}
