"""How the loops of the search are compiled: by numba, once for each version; without numba they run as they stand.

What is compiled is kept in the user's cache folder, in a folder of its own for each state of the sources (numba itself
looks at a function's file alone, not at what that calls). A folder that cannot be written costs time, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

from platformdirs import user_cache_path

try:
    numba: Any = import_module("numba")
except ImportError:  # no wheel for this machine: slower, and otherwise the same
    numba = None

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function, compiled when it is first called."""
    return _compiled(function)


def inlined(function: F) -> F:
    """The same as a part of each that calls it: to hand on arrays by the dozen takes longer than a short loop."""
    return _compiled(function, forceinline=True)


def folded(function: F) -> F:
    """The same as a part of the one function that calls it, which takes half as long to compile."""
    return _compiled(function, inline="always")


def _compiled(function: F, **options: bool | str) -> F:
    if numba is None:
        return function
    kept, numba.config.CACHE_DIR = numba.config.CACHE_DIR, cache_folder()
    options["error_model"] = "numpy"  # no divisor is 0, and nobody looks for it
    try:
        return cast("F", numba.njit(cache=bool(numba.config.CACHE_DIR), **options)(function))
    except RuntimeError:  # nowhere to keep it
        return cast("F", numba.njit(**options)(function))
    finally:
        numba.config.CACHE_DIR = kept  # other libraries keep theirs where they always do


@cache
def cache_folder() -> str:
    """Where compiled loops of this state of the sources are kept; empty if there is no such place, or no numba.

    It is below the folder that is named for numba (`NUMBA_CACHE_DIR`), where one is.
    """
    if numba is None:
        return ""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    state = sha256(b"".join([source.read_bytes() for source in sources])).hexdigest()[:16]
    kept = Path(numba.config.CACHE_DIR or user_cache_path("stockpool", "stockpool"))
    folder = kept / "compiled" / state
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return ""
    return str(folder) if os.access(folder, os.W_OK) else ""
