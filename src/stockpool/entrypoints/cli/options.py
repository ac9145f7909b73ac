"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None,
    typer.Option(help="Folder of the embedded database.", show_default="the user's data folder", metavar="FOLDER"),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(help="URL of a PostgreSQL server, instead of the embedded one.", metavar="URL", show_default=False),
]
Config = Annotated[
    Path | None,
    typer.Option(help="Settings file (TOML).", show_default="./stockpool.toml if it is there", metavar="FILE"),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, errors too.")]
