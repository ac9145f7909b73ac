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
Tables = Annotated[
    Path | None, typer.Argument(help="Folder with the tables' files.", metavar="[DIR]", show_default=False)
]
Mapping = Annotated[
    Path | None, typer.Option("--map", help="Folder with the SQL of a mapping.", metavar="FOLDER", show_default=False)
]
MappedFrom = Annotated[
    Path | None,
    typer.Option("--from", help="Folder with the files that the mapping reads.", metavar="DIR", show_default=False),
]
Rejects = Annotated[Path, typer.Option("--out", help="Folder for the rows that are rejected.", metavar="FOLDER")]
REJECTS = Path("rejects")
