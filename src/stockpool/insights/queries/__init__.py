"""Reads of figures, exceptions and what is searched for; none of them locks."""
