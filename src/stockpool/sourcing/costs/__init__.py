"""Costs: what serving a demand takes, in money. One file each; docs/reference/policies.md lists them."""
