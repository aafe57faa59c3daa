//! The message files of one language.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

/// The categories of plural forms (CLDR).
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A message, or an attribute of one.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Variables, also those of messages that it refers to.
    pub variables: BTreeSet<String>,
    /// Words by which it selects a variant, without plural forms.
    pub words: BTreeSet<String>,
    /// Keys of the messages that it refers to.
    pub references: BTreeSet<String>,
}

/// All messages of one language, by key: `units`, `invoice-filed.subject`.
#[derive(Debug, Default)]
pub struct Catalogue {
    messages: BTreeMap<String, Message>,
}

impl Catalogue {
    /// Reads all files of a folder.
    pub fn read(folder: &Path) -> Self {
        let mut whole = Self::default();
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            assert!(path.extension().is_some_and(|end| end == "ftl"), "{} is no message file", path.display());
            whole.add(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap());
        }
        whole.resolved()
    }

    /// Reads the text of one file.
    pub fn parse(name: &str, text: &str) -> Self {
        let mut catalogue = Self::default();
        catalogue.add(name, text);
        catalogue.resolved()
    }

    fn add(&mut self, file: &str, text: &str) {
        let resource = parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{file}: {errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            if let Some(value) = &message.value {
                self.insert(file, id.to_owned(), value);
            }
            for attribute in &message.attributes {
                self.insert(file, format!("{id}.{}", attribute.id.name), &attribute.value);
            }
        }
    }

    fn insert(&mut self, file: &str, key: String, pattern: &Pattern<&str>) {
        let mut message = Message::default();
        message.pattern(pattern);
        assert!(self.messages.insert(key.clone(), message).is_none(), "{file}: `{key}` is there twice");
    }

    /// Adds to each message the variables of those that it refers to.
    fn resolved(mut self) -> Self {
        let plain = self.messages.clone();
        for message in self.messages.values_mut() {
            let mut open: Vec<String> = message.references.iter().cloned().collect();
            while let Some(key) = open.pop() {
                let referred = plain.get(&key).unwrap_or_else(|| panic!("`{key}` is referred to and does not exist"));
                message.variables.extend(referred.variables.iter().cloned());
                open.extend(referred.references.iter().cloned());
            }
        }
        self
    }

    /// The message with this key. The key of a whole mail has the variables of all its attributes.
    pub fn message(&self, key: &str) -> Option<Message> {
        if let Some(message) = self.messages.get(key) {
            return Some(message.clone());
        }
        let prefix = format!("{key}.");
        let mut attributes = self.messages.iter().filter(|(key, _)| key.starts_with(&prefix)).peekable();
        attributes.peek()?;
        let variables = attributes.flat_map(|(_, message)| message.variables.iter().cloned()).collect();
        Some(Message { variables, ..Message::default() })
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.messages.keys()
    }

    /// All messages and attributes.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.values()
    }

    /// The same without the messages that begin like this.
    pub fn without(&self, prefix: &str) -> Self {
        let mut messages = self.messages.clone();
        messages.retain(|key, _| !key.starts_with(prefix));
        Self { messages }
    }

    /// How the messages of `other` differ from these.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut faults = Vec::new();
        for (key, message) in &self.messages {
            match other.messages.get(key) {
                None => faults.push(format!("`{key}` is missing")),
                Some(found) if found.variables != message.variables => {
                    faults.push(format!("`{key}` has the variables {:?}, not {:?}", found.variables, message.variables))
                }
                Some(found) if found.words != message.words => {
                    faults.push(format!("`{key}` has the variants {:?}, not {:?}", found.words, message.words));
                }
                Some(_) => {}
            }
        }
        let more = other.messages.keys().filter(|key| !self.messages.contains_key(*key));
        faults.extend(more.map(|key| format!("`{key}` is in no other language")));
        faults
    }
}

impl Message {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    if let VariantKey::Identifier { name } = &variant.key
                        && !PLURALS.contains(name)
                    {
                        self.words.insert((*name).to_owned());
                    }
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, attribute } => {
                let attribute = attribute.as_ref().map(|attribute| format!(".{}", attribute.name)).unwrap_or_default();
                self.references.insert(format!("{}{attribute}", id.name));
            }
            InlineExpression::FunctionReference { id, arguments } => {
                assert_eq!(id.name, "DATETIME", "there is no such function");
                self.arguments(arguments);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::TermReference { id, .. } => panic!("write a message instead of the term `{}`", id.name),
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|argument| self.inline(argument));
        arguments.named.iter().for_each(|argument| self.inline(&argument.value));
    }
}
