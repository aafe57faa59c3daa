# Words that the texts of all slices use.

units =
    { $units ->
        [one] { $units } unit
       *[other] { $units } units
    }
lots =
    { $lots ->
        [one] { $lots } lot
       *[other] { $lots } lots
    }
date-and-time = { DATETIME($at, dateStyle: "full") } at { DATETIME($at, timeStyle: "short") }
