"""CSV files as people's programs write them: their dialect, their lines, and the slow but exact way to read them."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import msgspec

from stockpool.connectors.files.broken import FileIsBroken

DELIMITERS = (",", ";", "\t", "|")
CHUNK_BYTES = 1 << 20
HEADER_BYTES_MAX = 1 << 16
SAVE_AS_UTF8 = 'Save it as UTF-8 (in spreadsheets: "CSV UTF-8").'


class Dialect(msgspec.Struct, frozen=True):
    """How a file separates its cells and whether it is compressed."""

    delimiter: str
    compression: str


class Scan(msgspec.Struct, frozen=True):
    """What a first look at a file shows."""

    dialect: Dialect
    header: tuple[str, ...]
    lines: int


def scan_csv(file: Path, names: tuple[str, ...]) -> Scan:
    """Read the header, choose the delimiter that finds most of the expected names, count the lines."""
    try:
        with _open_bytes(file) as stream:
            first = stream.readline(HEADER_BYTES_MAX)
            _refuse_no_text(file, first)
            lines = _count_lines(stream) + 1
    except (OSError, EOFError, zlib.error) as error:
        raise FileIsBroken(file, f"cannot be read: {error}", "Check the file, or write it again.") from error
    line = _decoded_header(file, first)
    delimiter, header = max(
        ((each, _cells(line, each)) for each in DELIMITERS), key=lambda found: _fit(found[1], names)
    )
    compression = "gzip" if file.suffix == ".gz" else "none"
    return Scan(Dialect(delimiter, compression), header, lines)


def rewrite_csv(file: Path, dialect: Dialect, width: int, target: Path) -> None:
    """Write a plain copy of a file, each row led by its line and what is broken about it."""
    with target.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["row", "broken", *(f"c{number}" for number in range(width))])
        try:
            writer.writerows(_numbered_rows(file, dialect, width))
        except UnicodeDecodeError as error:
            line = _undecodable_line(file)
            raise FileIsBroken(file, f"line {line} is not UTF-8 text", SAVE_AS_UTF8) from error


def _numbered_rows(file: Path, dialect: Dialect, width: int) -> Iterator[list[str]]:
    """Each row behind the header: its line, what is broken about it, its cells."""
    with _open_bytes(file) as stream:
        text = _Lines(stream)
        reader = csv.reader(text, delimiter=dialect.delimiter, strict=True)
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if text.ended:
                    remedy = "Close it; a quotation mark inside a cell is written twice."
                    raise FileIsBroken(file, f"a quotation mark opened in line {line} is not closed", remedy) from error
                yield _row(line, f"is not CSV: {error}", [], width)
                continue
            if cells:
                yield _row(line, _width_problem(len(cells), width), cells, width)


def _row(line: int, broken: str, cells: list[str], width: int) -> list[str]:
    return [str(line), broken, *cells[:width], *[""] * (width - len(cells))]


def _width_problem(found: int, width: int) -> str:
    return "" if found == width else f"has {found} cells where the first line names {width} columns"


class _Lines:
    """The decoded lines of a stream; knows whether the last one has been handed out."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._encoding = "utf-8-sig"
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline()
        if not line:
            self.ended = True
            raise StopIteration
        decoded = line.decode(self._encoding)
        self._encoding = "utf-8"
        return decoded


def _open_bytes(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file, "rb")) if file.suffix == ".gz" else file.open("rb")


def _count_lines(stream: IO[bytes]) -> int:
    count, last = 0, b"\n"
    while chunk := stream.read(CHUNK_BYTES):
        count += chunk.count(b"\n")
        last = chunk[-1:]
    return count + (last != b"\n")


def _refuse_no_text(file: Path, first: bytes) -> None:
    if not first.strip():
        raise FileIsBroken(file, "is empty", "Its first line must name the columns.")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in first:
        raise FileIsBroken(file, "is not UTF-8 text", SAVE_AS_UTF8)
    if b"\r" in first.rstrip(b"\r\n"):
        raise FileIsBroken(file, "its lines end with a carriage return alone", SAVE_AS_UTF8)


def _decoded_header(file: Path, first: bytes) -> str:
    try:
        return first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileIsBroken(file, "line 1 is not UTF-8 text", SAVE_AS_UTF8) from error


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    cells = (cell.strip().casefold() for cell in next(csv.reader([line], delimiter=delimiter)))
    return tuple(cell or f"column {number}" for number, cell in enumerate(cells, start=1))


def _fit(header: tuple[str, ...], names: tuple[str, ...]) -> int:
    return len(set(header) & set(names))


def _undecodable_line(file: Path) -> int:
    with _open_bytes(file) as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
