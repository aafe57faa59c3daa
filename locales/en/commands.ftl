# What the commands say.

first-run-link = Nobody manages this installation yet. Open this link (works once, for three days):

import-row-error = { $file } line { $line }: { $error } ({ $code })
import-cell-error = { $file } line { $line }, { $column }: { $error } ({ $code })
import-more-errors = … and { $count } more
import-refused =
    { $count ->
        [one] { $count } thing is wrong in these files; nothing was imported
       *[other] { $count } things are wrong in these files; nothing was imported
    }
import-file = { $file }: { import-rows }, { import-changes }
import-rows =
    { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }
import-changes =
    { $changes ->
        [one] { $changes } change
       *[other] { $changes } changes
    }
import-account = workshops.csv line { $line }: the account of { $workshop } changes from { $before } to { $after }; another person confirms it before the next payout.
import-late-arrival = arrivals.csv line { $line }: the delivery of { $delivery } has closed and counts { $counted } guests of { $buyer } { $reference }, not { $guests }.
import-possible = All of it can be imported; nothing was stored.
import-done = Imported.
