"""The role table: which role a signed-in person has. A TOML file beside the store, named by the setting BOARD_ROLES.

    name = "name"                # the claim that goes into the ledger
    [[role]]
    claim = "email"              # what the sign-in service says of a person ...
    value = "li@example.org"     # ... and what it must be (or hold, where it is a list)
    role = "analyst"
    feeds = ["transfer"]         # left out: all
    districts = ["310115"]       # left out: all

The first entry that fits decides; who fits none is a viewer to whom no district belongs.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from data_pipeline.access.permission import Person, Role
from data_pipeline.core.errors import DeclarationError
from data_pipeline.declare.model import Declared

D = TypeVar("D", bound=Declared)


class Entry(Declared):
    claim: str = "email"
    value: str
    role: Role
    feeds: frozenset[str] | None = None
    districts: frozenset[str] | None = None


class Roles(Declared):
    name: str = "name"
    role: tuple[Entry, ...] = ()

    def person(self, claims: Mapping[str, Any]) -> Person:
        """The person behind the claims of a sign-in."""
        name = str(claims.get(self.name) or claims.get("email") or claims.get("sub") or "")
        for entry in self.role:
            if _fits(entry, claims):
                return Person(name, entry.role, entry.feeds, entry.districts)
        return Person(name, "viewer", frozenset(), frozenset())


def read_roles(path: Path) -> Roles:
    """Raises DeclarationError."""
    return read_table(path, Roles)


def read_table(path: Path, model: type[D]) -> D:
    """A TOML file of who may what, checked; raises DeclarationError, never repeating a value that may be a secret."""
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as why:
        raise DeclarationError(path.name, "-", why.strerror or "unreadable") from None
    except tomllib.TOMLDecodeError as why:
        raise DeclarationError(path.name, "-", str(why)) from None
    except ValidationError as why:
        first = why.errors(include_input=False)[0]
        raise DeclarationError(path.name, ".".join(map(str, first["loc"])), first["msg"]) from None


def _fits(entry: Entry, claims: Mapping[str, Any]) -> bool:
    """An address that the sign-in service itself does not vouch for is nobody's."""
    if entry.claim == "email" and claims.get("email_verified") is False:
        return False
    held = claims.get(entry.claim)
    return entry.value in held if isinstance(held, list | tuple) else held is not None and str(held) == entry.value
