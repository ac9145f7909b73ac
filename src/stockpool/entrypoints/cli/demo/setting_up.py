"""The first start: make the retailer, import it, make a key. Later starts find all of it in the demo's folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from stockpool.access.api import create_key
from stockpool.access.messages import CreateKey
from stockpool.catalog.api import list_skus
from stockpool.entrypoints.cli.demo.children import answer_of
from stockpool.entrypoints.cli.demo.first_day import plan_first_day
from stockpool.entrypoints.cli.demo.people import DemoPeople, ensure_people
from stockpool.entrypoints.cli.demo.steps import Steps
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database
from stockpool.simulation.retailer import RetailerPlan, generate_retailer

KEY_NAME = "demo"
KEY_SCOPES = ("read", "sell", "stock")


class SetupRefused(Exception):
    """The demo cannot use this database."""


class Retailer(msgspec.Struct, frozen=True):
    """The demo's retailer as it stands in the database."""

    files: Path
    token: str
    is_new: bool
    people: DemoPeople


class _Note(msgspec.Struct, frozen=True):
    """What the demo's folder says about its retailer; written before the import begins and when each part is done."""

    plan: RetailerPlan
    imported: bool = False
    planned: bool = False


class DemoFolder:
    """The demo's own files beside the database."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "demo"
        self.files = self.path / "retailer"
        self._note = self.path / "retailer.json"
        self._key = self.path / "key"
        self.codes = self.path / "pickup-codes.json"
        self.letters = self.path / "letters-to-customers.json"

    def note(self) -> _Note | None:
        """What stands there; nothing on a first start."""
        try:
            return msgspec.json.decode(self._note.read_bytes(), type=_Note)
        except FileNotFoundError:
            return None

    def write_note(self, note: _Note) -> None:
        """Write it whole or not at all."""
        self.path.mkdir(parents=True, exist_ok=True)
        fresh = self._note.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(note))
        fresh.replace(self._note)

    def token(self) -> str | None:
        """The demo's key, which nobody else may read."""
        try:
            return self._key.read_text(encoding="ascii")
        except FileNotFoundError:
            return None

    def write_token(self, token: str) -> None:
        """Keep the key for the next start."""
        with os.fdopen(os.open(self._key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(token)


def read_codes(file: Path) -> dict[str, dict[str, str]]:
    """The pickup codes of an earlier start, which are kept because no server tells them again."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, str]])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


async def ensure_retailer(
    database: Database, data_dir: Path, folder: DemoFolder, plan: RetailerPlan, steps: Steps
) -> Retailer:
    """The retailer of this database, made by `plan` unless one was begun here before."""
    note = folder.note()
    if note is None:
        await _refuse_strangers(database)
        note = _Note(plan)
        folder.write_note(note)
    if not note.imported:
        _make(data_dir, folder, note.plan, steps)
        folder.write_note(_Note(note.plan, imported=True))
    token = folder.token() or await _new_token(database, folder)
    with steps.step("letting people in"):
        people = await ensure_people(database, folder.path)
    if not note.planned:
        with steps.step("planning the first day"):
            await plan_first_day(database)
        folder.write_note(_Note(note.plan, imported=True, planned=True))
    return Retailer(folder.files, token, is_new=not note.imported, people=people)


def _make(data_dir: Path, folder: DemoFolder, plan: RetailerPlan, steps: Steps) -> None:
    """Generate and import; begun again after a crash, it ends with the same rows, each of them once."""
    with steps.step("making the retailer") as update:
        made = generate_retailer(plan, folder.files, update)
    with steps.step(f"importing {sum(made.rows.values()):,} rows", own_bar=True):
        answer_of("import", str(made.directory), "--data-dir", str(data_dir))


async def _refuse_strangers(database: Database) -> None:
    """A made-up retailer must not get into anybody's real catalog."""
    async with database.read() as connection:
        if await list_skus(connection, None, 1):
            raise SetupRefused("this database has a catalog that the demo did not make; give it another --data-dir")


async def _new_token(database: Database, folder: DemoFolder) -> str:
    async with database.transaction() as connection:
        created = await create_key(connection, CreateKey(KEY_NAME, KEY_SCOPES), datetime.now(UTC))
    assert not isinstance(created, Refused), created
    folder.write_token(created.token)
    return created.token
