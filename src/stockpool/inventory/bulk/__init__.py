"""Facts in bulk: what a lane would book one by one, booked in sets."""
