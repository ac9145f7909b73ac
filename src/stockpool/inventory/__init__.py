"""The ledger: positions, movements, holds and commitments, and what can be promised from them."""
