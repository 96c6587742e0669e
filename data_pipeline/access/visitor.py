"""Who comes: a person who signed in, one who sits at this machine, a screen in a room, a sender's token, a stranger."""

from dataclasses import dataclass
from typing import Literal, get_args

from data_pipeline.access.permission import NOBODY, Person
from data_pipeline.store.log.state import Screen

Who = Literal["stranger", "viewer", "analyst", "approver", "admin", "screen", "token"]
WHO: tuple[Who, ...] = get_args(Who)


@dataclass(frozen=True)
class Visitor:
    """`known`: a person whom the sign-in or this machine vouches for, or a sender by their token."""

    person: Person = NOBODY
    known: bool = False
    screen: Screen | None = None
    by_token: bool = False

    @property
    def who(self) -> Who:
        if self.known:
            return "token" if self.by_token else self.person.role
        return "screen" if self.screen else "stranger"

    @property
    def account(self) -> str:
        """As it may stand in a log: role and name, a token's sender, a screen's number; "" for a stranger."""
        if self.known:
            return f"{self.who}/{self.person.name}".rstrip("/")
        return f"screen/{self.screen.number}" if self.screen else ""

    @property
    def of_whole_city(self) -> bool:
        """Answers for no single district only."""
        return self.known and self.person.districts is None


STRANGER = Visitor()
