"""Filters: who may serve a demand at all. One file each; docs/reference/policies.md lists them."""
