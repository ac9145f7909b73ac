"""Several statements in one round trip, each prepared once a connection, straight on libpq's pipeline mode.

With small groups the driver's own cursors cost a lane more than its decisions do, for each is ready for anything. Here
parameters are texts, results come in binary form, and errors are the driver's.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
from psycopg import AsyncConnection, pq
from psycopg.adapt import Transformer

Param = str | int | datetime | bytes | None
"""Bytes are a value in binary form, everything else goes as text."""

Row = tuple[Any, ...]

FAILED = pq.ExecStatus.FATAL_ERROR
SKIPPED = pq.ExecStatus.PIPELINE_ABORTED
END = pq.ExecStatus.PIPELINE_SYNC

SEND_AT_BYTES = 8_192
"""So much is sent at once instead of with what follows: the server begins while the next statements are being made."""

_PLACEHOLDER = re.compile(r"%s")


class Statement(NamedTuple):
    """A statement with `%s` where its parameters go; each must have a type that the server can tell."""

    text: str
    params: Sequence[Param] = ()


def in_one(statements: Sequence[Statement]) -> Statement:
    """Writes that do not read what the others write, as one statement: each by itself costs more than a few rows do."""
    if len(statements) == 1:
        return statements[0]
    text = _text_in_one(tuple([statement.text for statement in statements]))
    return Statement(text, [param for statement in statements for param in statement.params])


@cache
def _text_in_one(texts: tuple[str, ...]) -> str:
    *first, last = texts
    parts = ", ".join(f"part_{number} as ({text})" for number, text in enumerate(first))
    return f"with {parts} {last}"


BEGIN = Statement("begin")
COMMIT = Statement("commit")
ROLLBACK = Statement("rollback")


class _Prepared:
    """The names of the statements that a connection's server process knows, by their text."""

    def __init__(self) -> None:
        self.names: dict[str, bytes] = {}
        self._count = 0

    def new_name(self) -> bytes:
        """A name that was never used before: one whose preparation failed is not used again."""
        self._count += 1
        return f"batch_{self._count}".encode()


_prepared: WeakKeyDictionary[AsyncConnection, _Prepared] = WeakKeyDictionary()


async def run_batch(connection: AsyncConnection, statements: Iterable[Statement]) -> list[list[Row]]:
    """The rows of each statement, in order; the first error is raised when the server is through with all.

    A transaction is begun unless one is open, or unless the connection commits each statement by itself. Where they
    are many bytes, statements are sent while later ones are still being made: `statements` may be a generator.
    """
    batch = _Batch(connection)
    begins = not connection.autocommit and connection.info.transaction_status == pq.TransactionStatus.IDLE
    try:
        return await batch.run([BEGIN] if begins else [], statements)
    finally:
        if not batch.through:
            await connection.close()  # answers that are under way belong to nobody now


async def roll_back(connection: AsyncConnection) -> None:
    """End the open transaction; the driver's own way would make the server forget every prepared statement."""
    if connection.info.transaction_status != pq.TransactionStatus.IDLE:
        await run_batch(connection, [ROLLBACK])


class _Batch:
    """One batch on its way; the connection is its own until it is through."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._pgconn = connection.pgconn
        self._known = _prepared.setdefault(connection, _Prepared())
        self._preparing: dict[int, tuple[str, bytes]] = {}
        self._sent = 0
        self._unsent_bytes = 0
        self._results: list[pq.abc.PGresult] = []
        self.through = False

    async def run(self, first: Sequence[Statement], statements: Iterable[Statement]) -> list[list[Row]]:
        """Send and receive everything; leaves the connection ready for whatever comes next."""
        if self._pgconn.pipeline_status != pq.PipelineStatus.OFF:
            raise psycopg.OperationalError("the connection was left in the middle of another batch")
        self._pgconn.enter_pipeline_mode()
        names: dict[str, bytes] = dict(self._known.names)
        try:
            for statement in (*first, *statements):
                self._send(statement, names)
        finally:
            self._pgconn.pipeline_sync()
            await self._receive()
            self._pgconn.exit_pipeline_mode()
            self.through = True
        return self._rows()[len(first) :]

    def _send(self, statement: Statement, names: dict[str, bytes]) -> None:
        params = [_ENCODERS[type(param)](param) for param in statement.params]
        name = names.get(statement.text)
        if name is None:
            name = names[statement.text] = self._known.new_name()
            self._pgconn.send_prepare(name, _numbered(statement.text))
            self._preparing[self._sent] = (statement.text, name)
            self._sent += 1
        formats = [_FORMATS[type(param)] for param in statement.params]
        self._pgconn.send_query_prepared(name, params, formats, result_format=pq.Format.BINARY)
        self._sent += 1
        self._unsent_bytes += sum(len(param) for param in params if param)
        if self._unsent_bytes >= SEND_AT_BYTES:
            self._pgconn.flush()
            self._unsent_bytes = 0

    async def _receive(self) -> None:
        """Collect one result a message until the end of the batch."""
        while True:
            unsent = self._pgconn.flush()
            if self._pgconn.is_busy():
                await self._until_ready(writable=bool(unsent))
                self._pgconn.consume_input()
                continue
            result = self._pgconn.get_result()
            if result is None:
                self._check_connected()
            elif result.status == END:
                return
            else:
                self._results.append(result)

    async def _until_ready(self, *, writable: bool) -> None:
        """Wait until the server has said something, or takes more."""
        loop = asyncio.get_running_loop()
        socket = self._pgconn.socket
        ready = loop.create_future()
        loop.add_reader(socket, _wake, ready)
        if writable:
            loop.add_writer(socket, _wake, ready)
        try:
            await ready
        finally:
            loop.remove_reader(socket)
            if writable:
                loop.remove_writer(socket)

    def _check_connected(self) -> None:
        if self._pgconn.status == pq.ConnStatus.BAD:
            raise psycopg.OperationalError(f"the connection is lost: {self._pgconn.get_error_message()}")

    def _rows(self) -> list[list[Row]]:
        """The rows of what was asked; what was prepared on the way is remembered."""
        asked: list[pq.abc.PGresult] = []
        error: psycopg.Error | None = None
        for place, result in enumerate(self._results):
            if result.status in {FAILED, SKIPPED}:
                error = error or _error_of(result)
            elif place in self._preparing:
                text, name = self._preparing[place]
                self._known.names[text] = name
            else:
                asked.append(result)
        if isinstance(error, psycopg.errors.InvalidSqlStatementName):
            self._known.names.clear()  # somebody made the server forget them; tried again, they are made anew
        if error is not None:
            raise error
        return [_rows_of(result) for result in asked]


def _wake(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


def _numbered(text: str) -> bytes:
    """The statement with each `%s` as the server writes it: `$1`, `$2` and so on."""
    parts = _PLACEHOLDER.split(text)
    return "".join(f"{f'${number}' if number else ''}{part}" for number, part in enumerate(parts)).encode()


def _encoded(text: str) -> bytes:
    encoded = text.encode()
    if b"\0" in encoded:
        raise ValueError("a text with a null character cannot be stored")
    return encoded


_ENCODERS: dict[type, Callable[[Any], bytes | None]] = {
    str: _encoded,
    int: lambda number: str(number).encode(),
    bool: lambda flag: b"true" if flag else b"false",
    datetime: lambda moment: moment.isoformat().encode(),
    bytes: lambda value: value,
    type(None): lambda nothing: nothing,
}
_FORMATS = dict.fromkeys(_ENCODERS, pq.Format.TEXT) | {bytes: pq.Format.BINARY}


_transformer = Transformer()
"""Reads values of the types it has met without looking for their readers again; texts are UTF-8, moments in UTC."""


def _rows_of(result: pq.abc.PGresult) -> list[Row]:
    if not result.ntuples:
        return []
    _transformer.set_pgresult(result)
    return _transformer.load_rows(0, result.ntuples, tuple)


def _error_of(result: pq.abc.PGresult) -> psycopg.Error:
    """The driver's exception for what the server refused."""
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
    try:
        kind = psycopg.errors.lookup(state)
    except KeyError:
        kind = psycopg.OperationalError if not state else psycopg.DatabaseError
    return kind(result.get_error_message(), info=result)
