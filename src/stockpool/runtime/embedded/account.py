"""Whom the server runs as: the user who calls, or a system user when that is root (PostgreSQL refuses root)."""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from pathlib import Path
from typing import Any, NamedTuple

from stockpool.runtime.unavailable import DatabaseUnavailable

SYSTEM_USER = "stockpool"
SYSTEM_HOME = Path("/var/lib/stockpool")
CREATE_ATTEMPTS = 20
"""useradd fails while another process writes /etc/passwd; 20 tries a quarter of a second apart."""


class Account(NamedTuple):
    """An operating system user, and whether we have to become that user to run the server."""

    uid: int
    gid: int
    switched: bool

    def process_options(self) -> dict[str, Any]:
        """Options for `subprocess` that run a program as this account, with nothing of root's left."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switched else {}

    def own(self, path: Path | int) -> None:
        """Give something that we have just created to the account."""
        if not self.switched:
            return
        if isinstance(path, int):
            os.fchown(path, self.uid, self.gid)
        else:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(cluster: Path) -> Account:
    """The owner of an existing cluster; for a new one the caller, or as root the system user."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switched=False)
    if cluster.is_dir():
        owner = cluster.lstat()
        if owner.st_uid == 0:
            raise DatabaseUnavailable(
                "The database folder belongs to root, and PostgreSQL does not run as root",
                where=str(cluster),
                mend="give the folder to another user with chown -R, or choose another --data-dir",
            )
        return Account(owner.st_uid, owner.st_gid, switched=True)
    entry = system_user()
    return Account(entry.pw_uid, entry.pw_gid, switched=True)


def system_user() -> pwd.struct_passwd:
    """The system user `stockpool`, created if it is missing."""
    failure = ""
    for _ in range(CREATE_ATTEMPTS):
        if entry := _find_user():
            return entry
        failure = _create_user()
        if entry := _find_user():
            return entry
        time.sleep(0.25)
    raise DatabaseUnavailable(
        f"PostgreSQL does not run as root, and the system user {SYSTEM_USER!r} could not be created",
        where=failure,
        mend=f"create it with `useradd --system {SYSTEM_USER}`, run as another user, or give --database-url",
    )


def _find_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _create_user() -> str:
    """Try to create the system user; answers what went wrong, for the message."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_HOME)]
    try:
        done = subprocess.run(
            [*command, "--shell", "/usr/sbin/nologin", SYSTEM_USER], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return f"useradd: {error.strerror}"
    return done.stderr.strip() or "useradd"
