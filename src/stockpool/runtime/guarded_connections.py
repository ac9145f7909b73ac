"""Connections that go to checked addresses only: the address that was checked is the one that is connected to."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import httpcore2

from stockpool.runtime.addresses import Allowed, address_problem

if TYPE_CHECKING:
    from stockpool.runtime.outgoing import LookUp


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Looks hosts up itself and connects to what it found, so that a second look-up cannot say something else.

    The name stays with the request: the Host header and the certificate are those of the name.
    """

    def __init__(self, look_up: LookUp, allowed: Allowed) -> None:
        self._look_up, self._allowed = look_up, allowed
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- the signature is the library's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of a host that may be called and that answers."""
        troubles = []
        for address in await self._look_up(host, port):
            if trouble := address_problem(address, host, self._allowed):
                troubles.append(trouble)
                continue
            try:
                stream = await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                troubles.append(f"{address} does not answer: {error}")
                continue
            peer = stream.get_extra_info("server_addr")
            if ip_address(peer[0].partition("%")[0]) == address:
                return stream
            await stream.aclose()
            troubles.append(f"{address} became {peer[0]}")
        raise httpcore2.ConnectError("; ".join(troubles) or f"{host} has no address")
