"""The search for the cheapest plan: one node, a set of nodes, or many demands at once."""
