"""`stockpool import`: a retailer's files, as they are or by a mapping."""

from __future__ import annotations

import typer

from stockpool.entrypoints.cli import options


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("import")(import_)


def import_(
    *,
    folder: options.Tables = None,
    mapping: options.Mapping = None,
    source: options.MappedFrom = None,
    out: options.Rejects = options.REJECTS,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Bring in files: `stockpool import DIR`, or `stockpool import --map FOLDER --from DIR`.

    Good rows go in, bad rows are written to TABLE.rejects.csv with the reason; the same files again change nothing.
    Exit code 0: every row is in; 1: some were rejected, or a file broke the import off; 2: nothing could be done.
    """
    from stockpool.entrypoints.cli import output, session
    from stockpool.entrypoints.cli.importing.run import run_import
    from stockpool.entrypoints.cli.importing.sources import tables_of

    with (
        tables_of(folder, mapping, source) as tables,
        session.open_session(config, data_dir=data_dir, database_url=database_url) as opened,
    ):
        summary = run_import(opened, tables, out)
    if as_json:
        output.print_json(summary.for_json())
    raise typer.Exit(summary.exit_code)
