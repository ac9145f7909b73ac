"""A day of tills that are cut off at random, while a web shop sells the same stock."""
