"""Reads of the ledger without locks, one file a subject; each answer is one statement, so it is one moment."""
