//! Output of the commands.

use std::{
    fmt::Display,
    io::{Write, stdout},
};

/// Prints a line to standard output. Ignores a closed pipe, as behind `| head`, so that the command runs to its end.
pub fn print_line(line: impl Display) {
    let _closed = writeln!(stdout().lock(), "{line}");
}

/// A number with its noun: `1 row`, `2 rows`.
pub fn count_noun<N: Display + PartialEq + From<u8>>(count: N, one: &str, more: &str) -> String {
    let name = if count == N::from(1) { one } else { more };
    format!("{count} {name}")
}

#[cfg(test)]
mod tests {
    use super::count_noun;

    #[test]
    fn one_is_not_many() {
        assert_eq!(
            [0_usize, 1, 2].map(|count| count_noun(count, "row", "rows")),
            ["0 rows", "1 row", "2 rows"].map(str::to_owned)
        );
    }
}
