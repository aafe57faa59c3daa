# Card payments.

checkout-title = Invoice { $invoice } · { $seller }
