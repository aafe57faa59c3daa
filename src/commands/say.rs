//! What a command tells whoever started it, line by line on its standard output.

use std::{
    fmt::Display,
    io::{Write, stdout},
};

/// Writes a line. Where nobody reads on, as behind `| head`, the rest is told to nobody and the command goes on.
pub fn say(line: impl Display) {
    let _gone = writeln!(stdout().lock(), "{line}");
}

/// So many things by their name: `1 row`, `2 rows`.
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str, more: &str) -> String {
    let name = if count == N::from(1) { one } else { more };
    format!("{count} {name}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_not_many() {
        assert_eq!(
            [0_usize, 1, 2].map(|count| counted(count, "row", "rows")),
            ["0 rows", "1 row", "2 rows"].map(str::to_owned)
        );
    }
}
