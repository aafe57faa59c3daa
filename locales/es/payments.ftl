# Pagos con tarjeta.

checkout-title = Factura { $invoice } · { $seller }
