//! Typed errors: every slice declares the reasons for which it refuses a request as one enum in its `errors.rs`.
//!
//! A variant has an HTTP status, a stable code, parameters (its fields) and an English sentence. Rust callers match
//! variants; clients of the API compose their own sentence from the code and the parameters.

use std::any::Any;

use poem::http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};

use super::problem::Problem;

/// The parameters of an error, by name.
pub type Params = Map<String, Value>;

/// An error that the API can answer with. Implemented by `api_errors!`, not by hand.
///
/// `Display` is the English sentence, which the problem carries as its `detail`.
pub trait ApiError: std::error::Error + Any + Send + Sync {
    /// The HTTP status of the answer.
    fn status(&self) -> StatusCode;

    /// The stable code, in `snake_case`. It never changes once clients know it.
    fn code(&self) -> &'static str;

    /// What the sentence is about, as JSON: `{"cut_off_at": "2026-03-10T21:00:00Z"}`.
    fn params(&self) -> Params;

    /// A problem with this error that also names one field as its cause.
    ///
    /// `pointer` is a JSON pointer into the request body, such as `/lines/0/quantity`, or `?name` for a parameter.
    fn at(self, pointer: impl Into<String>) -> Problem
    where
        Self: Sized,
    {
        let field = super::problem::FieldProblem::of(pointer, &self);
        Problem::from(self).with_errors([field])
    }
}

/// A parameter's JSON value; null where it has none, such as a float that is not a number.
pub fn param_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// Declares an error enum and implements [`ApiError`] for it.
///
/// ```ignore
/// api_errors! {
///     /// Why the orders slice refuses a request.
///     pub enum OrderError {
///         /// The cycle takes no orders: it has not opened, or its cut-off has passed.
///         #[error("This delivery takes orders from {opens_at} until {cut_off_at}.")]
///         CycleNotOpen { opens_at: DateTime<Utc>, cut_off_at: DateTime<Utc> } => CONFLICT, "cycle_not_open";
///
///         /// The order has no lines.
///         #[error("An order has at least one line.")]
///         NoLines => CONFLICT, "order_empty";
///     }
/// }
/// ```
///
/// Each variant is: doc comment, sentence (in the syntax of `thiserror`), name, fields, status (a constant of
/// `StatusCode`), code. Every field implements `Clone`, `Debug`, `PartialEq` and `Serialize`, and is sent as a
/// parameter under its own name. Two variants may share a code where a client needs not tell them apart.
///
/// The enum also gets `CODES`, all its codes; add that constant to `ERROR_CODES` in `src/router/error_codes.rs`, which makes the
/// enum of the OpenAPI document.
macro_rules! api_errors {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[doc = $doc:literal])+
                #[error($($sentence:tt)+)]
                $variant:ident $({ $($(#[doc = $field_doc:literal])* $field:ident : $type:ty),+ $(,)? })?
                    => $status:ident, $code:literal;
            )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::thiserror::Error)]
        $vis enum $name {
            $(
                $(#[doc = $doc])+
                #[error($($sentence)+)]
                $variant $({ $($(#[doc = $field_doc])* $field: $type),+ })?,
            )+
        }

        impl $name {
            /// All codes of this enum; a code that several variants share appears several times.
            pub const CODES: &'static [&'static str] = &[$($code),+];
        }

        impl $crate::platform::http::api_error::ApiError for $name {
            fn status(&self) -> ::poem::http::StatusCode {
                match self {
                    $(Self::$variant { .. } => ::poem::http::StatusCode::$status,)+
                }
            }

            fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)+
                }
            }

            fn params(&self) -> $crate::platform::http::api_error::Params {
                match self {
                    $(Self::$variant $({ $($field),+ })? => ::std::iter::empty()
                        $($(.chain([(
                            stringify!($field).to_owned(),
                            $crate::platform::http::api_error::param_value($field),
                        )]))+)?
                        .collect(),)+
                }
            }
        }
    };
}

pub(crate) use api_errors;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    api_errors! {
        /// Why a jar is refused.
        enum JarError {
            /// It holds too little.
            #[error("A jar holds at least {minimum} g, not {grams} g.")]
            TooLight { minimum: u32, grams: u32 } => CONFLICT, "jar_too_light";

            /// It has no lid.
            #[error("A jar has a lid.")]
            NoLid => BAD_REQUEST, "jar_without_lid";
        }
    }

    #[test]
    fn a_variant_has_status_code_parameters_and_sentence() {
        let error = JarError::TooLight { minimum: 500, grams: 480 };
        assert_eq!(error.to_string(), "A jar holds at least 500 g, not 480 g.");
        assert_eq!((error.status().as_u16(), error.code()), (409, "jar_too_light"));
        assert_eq!(Value::Object(error.params()), json!({ "minimum": 500, "grams": 480 }));
        assert!(JarError::NoLid.params().is_empty());
        assert_eq!(JarError::CODES, ["jar_too_light", "jar_without_lid"]);
    }

    #[test]
    fn callers_match_the_variant_of_a_problem() {
        let refuse = || -> Result<(), Problem> { Err(JarError::NoLid)? };
        let problem = refuse().unwrap_err();
        assert_eq!(problem.error::<JarError>(), Some(&JarError::NoLid));
        assert_eq!(
            (problem.status().as_u16(), problem.code(), problem.detail()),
            (400, "jar_without_lid", "A jar has a lid.")
        );
        assert!(problem.errors().is_empty());
    }

    #[test]
    fn a_field_carries_the_typed_error_too() {
        let problem = JarError::TooLight { minimum: 500, grams: 480 }.at("/jars/0");
        let field = &problem.errors()[0];
        assert_eq!((field.pointer.as_str(), field.code.as_str()), ("/jars/0", "jar_too_light"));
        assert_eq!(field.params["grams"], 480);
        let other = Problem::from(JarError::NoLid).field("/jars/1", JarError::TooLight { minimum: 1, grams: 0 });
        assert_eq!((other.code(), other.errors()[0].code.as_str()), ("jar_without_lid", "jar_too_light"));
    }
}
