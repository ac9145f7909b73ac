"""A policy that decides beside the one that acts, on live orders and without acting: what it would have done."""
