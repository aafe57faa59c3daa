//! Whole journeys on input that nobody here wrote.

mod northwind;
