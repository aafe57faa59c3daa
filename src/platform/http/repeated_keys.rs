//! Finds a key that an object of a JSON body has twice. JSON leaves open which of the two counts, so a body that a proxy and
//! this service read differently is refused.

use std::{collections::HashSet, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

use super::body_errors::push_segment;

/// The JSON pointer of the first repeated key; none where there is none, or the text is not JSON.
pub(super) fn find_repeated_key(json: &[u8]) -> Option<String> {
    let mut search = Search::default();
    let mut json = serde_json::Deserializer::from_slice(json);
    drop(Value(&mut search).deserialize(&mut json));
    search.found
}

#[derive(Default)]
struct Search {
    /// The pointer to the value that is being read.
    pointer: String,
    found: Option<String>,
}

/// A value to search.
struct Value<'a>(&'a mut Search);

impl Value<'_> {
    /// Reads the next part with `token` added to the pointer.
    fn within<T>(&mut self, token: &str, read: impl FnOnce(Value<'_>) -> T) -> T {
        let length = push_segment(&mut self.0.pointer, token);
        let value = read(Value(self.0));
        self.0.pointer.truncate(length);
        value
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        for index in 0_usize.. {
            if self.within(&index.to_string(), |value| items.next_element_seed(value))?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.within(&key, |value| {
                if keys.contains(&key) {
                    value.0.found = Some(value.0.pointer.clone());
                    return Err(A::Error::custom("a repeated key"));
                }
                entries.next_value_seed(value)
            })?;
            keys.insert(key);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_key_is_found_wherever_it_is() {
        let found = |json: &str| find_repeated_key(json.as_bytes());
        assert_eq!(found(r#"{"a":1,"b":{"a":2},"c":[{"a":1},{"a":2}]}"#), None);
        assert_eq!(found(r#"{"a":1,"b":2,"a":1}"#).unwrap(), "/a");
        assert_eq!(found(r#"{"lines":[{"n":1},{"n":1,"\u006e":2}]}"#).unwrap(), "/lines/1/n");
        assert_eq!(found(r#"{"a/b~":{"c":null,"c":null}}"#).unwrap(), "/a~1b~0/c");
        for other in ["", "7", "[1.5,true,\"a\"]", "{\"a\":1", "{\"a\":1}x", "{a:1}"] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn a_deep_body_is_no_danger() {
        assert_eq!(find_repeated_key("[".repeat(60_000).as_bytes()), None);
    }
}
