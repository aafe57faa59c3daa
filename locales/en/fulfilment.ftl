## Receiving

receipt-nothing-came = Nothing came.
receipt-not-brought = It did not come before the deliveries were prepared.

