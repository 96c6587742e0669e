"""Answers about a new operation as the command line has them: flags, a file, or typed when asked."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import typer

from data_pipeline.cli.options import read
from data_pipeline.cli.out import Out
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.operation import is_zone
from data_pipeline.propose.answers import QUESTIONS, Answers, split
from data_pipeline.propose.made import Made
from data_pipeline.propose.proposal import hours_of

TIME = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")
KNOWN = frozenset(f.name for f in fields(Answers))


def answers_of(file: str, given: dict[str, Any]) -> Answers:
    """Of a file, with what the command line says on top."""
    known: dict[str, Any] = {"year": Clock().now().year}
    if file:
        try:
            known |= tomllib.loads(read(Path(file)).decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
            raise BoardError("answers_unread", reason=str(why)) from None
    known |= given | {k: {**known.get(k, {}), **given.get(k, {})} for k in ("columns", "plans")}
    if known.get("boundaries"):
        known["boundaries"] = read(Path(known["boundaries"])).decode("utf-8", "replace")
    if unknown := set(known) - KNOWN:
        raise BoardError("answers_unread", reason=", ".join(sorted(unknown)))
    known["plans"] = {k: _whole(v) for k, v in known["plans"].items()}
    found = Answers(**known)
    for question in QUESTIONS:
        if text := getattr(found, question):
            CHECKS.get(question, str)(text)
    return found


def asked_of(out: Out, answers: Answers, made: Made) -> Answers:
    """The five questions that no flag has answered, each with what stands if nothing is typed."""
    p = made.proposal
    stands = {"title": "|".join(dict.fromkeys(p.title)), "deadline": "24:00", "zone": "Asia/Shanghai", "meetings": "",
              "slots": ",".join(map(str, p.slots))}  # fmt: skip
    for question in QUESTIONS:
        if not getattr(answers, question):
            typed = typer.prompt(out.word(f"pack_ask_{question}"), default=stands[question])
            CHECKS.get(question, str)(typed)
            answers = replace(answers, **{question: typed})
    return answers


def pairs_of(words: list[str] | None) -> dict[str, str]:
    for word in words or []:
        if "=" not in word:
            raise BoardError("pair_unread", text=word)
    return dict(word.rsplit("=", 1) for word in words or [])


def _whole(text: object) -> int:
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
