"""Which nodes serve a demand, and why."""
