"""Run one command: gather the command files, turn errors into one line and an exit code."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from stockpool.entrypoints import cli
from stockpool.entrypoints.cli.exits import ExitCode, exit_code_of
from stockpool.entrypoints.cli.output import print_error


def build_app(files: Sequence[str] = cli.COMMAND_FILES) -> typer.Typer:
    """The application with every command of the folder, or with those of some of its files."""
    app = typer.Typer(
        name="stockpool",
        help="One pool of stock over every warehouse, store and truck, promised once.",
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    for name in files:
        importlib.import_module(f"{cli.__name__}.{name}").register(app)
    return app


def files_for(arguments: Sequence[str]) -> Sequence[str]:
    """The file of the command that is called; all where it is none, as for the help page that lists them.

    Typer reads the options of every command that it is given, which takes longer than many a command.
    """
    called = next((each for each in arguments if each != "--debug"), "")
    return [name for name in cli.COMMAND_FILES if command_of(name) == called] or cli.COMMAND_FILES


def command_of(file: str) -> str:
    """What the command of a file is called: `import_` is `import`, a word of Python."""
    return file.rstrip("_").replace("_", "-")


def run(arguments: Sequence[str]) -> int:
    """Run a command; every way in which it can end is an exit code."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        app = build_app(files_for(arguments))
        result = app(list(arguments) or ["--help"], standalone_mode=False, prog_name="stockpool")
        sys.stdout.flush()
        return int(result or ExitCode.OK)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # typer's answer to a reader that went away
            return ExitCode.OK
        raise
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except TyperException as error:
        print_error(_usage_message(error), ExitCode.USAGE, as_json="--json" in arguments)
        return ExitCode.USAGE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the top: nothing may reach the user as a traceback
        return _report(error, arguments)


def _show_version(wanted: bool) -> None:
    if wanted:
        from stockpool import __version__

        print(__version__)
        raise typer.Exit


def _common(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Options before the command: `--debug` is looked for where errors are reported, `--version` has its callback."""
    del debug, version


def _report(error: BaseException, arguments: Sequence[str]) -> int:
    code = exit_code_of(error)
    if "--debug" in arguments:
        traceback.print_exception(error)
    if code == ExitCode.INTERRUPTED:
        return code
    message = str(error)
    if code == ExitCode.BUG:
        message = f"{type(error).__name__}: {error} (a bug in stockpool; `stockpool --debug …` shows where)"
    print_error(message, code, as_json="--json" in arguments)
    return code


def _usage_message(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    hint = f" (see `{context.command_path} --help`)" if context else ""
    return error.format_message() + hint


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM ends like any exit does: what is open is closed."""
    raise SystemExit(ExitCode.TERMINATED)
