"""Who may do what. Asked in the service layer at every change; a page that hides a button is only being polite.

A role is a step on one stair: who stands higher may do all that is below. An analyst may be held to some feeds and
districts. Who has a shell on the machine owns its files, so the command line is not asked; for the same reason whoever
sits at it, where nobody signs in, is an analyst, or what BOARD_LOCAL_ROLE says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from data_pipeline.core.errors import BoardError

Role = Literal["viewer", "analyst", "approver", "admin"]
Action = Literal[
    "receive",
    "withdraw",
    "restore",
    "target",
    "meeting",
    "decide",
    "step",
    "acknowledge",
    "silence",
    "screen",
    "rebuild",
    "approve",
    "resend",
    "operation",
    "remark",
]
ROLES: tuple[Role, ...] = get_args(Role)
NEEDED: dict[Action, Role] = {
    "receive": "analyst",
    "withdraw": "analyst",
    "restore": "analyst",
    "target": "approver",
    "decide": "analyst",
    "step": "analyst",
    "acknowledge": "analyst",
    "silence": "analyst",
    "meeting": "analyst",
    "screen": "approver",
    "rebuild": "admin",
    "approve": "approver",
    "resend": "analyst",
    "operation": "analyst",
    "remark": "analyst",
}
NAME_LENGTH = 60
ALL = None  # a scope that holds nobody to anything


@dataclass(frozen=True)
class Person:
    """`name` goes into the ledger. `feeds`, `districts`: what is theirs; None is all of them."""

    name: str
    role: Role
    feeds: frozenset[str] | None = field(default=ALL)
    districts: frozenset[str] | None = field(default=ALL)

    def named(self, name: str) -> "Person":
        """The same person under a name they gave themselves."""
        return Person(name, self.role, self.feeds, self.districts)


NOBODY = Person("", "viewer", frozenset(), frozenset())


def may(person: Person, action: Action, feed: str | None = None, district: str | None = None) -> None:
    """Returns where it is allowed; raises BoardError may_viewer, may_role_<role>, may_feed or may_district."""
    if ROLES.index(person.role) < ROLES.index(NEEDED[action]):
        raise BoardError("may_viewer" if person.role == "viewer" else f"may_role_{NEEDED[action]}")
    if feed is not None and person.feeds is not None and feed not in person.feeds:
        raise BoardError("may_feed", name=person.name, feed=feed)
    if district is not None and person.districts is not None and district not in person.districts:
        raise BoardError("may_district", name=person.name, district=district)


def allowed(person: Person, action: Action, feed: str | None = None, district: str | None = None) -> bool:
    """For what a page offers. What it does asks may()."""
    try:
        may(person, action, feed, district)
    except BoardError:
        return False
    return True


def may_all(person: Person, action: Action, feed: str, districts: Iterable[str | None], *, replaces: bool) -> None:
    """The same for all districts that a file speaks of. Who is held to some may not touch a feed whose file
    `replaces` all that was there, nor rows that name no district; raises BoardError may_whole_feed too."""
    may(person, action, feed)
    if person.districts is None:
        return
    if replaces:
        raise BoardError("may_whole_feed", name=person.name, feed=feed)
    for district in sorted(districts, key=str):
        may(person, action, feed, district or "-")


def signed(person: Person) -> str:
    """The name as it goes into the ledger; raises BoardError may_name where there is none that a line can hold."""
    name = person.name.strip()
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise BoardError("may_name", length=NAME_LENGTH)
    return name
