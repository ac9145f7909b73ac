"""`stockpool config`: what is set, and from where."""

from __future__ import annotations

import typer

from stockpool.entrypoints.cli import options


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look at the settings.")
    group.command("check")(check)
    app.add_typer(group, name="config")


def check(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Check all settings and show where each value comes from."""
    from stockpool.entrypoints.cli import output, session
    from stockpool.runtime.settings import shown

    loaded = session.load(config, data_dir=data_dir, database_url=database_url)
    values = shown(loaded.settings)
    if as_json:
        rows = {name: {"value": value, "origin": loaded.origins[name]} for name, value in values.items()}
        output.print_json({"settings": rows, "unknown_variables": loaded.unknown_variables})
        return
    for name, value in values.items():
        print(f"{name:<24} {'' if value is None else value!s:<32} {loaded.origins[name]}")
    for variable in loaded.unknown_variables:
        print(f"\nnote: the environment variable {variable} is no setting and has no effect")
