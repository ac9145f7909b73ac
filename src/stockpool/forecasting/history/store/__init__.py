"""The SQL that makes the history of demand, in the order of its steps; all of it in one snapshot."""
