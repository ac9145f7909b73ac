"""Commands as the interfaces make them: the key's digest, the body's fingerprint, a new id for what is new."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, TypeVar

import msgspec

from stockpool.inventory.api import OpenEscrow
from stockpool.inventory.messages import Commit, Line, PlaceHold
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.quantities import Amount

SomeCommand = TypeVar("SomeCommand", bound=Command)

OWN_ID = {PlaceHold: "hold_id", Commit: "commitment_id", OpenEscrow: "escrow_id"}
numbers = count(1)


def asked(command: type[SomeCommand], key_name: str | None = None, /, **body: Any) -> SomeCommand:  # noqa: ANN401 -- of any kind
    """A command with this body, under a new key unless one is given; equal words have the same fingerprint."""
    digest = key_digest("test", key_name or f"key-{next(numbers)}")
    mark = fingerprint([command.__name__, msgspec.to_builtins(body)])
    own = OWN_ID.get(command)
    if own is not None:
        body.setdefault(own, new_uuid7())
    return command(key=digest, fingerprint=mark, actor="test", **body)


def lines(wanted: Mapping[tuple[str, str | None], Amount]) -> tuple[Line, ...]:
    """Quantities by SKU and node as lines."""
    return tuple([Line(sku, quantity, node) for (sku, node), quantity in wanted.items()])
