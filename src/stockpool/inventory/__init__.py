"""The ledger: positions, movements, holds, commitments and what is available to promise."""
