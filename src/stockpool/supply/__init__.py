"""Supply to come: what is on order or on its way, to which node, and when it is expected."""
