//! Orders: the number that the buyer's own purchasing has for an order.

migration!(&["ALTER TABLE orders ADD COLUMN purchase_order_number text"], &[]);
