"""Reconciliation: what other systems say is in stock, how late they tell what happened, and what that makes of promises."""
