"""Whether a row may be stored in the network, with all that is wrong with it."""
