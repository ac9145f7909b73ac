"""What a caller is told when something failed on our side; the rest is in the log."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import structlog
from psycopg import errors

from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.problems import Fault, problem
from stockpool.runtime.lane_worker import LaneBusy
from stockpool.runtime.unavailable import DatabaseUnavailable

log = structlog.get_logger(__name__)

RETRY_AFTER_S = 1

BUSY = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected, errors.SerializationFailure)
"""The database works, but not at this; says nothing about stock."""


def fault_answer(error: Exception, operation: str) -> Answer:
    """The problem for an exception; a 500 carries an id by which its log line is found."""
    if isinstance(error, LaneBusy):
        return _later(Fault.BUSY, str(error), error.retry_after_s)
    if isinstance(error, BUSY):
        log.warning("database busy", operation=operation, error=repr(error))
        return _later(Fault.BUSY, "the database did not finish in time")
    if isinstance(error, DatabaseUnavailable | psycopg.OperationalError):
        log.warning("database unavailable", operation=operation, error=repr(error))
        return _later(Fault.DATABASE_UNAVAILABLE, "the database cannot be reached")
    request_id = str(uuid4())
    log.error("request failed", operation=operation, request_id=request_id, exc_info=error)
    return problem(Fault.INTERNAL_ERROR, "the request failed on our side", instance=f"urn:uuid:{request_id}")


def _later(fault: Fault, detail: str, after_s: int = RETRY_AFTER_S) -> Answer:
    return problem(fault, detail, (b"retry-after", str(after_s).encode()))
