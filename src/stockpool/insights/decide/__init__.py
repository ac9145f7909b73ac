"""What events add to the figures, what figures are made of counts, and how exceptions and events are worded."""
