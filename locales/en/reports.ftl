# Names of the columns of reports.

fairness-workshops =
    .file-name = fairness
    .code = code
    .name = workshop
    .share = share
    .agreed = share agreed %
    .received-share = share received %
    .accepted = accepted
    .awaited = awaited
    .declined = declined or unanswered
    .short = short or rejected
    .withdrawn = taken back
    .joining-credit = joining credit
    .ratio = ratio
fairness-cycles =
    .file-name = fairness-cycles
    .code = cycle
    .delivery = delivery
    .lowest = lowest ratio
    .median = median ratio
    .highest = highest ratio
    .gap = gap among those who could have made more
    .lot = dearest lot per share
    .free = workshops that could have made more
