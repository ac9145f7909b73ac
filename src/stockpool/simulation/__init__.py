"""The twin: the same decisions, run on a copy of the house with simulated time and demand."""
