# Reports: the column names of the files.

## Fairness of a season, one workshop per row

fairness-workshops =
    .file-name = fairness
    .code = code
    .name = workshop
    .weight = share
    .share-agreed = share agreed %
    .share-received = share received %
    .received = accepted
    .awaited = awaited
    .declined = declined or unanswered
    .short = short or rejected
    .withdrawn = withdrawn
    .credit = joining credit
    .ratio = ratio

## Fairness of a season, one cycle per row

fairness-cycles =
    .file-name = fairness-cycles
    .code = cycle
    .delivery-date = delivery
    .lowest = lowest ratio
    .median = median ratio
    .highest = highest ratio
    .gap = gap among those who could have made more
    .highest-lot = most expensive lot per share
    .could-make-more = workshops that could have made more
