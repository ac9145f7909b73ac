"""Reconciliation: what other systems say is in stock, how late they tell it, and what that makes of promises."""
