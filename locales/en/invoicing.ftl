# Invoices and credit notes on paper.

document-title =
    { $kind ->
        [credit_note] CREDIT NOTE
        [debit_note] DEBIT NOTE
       *[invoice] INVOICE
    }
document-number = No. { $number }
document-label =
    .page = page
    .page-numbering = 1 of 1
    .phone = Tel.
    .tax-id = Tax no.:
    .activity = Activity:
    .buyer = To:
    .trade-name = Trading as:
    .address = Address:
    .comuna = Municipality:
    .issued-on = Issued:
    .due-on = Due:
    .currency = Currency:
    .purchase-orders = Purchase order:
    .reference = Reference:
    .reason = Reason:
    .code = Code
    .description = Description
    .quantity = Quantity
    .unit-price = Unit price
    .discount = Discount
    .net = Net
    .net-sum = Net total
    .exempt-sum = Exempt total
    .total = TOTAL
    .total-in-favour = TOTAL IN YOUR FAVOUR
document-vat = VAT { $rate }
document-other-tax = Additional tax { $code } ({ $rate })
document-packaging = Packaging of { $basket }
document-reference =
    { $kind ->
        [debit_note] Debit note
       *[invoice] Invoice
    } no. { $number } of { DATETIME($date) }
document-correction-cause =
    { $cause ->
        [price] price
        [discount] discount
        [late_interest] interest and commission for late payment (Ley 21.131)
       *[goods] goods
    }
document-credit-reason =
    { $reason ->
        [annul] 1 · Annuls the referenced document
        [text] 2 · Corrects a text of the referenced document
       *[amounts] 3 · Corrects amounts
    }
document-how-to-pay = Pay by bank transfer by { DATETIME($due) } and write the number { $name } in the message, so that we recognise your payment at once.
document-account = Account: { $bank } no. { $account }, in the name of { $holder }, RUT { $tax_id }.
