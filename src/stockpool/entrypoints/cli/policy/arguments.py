"""What the commands for policies are told."""

from __future__ import annotations

from typing import Annotated

import typer

File = Annotated[str, typer.Argument(metavar="FILE", help="The policy's document, in YAML.")]
Named = Annotated[
    str, typer.Argument(metavar="POLICY", help="A file, NAME or NAME@VERSION of a stored one, or `active`.")
]
Tried = Annotated[
    str,
    typer.Argument(
        metavar="POLICY", help="A file, NAME or NAME@VERSION of a stored one, `active`, or `built-in` for no policy."
    ),
]
Note = Annotated[str, typer.Option(help="Why; it is kept with the step.")]
CasesFile = Annotated[
    str | None, typer.Option("--cases", metavar="FILE", help="Cases that it must pass before it acts; stored with it.")
]
