"""What carriers charge by zone, distance and weight, and how long they take."""
