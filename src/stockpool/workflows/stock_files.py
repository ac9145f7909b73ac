"""Another system's stock file as rows that can be compared: read and checked beside the event loop."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from stockpool.connectors.api import map_files, open_tables
from stockpool.connectors.messages import Known

COLUMNS = ("sku", "node", "quantity", "as_of")
ROWS_AT_ONCE = 20_000
COMPRESSED = (".gz", ".zst", ".bz2")

IS_KIT = "sku: is a kit, which has no stock of its own: tell its components"
NOT_ITS_NODE = "node: is not one that the source speaks for"


class StockRows(msgspec.Struct, frozen=True):
    """Good rows as COPY lines in a file, how many others there were, and when the file was made."""

    lines: Path
    rejected: int
    made_at: datetime
    rejects_file: Path | None

    def chunks(self) -> Iterator[bytes]:
        """The lines, so many bytes at a time."""
        with self.lines.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                yield chunk


class StockFile(msgspec.Struct, frozen=True):
    """Which file, by which mapping, and what its rows may refer to."""

    path: Path
    mapping: Path | None
    known: Known
    kits: Collection[str]
    nodes: Collection[str]
    shard_count: int


def read_stock_file(asked: StockFile, work: Path, out: Path, now: datetime) -> StockRows:
    """Check every row; raises `FileIsBroken`. All that is made stands in `work`, rejects in `out`."""
    made_at = datetime.fromtimestamp(asked.path.stat().st_mtime, UTC)
    with (
        _as_table(asked, work) as folder,
        open_tables(folder, out, now=now, shard_count=asked.shard_count) as reader,
    ):
        checked = reader.check("stock", asked.known)
        checked.reject_all("sku", dict.fromkeys(asked.kits, IS_KIT))
        if asked.nodes:
            others = [node for node in asked.known.nodes if node not in asked.nodes]
            checked.reject_all("node", dict.fromkeys(others, NOT_ITS_NODE))
        lines = work / "rows.copy"
        with lines.open("wb") as stream:
            for batch in checked.copy_batches(ROWS_AT_ONCE, by_key=True, names=COLUMNS):
                stream.write(batch.lines)
        rejected = checked.counts().rejected
        return StockRows(lines, rejected, min(made_at, now), checked.rejects_file if rejected else None)


@contextmanager
def _as_table(asked: StockFile, work: Path) -> Iterator[Path]:
    """A folder with the table `stock`: the file under that name, or what the mapping makes of it."""
    folder = work / "tables"
    folder.mkdir()
    if asked.mapping is None:
        (folder / f"stock{_ending(asked.path)}").symlink_to(asked.path.resolve())
        yield folder
        return
    alone = work / "file"
    alone.mkdir()
    shutil.copy2(asked.path, alone / asked.path.name)
    map_files(asked.mapping, alone, folder)
    yield folder


def _ending(path: Path) -> str:
    name = path.name.casefold()
    last = Path(name).suffix
    return "".join(Path(name).suffixes[-2:]) if last in COMPRESSED else last


def newest_match(folder: Path, pattern: str) -> Path | None:
    """The file of a pattern below a folder that was written last; links do not lead out of the folder."""
    root = folder.resolve()
    found = [path for path in folder.glob(pattern) if path.is_file() and path.resolve().is_relative_to(root)]
    return max(found, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)


def stamp_of(path: Path) -> str:
    """Name, size and time: whether it is the file that was seen before."""
    found = path.stat()
    return f"{path.name} {found.st_size} {found.st_mtime_ns}"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes again."""
    with tempfile.TemporaryDirectory(prefix="stockpool-reconcile-") as folder:
        yield Path(folder)
