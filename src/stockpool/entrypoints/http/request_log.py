"""One line for each call, for whoever debugs: which call, what came of it, how long it took, whose key; no content."""

from __future__ import annotations

import logging

import structlog

log = structlog.get_logger(__name__)

_gate = logging.getLogger(__name__)
"""Asked first: at any level but debug a request pays for one look-up, not for a log line that nobody writes."""


def log_call(method: str, path: str, status: int, duration_s: float, key_id: str | None) -> None:
    """Write the line if anybody wants it; `path` is the template, so ids of the retailer stay out of the log."""
    if _gate.isEnabledFor(logging.DEBUG):
        log.debug("call", method=method, path=path, status=status, ms=round(duration_s * 1e3, 3), key_id=key_id)
