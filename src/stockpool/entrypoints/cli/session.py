"""What commands work with: the settings, and a database that is running and has the current schema."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from stockpool.runtime.masking import mask_text
from stockpool.runtime.settings import LoadedSettings, Settings, find_settings_file, load_settings


class Session(NamedTuple):
    """The settings of this call and the URL of its database."""

    settings: Settings
    url: str


def load(config: Path | None, **options: object) -> LoadedSettings:
    """The settings for a command: its options (None where not given) over environment, file and defaults."""
    file = find_settings_file(config, os.environ)
    return load_settings(file=file, environment=os.environ, overrides=options)


def database_words(settings: Settings) -> str:
    """Which database these settings name, for people to recognize it by; without its password."""
    if settings.database_url is not None:
        return mask_text(settings.database_url)
    return f"the embedded one in {settings.data_dir}"


@contextmanager
def open_session(config: Path | None, **options: object) -> Iterator[Session]:
    """A database ready for work: the embedded one is started and upgraded, a given one must be current."""
    from stockpool.runtime import migrating

    settings = load(config, **options).settings
    with open_server(settings) as url:
        if settings.database_url is None:
            asyncio.run(migrating.upgrade(url))
        else:
            asyncio.run(migrating.check_current(url))
        yield Session(settings, url)


@contextmanager
def open_server(settings: Settings) -> Iterator[str]:
    """The URL of a database that runs, with whatever schema it has."""
    from stockpool.runtime import logs

    logs.configure(settings.log_level, settings.log_format)
    if settings.database_url is not None:
        yield settings.database_url
        return
    from stockpool.runtime.embedded import embedded_server

    with embedded_server(settings.data_dir) as url:
        yield url
