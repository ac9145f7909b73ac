"""Pickup codes: drawn where a step is asked for, so that decisions stay free of chance."""

from __future__ import annotations

import secrets

DIGITS = 6


def new_pickup_code() -> str:
    """A fresh number for a customer to show, which nobody can guess from another one."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
