"""The questions about a new operation as whoever asks them has them: what stands unless another answer is given, and
whether an answer can be used."""

import re
from collections.abc import Callable, Mapping

from data_pipeline.core.errors import BoardError
from data_pipeline.declare.operation import is_zone
from data_pipeline.propose.answers import BETWEEN, QUESTIONS, Answers, split
from data_pipeline.propose.files import BY_DEFAULT
from data_pipeline.propose.proposal import Proposal, hours_of

TIME = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")


def standing(p: Proposal) -> Mapping[str, str]:
    """What each question is answered with where nobody says anything else."""
    shown = {"title": BETWEEN.join(dict.fromkeys(p.title)), "meetings": "", "slots": ",".join(map(str, p.slots))}
    return BY_DEFAULT | shown


def check(question: str, text: str) -> None:
    """Raises BoardError `time_unread`, `zone_unread`, `slots_unread`."""
    CHECKS.get(question, str)(text)


def check_all(answers: Answers) -> Answers:
    """Of those that were given; raises the same."""
    for question in QUESTIONS:
        if text := getattr(answers, question):
            check(question, text)
    return answers


def due_of(text: object) -> int:
    """What is due a day, as typed; raises BoardError `plan_unread`."""
    plain = str(text).replace(",", "")
    if not plain.isdigit():
        raise BoardError("plan_unread", text=text)
    return int(plain)


def _time(text: str) -> None:
    if not TIME.fullmatch(text):
        raise BoardError("time_unread", text=text)


def _times(text: str) -> None:
    for word in split(text):
        _time(word if ":" in word else f"{word}:00")


def _zone(text: str) -> None:
    if not is_zone(text):
        raise BoardError("zone_unread", text=text)


CHECKS: dict[str, Callable[[str], object]] = {
    "deadline": _time, "slots": hours_of, "meetings": _times, "zone": _zone,
}  # fmt: skip
