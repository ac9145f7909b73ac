"""The built files of an app, read once and kept: their bytes as they are, and as they were compressed at build time."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type

import msgspec

ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""Best first, with the ending of the file that the build writes beside the original."""

KINDS = {".webmanifest": "application/manifest+json", ".wasm": "application/wasm", ".js": "text/javascript"}


class StaticFile(msgspec.Struct, frozen=True):
    """One file that browsers ask for."""

    media_type: str
    etag: str
    bodies: Mapping[str, bytes]
    """By content coding; `identity` is always there."""

    def best(self, accepted: str) -> tuple[str, bytes]:
        """The smallest body that an `Accept-Encoding` allows, and its coding."""
        wanted = {coding for part in accepted.split(",") if (coding := _coding(part))}
        for coding, _ending in ENCODINGS:
            if coding in wanted and coding in self.bodies:
                return coding, self.bodies[coding]
        return "identity", self.bodies["identity"]


def _coding(part: str) -> str:
    """The name of a coding that is accepted; nothing for one with a weight of zero."""
    name, _, weight = part.replace(" ", "").partition(";q=")
    return "" if weight.strip("0.") == "" and weight else name


def load_app(app: str) -> dict[str, StaticFile]:
    """The files of a built app by their path below its address; none where it was not built."""
    folder = files("stockpool.entrypoints.ui") / "static" / app
    return dict(_below(folder, "")) if folder.is_dir() else {}


def _below(folder: Traversable, path: str) -> list[tuple[str, StaticFile]]:
    found: list[tuple[str, StaticFile]] = []
    entries = {entry.name: entry for entry in folder.iterdir()}
    for name, entry in entries.items():
        if entry.is_dir():
            found += _below(entry, f"{path}{name}/")
        elif not name.endswith(tuple(ending for _, ending in ENCODINGS)):
            found.append((path + name, _static_file(name, entries)))
    return found


def _static_file(name: str, entries: Mapping[str, Traversable]) -> StaticFile:
    plain = entries[name].read_bytes()
    smaller = {coding: entries[name + end].read_bytes() for coding, end in ENCODINGS if name + end in entries}
    return StaticFile(_media_type(name), f'"{sha256(plain).hexdigest()[:20]}"', {"identity": plain, **smaller})


def _media_type(name: str) -> str:
    ending = name[name.rfind(".") :]
    kind = KINDS.get(ending) or guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
