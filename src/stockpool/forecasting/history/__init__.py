"""The history of demand: made of the ledger, the orders and imports, kept by days, and written as files."""
