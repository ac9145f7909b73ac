"""Delivering webhooks: each endpoint by one process at a time, in the order of the feed, at least once."""
