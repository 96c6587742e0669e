"""What a person is asked about a new operation: five questions, each with an answer that stands unless another is
given, and whatever they know better than the proposal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from data_pipeline.core.errors import BoardError

QUESTIONS = ("title", "deadline", "slots", "meetings", "zone")  # in the order in which they are asked
NAME = re.compile(r"[a-z][a-z0-9-]*")
BETWEEN = "|"  # the Chinese and the English of one name
ROLES = ("area", "day", "moment", "category", "due", "done", "cancelled", "carry", "new", "open", "oldest", "level",
         "skip")  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """Texts as typed; "" leaves what is proposed. `columns`: header -> role. `plans`: line -> due a day, in all.
    `whole`: what all areas together are called; `place`: what one is, in
    Chinese and in English, and several in English. `boundaries`: the text of a GeoJSON file."""

    title: str = ""
    deadline: str = ""
    slots: str = ""
    meetings: str = ""
    zone: str = ""
    whole: str = ""
    place: str = ""
    year: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    plans: Mapping[str, int] = field(default_factory=dict)
    boundaries: str = ""

    def __post_init__(self) -> None:
        """Raises BoardError `role_unknown`."""
        for header, role in self.columns.items():
            if role not in ROLES:
                raise BoardError("role_unknown", header=header, role=role, roles=", ".join(ROLES))


def split(text: str) -> list[str]:
    """Several answers typed as one, in whatever way they are set apart."""
    return [word for word in re.split(r"[,，、\s]+", text) if word]


def both(text: str) -> tuple[str, str]:
    """The Chinese and the English of a name typed as `中文|English`, or one for both."""
    zh, mark, en = text.partition(BETWEEN)
    return (zh.strip(), en.strip()) if mark else (text.strip(), text.strip())


def named(name: str) -> str:
    """What an operation is called on this machine; raises BoardError `pack_name`."""
    if not NAME.fullmatch(name):
        raise BoardError("pack_name", name=name)
    return name
