"""The rules: why positions differ, how late feeds are, what is held back, which sources make sense."""
