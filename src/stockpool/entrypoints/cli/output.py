"""What commands print: JSON or lines on standard output, errors as one line on standard error."""

from __future__ import annotations

import json
import sys


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, indent=2, default=str, ensure_ascii=False))


def print_error(message: str, code: int, *, as_json: bool) -> None:
    """An error as the user should see it."""
    if as_json:
        print(json.dumps({"error": message, "exit_code": code}, ensure_ascii=False), file=sys.stderr)
    else:
        print("\n".join(f"error: {line}" for line in message.splitlines()), file=sys.stderr)
