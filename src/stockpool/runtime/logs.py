"""Logs: structlog for ours, the standard library's loggers of others routed the same way, secrets masked in both."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Literal, TextIO

from stockpool.runtime.masking import mask_text, mask_value

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

CHATTY = ("psycopg.pool", "procrastinate", "uvicorn.access", "alembic")
"""Libraries that report each step: from them only warnings are of interest, unless debugging."""


def configure(level: str, form: Literal["console", "json"], stream: TextIO | None = None) -> None:
    """Send all logs of this process to one stream (standard error), as lines for people or JSON for machines."""
    import structlog

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        mask_secrets,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(form, target)],
        )
    )
    _route(handler, level)


def mask_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: secrets are replaced by their name and by their look, also inside nested values."""
    return {name: _masked(name, value) for name, value in event.items()}


def _masked(name: str, value: object) -> object:
    shown = mask_value(name, value)
    if isinstance(shown, dict):
        return {key: _masked(str(key), inner) for key, inner in shown.items()}
    if isinstance(shown, list | tuple):
        return [_masked("", inner) for inner in shown]
    return shown


def _rendering(form: str, target: TextIO) -> list[Processor]:
    import structlog

    if form == "json":
        return [structlog.processors.format_exc_info, _mask_traceback, structlog.processors.JSONRenderer(default=str)]
    plain = structlog.dev.plain_traceback
    renderer = structlog.dev.ConsoleRenderer(colors=target.isatty(), exception_formatter=plain)
    return [structlog.processors.format_exc_info, _mask_traceback, renderer]


def _mask_traceback(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Tracebacks become text last, and may quote a connection string."""
    if isinstance(event.get("exception"), str):
        event["exception"] = mask_text(event["exception"])
    return event


def _route(handler: logging.Handler, level: str) -> None:
    """Let everybody's records reach one handler; libraries that have handlers of their own lose them."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", *CHATTY):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
