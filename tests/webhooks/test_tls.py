"""Certificates are checked against the name of a receiver, though the connection goes to an address."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest

from stockpool.runtime.addresses import Address
from stockpool.runtime.outgoing import Outgoing
from tests.webhooks.conftest import HERE

pytestmark = pytest.mark.anyio

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")


class TlsReceiver:
    """Answers 204; notes which name was asked for at the handshake."""

    def __init__(self) -> None:
        self.names: list[str | None] = []
        self.requests = 0
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.requests += 1
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def openssl(*arguments: str | Path) -> None:
    subprocess.run([shutil.which("openssl") or "openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `ca.pem`, and `cert.pem` and `key.pem` of hooks.example."""
    folder = tmp_path_factory.mktemp("tls")
    openssl("req", "-x509", *KEY, "-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-subj", "/CN=a test")
    openssl(
        *(
            "req",
            "-x509",
            *KEY,
            "-keyout",
            folder / "key.pem",
            "-out",
            folder / "cert.pem",
            "-subj",
            "/CN=hooks.example",
        ),
        *("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key"),
        *("-addext", "subjectAltName=DNS:hooks.example", "-addext", "basicConstraints=critical,CA:FALSE"),
    )
    return folder


@pytest.fixture
async def receiver(authority: Path) -> AsyncIterator[TlsReceiver]:
    opened = TlsReceiver()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "cert.pem", authority / "key.pem")
    context.sni_callback = lambda _socket, name, _context: opened.names.append(name)
    server = await asyncio.start_server(opened.serve, "127.0.0.1", 0, ssl=context)
    opened.port = server.sockets[0].getsockname()[1]
    yield opened
    server.close()


async def here(_host: str, _port: int) -> Sequence[Address]:
    return [ip_address("127.0.0.1")]


@pytest.mark.parametrize(
    ("host", "trusted", "status"),
    [
        ("hooks.example", True, 204),
        ("other.example", True, None),
        ("127.0.0.1", True, None),
        ("hooks.example", False, None),
    ],
)
async def test_a_receiver_must_prove_the_name_that_was_given(
    receiver: TlsReceiver,
    authority: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    status: int | None,
    *,
    trusted: bool,
) -> None:
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    else:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    calling = Outgoing(HERE, 3, 2, here)
    reply = await calling.post(f"https://{host}:{receiver.port}/hook", {}, b"{}")
    await calling.close()
    assert reply.status == status
    assert receiver.names[:1] == ([None] if host == "127.0.0.1" else [host])
    assert receiver.requests == (1 if status else 0), "nothing is told to whom it is not meant for"
    if status is None:
        assert "certificate verify failed" in reply.error
