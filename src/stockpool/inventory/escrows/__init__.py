"""Escrows: stock that a till may sell while it is cut off."""
