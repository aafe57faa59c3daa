//! Kinds of accounts and entries of the ledger.

use poem_openapi::Enum;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::states::states;

states! {
    /// Kind of a ledger account.
    AccountKind {
        /// Owed by a buyer.
        Receivable = "receivable",
        /// The cooperative's bank.
        Bank = "bank",
        /// Sold, not yet shared out.
        SalesClearing = "sales_clearing",
        /// VAT of sales.
        Vat = "vat",
        /// Additional taxes of sales.
        AdditionalTax = "additional_tax",
        /// Owed to a producer.
        ProducerPayable = "producer_payable",
        /// Earned by a producer, not yet paid by the buyer.
        ProducerPending = "producer_pending",
        /// Advanced to a producer or owed by it, and on no statement yet.
        ProducerReceivable = "producer_receivable",
        /// Payable to producers before the buyers pay: what the cooperative waits for in their place.
        CarriedReceivable = "carried_receivable",
        /// Deducted from what producers are paid.
        Deductions = "deductions",
        /// Commission earned.
        Commission = "commission",
        /// VAT on the commission.
        CommissionVat = "commission_vat",
        /// Paid by a buyer, not yet spread over invoices.
        Unallocated = "unallocated",
        /// Sent to a producer, not yet confirmed.
        PayoutClearing = "payout_clearing",
        /// Paid by card, not yet in the bank.
        CardClearing = "card_clearing",
        /// What the card processor keeps.
        CardFees = "card_fees",
        /// Goods that belong to the cooperative, at what their makers are paid.
        Stock = "stock",
        /// Cash of the cooperative.
        Cash = "cash",
        /// Sales of the stock.
        StockSales = "stock_sales",
        /// VAT of the sales of the stock.
        StockTax = "stock_tax",
        /// Additional taxes of the sales of the stock.
        StockAdditionalTax = "stock_additional_tax",
        /// Packaging of baskets.
        PackagingSales = "packaging_sales",
        /// VAT of the packaging of baskets.
        PackagingTax = "packaging_tax",
        /// What the sold stock had cost.
        StockCost = "stock_cost",
        /// What the lost stock and the stock written off had cost.
        StockLosses = "stock_losses",
        /// What the stock given away had cost.
        StockGiven = "stock_given",
        /// Owed to buyers whose refund was requested.
        Refunds = "refunds",
        /// Fees of the bank.
        BankFees = "bank_fees",
        /// Interest of the bank.
        BankInterest = "bank_interest",
        /// Other accounts of the cooperative.
        OwnTransfers = "own_transfers",
        /// What the bank account held before the first imported line.
        OpeningBalance = "opening_balance",
        /// Differences of rounding.
        Rounding = "rounding",
    }

    /// The business fact behind a journal entry.
    EntryKind {
        /// An invoice was issued.
        InvoiceIssued = "invoice_issued",
        /// A credit note was issued.
        CreditNoteIssued = "credit_note_issued",
        /// A debit note was issued.
        DebitNoteIssued = "debit_note_issued",
        /// What was open of an invoice was written off.
        DebtWrittenOff = "debt_written_off",
        /// A part of a debt that was written off was paid after all.
        DebtRecovered = "debt_recovered",
        /// A payment was received.
        PaymentReceived = "payment_received",
        /// A payment was spread over invoices.
        PaymentApplied = "payment_applied",
        /// A part of a payment was released from an invoice.
        PaymentReleased = "payment_released",
        /// A pool was shared out.
        PoolClosed = "pool_closed",
        /// Earnings became payable.
        EarningsPayable = "earnings_payable",
        /// A workshop was paid an advance.
        AdvancePaid = "advance_paid",
        /// A deduction was recorded.
        DeductionRecorded = "deduction_recorded",
        /// An advance or a deduction was taken off a statement.
        AdjustmentStated = "adjustment_stated",
        /// An advance or a deduction was reversed.
        AdjustmentReversed = "adjustment_reversed",
        /// A payout was sent.
        PayoutSent = "payout_sent",
        /// A payout was confirmed.
        PayoutConfirmed = "payout_confirmed",
        /// The bank did not carry out a payout.
        PayoutFailed = "payout_failed",
        /// The bank sent a payout back that it had carried out.
        PayoutReturned = "payout_returned",
        /// A bank line was no payout, as it was taken for.
        PayoutConfirmationUndone = "payout_confirmation_undone",
        /// A bank line was no return of a payout, as it was taken for.
        PayoutReturnUndone = "payout_return_undone",
        /// The card processor paid out what buyers had paid by card.
        CardSettled = "card_settled",
        /// The cooperative took goods over from their makers.
        StockReceived = "stock_received",
        /// Goods left the cooperative's stock.
        StockDisposed = "stock_disposed",
        /// A disposal of the stock was reversed.
        StockDisposalReversed = "stock_disposal_reversed",
        /// A payout of the card processor was recorded wrongly.
        CardSettlementReversed = "card_settlement_reversed",
        /// A payment was recorded wrongly, or taken back.
        PaymentReversed = "payment_reversed",
        /// A refund was requested.
        RefundRequested = "refund_requested",
        /// A refund was cancelled.
        RefundCancelled = "refund_cancelled",
        /// The card processor returned money to a card.
        CardRefunded = "card_refunded",
        /// The card processor could not return it after all.
        CardRefundReversed = "card_refund_reversed",
        /// A bank line was named.
        BankLineNamed = "bank_line_named",
        /// The name of a bank line was undone.
        BankLineUndone = "bank_line_undone",
        /// The bank account's opening balance was recorded or corrected.
        BankOpened = "bank_opened",
    }
}
