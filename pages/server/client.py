"""Where a request comes from, as far as it can be believed."""

from starlette.datastructures import Headers
from starlette.types import Scope

from data_pipeline.access.client_address import client_address
from data_pipeline.core.settings import settings

UNKNOWN = "unknown"  # all who cannot be told apart share what one may hold


def client_of(scope: Scope) -> str:
    """The client's address, or UNKNOWN."""
    peer = (scope.get("client") or (None,))[0]
    return client_address(peer, dict(Headers(scope=scope)), settings().proxies) or UNKNOWN
