"""A real OpenID provider on a loopback port, which can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID = "stockpool"
CLIENT_SECRET = "hush & keep"  # noqa: S105 - of a provider that lives as long as a test

Claims = dict[str, Any]


class OpenIdProvider:
    """Whoever is sent here is `person` at once; `lie` changes the claims of the token before it is signed.

    The discovery document `lacks` a member.
    """

    def __init__(self) -> None:
        self.lacks = ""
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.signing = self.key
        self.algorithm = "RS256"
        self.person: Claims = {"sub": "42", "preferred_username": "Gerda", "groups": ["pickers"], "nodes": "N1"}
        self.lie: Callable[[Claims], Claims] = lambda claims: claims
        self.codes: dict[str, Claims] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer_get(self)

            def do_POST(self) -> None:
                provider.answer_token(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer_get(self, request: BaseHTTPRequestHandler) -> None:
        asked = urlsplit(request.path)
        if asked.path == "/.well-known/openid-configuration":
            document = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            }
            _reply(request, 200, {name: value for name, value in document.items() if name != self.lacks})
        elif asked.path == "/keys":
            _reply(request, 200, KeySet([self.key]).as_dict(private=False))
        elif asked.path == "/authorize":
            query = dict(parse_qsl(asked.query))
            code = f"code-{len(self.codes)}"
            self.codes[code] = query
            request.send_response(302)
            back = urlencode({"code": code, "state": query["state"], "session_state": "x"})
            request.send_header("location", f"{query['redirect_uri']}?{back}")
            request.end_headers()

    def signed(self, claims: Claims) -> str:
        """The token; by none it has no signature, by HS256 one with the public key as if it were a secret."""
        if self.algorithm == "RS256":
            return jwt.encode({"alg": "RS256", "kid": self.signing.kid}, claims, self.signing, algorithms=["RS256"])
        parts = [json.dumps(each).encode() for each in ({"alg": self.algorithm, "kid": "one"}, claims)]
        text = ".".join(map(_base64, parts))
        digest = hmac.digest(self.key.as_pem(private=False), text.encode(), "sha256")
        return f"{text}.{_base64(digest) if self.algorithm == 'HS256' else ''}"

    def answer_token(self, request: BaseHTTPRequestHandler) -> None:
        form = dict(parse_qsl(request.rfile.read(int(request.headers["content-length"])).decode()))
        left = self.codes.pop(form.get("code", ""), None)
        challenge = _base64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        client = base64.b64encode(f"{CLIENT_ID}:hush+%26+keep".encode()).decode()
        if (
            left is None
            or left["code_challenge"] != challenge
            or form["redirect_uri"] != left["redirect_uri"]
            or request.headers["authorization"] != f"Basic {client}"
        ):
            _reply(request, 400, {"error": "invalid_grant"})
            return
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60, "nonce": left["nonce"]}
        token = self.signed(self.lie(claims | self.person))
        _reply(request, 200, {"access_token": "x", "token_type": "Bearer", "id_token": token})


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _reply(request: BaseHTTPRequestHandler, status: int, value: object) -> None:
    body = json.dumps(value).encode()
    request.send_response(status)
    request.send_header("content-type", "application/json")
    request.send_header("content-length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
