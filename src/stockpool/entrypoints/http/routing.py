"""Which endpoint a request is for; ids in paths may hold any character when percent-encoded, slashes too."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from stockpool.entrypoints.http.answers import Answer, Scope
from stockpool.entrypoints.http.endpoints import Endpoint
from stockpool.entrypoints.http.problems import Fault, field_problem, problem
from stockpool.kernel.ids import id_problem

Methods = dict[str, Endpoint]


class Routes:
    """All endpoints by their path: fixed ones by look-up, those with parameters by their pieces."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._fixed: dict[str, Methods] = {}
        self._patterns: dict[int, list[tuple[tuple[str, ...], Methods]]] = {}
        for endpoint in endpoints:
            methods = self._methods(endpoint.path)
            assert endpoint.method not in methods, f"{endpoint.operation} is declared twice"
            methods[endpoint.method] = endpoint

    def _methods(self, path: str) -> Methods:
        if "{" not in path:
            return self._fixed.setdefault(path, {})
        pieces = tuple(path.split("/"))
        patterns = self._patterns.setdefault(len(pieces), [])
        known = next((methods for pattern, methods in patterns if pattern == pieces), None)
        if known is None:
            known = {}
            patterns.append((pieces, known))
        return known

    def find(self, scope: Scope) -> tuple[Endpoint, tuple[str, ...]] | Answer | None:
        """The endpoint and its path parameters, a problem, or None when no endpoint has this path."""
        if (methods := self._fixed.get(scope["path"])) is not None:
            return _by_method(methods, scope["method"], ())
        pieces = scope["raw_path"].decode("ascii", "replace").split("/")
        for pattern, methods in self._patterns.get(len(pieces), ()):
            if all(a == b or (b and a[:1] == "{") for a, b in zip(pattern, pieces, strict=True)):
                return _with_parameters(methods, scope["method"], pattern, pieces)
        return None


def _with_parameters(
    methods: Methods, method: str, pattern: tuple[str, ...], pieces: list[str]
) -> tuple[Endpoint, tuple[str, ...]] | Answer:
    values = []
    for name, piece in zip(pattern, pieces, strict=True):
        if name[:1] != "{":
            continue
        try:
            value = unquote(piece, errors="strict")
        except UnicodeDecodeError:
            return field_problem(name[1:-1], "must be percent-encoded UTF-8")
        if message := id_problem(value):
            return field_problem(name[1:-1], message)
        values.append(value)
    return _by_method(methods, method, tuple(values))


def _by_method(methods: Methods, method: str, values: tuple[str, ...]) -> tuple[Endpoint, tuple[str, ...]] | Answer:
    endpoint = methods.get("GET" if method == "HEAD" else method)
    if endpoint is not None:
        return endpoint, values
    allowed = sorted({*methods, "HEAD"} if "GET" in methods else methods)
    return problem(Fault.METHOD_NOT_ALLOWED, f"{method} is not possible here", (b"allow", ", ".join(allowed).encode()))
