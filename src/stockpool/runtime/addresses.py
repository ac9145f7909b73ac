"""Which addresses may be called from here: the public ones, and those that the operator names."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

import msgspec

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAT64 = ip_network("64:ff9b::/96")
NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "100.64.0.0/10",  # shared by a provider's customers; the metadata of one cloud lies there
            "168.63.129.16/32",  # a public address that one cloud answers inside
            "192.0.0.0/24",  # protocol assignments; the metadata of one cloud lies there
            "2001::/23",  # protocol assignments
            "3fff::/20",  # documentation
            "192.88.99.0/24",  # once relayed into IPv6
            "64:ff9b:1::/48",  # a network's own translation
            "5f00::/16",
            "fec0::/10",  # site-local, before there were private ones
        ),
    )
)
"""Beyond what the standard library calls not global, whatever its version."""


class Allowed(msgspec.Struct, frozen=True):
    """Networks and hosts that are internal, and may be called nevertheless."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    def has(self, host: str, address: Address) -> bool:
        """Whether an address was allowed by its network, or by the name under which it was looked up."""
        return _name(host) in self.hosts or any(address in network for network in self.networks)


def read_allowed(text: str) -> Allowed:
    """Networks such as `10.0.0.0/8` and hosts, with commas between; raises ValueError."""
    networks: list[Network] = []
    hosts: set[str] = set()
    for word in filter(None, map(str.strip, text.split(","))):
        try:
            networks.append(ip_network(word))
        except ValueError:
            if "/" in word or ":" in word or word.replace(".", "").isdigit():
                raise ValueError(f"{word!r} is not a network such as 10.0.0.0/8, nor a host's name") from None
            hosts.add(_name(word))
    return Allowed(tuple(networks), frozenset(hosts))


def address_problem(address: Address, host: str, allowed: Allowed) -> str | None:
    """Why an address, that a host was found at, is not called; None where it may be."""
    inner = _inside(address)
    if _is_public(inner) or allowed.has(host, inner) or allowed.has(host, address):
        return None
    return f"{address} is not a public address, and the setting webhook_allow_networks does not name it"


def url_problem(url: str, allowed: Allowed) -> str | None:
    """What is wrong with a URL that is to be called, before its host is looked up."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a URL"
    if not url.isascii() or not url.isprintable() or " " in url:
        return "must be percent-encoded ASCII"
    if parts.scheme not in {"http", "https"} or not host:
        return "must begin with https:// and name a host"
    if parts.username is not None or parts.password is not None:
        return "must not name user or password"
    if parts.fragment:
        return "must not have a fragment"
    literal = _literal(host)
    if literal is not None and (trouble := address_problem(literal, host, allowed)):
        return f"cannot be called: {trouble}"
    named = _name(host) in allowed.hosts or (literal is not None and allowed.has(host, literal))
    return None if parts.scheme == "https" or named else "must begin with https://"


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _inside(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    teredo = address.teredo
    embedded = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
    if embedded is None and address in NAT64:
        embedded = IPv4Address(int(address) & 0xFFFFFFFF)
    return embedded or address


def _is_public(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    return address.is_global and not special and not _is_in(address, NOT_PUBLIC)


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _name(host: str) -> str:
    return host.lower().rstrip(".")
