"""The folders of an embedded database: made with the right owner, checked, and never loosened when not ours."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from stockpool.runtime.embedded.account import SYSTEM_HOME, Account
from stockpool.runtime.unavailable import DatabaseUnavailable

SOCKET_FILE = ".s.PGSQL.5432"
SOCKET_PATH_BYTES_MAX = 100
"""Unix socket addresses hold 107 bytes on Linux and 103 on macOS."""

UNQUOTABLE = frozenset('"$`\\\n\r')
"""pg_ctl starts the server through a shell in which these characters would not stand for themselves."""


def prepare_data_dir(data_dir: Path) -> Path:
    """Create the folder if it is missing and answer its real path; existing folders keep their permissions."""
    if UNQUOTABLE & set(str(data_dir)):
        raise DatabaseUnavailable(
            "The path of the data folder holds a character that PostgreSQL's tools cannot take",
            where=repr(str(data_dir)),
            mend='choose a path without ", $, `, \\ and line breaks',
        )
    try:
        missing = [folder for folder in (data_dir, *data_dir.parents) if not folder.exists()]
        for folder in reversed(missing):
            make_folder(folder)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The data folder cannot be made or entered: {error.strerror}",
            where=str(data_dir),
            mend="choose another --data-dir",
        ) from error
    return data_dir.resolve()


def make_folder(folder: Path) -> None:
    """Create one folder; root's can be walked through by the server's user, but not listed."""
    try:
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
    except FileExistsError:
        return
    if os.geteuid() == 0:
        folder.chmod(0o711)


def check_reachable(data_dir: Path, account: Account) -> None:
    """Refuse a data folder that the server's user cannot walk to; we do not open other people's folders."""
    for folder in (*reversed(data_dir.parents), data_dir):
        if account.switched and not _may_walk(folder, account):
            raise DatabaseUnavailable(
                f"The database cannot run in a folder below {folder}, which only its owner may enter",
                where=f"data folder {data_dir}",
                mend=f"choose one that others may enter, such as --data-dir {SYSTEM_HOME}/{data_dir.name}",
            )


def _may_walk(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def socket_dir(data_dir: Path, account: Account) -> Path:
    """A private folder for the server's socket: in the data folder, or below /tmp if that path does not fit.

    It must be short, and without a comma, which separates hosts in a database URL.
    """
    folder = data_dir / "socket"
    if len(os.fsencode(folder / SOCKET_FILE)) > SOCKET_PATH_BYTES_MAX or "," in str(folder):
        digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
        folder = Path("/tmp") / f"stockpool-{account.uid}-{digest}"  # noqa: S108 - checked below against planted ones
    return private_folder(folder, account)


def private_folder(folder: Path, account: Account) -> Path:
    """A folder that only the account can use; one that somebody else may have planted is refused."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _check_private(folder, account)
    else:
        account.own(folder)
    return folder


def _check_private(folder: Path, account: Account) -> None:
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != account.uid or status.st_mode & 0o077:
        raise DatabaseUnavailable(
            "A folder that must be private to the database is not",
            where=str(folder),
            mend="remove it (it holds no data) and try again",
        )
