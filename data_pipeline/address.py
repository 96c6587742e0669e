"""Where a request comes from, as far as it can be believed.

What a proxy says of its client is believed only where a setting tells how many proxies of one's own stand in front:
anybody may send such a header. Without the setting a request that carries one came through a proxy nobody declared, so
it is not from this machine, even when the connection is.
"""

from collections.abc import Mapping
from ipaddress import ip_address

FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via")


def is_here(peer: str | None, headers: Mapping[str, str], proxies: int) -> bool:
    """Is the person at this machine? `peer`: address of the connection; `headers` by lower-case name."""
    client = client_address(peer, headers, proxies)
    return client is not None and _is_loopback(client)


def client_address(peer: str | None, headers: Mapping[str, str], proxies: int) -> str | None:
    """The client's address; None where it cannot be told. `proxies`: how many of one's own it came through."""
    if proxies <= 0:
        return None if any(name in headers for name in FORWARDED) else peer
    hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    return hops[-proxies] if len(hops) >= proxies else None


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address.strip("[]").split("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
