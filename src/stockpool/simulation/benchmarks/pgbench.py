"""PostgreSQL's own load generator, from the wheel that brings the embedded server."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from stockpool.runtime.embedded.programs import INSTALL, wheel_folder

TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class PgbenchFailed(Exception):
    """It ended with an error; the message is its own."""


async def run_pgbench(url: str, script: str, *, clients: int, seconds: int) -> float:
    """Transactions a second of a script of one transaction, each statement prepared once a connection."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        return _tps(await _said(_arguments(url, Path(file.name), clients, seconds)))


def _arguments(url: str, file: Path, clients: int, seconds: int) -> list[str]:
    threads = min(os.cpu_count() or 1, clients)
    program = wheel_folder() / INSTALL / "bin" / "pgbench"
    counts = ("-c", str(clients), "-j", str(threads), "-T", str(seconds))
    return [str(program), "-n", "-M", "prepared", *counts, "-f", str(file), url]


async def _said(arguments: list[str]) -> str:
    process = await asyncio.create_subprocess_exec(
        *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        raise PgbenchFailed(complaint.decode(errors="replace").strip())
    return out.decode()


def _tps(said: str) -> float:
    found = TPS.search(said)
    if found is None:
        raise PgbenchFailed(f"it named no transactions a second: {said.strip()[-200:]}")
    return float(found[1])
