"""Webhooks: events brought to endpoints, signed, in order and at least once."""
