"""Journals of tills: which of their numbered lines are recorded."""
