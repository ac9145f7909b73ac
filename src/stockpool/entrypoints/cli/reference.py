"""The reference pages that the code writes: `make docs` writes them, `make check` sees that they are current.

`python -m stockpool.entrypoints.cli.reference [--check] [FOLDER]`
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

if TYPE_CHECKING:
    from stockpool.entrypoints.http.endpoints import Endpoint

FOLDER = Path("docs/reference")
WRITTEN = "<!-- Written by `make docs` from the code; edit the code. -->"


def pages() -> dict[str, Callable[[], str]]:
    """Every page with what writes it."""
    from stockpool.connectors.api import reference_page
    from stockpool.entrypoints.cli.call_reference import calls_page
    from stockpool.entrypoints.cli.event_reference import events_page

    return {
        "asyncapi.json": asyncapi_page,
        "calls.md": lambda: f"{WRITTEN}\n\n{calls_page(_endpoints())}",
        "cli.md": cli_page,
        "events.md": lambda: f"{WRITTEN}\n\n{events_page()}",
        "import-tables.md": reference_page,
        "openapi.json": openapi_page,
        "settings.md": settings_page,
    }


def cli_page() -> str:
    """Every command with its arguments and options."""
    from stockpool.entrypoints.cli.running import build_app

    root = typer.main.get_command(build_app())
    sections = [_command_section(path, command) for path, command in _commands("stockpool", root)]
    return "\n".join([WRITTEN, "", "# Command line", "", *sections])


def _commands(path: str, command: object) -> Iterator[tuple[str, object]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in children.items():
        yield from _commands(f"{path} {name}", child)


def _command_section(path: str, command: object) -> str:
    parameters = [p for p in getattr(command, "params", []) if not getattr(p, "hidden", False)]
    rows = [_parameter_row(parameter) for parameter in parameters]
    table = ["| | |", "|---|---|", *rows] if rows else []
    said = " ".join(str(getattr(command, "help", "") or "").split())
    return "\n".join([f"## {path}", "", said, "", *table, ""])


def _parameter_row(parameter: object) -> str:
    names = [*getattr(parameter, "opts", []), *getattr(parameter, "secondary_opts", [])]
    shown = ", ".join(f"`{name}`" for name in names)
    return f"| {shown} | {' '.join(str(getattr(parameter, 'help', None) or '').split())} |".replace("  |", " |")


def settings_page() -> str:
    """Every setting with its default, its environment variable and what it is for."""
    from stockpool.runtime import settings

    words = _field_docstrings(inspect.getsource(settings.Settings))
    rows = [
        f"| `{field.name}` | {_default(field)} | `STOCKPOOL_{field.name.upper()}` | {words[field.name]} |"
        for field in msgspec.structs.fields(settings.Settings)
    ]
    said = (
        "From the command line, the environment, a TOML file (flat, these names as keys) or the default, in this order."
    )
    head = ["| setting | default | environment | what it is for |", "|---|---|---|---|"]
    return "\n".join(
        [WRITTEN, "", "# Settings", "", said, "`stockpool config check` says what holds.", "", *head, *rows, ""]
    )


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is msgspec.NODEFAULT:
        return "the user's data folder; `/var/lib/stockpool` for root"
    return "" if field.default is None else f"`{field.default}`"


def _field_docstrings(source: str) -> dict[str, str]:
    """What stands behind each field of a class."""
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)
    found: dict[str, str] = {}
    for field, behind in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            said = behind.value if isinstance(behind, ast.Expr) else None
            found[field.target.id] = str(said.value) if isinstance(said, ast.Constant) else ""
    return found


def openapi_page() -> str:
    """The OpenAPI document of the interface."""
    from stockpool.entrypoints.http.openapi import openapi_document

    return _document_page(openapi_document(_endpoints()))


def asyncapi_page() -> str:
    """The AsyncAPI document of events."""
    from stockpool.entrypoints.http.asyncapi import asyncapi_document

    return _document_page(asyncapi_document())


def _document_page(document: object) -> str:
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1).decode() + "\n"


def _endpoints() -> Sequence[Endpoint]:
    from stockpool.bootstrap import Application
    from stockpool.entrypoints.http.calls import all_endpoints
    from stockpool.runtime.settings import Settings

    return all_endpoints(Application(Settings(), "postgresql:///documentation"))


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check only say which are not current."""
    checking = "--check" in arguments
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    folder = folders[0] if folders else FOLDER
    stale = [name for name, write in pages().items() if _is_stale(folder / name, write(), write_it=not checking)]
    for name in stale:
        print(f"{folder / name} {'is not what the code says: run `make docs`' if checking else 'written'}")
    return 1 if checking and stale else 0


def _is_stale(path: Path, text: str, *, write_it: bool) -> bool:
    if path.exists() and path.read_text("utf-8") == text:
        return False
    if write_it:
        path.write_text(text, "utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
