"""Answers about a new operation as the command line has them: flags, a file, or typed when asked."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import typer

from data_pipeline.cli.options import read
from data_pipeline.cli.out import Out
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.propose.answers import QUESTIONS, Answers
from data_pipeline.propose.asked import check, check_all, due_of, standing
from data_pipeline.propose.made import Made

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
    known["plans"] = {k: due_of(v) for k, v in known["plans"].items()}
    return check_all(Answers(**known))


def asked_of(out: Out, answers: Answers, made: Made) -> Answers:
    """The five questions that no flag has answered, each with what stands if nothing is typed."""
    stands = standing(made.proposal)
    for question in QUESTIONS:
        if not getattr(answers, question):
            typed = typer.prompt(out.word(f"pack_ask_{question}"), default=stands[question])
            check(question, typed)
            answers = replace(answers, **{question: typed})
    return answers


def pairs_of(words: list[str] | None) -> dict[str, str]:
    for word in words or []:
        if "=" not in word:
            raise BoardError("pair_unread", text=word)
    return dict(word.rsplit("=", 1) for word in words or [])
