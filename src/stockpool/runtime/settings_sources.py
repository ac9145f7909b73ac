"""Where settings are read from: the command line, the environment and a TOML file, each value with its origin."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

ENVIRONMENT_PREFIX = "STOCKPOOL_"
FILE_NAME = "stockpool.toml"
FILE_VARIABLE = "STOCKPOOL_CONFIG"


class Rank(IntEnum):
    """Places that values come from; the higher one is more binding."""

    FILE = 1
    ENVIRONMENT = 2
    OPTION = 3


class Given(NamedTuple):
    """A value as it was written, from where, and how binding that place is."""

    value: object
    origin: str
    rank: Rank


def find_settings_file(given: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The settings file: the one given, else `./stockpool.toml`, else the one in the platform's folder, if any."""
    named = given or (Path(environment[FILE_VARIABLE]) if environment.get(FILE_VARIABLE) else None)
    if named is not None:
        return named
    return next((place for place in (Path(FILE_NAME), _platform_folder() / FILE_NAME) if place.is_file()), None)


def _platform_folder() -> Path:
    if os.geteuid() == 0:
        return Path("/etc/stockpool")
    import platformdirs

    return Path(platformdirs.user_config_dir("stockpool", appauthor=False))


def from_options(overrides: Mapping[str, object]) -> Iterator[tuple[str, Given]]:
    """What the command line says; options that were not given are None."""
    for name, value in overrides.items():
        if value is not None:
            yield name, Given(value, f"option --{name.removeprefix('http_').replace('_', '-')}", Rank.OPTION)


def from_environment(environment: Mapping[str, str], names: Collection[str]) -> Iterator[tuple[str, Given]]:
    """What the variables say; an empty one says nothing."""
    for name in names:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if environment.get(variable):
            yield name, Given(environment[variable], f"environment {variable}", Rank.ENVIRONMENT)


def unknown_variables(environment: Mapping[str, str], names: Collection[str]) -> tuple[str, ...]:
    """Ours by their prefix but no setting: perhaps a typing error, perhaps a container platform's own."""
    known = {ENVIRONMENT_PREFIX + name.upper() for name in names} | {FILE_VARIABLE}
    return tuple(sorted(name for name in environment if name.startswith(ENVIRONMENT_PREFIX) and name not in known))


def from_file(file: Path | None, names: Collection[str], problems: list[str]) -> Iterator[tuple[str, Given]]:
    """What the file says, with the line; what is wrong with it is added to the problems."""
    if file is None:
        return
    text = _read(file, problems)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{file}: this is not TOML: {error}")
        return
    for name, value in table.items():
        origin = f"{file}, line {_line_of(name, text)}"
        if name in names:
            yield name, Given(_relative_to(file, name, value), origin, Rank.FILE)
        else:
            problems.append(f"{origin}: there is no setting {name!r}{_did_you_mean(name, names)}")


def _read(file: Path, problems: list[str]) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        problems.append(f"{file}: the settings file cannot be read: {reason}")
        return ""


def _line_of(name: str, text: str) -> int:
    """The line on which a key or its table is set, counted from one."""
    pattern = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _did_you_mean(name: str, names: Collection[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; `stockpool config check` lists all settings"


def _relative_to(file: Path, name: str, value: object) -> object:
    """A folder named in a file is meant from where the file stands."""
    if name == "data_dir" and isinstance(value, str):
        return str(file.absolute().parent / Path(value).expanduser())
    return value
