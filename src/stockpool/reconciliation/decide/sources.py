"""Which sources make sense, and where their files may be."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stockpool.kernel.editing import refuse_repeated
from stockpool.kernel.findings import Findings, text_problem
from stockpool.kernel.ids import id_problem
from stockpool.kernel.refusals import Reason, Refused
from stockpool.reconciliation.messages import Source

PATH_LENGTH_MAX = 300


def decide_sources(rows: Sequence[Source], nodes: Collection[str]) -> list[Source | Refused]:
    """Each row by itself, in order."""
    repeated = refuse_repeated([row.id for row in rows], "id", repr)
    return [repeated.get(place) or _decide(row, nodes) for place, row in enumerate(rows)]


def _decide(row: Source, nodes: Collection[str]) -> Source | Refused:
    findings = Findings()
    findings.check("id", id_problem(row.id))
    findings.check("name", text_problem(row.name, 200))
    for place, node in enumerate(row.nodes):
        if node not in nodes:
            findings.add(f"nodes[{place}]", f"there is no node {node!r}", Reason.UNKNOWN_NODE)
    if row.complete and not row.nodes:
        findings.add("complete", "says what is not there, so it needs the nodes that the source speaks for")
    for field, path in (("file", row.file), ("mapping", row.mapping)):
        if path is not None:
            findings.check(field, path_problem(path))
    if row.file is None and (row.mapping is not None or row.interval_minutes is not None):
        findings.add("file", "is needed where there is a mapping or an interval")
    return findings.refusal() or row


def path_problem(path: str) -> str | None:
    """What is wrong with a path that must lie below a folder of the server, or None."""
    parts = path.split("/")
    if not path or len(path) > PATH_LENGTH_MAX or not path.isprintable():
        return f"must be a path of at most {PATH_LENGTH_MAX} characters"
    if path.startswith("/") or ".." in parts or "**" in path:
        return "must lie below the folder of the setting reconcile_dir"
    return None
