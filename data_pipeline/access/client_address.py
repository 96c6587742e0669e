"""Where a request comes from, as far as it can be believed.

What a proxy says of its client is believed only where a setting tells how many proxies of one's own stand in front:
anybody may send such a header. Without the setting a request that carries one came through a proxy nobody declared, so
it is not from this machine, even when the connection is. Nor is one that asks for a name which is not this machine's:
a tunnel, a forwarder or a page of somebody else's brought it.
"""

import socket
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from data_pipeline.core.caches import remembered

FORWARDED = (
    "x-forwarded-for",
    "forwarded",
    "x-real-ip",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "via",
    "x-client-ip",
    "cf-connecting-ip",
    "true-client-ip",
)


def is_here(peer: str | None, headers: Mapping[str, str], proxies: int, hosts: frozenset[str] = frozenset()) -> bool:
    """Is the person at this machine? `peer`: address of the connection; `headers` by lower-case name; `hosts`: names
    of this machine beside its own."""
    client = client_address(peer, headers, proxies)
    return client is not None and _is_loopback(client) and _is_ours(headers, hosts)


def client_address(peer: str | None, headers: Mapping[str, str], proxies: int) -> str | None:
    """The client's address; None where it cannot be told. `proxies`: how many of one's own it came through."""
    if proxies <= 0:
        return None if any(name in headers for name in FORWARDED) else peer
    hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    return hops[-proxies] if len(hops) >= proxies else None


def _is_ours(headers: Mapping[str, str], hosts: frozenset[str]) -> bool:
    """The name asked for, and that of the page that asks, are this machine's."""
    asked = [
        f"//{headers[name]}" if name == "host" else headers[name] for name in ("host", "origin") if name in headers
    ]
    return all(_name(url) in own_names() | hosts or _is_loopback(_name(url)) for url in asked)


def _name(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@remembered("own names", 1)
def own_names() -> frozenset[str]:
    return frozenset({"localhost", socket.gethostname().lower()})


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address.strip("[]").split("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
