"""The outside doors: parse, call, answer."""
