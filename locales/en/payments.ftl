# Card payments.

checkout-title = Invoice { $invoice } · { $seller }
error-line_not_matched = This line is not matched.
error-shown_by_another_line = Another line shows this already.
error-not_sent = This line is money received, not money sent.
error-payout_match_kept = This line shows a payout: record on the payout that it failed or was returned.
error-bank_line_name_incomplete = Name the refund or the payout that this line shows.
error-payment_reversed = This payment was reversed.
error-payment_refunded = A part of this payment is refunded. Cancel the refund first.
error-refund_settled = This refund is paid or cancelled already.
error-balance_in_future = A balance cannot be of a future day.
error-booked_out_of_span = The date is too old, or after tomorrow.
