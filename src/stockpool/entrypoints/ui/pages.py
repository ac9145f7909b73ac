"""The addresses of the apps: `/tower/` for planners and operators, `/store/` for associates, and `/`."""

from __future__ import annotations

from functools import cache
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from stockpool.entrypoints.ui.files import StaticFile, load_app

APPS = ("tower", "store")
INDEX = "index.html"
FOREVER = "public, max-age=31536000, immutable"
"""Names below `assets/` hold a digest of what is in them."""

NOT_BUILT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>stockpool</title></head><body>
<h1>The apps were not built</h1><p>Run <code>make setup</code> in the project's folder, or install the wheel; the calls
at <a href="/schema">/schema</a> work without them.</p></body></html>
"""

PageRequest = Request[Any, Any, Any]


def content_security_policy(app: str) -> str:
    """What a page of an app may load: what this server gives it, and nothing else."""
    scripts = "'self' 'wasm-unsafe-eval'" if app == "store" else "'self'"
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@cache
def headers_of(app: str) -> dict[str, str]:
    """What every answer of an app says to the browser."""
    return {
        "Content-Security-Policy": content_security_policy(app),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": f"camera={'(self)' if app == 'store' else '()'}, microphone=(), geolocation=()",
        "Vary": "Accept-Encoding",
    }


def app_pages() -> list[HTTPRouteHandler]:
    """The front door and the files of both apps."""
    return [front_door, *(_pages_of(app) for app in APPS)]


@get("/", sync_to_thread=False, include_in_schema=False)
def front_door() -> Redirect:
    """The control tower, which sends associates on to their app."""
    return Redirect("/tower/", status_code=303)


def _pages_of(app: str) -> HTTPRouteHandler:
    built = load_app(app)

    @get([f"/{app}", f"/{app}/{{path:path}}"], sync_to_thread=False, include_in_schema=False, name=app)
    def page(request: PageRequest) -> Response[bytes]:
        """A file, or the app itself, which knows its own pages."""
        if not built:
            return _answer(app, 503, NOT_BUILT.encode(), {"Content-Type": "text/html; charset=utf-8"})
        name = str(request.path_params.get("path", "")).lstrip("/")
        found = built.get(name)
        if found is None and name.startswith("assets/"):
            return _answer(app, 404, b"no such file\n", {"Content-Type": "text/plain"})
        if found is None:
            name, found = INDEX, built[INDEX]
        return _file(app, name, found, request)

    return page


def _file(app: str, name: str, file: StaticFile, request: PageRequest) -> Response[bytes]:
    kept = FOREVER if name.startswith("assets/") else "no-cache"
    said = {"ETag": file.etag, "Cache-Control": kept, "Content-Type": file.media_type}
    if request.headers.get("if-none-match") == file.etag:
        return _answer(app, 304, b"", said)
    coding, body = file.best(request.headers.get("accept-encoding", ""))
    if coding != "identity":
        said["Content-Encoding"] = coding
    return _answer(app, 200, body, said)


def _answer(app: str, status: int, body: bytes, headers: dict[str, str]) -> Response[bytes]:
    return Response(
        body, status_code=status, headers={**headers_of(app), **headers}, media_type=headers["Content-Type"]
    )
